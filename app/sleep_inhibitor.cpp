#include "app/sleep_inhibitor.h"

#include "ui/activity/live_connections.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace sallyport {

namespace {

QDBusMessage powerManagementCall(const char* method)
{
    auto call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.PowerManagement"),
        QStringLiteral("/org/freedesktop/PowerManagement/Inhibit"),
        QStringLiteral("org.freedesktop.PowerManagement.Inhibit"), QLatin1String(method));
    call.setAutoStartService(false);
    return call;
}

QString who()
{
    return QStringLiteral("Sallyport");
}

} // namespace

SleepInhibitor::SleepInhibitor(const LiveConnections& live, std::chrono::milliseconds linger,
                               QObject* parent)
    : QObject(parent)
    , m_live(live)
{
    m_linger.setSingleShot(true);
    m_linger.setInterval(linger);
    connect(&m_linger, &QTimer::timeout, this, [this] {
        m_isWanted = false;
        settle();
    });
    connect(&live, &LiveConnections::changed, this, &SleepInhibitor::follow);
    connect(&live, &LiveConnections::countChanged, this, &SleepInhibitor::follow);
    follow();
}

SleepInhibitor::~SleepInhibitor()
{
    letGo();
}

void SleepInhibitor::follow()
{
    if (!m_live.isMoving()) {
        if (m_isWanted && !m_linger.isActive())
            m_linger.start();
        return;
    }
    m_linger.stop();
    if (std::exchange(m_isWanted, true) || m_isAsking || isHolding())
        return;
    m_isAsking = true;
    askLoginManager();
}

void SleepInhibitor::askLoginManager()
{
    auto call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.login1"), QStringLiteral("/org/freedesktop/login1"),
        QStringLiteral("org.freedesktop.login1.Manager"), QStringLiteral("Inhibit"));
    call.setAutoStartService(false);
    call.setArguments({QStringLiteral("sleep"), who(), tr("Files are being transferred"),
                       QStringLiteral("block")});
    auto* const waits =
        new QDBusPendingCallWatcher(QDBusConnection::systemBus().asyncCall(call), this);
    connect(waits, &QDBusPendingCallWatcher::finished, this, [this, waits] {
        const QDBusPendingReply<QDBusUnixFileDescriptor> reply = *waits;
        waits->deleteLater();
        if (!reply.isValid())
            return askPowerManagement();
        m_lock = reply.value();
        settle();
    });
}

void SleepInhibitor::askPowerManagement()
{
    auto call = powerManagementCall("Inhibit");
    call.setArguments({who(), tr("Files are being transferred")});
    auto* const waits =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(waits, &QDBusPendingCallWatcher::finished, this, [this, waits] {
        const QDBusPendingReply<uint> reply = *waits;
        waits->deleteLater();
        if (reply.isValid())
            m_cookie = reply.value();
        settle();
    });
}

void SleepInhibitor::settle()
{
    m_isAsking = false;
    if (!m_isWanted)
        letGo();
}

void SleepInhibitor::letGo()
{
    m_lock = {};
    if (!m_cookie)
        return;
    auto call = powerManagementCall("UnInhibit");
    call.setArguments({*std::exchange(m_cookie, std::nullopt)});
    QDBusConnection::sessionBus().send(call);
}

} // namespace sallyport

#include "moc_sleep_inhibitor.cpp"
