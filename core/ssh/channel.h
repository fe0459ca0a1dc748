// Channel is one `sftp` channel of a connection: libssh's channel, the Session that speaks on it,
// and the replies on their way out.
//
// Two buffers of replies: the one being written and the one the Session fills, for
// ssh_channel_write() may deliver data, and so make replies, before it returns. What the Session
// does not take stays in libssh, whose window then stops the client; no callback comes for it, so
// fetch() gets it.
//
// Threads: the connection's. Made in libssh's callback, destroyed between two polls.
// Source: RFC 4254 section 5.
#pragma once

#include "core/sftp/session.h"
#include "core/ssh/connection_log.h"
#include "core/ssh/server_shared.h"
#include "core/ssh/ssh_ptr.h"

#include <libssh/callbacks.h>

#include <chrono>
#include <functional>
#include <memory>

namespace sallyport::ssh {

class Channel {
public:
    using Time = std::chrono::steady_clock::time_point;
    struct Parts {
        ServerShared& shared;
        ConnectionLog& log;
        std::function<std::unique_ptr<sftp::Session>()> makeSession; // null: refused
        std::function<bool()> mayRun; // false: too many replies of the connection are unsent
    };

    // `handle` is a new channel that libssh frees in its own time.
    Channel(ssh_session session, ssh_channel handle, Parts parts);
    ~Channel(); // what was under way is cut short
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    // Each does what can be done now and says whether anything moved.
    bool run();                  // the long job, and what waited for it
    bool fetch();                // what receive() left in libssh
    bool write(bool inputIsDry); // replies, once they are many or no request is at hand
    bool finish();               // exit-status, EOF, CLOSE once the client has said its last

    bool isOver() const { return m_remoteClosed && !m_writingNow; }          // may be destroyed
    bool isClosed() const { return m_remoteClosed || m_end == End::Closed; } // no reply comes
    bool isBroken() const { return m_exitStatus != 0; } // its client is not understood any more
    // When the client last sent a part of the request that it owes the rest of; none: it owes none.
    std::optional<Time> silentSince() const;
    void forgive(std::chrono::nanoseconds slept) { m_lastTaken += slept; } // nobody was served then
    void giveUp(const QString& reason); // closes it: a limit was met
    bool hasWork() const;
    bool isMidRequest() const { return m_session && m_session->isMidRequest(); }
    bool isTransferring() const { return m_session && m_session->isTransferring(); }
    std::size_t unsent() const; // bytes of replies
    bool waitsForBytes() const { return m_left; }
    bool waitsForNews() const; // another turn would find nothing to do
    bool waitsToReceive() const { return m_left && m_receiveHeld; } // for the rate limit
    bool waitsToSend() const { return m_sendHeld && unsent() > 0; } // the same
    bool violatesWindow() const; // sent more than twice what we allowed
    // The client opened its window past 2^32 - 1 since the last call: RFC 4254 section 5.2.
    bool overflowsWindow();
    bool sentErrorStream() const { return m_errorStream; } // which SFTP does not have
    void releaseIdleMemory();
    void endsBecause(const QString& reason);
    std::optional<sftp::Transfer> currentTransfer() const;
    std::optional<VirtualPath> lookedAt() const;
    quint64 bytesReceived() const; // payload
    quint64 bytesSent() const;

private:
    struct Callbacks;
    std::size_t take(std::span<const std::byte> bytes);
    std::size_t receive(std::span<const std::byte> bytes);
    void fail(const Error& error) noexcept;

    const ssh_session m_ssh;
    const ssh_channel m_handle;
    const Parts m_parts;
    ssh_channel_callbacks_struct m_callbacks{};
    std::unique_ptr<sftp::Session>
        m_session; // null before `subsystem sftp`, and once it has failed
    sftp::Buffer m_writing;
    sftp::Buffer m_fetched;                         // fetched and not yet taken
    Time m_lastTaken;                               // when receive() last took anything
    bool m_left = false;                            // receive() took less than there is
    bool m_receiveHeld = false, m_sendHeld = false; // the rate limit gave nothing
    quint32 m_window = 0;                           // of the client, when last looked at
    bool m_writingNow = false;
    bool m_eof = false;     // the client sends nothing more
    std::size_t m_owed = 0; // bytes that came before that and are with libssh
    bool m_remoteClosed = false;
    bool m_errorStream = false;
    enum class End { Open, StatusSent, Closed } m_end = End::Open;
    int m_exitStatus = 0;
    quint64 m_received = 0, m_sent = 0; // once the session is gone
};

} // namespace sallyport::ssh
