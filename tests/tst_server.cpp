// Starting, who is let in and who has to go.
#include <QTest>

#include "tests/support/rows.h"
#include "tests/support/ssh_client.h"
#include "tests/support/test_server.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace sallyport;
using namespace sallyport::test;
using namespace std::chrono_literals;
using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

namespace {

// Sockets of a test that says nothing on them.
class Silent {
public:
    ~Silent()
    {
        for (const int socket : m_sockets)
            ::close(socket);
    }
    int open(quint16 port, int source)
    {
        m_sockets.append(connectSocket(port, QStringLiteral("127.0.0.%1").arg(source)));
        return m_sockets.constLast();
    }

private:
    QList<int> m_sockets;
};

// Leaves the program `left` descriptors.
class FewDescriptors {
public:
    explicit FewDescriptors(int left)
    {
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        while (m_fillers.isEmpty() || m_fillers.constLast() < highest())
            m_fillers.append(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        rlimit now = m_before;
        now.rlim_cur = rlim_t(m_fillers.constLast() + 1 + left);
        ::setrlimit(RLIMIT_NOFILE, &now);
    }
    ~FewDescriptors()
    {
        ::setrlimit(RLIMIT_NOFILE, &m_before);
        for (const int filler : m_fillers)
            ::close(filler);
    }
    FewDescriptors(const FewDescriptors&) = delete;
    FewDescriptors& operator=(const FewDescriptors&) = delete;

private:
    static int highest()
    {
        int found = 0;
        const auto open = QDir(QStringLiteral("/proc/self/fd"))
                              .entryList(QDir::Files | QDir::System | QDir::NoDotAndDotDot);
        for (const QString& name : open)
            found = std::max(found, name.toInt());
        return found;
    }

    rlimit m_before{};
    QList<int> m_fillers;
};

} // namespace

class TestServerObject : public QObject {
    Q_OBJECT
private slots:
    void itSaysWhereItListens()
    {
        ROW("event.listening");
        TestServer server;
        server.config.network.addresses = {QHostAddress(QHostAddress::LocalHost),
                                           QHostAddress(QStringLiteral("127.0.0.2"))};
        const quint16 port = server.start();
        QVERIFY(port != 0);
        QCOMPARE(server.server->state(), Server::State::Listening);
        QCOMPARE(server.server->listening().size(), qsizetype(2));
        const auto events = server.sink.events(Kind::Listening);
        QCOMPARE(events.size(), qsizetype(2)); // one per socket, on one port
        QCOMPARE(events[0].message, QStringLiteral("listening on 127.0.0.1 port %1").arg(port));
        QCOMPARE(events[1].message, QStringLiteral("listening on 127.0.0.2 port %1").arg(port));
        QVERIFY(server.stop());
        QCOMPARE(server.server->port(), quint16(0));
    }

    void aPortInUseIsSaidSo()
    {
        TestServer first, second;
        second.config.network.port = first.start();
        Server server(second.sink);
        const auto started = server.start(second.config);
        QVERIFY(!started);
        QCOMPARE(started.error().code, ErrorCode::AddressInUse);
        // The holder is this test, and a port after it is offered.
        const QString said = QStringLiteral("Port %1 is used by tst_server (process %2); port ")
                                 .arg(second.config.network.port)
                                 .arg(QCoreApplication::applicationPid());
        QVERIFY2(started.error().message.startsWith(said), qPrintable(started.error().message));
        QVERIFY2(started.error().message.endsWith(u" is free"),
                 qPrintable(started.error().message));
        const int offered = started.error().message.section(u' ', -3, -3).toInt();
        QVERIFY(offered > second.config.network.port);
        QCOMPARE(server.state(), Server::State::Stopped);
        QVERIFY(first.stop());
        QVERIFY(server.start(second.config)); // the port is free again at once
    }

    void anAddressOfAnotherComputerIsNotFound()
    {
        TestServer server;
        server.config.network.addresses = {QHostAddress(QStringLiteral("192.0.2.1"))};
        Server one(server.sink);
        const auto started = one.start(server.config);
        QVERIFY(!started);
        QCOMPARE(started.error().code, ErrorCode::NotFound);
        QVERIFY(started.error().message.contains(u"192.0.2.1"));
    }

    void socketsThatListenAlreadyAreTakenOver()
    {
        TestServer other;
        const quint16 port = other.start();
        TestServer server;
        // Any socket that listens will do; a copy of the other server's is one.
        int found = -1;
        for (int descriptor = 3; descriptor < 1024 && found < 0; ++descriptor) {
            int listens = 0;
            socklen_t size = sizeof listens;
            if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0
                && listens)
                found = ::dup(descriptor);
        }
        QVERIFY(found >= 0);
        server.config.sockets = {found};
        QVERIFY(other.stop());
        QCOMPARE(server.start(), port);
        SshClient client;
        QVERIFY(client.logIn(port));
    }

    void whatDoesNotListenIsRefused()
    {
        TestServer server;
        server.config.sockets = {::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
        Server one(server.sink);
        const auto started = one.start(server.config);
        QVERIFY(!started);
        QCOMPARE(started.error().code, ErrorCode::InvalidArgument);
    }

    void onlyTheNetworkThatMayComesIn()
    {
        ROW("event.turnedAway");
        TestServer server;
        server.config.network.allowFrom = {QStringLiteral("127.0.0.2")};
        const quint16 port = server.start();
        Silent silent;
        QVERIFY(isClosedByPeer(silent.open(port, 1)));
        const auto away = server.event(Kind::TurnedAway);
        QVERIFY(away.error);
        QCOMPARE(away.error->message, QStringLiteral("Only this network may connect"));
        QVERIFY(away.outcome == Outcome::Refused);
        QVERIFY(away.peer.startsWith(u"127.0.0.1:"));
        SshClient client;
        QVERIFY(client.connect(port, QStringLiteral("127.0.0.2")));
    }

    void aBlockedAddressIsOutUntilItIsUnblocked()
    {
        ROW("event.blocked", "event.unblocked", "event.turnedAway");
        TestServer server;
        const quint16 port = server.start();
        SshClient client;
        QVERIFY(client.logIn(port));
        server.server->block(QStringLiteral("127.0.0.1"));
        QVERIFY(client.isClosed()); // the one that was open, too
        QCOMPARE(server.event(Kind::Blocked).peer, QStringLiteral("127.0.0.1"));
        Silent silent;
        QVERIFY(isClosedByPeer(silent.open(port, 1)));
        QCOMPARE(server.event(Kind::TurnedAway).error->message,
                 QStringLiteral("This address is blocked"));
        server.server->unblock(QStringLiteral("127.0.0.1"));
        QCOMPARE(server.event(Kind::Unblocked).peer, QStringLiteral("127.0.0.1"));
        SshClient again;
        QVERIFY(again.logIn(port));
    }

    void penaltiesRefuseASourceAndNoOther()
    {
        ROW("event.blocked", "event.unblocked", "event.turnedAway");
        TestServer server;
        server.config.penalties.enabled = true;
        const quint16 port = server.start();
        // Two breaches of the protocol cost 60 s.
        for (int i = 1; i <= 2; ++i) {
            Silent silent;
            talkRaw(silent.open(port, 3), "GET / HTTP/1.1\r\n\r\n");
            server.event(Kind::Protocol, i);
        }
        const auto blocked = server.event(Kind::Blocked);
        QCOMPARE(blocked.peer, QStringLiteral("127.0.0.3"));
        QVERIFY(blocked.elapsed == 60s);
        QCOMPARE(server.server->penalties().size(), qsizetype(1));
        QCOMPARE(server.server->penalties().constFirst().address,
                 QHostAddress(QStringLiteral("127.0.0.3")));
        Silent silent;
        QVERIFY(isClosedByPeer(silent.open(port, 3)));
        QCOMPARE(server.event(Kind::TurnedAway).error->message,
                 QStringLiteral("This address must wait after failed logins"));
        SshClient other;
        QVERIFY(other.logIn(port));
        server.server->unblock(QStringLiteral("127.0.0.3"));
        QCOMPARE(server.event(Kind::Unblocked).peer, QStringLiteral("127.0.0.3"));
        QVERIFY(server.server->penalties().isEmpty());
        SshClient same;
        QVERIFY(same.connect(port, QStringLiteral("127.0.0.3")));
    }

    void failedLoginsLeadToAPenalty()
    {
        ROW("event.blocked");
        TestServer server;
        server.config.penalties.enabled = true;
        server.config.limits.maxLoginAttempts = 20;
        SshClient client;
        QVERIFY(client.connect(server.start()));
        for (int i = 0; i < 11; ++i)
            client.password("anna", "wrong");
        const auto blocked = server.event(Kind::Blocked);
        QCOMPARE(blocked.peer, QStringLiteral("127.0.0.1"));
        QVERIFY(blocked.message.endsWith(u"failed logins"));
    }

    void whatIsNoSshClientIsClosedAtOnce_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("http") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        QTest::newRow("proxy header") << QByteArray("\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c"
                                                    "\x7f\0\0\1\x7f\0\0\1\0\1\0\2",
                                                    28);
        QTest::newRow("long banner") << QByteArray("SSH-2.0-" + QByteArray(200, 'x') + "\r\n");
        QTest::newRow("no line feed") << QByteArray(300, 'x');
        QTest::newRow("ssh 1") << QByteArray("SSH-1.5-old\r\n");
    }
    void whatIsNoSshClientIsClosedAtOnce()
    {
        ROW("event.protocol", "event.connected");
        QFETCH(QByteArray, bytes);
        TestServer server;
        const quint16 port = server.start();
        Silent silent;
        const QByteArray answer = talkRaw(silent.open(port, 1), bytes);
        QVERIFY(!answer.contains(bytes.left(8)) || bytes.startsWith("SSH-2.0-"));
        const auto broken = server.event(Kind::Protocol);
        QVERIFY(broken.error);
        QVERIFY(broken.outcome == Outcome::Failed);
        server.event(Kind::Disconnected);
        QCOMPARE(server.sink.events(Kind::Connected).size(), qsizetype(1));
    }

    void aSilentClientIsClosedWhenItsGraceIsOver()
    {
        ROW("event.limit", "D1");
        TestServer server;
        server.config.limits.loginGrace = 1s;
        const quint16 port = server.start();
        Silent silent;
        QElapsedTimer timer;
        timer.start();
        QVERIFY(isClosedByPeer(silent.open(port, 1)));
        QVERIFY(timer.elapsed() >= 990);
        const auto limit = server.event(Kind::Limit);
        QVERIFY(limit.error);
        QCOMPARE(limit.error->message, QStringLiteral("No login within 1 s"));
    }

    void withoutDescriptorsNewcomersAreSentAway_data()
    {
        QTest::addColumn<int>("left");
        for (const int left : {0, 1, 2, 3, 4, 8})
            QTest::addRow("%d are left", left) << left;
    }
    void withoutDescriptorsNewcomersAreSentAway()
    {
        ROW("event.fault");
        QFETCH(int, left);
        TestServer server;
        const quint16 port = server.start();
        SshClient before;
        QVERIFY(before.logIn(port));
        SshChannel* sftp = before.openSftp();
        QVERIFY(sftp);
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        {
            const FewDescriptors few(left);
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            address.sin_port = htons(port);
            QCOMPARE(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address),
                     0);
            QVERIFY(isClosedByPeer(socket));
            QCOMPARE(server.event(Kind::Fault).error->message,
                     QStringLiteral("Too many files are open to let anyone in"));
            QVERIFY(sftp->ask(Packet::stat(1, "/")).type == AttrsReply);
        }
        ::close(socket);
        SshClient after;
        QVERIFY(after.logIn(port)); // a second later it looks again
    }

    void aFullPoolTakesTheNewcomerFromTheGreediest()
    {
        ROW("event.limit", "D2");
        TestServer server;
        server.config.limits.maxUnauthenticated = 4;
        server.config.limits.maxUnauthenticatedPerAddress = 3;
        const quint16 port = server.start();
        const auto settle = [&server](qsizetype count) {
            return QTest::qWaitFor([&] { return server.server->connections().size() == count; },
                                   10'000);
        };
        Silent silent;
        const int oldest = silent.open(port, 2);
        QVERIFY(settle(1));
        silent.open(port, 2);
        QVERIFY(settle(2));
        silent.open(port, 3);
        QVERIFY(settle(3));
        silent.open(port, 2);
        QVERIFY(settle(4));
        // The pool is full. The newcomer comes in; 127.0.0.2 has most, and its oldest goes.
        SshClient client;
        QVERIFY(client.connect(port, QStringLiteral("127.0.0.4")));
        QVERIFY(isClosedByPeer(oldest));
        QCOMPARE(client.password("anna", "secret"), int(SSH_AUTH_SUCCESS));
        const auto limit = server.event(Kind::Limit);
        QVERIFY(limit.peer.startsWith(u"127.0.0.2:"));
        QVERIFY(settle(4));
    }

    void oneAddressHasItsOwnBound()
    {
        ROW("event.limit", "D2");
        TestServer server;
        server.config.limits.maxUnauthenticatedPerAddress = 2;
        const quint16 port = server.start();
        Silent silent;
        const int oldest = silent.open(port, 2);
        QTRY_COMPARE(server.server->connections().size(), qsizetype(1));
        silent.open(port, 2);
        silent.open(port, 2);
        QVERIFY(isClosedByPeer(oldest));
        QVERIFY(server.event(Kind::Limit).peer.startsWith(u"127.0.0.2:"));
        QTRY_COMPARE(server.server->connections().size(), qsizetype(2));
    }

    void aTrustedProxySaysWhoItSpeaksFor()
    {
        TestServer server;
        server.config.network.trustedProxies = {QStringLiteral("127.0.0.9")};
        server.config.network.blocked = {QStringLiteral("203.0.113.66")};
        server.config.network.allowFrom = {QStringLiteral("203.0.113.0/24")};
        const quint16 port = server.start();
        const QByteArray signature("\r\n\r\n\0\r\nQUIT\n", 12);
        const QByteArray end("\x7f\0\0\1\x9c\x41\x07\xe6", 8);
        Silent silent;
        const int allowed = silent.open(port, 9);
        const QByteArray good = signature + QByteArray("\x21\x11\0\x0c\xcb\0\x71\x09", 8) + end;
        QCOMPARE(::send(allowed, good.constData(), size_t(good.size()), 0), good.size());
        char banner[8];
        QCOMPARE(::recv(allowed, banner, sizeof banner, MSG_WAITALL), ssize_t(8));
        QCOMPARE(QByteArray(banner, 8), QByteArray("SSH-2.0-"));
        QTRY_COMPARE(server.server->connections().size(), qsizetype(1));
        QCOMPARE(server.server->connections().constFirst().peer,
                 QStringLiteral("203.0.113.9:40001"));

        const QByteArray bad = signature + QByteArray("\x21\x11\0\x0c\xcb\0\x71\x42", 8) + end;
        QCOMPARE(talkRaw(silent.open(port, 9), bad), QByteArray());
        QVERIFY(server.event(Kind::TurnedAway).peer.startsWith(u"203.0.113.66:"));
        QCOMPARE(talkRaw(silent.open(port, 9), "SSH-2.0-no header\r\n"), QByteArray());
        QVERIFY(isClosedByPeer(silent.open(port, 9))); // not a word within 1 s
        QCOMPARE(server.event(Kind::TurnedAway, 3).error->message,
                 QStringLiteral("No PROXY header came"));
    }

    void anIdleClientHasToGo()
    {
        ROW("event.limit", "event.disconnected");
        TestServer server;
        server.config.limits.idleTimeout = 1s;
        SshClient client;
        QVERIFY(client.logIn(server.start()));
        QVERIFY(client.isClosed());
        QCOMPARE(server.event(Kind::Limit).error->message, QStringLiteral("Nothing came for 1 s"));
        QVERIFY(server.event(Kind::Disconnected).outcome == Outcome::Failed);
    }

    void whoWaitsForALongJobIsNotIdle()
    {
        ROW("event.limit", "ext.long-jobs");
        TestServer server;
        server.files = MemoryFileSystem{{"/a.bin", QByteArray(32 * 1024 * 1024, 'x')}};
        server.config.limits.idleTimeout = 1s;
        SshClient client;
        QVERIFY(client.logIn(server.start()));
        SshChannel* sftp = client.openSftp();
        QVERIFY(sftp);
        QByteArray requests; // more than can be hashed within the second
        for (quint32 id = 0; id < 24; ++id)
            requests += Packet::checkFile(id, "check-file-name", "/a.bin", "sha256");
        QVERIFY(sftp->send(requests));
        QCOMPARE(sftp->receive(24).size(), qsizetype(24));
        QVERIFY(client.isClosed()); // now it is
        QCOMPARE(server.event(Kind::Limit).error->message, QStringLiteral("Nothing came for 1 s"));
    }

    void whatWaitsForItsTurnIsAnsweredThoughTheClientHasSaidItsLast()
    {
        ROW("ext.long-jobs");
        TestServer server;
        server.files = MemoryFileSystem{{"/a.bin", QByteArray(24 * 1024 * 1024, 'x')}};
        SshClient client;
        QVERIFY(client.logIn(server.start()));
        SshChannel* first = client.openSftp();
        SshChannel* second = client.openSftp();
        QVERIFY(first && second);
        // One check-file of a connection runs at a time.
        QVERIFY(first->send(Packet::checkFile(1, "check-file-name", "/a.bin", "sha512")
                            + Packet::checkFile(2, "check-file-name", "/a.bin", "sha512")));
        QVERIFY(second->send(Packet::checkFile(1, "check-file-name", "/a.bin", "md5")));
        QVERIFY(second->sendEof());
        QCOMPARE(second->receive(1).size(), qsizetype(1));
        QCOMPARE(second->exitStatus(), 0);
        QCOMPARE(first->receive(2).size(), qsizetype(2));
    }

    void theOwnerCanDisconnectOne()
    {
        TestServer server;
        const quint16 port = server.start();
        SshClient one, other;
        QVERIFY(one.logIn(port));
        QVERIFY(other.logIn(port));
        QTRY_COMPARE(server.server->connections().size(), qsizetype(2));
        server.server->disconnect(server.server->connections().constFirst().id);
        QVERIFY(one.isClosed());
        QCOMPARE(server.event(Kind::Disconnected).message,
                 QStringLiteral("Disconnected by the owner"));
        QVERIFY(other.openSftp());
    }

    void aConnectionIsDescribedWhileItLasts()
    {
        TestServer server;
        const quint16 port = server.start();
        server.files = MemoryFileSystem{{"/a.bin", QByteArray(3'000'000, 'x')}};
        QSignalSpy counted(server.server.get(), &Server::connectionCountChanged);
        SshClient client;
        QVERIFY(client.logIn(port));
        SshChannel* sftp = client.openSftp();
        QVERIFY(sftp);
        const QByteArray handle = sftp->ask(Packet::open(1, "/a.bin", fxf::read)).handle;
        QCOMPARE(sftp->ask(Packet::read(2, handle, 0, 32768)).data.size(), qsizetype(32768));
        QTRY_COMPARE(server.server->connections().value(0).sent, quint64(32768));
        QTRY_VERIFY(server.server->connections().value(0).transferring);
        const auto info = server.server->connections().value(0);
        QCOMPARE(info.user, QStringLiteral("anna"));
        QCOMPARE(info.account, annasAccount);
        QVERIFY(info.client.startsWith(u"SSH-2.0-libssh"));
        QCOMPARE(info.file.bytes(), QByteArray("/a.bin"));
        QCOMPARE(info.moved.value_or(0), quint64(32768));
        QCOMPARE(info.size.value_or(0), quint64(3'000'000));
        QVERIFY(sftp->ask(Packet::close(3, handle)).is(Ok));
        QTRY_VERIFY(!server.server->connections().value(0).transferring);
        QVERIFY(counted.count() >= 1);
        QCOMPARE(counted.constFirst().constFirst().toInt(), 1);
    }

    void aNewConfigIsForThoseToCome()
    {
        TestServer server;
        const quint16 port = server.start();
        SshClient annas;
        QVERIFY(annas.logIn(port));
        server.config.network.allowFrom = {QStringLiteral("127.0.0.5")};
        server.server->reconfigure(server.config, {AccountId{"somebody else"}});
        Silent silent;
        QVERIFY(isClosedByPeer(silent.open(port, 1)));
        QVERIFY(annas.openSftp());
        server.server->reconfigure(server.config, {annasAccount});
        QVERIFY(annas.isClosed());
    }
};

QTEST_GUILESS_MAIN(TestServerObject)
#include "tst_server.moc"
