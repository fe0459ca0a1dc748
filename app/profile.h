// Where the things of one profile lie. With a folder of its own all are in it: `settings.json`,
// `keys/`, `state/`. Without one: settings in $XDG_CONFIG_HOME/sallyport, keys in
// $XDG_DATA_HOME/sallyport, state in $XDG_STATE_HOME/sallyport: the window's own.
//
// Threads: a plain value.
#pragma once

#include "core/result.h"

#include <QString>

namespace sallyport {

struct Profile {
    QString settingsFile;
    QString keys;  // folder of the host keys
    QString state; // folder of the archive and the records
    // One server per profile. In $XDG_RUNTIME_DIR/sallyport, one name a profile; where there is no
    // runtime folder, in `state`.
    QString serverLock;
    // One window per profile, in the same place: who holds the lock listens at the socket.
    QString windowLock, windowSocket;

    // Makes the folders that are missing, 0700. `folder` empty: the XDG folders.
    static Result<Profile> open(const QString& folder);
};

} // namespace sallyport
