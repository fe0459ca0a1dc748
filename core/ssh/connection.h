// Connection is one client from accept to hang-up: handshake, login and the bytes of its SFTP
// sessions, all on a thread of its own.
//
// Threads: made, asked to stop and destroyed on the Listener's thread. The libssh session lives on
// the connection's thread; libssh forbids sharing it. A wait is ended through a descriptor, so
// an idle connection costs no processor time.
// Ownership: the ServerShared outlives it.
#pragma once

#include "core/guarded.h"
#include "core/server_config.h"
#include "core/ssh/descriptor.h"
#include "core/ssh/ending.h"
#include "core/ssh/live_counters.h"
#include "core/ssh/server_shared.h"
#include "core/ssh/thread.h"
#include "core/ssh/transport.h"
#include "core/ssh/wake.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

namespace sallyport::ssh {

class Connection {
public:
    using Time = std::chrono::steady_clock::time_point;

    struct Parts {
        std::shared_ptr<const ServerConfig> config;
        ServerShared& shared;
        std::shared_ptr<sftp::HandleCount> serverHandles;
        bool isFree = false; // a trusted proxy's health check: no offence, and no event
        // Both on the connection's thread; `finished` once, as its last act.
        std::function<void(quint64 id)> finished;
        std::function<void(Penalty)> refused; // a source is, from now on
        TransportLimits transport{};
        std::chrono::milliseconds noProgress{60'000}; // replies or a request under way, and the
                                                      // client takes none, or sends no more of it
        // What a refused try takes at least; below 1 not even what belongs to the name is added.
        std::chrono::milliseconds leastFailure{100};
    };

    Connection(quint64 id, Descriptor socket, Peer peer, Parts parts);
    ~Connection(); // asks to stop and waits
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    bool start();                // false: no thread or no descriptor is left
    bool hasDescriptors() const; // all that start() needs

    // Each returns at once. end() hangs up with the first reason that was given; a Limit, which is
    // void once it is logged in, gives way to any other. stop() lets requests in hand be finished,
    // and transfers until `drainUntil`.
    void end(Ending ending);
    void stop(Time drainUntil);
    void shutDownSocket(); // ends a thread that waits for the network, or spins in libssh

    bool isEnding() const { return m_stop; }
    Time acceptedAt() const { return m_acceptedAt; }
    bool isFree() const { return m_parts.isFree; }
    const std::shared_ptr<LiveCounters>& live() const { return m_live; }

private:
    std::optional<Ending> wishedEnding();

    const std::shared_ptr<LiveCounters> m_live;
    const Parts m_parts;
    const Time m_acceptedAt = std::chrono::steady_clock::now();
    Descriptor m_socket;   // until the thread takes it
    Descriptor m_shutDown; // the same socket, for it can be reached when libssh has closed its own
    Wake m_wake;
    std::atomic<bool> m_stop{false};
    struct Wish {
        std::optional<Ending> ending;
        std::optional<Time> drainUntil;
    };
    Guarded<Wish> m_wish;
    ThreadPtr m_thread; // last: it uses the others
};

} // namespace sallyport::ssh
