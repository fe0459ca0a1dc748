// Bytes a second, shared, on a clock of the test's own.
#include "core/ssh/rate_limit.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace std::chrono_literals;
using sallyport::ssh::RateLimit;

class TestRateLimit : public QObject {
    Q_OBJECT
private:
    std::chrono::steady_clock::time_point m_now{1h};
    sallyport::ssh::Clock clock()
    {
        return [this] { return m_now; };
    }

private slots:
    void withoutALimitEverythingMoves()
    {
        RateLimit limit(0, clock());
        QCOMPARE(limit.take(1 << 30), std::size_t(1) << 30);
        QCOMPARE(limit.wait(), 0ms);
    }

    void aSecondBringsWhatItSays()
    {
        RateLimit limit(1'000'000, clock());
        std::size_t taken = 0;
        const auto all = [&] {
            while (const auto now = limit.take(100'000))
                taken += now;
        };
        all(); // what the bucket held: a quarter of a second
        QVERIFY(taken <= 250'000);
        taken = 0;
        for (int i = 0; i < 100; ++i) {
            m_now += 100ms;
            all();
        }
        QVERIFY(taken > 9'990'000 && taken <= 10'010'000);
    }

    void anEmptyBucketSaysHowLong()
    {
        RateLimit limit(100'000, clock());
        while (limit.take(1'000'000) > 0) {}
        QCOMPARE(limit.take(10'000), std::size_t(0));
        const auto wait = limit.wait();
        QVERIFY(wait > 0ms && wait <= 41ms);
        m_now += wait;
        QCOMPARE(limit.wait(), 0ms);
        QVERIFY(limit.take(10'000) >= 4096);
    }

    void whatDidNotMoveIsGivenBack()
    {
        RateLimit limit(100'000, clock());
        const auto first = limit.take(32'000);
        limit.giveBack(first);
        QCOMPARE(limit.take(32'000), first);
    }

    void asleepForAnHourIsNoHourOfBytes()
    {
        RateLimit limit(1'000'000, clock());
        m_now += 1h;
        QVERIFY(limit.take(100'000'000) <= 250'000);
    }

    void aNewRateHoldsAtOnce()
    {
        RateLimit limit(1'000'000, clock());
        limit.setRate(0);
        QCOMPARE(limit.take(50'000'000), std::size_t(50'000'000));
        limit.setRate(100'000);
        QVERIFY(limit.take(50'000'000) <= 250'000);
    }
};

QTEST_GUILESS_MAIN(TestRateLimit)
#include "tst_rate_limit.moc"
