// Who waits for a place, and in which order.
#include "core/ssh/newcomers.h"

#include "core/ssh/login_throttle.h"

#include <QTest>

#include "tests/support/rows.h"

#include <fcntl.h>
#include <unistd.h>

using namespace sallyport;
using namespace sallyport::ssh;

namespace {

int socketOf(const Newcomer& newcomer)
{
    return newcomer.socket.get();
}

bool isOpen(int descriptor)
{
    return ::fcntl(descriptor, F_GETFD) != -1;
}

QHostAddress address(const char* text)
{
    return QHostAddress(QLatin1String(text));
}

} // namespace

class TestNewcomers : public QObject {
    Q_OBJECT
private:
    // The descriptor of who was added.
    static int add(Newcomers& newcomers, const char* from, quint16 port)
    {
        Newcomer one{Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)), {address(from), port}};
        const int socket = socketOf(one);
        newcomers.add(std::move(one));
        return socket;
    }
    // Their ports, in the order they are asked in.
    static QList<int> ports(Newcomers& newcomers)
    {
        QList<int> found;
        newcomers.takeThose([&found](Newcomer& newcomer) {
            found.append(newcomer.peer.port);
            return false;
        });
        return found;
    }

private slots:
    void theOldestIsAskedFirst()
    {
        Newcomers newcomers;
        QVERIFY(newcomers.isEmpty());
        for (const quint16 port : {quint16(7), quint16(3), quint16(5)})
            add(newcomers, "192.0.2.7", port);
        QVERIFY(!newcomers.isEmpty());
        QCOMPARE(newcomers.count(), 3);
        QCOMPARE(ports(newcomers), QList<int>({7, 3, 5}));
        QCOMPARE(newcomers.count(), 3); // who does not go on, waits
    }

    void whoGoesOnIsForgottenAndTheOthersKeepTheirTurn()
    {
        Newcomers newcomers;
        for (const quint16 port : {quint16(1), quint16(2), quint16(3), quint16(4)})
            add(newcomers, "192.0.2.7", port);
        newcomers.takeThose([](Newcomer& newcomer) { return newcomer.peer.port % 2 == 0; });
        QCOMPARE(ports(newcomers), QList<int>({1, 3}));
        add(newcomers, "192.0.2.7", 5);
        QCOMPARE(ports(newcomers), QList<int>({1, 3, 5}));
    }

    // As penalties are: an IPv6 address by its /64.
    void thoseOfASourceAreCounted()
    {
        Newcomers newcomers;
        for (const char* from : {"192.0.2.7", "192.0.2.8", "192.0.2.7", "2001:db8::1",
                                 "2001:db8::ffff:1", "2001:db8:0:1::1"})
            add(newcomers, from, 1);
        QCOMPARE(newcomers.countOf(address("192.0.2.7")), 2);
        QCOMPARE(newcomers.countOf(address("192.0.2.8")), 1);
        QCOMPARE(newcomers.countOf(address("192.0.2.9")), 0);
        QCOMPARE(newcomers.countOf(LoginThrottle::source(address("2001:db8::2"))), 2);
    }

    void aSocketIsOpenUntilItIsTakenOrForgotten()
    {
        Newcomers newcomers;
        const int taken = add(newcomers, "192.0.2.7", 1);
        const int forgotten = add(newcomers, "192.0.2.7", 2);
        const int left = add(newcomers, "192.0.2.7", 3);
        Descriptor kept;
        newcomers.takeThose([&kept](Newcomer& newcomer) {
            if (newcomer.peer.port == 1)
                kept = std::move(newcomer.socket);
            return newcomer.peer.port <= 2;
        });
        QVERIFY(isOpen(taken));
        QVERIFY(!isOpen(forgotten));
        QVERIFY(isOpen(left));
        newcomers.clear();
        QVERIFY(newcomers.isEmpty());
        QVERIFY(!isOpen(left));
        QCOMPARE(kept.get(), taken);
    }
};

QTEST_GUILESS_MAIN(TestNewcomers)
#include "tst_newcomers.moc"
