// ScriptedCredentials is a keychain that answers what the test tells it to, when it tells it to.
//
// Threads: the test's.
#pragma once

#include "core/credential_store.h"

#include <QHash>
#include <QPromise>

#include <memory>
#include <optional>

namespace sallyport::test {

class ScriptedCredentials final : public CredentialStore {
    Q_OBJECT
public:
    using CredentialStore::CredentialStore;

    std::optional<ErrorCode> fails; // what read() answers instead of what it holds
    bool takes = true;              // what it is given
    bool silent = false;            // read() does not answer until answerNow()
    QHash<QString, QByteArray> holds;
    QStringList asked; // keys of read()

    QFuture<Result<QByteArray>> read(const QString& key) override
    {
        asked += key;
        auto promise = std::make_shared<QPromise<Result<QByteArray>>>();
        promise->start();
        m_waiting = promise;
        m_key = key;
        const QFuture<Result<QByteArray>> future = promise->future();
        if (!silent)
            answerNow();
        return future;
    }
    QFuture<Result<void>> write(const QString& key, const QByteArray& secret) override
    {
        if (!takes)
            return done(Error{ErrorCode::Unavailable, QStringLiteral("There is no keychain")});
        holds.insert(key, secret);
        return done();
    }
    QFuture<Result<void>> remove(const QString& key) override
    {
        holds.remove(key);
        return done();
    }

    void answerNow()
    {
        const auto promise = std::exchange(m_waiting, nullptr);
        if (!promise)
            return;
        if (fails)
            promise->addResult(Error{*fails, QStringLiteral("The keychain says no")});
        else if (const auto held = holds.constFind(m_key); held != holds.constEnd())
            promise->addResult(*held);
        else
            promise->addResult(Error{ErrorCode::NotFound, QStringLiteral("Nothing is there")});
        promise->finish();
    }

private:
    static QFuture<Result<void>> done(const Result<void>& result = {})
    {
        QPromise<Result<void>> promise;
        promise.start();
        promise.addResult(result);
        promise.finish();
        return promise.future();
    }

    std::shared_ptr<QPromise<Result<QByteArray>>> m_waiting;
    QString m_key;
};

} // namespace sallyport::test
