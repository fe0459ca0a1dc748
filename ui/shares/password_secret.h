// PasswordSecret is the password of one account as far as this window may know it: hidden at first,
// asked of the store when somebody wants to see or copy it, hidden again after a minute. What the
// keychain has not taken yet, or never will, the store has by itself: see AccountPasswords.
//
// The bytes leave this object only through text() and copied(); they are wiped when hidden.
//
// Threads: the main thread. The store outlives it.
#pragma once

#include "core/credential_store.h"

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
    ~PasswordSecret() override;
    // Another account, or another password of it, as its verifier tells, is hidden at first.
    void setAccount(const AccountId& account, const QByteArray& verifier = {});
    const AccountId& account() const { return m_account; }

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
    QByteArray m_verifier;
    State m_state = State::Hidden;
    Wish m_wish = Wish::Nothing;
    quint64 m_question = 0; // answers to earlier ones are dropped
    QByteArray m_shown;
    QTimer *m_hide, *m_patience;
};

} // namespace sallyport
