// Builds the packets a client sends, takes the replies apart, and talks to a Session with both.
//
// Nothing here uses the code of core/sftp: what that gets wrong must not look right.
//
// Threads: the test's own.
// Source: draft-ietf-secsh-filexfer-02.
#pragma once

#include "core/sftp/session.h"
#include "tests/support/recording_sink.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace sallyport::test {

// ---- Fields ----

namespace wire {
QByteArray uint32(quint32 value);
QByteArray uint64(quint64 value);
QByteArray string(const QByteArray& bytes); // its length, then the bytes
} // namespace wire

// ATTRS: what has a value is sent.
struct WireAttributes {
    std::optional<quint64> size;
    std::optional<std::pair<quint32, quint32>> owner; // uid, gid
    std::optional<quint32> permissions;
    std::optional<std::pair<quint32, quint32>> times; // accessed, modified

    QByteArray bytes() const;
    bool operator==(const WireAttributes&) const = default;
};

// ---- Requests: each is a whole packet, its length included ----

namespace fxf { // flags of OPEN
inline constexpr quint32 read = 1, write = 2, append = 4, create = 8, truncate = 16, exclusive = 32;
}

struct Packet {
    static QByteArray make(quint8 type, const QByteArray& body); // body: all behind the type
    static QByteArray request(quint8 type, quint32 id, const QByteArray& fields);
    static QByteArray extended(quint32 id, const QByteArray& name, const QByteArray& fields);
    static QByteArray init(quint32 version = 3);
    static QByteArray open(quint32 id, const QByteArray& path, quint32 flags,
                           const WireAttributes& attributes = {});
    static QByteArray close(quint32 id, const QByteArray& handle);
    static QByteArray read(quint32 id, const QByteArray& handle, quint64 offset, quint32 length);
    static QByteArray write(quint32 id, const QByteArray& handle, quint64 offset,
                            const QByteArray& data);
    static QByteArray lstat(quint32 id, const QByteArray& path);
    static QByteArray fstat(quint32 id, const QByteArray& handle);
    static QByteArray setstat(quint32 id, const QByteArray& path, const WireAttributes& attributes);
    static QByteArray fsetstat(quint32 id, const QByteArray& handle,
                               const WireAttributes& attributes);
    static QByteArray opendir(quint32 id, const QByteArray& path);
    static QByteArray readdir(quint32 id, const QByteArray& handle);
    static QByteArray remove(quint32 id, const QByteArray& path);
    static QByteArray mkdir(quint32 id, const QByteArray& path,
                            const WireAttributes& attributes = {});
    static QByteArray rmdir(quint32 id, const QByteArray& path);
    static QByteArray realpath(quint32 id, const QByteArray& path);
    static QByteArray stat(quint32 id, const QByteArray& path);
    static QByteArray rename(quint32 id, const QByteArray& from, const QByteArray& to);
    static QByteArray readlink(quint32 id, const QByteArray& path);
    static QByteArray symlink(quint32 id, const QByteArray& target, const QByteArray& link);
    static QByteArray copyData(quint32 id, const QByteArray& from, quint64 fromOffset,
                               quint64 length, const QByteArray& to, quint64 toOffset);
    static QByteArray checkFile(quint32 id, const QByteArray& extension,
                                const QByteArray& handleOrPath, const QByteArray& algorithms,
                                quint64 offset = 0, quint64 length = 0, quint32 block = 0);
};

// ---- Replies ----

struct ReplyName {
    QByteArray name, longName;
    WireAttributes attributes;
};

enum ReplyType : quint8 {
    VersionReply = 2,
    StatusReply = 101,
    HandleReply = 102,
    DataReply = 103,
    NameReply = 104,
    AttrsReply = 105,
    ExtendedReply = 201,
};

enum StatusCode : quint32 {
    Ok = 0,
    EndOfFile = 1,
    NoSuchFile = 2,
    PermissionDenied = 3,
    Failure = 4,
    BadMessage = 5,
    OpUnsupported = 8,
};

struct Reply {
    quint8 type = 0;
    quint32 id = 0;               // of VERSION: the version
    quint32 status = 0xffffffff;  // of a STATUS
    QByteArray message, language; // of a STATUS
    QByteArray handle, data;
    QList<ReplyName> names;
    WireAttributes attributes;
    QByteArray payload;   // all behind the id
    std::size_t size = 0; // bytes, the length field included

    bool is(StatusCode code) const { return type == StatusReply && status == code; }
};

// Requires whole packets: what is cut or has bytes too many gives a Reply of type 0. A reply that
// tells of this computer what no client may know fails the test: host_words.h.
QList<Reply> parseReplies(const QByteArray& bytes);

// Feeds the bytes with receive() and run() until nothing moves, and takes all replies.
QByteArray exchangeBytes(sftp::Session& session, const QByteArray& bytes);
QList<Reply> exchange(sftp::Session& session, const QByteArray& bytes);

// A session behind its INIT, with what it records.
class Talk {
public:
    explicit Talk(FileSystem& files, sftp::SessionLimits limits = {}, sftp::Client client = {});
    Reply ask(const QByteArray& packet); // type 0 unless exactly one reply came
    QList<Reply> exchange(const QByteArray& bytes) { return test::exchange(*session, bytes); }
    // The handle; empty if it was refused.
    QByteArray opened(const QByteArray& path, quint32 flags = fxf::read);
    QByteArray openedFolder(const QByteArray& path);
    void end() { session.reset(); }

    RecordingSink sink;
    std::optional<sftp::Session> session;
};

} // namespace sallyport::test
