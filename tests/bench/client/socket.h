// A TCP connection with one large buffer each way. Reads take whatever the kernel has, up to a
// mebibyte, and packets are decrypted where they arrived; sends gather many packets.
#pragma once

#include "client/wire.h"

#include <cstdint>
#include <memory>
#include <string>

namespace sallyport::bench {

class Socket {
public:
    Socket(const std::string& host, std::uint16_t port);
    ~Socket();
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    // What arrived and was not consumed; may be changed in place, stays until the next wait().
    std::span<std::uint8_t> input() { return {m_in.get() + m_inBegin, m_inEnd - m_inBegin}; }
    void consume(std::size_t size) { m_inBegin += size; }
    // Waits for more input, or until all pending output is gone where there was some. The server
    // closing the connection is the end of the run.
    void wait();

    // Room for `size` bytes of output, to be filled and then committed.
    std::uint8_t* reserve(std::size_t size);
    void commit(std::size_t size) { m_outEnd += size; }
    std::size_t pending() const { return m_outEnd - m_outBegin; }
    // Hands the kernel what it takes without waiting.
    void flush();

private:
    void receive(int flags);

    int m_fd = -1;
    std::unique_ptr<std::uint8_t[]> m_in; // not cleared: what is never used costs nothing
    std::size_t m_inBegin = 0;
    std::size_t m_inEnd = 0;
    ByteVector m_out;
    std::size_t m_outBegin = 0;
    std::size_t m_outEnd = 0;
};

} // namespace sallyport::bench
