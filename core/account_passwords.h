// AccountPasswords stands between the window and the keychain, and knows what neither does: which
// passwords the keychain has not taken, and which no longer open anything.
//
// A password whose write failed (the keychain is locked, was refused, or is silent) is held here
// until the program ends: read() gives it, notKept() tells it, keepAgain() offers it once more.
// That happens by itself as soon as the keychain has given a password, so is open. A password that
// was changed elsewhere, by `sallyport-cli users passwd` or while the keychain was locked, is not
// given out: what the keychain holds is checked against the settings first, and NotFound if it is
// another.
//
// Threads: the main thread; the check is a job of `worker`.
#pragma once

#include "core/credential_store.h"

#include <QThreadPool>

#include <memory>

namespace sallyport {

class SettingsStore;

class AccountPasswords final : public CredentialStore {
    Q_OBJECT
public:
    // All outlive it.
    AccountPasswords(CredentialStore& keychain, const SettingsStore& settings, QThreadPool& worker);
    ~AccountPasswords() override;

    QFuture<Result<QByteArray>> read(const QString& key) override;
    QFuture<Result<void>> write(const QString& key, const QByteArray& secret) override;
    QFuture<Result<void>> remove(const QString& key) override;
    bool isLasting() const override;
    QStringList notKept() const override;
    void keepAgain() override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace sallyport
