// Transport is libssh's session on a socket of ours, with our algorithms and none of the machine's
// configuration.
//
// Threads: the connection's.
#pragma once

#include "core/server_config.h"
#include "core/ssh/ssh_ptr.h"

#include <optional>

namespace sallyport::ssh {

// What the tests change.
struct TransportLimits {
    quint64 rekeyBytes = quint64(1) << 30; // RFC 4253 section 9
    quint32 rekeySeconds = 3600;
};

// A session that owns `socket` (closed if there is none), ready for ssh_handle_key_exchange().
// Null: out of memory or descriptors, or no host key is of use.
SessionPtr makeSession(int socket, const ServerConfig& config, const TransportLimits& limits);

// Socket options of every connection; they fail without harm on what is no TCP socket.
void prepareSocket(int socket);

// Whether this computer lets a program give a socket a buffer of so many bytes; `option` is
// SO_SNDBUF or SO_RCVBUF. Source: net.core.wmem_max and rmem_max in socket(7), often 208 KiB.
bool allowsBuffer(int option, int bytes);

} // namespace sallyport::ssh
