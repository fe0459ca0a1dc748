// askIfLocked() asks the Secret Service whether the collection that new passwords go to is locked.
// gnome-keyring answers "no such entry" while it is locked and cannot ask for its password, so only
// this tells a locked keyring from an empty one.
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

// `answered` is dropped when `context` is gone, and never called before this returns.
void askIfLocked(QObject* context, std::chrono::milliseconds timeOut,
                 std::function<void(KeyringLock)> answered);

} // namespace sallyport
