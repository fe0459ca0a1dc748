// SessionCredentialStore keeps passwords in memory until the program ends: where there is no
// keychain, and in tests. It answers at once, and overwrites what it forgets.
//
// Threads: the main thread only.
#pragma once

#include "core/credential_store.h"

#include <QHash>

#include <optional>

namespace sallyport {

class SessionCredentialStore final : public CredentialStore {
    Q_OBJECT
public:
    explicit SessionCredentialStore(QObject* parent = nullptr);
    ~SessionCredentialStore() override;

    QFuture<Result<QByteArray>> read(const QString& key) override;
    QFuture<Result<void>> write(const QString& key, const QByteArray& secret) override;
    QFuture<Result<void>> remove(const QString& key) override;
    bool isLasting() const override { return false; }

    // The same without a future.
    std::optional<QByteArray> held(const QString& key) const;
    void hold(const QString& key, const QByteArray& secret);
    void forget(const QString& key);

private:
    QHash<QString, QByteArray> m_secrets;
};

} // namespace sallyport
