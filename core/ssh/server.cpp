#include "core/server.h"

#include "core/reports.h"
#include "core/ssh/listener.h"

#include <algorithm>
#include <map>

namespace sallyport {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

// After a stop's drain: the sockets are shut down at 5 s, what is left then waits for the system.
constexpr auto stuckAfter = 5s;

} // namespace

class Server::Impl {
public:
    explicit Impl(ActivitySink& activity)
        : shared(activity)
    {
    }
    ssh::ServerShared shared;
    Reports reports;
    std::map<quint64, std::shared_ptr<ssh::LiveCounters>> live; // by age
    QList<Peer> listening;
    std::optional<Steady::time_point> stuckAt;
    std::unique_ptr<ssh::Listener> listener; // last: its thread uses the others
};

Server::Server(ActivitySink& activity, QObject* parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(activity))
{
}

Server::~Server() = default;

Result<void> Server::start(ServerConfig config)
{
    Q_ASSERT(m_state == State::Stopped);
    auto sockets = config.sockets.isEmpty() ? ssh::openSockets(config.network)
                                            : ssh::adoptSockets(config.sockets);
    if (!sockets)
        return sockets.error();
    QList<Peer> listening;
    for (const auto& socket : *sockets)
        listening.append(socket.address);

    // The listener's thread reports, and this one acts on it.
    ssh::Listener::Parts parts{m_impl->shared,
                               [this](std::shared_ptr<ssh::LiveCounters> live) {
                                   m_impl->reports.post([this, live = std::move(live)] {
                                       m_impl->live.emplace(live->id, live);
                                       emit connectionCountChanged(int(m_impl->live.size()));
                                   });
                               },
                               [this](quint64 id) {
                                   m_impl->reports.post([this, id] {
                                       m_impl->live.erase(id);
                                       emit connectionCountChanged(int(m_impl->live.size()));
                                   });
                               },
                               [this] {
                                   m_impl->reports.post([this] {
                                       m_impl->listener.reset();
                                       m_impl->listening.clear();
                                       m_impl->stuckAt.reset();
                                       m_state = State::Stopped;
                                       emit stateChanged(m_state);
                                   });
                               }};
    m_impl->listener = std::make_unique<ssh::Listener>(
        std::move(*sockets), std::make_shared<const ServerConfig>(std::move(config)),
        std::move(parts));
    if (!m_impl->listener->start()) {
        m_impl->listener.reset();
        return Error{ErrorCode::TooMany, QStringLiteral("No thread is left to listen with")};
    }
    m_impl->listening = listening;
    m_state = State::Listening;
    for (const Peer& address : listening) {
        ActivityEvent event;
        event.at = QDateTime::currentDateTimeUtc();
        event.kind = ActivityEvent::Kind::Listening;
        event.message = QStringLiteral("listening on %1 port %2")
                            .arg(address.address.toString(), QString::number(address.port));
        m_impl->shared.activity.record(std::move(event));
    }
    emit stateChanged(m_state);
    return {};
}

void Server::stop(std::chrono::seconds drain)
{
    if (m_state == State::Stopped)
        return;
    m_impl->listener->stop(drain);
    m_impl->stuckAt = Steady::now() + drain + stuckAfter;
    if (m_state == State::Stopping)
        return;
    m_state = State::Stopping;
    emit stateChanged(m_state);
}

QStringList Server::stuck() const
{
    QStringList names;
    if (!m_impl->stuckAt || Steady::now() < *m_impl->stuckAt)
        return names;
    for (const auto& [id, live] : m_impl->live)
        names.append(live->name());
    return names;
}

void Server::reconfigure(ServerConfig config, const QSet<AccountId>& end)
{
    if (m_impl->listener)
        m_impl->listener->reconfigure(std::make_shared<const ServerConfig>(std::move(config)), end);
}

void Server::disconnect(quint64 connection)
{
    if (m_impl->listener)
        m_impl->listener->disconnect(connection);
}

void Server::block(const QString& entry)
{
    if (m_impl->listener)
        m_impl->listener->block(entry);
}

void Server::blockFor(const QHostAddress& address, std::chrono::seconds duration)
{
    if (m_impl->listener)
        m_impl->listener->blockFor(address, duration);
    else
        m_impl->shared.throttle.refuse(address, duration);
}

void Server::unblock(const QString& entry)
{
    if (m_impl->listener)
        m_impl->listener->unblock(entry);
    else
        m_impl->shared.throttle.lift(QHostAddress(entry));
}

QList<Penalty> Server::penalties() const
{
    return m_impl->shared.throttle.refused();
}

QList<ConnectionInfo> Server::connections() const
{
    QList<ConnectionInfo> connections;
    for (const auto& [id, live] : m_impl->live)
        connections.append(live->info());
    return connections;
}

quint16 Server::port() const
{
    return m_impl->listening.isEmpty() ? quint16(0) : m_impl->listening.constFirst().port;
}

QList<Peer> Server::listening() const
{
    return m_impl->listening;
}

} // namespace sallyport

#include "../moc_server.cpp"
