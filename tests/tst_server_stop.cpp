// Stopping: who ends at once, who may finish, and what is left where a call does not return.
#include <QTest>

#include "tests/support/hollow_file_system.h"
#include "tests/support/rows.h"
#include "tests/support/ssh_client.h"
#include "tests/support/test_server.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSemaphore>
#include <QSignalSpy>

#include <unistd.h>

using namespace sallyport;
using namespace sallyport::test;
using namespace std::chrono_literals;
using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

namespace {

qsizetype openDescriptors()
{
    return QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::Files | QDir::System).size();
}

} // namespace

class TestServerStop : public QObject {
    Q_OBJECT
private slots:
    void stoppingEndsIdleConnectionsWithinASecond()
    {
        TestServer server;
        const quint16 port = server.start();
        SshClient annas;
        QVERIFY(annas.logIn(port));
        QVERIFY(annas.openSftp());
        const int silent = connectSocket(port);
        QTRY_COMPARE(server.server->connections().size(), qsizetype(2));
        QSignalSpy states(server.server.get(), &Server::stateChanged);
        QElapsedTimer timer;
        timer.start();
        server.server->stop();
        QCOMPARE(server.server->state(), Server::State::Stopping);
        QTRY_COMPARE(server.server->state(), Server::State::Stopped);
        QVERIFY(timer.elapsed() < 5000);
        QCOMPARE(states.count(), 2);
        QVERIFY(server.server->connections().isEmpty());
        QVERIFY(server.server->stuck().isEmpty());
        QCOMPARE(connectSocket(port), -1);
        ::close(silent);
    }

    void drainingWaitsForATransferAndASecondStopDoesNot()
    {
        TestServer server;
        const quint16 port = server.start();
        server.files = MemoryFileSystem{{"/a.bin", QByteArray(300'000, 'x')}};
        SshClient annas, idle;
        QVERIFY(annas.logIn(port));
        QVERIFY(idle.logIn(port));
        SshChannel* sftp = annas.openSftp();
        const QByteArray handle = sftp->ask(Packet::open(1, "/a.bin", fxf::read)).handle;
        QCOMPARE(sftp->ask(Packet::read(2, handle, 0, 1000)).data.size(), qsizetype(1000));
        server.server->stop(60s);
        QVERIFY(idle.isClosed());
        QCOMPARE(sftp->ask(Packet::read(3, handle, 1000, 1000)).data.size(), qsizetype(1000));
        QCOMPARE(server.server->state(), Server::State::Stopping);
        server.server->stop();
        QVERIFY(annas.isClosed());
        QTRY_COMPARE(server.server->state(), Server::State::Stopped);
        const ActivityEvent cut = server.sink.events(Kind::Download).constLast();
        QVERIFY(cut.outcome == Outcome::CutShort);
        QCOMPARE(cut.error->message, QStringLiteral("The server stopped"));
    }

    void aThreadThatACallHoldsIsNamedUntilItIsGone()
    {
        ROW("E10");
        class Hanging : public HollowFileSystem {
        public:
            Hanging(QSemaphore& hangs, QSemaphore& goesOn)
                : m_hangs(hangs)
                , m_goesOn(goesOn)
            {
            }
            Result<FileAttributes> attributes(const VirtualPath& path, Symlinks links) override
            {
                m_hangs.release();
                m_goesOn.acquire();
                return HollowFileSystem::attributes(path, links);
            }

        private:
            QSemaphore &m_hangs, &m_goesOn;
        };
        QSemaphore hangs, goesOn;
        TestServer server;
        server.config.fileSystemFor = [&](const Identity&) -> Result<std::unique_ptr<FileSystem>> {
            return std::unique_ptr<FileSystem>(new Hanging(hangs, goesOn));
        };
        const quint16 port = server.start();
        SshClient held, idle;
        QVERIFY(held.logIn(port));
        QVERIFY(idle.logIn(port));
        SshChannel* sftp = held.openSftp();
        QVERIFY(sftp);
        sftp->send(Packet::stat(1, "/a"));
        QVERIFY(hangs.tryAcquire(1, 30'000));
        const QString id =
            QString::number(server.sink.events(Kind::LoggedIn).constFirst().connection);
        server.server->stop();
        QVERIFY(server.server->stuck().isEmpty()); // it has its time yet
        QVERIFY(idle.isClosed());
        QTRY_COMPARE_WITH_TIMEOUT(server.server->stuck().size(), qsizetype(1), 30'000);
        const QString name = server.server->stuck().constFirst();
        QVERIFY2(name.startsWith(QStringLiteral("connection %1, 127.0.0.1:").arg(id))
                     && name.endsWith(u", anna"),
                 qPrintable(name));
        QCOMPARE(server.server->state(), Server::State::Stopping);
        goesOn.release();
        QTRY_COMPARE(server.server->state(), Server::State::Stopped);
        QVERIFY(server.server->stuck().isEmpty());
    }

    void destroyingAServerEndsEverything()
    {
        SshClient client;
        {
            TestServer server;
            QVERIFY(client.logIn(server.start()));
            server.server.reset();
        }
        QVERIFY(client.isClosed());
    }

    void nothingIsLeftOpen()
    {
        const auto before = [] {
            TestServer server;
            SshClient client;
            client.logIn(server.start());
            server.stop();
            return openDescriptors();
        };
        const auto first = before();
        for (int i = 0; i < 5; ++i)
            before();
        QCOMPARE(before(), first);
    }

    void startingAgainIsFine()
    {
        TestServer server;
        server.start();
        QVERIFY(server.stop());
        QVERIFY(server.server->start(server.config));
        SshClient client;
        QVERIFY(client.logIn(server.server->port()));
    }
};

QTEST_GUILESS_MAIN(TestServerStop)
#include "tst_server_stop.moc"
