// What failed logins cost, on a clock of the test's own.
#include "core/ssh/login_throttle.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace std::chrono_literals;
using sallyport::ssh::LoginThrottle;
using Offence = LoginThrottle::Offence;

namespace {

const QHostAddress alice(QStringLiteral("192.0.2.7")), bob(QStringLiteral("192.0.2.8"));

} // namespace

class TestLoginThrottle : public QObject {
    Q_OBJECT
private:
    LoginThrottle::Time m_now{1h};
    LoginThrottle::Clock clock()
    {
        return [this] { return m_now; };
    }
    // Fails `times` times at once and returns what the last one brought.
    static std::optional<Penalty> fail(LoginThrottle& throttle, const QHostAddress& from, int times)
    {
        std::optional<Penalty> last;
        for (int i = 0; i < times; ++i)
            last = throttle.charge(from, Offence::FailedLogin);
        return last;
    }

private slots:
    void tenQuickFailuresAreRefusedFor60Seconds()
    {
        LoginThrottle throttle(clock());
        QVERIFY(!fail(throttle, alice, 9));
        QVERIFY(!throttle.isRefused(alice));
        const auto penalty = fail(throttle, alice, 1);
        QVERIFY(penalty);
        QCOMPARE(penalty->address, alice);
        QCOMPARE(penalty->left, 60s);
        QCOMPARE(penalty->reason, QStringLiteral("10 failed logins"));
        QVERIFY(throttle.isRefused(alice));
        QVERIFY(!throttle.isRefused(bob));
        m_now += 59s;
        QVERIFY(throttle.isRefused(alice));
        QCOMPARE(throttle.refused().constFirst().left, 1s);
        m_now += 1s;
        QVERIFY(!throttle.isRefused(alice));
        QVERIFY(throttle.refused().isEmpty());
    }

    void theOwnersWordHoldsAsLongAsItWasGivenFor()
    {
        LoginThrottle throttle(clock());
        fail(throttle, bob, 10);
        const Penalty penalty = throttle.refuse(alice, 600s);
        QCOMPARE(penalty.left, 600s);
        QVERIFY(throttle.isRefused(alice) && throttle.isRefusedByOwner(alice));
        QVERIFY(throttle.isRefused(bob) && !throttle.isRefusedByOwner(bob));
        throttle.refuse(alice, 60s); // thought better of
        m_now += 60s;
        QVERIFY(!throttle.isRefused(alice) && !throttle.isRefusedByOwner(alice));
        QVERIFY(throttle.takeExpired().contains(alice));
        throttle.refuse(alice, 60s);
        QVERIFY(throttle.lift(alice));
        QVERIFY(!throttle.isRefusedByOwner(alice));
    }

    void eachOffenceHasItsPrice_data()
    {
        QTest::addColumn<int>("offence");
        QTest::addColumn<int>("times"); // until refused
        QTest::newRow("failed login") << int(Offence::FailedLogin) << 10;
        QTest::newRow("grace") << int(Offence::GraceExceeded) << 5;
        QTest::newRow("no login") << int(Offence::NoLogin) << 50;
        QTest::newRow("protocol") << int(Offence::Protocol) << 2;
        QTest::newRow("flood") << int(Offence::Flood) << 5;
    }
    void eachOffenceHasItsPrice()
    {
        QFETCH(int, offence);
        QFETCH(int, times);
        LoginThrottle throttle(clock());
        for (int i = 1; i < times; ++i)
            QVERIFY(!throttle.charge(alice, Offence(offence)));
        QVERIFY(throttle.charge(alice, Offence(offence)));
    }

    void failuresDecay()
    {
        LoginThrottle throttle(clock());
        for (int i = 0; i < 100; ++i) {
            QVERIFY(!throttle.charge(alice, Offence::FailedLogin));
            m_now += 5s;
        }
        QVERIFY(!throttle.isRefused(alice));
    }

    // A busy server takes seconds for each try, which pays off most of what it costs.
    void theFourteenthFailureWithoutAPauseIsTheLast()
    {
        LoginThrottle throttle(clock());
        for (int i = 0; i < 13; ++i) {
            QVERIFY(!throttle.charge(alice, Offence::FailedLogin));
            m_now += 4s;
        }
        const auto penalty = throttle.charge(alice, Offence::FailedLogin);
        QVERIFY(penalty);
        QCOMPARE(penalty->reason, QStringLiteral("14 failed logins"));
        for (int i = 0; i < 40; ++i)
            QVERIFY(!throttle.charge(bob, Offence::NoLogin));
    }

    void eachRefusalDoublesUpTo600Seconds()
    {
        LoginThrottle throttle(clock());
        for (const auto expected : {60s, 120s, 240s, 480s, 600s, 600s}) {
            const auto penalty = fail(throttle, alice, 10);
            QVERIFY(penalty);
            QCOMPARE(penalty->left, expected);
            m_now += expected;
        }
    }

    void aRefusalIsNotMadeLongerByConnectionsThatWereOpen()
    {
        LoginThrottle throttle(clock());
        QVERIFY(fail(throttle, alice, 10));
        QVERIFY(!fail(throttle, alice, 30));
        QCOMPARE(throttle.refused().constFirst().left, 60s);
    }

    void whereSomebodyLoggedInTheBarIsHigher()
    {
        LoginThrottle throttle(clock());
        throttle.succeeded(alice);
        QVERIFY(!fail(throttle, alice, 11));
        QVERIFY(fail(throttle, alice, 1));
        throttle.succeeded(bob);
        m_now += 11min;
        QVERIFY(fail(throttle, bob, 10));
    }

    void aSuccessForgivesNothing()
    {
        LoginThrottle throttle(clock());
        QVERIFY(!fail(throttle, alice, 9));
        throttle.succeeded(alice);
        QVERIFY(!fail(throttle, alice, 2));
        QVERIFY(fail(throttle, alice, 1));
    }

    void ipv6PaysByThe64()
    {
        LoginThrottle throttle(clock());
        const QHostAddress one(QStringLiteral("2001:db8:1:2::1")),
            other(QStringLiteral("2001:db8:1:2:ffff::9")),
            elsewhere(QStringLiteral("2001:db8:1:3::1"));
        QVERIFY(!fail(throttle, one, 5));
        QVERIFY(fail(throttle, other, 5));
        QVERIFY(throttle.isRefused(one));
        QVERIFY(!throttle.isRefused(elsewhere));
    }

    void thoseExemptPayNothingAndOthersDo()
    {
        LoginThrottle throttle(clock());
        QVERIFY(fail(throttle, alice, 10));
        QVERIFY(fail(throttle, bob, 10));
        // One address of a /64 that is refused is let in; its neighbours are not.
        const QHostAddress one(QStringLiteral("2001:db8:1:2::1")),
            other(QStringLiteral("2001:db8:1:2::2"));
        QVERIFY(fail(throttle, other, 10));
        throttle.exempt(ssh::AddressList({alice.toString(), one.toString()}));
        QVERIFY(!throttle.isRefused(alice));
        QVERIFY(throttle.isRefused(bob));
        QVERIFY(!throttle.isRefused(one));
        QVERIFY(throttle.isRefused(other));
        QCOMPARE(throttle.takeExpired(), QList<QHostAddress>{alice});
        QVERIFY(!fail(throttle, alice, 10)); // the tenth would tell
        QVERIFY(!throttle.isRefused(alice));
        // The owner's word counts, and whoever is no longer exempt begins at nothing.
        QCOMPARE(throttle.refuse(alice, 60s).left, 60s);
        throttle.exempt(ssh::AddressList({alice.toString()}));
        QVERIFY(throttle.isRefused(alice));
        QVERIFY(throttle.isRefusedByOwner(alice));
        m_now += 61s;
        throttle.exempt({});
        QVERIFY(!fail(throttle, alice, 9));
        QVERIFY(fail(throttle, alice, 1));
    }

    void theOwnerCanLiftIt()
    {
        LoginThrottle throttle(clock());
        QVERIFY(fail(throttle, alice, 10));
        QVERIFY(throttle.lift(alice));
        QVERIFY(!throttle.isRefused(alice));
        QVERIFY(!throttle.lift(alice));
        QVERIFY(throttle.takeExpired().isEmpty());
    }

    void theEndOfARefusalIsToldOnce()
    {
        LoginThrottle throttle(clock());
        QVERIFY(!throttle.nextExpiry());
        QVERIFY(fail(throttle, alice, 10));
        QVERIFY(throttle.takeExpired().isEmpty());
        QCOMPARE(*throttle.nextExpiry(), std::chrono::milliseconds(60s));
        m_now += 61s;
        QCOMPARE(throttle.takeExpired(), QList<QHostAddress>{alice});
        QVERIFY(throttle.takeExpired().isEmpty());
        QVERIFY(!throttle.nextExpiry());
    }

    void aFullTableForgetsWhoIsDoneSoonest()
    {
        ROW("D7");
        LoginThrottle throttle(clock(), 100);
        QVERIFY(fail(throttle, alice, 10));
        for (quint32 i = 0; i < 1000; ++i)
            throttle.charge(QHostAddress(0x0a000000U + i), Offence::NoLogin);
        QVERIFY(throttle.isRefused(alice));
        // Where all have long to go, too, there are no more of them.
        for (quint32 i = 0; i < 300; ++i)
            fail(throttle, QHostAddress(0x0b000000U + i), 10);
        QCOMPARE(throttle.refused().size(), qsizetype(100));
    }

    void aUserTriedFromManySourcesWaitsButIsNotLockedOut()
    {
        ROW("D7");
        LoginThrottle throttle(clock());
        const QHostAddress carol(QStringLiteral("192.0.2.9"));
        for (int i = 0; i < 40; ++i)
            throttle.userFailed("anna", i % 2 ? alice : bob);
        QCOMPARE(throttle.userDelay("anna"), 0ms); // two sources
        throttle.userFailed("anna", carol);
        QCOMPARE(throttle.userDelay("anna"), 1000ms);
        QCOMPARE(throttle.userDelay("berta"), 0ms);
        m_now += 10min;
        QCOMPARE(throttle.userDelay("anna"), 0ms);
    }
};

QTEST_GUILESS_MAIN(TestLoginThrottle)
#include "tst_login_throttle.moc"
