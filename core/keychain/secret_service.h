// What QtKeychain leaves out of the Secret Service, the keychain of GNOME and its kin.
//
// Threads: the main thread. Asks over D-Bus without waiting; never starts a service.
#pragma once

#include <chrono>
#include <functional>

class QObject;

namespace sallyport {

enum class KeyringLock {
    Open,
    Locked,
    Unknown, // no Secret Service, no default collection, or no answer within `timeOut` a step
};

// Asks whether the collection that new passwords go to is locked. gnome-keyring answers "no such
// entry" while it is locked and cannot ask for its password, so only this tells a locked keyring
// from an empty one. `answered` is dropped when `context` is gone, and never called before this
// returns.
void askIfLocked(QObject* context, std::chrono::milliseconds timeOut,
                 std::function<void(KeyringLock)> answered);

// libsecret, which QtKeychain uses, stays with the service it has first met: when that was started
// anew, all it says is an error. This makes it look again at the next question.
void forgetSecretService();

// `gone` is called each time the service leaves the bus: it ended, or it died.
void whenSecretServiceGoes(QObject* context, std::function<void()> gone);

} // namespace sallyport
