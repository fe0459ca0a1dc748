// The PROXY protocol's version 2 header, byte by byte.
#include "core/ssh/proxy_header.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using sallyport::ssh::ProxyHeader;
using State = ProxyHeader::State;

namespace {

const QByteArray signature("\r\n\r\n\0\r\nQUIT\n", 12);

QByteArray header(char command, char family, const QByteArray& rest)
{
    return signature + command + family + char(rest.size() >> 8) + char(rest.size() & 0xff) + rest;
}

const QByteArray v4Addresses("\xcb\x00\x71\x09\xc0\x00\x02\x01\x9c\x41\x07\xe6", 12);

// Gives the header what it asks for, `step` bytes at most; returns what is left over.
QByteArray feed(ProxyHeader& header, QByteArray bytes, std::size_t step)
{
    while (header.state() == State::Incomplete && !bytes.isEmpty()) {
        const auto count = std::min({header.wanted(), step, std::size_t(bytes.size())});
        header.add(std::as_bytes(std::span(bytes.constData(), count)));
        bytes.remove(0, qsizetype(count));
    }
    return bytes;
}

} // namespace

class TestProxyHeader : public QObject {
    Q_OBJECT
private slots:
    void anIpv4ClientIsNamed_data()
    {
        QTest::addColumn<int>("step");
        QTest::newRow("at once") << 1000;
        QTest::newRow("byte by byte") << 1;
        QTest::newRow("in sevens") << 7;
    }
    void anIpv4ClientIsNamed()
    {
        QFETCH(int, step);
        ProxyHeader read;
        const QByteArray left =
            feed(read, header(0x21, 0x11, v4Addresses) + "SSH-2.0-", std::size_t(step));
        QCOMPARE(read.state(), State::Complete);
        QVERIFY(read.peer());
        QCOMPARE(*read.peer(), (Peer{QHostAddress(QStringLiteral("203.0.113.9")), 40001}));
        QCOMPARE(left, QByteArray("SSH-2.0-")); // not a byte too many
    }

    void anIpv6ClientIsNamed()
    {
        ProxyHeader read;
        const QByteArray address = QByteArray::fromHex("20010db8000000000000000000000001");
        feed(read, header(0x21, 0x21, address + address + QByteArray::fromHex("9c4107e6")), 1000);
        QCOMPARE(read.state(), State::Complete);
        QVERIFY(read.peer());
        QCOMPARE(*read.peer(), (Peer{QHostAddress(QStringLiteral("2001:db8::1")), 40001}));
    }

    void aMappedAddressBecomesIpv4()
    {
        ProxyHeader read;
        const QByteArray address = QByteArray::fromHex("00000000000000000000ffffcb007109");
        feed(read, header(0x21, 0x21, address + address + QByteArray::fromHex("9c4107e6")), 1000);
        QVERIFY(read.peer());
        QCOMPARE(read.peer()->address, QHostAddress(QStringLiteral("203.0.113.9")));
    }

    void whatFollowsTheAddressesIsSkipped()
    {
        ProxyHeader read;
        const QByteArray left =
            feed(read, header(0x21, 0x11, v4Addresses + QByteArray(100, 'x')) + "rest", 33);
        QCOMPARE(read.state(), State::Complete);
        QVERIFY(read.peer());
        QCOMPARE(left, QByteArray("rest"));
    }

    void aHealthCheckNamesNobody()
    {
        ProxyHeader read;
        feed(read, header(0x20, 0x00, {}), 1000);
        QCOMPARE(read.state(), State::Complete);
        QVERIFY(!read.peer());
    }

    void anythingElseIsWrong_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("ssh") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n");
        QTest::newRow("version 1") << QByteArray("PROXY TCP4 203.0.113.9 192.0.2.1 1 2\r\n");
        QTest::newRow("almost the signature") << QByteArray("\r\n\r\n\0\r\nQUIX\n!!!!", 16);
        QTest::newRow("version 3") << header(0x31, 0x11, v4Addresses);
        QTest::newRow("unknown command") << header(0x22, 0x11, v4Addresses);
        QTest::newRow("too short for IPv4") << header(0x21, 0x11, v4Addresses.chopped(1));
        QTest::newRow("too short for IPv6") << header(0x21, 0x21, v4Addresses);
        QTest::newRow("a local socket") << header(0x21, 0x31, QByteArray(216, 'x'));
        QTest::newRow("too long") << header(0x21, 0x11, QByteArray(3000, 'x'));
        QTest::newRow("nothing behind") << header(0x21, 0x11, {});
    }
    void anythingElseIsWrong()
    {
        QFETCH(QByteArray, bytes);
        for (const std::size_t step : {1U, 1000U}) {
            ProxyHeader read;
            feed(read, bytes, step);
            QCOMPARE(read.state(), State::Wrong);
            QVERIFY(!read.peer());
        }
    }
};

QTEST_GUILESS_MAIN(TestProxyHeader)
#include "tst_proxy_header.moc"
