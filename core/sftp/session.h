// Session speaks SFTP version 3 on one channel: bytes in, bytes out. It owns no
// socket and no thread, so a test drives it with byte strings.
//
// A request runs as soon as it is complete, inside receive(), straight from the bytes offered.
// Requests run one by one in the order received, except beside a long job (copy-data,
// check-file): a Session has one slot for it, and run() gives it one slice of 8 MiB a turn.
// Later requests on its handles wait, a second long job waits, CLOSE of its handle cancels it.
// All replies on one handle stay in order (draft-ietf-secsh-filexfer-02 section 7).
//
// A malformed request with a readable id is answered BAD_MESSAGE; the 9th, and any broken
// framing, is ProtocolViolation. An empty path is seen here, before VirtualPath::parse().
//
// Threads: one thread at a time.
// Source: draft-ietf-secsh-filexfer-02 as OpenSSH's sftp-server.c and PROTOCOL practise it.
#pragma once

#include "core/activity.h"
#include "core/file_system.h"
#include "core/sftp/buffer.h"

#include <QString>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <span>

namespace sallyport::sftp {

// Counts open handles against a limit, and against those of a wider circle: the channel's, the
// connection's, the server's.
//
// Threads: any.
class HandleCount {
public:
    explicit HandleCount(int limit, std::shared_ptr<HandleCount> wider = nullptr)
        : m_limit(limit)
        , m_wider(std::move(wider))
    {
    }
    bool take(); // false: this circle or a wider one is full, and nothing was taken
    void give(); // undoes one take()
    int open() const { return m_open.load(std::memory_order_relaxed); }
    int limit() const { return m_limit; }

private:
    const int m_limit;
    std::atomic<int> m_open{0};
    const std::shared_ptr<HandleCount> m_wider;
};

struct SessionLimits {
    // Bytes in one packet, length field not included.
    // Source: OpenSSH's SFTP_MAX_MSG_LENGTH, 256 KiB; clients are tuned to it.
    std::size_t maxPacket = 256 * 1024;
    int maxHandles = 256; // told by limits@openssh.com
    // Unsent reply bytes above which requests wait; one request may go past it by one reply. The
    // buffer being written and the one being filled together are the 1 MiB of a channel.
    std::size_t outputHighWater = 512 * 1024;
    // Time between two progress events of one transfer; the first and the last always go.
    std::chrono::milliseconds progressEvery{250};
    std::shared_ptr<HandleCount> handles; // of the connection and of the server; null: not counted
    // A count of 1 that the sessions of a connection share: one check-file at a time. Null: the
    // session's one slot alone.
    std::shared_ptr<HandleCount> checkFile;
};

// Who the session serves: the first three are copied into every event.
struct Client {
    quint64 connection = 0;
    QString peer, user;
    VirtualPath home; // where relative paths start, and `~`
};

// What moves now, for the live counters; asked a few times a second on the session's thread.
struct Transfer {
    VirtualPath path;
    std::optional<quint64> size; // bytes of the whole file, if known
    quint64 moved = 0;           // payload bytes so far
    bool isUpload = false;
};

class Session {
public:
    // `files` and `activity` outlive the session. `transferIds` numbers the transfers of a
    // connection that has several sessions; null: the session counts for itself.
    Session(FileSystem& files, ActivitySink& activity, Client client, SessionLimits limits = {},
            std::shared_ptr<std::atomic<quint32>> transferIds = nullptr);
    ~Session(); // records what was still open as cut short
    // Why, if not because the connection was lost: a sentence for the events.
    void endsBecause(const QString& reason);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // Takes as many bytes as it can use and returns that number; the rest is offered again. Runs
    // the requests that are complete; the data of a WRITE whose turn it is goes to the file as it
    // arrives (that of a refused one is drained). Takes nothing above the high-water mark, and
    // nothing more once the channel must end.
    std::size_t receive(std::span<const std::byte> bytes);
    // Gives the long job one slice and runs the requests that waited for it, until none is left or
    // the replies reach the high-water mark. Call it after every receive().
    // ProtocolViolation means the client cannot be understood any more: close the channel.
    Result<void> run();
    // True while run() could do more now: do not sleep.
    bool hasWork() const;
    // True while a request that came whole is not answered, be it that its turn has not come.
    bool owesReplies() const;
    // True while a request has come in part: a client does not leave it so for long.
    bool isMidRequest() const;
    // True while a handle is open on which bytes moved and which is not closed yet: what `--drain`
    // and "Finish then stop" wait for.
    bool isTransferring() const;

    std::size_t outputSize() const; // bytes of replies not yet taken
    // Gives the replies and takes an empty buffer to fill, so two buffers serve a channel.
    void swapOutput(Buffer& buffer);
    // Gives back the memory of empty buffers: call it before a long sleep.
    void releaseIdleMemory();

    quint64 bytesReceived() const;                   // payload of WRITEs
    quint64 bytesSent() const;                       // payload of DATA
    std::optional<Transfer> currentTransfer() const; // the one that moved bytes last
    // The folder last opened to be listed, unless bytes of a file moved since.
    std::optional<VirtualPath> lookedAt() const;

private:
    class Impl; // the handler table, HandleTable, buffers
    std::unique_ptr<Impl> m_impl;
};

} // namespace sallyport::sftp
