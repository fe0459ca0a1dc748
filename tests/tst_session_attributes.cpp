#include "core/memory_file_system.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/packets.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

// The STATs and the SETSTATs.
class TestSessionAttributes : public QObject {
    Q_OBJECT
private slots:
    void statTellsTypeSizeTimesAndNumbers();
    void lstatDoesNotFollow();
    void fstatKnowsFilesAndFolders();
    void setstatSetsSizeModeAndTimes();
    void setstatKeepsTheOwner();
    void setstatStripsSetuidAndSetgid();
    void setstatOfWhatCannotBeHonouredInFullSucceeds();
    void setstatFailsWhenNothingCanBeSet();
    void fsetstatOfAFolderSetsIt();
};

void TestSessionAttributes::statTellsTypeSizeTimesAndNumbers()
{
    ROW("request.STAT");
    MemoryFileSystem files{{"/folder/a.txt", "abc"}};
    Talk talk(files);
    talk.ask(Packet::setstat(1, "/folder/a.txt", {{}, {}, 0640, std::pair(11U, 22U)}));
    const WireAttributes file = talk.ask(Packet::stat(2, "/folder/a.txt")).attributes;
    QCOMPARE(file, (WireAttributes{3, std::pair(1000U, 1000U), 0100640, std::pair(11U, 22U)}));
    const WireAttributes folder = talk.ask(Packet::stat(3, "/folder")).attributes;
    QCOMPARE(folder.permissions, std::optional(0040755U));
    QVERIFY(talk.ask(Packet::stat(4, "/no")).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::stat(5, "/folder/a.txt/x")).is(NoSuchFile));
    QCOMPARE(talk.ask(Packet::stat(6, "")).attributes.permissions, std::optional(0040755U));
    QCOMPARE(talk.ask(Packet::stat(7, "../../folder/./a.txt")).attributes, file);
}

void TestSessionAttributes::lstatDoesNotFollow()
{
    ROW("request.STAT", "status.NotFound");
    MemoryFileSystem files{{"/a.txt", "abc"}};
    Talk talk(files);
    QVERIFY(talk.ask(Packet::symlink(1, "a.txt", "/link")).is(Ok));
    QVERIFY(talk.ask(Packet::symlink(2, "nowhere", "/dangling")).is(Ok));
    QVERIFY(talk.ask(Packet::symlink(3, "loop", "/loop")).is(Ok));
    QCOMPARE(talk.ask(Packet::lstat(4, "/link")).attributes.permissions, std::optional(0120777U));
    QCOMPARE(talk.ask(Packet::stat(5, "/link")).attributes.permissions, std::optional(0100644U));
    QVERIFY(talk.ask(Packet::stat(6, "/dangling")).is(NoSuchFile));
    QCOMPARE(talk.ask(Packet::lstat(7, "/dangling")).type, quint8(AttrsReply));
    QVERIFY(talk.ask(Packet::stat(8, "/loop")).is(NoSuchFile));
}

void TestSessionAttributes::fstatKnowsFilesAndFolders()
{
    ROW("request.STAT");
    MemoryFileSystem files{{"/folder/a.txt", "abc"}};
    Talk talk(files);
    const QByteArray file = talk.opened("/folder/a.txt");
    const QByteArray folder = talk.openedFolder("/folder");
    QCOMPARE(talk.ask(Packet::fstat(1, file)).attributes,
             talk.ask(Packet::stat(2, "/folder/a.txt")).attributes);
    QCOMPARE(talk.ask(Packet::fstat(3, folder)).attributes,
             talk.ask(Packet::stat(4, "/folder")).attributes);
    // What is open stays readable when its name is gone.
    QVERIFY(talk.ask(Packet::remove(5, "/folder/a.txt")).is(Ok));
    QCOMPARE(talk.ask(Packet::fstat(6, file)).attributes.size, std::optional<quint64>(3));
}

void TestSessionAttributes::setstatSetsSizeModeAndTimes()
{
    ROW("request.SETSTAT");
    MemoryFileSystem files{{"/a", "abcdef"}};
    Talk talk(files);
    QVERIFY(talk.ask(Packet::setstat(1, "/a", {3, {}, 0600, std::pair(0U, 0xffffffffU)})).is(Ok));
    QCOMPARE(talk.ask(Packet::stat(2, "/a")).attributes,
             (WireAttributes{3, std::pair(1000U, 1000U), 0100600, std::pair(0U, 0xffffffffU)}));
    QCOMPARE(files.content("/a"), QByteArray("abc"));

    const QByteArray handle = talk.opened("/a", fxf::write);
    QVERIFY(talk.ask(Packet::fsetstat(3, handle, {5, {}, 0644, std::pair(7U, 8U)})).is(Ok));
    QCOMPARE(talk.ask(Packet::fstat(4, handle)).attributes,
             (WireAttributes{5, std::pair(1000U, 1000U), 0100644, std::pair(7U, 8U)}));
    QCOMPARE(files.content("/a"), QByteArray("abc\0\0", 5));
    QVERIFY(talk.ask(Packet::setstat(5, "/no", {{}, {}, 0600, {}})).is(NoSuchFile));
    QVERIFY(talk.ask(Packet::setstat(6, "/a", {})).is(Ok));
    QVERIFY(talk.ask(Packet::setstat(7, "/no", {})).is(NoSuchFile));
}

void TestSessionAttributes::setstatKeepsTheOwner()
{
    ROW("request.SETSTAT", "status.PermissionDenied", "B4");
    MemoryFileSystem files{{"/a", "abc"}};
    Talk talk(files);
    const QByteArray handle = talk.opened("/a", fxf::write);
    for (const auto& [uid, gid, status] :
         {std::tuple(1000U, 1000U, Ok), std::tuple(1000U, 1001U, PermissionDenied),
          std::tuple(0U, 1000U, PermissionDenied), std::tuple(0U, 0U, PermissionDenied)}) {
        const WireAttributes owner{{}, std::pair(uid, gid), {}, {}};
        QVERIFY(talk.ask(Packet::setstat(1, "/a", owner)).is(status));
        QVERIFY(talk.ask(Packet::fsetstat(2, handle, owner)).is(status));
    }
    QCOMPARE(talk.ask(Packet::stat(3, "/a")).attributes.owner,
             std::optional(std::pair(1000U, 1000U)));
    // The owner is no reason to leave out the rest.
    QVERIFY(talk.ask(Packet::setstat(4, "/a", {{}, std::pair(1000U, 1000U), 0600, {}})).is(Ok));
    QCOMPARE(talk.ask(Packet::stat(5, "/a")).attributes.permissions, std::optional(0100600U));
}

void TestSessionAttributes::setstatStripsSetuidAndSetgid()
{
    ROW("request.SETSTAT", "event.changedAttributes", "B3");
    MemoryFileSystem files{{"/a", "abc"}};
    Talk talk(files);
    QVERIFY(talk.ask(Packet::setstat(1, "/a", {{}, {}, 0107751, {}})).is(Ok));
    QCOMPARE(talk.ask(Packet::stat(2, "/a")).attributes.permissions, std::optional(0100751U));
    const auto events = talk.sink.events(ActivityEvent::Kind::ChangedAttributes);
    QCOMPARE(events.size(), 1);
    QCOMPARE(events.first().message, QStringLiteral("mode 0751 without setuid, setgid and sticky"));
}

// WinSCP sets mode and times after each upload; a storage may lack one of the two.
void TestSessionAttributes::setstatOfWhatCannotBeHonouredInFullSucceeds()
{
    ROW("request.SETSTAT");
    for (const ErrorCode code : {ErrorCode::PermissionDenied, ErrorCode::NotSupported}) {
        MemoryFileSystem inside{{"/a", "abc"}};
        FaultyFileSystem files(inside);
        files.fail(Call::SetAttributes, {code, QStringLiteral("no")}, 1, 2);
        Talk talk(files);
        QVERIFY(talk.ask(Packet::setstat(1, "/a", {{}, {}, 0600, std::pair(5U, 6U)})).is(Ok));
        const WireAttributes set = talk.ask(Packet::stat(2, "/a")).attributes;
        QCOMPARE(set.permissions, std::optional(0100644U)); // the first half failed
        QCOMPARE(set.times, std::optional(std::pair(5U, 6U)));
        QCOMPARE(talk.sink.events().last().message, QStringLiteral("time 1970-01-01T00:00:06Z"));
    }
}

void TestSessionAttributes::setstatFailsWhenNothingCanBeSet()
{
    ROW("request.SETSTAT");
    MemoryFileSystem inside{{"/a", "abc"}};
    FaultyFileSystem files(inside);
    Talk talk(files);
    const WireAttributes both{{}, {}, 0600, std::pair(5U, 6U)};
    files.fail(Call::SetAttributes, {ErrorCode::PermissionDenied, QStringLiteral("no")}, 1, -1);
    QVERIFY(talk.ask(Packet::setstat(1, "/a", both)).is(PermissionDenied));
    files.fail(Call::SetAttributes, {ErrorCode::PermissionDenied, QStringLiteral("no")}, 1, 1);
    QVERIFY(talk.ask(Packet::setstat(2, "/a", {0, {}, 0600, {}})).is(PermissionDenied));
    files.fail(Call::SetAttributes, {ErrorCode::Failure, QStringLiteral("no")}, 1, 1);
    QVERIFY(talk.ask(Packet::setstat(3, "/a", both)).is(Failure));
    QCOMPARE(inside.content("/a"), QByteArray("abc"));
}

void TestSessionAttributes::fsetstatOfAFolderSetsIt()
{
    ROW("request.SETSTAT");
    MemoryFileSystem files{{"/folder/", {}}};
    Talk talk(files);
    const QByteArray handle = talk.openedFolder("/folder");
    QVERIFY(talk.ask(Packet::fsetstat(1, handle, {{}, {}, 0700, {}})).is(Ok));
    QCOMPARE(talk.ask(Packet::stat(2, "/folder")).attributes.permissions, std::optional(0040700U));
}

QTEST_GUILESS_MAIN(TestSessionAttributes)
#include "tst_session_attributes.moc"
