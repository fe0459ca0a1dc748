// SettingsEditor turns what a person wishes into saved settings, one verb a wish: it reads what is
// current, changes it, saves it, and does so again when somebody else saved meanwhile. Names are
// made unique and checked, passwords are hashed, keys are read here; the window only asks.
//
// Every verb saves first: when its future says success the change is on disk and in
// SettingsStore::current(). Errors are sentences; the settings are then as they were. Verbs run in
// the order of the calls, but for those that look at a folder: their turn comes once it answers.
//
// Threads: the main thread only. Hashing, and looking at folders and files, happens on `worker`.
#pragma once

#include "core/authorized_keys.h"
#include "core/credential_store.h"
#include "core/folder_scan.h"
#include "core/result.h"
#include "core/settings.h"

#include <QFuture>
#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <optional>

namespace sallyport {

class SettingsStore;

class SettingsEditor final : public QObject {
    Q_OBJECT
public:
    // All outlive the editor.
    SettingsEditor(SettingsStore& settings, CredentialStore& credentials, QThreadPool& worker,
                   QObject* parent = nullptr);
    ~SettingsEditor() override;

    // ---- folders ----
    struct NewShare {
        ShareId share;
        QByteArray name; // of the last component; "Photos (2)" where that is taken
        AccountId guest; // an account of its own: "guest", then "guest-<share>"; View
        QString userName;
        QByteArray password; // generated; also written to the credential store, without waiting
    };
    // AlreadyExists when the same folder is shared already; NotFound, NotADirectory, Unavailable.
    QFuture<Result<NewShare>> addFolder(const QByteArray& folder, const QStringList& hide = {});
    QFuture<FolderFindings> lookInto(const QByteArray& folder);
    QFuture<Result<void>>
    removeShare(const ShareId& share); // its guest goes too, if it has no other share
    QFuture<Result<void>> renameShare(const ShareId& share, const QByteArray& name);
    enum class Switch { Off, On };
    // Switching on forgets an `until` that has passed.
    QFuture<Result<void>> setShared(const ShareId& share, Switch to);
    QFuture<Result<void>> setUntil(const ShareId& share, const std::optional<QDateTime>& until);
    // Another folder for the same share; or, with the present one, "share it anyway".
    QFuture<Result<void>> setFolder(const ShareId& share, const QByteArray& folder);

    // ---- people ----
    struct Person {
        QString userName;
        bool enabled = true;
        enum class Password { Keep, None, Set };
        Password passwordChange = Password::Keep;
        QByteArray password; // for Set
        // Lets in whoever knows the name, to View alone. Refused (InvalidArgument) while anyone on
        // the internet may connect.
        bool withoutPassword = false;
        QList<AuthorizedKey> keys;
        QHash<ShareId, Access> access;
        std::optional<QDateTime> expires; // UTC
    };
    static QByteArray generatePassword();
    QFuture<Result<AccountId>> addPerson(const Person& person);
    // Writes what differs from `shown`, the account as the person who changes it saw it: what
    // another program saved meanwhile stays.
    QFuture<Result<void>> changePerson(const Account& shown, const Person& person);
    QFuture<Result<void>> removePerson(const AccountId& account);
    // A new generated password; the answer is the password.
    QFuture<Result<QByteArray>> renewPassword(const AccountId& account);
    QFuture<Result<void>> setPassword(const AccountId& account, const QByteArray& password);
    // No access: nullopt. Remembered for undo().
    QFuture<Result<void>> setAccess(const AccountId& account, const ShareId& share,
                                    const std::optional<Access>& access);
    bool canUndo() const;
    QFuture<Result<void>> undo(); // the last setAccess() that is not undone; at most 100 back
    // Of a .pub or authorized_keys file; fails as parseAuthorizedKeys() does.
    QFuture<Result<AuthorizedKeys>> readKeys(const QString& file);

    // ---- everything else ----
    // `change` runs on the settings as they are when its turn comes, perhaps twice.
    QFuture<Result<void>> change(std::function<void(Settings&)> change);
signals:
    void undoChanged();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace sallyport
