#include "core/network/addresses.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;

namespace {

NetworkInterface interface(const char* name, std::initializer_list<const char*> addresses,
                           std::optional<quint32> metric = {})
{
    NetworkInterface made;
    made.name = QLatin1String(name);
    for (const char* address : addresses)
        made.addresses += QHostAddress(QLatin1String(address));
    made.defaultRouteMetric = metric;
    return made;
}

NetworkInterface loopback()
{
    NetworkInterface made = interface("lo", {"127.0.0.1", "::1"});
    made.isLoopback = true;
    return made;
}

QStringList texts(const QList<NetworkInterface>& interfaces)
{
    QStringList all;
    for (const QHostAddress& address : bestFirst(interfaces))
        all += address.toString();
    return all;
}

} // namespace

class TestAddresses : public QObject {
    Q_OBJECT

private slots:
    void theLanAddressWithTheDefaultRouteComesFirst_data()
    {
        QTest::addColumn<QList<NetworkInterface>>("interfaces");
        QTest::addColumn<QStringList>("expected");
        const auto list = [](std::initializer_list<const char*> texts) {
            QStringList all;
            for (const char* text : texts)
                all += QLatin1String(text);
            return all;
        };
        QTest::newRow("before docker, libvirt and a bridge")
            << QList{loopback(), interface("docker0", {"172.17.0.1"}),
                     interface("virbr0", {"192.168.122.1"}), interface("br-1234", {"172.18.0.1"}),
                     interface("enp3s0", {"192.168.1.23"}, 100)}
            << list({"192.168.1.23", "172.17.0.1", "192.168.122.1", "172.18.0.1"});
        QTest::newRow("a VPN that took the default route comes after the LAN")
            << QList{interface("wg0", {"10.8.0.2"}, 0), interface("tun0", {"10.9.0.2"}, 0),
                     interface("wlan0", {"192.168.1.24"})}
            << list({"192.168.1.24", "10.8.0.2", "10.9.0.2"});
        QTest::newRow("of two routes the one that is used")
            << QList{interface("wlan0", {"192.168.1.24"}, 600),
                     interface("eth0", {"192.168.1.23"}, 100), interface("eth1", {"10.0.0.5"})}
            << list({"192.168.1.23", "192.168.1.24", "10.0.0.5"});
        QTest::newRow("IPv4 before IPv6, link-local last")
            << QList{interface("eth0", {"fe80::1", "2001:db8::5", "192.168.1.23"}, 100),
                     interface("docker0", {"172.17.0.1"})}
            << list({"192.168.1.23", "2001:db8::5", "172.17.0.1", "fe80::1"});
        QTest::newRow("loopback where there is nothing else")
            << QList{loopback()} << list({"127.0.0.1", "::1"});
        QTest::newRow("a bridge where there is nothing else")
            << QList{loopback(), interface("br0", {"192.168.1.23"}, 100)} << list({"192.168.1.23"});
        QTest::newRow("one address on two interfaces is said once")
            << QList{interface("eth0", {"192.168.1.23"}, 100), interface("eth1", {"192.168.1.23"})}
            << list({"192.168.1.23"});
    }
    void theLanAddressWithTheDefaultRouteComesFirst()
    {
        QFETCH(const QList<NetworkInterface>, interfaces);
        QFETCH(const QStringList, expected);
        QCOMPARE(texts(interfaces), expected);
    }

    void whatIsDownOrATunnelDoesNotWin()
    {
        NetworkInterface down = interface("eth0", {"192.168.1.23"}, 100);
        down.isUp = false;
        NetworkInterface tunnel = interface("oddvpn", {"10.8.0.2"}, 0);
        tunnel.isPointToPoint = true;
        QCOMPARE(texts({down, tunnel, interface("wlan0", {"192.168.1.24"})}),
                 QStringList({QStringLiteral("192.168.1.24"), QStringLiteral("10.8.0.2")}));
    }

    void theKernelsTablesAreRead()
    {
        const QByteArray route =
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
            "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
            "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
            "eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"
            "tun0\t00000000\t00000000\t0001\t0\t0\t0\t00000080\t0\t0\t0\n";
        const QByteArray zeros(32, '0');
        const QByteArray ipv6 = zeros + " 00 " + zeros
            + " 00 fe80000000000000000000000000000a "
              "00000400 00000001 00000000 00000003     eth9\n"
            + zeros + " 00 " + zeros + " 00 " + zeros
            + " ffffffff 00000001 00000000 00200200       lo\n" + zeros + " 00 " + zeros
            + " 00 fe80000000000000000000000000000a "
              "00000001 00000001 00000000 00000003     eth0\n";
        const QHash<QString, quint32> expected{{QStringLiteral("wlan0"), 600},
                                               {QStringLiteral("eth0"), 100},
                                               {QStringLiteral("eth9"), 1024}};
        QCOMPARE(defaultRoutes(route, ipv6), expected);
        QCOMPARE(defaultRoutes({}, {}).size(), 0);
    }

    void aLinkLeadsToEachAddressThatIsListenedOn()
    {
        const QHostAddress lan(QStringLiteral("192.168.1.23"));
        const QHostAddress ipv6(QStringLiteral("2001:db8::5"));
        const QHostAddress local(QStringLiteral("127.0.0.1"));
        const auto texts = [](const QList<QUrl>& links) {
            QStringList all;
            for (const QUrl& url : links)
                all += url.toString();
            return all;
        };
        QCOMPARE(texts(linksTo({{QHostAddress(QHostAddress::AnyIPv4), 2022},
                                {QHostAddress(QHostAddress::AnyIPv6), 2022}},
                               {lan, ipv6})),
                 QStringList({QStringLiteral("sftp://192.168.1.23:2022"),
                              QStringLiteral("sftp://[2001:db8::5]:2022")}));
        QCOMPARE(texts(linksTo({{local, 4000}}, {lan, ipv6})),
                 QStringList({QStringLiteral("sftp://127.0.0.1:4000")}));
        QCOMPARE(texts(linksTo({{ipv6, 4000}, {local, 4000}}, {lan, ipv6})),
                 QStringList({QStringLiteral("sftp://[2001:db8::5]:4000"),
                              QStringLiteral("sftp://127.0.0.1:4000")}));
        QVERIFY(linksTo({}, {lan}).isEmpty());
    }

    void thisComputerHasAnAddress() { QVERIFY(!bestFirst(interfacesOfThisComputer()).isEmpty()); }
};

QTEST_GUILESS_MAIN(TestAddresses)
#include "tst_addresses.moc"
