#include "ui/desktop/tray_host.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QSystemTrayIcon>
#include <QTimer>

#include <chrono>

namespace sallyport {

namespace {

// Qt looks for a panel when the first icon is made, and never again: no icon is made, and nothing
// of QSystemTrayIcon is asked, before there is one. A panel of the older kind says nothing when it
// comes; one that starts together with this program is there by then.
constexpr std::chrono::seconds olderTrayBy{10};

QString service()
{
    return QStringLiteral("org.kde.StatusNotifierWatcher");
}

QString path()
{
    return QStringLiteral("/StatusNotifierWatcher");
}

} // namespace

TrayHost::TrayHost(QObject* parent)
    : QObject(parent)
{
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        askOlderTray();
        return;
    }
    m_watcher = std::make_unique<QDBusServiceWatcher>(service(), bus,
                                                      QDBusServiceWatcher::WatchForOwnerChange);
    connect(m_watcher.get(), &QDBusServiceWatcher::serviceRegistered, this, &TrayHost::ask);
    connect(m_watcher.get(), &QDBusServiceWatcher::serviceUnregistered, this,
            [this] { decide(false); });
    bus.connect(service(), path(), service(), QStringLiteral("StatusNotifierHostRegistered"), this,
                SLOT(hostRegistered()));
    ask();
    QTimer::singleShot(olderTrayBy, this, [this] {
        if (!m_isThere)
            askOlderTray();
    });
}

TrayHost::~TrayHost() = default;

void TrayHost::ask()
{
    auto get = QDBusMessage::createMethodCall(service(), path(),
                                              QStringLiteral("org.freedesktop.DBus.Properties"),
                                              QStringLiteral("Get"));
    get.setArguments({service(), QStringLiteral("IsStatusNotifierHostRegistered")});
    get.setAutoStartService(false);
    auto* const waits =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(get), this);
    connect(waits, &QDBusPendingCallWatcher::finished, this, [this, waits] {
        const QDBusPendingReply<QDBusVariant> reply = *waits;
        waits->deleteLater();
        decide(reply.isValid() && reply.value().variant().toBool());
    });
}

void TrayHost::hostRegistered()
{
    decide(true);
}

void TrayHost::decide(bool isThere)
{
    if (m_isOlder || (m_isKnown && m_isThere == isThere))
        return;
    m_isKnown = true;
    m_isThere = isThere;
    emit changed(isThere);
}

void TrayHost::askOlderTray()
{
    m_isOlder =
        QGuiApplication::platformName() == u"xcb" && QSystemTrayIcon::isSystemTrayAvailable();
    if (!m_isThere || !m_isKnown) {
        m_isKnown = true;
        m_isThere = m_isOlder;
        emit changed(m_isThere);
    }
}

} // namespace sallyport

#include "moc_tray_host.cpp"
