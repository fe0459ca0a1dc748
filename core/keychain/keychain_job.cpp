#include "core/keychain/keychain_job.h"

#include "core/keychain/secret_service.h"

#include <qt6keychain/keychain.h>

namespace sallyport {

namespace {

Error unavailable()
{
    return {ErrorCode::Unavailable, QStringLiteral("No keychain answers on this computer")};
}

Error locked()
{
    return {ErrorCode::PermissionDenied, QStringLiteral("The keychain is locked")};
}

Error notFound()
{
    return {ErrorCode::NotFound, QStringLiteral("The keychain holds nothing under this name")};
}

// Without a session bus or a service on it QtKeychain says OtherError, not NoBackendAvailable.
bool isUnavailable(QKeychain::Error error)
{
    return error != QKeychain::NoError && error != QKeychain::EntryNotFound
        && error != QKeychain::AccessDenied && error != QKeychain::AccessDeniedByUser;
}

Error failure(QKeychain::Error error)
{
    return isUnavailable(error) ? unavailable() : locked();
}

} // namespace

KeychainJob::KeychainJob(const QString& service, std::chrono::milliseconds lockTimeOut)
    : m_service(service)
    , m_lockTimeOut(lockTimeOut)
{
    m_lastWord.setSingleShot(true);
    m_lastWord.setInterval(std::chrono::seconds{2});
    connect(&m_lastWord, &QTimer::timeout, this, &KeychainJob::leaveBehind);
}

KeychainJob::~KeychainJob()
{
    if (m_job)
        m_job->setAutoDelete(true);
}

void KeychainJob::read(const QString& key, Ended ended)
{
    const auto make = [this, key] {
        auto* const job = new QKeychain::ReadPasswordJob(m_service);
        job->setKey(key);
        return job;
    };
    const auto finished = [this](const QKeychain::Job& job) {
        if (job.error() == QKeychain::EntryNotFound)
            return endUnlessLocked(notFound());
        if (job.error() != QKeychain::NoError)
            return end(failure(job.error()));
        QByteArray secret = static_cast<const QKeychain::ReadPasswordJob&>(job).binaryData();
        // KWallet reports what it could not read as empty, and without an error.
        if (secret.isEmpty())
            return end(notFound());
        end(std::move(secret));
    };
    start(make, finished, std::move(ended));
}

void KeychainJob::write(const QString& key, const QByteArray& secret, Ended ended)
{
    const auto make = [this, key, secret] {
        auto* const job = new QKeychain::WritePasswordJob(m_service);
        job->setKey(key);
        job->setBinaryData(secret);
        return job;
    };
    const auto finished = [this](const QKeychain::Job& job) {
        if (job.error() != QKeychain::NoError)
            return end(failure(job.error()));
        end(QByteArray());
    };
    start(make, finished, std::move(ended));
}

void KeychainJob::remove(const QString& key, Ended ended)
{
    const auto make = [this, key] {
        auto* const job = new QKeychain::DeletePasswordJob(m_service);
        job->setKey(key);
        return job;
    };
    const auto finished = [this](const QKeychain::Job& job) {
        if (job.error() != QKeychain::NoError && job.error() != QKeychain::EntryNotFound)
            return end(failure(job.error()));
        // A locked keyring removes nothing, and reports no error either.
        endUnlessLocked(QByteArray());
    };
    start(make, finished, std::move(ended));
}

void KeychainJob::start(Make make, Finished finished, Ended ended)
{
    Q_ASSERT(!m_job && !m_ended);
    m_make = std::move(make);
    m_finished = std::move(finished);
    m_ended = std::move(ended);
    m_mayTryAgain = true;
    begin();
}

void KeychainJob::begin()
{
    if (!std::exchange(m_watches, true))
        whenSecretServiceGoes(this, [this] {
            if (m_job)
                m_lastWord.start();
        });
    m_job = m_make();
    m_job->setInsecureFallback(false);
    m_job->setAutoDelete(false);
    connect(m_job, &QKeychain::Job::finished, this, [this] { finish(); });
    m_job->start();
}

void KeychainJob::finish()
{
    QKeychain::Job* const job = std::exchange(m_job, nullptr);
    m_lastWord.stop();
    job->deleteLater(); // QtKeychain still uses it when this returns
    if (isUnavailable(job->error()) && std::exchange(m_mayTryAgain, false)) {
        forgetSecretService();
        return begin();
    }
    m_make = nullptr;
    std::exchange(m_finished, nullptr)(*job);
}

void KeychainJob::leaveBehind()
{
    QKeychain::Job* const job = std::exchange(m_job, nullptr);
    job->QObject::disconnect(this);
    job->setAutoDelete(true); // should it end after all
    emit job->finished(job);  // QtKeychain runs one job at a time, and waits for this one
    forgetSecretService();
    m_make = nullptr;
    m_finished = nullptr;
    end(unavailable());
}

void KeychainJob::endUnlessLocked(Result<QByteArray> otherwise)
{
    askIfLocked(this, m_lockTimeOut, [this, otherwise = std::move(otherwise)](KeyringLock lock) {
        end(lock == KeyringLock::Locked ? Result<QByteArray>(locked()) : otherwise);
    });
}

void KeychainJob::end(Result<QByteArray> result)
{
    std::exchange(m_ended, nullptr)(std::move(result));
}

} // namespace sallyport

#include "moc_keychain_job.cpp"
