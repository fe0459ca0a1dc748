#include "core/memory_file_system.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/packets.h"

#include <QSet>
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

QList<Outcome> outcomesOf(const QList<ActivityEvent>& events)
{
    QList<Outcome> outcomes;
    for (const ActivityEvent& event : events)
        outcomes << event.outcome.value_or(Outcome(-1));
    return outcomes;
}

Error disk()
{
    return {ErrorCode::Failure, QStringLiteral("The disk of Inbox reported an error")};
}

} // namespace

// The rows of transfers: one each, from its start to its end.
class TestSessionTransfers : public QObject {
    Q_OBJECT
private slots:
    void aDownloadIsARowFromStartToEnd();
    void anUploadIsARowFromStartToEnd();
    void progressIsToldWhenItsTimeHasCome();
    void progressWaitsForItsTime();
    void anEmptyDownloadHasARow();
    void anEmptyUploadHasARow();
    void aFileThatWasOnlyLookedAtHasNone();
    void aFileReadAndWrittenIsAnUpload();
    void aLostConnectionCutsShort();
    void whatIsOpenIsTransferring();
    void transfersOfAConnectionAreNumberedTogether();
    void aFailedTransferEndsWithItsReason();
    void aCloseThatFailsIsTheEndOfItsRow();
    void copiedBytesAreAnUpload();
    void aRefusedOpenIsARowOfItsOwn();
};

void TestSessionTransfers::aDownloadIsARowFromStartToEnd()
{
    ROW("event.download");
    Scene scene{{"/a", QByteArray(1000, 'a')}};
    const QByteArray handle = scene.talk.opened("/a");
    QVERIFY(scene.take().isEmpty());
    scene.talk.exchange(Packet::read(1, handle, 0, 600) + Packet::read(2, handle, 600, 600)
                        + Packet::read(3, handle, 1000, 600) + Packet::close(4, handle));
    const auto events = scene.take();
    QCOMPARE(outcomesOf(events), QList<Outcome>({Outcome::Started, Outcome::Ok}));
    for (const ActivityEvent& event : events) {
        QVERIFY(isOfAnna(event));
        QCOMPARE(event.kind, Kind::Download);
        QCOMPARE(event.id, (quint64(7) << 32) + 1);
        QCOMPARE(event.path->bytes(), QByteArray("/a"));
        QVERIFY(event.elapsed && event.elapsed->count() >= 0);
        QVERIFY(!event.error);
    }
    QCOMPARE(events[0].bytes, std::optional<qint64>(0));
    QCOMPARE(events[1].bytes, std::optional<qint64>(1000));
    QCOMPARE(scene.talk.session->bytesSent(), quint64(1000));
}

void TestSessionTransfers::anUploadIsARowFromStartToEnd()
{
    ROW("event.upload");
    Scene scene;
    const QByteArray handle = scene.talk.opened("/b\xff.bin", fxf::write | fxf::create);
    scene.talk.exchange(Packet::write(1, handle, 0, QByteArray(600, 'b'))
                        + Packet::write(2, handle, 600, QByteArray(400, 'b'))
                        + Packet::close(3, handle));
    const auto events = scene.take();
    QCOMPARE(outcomesOf(events), QList<Outcome>({Outcome::Started, Outcome::Ok}));
    for (const ActivityEvent& event : events) {
        QVERIFY(isOfAnna(event));
        QCOMPARE(event.kind, Kind::Upload);
        QCOMPARE(event.id, (quint64(7) << 32) + 1);
        QCOMPARE(event.path->bytes(), QByteArray("/b\xff.bin"));
    }
    QCOMPARE(events[1].bytes, std::optional<qint64>(1000));
}

void TestSessionTransfers::progressIsToldWhenItsTimeHasCome()
{
    ROW("event.download", "event.upload");
    Scene scene({{"/a", QByteArray(1000, 'a')}}, std::chrono::milliseconds(0));
    const QByteArray from = scene.talk.opened("/a");
    for (quint32 id = 0; id < 3; ++id)
        scene.talk.ask(Packet::read(id, from, id * 10, 10));
    const auto events = scene.take();
    QCOMPARE(
        outcomesOf(events),
        QList<Outcome>({Outcome::Started, Outcome::Running, Outcome::Running, Outcome::Running}));
    QCOMPARE(events[1].bytes, std::optional<qint64>(10));
    QCOMPARE(events[3].bytes, std::optional<qint64>(30));
    const QByteArray to = scene.talk.opened("/b", fxf::write | fxf::create);
    scene.talk.ask(Packet::write(4, to, 0, "0123456789"));
    QCOMPARE(outcomesOf(scene.take()), QList<Outcome>({Outcome::Started, Outcome::Running}));
}

void TestSessionTransfers::progressWaitsForItsTime()
{
    ROW("event.download", "event.upload");
    Scene scene{{"/a", QByteArray(1000, 'a')}};
    const QByteArray from = scene.talk.opened("/a");
    const QByteArray to = scene.talk.opened("/b", fxf::write | fxf::create);
    for (quint32 id = 0; id < 1000; ++id) {
        scene.talk.ask(Packet::read(id, from, 0, 1));
        scene.talk.ask(Packet::write(id, to, 0, "x"));
    }
    QCOMPARE(outcomesOf(scene.take()), QList<Outcome>({Outcome::Started, Outcome::Started}));
}

void TestSessionTransfers::anEmptyDownloadHasARow()
{
    ROW("event.download");
    Scene scene{{"/empty", {}}};
    for (const bool asks : {false, true}) {
        const QByteArray handle = scene.talk.opened("/empty");
        if (asks)
            QVERIFY(scene.talk.ask(Packet::read(1, handle, 0, 100)).is(EndOfFile));
        scene.talk.ask(Packet::close(2, handle));
        const auto events = scene.take();
        QCOMPARE(outcomesOf(events), QList<Outcome>({Outcome::Started, Outcome::Ok}));
        QCOMPARE(events[1].kind, Kind::Download);
        QCOMPARE(events[1].bytes, std::optional<qint64>(0));
    }
}

void TestSessionTransfers::anEmptyUploadHasARow()
{
    ROW("event.upload");
    Scene scene;
    const quint32 flags = fxf::write | fxf::create | fxf::truncate;
    scene.talk.ask(Packet::close(1, scene.talk.opened("/a", flags)));
    const auto events = scene.take();
    QCOMPARE(outcomesOf(events), QList<Outcome>({Outcome::Started, Outcome::Ok}));
    QCOMPARE(events[1].kind, Kind::Upload);
    QCOMPARE(events[0].id, events[1].id);
}

void TestSessionTransfers::aFileThatWasOnlyLookedAtHasNone()
{
    Scene scene{{"/a", "abc"}};
    scene.talk.ask(Packet::close(1, scene.talk.opened("/a")));
    scene.talk.ask(Packet::close(2, scene.talk.opened("/a", fxf::write)));
    scene.talk.ask(Packet::close(3, scene.talk.openedFolder("/")));
    scene.talk.opened("/a");
    scene.talk.end();
    QVERIFY(scene.take().isEmpty());
}

void TestSessionTransfers::aFileReadAndWrittenIsAnUpload()
{
    ROW("event.upload");
    Scene scene{{"/a", "abcdef"}};
    const QByteArray handle = scene.talk.opened("/a", fxf::read | fxf::write);
    scene.talk.ask(Packet::write(1, handle, 0, "AB"));
    scene.talk.ask(Packet::read(2, handle, 0, 6));
    scene.talk.ask(Packet::close(3, handle));
    const auto events = scene.take();
    QCOMPARE(outcomesOf(events), QList<Outcome>({Outcome::Started, Outcome::Ok}));
    QCOMPARE(events[0].kind, Kind::Upload);
    QCOMPARE(events[1].kind, Kind::Upload);
    QCOMPARE(events[1].bytes, std::optional<qint64>(2));
}

void TestSessionTransfers::aLostConnectionCutsShort()
{
    ROW("event.download", "event.upload");
    Scene scene{{"/a", QByteArray(1000, 'a')}};
    const QByteArray from = scene.talk.opened("/a");
    const QByteArray to = scene.talk.opened("/b", fxf::write | fxf::create);
    scene.talk.opened("/made", fxf::write | fxf::create);
    scene.talk.ask(Packet::read(1, from, 0, 100));
    scene.talk.ask(Packet::write(2, to, 0, QByteArray(200, 'b')));
    // The line drops in the middle of a WRITE: what arrived of it is in the file.
    scene.talk.exchange(Packet::write(3, to, 200, QByteArray(500, 'b')).first(33 + 50));
    scene.take();
    scene.talk.end();
    const auto events = scene.take();
    QCOMPARE(outcomesOf(events),
             QList<Outcome>({Outcome::CutShort, Outcome::CutShort, Outcome::CutShort}));
    QCOMPARE(events[0].kind, Kind::Download);
    QCOMPARE(events[0].bytes, std::optional<qint64>(100));
    QCOMPARE(events[1].kind, Kind::Upload);
    QCOMPARE(events[1].bytes, std::optional<qint64>(250));
    QCOMPARE(events[2].bytes, std::optional<qint64>(0));
    for (const ActivityEvent& event : events) {
        QVERIFY(isOfAnna(event));
        QCOMPARE(event.error->message, QStringLiteral("The connection was lost"));
    }
    QCOMPARE(scene.inside.content("/b").size(), 250);
}

void TestSessionTransfers::whatIsOpenIsTransferring()
{
    Scene scene{{"/a", QByteArray(1000, 'a')}};
    sftp::Session& session = *scene.talk.session;
    const QByteArray handle = scene.talk.opened("/a");
    QVERIFY(!session.isTransferring());
    QVERIFY(!session.currentTransfer());
    scene.talk.ask(Packet::read(1, handle, 0, 300));
    QVERIFY(session.isTransferring());
    const auto download = session.currentTransfer();
    QCOMPARE(download->path.bytes(), QByteArray("/a"));
    QCOMPARE(download->size, std::optional<quint64>(1000));
    QCOMPARE(download->moved, quint64(300));
    const QByteArray to = scene.talk.opened("/b", fxf::write | fxf::create);
    scene.talk.ask(Packet::write(2, to, 0, "abc"));
    const auto upload = session.currentTransfer();
    QCOMPARE(upload->path.bytes(), QByteArray("/b"));
    QVERIFY(!upload->size);
    QCOMPARE(upload->moved, quint64(3));
    scene.talk.ask(Packet::close(3, to));
    QVERIFY(session.isTransferring());
    QVERIFY(!session.currentTransfer());
    scene.talk.ask(Packet::close(4, handle));
    QVERIFY(!session.isTransferring());
}

void TestSessionTransfers::transfersOfAConnectionAreNumberedTogether()
{
    ROW("event.download");
    MemoryFileSystem files{{"/a", "abc"}};
    RecordingSink sink;
    const auto ids = std::make_shared<std::atomic<quint32>>(0);
    sftp::Session one(files, sink, anna(), {}, ids), other(files, sink, anna(), {}, ids);
    QSet<quint64> seen;
    for (sftp::Session* session : {&one, &other, &one}) {
        if (session->bytesSent() == 0)
            exchange(*session, Packet::init());
        const QByteArray handle =
            exchange(*session, Packet::open(1, "/a", fxf::read)).first().handle;
        exchange(*session, Packet::read(2, handle, 0, 3) + Packet::close(3, handle));
    }
    for (const ActivityEvent& event : sink.events())
        seen << event.id;
    const quint64 first = quint64(7) << 32;
    QCOMPARE(seen, QSet<quint64>({first + 1, first + 2, first + 3}));
}

void TestSessionTransfers::aFailedTransferEndsWithItsReason()
{
    ROW("event.upload", "event.download", "event.fault");
    Scene scene{{"/a", QByteArray(1000, 'a')}};
    const Error full{ErrorCode::NoSpace, QStringLiteral("No space left on Inbox")};
    const QByteArray to = scene.talk.opened("/b", fxf::write | fxf::create);
    scene.files.fail(Call::Write, full, 2, -1);
    for (quint32 id = 0; id < 5; ++id)
        scene.talk.ask(Packet::write(id, to, id * 10, "0123456789"));
    scene.talk.ask(Packet::close(9, to));
    const auto upload = scene.take();
    QCOMPARE(upload.size(), 3);
    QCOMPARE(upload[1].kind, Kind::Fault); // one, however often the client tries
    QCOMPARE(upload[1].outcome, Outcome::Failed);
    QCOMPARE(upload[1].error, full);
    QCOMPARE(upload[1].path->bytes(), QByteArray("/b"));
    QVERIFY(isOfAnna(upload[1]));
    QCOMPARE(upload[2].kind, Kind::Upload);
    QCOMPARE(upload[2].outcome, Outcome::Failed);
    QCOMPARE(upload[2].error, full);
    QCOMPARE(upload[2].bytes, std::optional<qint64>(10));

    const QByteArray from = scene.talk.opened("/a");
    scene.files.fail(Call::Read, disk(), 2);
    for (quint32 id = 0; id < 3; ++id)
        scene.talk.ask(Packet::read(id, from, id * 10, 10));
    scene.talk.ask(Packet::close(9, from));
    const auto download = scene.take();
    QCOMPARE(outcomesOf(download),
             QList<Outcome>({Outcome::Started, Outcome::Failed, Outcome::Failed}));
    QCOMPARE(download[1].kind, Kind::Fault);
    QCOMPARE(download[2].kind, Kind::Download);
    QCOMPARE(download[2].error, disk());
}

void TestSessionTransfers::aCloseThatFailsIsTheEndOfItsRow()
{
    ROW("event.upload", "event.fault", "request.CLOSE");
    Scene scene;
    const QByteArray to = scene.talk.opened("/b", fxf::write | fxf::create);
    scene.talk.ask(Packet::write(1, to, 0, "abc"));
    scene.files.fail(Call::Close, disk());
    scene.talk.ask(Packet::close(2, to));
    const auto events = scene.take();
    QCOMPARE(outcomesOf(events),
             QList<Outcome>({Outcome::Started, Outcome::Failed, Outcome::Failed}));
    QCOMPARE(events[1].kind, Kind::Fault);
    QCOMPARE(events[2].kind, Kind::Upload);
    QCOMPARE(events[2].error, disk());
}

void TestSessionTransfers::copiedBytesAreAnUpload()
{
    ROW("event.upload", "ext.copy-data");
    Scene scene{{"/a", QByteArray(1000, 'a')}, {"/b", {}}};
    const QByteArray from = scene.talk.opened("/a"), to = scene.talk.opened("/b", fxf::write);
    scene.talk.exchange(Packet::copyData(1, from, 0, 0, to, 0) + Packet::close(2, from)
                        + Packet::close(3, to));
    // CLOSE comes at once: it cancels the copy. So again, and wait for it.
    scene.take();
    const QByteArray again = scene.talk.opened("/a"), target = scene.talk.opened("/b", fxf::write);
    QVERIFY(scene.talk.ask(Packet::copyData(4, again, 0, 0, target, 0)).is(Ok));
    scene.talk.ask(Packet::close(5, again));
    scene.talk.ask(Packet::close(6, target));
    const auto events = scene.take();
    QCOMPARE(outcomesOf(events), QList<Outcome>({Outcome::Started, Outcome::Ok}));
    QCOMPARE(events[1].kind, Kind::Upload);
    QCOMPARE(events[1].path->bytes(), QByteArray("/b"));
    QCOMPARE(events[1].bytes, std::optional<qint64>(1000));
}

void TestSessionTransfers::aRefusedOpenIsARowOfItsOwn()
{
    ROW("event.upload", "event.download");
    Scene scene{{"/a", "abc"}};
    const Error refusal{ErrorCode::PermissionDenied, QStringLiteral("Inbox may only be viewed")};
    scene.files.fail(Call::Open, refusal);
    scene.talk.ask(Packet::open(1, "/b", fxf::write | fxf::create));
    ActivityEvent event = only(scene.take());
    QVERIFY(isOfAnna(event));
    QCOMPARE(event.kind, Kind::Upload);
    QCOMPARE(event.outcome, Outcome::Refused);
    QCOMPARE(event.error, refusal);
    QCOMPARE(event.path->bytes(), QByteArray("/b"));
    scene.talk.ask(Packet::open(2, "/no", fxf::read));
    event = only(scene.take());
    QCOMPARE(event.kind, Kind::Download);
    QCOMPARE(event.outcome, Outcome::Failed);
    QCOMPARE(event.error->code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestSessionTransfers)
#include "tst_session_transfers.moc"
