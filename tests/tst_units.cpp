#include "core/units.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace std::chrono_literals;

class TestUnits : public QObject {
    Q_OBJECT
private slots:
    void timesReadAndWriteThemselves()
    {
        for (const auto& [text, seconds] : {std::pair("20s", 20s),
                                            {"15m", 900s},
                                            {"2h", 7200s},
                                            {"1h30m", 5400s},
                                            {"1d1h1m1s", 90061s},
                                            {"0s", 0s},
                                            {"7d", 604800s}}) {
            const auto read = parseDuration(QString::fromLatin1(text));
            QVERIFY2(read, text);
            QCOMPARE(*read, seconds);
            QCOMPARE(formatDuration(seconds), QLatin1String(text));
        }
        QCOMPARE(*parseDuration(u"900"), 900s);
        QCOMPARE(*parseDuration(u"90m"), 5400s);
        QCOMPARE(*parseDuration(u"3660d"), std::chrono::seconds(3660LL * 86400));
    }

    void otherTextIsNoTime_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text :
             {"", "s", "1x", "1h30", "30m1h", "1m1m", "-1", "+1", "1.5h", " 1s", "1s ", "1 s", "1S",
              "99999d", "99999999999999999999s", "\xd9\xa1s"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void otherTextIsNoTime()
    {
        QFETCH(QString, text);
        const auto read = parseDuration(text);
        QVERIFY(!read);
        QCOMPARE(read.error().message,
                 QStringLiteral("\"%1\" is not a time; write 20s, 15m, 2h or 1h30m").arg(text));
    }

    void sizesReadAndWriteThemselves()
    {
        for (const auto& [text, bytes] : {std::pair("0", 0ULL),
                                          {"500", 500ULL},
                                          {"64K", 65536ULL},
                                          {"10M", 10485760ULL},
                                          {"1G", 1073741824ULL},
                                          {"2T", 2199023255552ULL},
                                          {"1025", 1025ULL}}) {
            const auto read = parseSize(QString::fromLatin1(text));
            QVERIFY2(read, text);
            QCOMPARE(*read, quint64(bytes));
            QCOMPARE(formatSize(bytes), QLatin1String(text));
        }
        QCOMPARE(*parseSize(u"10m"), 10485760ULL);
        QCOMPARE(*parseSize(u"9007199254740992"), 1ULL << 53);
    }

    void addressesAreWhole()
    {
        for (const char* text : {"192.168.1.7", "0.0.0.0", "::", "2001:db8::1", "::ffff:1.2.3.4"})
            QCOMPARE(parseAddress(QString::fromLatin1(text))->toString(), QLatin1String(text));
        QCOMPARE(parseAddress(QStringLiteral("fe80::1%eth0"))->scopeId(), QStringLiteral("eth0"));
        for (const char* text : {"", "2022", "10.1", "127.1", "localhost", " ::1", "1.2.3.4 ",
                                 "1.2.3.256", "1.2.3.4.5", "[::1]", "1.2.3.4:22"})
            QVERIFY2(!parseAddress(QString::fromLatin1(text)), text);
    }

    void otherTextIsNoSize_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "K", "1X", "1KK", "-1", "1.5M", " 1", "1 ", "0x10",
                                 "9007199254740993", "8193T", "99999999999999999999"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void otherTextIsNoSize()
    {
        QFETCH(QString, text);
        QVERIFY(!parseSize(text));
    }
};

QTEST_GUILESS_MAIN(TestUnits)
#include "tst_units.moc"
