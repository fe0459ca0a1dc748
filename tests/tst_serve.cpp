#include "core/activity_format.h"

#include <QDir>
#include <QDirIterator>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/support/cli.h"
#include "tests/support/open_ssh.h"
#include "tests/support/rows.h"

using namespace sallyport;
using test::Cli;
using test::OpenSshClient;

namespace {

constexpr int patience = 30'000; // milliseconds

QByteArray content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QString kindOf(const QJsonObject& event)
{
    return event.value(QLatin1String("kind")).toString();
}

QString messageOf(const QJsonObject& event)
{
    return event.value(QLatin1String("message")).toString();
}

} // namespace

class TestServe : public QObject {
    Q_OBJECT

    const test::OpenSshKey m_key;
    const QTemporaryDir m_keys; // a host key, made once
    std::unique_ptr<QTemporaryDir> m_place;

    QString path(const char* name) const { return m_place->filePath(QLatin1String(name)); }

    // `serve` on loopback with a profile and a host key of the test's.
    QStringList serve(const QStringList& more) const
    {
        QStringList arguments{QStringLiteral("serve"), QStringLiteral("--profile"), path("profile"),
                              QStringLiteral("--host-key"),
                              m_keys.filePath(QStringLiteral("ssh_host_ed25519_key"))};
        if (!more.contains(QStringLiteral("--addr")))
            arguments += {QStringLiteral("--addr"), QStringLiteral("127.0.0.1:0")};
        return arguments + more;
    }
    // The same for the folder `share`, with the test's key as the way in.
    QStringList serveShare(const QStringList& more) const
    {
        return serve(QStringList{QStringLiteral("--authorized-keys"), m_key.publicFile()} + more
                     + QStringList{path("share")});
    }
    static QString json() { return QStringLiteral("--json"); }

    std::unique_ptr<OpenSshClient> connectTo(Cli& cli, const char* user = "guest") const
    {
        return std::make_unique<OpenSshClient>(m_key, cli.port(), QLatin1String(user));
    }

    bool edit(const QStringList& arguments) const
    {
        Cli cli;
        cli.start(arguments + QStringList{QStringLiteral("--profile"), path("profile")});
        return cli.exitCode() == 0;
    }

private slots:
    void initTestCase()
    {
        // A first run makes the keys; the others take them.
        Cli cli;
        QVERIFY(QDir(m_keys.path()).mkdir(QStringLiteral("share")));
        cli.start({QStringLiteral("serve"), json(), QStringLiteral("--profile"),
                   m_keys.filePath(QStringLiteral("profile")), QStringLiteral("--addr"),
                   QStringLiteral("127.0.0.1:0"), m_keys.filePath(QStringLiteral("share"))});
        QVERIFY2(cli.port() != 0, cli.complaints().constData());
        QVERIFY(cli.signal(SIGTERM));
        QCOMPARE(cli.exitCode(), 0);
        for (const char* name : {"ssh_host_ed25519_key", "ssh_host_rsa_key"}) {
            QVERIFY(
                QFile::copy(m_keys.filePath(QStringLiteral("profile/keys/") + QLatin1String(name)),
                            m_keys.filePath(QLatin1String(name))));
        }
    }

    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_place->path()).mkdir(QStringLiteral("share")));
        QVERIFY(write(path("share/a.txt"), "hello"));
    }

    void aGeneratedPasswordIsTheSecondEventAndNowhereElse()
    {
        ROW("event.listening", "event.password", "event.stopped");
        Cli cli;
        cli.start(serve({json(), QStringLiteral("--log-file"), path("log"), path("share")}));
        const QJsonObject event = cli.event("password");
        const QString password = messageOf(event);
        QVERIFY(password.size() > 12);
        QCOMPARE(event.value(QLatin1String("user")).toString(), QStringLiteral("guest"));
        QCOMPARE(kindOf(cli.events().value(0)), QStringLiteral("listening"));
        QCOMPARE(messageOf(cli.events().value(0)),
                 QStringLiteral("listening on 127.0.0.1 port %1").arg(cli.port()));
        QCOMPARE(kindOf(cli.events().value(1)), QStringLiteral("password"));

        OpenSshClient guest(m_key, cli.port(), QStringLiteral("guest"), password);
        QVERIFY(guest.run("ls -1 /").contains("a.txt"));
        QVERIFY(cli.signal(SIGTERM));
        QCOMPARE(cli.exitCode(), 0);
        QCOMPARE(kindOf(cli.events().last()), QStringLiteral("stopped"));
        QCOMPARE(cli.output().count(password.toUtf8()), 1);
        QVERIFY(!cli.complaints().contains(password.toUtf8()));
        QVERIFY(content(path("log")).contains("logged in"));
        QDirIterator files(m_place->path(), QDir::Files | QDir::Hidden,
                           QDirIterator::Subdirectories);
        int looked = 0;
        while (files.hasNext()) {
            ++looked;
            QVERIFY(!content(files.next()).contains(password.toUtf8()));
        }
        QVERIFY(looked > 1);
    }

    void withoutJsonTheFirstLineOfStdoutSaysWhereItListens()
    {
        ROW("event.listening");
        Cli cli;
        cli.start(serveShare({}));
        const quint16 port = cli.port();
        QVERIFY(port != 0);
        QVERIFY(connectTo(cli)->isIn());
        QVERIFY(cli.signal(SIGINT));
        QCOMPARE(cli.exitCode(), 0);
        QCOMPARE(cli.output(), "listening on 127.0.0.1 port " + QByteArray::number(port) + '\n');
        QVERIFY(cli.complaints().contains("guest@127.0.0.1:"));
        QVERIFY(cli.complaints().contains("logged in"));
    }

    void mistakesAreOneLineAndAnExitCode_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char* claim, const QStringList& arguments, int code,
                            const char* words) {
            QTest::newRow(claim) << arguments << code << QByteArray(words);
        };
        const auto list = [](std::initializer_list<const char*> words) {
            QStringList all;
            for (const char* word : words)
                all += QString::fromUtf8(word);
            return all;
        };
        row("a password nobody would see", list({"SHARE"}), 2, "--password-file");
        row("a folder that is not there", list({"--no-auth", "/nowhere/at/all"}), 2,
            "There is no folder /nowhere/at/all");
        row("a folder that is a file", list({"--no-auth", "SHARE/a.txt"}), 2, "is not a folder");
        row("no password for anybody", list({"--no-auth", "--allow-from", "any", "SHARE"}), 2,
            "--allow-from any");
        row("no password for anybody, by --set",
            list({"--no-auth", "--set", "network.allowFrom=any", "SHARE"}), 2, "--allow-from any");
        row("a password file that is not there",
            list({"--password-file", "/nowhere/at/all", "SHARE"}), 2,
            "/nowhere/at/all cannot be read: there is no folder /nowhere/at");
        row("a password file that is a folder", list({"--password-file", "SHARE", "SHARE"}), 2,
            "it is a folder");
        row("keys that are no keys", list({"--authorized-keys", "SHARE/a.txt", "SHARE"}), 2, "key");
        row("a log file that cannot be written",
            list({"--no-auth", "--log-file", "/nowhere/at/all", "SHARE"}), 2, "/nowhere/at/all");
        row("an address this computer does not have",
            list({"--no-auth", "--addr", "192.0.2.1:0", "SHARE"}), 3, "192.0.2.1");
        row("a host key that is none", list({"--no-auth", "--host-key", "SHARE/a.txt", "SHARE"}), 2,
            "--host-key ");
        row("a host key that is not there",
            list({"--no-auth", "--host-key", "/nowhere/at/all", "SHARE"}), 2,
            "--host-key /nowhere/at/all: There is no host key");
        row("an unknown setting", list({"--no-auth", "--set", "limits.loginGrase=2s", "SHARE"}), 2,
            "limits.loginGrace");
        row("two shares of one name",
            list({"--no-auth", "--share", "a=SHARE", "--share", "a=SHARE"}), 2, "a");
    }
    void mistakesAreOneLineAndAnExitCode()
    {
        QFETCH(QStringList, arguments);
        QFETCH(const int, code);
        QFETCH(const QByteArray, words);
        arguments.replaceInStrings(QStringLiteral("SHARE"), path("share"));
        Cli cli;
        cli.start(serve(arguments));
        QCOMPARE(cli.exitCode(), code);
        QVERIFY2(cli.complaints().contains(words), cli.complaints().constData());
        QCOMPARE(cli.complaints().count('\n'), 1);
        QVERIFY(!cli.output().contains("listening"));
    }

    void aPortThatIsTakenIsExitCodeThree()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress(QHostAddress::LocalHost)));
        Cli cli;
        cli.start(serveShare(
            {QStringLiteral("--addr"), QStringLiteral("127.0.0.1:%1").arg(other.serverPort())}));
        QCOMPARE(cli.exitCode(), 3);
        QVERIFY(cli.complaints().contains(QByteArray::number(other.serverPort())));
    }

    void damagedSettingsAreExitCodeFourAndStayAsTheyAre()
    {
        ROW("E19", "G-61");
        QVERIFY(QDir(m_place->path()).mkdir(QStringLiteral("profile")));
        QVERIFY(write(path("profile/settings.json"), "{\"version\": 1, \"sha"));
        Cli cli;
        cli.start(serve({}));
        QCOMPARE(cli.exitCode(), 4);
        QCOMPARE(cli.complaints().count('\n'), 1);
        QVERIFY(cli.complaints().contains(path("profile/settings.json").toUtf8()));
        QCOMPARE(content(path("profile/settings.json")), QByteArray("{\"version\": 1, \"sha"));
    }

    void aSecondServerOfAProfileSaysSoButAFolderIsServedBesideIt()
    {
        ROW("E20");
        Cli first;
        first.start(serve({json()}));
        QVERIFY(first.port() != 0);
        Cli second;
        second.start(serve({json()}));
        QCOMPARE(second.exitCode(), 1);
        QVERIFY(second.complaints().contains(QByteArray::number(first.process().processId())));
        QVERIFY(second.complaints().contains("; stop it, or serve another --profile\n"));
        QVERIFY(second.complaints().contains("Nothing is shared yet: "));
        Cli folder;
        folder.start(serveShare({json()}));
        QVERIFY(folder.port() != 0);
    }

    void oneFolderIsTheRootAndSeveralAreNames()
    {
        QVERIFY(QDir(m_place->path()).mkpath(QStringLiteral("other")));
        QVERIFY(QDir(m_place->path()).mkpath(QStringLiteral("colon:full")));
        {
            Cli cli;
            cli.start(serveShare({json()}));
            QVERIFY(connectTo(cli)->run("ls -1 /").contains("a.txt"));
        }
        Cli cli;
        cli.start(
            serveShare({json(), QStringLiteral("--share"),
                        QStringLiteral("Box=%1:full").arg(path("colon:full")), path("other")}));
        const auto client = connectTo(cli);
        const QByteArray list = client->run("ls -1 /");
        QVERIFY2(list.contains("Box\n") && list.contains("share\n") && list.contains("other\n"),
                 list.constData());
        QVERIFY(client->run("ls -1 /share").contains("a.txt"));
        QVERIFY(!client->run("mkdir /Box/new").contains("denied"));
        QVERIFY(QDir(path("colon:full/new")).exists());
        QVERIFY(client->run("mkdir /share/new").contains("ermission denied"));
    }

    void hangupReloadsAndEndsExactlyWhoLostARight()
    {
        ROW("event.settings");
        for (const char* user : {"anna", "ben"}) {
            QVERIFY(edit({QStringLiteral("users"), QStringLiteral("add"), QLatin1String(user),
                          QStringLiteral("--authorized-keys"), m_key.publicFile()}));
        }
        QVERIFY(edit({QStringLiteral("shares"), QStringLiteral("add"), QStringLiteral("Photos"),
                      path("share")}));
        for (const char* user : {"anna", "ben"}) {
            QVERIFY(edit({QStringLiteral("users"), QStringLiteral("allow"), QLatin1String(user),
                          QStringLiteral("Photos=full")}));
        }
        Cli cli;
        cli.start(serve({json()}));
        const auto anna = connectTo(cli, "anna");
        const auto ben = connectTo(cli, "ben");
        QVERIFY(anna->isIn() && ben->isIn());
        QVERIFY(cli.signal(SIGHUP)); // nothing is new
        QCOMPARE(messageOf(cli.event("settings")), QStringLiteral("Reloaded"));
        QVERIFY(edit({QStringLiteral("users"), QStringLiteral("allow"), QStringLiteral("ben"),
                      QStringLiteral("Photos=view")}));
        QVERIFY(cli.signal(SIGHUP));
        QVERIFY(ben->hasEnded());
        QVERIFY(anna->run("ls -1 /Photos").contains("a.txt"));
        QCOMPARE(messageOf(cli.event("settings", 2)),
                 QStringLiteral("Reloaded; 1 connection ended"));

        QVERIFY(write(path("profile/settings.json"), "no settings"));
        QVERIFY(cli.signal(SIGHUP));
        QTRY_VERIFY_WITH_TIMEOUT(cli.events().last().value(QLatin1String("result"))
                                     == QLatin1String("refused"),
                                 patience);
        QCOMPARE(kindOf(cli.events().last()), QStringLiteral("settings"));
        QVERIFY(anna->run("ls -1 /Photos").contains("a.txt"));

        QVERIFY(cli.signal(SIGTERM));
        QCOMPARE(cli.exitCode(), 0);
        const QByteArray archive = content(path("profile/state/activity.jsonl"));
        QCOMPARE(archive.count("\"kind\":\"stopped\""), 1);
        QVERIFY(archive.contains("\"user\":\"anna\""));
    }

    void aRunOfFoldersKeepsNothing()
    {
        Cli cli;
        cli.start(serveShare({json(), QStringLiteral("--access"), QStringLiteral("drop")}));
        const auto client = connectTo(cli);
        QVERIFY(!client->run("put " + m_key.publicFile().toUtf8() + " /b").isEmpty());
        QVERIFY(cli.signal(SIGTERM));
        QCOMPARE(cli.exitCode(), 0);
        QCOMPARE(content(path("share/b")), m_key.line());
        QVERIFY(QDir(path("profile/state")).entryList(QDir::Files).isEmpty());
        QVERIFY(!QFile::exists(path("profile/settings.json")));
    }

    void drainingFinishesTheTransferAndASecondSignalDoesNot_data()
    {
        QTest::addColumn<bool>("twice");
        QTest::newRow("one signal") << false;
        QTest::newRow("two signals") << true;
    }
    void drainingFinishesTheTransferAndASecondSignalDoesNot()
    {
        QFETCH(const bool, twice);
        constexpr qint64 size = 6 * 1024 * 1024;
        QVERIFY(write(path("share/big"), QByteArray(size, 'x')));
        Cli cli;
        cli.start(serveShare({json(), QStringLiteral("--access"), QStringLiteral("full"),
                              QStringLiteral("--bwlimit"), QStringLiteral("2M"),
                              QStringLiteral("--drain"), QStringLiteral("60s")}));
        const auto client = connectTo(cli);
        QVERIFY(client->isIn());
        QProcess batch;
        const QString line = QStringLiteral("get /big %1").arg(path("big"));
        batch.start(QStringLiteral("sftp"),
                    {QStringLiteral("-F"), QStringLiteral("none"), QStringLiteral("-o"),
                     QStringLiteral("StrictHostKeyChecking=no"), QStringLiteral("-o"),
                     QStringLiteral("UserKnownHostsFile=/dev/null"), QStringLiteral("-i"),
                     m_key.privateFile(), QStringLiteral("-P"), QString::number(cli.port()),
                     QStringLiteral("-b"), QStringLiteral("-"), QStringLiteral("guest@127.0.0.1")});
        batch.write(line.toUtf8() + '\n');
        batch.closeWriteChannel();
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(path("big")).size() > 0, patience);
        QVERIFY(cli.signal(SIGTERM));
        QVERIFY(client->hasEnded()); // it moved nothing
        if (twice)
            QVERIFY(cli.signal(SIGTERM));
        QCOMPARE(cli.exitCode(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(batch.state(), QProcess::NotRunning, patience);
        QCOMPARE(QFileInfo(path("big")).size() == size, !twice);
        QCOMPARE(kindOf(cli.events().last()), QStringLiteral("stopped"));
    }

    // What waits for its turn piles up in libssh, which then must not open the window for more.
    void anUploadAtALimitedRateArrivesWhole()
    {
        const QByteArray bytes(8 * 1024 * 1024, 'x');
        QVERIFY(write(path("big"), bytes));
        Cli cli;
        cli.start(serveShare({json(), QStringLiteral("--access"), QStringLiteral("full"),
                              QStringLiteral("--bwlimit"), QStringLiteral("4M")}));
        const auto client = connectTo(cli);
        QVERIFY(client->run("put " + path("big").toUtf8() + " /big").contains("Uploading"));
        QCOMPARE(content(path("share/big")), bytes);
    }

    void itEndsByItselfAfterAWhile()
    {
        Cli cli;
        cli.start(serveShare({json(), QStringLiteral("--stop-after"), QStringLiteral("1s")}));
        QCOMPARE(cli.exitCode(), 0);
        QCOMPARE(kindOf(cli.events().last()), QStringLiteral("stopped"));
    }

    void aClosedStdoutAndStderrEndNothing()
    {
        Cli cli;
        cli.start(serveShare({json(), QStringLiteral("--log-file"), path("log")}));
        const quint16 port = cli.port();
        cli.process().closeReadChannel(QProcess::StandardOutput);
        cli.process().closeReadChannel(QProcess::StandardError);
        OpenSshClient client(m_key, port, QStringLiteral("guest"));
        QVERIFY(client.run("ls -1 /").contains("a.txt"));
        QVERIFY(client.run("get /a.txt got").contains("Fetching"));
        QTRY_VERIFY_WITH_TIMEOUT(content(path("log")).contains("download /a.txt"), patience);
        QVERIFY(cli.signal(SIGTERM));
        QCOMPARE(cli.exitCode(), 0);
    }

    void theLogFileIsOpenedAgainOnHangup()
    {
        Cli cli;
        cli.start(serveShare({json(), QStringLiteral("--log-format"), QStringLiteral("json"),
                              QStringLiteral("--log-file"), path("log")}));
        QVERIFY(cli.port() != 0);
        QTRY_VERIFY_WITH_TIMEOUT(content(path("log")).contains("listening"), patience);
        QCOMPARE(QFile::permissions(path("log")) & QFile::Permissions(0xf0ff),
                 QFile::ReadOwner | QFile::WriteOwner);
        QVERIFY(QFile::rename(path("log"), path("log.1")));
        QVERIFY(cli.signal(SIGHUP));
        QTRY_VERIFY_WITH_TIMEOUT(content(path("log")).contains("Reloaded"), patience);
        QVERIFY(eventFromJson(content(path("log"))));
        QVERIFY(!content(path("log.1")).contains("Reloaded"));
    }

    void sshdsLogIsWrittenWhenAsked()
    {
        ROW("log.openssh");
        Cli cli;
        cli.start(serveShare({QStringLiteral("--log-format"), QStringLiteral("openssh")}));
        QVERIFY(connectTo(cli)->isIn());
        OpenSshClient anna(m_key, cli.port(), QStringLiteral("anna"), QStringLiteral("a guess"));
        QVERIFY(!anna.isIn());
        QVERIFY(cli.signal(SIGTERM));
        QCOMPARE(cli.exitCode(), 0);
        QVERIFY(cli.complaints().contains(": Server listening on 127.0.0.1 port "));
        QVERIFY(cli.complaints().contains(": Accepted publickey for guest from 127.0.0.1 port "));
        QVERIFY(cli.complaints().contains(": Failed password for invalid user anna from "));
    }

    void theServiceManagerHearsWhenItIsReady()
    {
        const QByteArray name = path("notify").toUtf8();
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        QVERIFY(std::size_t(name.size()) < sizeof address.sun_path);
        std::memcpy(address.sun_path, name.constData(), std::size_t(name.size()));
        const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        QCOMPARE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        const auto received = [socket] {
            QByteArray message(100, '\0');
            const ssize_t got = ::recv(socket, message.data(), std::size_t(message.size()), 0);
            return message.first(qMax(got, ssize_t(0)));
        };
        Cli cli;
        auto environment = cli.process().processEnvironment();
        environment.insert(QStringLiteral("NOTIFY_SOCKET"), path("notify"));
        cli.process().setProcessEnvironment(environment);
        cli.start(serveShare({json()}));
        QByteArray first;
        QVERIFY(QTest::qWaitFor(
            [&] {
                first = received();
                return !first.isEmpty();
            },
            patience));
        QCOMPARE(first, QByteArray("READY=1"));
        QVERIFY(cli.port() != 0);
        QVERIFY(cli.signal(SIGTERM));
        QCOMPARE(cli.exitCode(), 0);
        QCOMPARE(received(), QByteArray("STOPPING=1"));
        ::close(socket);
    }

    void aSocketThatListensAlreadyIsTakenOver()
    {
        QTcpServer listener;
        QVERIFY(listener.listen(QHostAddress(QHostAddress::LocalHost)));
        const int socket = int(listener.socketDescriptor());
        Cli cli;
        cli.process().setChildProcessModifier([socket] {
            if (socket == 3)
                ::fcntl(3, F_SETFD, 0);
            else
                ::dup2(socket, 3);
        });
        // The process id has to be in the environment, so the shell becomes the program.
        const QStringList arguments = serveShare({json()});
        QStringList shell{QStringLiteral("-c"),
                          QStringLiteral("LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" \"$@\""),
                          QStringLiteral(SALLYPORT_CLI)};
        cli.process().start(QStringLiteral("/bin/sh"), shell + arguments);
        QCOMPARE(cli.port(), listener.serverPort());
        listener.close(); // the program holds it now
        QVERIFY(connectTo(cli)->isIn());
        QVERIFY(cli.signal(SIGTERM));
        QCOMPARE(cli.exitCode(), 0);
    }
};

QTEST_GUILESS_MAIN(TestServe)
#include "tst_serve.moc"
