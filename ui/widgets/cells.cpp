#include "ui/widgets/cells.h"

#include "ui/widgets/icon.h"

#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace sallyport::cells {

namespace {

constexpr int padding = 10;

// Column titles in small bold, in quiet text on the card, without the buttons a style would draw.
class QuietHeader final : public QHeaderView {
public:
    explicit QuietHeader(QWidget* parent)
        : QHeaderView(Qt::Horizontal, parent)
    {
        setMinimumSectionSize(theme::control);
        setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        setSectionsMovable(false);
        setHighlightSections(false);
    }
    QSize sizeHint() const override
    {
        return {QHeaderView::sizeHint().width(),
                std::max(theme::tableHeader,
                         QFontMetrics(theme::font(theme::Type::Small, theme::Weight::Bold)).height()
                             + 2 * theme::gap)};
    }

protected:
    void paintSection(QPainter* painter, const QRect& where, int column) const override
    {
        if (!where.isValid())
            return;
        painter->save();
        painter->fillRect(where, theme::color(theme::Tint::Card));
        painter->fillRect(QRect(where.left(), where.bottom(), where.width(), 1),
                          theme::color(theme::Tint::Line));
        const QVariant aligned = model()->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole);
        const Qt::Alignment alignment =
            aligned.isValid() ? Qt::Alignment(aligned.toInt()) : Qt::AlignLeft | Qt::AlignVCenter;
        QRect words = where.adjusted(padding, 0, -padding, -1);
        const auto drawing =
            model()->headerData(column, Qt::Horizontal, Qt::DecorationRole).value<QIcon>();
        if (!drawing.isNull()) {
            constexpr int side = 16;
            QRect picture(words.left(), 0, side, side);
            picture.moveTop(words.center().y() - side / 2 + 1);
            drawing.paint(painter, picture);
            words.adjust(side + theme::gap, 0, 0, 0);
        }
        paintText(*painter, words, model()->headerData(column, Qt::Horizontal).toString(),
                  theme::Tint::Quiet, theme::Type::Small, theme::Weight::Bold, alignment,
                  Qt::ElideRight);
        painter->restore();
    }
    void paintEvent(QPaintEvent* event) override
    {
        QPainter painter(viewport());
        painter.fillRect(viewport()->rect(), theme::color(theme::Tint::Card));
        painter.fillRect(QRect(0, viewport()->height() - 1, viewport()->width(), 1),
                         theme::color(theme::Tint::Line));
        painter.end();
        QHeaderView::paintEvent(event);
    }
};

// Keeps the view's ground the card's colour when the palette changes.
class CardGround final : public QObject {
public:
    explicit CardGround(QTreeView& view)
        : QObject(&view)
        , m_view(view)
    {
        view.installEventFilter(this);
        tint();
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::PaletteChange)
            tint();
        return QObject::eventFilter(watched, event);
    }

private:
    void tint()
    {
        const QColor card = theme::color(theme::Tint::Card);
        const QColor text = theme::color(theme::Tint::Text);
        const QPalette now = m_view.palette();
        if (now.color(QPalette::Active, QPalette::Base) == card
            && now.color(QPalette::Active, QPalette::HighlightedText) == text)
            return;
        QPalette palette;
        palette.setColor(QPalette::Base, card);
        palette.setColor(QPalette::Text, text);
        palette.setColor(QPalette::Highlight, theme::color(theme::Tint::AccentSurface));
        palette.setColor(QPalette::HighlightedText, text);
        m_view.setPalette(palette);
    }

    QTreeView& m_view;
};

} // namespace

void paintRow(QPainter& painter, const QStyleOptionViewItem& option, bool firstColumn)
{
    constexpr int bar = 3;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QRect& row = option.rect;
    if (selected)
        painter.fillRect(row, theme::color(theme::Tint::AccentSurface));
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter.fillRect(row, theme::color(theme::Tint::Hover));
    if (selected && firstColumn) {
        const QRect edge(row.left(), row.top(), bar, row.height());
        painter.fillRect(QStyle::visualRect(option.direction, row, edge),
                         theme::color(theme::Tint::AccentText));
    }
    if (option.state.testFlag(QStyle::State_HasFocus)
        && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme::color(theme::Tint::AccentText), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(row).adjusted(2, 2, -2, -2), theme::buttonRadius,
                                theme::buttonRadius);
        painter.restore();
    }
}

void paintAvatar(QPainter& painter, const QRect& where, const QString& name, bool guest)
{
    constexpr std::array hues = {212, 152, 28, 282, 340, 186};
    const bool dark = theme::isDark(QGuiApplication::palette());
    unsigned sum = 0;
    for (const char byte : name.toUtf8())
        sum += static_cast<unsigned char>(byte);
    const float hue = static_cast<float>(hues[sum % hues.size()]) / 360.0F;

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(guest || name.isEmpty()
                         ? theme::color(theme::Tint::Track)
                         : QColor::fromHslF(hue, dark ? 0.28F : 0.5F, dark ? 0.27F : 0.88F));
    painter.drawEllipse(where);
    if (guest || name.isEmpty()) {
        QRect inside(0, 0, where.width() / 2, where.width() / 2);
        inside.moveTopLeft(
            where.topLeft()
            + QPoint((where.width() - inside.width()) / 2, (where.height() - inside.height()) / 2));
        paintIcon(painter, inside, QStringLiteral("person"), theme::Tint::Text);
    } else {
        QFont letter = theme::font(theme::Type::Body, theme::Weight::Bold);
        letter.setPixelSize(std::max(8, where.height() * 45 / 100));
        painter.setFont(letter);
        painter.setPen(QColor::fromHslF(hue, dark ? 0.5F : 0.6F, dark ? 0.82F : 0.27F));
        const qsizetype first = name.size() > 1 && name.at(0).isHighSurrogate() ? 2 : 1;
        painter.drawText(where, Qt::AlignCenter, name.left(first).toUpper());
    }
    painter.restore();
}

void paintText(QPainter& painter, const QRect& where, const QString& text, theme::Tint tint,
               theme::Type type, theme::Weight weight, Qt::Alignment alignment,
               Qt::TextElideMode elide)
{
    const QFont font = theme::font(type, weight);
    painter.setFont(font);
    painter.setPen(theme::color(tint));
    painter.drawText(where, static_cast<int>(alignment) | Qt::TextSingleLine,
                     QFontMetrics(font).elidedText(text, elide, where.width()));
}

void paintProgress(QPainter& painter, const QRect& where, double part)
{
    const bool dark = theme::isDark(QGuiApplication::palette());
    const int done = static_cast<int>(std::floor(where.width() * std::clamp(part, 0.0, 1.0)));
    QPainterPath shape;
    shape.addRoundedRect(QRectF(where), where.height() / 2.0, where.height() / 2.0);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipPath(shape, Qt::IntersectClip);
    painter.fillRect(where, theme::color(theme::Tint::Track));
    QRect filled(where.left(), where.top(), done, where.height());
    painter.fillRect(filled, theme::color(dark ? theme::Tint::AccentText : theme::Tint::Accent));
    painter.restore();
}

int widthOf(const QStringList& words, theme::Type type, theme::Weight weight)
{
    constexpr int around = 20;
    const QFontMetrics metrics(theme::font(type, weight));
    int widest = 0;
    for (const QString& word : words)
        widest = std::max(widest, metrics.horizontalAdvance(word));
    return widest + around;
}

void prepare(QTreeView& view, const QString& accessibleName)
{
    auto* header = new QuietHeader(&view);
    view.setHeader(header);
    view.setAccessibleName(accessibleName);
    view.setFrameShape(QFrame::NoFrame);
    view.setRootIsDecorated(false);
    view.setIndentation(0);
    view.setUniformRowHeights(false);
    view.setAllColumnsShowFocus(true);
    view.setSelectionBehavior(QAbstractItemView::SelectRows);
    view.setSelectionMode(QAbstractItemView::SingleSelection);
    view.setEditTriggers(QAbstractItemView::NoEditTriggers);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setTabKeyNavigation(false);
    view.setMouseTracking(true);
    view.viewport()->setAttribute(Qt::WA_Hover);
    view.setAutoScroll(false);
    new CardGround(view); // a child of the view
}

} // namespace sallyport::cells
