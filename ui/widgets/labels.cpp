#include "ui/widgets/labels.h"

#include "ui/widgets/icon.h"

#include <QEvent>
#include <QFontDatabase>
#include <QPainter>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace sallyport {

IconLabel::IconLabel(const QString& iconName, int side, theme::Tint tint, QWidget* parent)
    : QWidget(parent)
    , m_icon(iconName)
    , m_tint(tint)
{
    setFixedSize(side, side);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void IconLabel::setIcon(const QString& iconName, theme::Tint tint)
{
    if (m_icon == iconName && m_tint == tint)
        return;
    m_icon = iconName;
    m_tint = tint;
    update();
}

void IconLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintIcon(painter, rect(), m_icon, m_tint);
}

TextLabel::TextLabel(const QString& text, theme::Type type, theme::Weight weight, theme::Tint tint,
                     QWidget* parent)
    : QLabel(parent)
    , m_type(type)
    , m_weight(weight)
    , m_tint(tint)
{
    setTextFormat(Qt::PlainText);
    QLabel::setText(text);
    if (parent)
        parent->installEventFilter(this);
    restyle();
}

void TextLabel::setTint(theme::Tint tint)
{
    m_tint = tint;
    restyle();
}

void TextLabel::setFixedFont(bool fixed)
{
    m_fixed = fixed;
    restyle();
}

// A new font of the application reaches no changeEvent() of a label that has a font of its own; it
// is seen on the parent, or on the label where that is a window.
bool TextLabel::event(QEvent* event)
{
    if (event->type() == QEvent::ParentAboutToChange && parent())
        parent()->removeEventFilter(this);
    const bool handled = QLabel::event(event);
    if (event->type() == QEvent::ParentChange && parent())
        parent()->installEventFilter(this);
    if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::ParentChange)
        restyle();
    return handled;
}

bool TextLabel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FontChange && watched == parent())
        restyle();
    return QLabel::eventFilter(watched, event);
}

void TextLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::FontChange:
    case QEvent::StyleChange:
        restyle();
        break;
    default:
        break;
    }
}

// Sets only what differs, since setting calls changeEvent().
void TextLabel::restyle()
{
    QFont wanted = theme::font(m_type, m_weight);
    if (m_fixed) {
        QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        if (wanted.pointSizeF() > 0)
            fixed.setPointSizeF(wanted.pointSizeF());
        else
            fixed.setPixelSize(wanted.pixelSize());
        fixed.setWeight(wanted.weight());
        wanted = fixed;
    }
    if (font() != wanted)
        setFont(wanted);
    // Ordinary text is the palette's own, which also knows what disabled looks like.
    if (m_tint == theme::Tint::Text) {
        if (testAttribute(Qt::WA_SetPalette))
            setPalette(QPalette());
        return;
    }
    const QColor color = theme::color(m_tint);
    if (!testAttribute(Qt::WA_SetPalette)
        || palette().color(QPalette::Active, QPalette::WindowText) != color) {
        QPalette tinted;
        tinted.setColor(QPalette::WindowText, color);
        setPalette(tinted);
    }
}

ElidedLabel::ElidedLabel(const QString& text, theme::Type type, theme::Weight weight,
                         theme::Tint tint, QWidget* parent)
    : TextLabel(text, type, weight, tint, parent)
    , m_full(text)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode)
{
    m_mode = mode;
    update();
}

void ElidedLabel::setFullText(const QString& text)
{
    if (m_full == text)
        return;
    m_full = text;
    QLabel::setText(text);
    tellTheRest();
}

bool ElidedLabel::isElided() const
{
    return wholeWidth() > contentsRect().width();
}

QSize ElidedLabel::sizeHint() const
{
    const QMargins margins = contentsMargins();
    return {wholeWidth() + margins.left() + margins.right(),
            fontMetrics().height() + margins.top() + margins.bottom()};
}

// Rounded up: a label that is narrower by less than a pixel would be cut.
int ElidedLabel::wholeWidth() const
{
    return static_cast<int>(std::ceil(QFontMetricsF(font()).horizontalAdvance(m_full)));
}

QSize ElidedLabel::minimumSizeHint() const
{
    const QSize whole = sizeHint();
    const QString least = m_full.left(3) + QChar(0x2026) + m_full.right(3);
    return {std::min(whole.width(), fontMetrics().horizontalAdvance(least)), whole.height()};
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    style()->drawItemText(&painter, contentsRect(),
                          static_cast<int>(QStyle::visualAlignment(layoutDirection(), alignment())),
                          palette(), isEnabled(),
                          fontMetrics().elidedText(m_full, m_mode, contentsRect().width()),
                          foregroundRole());
}

void ElidedLabel::resizeEvent(QResizeEvent* event)
{
    TextLabel::resizeEvent(event);
    tellTheRest();
}

void ElidedLabel::changeEvent(QEvent* event)
{
    TextLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        tellTheRest();
}

void ElidedLabel::tellTheRest()
{
    setToolTip(isElided() ? m_full : QString());
}

} // namespace sallyport

#include "moc_labels.cpp"
