#include "ui/window/drop_outline.h"

#include "ui/widgets/theme.h"

#include <QPainter>

namespace sallyport {

DropOutline::DropOutline(QWidget* window)
    : QWidget(window)
{
    setObjectName(QStringLiteral("dropOutline"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    hide();
}

void DropOutline::cover()
{
    setGeometry(parentWidget()->rect());
    raise();
    show();
}

void DropOutline::paintEvent(QPaintEvent*)
{
    constexpr int pen = 2;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = theme::color(theme::Tint::AccentSurface);
    veil.setAlphaF(0.6F);
    painter.fillRect(rect(), veil);
    painter.setPen(QPen(theme::color(theme::Tint::AccentText), pen, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(
        QRectF(rect()).adjusted(theme::gap, theme::gap, -theme::gap, -theme::gap),
        theme::cardRadius, theme::cardRadius);
}

} // namespace sallyport

#include "moc_drop_outline.cpp"
