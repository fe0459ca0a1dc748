#include "core/activity_format.h"
#include "core/escape.h"

#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/documented_events.h"
#include "tests/support/rows.h"

using namespace sallyport;
using test::documented;

namespace {

ActivityEvent loginRefused(const QString& user, const QString& why)
{
    ActivityEvent event;
    event.kind = ActivityEvent::Kind::LoginRefused;
    event.connection = 8;
    event.at = QDateTime::currentDateTimeUtc();
    event.peer = QStringLiteral("192.0.2.30:50113");
    event.user = user;
    event.outcome = ActivityEvent::Outcome::Refused;
    event.error = Error{ErrorCode::PermissionDenied, why};
    return event;
}

} // namespace

class TestActivityFormat : public QObject {
    Q_OBJECT

private slots:
    void everyKindIsWrittenAsDocumented_data()
    {
        QTest::addColumn<QByteArray>("line");
        for (const QByteArray line : documented) {
            const QJsonObject json = QJsonDocument::fromJson(line).object();
            const QByteArray kind = json.value(QLatin1String("kind")).toString().toUtf8();
            QTest::newRow(kind.constData()) << line + '\n';
        }
    }
    void everyKindIsWrittenAsDocumented()
    {
        ROW("event.fields");
        QFETCH(const QByteArray, line);
        const Result<ActivityEvent> event = eventFromJson(line);
        QVERIFY(event);
        QCOMPARE(toJsonLine(*event), line);
        QCOMPARE(toJson(*event), QJsonDocument::fromJson(line).object());
    }

    void noKindIsWithoutADocumentedLine()
    {
        QCOMPARE(std::size(documented), std::size_t(ActivityEvent::Kind::Stopped) + 1);
        for (std::size_t i = 0; i < std::size(documented); ++i)
            QCOMPARE(eventFromJson(documented[i]).value().kind, ActivityEvent::Kind(i));
    }

    void unsafeBytesAreEscapedAndTheTrueOnesKept_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char* claim, const char* name, const char16_t* shown) {
            QTest::newRow(claim) << QByteArray(name) << QString::fromUtf16(shown);
        };
        row("plain text stays", "a b.jpg", u"a b.jpg");
        row("UTF-8 stays", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", u"\u00e9\u20ac\U0001f600");
        row("a byte that is not UTF-8", "b\xff.bin", u"b\\xff.bin");
        row("an overlong form", "\xc0\xaf\xe0\x80\xaf", u"\\xc0\\xaf\\xe0\\x80\\xaf");
        row("a surrogate", "\xed\xa0\x80", u"\\xed\\xa0\\x80");
        row("above U+10FFFF", "\xf4\x90\x80\x80", u"\\xf4\\x90\\x80\\x80");
        row("a cut sequence", "\xe2\x82", u"\\xe2\\x82");
        row("a new line", "a\nb\r", u"a\\x0ab\\x0d");
        row("an escape sequence", "\x1b[31m\x7f", u"\\x1b[31m\\x7f");
        row("C1 controls", "\xc2\x85\xc2\x9b\xc2\xa0", u"\\xc2\\x85\\xc2\\x9b\u00a0");
        row("bidi controls", "\xe2\x80\xae.gpj\xe2\x81\xa6\xd8\x9c\xe2\x80\x8f",
            u"\\xe2\\x80\\xae.gpj\\xe2\\x81\\xa6\\xd8\\x9c\\xe2\\x80\\x8f");
        row("line and paragraph separators", "\xe2\x80\xa8\xe2\x80\xa9",
            u"\\xe2\\x80\\xa8\\xe2\\x80\\xa9");
        row("a name that looks escaped", "a\\xff\\", u"a\\\\xff\\\\");
        row("quotes and braces", "\"}{\"", u"\"}{\"");
    }
    void unsafeBytesAreEscapedAndTheTrueOnesKept()
    {
        ROW("event.fields");
        QFETCH(const QByteArray, name);
        QFETCH(const QString, shown);
        QCOMPARE(escaped(name), shown);

        ActivityEvent event;
        event.kind = ActivityEvent::Kind::Renamed;
        event.at = QDateTime::fromMSecsSinceEpoch(1'767'344'400'123, Qt::UTC);
        event.path = VirtualPath().child(name);
        event.target = '/' + name;
        event.share = name;
        event.user = QString::fromUtf8(name);
        event.message = QString::fromUtf8(name);
        const QByteArray line = toJsonLine(event);
        QCOMPARE(line.count('\n'), 1);
        QVERIFY(line.endsWith("}\n"));
        const QJsonObject json = QJsonDocument::fromJson(line).object();
        QCOMPARE(json.value(QLatin1String("path")).toString(), u'/' + shown);
        const bool changed = shown.toUtf8() != name;
        const QString base64 = QString::fromLatin1(('/' + name).toBase64());
        QCOMPARE(json.value(QLatin1String("pathBytes")).toString(), changed ? base64 : QString());
        QCOMPARE(json.value(QLatin1String("targetBytes")).toString(), changed ? base64 : QString());

        const Result<ActivityEvent> again = eventFromJson(line);
        QVERIFY(again);
        QCOMPARE(again->path->bytes(), '/' + name);
        QCOMPARE(again->target, '/' + name);
        QCOMPARE(again->share, name);
        QCOMPARE(again->user, event.user);
        QCOMPARE(again->message, event.message);
        QCOMPARE(toJsonLine(*again), line);
        QCOMPARE(toTextLine(event).count('\n'), 1);
        QVERIFY(!toTextLine(event).contains('\x1b'));
    }

    void textFromAPeerIsCutButAPathIsNot()
    {
        const QString loud(1000, u'\u20ac');
        QVERIFY(escapedText(loud).toUtf8().size() <= 256);
        QCOMPARE(escapedText(loud).size(), 85); // 255 bytes: no character is cut in half
        QCOMPARE(escapedText(QStringLiteral("ab\n"), 5), QStringLiteral("ab"));
        QCOMPARE(escaped(QByteArray(3000, 'x')).size(), 3000);
    }

    void linesThatAreNoEventsSaySo_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("nothing") << QByteArray() << ErrorCode::Damaged;
        QTest::newRow("half a line") << QByteArray("{\"time\":\"2026-01-") << ErrorCode::Damaged;
        QTest::newRow("no time") << QByteArray("{\"kind\":\"stopped\"}") << ErrorCode::Damaged;
        QTest::newRow("no kind") << QByteArray("{\"time\":\"2026-01-02T09:00:00.000Z\"}")
                                 << ErrorCode::Damaged;
        QTest::newRow("an odd result") << QByteArray(
            "{\"time\":\"2026-01-02T09:00:00.000Z\",\"kind\":\"stopped\",\"result\":\"x\"}")
                                       << ErrorCode::Damaged;
        QTest::newRow("a kind of tomorrow")
            << QByteArray("{\"time\":\"2026-01-02T09:00:00.000Z\",\"kind\":\"teleported\"}")
            << ErrorCode::NotSupported;
        QTest::newRow("the command line's own kind")
            << QByteArray("{\"time\":\"2026-01-02T09:00:00.000Z\",\"kind\":\"password\"}")
            << ErrorCode::NotSupported;
    }
    void linesThatAreNoEventsSaySo()
    {
        QFETCH(const QByteArray, line);
        QFETCH(const ErrorCode, code);
        const Result<ActivityEvent> event = eventFromJson(line);
        QVERIFY(!event);
        QCOMPARE(event.error().code, code);
    }

    void aTransferIsOneLineForAPerson()
    {
        const ActivityEvent upload = eventFromJson(documented[7]).value();
        const QByteArray line = toTextLine(upload);
        QVERIFY(line.endsWith("guest@192.168.1.7:50112 upload /Inbox/b\\xff.bin: 1048576 bytes, "
                              "0.300 s, cut short, The connection was lost\n"));
        const ActivityEvent listening = eventFromJson(documented[0]).value();
        QVERIFY(toTextLine(listening).endsWith(" listening on 0.0.0.0 port 2022\n"));
    }

    // Found by fuzzing: the words of these three went into the line as they were.
    void noWordsOfSshdActOnATerminal()
    {
        ROW("log.openssh");
        ActivityEvent event = eventFromJson(documented[0]).value();
        for (const auto kind : {ActivityEvent::Kind::Listening, ActivityEvent::Kind::LoggedIn,
                                ActivityEvent::Kind::ChangedAttributes}) {
            event.kind = kind;
            event.outcome = ActivityEvent::Outcome::Ok;
            event.message = QString::fromUtf8("\xc3\xa9\x1b[2J\nsshd[1]: x");
            const QByteArray line = toOpenSshLine(event);
            QVERIFY(line.contains("\xc3\xa9\\x1b[2J\\x0asshd[1]:"));
            QCOMPARE(line.count('\n'), 1);
        }
    }

    void sshdsWordsAreUsedForWhatItKnows()
    {
        ROW("log.openssh");
        QByteArray log;
        for (const char* line : documented)
            log += toOpenSshLine(eventFromJson(line).value());
        QCOMPARE(log,
                 QByteArray("2026-01-02T09:00:00.000+00:00 sallyport sshd[0]: Server listening on "
                            "0.0.0.0 port 2022.\n"
                            "2026-01-02T09:01:02.000+00:00 sallyport sshd[7]: Accepted password "
                            "for guest from 192.168.1.7 port 50112 ssh2\n"
                            "2026-01-02T09:01:03.000+00:00 sallyport sshd[8]: Failed password for "
                            "anna from 192.168.1.30 port 50113 ssh2\n"
                            "2026-01-02T09:05:00.000+00:00 sallyport sshd[7]: Disconnected from "
                            "user guest 192.168.1.7 port 50112\n"
                            "2026-01-02T09:02:00.000+00:00 sallyport sftp-server[7]: close "
                            "\"/Photos/a.jpg\" bytes read 4194304 written 0\n"
                            "2026-01-02T09:02:01.000+00:00 sallyport sftp-server[7]: forced close "
                            "\"/Inbox/b\\xff.bin\" bytes read 0 written 1048576\n"
                            "2026-01-02T09:02:02.000+00:00 sallyport sftp-server[7]: mkdir name "
                            "\"/Inbox/new\" mode 0777\n"
                            "2026-01-02T09:02:04.000+00:00 sallyport sftp-server[7]: rename old "
                            "\"/Inbox/b.filepart\" new \"/Inbox/b\"\n"
                            "2026-01-02T09:02:05.000+00:00 sallyport sftp-server[7]: symlink old "
                            "\"2026\" new \"/Work/now\"\n"
                            "2026-01-02T09:02:06.000+00:00 sallyport sftp-server[7]: set "
                            "\"/Inbox/b\" mode 0644\n"
                            "2026-01-02T09:05:01.000+00:00 sallyport sshd[0]: Received signal 15; "
                            "terminating.\n"));
    }

    // The real filter: as many matches as failed logins, whatever name was tried, and each from the
    // address that tried.
    void fail2banFindsExactlyTheFailedLogins_data()
    {
        QTest::addColumn<QStringList>("users");
        const QStringList plain{QStringLiteral("anna"), QStringLiteral("root")};
        const QString imitation = QStringLiteral("root from 203.0.113.5 port 22 ssh2");
        const QStringList sly{
            imitation,
            QStringLiteral("x\n2026-01-02T09:01:03.000+00:00 h sshd[1]: Failed password for root "
                           "from 203.0.113.5 port 22 ssh2"),
            QStringLiteral("x from 203.0.113.5 port 22 ssh2: RSA"),
            QStringLiteral("invalid user x from 203.0.113.5"),
            QStringLiteral("Accepted password for root from 203.0.113.5 port 22 ssh2"),
            QStringLiteral("a: b"),
            QString(),
            QStringLiteral("\u00e4\u20ac\u202e"),
            QStringLiteral("a\\b \"c\""),
            QString(500, u'x'),
        };
        QTest::newRow("plain names") << plain;
        QTest::newRow("names that imitate a line") << sly;
    }
    void fail2banFindsExactlyTheFailedLogins()
    {
        ROW("log.openssh");
        QFETCH(const QStringList, users);
        const QTemporaryDir folder;
        QFile log(folder.filePath(QStringLiteral("log")));
        QVERIFY(log.open(QIODevice::WriteOnly));
        for (const char* line : documented) {
            const ActivityEvent event = eventFromJson(line).value();
            if (event.kind != ActivityEvent::Kind::LoginRefused)
                log.write(toOpenSshLine(event));
        }
        for (const QString& user : users) {
            log.write(toOpenSshLine(loginRefused(user, QStringLiteral("wrong password"))));
            log.write(toOpenSshLine(loginRefused(user, QStringLiteral("unknown user"))));
            log.write(toOpenSshLine(loginRefused(user, QStringLiteral("unknown key"))));
        }
        ActivityEvent overloaded = loginRefused(users.first(), QStringLiteral("too many logins"));
        overloaded.error->code = ErrorCode::Busy;
        log.write(toOpenSshLine(overloaded));
        log.close();

        const QString filter = QStringLiteral("/etc/fail2ban/filter.d/sshd.conf");
        QProcess fail2ban;
        fail2ban.start(QStringLiteral("fail2ban-regex"),
                       {QStringLiteral("-o"), QStringLiteral("<ip>"), log.fileName(), filter});
        QVERIFY2(fail2ban.waitForStarted(), "fail2ban-regex is missing: ./dev setup brings it");
        QVERIFY(fail2ban.waitForFinished());
        const QList<QByteArray> found = fail2ban.readAllStandardOutput().trimmed().split('\n');
        QCOMPARE(found.size(), 3 * users.size());
        for (const QByteArray& address : found)
            QCOMPARE(address, QByteArray("192.0.2.30"));
    }
};

QTEST_GUILESS_MAIN(TestActivityFormat)
#include "tst_activity_format.moc"
