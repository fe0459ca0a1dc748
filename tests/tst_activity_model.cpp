#include "ui/activity/activity_model.h"

#include "core/activity_log.h"
#include "tests/support/activity_events.h"
#include "tests/support/window_fixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <QtWidgets>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

using Column = ActivityModel::Column;
using RowKind = ActivityModel::RowKind;

namespace {

QStringList texts(std::initializer_list<const char*> all)
{
    QStringList made;
    for (const char* one : all)
        made += QString::fromUtf8(one);
    return made;
}

// A model over a log of its own; everything else is what a window stands on.
struct Shown {
    explicit Shown(int capacity = 100'000)
        : log(capacity)
        , model(log, *fixture.live, *fixture.store)
    {
    }
    void record(const QList<ActivityEvent>& events)
    {
        for (const ActivityEvent& event : events)
            log.record(event);
        log.flush();
        model.takeIn();
    }
    // The rows of the first level: day headings in brackets, runs with their number of children.
    QStringList rows() const
    {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row) {
            const QModelIndex index = model.index(row, 0);
            switch (model.kindOf(index)) {
            case RowKind::Day:
                all += QStringLiteral("[day]");
                break;
            case RowKind::Run:
                all += QStringLiteral("%1 (%2)")
                           .arg(text(index, Column::What))
                           .arg(model.rowCount(index));
                break;
            default:
                all += text(index, Column::What);
            }
        }
        return all;
    }
    QStringList children(int row) const
    {
        QStringList all;
        const QModelIndex parent = model.index(row, 0);
        for (int child = 0; child < model.rowCount(parent); ++child)
            all += text(model.index(child, 0, parent), Column::What);
        return all;
    }
    static QString text(const QModelIndex& index, int column)
    {
        return index.siblingAtColumn(column).data().toString();
    }

    WindowFixture fixture;
    ActivityLog log;
    ActivityModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
};

} // namespace

class TestActivityModel : public QObject {
    Q_OBJECT

private slots:
    void theNewestEntryStandsOnTopBelowItsDay()
    {
        Shown shown;
        shown.record({happening(Kind::Removed, 0, Outcome::Ok)});
        ActivityEvent later = happening(Kind::MadeDirectory, 60, Outcome::Ok);
        later.path = VirtualPath().child("Photos").child("2026");
        shown.record({later});
        QCOMPARE(shown.rows(), texts({"[day]", "Made the folder Photos/2026", "Deleted "}));
        ActivityEvent tomorrow = later;
        tomorrow.at = later.at.addDays(1);
        shown.record({tomorrow});
        QCOMPARE(shown.rows(),
                 texts({"[day]", "Made the folder Photos/2026", "[day]",
                        "Made the folder Photos/2026", "Deleted "}));
        QCOMPARE(shown.model.entries(), 3);
    }

    void aTransferIsOneRowThatIsUpdatedWhereItIs()
    {
        Shown shown;
        shown.record({transfer(7, "a.jpg", 0, Outcome::Started)});
        shown.record({happening(Kind::Settings, 1, Outcome::Ok)});
        QSignalSpy inserted(&shown.model, &QAbstractItemModel::rowsInserted);
        QSignalSpy changed(&shown.model, &QAbstractItemModel::dataChanged);
        ActivityEvent running = transfer(7, "a.jpg", 2, Outcome::Running);
        running.bytes = 5'000'000;
        shown.record({running});
        QCOMPARE(inserted.count(), 0);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().first().toModelIndex().row(), 2);
        QCOMPARE(Shown::text(shown.model.index(2, 0), Column::What),
                 QStringLiteral("Downloading Photos/a.jpg"));
        QCOMPARE(Shown::text(shown.model.index(2, 0), Column::Size), QStringLiteral("5 MB"));
        shown.record({transfer(7, "a.jpg", 3)});
        QCOMPARE(Shown::text(shown.model.index(2, 0), Column::What),
                 QStringLiteral("Downloaded Photos/a.jpg"));
        QCOMPARE(Shown::text(shown.model.index(2, 0), Column::Size), QStringLiteral("1 MB"));
        QCOMPARE(Shown::text(shown.model.index(2, 0), Column::Rate), QStringLiteral("2.0 MB/s"));
        QCOMPARE(Shown::text(shown.model.index(2, 0), Column::Result), QStringLiteral("Done"));
        QCOMPARE(shown.model.rowCount(), 3);
    }

    void aRowIsUpdatedAtMostFourTimesASecond()
    {
        Shown shown;
        shown.record({transfer(7, "a.jpg", 0, Outcome::Started)});
        QSignalSpy changed(&shown.model, &QAbstractItemModel::dataChanged);
        QElapsedTimer time;
        time.start();
        // As fast as it goes, for a second and a half.
        for (qint64 bytes = 1; time.elapsed() < 1500; ++bytes) {
            ActivityEvent running = transfer(7, "a.jpg", 1, Outcome::Running);
            running.bytes = bytes;
            shown.log.record(running);
            shown.log.flush();
            QCoreApplication::processEvents();
        }
        QVERIFY(changed.count() >= 1);
        QVERIFY(double(changed.count()) <= double(time.elapsed()) / 250 + 1);
    }

    void threeFilesInARowBecomeARunThatGrowsInPlace()
    {
        Shown shown;
        shown.record({transfer(1, "1.jpg", 0), transfer(2, "2.jpg", 5)});
        QCOMPARE(shown.rows(),
                 texts({"[day]", "Downloaded Photos/2.jpg", "Downloaded Photos/1.jpg"}));
        shown.record({happening(Kind::Settings, 6, Outcome::Ok), transfer(3, "3.jpg", 12)});
        QCOMPARE(shown.rows(),
                 texts({"[day]", "Settings were changed elsewhere and loaded again.",
                        "Downloaded 3 files from Photos (3)"}));
        QCOMPARE(shown.children(2), texts({"3.jpg", "2.jpg", "1.jpg"}));
        QSignalSpy inserted(&shown.model, &QAbstractItemModel::rowsInserted);
        shown.record({transfer(4, "4.jpg", 15, Outcome::Started)});
        QCOMPARE(shown.rows().last(), QStringLiteral("Downloading 4 files from Photos (4)"));
        shown.record({transfer(4, "4.jpg", 16)});
        QCOMPARE(inserted.count(), 1); // a child
        QCOMPARE(shown.rows().last(), QStringLiteral("Downloaded 4 files from Photos (4)"));
        QCOMPARE(Shown::text(shown.model.index(2, 0), Column::Size), QStringLiteral("4 MB"));
        QCOMPARE(shown.model.entries(), 5);
    }

    void otherPeopleFoldersDirectionsAndPausesMakeOtherRuns()
    {
        Shown shown;
        ActivityEvent ben = transfer(3, "3.jpg", 2);
        ben.user = QStringLiteral("ben");
        ActivityEvent scans = transfer(4, "4.jpg", 3);
        scans.share = "Scans";
        shown.record({transfer(1, "1.jpg", 0), transfer(2, "2.jpg", 1), ben, scans,
                      transfer(5, "5.jpg", 4, Outcome::Ok, Kind::Upload),
                      transfer(6, "6.jpg", 20)}); // it began 18 s after the last
        QCOMPARE(shown.model.rowCount(), 7);
        for (int row = 1; row < 7; ++row)
            QVERIFY(shown.model.kindOf(shown.model.index(row, 0)) == RowKind::Entry);
    }

    void aFileOfARunThatFailsKeepsARowOfItsOwn()
    {
        Shown shown;
        shown.record({transfer(1, "1.jpg", 0), transfer(2, "2.jpg", 1),
                      transfer(3, "3.jpg", 2, Outcome::Started), transfer(4, "4.jpg", 3)});
        QCOMPARE(shown.rows().last(), QStringLiteral("Downloading 4 files from Photos (4)"));
        shown.record({transfer(3, "3.jpg", 4, Outcome::CutShort)});
        QCOMPARE(shown.rows(),
                 texts({"[day]", "The line dropped: Photos/3.jpg",
                        "Downloaded 3 files from Photos (3)"}));
        QCOMPARE(shown.model.problems(), 1);
        // The row of the first becomes the run; if just that one fails, both have their place.
        shown.record({transfer(11, "1.jpg", 100, Outcome::Started), transfer(12, "2.jpg", 101),
                      transfer(13, "3.jpg", 102)});
        shown.record({transfer(11, "1.jpg", 103, Outcome::Failed)});
        QCOMPARE(shown.rows().mid(0, 3),
                 texts({"[day]", "Downloaded 2 files from Photos (2)",
                        "Could not download Photos/1.jpg. The disk of Photos reported an "
                        "error."}));
        shown.record({transfer(14, "4.jpg", 104)});
        QCOMPARE(shown.rows().at(1), QStringLiteral("Downloaded 3 files from Photos (3)"));
    }

    void aLongRunShowsItsNewestFilesAndSaysHowManyMore()
    {
        Shown shown;
        QList<ActivityEvent> events;
        for (int i = 1; i <= 450; ++i)
            events += transfer(quint64(i), QByteArray::number(i), i);
        shown.record(events);
        const QModelIndex run = shown.model.index(1, 0);
        QCOMPARE(shown.model.rowCount(run), ActivityModel::mostChildren + 1);
        const QStringList children = shown.children(1);
        QCOMPARE(children.first(), QStringLiteral("450"));
        QCOMPARE(children.at(199), QStringLiteral("251"));
        QCOMPARE(children.last(), QStringLiteral("… and 250 more"));

        const ActivityFilter all = shown.model.filterOfRun(shown.model.index(200, 0, run));
        QVERIFY(all.run);
        shown.model.setFilter(all);
        QCOMPARE(shown.model.rowCount(), 451);
        QCOMPARE(shown.rows().at(1), QStringLiteral("Downloaded Photos/450"));
        QCOMPARE(shown.model.shownEntries(), 450);
    }

    void theOldestRowsGoWhenTheLogIsFull()
    {
        Shown shown(5);
        shown.record({happening(Kind::Settings, 0, Outcome::Ok), transfer(1, "1.jpg", 1),
                      transfer(2, "2.jpg", 2), transfer(3, "3.jpg", 3), transfer(4, "4.jpg", 4)});
        QCOMPARE(shown.rows(),
                 texts({"[day]", "Downloaded 4 files from Photos (4)",
                        "Settings were changed elsewhere and loaded again."}));
        shown.record({transfer(5, "5.jpg", 5)});
        QCOMPARE(shown.rows(), texts({"[day]", "Downloaded 5 files from Photos (5)"}));
        shown.record({transfer(6, "6.jpg", 6)});
        QCOMPARE(shown.children(1), texts({"6.jpg", "5.jpg", "4.jpg", "3.jpg", "2.jpg"}));
        ActivityEvent tomorrow = happening(Kind::Stopped, 24 * 3600);
        shown.record({tomorrow});
        QCOMPARE(
            shown.rows(),
            texts({"[day]", "Sharing was stopped", "[day]", "Downloaded 4 files from Photos (4)"}));
        for (int i = 1; i <= 4; ++i)
            shown.record({happening(Kind::Stopped, 24 * 3600 + i)});
        QCOMPARE(shown.model.rowCount(), 6); // one day's
        QCOMPARE(shown.model.entries(), 5);
        // All at once, and more than there is room for.
        QList<ActivityEvent> many;
        for (int i = 0; i < 20; ++i)
            many += happening(Kind::Unblocked, 24 * 3600 + 10 + i);
        shown.record(many);
        QCOMPARE(shown.model.entries(), 5);
        QCOMPARE(shown.model.rowCount(), 6);
    }

    void filesInARunThatIsDroppedFileByFileLeaveNothing()
    {
        Shown shown(205);
        QList<ActivityEvent> events;
        for (int i = 1; i <= 205; ++i)
            events += transfer(quint64(i), QByteArray::number(i), i);
        shown.record(events);
        QCOMPARE(shown.children(1).last(), QStringLiteral("… and 5 more"));
        for (int i = 0; i < 205; ++i) {
            shown.record({happening(Kind::Settings, 1000 + i, Outcome::Ok)});
            QCOMPARE(shown.model.entries(), 205);
        }
        QCOMPARE(shown.model.rowCount(), 206);
    }

    void filtersShowWhatMatches_data()
    {
        QTest::addColumn<ActivityFilter>("filter");
        QTest::addColumn<QStringList>("rows");
        const QString line = QStringLiteral("The line dropped: Photos/3.jpg");
        const QString up = QStringLiteral("Uploaded Photos/1.jpg");
        const QString password = QStringLiteral("Wrong password for anna.");
        ActivityFilter filter;
        QTest::newRow("nothing") << filter << QStringList{password, line, up};
        filter.problemsOnly = true;
        QTest::newRow("problems") << filter << QStringList{password, line};
        filter = {};
        filter.action = ActivityFilter::Action::Uploads;
        QTest::newRow("uploads") << filter << QStringList{up};
        filter = {};
        filter.action = ActivityFilter::Action::Logins;
        QTest::newRow("logins") << filter << QStringList{password};
        filter = {};
        filter.share = "Photos";
        QTest::newRow("a folder") << filter << QStringList{line, up};
        filter = {};
        filter.user = QStringLiteral("ben");
        QTest::newRow("a person") << filter << QStringList{up};
        filter = {};
        filter.text = QStringLiteral("3.JPG");
        QTest::newRow("a text") << filter << QStringList{line};
        filter.text = QStringLiteral("1.30");
        QTest::newRow("an address") << filter << QStringList{password, line, up};
    }
    void filtersShowWhatMatches()
    {
        QFETCH(ActivityFilter, filter);
        QFETCH(QStringList, rows);
        Shown shown;
        shown.model.setFilter(filter);
        ActivityEvent up = transfer(1, "1.jpg", 1, Outcome::Ok, Kind::Upload);
        up.user = QStringLiteral("ben");
        shown.record({up, transfer(2, "3.jpg", 2, Outcome::CutShort),
                      failure(Kind::LoginRefused, 3, QStringLiteral("wrong password"))});
        QCOMPARE(shown.rows().mid(1), rows); // as it comes
        QCOMPARE(shown.model.shownEntries(), int(rows.size()));
        QCOMPARE(shown.model.entries(), 3);
        shown.model.setFilter({});
        QCOMPARE(shown.rows().size(), 4);
        shown.model.setFilter(filter);
        QCOMPARE(shown.rows().mid(1), rows); // and looked for afterwards
    }

    void whatBecomesAProblemAppearsAmongTheProblems()
    {
        Shown shown;
        ActivityFilter problems;
        problems.problemsOnly = true;
        shown.model.setFilter(problems);
        shown.record({transfer(1, "1.jpg", 0, Outcome::Started),
                      failure(Kind::Removed, 1, QStringLiteral("Photos may only be viewed"))});
        QCOMPARE(shown.model.rowCount(), 2);
        shown.record({transfer(1, "1.jpg", 2, Outcome::CutShort)});
        QCOMPARE(shown.rows(),
                 texts({"[day]", "May not delete : access is View.",
                        "The line dropped: Photos/1.jpg"})); // in the order they began
    }

    void aLoginIsOneRowAndSaysTheProgram()
    {
        Shown shown;
        ActivityEvent connected = happening(Kind::Connected, 0);
        connected.user.clear();
        connected.client = QStringLiteral("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3");
        ActivityEvent bye = happening(Kind::Disconnected, 65, Outcome::Ok);
        bye.elapsed = std::chrono::seconds(65);
        bye.bytes = 0;
        shown.record({connected, happening(Kind::LoggedIn, 1, Outcome::Ok), bye});
        QCOMPARE(shown.rows(),
                 texts({"[day]", "Disconnected after 1 min", "Connected with OpenSSH 9.2"}));
        QCOMPARE(shown.model.entries(), 2);
    }

    void whoNeverGotInIsSaidOnce()
    {
        Shown shown;
        ActivityEvent bye = happening(Kind::Disconnected, 3, Outcome::Ok);
        bye.bytes = 0;
        shown.record({happening(Kind::Connected, 0),
                      failure(Kind::LoginRefused, 1, QStringLiteral("wrong password")),
                      failure(Kind::LoginRefused, 2, QStringLiteral("wrong password")), bye});
        QCOMPARE(shown.rows(),
                 texts({"[day]", "Wrong password for anna, second try in a minute.",
                        "Wrong password for anna."}));
        bye.connection = 2;
        shown.record({bye}); // this one did not even try
        QCOMPARE(shown.rows().at(1), QStringLiteral("Left without logging in"));
    }

    void anOldDeviceGetsALinkToTheRemedyUntilItIsDone()
    {
        Shown shown;
        ActivityEvent old = failure(Kind::Protocol, 0,
                                    QStringLiteral("The client offered only ssh-rsa as host key"),
                                    ErrorCode::NotSupported, Outcome::Failed);
        old.user.clear();
        shown.record({old});
        const QModelIndex row = shown.model.index(1, Column::What);
        QCOMPARE(row.data().toString(),
                 QStringLiteral("Could not connect: it offered only ssh-rsa, an old key type."));
        QCOMPARE(row.data(ActivityModel::RemedyRole).toString(),
                 QStringLiteral("Turn on “Older devices”"));
        QCOMPARE(shown.model.remedyOf(row)->setting, QStringLiteral("network.olderDevices"));
        QVERIFY(
            shown.fixture.change([](Settings& settings) { settings.network.olderDevices = true; }));
        QVERIFY(!shown.model.remedyOf(row));
    }

    void whatAnEarlierRunLeftIsShown()
    {
        Shown shown;
        shown.record({happening(Kind::Settings, 24 * 3600, Outcome::Ok)});
        shown.log.prepend(
            {transfer(1, "1.jpg", 0), transfer(2, "2.jpg", 1), transfer(3, "3.jpg", 2)});
        QCOMPARE(shown.rows(),
                 texts({"[day]", "Settings were changed elsewhere and loaded again.", "[day]",
                        "Downloaded 3 files from Photos (3)"}));
        shown.record({transfer(4, "4.jpg", 24 * 3600 + 5)});
        QCOMPARE(shown.model.entries(), 5);
    }

    void aHundredThousandRowsAreKeptWithoutMakingTheirTexts()
    {
        constexpr int many = 100'000;
        WindowFixture fixture;
        ActivityLog log(many);
        QList<ActivityEvent> older;
        older.reserve(many);
        for (int i = 0; i < many; ++i)
            older += transfer(0, QByteArray::number(i), i * 20); // 20 s apart: no runs
        log.prepend(older);
        QElapsedTimer time;
        time.start();
        ActivityModel model(log, *fixture.live, *fixture.store);
        qInfo("made in %lld ms", time.restart());
        QCOMPARE(model.entries(), many);
        for (int i = 0; i < 1000; ++i) {
            log.record(transfer(0, "new", many * 20 + i * 20));
            log.flush();
            model.takeIn();
        }
        qInfo("1000 more in %lld ms", time.restart());
        QCOMPARE(model.entries(), many);
        QCOMPARE(model.dataCalls(), 0);
    }
};

QTEST_MAIN(TestActivityModel)
#include "tst_activity_model.moc"
