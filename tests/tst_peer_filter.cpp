// Who may connect, by address.
#include "core/ssh/peer_filter.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport::ssh;

class TestPeerFilter : public QObject {
    Q_OBJECT
private slots:
    void lanIsWhatIsNear_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char* address, bool allowed) {
            QTest::newRow(address) << QString::fromLatin1(address) << allowed;
        };
        row("10.1.2.3", true);
        row("172.16.0.1", true);
        row("172.31.255.255", true);
        row("172.32.0.1", false);
        row("192.168.1.7", true);
        row("169.254.3.4", true);
        row("127.0.0.1", true);
        row("127.200.0.9", true);
        row("203.0.113.9", false);
        row("8.8.8.8", false);
        row("::1", true);
        row("fe80::1", true);
        row("fd12:3456::1", true);
        row("2001:db8::1", false);
        row("::ffff:192.168.1.7", true);
        row("::ffff:203.0.113.9", false);
        row("198.51.100.20", true); // on a link of this computer
        row("198.51.101.20", false);
        row("2001:db8:7::5", true);
    }
    void lanIsWhatIsNear()
    {
        QFETCH(QString, address);
        QFETCH(bool, allowed);
        PeerFilter filter({QStringLiteral("lan")}, [] {
            return QList<QPair<QHostAddress, int>>{
                {QHostAddress(QStringLiteral("198.51.100.1")), 24},
                {QHostAddress(QStringLiteral("2001:db8:7::1")), 64}};
        });
        QCOMPARE(filter.allows(QHostAddress(address)), allowed);
    }

    void anyIsEverybodyAndNothingIsNobody()
    {
        PeerFilter any({QStringLiteral("any")}), none({});
        QVERIFY(any.allows(QHostAddress(QStringLiteral("203.0.113.9"))));
        QVERIFY(any.allows(QHostAddress(QStringLiteral("2001:db8::1"))));
        QVERIFY(!none.allows(QHostAddress(QStringLiteral("127.0.0.1"))));
    }

    void aSubnetAllowsItsOwn()
    {
        PeerFilter filter({QStringLiteral("203.0.113.0/24"), QStringLiteral("2001:db8::/32"),
                           QStringLiteral("nonsense")});
        QVERIFY(filter.allows(QHostAddress(QStringLiteral("203.0.113.9"))));
        QVERIFY(filter.allows(QHostAddress(QStringLiteral("::ffff:203.0.113.9"))));
        QVERIFY(filter.allows(QHostAddress(QStringLiteral("2001:db8:1::9"))));
        QVERIFY(!filter.allows(QHostAddress(QStringLiteral("203.0.114.9"))));
        QVERIFY(!filter.allows(QHostAddress(QStringLiteral("127.0.0.1"))));
    }

    void theNetworksAreNotAskedForEachTime()
    {
        int asked = 0;
        PeerFilter filter({QStringLiteral("lan")}, [&asked] {
            ++asked;
            return QList<QPair<QHostAddress, int>>();
        });
        for (int i = 0; i < 100; ++i)
            filter.allows(QHostAddress(QStringLiteral("203.0.113.9")));
        QCOMPARE(asked, 1);
    }

    void aListTakesAndForgetsAddresses()
    {
        AddressList list;
        const QHostAddress address(QStringLiteral("192.0.2.7"));
        QVERIFY(!list.contains(address));
        list.add(QStringLiteral("::ffff:192.0.2.7"));
        QVERIFY(list.contains(address));
        list.add(QStringLiteral("192.0.2.0/24"));
        QVERIFY(!list.remove(QStringLiteral("192.0.2.0")));
        QVERIFY(list.remove(QStringLiteral("192.0.2.7")));
        QVERIFY(list.contains(address)); // it is in the network
        QVERIFY(list.remove(QStringLiteral("192.0.2.0/24")));
        QVERIFY(!list.contains(address));
        list.add(QStringLiteral("no address"));
        QVERIFY(!list.contains(address));
    }

    void aMappedAddressIsTheIpv4AddressItIs()
    {
        QCOMPARE(plainAddress(QHostAddress(QStringLiteral("::ffff:192.0.2.7"))),
                 QHostAddress(QStringLiteral("192.0.2.7")));
        QCOMPARE(plainAddress(QHostAddress(QStringLiteral("2001:db8::1"))),
                 QHostAddress(QStringLiteral("2001:db8::1")));
        // All of IPv6 is not all of IPv4, though Qt turns the one into the other.
        QCOMPARE(plainAddress(QHostAddress(QStringLiteral("::"))),
                 QHostAddress(QHostAddress::AnyIPv6));
    }

    void theNetworksOfThisComputerHoldItsLoopback()
    {
        const auto networks = PeerFilter::networksOfThisComputer();
        QVERIFY(std::any_of(networks.begin(), networks.end(), [](const auto& network) {
            return QHostAddress(QHostAddress::LocalHost).isInSubnet(network);
        }));
    }
};

QTEST_GUILESS_MAIN(TestPeerFilter)
#include "tst_peer_filter.moc"
