#include "core/memory_file_system.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/hollow_file_system.h"
#include "tests/support/packets.h"

#include <QCryptographicHash>
#include <QtEndian>
#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

namespace {

QByteArray pattern(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    quint32 state = 7;
    for (char& byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = char(state >> 24);
    }
    return bytes;
}

QList<quint64> numbersOf(const QByteArray& payload)
{
    QList<quint64> numbers;
    for (qsizetype at = 0; at + 8 <= payload.size(); at += 8)
        numbers << qFromBigEndian<quint64>(payload.data() + at);
    return numbers;
}

QByteArray ids(std::initializer_list<quint32> values)
{
    QByteArray bytes;
    for (const quint32 value : values)
        bytes += wire::uint32(value);
    return wire::string(bytes);
}

constexpr qsizetype mega = 1024 * 1024;

} // namespace

// What OpenSSH and others added to version 3. The long jobs' turns are in tst_session_jobs.
class TestSessionExtensions : public QObject {
    Q_OBJECT
private slots:
    void posixRenameOverwrites();
    void statvfsTellsTheSpaceOfTheShare();
    void statvfsHidesTheDiskAndTellsWhatIsReadOnly();
    void hardlinkMakesASecondName();
    void fsyncFlushesOrFailsForGood();
    void lsetstatNeverFollows();
    void limitsAreThoseOfTheSession();
    void expandPathKnowsOneHome_data();
    void expandPathKnowsOneHome();
    void homeDirectoryIsHome();
    void usersAndGroupsHaveNamesOnlyForTheFilesOfTheShare();
    void copyDataCopies_data();
    void copyDataCopies();
    void copyDataRefusesTheSameFile();
    void copyDataNeedsTheRights();
    void checkFileHashes_data();
    void checkFileHashes();
    void checkFileOfBlocks();
    void checkFileInParamikosWay();
    void checkFileRefuses_data();
    void checkFileRefuses();
    void checkFileHashesAtMost64GiB();
};

void TestSessionExtensions::posixRenameOverwrites()
{
    ROW("ext.posix-rename");
    MemoryFileSystem files{{"/a", "a"}, {"/b", "b"}, {"/full/x", "x"}, {"/empty/", {}}};
    Talk talk(files);
    const auto rename = [&](const QByteArray& from, const QByteArray& to) {
        return talk.ask(
            Packet::extended(1, "posix-rename@openssh.com", wire::string(from) + wire::string(to)));
    };
    QVERIFY(rename("/a", "/b").is(Ok));
    QCOMPARE(files.content("/b"), QByteArray("a"));
    QVERIFY(files.content("/a").isNull());
    QVERIFY(rename("/no", "/b").is(NoSuchFile));
    QVERIFY(rename("/empty", "/full").is(Failure));
    QVERIFY(rename("/b", "/full").is(Failure));
}

void TestSessionExtensions::statvfsTellsTheSpaceOfTheShare()
{
    ROW("ext.statvfs");
    MemoryFileSystem files{{"/a", QByteArray(10 * 4096, 'a')}};
    Talk talk(files);
    const StorageSpace space = *files.space({});
    const QList<quint64> expected{space.blockSize,
                                  space.blockSize,
                                  space.blocks,
                                  space.freeBlocks,
                                  space.availableBlocks,
                                  space.inodes,
                                  space.freeInodes,
                                  space.availableInodes,
                                  0,
                                  2,
                                  space.maxNameLength};
    QVERIFY(space.freeBlocks < space.blocks);
    const Reply byPath = talk.ask(Packet::extended(1, "statvfs@openssh.com", wire::string("/a")));
    QCOMPARE(byPath.type, quint8(ExtendedReply));
    QCOMPARE(byPath.payload.size(), 11 * 8);
    QCOMPARE(numbersOf(byPath.payload), expected);
    for (const QByteArray& handle : {talk.opened("/a"), talk.openedFolder("/")}) {
        const Reply byHandle =
            talk.ask(Packet::extended(2, "fstatvfs@openssh.com", wire::string(handle)));
        QCOMPARE(numbersOf(byHandle.payload), expected);
    }
    QVERIFY(
        talk.ask(Packet::extended(3, "statvfs@openssh.com", wire::string("/no"))).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::extended(4, "fstatvfs@openssh.com", wire::string("12345678")))
                .is(Failure));
    QCOMPARE(talk.ask(Packet::extended(5, "statvfs@openssh.com", wire::string(""))).type,
             quint8(ExtendedReply));
}

void TestSessionExtensions::statvfsHidesTheDiskAndTellsWhatIsReadOnly()
{
    ROW("ext.statvfs", "A17");
    // A share that is read-only, and one that cannot tell.
    class Storage final : public HollowFileSystem {
    public:
        Result<StorageSpace> space(const VirtualPath& path) override
        {
            if (path.isRoot())
                return FileSystem::space(path);
            StorageSpace space;
            space.readOnly = true;
            return space;
        }
    } files;
    Talk talk(files);
    const auto numbers =
        numbersOf(talk.ask(Packet::extended(1, "statvfs@openssh.com", wire::string("/x"))).payload);
    QCOMPARE(numbers[8], quint64(0)); // f_fsid
    QCOMPARE(numbers[9], quint64(3)); // read-only, no setuid
    QVERIFY(
        talk.ask(Packet::extended(2, "statvfs@openssh.com", wire::string("/"))).is(OpUnsupported));
}

void TestSessionExtensions::hardlinkMakesASecondName()
{
    ROW("ext.hardlink");
    MemoryFileSystem files{{"/a", "abc"}, {"/folder/", {}}, {"/taken", "x"}};
    Talk talk(files);
    const auto link = [&](const QByteArray& from, const QByteArray& to) {
        return talk.ask(
            Packet::extended(1, "hardlink@openssh.com", wire::string(from) + wire::string(to)));
    };
    QVERIFY(link("/a", "/folder/b").is(Ok));
    const QByteArray handle = talk.opened("/folder/b", fxf::write);
    QVERIFY(talk.ask(Packet::write(2, handle, 0, "ABC")).is(Ok));
    QCOMPARE(files.content("/a"), QByteArray("ABC"));
    QVERIFY(link("/a", "/taken").is(Failure));
    QVERIFY(link("/folder", "/other").is(PermissionDenied));
    QVERIFY(link("/no", "/other").is(NoSuchFile));
    talk.ask(Packet::symlink(3, "a", "/link"));
    QVERIFY(link("/link", "/other").is(PermissionDenied));
}

void TestSessionExtensions::fsyncFlushesOrFailsForGood()
{
    ROW("ext.fsync");
    MemoryFileSystem inside{{"/a", "abc"}};
    FaultyFileSystem files(inside);
    Talk talk(files);
    const auto fsync = [&](const QByteArray& handle) {
        return talk.ask(Packet::extended(1, "fsync@openssh.com", wire::string(handle)));
    };
    const QByteArray handle = talk.opened("/a", fxf::write);
    QVERIFY(fsync(handle).is(Ok));
    QCOMPARE(files.count(Call::Sync), 1);
    // A second try after a failure proves nothing: it fails without being asked.
    files.fail(Call::Sync, {ErrorCode::Failure, QStringLiteral("The disk failed")});
    QVERIFY(fsync(handle).is(Failure));
    QVERIFY(fsync(handle).is(Failure));
    QCOMPARE(files.count(Call::Sync), 2);
    const Reply closed = talk.ask(Packet::close(2, handle));
    QVERIFY(closed.is(Failure));
    QCOMPARE(closed.message, QByteArray("The disk failed"));
    QVERIFY(fsync(talk.opened("/a")).is(PermissionDenied));
    QVERIFY(fsync(talk.openedFolder("/")).is(Failure));
    QVERIFY(fsync("12345678").is(Failure));
}

void TestSessionExtensions::lsetstatNeverFollows()
{
    ROW("ext.lsetstat", "request.SETSTAT");
    MemoryFileSystem files{{"/a", "abc"}};
    Talk talk(files);
    talk.ask(Packet::symlink(1, "a", "/link"));
    const WireAttributes before = talk.ask(Packet::stat(2, "/a")).attributes;
    const WireAttributes times{{}, {}, {}, std::pair(5U, 6U)};
    const auto lsetstat = [&](const WireAttributes& attributes) {
        return talk.ask(Packet::extended(3, "lsetstat@openssh.com",
                                         wire::string("/link") + attributes.bytes()));
    };
    QVERIFY(lsetstat(times).is(Ok));
    QCOMPARE(talk.ask(Packet::stat(4, "/a")).attributes, before);
    QCOMPARE(talk.ask(Packet::lstat(5, "/link")).attributes.times, times.times);
    QVERIFY(lsetstat({{}, {}, 0600, {}}).is(OpUnsupported));
}

void TestSessionExtensions::limitsAreThoseOfTheSession()
{
    ROW("ext.limits");
    MemoryFileSystem files;
    sftp::SessionLimits limits;
    limits.maxHandles = 77;
    Talk talk(files, limits);
    const Reply reply = talk.ask(Packet::extended(1, "limits@openssh.com", {}));
    QCOMPARE(numbersOf(reply.payload), QList<quint64>({262144, 261120, 261120, 77}));
    QCOMPARE(reply.payload.size(), 32);
    // What is told holds: a WRITE of this size is taken, and a READ.
    const QByteArray handle = talk.opened("/a", fxf::read | fxf::write | fxf::create);
    QVERIFY(talk.ask(Packet::write(2, handle, 0, QByteArray(261120, 'x'))).is(Ok));
    QCOMPARE(talk.ask(Packet::read(3, handle, 0, 261120)).data.size(), 261120);
}

void TestSessionExtensions::expandPathKnowsOneHome_data()
{
    QTest::addColumn<QByteArray>("home");
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QByteArray>("path"); // null: there is none
    const QByteArray root = "/", folder = "/home/anna";
    QTest::newRow("home") << root << QByteArray("~") << root;
    QTest::newRow("below") << root << QByteArray("~/x/y") << QByteArray("/x/y");
    QTest::newRow("by name") << root << QByteArray("~anna/x") << QByteArray("/x");
    QTest::newRow("by name alone") << root << QByteArray("~anna") << root;
    QTest::newRow("another") << root << QByteArray("~root") << QByteArray();
    QTest::newRow("half a name") << root << QByteArray("~ann/x") << QByteArray();
    QTest::newRow("up and out") << root << QByteArray("~/../../x") << QByteArray("/x");
    QTest::newRow("no tilde") << root << QByteArray("a/../b") << QByteArray("/b");
    QTest::newRow("nothing") << root << QByteArray() << root;
    QTest::newRow("a home of its own") << folder << QByteArray("~/x") << QByteArray("/home/anna/x");
    QTest::newRow("relative to it") << folder << QByteArray("x") << QByteArray("/home/anna/x");
    QTest::newRow("absolute") << folder << QByteArray("/x") << QByteArray("/x");
}

void TestSessionExtensions::expandPathKnowsOneHome()
{
    ROW("ext.expand-path", "A5");
    QFETCH(QByteArray, home);
    QFETCH(QByteArray, asked);
    QFETCH(QByteArray, path);
    MemoryFileSystem files;
    sftp::Client client;
    client.user = QStringLiteral("anna");
    client.home = *VirtualPath::parse(home);
    Talk talk(files, {}, client);
    const Reply reply =
        talk.ask(Packet::extended(1, "expand-path@openssh.com", wire::string(asked)));
    if (path.isNull()) {
        QVERIFY(reply.is(NoSuchFile));
        return;
    }
    QCOMPARE(reply.names.size(), 1);
    QCOMPARE(reply.names.first().name, path);
}

void TestSessionExtensions::homeDirectoryIsHome()
{
    ROW("ext.home-directory");
    MemoryFileSystem files;
    Talk talk(files);
    for (const char* user : {"", "anna", "root"}) {
        const Reply reply = talk.ask(Packet::extended(1, "home-directory", wire::string(user)));
        QCOMPARE(reply.names.size(), 1);
        QCOMPARE(reply.names.first().name, QByteArray("/"));
    }
}

void TestSessionExtensions::usersAndGroupsHaveNamesOnlyForTheFilesOfTheShare()
{
    ROW("ext.users-groups-by-id", "A17");
    MemoryFileSystem files{{"/a", "abc"}};
    Talk talk(files);
    const auto ask = [&](const QByteArray& users, const QByteArray& groups) {
        return talk.ask(Packet::extended(1, "users-groups-by-id@openssh.com", users + groups));
    };
    const auto names = [](std::initializer_list<const char*> list) {
        QByteArray bytes;
        for (const char* name : list)
            bytes += wire::string(name);
        return wire::string(bytes);
    };
    // No file was seen yet.
    QCOMPARE(ask(ids({1000}), ids({1000})).payload, names({""}) + names({""}));
    talk.ask(Packet::stat(2, "/a"));
    QCOMPARE(ask(ids({0, 1000, 1001}), ids({1000, 0})).payload,
             names({"", "owner", ""}) + names({"group", ""}));
    QCOMPARE(ask(ids({}), ids({})).payload, wire::string({}) + wire::string({}));
    QVERIFY(ask(wire::string("abc"), ids({})).is(BadMessage));
    const QByteArray many = wire::string(wire::uint32(1000).repeated(20'000));
    QVERIFY(ask(many, many).is(Failure)); // no reply is longer than a packet
    QCOMPARE(ask(many, ids({})).type, quint8(ExtendedReply));
}

void TestSessionExtensions::copyDataCopies_data()
{
    QTest::addColumn<quint64>("from");
    QTest::addColumn<quint64>("length");
    QTest::addColumn<quint64>("to");
    QTest::addColumn<bool>("early");
    const quint64 size = 20 * mega;
    QTest::newRow("all") << quint64(0) << quint64(0) << quint64(0) << false;
    QTest::newRow("a range") << quint64(5) << quint64(9 * mega) << quint64(3) << false;
    QTest::newRow("exactly to the end") << size - 10 << quint64(10) << quint64(0) << false;
    QTest::newRow("past the end") << size - 10 << quint64(11) << quint64(0) << true;
}

void TestSessionExtensions::copyDataCopies()
{
    ROW("ext.copy-data");
    QFETCH(quint64, from);
    QFETCH(quint64, length);
    QFETCH(quint64, to);
    QFETCH(bool, early);
    const QByteArray content = pattern(20 * mega);
    MemoryFileSystem files{{"/One/a", content}, {"/Two/b", "0123456789"}};
    Talk talk(files);
    const Reply reply = talk.ask(Packet::copyData(1, talk.opened("/One/a"), from, length,
                                                  talk.opened("/Two/b", fxf::write), to));
    QVERIFY(reply.is(early ? EndOfFile : Ok));
    const QByteArray copied = content.mid(qsizetype(from), length == 0 ? -1 : qsizetype(length));
    QByteArray expected = "0123456789";
    expected.replace(qsizetype(to), copied.size(), copied);
    QVERIFY(files.content("/Two/b") == expected);
}

void TestSessionExtensions::copyDataRefusesTheSameFile()
{
    ROW("ext.copy-data", "B10");
    MemoryFileSystem files{{"/a", "abc"}};
    Talk talk(files);
    talk.ask(Packet::extended(1, "hardlink@openssh.com", wire::string("/a") + wire::string("/b")));
    const QByteArray both = talk.opened("/a", fxf::read | fxf::write);
    QVERIFY(talk.ask(Packet::copyData(2, both, 0, 1, both, 1)).is(Failure));
    QVERIFY(
        talk.ask(Packet::copyData(3, both, 0, 1, talk.opened("/a", fxf::write), 1)).is(Failure));
    QVERIFY(
        talk.ask(Packet::copyData(4, both, 0, 1, talk.opened("/b", fxf::write), 1)).is(Failure));
    QCOMPARE(files.content("/a"), QByteArray("abc"));
}

void TestSessionExtensions::copyDataNeedsTheRights()
{
    ROW("ext.copy-data", "status.PermissionDenied", "B12");
    MemoryFileSystem files{{"/a", "abc"}, {"/b", "xyz"}};
    Talk talk(files);
    const QByteArray read = talk.opened("/a"), write = talk.opened("/b", fxf::write);
    QVERIFY(talk.ask(Packet::copyData(1, write, 0, 1, write, 0)).is(PermissionDenied));
    QVERIFY(talk.ask(Packet::copyData(2, read, 0, 1, read, 0)).is(PermissionDenied));
    QVERIFY(talk.ask(Packet::copyData(3, "12345678", 0, 1, write, 0)).is(Failure));
    QVERIFY(talk.ask(Packet::copyData(4, read, 0, 1, talk.openedFolder("/"), 0)).is(Failure));
    const quint64 half = quint64(1) << 63;
    QVERIFY(talk.ask(Packet::copyData(5, read, half, 1, write, 0)).is(BadMessage));
    QVERIFY(talk.ask(Packet::copyData(6, read, 0, 1, write, half - 1)).is(BadMessage));
    QVERIFY(talk.ask(Packet::copyData(7, read, 1, ~quint64(0), write, 0)).is(BadMessage));
    QCOMPARE(files.content("/b"), QByteArray("xyz"));
}

void TestSessionExtensions::checkFileHashes_data()
{
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QByteArray>("chosen");
    QTest::addColumn<QCryptographicHash::Algorithm>("algorithm");
    QTest::newRow("sha256") << QByteArray("sha256") << QByteArray("sha256")
                            << QCryptographicHash::Sha256;
    QTest::newRow("sha512") << QByteArray("sha512") << QByteArray("sha512")
                            << QCryptographicHash::Sha512;
    QTest::newRow("md5") << QByteArray("md5") << QByteArray("md5") << QCryptographicHash::Md5;
    QTest::newRow("the client's first")
        << QByteArray("crc32,md5,sha256") << QByteArray("md5") << QCryptographicHash::Md5;
}

void TestSessionExtensions::checkFileHashes()
{
    ROW("ext.check-file");
    QFETCH(QByteArray, asked);
    QFETCH(QByteArray, chosen);
    QFETCH(QCryptographicHash::Algorithm, algorithm);
    const QByteArray content = pattern(9 * mega);
    MemoryFileSystem files{{"/a", content}};
    Talk talk(files);
    const QByteArray handle = talk.opened("/a");
    const QByteArray all = wire::string(chosen) + QCryptographicHash::hash(content, algorithm);
    QCOMPARE(talk.ask(Packet::checkFile(1, "check-file-handle", handle, asked)).payload, all);
    QCOMPARE(talk.ask(Packet::checkFile(2, "check-file-name", "/a", asked)).payload, all);
    const QByteArray part =
        wire::string(chosen) + QCryptographicHash::hash(content.sliced(100, 1000), algorithm);
    QCOMPARE(talk.ask(Packet::checkFile(3, "check-file-name", "/a", asked, 100, 1000)).payload,
             part);
    // The file ends before the range does.
    const QByteArray rest =
        wire::string(chosen) + QCryptographicHash::hash(content.last(10), algorithm);
    QCOMPARE(talk.ask(Packet::checkFile(4, "check-file-handle", handle, asked, 9 * mega - 10, 99))
                 .payload,
             rest);
}

void TestSessionExtensions::checkFileOfBlocks()
{
    ROW("ext.check-file");
    const QByteArray content = pattern(1000);
    MemoryFileSystem files{{"/a", content}};
    Talk talk(files);
    QByteArray expected = wire::string("md5");
    for (qsizetype at = 0; at < 1000; at += 300)
        expected += QCryptographicHash::hash(content.mid(at, 300), QCryptographicHash::Md5);
    QCOMPARE(talk.ask(Packet::checkFile(1, "check-file-name", "/a", "md5", 0, 0, 300)).payload,
             expected);
}

// paramiko asks by the announced name and wants that name back in the reply.
void TestSessionExtensions::checkFileInParamikosWay()
{
    ROW("ext.check-file");
    MemoryFileSystem files{{"/a", "abc"}};
    Talk talk(files);
    QCOMPARE(talk.ask(Packet::checkFile(1, "check-file", talk.opened("/a"), "md5")).payload,
             wire::string("check-file") + wire::string("md5")
                 + QCryptographicHash::hash("abc", QCryptographicHash::Md5));
}

void TestSessionExtensions::checkFileRefuses_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("algorithms");
    QTest::addColumn<quint64>("offset");
    QTest::addColumn<quint64>("length");
    QTest::addColumn<quint32>("block");
    QTest::addColumn<int>("status");
    const quint64 none = 0;
    const quint64 half = quint64(1) << 63;
    const QByteArray a = "/a", md5 = "md5";
    QTest::newRow("no known algorithm") << a << QByteArray("crc32,sha1") << none << none << 0U << 4;
    QTest::newRow("no algorithm") << a << QByteArray() << none << none << 0U << 4;
    QTest::newRow("half a name") << a << QByteArray("md,sha2") << none << none << 0U << 4;
    QTest::newRow("blocks too small") << a << md5 << none << none << 255U << 4;
    QTest::newRow("too many blocks") << a << md5 << none << none << 256U << 4;
    QTest::newRow("an offset too large") << a << md5 << half << none << 0U << 5;
    QTest::newRow("a range too large") << a << md5 << half - 1 << quint64(2) << 0U << 5;
    QTest::newRow("no file") << QByteArray("/no") << md5 << none << none << 0U << 2;
    QTest::newRow("a folder") << QByteArray("/") << md5 << none << none << 0U << 4;
}

void TestSessionExtensions::checkFileRefuses()
{
    ROW("ext.check-file");
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, algorithms);
    QFETCH(quint64, offset);
    QFETCH(quint64, length);
    QFETCH(quint32, block);
    QFETCH(int, status);
    MemoryFileSystem files{{"/a", pattern(5 * mega)}};
    Talk talk(files);
    const Reply reply =
        talk.ask(Packet::checkFile(1, "check-file-name", path, algorithms, offset, length, block));
    QVERIFY(reply.is(StatusCode(status)));
    const QByteArray write = talk.opened("/a", fxf::write);
    QVERIFY(talk.ask(Packet::checkFile(2, "check-file-handle", write, "md5")).is(PermissionDenied));
    QVERIFY(!talk.session->hasWork());
}

void TestSessionExtensions::checkFileHashesAtMost64GiB()
{
    ROW("ext.check-file");
    class Storage final : public HollowFileSystem {
    public:
        Result<std::unique_ptr<File>> open(const VirtualPath&, OpenFlags,
                                           const FileAttributes&) override
        {
            return std::make_unique<HollowFile>((quint64(64) << 30) + 1);
        }
    } files;
    Talk talk(files);
    const auto status = [&talk](quint64 offset, quint64 length) {
        return talk.ask(Packet::checkFile(1, "check-file-name", "/a", "md5", offset, length));
    };
    QVERIFY(status(0, 0).is(Failure));
    QVERIFY(status(0, (quint64(64) << 30) + 1).is(Failure));
    QCOMPARE(status(0, quint64(64) << 30).type, quint8(ExtendedReply));
    QCOMPARE(status(1, 0).type, quint8(ExtendedReply));
}

QTEST_GUILESS_MAIN(TestSessionExtensions)
#include "tst_session_extensions.moc"
