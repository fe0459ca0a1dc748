#include "core/auth/password_gate.h"

#include <QTest>

#include "tests/support/rows.h"

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

using namespace sallyport;

namespace {

QHostAddress host(int last)
{
    return QHostAddress(QStringLiteral("127.0.0.%1").arg(last));
}

// A thread that enters the gate, and stays until it is told to leave.
class Visitor {
public:
    Visitor(PasswordGate& gate, const QHostAddress& source)
        : m_thread([this, &gate, source] {
            {
                const auto place = gate.enter(source);
                m_refused = !place;
                m_inside = place.has_value();
                while (place && !m_leave)
                    m_leave.wait(false);
                m_inside = false;
            }
            m_done = true;
        })
    {
    }
    ~Visitor()
    {
        leave();
        m_thread.join();
    }
    void leave()
    {
        m_leave = true;
        m_leave.notify_all();
    }
    bool isInside() const { return m_inside; }
    bool isRefused() const { return m_refused; }
    bool isDone() const { return m_done; }

private:
    std::atomic<bool> m_inside = false, m_refused = false, m_leave = false, m_done = false;
    std::thread m_thread;
};

// All are told to leave before the first is waited for: one may stand behind another.
class Visitors : public std::vector<std::unique_ptr<Visitor>> {
public:
    Visitors() = default;
    Visitors(const Visitors&) = delete;
    ~Visitors()
    {
        for (const auto& visitor : *this)
            visitor->leave();
    }
};

int countOf(const Visitors& visitors, bool (Visitor::*question)() const)
{
    return int(std::count_if(visitors.begin(), visitors.end(),
                             [&](const auto& visitor) { return ((*visitor).*question)(); }));
}

} // namespace

class TestPasswordGate : public QObject {
    Q_OBJECT
private slots:
    void twoAtOnceAndTheNextInOrder()
    {
        ROW("D7");
        PasswordGate gate;
        Visitors visitors;
        for (int i = 0; i < 4; ++i) {
            visitors.push_back(std::make_unique<Visitor>(gate, host(i + 1)));
            if (i < 2)
                QTRY_VERIFY(visitors.back()->isInside());
            else
                QTRY_COMPARE(gate.waiting(), i - 1); // queued before the next arrives
        }
        QCOMPARE(countOf(visitors, &Visitor::isInside), 2);
        visitors[0]->leave();
        QTRY_VERIFY(visitors[2]->isInside());
        QVERIFY(!visitors[3]->isInside());
        QCOMPARE(gate.waiting(), 1);
        visitors[1]->leave();
        QTRY_VERIFY(visitors[3]->isInside());
        QCOMPARE(gate.waiting(), 0);
    }

    void oneSourceHasOneTurnAndDoesNotHoldOthersUp()
    {
        ROW("D7");
        PasswordGate gate;
        Visitors visitors;
        visitors.push_back(std::make_unique<Visitor>(gate, host(1)));
        QTRY_VERIFY(visitors[0]->isInside());
        visitors.push_back(std::make_unique<Visitor>(gate, host(1)));
        QTRY_COMPARE(gate.waiting(), 1);
        visitors.push_back(std::make_unique<Visitor>(gate, host(2)));
        QTRY_VERIFY(visitors[2]->isInside()); // past the one that waits for its own source
        QVERIFY(!visitors[1]->isInside());
        visitors[0]->leave();
        QTRY_VERIFY(visitors[1]->isInside());
    }

    void aWholeIpv6NetworkIsOneSource()
    {
        PasswordGate gate;
        Visitors visitors;
        const auto add = [&](const char* address) {
            visitors.push_back(
                std::make_unique<Visitor>(gate, QHostAddress(QString::fromLatin1(address))));
        };
        add("2001:db8::1");
        QTRY_VERIFY(visitors[0]->isInside());
        add("2001:db8::ffff:1");
        QTRY_COMPARE(gate.waiting(), 1);
        add("2001:db8:0:1::1");
        QTRY_VERIFY(visitors[2]->isInside());
        QVERIFY(!visitors[1]->isInside());
    }

    void fullQueueTurnsTheNextAwayAfterTheWait()
    {
        ROW("D7");
        PasswordGate gate({1, 2, std::chrono::milliseconds(20)});
        Visitors visitors;
        visitors.push_back(std::make_unique<Visitor>(gate, host(1)));
        QTRY_VERIFY(visitors[0]->isInside());
        for (int i = 2; i <= 3; ++i)
            visitors.push_back(std::make_unique<Visitor>(gate, host(i)));
        QTRY_COMPARE(gate.waiting(), 2);
        visitors.push_back(std::make_unique<Visitor>(gate, host(4)));
        QTRY_VERIFY(visitors[3]->isDone());
        QVERIFY(visitors[3]->isRefused());
        QCOMPARE(gate.waiting(), 2); // those in the queue stay in it
        visitors[0]->leave();
        QTRY_COMPARE(gate.waiting(), 1);
        QCOMPARE(countOf(visitors, &Visitor::isRefused), 1);
    }

    void placeThatComesFreeInTimeIsTaken()
    {
        PasswordGate gate({1, 1, std::chrono::minutes(5)});
        Visitors visitors;
        for (int i = 1; i <= 3; ++i) {
            visitors.push_back(std::make_unique<Visitor>(gate, host(i)));
            QTRY_VERIFY(i == 1 ? visitors[0]->isInside() : gate.waiting() == i - 1);
        }
        visitors[0]->leave();
        QTRY_VERIFY(visitors[1]->isInside());
        visitors[1]->leave();
        QTRY_VERIFY(visitors[2]->isInside());
        QCOMPARE(countOf(visitors, &Visitor::isRefused), 0);
    }

    void neverMoreThanTwoWhateverComes()
    {
        PasswordGate gate({2, 8, std::chrono::minutes(5)});
        std::atomic<int> inside = 0, most = 0, served = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 16; ++i) {
            threads.emplace_back([&, i] {
                for (int turn = 0; turn < 50; ++turn) {
                    const auto place = gate.enter(host(i % 5 + 1));
                    const int now = ++inside;
                    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {}
                    ++served;
                    --inside;
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(served.load(), 16 * 50);
        QVERIFY(most.load() <= 2);
        QCOMPARE(gate.waiting(), 0);
    }
};

QTEST_GUILESS_MAIN(TestPasswordGate)
#include "tst_password_gate.moc"
