#include "core/keychain/session_credential_store.h"

#include "core/keychain/wipe.h"

namespace sallyport {

SessionCredentialStore::SessionCredentialStore(QObject* parent)
    : CredentialStore(parent)
{
}

SessionCredentialStore::~SessionCredentialStore()
{
    for (QByteArray& secret : m_secrets)
        wipeSecret(secret);
}

QFuture<Result<QByteArray>> SessionCredentialStore::read(const QString& key)
{
    if (const auto secret = held(key))
        return QtFuture::makeReadyFuture(Result<QByteArray>(*secret));
    return QtFuture::makeReadyFuture(Result<QByteArray>(
        Error{ErrorCode::NotFound, QStringLiteral("No password is kept under this name")}));
}

QFuture<Result<void>> SessionCredentialStore::write(const QString& key, const QByteArray& secret)
{
    hold(key, secret);
    return QtFuture::makeReadyFuture(Result<void>());
}

QFuture<Result<void>> SessionCredentialStore::remove(const QString& key)
{
    forget(key);
    return QtFuture::makeReadyFuture(Result<void>());
}

std::optional<QByteArray> SessionCredentialStore::held(const QString& key) const
{
    const auto found = m_secrets.constFind(key);
    return found == m_secrets.cend() ? std::nullopt : std::optional(*found);
}

void SessionCredentialStore::hold(const QString& key, const QByteArray& secret)
{
    forget(key);
    m_secrets.insert(key, secret);
}

void SessionCredentialStore::forget(const QString& key)
{
    QByteArray secret = m_secrets.take(key);
    wipeSecret(secret);
}

} // namespace sallyport

#include "moc_session_credential_store.cpp"
