// AccountAuthenticator answers the Authenticator's questions from a list of accounts that never
// changes: a new setting is a new one.
//
// Unknown, disabled, expired and key-only users take one path: as many verifications as a wrong
// password takes, against a verifier that nothing fits. Only the log learns the reason.
//
// Threads: any, several at once. checkPassword() waits at the gate, then works for a tenth of a
// second.
#pragma once

#include "core/auth/password_gate.h"
#include "core/auth/password_verifier.h"
#include "core/authenticator.h"
#include "core/settings.h"

#include <QDateTime>
#include <QHash>

#include <functional>
#include <memory>

namespace sallyport {

class AccountAuthenticator final : public Authenticator {
public:
    struct Parts {
        std::shared_ptr<const PasswordVerifier> verifier = std::make_shared<PasswordVerifier>();
        // One for the life of the program: hand it from authenticator to authenticator.
        std::shared_ptr<PasswordGate> gate = std::make_shared<PasswordGate>();
        // The wall clock, for `expires` alone. Before 2026 it is wrong, and what expires has
        // expired.
        std::function<QDateTime()> now = [] { return QDateTime::currentDateTimeUtc(); };
        // A login has shown a better verifier for the same password. Called on the login's thread;
        // adopt it on the main thread if the account's is still `old`. May be empty.
        std::function<void(const AccountId&, const QByteArray& old, const QByteArray& better)>
            upgraded;
    };

    explicit AccountAuthenticator(const QList<Account>& accounts);
    AccountAuthenticator(const QList<Account>& accounts, Parts parts);

    // Password and PublicKey always; None if any account needs no password.
    AuthMethods allowedMethods(const QString& user, const Peer&) const override;
    AuthAnswer checkNone(const QString& user, const Peer&) const override;
    // The bytes as they came, and then their NFC form if that is another.
    AuthAnswer checkPassword(const QString& user, const QByteArray& password,
                             const Peer&) const override;
    AuthAnswer checkPublicKey(const QString& user, const QByteArray& key,
                              const Peer&) const override;

private:
    const Account* find(const QString& user) const;
    bool hasPassed(const std::optional<QDateTime>& end) const;
    Refusal standing(const Account* account) const; // None: may try
    void upgrade(const Account& account, QByteArrayView password) const;

    QHash<QString, Account> m_accounts; // by user name
    bool m_guests = false;
    Parts m_parts;
};

} // namespace sallyport
