#include "core/activity_log.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include "tests/support/rows.h"

#include <thread>
#include <vector>

using namespace sallyport;

namespace {

ActivityEvent made(quint64 id, ActivityEvent::Outcome outcome, qint64 bytes = 0)
{
    ActivityEvent event;
    event.id = id;
    event.kind = ActivityEvent::Kind::Upload;
    event.outcome = outcome;
    event.bytes = bytes;
    return event;
}

using Outcome = ActivityEvent::Outcome;

} // namespace

class TestActivityLog : public QObject {
    Q_OBJECT

private slots:
    void eventsFromAnyThreadArriveOnTheMainThread()
    {
        ActivityLog log;
        QThread* arrivedOn = nullptr;
        connect(&log, &ActivityLog::recorded, this,
                [&arrivedOn] { arrivedOn = QThread::currentThread(); });
        std::thread([&log] { log.record(made(0, Outcome::Ok)); }).join();
        QCOMPARE(log.entries().size(), 0U);
        QTRY_COMPARE(log.entries().size(), 1U);
        QCOMPARE(arrivedOn, QThread::currentThread());
    }

    void noEventOfSeveralThreadsIsLostOrTurnedRound()
    {
        constexpr int threads = 4;
        constexpr int each = 5000;
        ActivityLog log;
        std::vector<std::thread> all;
        for (quint64 number = 0; number < threads; ++number) {
            all.emplace_back([&log, number] {
                for (int i = 0; i < each; ++i) {
                    ActivityEvent news = made(0, Outcome::Ok, i);
                    news.connection = number;
                    log.record(std::move(news));
                }
            });
        }
        for (std::thread& thread : all)
            thread.join();
        log.flush();
        QCOMPARE(log.entries().size(), std::size_t(threads * each));
        std::array<qint64, threads> next{};
        for (const ActivityEvent& entry : log.entries())
            QCOMPARE(*entry.bytes, next.at(entry.connection)++);
        QCOMPARE(log.dropped(), 0U);
    }

    void aFloodPostsOneWake()
    {
        ActivityLog log;
        QSignalSpy recorded(&log, &ActivityLog::recorded);
        for (int i = 0; i < 1000; ++i)
            log.record(made(0, Outcome::Ok));
        QCoreApplication::sendPostedEvents(&log);
        QCOMPARE(recorded.count(), 1000);
        // A second wake would bring what came after the first, without being asked.
        log.record(made(0, Outcome::Ok));
        QCOMPARE(recorded.count(), 1000);
        log.flush();
        QCOMPARE(recorded.count(), 1001);
    }

    void eventsInARowAreGathered()
    {
        ActivityLog log(10, nullptr, std::chrono::hours{1});
        QSignalSpy recorded(&log, &ActivityLog::recorded);
        log.record(made(0, Outcome::Ok));
        QCoreApplication::sendPostedEvents(&log);
        QCOMPARE(recorded.count(), 1); // it came alone
        for (int i = 0; i < 3; ++i) {
            log.record(made(0, Outcome::Ok));
            QCoreApplication::sendPostedEvents(&log);
        }
        QCOMPARE(recorded.count(), 1);
        log.flush();
        QCOMPARE(recorded.count(), 4);
    }

    void gatheredEventsArriveByThemselves()
    {
        ActivityLog log(10, nullptr, std::chrono::milliseconds{1});
        QSignalSpy recorded(&log, &ActivityLog::recorded);
        for (int i = 1; i <= 20; ++i) {
            log.record(made(0, Outcome::Ok));
            QCoreApplication::sendPostedEvents(&log);
        }
        QTRY_COMPARE(recorded.count(), 20);
    }

    void aTransferIsOneEntryFromStartToEnd()
    {
        ActivityLog log;
        QSignalSpy recorded(&log, &ActivityLog::recorded);
        log.record(made(7, Outcome::Started));
        log.record(made(0, Outcome::Ok));
        log.record(made(7, Outcome::Running, 10));
        log.flush();
        log.record(made(7, Outcome::Ok, 20));
        log.flush();
        QCOMPARE(log.entries().size(), 2U);
        QCOMPARE(log.entries().front().bytes, qint64(20));
        QCOMPARE(recorded.count(), 4);
        QCOMPARE(recorded.at(0).at(1).toLongLong(), 0);
        QCOMPARE(recorded.at(1).at(1).toLongLong(), 1);
        QCOMPARE(recorded.at(2).at(1).toLongLong(), 0);
        QCOMPARE(recorded.at(3).at(1).toLongLong(), 0);
    }

    void newsOfATransferReplaceTheProgressThatStillWaits()
    {
        ActivityLog log;
        QSignalSpy recorded(&log, &ActivityLog::recorded);
        log.record(made(7, Outcome::Started));
        for (int i = 1; i <= 100; ++i)
            log.record(made(7, Outcome::Running, i));
        log.record(made(8, Outcome::Running, 1));
        log.record(made(8, Outcome::Ok, 2));
        log.flush();
        QCOMPARE(recorded.count(), 3);
        QCOMPARE(recorded.at(1).at(0).value<ActivityEvent>().bytes, qint64(100));
        QCOMPARE(recorded.at(2).at(0).value<ActivityEvent>().bytes, qint64(2));
        QCOMPARE(log.dropped(), 0U);
    }

    void aFullQueueDropsProgressBeforeStartsAndEnds()
    {
        ActivityLog log;
        QSignalSpy recorded(&log, &ActivityLog::recorded);
        for (quint64 id = 1; id <= 10; ++id)
            log.record(made(id, Outcome::Running));
        for (int i = 10; i < ActivityLog::maxQueue; ++i)
            log.record(made(0, Outcome::Ok));
        QCOMPARE(log.dropped(), 0U);
        log.record(made(99, Outcome::Running)); // no room
        log.record(made(3, Outcome::Running));  // replaces, needs no room
        QCOMPARE(log.dropped(), 1U);
        for (quint64 id = 101; id <= 110; ++id)
            log.record(made(id, Outcome::Ok)); // each pushes out one that runs
        QCOMPARE(log.dropped(), 11U);
        log.record(made(111, Outcome::Ok)); // nothing runs any more
        QCOMPARE(log.dropped(), 12U);
        log.flush();
        QCOMPARE(recorded.count(), ActivityLog::maxQueue);
        QCOMPARE(recorded.last().at(0).value<ActivityEvent>().id, 110U);
    }

    void onlyTheLastEntriesAreKeptAndKeepTheirNumbers()
    {
        ActivityLog log(3);
        QCOMPARE(log.capacity(), 3);
        QSignalSpy recorded(&log, &ActivityLog::recorded);
        log.record(made(7, Outcome::Started));
        for (int i = 1; i <= 4; ++i)
            log.record(made(0, Outcome::Ok, i));
        log.flush();
        QCOMPARE(log.entries().size(), 3U);
        QCOMPARE(log.firstEntry(), 2);
        QCOMPARE(log.entries().front().bytes, qint64(2));
        log.record(made(7, Outcome::Ok)); // its entry is gone: a new one
        log.flush();
        QCOMPARE(recorded.last().at(1).toLongLong(), 5);
        QCOMPARE(log.firstEntry(), 3);
    }

    void whatAnEarlierRunLeftStandsInFront()
    {
        ActivityLog log;
        QSignalSpy prepended(&log, &ActivityLog::prepended);
        log.record(made(7, Outcome::Started));
        log.flush();
        // The same id was another transfer's then.
        log.prepend({made(7, Outcome::Started, 1), made(0, Outcome::Ok, 2), made(7, Outcome::Ok, 3),
                     made(7, Outcome::Started, 4), made(7, Outcome::Failed, 5)});
        QCOMPARE(prepended.count(), 1);
        QCOMPARE(prepended.first().first().toLongLong(), 3);
        QCOMPARE(log.firstEntry(), -3);
        QCOMPARE(log.entries().size(), 4U);
        QCOMPARE(log.entries()[0].bytes, qint64(3));
        QCOMPARE(log.entries()[1].bytes, qint64(2));
        QCOMPARE(log.entries()[2].bytes, qint64(5));

        QSignalSpy recorded(&log, &ActivityLog::recorded);
        log.record(made(7, Outcome::Ok, 9));
        log.flush();
        QCOMPARE(recorded.first().at(1).toLongLong(), 0);
        QCOMPARE(log.entries()[3].bytes, qint64(9));
    }

    void aTransferThatAnEarlierRunNeverEndedIsCutShort()
    {
        ActivityLog log;
        log.prepend({made(7, Outcome::Started), made(7, Outcome::Started, 1)});
        QCOMPARE(log.entries().size(), 2U); // of two runs
        for (const ActivityEvent& entry : log.entries()) {
            QVERIFY(entry.outcome == Outcome::CutShort);
            QCOMPARE(entry.error->message, QStringLiteral("The connection was lost"));
        }
    }

    void onlyWhatFitsIsPutInFront()
    {
        ActivityLog log(3);
        log.record(made(0, Outcome::Ok, 10));
        log.flush();
        log.prepend({made(1, Outcome::Ok, 1), made(2, Outcome::Ok, 2), made(3, Outcome::Ok, 3)});
        QCOMPARE(log.entries().size(), 3U);
        QCOMPARE(log.entries().front().bytes, qint64(2));
        QCOMPARE(log.firstEntry(), -2);
        // An old row that goes takes no row of this run with it that has its id.
        log.record(made(2, Outcome::Started, 20));
        log.flush();
        log.record(made(0, Outcome::Ok, 30));
        log.flush();
        log.record(made(2, Outcome::Ok, 21));
        log.flush();
        QCOMPARE(log.entries().size(), 3U);
        QCOMPARE(log.entries()[1].bytes, qint64(21));
    }

    void linesThatTheArchiveAlreadyHasOfThisRunAreNotDoubled()
    {
        ActivityLog log;
        ActivityEvent listening;
        listening.kind = ActivityEvent::Kind::Listening;
        listening.at = QDateTime::currentDateTimeUtc();
        ActivityEvent upload = made(7, Outcome::Started);
        upload.at = listening.at;
        log.record(listening);
        log.record(upload);
        upload.outcome = Outcome::Ok;
        log.record(upload);
        log.flush();
        ActivityEvent old = listening;
        old.at = old.at.addDays(-1);
        ActivityEvent started = upload;
        started.outcome = Outcome::Started;
        log.prepend({old, listening, started, upload});
        QCOMPARE(log.entries().size(), 3U);
        QCOMPARE(log.firstEntry(), -1);
        QCOMPARE(log.entries().front().at, old.at);
    }
};

QTEST_GUILESS_MAIN(TestActivityLog)
#include "tst_activity_log.moc"
