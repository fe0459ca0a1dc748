#include "ui/desktop/notifier.h"

#include <QApplication>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QWidget>

#include <memory>

#include "tests/support/rows.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using namespace std::chrono_literals;

namespace {

using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

ActivityEvent happened(Kind kind, const char* user = "anna")
{
    ActivityEvent event;
    event.at = QDateTime::currentDateTimeUtc();
    event.kind = kind;
    event.user = QString::fromLatin1(user);
    event.peer = QStringLiteral("192.168.1.7:50112");
    event.outcome = Outcome::Ok;
    return event;
}

ActivityEvent transfer(Kind kind, const char* share, qint64 bytes, const char* user = "anna")
{
    ActivityEvent result = happened(kind, user);
    result.share = share;
    result.path = VirtualPath::parse("/secret plans/tax.pdf").value();
    result.bytes = bytes;
    return result;
}

ActivityEvent shareNews(Kind kind)
{
    ActivityEvent result = happened(kind, "");
    result.share = "Music";
    result.peer.clear();
    return result;
}

ActivityEvent penalty(const QString& reason)
{
    ActivityEvent result = happened(Kind::Blocked, "");
    result.peer = QStringLiteral("203.0.113.9");
    result.at = QDateTime(QDate(2026, 11, 22), QTime(14, 30)).toUTC();
    result.elapsed = 10min;
    result.message = reason;
    return result;
}

} // namespace

class TestNotifier : public QObject {
    Q_OBJECT

    std::unique_ptr<test::WindowFixture> m_base;
    std::unique_ptr<Notifier> m_notifier;
    QStringList m_headings, m_texts;

    void watch(std::chrono::milliseconds gatherFor = 30ms)
    {
        m_notifier = std::make_unique<Notifier>(
            m_base->parts(),
            [this](const QString& heading, const QString& text) {
                m_headings.append(heading);
                m_texts.append(text);
            },
            nullptr, gatherFor);
    }

    bool setLevel(const char* level)
    {
        return m_base->change([level](Settings& settings) {
            settings.ui.insert(QStringLiteral("notifications"), QLatin1String(level));
        });
    }

    // What is recorded together is delivered together.
    void record(const QList<ActivityEvent>& events)
    {
        for (const ActivityEvent& one : events)
            m_base->activity->record(one);
        m_base->activity->flush();
    }

    // A timer started now ends after one of the notifier's that has begun.
    static bool passes(std::chrono::milliseconds time)
    {
        QTimer timer;
        timer.setSingleShot(true);
        QSignalSpy ended(&timer, &QTimer::timeout);
        timer.start(time);
        return ended.wait();
    }

    // A mark that comes after everything before it.
    void recordMark() { record({happened(Kind::LoggedIn, "mark")}); }
    QString mark() const { return QStringLiteral("mark connected from 192.168.1.7"); }

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init()
    {
        m_headings.clear();
        m_texts.clear();
        m_base = std::make_unique<test::WindowFixture>();
        QVERIFY(setLevel("all"));
    }
    void cleanup()
    {
        m_notifier.reset();
        m_base.reset();
    }

    void whatComesTogetherIsOneNotification()
    {
        watch();
        record({happened(Kind::LoggedIn), happened(Kind::LoggedIn, "ben")});
        QTRY_COMPARE(m_texts.size(), 1);
        QCOMPARE(m_headings.first(), QStringLiteral("Sallyport"));
        QCOMPARE(m_texts.first(),
                 QStringLiteral("anna connected from 192.168.1.7\n"
                                "ben connected from 192.168.1.7"));
    }

    void theSameNewsIsSaidOnce()
    {
        watch();
        record({happened(Kind::LoggedIn), happened(Kind::LoggedIn), shareNews(Kind::ShareLost),
                shareNews(Kind::ShareBack)});
        QTRY_COMPARE(m_texts.size(), 1);
        QCOMPARE(m_texts.first(),
                 QStringLiteral("anna connected from 192.168.1.7\n"
                                "Music is available again and shared"));
    }

    void manyLinesAreCounted()
    {
        watch();
        QList<ActivityEvent> events;
        for (const char* const user : {"a", "b", "c", "d", "e", "f"})
            events.append(happened(Kind::LoggedIn, user));
        record(events);
        QTRY_COMPARE(m_texts.size(), 1);
        const QStringList lines = m_texts.first().split(u'\n');
        QCOMPARE(lines.size(), 5);
        QCOMPARE(lines.last(), QStringLiteral("… and 2 more"));
    }

    void aRunOfTransfersIsOneLineOnceItIsQuiet()
    {
        watch();
        QList<ActivityEvent> events{happened(Kind::LoggedIn)};
        for (int i = 0; i < 20; ++i)
            events.append(transfer(Kind::Download, "Photos", 1'000'000));
        events.append(transfer(Kind::Upload, "Scans", 5));
        events.append(transfer(Kind::Upload, "Scans", 5));
        events.append(transfer(Kind::Download, "Photos", 7'000, "ben"));
        record(events);
        QTRY_COMPARE(m_texts.size(), 2); // they may still grow at the first
        QCOMPARE(m_texts.first(), QStringLiteral("anna connected from 192.168.1.7"));
        const QStringList lines = m_texts.last().split(u'\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY2(
            lines.at(0).startsWith(QLatin1String("anna downloaded 20 file(s) from Photos, 20")),
            qPrintable(lines.at(0)));
        QCOMPARE(lines.at(1), QStringLiteral("anna sent you 2 file(s) in Scans"));
        QVERIFY(lines.at(2).startsWith(QLatin1String("ben downloaded 1 file(s) from Photos")));
        recordMark();
        QTRY_COMPARE(m_texts.size(), 3);
        QCOMPARE(m_texts.last(), mark()); // and said once
    }

    void whatDidNotSucceedIsNotCounted()
    {
        watch();
        ActivityEvent started = transfer(Kind::Download, "Photos", 0);
        started.outcome = Outcome::Started;
        ActivityEvent cut = transfer(Kind::Download, "Photos", 10);
        cut.outcome = Outcome::CutShort;
        ActivityEvent refused = happened(Kind::LoginRefused);
        refused.outcome = Outcome::Refused;
        record({started, cut, refused, happened(Kind::Connected), happened(Kind::Disconnected)});
        recordMark();
        QTRY_COMPARE(m_texts.size(), 1);
        QCOMPARE(m_texts.first(), mark());
    }

    void whatIsImportantIsLessThanAll()
    {
        QVERIFY(setLevel("important"));
        watch();
        record({happened(Kind::LoggedIn), transfer(Kind::Download, "Photos", 1),
                shareNews(Kind::ShareLost), penalty(QStringLiteral("10 failed logins"))});
        QTRY_COMPARE(m_texts.size(), 1);
        QCOMPARE(m_texts.first(),
                 QStringLiteral("Music is not available\n"
                                "203.0.113.9 is blocked until 14:40: 10 wrong password(s)."));
        QVERIFY(setLevel("all"));
        recordMark();
        QTRY_COMPARE(m_texts.size(), 2);
        QCOMPARE(m_texts.last(), mark());
    }

    void importantIsTheLevelOfANewProfile()
    {
        QVERIFY(m_base->change([](Settings& settings) { settings.ui = {}; }));
        watch();
        record({happened(Kind::LoggedIn), shareNews(Kind::ShareLost)});
        QTRY_COMPARE(m_texts, QStringList{QStringLiteral("Music is not available")});
    }

    void aFullFolderIsSaidOnceInAWhile()
    {
        ROW("E1");
        QVERIFY(setLevel("important"));
        watch();
        const auto full = [](const char* share, ErrorCode code, const char* message) {
            ActivityEvent event = happened(code == ErrorCode::NoSpace ? Kind::Fault : Kind::Limit);
            event.share = share;
            event.path = VirtualPath::parse("/secret plans/tax.pdf").value();
            event.outcome = Outcome::Failed;
            event.error = Error{code, QString::fromLatin1(message)};
            return event;
        };
        const auto music = full("Music", ErrorCode::NoSpace, "No space left on Music");
        record({music, music,
                full("Photos", ErrorCode::TooMany, "Photos is full: it holds at most 5 MiB"),
                full("Work", ErrorCode::TooMany, "Work takes files of at most 5 MiB"),
                full("Work", ErrorCode::Failure, "The disk of Work reported an error")});
        QTRY_COMPARE(m_texts.size(), 1);
        QCOMPARE(
            m_texts.last(),
            QStringLiteral("The disk of Music is full.\nPhotos is full: it holds at most 5 MiB."));
        record({music, shareNews(Kind::ShareLost)});
        QTRY_COMPARE(m_texts.size(), 2);
        QCOMPARE(m_texts.last(), QStringLiteral("Music is not available"));
        ActivityEvent later = music;
        later.at = later.at.addSecs(3601);
        record({later});
        QTRY_COMPARE(m_texts.size(), 3);
        QCOMPARE(m_texts.last(), QStringLiteral("The disk of Music is full."));
    }

    void switchedOffNothingIsSaid()
    {
        QVERIFY(setLevel("off"));
        watch();
        record({happened(Kind::LoggedIn), shareNews(Kind::ShareLost),
                transfer(Kind::Upload, "Scans", 1)});
        QVERIFY(setLevel("all"));
        recordMark();
        QTRY_COMPARE(m_texts, QStringList{mark()});
    }

    void whatStillWaitsWhenSwitchedOffIsDropped()
    {
        watch(1s);
        record({shareNews(Kind::ShareLost)});
        QVERIFY(setLevel("off"));
        QVERIFY(passes(1s));
        QVERIFY(setLevel("all"));
        recordMark();
        QTRY_COMPARE(m_texts, QStringList{mark()});
    }

    void whatTheOwnerDidIsNoNews()
    {
        watch();
        ActivityEvent endless = penalty(QStringLiteral("Blocked by the owner"));
        endless.elapsed.reset();
        record({endless, penalty(QStringLiteral("Blocked by the owner")), happened(Kind::Stopped),
                happened(Kind::Settings)});
        recordMark();
        QTRY_COMPARE(m_texts, QStringList{mark()});
    }

    void anotherReasonToBlockIsLeftToActivity()
    {
        watch();
        record({penalty(QStringLiteral("Connected again and again without a login"))});
        QTRY_COMPARE(m_texts, QStringList{QStringLiteral("203.0.113.9 is blocked until 14:40.")});
    }

    void noPathIsEverSaid()
    {
        watch();
        ActivityEvent lost = shareNews(Kind::ShareLost);
        lost.message = QStringLiteral("/home/anna/Music is not there");
        record({transfer(Kind::Download, "Photos", 1), transfer(Kind::Upload, "Photos", 1), lost});
        QTRY_COMPARE(m_texts.join(u'\n').count(QLatin1String("file(s)")), 2);
        QVERIFY(!m_texts.join(u'\n').contains(u'/'));
    }

    void namesCannotDeceive()
    {
        watch();
        ActivityEvent lost = shareNews(Kind::ShareLost);
        lost.share = "Mu\nsic%1";
        record({lost});
        QTRY_COMPARE(m_texts.size(), 1);
        QCOMPARE(m_texts.first().count(u'\n'), 0);
        QVERIFY(m_texts.first().contains(QLatin1String("%1 is not available")));
    }

    void inFrontTheWindowSaysItItself()
    {
        QWidget window;
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        watch();
        record({shareNews(Kind::ShareLost)});
        QVERIFY(passes(30ms));
        window.close();
        QTRY_VERIFY(!QGuiApplication::focusWindow());
        recordMark();
        QTRY_COMPARE(m_texts, QStringList{mark()});
    }

    void aShareWhoseTimeIsOverIsSaid()
    {
        QVERIFY(setLevel("important"));
        const auto shared = m_base->share(m_base->makeFolder(QStringLiteral("Photos")));
        QVERIFY(shared);
        QVERIFY(m_base->startSharing());
        watch();
        QVERIFY(m_base->change([](Settings& settings) {
            settings.shares.first().until = QDateTime::currentDateTimeUtc().addMSecs(300);
        }));
        QTRY_COMPARE(m_texts,
                     QStringList{QStringLiteral("Photos: Sharing has ended: the hour is over.")});
        QVERIFY(m_base->stopSharing());
    }

    void theEndOfAPauseIsSaid()
    {
        QVERIFY(setLevel("important"));
        QVERIFY(m_base->startSharing());
        watch();
        m_base->sharing->pause(1s);
        QTRY_COMPARE_WITH_TIMEOUT(m_texts,
                                  QStringList{QStringLiteral("Pause is over, sharing again")},
                                  test::WindowFixture::patience);
        QTRY_COMPARE(m_base->sharing->state(), Sharing::State::On);
        QVERIFY(m_base->stopSharing());
    }

    void aPauseEndedByHandIsNot()
    {
        QVERIFY(m_base->startSharing());
        watch();
        m_base->sharing->pause(1h);
        QTRY_COMPARE(m_base->sharing->state(), Sharing::State::Off);
        QVERIFY(m_base->startSharing());
        recordMark();
        QTRY_COMPARE(m_texts, QStringList{mark()});
        QVERIFY(m_base->stopSharing());
    }
};

QTEST_MAIN(TestNotifier)
#include "tst_notifier.moc"
