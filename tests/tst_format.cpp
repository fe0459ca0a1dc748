#include "ui/format.h"

#include "tests/support/activity_events.h"

#include <QLocale>
#include <QTest>
#include <QtWidgets>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;
using namespace std::chrono_literals;

class TestFormat : public QObject {
    Q_OBJECT

    static ActivityEvent with(ActivityEvent event, const char* path, const char* target = "")
    {
        event.path = VirtualPath::parse(path).value_or(VirtualPath());
        event.target = target;
        return event;
    }

private slots:
    void cleanup() { QLocale::setDefault(QLocale::c()); }

    void sizesAreShort_data()
    {
        QTest::addColumn<quint64>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << quint64(0) << QStringLiteral("0 bytes");
        QTest::newRow("bytes") << quint64(999) << QStringLiteral("999 bytes");
        QTest::newRow("kilo") << quint64(184'000) << QStringLiteral("184 kB");
        QTest::newRow("rounded up") << quint64(999'999) << QStringLiteral("1 MB");
        QTest::newRow("mega") << quint64(28'170'000) << QStringLiteral("28.2 MB");
        QTest::newRow("whole") << quint64(41'000'000) << QStringLiteral("41 MB");
        QTest::newRow("hundreds") << quint64(842'400'000) << QStringLiteral("842 MB");
        QTest::newRow("giga") << quint64(1'300'000'000) << QStringLiteral("1.3 GB");
        QTest::newRow("tera") << quint64(2'000'000'000'000) << QStringLiteral("2 TB");
        QTest::newRow("all there is")
            << ~quint64(0) << QStringLiteral("%1 PB").arg(QLocale::c().toString(18447));
    }
    void sizesAreShort()
    {
        QFETCH(quint64, bytes);
        QFETCH(QString, text);
        QCOMPARE(format::size(bytes), text);
    }

    void whatEverySshSendsIsNoProblem()
    {
        QCOMPARE(format::weight(failure(Kind::Denied, 0, QStringLiteral("exec"))),
                 format::Weight::Attention);
        QCOMPARE(format::weight(failure(Kind::Denied, 0, QStringLiteral("env"))),
                 format::Weight::Plain);
    }

    void ratesKeepTheirTenthsAndFollowTheLocale()
    {
        QCOMPARE(format::rate(12'400'000), QStringLiteral("12.4 MB/s"));
        QCOMPARE(format::rate(41'000'000), QStringLiteral("41.0 MB/s"));
        QLocale::setDefault(QLocale(QLocale::German));
        QCOMPARE(format::rate(12'400'000), QStringLiteral("12,4 MB/s"));
    }

    void timesAreSpans_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<QString>("span");
        QTest::addColumn<QString>("countdown");
        QTest::newRow("before") << -5 << QStringLiteral("0 s") << QStringLiteral("0:00");
        QTest::newRow("seconds") << 48 << QStringLiteral("48 s") << QStringLiteral("0:48");
        QTest::newRow("minutes") << 119 << QStringLiteral("2 min") << QStringLiteral("1:59");
        QTest::newRow("an hour") << 3600 << QStringLiteral("1 h") << QStringLiteral("1:00:00");
        QTest::newRow("more") << 3900 << QStringLiteral("1 h 5 min") << QStringLiteral("1:05:00");
    }
    void timesAreSpans()
    {
        QFETCH(int, seconds);
        QTEST(format::span(std::chrono::seconds(seconds)), "span");
        QTEST(format::countdown(std::chrono::seconds(seconds)), "countdown");
    }

    void daysAreNamed()
    {
        const QDateTime noon(QDate::currentDate(), QTime(12, 0));
        QCOMPARE(format::day(noon.toUTC()), QStringLiteral("Today"));
        QCOMPARE(format::day(noon.addDays(-1).toUTC()), QStringLiteral("Yesterday"));
        const QDateTime old(QDate(2021, 11, 3), QTime(12, 0));
        QCOMPARE(format::day(old.toUTC()), QStringLiteral("3 November 2021"));
        QCOMPARE(format::date(old.toUTC()), QStringLiteral("3 Nov 2021"));
        QCOMPARE(format::time(QDateTime(QDate::currentDate(), QTime(14, 36)).toUTC()),
                 QStringLiteral("14:36"));
    }

    void untilIsATimeWhenItIsSoon()
    {
        QCOMPARE(format::untilChoice({}), QStringLiteral("Until I stop it"));
        const QDateTime soon = QDateTime::currentDateTime().addSecs(3600);
        QCOMPARE(format::untilChoice(soon.toUTC()),
                 QStringLiteral("Until %1").arg(soon.time().toString(QStringLiteral("HH:mm"))));
        QCOMPARE(format::untilChoice(QDateTime(QDate(2099, 12, 31), QTime(12, 0)).toUTC()),
                 QStringLiteral("Until 31 Dec 2099"));
    }

    void isolationIsOneOfTwo()
    {
        QCOMPARE(format::isolation(Isolation::Active), QStringLiteral("Isolation: active"));
        QCOMPARE(format::isolation(Isolation::NotAvailable),
                 QStringLiteral("Isolation: not available"));
        QVERIFY(format::isolationMeaning(Isolation::Active)
                != format::isolationMeaning(Isolation::NotAvailable));
    }

    void namesNeverDeceive()
    {
        QCOMPARE(format::name("Büro"), QStringLiteral("Büro"));
        QCOMPARE(format::name("a\xff\n"), QStringLiteral("a\\xff\\x0a"));
        QVERIFY(!format::name("a\xe2\x80\xaeg.exe").contains(QChar(0x202e)));
    }

    void addressesComeWithoutTheirPort()
    {
        QCOMPARE(format::address(QStringLiteral("192.168.1.7:50112")),
                 QStringLiteral("192.168.1.7"));
        QCOMPARE(format::address(QStringLiteral("[fe80::1%eth0]:50112")),
                 QStringLiteral("fe80::1%eth0"));
        QCOMPARE(format::address(QStringLiteral("fe80::1")), QStringLiteral("fe80::1"));
        QCOMPARE(format::address(QString()), QString());
    }

    void clientsAreNamedByTheirBanner_data()
    {
        QTest::addColumn<QString>("banner");
        QTest::addColumn<QString>("name");
        const auto row = [](const char* banner, const char* name) {
            QTest::newRow(banner) << QString::fromUtf8(banner) << QString::fromUtf8(name);
        };
        row("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3", "OpenSSH 9.2");
        row("SSH-2.0-OpenSSH_for_Windows_9.5", "OpenSSH 9.5");
        row("SSH-2.0-WinSCP_release_6.1.2", "WinSCP 6.1");
        row("SSH-2.0-FileZilla_3.66.5", "FileZilla 3.66");
        row("SSH-2.0-libssh2_1.10.0", "libssh2 1.10");
        row("SSH-2.0-libssh_0.10.6", "libssh 0.10");
        row("SSH-2.0-rclone/v1.65.0", "rclone 1.65");
        row("SSH-2.0-Go", "Go");
        row("SSH-2.0-paramiko_3.4.0", "paramiko 3.4");
        row("SSH-2.0-PuTTY_Release_0.78", "PuTTY 0.78");
        row("SSH-2.0-JSCH-0.1.54", "JSCH 0.1");
        row("GET / HTTP/1.1", "GET / HTTP/1.1");
    }
    void clientsAreNamedByTheirBanner()
    {
        QFETCH(QString, banner);
        QTEST(format::client(banner), "name");
    }

    void whatHappenedIsASentence_data()
    {
        QTest::addColumn<ActivityEvent>("event");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("result");
        const auto row = [](const ActivityEvent& event, const char* sentence, const char* result) {
            QTest::newRow(sentence)
                << event << QString::fromUtf8(sentence) << QString::fromUtf8(result);
        };
        row(transfer(1, "a.jpg", 0, Outcome::Started), "Downloading Photos/a.jpg", "");
        row(transfer(1, "a.jpg", 0), "Downloaded Photos/a.jpg", "Done");
        row(transfer(1, "a.jpg", 0, Outcome::Running, Kind::Upload), "Uploading Photos/a.jpg", "");
        row(transfer(1, "a.jpg", 0, Outcome::Ok, Kind::Upload), "Uploaded Photos/a.jpg", "Done");
        row(transfer(1, "a.jpg", 0, Outcome::CutShort), "The line dropped: Photos/a.jpg",
            "Cut short");
        row(with(happening(Kind::Removed, 0, Outcome::Ok), "/Photos/a"), "Deleted Photos/a",
            "Done");
        row(with(happening(Kind::Renamed, 0, Outcome::Ok), "/Photos/a", "/Photos/b"),
            "Renamed Photos/a to b", "Done");
        row(with(happening(Kind::Renamed, 0, Outcome::Ok), "/Photos/a", "/Photos/2026/a"),
            "Renamed Photos/a to Photos/2026/a", "Done");
        row(with(failure(Kind::Removed, 0,
                         QStringLiteral("What is in Projects already may not be changed")),
                 "/Projects/plan.odt"),
            "May not delete Projects/plan.odt: access is View and upload.", "Refused");
        row(with(failure(Kind::MadeDirectory, 0, QStringLiteral("Photos may only be viewed")),
                 "/Photos/new"),
            "May not make the folder Photos/new: access is View.", "Refused");
        row(with(failure(Kind::Upload, 0, QStringLiteral("No space left on Photos"),
                         ErrorCode::NoSpace, Outcome::Failed),
                 "/Photos/a"),
            "Could not upload Photos/a. The disk of Photos is full.", "Failed");
        row(with(failure(Kind::Escape, 0, QStringLiteral("The link leads out of Photos")),
                 "/Photos/link"),
            "May not open Photos/link: it leads out of the folder.", "Refused");
        row(failure(Kind::LoginRefused, 0, QStringLiteral("wrong password")),
            "Wrong password for anna.", "Failed");
        row(failure(Kind::LoginRefused, 0, QStringLiteral("unknown user")),
            "Nobody here is named anna.", "Failed");
        row(failure(Kind::Denied, 0, QStringLiteral("exec")), "Asked for more than files (exec).",
            "Refused");
        row(failure(Kind::Denied, 0, QStringLiteral("env")),
            "Sent environment variables. They are not used.", "Refused");
        row(failure(Kind::TurnedAway, 0, QStringLiteral("Only this network may connect")),
            "Turned away. Only devices in this network may connect.", "Refused");
        ActivityEvent old = failure(Kind::Protocol, 0,
                                    QStringLiteral("The client offered only ssh-rsa as host key"),
                                    ErrorCode::NotSupported, Outcome::Failed);
        old.user.clear();
        row(old, "Could not connect: it offered only ssh-rsa, an old key type.", "Failed");
        ActivityEvent bye = happening(Kind::Disconnected, 0, Outcome::Ok);
        bye.elapsed = std::chrono::minutes(65);
        row(bye, "Disconnected after 1 h 5 min", "");
        bye.message = QStringLiteral("Disconnected by the owner");
        row(bye, "Disconnected after 1 h 5 min. You ended the connection.", "");
        ActivityEvent lost = happening(Kind::ShareLost, 0);
        lost.share = "Music";
        lost.message = QStringLiteral("The folder of Music is not there");
        row(lost, "Music is not available. Its folder is not there.", "");
        ActivityEvent blocked = happening(Kind::Blocked, 0);
        blocked.at = QDateTime(QDate(2026, 1, 2), QTime(14, 38)).toUTC();
        blocked.elapsed = std::chrono::minutes(10);
        blocked.message = QStringLiteral("10 failed logins");
        row(blocked, "10 wrong passwords, blocked until 14:48", "");
        ActivityEvent saved = happening(Kind::Settings, 0, Outcome::Ok);
        saved.message = QStringLiteral("Saved; 2 connections ended");
        row(saved, "Settings were changed. 2 connections ended.", "");
        ActivityEvent connected = happening(Kind::LoggedIn, 0, Outcome::Ok);
        connected.client = QStringLiteral("SSH-2.0-OpenSSH_9.6");
        row(connected, "Connected with OpenSSH 9.6", "");
    }
    void whatHappenedIsASentence()
    {
        QFETCH(ActivityEvent, event);
        QTEST(format::happened(event), "sentence");
        QTEST(format::result(event), "result");
    }

    void everyKindWithEveryOutcomeHasASentence()
    {
        for (int kind = 0; kind <= int(Kind::Stopped); ++kind) {
            for (int outcome = 0; outcome <= int(Outcome::CutShort); ++outcome) {
                ActivityEvent event = transfer(1, "a", 0, Outcome(outcome), Kind(kind));
                QVERIFY2(!format::happened(event).isEmpty(), qPrintable(QString::number(kind)));
                event.error.reset();
                event.path.reset();
                QVERIFY(!format::happened(event).contains(QLatin1String("%1")));
            }
        }
    }

    void repeatedTriesAreCounted()
    {
        const ActivityEvent event =
            failure(Kind::LoginRefused, 0, QStringLiteral("wrong password"));
        QCOMPARE(format::happened(event, 3),
                 QStringLiteral("Wrong password for anna, third try in a minute."));
        QCOMPARE(format::happened(event, 12),
                 QStringLiteral("Wrong password for anna, 12 tries in a minute."));
    }

    void onlyWhatTheSwitchAddsIsARemedy()
    {
        const auto offering = [](const char* what) {
            ActivityEvent event =
                failure(Kind::Protocol, 0,
                        QStringLiteral("The client offered only %1").arg(QString::fromUtf8(what)));
            return format::remedy(event).has_value();
        };
        QVERIFY(offering("ssh-rsa as host key"));
        QVERIFY(offering("hmac-md5, hmac-sha1 as MAC"));
        QVERIFY(!offering("ssh-dss as host key"));
        QVERIFY(!offering("3des-cbc as cipher"));
    }

    void anErrorIsASentence_data()
    {
        QTest::addColumn<Error>("error");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("known") << Error{ErrorCode::Busy,
                                        QStringLiteral("This profile is used by process 42")}
                               << QStringLiteral(
                                      "The profile is used by another Sallyport (process 42).");
        QTest::newRow("with two places")
            << Error{ErrorCode::AddressInUse,
                     QStringLiteral("Port 2022 is used by rclone (process 7); port 2023 is free")}
            << QStringLiteral("Port 2022 is used by another program (rclone (process 7)). Port "
                              "2023 is free.");
        QTest::newRow("unknown") << Error{ErrorCode::Failure,
                                          QStringLiteral("Something new happened")}
                                 << QStringLiteral("Something new happened.");
        QTest::newRow("without words")
            << Error{ErrorCode::NoSpace, {}} << QStringLiteral("The disk is full.");
        QTest::newRow("a place that looks like one")
            << Error{ErrorCode::PermissionDenied, QStringLiteral("%2 may only be viewed")}
            << QStringLiteral("%2 may only be viewed.");
    }
    void anErrorIsASentence()
    {
        QFETCH(Error, error);
        QTEST(format::sentence(error), "sentence");
    }

    void everyErrorCodeHasWords()
    {
        for (int code = 0; code <= int(ErrorCode::Failure); ++code)
            QVERIFY(format::sentence({ErrorCode(code), {}}).size() > 3);
    }
};

QTEST_MAIN(TestFormat)
#include "tst_format.moc"
