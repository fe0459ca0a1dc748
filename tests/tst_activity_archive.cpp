#include "core/activity_archive.h"

#include "core/activity_format.h"
#include "core/activity_log.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;

namespace {

ActivityEvent numbered(int number, ActivityEvent::Outcome outcome = ActivityEvent::Outcome::Ok)
{
    ActivityEvent event;
    event.kind = ActivityEvent::Kind::Removed;
    event.at = QDateTime::fromMSecsSinceEpoch(1'767'344'400'000, Qt::UTC);
    event.path = VirtualPath().child(QByteArray::number(number));
    event.outcome = outcome;
    return event;
}

QByteArray content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestActivityArchive : public QObject {
    Q_OBJECT

    QTemporaryDir m_parent;
    QString m_folder;
    QThreadPool m_writer;

    // The answer comes through the event loop.
    static Result<QList<ActivityEvent>> last(ActivityArchive& archive, int atMost)
    {
        const auto answer = archive.last(atMost);
        if (!QTest::qWaitFor([&] { return answer.isFinished(); }, 20'000))
            qFatal("no answer");
        return answer.result();
    }

    // The names of what was archived, oldest first.
    static QList<QByteArray> names(ActivityArchive& archive, int atMost)
    {
        const Result<QList<ActivityEvent>> events = last(archive, atMost);
        QList<QByteArray> all;
        for (const ActivityEvent& event : *events)
            all += event.path->name();
        return all;
    }

    // Empty, or why it did not work.
    static QString exported(ActivityArchive& archive, const QString& file,
                            ActivityArchive::Format format, const QList<ActivityEvent>& events)
    {
        const auto answer = archive.exportTo(file, format, events);
        if (!QTest::qWaitFor([&] { return answer.isFinished(); }, 20'000))
            qFatal("no answer");
        const Result<void> result = answer.result();
        return result ? QString() : result.error().message;
    }

    static void record(ActivityLog& log, int from, int to)
    {
        for (int number = from; number < to; ++number)
            log.record(numbered(number));
        log.flush();
    }

private slots:
    void init()
    {
        m_writer.setMaxThreadCount(1);
        static int test = 0;
        m_folder = m_parent.filePath(QStringLiteral("%1/state").arg(++test));
    }

    void eventsAreJsonLinesInAFileOnlyTheOwnerReads()
    {
        ActivityLog log;
        {
            ActivityArchive archive(m_folder, log, m_writer, {});
            record(log, 0, 3);
        }
        QVERIFY(m_writer.waitForDone());
        const QString path = m_folder + QStringLiteral("/activity.jsonl");
        QCOMPARE(content(path),
                 toJsonLine(numbered(0)) + toJsonLine(numbered(1)) + toJsonLine(numbered(2)));
        constexpr auto owner = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
        QCOMPARE(QFile::permissions(path) & QFileDevice::Permissions(0xf0ff), owner);
        QCOMPARE(QFile::permissions(m_folder) & 0x00ff, QFileDevice::Permissions());
    }

    void runningEventsStayInMemory()
    {
        ActivityLog log;
        ActivityArchive archive(m_folder, log, m_writer, {});
        log.record(numbered(1, ActivityEvent::Outcome::Running));
        log.record(numbered(2));
        log.flush();
        QCOMPARE(names(archive, 10), QList<QByteArray>({"2"}));
    }

    void theLastEventsAreReadBackOldestFirstAlsoByTheNextRun()
    {
        ActivityLog log;
        {
            ActivityArchive archive(m_folder, log, m_writer, {});
            record(log, 0, 10);
            QCOMPARE(names(archive, 3), QList<QByteArray>({"7", "8", "9"}));
        }
        ActivityArchive again(m_folder, log, m_writer, {});
        record(log, 10, 11);
        QCOMPARE(names(again, 2), QList<QByteArray>({"9", "10"}));
        QCOMPARE(names(again, 100).size(), 11);
    }

    void filesAreRotatedAndTheOldestRemoved()
    {
        const qint64 line = toJsonLine(numbered(10)).size();
        ActivityLog log;
        ActivityArchive archive(m_folder, log, m_writer, {4 * line, 3});
        for (int number = 10; number < 30; ++number) {
            record(log, number, number + 1);
            QVERIFY(last(archive, 1)); // each its own job
        }
        QCOMPARE(QDir(m_folder).entryList(QDir::Files).size(), 3);
        QCOMPARE(content(m_folder + QStringLiteral("/activity.jsonl")).size(), 4 * line);
        QCOMPARE(names(archive, 100).size(), 12);
        QCOMPARE(names(archive, 5), QList<QByteArray>({"25", "26", "27", "28", "29"}));
    }

    void aFullFileIsRotatedByTheNextRun()
    {
        ActivityLog log;
        {
            ActivityArchive archive(m_folder, log, m_writer, {});
            record(log, 0, 4);
        }
        ActivityArchive again(m_folder, log, m_writer, {10, 2});
        record(log, 4, 5);
        QCOMPARE(names(again, 10).size(), 5);
        QCOMPARE(content(m_folder + QStringLiteral("/activity.jsonl")), toJsonLine(numbered(4)));
    }

    void aLineThatWasCutByACrashHarmsNoOther()
    {
        QDir().mkpath(m_folder);
        QFile file(m_folder + QStringLiteral("/activity.jsonl"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(toJsonLine(numbered(1)) + toJsonLine(numbered(2)).chopped(20));
        file.close();
        ActivityLog log;
        ActivityArchive archive(m_folder, log, m_writer, {});
        record(log, 3, 4);
        QCOMPARE(names(archive, 10), QList<QByteArray>({"1", "3"}));
    }

    void aFolderThatIsGoneIsSaidOnceAndNothingStops()
    {
        ActivityLog log;
        ActivityArchive archive(m_folder, log, m_writer, {});
        QSignalSpy failed(&archive, &ActivityArchive::failed);
        record(log, 0, 1);
        QCOMPARE(names(archive, 10).size(), 1);

        // A file where the folder was: nothing can be made below it.
        QVERIFY(QDir(m_folder).removeRecursively());
        QFile wall(m_folder);
        QVERIFY(wall.open(QIODevice::WriteOnly));
        for (int number = 1; number < 4; ++number) {
            record(log, number, number + 1);
            QCOMPARE(names(archive, 10).size(), 0);
        }
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(log.entries().size(), 4U);

        QVERIFY(wall.remove());
        record(log, 4, 5);
        QCOMPARE(names(archive, 10), QList<QByteArray>({"4"}));
        QCOMPARE(failed.count(), 1);
    }

    void aFullDiskIsSaidOnce()
    {
        QDir().mkpath(m_folder);
        QVERIFY(
            QFile::link(QStringLiteral("/dev/full"), m_folder + QStringLiteral("/activity.jsonl")));
        ActivityLog log;
        ActivityArchive archive(m_folder, log, m_writer, {});
        QSignalSpy failed(&archive, &ActivityArchive::failed);
        record(log, 0, 1);
        QCoreApplication::processEvents();
        QVERIFY(m_writer.waitForDone());
        record(log, 1, 2);
        QTRY_COMPARE(failed.count(), 1);
        QCoreApplication::processEvents();
        QVERIFY(m_writer.waitForDone());
        QCoreApplication::processEvents();
        QCOMPARE(failed.count(), 1);
        QVERIFY(!failed.first().first().value<Error>().message.contains(m_folder));
    }

    void eventsAreExportedAsTheLinesOfTheArchive()
    {
        ActivityLog log;
        ActivityArchive archive(m_folder, log, m_writer, {});
        const QString file = m_parent.filePath(QStringLiteral("out.jsonl"));
        QCOMPARE(
            exported(archive, file, ActivityArchive::Format::JsonLines, {numbered(1), numbered(2)}),
            QString());
        QCOMPARE(content(file), toJsonLine(numbered(1)) + toJsonLine(numbered(2)));
    }

    void aSpreadsheetReadsWhatIsExportedAndRunsNothing()
    {
        ActivityLog log;
        ActivityArchive archive(m_folder, log, m_writer, {});
        ActivityEvent event = numbered(1);
        event.user = QStringLiteral("=HYPERLINK(\"x\")");
        event.share = "Büro, oben";
        event.target = "@sum";
        event.bytes = 12;
        event.message = QStringLiteral("two\nlines");
        const QString file = m_parent.filePath(QStringLiteral("out.csv"));
        QCOMPARE(exported(archive, file, ActivityArchive::Format::Csv, {event}), QString());
        QCOMPARE(content(file),
                 QByteArray("\xef\xbb\xbf"
                            "time,kind,connection,id,peer,user,share,path,target,bytes,elapsed,"
                            "result,message,client\r\n"
                            "2026-01-02T09:00:00.000Z,removed,,,,\"'=HYPERLINK(\"\"x\"\")\","
                            "\"Büro, oben\",/1,'@sum,12,,ok,two\\x0alines,\r\n"));
    }

    void anExportThatCannotBeWrittenSaysWhy()
    {
        ActivityLog log;
        ActivityArchive archive(m_folder, log, m_writer, {});
        const QString nowhere = m_parent.filePath(QStringLiteral("no/such/out.csv"));
        QCOMPARE(exported(archive, nowhere, ActivityArchive::Format::Csv, {numbered(1)}),
                 QStringLiteral("out.csv cannot be written"));
        QVERIFY(!QFile::exists(nowhere));
    }

    void anExportIsCanceledWithTheArchive()
    {
        ActivityLog log;
        auto archive =
            std::make_unique<ActivityArchive>(m_folder, log, m_writer, ActivityArchive::Rotation{});
        const auto answer = archive->exportTo(m_parent.filePath(QStringLiteral("late.csv")),
                                              ActivityArchive::Format::Csv, {});
        archive.reset();
        QTRY_VERIFY(answer.isCanceled());
    }
};

QTEST_GUILESS_MAIN(TestActivityArchive)
#include "tst_activity_archive.moc"
