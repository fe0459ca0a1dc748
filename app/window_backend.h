// WindowBackend builds what the window stands on, in the order in which the parts need each other:
// those the command line has too, and passwords in the system's keychain, the editor of the
// settings, the live numbers, the dialogs.
//
// Threads: the main thread.
#pragma once

#include "app/backend.h"
#include "core/account_passwords.h"
#include "core/keychain/keychain_credential_store.h"
#include "core/settings_editor.h"
#include "ui/activity/live_connections.h"
#include "ui/core_parts.h"
#include "ui/widgets/message_dialogs.h"

#include <QFuture>
#include <QThreadPool>

#include <chrono>

namespace sallyport {

class WindowBackend {
public:
    explicit WindowBackend(const Profile& profile);

    const CoreParts& parts() const { return m_parts; }
    QThreadPool& worker() { return m_worker; } // hashing, and looking at folders
    // The settings; and behind them, what happened in earlier runs comes into the activity. Fails
    // as SettingsStore::load() does; the activity comes all the same.
    QFuture<Result<void>> load();
    // Whether everything can be destroyed without waiting for a disk that does not answer, asked
    // for at most `patience`.
    bool canGo(std::chrono::milliseconds patience);
    // Ends the program as Backend::leave() does.
    [[noreturn]] void leave(int exitCode, std::chrono::milliseconds patience);

private:
    Backend m_backend;
    KeychainCredentialStore m_keychain;
    QThreadPool m_worker;
    AccountPasswords m_credentials;
    SettingsEditor m_editor;
    LiveConnections m_live;
    MessageDialogs m_dialogs;
    CoreParts m_parts;
};

} // namespace sallyport
