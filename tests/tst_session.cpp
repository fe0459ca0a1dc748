#include "core/memory_file_system.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/packets.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

namespace {

QByteArray pattern(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype at = 0; at < size; ++at)
        bytes[at] = char(at * 131 + (at >> 8) * 31 + (at >> 16));
    return bytes;
}

} // namespace

// INIT, OPEN, CLOSE, READ and WRITE.
class TestSession : public QObject {
    Q_OBJECT
private slots:
    void initIsAnsweredWithVersionThree_data();
    void initIsAnsweredWithVersionThree();
    void everyExtensionIsAnnouncedAndNoOther();
    void openFollowsTheFlagsMatrix_data();
    void openFollowsTheFlagsMatrix();
    void openTakesTheModeOnlyForANewFile();
    void openOfAFolderIsAFailure();
    void openOfWhatIsNoFileIsRefused();
    void readIsClampedTo255KiB();
    void readNeverGivesWrongBytes();
    void readAtAndBehindTheEndIsEndOfFile();
    void writesInAnyOrderAndManyAtOnceArrive();
    void writesBehindTheEndLeaveZeros();
    void appendIgnoresTheOffset();
    void refusedWritesAreDrained_data();
    void refusedWritesAreDrained();
    void aWriteThatFailsInTheMiddleIsAnError();
    void writeMayHaveBytesBehindItsData();
    void handlesAreForWhatTheyWereOpenedFor();
    void closeTellsWhatTheFileSystemKeptBack();
    void aClosedHandleIsNotOpen();
    void outOfOrderClientsAreServed();
    void hugeOffsetsAreBadMessages_data();
    void hugeOffsetsAreBadMessages();
};

void TestSession::initIsAnsweredWithVersionThree_data()
{
    QTest::addColumn<quint32>("asked");
    for (const quint32 version : {3U, 4U, 6U, 0xffffffffU})
        QTest::addRow("%u", version) << version;
}

void TestSession::initIsAnsweredWithVersionThree()
{
    ROW("C5");
    QFETCH(quint32, asked);
    MemoryFileSystem files;
    RecordingSink sink;
    sftp::Session session(files, sink, {});
    const auto replies = exchange(session, Packet::init(asked));
    QCOMPARE(replies.size(), 1);
    QCOMPARE(replies.first().type, quint8(VersionReply));
    QCOMPARE(replies.first().id, 3U);
}

void TestSession::everyExtensionIsAnnouncedAndNoOther()
{
    MemoryFileSystem files;
    RecordingSink sink;
    sftp::Session session(files, sink, {});
    const QByteArray expected = wire::string("posix-rename@openssh.com") + wire::string("1")
        + wire::string("statvfs@openssh.com") + wire::string("2")
        + wire::string("fstatvfs@openssh.com") + wire::string("2")
        + wire::string("hardlink@openssh.com") + wire::string("1")
        + wire::string("fsync@openssh.com") + wire::string("1")
        + wire::string("lsetstat@openssh.com") + wire::string("1")
        + wire::string("limits@openssh.com") + wire::string("1")
        + wire::string("expand-path@openssh.com") + wire::string("1") + wire::string("copy-data")
        + wire::string("1") + wire::string("home-directory") + wire::string("1")
        + wire::string("users-groups-by-id@openssh.com") + wire::string("1")
        + wire::string("check-file") + wire::string("sha256,sha512,md5");
    QCOMPARE(exchange(session, Packet::init()).first().payload, expected);
}

// Every combination of the six flags, and each bit above them alone and beside WRITE | CREAT.
void TestSession::openFollowsTheFlagsMatrix_data()
{
    QTest::addColumn<quint32>("flags");
    for (quint32 flags = 0; flags < 64; ++flags)
        QTest::addRow("0x%x", flags) << flags;
    for (quint32 bit = 64; bit != 0; bit <<= 1) {
        QTest::addRow("0x%x", bit) << bit;
        QTest::addRow("0x%x", bit | 10) << (bit | 10);
    }
}

void TestSession::openFollowsTheFlagsMatrix()
{
    ROW("request.OPEN", "B11");
    QFETCH(quint32, flags);
    for (const bool exists : {false, true}) {
        MemoryFileSystem files;
        if (exists)
            files = MemoryFileSystem{{"/a.txt", "old"}};
        Talk talk(files);
        const Reply reply = talk.ask(Packet::open(7, "/a.txt", flags));
        QCOMPARE(reply.id, 7U);

        const bool writes = flags & fxf::write;
        const bool creates = flags & fxf::create;
        QByteArray content = exists ? QByteArray("old") : QByteArray();
        if (flags == 0 || flags >= 64 || ((flags & fxf::exclusive) && !creates)) {
            QVERIFY(reply.is(BadMessage));
        } else if (!writes && (flags & (fxf::append | fxf::create | fxf::truncate))) {
            QVERIFY(reply.is(PermissionDenied));
        } else if (exists && (flags & fxf::exclusive)) {
            QVERIFY(reply.is(Failure));
        } else if (!exists && !creates) {
            QVERIFY(reply.is(NoSuchFile));
        } else {
            QCOMPARE(reply.type, quint8(HandleReply));
            QCOMPARE(reply.handle.size(), 8);
            if (!exists || (flags & fxf::truncate))
                content = "";
        }
        QCOMPARE(files.content("/a.txt"), content);
        QCOMPARE(files.content("/a.txt").isNull(), content.isNull());
    }
}

void TestSession::openTakesTheModeOnlyForANewFile()
{
    ROW("request.OPEN", "B5");
    MemoryFileSystem files{{"/old", "abc"}};
    Talk talk(files);
    WireAttributes attributes;
    attributes.permissions = 0107600;
    attributes.size = 77;
    attributes.owner = {5, 5};
    attributes.times = {1, 2};
    const quint32 flags = fxf::write | fxf::create;
    const WireAttributes before = talk.ask(Packet::stat(1, "/old")).attributes;
    QVERIFY(!talk.ask(Packet::open(2, "/old", flags, attributes)).handle.isEmpty());
    QCOMPARE(talk.ask(Packet::stat(3, "/old")).attributes, before);
    QVERIFY(!talk.ask(Packet::open(4, "/new", flags, attributes)).handle.isEmpty());
    const WireAttributes made = talk.ask(Packet::stat(5, "/new")).attributes;
    QCOMPARE(made.permissions, std::optional(0100600U));
    QCOMPARE(made.size, std::optional<quint64>(0));
    QVERIFY(made.times->second > 1'000'000);
}

void TestSession::openOfAFolderIsAFailure()
{
    ROW("request.OPEN", "status.Failure", "B2");
    MemoryFileSystem files{{"/folder/", {}}};
    Talk talk(files);
    QVERIFY(talk.ask(Packet::open(1, "/folder", fxf::read)).is(Failure));
    QVERIFY(talk.ask(Packet::open(2, "/folder", fxf::write)).is(Failure));
    QVERIFY(talk.ask(Packet::open(3, "/", fxf::read)).is(Failure));
}

// A FIFO or a device is what the storage refuses with PermissionDenied, and at once.
void TestSession::openOfWhatIsNoFileIsRefused()
{
    ROW("request.OPEN", "status.PermissionDenied");
    MemoryFileSystem inside{{"/fifo", {}}};
    FaultyFileSystem files(inside);
    files.fail(
        Call::Open,
        {ErrorCode::PermissionDenied, QStringLiteral("This is not a regular file on Photos")});
    Talk talk(files);
    const Reply reply = talk.ask(Packet::open(1, "/fifo", fxf::read));
    QVERIFY(reply.is(PermissionDenied));
    QCOMPARE(reply.message, QByteArray("This is not a regular file on Photos"));
}

void TestSession::readIsClampedTo255KiB()
{
    ROW("request.READ", "B7");
    const QByteArray content = pattern(600 * 1024);
    MemoryFileSystem files{{"/a", content}};
    Talk talk(files);
    const QByteArray handle = talk.opened("/a");
    for (const quint32 length : {255U * 1024, 255U * 1024 + 1, 256U * 1024, 0xffffffffU}) {
        const Reply reply = talk.ask(Packet::read(1, handle, 1, length));
        QCOMPARE(reply.data.size(), 255 * 1024);
        QVERIFY(reply.data == content.sliced(1, 255 * 1024));
    }
    QCOMPARE(talk.ask(Packet::read(2, handle, 0, 255 * 1024 - 1)).data.size(), 255 * 1024 - 1);
}

void TestSession::readNeverGivesWrongBytes()
{
    ROW("request.READ");
    const QByteArray content = pattern(300 * 1024 + 17);
    MemoryFileSystem files{{"/a", content}};
    Talk talk(files);
    const QByteArray handle = talk.opened("/a");
    // rclone's chunks of 252 KiB, OpenSSH's of 32 KiB, odd ones, all at once and out of order.
    for (const quint32 chunk : {252U * 1024, 32U * 1024, 10007U}) {
        QByteArray requests;
        QList<quint64> offsets;
        for (quint64 offset = 0; offset < quint64(content.size()); offset += chunk)
            offsets.prepend(offset);
        for (qsizetype at = 0; at < offsets.size(); ++at)
            requests += Packet::read(quint32(at), handle, offsets[at], chunk);
        const auto replies = talk.exchange(requests);
        QCOMPARE(replies.size(), offsets.size());
        for (qsizetype at = 0; at < offsets.size(); ++at) {
            QCOMPARE(replies[at].id, quint32(at));
            const auto from = qsizetype(offsets[at]);
            const qsizetype count = qMin(qsizetype(chunk), content.size() - from);
            QVERIFY(replies[at].data == content.sliced(from, count));
        }
    }
}

void TestSession::readAtAndBehindTheEndIsEndOfFile()
{
    ROW("request.READ", "B7");
    MemoryFileSystem files{{"/a", "0123456789"}, {"/empty", {}}};
    Talk talk(files);
    const QByteArray handle = talk.opened("/a");
    QCOMPARE(talk.ask(Packet::read(1, handle, 8, 100)).data, QByteArray("89"));
    QVERIFY(talk.ask(Packet::read(2, handle, 10, 100)).is(EndOfFile));
    QVERIFY(talk.ask(Packet::read(3, handle, 1000, 1)).is(EndOfFile));
    const Reply nothing = talk.ask(Packet::read(4, handle, 0, 0));
    QCOMPARE(nothing.type, quint8(DataReply));
    QVERIFY(nothing.data.isEmpty());
    QVERIFY(talk.ask(Packet::read(5, talk.opened("/empty"), 0, 1)).is(EndOfFile));
}

void TestSession::writesInAnyOrderAndManyAtOnceArrive()
{
    ROW("request.WRITE", "trap.out-of-order");
    MemoryFileSystem files;
    Talk talk(files);
    const QByteArray content = pattern(1'000'003);
    const QByteArray handle = talk.opened("/a", fxf::write | fxf::create);
    QByteArray requests;
    quint32 count = 0;
    // Every third piece, then the next, then the last: all in flight at once.
    constexpr qsizetype piece = 32768;
    for (int round = 2; round >= 0; --round) {
        for (qsizetype at = round * piece; at < content.size(); at += 3 * piece)
            requests += Packet::write(count++, handle, quint64(at), content.mid(at, piece));
    }
    const auto replies = talk.exchange(requests);
    QCOMPARE(replies.size(), qsizetype(count));
    for (quint32 id = 0; id < count; ++id) {
        QCOMPARE(replies[id].id, id);
        QVERIFY(replies[id].is(Ok));
    }
    QVERIFY(files.content("/a") == content);
    QCOMPARE(talk.session->bytesReceived(), quint64(content.size()));
}

void TestSession::writesBehindTheEndLeaveZeros()
{
    ROW("request.WRITE");
    MemoryFileSystem files{{"/a", "ab"}};
    Talk talk(files);
    const QByteArray handle = talk.opened("/a", fxf::write);
    QVERIFY(talk.ask(Packet::write(1, handle, 5, "z")).is(Ok));
    QVERIFY(talk.ask(Packet::write(2, handle, 100, {})).is(Ok));
    QCOMPARE(files.content("/a"), QByteArray("ab\0\0\0z", 6));
}

void TestSession::appendIgnoresTheOffset()
{
    ROW("request.WRITE", "B14");
    MemoryFileSystem files{{"/a", "ab"}};
    Talk one(files);
    const auto shared = files.share();
    Talk other(*shared);
    const QByteArray first = one.opened("/a", fxf::write | fxf::append);
    const QByteArray second = other.opened("/a", fxf::write | fxf::append);
    QVERIFY(one.ask(Packet::write(1, first, 0, "cd")).is(Ok));
    // Half a WRITE of the other is nothing yet: what is appended is appended at once.
    const QByteArray write = Packet::write(1, second, ~quint64(0), "EFGH");
    QVERIFY(other.exchange(write.first(write.size() - 2)).isEmpty());
    QVERIFY(one.ask(Packet::write(2, first, 1, "ij")).is(Ok));
    QVERIFY(other.exchange(write.last(2)).first().is(Ok));
    QCOMPARE(files.content("/a"), QByteArray("abcdijEFGH"));
}

void TestSession::refusedWritesAreDrained_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("a handle never given") << 0;
    QTest::newRow("a handle of another length") << 1;
    QTest::newRow("a folder's handle") << 2;
    QTest::newRow("a handle for reading") << 3;
    QTest::newRow("an offset too large") << 4;
}

void TestSession::refusedWritesAreDrained()
{
    ROW("request.WRITE");
    QFETCH(int, kind);
    MemoryFileSystem files{{"/a", "old"}, {"/folder/", {}}};
    Talk talk(files);
    const QList<QByteArray> handles{QByteArray(8, 'x'), QByteArray(9, 'x'),
                                    talk.openedFolder("/folder"), talk.opened("/a"),
                                    talk.opened("/a", fxf::write)};
    const QList<StatusCode> expected{Failure, Failure, Failure, PermissionDenied, BadMessage};
    // Data that would be understood as requests, were it not passed over.
    const QByteArray data = Packet::remove(99, "/a").repeated(1000);
    const quint64 offset = kind == 4 ? quint64(1) << 63 : 0;
    const QByteArray bytes = Packet::write(5, handles[kind], offset, data) + Packet::stat(6, "/a");
    // In two pieces and in many.
    QList<Reply> replies = talk.exchange(bytes.first(100));
    replies += talk.exchange(bytes.sliced(100));
    for (qsizetype at = 0; at < bytes.size(); at += 1000)
        replies += talk.exchange(bytes.mid(at, 1000));
    QCOMPARE(replies.size(), 4);
    for (const qsizetype at : {0, 2}) {
        QCOMPARE(replies[at].id, 5U);
        QVERIFY(replies[at].is(expected[kind]));
        QCOMPARE(replies[at + 1].id, 6U);
        QCOMPARE(replies[at + 1].type, quint8(AttrsReply));
    }
    QCOMPARE(files.content("/a"), QByteArray("old"));
}

void TestSession::aWriteThatFailsInTheMiddleIsAnError()
{
    ROW("request.WRITE", "status.Failure");
    MemoryFileSystem inside;
    FaultyFileSystem files(inside);
    files.fail(Call::Write, {ErrorCode::NoSpace, QStringLiteral("No space left on Inbox")}, 2);
    Talk talk(files);
    const QByteArray handle = talk.opened("/a", fxf::write | fxf::create);
    const QByteArray write = Packet::write(2, handle, 0, QByteArray(1000, 'a'));
    QVERIFY(talk.exchange(write.first(500)).isEmpty());
    QVERIFY(talk.exchange(write.sliced(500, 200)).isEmpty()); // fails
    const auto replies = talk.exchange(write.sliced(700) + Packet::write(3, handle, 0, "ok"));
    QCOMPARE(replies.size(), 2);
    QVERIFY(replies[0].is(Failure));
    QCOMPARE(replies[0].message, QByteArray("No space left on Inbox"));
    QVERIFY(replies[1].is(Ok));            // the session lives
    QCOMPARE(files.count(Call::Write), 3); // nothing of the failed one was written after it failed
}

void TestSession::writeMayHaveBytesBehindItsData()
{
    ROW("request.WRITE", "C4");
    MemoryFileSystem files;
    Talk talk(files);
    const QByteArray handle = talk.opened("/a", fxf::write | fxf::create);
    const QByteArray body =
        wire::uint32(2) + wire::string(handle) + wire::uint64(0) + wire::string("abc") + "trailing";
    const QByteArray bytes = Packet::make(6, body) + Packet::stat(3, "/a");
    for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
        QList<Reply> replies = talk.exchange(bytes.first(cut));
        replies += talk.exchange(bytes.sliced(cut));
        QCOMPARE(replies.size(), 2);
        QVERIFY(replies[0].is(Ok));
        QCOMPARE(replies[1].attributes.size, std::optional<quint64>(3));
    }
    QCOMPARE(files.content("/a"), QByteArray("abc"));
}

void TestSession::handlesAreForWhatTheyWereOpenedFor()
{
    ROW("request.READ", "request.WRITE", "status.PermissionDenied", "B13");
    MemoryFileSystem files{{"/a", "old"}};
    Talk talk(files);
    const QByteArray forReading = talk.opened("/a");
    const QByteArray forWriting = talk.opened("/a", fxf::write);
    const QByteArray folder = talk.openedFolder("/");
    QVERIFY(talk.ask(Packet::write(1, forReading, 0, "new")).is(PermissionDenied));
    QVERIFY(talk.ask(Packet::read(2, forWriting, 0, 3)).is(PermissionDenied));
    QVERIFY(talk.ask(Packet::read(3, folder, 0, 3)).is(Failure));
    QVERIFY(talk.ask(Packet::readdir(4, forReading)).is(Failure));
    QCOMPARE(files.content("/a"), QByteArray("old"));
}

void TestSession::closeTellsWhatTheFileSystemKeptBack()
{
    ROW("request.CLOSE");
    MemoryFileSystem inside;
    FaultyFileSystem files(inside);
    files.fail(Call::Close, {ErrorCode::NoSpace, QStringLiteral("No space left on Net")});
    Talk talk(files);
    const QByteArray handle = talk.opened("/a", fxf::write | fxf::create);
    QVERIFY(talk.ask(Packet::write(2, handle, 0, "abc")).is(Ok));
    const Reply closed = talk.ask(Packet::close(3, handle));
    QVERIFY(closed.is(Failure));
    QCOMPARE(closed.message, QByteArray("No space left on Net"));
    QVERIFY(talk.ask(Packet::close(4, handle)).is(Failure)); // it is closed all the same
    QCOMPARE(files.count(Call::Close), 1);
}

void TestSession::aClosedHandleIsNotOpen()
{
    ROW("request.CLOSE", "B13");
    MemoryFileSystem files{{"/a", "abc"}};
    Talk talk(files);
    const QByteArray handle = talk.opened("/a");
    QVERIFY(talk.ask(Packet::close(1, handle)).is(Ok));
    QVERIFY(talk.ask(Packet::close(2, handle)).is(Failure));
    QVERIFY(talk.ask(Packet::read(3, handle, 0, 1)).is(Failure));
    QVERIFY(talk.ask(Packet::fstat(4, handle)).is(Failure));
    QVERIFY(talk.ask(Packet::readdir(5, handle)).is(Failure));
    QVERIFY(talk.ask(Packet::fsetstat(6, handle, {})).is(Failure));
    // The slot serves the next one; the old number does not.
    const QByteArray next = talk.opened("/a");
    QVERIFY(next != handle);
    QVERIFY(talk.ask(Packet::read(7, handle, 0, 1)).is(Failure));
}

// What sshfs does: truncate past the end, rename over an open file, remove an open one.
void TestSession::outOfOrderClientsAreServed()
{
    ROW("trap.out-of-order");
    MemoryFileSystem files{{"/old", "old"}};
    Talk talk(files);
    const QByteArray old = talk.opened("/old", fxf::read | fxf::write);
    const QByteArray made = talk.opened("/new", fxf::read | fxf::write | fxf::create);
    QVERIFY(talk.ask(Packet::fsetstat(1, made, {10, {}, {}, {}})).is(Ok));
    QVERIFY(talk.ask(Packet::write(2, made, 7, "xyz")).is(Ok));
    QVERIFY(talk.ask(Packet::write(3, made, 0, "abc")).is(Ok));
    QVERIFY(talk.ask(Packet::extended(4, "posix-rename@openssh.com",
                                      wire::string("/new") + wire::string("/old")))
                .is(Ok));
    QCOMPARE(talk.ask(Packet::read(5, old, 0, 10)).data, QByteArray("old"));
    QCOMPARE(talk.ask(Packet::read(6, made, 0, 10)).data, QByteArray("abc\0\0\0\0xyz", 10));
    QVERIFY(talk.ask(Packet::remove(7, "/old")).is(Ok));
    QVERIFY(talk.ask(Packet::write(8, made, 0, "ABC")).is(Ok));
    QCOMPARE(talk.ask(Packet::read(9, made, 0, 3)).data, QByteArray("ABC"));
    QVERIFY(talk.ask(Packet::stat(10, "/old")).is(NoSuchFile));
}

void TestSession::hugeOffsetsAreBadMessages_data()
{
    QTest::addColumn<quint64>("offset");
    QTest::addColumn<quint32>("length");
    QTest::addColumn<bool>("good");
    const quint64 end = quint64(1) << 63;
    QTest::newRow("the last offset and nothing") << end - 1 << 0U << true;
    QTest::newRow("the last offset and a byte") << end - 1 << 1U << false;
    QTest::newRow("the last byte") << end - 2 << 1U << true;
    QTest::newRow("one too many") << end << 0U << false;
    QTest::newRow("the largest number") << ~quint64(0) << 4U << false;
}

void TestSession::hugeOffsetsAreBadMessages()
{
    ROW("request.READ", "request.WRITE", "B8");
    QFETCH(quint64, offset);
    QFETCH(quint32, length);
    QFETCH(bool, good);
    MemoryFileSystem inside{{"/a", "abc"}};
    FaultyFileSystem files(inside);
    Talk talk(files);
    const QByteArray handle = talk.opened("/a", fxf::read | fxf::write);
    const Reply read = talk.ask(Packet::read(1, handle, offset, length));
    QCOMPARE(read.is(BadMessage), !good);
    const Reply written = talk.ask(Packet::write(2, handle, offset, QByteArray(length, 'x')));
    QCOMPARE(written.is(BadMessage), !good);
    if (!good)
        QCOMPARE(files.count(Call::Read) + files.count(Call::Write), 0);
    const WireAttributes size{offset, {}, {}, {}};
    QCOMPARE(talk.ask(Packet::setstat(3, "/a", size)).is(BadMessage), offset >> 63 != 0);
    QCOMPARE(inside.content("/a"), QByteArray("abc"));
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
