#include "core/ssh/connection_run.h"

#include "core/guard.h"
#include "core/ssh/last_words.h"

#include <QScopeGuard>

#include <algorithm>
#include <limits>
#include <poll.h>
#include <pthread.h>

namespace sallyport::ssh {

using namespace std::chrono_literals;
using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;
using Steady = std::chrono::steady_clock;

namespace {

// Before login. Source: SECURITY.md; a login with 20 probes needs a tenth of either.
constexpr quint64 mostBytesBeforeLogin = 256 * 1024;
constexpr quint64 mostPacketsBeforeLogin = 500;
constexpr auto longestGrace = 120s;
// Key exchanges: some, and one for each 16 KiB that moved.
constexpr quint64 freeKeyExchanges = 20;
constexpr quint64 bytesAKeyExchange = 16 * 1024;

// libssh reads no less than this at once where there is more (MAX_BUF_SIZE in its socket.c): after
// a shorter read the socket has nothing left, and one need not ask it again.
constexpr quint64 leastOfARead = 4096; // bytes

constexpr auto leastSleep = 1s; // a poll that comes back so much too late
// What libssh holds for a client that does not read; our replies alone stay far below.
constexpr quint64 mostUnsent = 4 * 1024 * 1024; // bytes

constexpr auto publishEvery = 250ms;
constexpr auto releaseAfter = 2s; // of idleness
constexpr auto retryUnsentEvery = 1s;
constexpr auto finishInHandWithin = 800ms; // after a stop
constexpr auto goodbyeWithin = 1s; // after the last packet of a transfer that was waited for

bool isClosed(ssh_session session)
{
    return (ssh_get_status(session) & (SSH_CLOSED | SSH_CLOSED_ERROR)) != 0
        || ssh_get_fd(session) < 0;
}

} // namespace

struct ConnectionRun::Callbacks {
    // libssh says how far a key exchange is; 1 is its end.
    static void status(void* self, float value) noexcept
    {
        if (value >= 1.0F)
            ++static_cast<ConnectionRun*>(self)->m_keyExchanges;
    }
    static int woken(socket_t, int, void* self) noexcept
    {
        static_cast<ConnectionRun*>(self)->m_parts.wake.drain();
        return 0;
    }
};

ConnectionRun::ConnectionRun(Descriptor socket, Parts parts)
    : m_parts(std::move(parts))
    , m_config(*m_parts.common.config)
    , m_log(m_parts.common.shared.activity, m_parts.live->id, m_parts.live->peer)
    , m_socket(std::move(socket))
    , m_lastPacket(Steady::now())
    , m_lastProgress(m_lastPacket)
    , m_lastPublished(m_lastPacket)
    , m_lastMoved(m_lastPacket)
{
}

ConnectionRun::~ConnectionRun() = default;

void ConnectionRun::run() noexcept
{
    std::optional<Ending> ending;
    try {
        clockid_t clock{};
        if (::pthread_getcpuclockid(::pthread_self(), &clock) == 0)
            m_parts.live->words.lock()->processorClock = clock;
        ending = open(std::move(m_socket));
        if (!ending)
            ending = loop();
    } catch (const std::bad_alloc&) {
        ending = Ending{Ending::Reason::Fault, QStringLiteral("Out of memory")};
    } catch (...) {
        ending = Ending{Ending::Reason::Fault, QStringLiteral("The connection failed")};
    }
    try {
        hangUp(*ending);
        recordEnd(*ending);
    } catch (...) { // out of memory once more: the end goes unsaid
    }
    if (m_parts.live->loggedIn)
        --m_parts.common.shared.loggedIn;
    m_parts.live->words.lock()->processorClock.reset();
}

std::optional<Ending> ConnectionRun::open(Descriptor socket)
{
    const Ending fault{Ending::Reason::Fault, QStringLiteral("The connection cannot be set up")};
    m_session = makeSession(socket.release(), m_config, m_parts.common.transport);
    m_event.reset(ssh_event_new());
    if (!m_session || !m_event)
        return fault;
    m_callbacks.userdata = this;
    m_callbacks.connect_status_function = &Callbacks::status;
    ssh_callbacks_init(&m_callbacks);
    ssh_set_callbacks(m_session.get(), &m_callbacks);
    ssh_set_counters(m_session.get(), &m_socketCounter, &m_packetCounter);

    m_pump = std::make_unique<Pump>(m_session.get(),
                                    Pump::Parts{m_config, m_parts.common.shared, m_log,
                                                *m_parts.live, m_parts.common.serverHandles,
                                                [this] { return fileSystem(); }});
    m_login = std::make_unique<Login>(
        m_session.get(),
        Login::Parts{m_config, m_parts.common.shared, m_log, *m_parts.live, *m_pump, m_parts.wake,
                     m_parts.stop, [this](auto offence) { offend(offence); },
                     m_parts.common.leastFailure});
    // The first call sends the banner and makes the poll that the event takes over. It also reads
    // what has come by then, which may be enough to hang up.
    if (ssh_handle_key_exchange(m_session.get()) == SSH_ERROR)
        return whyClosed();
    if (ssh_event_add_session(m_event.get(), m_session.get()) != SSH_OK
        || ssh_event_add_fd(m_event.get(), m_parts.wake.descriptor(), POLLIN, &Callbacks::woken,
                            this)
            != SSH_OK)
        return fault;
    return {};
}

std::optional<Ending> ConnectionRun::loop()
{
    bool moved = false;
    for (;;) {
        if (auto ending = poll(moved))
            return ending;
        noteBanner();
        const Time now = Steady::now();
        if (!m_isLoggedIn || m_login->ending()) {
            m_login->afterPoll();
            if (auto ending = checkLogin(now))
                return ending;
            if (m_login->identity())
                loggedIn(now);
        }
        if (m_pump->ending())
            return m_pump->ending();
        m_pump->closeSilent(now, m_parts.common.noProgress);
        moved = m_pump->turn(m_inputIsDry);
        if (moved)
            m_lastPacket = Steady::now(); // what the client asked for took until now
        if (auto ending = checkLimits(now))
            return ending;
    }
}

// Waits for the next thing to do and lets libssh do its part of it.
std::optional<Ending> ConnectionRun::poll(bool moved)
{
    if (isClosed(m_session.get()))
        return whyClosed(); // what libssh did outside of its poll
    const int timeout = waitFor(moved);
    if (timeout != 0)
        m_parts.live->working.store(false, std::memory_order_relaxed);
    const Time begun = Steady::now();
    const auto packets = m_packetCounter.in_packets;
    const auto bytes = m_socketCounter.in_bytes;
    const int polled = ssh_event_dopoll(m_event.get(), timeout);
    m_parts.live->working.store(true, std::memory_order_relaxed);
    if (timeout >= 0 && m_packetCounter.in_packets == packets)
        noteSleep(Steady::now() - begun - std::chrono::milliseconds(timeout));
    const auto came = m_socketCounter.in_bytes - bytes;
    m_inputIsDry = polled == SSH_AGAIN || (came > 0 && came < leastOfARead);
    if (const auto wished = m_parts.stop ? m_parts.wishedEnding() : std::nullopt)
        return wished;
    if (polled == SSH_ERROR || isClosed(m_session.get()))
        return whyClosed();
    return {};
}

// The program stood still: the computer slept, or somebody stopped it. Nobody was served meanwhile,
// so it counts against nobody.
void ConnectionRun::noteSleep(std::chrono::nanoseconds late)
{
    if (!GUARD(sleep) || late < leastSleep)
        return;
    m_slept = true;
    m_lastPacket += late;
    m_lastProgress += late;
    m_pump->forgive(late);
}

void ConnectionRun::publish(Time now)
{
    m_pump->publish();
    const auto ago = std::chrono::duration_cast<std::chrono::milliseconds>(now - m_lastMoved);
    m_parts.live->lastRequest.store(QDateTime::currentMSecsSinceEpoch() - ago.count(),
                                    std::memory_order_relaxed);
    m_lastPublished = now;
    m_published = true;
}

// Milliseconds until something is due; 0 to come again at once, -1 for ever.
int ConnectionRun::waitFor(bool moved)
{
    const Time now = Steady::now();
    if (moved || m_pump->hasWork()) {
        m_published = m_released = false;
        m_lastMoved = now;
        if (now - m_lastPublished >= publishEvery) {
            publish(now);
        }
        if (!m_pump->waitsForNews())
            return 0;
    }
    if (!m_inputIsDry && m_pump->hasUnsent())
        return 0; // gather: write when no request is at hand

    std::optional<std::chrono::milliseconds> wait;
    const auto before = [&](std::chrono::nanoseconds due) {
        const auto left = std::max(std::chrono::ceil<std::chrono::milliseconds>(due), 0ms);
        wait = wait ? std::min(*wait, left) : left;
    };
    if (!m_isLoggedIn)
        before(m_parts.acceptedAt
               + std::min<std::chrono::seconds>(m_config.limits.loginGrace, longestGrace) - now);
    else if (m_config.limits.idleTimeout > 0s)
        before(m_lastPacket + m_config.limits.idleTimeout - now);
    if (m_pump->hasUnsent())
        before(std::min<std::chrono::milliseconds>(retryUnsentEvery, m_parts.common.noProgress));
    if (const auto due = m_pump->nextBytes())
        before(*due);
    if (const auto since = m_pump->silentSince())
        before(*since + m_parts.common.noProgress - now);
    if (m_parts.stop)
        before(50ms);
    if (!m_published) {
        if (now - m_lastPublished >= publishEvery) {
            publish(now);
        } else {
            before(m_lastPublished + publishEvery - now);
        }
    }
    if (!m_released) {
        if (now - m_lastPacket >= releaseAfter) {
            m_pump->releaseIdleMemory();
            m_released = true;
        } else {
            before(m_lastPacket + releaseAfter - now);
        }
    }
    return wait ? int(std::min<qint64>(wait->count(), std::numeric_limits<int>::max())) : -1;
}

std::optional<Ending> ConnectionRun::checkLogin(Time now)
{
    if (m_login->ending())
        return m_login->ending();
    if (m_login->identity())
        return {};
    const auto grace = std::min<std::chrono::seconds>(m_config.limits.loginGrace, longestGrace);
    if (GUARD(login_grace) && now - m_parts.acceptedAt >= grace) {
        if (!m_slept)
            offend(LoginThrottle::Offence::GraceExceeded);
        return Ending{Ending::Reason::Limit,
                      QStringLiteral("No login within %1 s").arg(grace.count())};
    }
    const bool tooManyBytes =
        GUARD(budget_bytes) && m_socketCounter.in_bytes > mostBytesBeforeLogin;
    if (tooManyBytes
        || (GUARD(budget_packets) && m_packetCounter.in_packets > mostPacketsBeforeLogin)) {
        offend(LoginThrottle::Offence::Flood);
        return Ending{Ending::Reason::Limit, QStringLiteral("Too much came before the login")};
    }
    return {};
}

std::optional<Ending> ConnectionRun::checkLimits(Time now)
{
    // Who waits for a long job to be done is not idle.
    if (m_packetCounter.in_packets != m_packetsSeen || m_pump->hasWork()) {
        m_packetsSeen = m_packetCounter.in_packets;
        m_lastPacket = now;
        m_released = false;
    } else if (GUARD(idle_limit) && m_isLoggedIn && m_config.limits.idleTimeout > 0s
               && now - m_lastPacket >= m_config.limits.idleTimeout) {
        return Ending{
            Ending::Reason::Limit,
            QStringLiteral("Nothing came for %1 s").arg(m_config.limits.idleTimeout.count())};
    }

    const bool pending = (ssh_get_status(m_session.get()) & SSH_WRITE_PENDING) != 0;
    if (m_unsent.atLeast(m_packetCounter, m_socketCounter, pending) > mostUnsent
        && GUARD(unread_answers)) {
        offend(LoginThrottle::Offence::Flood);
        return Ending{Ending::Reason::Limit,
                      QStringLiteral("The client asks for answers and does not take them")};
    }
    const bool unsent = m_pump->hasUnsent() || pending;
    if (!unsent || m_socketCounter.out_bytes != m_bytesOut || m_pump->nextBytes()) {
        m_bytesOut = m_socketCounter.out_bytes;
        m_lastProgress = now;
    } else if (GUARD(no_progress) && now - m_lastProgress >= m_parts.common.noProgress) {
        return Ending{Ending::Reason::Limit,
                      QStringLiteral("The client took nothing for %1 s")
                          .arg(m_parts.common.noProgress.count() / 1000)};
    }

    const quint64 moved = m_pump->bytesReceived() + m_pump->bytesSent();
    if (GUARD(rekey_storm)
        && quint64(m_keyExchanges) > freeKeyExchanges + moved / bytesAKeyExchange) {
        offend(LoginThrottle::Offence::Flood);
        return Ending{Ending::Reason::Limit, QStringLiteral("New keys were asked for too often")};
    }
    return m_parts.stop ? checkStop(now) : std::nullopt;
}

std::optional<Ending> ConnectionRun::checkStop(Time now)
{
    const Ending stopped{Ending::Reason::Stopped, QStringLiteral("The server stopped")};
    const auto drainUntil = m_parts.drainUntil();
    if (!drainUntil)
        return {}; // an ending was wished for; poll() sees it
    if (!m_isLoggedIn)
        return stopped;
    if (now < *drainUntil && m_pump->isTransferring()) {
        m_hasDrained = true;
        return {};
    }
    // A client whose transfer was waited for is let say goodbye: hung up on, it would call what
    // has arrived a failure.
    if (m_hasDrained && now < *drainUntil && now - m_lastPacket < goodbyeWithin)
        return {};
    if (!m_stopSince)
        m_stopSince = now;
    if (m_pump->isBetweenRequests() || now - *m_stopSince >= finishInHandWithin)
        return stopped;
    return {};
}

void ConnectionRun::loggedIn(Time now)
{
    m_isLoggedIn = true;
    m_lastPacket = now;
    fileSystem(); // now, while the client is about to open its channel
}

FileSystem* ConnectionRun::fileSystem()
{
    if (!m_filesAsked && m_login->identity()) {
        m_filesAsked = true;
        auto made = m_config.fileSystemFor(*m_login->identity());
        if (made)
            m_files = std::move(*made);
        else
            m_log.failed(Kind::Fault, made.error().message, made.error().code);
    }
    return m_files.get();
}

void ConnectionRun::noteBanner()
{
    if (m_bannerNoted || !m_session)
        return;
    const char* banner = ssh_get_clientbanner(m_session.get());
    if (!banner)
        return;
    m_bannerNoted = true;
    m_isSsh = qstrncmp(banner, "SSH-2.", 6) == 0 || qstrncmp(banner, "SSH-1.99", 8) == 0;
    auto event = m_log.event(Kind::Connected);
    event.client = QString::fromUtf8(banner);
    m_parts.live->words.lock()->client = event.client;
    if (!m_parts.common.isFree)
        m_log.record(std::move(event));
}

Ending ConnectionRun::whyClosed()
{
    noteBanner();
    const bool isBusy = m_pump->isTransferring() || !m_pump->isBetweenRequests();
    return endingOfLastWords(m_session.get(), {m_bannerNoted, m_isSsh, isBusy});
}

void ConnectionRun::offend(LoginThrottle::Offence offence)
{
    if (!m_config.penalties.enabled || m_parts.common.isFree)
        return;
    if (const auto penalty =
            m_parts.common.shared.throttle.charge(m_parts.live->peer.address, offence))
        m_parts.common.refused(*penalty);
}

// libssh writes once a poll has said that the socket takes more, and ssh_disconnect() waits for
// none: its words would be lost behind any other packet. What still comes in is refused.
void ConnectionRun::makeRoomToSayWhy()
{
    constexpr int most = 3; // polls: a client that takes nothing is not waited for
    for (int polls = 0; polls < most; ++polls) {
        const bool isPending = (ssh_get_status(m_session.get()) & SSH_WRITE_PENDING) != 0;
        if (ssh_event_dopoll(m_event.get(), 0) == SSH_ERROR || !isPending)
            return;
    }
}

// Ends the sessions before libssh ends the channels they use.
void ConnectionRun::hangUp(const Ending& ending)
{
    m_hasTried = m_login && m_login->hasTried();
    m_onlyProbedFor = m_login ? m_login->onlyProbedFor() : std::nullopt;
    // Before the pump goes: libssh polls while it frees a channel, and may be asked for another.
    if (m_login)
        m_login->close(ending);
    QByteArray words; // for the client
    try {
        if (m_bannerNoted)
            words = ending.message.toUtf8();
        if (m_pump)
            m_pump->publish();
    } catch (const std::bad_alloc&) { // they go unsaid, and the rest must not stay undone
    }
    if (m_pump
        && (ending.reason == Ending::Reason::Stopped || ending.reason == Ending::Reason::Limit))
        m_pump->endsBecause(ending.message);
    m_parts.live->words.lock()->transfer.reset();
    m_pump.reset();
    m_files.reset();
    const bool saysWhy = m_session && m_event && m_login && m_isSsh && !words.isEmpty()
        && ssh_get_fd(m_session.get()) >= 0;
    if (saysWhy)
        makeRoomToSayWhy();
    if (m_session && m_event) {
        ssh_event_remove_session(m_event.get(), m_session.get());
        ssh_event_remove_fd(m_event.get(), m_parts.wake.descriptor());
    }
    if (m_session && m_isSsh && ssh_get_fd(m_session.get()) >= 0
        && (saysWhy || !isClosed(m_session.get()))) {
        if (saysWhy)
            ssh_session_set_disconnect_message(m_session.get(), words.constData());
        ssh_disconnect(m_session.get());
    }
    m_login.reset();
    m_session.reset();
    m_event.reset();
}

void ConnectionRun::recordEnd(const Ending& ending)
{
    const bool loggedIn = m_parts.live->loggedIn;
    using Offence = LoginThrottle::Offence;
    if (m_parts.common.isFree && !loggedIn && !m_hasTried)
        return; // it looked, as asked for every second or two, and that is no event
    if (!m_bannerNoted || m_parts.common.isFree)
        m_log.record(m_log.event(Kind::Connected));
    const auto elapsed =
        std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - m_parts.acceptedAt);
    switch (ending.reason) {
    case Ending::Reason::Goodbye:
    case Ending::Reason::Lost:
        if (!loggedIn && !m_hasTried)
            offend(Offence::NoLogin);
        break;
    case Ending::Reason::Stopped:
    case Ending::Reason::LoginRefused:
        break;
    case Ending::Reason::Protocol:
        m_log.failed(Kind::Protocol, ending.message, ErrorCode::ProtocolViolation);
        if (!loggedIn)
            offend(Offence::Protocol);
        break;
    case Ending::Reason::NoAlgorithm:
        m_log.failed(Kind::Protocol, ending.message, ErrorCode::NotSupported);
        offend(Offence::NoLogin);
        break;
    case Ending::Reason::Limit:
        m_log.refused(Kind::Limit, ending.message, ErrorCode::TooMany, elapsed);
        break;
    case Ending::Reason::Fault:
        m_log.failed(Kind::Fault, ending.message, ErrorCode::Failure);
        break;
    }
    const qint64 bytes = qint64(m_parts.live->received + m_parts.live->sent);
    m_log.disconnected(ending, bytes, elapsed, m_onlyProbedFor);
}

} // namespace sallyport::ssh
