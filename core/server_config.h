// Everything a Server needs to know. Made by Sharing, read by the Listener and by connection
// threads, never changed: a new setting is a new ServerConfig, and open connections keep the old
// one.
//
// Threads: immutable once given to a Server.
#pragma once

#include "core/authenticator.h"
#include "core/file_system.h"
#include "core/host_key.h"
#include "core/server_settings.h"

#include <QList>

#include <functional>
#include <memory>

namespace sallyport {

// Makes the tree one user sees. Called once per login, on its connection thread. It may wait 1 s.
using FileSystemFactory = std::function<Result<std::unique_ptr<FileSystem>>(const Identity&)>;

struct ServerConfig {
    Network network;
    Limits limits;
    Penalties penalties;
    bool offerGcm = false; // only after the libssh self-test passed

    QList<std::shared_ptr<const HostKey>> hostKeys; // one per type
    std::shared_ptr<const Authenticator> authenticator;
    FileSystemFactory fileSystemFor;

    QList<int>
        sockets; // listening already (systemd's LISTEN_FDS): taken over; empty: bind `network`
};

} // namespace sallyport
