#include "app/profile.h"
#include "app/single_instance.h"

#include <QDir>
#include <QFile>
#include <QLocalServer>
#include <QLocalSocket>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/rows.h"

using namespace sallyport;

namespace {

constexpr int patience = 30'000; // milliseconds

} // namespace

class TestSingleInstance : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_place;

    QString path(const char* name) const { return m_place->filePath(QLatin1String(name)); }

    std::unique_ptr<QProcess> start(const char* profile, const QStringList& arguments,
                                    const char* token = "")
    {
        auto process = std::make_unique<QProcess>();
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), path("run"));
        environment.insert(QStringLiteral("XDG_ACTIVATION_TOKEN"), QLatin1String(token));
        process->setProcessEnvironment(environment);
        process->setWorkingDirectory(m_place->path());
        process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process->start(QStringLiteral(SALLYPORT_SECOND_START),
                       QStringList{QStringLiteral("--profile"), path(profile)} + arguments);
        return process;
    }
    static QByteArray line(QProcess& process)
    {
        while (!process.canReadLine() && process.waitForReadyRead(patience)) {}
        return process.readLine().trimmed();
    }

private slots:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        QVERIFY(m_place->isValid());
        QVERIFY(QDir(m_place->path()).mkdir(QStringLiteral("run")));
        QCOMPARE(::chmod(QFile::encodeName(path("run")).constData(), 0700), 0);
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(path("run")));
    }

    void theSecondHandsItsFoldersToTheFirst()
    {
        const auto first = start("profile", {});
        QCOMPARE(line(*first), QByteArray("first"));
        const auto second =
            start("profile", {QStringLiteral("Photos"), QStringLiteral("/a b\u00e9")}, "token 1");
        QCOMPARE(line(*second), QByteArray("second"));
        QVERIFY(second->waitForFinished(patience));
        QCOMPARE(second->exitCode(), 0);
        const QByteArray here = QFile::encodeName(m_place->path()).toPercentEncoding("/");
        QCOMPARE(line(*first), "shown token%201 " + here + "/Photos /a%20b%C3%A9");

        // A place elsewhere is not taken for a folder; the window says so.
        const auto other = start("profile", {QStringLiteral("/x"), QStringLiteral("sftp://far/x")});
        QVERIFY(other->waitForFinished(patience));
        QCOMPARE(line(*first), QByteArray("shown  elsewhere:sftp%3A//far/x"));

        const auto third = start("profile", {QStringLiteral("--hidden")});
        QCOMPARE(line(*third), QByteArray("second"));
        QVERIFY(third->waitForFinished(patience));
        QCOMPARE(line(*first), QByteArray("hidden"));
        for (const auto& [option, words] : {std::pair("--start-sharing", "hidden  start"),
                                            std::pair("--stop-sharing", "hidden  stop")}) {
            const auto next = start("profile", {QLatin1String(option)});
            QVERIFY(next->waitForFinished(patience));
            QCOMPARE(line(*first), QByteArray(words));
        }
        first->terminate();
        QVERIFY(first->waitForFinished(patience));
    }

    void twoProfilesAreTwoPrograms()
    {
        const auto one = start("one", {});
        QCOMPARE(line(*one), QByteArray("first"));
        const auto two = start("two", {});
        QCOMPARE(line(*two), QByteArray("first"));
        for (QProcess* process : {one.get(), two.get()}) {
            process->terminate();
            QVERIFY(process->waitForFinished(patience));
        }
    }

    void whatADeadProgramLeftIsTakenOver()
    {
        const auto first = start("profile", {});
        QCOMPARE(line(*first), QByteArray("first"));
        first->kill();
        QVERIFY(first->waitForFinished(patience));
        const auto profile = Profile::open(path("profile"));
        QVERIFY(profile);
        QVERIFY(QFile::exists(profile->windowSocket));

        const auto next = start("profile", {});
        QCOMPARE(line(*next), QByteArray("first"));
        const auto after = start("profile", {QStringLiteral("/x")});
        QCOMPARE(line(*after), QByteArray("second"));
        QVERIFY(after->waitForFinished(patience));
        QCOMPARE(line(*next), QByteArray("shown  /x"));
        next->terminate();
        QVERIFY(next->waitForFinished(patience));
    }

    // As at the end of a program that a disk keeps from ending.
    void whoLetsGoIsNoLongerTheFirst()
    {
        const auto profile = Profile::open(path("profile"));
        QVERIFY(profile);
        auto claim = SingleInstance::claim(*profile, {});
        QVERIFY(claim && *claim);
        SingleInstance first(**std::move(claim));
        first.letGo();
        auto next = SingleInstance::claim(*profile, {}, std::chrono::milliseconds(0));
        QVERIFY(next);
        QVERIFY(*next); // and not handed over to the one that goes
    }

    void onlyThisUserMayUseTheSocket()
    {
        const auto first = start("profile", {});
        QCOMPARE(line(*first), QByteArray("first"));
        const auto profile = Profile::open(path("profile"));
        QVERIFY(profile);
        struct stat status {};
        QCOMPARE(::lstat(QFile::encodeName(profile->windowSocket).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t(0700));
        QCOMPARE(status.st_uid, ::geteuid());
        first->terminate();
        QVERIFY(first->waitForFinished(patience));
    }

    // Who listens there is asked who it is: a name in a shared folder proves nothing.
    void anotherUserIsNotTold()
    {
        QCOMPARE(::geteuid(), uid_t(0)); // the tests run as root: only root can be somebody else
        const auto profile = Profile::open(path("profile"));
        QVERIFY(profile);
        const auto lock = FileLock::take(profile->windowLock, QStringLiteral("This test"));
        QVERIFY(lock);
        QLocalServer stranger;
        QCOMPARE(::seteuid(65534), 0);
        // The folder is root's; the stranger's socket was made before, elsewhere, and moved there.
        QTemporaryDir elsewhere;
        const bool listens = stranger.listen(elsewhere.filePath(QStringLiteral("socket")));
        QCOMPARE(::seteuid(0), 0);
        QVERIFY(listens);
        QVERIFY(QFile::rename(stranger.fullServerName(), profile->windowSocket));

        const auto claim = SingleInstance::claim(*profile, {{"/secret/folder"}, false, {}},
                                                 std::chrono::seconds(2));
        QVERIFY(!claim);
        QCOMPARE(claim.error().code, ErrorCode::PermissionDenied);
        QVERIFY(stranger.waitForNewConnection(patience));
        const std::unique_ptr<QLocalSocket> told(stranger.nextPendingConnection());
        QVERIFY(!told->waitForReadyRead(200));
        QCOMPARE(told->readAll(), QByteArray());
    }

    void aFirstThatHangsIsSaid()
    {
        const auto first = start("profile", {});
        QCOMPARE(line(*first), QByteArray("first"));
        QCOMPARE(::kill(pid_t(first->processId()), SIGSTOP), 0);
        const auto second = start("profile", {});
        QCOMPARE(line(*second), QByteArray("Sallyport is running, but does not answer"));
        QVERIFY(second->waitForFinished(patience));
        QCOMPARE(second->exitCode(), 1);
        first->kill();
        QVERIFY(first->waitForFinished(patience));
    }

    void junkIsNotHandedOn()
    {
        const auto profile = Profile::open(path("profile"));
        QVERIFY(profile);
        auto claim = SingleInstance::claim(*profile, {});
        QVERIFY(claim);
        QVERIFY(claim->has_value());
        SingleInstance first(**std::move(claim));
        QSignalSpy heard(&first, &SingleInstance::handedOver);
        const QByteArray relative =
            QByteArrayList{"sallyport window 2", "shown", "", "", "1", "relative", ""}.join('\0');
        for (const QByteArray& junk : {QByteArray("GET / HTTP/1.1\r\n\r\n"), relative}) {
            QLocalSocket peer;
            peer.connectToServer(profile->windowSocket);
            QVERIFY(peer.waitForConnected(patience));
            peer.write(junk);
            QTRY_COMPARE(peer.state(), QLocalSocket::UnconnectedState);
            QCOMPARE(peer.readAll(), QByteArray());
        }
        QCOMPARE(heard.count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_single_instance.moc"
