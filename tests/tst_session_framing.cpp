#include "core/memory_file_system.h"
#include "tests/support/every_request.h"
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

// What breaks the framing or a request: cut, shortened and lying packets.
class TestSessionFraming : public QObject {
    Q_OBJECT
private slots:
    void brokenFramingEndsTheChannel_data();
    void brokenFramingEndsTheChannel();
    void nothingIsTakenOnceTheChannelMustEnd();
    void theLargestPacketIsTaken();
    void requestsArriveCutAnywhere();
    void oneByteAtATimeIsEnough();
    void aShortenedRequestIsMalformed();
    void aLyingLengthIsMalformed();
    void everyStringMayLie();
    void bytesBehindTheFieldsAreIgnored();
    void theNinthMalformedRequestEndsTheChannel();
    void theFirstEightDoNotHarmTheRest();
    void allTypesAreAnsweredOrEndTheChannel();
};

void TestSessionFraming::brokenFramingEndsTheChannel_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("initialised");
    QTest::addColumn<QString>("message");
    for (const quint32 length : {0U, 1U, 4U})
        QTest::addRow("a length of %u", length) << wire::uint32(length)
                + QByteArray(8, 1) << true << QStringLiteral("SFTP packet of %1 bytes").arg(length);
    for (const quint32 length : {256U * 1024 + 1, 0x80000000U, 0xffffffffU})
        QTest::addRow("a length of %u", length) << wire::uint32(length)
                + QByteArray(8, 1) << true << QStringLiteral("SFTP packet longer than 256 KiB");
    QTest::newRow("a request before INIT")
        << Packet::stat(1, "/") << false << QStringLiteral("SFTP request before INIT");
    QTest::newRow("a WRITE before INIT")
        << Packet::write(1, QByteArray(8, 'x'), 0, QByteArray(100, 'x')) << false
        << QStringLiteral("SFTP request before INIT");
    QTest::newRow("an unknown type before INIT")
        << Packet::request(77, 1, "x") << false << QStringLiteral("SFTP request before INIT");
    QTest::newRow("a second INIT") << Packet::init() << true << QStringLiteral("Second SFTP INIT");
    for (const quint32 version : {0U, 1U, 2U})
        QTest::addRow("version %u", version)
            << Packet::init(version) << false
            << QStringLiteral("SFTP version %1 is not spoken").arg(version);
}

void TestSessionFraming::brokenFramingEndsTheChannel()
{
    ROW("status.ProtocolViolation", "event.protocol", "C1", "C5");
    QFETCH(QByteArray, bytes);
    QFETCH(bool, initialised);
    QFETCH(QString, message);
    // Whole, and a byte at a time.
    for (const qsizetype piece : {bytes.size(), qsizetype(1)}) {
        MemoryFileSystem files;
        RecordingSink sink;
        sftp::Session session(files, sink, {});
        if (initialised)
            exchange(session, Packet::init());
        for (qsizetype at = 0; at < bytes.size(); at += piece) {
            session.receive(spanOf(bytes.mid(at, piece)));
            if (session.hasWork())
                break;
        }
        QVERIFY(session.hasWork());
        const auto ended = session.run();
        QVERIFY(!ended);
        QCOMPARE(ended.error().code, ErrorCode::ProtocolViolation);
        QCOMPARE(ended.error().message, message);
        QCOMPARE(session.outputSize(), std::size_t(0)); // no answer
        const auto events = sink.events();
        QCOMPARE(events.size(), 1);
        QCOMPARE(events[0].kind, Kind::Protocol);
        QCOMPARE(events[0].outcome, ActivityEvent::Outcome::Failed);
        QCOMPARE(events[0].error->message, message);
    }
}

void TestSessionFraming::nothingIsTakenOnceTheChannelMustEnd()
{
    ROW("status.ProtocolViolation");
    MemoryFileSystem files{{"/a", "abc"}};
    Talk talk(files);
    // What came before is answered; what comes behind is not looked at.
    const QByteArray bytes = Packet::stat(1, "/a") + Packet::init() + Packet::remove(2, "/a");
    const auto replies = talk.exchange(bytes);
    QCOMPARE(replies.size(), 1);
    QCOMPARE(replies.first().id, 1U);
    QCOMPARE(talk.session->receive(spanOf(Packet::remove(3, "/a"))), std::size_t(0));
    QVERIFY(!talk.session->run());
    QCOMPARE(files.content("/a"), QByteArray("abc"));
}

void TestSessionFraming::theLargestPacketIsTaken()
{
    ROW("status.ProtocolViolation");
    MemoryFileSystem files;
    Talk talk(files);
    const qsizetype largest = 256 * 1024;
    const QByteArray request = Packet::extended(1, "none", QByteArray(largest - 13, 'x'));
    QCOMPARE(request.size(), largest + 4);
    QVERIFY(talk.ask(request).is(OpUnsupported));
    QVERIFY(talk.exchange(request.first(1000)).isEmpty());
    QVERIFY(talk.session->isMidRequest());
    QVERIFY(talk.exchange(request.sliced(1000)).first().is(OpUnsupported));
    QVERIFY(!talk.session->isMidRequest());
}

void TestSessionFraming::requestsArriveCutAnywhere()
{
    ROW("status.NameTooLong", "C2", "G-25");
    int cuts = 0;
    for (qsizetype number = 0; number < everyRequest({}, {}).size(); ++number) {
        MemoryFileSystem original{{"/a", "abc"}, {"/b", "def"}};
        Talk talk(original);
        const quint32 both = fxf::read | fxf::write;
        const auto whole = [&] {
            return everyRequest(talk.opened("/b", both), talk.openedFolder("/"))[number].packet(2);
        };
        const QList<Reply> expected = talk.exchange(whole());
        QCOMPARE(expected.size(), 1);
        for (qsizetype cut = 1; cut < whole().size(); ++cut) {
            MemoryFileSystem files{{"/a", "abc"}, {"/b", "def"}};
            Talk cutTalk(files);
            const QByteArray request =
                everyRequest(cutTalk.opened("/b", both), cutTalk.openedFolder("/"))[number].packet(
                    2);
            QVERIFY(cutTalk.exchange(request.first(cut)).isEmpty());
            QVERIFY(cutTalk.session->isMidRequest());
            const auto replies = cutTalk.exchange(request.sliced(cut));
            QCOMPARE(replies.size(), 1);
            QCOMPARE(replies.first().type, expected.first().type);
            QCOMPARE(replies.first().status, expected.first().status);
            QVERIFY(!cutTalk.session->isMidRequest());
            ++cuts;
        }
    }
    QVERIFY(cuts > 1100); // no request was left out
}

void TestSessionFraming::oneByteAtATimeIsEnough()
{
    ROW("C2");
    MemoryFileSystem files{{"/a", "abc"}};
    Talk talk(files);
    const QByteArray handle = talk.opened("/a", fxf::read | fxf::write);
    QByteArray bytes;
    for (const WholeRequest& request : everyRequest(handle, talk.openedFolder("/")))
        bytes += request.packet(2);
    QList<Reply> replies;
    for (const char byte : std::as_const(bytes))
        replies += talk.exchange(QByteArray(1, byte));
    QCOMPARE(replies.size(), everyRequest({}, {}).size());
    for (const Reply& reply : replies)
        QCOMPARE(reply.id, 2U);
}

// Each request with its end missing and its length saying so: the id is readable, the rest is not.
void TestSessionFraming::aShortenedRequestIsMalformed()
{
    ROW("status.NameTooLong", "event.protocol", "C3", "G-25");
    int malformed = 0, total = 0;
    for (qsizetype number = 0; number < everyRequest({}, {}).size(); ++number) {
        const qsizetype size =
            everyRequest(QByteArray(8, 'h'), QByteArray(8, 'h'))[number].packet(2).size();
        for (qsizetype length = 9; length < size; ++length) {
            MemoryFileSystem files{{"/a", "abc"}};
            Talk talk(files);
            const QByteArray whole = everyRequest(talk.opened("/a", fxf::read | fxf::write),
                                                  talk.openedFolder("/"))[number]
                                         .packet(2);
            const Reply reply =
                talk.ask(wire::uint32(quint32(length - 4)) + whole.sliced(4, length - 4));
            QVERIFY(reply.type != 0);
            QCOMPARE(reply.id, 2U);
            ++total;
            if (reply.is(BadMessage)) {
                ++malformed;
                QCOMPARE(talk.sink.events(Kind::Protocol).size(), 1);
            }
            QCOMPARE(files.content("/a"), QByteArray("abc"));
            QCOMPARE(talk.ask(Packet::stat(3, "/a")).type, quint8(AttrsReply));
        }
    }
    QVERIFY(total > 900);
    QCOMPARE(malformed, total);
}

// A string that claims to be longer than its packet, up to the largest claim.
void TestSessionFraming::aLyingLengthIsMalformed()
{
    ROW("status.NameTooLong", "C3", "G-25");
    for (const quint32 lie : {8U, 100U, 0x7fffffffU, 0x80000000U, 0xfffffffcU, 0xffffffffU}) {
        MemoryFileSystem files{{"/a", "abc"}};
        const QByteArray claim = wire::uint32(lie) + "/a";
        for (int type = 3; type <= 200; type = type == 20 ? 200 : type + 1) {
            Talk talk(files);
            QVERIFY(talk.ask(Packet::request(quint8(type), 1, claim)).is(BadMessage));
        }
        Talk talk(files);
        const QByteArray handle = talk.opened("/a", fxf::write);
        QVERIFY(talk.ask(Packet::request(6, 2, wire::string(handle) + wire::uint64(0) + claim))
                    .is(BadMessage));
        QVERIFY(talk.ask(Packet::request(20, 3, wire::string("a") + claim)).is(BadMessage));
        QVERIFY(
            talk.ask(Packet::request(
                         9, 4, wire::string("/a") + wire::uint32(0x80000000) + wire::uint32(lie)))
                .is(BadMessage));
        QCOMPARE(files.content("/a"), QByteArray("abc"));
    }
}

// Each string of each request, shorter and longer than it is: one answer, whatever it is, and a
// session that goes on. Past the packet's end it is malformed.
void TestSessionFraming::everyStringMayLie()
{
    ROW("C3", "G-25", "B15");
    int lies = 0;
    for (qsizetype number = 0; number < everyRequest({}, {}).size(); ++number) {
        const auto made = [number](Talk& talk) {
            return everyRequest(talk.opened("/b", fxf::read | fxf::write),
                                talk.openedFolder("/"))[number];
        };
        MemoryFileSystem plain{{"/a", "abc"}, {"/b", "def"}};
        Talk plainTalk(plain);
        const qsizetype parts = made(plainTalk).parts.size();
        for (qsizetype part = 0; part < parts; ++part) {
            if (!made(plainTalk).parts[part].isString)
                continue;
            const auto size = quint32(made(plainTalk).parts[part].bytes.size());
            for (const quint32 lie : {0U, size - 1, size + 1, 0x80000000U, 0xffffffffU}) {
                MemoryFileSystem files{{"/a", "abc"}, {"/b", "def"}};
                Talk talk(files);
                const WholeRequest request = made(talk);
                const Reply reply = talk.ask(request.lying(7, part, lie));
                const QByteArray what = request.name + " part " + QByteArray::number(part)
                    + " of length " + QByteArray::number(lie);
                QVERIFY2(reply.type != 0, what.constData());
                QCOMPARE(reply.id, 7U);
                if (lie >= 0x80000000U) {
                    QVERIFY2(reply.is(BadMessage), what.constData());
                    QCOMPARE(files.content("/a"), QByteArray("abc"));
                    QCOMPARE(files.content("/b"), QByteArray("def"));
                }
                QCOMPARE(talk.ask(Packet::lstat(8, "/")).type, quint8(AttrsReply));
                ++lies;
            }
        }
    }
    QVERIFY(lies > 250);
}

void TestSessionFraming::bytesBehindTheFieldsAreIgnored()
{
    ROW("C4");
    int compared = 0;
    for (qsizetype number = 0; number < everyRequest({}, {}).size(); ++number) {
        QList<Reply> answers;
        for (const QByteArray& behind : {QByteArray(), QByteArray("x"), QByteArray(4, '\0'),
                                         QByteArray("\xff\xff\xff\xff"), QByteArray(50'000, 'y')}) {
            MemoryFileSystem files{{"/a", "abc"}, {"/b", "def"}};
            Talk talk(files);
            WholeRequest request = everyRequest(talk.opened("/b", fxf::read | fxf::write),
                                                talk.openedFolder("/"))[number];
            request.parts.append({false, behind});
            answers.append(talk.ask(request.packet(2)));
            QVERIFY(talk.sink.events(Kind::Protocol).isEmpty());
            QCOMPARE(talk.ask(Packet::lstat(3, "/")).type, quint8(AttrsReply));
        }
        for (const Reply& answer : answers) {
            QCOMPARE(answer.type, answers.first().type);
            QCOMPARE(answer.status, answers.first().status);
            QVERIFY(answer.type != 0 && !answer.is(BadMessage));
            ++compared;
        }
    }
    QVERIFY(compared > 150);
}

void TestSessionFraming::theNinthMalformedRequestEndsTheChannel()
{
    ROW("status.NameTooLong", "status.ProtocolViolation", "event.protocol", "C3");
    MemoryFileSystem files;
    Talk talk(files);
    const QByteArray bad = Packet::request(17, 1, wire::uint32(100));
    for (int number = 1; number <= 8; ++number) {
        const Reply reply = talk.ask(bad);
        QVERIFY(reply.is(BadMessage));
        QCOMPARE(reply.id, 1U);
    }
    QVERIFY(talk.exchange(bad).isEmpty());
    const auto ended = talk.session->run();
    QVERIFY(!ended);
    QCOMPARE(ended.error().code, ErrorCode::ProtocolViolation);
    const auto events = talk.sink.events(Kind::Protocol);
    QCOMPARE(events.size(), 9);
    QCOMPARE(events.first().outcome, ActivityEvent::Outcome::Refused);
    QCOMPARE(events.last().outcome, ActivityEvent::Outcome::Failed);
}

void TestSessionFraming::theFirstEightDoNotHarmTheRest()
{
    ROW("status.NameTooLong");
    MemoryFileSystem files{{"/a", "abc"}};
    Talk talk(files);
    QByteArray bytes;
    for (quint32 id = 0; id < 8; ++id)
        bytes += Packet::request(17, id, wire::uint32(100)) + Packet::stat(100 + id, "/a");
    const auto replies = talk.exchange(bytes);
    QCOMPARE(replies.size(), 16);
    for (qsizetype at = 0; at < 16; at += 2) {
        QVERIFY(replies[at].is(BadMessage));
        QCOMPARE(replies[at + 1].attributes.size, std::optional<quint64>(3));
    }
}

void TestSessionFraming::allTypesAreAnsweredOrEndTheChannel()
{
    ROW("request.unknown", "C6");
    for (int type = 0; type < 256; ++type) {
        MemoryFileSystem files;
        Talk talk(files);
        const auto replies = talk.exchange(Packet::request(quint8(type), 5, {}));
        if (type == 1) {
            QVERIFY(replies.isEmpty()); // a second INIT
            continue;
        }
        const bool known = (type >= 3 && type <= 20) || type == 200;
        QCOMPARE(replies.size(), 1);
        QCOMPARE(replies.first().id, 5U);
        QVERIFY(replies.first().is(known ? BadMessage : OpUnsupported));
    }
}

QTEST_GUILESS_MAIN(TestSessionFraming)
#include "tst_session_framing.moc"
