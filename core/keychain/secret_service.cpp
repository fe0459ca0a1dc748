#include "core/keychain/secret_service.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QDBusVariant>
#include <QLibrary>

namespace sallyport {

namespace {

// Source: freedesktop.org, Secret Service API 0.2 draft, sections 2.2 and 8.
QString service()
{
    return QStringLiteral("org.freedesktop.secrets");
}

QDBusMessage call(const QString& path, const QString& interface, const QString& method)
{
    QDBusMessage message = QDBusMessage::createMethodCall(service(), path, interface, method);
    message.setAutoStartService(false);
    return message;
}

void ask(QObject* context, const QDBusMessage& message, std::chrono::milliseconds timeOut,
         std::function<void(const QDBusMessage&)> answered)
{
    auto* const watcher = new QDBusPendingCallWatcher(
        QDBusConnection::sessionBus().asyncCall(message, static_cast<int>(timeOut.count())),
        context);
    // Queued: without a bus the call has failed already.
    QObject::connect(
        watcher, &QDBusPendingCallWatcher::finished, context,
        [watcher, answered = std::move(answered)] {
            watcher->deleteLater();
            answered(watcher->reply());
        },
        Qt::QueuedConnection);
}

} // namespace

void askIfLocked(QObject* context, std::chrono::milliseconds timeOut,
                 std::function<void(KeyringLock)> answered)
{
    QDBusMessage alias =
        call(QStringLiteral("/org/freedesktop/secrets"),
             QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("ReadAlias"));
    alias << QStringLiteral("default");
    ask(context, alias, timeOut,
        [context, timeOut, answered = std::move(answered)](const QDBusMessage& reply) {
            const QDBusPendingReply<QDBusObjectPath> path = reply;
            // "/" stands for no collection.
            if (!path.isValid() || path.value().path() == QLatin1String("/"))
                return answered(KeyringLock::Unknown);
            QDBusMessage locked =
                call(path.value().path(), QStringLiteral("org.freedesktop.DBus.Properties"),
                     QStringLiteral("Get"));
            locked << QStringLiteral("org.freedesktop.Secret.Collection")
                   << QStringLiteral("Locked");
            ask(context, locked, timeOut, [answered](const QDBusMessage& answer) {
                const QDBusPendingReply<QDBusVariant> value = answer;
                if (!value.isValid())
                    return answered(KeyringLock::Unknown);
                answered(value.value().variant().toBool() ? KeyringLock::Locked
                                                          : KeyringLock::Open);
            });
        });
}

void whenSecretServiceGoes(QObject* context, std::function<void()> gone)
{
    auto* const watcher =
        new QDBusServiceWatcher(service(), QDBusConnection::sessionBus(),
                                QDBusServiceWatcher::WatchForUnregistration, context);
    QObject::connect(watcher, &QDBusServiceWatcher::serviceUnregistered, context, std::move(gone));
}

void forgetSecretService()
{
    using Disconnect = void (*)();
    const auto disconnect = reinterpret_cast<Disconnect>(
        QLibrary::resolve(QStringLiteral("secret-1"), 0, "secret_service_disconnect"));
    if (disconnect)
        disconnect();
}

} // namespace sallyport
