// What the listener looks after while connections live.
#include "core/ssh/listener.h"

#include <QTest>

#include "tests/support/hollow_file_system.h"
#include "tests/support/rows.h"
#include "tests/support/ssh_client.h"
#include "tests/support/test_server.h"

#include <QScopeGuard>

#include <unistd.h>

using namespace sallyport;
using namespace sallyport::test;
using namespace std::chrono_literals;
using Kind = ActivityEvent::Kind;

namespace {

// Every look takes all of a processor until it is told to end.
class SpinningFileSystem final : public HollowFileSystem {
public:
    explicit SpinningFileSystem(const std::atomic<bool>& over)
        : m_over(over)
    {
    }
    Result<FileAttributes> attributes(const VirtualPath& path, Symlinks symlinks) override
    {
        while (!m_over) {}
        return HollowFileSystem::attributes(path, symlinks);
    }

private:
    const std::atomic<bool>& m_over;
};

} // namespace

class TestListener : public QObject {
    Q_OBJECT
private slots:
    void aThreadThatSpinsIsReportedAndItsSocketShutDown()
    {
        ROW("D22");
        std::atomic<bool> over{false};
        TestServer server; // for its config and its sink
        server.config.fileSystemFor =
            [&over](const Identity&) -> Result<std::unique_ptr<FileSystem>> {
            return std::unique_ptr<FileSystem>(std::make_unique<SpinningFileSystem>(over));
        };
        auto sockets = ssh::openSockets(server.config.network);
        QVERIFY(sockets);
        const quint16 port = sockets->front().address.port;
        ssh::ServerShared shared(server.sink);
        ssh::Listener::Parts parts{shared, [](auto) {}, [](quint64) {}, [] {}};
        parts.spinsFor = 400ms;
        ssh::Listener listener(std::move(*sockets),
                               std::make_shared<const ServerConfig>(server.config),
                               std::move(parts));
        QVERIFY(listener.start());
        const auto ended =
            qScopeGuard([&over] { over = true; }); // before the listener waits for it

        SshClient spins, other;
        QVERIFY(spins.logIn(port));
        SshChannel* sftp = spins.openSftp();
        QVERIFY(sftp);
        QVERIFY(other.logIn(port));
        QVERIFY(sftp->send(Packet::stat(1, "/x")));
        const auto fault = server.event(Kind::Fault);
        QVERIFY(fault.error);
        QCOMPARE(fault.error->message,
                 QStringLiteral("The connection used a processor for 10 s and moved nothing"));
        QVERIFY(spins.isClosed()); // though its thread does not come back
        QVERIFY(server.sink.events(Kind::Disconnected).isEmpty());
        QVERIFY(other.openChannel()); // nobody else is held up
        over = true;
        QVERIFY(server.event(Kind::Disconnected).connection == fault.connection);
        QCOMPARE(server.sink.events(Kind::Fault).size(), qsizetype(1)); // said once
    }

    void silentProxiesKeepNobodyAway()
    {
        ROW("event.turnedAway");
        TestServer server;
        server.config.network.trustedProxies = {QStringLiteral("127.0.0.9")};
        server.config.limits.maxUnauthenticated = 2;
        const quint16 port = server.start();
        QList<int> sockets;
        const auto closed = qScopeGuard([&sockets] {
            for (const int socket : std::as_const(sockets))
                ::close(socket);
        });
        for (int i = 0; i < 300; ++i)
            sockets.append(connectSocket(port, QStringLiteral("127.0.0.9")));
        SshClient client;
        QVERIFY(client.logIn(port));
        QVERIFY(isClosedByPeer(sockets.constFirst()));
        QVERIFY(server.event(Kind::TurnedAway).error);
        QCOMPARE(server.sink.events(Kind::TurnedAway).constFirst().error->message,
                 QStringLiteral("Too many wait for a PROXY header"));
    }
};

QTEST_GUILESS_MAIN(TestListener)
#include "tst_listener.moc"
