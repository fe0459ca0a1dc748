// The inside of a Session: framing, the table of handlers, what is open and what waits.
//
// A packet that lies whole in the bytes offered runs from there. A cut one is gathered in m_input
// first, but the data of a WRITE is not: once its first 33 bytes are there it streams.
//
// Threads: its Session's.
#pragma once

#include "core/sftp/handle_table.h"
#include "core/sftp/journal.h"
#include "core/sftp/known_ids.h"
#include "core/sftp/long_job.h"
#include "core/sftp/protocol.h"
#include "core/sftp/session.h"
#include "core/sftp/wire.h"

#include <deque>
#include <functional>
#include <vector>

namespace sallyport::sftp {

class Session::Impl {
public:
    Impl(FileSystem& files, ActivitySink& activity, Client client, SessionLimits limits,
         std::shared_ptr<std::atomic<quint32>> transferIds);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    std::size_t receive(std::span<const std::byte> bytes);
    Result<void> run();
    bool hasWork() const;
    bool owesReplies() const { return m_job || !m_parked.empty(); }
    bool isMidRequest() const { return m_write || !m_input.isEmpty(); }
    bool isTransferring() const { return m_moving > 0; }
    Buffer& output() { return m_output; }
    const Buffer& output() const { return m_output; }
    void releaseIdleMemory();
    quint64 bytesReceived() const { return m_received; }
    quint64 bytesSent() const { return m_sent; }
    void endsBecause(const QString& reason) { m_endReason = reason; }
    std::optional<Transfer> currentTransfer() const;
    const std::optional<VirtualPath>& lookedAt() const { return m_lookedAt; }

private:
    using Kind = Journal::Kind;
    using Bytes = std::span<const std::byte>;

    struct Request {
        Type type{};
        quint32 id = 0;
        Reader fields; // behind the id; of an extension, behind its name
    };
    using Handler = void (Impl::*)(Request&);
    // What a request does to the handles it names, for what must wait for a long job.
    enum class Names { Nothing, Handle };
    struct Row {
        Type type;
        Handler handler;
        Names names = Names::Nothing;
    };
    enum class Runs { AtOnce, LongJob };
    struct ExtensionRow {
        QByteArrayView name;
        QByteArrayView version; // null: not announced by this name
        Handler handler;
        Names names = Names::Nothing;
        Runs runs = Runs::AtOnce;
    };
    // A WRITE whose data is arriving.
    struct PendingWrite {
        quint32 id = 0;
        OpenHandle* handle = nullptr;    // null: refused
        quint64 offset = 0;              // of the next byte
        std::size_t left = 0;            // bytes of data to come
        std::size_t surplus = 0;         // bytes behind the data, to be ignored
        std::optional<Error> error;      // the rest is drained
        Status status = Status::Failure; // to answer with when there is an error
    };
    // The numbers of the handles a request names: two at most, copy-data's.
    struct NamedHandles {
        quint64 numbers[2] = {};
        int count = 0;
        bool isLongJob = false;
    };
    struct Parked {
        std::vector<std::byte> packet;
        NamedHandles names;
        bool cancelled = false;
    };
    enum class EmptyPath { IsHome, IsMissing };

    static const std::vector<Row>& rows();
    static const std::vector<ExtensionRow>& extensions();
    static const Row* rowOf(Type type);
    static const ExtensionRow* extensionOf(QByteArrayView name);

    // Framing: session.cpp.
    bool takesInput() const;
    std::size_t needed(Bytes packet);
    bool isStreamable(Bytes packet) const;
    std::size_t takeWhole(Bytes bytes);
    std::size_t topUp(Bytes bytes);
    std::size_t feedStream(Bytes bytes);
    void dispatch(Bytes packet);
    void execute(Bytes packet);
    void breakOff(const QString& message);

    // session_answers.cpp
    void malformed(const Request& request);
    void refuse(const Request& request, const Error& error, std::optional<Kind> kind,
                const VirtualPath& path, const QByteArray& target = {});
    void badMessage(const Request& request, const QString& sentence);
    void answer(const Request& request, const Result<void>& result, std::optional<Kind> kind,
                const VirtualPath& path, const QByteArray& target = {});
    void sendAttributes(const Request& request, const FileAttributes& attributes);
    void sendHandle(const Request& request, const OpenHandle& handle);
    void sendName(const Request& request, QByteArrayView name);
    void remember(const FileAttributes& attributes);
    // Nothing: the request was answered.
    std::optional<VirtualPath> pathOf(const Request& request, QByteArrayView bytes,
                                      EmptyPath empty = EmptyPath::IsMissing);
    OpenHandle* handleOf(const Request& request, QByteArrayView wire);
    OpenHandle* fileOf(const Request& request, QByteArrayView wire); // not a directory

    // session_files.cpp
    void onInit(Request& request);
    void onOpen(Request& request);
    void onClose(Request& request);
    void onRead(Request& request);
    void onWrite(Request& request);
    void onFstat(Request& request);
    void onFsetstat(Request& request);
    bool takeHandle(const Request& request, const VirtualPath& path);
    void giveHandle();
    PendingWrite beginWrite(quint32 id, QByteArrayView wire, quint64 offset, std::size_t length);
    void writeSome(PendingWrite& write, Bytes data);
    void endWrite(const PendingWrite& write);
    void noteMoved(OpenHandle& handle, quint64& counter, quint64 bytes);

    // session_paths.cpp
    void onLstat(Request& request) { stat(request, Symlinks::DoNotFollow); }
    void onStat(Request& request) { stat(request, Symlinks::Follow); }
    void onSetstat(Request& request) { setstat(request, Symlinks::Follow); }
    void stat(Request& request, Symlinks symlinks);
    void setstat(Request& request, Symlinks symlinks);
    void changeAttributes(const Request& request, const VirtualPath& path,
                          const FileAttributes& wanted,
                          const std::function<Result<void>(const FileAttributes&)>& set,
                          const std::function<Result<FileAttributes>()>& get);
    void onRemove(Request& request);
    void onMkdir(Request& request);
    void onRmdir(Request& request);
    void onRename(Request& request) { rename(request, Overwrite::No); }
    void rename(Request& request, Overwrite overwrite);
    void onRealpath(Request& request);
    void onReadlink(Request& request);
    void onSymlink(Request& request);

    // session_listing.cpp
    void onOpendir(Request& request);
    void onReaddir(Request& request);
    const DirectoryEntry* nextEntry(OpenHandle& handle, int wanted, DirectoryEntry& dots);

    // session_extensions.cpp
    void onExtended(Request& request);
    void onPosixRename(Request& request) { rename(request, Overwrite::Yes); }
    void onStatvfs(Request& request);
    void onFstatvfs(Request& request);
    void onHardlink(Request& request);
    void onFsync(Request& request);
    void onLsetstat(Request& request) { setstat(request, Symlinks::DoNotFollow); }
    void onLimits(Request& request);
    void onExpandPath(Request& request);
    void onHomeDirectory(Request& request);
    void onUsersGroupsById(Request& request);
    void sendSpace(const Request& request, const Result<StorageSpace>& space,
                   const VirtualPath& path);

    // session_jobs.cpp
    void onCopyData(Request& request);
    void onCheckFileHandle(Request& request) { checkOpenFile(request, {}); }
    void onCheckFile(Request& request) { checkOpenFile(request, "check-file"); }
    void onCheckFileName(Request& request);
    void checkOpenFile(Request& request, QByteArrayView echo);
    void startHash(const Request& request, File& file, std::unique_ptr<File> owned,
                   const VirtualPath& path, const NamedHandles& names, QByteArrayView echo,
                   QByteArrayView algorithms, HashJob::Range range);
    struct Job;
    bool canStep() const;
    bool takesTurn();
    void stepJob();
    void endJob();
    bool isBlocked(quint64 number) const;
    bool mustWait(const NamedHandles& names) const;
    NamedHandles namesOf(Bytes packet) const;
    void cancelJobsOn(quint64 number);
    void runParked();

    FileSystem& m_files;
    const Client m_client;
    const SessionLimits m_limits;
    Journal m_journal;
    HandleTable m_handles;
    int m_open = 0;                     // handles
    int m_moving = 0;                   // of them, those on which bytes moved
    quint64 m_current = 0;              // number of the handle that moved bytes last
    quint64 m_received = 0, m_sent = 0; // payload bytes
    std::optional<VirtualPath> m_lookedAt;
    KnownIds m_users, m_groups;
    QByteArray m_line; // a long name being made

    Buffer m_input; // a request that came in part
    Buffer m_output;
    std::optional<PendingWrite> m_write;
    bool m_initialised = false;
    int m_malformed = 0;           // requests
    std::optional<Error> m_broken; // the channel must end
    QString m_endReason = QStringLiteral("The connection was lost");

    std::unique_ptr<Job> m_job;
    std::deque<Parked> m_parked; // in the order received
    std::size_t m_parkedBytes = 0;
};

// What the slot for long jobs holds.
struct Session::Impl::Job {
    quint32 id = 0; // of the request
    NamedHandles names;
    VirtualPath path;             // for the events
    OpenHandle* target = nullptr; // is written to; it is open while the job runs
    std::unique_ptr<LongJob> work;
    std::function<void()> succeed; // answers, once the work is done
    bool hashes = false;           // one check-file at a time on a connection
    bool hasTurn = false;          // it is the one
};

} // namespace sallyport::sftp
