// DesktopApplication is how a desktop speaks to the window: org.freedesktop.Application on the
// session bus, under the application's id. A call is a Handover, as a second start makes one; the
// bus starts the program where it is not running. Without a session bus, or where another program
// has the name, it is silent.
//
// Threads: the main thread; taking the name waits for the bus.
// Source: Desktop Entry Specification 1.5, "D-Bus Activation".
#pragma once

#include "app/single_instance.h"

#include <QDBusContext>
#include <QObject>
#include <QStringList>
#include <QVariantMap>

namespace sallyport {

class DesktopApplication final : public QObject, public QDBusContext {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Application")
public:
    explicit DesktopApplication(QObject* parent = nullptr);
    ~DesktopApplication() override; // gives the name back

    // Calls by which the bus started the program are heard once the event loop runs.
    void listen();

public slots: // for the bus
    Q_SCRIPTABLE void Activate(const QVariantMap& platformData);
    // All or none: InvalidArgs names the first that is no file of this computer, and the window
    // says so too. What is no folder only the window says.
    Q_SCRIPTABLE void Open(const QStringList& uris, const QVariantMap& platformData);
    // "start-sharing", "stop-sharing", "start-hidden", without parameters; InvalidArgs for others.
    Q_SCRIPTABLE void ActivateAction(const QString& name, const QVariantList& parameters,
                                     const QVariantMap& platformData);
signals:
    void handedOver(const sallyport::Handover& handover);

private:
    void refuse(const QString& sentence);
    bool m_isListening = false;
};

} // namespace sallyport
