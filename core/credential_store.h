// CredentialStore keeps the passwords that the owner may want to read again. The real one is the
// system keychain, which may ask the user to unlock it, so every answer comes later, through a
// future. The window asks it; Sharing never does: logins are checked against the Argon2id verifiers
// in Settings, and host keys are 0600 files in the data folder.
//
// Errors, of all three: Unavailable, this computer has no keychain that answers; PermissionDenied,
// it is locked or was refused; Busy, it has not answered within the time-out, or an earlier
// question still waits (nothing is queued behind it); NotFound (read), it holds nothing under the
// key.
//
// Threads: the main thread only. Continue with whenDone(), which drops the answer when the asker is
// gone.
#pragma once

#include "core/identity.h"
#include "core/result.h"

#include <QByteArray>
#include <QFuture>
#include <QObject>
#include <QString>
#include <QStringList>

namespace sallyport {

class CredentialStore : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    // `key` is a short ASCII name, see passwordKey(). Keep a secret under 2500 bytes: one Windows
    // credential holds 2560 and older QtKeychain does not split.
    virtual QFuture<Result<QByteArray>> read(const QString& key) = 0;
    virtual QFuture<Result<void>> write(const QString& key, const QByteArray& secret) = 0;
    virtual QFuture<Result<void>> remove(const QString& key) = 0; // absent is success
    // False once it has turned out that what is written lasts only until the program ends.
    virtual bool isLasting() const { return true; }
    // The keys of what it has not taken so far, and offers it again: AccountPasswords knows them.
    virtual QStringList notKept() const { return {}; }
    virtual void keepAgain() {}
signals:
    // The answer to a question that had failed with Busy has come: read(key) gives it at once. Or
    // the keychain can be asked again: what had kept it from reading `key` has ended.
    void answered(const QString& key);
    void lastingChanged();
    void notKeptChanged();
};

// "password/<account id>"
QString passwordKey(const AccountId& account);

} // namespace sallyport
