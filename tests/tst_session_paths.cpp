#include "core/local_file_system.h"
#include "core/memory_file_system.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/packets.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

// The requests about paths and folders, and what paths may be.
class TestSessionPaths : public QObject {
    Q_OBJECT
private slots:
    void aListingIsLikeSftpServers();
    void aListingHasAtMostAHundredNamesAndA32KiBReply();
    void aListingStreamsAndEndsOnce();
    void namesAreBytes();
    void aListingThatFailsLateGivesWhatItHas();
    void opendirOfNoFolderFails();
    void removeIsAsPosix();
    void mkdirOfWhatExistsIsAFailure();
    void mkdirTakesTheMode();
    void renameDoesNotOverwrite();
    void renameAcrossSharesIsAFailureWithWords();
    void realpathIsArithmetic_data();
    void realpathIsArithmetic();
    void relativePathsStartAtHome();
    void readlinkGivesWhatSymlinkTook();
    void anEmptyPathIsMissingElsewhere();
    void aZeroByteInAnyPathIsABadMessage();
    void namesTooLongAreBadMessages_data();
    void namesTooLongAreBadMessages();
    void foldersThatMoveAmongRequestsAreFoundMoved();
    void unknownTypesAreUnsupported();
    void statusesFollowTheErrorCodes();
};

void TestSessionPaths::aListingIsLikeSftpServers()
{
    ROW("request.OPENDIR");
    MemoryFileSystem files{{"/folder/a.txt", "abc"}, {"/folder/sub/", {}}};
    Talk talk(files);
    talk.ask(Packet::symlink(1, "a.txt", "/folder/link"));
    const QByteArray handle = talk.openedFolder("/folder");
    const Reply listing = talk.ask(Packet::readdir(2, handle));
    QList<QByteArray> names;
    for (const ReplyName& name : listing.names)
        names << name.name;
    QCOMPARE(names, QList<QByteArray>({".", "..", "a.txt", "link", "sub"}));
    QCOMPARE(listing.names[0].attributes, talk.ask(Packet::stat(3, "/folder")).attributes);
    QCOMPARE(listing.names[1].attributes, talk.ask(Packet::stat(4, "/")).attributes);
    QCOMPARE(listing.names[2].attributes, talk.ask(Packet::stat(5, "/folder/a.txt")).attributes);
    QCOMPARE(listing.names[3].attributes, talk.ask(Packet::lstat(6, "/folder/link")).attributes);
    QVERIFY(listing.names[2].longName.startsWith("-rw-r--r--   1 owner    group           3 "));
    QVERIFY(listing.names[2].longName.endsWith(" a.txt"));
    QVERIFY(listing.names[3].longName.startsWith("lrwxrwxrwx "));
    QVERIFY(listing.names[4].longName.startsWith("drwxr-xr-x "));
    QVERIFY(talk.ask(Packet::readdir(7, handle)).is(EndOfFile));
}

void TestSessionPaths::aListingHasAtMostAHundredNamesAndA32KiBReply()
{
    ROW("request.OPENDIR", "C11");
    for (const int length : {4, 255}) {
        MemoryFileSystem files;
        Talk talk(files);
        QSet<QByteArray> expected{".", ".."};
        for (int number = 0; number < 300; ++number) {
            const QByteArray name = QByteArray::number(number).rightJustified(length, '\n');
            talk.ask(Packet::close(1, talk.opened('/' + name, fxf::write | fxf::create)));
            expected << name;
        }
        const QByteArray handle = talk.openedFolder("/");
        QSet<QByteArray> found;
        while (true) {
            const Reply reply = talk.ask(Packet::readdir(2, handle));
            if (reply.is(EndOfFile))
                break;
            QCOMPARE(reply.type, quint8(NameReply));
            QVERIFY(!reply.names.isEmpty() && reply.names.size() <= 100);
            QVERIFY(reply.size <= 32 * 1024);
            for (const ReplyName& name : reply.names) {
                QVERIFY(!found.contains(name.name));
                found << name.name;
            }
        }
        QCOMPARE(found, expected);
    }
}

void TestSessionPaths::aListingStreamsAndEndsOnce()
{
    ROW("request.OPENDIR", "C11");
    MemoryFileSystem inside;
    Talk maker(inside);
    for (int number = 0; number < 250; ++number)
        maker.ask(Packet::mkdir(1, QByteArray::number(number)));
    FaultyFileSystem files(inside);
    Talk talk(files);
    const QByteArray handle = talk.openedFolder("/");
    QCOMPARE(files.count(Call::Next), 0);
    QCOMPARE(talk.ask(Packet::readdir(2, handle)).names.size(), 100);
    QCOMPARE(files.count(Call::Next), 1); // no more is read than is sent
    QCOMPARE(talk.ask(Packet::readdir(3, handle)).names.size(), 100);
    QCOMPARE(files.count(Call::Next), 2);
    // What goes meanwhile is passed over, what is open goes on.
    QVERIFY(maker.ask(Packet::rmdir(4, "/99")).is(Ok));
    QCOMPARE(talk.ask(Packet::readdir(5, handle)).names.size(), 51);
    QVERIFY(talk.ask(Packet::readdir(6, handle)).is(EndOfFile));
    QVERIFY(talk.ask(Packet::readdir(7, handle)).is(EndOfFile));
    QVERIFY(talk.ask(Packet::close(8, handle)).is(Ok));
}

void TestSessionPaths::namesAreBytes()
{
    ROW("trap.bytes", "request.OPENDIR", "A6");
    MemoryFileSystem files;
    Talk talk(files);
    QSet<QByteArray> names;
    for (int byte = 1; byte < 256; ++byte) {
        if (byte == '/')
            continue;
        const QByteArray name = QByteArray("n") + char(byte);
        names << name;
        QVERIFY(!talk.opened('/' + name, fxf::write | fxf::create).isEmpty());
        QCOMPARE(talk.ask(Packet::realpath(1, '/' + name)).names.first().name, '/' + name);
        QVERIFY(talk.ask(Packet::rename(2, '/' + name, "/other")).is(Ok));
        QVERIFY(talk.ask(Packet::rename(3, "/other", '/' + name)).is(Ok));
        QCOMPARE(talk.ask(Packet::stat(4, '/' + name)).type, quint8(AttrsReply));
    }
    QSet<QByteArray> found;
    const QByteArray handle = talk.openedFolder("/");
    for (Reply reply; !(reply = talk.ask(Packet::readdir(5, handle))).is(EndOfFile);) {
        for (const ReplyName& name : reply.names)
            found << name.name;
    }
    found -= {".", ".."};
    QCOMPARE(found, names);
}

void TestSessionPaths::aListingThatFailsLateGivesWhatItHas()
{
    ROW("request.OPENDIR", "event.fault");
    MemoryFileSystem inside;
    Talk maker(inside);
    for (int number = 0; number < 150; ++number)
        maker.ask(Packet::mkdir(1, QByteArray::number(number)));
    FaultyFileSystem files(inside);
    files.fail(Call::Next, {ErrorCode::Failure, QStringLiteral("The disk failed")}, 2);
    Talk talk(files);
    const QByteArray handle = talk.openedFolder("/");
    QCOMPARE(talk.ask(Packet::readdir(2, handle)).names.size(), 100);
    QVERIFY(talk.ask(Packet::readdir(3, handle)).is(Failure));
    QCOMPARE(talk.sink.events(ActivityEvent::Kind::Fault).size(), 1);
    QCOMPARE(talk.ask(Packet::readdir(4, handle)).names.size(), 52);
}

void TestSessionPaths::opendirOfNoFolderFails()
{
    ROW("request.OPENDIR", "status.NotFound", "C12");
    MemoryFileSystem files{{"/a", "abc"}, {"/gone/", {}}};
    Talk talk(files);
    QVERIFY(talk.ask(Packet::opendir(1, "/a")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::opendir(2, "/no")).is(NoSuchFile));
    const QByteArray handle = talk.openedFolder("/gone");
    QVERIFY(talk.ask(Packet::rmdir(3, "/gone")).is(Ok));
    QVERIFY(talk.ask(Packet::readdir(4, handle)).is(EndOfFile)); // not even "."
    QVERIFY(talk.ask(Packet::readdir(5, handle)).is(EndOfFile));
    QCOMPARE(talk.openedFolder("").size(), 8);
}

void TestSessionPaths::removeIsAsPosix()
{
    ROW("request.REMOVE", "status.Failure", "status.NotFound");
    MemoryFileSystem files{{"/a", "abc"}, {"/full/b", "x"}, {"/empty/", {}}};
    Talk talk(files);
    QVERIFY(talk.ask(Packet::remove(1, "/empty")).is(Failure));
    QVERIFY(talk.ask(Packet::remove(2, "/no")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::remove(3, "/a")).is(Ok));
    QVERIFY(talk.ask(Packet::remove(4, "/a")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::rmdir(5, "/full")).is(Failure));
    QVERIFY(talk.ask(Packet::rmdir(6, "/full/b")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::rmdir(7, "/empty")).is(Ok));
    QVERIFY(talk.ask(Packet::stat(8, "/empty")).is(NoSuchFile));
    QCOMPARE(files.content("/full/b"), QByteArray("x"));
}

void TestSessionPaths::mkdirOfWhatExistsIsAFailure()
{
    ROW("request.REMOVE", "trap.mkdir-exists");
    MemoryFileSystem files{{"/a", "abc"}, {"/folder/", {}}};
    Talk talk(files);
    QVERIFY(talk.ask(Packet::mkdir(1, "/a")).is(Failure));
    QVERIFY(talk.ask(Packet::mkdir(2, "/folder")).is(Failure));
    QVERIFY(talk.ask(Packet::mkdir(3, "/")).is(Failure));
    QVERIFY(talk.ask(Packet::mkdir(4, "/no/x")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::mkdir(5, "/folder/x/")).is(Ok));
}

void TestSessionPaths::mkdirTakesTheMode()
{
    ROW("request.REMOVE");
    MemoryFileSystem files;
    Talk talk(files);
    QVERIFY(talk.ask(Packet::mkdir(1, "/a", {5, std::pair(0U, 0U), 0107750, {}})).is(Ok));
    QCOMPARE(talk.ask(Packet::stat(2, "/a")).attributes.permissions, std::optional(0040750U));
}

void TestSessionPaths::renameDoesNotOverwrite()
{
    ROW("request.RENAME");
    MemoryFileSystem files{{"/a", "a"}, {"/b", "b"}, {"/folder/", {}}};
    Talk talk(files);
    QVERIFY(talk.ask(Packet::rename(1, "/a", "/b")).is(Failure));
    QCOMPARE(files.content("/b"), QByteArray("b"));
    QVERIFY(talk.ask(Packet::rename(2, "/folder", "/folder/x")).is(Failure));
    QVERIFY(talk.ask(Packet::rename(3, "/no", "/c")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::rename(4, "/a", "/folder/c")).is(Ok));
    QCOMPARE(files.content("/folder/c"), QByteArray("a"));
    QVERIFY(files.content("/a").isNull());
}

void TestSessionPaths::renameAcrossSharesIsAFailureWithWords()
{
    ROW("request.RENAME", "status.Failure");
    MemoryFileSystem inside{{"/One/a", "a"}, {"/Two/", {}}};
    FaultyFileSystem files(inside);
    const QString words = QStringLiteral("One and Two are different shares");
    files.fail(Call::Rename, {ErrorCode::InvalidArgument, words});
    Talk talk(files);
    const Reply reply = talk.ask(Packet::rename(1, "/One/a", "/Two/a"));
    QVERIFY(reply.is(Failure));
    QCOMPARE(reply.message, words.toUtf8());
}

void TestSessionPaths::realpathIsArithmetic_data()
{
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("nothing") << QByteArray() << QByteArray("/");
    QTest::newRow("dot") << QByteArray(".") << QByteArray("/");
    QTest::newRow("root") << QByteArray("/") << QByteArray("/");
    QTest::newRow("missing") << QByteArray("/no/such/file") << QByteArray("/no/such/file");
    QTest::newRow("relative") << QByteArray("a/b") << QByteArray("/a/b");
    QTest::newRow("up and out") << QByteArray("/../../a/../..") << QByteArray("/");
    QTest::newRow("doubled") << QByteArray("//a//./b/") << QByteArray("/a/b");
    QTest::newRow("a tilde is a name") << QByteArray("~/a") << QByteArray("/~/a");
    QTest::newRow("a backslash is a letter") << QByteArray("C:\\a\\..") << QByteArray("/C:\\a\\..");
    QTest::newRow("bytes") << QByteArray("/\xff\n") << QByteArray("/\xff\n");
}

void TestSessionPaths::realpathIsArithmetic()
{
    ROW("request.REALPATH", "A1");
    QFETCH(QByteArray, asked);
    QFETCH(QByteArray, path);
    MemoryFileSystem inside{{"/a/b", {}}};
    FaultyFileSystem files(inside);
    Talk talk(files);
    const Reply reply = talk.ask(Packet::realpath(1, asked));
    QCOMPARE(reply.names.size(), 1);
    QCOMPARE(reply.names.first().name, path);
    QCOMPARE(reply.names.first().longName, path);
    QCOMPARE(reply.names.first().attributes, WireAttributes());
    QCOMPARE(files.count(Call::Attributes), 0);
}

void TestSessionPaths::relativePathsStartAtHome()
{
    ROW("request.REALPATH");
    MemoryFileSystem files{{"/home/me/a", "abc"}};
    sftp::Client client;
    client.home = *VirtualPath::parse("/home/me");
    Talk talk(files, {}, client);
    QCOMPARE(talk.ask(Packet::realpath(1, ".")).names.first().name, QByteArray("/home/me"));
    QCOMPARE(talk.ask(Packet::realpath(2, "")).names.first().name, QByteArray("/home/me"));
    QCOMPARE(talk.ask(Packet::realpath(3, "../b")).names.first().name, QByteArray("/home/b"));
    QCOMPARE(talk.ask(Packet::stat(4, "a")).attributes.size, std::optional<quint64>(3));
    QVERIFY(talk.ask(Packet::stat(5, "/a")).is(NoSuchFile));
}

void TestSessionPaths::readlinkGivesWhatSymlinkTook()
{
    ROW("request.READLINK");
    MemoryFileSystem files{{"/folder/a", "abc"}};
    Talk talk(files);
    // The target comes first, the link second.
    QVERIFY(talk.ask(Packet::symlink(1, "folder/a", "/link")).is(Ok));
    const Reply reply = talk.ask(Packet::readlink(2, "/link"));
    QCOMPARE(reply.names.size(), 1);
    QCOMPARE(reply.names.first().name, QByteArray("folder/a"));
    QCOMPARE(talk.ask(Packet::stat(3, "/link")).attributes.size, std::optional<quint64>(3));
    QVERIFY(talk.ask(Packet::symlink(4, "x", "/link")).is(Failure));
    QVERIFY(talk.ask(Packet::readlink(5, "/folder/a")).is(Failure));
    QVERIFY(talk.ask(Packet::readlink(6, "/no")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::symlink(7, "../../etc/passwd", "/out")).is(PermissionDenied));
    QVERIFY(talk.ask(Packet::lstat(8, "/out")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::symlink(9, "", "/empty")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::symlink(10, QByteArray("a\0b", 3), "/zero")).is(BadMessage));
    QVERIFY(talk.ask(Packet::symlink(11, QByteArray(4097, 'a'), "/long")).is(BadMessage));
}

void TestSessionPaths::anEmptyPathIsMissingElsewhere()
{
    ROW("status.NotFound", "A8");
    MemoryFileSystem files{{"/a", "abc"}};
    Talk talk(files);
    QVERIFY(talk.ask(Packet::open(1, "", fxf::read)).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::setstat(2, "", {})).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::remove(3, "")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::mkdir(4, "")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::rmdir(5, "")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::rename(6, "", "/b")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::rename(7, "/a", "")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::readlink(8, "")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::symlink(9, "a", "")).is(NoSuchFile));
    QCOMPARE(talk.ask(Packet::lstat(10, "")).type, quint8(AttrsReply));
}

void TestSessionPaths::aZeroByteInAnyPathIsABadMessage()
{
    ROW("status.NameTooLong", "event.protocol", "A4");
    MemoryFileSystem files{{"/a", "abc"}};
    Talk talk(files);
    const QByteArray bad("a\0/../../x", 10);
    const QList<QByteArray> requests{
        Packet::open(1, bad, fxf::read),
        Packet::lstat(1, bad),
        Packet::setstat(1, bad, {}),
        Packet::opendir(1, bad),
        Packet::remove(1, bad),
        Packet::mkdir(1, bad),
        Packet::rmdir(1, bad),
        Packet::realpath(1, bad),
        Packet::stat(1, bad),
        Packet::rename(1, bad, "/b"),
        Packet::rename(1, "/a", bad),
        Packet::readlink(1, bad),
        Packet::symlink(1, bad, "/b"),
        Packet::symlink(1, "a", bad),
        Packet::extended(1, "posix-rename@openssh.com", wire::string("/a") + wire::string(bad)),
        Packet::extended(1, "statvfs@openssh.com", wire::string(bad)),
        Packet::extended(1, "hardlink@openssh.com", wire::string(bad) + wire::string("/b")),
        Packet::extended(1, "expand-path@openssh.com", wire::string(bad)),
        Packet::extended(1, "expand-path@openssh.com", wire::string("~/" + bad)),
        Packet::extended(1, "lsetstat@openssh.com", wire::string(bad) + wire::uint32(0)),
        Packet::checkFile(1, "check-file-name", bad, "md5"),
    };
    for (const QByteArray& request : requests)
        QVERIFY(talk.ask(request).is(BadMessage));
    QCOMPARE(talk.sink.events(ActivityEvent::Kind::Protocol).size(), requests.size());
    QCOMPARE(files.content("/a"), QByteArray("abc"));
}

void TestSessionPaths::namesTooLongAreBadMessages_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("good");
    for (const int length : {254, 255, 256, 257, 65536, 255 * 1024})
        QTest::addRow("a name of %d", length) << '/' + QByteArray(length, 'n') << (length <= 255);
    for (const int length : {4094, 4095, 4096, 4097}) {
        QByteArray path = QByteArray("/n").repeated(2047) + "/n";
        path = path.first(4094) + QByteArray(length - 4094, 'n');
        QTest::addRow("a path of %d", length) << path << (length <= 4096);
    }
}

void TestSessionPaths::namesTooLongAreBadMessages()
{
    ROW("status.NameTooLong", "A7");
    QFETCH(QByteArray, path);
    QFETCH(bool, good);
    MemoryFileSystem files;
    Talk talk(files);
    QVERIFY(talk.ask(Packet::stat(1, path)).is(good ? NoSuchFile : BadMessage));
    // It is no reason to end the channel, however often.
    for (quint32 id = 2; id < 20; ++id)
        QCOMPARE(talk.ask(Packet::realpath(id, path)).type, quint8(good ? NameReply : StatusReply));
}

// What requests that come together find out about a folder serves all of them, and ends with them.
void TestSessionPaths::foldersThatMoveAmongRequestsAreFoundMoved()
{
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("d")));
    for (const char* name : {"/d/a", "/d/b"})
        QVERIFY(QFile(folder.path() + QLatin1String(name)).open(QIODevice::WriteOnly));
    const auto files = LocalFileSystem::open(QFile::encodeName(folder.path()), {});
    QVERIFY(files);
    Talk talk(**files);
    const auto descriptors = [] { return QDir(QStringLiteral("/proc/self/fd")).count(); };
    const auto before = descriptors();
    const auto both = [](quint32 id, const QByteArray& in) {
        return Packet::stat(id, in + "/a") + Packet::stat(id + 1, in + "/b");
    };
    const auto types = [&talk](const QByteArray& requests) {
        QList<quint32> found;
        for (const Reply& reply : talk.exchange(requests))
            found << (reply.type == AttrsReply ? quint32(Ok) : reply.status);
        return found;
    };
    using Found = QList<quint32>;
    QCOMPARE(types(both(1, "/d") + Packet::rename(3, "/d", "/e") + both(4, "/d") + both(6, "/e")),
             Found({Ok, Ok, Ok, NoSuchFile, NoSuchFile, Ok, Ok}));
    QCOMPARE(descriptors(), before);
    QVERIFY(
        QFile::rename(folder.filePath(QStringLiteral("e")), folder.filePath(QStringLiteral("f"))));
    QCOMPARE(types(both(1, "/e") + both(3, "/f")), Found({NoSuchFile, NoSuchFile, Ok, Ok}));
}

void TestSessionPaths::unknownTypesAreUnsupported()
{
    ROW("request.unknown", "status.NotSupported", "C6", "C7");
    MemoryFileSystem files{{"/a", "abc"}};
    Talk talk(files);
    int unknown = 0;
    for (int type = 0; type < 256; ++type) {
        if ((type >= 1 && type <= 20 && type != 2) || type == 200)
            continue;
        const Reply reply = talk.ask(Packet::request(quint8(type), quint32(type) + 1000, "junk"));
        QVERIFY(reply.is(OpUnsupported));
        QCOMPARE(reply.id, quint32(type) + 1000);
        ++unknown;
    }
    QCOMPARE(unknown, 236);
    for (const QByteArray& name :
         {QByteArray(), QByteArray("no@such.extension"), QByteArray(200'000, 'n'),
          QByteArray("limits@openssh.com\0", 19)})
        QVERIFY(talk.ask(Packet::extended(1, name, "junk")).is(OpUnsupported));
    QCOMPARE(talk.ask(Packet::stat(2, "/a")).type, quint8(AttrsReply));
}

void TestSessionPaths::statusesFollowTheErrorCodes()
{
    ROW("status.NotFound", "status.PermissionDenied", "status.NotSupported", "status.NameTooLong",
        "status.Failure");
    const QList<std::pair<ErrorCode, StatusCode>> table{
        {ErrorCode::NotFound, NoSuchFile},
        {ErrorCode::NotADirectory, NoSuchFile},
        {ErrorCode::PermissionDenied, PermissionDenied},
        {ErrorCode::Escaped, PermissionDenied},
        {ErrorCode::NotSupported, OpUnsupported},
        {ErrorCode::NameTooLong, BadMessage},
        {ErrorCode::AlreadyExists, Failure},
        {ErrorCode::NotEmpty, Failure},
        {ErrorCode::NoSpace, Failure},
        {ErrorCode::TooMany, Failure},
        {ErrorCode::Busy, Failure},
        {ErrorCode::Unavailable, Failure},
        {ErrorCode::AnotherFolder, Failure},
        {ErrorCode::Failure, Failure},
    };
    MemoryFileSystem inside{{"/a", "abc"}};
    FaultyFileSystem files(inside);
    Talk talk(files);
    for (const auto& [code, status] : table) {
        files.fail(Call::Attributes, {code, QStringLiteral("Words about Photos")});
        const Reply stat = talk.ask(Packet::stat(1, "/a"));
        QVERIFY(stat.is(status));
        QCOMPARE(stat.message, QByteArray("Words about Photos"));
        QCOMPARE(stat.language, QByteArray("en"));
        files.fail(Call::MakeDirectory, {code, {}});
        const Reply mkdir = talk.ask(Packet::mkdir(2, "/b"));
        QVERIFY(mkdir.is(status));
        QVERIFY(!mkdir.message.isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestSessionPaths)
#include "tst_session_paths.moc"
