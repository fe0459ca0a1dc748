// KeychainCredentialStore keeps passwords in the system's keychain, through QtKeychain: GNOME
// Keyring and KWallet on Linux.
//
// One question at a time. A question that comes while another is open waits for it, but never
// longer than that one's time-out: QtKeychain cannot call off a job, and a prompt that nobody
// answers never ends, so when the time is out every question is answered with Busy, and so is each
// new one until the hung one has ended. Its late answer is kept for a while and announced by
// answered(); the next read() of the key takes it. A write counts when it was read back: a damaged
// keyring takes a password into another collection, or into none.
//
// A computer without a keychain: a write is kept in memory until the program ends, isLasting()
// turns false, and reads of the key give it back.
//
// Questions still open when the store goes are answered with Cancelled.
//
// Threads: the main thread only.
#pragma once

#include "core/credential_store.h"

#include <chrono>
#include <memory>

namespace sallyport {

class KeychainCredentialStore final : public CredentialStore {
    Q_OBJECT
public:
    struct Options {
        QString service = QStringLiteral("Sallyport"); // what the keychain's own window shows
        std::chrono::milliseconds timeOut = std::chrono::seconds{10};
        std::chrono::milliseconds keepLateAnswer = std::chrono::seconds{60};
    };

    KeychainCredentialStore(); // with the defaults
    explicit KeychainCredentialStore(const Options& options, QObject* parent = nullptr);
    ~KeychainCredentialStore() override;

    QFuture<Result<QByteArray>> read(const QString& key) override;
    QFuture<Result<void>> write(const QString& key, const QByteArray& secret) override;
    QFuture<Result<void>> remove(const QString& key) override;
    bool isLasting() const override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace sallyport
