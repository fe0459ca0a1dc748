#include "ui/widgets/buttons.h"
#include "ui/widgets/icon.h"

#include <QPainter>
#include <QStyleOptionButton>

#include <algorithm>

namespace sallyport {

namespace {

constexpr int padding = 12;
constexpr int drawing = 18;
constexpr int titleLeft = padding + drawing + theme::gap;
constexpr int titleTop = 9;

int wordsHeight(const QString& words, int width)
{
    const QFontMetrics metrics(theme::font(theme::Type::Small));
    return metrics.boundingRect(QRect(0, 0, width, 1000), Qt::TextWordWrap, words).height();
}

} // namespace

ChoiceTile::ChoiceTile(const QString& title, const QString& meaning, const QString& iconName,
                       QWidget* parent)
    : QRadioButton(title, parent)
    , m_meaning(meaning)
    , m_icon(iconName)
{
    setAccessibleDescription(meaning);
    setAttribute(Qt::WA_Hover);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QSize ChoiceTile::sizeHint() const
{
    const QFontMetrics title(theme::font(theme::Type::Body, theme::Weight::Bold));
    const QFontMetrics meaning(theme::font(theme::Type::Small));
    const int width = std::max(titleLeft + title.horizontalAdvance(text()) + padding,
                               2 * padding + meaning.horizontalAdvance(m_meaning) + 1);
    return {width, heightForWidth(width)};
}

QSize ChoiceTile::minimumSizeHint() const
{
    const QFontMetrics title(theme::font(theme::Type::Body, theme::Weight::Bold));
    const int width = titleLeft + title.horizontalAdvance(text()) + padding;
    return {width, theme::tile};
}

int ChoiceTile::heightForWidth(int width) const
{
    const QFontMetrics title(theme::font(theme::Type::Body, theme::Weight::Bold));
    const int words = wordsHeight(m_meaning, width - 2 * padding);
    return std::max(theme::tile,
                    2 * titleTop + std::max(title.height(), drawing) + theme::pairGap + words);
}

bool ChoiceTile::hitButton(const QPoint& position) const
{
    return rect().contains(position);
}

void ChoiceTile::paintEvent(QPaintEvent*)
{
    QStyleOptionButton option;
    initStyleOption(&option);
    const bool chosen = isChecked();
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver) && isEnabled();
    const bool focused = option.state.testFlag(QStyle::State_HasFocus)
        && option.state.testFlag(QStyle::State_KeyboardFocusChange);
    const double inset = chosen ? 1 : 0.5;
    const theme::Tint fill = chosen ? theme::Tint::AccentSurface
        : hovered                   ? theme::Tint::Hover
                                    : theme::Tint::Card;

    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(
        QPen(theme::color(chosen ? theme::Tint::AccentText : theme::Tint::Line), chosen ? 2 : 1));
    painter.setBrush(theme::color(fill));
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset),
                            theme::cardRadius, theme::cardRadius);
    if (focused) {
        painter.setPen(QPen(theme::color(theme::Tint::AccentText), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(4, 4, -4, -4), theme::rowRadius,
                                theme::rowRadius);
    }

    const theme::Tint words = isEnabled() ? theme::Tint::Text : theme::Tint::Quiet;
    const QFont bold = theme::font(theme::Type::Body, theme::Weight::Bold);
    const int line = std::max(QFontMetrics(bold).height(), drawing);
    paintIcon(painter, {padding, titleTop + (line - drawing) / 2, drawing, drawing}, m_icon,
              chosen ? theme::Tint::AccentText : words);
    painter.setFont(bold);
    painter.setPen(theme::color(words));
    painter.drawText(QRect(titleLeft, titleTop, width() - titleLeft - theme::pairGap, line),
                     static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextShowMnemonic),
                     text());
    painter.setFont(theme::font(theme::Type::Small));
    painter.setPen(theme::color(theme::Tint::Quiet));
    const int top = titleTop + line + theme::pairGap;
    painter.drawText(QRect(padding, top, width() - 2 * padding, height() - top),
                     static_cast<int>(Qt::AlignLeft | Qt::AlignTop) | Qt::TextWordWrap, m_meaning);
}

} // namespace sallyport
