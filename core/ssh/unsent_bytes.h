// UnsentBytes says how much libssh holds for a client that does not read. libssh answers what
// nobody asked for by itself (UNIMPLEMENTED, CHANNEL_FAILURE, REQUEST_FAILURE) and keeps the
// answers without a bound, and tells only that something is left. So what it made, by one of its
// counters, is compared with what the socket took, by the other.
//
// Threads: the connection's.
// Source: packet.c and socket.c of libssh 0.10.6: one counts payloads, the other bytes on the
// socket.
#pragma once

#include <libssh/libssh.h>

#include <cstdint>

namespace sallyport::ssh {

class UnsentBytes {
public:
    // At least so many bytes wait now. `pending`: libssh says that something does.
    std::uint64_t atLeast(const ssh_counter_struct& packets, const ssh_counter_struct& socket,
                          bool pending);

private:
    ssh_counter_struct m_packets{}, m_socket{}; // when nothing waited
};

} // namespace sallyport::ssh
