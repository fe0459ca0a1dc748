#include "core/auth/account_authenticator.h"

#include <QTest>
#include <QTimeZone>

#include "tests/support/rows.h"

using namespace sallyport;

namespace {

const Peer peer{QHostAddress(QStringLiteral("192.168.1.7")), 50112};
const QString decomposed = QString::fromUtf8("cafe\xcc\x81 au lait"); // e and an accent
const QString composed = QString::fromUtf8("caf\xc3\xa9 au lait");

QDateTime utc(int year, int month, int day, int hour = 0)
{
    return QDateTime(QDate(year, month, day), QTime(hour, 0), QTimeZone::utc());
}

// One account of each class, all with the password "right" where they have one.
struct House {
    std::shared_ptr<PasswordVerifier> verifier =
        std::make_shared<PasswordVerifier>(PasswordVerifier::Cost::least());
    std::shared_ptr<PasswordGate> gate = std::make_shared<PasswordGate>();
    QDateTime now = utc(2026, 6, 1);
    QList<Account> accounts;
    QList<std::pair<QByteArray, QByteArray>> upgrades;

    House()
    {
        add("anna");
        add("disabled").enabled = false;
        add("expired").expires = utc(2026, 5, 31);
        add("ends-later").expires = utc(2026, 6, 2);
        add("key-only").passwordVerifier.clear();
        Account& guest = add("guest");
        guest.passwordVerifier.clear();
        guest.withoutPassword = true;
        add("broken").passwordVerifier = "right";
        add("french").passwordVerifier = *verifier->make(composed.toUtf8());
    }
    Account& add(const char* name)
    {
        Account account;
        account.id = AccountId::create();
        account.userName = QString::fromLatin1(name);
        account.passwordVerifier = *verifier->make("right");
        accounts.append(account);
        return accounts.last();
    }
    Account& operator[](const char* name)
    {
        return *std::find_if(accounts.begin(), accounts.end(), [&](const Account& account) {
            return account.userName == QLatin1String(name);
        });
    }
    AccountAuthenticator authenticator()
    {
        return AccountAuthenticator(
            accounts,
            {verifier, gate, [this] { return now; },
             [this](const AccountId&, const QByteArray& old, const QByteArray& better) {
                 upgrades.append({old, better});
             }});
    }
};

} // namespace

class TestAccountAuthenticator : public QObject {
    Q_OBJECT
private slots:
    void everyClassOfUserCostsTheSame_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<Refusal>("wrong");
        QTest::addColumn<Refusal>("right");
        const auto row = [](const char* claim, const char* user, Refusal wrong, Refusal right) {
            QTest::newRow(claim) << QString::fromLatin1(user) << wrong << right;
        };
        row("a good account", "anna", Refusal::WrongPassword, Refusal::None);
        row("expires later", "ends-later", Refusal::WrongPassword, Refusal::None);
        row("unknown", "nobody", Refusal::UnknownUser, Refusal::UnknownUser);
        row("a name that is not UTF-8", "", Refusal::UnknownUser, Refusal::UnknownUser);
        row("disabled", "disabled", Refusal::Disabled, Refusal::Disabled);
        row("expired", "expired", Refusal::Expired, Refusal::Expired);
        row("key only", "key-only", Refusal::WrongPassword, Refusal::WrongPassword);
        row("guest without password", "guest", Refusal::WrongPassword, Refusal::WrongPassword);
        row("a broken verifier", "broken", Refusal::WrongPassword, Refusal::WrongPassword);
    }
    void everyClassOfUserCostsTheSame()
    {
        ROW("event.loginRefused", "D8");
        QFETCH(QString, user);
        QFETCH(Refusal, wrong);
        QFETCH(Refusal, right);
        House house;
        const AccountAuthenticator door = house.authenticator();
        const auto ask = [&](const QByteArray& password, int verifications) {
            const int before = house.verifier->verifications();
            const AuthAnswer answer = door.checkPassword(user, password, peer);
            // The identity is set exactly when nothing was refused.
            const bool consistent =
                answer.identity.has_value() == (answer.refusal == Refusal::None);
            return consistent && house.verifier->verifications() - before == verifications
                ? std::optional(answer.refusal)
                : std::nullopt;
        };
        QCOMPARE(ask("wrong", 1), std::optional(wrong));
        QCOMPARE(ask("right", 1), std::optional(right));
        QCOMPARE(ask("", 1), std::optional(wrong));
        QCOMPARE(ask(QByteArray(1025, 'x'), 1), std::optional(wrong));
        QCOMPARE(ask(QByteArray("right\0junk", 10), 1), std::optional(wrong));
        QCOMPARE(ask("\xff\xfe", 1), std::optional(wrong));          // not UTF-8: no second form
        QCOMPARE(ask(decomposed.toUtf8(), 2), std::optional(wrong)); // two forms, two tries
        QCOMPARE(house.gate->waiting(), 0);
    }

    void identityIsTheAccounts()
    {
        House house;
        const AuthAnswer answer =
            house.authenticator().checkPassword(QStringLiteral("anna"), "right", peer);
        QVERIFY(answer.identity);
        QCOMPARE(*answer.identity,
                 (Identity{house["anna"].id, QStringLiteral("anna"), false, false}));
    }

    void userNamesMatchExactly()
    {
        House house;
        const AccountAuthenticator door = house.authenticator();
        for (const char* name : {"Anna", "anna ", " anna", "ann", "anna\n"})
            QCOMPARE(door.checkPassword(QString::fromLatin1(name), "right", peer).refusal,
                     Refusal::UnknownUser);
    }

    void typedInEitherUnicodeFormThePasswordFits()
    {
        House house;
        const AccountAuthenticator door = house.authenticator();
        const QString user = QStringLiteral("french");
        QVERIFY(door.checkPassword(user, composed.toUtf8(), peer).identity);
        QVERIFY(door.checkPassword(user, decomposed.toUtf8(), peer).identity);
        QVERIFY(!door.checkPassword(user, decomposed.chopped(1).toUtf8(), peer).identity);
        // A verifier made from the raw form is found by it.
        house["french"].passwordVerifier = *house.verifier->make(decomposed.toUtf8());
        QVERIFY(house.authenticator().checkPassword(user, decomposed.toUtf8(), peer).identity);
    }

    void sameMethodsAreOfferedToAll()
    {
        House house;
        const AuthMethods usual = AuthMethod::Password | AuthMethod::PublicKey;
        for (const char* name : {"anna", "nobody", "disabled", "key-only", "guest", ""})
            QCOMPARE(house.authenticator().allowedMethods(QString::fromLatin1(name), peer),
                     usual | AuthMethod::None);
        house["guest"].withoutPassword = false;
        for (const char* name : {"anna", "nobody", "disabled", "key-only", "guest", ""})
            QCOMPARE(house.authenticator().allowedMethods(QString::fromLatin1(name), peer), usual);
    }

    void noneLetsInWhoNeedsNoPasswordAndNobodyElse()
    {
        House house;
        const auto ask = [&](const char* name) {
            return house.authenticator().checkNone(QString::fromLatin1(name), peer);
        };
        const AuthAnswer guest = ask("guest");
        QVERIFY(guest.identity);
        QVERIFY(guest.identity->guest);
        QCOMPARE(guest.identity->account, house["guest"].id);
        for (const char* name : {"anna", "nobody", "disabled", "expired", "key-only", ""})
            QVERIFY(!ask(name).identity);
        house["guest"].enabled = false;
        QCOMPARE(ask("guest").refusal, Refusal::Disabled);
        house["guest"].enabled = true;
        house["guest"].expires = utc(2026, 5, 1);
        QCOMPARE(ask("guest").refusal, Refusal::Expired);
    }

    void accountWithoutNameIsNobody()
    {
        House house;
        house.add("").withoutPassword = true;
        const AccountAuthenticator door = house.authenticator();
        QVERIFY(!door.checkNone(QString(), peer).identity);
        QVERIFY(!door.checkPassword(QString(), "right", peer).identity);
    }

    void expiryFollowsTheWallClockAndAWrongClockHasExpired()
    {
        House house;
        const AccountAuthenticator door = house.authenticator();
        const auto ask = [&] {
            return door.checkPassword(QStringLiteral("ends-later"), "right", peer).refusal;
        };
        QCOMPARE(ask(), Refusal::None);
        house.now = utc(2026, 6, 2);
        QCOMPARE(ask(), Refusal::None); // the moment itself is still good
        house.now = house.now.addSecs(1);
        QCOMPARE(ask(), Refusal::Expired);
        house.now = utc(1970, 1, 1); // a computer whose clock has lost its battery
        QCOMPARE(ask(), Refusal::Expired);
        QVERIFY(door.checkPassword(QStringLiteral("anna"), "right", peer).identity);
    }

    void keysFollowTheirConditions()
    {
        ROW("D9");
        House house;
        const QByteArray key = "one key", other = "another", bound = "bound", reads = "reads";
        house["key-only"].keys = {{key, {}, {}, {}, false},
                                  {bound, {}, QStringLiteral("10.0.0.0/8,192.168.1.*"), {}, false},
                                  {reads, {}, {}, utc(2026, 6, 2), true}};
        house["disabled"].keys = house["key-only"].keys;
        house["expired"].keys = house["key-only"].keys;
        const AccountAuthenticator door = house.authenticator();
        const auto ask = [&](const char* user, const QByteArray& offered,
                             const char* from = "192.168.1.7") {
            return door.checkPublicKey(QString::fromLatin1(user), offered,
                                       {QHostAddress(QString::fromLatin1(from)), 1});
        };
        QVERIFY(ask("key-only", key).identity);
        QVERIFY(!ask("key-only", key).identity->readOnly);
        QCOMPARE(ask("key-only", other).refusal, Refusal::UnknownKey);
        QCOMPARE(ask("key-only", {}).refusal, Refusal::UnknownKey);
        QCOMPARE(ask("anna", key).refusal, Refusal::UnknownKey); // another's key
        QCOMPARE(ask("nobody", key).refusal, Refusal::UnknownUser);
        QCOMPARE(ask("disabled", key).refusal, Refusal::Disabled);
        QCOMPARE(ask("expired", key).refusal, Refusal::Expired);
        QVERIFY(ask("key-only", bound).identity);
        QCOMPARE(ask("key-only", bound, "172.16.0.1").refusal, Refusal::WrongAddress);
        QVERIFY(ask("key-only", reads).identity->readOnly);
        house.now = utc(2026, 6, 3);
        QCOMPARE(ask("key-only", reads).refusal, Refusal::Expired);
    }

    void keyListedTwiceIsLetInByTheLineThatFits()
    {
        House house;
        const QByteArray key = "one key";
        house["key-only"].keys = {{key, {}, QStringLiteral("10.0.0.0/8"), {}, false},
                                  {key, {}, QStringLiteral("192.168.0.0/16"), {}, true}};
        const AuthAnswer answer =
            house.authenticator().checkPublicKey(QStringLiteral("key-only"), key, peer);
        QVERIFY(answer.identity);
        QVERIFY(answer.identity->readOnly);
    }

    void fullGateIsLoadNotAWrongPassword()
    {
        House house;
        house.gate = std::make_shared<PasswordGate>(
            PasswordGate::Limits{1, 0, std::chrono::milliseconds(1)});
        const AuthAnswer answer =
            house.authenticator().checkPassword(QStringLiteral("anna"), "right", peer);
        QCOMPARE(answer.refusal, Refusal::Overloaded);
        QVERIFY(!answer.identity);
        QCOMPARE(house.verifier->verifications(), 0);
    }

    void olderVerifierIsMadeAnewAfterALogin()
    {
        House house;
        const PasswordVerifier older({2, 16 * 1024});
        const QByteArray old = *older.make("right");
        house["anna"].passwordVerifier = old;
        const AccountAuthenticator door = house.authenticator();
        QVERIFY(!door.checkPassword(QStringLiteral("anna"), "wrong", peer).identity);
        QCOMPARE(house.upgrades.size(), 0);
        QVERIFY(door.checkPassword(QStringLiteral("anna"), "right", peer).identity);
        QCOMPARE(house.upgrades.size(), 1);
        QCOMPARE(house.upgrades[0].first, old);
        QVERIFY(!house.verifier->isOutdated(house.upgrades[0].second));
        QCOMPARE(house.verifier->verify(house.upgrades[0].second, "right"),
                 PasswordVerifier::Answer::Right);
        QVERIFY(door.checkPassword(QStringLiteral("french"), composed.toUtf8(), peer).identity);
        QCOMPARE(house.upgrades.size(), 1); // of today's cost already
    }
};

QTEST_GUILESS_MAIN(TestAccountAuthenticator)
#include "tst_account_authenticator.moc"
