// What the owner sees of open connections, and how one address is kept away for a time.
#include "core/server.h"

#include <QScopeGuard>
#include <QSemaphore>
#include <QTest>

#include "tests/support/rows.h"
#include "tests/support/ssh_client.h"
#include "tests/support/test_server.h"

#include <thread>

#include <sys/socket.h>
#include <unistd.h>

using namespace sallyport;
using namespace sallyport::test;
using namespace std::chrono_literals;
using Doing = ConnectionInfo::Doing;
using Kind = ActivityEvent::Kind;

namespace {

const QString elsewhere = QStringLiteral("127.0.0.77");

// Thinks about each password until it is told to end.
class SlowAuthenticator final : public Authenticator {
public:
    AuthMethods allowedMethods(const QString&, const Peer&) const override
    {
        return AuthMethod::Password;
    }
    AuthAnswer checkPassword(const QString& user, const QByteArray&, const Peer&) const override
    {
        asked.release();
        ends.acquire();
        AuthAnswer answer;
        answer.identity = Identity{annasAccount, user};
        answer.refusal = Refusal::None;
        return answer;
    }
    mutable QSemaphore asked, ends;
};

// Whether the server lets this one in as far as the greeting.
bool isGreeted(int socket)
{
    char greeting[8];
    return ::recv(socket, greeting, sizeof greeting, MSG_WAITALL) == ssize_t(sizeof greeting);
}

} // namespace

class TestServerOwner : public QObject {
    Q_OBJECT

    static ConnectionInfo first(const TestServer& server)
    {
        const QList<ConnectionInfo> connections = server.server->connections();
        return connections.isEmpty() ? ConnectionInfo() : connections.constFirst();
    }

private slots:
    void whatAConnectionDoesIsTold()
    {
        TestServer server;
        server.files = MemoryFileSystem{{"/Photos/a.bin", QByteArray(300'000, 'x')}};
        SshClient client;
        QVERIFY(client.logIn(server.start()));
        QTRY_COMPARE(first(server).user, QStringLiteral("anna"));
        QCOMPARE(first(server).doing, Doing::Nothing);

        SshChannel* sftp = client.openSftp();
        const QByteArray folder = sftp->ask(Packet::opendir(1, "/Photos")).handle;
        QTRY_COMPARE(first(server).doing, Doing::Looking);
        QCOMPARE(first(server).file.bytes(), QByteArray("/Photos"));
        QVERIFY(!first(server).transferring);
        QCOMPARE(sftp->ask(Packet::close(2, folder)).status, quint32(Ok));

        const QByteArray file = sftp->ask(Packet::open(3, "/Photos/a.bin", fxf::read)).handle;
        QVERIFY(sftp->ask(Packet::read(4, file, 0, 1000)).data.size() == 1000);
        QTRY_COMPARE(first(server).doing, Doing::Downloading);
        const ConnectionInfo download = first(server);
        QCOMPARE(download.file.bytes(), QByteArray("/Photos/a.bin"));
        QCOMPARE(download.size, std::optional<quint64>(300'000));
        QCOMPARE(download.moved, std::optional<quint64>(1000));
        QCOMPARE(sftp->ask(Packet::close(5, file)).status, quint32(Ok));
        // The list is older than the file: nobody looks at it now.
        QTRY_COMPARE(first(server).doing, Doing::Nothing);

        const QByteArray sent = sftp->ask(Packet::open(6, "/new", fxf::write | fxf::create)).handle;
        QCOMPARE(sftp->ask(Packet::write(7, sent, 0, "letter")).status, quint32(Ok));
        QTRY_COMPARE(first(server).doing, Doing::Uploading);
        QCOMPARE(first(server).file.bytes(), QByteArray("/new"));
    }

    void theLastRequestIsTold()
    {
        TestServer server;
        SshClient client;
        QVERIFY(client.logIn(server.start()));
        SshChannel* sftp = client.openSftp();
        QTRY_VERIFY(first(server).lastRequest.isValid());
        const QDateTime before = first(server).lastRequest;
        QVERIFY(before >= first(server).since);
        QTest::qWait(20); // so that a later time is another one
        QVERIFY(sftp->ask(Packet::realpath(1, "/")).type != 0);
        QTRY_VERIFY(first(server).lastRequest > before);
        QVERIFY(first(server).lastRequest <= QDateTime::currentDateTimeUtc());
    }

    void aTimedBlockEndsTheConnectionsOfThatAddressAndNoOthers()
    {
        TestServer server;
        const quint16 port = server.start();
        SshClient annas, others;
        QVERIFY(annas.logIn(port));
        QVERIFY(others.connect(port, elsewhere));
        QCOMPARE(others.password("anna", "secret"), int(SSH_AUTH_SUCCESS));

        server.server->blockFor(QHostAddress(elsewhere), 600s);
        QVERIFY(others.isClosed());
        QCOMPARE(server.event(Kind::Blocked).message, QStringLiteral("Blocked by the owner"));
        QCOMPARE(server.event(Kind::Blocked).peer, elsewhere);
        const QList<Penalty> penalties = server.server->penalties();
        QCOMPARE(penalties.size(), qsizetype(1));
        QCOMPARE(penalties.constFirst().address, QHostAddress(elsewhere));
        QCOMPARE(penalties.constFirst().reason, QStringLiteral("Blocked by the owner"));
        QVERIFY(penalties.constFirst().left <= 600s && penalties.constFirst().left > 500s);
        QVERIFY(annas.openSftp());

        // Penalties are off in this server: the owner's word holds all the same.
        SshClient again;
        QVERIFY(!again.connect(port, elsewhere));
        QCOMPARE(server.event(Kind::TurnedAway).error->message,
                 QStringLiteral("This address is blocked"));
        server.server->unblock(elsewhere);
        QCOMPARE(server.event(Kind::Unblocked).peer, elsewhere);
        QVERIFY(server.server->penalties().isEmpty());
        SshClient back;
        QVERIFY(back.connect(port, elsewhere));
    }

    void whoIsExemptFromPenaltiesIsLetIn()
    {
        TestServer server;
        server.config.penalties.enabled = true;
        const quint16 port = server.start();
        const auto fail = [port](int times) { // 6 tries a connection
            for (SshClient guesser; times > 0 && guesser.connect(port, elsewhere);)
                for (int i = 0; i < 6 && times > 0; ++i, --times)
                    guesser.password("anna", "wrong");
            return times == 0;
        };
        QVERIFY(fail(6));
        QVERIFY(fail(6));
        QCOMPARE(server.event(Kind::Blocked).peer, elsewhere);
        QVERIFY(!fail(1));

        server.config.penalties.exempt = {QStringLiteral("127.0.0.76/31")};
        server.server->reconfigure(server.config, {});
        QCOMPARE(server.event(Kind::Unblocked).peer, elsewhere);
        QVERIFY(server.server->penalties().isEmpty());
        for (int i = 0; i < 3; ++i)
            QVERIFY(fail(6));
        SshClient client;
        QVERIFY(client.connect(port, elsewhere));
        QCOMPARE(client.password("anna", "secret"), int(SSH_AUTH_SUCCESS));
        QVERIFY(server.server->penalties().isEmpty());
    }

    // It was to make room, which who has logged in need not; but the owner wants it gone.
    void whoIsToGoGoesThoughItLogsInMeanwhile()
    {
        const auto slow = std::make_shared<SlowAuthenticator>();
        TestServer server;
        server.config.authenticator = slow;
        server.config.limits.maxUnauthenticated = 1;
        const quint16 port = server.start();
        SshClient client;
        QVERIFY(client.connect(port));
        std::thread logsIn([&client] { client.password("anna", "secret"); });
        const auto joined = qScopeGuard([&] {
            slow->ends.release();
            logsIn.join();
        });
        slow->asked.acquire();
        QTRY_COMPARE(server.server->connections().size(), qsizetype(1));
        const int newcomer = connectSocket(port, elsewhere);
        const bool isIn = isGreeted(newcomer);
        const quint64 id = first(server).id;
        server.server->disconnect(id);
        const int next = connectSocket(port, QStringLiteral("127.0.0.78"));
        const bool isDone = isGreeted(next); // what the owner said came before
        ::close(newcomer);
        ::close(next);
        QVERIFY(isIn && isDone);
        slow->ends.release();
        QCOMPARE(server.event(Kind::LoggedIn).connection, id);
        const auto ending = [&server, id] {
            for (const ActivityEvent& event : server.sink.events(Kind::Disconnected)) {
                if (event.connection == id)
                    return event.message;
            }
            return QString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(ending(), QStringLiteral("Disconnected by the owner"), 10'000);
    }

    void aTimedBlockRunsOff()
    {
        TestServer server;
        const quint16 port = server.start();
        server.server->blockFor(QHostAddress(elsewhere), 1s);
        QCOMPARE(server.event(Kind::Unblocked).message, QStringLiteral("The time is up"));
        SshClient client;
        QVERIFY(client.connect(port, elsewhere));
    }

    void aTimedBlockOutlivesARestart()
    {
        TestServer server;
        server.start();
        QVERIFY(server.stop());
        server.server->blockFor(QHostAddress(elsewhere), 600s); // nothing listens
        QCOMPARE(server.server->penalties().size(), qsizetype(1));
        QVERIFY(server.server->start(server.config));
        SshClient stranger, annas;
        QVERIFY(!stranger.connect(server.server->port(), elsewhere));
        QVERIFY(annas.connect(server.server->port()));
    }
};

QTEST_MAIN(TestServerOwner)
#include "tst_server_owner.moc"
