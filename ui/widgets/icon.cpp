#include "ui/widgets/icon.h"

#include <QGuiApplication>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <memory>
#include <optional>

// A static library's resources are dropped by the linker unless somebody asks for them. The macro
// wants to stand outside of any namespace.
static void initialiseIcons()
{
    Q_INIT_RESOURCE(sallyport);
}

namespace sallyport {

namespace {

using Drawing = std::shared_ptr<QSvgRenderer>;

// Parsed once. A name that does not exist is a mistake of ours and draws nothing.
Drawing drawing(const QString& name)
{
    static QHash<QString, Drawing> drawings;
    Drawing& found = drawings[name];
    if (!found) {
        initialiseIcons();
        found = std::make_shared<QSvgRenderer>(QStringLiteral(":/icons/%1.svg").arg(name));
        Q_ASSERT_X(found->isValid(), "icon", qUtf8Printable(name));
    }
    return found;
}

// The drawing in device pixels, in one colour where there is a `tint`.
QPixmap rendered(const QString& name, const QSize& pixels, const std::optional<QColor>& tint)
{
    const QString key = QStringLiteral("sallyport/%1/%2x%3/%4")
                            .arg(name)
                            .arg(pixels.width())
                            .arg(pixels.height())
                            .arg(tint ? tint->rgba() : 0U, 8, 16);
    QPixmap pixmap;
    if (pixels.isEmpty() || QPixmapCache::find(key, &pixmap))
        return pixmap;
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    const int side = std::min(pixels.width(), pixels.height());
    QRectF square(0, 0, side, side);
    square.moveCenter(QRectF(image.rect()).center());
    drawing(name)->render(&painter, square);
    if (tint) {
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(image.rect(), *tint);
    }
    painter.end();
    pixmap = QPixmap::fromImage(image);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QColor halfway(const QColor& color)
{
    const QColor window = QGuiApplication::palette().color(QPalette::Window);
    return QColor((color.red() + window.red()) / 2, (color.green() + window.green()) / 2,
                  (color.blue() + window.blue()) / 2);
}

enum class Place { Anywhere, Menu };

// Tints when it is painted, not when it is made: it follows palette, state and scale.
class SymbolicIcon final : public QIconEngine {
public:
    SymbolicIcon(QString name, theme::Tint tint, Place place)
        : m_name(std::move(name))
        , m_tint(tint)
        , m_place(place)
    {
    }

    void paint(QPainter* painter, const QRect& where, QIcon::Mode mode, QIcon::State) override
    {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatio() : 1;
        painter->drawPixmap(
            where, rendered(m_name, (QSizeF(where.size()) * ratio).toSize(), colorFor(mode)));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override
    {
        return rendered(m_name, size, colorFor(mode));
    }
    QIconEngine* clone() const override { return new SymbolicIcon(*this); }
    QString key() const override { return QStringLiteral("sallyport-symbolic"); }

private:
    QColor colorFor(QIcon::Mode mode) const
    {
        const QColor color = theme::color(m_tint);
        if (mode == QIcon::Disabled)
            return halfway(color);
        // The entry of a menu under the pointer stands on the highlight.
        if (mode == QIcon::Selected || (mode == QIcon::Active && m_place == Place::Menu))
            return QGuiApplication::palette().color(QPalette::HighlightedText);
        return color;
    }

    QString m_name;
    theme::Tint m_tint;
    Place m_place;
};

// The program's own sign, in its own colours, and a simpler one for the smallest sizes.
class ApplicationIcon final : public QIconEngine {
public:
    void paint(QPainter* painter, const QRect& where, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatio() : 1;
        painter->drawPixmap(where, pixmap((QSizeF(where.size()) * ratio).toSize(), mode, state));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode, QIcon::State) override
    {
        constexpr int smallest = 22;
        return rendered(size.height() <= smallest ? QStringLiteral("sallyport-16")
                                                  : QStringLiteral("sallyport"),
                        size, std::nullopt);
    }
    QList<QSize> availableSizes(QIcon::Mode, QIcon::State) override
    {
        return {{16, 16}, {22, 22}, {32, 32}, {48, 48}, {64, 64}, {128, 128}};
    }
    QIconEngine* clone() const override { return new ApplicationIcon(*this); }
};

// Source: freedesktop.org icon naming specification, and what Breeze and Adwaita have beside it.
QString themeName(const QString& name)
{
    static const QHash<QString, QString> names = {
        {QStringLiteral("copy"), QStringLiteral("edit-copy")},
        {QStringLiteral("link"), QStringLiteral("insert-link")},
        {QStringLiteral("find"), QStringLiteral("edit-find")},
        {QStringLiteral("folder"), QStringLiteral("folder")},
        {QStringLiteral("folder-add"), QStringLiteral("folder-new")},
        {QStringLiteral("folder-open"), QStringLiteral("folder-open")},
        {QStringLiteral("start"), QStringLiteral("media-playback-start")},
        {QStringLiteral("stop"), QStringLiteral("media-playback-stop")},
        {QStringLiteral("pause"), QStringLiteral("media-playback-pause")},
        {QStringLiteral("show"), QStringLiteral("view-visible")},
        {QStringLiteral("hide"), QStringLiteral("view-hidden")},
        {QStringLiteral("preferences"), QStringLiteral("preferences-system")},
        {QStringLiteral("quit"), QStringLiteral("application-exit")},
        {QStringLiteral("menu"), QStringLiteral("open-menu")},
        {QStringLiteral("more"), QStringLiteral("view-more")},
        {QStringLiteral("close"), QStringLiteral("window-close")},
        {QStringLiteral("warning"), QStringLiteral("dialog-warning")},
        {QStringLiteral("problem"), QStringLiteral("dialog-error")},
        {QStringLiteral("info"), QStringLiteral("dialog-information")},
        {QStringLiteral("export"), QStringLiteral("document-save-as")},
        {QStringLiteral("renew"), QStringLiteral("view-refresh")},
        {QStringLiteral("undo"), QStringLiteral("edit-undo")},
        {QStringLiteral("person"), QStringLiteral("user-identity")},
        {QStringLiteral("people"), QStringLiteral("system-users")},
        {QStringLiteral("lock"), QStringLiteral("object-locked")},
        {QStringLiteral("key"), QStringLiteral("dialog-password")},
        {QStringLiteral("terminal"), QStringLiteral("utilities-terminal")},
        {QStringLiteral("phone"), QStringLiteral("phone")},
        {QStringLiteral("notifications"), QStringLiteral("preferences-desktop-notification")},
        {QStringLiteral("expand"), QStringLiteral("go-next")},
        {QStringLiteral("collapse"), QStringLiteral("go-down")},
        {QStringLiteral("sent"), QStringLiteral("go-up")},
        {QStringLiteral("received"), QStringLiteral("go-down")},
        {QStringLiteral("add"), QStringLiteral("list-add")},
        {QStringLiteral("check"), QStringLiteral("dialog-ok")},
        {QStringLiteral("clock"), QStringLiteral("appointment-soon")},
        {QStringLiteral("activity"), QStringLiteral("view-history")},
        {QStringLiteral("connections"), QStringLiteral("network-transmit-receive")},
        {QStringLiteral("window"), QStringLiteral("window")},
    };
    return names.value(name);
}

QIcon symbolic(const QString& name, theme::Tint tint, Place place)
{
    drawing(name);
    return QIcon(new SymbolicIcon(name, tint, place));
}

} // namespace

QIcon icon(const QString& name, theme::Tint tint)
{
    return symbolic(name, tint, Place::Anywhere);
}

QIcon menuIcon(const QString& name)
{
    const QIcon bundled = symbolic(name, theme::Tint::Text, Place::Menu);
    const QString desktops = themeName(name);
    return desktops.isEmpty() ? bundled : QIcon::fromTheme(desktops, bundled);
}

QIcon trayIcon(const QString& name)
{
    const QString installed =
        QGuiApplication::desktopFileName() + name.mid(QStringLiteral("sallyport").size());
    return QIcon::fromTheme(installed, symbolic(name, theme::Tint::Text, Place::Anywhere));
}

QIcon applicationIcon()
{
    drawing(QStringLiteral("sallyport"));
    return QIcon(new ApplicationIcon);
}

void paintIcon(QPainter& painter, const QRect& where, const QString& name, theme::Tint tint)
{
    const qreal ratio = painter.device() ? painter.device()->devicePixelRatio() : 1;
    painter.drawPixmap(where,
                       rendered(name, (QSizeF(where.size()) * ratio).toSize(), theme::color(tint)));
}

} // namespace sallyport
