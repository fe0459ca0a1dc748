#include "core/account_passwords.h"

#include "core/auth/password_verifier.h"
#include "core/pool_job.h"
#include "core/reports.h"
#include "core/settings_store.h"
#include "core/when_done.h"

#include <QMap>
#include <QPromise>

#include <algorithm>
#include <utility>

namespace sallyport {

namespace {

using Read = QPromise<Result<QByteArray>>;

template <typename T>
std::shared_ptr<QPromise<Result<T>>> startedPromise()
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    return promise;
}

template <typename T>
void finish(QPromise<Result<T>>& promise, const Result<T>& result)
{
    promise.addResult(result);
    promise.finish();
}

Error noPassword()
{
    return {ErrorCode::NotFound, QStringLiteral("The keychain holds nothing under this name")};
}

} // namespace

struct AccountPasswords::Impl {
    // Written, and not yet known to be in the keychain.
    struct Held {
        QByteArray secret;
        quint64 write = 0; // the number of the last one
        bool failed = false;
    };

    AccountPasswords& q;
    CredentialStore& keychain;
    const SettingsStore& settings;
    QThreadPool& worker;
    QMap<QString, Held> held;
    quint64 writes = 0;
    Reports reports;

    void offer(const QString& key, std::function<void(const Result<void>&)> offered);
    void settle(const QString& key, quint64 write, bool kept);
    void drop(const QString& key);
    void hearAnswer(const QString& key);
    void check(const QString& key, const QByteArray& secret, std::shared_ptr<Read> promise);
};

void AccountPasswords::Impl::offer(const QString& key,
                                   std::function<void(const Result<void>&)> offered)
{
    Held& mine = held[key];
    mine.write = ++writes;
    whenDone(
        keychain.write(key, QByteArray(mine.secret.constData(), mine.secret.size())), &q,
        [this, key, write = mine.write, offered = std::move(offered)](const Result<void>& written) {
            settle(key, write, written.has_value());
            if (offered)
                offered(written);
        });
}

void AccountPasswords::Impl::settle(const QString& key, quint64 write, bool kept)
{
    const auto mine = held.find(key);
    if (mine == held.end() || mine->write != write)
        return; // removed meanwhile, or written anew
    if (kept)
        return drop(key);
    if (!std::exchange(mine->failed, true))
        emit q.notKeptChanged();
}

void AccountPasswords::Impl::drop(const QString& key)
{
    const auto mine = held.find(key);
    if (mine == held.end())
        return;
    wipe(mine->secret);
    const bool wasTold = mine->failed;
    held.erase(mine);
    if (wasTold)
        emit q.notKeptChanged();
}

// The answer that was late may be that of the write.
void AccountPasswords::Impl::hearAnswer(const QString& key)
{
    const auto mine = held.constFind(key);
    if (mine == held.constEnd() || !mine->failed)
        return void(emit q.answered(key));
    whenDone(keychain.read(key), &q,
             [this, key, write = mine->write](const Result<QByteArray>& found) {
                 const auto now = held.constFind(key);
                 if (found && now != held.constEnd() && now->secret == *found)
                     settle(key, write, true);
                 emit q.answered(key);
             });
}

void AccountPasswords::Impl::check(const QString& key, const QByteArray& secret,
                                   std::shared_ptr<Read> promise)
{
    const QList<Account>& accounts = settings.current().accounts;
    const auto account = std::find_if(accounts.begin(), accounts.end(), [&key](const Account& one) {
        return passwordKey(one.id) == key;
    });
    if (account == accounts.end() || account->passwordVerifier.isEmpty())
        return finish<QByteArray>(*promise, noPassword());
    startJob(worker,
             [secret, verifier = account->passwordVerifier, promise = std::move(promise),
              sender = reports.sender()]() mutable {
                 const bool wrong =
                     PasswordVerifier().verify(verifier, secret) == PasswordVerifier::Answer::Wrong;
                 sender.post([secret = std::move(secret), promise = std::move(promise), wrong] {
                     finish(*promise,
                            wrong ? Result<QByteArray>(noPassword()) : Result<QByteArray>(secret));
                 });
             });
}

AccountPasswords::AccountPasswords(CredentialStore& keychain, const SettingsStore& settings,
                                   QThreadPool& worker)
    : m_impl(new Impl{*this, keychain, settings, worker, {}, 0, {}})
{
    connect(&keychain, &CredentialStore::answered, this,
            [this](const QString& key) { m_impl->hearAnswer(key); });
    connect(&keychain, &CredentialStore::lastingChanged, this, &CredentialStore::lastingChanged);
}

AccountPasswords::~AccountPasswords()
{
    for (Impl::Held& one : m_impl->held)
        wipe(one.secret);
}

QFuture<Result<QByteArray>> AccountPasswords::read(const QString& key)
{
    if (const auto mine = m_impl->held.constFind(key); mine != m_impl->held.constEnd())
        return QtFuture::makeReadyFuture(
            Result<QByteArray>(QByteArray(mine->secret.constData(), mine->secret.size())));
    auto promise = startedPromise<QByteArray>();
    whenDone(m_impl->keychain.read(key), this,
             [this, key, promise](const Result<QByteArray>& found) {
                 if (!found)
                     return finish(*promise, found);
                 keepAgain(); // it is open
                 m_impl->check(key, *found, promise);
             });
    return promise->future();
}

QFuture<Result<void>> AccountPasswords::write(const QString& key, const QByteArray& secret)
{
    QByteArray& mine = m_impl->held[key].secret;
    wipe(mine);
    mine = QByteArray(secret.constData(), secret.size());
    auto promise = startedPromise<void>();
    m_impl->offer(key, [promise](const Result<void>& written) { finish(*promise, written); });
    return promise->future();
}

QFuture<Result<void>> AccountPasswords::remove(const QString& key)
{
    m_impl->drop(key);
    return m_impl->keychain.remove(key);
}

bool AccountPasswords::isLasting() const
{
    return m_impl->keychain.isLasting();
}

QStringList AccountPasswords::notKept() const
{
    QStringList keys;
    for (auto one = m_impl->held.constBegin(); one != m_impl->held.constEnd(); ++one) {
        if (one->failed)
            keys += one.key();
    }
    return keys;
}

void AccountPasswords::keepAgain()
{
    for (const QString& key : notKept())
        m_impl->offer(key, {});
}

} // namespace sallyport

#include "moc_account_passwords.cpp"
