#include "core/sftp/status.h"
#include "core/sftp/wire.h"
#include "tests/support/packets.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::sftp;

namespace {

std::span<const std::byte> bytesOf(const QByteArray& bytes)
{
    return std::as_bytes(std::span(bytes.data(), std::size_t(bytes.size())));
}

QByteArray contentOf(const Buffer& buffer)
{
    return QByteArrayView(buffer.bytes().data(), qsizetype(buffer.size())).toByteArray();
}

} // namespace

class TestWire : public QObject {
    Q_OBJECT
private slots:
    void readsFieldsInTheirOrder();
    void aCutFieldIsNothingAndSoIsAllBehindIt_data();
    void aCutFieldIsNothingAndSoIsAllBehindIt();
    void aStringMayBeEmpty();
    void writesPacketsWithTheirLength();
    void aCancelledPacketLeavesNoTrace();
    void aBufferKeepsItsBytesWhenItGrows();
    void aBufferIsEmptiedFromItsFront();
    void everyErrorCodeHasOneStatus_data();
    void everyErrorCodeHasOneStatus();
    void aStatusBringsItsSentenceInEnglish();
};

void TestWire::readsFieldsInTheirOrder()
{
    const QByteArray packet = QByteArray(1, char(0xfe)) + test::wire::uint32(0x80000001)
        + test::wire::uint64(0xfedcba9876543210) + test::wire::string("a\0b");
    Reader reader(bytesOf(packet));
    QCOMPARE(reader.uint8(), quint8(0xfe));
    QCOMPARE(reader.uint32(), 0x80000001U);
    QCOMPARE(reader.uint64(), quint64(0xfedcba9876543210));
    QCOMPARE(reader.string().toByteArray(), QByteArray("a\0b"));
    QVERIFY(reader.ok());
    QCOMPARE(reader.left(), std::size_t(0));
}

void TestWire::aCutFieldIsNothingAndSoIsAllBehindIt_data()
{
    QTest::addColumn<QByteArray>("packet");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("half a length") << QByteArray("\0\0", 2);
    QTest::newRow("a length and no bytes") << test::wire::uint32(1);
    QTest::newRow("a length one too long") << test::wire::uint32(4) + "abc";
    QTest::newRow("the longest length") << test::wire::uint32(0xffffffff) + "abc";
}

void TestWire::aCutFieldIsNothingAndSoIsAllBehindIt()
{
    QFETCH(QByteArray, packet);
    Reader reader(bytesOf(packet));
    QVERIFY(reader.string().isEmpty());
    QVERIFY(!reader.ok());
    QCOMPARE(reader.uint32(), 0U);
    QCOMPARE(reader.uint64(), quint64(0));
    QCOMPARE(reader.uint8(), quint8(0));
    QVERIFY(!reader.ok());
}

void TestWire::aStringMayBeEmpty()
{
    const QByteArray packet = test::wire::string({}) + test::wire::uint32(7);
    Reader reader(bytesOf(packet));
    QVERIFY(reader.string().isEmpty());
    QCOMPARE(reader.uint32(), 7U);
    QVERIFY(reader.ok());
}

void TestWire::writesPacketsWithTheirLength()
{
    Buffer buffer;
    Writer writer(buffer);
    writer.begin(Type::Handle, 9);
    writer.uint8(1);
    const std::size_t place = writer.reserveUint32();
    writer.uint64(2);
    writer.string("abc");
    writer.raw("de");
    writer.setUint32(place, 77);
    writer.end();
    QCOMPARE(contentOf(buffer),
             test::Packet::request(102, 9,
                                   QByteArray(1, 1) + test::wire::uint32(77) + test::wire::uint64(2)
                                       + test::wire::string("abc") + "de"));
}

void TestWire::aCancelledPacketLeavesNoTrace()
{
    Buffer buffer;
    writeOk(buffer, 1);
    const QByteArray before = contentOf(buffer);
    Writer writer(buffer);
    writer.begin(Type::Name, 2);
    writer.string("abc");
    writer.cancel();
    QCOMPARE(contentOf(buffer), before);
}

void TestWire::aBufferKeepsItsBytesWhenItGrows()
{
    Buffer buffer;
    QByteArray expected;
    for (int round = 0; round < 200; ++round) {
        const QByteArray piece(round * 7, char(round));
        buffer.append(bytesOf(piece));
        expected += piece;
        if (round % 3 == 0) {
            const auto count = std::min<std::size_t>(buffer.size(), 100);
            buffer.consume(count);
            expected.remove(0, qsizetype(count));
        }
    }
    QCOMPARE(contentOf(buffer), expected);
}

void TestWire::aBufferIsEmptiedFromItsFront()
{
    Buffer buffer;
    QVERIFY(buffer.isEmpty());
    buffer.append(bytesOf("abcdef"));
    buffer.consume(2);
    QCOMPARE(contentOf(buffer), QByteArray("cdef"));
    buffer.truncate(3);
    QCOMPARE(contentOf(buffer), QByteArray("cde"));
    Buffer other;
    other.swap(buffer);
    QVERIFY(buffer.isEmpty());
    QCOMPARE(contentOf(other), QByteArray("cde"));
    other.clear();
    QVERIFY(other.isEmpty() && other.capacity() > 0);
    other.release();
    QCOMPARE(other.capacity(), std::size_t(0));
}

void TestWire::everyErrorCodeHasOneStatus_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<quint32>("status");
    QTest::newRow("NotFound") << ErrorCode::NotFound << 2U;
    QTest::newRow("NotADirectory") << ErrorCode::NotADirectory << 2U;
    QTest::newRow("PermissionDenied") << ErrorCode::PermissionDenied << 3U;
    QTest::newRow("Escaped") << ErrorCode::Escaped << 3U;
    QTest::newRow("NotSupported") << ErrorCode::NotSupported << 8U;
    QTest::newRow("NameTooLong") << ErrorCode::NameTooLong << 5U;
    QTest::newRow("AlreadyExists") << ErrorCode::AlreadyExists << 4U;
    QTest::newRow("IsADirectory") << ErrorCode::IsADirectory << 4U;
    QTest::newRow("NotEmpty") << ErrorCode::NotEmpty << 4U;
    QTest::newRow("NoSpace") << ErrorCode::NoSpace << 4U;
    QTest::newRow("AddressInUse") << ErrorCode::AddressInUse << 4U;
    QTest::newRow("InvalidArgument") << ErrorCode::InvalidArgument << 4U;
    QTest::newRow("Cancelled") << ErrorCode::Cancelled << 4U;
    QTest::newRow("Busy") << ErrorCode::Busy << 4U;
    QTest::newRow("TooMany") << ErrorCode::TooMany << 4U;
    QTest::newRow("Unavailable") << ErrorCode::Unavailable << 4U;
    QTest::newRow("AnotherFolder") << ErrorCode::AnotherFolder << 4U;
    QTest::newRow("Damaged") << ErrorCode::Damaged << 4U;
    QTest::newRow("Failure") << ErrorCode::Failure << 4U;
}

void TestWire::everyErrorCodeHasOneStatus()
{
    ROW("status.NotFound", "status.PermissionDenied", "status.NotSupported", "status.NameTooLong",
        "status.Failure");
    QFETCH(ErrorCode, code);
    QFETCH(quint32, status);
    QCOMPARE(quint32(statusOf(code)), status);
    QVERIFY(!sentenceOf({code, {}}).isEmpty());
    QCOMPARE(sentenceOf({code, QStringLiteral("No space left on Photos")}),
             QByteArray("No space left on Photos"));
}

void TestWire::aStatusBringsItsSentenceInEnglish()
{
    Buffer buffer;
    writeStatus(buffer, 7, Status::Failure, "No space left on Photos");
    const auto replies = test::parseReplies(contentOf(buffer));
    QCOMPARE(replies.size(), 1);
    QVERIFY(replies.first().is(test::Failure));
    QCOMPARE(replies.first().id, 7U);
    QCOMPARE(replies.first().message, QByteArray("No space left on Photos"));
    QCOMPARE(replies.first().language, QByteArray("en"));
}

QTEST_GUILESS_MAIN(TestWire)
#include "tst_wire.moc"
