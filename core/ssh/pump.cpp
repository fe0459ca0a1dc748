#include "core/ssh/pump.h"

#include "core/guard.h"

#include <algorithm>

namespace sallyport::ssh {

namespace {

// Replies that wait for the client on all channels, the buffers being filled included.
constexpr std::size_t mostUnsent = 4 * 1024 * 1024; // bytes
// The number of the first channel; the others follow one by one. Source: session.c of libssh
// 0.10.6.
constexpr quint32 firstChannel = 43;

} // namespace

Pump::Pump(ssh_session session, Parts parts)
    : m_session(session)
    , m_parts(std::move(parts))
    , m_handles(std::make_shared<sftp::HandleCount>(m_parts.config.limits.maxHandlesPerConnection,
                                                    m_parts.serverHandles))
    , m_checkFile(std::make_shared<sftp::HandleCount>(1))
    , m_transferIds(std::make_shared<std::atomic<quint32>>(0))
{
}

Pump::~Pump()
{
    while (!m_channels.empty())
        remove(m_channels.begin());
}

ssh_channel Pump::openChannel() noexcept
{
    try {
        // One the client has closed counts no more, though it is here until the next turn.
        const auto open = std::count_if(m_channels.begin(), m_channels.end(),
                                        [](const Channel& channel) { return !channel.isOver(); });
        if (GUARD(channel_limit) && open >= m_parts.config.limits.maxChannels) {
            if (!std::exchange(m_fullTold, true))
                m_parts.log.refused(
                    ActivityEvent::Kind::Limit,
                    QStringLiteral("More than %1 channels").arg(m_parts.config.limits.maxChannels),
                    ErrorCode::TooMany);
            return nullptr;
        }
        const ssh_channel handle = ssh_channel_new(m_session);
        if (!handle)
            return nullptr;
        m_channels.emplace_back(m_session, handle,
                                Channel::Parts{m_parts.shared, m_parts.log,
                                               [this] { return makeSession(); },
                                               [this] {
                                                   // Data come from within libssh's poll.
                                                   m_parts.live.working = true;
                                                   return mayRun();
                                               }});
        ++m_opened;
        return handle;
    } catch (...) {
        return nullptr; // libssh frees the channel with its session
    }
}

std::unique_ptr<sftp::Session> Pump::makeSession()
{
    FileSystem* files = m_parts.fileSystem();
    if (!files)
        return nullptr;
    sftp::Client client;
    client.connection = m_parts.log.connection();
    client.peer = m_parts.log.peer();
    client.user = m_parts.log.user();
    sftp::SessionLimits limits;
    limits.maxHandles = m_parts.config.limits.maxHandlesPerChannel;
    limits.handles = m_handles;
    limits.checkFile = m_checkFile;
    return std::make_unique<sftp::Session>(*files, m_parts.log.sink(), client, limits,
                                           m_transferIds);
}

bool Pump::mayRun() const
{
    std::size_t unsent = 0;
    for (const Channel& channel : m_channels)
        unsent += channel.unsent();
    return unsent < mostUnsent;
}

// libssh drops what comes for a channel that is not there, and keeps a word about it. A late packet
// for a channel that was there is no offence.
bool Pump::wasSentToNoChannel() const
{
    if (ssh_get_error_code(m_session) != SSH_FATAL)
        return false;
    const QByteArrayView words(ssh_get_error(m_session));
    const QByteArrayView before("Server specified invalid channel ");
    if (!words.startsWith(before))
        return words == QByteArrayView("Getting channel from message: short read");
    const quint32 number = words.sliced(before.size()).toUInt();
    return number < firstChannel || number - firstChannel >= m_opened;
}

bool Pump::turn(bool inputIsDry)
{
    bool moved = false;
    if (GUARD(unknown_channel) && wasSentToNoChannel())
        m_ending = Ending{Ending::Reason::Protocol,
                          QStringLiteral("Something came for a channel that is not there")};
    for (Channel& channel : m_channels) {
        const bool worked = channel.run();
        const bool fetched = channel.fetch();
        const bool wrote = channel.write(inputIsDry);
        const bool finished = channel.finish();
        moved = moved || worked || fetched || wrote || finished;
        if (GUARD(window_violation) && channel.violatesWindow())
            m_ending = Ending{Ending::Reason::Protocol,
                              QStringLiteral("More data came than the window allows")};
        if (GUARD(window_overflow) && channel.overflowsWindow())
            m_ending = Ending{Ending::Reason::Protocol,
                              QStringLiteral("The client's window was opened too far")};
        if (GUARD(error_stream) && channel.sentErrorStream())
            m_ending = Ending{Ending::Reason::Protocol,
                              QStringLiteral("Data came on a stream that SFTP does not have")};
    }
    // Nothing is left to be said to a client that is not understood.
    const auto isClosed = [](const Channel& channel) { return channel.isClosed(); };
    const auto isBroken = [](const Channel& channel) { return channel.isBroken(); };
    if (GUARD(last_channel) && !m_ending
        && std::all_of(m_channels.begin(), m_channels.end(), isClosed)
        && std::any_of(m_channels.begin(), m_channels.end(), isBroken)
        && (ssh_get_status(m_session) & SSH_WRITE_PENDING) == 0)
        m_ending =
            Ending{Ending::Reason::Lost, QStringLiteral("Its last channel had to be closed")};
    if (moved)
        m_parts.live.progress.fetch_add(1, std::memory_order_relaxed);
    removeChannels();
    return moved;
}

void Pump::removeChannels()
{
    for (auto next = m_channels.begin(); next != m_channels.end();) {
        const auto channel = next++;
        if (!channel->isOver())
            continue;
        m_received += channel->bytesReceived();
        m_sent += channel->bytesSent();
        remove(channel);
    }
}

// libssh polls while it frees a channel, and calls what is there for the others: they must find the
// list without it.
void Pump::remove(std::list<Channel>::iterator channel)
{
    std::list<Channel> going;
    going.splice(going.begin(), m_channels, channel);
}

bool Pump::hasWork() const
{
    return mayRun()
        && std::any_of(m_channels.begin(), m_channels.end(),
                       [](const Channel& channel) { return channel.hasWork(); });
}

bool Pump::hasUnsent() const
{
    return std::any_of(m_channels.begin(), m_channels.end(),
                       [](const Channel& channel) { return channel.unsent() > 0; });
}

std::optional<Channel::Time> Pump::silentSince() const
{
    std::optional<Channel::Time> earliest;
    for (const Channel& channel : m_channels) {
        const auto since = channel.silentSince();
        if (since && (!earliest || *since < *earliest))
            earliest = since;
    }
    return earliest;
}

void Pump::forgive(std::chrono::nanoseconds slept)
{
    for (Channel& channel : m_channels)
        channel.forgive(slept);
}

void Pump::closeSilent(Channel::Time now, std::chrono::milliseconds patience)
{
    for (Channel& channel : m_channels) {
        const auto since = channel.silentSince();
        if (GUARD(half_request) && since && now - *since >= patience)
            channel.giveUp(QStringLiteral("Half a request came, and nothing for %1 s")
                               .arg(patience.count() / 1000));
    }
}

bool Pump::waitsForNews() const
{
    return std::all_of(m_channels.begin(), m_channels.end(),
                       [](const Channel& channel) { return channel.waitsForNews(); });
}

bool Pump::isBetweenRequests() const
{
    return std::none_of(m_channels.begin(), m_channels.end(), [](const Channel& channel) {
        return channel.unsent() > 0 || channel.hasWork() || channel.isMidRequest()
            || channel.waitsForBytes();
    });
}

bool Pump::isTransferring() const
{
    return std::any_of(m_channels.begin(), m_channels.end(),
                       [](const Channel& channel) { return channel.isTransferring(); });
}

std::optional<std::chrono::milliseconds> Pump::nextBytes() const
{
    std::optional<std::chrono::milliseconds> next;
    // There may be some by now, and nothing else brings the channel to take it: 1 ms at least.
    const auto consider = [&next](std::chrono::milliseconds wait) {
        wait = std::max(wait, std::chrono::milliseconds(1));
        next = next ? std::min(*next, wait) : wait;
    };
    for (const Channel& channel : m_channels) {
        if (channel.waitsToReceive())
            consider(m_parts.shared.toServer.wait());
        if (channel.waitsToSend())
            consider(m_parts.shared.toClients.wait());
    }
    return next;
}

quint64 Pump::bytesReceived() const
{
    quint64 bytes = m_received;
    for (const Channel& channel : m_channels)
        bytes += channel.bytesReceived();
    return bytes;
}

quint64 Pump::bytesSent() const
{
    quint64 bytes = m_sent;
    for (const Channel& channel : m_channels)
        bytes += channel.bytesSent();
    return bytes;
}

void Pump::publish()
{
    m_parts.live.received = bytesReceived();
    m_parts.live.sent = bytesSent();
    std::optional<sftp::Transfer> transfer;
    std::optional<VirtualPath> lookedAt;
    for (const Channel& channel : m_channels) {
        if (channel.isTransferring() && !transfer)
            transfer = channel.currentTransfer();
        if (!lookedAt)
            lookedAt = channel.lookedAt();
    }
    const auto words = m_parts.live.words.lock();
    words->transfer = std::move(transfer);
    words->lookedAt = std::move(lookedAt);
}

void Pump::endsBecause(const QString& reason)
{
    for (Channel& channel : m_channels)
        channel.endsBecause(reason);
}

void Pump::releaseIdleMemory()
{
    for (Channel& channel : m_channels)
        channel.releaseIdleMemory();
}

} // namespace sallyport::ssh
