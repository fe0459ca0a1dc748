// What every connection's socket is set to.
#include "core/ssh/transport.h"

#include "core/ssh/descriptor.h"

#include <QTest>

#include <limits>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

using namespace sallyport::ssh;

namespace {

int valueOf(const Descriptor& socket, int level, int option)
{
    int value = -1;
    socklen_t size = sizeof value;
    return ::getsockopt(socket.get(), level, option, &value, &size) == 0 ? value : -1;
}

} // namespace

class TestTransport : public QObject {
    Q_OBJECT

private slots:
    void aBufferIsAllowedAsFarAsTheComputerLetsIt()
    {
        for (const int option : {SO_SNDBUF, SO_RCVBUF}) {
            QVERIFY(allowsBuffer(option, 16 * 1024));
            QVERIFY(!allowsBuffer(option, std::numeric_limits<int>::max()));
        }
    }

    // Source: include/net/sock.h of Linux: bit 0 is set for a send buffer, bit 1 for a receive
    // buffer that the kernel does not tune.
    void aBufferIsLargeOrTheKernelsOwn_data()
    {
        QTest::addColumn<int>("option");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<int>("lock");
        QTest::newRow("to send") << SO_SNDBUF << 4 * 1024 * 1024 << 1;
        QTest::newRow("to receive") << SO_RCVBUF << 2 * 1024 * 1024 << 2;
    }
    void aBufferIsLargeOrTheKernelsOwn()
    {
        QFETCH(const int, option);
        QFETCH(const int, bytes);
        QFETCH(const int, lock);
        const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const int before = valueOf(socket, SOL_SOCKET, option);
        prepareSocket(socket.get());
        const bool large = allowsBuffer(option, bytes);
        QCOMPARE((valueOf(socket, SOL_SOCKET, SO_BUF_LOCK) & lock) != 0, large);
        if (large)
            QVERIFY(valueOf(socket, SOL_SOCKET, option) >= bytes);
        else
            QCOMPARE(valueOf(socket, SOL_SOCKET, option), before);
    }

    void nothingWaitsForCompany()
    {
        const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        prepareSocket(socket.get());
        QCOMPARE(valueOf(socket, IPPROTO_TCP, TCP_NODELAY), 1);
    }
};

QTEST_GUILESS_MAIN(TestTransport)
#include "tst_transport.moc"
