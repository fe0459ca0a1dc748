#include "core/network/announcer.h"

#include "core/pool_job.h"

#include <QPointer>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusMetaType>
#include <QtDBus/QDBusObjectPath>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusServiceWatcher>

#include <algorithm>
#include <atomic>
#include <utility>

namespace sallyport {

namespace {

// Source: avahi-common/defs.h and address.h of Avahi 0.8.
enum DaemonState { Running = 2, DaemonFailure = 4 };
enum GroupState { Established = 2, Collision = 3, GroupFailure = 4 };
constexpr int everyInterface = -1, everyProtocol = -1;
constexpr uint noFlags = 0;

constexpr qsizetype mostOfAName = 63;    // bytes of a DNS label, RFC 1035 section 2.3.4
constexpr qsizetype mostOfAString = 255; // of a TXT record, RFC 6763 section 6.1
constexpr int mostNames = 20;            // tried for one service
constexpr int answerWithin = 10'000;     // milliseconds

QString avahi()
{
    return QStringLiteral("org.freedesktop.Avahi");
}

QString interfaceOf(const char* part)
{
    return avahi() + QLatin1Char('.') + QLatin1String(part);
}

bool isError(const QDBusMessage& reply)
{
    return reply.type() != QDBusMessage::ReplyMessage;
}

// "Photos @ desk"; of a long name what there is room for.
QString seenName(const QString& share, const QString& computer)
{
    const QString at = QStringLiteral(" @ ") + computer;
    QString name = share;
    while (!name.isEmpty() && (name + at).toUtf8().size() > mostOfAName)
        name.chop(name.back().isLowSurrogate() ? 2 : 1);
    return name + at;
}

QByteArrayList text(const Announcer::Service& service)
{
    QByteArrayList strings;
    for (const QByteArray& one : {"path=" + service.path, "u=" + service.user}) {
        if (!one.endsWith('=') && one.size() <= mostOfAString)
            strings += one;
    }
    return strings;
}

} // namespace

// This program's own line to the system bus. What Avahi was told over it goes with it.
struct Announcer::Bus {
    QDBusConnection connection;

    explicit Bus(const QString& name)
        : connection(QDBusConnection::connectToBus(QDBusConnection::SystemBus, name))
    {
    }
    ~Bus() { QDBusConnection::disconnectFromBus(connection.name()); }
    Bus(const Bus&) = delete;
    Bus& operator=(const Bus&) = delete;
};

Announcer::Announcer(QObject* parent)
    : QObject(parent)
{
    qDBusRegisterMetaType<QByteArrayList>(); // "aay", a TXT record
    m_joining.setMaxThreadCount(1);
    m_joining.setExpiryTimeout(0);
}

Announcer::~Announcer() = default;

void Announcer::announce(QList<Service> services)
{
    if (services == m_services)
        return;
    m_services = std::move(services);
    ++m_attempt;
    m_watcher.reset();
    m_bus.reset();
    m_daemon.clear();
    m_entries.clear();
    if (m_services.isEmpty())
        return setState(State::Off);
    setState(State::Asked);
    startJob(m_joining, [this, attempt = m_attempt, sender = m_reports.sender()] {
        static std::atomic<int> number = 0;
        auto bus = std::make_shared<Bus>(QStringLiteral("sallyport-announcer-%1").arg(++number));
        sender.post([this, attempt, bus = std::move(bus)] {
            if (attempt == m_attempt)
                joined(bus);
        });
    });
}

void Announcer::joined(std::shared_ptr<Bus> bus)
{
    m_bus = std::move(bus);
    if (!m_bus->connection.isConnected())
        return setState(State::Unavailable);
    m_watcher = std::make_unique<QDBusServiceWatcher>(avahi(), m_bus->connection);
    connect(m_watcher.get(), &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString&, const QString& now) { meet(now); });
    QDBusMessage question = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/org/freedesktop/DBus"),
        QStringLiteral("org.freedesktop.DBus"), QStringLiteral("GetNameOwner"));
    question << avahi();
    ask(question, [this](const QDBusMessage& reply) {
        meet(isError(reply) ? QString() : reply.arguments().value(0).toString());
    });
}

// Avahi is there under this name, or (empty) is not. Asked by that name and heard by it alone, one
// that was restarted is another one.
void Announcer::meet(const QString& daemon)
{
    ++m_attempt;
    m_entries.clear(); // with the daemon that had them
    m_daemon = daemon;
    if (m_daemon.isEmpty())
        return setState(State::Unavailable);
    setState(State::Asked);
    m_bus->connection.connect(m_daemon, QStringLiteral("/"), interfaceOf("Server"),
                              QStringLiteral("StateChanged"), this,
                              SLOT(daemonChanged(int, QString, QDBusMessage)));
    askServer(QStringLiteral("GetState"), {},
              [this](const QDBusMessage& reply) { daemonIs(reply.arguments().value(0).toInt()); });
}

void Announcer::daemonChanged(int state, const QString&, const QDBusMessage& signal)
{
    if (signal.service() == m_daemon)
        daemonIs(state);
}

// While it looks for its computer's name it wants nothing to be registered.
void Announcer::daemonIs(int state)
{
    forgetEntries();
    if (state == DaemonFailure)
        return setState(State::Unavailable);
    setState(State::Asked);
    if (state != Running)
        return;
    askServer(QStringLiteral("GetHostName"), {}, [this](const QDBusMessage& reply) {
        enterAll(reply.arguments().value(0).toString());
    });
}

void Announcer::enterAll(const QString& computer)
{
    for (const Service& service : std::as_const(m_services))
        m_entries.append({service, seenName(service.name, computer), {}});
    for (qsizetype index = 0; index < m_entries.size(); ++index)
        enter(index);
}

void Announcer::enter(qsizetype index)
{
    askServer(QStringLiteral("EntryGroupNew"), {}, [this, index](const QDBusMessage& reply) {
        const QString group = reply.arguments().value(0).value<QDBusObjectPath>().path();
        m_entries[index].group = group;
        m_bus->connection.connect(m_daemon, group, interfaceOf("EntryGroup"),
                                  QStringLiteral("StateChanged"), this,
                                  SLOT(groupChanged(int, QString, QDBusMessage)));
        addService(index);
    });
}

void Announcer::addService(qsizetype index)
{
    const Entry& entry = m_entries.at(index);
    const QString domain, computer; // empty: Avahi's own
    const QVariantList arguments{everyInterface,
                                 everyProtocol,
                                 noFlags,
                                 entry.name,
                                 QStringLiteral("_sftp-ssh._tcp"),
                                 domain,
                                 computer,
                                 QVariant::fromValue(entry.service.port),
                                 QVariant::fromValue(text(entry.service))};
    askGroup(index, QStringLiteral("AddService"), arguments, [this, index](const QDBusMessage&) {
        askGroup(index, QStringLiteral("Commit"), {}, [](const QDBusMessage&) {});
    });
}

// To the next name that Avahi would try.
void Announcer::rename(qsizetype index)
{
    Entry& entry = m_entries[index];
    entry.isSeen = false;
    if (++entry.names > mostNames)
        return setState(State::Unavailable);
    setState(State::Asked);
    askServer(QStringLiteral("GetAlternativeServiceName"), {entry.name},
              [this, index](const QDBusMessage& reply) {
                  m_entries[index].name = reply.arguments().value(0).toString();
                  askGroup(index, QStringLiteral("Reset"), {},
                           [this, index](const QDBusMessage&) { addService(index); });
              });
}

void Announcer::groupChanged(int state, const QString&, const QDBusMessage& signal)
{
    const auto isIt = [&signal](const Entry& entry) { return entry.group == signal.path(); };
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), isIt);
    if (signal.service() != m_daemon || found == m_entries.end())
        return;
    found->isSeen = state == Established;
    if (state == Collision)
        rename(found - m_entries.begin());
    else if (state == GroupFailure)
        setState(State::Unavailable);
    else if (std::all_of(m_entries.cbegin(), m_entries.cend(),
                         [](const Entry& entry) { return entry.isSeen; }))
        setState(State::On);
}

void Announcer::forgetEntries()
{
    ++m_attempt;
    for (const Entry& entry : std::as_const(m_entries)) {
        if (!entry.group.isEmpty())
            m_bus->connection.send(QDBusMessage::createMethodCall(
                m_daemon, entry.group, interfaceOf("EntryGroup"), QStringLiteral("Free")));
    }
    m_entries.clear();
}

void Announcer::setState(State state)
{
    if (std::exchange(m_state, state) != state)
        emit stateChanged();
}

void Announcer::ask(const QDBusMessage& question, Answered answered)
{
    const QPointer watcher = new QDBusPendingCallWatcher(
        m_bus->connection.asyncCall(question, answerWithin), m_watcher.get());
    // Queued: on a line that is down the call has failed already.
    connect(
        watcher.get(), &QDBusPendingCallWatcher::finished, this,
        [this, watcher, attempt = m_attempt, answered = std::move(answered)] {
            if (!watcher)
                return; // gone with its bus
            watcher->deleteLater();
            if (attempt == m_attempt)
                answered(watcher->reply());
        },
        Qt::QueuedConnection);
}

// An answer that is an error means: not to be had. That the daemon is gone comes by itself.
void Announcer::askServer(const QString& method, const QVariantList& arguments, Answered answered)
{
    QDBusMessage question = QDBusMessage::createMethodCall(m_daemon, QStringLiteral("/"),
                                                           interfaceOf("Server"), method);
    question.setArguments(arguments);
    ask(question, [this, answered = std::move(answered)](const QDBusMessage& reply) {
        isError(reply) ? setState(State::Unavailable) : answered(reply);
    });
}

void Announcer::askGroup(qsizetype index, const QString& method, const QVariantList& arguments,
                         Answered answered)
{
    QDBusMessage question = QDBusMessage::createMethodCall(m_daemon, m_entries.at(index).group,
                                                           interfaceOf("EntryGroup"), method);
    question.setArguments(arguments);
    ask(question, [this, index, answered = std::move(answered)](const QDBusMessage& reply) {
        if (reply.errorName() == interfaceOf("CollisionError"))
            rename(index);
        else
            isError(reply) ? setState(State::Unavailable) : answered(reply);
    });
}

} // namespace sallyport

#include "moc_announcer.cpp"
