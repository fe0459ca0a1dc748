#include "ui/shares/connected_card.h"

#include "ui/shares/connected_model.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/cells.h"
#include "ui/widgets/labels.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace sallyport {

using theme::Tint;
using theme::Type;
using theme::Weight;

namespace {

constexpr int avatar = 28;
constexpr int wideBar = 150, narrowBar = 110;
constexpr int leastDoing = 200; // less room for it, and the address goes

int widthOf(const QFont& font, const QString& text)
{
    return QFontMetrics(font).horizontalAdvance(text);
}

class RowDelegate final : public QStyledItemDelegate {
public:
    RowDelegate(const ConnectedModel& model, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_model(model)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        const int text = QFontMetrics(theme::font(Type::Body)).height();
        return {0, std::max(theme::tableRow, text + theme::gap)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const ConnectedModel::Row& row = m_model.row(index.row());
        // Numbers stand in columns of one width, so that changing digits shake nothing.
        int names = 0, addresses = 0;
        for (int i = 0; i < m_model.rowCount(); ++i) {
            names = std::max(names,
                             widthOf(theme::font(Type::Body, Weight::Bold), m_model.row(i).name));
            addresses =
                std::max(addresses, widthOf(theme::font(Type::Body), m_model.row(i).address));
        }
        const int rates = cells::widthOf({QStringLiteral("888.8 MB/s"), row.rate});
        QRect rest = option.rect;
        names = std::min(names, rest.width() / 4);

        if (option.state.testFlag(QStyle::State_HasFocus))
            paintFocus(*painter, rest);
        QRect head(rest.left(), 0, avatar, avatar);
        head.moveCenter({head.center().x(), rest.center().y()});
        cells::paintAvatar(*painter, head, row.name, row.guest);
        rest.setLeft(head.right() + theme::rowGap);
        cells::paintText(*painter, {rest.left(), rest.top(), names + 1, rest.height()}, row.name,
                         Tint::Text, Type::Body, Weight::Bold);
        rest.setLeft(rest.left() + names + theme::rowGap);

        QRect rate(rest.right() - rates, rest.top(), rates + 1, rest.height());
        cells::paintText(*painter, rate, row.rate, Tint::Text, Type::Body, Weight::Normal,
                         Qt::AlignRight | Qt::AlignVCenter);
        const bool roomy = rest.width() - addresses - wideBar - rates >= leastDoing;
        const int bar = roomy ? wideBar : narrowBar;
        if (row.part) {
            const QRect where(rate.left() - bar, rest.center().y() - theme::progressBar / 2, bar,
                              theme::progressBar);
            cells::paintProgress(*painter, where, *row.part);
        }
        rest.setRight(rate.left() - bar - theme::block);
        if (roomy) {
            cells::paintText(*painter, {rest.left(), rest.top(), addresses + 1, rest.height()},
                             row.address, Tint::Quiet);
            rest.setLeft(rest.left() + addresses + theme::margin);
        }
        cells::paintText(*painter, rest, row.doing, Tint::Text);
    }

private:
    static void paintFocus(QPainter& painter, const QRect& where)
    {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme::color(Tint::AccentText), 2));
        painter.drawRoundedRect(QRectF(where).adjusted(1, 1, -1, -1), theme::rowRadius,
                                theme::rowRadius);
        painter.restore();
    }

    const ConnectedModel& m_model;
};

} // namespace

ConnectedCard::ConnectedCard(const CoreParts& parts, QWidget* parent)
    : Card(parent)
    , m_model(new ConnectedModel(parts, this))
    , m_rows(new QListView)
    , m_nobody(
          new TextLabel(tr("Send the link to somebody. They appear here as soon as they connect."),
                        Type::Body, Weight::Normal, Tint::Quiet))
    , m_all(linkButton(tr("Show all")))
{
    setObjectName(QStringLiteral("connectedCard"));
    m_nobody->setWordWrap(true);
    m_all->setObjectName(QStringLiteral("showAll"));
    connect(m_all, &QToolButton::clicked, this, &ConnectedCard::showConnections);
    m_rows->setObjectName(QStringLiteral("connectedRows"));
    m_rows->setAccessibleName(tr("Connected now"));
    m_rows->setModel(m_model);
    m_rows->setItemDelegate(new RowDelegate(*m_model, this));
    m_rows->setFrameShape(QFrame::NoFrame);
    m_rows->setSelectionMode(QAbstractItemView::NoSelection);
    m_rows->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_rows->setTabKeyNavigation(false);
    m_rows->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_rows->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_rows->viewport()->setAutoFillBackground(false);
    connect(m_rows, &QListView::activated, this, &ConnectedCard::showConnections);

    auto* head = new QHBoxLayout;
    head->addWidget(new TextLabel(tr("Connected now"), Type::Heading, Weight::Bold), 1);
    head->addWidget(m_all);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::block, theme::rowGap, theme::block, theme::rowGap);
    layout->setSpacing(theme::pairGap);
    layout->addLayout(head);
    layout->addWidget(m_nobody);
    layout->addWidget(m_rows);
    connect(m_model, &QAbstractItemModel::modelReset, this, &ConnectedCard::fit);
    fit();
}

void ConnectedCard::setShare(const ShareId& share)
{
    m_model->setShare(share);
}

void ConnectedCard::changeEvent(QEvent* event)
{
    Card::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        fit();
}

// As high as its rows: the page scrolls, this list does not.
void ConnectedCard::fit()
{
    const int rows = m_model->rowCount();
    m_nobody->setVisible(rows == 0);
    m_all->setVisible(rows > 0);
    m_rows->setVisible(rows > 0);
    m_rows->setFixedHeight(rows == 0 ? 0 : rows * m_rows->sizeHintForRow(0));
}

} // namespace sallyport

#include "moc_connected_card.cpp"
