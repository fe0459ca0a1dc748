// PasswordSecret is the password of one account as far as this window may know it: hidden at first,
// asked of the keychain when somebody wants to see or copy it, hidden again after a minute. A
// password made in this run is known without the keychain.
//
// The bytes leave this object only through text() and copied(); they are wiped when hidden, except
// those of this run.
//
// Threads: the main thread. The store outlives it.
#pragma once

#include "core/credential_store.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <chrono>

class QTimer;

namespace sallyport {

class PasswordSecret final : public QObject {
    Q_OBJECT
public:
    enum class State {
        Hidden,  // not asked for
        Asking,  // less than 200 ms ago; looks like Hidden
        Waiting, // the keychain has not answered yet
        Shown,
        Missing, // the keychain holds none, or there is no keychain
        Locked,
    };
    Q_ENUM(State)
    static constexpr std::chrono::seconds shownFor{60};

    explicit PasswordSecret(CredentialStore& credentials, QObject* parent = nullptr);
    void setAccount(const AccountId& account); // another one is hidden at first
    const AccountId& account() const { return m_account; }
    // A password made in this run, of any account.
    void know(const AccountId& account, const QByteArray& password);
    void knowWhat(const PasswordSecret& other);
    void forget(const AccountId& account);

    State state() const { return m_state; }
    QString text() const; // empty unless Shown
    void show();          // asks
    void hide();
    void copy(); // asks, then copied(); shows nothing
signals:
    void changed();
    void copied(); // the password is on the clipboard, marked as a secret

private:
    enum class Wish { Nothing, Show, Copy };
    void ask(Wish wish);
    void answer(const AccountId& account, const Result<QByteArray>& password);
    void grant(const QByteArray& password);
    void setState(State state);

    CredentialStore& m_credentials;
    AccountId m_account;
    State m_state = State::Hidden;
    Wish m_wish = Wish::Nothing;
    quint64 m_question = 0; // answers to earlier ones are dropped
    QByteArray m_shown;
    QHash<AccountId, QByteArray> m_known;
    QTimer *m_hide, *m_patience;
};

} // namespace sallyport
