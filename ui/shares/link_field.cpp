#include "ui/shares/link_field.h"

#include <QEvent>
#include <QFocusEvent>
#include <QPainter>

namespace sallyport {

LinkField::LinkField(QWidget* parent)
    : QLineEdit(parent)
{
    setReadOnly(true);
    setFrame(false);
    setTextMargins(-2, 0, 0, 0); // in line with what is above and below
    restyle();
}

void LinkField::setLink(const QString& link)
{
    if (text() == link)
        return;
    setText(link);
    setCursorPosition(0); // the beginning is in sight, whatever the length
    updateToolTip();
}

void LinkField::setTint(theme::Tint tint)
{
    if (m_tint == tint)
        return;
    m_tint = tint;
    restyle();
}

void LinkField::changeEvent(QEvent* event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange
        || event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::PaletteChange)
        restyle();
}

void LinkField::focusInEvent(QFocusEvent* event)
{
    m_byKeyboard = event->reason() != Qt::MouseFocusReason;
    QLineEdit::focusInEvent(event);
}

void LinkField::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    if (!hasFocus() || !m_byKeyboard)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::color(theme::Tint::AccentText), 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), theme::buttonRadius,
                            theme::buttonRadius);
}

void LinkField::resizeEvent(QResizeEvent* event)
{
    QLineEdit::resizeEvent(event);
    updateToolTip();
}

void LinkField::restyle()
{
    if (m_styling)
        return;
    m_styling = true; // setPalette() announces itself
    setFont(theme::font(theme::Type::Link));
    QPalette colours = palette();
    colours.setColor(QPalette::Base, Qt::transparent);
    colours.setColor(QPalette::Text, theme::color(m_tint));
    colours.setColor(QPalette::PlaceholderText, theme::color(theme::Tint::Quiet));
    setPalette(colours);
    m_styling = false;
    updateToolTip();
}

void LinkField::updateToolTip()
{
    const bool cut = fontMetrics().horizontalAdvance(text()) > contentsRect().width();
    setToolTip(cut ? text() : QString());
}

} // namespace sallyport

#include "moc_link_field.cpp"
