#include "core/auth/address_pattern.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;

class TestAddressPattern : public QObject {
    Q_OBJECT
private slots:
    void matchesAsOpenSshDoes_data()
    {
        QTest::addColumn<QString>("patterns");
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char* claim, const char* patterns, const char* address,
                            bool expected) {
            QTest::newRow(claim) << QString::fromLatin1(patterns) << QString::fromLatin1(address)
                                 << expected;
        };
        row("the address", "192.168.1.7", "192.168.1.7", true);
        row("another address", "192.168.1.7", "192.168.1.70", false);
        row("one of several", "10.0.0.1,192.168.1.7", "192.168.1.7", true);
        row("in the network", "192.168.0.0/16", "192.168.255.1", true);
        row("outside the network", "192.168.0.0/16", "192.169.0.1", false);
        row("a network of one", "192.168.1.7/32", "192.168.1.8", false);
        row("everything", "0.0.0.0/0", "8.8.8.8", true);
        row("IPv6 in its network", "2001:db8::/32", "2001:db8:1::5", true);
        row("IPv6 outside", "2001:db8::/32", "2001:db9::5", false);
        row("IPv6 written in another way", "2001:0db8:0:0::1", "2001:db8::1", true);
        row("families do not mix", "0.0.0.0/0", "::1", false);
        row("a star", "192.168.1.*", "192.168.1.200", true);
        row("a star crosses dots", "192.*", "192.168.1.200", true);
        row("a star matches at the end too", "*", "2001:db8::1", true);
        row("a question mark is one", "192.168.1.?", "192.168.1.7", true);
        row("and not two", "192.168.1.?", "192.168.1.70", false);
        row("a dot is a dot", "192.168.1.?", "192.168.1x7", false);
        row("an IPv6 wildcard", "2001:DB8:*", "2001:db8:1::5", true);
        row("a refused one", "192.168.0.0/16,!192.168.1.7", "192.168.1.7", false);
        row("refused whatever stands before", "192.168.1.7,!192.168.0.0/16", "192.168.1.7", false);
        row("not refused", "192.168.0.0/16,!192.168.1.7", "192.168.1.8", true);
        row("refusals alone let nobody in", "!10.0.0.1", "192.168.1.7", false);
        row("a link-local neighbour", "fe80::*", "fe80::1%eth0", true);
    }
    void matchesAsOpenSshDoes()
    {
        QFETCH(QString, patterns);
        QFETCH(QString, address);
        QFETCH(bool, expected);
        QVERIFY(checkAddressPatterns(patterns));
        QCOMPARE(matchesAddressPatterns(patterns, QHostAddress(address)), expected);
    }

    void listsThatCannotBeEnforcedAreRefused_data()
    {
        QTest::addColumn<QString>("patterns");
        for (const char* patterns : {"",
                                     ",",
                                     "10.0.0.1,",
                                     "laptop",
                                     "*.example.com",
                                     "cafe",
                                     "10.0.0.1/",
                                     "10.0.0.1/8",
                                     "10.0.0.0/33",
                                     "10.0.0.0/-1",
                                     "10.0.0.0/8/8",
                                     "2001:db8::1/32",
                                     "2001:db8::/129",
                                     "10.0.0.0/255.0.0.0",
                                     "!",
                                     "!!10.0.0.1",
                                     " 10.0.0.1",
                                     "10.0.0.256",
                                     "10.0.0.[1]",
                                     "10.0.0.1:22"})
            QTest::newRow(patterns) << QString::fromLatin1(patterns);
    }
    void listsThatCannotBeEnforcedAreRefused()
    {
        QFETCH(QString, patterns);
        const auto checked = checkAddressPatterns(patterns);
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestAddressPattern)
#include "tst_address_pattern.moc"
