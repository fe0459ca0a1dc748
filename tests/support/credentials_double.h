// A keychain in memory that a test can lock, and that counts what it is asked.
//
// Threads: the main thread.
#pragma once

#include "core/credential_store.h"

#include <QHash>
#include <QPromise>
#include <QStringList>

#include <optional>

namespace sallyport::test {

class CredentialsDouble final : public CredentialStore {
public:
    QHash<QString, QByteArray> kept;
    QStringList asked; // "write password/..."
    std::optional<Error> refusal;
    bool isSilent = false; // nobody answers its prompt

    QFuture<Result<QByteArray>> read(const QString& key) override
    {
        if (!kept.contains(key))
            return answer<QByteArray>(
                "read", key, Error{ErrorCode::NotFound, QStringLiteral("There is no password")});
        return answer<QByteArray>("read", key, kept.value(key));
    }
    QFuture<Result<void>> write(const QString& key, const QByteArray& secret) override
    {
        if (!refusal && !isSilent)
            kept.insert(key, secret);
        return answer<void>("write", key, {});
    }
    QFuture<Result<void>> remove(const QString& key) override
    {
        if (!refusal && !isSilent)
            kept.remove(key);
        return answer<void>("remove", key, {});
    }

private:
    template <typename T>
    QFuture<Result<T>> answer(const char* verb, const QString& key, const Result<T>& result)
    {
        asked.append(QString::fromLatin1(verb) + u' ' + key);
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        if (isSilent) {
            m_waiting.append(promise);
        } else {
            promise->addResult(refusal ? Result<T>(*refusal) : result);
            promise->finish();
        }
        return promise->future();
    }

    QList<std::shared_ptr<void>> m_waiting;
};

} // namespace sallyport::test
