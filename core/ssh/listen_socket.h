// Sockets that listen: where Network wants them, or those somebody opened for us.
//
// Threads: any.
#pragma once

#include "core/identity.h"
#include "core/result.h"
#include "core/server_settings.h"
#include "core/ssh/descriptor.h"

#include <vector>

struct sockaddr_storage;

namespace sallyport::ssh {

struct ListenSocket {
    Descriptor descriptor;
    Peer address;
};

// One socket per address, all on one port, also when the system chooses it. No addresses: one
// socket for IPv4 and one for IPv6, where the computer has it. Fails with AddressInUse
// (naming who has the port and the next free one), PermissionDenied or NotFound (no such address
// here).
Result<std::vector<ListenSocket>> openSockets(const Network& network);

// Where these are or would be, without opening them.
QList<Peer> socketsFor(const Network& network);

// The next port after the network's, of the 50 after it, that is free for all its addresses; 0:
// none is.
quint16 nextFreePort(const Network& network);

// Takes over what listens already. Fails with InvalidArgument if something does not.
Result<std::vector<ListenSocket>> adoptSockets(const QList<int>& descriptors);

// A v4-mapped address becomes IPv4, a link-local one keeps its scope.
Peer peerOf(const sockaddr_storage& address);
// The other way; returns how many bytes of `address` count.
unsigned toSocketAddress(const Peer& peer, sockaddr_storage& address);

} // namespace sallyport::ssh
