#include "tests/support/ssh_client.h"
#include "tests/support/test_server.h"

#include <QTest>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

namespace {

quint16 portOf(int socket, int (*name)(int, sockaddr*, socklen_t*))
{
    sockaddr_in address{};
    socklen_t size = sizeof address;
    if (name(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0
        || address.sin_family != AF_INET)
        return 0;
    return ntohs(address.sin_port);
}

// This program's end of the connection that `client` is the other end of; -1 before it is accepted.
int serversEnd(int client)
{
    const quint16 port = portOf(client, &::getsockname);
    for (int descriptor = 3; descriptor < 1024; ++descriptor) {
        if (descriptor != client && portOf(descriptor, &::getpeername) == port)
            return descriptor;
    }
    return -1;
}

int option(int socket, int level, int name)
{
    int value = -1;
    socklen_t size = sizeof value;
    ::getsockopt(socket, level, name, &value, &size);
    return value;
}

} // namespace

// A peer whose network is gone says nothing, not even that it is gone.
class TestSilentPeer : public QObject {
    Q_OBJECT
private slots:
    void theKernelGivesUpWithin90Seconds();
    void aPeerThatOnlyVanishedLeavesNothing();
};

void TestSilentPeer::theKernelGivesUpWithin90Seconds()
{
    ROW("D25", "G-46");
    TestServer server;
    const int client = connectSocket(server.start());
    QVERIFY(client >= 0);
    QTRY_VERIFY_WITH_TIMEOUT(serversEnd(client) >= 0, 60'000);
    const int socket = serversEnd(client);
    QTRY_COMPARE(option(socket, IPPROTO_TCP, TCP_USER_TIMEOUT), 90'000);
    // One that owes no answer is asked after 30 s, and three times, 20 s apart: 90 s.
    QCOMPARE(option(socket, SOL_SOCKET, SO_KEEPALIVE), 1);
    QCOMPARE(option(socket, IPPROTO_TCP, TCP_KEEPIDLE), 30);
    QCOMPARE(option(socket, IPPROTO_TCP, TCP_KEEPINTVL), 20);
    QCOMPARE(option(socket, IPPROTO_TCP, TCP_KEEPCNT), 3);
    ::close(client);
}

void TestSilentPeer::aPeerThatOnlyVanishedLeavesNothing()
{
    ROW("D25");
    TestServer server;
    const quint16 port = server.start();
    for (int number = 1; number <= 3; ++number) {
        SshClient client;
        QVERIFY(client.logIn(port));
        QVERIFY(client.openSftp());
        client.vanish();
        const auto ended = server.event(ActivityEvent::Kind::Disconnected, number);
        QCOMPARE(ended.kind, ActivityEvent::Kind::Disconnected);
        QCOMPARE(server.sink.events(ActivityEvent::Kind::Disconnected).size(), number);
    }
    QTRY_COMPARE(server.server->connections().size(), 0);
    QVERIFY(server.stop());
}

QTEST_GUILESS_MAIN(TestSilentPeer)
#include "tst_silent_peer.moc"
