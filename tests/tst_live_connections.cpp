#include "ui/activity/live_connections.h"

#include "tests/support/visitor.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QtWidgets>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

class TestLiveConnections : public QObject {
    Q_OBJECT

    // Until nothing is looked at any more.
    static bool isQuiet(const LiveConnections& live)
    {
        for (int turn = 0; turn < 40; ++turn) {
            const int before = live.looks();
            QTest::qWait(500);
            if (live.looks() == before)
                return true;
        }
        return false;
    }

private slots:
    void comingAndGoingIsSeenWithoutATimer()
    {
        WindowFixture window;
        const auto share = window.share(window.makeFolder(QStringLiteral("Photos")));
        QVERIFY(share);
        QVERIFY(window.startSharing());
        const LiveConnections& live = *window.live;
        QVERIFY(isQuiet(live));
        QSignalSpy counted(&live, &LiveConnections::countChanged);
        Visitor guest;
        QVERIFY(guest.logIn(window, *share));
        QTRY_COMPARE_WITH_TIMEOUT(live.all().size(), 1, WindowFixture::patience);
        QVERIFY(counted.count() >= 1);
        QCOMPARE(live.all().first().info.user, share->userName);
        QCOMPARE(live.connectedTo(share->share), 1);
        QCOMPARE(live.connectedTo(ShareId{"0"}), 0);
        QCOMPARE(live.people(), 1);
        QVERIFY(!live.isMoving());
        Visitor again;
        QVERIFY(again.logIn(window, *share));
        QTRY_COMPARE_WITH_TIMEOUT(live.all().size(), 2, WindowFixture::patience);
        QCOMPARE(live.people(), 1);
        QVERIFY(live.all().at(0).info.since <= live.all().at(1).info.since);

        // Somebody who is connected and does nothing costs nothing.
        QVERIFY(isQuiet(live));
        const int looks = live.looks();
        QTest::qWait(2000);
        QCOMPARE(live.looks(), looks);

        guest.leave();
        again.leave();
        QTRY_VERIFY_WITH_TIMEOUT(live.all().isEmpty(), WindowFixture::patience);
        QCOMPARE(live.connectedTo(share->share), 0);
        QVERIFY(isQuiet(live));
    }

    void aTransferIsLookedAtFourTimesASecondAndKeptForAWhile()
    {
        WindowFixture window;
        const QString folder = window.makeFolder(QStringLiteral("Photos"));
        WindowFixture::writeFile(folder + QStringLiteral("/big.bin"), QByteArray(8'000'000, 'x'));
        const auto share = window.share(folder);
        QVERIFY(share && window.startSharing());
        const LiveConnections& live = *window.live;
        Visitor guest;
        QVERIFY(guest.logIn(window, *share));
        QVERIFY(isQuiet(live));

        const int before = live.looks();
        QVERIFY(guest.open("/Photos/big.bin"));
        QElapsedTimer time;
        time.start();
        QSet<quint64> moved;
        bool wasMoving = false;
        quint64 fastest = 0;
        qsizetype read = 0;
        while (time.elapsed() < 4000) {
            read += guest.read(16'000);
            QTest::qWait(5);
            if (!live.isMoving())
                continue;
            wasMoving = true;
            QCOMPARE(live.transfers(), 1);
            const LiveConnection& one = live.all().first();
            QCOMPARE(one.info.file.bytes(), QByteArray("/Photos/big.bin"));
            QCOMPARE(one.share, QByteArray("Photos"));
            QCOMPARE(one.info.size, quint64(8'000'000));
            moved.insert(*one.info.moved);
            fastest = std::max(fastest, live.sending());
        }
        QVERIFY(wasMoving);
        QVERIFY(moved.size() >= 4);
        QVERIFY(fastest > 0);
        QCOMPARE(live.receiving(), quint64(0));
        QVERIFY(double(live.looks() - before) <= double(time.elapsed()) / 250 + 1);

        QVERIFY(guest.close());
        QTRY_VERIFY_WITH_TIMEOUT(live.all().first().finished, WindowFixture::patience);
        QCOMPARE(live.all().first().info.moved, quint64(read));
        QCOMPARE(live.all().first().info.size, quint64(read));
        QVERIFY(live.all().first().info.doing == ConnectionInfo::Doing::Downloading);
        QTRY_VERIFY_WITH_TIMEOUT(!live.all().first().finished, WindowFixture::patience);
        QVERIFY(isQuiet(live));
        QCOMPARE(live.sending(), quint64(0));
    }
};

QTEST_MAIN(TestLiveConnections)
#include "tst_live_connections.moc"
