// The states of a keychain, each for a process of its own: tst_keychain runs one function at a
// time, on a session bus and with a HOME made for it.
#include "core/keychain/keychain_credential_store.h"
#include "core/keychain/session_credential_store.h"
#include "tests/support/private_keyring.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace sallyport;
using namespace std::chrono_literals;
using test::PrivateKeyring;

namespace {

const QString key = QStringLiteral("password/a1");
const QString otherKey = QStringLiteral("password/b2");
// tst_keychain looks for it in all that is printed and in all files.
const QByteArray secret = "otter-SECRET-harbour";
const QByteArray password = QByteArray("password ") + PrivateKeyring::loginPassword;

KeychainCredentialStore::Options patient()
{
    return {QStringLiteral("Sallyport test"), 30s, 60s};
}

// For questions that nobody will answer in time.
KeychainCredentialStore::Options hasty()
{
    return {QStringLiteral("Sallyport test"), 300ms, 60s};
}

template <typename T>
Result<T> answerOf(QFuture<Result<T>> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 40'000))
        return Error{ErrorCode::Failure, QStringLiteral("no answer at all")};
    return future.result();
}

// Asks until there is another answer than Busy: for hasty() stores whose keyring answers again, if
// slowly.
template <typename Ask>
auto lastAnswerTo(const Ask& ask)
{
    auto answer = answerOf(ask());
    for (int i = 0; i < 100 && !answer && answer.error().code == ErrorCode::Busy; ++i) {
        QTest::qWait(100);
        answer = answerOf(ask());
    }
    return answer;
}

// "ok", the secret, or the kind of the error.
QByteArray saying(const Result<QByteArray>& result)
{
    return result ? *result : QByteArray("error ") + QByteArray::number(int(result.error().code));
}

QByteArray saying(const Result<void>& result)
{
    return result ? QByteArray("ok")
                  : QByteArray("error ") + QByteArray::number(int(result.error().code));
}

QByteArray failing(ErrorCode code)
{
    return QByteArray("error ") + QByteArray::number(int(code));
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class KeychainStates : public QObject {
    Q_OBJECT

    std::unique_ptr<PrivateKeyring> m_keyring;

    // A keyring that holds the secret, closed again.
    bool prepare()
    {
        if (!m_keyring->startUnlocked())
            return false;
        KeychainCredentialStore store(patient());
        const bool written = answerOf(store.write(key, secret)).has_value() && store.isLasting();
        m_keyring->stop();
        return written;
    }

    // A locked keyring with the secret, whose prompt hangs until the prompter goes on.
    bool prepareHungPrompt()
    {
        return prepare() && m_keyring->startWithPrompter() && m_keyring->promptWillGet(password)
            && PrivateKeyring::pause(m_keyring->prompter());
    }

private slots:
    void init() { m_keyring = std::make_unique<PrivateKeyring>(); }
    void cleanup() { m_keyring.reset(); }

    void whatIsWrittenIsFoundUntilItIsRemoved()
    {
        QVERIFY(m_keyring->startUnlocked());
        KeychainCredentialStore store(patient());
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::NotFound));
        QCOMPARE(saying(answerOf(store.write(key, "another"))), "ok");
        QCOMPARE(saying(answerOf(store.write(key, secret))), "ok");
        QCOMPARE(saying(answerOf(store.read(key))), secret);
        QCOMPARE(saying(answerOf(store.read(otherKey))), failing(ErrorCode::NotFound));
        QCOMPARE(saying(answerOf(store.remove(key))), "ok");
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::NotFound));
        QCOMPARE(saying(answerOf(store.remove(key))), "ok");
        QVERIFY(store.isLasting());
    }

    void everyByteComesBack()
    {
        QVERIFY(m_keyring->startUnlocked());
        KeychainCredentialStore store(patient());
        QByteArray bytes;
        for (int i = 0; i < 2500; ++i)
            bytes.append(static_cast<char>(i));
        QCOMPARE(saying(answerOf(store.write(key, bytes))), "ok");
        QCOMPARE(saying(answerOf(store.read(key))), bytes);
    }

    void itIsStillThereAfterTheNextLogin()
    {
        QVERIFY(prepare());
        QVERIFY(m_keyring->startUnlocked());
        KeychainCredentialStore store(patient());
        QCOMPARE(saying(answerOf(store.read(key))), secret);
        QVERIFY(store.isLasting());
    }

    void questionsAskedTogetherAreAnsweredInTurn()
    {
        QVERIFY(m_keyring->startUnlocked());
        KeychainCredentialStore store(patient());
        const auto absent = store.read(key);
        const auto written = store.write(key, secret);
        const auto found = store.read(key);
        const auto removed = store.remove(key);
        const auto gone = store.read(key);
        QCOMPARE(saying(answerOf(gone)), failing(ErrorCode::NotFound));
        QCOMPARE(saying(absent.result()), failing(ErrorCode::NotFound));
        QCOMPARE(saying(written.result()), "ok");
        QCOMPARE(saying(found.result()), secret);
        QCOMPARE(saying(removed.result()), "ok");
    }

    void aLockedKeyringIsNotAnEmptyOne()
    {
        QVERIFY(prepare());
        const QByteArray before = contentOf(PrivateKeyring::file());
        QVERIFY(!before.isEmpty());
        QVERIFY(m_keyring->startLocked());
        {
            KeychainCredentialStore store(patient());
            const QSignalSpy lasting(&store, &CredentialStore::lastingChanged);
            QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::PermissionDenied));
            QCOMPARE(saying(answerOf(store.read(otherKey))), failing(ErrorCode::PermissionDenied));
            QCOMPARE(saying(answerOf(store.write(key, "overwritten"))),
                     failing(ErrorCode::PermissionDenied));
            QCOMPARE(saying(answerOf(store.remove(key))), failing(ErrorCode::PermissionDenied));
            QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::PermissionDenied));
            QCOMPARE(lasting.count(), 0);
            QVERIFY(store.isLasting());
        }
        m_keyring->stop();
        QCOMPARE(contentOf(PrivateKeyring::file()), before);
        QVERIFY(m_keyring->startUnlocked());
        KeychainCredentialStore store(patient());
        QCOMPARE(saying(answerOf(store.read(key))), secret);
    }

    void aWrongLoginPasswordLeavesItLocked()
    {
        QVERIFY(prepare());
        QVERIFY(m_keyring->startUnlocked("not this one"));
        KeychainCredentialStore store(patient());
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::PermissionDenied));
        QCOMPARE(saying(answerOf(store.remove(key))), failing(ErrorCode::PermissionDenied));
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::PermissionDenied));
    }

    void aRefusedPromptIsAnAnswer()
    {
        QVERIFY(prepare());
        QVERIFY(m_keyring->startWithPrompter());
        KeychainCredentialStore store(patient());
        QVERIFY(m_keyring->promptWillGet("cancel"));
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::PermissionDenied));
        QVERIFY(m_keyring->promptWillGet("cancel"));
        QCOMPARE(saying(answerOf(store.write(key, "overwritten"))),
                 failing(ErrorCode::PermissionDenied));
        QVERIFY(m_keyring->promptWillGet(password));
        QCOMPARE(saying(answerOf(store.read(key))), secret);
        QVERIFY(store.isLasting());
    }

    void withoutABusPasswordsLastUntilTheEnd() { keepsInMemoryOnly(); }
    void withoutAServicePasswordsLastUntilTheEnd() { keepsInMemoryOnly(); }

    void aDamagedKeyringTakesTheNextPasswordElsewhere()
    {
        QVERIFY(prepare());
        const QByteArray damaged = contentOf(PrivateKeyring::file()).chopped(100);
        QVERIFY(QFile::resize(PrivateKeyring::file(), damaged.size()));
        QVERIFY(m_keyring->startUnlocked());
        KeychainCredentialStore store(patient());
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::NotFound));
        QCOMPARE(saying(answerOf(store.write(key, secret))), "ok");
        QCOMPARE(saying(answerOf(store.read(key))), secret);
        QVERIFY(store.isLasting());
        m_keyring->stop();
        QCOMPARE(contentOf(PrivateKeyring::file()), damaged);
    }

    void aDamagedKeyringThatTakesNothingLeavesMemory()
    {
        QVERIFY(prepare());
        const QByteArray damaged = contentOf(PrivateKeyring::file()).chopped(100);
        QVERIFY(QFile::resize(PrivateKeyring::file(), damaged.size()));
        QVERIFY(m_keyring->startLocked());
        KeychainCredentialStore store(patient());
        const QSignalSpy lasting(&store, &CredentialStore::lastingChanged);
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::NotFound));
        QVERIFY(store.isLasting());
        QCOMPARE(saying(answerOf(store.write(key, secret))), "ok");
        QCOMPARE(lasting.count(), 1);
        QVERIFY(!store.isLasting());
        QCOMPARE(saying(answerOf(store.read(key))), secret);
        m_keyring->stop();
        QCOMPARE(contentOf(PrivateKeyring::file()), damaged);
    }

    void anUnansweredPromptIsBusyAndItsLateAnswerIsKept()
    {
        QVERIFY(prepareHungPrompt());
        KeychainCredentialStore store(hasty());
        const QSignalSpy answered(&store, &CredentialStore::answered);
        const auto first = store.read(key);
        const auto second = store.write(otherKey, "too late");
        QCOMPARE(saying(answerOf(first)), failing(ErrorCode::Busy));
        QVERIFY(second.isFinished()); // not a time-out of its own later
        QCOMPARE(saying(second.result()), failing(ErrorCode::Busy));

        // Nothing is queued behind it: each is answered before it is out of the call.
        const auto third = store.read(key);
        QVERIFY(third.isFinished());
        QCOMPARE(saying(third.result()), failing(ErrorCode::Busy));
        const auto fourth = store.write(otherKey, "too late");
        QVERIFY(fourth.isFinished());
        const auto fifth = store.remove(key);
        QVERIFY(fifth.isFinished());
        QCOMPARE(answered.count(), 0);

        QVERIFY(PrivateKeyring::goOn(m_keyring->prompter()));
        QTRY_COMPARE(answered.count(), 1);
        QCOMPARE(answered.first().first().toString(), key);
        const auto late = store.read(key);
        QVERIFY(late.isFinished());
        QCOMPARE(saying(late.result()), secret);

        // It is taken once; the keyring is open now and answers by itself.
        const auto fresh = store.read(key);
        QVERIFY(!fresh.isFinished());
        QCOMPARE(saying(lastAnswerTo([&] { return store.read(key); })), secret);
        QCOMPARE(saying(lastAnswerTo([&] { return store.read(otherKey); })),
                 failing(ErrorCode::NotFound));
        QVERIFY(store.isLasting());
    }

    void whoWasTurnedAwayMeanwhileHearsWhenToAskAgain()
    {
        QVERIFY(prepareHungPrompt());
        KeychainCredentialStore store(hasty());
        QStringList announced;
        connect(&store, &CredentialStore::answered, this,
                [&](const QString& about) { announced.append(about); });
        const auto hung = store.read(key);
        const auto waiting = store.read(otherKey);
        QCOMPARE(saying(answerOf(hung)), failing(ErrorCode::Busy));
        QCOMPARE(saying(waiting.result()), failing(ErrorCode::Busy));
        const QString third = QStringLiteral("password/c3");
        QCOMPARE(saying(answerOf(store.read(third))), failing(ErrorCode::Busy));
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::Busy));
        QVERIFY(PrivateKeyring::goOn(m_keyring->prompter()));
        QTRY_COMPARE(announced.size(), 3);
        QCOMPARE(announced.takeFirst(), key);
        announced.sort();
        QCOMPARE(announced, QStringList({otherKey, third}));
        QCOMPARE(saying(lastAnswerTo([&] { return store.read(otherKey); })),
                 failing(ErrorCode::NotFound));
    }

    void aRefusalThatComesLateIsKeptToo()
    {
        QVERIFY(prepare());
        QVERIFY(m_keyring->startWithPrompter());
        QVERIFY(m_keyring->promptWillGet("cancel"));
        QVERIFY(PrivateKeyring::pause(m_keyring->prompter()));
        KeychainCredentialStore store(hasty());
        QSignalSpy answered(&store, &CredentialStore::answered);
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::Busy));
        QVERIFY(PrivateKeyring::goOn(m_keyring->prompter()));
        QVERIFY(answered.wait());
        const auto late = store.read(key);
        QVERIFY(late.isFinished());
        QCOMPARE(saying(late.result()), failing(ErrorCode::PermissionDenied));
    }

    void aLateAnswerIsForgottenAfterAWhile()
    {
        QVERIFY(prepareHungPrompt());
        KeychainCredentialStore::Options options = hasty();
        options.keepLateAnswer = 1ms;
        KeychainCredentialStore store(options);
        QSignalSpy answered(&store, &CredentialStore::answered);
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::Busy));
        QVERIFY(PrivateKeyring::goOn(m_keyring->prompter()));
        QVERIFY(answered.wait());
        // The daemon pauses, so only what was kept could answer; a question asked meanwhile takes
        // longer than the answer was kept.
        QVERIFY(PrivateKeyring::pause(m_keyring->daemon()));
        QCOMPARE(saying(answerOf(store.read(otherKey))), failing(ErrorCode::Busy));
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::Busy));
        QVERIFY(PrivateKeyring::goOn(m_keyring->daemon()));
    }

    void aLateAnswerGivesWayToWhatIsWrittenNext()
    {
        QVERIFY(prepareHungPrompt());
        KeychainCredentialStore store(hasty());
        QSignalSpy answered(&store, &CredentialStore::answered);
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::Busy));
        QVERIFY(PrivateKeyring::goOn(m_keyring->prompter()));
        QVERIFY(answered.wait());
        QCOMPARE(saying(lastAnswerTo([&] { return store.write(key, "newer"); })), "ok");
        QCOMPARE(saying(lastAnswerTo([&] { return store.read(key); })), "newer");
    }

    void aLateWriteIsReadBack()
    {
        QVERIFY(prepareHungPrompt());
        KeychainCredentialStore store(hasty());
        const QSignalSpy answered(&store, &CredentialStore::answered);
        QCOMPARE(saying(answerOf(store.write(key, "newer"))), failing(ErrorCode::Busy));
        QVERIFY(PrivateKeyring::goOn(m_keyring->prompter()));
        QTRY_COMPARE(answered.count(), 1);
        const auto late = store.read(key);
        QVERIFY(late.isFinished());
        QCOMPARE(saying(late.result()), "newer");
        KeychainCredentialStore another(patient());
        QCOMPARE(saying(answerOf(another.read(key))), "newer");
    }

    void aLateWriteThatWasRefusedLeavesTheOldPassword()
    {
        QVERIFY(prepare());
        QVERIFY(m_keyring->startWithPrompter());
        QVERIFY(m_keyring->promptWillGet("cancel"));
        QVERIFY(PrivateKeyring::pause(m_keyring->prompter()));
        KeychainCredentialStore store(hasty());
        QSignalSpy answered(&store, &CredentialStore::answered);
        QCOMPARE(saying(answerOf(store.write(key, "newer"))), failing(ErrorCode::Busy));
        QVERIFY(PrivateKeyring::goOn(m_keyring->prompter()));
        QVERIFY(answered.wait());
        const auto late = store.read(key);
        QVERIFY(late.isFinished());
        QCOMPARE(saying(late.result()), failing(ErrorCode::PermissionDenied));
        QVERIFY(m_keyring->promptWillGet(password));
        KeychainCredentialStore another(patient());
        QCOMPARE(saying(answerOf(another.read(key))), secret);
    }

    void aRealPromptIsAnsweredLateByAPerson()
    {
        QVERIFY(prepare());
        QVERIFY(m_keyring->startWithRealPrompt());
        KeychainCredentialStore store(hasty());
        QSignalSpy answered(&store, &CredentialStore::answered);
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::Busy));
        // What is typed before the prompt has the focus is lost, so it is typed until it was heard.
        QVERIFY(QTest::qWaitFor(
            [this, &answered] {
                return !answered.isEmpty()
                    || (m_keyring->typeIntoRealPrompt(PrivateKeyring::loginPassword)
                        && answered.wait(1000));
            },
            30'000));
        QCOMPARE(answered.count(), 1);
        const auto late = store.read(key);
        QVERIFY(late.isFinished());
        QCOMPARE(saying(late.result()), secret);
    }

    void aDaemonThatHangsOrDiesIsAnswerEnough()
    {
        QVERIFY(prepare());
        QVERIFY(m_keyring->startUnlocked());
        KeychainCredentialStore store(hasty());
        QSignalSpy answered(&store, &CredentialStore::answered);
        QVERIFY(PrivateKeyring::pause(m_keyring->daemon()));
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::Busy));
        m_keyring->daemon().kill();
        QVERIFY(answered.wait());
        const auto late = store.read(key);
        QVERIFY(late.isFinished());
        QCOMPARE(saying(late.result()), failing(ErrorCode::Unavailable));
        QVERIFY(!store.isLasting());
    }

    void aDaemonThatDiesWithItsPromptOpenIsAnswerEnough()
    {
        QVERIFY(prepareHungPrompt());
        KeychainCredentialStore store(hasty());
        QSignalSpy answered(&store, &CredentialStore::answered);
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::Busy));
        m_keyring->daemon().kill();
        QVERIFY(answered.wait(30'000));
        const auto late = store.read(key);
        QVERIFY(late.isFinished());
        QVERIFY(!late.result());
        QVERIFY(m_keyring->startUnlocked()); // ends the prompter, too
        QCOMPARE(saying(lastAnswerTo([&] { return store.read(key); })), secret);
    }

    void aDaemonStartedAnewIsMetAgain()
    {
        QVERIFY(m_keyring->startUnlocked());
        KeychainCredentialStore store(patient());
        QCOMPARE(saying(answerOf(store.write(key, secret))), "ok");
        QVERIFY(m_keyring->startUnlocked());
        QCOMPARE(saying(answerOf(store.read(key))), secret);
        QVERIFY(m_keyring->startUnlocked());
        QCOMPARE(saying(answerOf(store.write(otherKey, "another"))), "ok");
        QVERIFY(store.isLasting());
    }

    void aStoreThatGoesWithAJobOpenCancelsItsQuestions()
    {
        QVERIFY(prepareHungPrompt());
        auto store = std::make_unique<KeychainCredentialStore>(patient());
        const auto hung = store->read(key);
        const auto waiting = store->write(key, "never");
        QByteArray heard;
        QObject context;
        auto continued = store->remove(otherKey).then(
            &context, [&](const Result<void>& result) { heard = saying(result); });
        QTest::qWait(0); // the job begins
        QVERIFY(!hung.isFinished());
        store.reset();
        QVERIFY(hung.isFinished() && waiting.isFinished());
        QCOMPARE(saying(hung.result()), failing(ErrorCode::Cancelled));
        QCOMPARE(saying(waiting.result()), failing(ErrorCode::Cancelled));
        QTRY_COMPARE(heard, failing(ErrorCode::Cancelled));

        // The job left behind ends by itself, and the next store's come after it.
        KeychainCredentialStore another(patient());
        const auto next = another.read(key);
        QVERIFY(PrivateKeyring::goOn(m_keyring->prompter()));
        QCOMPARE(saying(answerOf(next)), secret);
    }

    void whoIsAnsweredMayEndTheStoreOrAskAgain()
    {
        QVERIFY(prepareHungPrompt());
        auto store = std::make_unique<KeychainCredentialStore>(hasty());
        QByteArray heard;
        QObject context;
        auto first = store->read(key).then(&context, [&](const Result<QByteArray>&) {
            heard = saying(answerOf(store->read(key)));
            store.reset();
        });
        const auto second = store->read(otherKey);
        QTRY_COMPARE(heard, failing(ErrorCode::Busy));
        QTRY_VERIFY(!store);
        QTRY_VERIFY(second.isFinished());
    }

    void whoHearsThatThereIsNoKeychainMayEndTheStore()
    {
        QVERIFY(prepare());
        auto store = std::make_unique<KeychainCredentialStore>(patient());
        QObject context;
        connect(store.get(), &CredentialStore::lastingChanged, &context, [&] { store.reset(); });
        const auto written = store->write(key, secret);
        QCOMPARE(saying(answerOf(written)), "ok");
        QVERIFY(!store);
    }

    void whatASessionKeepsIsGoneWithIt()
    {
        SessionCredentialStore store;
        QVERIFY(!store.isLasting());
        QCOMPARE(saying(store.read(key).result()), failing(ErrorCode::NotFound));
        QCOMPARE(saying(store.write(key, "first").result()), "ok");
        const auto before = store.read(key);
        QCOMPARE(saying(store.write(key, secret).result()), "ok");
        QCOMPARE(saying(store.read(key).result()), secret);
        QCOMPARE(saying(before.result()), "first"); // an answer given is the asker's own
        QCOMPARE(saying(store.remove(key).result()), "ok");
        QCOMPARE(saying(store.remove(key).result()), "ok");
        QCOMPARE(saying(store.read(key).result()), failing(ErrorCode::NotFound));
    }

private:
    void keepsInMemoryOnly()
    {
        KeychainCredentialStore store(patient());
        const QSignalSpy lasting(&store, &CredentialStore::lastingChanged);
        QVERIFY(store.isLasting());
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::Unavailable));
        QVERIFY(!store.isLasting());
        QCOMPARE(saying(answerOf(store.write(key, secret))), "ok");
        QCOMPARE(saying(answerOf(store.read(key))), secret);
        QCOMPARE(saying(answerOf(store.write(otherKey, "another"))), "ok");
        QCOMPARE(saying(answerOf(store.remove(key))), "ok");
        QCOMPARE(saying(answerOf(store.read(key))), failing(ErrorCode::Unavailable));
        QCOMPARE(saying(answerOf(store.read(otherKey))), "another");
        QCOMPARE(lasting.count(), 1);
        KeychainCredentialStore afterwards(patient());
        QCOMPARE(saying(answerOf(afterwards.read(otherKey))), failing(ErrorCode::Unavailable));
    }
};

QTEST_GUILESS_MAIN(KeychainStates)
#include "keychain_states.moc"
