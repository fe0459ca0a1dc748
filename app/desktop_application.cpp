#include "app/desktop_application.h"

#include "app/application_id.h"
#include "app/folder_uri.h"
#include "core/escape.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>

namespace sallyport {

namespace {

QString objectPath()
{
    return u'/' + QString::fromLatin1(applicationId).replace(u'.', u'/');
}

// Wayland's, or X11's older one.
QByteArray activationToken(const QVariantMap& platformData)
{
    const QString token = platformData.value(QStringLiteral("activation-token")).toString();
    return (token.isEmpty() ? platformData.value(QStringLiteral("desktop-startup-id")).toString()
                            : token)
        .toUtf8();
}

} // namespace

DesktopApplication::DesktopApplication(QObject* parent)
    : QObject(parent)
{
}

DesktopApplication::~DesktopApplication()
{
    if (!m_isListening)
        return;
    auto bus = QDBusConnection::sessionBus();
    bus.unregisterService(QLatin1String(applicationId));
    bus.unregisterObject(objectPath());
}

void DesktopApplication::listen()
{
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()
        || !bus.registerObject(objectPath(), this, QDBusConnection::ExportScriptableSlots))
        return;
    // With the name come the calls that were waiting for it.
    m_isListening = bus.registerService(QLatin1String(applicationId));
    if (!m_isListening)
        bus.unregisterObject(objectPath());
}

void DesktopApplication::Activate(const QVariantMap& platformData)
{
    emit handedOver({{}, false, activationToken(platformData)});
}

void DesktopApplication::Open(const QStringList& uris, const QVariantMap& platformData)
{
    Handover handover{{}, false, activationToken(platformData)};
    for (const QString& uri : uris) {
        const auto folder = folderOfUri(uri.toUtf8());
        if (!folder) {
            refuse(QStringLiteral("Only folders of this computer can be shared, not %1")
                       .arg(escapedText(uri)));
            handover.folders.clear();
            handover.elsewhere = uri.toUtf8();
            break;
        }
        handover.folders.append(*folder);
    }
    emit handedOver(handover);
}

void DesktopApplication::ActivateAction(const QString& name, const QVariantList& parameters,
                                        const QVariantMap& platformData)
{
    Handover handover{{}, true, activationToken(platformData)};
    if (name == QLatin1String("start-sharing"))
        handover.sharing = Handover::Sharing::Start;
    else if (name == QLatin1String("stop-sharing"))
        handover.sharing = Handover::Sharing::Stop;
    else if (name != QLatin1String("start-hidden"))
        return refuse(QStringLiteral("There is no action %1").arg(escapedText(name)));
    if (!parameters.isEmpty())
        return refuse(QStringLiteral("The action %1 takes no parameters").arg(name));
    emit handedOver(handover);
}

void DesktopApplication::refuse(const QString& sentence)
{
    if (calledFromDBus())
        sendErrorReply(QDBusError::InvalidArgs, sentence);
}

} // namespace sallyport

#include "moc_desktop_application.cpp"
