#include "core/account_passwords.h"

#include "core/auth/password_verifier.h"
#include "core/settings_store.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include "tests/support/credentials_double.h"
#include "tests/support/rows.h"

using namespace sallyport;
using test::CredentialsDouble;

namespace {

const QByteArray password = "maple-otter-71";

template <typename T>
T wait(QFuture<T> future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 60'000))
        qFatal("no answer");
    return future.result();
}

// "ok", the secret, or the kind of the error.
QByteArray saying(const Result<QByteArray>& result)
{
    return result ? *result : "error " + QByteArray::number(int(result.error().code));
}
QByteArray failing(ErrorCode code)
{
    return "error " + QByteArray::number(int(code));
}

Error locked()
{
    return {ErrorCode::PermissionDenied, QStringLiteral("The keychain is locked")};
}

// Settings with two people, anna and ben, and a keychain.
struct House {
    QTemporaryDir folder;
    QThreadPool writer, worker;
    SettingsStore store{folder.filePath(QStringLiteral("settings.json")), writer};
    CredentialsDouble keychain;
    AccountPasswords passwords{keychain, store, worker};
    QSignalSpy told{&passwords, &CredentialStore::notKeptChanged};
    QSignalSpy answered{&passwords, &CredentialStore::answered};
    QString anna, ben;

    House()
    {
        writer.setMaxThreadCount(1);
        if (!wait(store.load()))
            qFatal("cannot load");
        Settings settings;
        for (const char* name : {"anna", "ben"}) {
            Account account;
            account.id = AccountId::create();
            account.userName = QLatin1String(name);
            settings.accounts.append(account);
        }
        anna = passwordKey(settings.accounts[0].id);
        ben = passwordKey(settings.accounts[1].id);
        save(settings);
        setPassword(0, password);
        setPassword(1, password);
    }
    void save(const Settings& settings)
    {
        if (!wait(store.save(settings)))
            qFatal("cannot save");
    }
    // In the settings alone, as the command line does.
    void setPassword(int account, const QByteArray& secret)
    {
        Settings settings = store.current();
        settings.accounts[account].passwordVerifier =
            PasswordVerifier(PasswordVerifier::Cost::least()).make(secret).value_or(QByteArray());
        save(settings);
    }
};

} // namespace

class TestAccountPasswords : public QObject {
    Q_OBJECT
private slots:
    void whatTheKeychainTookIsReadFromIt()
    {
        House house;
        QVERIFY(wait(house.passwords.write(house.anna, password)));
        QVERIFY(house.passwords.notKept().isEmpty());
        QVERIFY(house.told.isEmpty());
        QCOMPARE(saying(wait(house.passwords.read(house.anna))), password);
        QVERIFY(house.keychain.asked.contains(QStringLiteral("read ") + house.anna));
        QCOMPARE(saying(wait(house.passwords.read(house.ben))), failing(ErrorCode::NotFound));
    }

    void whatALockedKeychainRefusesIsToldAndHeld()
    {
        House house;
        house.keychain.refusal = locked();
        QCOMPARE(wait(house.passwords.write(house.anna, password)).error().code,
                 ErrorCode::PermissionDenied);
        QCOMPARE(house.passwords.notKept(), QStringList(house.anna));
        QCOMPARE(house.told.size(), 1);
        QCOMPARE(saying(wait(house.passwords.read(house.anna))), password);
        // Nothing new to say.
        house.passwords.keepAgain();
        QTRY_COMPARE(house.keychain.asked.count(QStringLiteral("write ") + house.anna), 2);
        QCoreApplication::processEvents();
        QCOMPARE(house.told.size(), 1);

        house.keychain.refusal.reset();
        house.passwords.keepAgain();
        QTRY_COMPARE(house.told.size(), 2);
        QVERIFY(house.passwords.notKept().isEmpty());
        QCOMPARE(house.keychain.kept.value(house.anna), password);
    }

    void anOpenedKeychainGetsWhatItMissed()
    {
        House house;
        house.keychain.kept.insert(house.ben, password);
        house.keychain.refusal = locked();
        QVERIFY(!wait(house.passwords.write(house.anna, password)));
        QCOMPARE(saying(wait(house.passwords.read(house.ben))),
                 failing(ErrorCode::PermissionDenied));
        QCOMPARE(house.passwords.notKept(), QStringList(house.anna));
        house.keychain.refusal.reset(); // the person unlocks it to see ben's
        QCOMPARE(saying(wait(house.passwords.read(house.ben))), password);
        QTRY_VERIFY(house.passwords.notKept().isEmpty());
        QCOMPARE(house.keychain.kept.value(house.anna), password);
    }

    void aWriteThatIsDoneLateIsNoTrouble()
    {
        House house;
        house.keychain.refusal = Error{ErrorCode::Busy, QStringLiteral("No answer yet")};
        QVERIFY(!wait(house.passwords.write(house.anna, password)));
        QCOMPARE(house.passwords.notKept(), QStringList(house.anna));
        house.keychain.refusal.reset();
        house.keychain.kept.insert(house.anna, password);
        emit house.keychain.answered(house.anna);
        QTRY_COMPARE(house.answered.size(), 1);
        QVERIFY(house.passwords.notKept().isEmpty());
    }

    void aLateAnswerAboutTheOldPasswordIsNotTheNewOne()
    {
        House house;
        house.keychain.refusal = Error{ErrorCode::Busy, QStringLiteral("No answer yet")};
        QVERIFY(!wait(house.passwords.write(house.anna, password)));
        house.keychain.refusal.reset();
        house.keychain.kept.insert(house.anna, "the old one");
        emit house.keychain.answered(house.anna);
        QTRY_COMPARE(house.answered.size(), 1);
        QCOMPARE(house.passwords.notKept(), QStringList(house.anna));
        QCOMPARE(saying(wait(house.passwords.read(house.anna))), password);
    }

    void aPasswordThatOpensNothingIsNotGivenOut()
    {
        House house;
        QVERIFY(wait(house.passwords.write(house.anna, password)));
        house.setPassword(0, "changed elsewhere");
        QCOMPARE(saying(wait(house.passwords.read(house.anna))), failing(ErrorCode::NotFound));
        house.setPassword(0, password);
        QCOMPARE(saying(wait(house.passwords.read(house.anna))), password);
        Settings keysOnly = house.store.current();
        keysOnly.accounts[0].passwordVerifier.clear();
        house.save(keysOnly);
        QCOMPARE(saying(wait(house.passwords.read(house.anna))), failing(ErrorCode::NotFound));
    }

    void theLastOneWrittenCounts()
    {
        House house;
        house.keychain.isSilent = true;
        const auto first = house.passwords.write(house.anna, "the first of two");
        house.keychain.isSilent = false;
        house.setPassword(0, "the second of two");
        QVERIFY(wait(house.passwords.write(house.anna, "the second of two")));
        QCOMPARE(saying(wait(house.passwords.read(house.anna))), "the second of two");
        QVERIFY(!first.isFinished());
    }

    void whoIsRemovedIsNoTroubleAnyMore()
    {
        House house;
        house.keychain.refusal = locked();
        QVERIFY(!wait(house.passwords.write(house.anna, password)));
        (void)wait(house.passwords.remove(house.anna));
        QVERIFY(house.passwords.notKept().isEmpty());
        QCOMPARE(house.told.size(), 2);
        QCOMPARE(saying(wait(house.passwords.read(house.anna))),
                 failing(ErrorCode::PermissionDenied));
    }

    void itMayGoWithQuestionsOpen()
    {
        auto house = std::make_unique<House>();
        QVERIFY(wait(house->passwords.write(house->anna, password)));
        const auto open = house->passwords.read(house->anna);
        house->keychain.isSilent = true;
        const auto never = house->passwords.write(house->ben, password);
        house.reset();
        QVERIFY(QFuture<void>(open).isCanceled());
        QVERIFY(QFuture<void>(never).isCanceled());
    }
};

QTEST_GUILESS_MAIN(TestAccountPasswords)
#include "tst_account_passwords.moc"
