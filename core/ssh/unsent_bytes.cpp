#include "core/ssh/unsent_bytes.h"

namespace sallyport::ssh {

namespace {

// What a packet has around its payload, at least: length, padding and its length, and a tag.
// Source: RFC 4253 section 6.
constexpr std::uint64_t leastAround = 4 + 1 + 4 + 16; // bytes

} // namespace

std::uint64_t UnsentBytes::atLeast(const ssh_counter_struct& packets,
                                   const ssh_counter_struct& socket, bool pending)
{
    const std::uint64_t made = (packets.out_bytes - m_packets.out_bytes)
        + (packets.out_packets - m_packets.out_packets) * leastAround;
    const std::uint64_t taken = socket.out_bytes - m_socket.out_bytes;
    if (pending && made > taken)
        return made - taken;
    m_packets = packets;
    m_socket = socket;
    return 0;
}

} // namespace sallyport::ssh
