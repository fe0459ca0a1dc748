#include "ui/shares/qr_code_view.h"

#include "ui/widgets/theme.h"

#include <QPainter>

#include <algorithm>
#include <qrcodegen.hpp>
#include <stdexcept>

namespace sallyport {

namespace {

constexpr int side = 176;
constexpr QRgb ink = 0xff14171b; // on white in every theme: scanners expect dark on light

} // namespace

QrCodeView::QrCodeView(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

void QrCodeView::setText(const QString& text)
{
    if (text == m_text)
        return;
    m_text = text;
    m_modules = 0;
    m_dark.clear();
    if (!text.isEmpty()) {
        try {
            const auto code = qrcodegen::QrCode::encodeText(text.toUtf8().constData(),
                                                            qrcodegen::QrCode::Ecc::MEDIUM);
            m_modules = code.getSize();
            m_dark.reserve(static_cast<std::size_t>(m_modules)
                           * static_cast<std::size_t>(m_modules));
            for (int y = 0; y < m_modules; ++y) {
                for (int x = 0; x < m_modules; ++x)
                    m_dark.push_back(code.getModule(x, y));
            }
        } catch (const std::length_error&) { // qrcodegen's way to say "too long"
            m_modules = 0;
        }
    }
    updateGeometry();
    update();
}

QSize QrCodeView::sizeHint() const
{
    return minimumSizeHint().expandedTo({side, side});
}

QSize QrCodeView::minimumSizeHint() const
{
    const int least = 2 * (m_modules + 2 * quietZone);
    return QSize(side, side).expandedTo({least, least});
}

void QrCodeView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::color(theme::Tint::Line, palette()), 1));
    painter.setBrush(Qt::white);
    const int shortest = std::min(width(), height());
    const QRectF paper((width() - shortest) / 2.0, (height() - shortest) / 2.0, shortest, shortest);
    painter.drawRoundedRect(paper.adjusted(0.5, 0.5, -0.5, -0.5), theme::rowRadius,
                            theme::rowRadius);
    if (isNull())
        return;
    // From here on in screen pixels, so that no module is wider than another at 150 %.
    painter.setRenderHint(QPainter::Antialiasing, false);
    const qreal ratio = devicePixelRatioF();
    painter.scale(1 / ratio, 1 / ratio);
    const int step = static_cast<int>(shortest * ratio) / (m_modules + 2 * quietZone);
    const int left = static_cast<int>(paper.center().x() * ratio) - step * m_modules / 2;
    const int top = static_cast<int>(paper.center().y() * ratio) - step * m_modules / 2;
    const QColor dark = QColor::fromRgb(ink);
    for (int y = 0; y < m_modules; ++y) {
        for (int x = 0; x < m_modules; ++x) {
            if (m_dark[static_cast<std::size_t>(y * m_modules + x)])
                painter.fillRect(left + x * step, top + y * step, step, step, dark);
        }
    }
}

} // namespace sallyport

#include "moc_qr_code_view.cpp"
