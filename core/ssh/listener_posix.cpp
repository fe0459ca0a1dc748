#include "core/ssh/listener.h"

#include "core/guard.h"

#include <QScopeGuard>

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>

namespace sallyport::ssh {

using namespace std::chrono_literals;
using Kind = ActivityEvent::Kind;
using Steady = std::chrono::steady_clock;

namespace {

constexpr auto headerWithin = 1s;
// Who waits for one, for each place of the pool: a busy balancer opens many at once.
constexpr std::size_t headersOfAPlace = 8;
constexpr auto pauseWithoutDescriptors = 1s;
constexpr auto lookAtNewcomersEvery = 50ms; // those who wait for a place
constexpr auto longestWait = 10s;           // for it
constexpr auto shutDownAfterStop = 5s;
constexpr int mostAtOnce = 64; // accepted before the inbox is looked at again

QAtomicInteger<quint64>& lastConnection()
{
    static QAtomicInteger<quint64> number; // since the program started
    return number;
}

} // namespace

Listener::Listener(std::vector<ListenSocket> sockets, std::shared_ptr<const ServerConfig> config,
                   Parts parts)
    : m_parts(std::move(parts))
    , m_sockets(std::move(sockets))
    , m_admission(m_parts.shared.throttle, *config)
{
    applyConfig(std::move(config));
}

Listener::~Listener()
{
    if (m_thread)
        stop(0s);
    m_thread.reset();
}

bool Listener::start()
{
    if (!m_wake.isValid())
        return false;
    m_thread.reset(new Thread([this] { run(); }));
    m_thread->setName(QStringLiteral("ssh listener"));
    return m_thread->start();
}

void Listener::post(std::function<void()> command)
{
    m_inbox.lock()->push_back(std::move(command));
    m_wake.wake();
}

void Listener::applyConfig(std::shared_ptr<const ServerConfig> config)
{
    m_admission.configure(*config);
    m_nextExpiry = Steady::now(); // some may be exempt from now on
    m_parts.shared.toServer.setRate(config->network.bytesPerSecond);
    m_parts.shared.toClients.setRate(config->network.bytesPerSecond);
    if (!m_handles || m_handles->limit() != config->limits.maxHandles)
        m_handles = std::make_shared<sftp::HandleCount>(config->limits.maxHandles);
    m_config = std::move(config);
}

void Listener::reconfigure(std::shared_ptr<const ServerConfig> config, QSet<AccountId> end)
{
    post([this, config = std::move(config), end = std::move(end)] {
        applyConfig(config);
        endThose(
            [&end](LiveCounters& live) {
                return live.loggedIn && end.contains(live.words.lock()->account);
            },
            QStringLiteral("The owner changed what you may do here"));
    });
}

// The owner wants them gone.
void Listener::endThose(const std::function<bool(LiveCounters&)>& who, const QString& why)
{
    for (const Held& held : m_connections) {
        if (who(*held.connection->live()))
            held.connection->end({Ending::Reason::Stopped, why});
    }
}

void Listener::stop(std::chrono::seconds drain)
{
    post([this, drain] {
        m_stopping = true;
        m_sockets.clear();
        m_waiting.clear();
        m_newcomers.clear();
        const Time until = Steady::now() + drain;
        m_shutDownAt = until + shutDownAfterStop;
        for (const Held& held : m_connections)
            held.connection->stop(until);
    });
}

void Listener::disconnect(quint64 connection)
{
    post([this, connection] {
        endThose([connection](LiveCounters& live) { return live.id == connection; },
                 QStringLiteral("Disconnected by the owner"));
    });
}

void Listener::block(const QString& entry)
{
    post([this, entry] {
        m_admission.block(entry);
        record(Kind::Blocked, entry, QStringLiteral("Blocked by the owner"));
        endThose([blocked = AddressList(QStringList(entry))](
                     LiveCounters& live) { return blocked.contains(live.peer.address); },
                 QStringLiteral("Blocked by the owner"));
    });
}

void Listener::blockFor(const QHostAddress& address, std::chrono::seconds duration)
{
    post([this, source = LoginThrottle::source(plainAddress(address)), duration] {
        tellRefused(m_parts.shared.throttle.refuse(source, duration));
        endThose(
            [source](LiveCounters& live) {
                return LoginThrottle::source(live.peer.address) == source;
            },
            QStringLiteral("Blocked by the owner"));
    });
}

void Listener::unblock(const QString& entry)
{
    post([this, entry] {
        const bool wasBlocked = m_admission.unblock(entry);
        const bool wasRefused = m_parts.shared.throttle.lift(plainAddress(QHostAddress(entry)));
        if (wasBlocked || wasRefused)
            record(Kind::Unblocked, entry, QStringLiteral("Unblocked by the owner"));
    });
}

void Listener::record(Kind kind, const QString& peer, const QString& message,
                      std::optional<ErrorCode> refusal)
{
    ActivityEvent event;
    event.at = QDateTime::currentDateTimeUtc();
    event.kind = kind;
    event.peer = peer;
    if (refusal) {
        event.outcome = ActivityEvent::Outcome::Refused;
        event.error = Error{*refusal, message};
    } else {
        event.message = message;
    }
    m_parts.shared.activity.record(std::move(event));
}

void Listener::run()
{
    while (!m_stopping || !m_connections.empty()) {
        try {
            wait();
            takeCommands();
            admitWaiting();
            tellExpired();
            lookForSpinning();
        } catch (const std::bad_alloc&) {
            m_pausedUntil = Steady::now() + pauseWithoutDescriptors;
        }
        hurryStop();
    }
    insist([this] { m_parts.stopped(); });
}

// Until something is due, in milliseconds; -1 for ever.
int Listener::timeout() const
{
    std::optional<Time> due;
    const auto before = [&due](Time time) { due = due ? std::min(*due, time) : time; };
    for (const Waiting& waiting : m_waiting)
        before(waiting.until);
    if (!m_newcomers.isEmpty())
        before(Steady::now() + lookAtNewcomersEvery);
    if (m_pausedUntil)
        before(*m_pausedUntil);
    if (m_nextExpiry)
        before(*m_nextExpiry);
    if (m_shutDownAt)
        before(*m_shutDownAt);
    const bool anyWorks =
        std::any_of(m_connections.begin(), m_connections.end(), [](const Held& held) {
            return held.connection->live()->working.load(std::memory_order_relaxed);
        });
    if (!m_connections.empty())
        before(Steady::now() + m_parts.spinsFor * (anyWorks ? 1 : 6) / 2);
    if (!due)
        return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - Steady::now());
    return int(std::max<qint64>(left.count(), 0));
}

void Listener::wait()
{
    if (m_pausedUntil && *m_pausedUntil <= Steady::now())
        m_pausedUntil.reset();
    std::vector<pollfd> polled{{m_wake.descriptor(), POLLIN, 0}};
    for (const ListenSocket& socket : m_sockets) {
        if (!m_pausedUntil)
            polled.push_back({socket.descriptor.get(), POLLIN, 0});
    }
    for (const Waiting& waiting : m_waiting)
        polled.push_back({waiting.socket.get(), POLLIN, 0});
    if (::poll(polled.data(), polled.size(), timeout()) < 0)
        return;

    if (polled.front().revents != 0) {
        m_wake.drain();
        return; // commands first: a block holds for who comes after it
    }
    auto next = polled.cbegin() + 1;
    const auto firstNew = m_waiting.size();
    if (!m_pausedUntil) {
        for (const ListenSocket& socket : m_sockets) {
            if ((next++)->revents != 0)
                acceptFrom(socket);
        }
    } else {
        next = polled.cend() - std::ptrdiff_t(firstNew);
    }
    auto waiting = m_waiting.begin();
    for (std::size_t i = 0; i < firstNew; ++i, ++waiting) {
        if (next != polled.cend() && (next++)->revents != 0)
            readHeader(*waiting);
    }
    m_waiting.remove_if([this](const Waiting& one) {
        if (one.socket && one.until <= Steady::now())
            turnAway(one.proxy, QStringLiteral("No PROXY header came"));
        return !one.socket || one.until <= Steady::now();
    });
    while (m_waiting.size() > std::size_t(m_config->limits.maxUnauthenticated) * headersOfAPlace) {
        Waiting& oldest = m_waiting.front();
        readHeader(oldest); // which came meanwhile, where many come at once
        if (oldest.socket)
            turnAway(oldest.proxy, QStringLiteral("Too many wait for a PROXY header"));
        m_waiting.pop_front();
    }
}

void Listener::takeCommands()
{
    std::vector<std::function<void()>> commands;
    m_inbox.lock()->swap(commands);
    for (const auto& command : commands)
        insist(command);
}

void Listener::acceptFrom(const ListenSocket& socket)
{
    for (int i = 0; i < mostAtOnce; ++i) {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        Descriptor accepted(::accept4(socket.descriptor.get(),
                                      reinterpret_cast<sockaddr*>(&address), &size,
                                      SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!accepted) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            if (errno == EMFILE || errno == ENFILE) {
                m_spare.sendOneAway(socket.descriptor.get());
                outOfDescriptors();
            }
            return;
        }
        if (SpareDescriptor::isReserved(accepted.get()))
            return outOfDescriptors();
        const Peer peer = peerOf(address);
        if (m_admission.isTrustedProxy(peer.address))
            m_waiting.push_back({std::move(accepted), peer, {}, Steady::now() + headerWithin});
        else
            admit({std::move(accepted), peer});
    }
}

// Those who come next wait a little.
void Listener::outOfDescriptors()
{
    m_pausedUntil = Steady::now() + pauseWithoutDescriptors;
    ActivityEvent event;
    event.at = QDateTime::currentDateTimeUtc();
    event.kind = Kind::Fault;
    event.outcome = ActivityEvent::Outcome::Failed;
    event.error =
        Error{ErrorCode::TooMany, QStringLiteral("Too many files are open to let anyone in")};
    m_parts.shared.activity.record(std::move(event));
}

void Listener::readHeader(Waiting& waiting)
{
    if (!waiting.socket)
        return;
    if (!waiting.header.readFrom(waiting.socket.get())) {
        waiting.socket.reset(); // gone, as a health check without LOCAL does
        return;
    }
    if (waiting.header.state() == ProxyHeader::State::Incomplete)
        return;
    if (waiting.header.state() == ProxyHeader::State::Wrong) {
        turnAway(waiting.proxy, QStringLiteral("The PROXY header cannot be read"));
        waiting.socket.reset();
        return;
    }
    const auto& peer = waiting.header.peer();
    admit({std::move(waiting.socket), peer.value_or(waiting.proxy), !peer});
}

void Listener::turnAway(const Peer& peer, const QString& why)
{
    record(Kind::TurnedAway, peer.toString(), why, ErrorCode::PermissionDenied);
}

void Listener::admit(Newcomer newcomer)
{
    if (!newcomer.isFree) {
        const QString why = m_admission.refusal(newcomer.peer.address);
        if (!why.isEmpty())
            return turnAway(newcomer.peer, why);
    }
    const QHostAddress source = LoginThrottle::source(newcomer.peer.address);
    const int before = m_newcomers.countOf(source);
    const bool mayWait = before < m_config->limits.maxUnauthenticatedPerAddress
        && m_newcomers.count() < m_config->limits.maxUnauthenticated;
    if ((before > 0 && mayWait) || !findPlace(source, mayWait))
        m_newcomers.add(std::move(newcomer));
    else
        start(std::move(newcomer));
}

// Those that wait, the oldest of a source first.
void Listener::admitWaiting()
{
    std::vector<QHostAddress> full;
    m_newcomers.takeThose([this, &full](Newcomer& newcomer) {
        const QHostAddress source = LoginThrottle::source(newcomer.peer.address);
        if (std::find(full.begin(), full.end(), source) != full.end())
            return false;
        const QString why =
            newcomer.isFree ? QString() : m_admission.refusal(newcomer.peer.address);
        if (!why.isEmpty()) {
            turnAway(newcomer.peer, why);
            return true;
        }
        if (!findPlace(source, Steady::now() - newcomer.since < longestWait)) {
            full.push_back(source);
            return false;
        }
        start(std::move(newcomer));
        return true;
    });
}

void Listener::start(Newcomer newcomer)
{
    // Those that were told to end still have a thread for a while.
    const auto most = std::size_t(m_config->limits.maxConnections)
        + 2 * std::size_t(m_config->limits.maxUnauthenticated);
    if (m_connections.size() >= most) {
        record(Kind::Limit, newcomer.peer.toString(), QStringLiteral("Too many connections"),
               ErrorCode::TooMany);
        return;
    }
    const quint64 id = ++lastConnection();
    Connection::Parts parts{
        .config = m_config,
        .shared = m_parts.shared,
        .serverHandles = m_handles,
        .isFree = newcomer.isFree,
        .finished = [this](quint64 ended) { post([this, ended] { connectionEnded(ended); }); },
        .refused = [this](Penalty penalty) { post([this, penalty] { tellRefused(penalty); }); },
    };
    auto connection = std::make_unique<Connection>(id, std::move(newcomer.socket), newcomer.peer,
                                                   std::move(parts));
    m_parts.began(connection->live());
    auto undone = qScopeGuard([&] { insist([&] { m_parts.ended(id); }); });
    Held held;
    held.connection = std::move(connection);
    if (!held.connection->start()) {
        const bool hadDescriptors = held.connection->hasDescriptors();
        held.connection.reset(); // what it had is there again when it is said
        if (!hadDescriptors)
            return outOfDescriptors();
        return record(Kind::Limit, newcomer.peer.toString(),
                      QStringLiteral("No thread is left for a connection"), ErrorCode::TooMany);
    }
    m_connections.push_back(std::move(held));
    undone.dismiss();
}

// False: not now.
bool Listener::findPlace(const QHostAddress& source, bool mayWait)
{
    std::vector<Connection*> waiting; // for their login
    for (const Held& held : m_connections) {
        if (!held.connection->live()->loggedIn && !held.connection->isEnding())
            waiting.push_back(held.connection.get());
    }
    const Admission::Place place = m_admission.placeFor(waiting, source, mayWait);
    if (!place.goes)
        return !place.later;
    place.goes->end(
        {Ending::Reason::Limit,
         QStringLiteral("Too many connections from this address that are not logged in")});
    if (!m_config->penalties.enabled || place.goes->isFree())
        return true;
    const auto& charged = place.goes->live()->peer.address;
    if (const auto penalty = m_parts.shared.throttle.charge(charged, LoginThrottle::Offence::Flood))
        tellRefused(*penalty);
    return true;
}

void Listener::tellRefused(const Penalty& penalty)
{
    ActivityEvent event;
    event.at = QDateTime::currentDateTimeUtc();
    event.kind = Kind::Blocked;
    event.peer = penalty.address.toString();
    event.elapsed = penalty.left;
    event.message = penalty.reason;
    m_parts.shared.activity.record(std::move(event));
    m_nextExpiry = Steady::now();
}

void Listener::connectionEnded(quint64 id)
{
    const auto found =
        std::find_if(m_connections.begin(), m_connections.end(),
                     [id](const Held& held) { return held.connection->live()->id == id; });
    if (found == m_connections.end())
        return;
    m_connections.erase(found); // its thread has nothing left to do
    insist([this, id] { m_parts.ended(id); });
}

void Listener::tellExpired()
{
    if (!m_nextExpiry || *m_nextExpiry > Steady::now())
        return;
    for (const QHostAddress& address : m_parts.shared.throttle.takeExpired())
        record(Kind::Unblocked, address.toString(), QStringLiteral("The time is up"));
    const auto next = m_parts.shared.throttle.nextExpiry();
    m_nextExpiry = next ? std::optional(Steady::now() + *next) : std::nullopt;
}

void Listener::hurryStop()
{
    if (!m_shutDownAt || *m_shutDownAt > Steady::now())
        return;
    m_shutDownAt.reset();
    for (const Held& held : m_connections)
        held.connection->shutDownSocket();
}

void Listener::lookForSpinning()
{
    for (Held& held : m_connections) {
        auto& live = *held.connection->live();
        if (held.watch.spins(live, m_parts.spinsFor * 9 / 10) && !held.isReported
            && GUARD(spin_report)) {
            held.isReported = true;
            ActivityEvent event;
            event.connection = live.id;
            event.at = QDateTime::currentDateTimeUtc();
            event.peer = live.peer.toString();
            event.kind = Kind::Fault;
            event.outcome = ActivityEvent::Outcome::Failed;
            event.error =
                Error{ErrorCode::Failure,
                      QStringLiteral("The connection used a processor for 10 s and moved nothing")};
            m_parts.shared.activity.record(std::move(event));
            held.connection->shutDownSocket();
        }
    }
}

} // namespace sallyport::ssh
