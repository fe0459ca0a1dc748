#include "core/network/bus_services.h"

#include <QFile>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>

#include <atomic>

namespace sallyport {

namespace {

// A connection of its own, so that a bus that hangs holds nobody else.
class Line {
public:
    Line(Bus bus, std::chrono::milliseconds within)
        : m_name(QStringLiteral("doctor %1").arg(++count))
        , m_within(within)
        , m_connection(open(bus, m_name))
    {
    }
    ~Line() { QDBusConnection::disconnectFromBus(m_name); }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    bool isOpen() const { return m_connection.isConnected(); }
    // Nothing: no answer, or an error.
    std::optional<QVariantList> ask(const char* service, const char* path, const char* interface,
                                    const char* method, const QVariantList& arguments = {}) const
    {
        QDBusMessage question =
            QDBusMessage::createMethodCall(QLatin1String(service), QLatin1String(path),
                                           QLatin1String(interface), QLatin1String(method));
        question.setAutoStartService(false);
        question.setArguments(arguments);
        const QDBusMessage reply =
            m_connection.call(question, QDBus::Block, static_cast<int>(m_within.count()));
        if (reply.type() != QDBusMessage::ReplyMessage)
            return {};
        return reply.arguments();
    }
    bool hasOwner(const QString& name) const
    {
        const auto owned = askBus("NameHasOwner", {name});
        return owned && owned->value(0).toBool();
    }
    std::optional<QVariantList> askBus(const char* method, const QVariantList& arguments = {}) const
    {
        return ask("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method,
                   arguments);
    }

private:
    // Where no session bus is, asking for it would start one on some displays.
    static QDBusConnection open(Bus bus, const QString& name)
    {
        if (bus == Bus::System)
            return QDBusConnection::connectToBus(QDBusConnection::SystemBus, name);
        const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
        const bool isThere = qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
            || (!runtime.isEmpty() && QFile::exists(runtime + QStringLiteral("/bus")));
        return isThere ? QDBusConnection::connectToBus(QDBusConnection::SessionBus, name)
                       : QDBusConnection(name);
    }

    static inline std::atomic<int> count = 0;
    const QString m_name;
    const std::chrono::milliseconds m_within;
    const QDBusConnection m_connection;
};

} // namespace

BusAnswer findService(Bus bus, const QStringList& names, std::chrono::milliseconds within)
{
    const Line line(bus, within);
    BusAnswer found{line.isOpen(), {}};
    if (!found.isThere)
        return found;
    for (const QString& name : names) {
        if (line.hasOwner(name)) {
            found.name = name;
            return found;
        }
    }
    const auto startable = line.askBus("ListActivatableNames");
    const QStringList all = startable ? startable->value(0).toStringList() : QStringList();
    for (const QString& name : names) {
        if (all.contains(name)) {
            found.name = name;
            return found;
        }
    }
    return found;
}

bool isAvahiThere(std::chrono::milliseconds within)
{
    const Line line(Bus::System, within);
    return line.isOpen()
        && line.ask("org.freedesktop.Avahi", "/", "org.freedesktop.Avahi.Server",
                    "GetVersionString")
               .has_value();
}

Firewalld askFirewalld(quint16 port, std::chrono::milliseconds within)
{
    const Line line(Bus::System, within);
    if (!line.isOpen() || !line.hasOwner(QStringLiteral("org.fedoraproject.FirewallD1")))
        return Firewalld::NotThere;
    // Source: firewalld.dbus(5). An empty zone is the default one.
    const auto open = line.ask("org.fedoraproject.FirewallD1", "/org/fedoraproject/FirewallD1",
                               "org.fedoraproject.FirewallD1.zone", "queryPort",
                               {QString(), QString::number(port), QStringLiteral("tcp")});
    if (!open)
        return Firewalld::Silent;
    return open->value(0).toBool() ? Firewalld::Open : Firewalld::Closed;
}

} // namespace sallyport
