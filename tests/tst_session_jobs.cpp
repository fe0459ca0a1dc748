#include "core/memory_file_system.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/packets.h"

#include <QCryptographicHash>
#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

namespace {

constexpr qsizetype mega = 1024 * 1024;

// Gives the bytes to the session without a turn of run(), and takes the replies so far.
QList<Reply> give(sftp::Session& session, const QByteArray& bytes)
{
    const auto span = std::as_bytes(std::span(bytes.data(), std::size_t(bytes.size())));
    const std::size_t taken = session.receive(span);
    Q_ASSERT(taken == span.size());
    sftp::Buffer output;
    session.swapOutput(output);
    return parseReplies(
        QByteArrayView(output.bytes().data(), qsizetype(output.size())).toByteArray());
}

// One turn of run(), and its replies.
QList<Reply> turn(sftp::Session& session)
{
    const bool alive = session.run().has_value();
    Q_ASSERT(alive);
    return give(session, {});
}

QList<quint32> idsOf(const QList<Reply>& replies)
{
    QList<quint32> ids;
    for (const Reply& reply : replies)
        ids << reply.id;
    return ids;
}

} // namespace

// The one slot for long jobs, and what waits for it.
class TestSessionJobs : public QObject {
    Q_OBJECT
private slots:
    void othersAreAnsweredBetweenSlices();
    void requestsOnItsHandlesWait();
    void aSecondJobWaitsAndSoDoesWhatFollowsIt();
    void closeCancelsTheJob();
    void closeCancelsAJobThatWaits();
    void theDataOfAWriteThatWaitsIsKept();
    void tooMuchThatWaitsStopsTheInput();
    void aFailedJobTellsWhy();
    void oneCheckFileAConnectionAtATime();
    void aSessionThatEndsGivesItsTurnBack();
    void aClientThatDoesNotReadStopsTheJob();
};

void TestSessionJobs::othersAreAnsweredBetweenSlices()
{
    ROW("ext.long-jobs", "B10");
    MemoryFileSystem inside{{"/a", QByteArray(40 * mega, 'a')}, {"/b", {}}, {"/c", "c"}};
    FaultyFileSystem files(inside);
    Talk talk(files);
    sftp::Session& session = *talk.session;
    const QByteArray from = talk.opened("/a"), to = talk.opened("/b", fxf::write);
    QVERIFY(give(session, Packet::copyData(10, from, 0, 40 * mega, to, 0)).isEmpty());
    QCOMPARE(files.count(Call::Copy), 0);
    for (int slice = 1; slice <= 4; ++slice) {
        QVERIFY(session.hasWork());
        QVERIFY(turn(session).isEmpty());
        QCOMPARE(files.count(Call::Copy), slice);
        // Answered after one slice at most: at once, in fact.
        QCOMPARE(idsOf(give(session, Packet::stat(20, "/c"))), QList<quint32>({20}));
        QCOMPARE(files.count(Call::Copy), slice);
    }
    const auto done = turn(session);
    QCOMPARE(idsOf(done), QList<quint32>({10}));
    QVERIFY(done.first().is(Ok));
    QCOMPARE(files.count(Call::Copy), 5);
    QVERIFY(!session.hasWork());
    QCOMPARE(inside.content("/b").size(), 40 * mega);
}

void TestSessionJobs::requestsOnItsHandlesWait()
{
    ROW("ext.long-jobs", "B10");
    MemoryFileSystem files{{"/a", QByteArray(9 * mega, 'a')}, {"/b", {}}, {"/c", "ccc"}};
    Talk talk(files);
    sftp::Session& session = *talk.session;
    const QByteArray from = talk.opened("/a"), to = talk.opened("/b", fxf::read | fxf::write);
    const QByteArray other = talk.opened("/c");
    QVERIFY(give(session, Packet::copyData(1, from, 0, 9 * mega, to, 0)).isEmpty());
    // Each kind that names a handle waits; what names another or none does not.
    QCOMPARE(idsOf(give(session,
                        Packet::read(2, from, 0, 1) + Packet::write(3, to, 0, "bb")
                            + Packet::fstat(4, to) + Packet::read(5, other, 0, 1)
                            + Packet::fsetstat(6, to, {100, {}, {}, {}})
                            + Packet::extended(7, "fsync@openssh.com", wire::string(to))
                            + Packet::extended(8, "fstatvfs@openssh.com", wire::string(from))
                            + Packet::read(9, to, 0, 4) + Packet::stat(10, "/b"))),
             QList<quint32>({5, 10}));
    QVERIFY(turn(session).isEmpty());
    const auto replies = turn(session);
    QCOMPARE(idsOf(replies), QList<quint32>({1, 2, 3, 4, 6, 7, 8, 9}));
    QCOMPARE(replies[3].attributes.size, std::optional<quint64>(9 * mega));
    QCOMPARE(replies[7].data, QByteArray("bbaa"));
    QVERIFY(!session.hasWork());
    // Nothing waits any more: a WRITE streams again.
    const QByteArray write = Packet::write(11, to, 4, "xyz");
    QVERIFY(give(session, write.first(write.size() - 1)).isEmpty());
    QCOMPARE(files.content("/b").sliced(4, 3), QByteArray("xya"));
    QCOMPARE(idsOf(give(session, write.last(1))), QList<quint32>({11}));
}

void TestSessionJobs::aSecondJobWaitsAndSoDoesWhatFollowsIt()
{
    ROW("ext.long-jobs");
    MemoryFileSystem files{{"/a", QByteArray(9 * mega, 'a')}, {"/b", {}}, {"/c", "ccc"}};
    Talk talk(files);
    sftp::Session& session = *talk.session;
    const QByteArray from = talk.opened("/a"), to = talk.opened("/b", fxf::read | fxf::write);
    const QByteArray third = talk.opened("/c");
    const auto early = give(
        session,
        Packet::copyData(1, from, 0, 0, to, 0)
            + Packet::checkFile(2, "check-file-handle", third, "md5") + Packet::read(3, third, 0, 3)
            + Packet::checkFile(4, "check-file-name", "/c", "sha256") + Packet::read(5, to, 0, 3));
    QVERIFY(early.isEmpty());
    QList<quint32> order;
    while (session.hasWork())
        order += idsOf(turn(session));
    // Replies on one handle keep their order: 1 before 5 (to), 2 before 3 (third).
    QCOMPARE(order.size(), 5);
    QVERIFY(order.indexOf(1) < order.indexOf(5));
    QVERIFY(order.indexOf(2) < order.indexOf(3));
    QVERIFY(order.indexOf(1) < order.indexOf(2));
    QVERIFY(order.indexOf(2) < order.indexOf(4));
}

void TestSessionJobs::closeCancelsTheJob()
{
    ROW("ext.long-jobs", "request.CLOSE", "B10");
    for (const bool target : {false, true}) {
        MemoryFileSystem inside{{"/a", QByteArray(40 * mega, 'a')}, {"/b", {}}};
        FaultyFileSystem files(inside);
        Talk talk(files);
        sftp::Session& session = *talk.session;
        const QByteArray from = talk.opened("/a"), to = talk.opened("/b", fxf::read | fxf::write);
        const QByteArray closed = target ? to : from, kept = target ? from : to;
        QVERIFY(give(session,
                     Packet::copyData(1, from, 0, 0, to, 0) + Packet::fstat(2, closed)
                         + Packet::fstat(3, kept))
                    .isEmpty());
        QVERIFY(turn(session).isEmpty());
        const auto replies = give(session, Packet::close(4, closed));
        QCOMPARE(idsOf(replies), QList<quint32>({1, 2, 3, 4}));
        QVERIFY(replies[0].is(Failure));
        QCOMPARE(replies[1].type, quint8(AttrsReply));
        QVERIFY(replies[3].is(Ok));
        QVERIFY(!session.hasWork());
        QVERIFY(turn(session).isEmpty());
        QCOMPARE(files.count(Call::Copy), 1);
        QCOMPARE(inside.content("/b").size(), 8 * mega);
    }
}

void TestSessionJobs::closeCancelsAJobThatWaits()
{
    ROW("ext.long-jobs");
    MemoryFileSystem files{{"/a", QByteArray(20 * mega, 'a')}, {"/b", {}}, {"/c", "ccc"}};
    Talk talk(files);
    sftp::Session& session = *talk.session;
    const QByteArray from = talk.opened("/a"), to = talk.opened("/b", fxf::write);
    const QByteArray third = talk.opened("/c");
    QVERIFY(give(session,
                 Packet::copyData(1, from, 0, 0, to, 0)
                     + Packet::checkFile(2, "check-file-handle", third, "md5")
                     + Packet::close(3, third))
                .isEmpty());
    QList<Reply> replies;
    while (session.hasWork())
        replies += turn(session);
    QCOMPARE(idsOf(replies), QList<quint32>({1, 2, 3}));
    QVERIFY(replies[0].is(Ok));
    QVERIFY(replies[1].is(Failure));
    QVERIFY(replies[2].is(Ok));
}

void TestSessionJobs::theDataOfAWriteThatWaitsIsKept()
{
    ROW("ext.long-jobs", "request.WRITE");
    MemoryFileSystem files{{"/a", QByteArray(9 * mega, 'a')}, {"/b", {}}};
    const QByteArray data(100'000, 'b');
    // Cut anywhere, with the job's end before, between and behind the pieces.
    for (const int turns : {0, 1, 2}) {
        for (const qsizetype cut : {1, 4, 5, 20, 33, 34, 50'000, 100'032}) {
            Talk talk(files);
            sftp::Session& session = *talk.session;
            const QByteArray from = talk.opened("/a"), to = talk.opened("/b", fxf::write);
            QVERIFY(give(session, Packet::copyData(1, from, 0, 0, to, 0)).isEmpty());
            const QByteArray write = Packet::write(2, to, 7, data);
            QList<Reply> replies = give(session, write.first(cut));
            for (int turns_ = 0; turns_ < turns; ++turns_)
                replies += turn(session);
            replies += give(session, write.sliced(cut));
            while (session.hasWork())
                replies += turn(session);
            QCOMPARE(idsOf(replies), QList<quint32>({1, 2}));
            QVERIFY(replies[1].is(Ok));
            QVERIFY(files.content("/b").sliced(7, data.size()) == data);
            QVERIFY(files.content("/b").first(7) == QByteArray(7, 'a'));
            talk.ask(Packet::fsetstat(3, to, {0, {}, {}, {}}));
        }
    }
}

void TestSessionJobs::tooMuchThatWaitsStopsTheInput()
{
    ROW("ext.long-jobs", "trap.back-pressure");
    MemoryFileSystem files{{"/a", QByteArray(40 * mega, 'a')}, {"/b", {}}};
    Talk talk(files);
    sftp::Session& session = *talk.session;
    const QByteArray from = talk.opened("/a"), to = talk.opened("/b", fxf::write);
    QVERIFY(give(session, Packet::copyData(1, from, 0, 0, to, 0)).isEmpty());
    QByteArray bytes;
    for (quint32 id = 2; id < 202; ++id)
        bytes += Packet::write(id, to, id * 10'000, QByteArray(10'000, 'b'));
    const auto span = std::as_bytes(std::span(bytes.data(), std::size_t(bytes.size())));
    const std::size_t taken = session.receive(span);
    QVERIFY(taken > 200'000);
    QVERIFY(taken < 300'000);
    // Once the job has ended the rest is taken, and nothing is lost.
    const auto replies = exchange(session, bytes.sliced(qsizetype(taken)));
    QCOMPARE(replies.size(), 201);
    for (const Reply& reply : replies)
        QVERIFY(reply.is(Ok));
    QVERIFY(files.content("/b").sliced(20'000, 2'000'000) == QByteArray(2'000'000, 'b'));
}

void TestSessionJobs::aFailedJobTellsWhy()
{
    ROW("ext.copy-data", "ext.check-file", "event.fault");
    MemoryFileSystem inside{{"/a", QByteArray(20 * mega, 'a')}, {"/b", {}}};
    FaultyFileSystem files(inside);
    Talk talk(files);
    files.fail(Call::Copy, {ErrorCode::NoSpace, QStringLiteral("No space left on Inbox")}, 2);
    const Reply copied =
        talk.ask(Packet::copyData(1, talk.opened("/a"), 0, 0, talk.opened("/b", fxf::write), 0));
    QVERIFY(copied.is(Failure));
    QCOMPARE(copied.message, QByteArray("No space left on Inbox"));
    files.fail(Call::Read, {ErrorCode::Failure, QStringLiteral("The disk failed")}, 40);
    const Reply hashed = talk.ask(Packet::checkFile(2, "check-file-name", "/a", "md5"));
    QVERIFY(hashed.is(Failure));
    QCOMPARE(hashed.message, QByteArray("The disk failed"));
    const auto faults = talk.sink.events(ActivityEvent::Kind::Fault);
    QCOMPARE(faults.size(), 2);
    QCOMPARE(faults[0].path->bytes(), QByteArray("/b"));
    QCOMPARE(faults[1].path->bytes(), QByteArray("/a"));
    QVERIFY(!talk.session->hasWork());
}

void TestSessionJobs::oneCheckFileAConnectionAtATime()
{
    ROW("ext.check-file", "ext.long-jobs");
    MemoryFileSystem inside{{"/a", QByteArray(20 * mega, 'a')}, {"/b", {}}};
    FaultyFileSystem files(inside);
    sftp::SessionLimits limits;
    limits.checkFile = std::make_shared<sftp::HandleCount>(1);
    Talk one(files, limits), other(files, limits);
    QVERIFY(give(*one.session, Packet::checkFile(1, "check-file-name", "/a", "md5")).isEmpty());
    QVERIFY(give(*other.session, Packet::checkFile(2, "check-file-name", "/a", "md5")).isEmpty());
    QVERIFY(one.session->hasWork());
    QVERIFY(turn(*one.session).isEmpty());
    // The other waits without asking for turns, and answers what else it is asked.
    QVERIFY(!other.session->hasWork());
    const int reads = files.count(Call::Read);
    QVERIFY(turn(*other.session).isEmpty());
    QCOMPARE(files.count(Call::Read), reads);
    QCOMPARE(idsOf(give(*other.session, Packet::stat(3, "/a"))), QList<quint32>({3}));
    QList<Reply> replies;
    while (one.session->hasWork())
        replies += turn(*one.session);
    QCOMPARE(idsOf(replies), QList<quint32>({1}));
    QVERIFY(other.session->hasWork());
    while (other.session->hasWork())
        replies += turn(*other.session);
    QCOMPARE(idsOf(replies), QList<quint32>({1, 2}));
    QCOMPARE(limits.checkFile->open(), 0);
    // copy-data needs no turn.
    QVERIFY(limits.checkFile->take());
    QVERIFY(one.ask(Packet::copyData(4, one.opened("/a"), 0, 0, one.opened("/b", fxf::write), 0))
                .is(Ok));
}

void TestSessionJobs::aSessionThatEndsGivesItsTurnBack()
{
    ROW("ext.long-jobs");
    MemoryFileSystem files{{"/a", QByteArray(20 * mega, 'a')}};
    sftp::SessionLimits limits;
    limits.checkFile = std::make_shared<sftp::HandleCount>(1);
    limits.handles = std::make_shared<sftp::HandleCount>(10);
    Talk talk(files, limits);
    const QByteArray handle = talk.opened("/a");
    QVERIFY(
        give(*talk.session, Packet::checkFile(1, "check-file-handle", handle, "md5")).isEmpty());
    QVERIFY(turn(*talk.session).isEmpty());
    QCOMPARE(limits.checkFile->open(), 1);
    QCOMPARE(limits.handles->open(), 1);
    talk.end();
    QCOMPARE(limits.checkFile->open(), 0);
    QCOMPARE(limits.handles->open(), 0);
}

void TestSessionJobs::aClientThatDoesNotReadStopsTheJob()
{
    ROW("ext.long-jobs", "trap.back-pressure");
    MemoryFileSystem inside{{"/a", QByteArray(40 * mega, 'a')}, {"/b", {}}, {"/c", "c"}};
    FaultyFileSystem files(inside);
    sftp::SessionLimits limits;
    limits.outputHighWater = 100;
    Talk talk(files, limits);
    sftp::Session& session = *talk.session;
    const QByteArray from = talk.opened("/a"), to = talk.opened("/b", fxf::write);
    const QByteArray bytes =
        Packet::copyData(1, from, 0, 0, to, 0) + Packet::realpath(2, QByteArray(200, 'x'));
    const auto span = std::as_bytes(std::span(bytes.data(), std::size_t(bytes.size())));
    QCOMPARE(session.receive(span), span.size());
    QVERIFY(session.outputSize() > 100);
    QVERIFY(!session.hasWork());
    QVERIFY(session.run());
    QCOMPARE(files.count(Call::Copy), 0);
    sftp::Buffer output;
    session.swapOutput(output);
    QVERIFY(session.hasWork());
    QVERIFY(session.run());
    QCOMPARE(files.count(Call::Copy), 1);
}

QTEST_GUILESS_MAIN(TestSessionJobs)
#include "tst_session_jobs.moc"
