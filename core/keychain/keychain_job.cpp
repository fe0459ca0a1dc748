#include "core/keychain/keychain_job.h"

#include "core/keychain/keyring_lock.h"

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
Error failure(QKeychain::Error error)
{
    const bool refused = error == QKeychain::AccessDenied || error == QKeychain::AccessDeniedByUser;
    return refused ? locked() : unavailable();
}

} // namespace

KeychainJob::KeychainJob(const QString& service, std::chrono::milliseconds lockTimeOut)
    : m_service(service)
    , m_lockTimeOut(lockTimeOut)
{
}

KeychainJob::~KeychainJob()
{
    if (m_job)
        m_job->setAutoDelete(true);
}

void KeychainJob::read(const QString& key, Ended ended)
{
    auto* const job = new QKeychain::ReadPasswordJob(m_service);
    start(job, key, std::move(ended), [this, job] {
        QByteArray secret = job->binaryData();
        if (job->error() == QKeychain::EntryNotFound)
            return endUnlessLocked(notFound());
        if (job->error() != QKeychain::NoError)
            return end(failure(job->error()));
        // KWallet reports what it could not read as empty, and without an error.
        if (secret.isEmpty())
            return end(notFound());
        end(std::move(secret));
    });
}

void KeychainJob::write(const QString& key, const QByteArray& secret, Ended ended)
{
    auto* const job = new QKeychain::WritePasswordJob(m_service);
    job->setBinaryData(secret);
    start(job, key, std::move(ended), [this, job] {
        if (job->error() != QKeychain::NoError)
            return end(failure(job->error()));
        end(QByteArray());
    });
}

void KeychainJob::remove(const QString& key, Ended ended)
{
    auto* const job = new QKeychain::DeletePasswordJob(m_service);
    start(job, key, std::move(ended), [this, job] {
        const bool gone =
            job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound;
        if (!gone)
            return end(failure(job->error()));
        // A locked keyring removes nothing, and reports no error either.
        endUnlessLocked(QByteArray());
    });
}

void KeychainJob::start(QKeychain::Job* job, const QString& key, Ended ended,
                        std::function<void()> finished)
{
    Q_ASSERT(!m_job);
    m_job = job;
    m_ended = std::move(ended);
    job->setKey(key);
    job->setInsecureFallback(false);
    job->setAutoDelete(false);
    connect(job, &QKeychain::Job::finished, this, [this, finished = std::move(finished)] {
        // Deleted later: QtKeychain still uses it when this returns.
        m_job->deleteLater();
        m_job = nullptr;
        finished();
    });
    job->start();
}

void KeychainJob::endUnlessLocked(Result<QByteArray> otherwise)
{
    askIfLocked(this, m_lockTimeOut, [this, otherwise = std::move(otherwise)](KeyringLock lock) {
        end(lock == KeyringLock::Locked ? Result<QByteArray>(locked()) : otherwise);
    });
}

void KeychainJob::end(Result<QByteArray> result)
{
    const Ended ended = std::exchange(m_ended, nullptr);
    ended(std::move(result));
}

} // namespace sallyport

#include "moc_keychain_job.cpp"
