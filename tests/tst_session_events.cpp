#include "core/memory_file_system.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/packets.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

namespace {

using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

sftp::Client anna()
{
    sftp::Client client;
    client.connection = 7;
    client.peer = QStringLiteral("192.168.1.7:50112");
    client.user = QStringLiteral("anna");
    return client;
}

// A tree of the share "Inbox", a session that serves it, and what it recorded.
struct Scene {
    explicit Scene(std::initializer_list<std::pair<const char*, QByteArray>> tree = {},
                   std::chrono::milliseconds progressEvery = std::chrono::hours(1))
        : inside(tree)
        , files(inside)
        , talk(files, limits(progressEvery), anna())
    {
        files.setShare("Inbox");
    }
    static sftp::SessionLimits limits(std::chrono::milliseconds progressEvery)
    {
        sftp::SessionLimits limits;
        limits.progressEvery = progressEvery;
        return limits;
    }
    QList<ActivityEvent> take() { return talk.sink.take(); }

    MemoryFileSystem inside;
    FaultyFileSystem files;
    Talk talk;
};

// The one event that was recorded; another count gives one of no connection.
ActivityEvent only(const QList<ActivityEvent>& events)
{
    return events.size() == 1 ? events.first() : ActivityEvent();
}

bool isOfAnna(const ActivityEvent& event)
{
    return event.connection == 7 && event.peer == QStringLiteral("192.168.1.7:50112")
        && event.user == QStringLiteral("anna") && event.share == "Inbox" && event.at.isValid()
        && event.at.timeSpec() == Qt::UTC;
}

Error disk()
{
    return {ErrorCode::Failure, QStringLiteral("The disk of Inbox reported an error")};
}

} // namespace

// One event for each change, and for each incident.
class TestSessionEvents : public QObject {
    Q_OBJECT
private slots:
    void changesAreEvents();
    void refusedChangesTellWhy();
    void changedAttributesAreDescribed_data();
    void changedAttributesAreDescribed();
    void anEscapeIsAnEventOfItsOwn_data();
    void anEscapeIsAnEventOfItsOwn();
    void theComputersTroublesAreFaults();
    void questionsAreSilent();
};

void TestSessionEvents::changesAreEvents()
{
    ROW("event.madeDirectory", "event.removed", "event.renamed", "event.linked");
    Scene scene{{"/a", "abc"}, {"/b", "x"}};
    const auto check = [&scene](const QByteArray& request, Kind kind, const QByteArray& path,
                                const QByteArray& target = {}) {
        QVERIFY(scene.talk.ask(request).is(Ok));
        const ActivityEvent event = only(scene.take());
        QVERIFY(isOfAnna(event));
        QCOMPARE(event.kind, kind);
        QCOMPARE(event.outcome, Outcome::Ok);
        QCOMPARE(event.path->bytes(), path);
        QCOMPARE(event.target, target);
        QCOMPARE(event.id, quint64(0));
        QVERIFY(!event.error);
        QCOMPARE(event.elapsed.has_value(), kind == Kind::MadeDirectory);
    };
    check(Packet::mkdir(1, "/new"), Kind::MadeDirectory, "/new");
    check(Packet::rename(2, "/a", "/new/a"), Kind::Renamed, "/a", "/new/a");
    check(Packet::extended(3, "posix-rename@openssh.com",
                           wire::string("/new/a") + wire::string("/b")),
          Kind::Renamed, "/new/a", "/b");
    check(Packet::symlink(4, "b", "/link"), Kind::Linked, "/link", "b");
    check(Packet::extended(5, "hardlink@openssh.com", wire::string("/b") + wire::string("/hard")),
          Kind::Linked, "/hard", "/b");
    check(Packet::remove(6, "/link"), Kind::Removed, "/link");
    check(Packet::rmdir(7, "/new"), Kind::Removed, "/new");
}

void TestSessionEvents::refusedChangesTellWhy()
{
    ROW("event.madeDirectory", "event.removed", "event.renamed", "event.linked",
        "event.changedAttributes");
    Scene scene{{"/a", "abc"}};
    const Error refusal{ErrorCode::PermissionDenied, QStringLiteral("Inbox may only be viewed")};
    const Error taken{ErrorCode::AlreadyExists, QStringLiteral("The name is taken on Inbox")};
    const auto check = [&](const QByteArray& request, Call call, Kind kind,
                           const QByteArray& target = {}) {
        for (const Error& error : {refusal, taken}) {
            scene.files.fail(call, error);
            QVERIFY(!scene.talk.ask(request).is(Ok));
            const ActivityEvent event = only(scene.take());
            QVERIFY(isOfAnna(event));
            QCOMPARE(event.kind, kind);
            QCOMPARE(event.outcome, error == refusal ? Outcome::Refused : Outcome::Failed);
            QCOMPARE(event.error, error);
            QCOMPARE(event.path->bytes(), QByteArray("/a"));
            QCOMPARE(event.target, target);
        }
    };
    check(Packet::mkdir(1, "/a"), Call::MakeDirectory, Kind::MadeDirectory);
    check(Packet::remove(2, "/a"), Call::RemoveFile, Kind::Removed);
    check(Packet::rmdir(3, "/a"), Call::RemoveDirectory, Kind::Removed);
    check(Packet::rename(4, "/a", "/b"), Call::Rename, Kind::Renamed, "/b");
    check(Packet::symlink(5, "x", "/a"), Call::MakeLink, Kind::Linked, "x");
    check(Packet::extended(6, "hardlink@openssh.com", wire::string("/b") + wire::string("/a")),
          Call::MakeHardLink, Kind::Linked, "/b");
    check(Packet::setstat(7, "/a", {{}, {}, 0600, {}}), Call::SetAttributes,
          Kind::ChangedAttributes);
}

void TestSessionEvents::changedAttributesAreDescribed_data()
{
    QTest::addColumn<QByteArray>("attributes");
    QTest::addColumn<QString>("message");
    using Times = std::pair<quint32, quint32>;
    const auto row = [](const WireAttributes& attributes, const char* message) {
        QTest::newRow(message) << attributes.bytes() << QString::fromLatin1(message);
    };
    row({{}, {}, 0644, {}}, "mode 0644");
    row({{}, {}, 0, {}}, "mode 0000");
    row({5, {}, {}, {}}, "size 5");
    row({{}, {}, {}, Times(1, 1767344400)}, "time 2026-01-02T09:00:00Z");
    row({{}, {}, {}, Times(0, 0)}, "time 1970-01-01T00:00:00Z");
    row({{}, {}, {}, Times(0, 0xffffffff)}, "time 2106-02-07T06:28:15Z");
    row({0, {}, 0600, Times(1, 1)}, "size 0, mode 0600, time 1970-01-01T00:00:01Z");
}

void TestSessionEvents::changedAttributesAreDescribed()
{
    ROW("event.changedAttributes");
    QFETCH(QByteArray, attributes);
    QFETCH(QString, message);
    Scene scene{{"/b", "abc"}};
    const QByteArray handle = scene.talk.opened("/b", fxf::write);
    const QList<QByteArray> requests{
        Packet::request(9, 1, wire::string("/b") + attributes),
        Packet::request(10, 2, wire::string(handle) + attributes),
    };
    for (const QByteArray& request : requests) {
        QVERIFY(scene.talk.ask(request).is(Ok));
        const ActivityEvent event = only(scene.take());
        QVERIFY(isOfAnna(event));
        QCOMPARE(event.kind, Kind::ChangedAttributes);
        QCOMPARE(event.outcome, Outcome::Ok);
        QCOMPARE(event.path->bytes(), QByteArray("/b"));
        QCOMPARE(event.message, message);
    }
}

void TestSessionEvents::anEscapeIsAnEventOfItsOwn_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("call");
    const auto row = [](const char* name, const QByteArray& request, Call call) {
        QTest::newRow(name) << request << int(call);
    };
    row("OPEN", Packet::open(1, "/out", fxf::read), Call::Open);
    row("STAT", Packet::stat(1, "/out"), Call::Attributes);
    row("SETSTAT", Packet::setstat(1, "/out", {0, {}, {}, {}}), Call::SetAttributes);
    row("OPENDIR", Packet::opendir(1, "/out"), Call::OpenDirectory);
    row("MKDIR", Packet::mkdir(1, "/out"), Call::MakeDirectory);
    row("REMOVE", Packet::remove(1, "/out"), Call::RemoveFile);
    row("RENAME", Packet::rename(1, "/out", "/b"), Call::Rename);
    row("READLINK", Packet::readlink(1, "/out"), Call::ReadLink);
    row("SYMLINK", Packet::symlink(1, "../x", "/out"), Call::MakeLink);
    row("statvfs", Packet::extended(1, "statvfs@openssh.com", wire::string("/out")), Call::Space);
    row("check-file", Packet::checkFile(1, "check-file-name", "/out", "md5"), Call::Open);
}

void TestSessionEvents::anEscapeIsAnEventOfItsOwn()
{
    ROW("event.escape", "status.PermissionDenied");
    QFETCH(QByteArray, request);
    QFETCH(int, call);
    Scene scene;
    const Error escape{ErrorCode::Escaped, QStringLiteral("The link leads out of the share")};
    scene.files.fail(Call(call), escape);
    QVERIFY(scene.talk.ask(request).is(PermissionDenied));
    const ActivityEvent event = only(scene.take());
    QVERIFY(isOfAnna(event));
    QCOMPARE(event.kind, Kind::Escape);
    QCOMPARE(event.outcome, Outcome::Refused);
    QCOMPARE(event.path->bytes(), QByteArray("/out"));
    QCOMPARE(event.error, escape);
}

void TestSessionEvents::theComputersTroublesAreFaults()
{
    ROW("event.fault");
    Scene scene{{"/a", "abc"}};
    const auto check = [&](const QByteArray& request, Call call, const Error& error, Kind kind,
                           const char* path) {
        scene.files.fail(call, error);
        QVERIFY(scene.talk.ask(request).is(Failure));
        const ActivityEvent event = only(scene.take());
        QCOMPARE(event.kind, kind);
        QCOMPARE(event.outcome, kind == Kind::Limit ? Outcome::Refused : Outcome::Failed);
        QCOMPARE(event.path->bytes(), QByteArray(path));
        QCOMPARE(event.error, error);
    };
    const Error full{ErrorCode::NoSpace, QStringLiteral("No space left on Inbox")};
    const Error files{ErrorCode::TooMany, QStringLiteral("Too many files are open")};
    check(Packet::stat(1, "/a"), Call::Attributes, disk(), Kind::Fault, "/a");
    check(Packet::mkdir(2, "/b"), Call::MakeDirectory, full, Kind::Fault, "/b");
    check(Packet::open(3, "/a", fxf::read), Call::Open, files, Kind::Limit, "/a");
    // A change that failed for a reason of its own is told as that change.
    check(Packet::rename(4, "/a", "/b"), Call::Rename, disk(), Kind::Renamed, "/a");
}

void TestSessionEvents::questionsAreSilent()
{
    Scene scene{{"/a", "abc"}};
    scene.talk.ask(Packet::stat(1, "/a"));
    scene.talk.ask(Packet::stat(2, "/no"));
    scene.talk.ask(Packet::realpath(3, "/no"));
    scene.talk.ask(Packet::opendir(4, "/no"));
    scene.talk.ask(Packet::readdir(5, scene.talk.openedFolder("/")));
    scene.talk.ask(Packet::readlink(6, "/no"));
    scene.talk.ask(Packet::extended(7, "statvfs@openssh.com", wire::string("/no")));
    scene.talk.ask(Packet::setstat(8, "/a", {{}, std::pair(1000U, 1000U), {}, {}}));
    QVERIFY(scene.take().isEmpty());
}

QTEST_GUILESS_MAIN(TestSessionEvents)
#include "tst_session_events.moc"
