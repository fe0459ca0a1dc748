#include "core/memory_file_system.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/packets.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

namespace {

using Kind = ActivityEvent::Kind;

std::span<const std::byte> spanOf(const QByteArray& bytes)
{
    return std::as_bytes(std::span(bytes.data(), std::size_t(bytes.size())));
}

} // namespace

// How much a client may have at once: handles, replies it does not read, requests in flight.
class TestSessionLimits : public QObject {
    Q_OBJECT
private slots:
    void handlesAreLimited();
    void handlesAreLimitedAcrossSessions();
    void oldAndForeignHandlesAreRefused();
    void aReaderThatSleepsStopsTheInput();
    void aHundredThousandRequestsAreAnsweredInOrder();
    void theDataOfAWriteGoesOutAsItArrives();
    void theEndOfInputLeavesNothingOwed();
    void idsMayRepeat();
};

void TestSessionLimits::handlesAreLimited()
{
    ROW("event.limit", "status.Failure", "C10");
    MemoryFileSystem inside{{"/a", "abc"}};
    FaultyFileSystem files(inside);
    sftp::SessionLimits limits;
    limits.maxHandles = 5;
    Talk talk(files, limits);
    QList<QByteArray> handles;
    for (int number = 0; number < 5; ++number)
        handles << (number % 2 ? talk.opened("/a") : talk.openedFolder("/"));
    QVERIFY(!handles.contains(QByteArray()));
    const int opens = files.count(Call::Open);
    for (int number = 0; number < 100; ++number) {
        const Reply reply = talk.ask(Packet::open(9, "/new", fxf::write | fxf::create));
        QVERIFY(reply.is(Failure));
        QCOMPARE(reply.message, QByteArray("Too many open handles"));
        QVERIFY(talk.ask(Packet::opendir(9, "/")).is(Failure));
    }
    QCOMPARE(files.count(Call::Open), opens); // nothing was opened or made
    const auto events = talk.sink.events(Kind::Limit);
    QCOMPARE(events.size(), 1); // one incident
    QCOMPARE(events[0].outcome, ActivityEvent::Outcome::Refused);
    QCOMPARE(events[0].error->message, QStringLiteral("Too many open handles"));

    QVERIFY(talk.ask(Packet::close(10, handles.takeFirst())).is(Ok));
    QVERIFY(!talk.opened("/a").isEmpty());
    QVERIFY(talk.ask(Packet::open(11, "/a", fxf::read)).is(Failure));
    QCOMPARE(talk.sink.events(Kind::Limit).size(), 2);
    // A refused open takes nothing.
    QVERIFY(talk.ask(Packet::close(12, handles.takeFirst())).is(Ok));
    for (int number = 0; number < 10; ++number)
        QVERIFY(talk.ask(Packet::open(13, "/no", fxf::read)).is(NoSuchFile));
    QVERIFY(!talk.opened("/a").isEmpty());
}

void TestSessionLimits::handlesAreLimitedAcrossSessions()
{
    ROW("event.limit", "C10");
    MemoryFileSystem files{{"/a", "abc"}};
    sftp::SessionLimits limits;
    limits.handles = std::make_shared<sftp::HandleCount>(3);
    Talk one(files, limits);
    Talk other(files, limits);
    const QByteArray first = one.opened("/a");
    QVERIFY(!one.opened("/a").isEmpty());
    QVERIFY(!other.opened("/a").isEmpty());
    QVERIFY(other.ask(Packet::open(1, "/a", fxf::read)).is(Failure));
    QVERIFY(one.ask(Packet::close(2, first)).is(Ok));
    QVERIFY(!other.opened("/a").isEmpty());
    other.end();
    QCOMPARE(limits.handles->open(), 1);
}

void TestSessionLimits::oldAndForeignHandlesAreRefused()
{
    ROW("status.Failure", "C9");
    // Full: a million handles that were closed, instead of 20,000
    const int rounds = qEnvironmentVariableIntValue("SALLYPORT_FULL") != 0 ? 1'000'000 : 20'000;
    MemoryFileSystem files{{"/a", "abc"}};
    Talk one(files), other(files);
    const QByteArray foreign = other.opened("/a");
    QList<QByteArray> old;
    for (int round = 0; round < rounds; ++round) {
        old << one.opened("/a");
        QVERIFY(one.ask(Packet::close(1, old.last())).is(Ok));
    }
    const QByteArray open = one.opened("/a");
    old << foreign << open.first(7) << open + '\0' << QByteArray() << QByteArray(200'000, 'h');
    int refused = 0;
    for (const QByteArray& handle : old)
        refused += one.ask(Packet::fstat(2, handle)).is(Failure);
    QCOMPARE(refused, old.size());
    QCOMPARE(one.ask(Packet::fstat(3, open)).type, quint8(AttrsReply));
}

void TestSessionLimits::aReaderThatSleepsStopsTheInput()
{
    ROW("trap.back-pressure", "C13");
    MemoryFileSystem inside{{"/a", QByteArray(300 * 1024, 'a')}};
    FaultyFileSystem files(inside);
    sftp::SessionLimits limits;
    limits.progressEvery = std::chrono::hours(1);
    Talk talk(files, limits);
    sftp::Session& session = *talk.session;
    const QByteArray handle = talk.opened("/a");
    // 64 KiB of READs that ask for over 400 MB.
    QByteArray bytes;
    quint32 count = 0;
    for (; bytes.size() < 64 * 1024; ++count)
        bytes += Packet::read(count, handle, 0, 255 * 1024);
    auto rest = spanOf(bytes);
    quint32 answered = 0;
    sftp::Buffer output;
    while (!rest.empty()) {
        rest = rest.subspan(session.receive(rest));
        QVERIFY(session.run());
        // At most the mark and one reply, and no request beyond that was looked at.
        QVERIFY(session.outputSize() >= 512 * 1024 || rest.empty());
        QVERIFY(session.outputSize() < (512 + 256) * 1024);
        QCOMPARE(session.receive(rest), std::size_t(0));
        QVERIFY(!session.hasWork());
        session.swapOutput(output);
        const auto replies = parseReplies(
            QByteArrayView(output.bytes().data(), qsizetype(output.size())).toByteArray());
        for (const Reply& reply : replies)
            QCOMPARE(reply.id, answered++);
        QCOMPARE(files.count(Call::Read), int(answered));
        output.clear();
    }
    QCOMPARE(answered, count);
    QVERIFY(output.capacity() <= 2 * 1024 * 1024);
    session.releaseIdleMemory();
    session.swapOutput(output);
    QCOMPARE(output.capacity(), std::size_t(0));
}

void TestSessionLimits::aHundredThousandRequestsAreAnsweredInOrder()
{
    ROW("trap.back-pressure");
    MemoryFileSystem files{{"/a", "abc"}};
    Talk talk(files);
    QByteArray bytes;
    for (quint32 id = 0; id < 100'000; ++id)
        bytes += id % 2 ? Packet::stat(id, "/a") : Packet::lstat(id, "/no");
    const auto replies = talk.exchange(bytes);
    QCOMPARE(replies.size(), 100'000);
    int wrong = 0;
    for (quint32 id = 0; id < 100'000; ++id)
        wrong += replies[id].id != id || replies[id].type != (id % 2 ? AttrsReply : StatusReply);
    QCOMPARE(wrong, 0);
}

void TestSessionLimits::theDataOfAWriteGoesOutAsItArrives()
{
    ROW("request.WRITE");
    MemoryFileSystem inside;
    FaultyFileSystem files(inside);
    Talk talk(files);
    const QByteArray handle = talk.opened("/a", fxf::write | fxf::create);
    const QByteArray write = Packet::write(1, handle, 0, QByteArray(200'000, 'x'));
    for (qsizetype at = 0; at < write.size(); at += 4096) {
        talk.session->receive(spanOf(write.mid(at, 4096)));
        QCOMPARE(inside.content("/a").size(), qMin(at + 4096, write.size()) - 33);
    }
    QCOMPARE(files.count(Call::Write), int((write.size() + 4095) / 4096));
    QCOMPARE(talk.exchange({}).size(), 1);
}

// The channel's owner sees the end of the input; all it then needs is to go on as before.
void TestSessionLimits::theEndOfInputLeavesNothingOwed()
{
    ROW("trap.eof-owed");
    MemoryFileSystem files{{"/a", QByteArray(300 * 1024, 'a')}, {"/b", {}}};
    Talk talk(files);
    const QByteArray from = talk.opened("/a"), to = talk.opened("/b", fxf::write);
    QByteArray bytes;
    for (quint32 id = 0; id < 20; ++id)
        bytes += Packet::read(id, from, 0, 255 * 1024);
    bytes += Packet::copyData(20, from, 0, 0, to, 0) + Packet::fstat(21, to);
    const auto replies = talk.exchange(bytes + Packet::stat(22, "/b").first(10));
    QCOMPARE(replies.size(), 22);
    for (quint32 id = 0; id < 22; ++id)
        QCOMPARE(replies[id].id, id);
    QVERIFY(!talk.session->hasWork());
    QVERIFY(talk.session->isMidRequest());
}

void TestSessionLimits::idsMayRepeat()
{
    ROW("C8");
    MemoryFileSystem files{{"/a", "abc"}};
    Talk talk(files);
    const QByteArray handle = talk.opened("/a");
    const auto replies = talk.exchange(Packet::read(7, handle, 0, 1) + Packet::read(7, handle, 1, 1)
                                       + Packet::fstat(7, handle) + Packet::read(7, handle, 2, 1));
    QCOMPARE(replies.size(), 4);
    QCOMPARE(replies[0].data + replies[1].data + replies[3].data, QByteArray("abc"));
    QCOMPARE(replies[2].type, quint8(AttrsReply));
}

QTEST_GUILESS_MAIN(TestSessionLimits)
#include "tst_session_limits.moc"
