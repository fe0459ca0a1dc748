#include "core/ssh/channel.h"

#include "core/guard.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace sallyport::ssh {

namespace {

// Fewer replies wait for more. Larger was measured to bring nothing.
constexpr std::size_t batch = 512 * 1024;    // bytes
constexpr std::size_t fetchSize = 64 * 1024; // bytes
// Twice libssh's WINDOWBASE of 1,280,000: a client that keeps the window cannot get there.
constexpr int mostBuffered = 2'600'000; // bytes

} // namespace

// libssh's side: nothing is thrown across it.
struct Channel::Callbacks {
    static Channel& of(void* self) { return *static_cast<Channel*>(self); }

    static int data(ssh_session, ssh_channel, void* bytes, quint32 length, int isErrorStream,
                    void* self) noexcept
    {
        Channel& channel = of(self);
        if (isErrorStream) {
            channel.m_errorStream = true;
            return int(length);
        }
        try {
            return int(channel.take({static_cast<const std::byte*>(bytes), length}));
        } catch (...) {
            channel.fail({ErrorCode::Failure, QStringLiteral("Out of memory")});
            return int(length);
        }
    }
    static void eof(ssh_session, ssh_channel handle, void* self) noexcept
    {
        Channel& channel = of(self);
        channel.m_eof = true;
        channel.m_owed = std::size_t(std::max(ssh_channel_poll(handle, 0), 0));
    }
    static void close(ssh_session, ssh_channel, void* self) noexcept
    {
        of(self).m_eof = of(self).m_remoteClosed = true;
    }
    static int subsystem(ssh_session, ssh_channel, const char* name, void* self) noexcept
    {
        Channel& channel = of(self);
        try {
            if (std::strcmp(name, "sftp") != 0) {
                channel.m_parts.log.denied(QStringLiteral("subsystem"));
                return 1;
            }
            if (channel.m_session || channel.m_eof || channel.m_end != End::Open)
                return 1;
            channel.m_session = channel.m_parts.makeSession();
            return channel.m_session ? 0 : 1;
        } catch (...) {
            return 1;
        }
    }
    static int deny(void* self, const char* what) noexcept
    {
        try {
            of(self).m_parts.log.denied(QLatin1String(what));
        } catch (...) { // said or not, it is refused
        }
        return GUARD(sftp_alone) ? 1 : 0;
    }
    static int shell(ssh_session, ssh_channel, void* self) noexcept { return deny(self, "shell"); }
    static int exec(ssh_session, ssh_channel, const char*, void* self) noexcept
    {
        return deny(self, "exec");
    }
    static void signal(ssh_session, ssh_channel, const char*, void* self) noexcept
    {
        deny(self, "signal");
    }
    static int env(ssh_session, ssh_channel, const char*, const char*, void* self) noexcept
    {
        return deny(self, "env");
    }
    static int pty(ssh_session, ssh_channel, const char*, int, int, int, int, void* self) noexcept
    {
        return deny(self, "pty");
    }
};

Channel::Channel(ssh_session session, ssh_channel handle, Parts parts)
    : m_ssh(session)
    , m_handle(handle)
    , m_parts(std::move(parts))
{
    m_callbacks.userdata = this;
    m_callbacks.channel_data_function = &Callbacks::data;
    m_callbacks.channel_eof_function = &Callbacks::eof;
    m_callbacks.channel_close_function = &Callbacks::close;
    m_callbacks.channel_subsystem_request_function = &Callbacks::subsystem;
    m_callbacks.channel_shell_request_function = &Callbacks::shell;
    m_callbacks.channel_exec_request_function = &Callbacks::exec;
    m_callbacks.channel_signal_function = &Callbacks::signal;
    m_callbacks.channel_env_request_function = &Callbacks::env;
    m_callbacks.channel_pty_request_function = &Callbacks::pty;
    ssh_callbacks_init(&m_callbacks);
    ssh_set_channel_callbacks(m_handle, &m_callbacks);
}

Channel::~Channel()
{
    // libssh's channel lives until the client closes it, too.
    ssh_remove_channel_callbacks(m_handle, &m_callbacks);
    if (ssh_is_connected(m_ssh))
        ssh_channel_free(m_handle);
}

// A protocol error was recorded by the Session that saw it.
void Channel::fail(const Error& error) noexcept
{
    m_eof = true;
    if (std::exchange(m_exitStatus, 1) != 0 || error.code == ErrorCode::ProtocolViolation)
        return;
    try {
        m_parts.log.failed(ActivityEvent::Kind::Fault, error.message, error.code);
    } catch (...) { // out of memory once more: it goes unsaid
    }
}

std::optional<Channel::Time> Channel::silentSince() const
{
    // While bytes wait here it is not the client who is slow.
    if (m_left || m_fetched.size() > 0 || m_exitStatus != 0 || !isMidRequest())
        return {};
    return m_lastTaken;
}

void Channel::giveUp(const QString& reason)
{
    m_parts.log.refused(ActivityEvent::Kind::Limit, reason, ErrorCode::TooMany);
    endsBecause(reason);
    m_exitStatus = 1;
    m_eof = true;
}

std::size_t Channel::receive(std::span<const std::byte> bytes)
{
    const std::size_t taken = m_session->receive(bytes);
    if (taken > 0)
        m_lastTaken = std::chrono::steady_clock::now();
    return taken;
}

std::size_t Channel::take(std::span<const std::byte> bytes)
{
    if (!m_session || m_exitStatus != 0 || m_end != End::Open
        || (GUARD(after_eof) && m_eof && m_owed == 0))
        return bytes.size(); // nobody listens any more
    if (GUARD(after_eof) && m_eof)
        bytes = bytes.first(std::min(bytes.size(), m_owed));
    if (m_fetched.size() > 0 || !m_parts.mayRun()) {
        m_left = true;
        return 0;
    }
    const std::size_t allowed = m_parts.shared.toServer.take(bytes.size());
    m_receiveHeld = allowed == 0;
    const std::size_t taken = allowed > 0 ? receive(bytes.first(allowed)) : 0;
    m_parts.shared.toServer.giveBack(allowed - taken);
    m_left = taken < bytes.size();
    m_owed -= std::min(taken, m_owed);
    return taken;
}

bool Channel::hasWork() const
{
    return m_session && m_exitStatus == 0 && m_session->hasWork();
}

bool Channel::run()
{
    if (!m_session || m_exitStatus != 0 || !m_parts.mayRun())
        return false;
    const bool worked = m_session->hasWork();
    const auto done = m_session->run();
    if (!done)
        fail(done.error());
    return worked;
}

bool Channel::fetch()
{
    m_receiveHeld = false;
    if (!m_left || !m_session || m_exitStatus != 0 || !m_parts.mayRun()
        || m_session->outputSize() >= batch)
        return false;
    if (m_fetched.isEmpty()) {
        // All that waits, at once: each read makes libssh open the window again, however little it
        // took, so that small ones would let an honest client send past mostBuffered.
        auto size =
            std::size_t(std::clamp(ssh_channel_poll(m_handle, 0), int(fetchSize), mostBuffered));
        if (m_eof) // nothing that came behind it
            size = std::min(size, m_owed);
        const auto room = m_fetched.room(size);
        const int count =
            ssh_channel_read_nonblocking(m_handle, room.data(), std::uint32_t(size), 0);
        if (count > 0) {
            m_fetched.grow(std::size_t(count));
            m_owed -= std::min(std::size_t(count), m_owed);
        } else {
            m_left = false;
        }
    }
    if (m_fetched.isEmpty()) {
        m_fetched.release();
        return false;
    }
    const std::size_t allowed = m_parts.shared.toServer.take(m_fetched.size());
    m_receiveHeld = allowed == 0;
    const std::size_t taken = allowed > 0 ? receive(m_fetched.bytes().first(allowed)) : 0;
    m_parts.shared.toServer.giveBack(allowed - taken);
    m_fetched.consume(taken);
    return taken > 0;
}

bool Channel::waitsForNews() const
{
    return unsent() == 0 && !hasWork() && !m_left && m_fetched.isEmpty() && !m_eof;
}

std::size_t Channel::unsent() const
{
    return m_writing.size() + (m_session ? m_session->outputSize() : 0);
}

bool Channel::write(bool inputIsDry)
{
    m_sendHeld = false;
    if (m_writingNow || m_remoteClosed || m_end != End::Open || unsent() == 0)
        return false;
    if (m_writing.isEmpty()) {
        if (!inputIsDry && !m_eof && m_session->outputSize() < batch)
            return false;
        m_session->swapOutput(m_writing);
    }
    if (GUARD(output_limit) && (ssh_get_status(m_ssh) & SSH_WRITE_PENDING) != 0)
        return false; // libssh would queue without bound
    const std::size_t window =
        std::min<std::size_t>(m_writing.size(), ssh_channel_window_size(m_handle));
    const std::size_t allowed = window > 0 ? m_parts.shared.toClients.take(window) : 0;
    m_sendHeld = window > 0 && allowed == 0;
    if (allowed == 0)
        return false;
    m_writingNow = true;
    const int written = ssh_channel_write(m_handle, m_writing.bytes().data(), quint32(allowed));
    m_writingNow = false;
    m_window = ssh_channel_window_size(m_handle);
    const std::size_t moved = written > 0 ? std::size_t(written) : 0; // 0 while keys are exchanged
    m_parts.shared.toClients.giveBack(allowed - moved);
    m_writing.consume(moved);
    if (written < 0)
        m_remoteClosed = m_eof = true;
    return moved > 0;
}

// Source: scp and sftp of OpenSSH call a channel that closes without a status a failure.
bool Channel::finish()
{
    if (!m_eof || m_remoteClosed || m_end == End::Closed)
        return false;
    if (m_exitStatus == 0
        && (m_left || m_fetched.size() > 0 || unsent() > 0
            || (m_session && m_session->owesReplies())))
        return false;
    if (m_end == End::Open) {
        if (m_session && ssh_channel_request_send_exit_status(m_handle, m_exitStatus) == SSH_ERROR)
            m_remoteClosed = true;
        m_received = bytesReceived();
        m_sent = bytesSent();
        m_session.reset();
        m_writing.release();
        m_end = End::StatusSent;
    }
    // EOF first; SSH_AGAIN while the socket is full, and then CLOSE is still to be sent.
    const int closed = ssh_channel_close(m_handle);
    if (closed == SSH_OK)
        m_end = End::Closed;
    else if (closed == SSH_ERROR)
        m_remoteClosed = true;
    return closed == SSH_OK;
}

bool Channel::violatesWindow() const
{
    // Asked only when there are bytes, for libssh polls the socket when there are none.
    return m_left && m_session && ssh_channel_poll(m_handle, 0) > mostBuffered;
}

// Only write() makes it smaller; libssh adds without looking.
bool Channel::overflowsWindow()
{
    const quint32 before = std::exchange(m_window, ssh_channel_window_size(m_handle));
    return m_window < before;
}

std::optional<sftp::Transfer> Channel::currentTransfer() const
{
    return m_session ? m_session->currentTransfer() : std::nullopt;
}

std::optional<VirtualPath> Channel::lookedAt() const
{
    return m_session ? m_session->lookedAt() : std::nullopt;
}

quint64 Channel::bytesReceived() const
{
    return m_session ? m_session->bytesReceived() : m_received;
}

quint64 Channel::bytesSent() const
{
    return m_session ? m_session->bytesSent() : m_sent;
}

void Channel::endsBecause(const QString& reason)
{
    if (m_session)
        m_session->endsBecause(reason);
}

void Channel::releaseIdleMemory()
{
    if (m_writing.isEmpty())
        m_writing.release();
    if (m_fetched.isEmpty())
        m_fetched.release();
    if (m_session)
        m_session->releaseIdleMemory();
}

} // namespace sallyport::ssh
