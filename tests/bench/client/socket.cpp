#include "client/socket.h"

#include "client/fail.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace sallyport::bench {

namespace {

constexpr std::size_t inputSize = std::size_t{1280} * 1024;
constexpr std::size_t readSize = std::size_t{1024} * 1024; // the most of one recv()

[[noreturn]] void failLost(const char* what)
{
    fail(std::string("The connection was lost while ") + what + ": "
         + std::system_category().message(errno));
}

} // namespace

Socket::Socket(const std::string& host, std::uint16_t port)
    : m_in(std::make_unique_for_overwrite<std::uint8_t[]>(inputSize))
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST;
    addrinfo* address = nullptr;
    if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &address) != 0)
        fail(host + " is not an address");
    m_fd = ::socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool connected = m_fd >= 0 && ::connect(m_fd, address->ai_addr, address->ai_addrlen) == 0;
    freeaddrinfo(address);
    if (!connected)
        fail("Cannot connect to " + host + " port " + std::to_string(port));
    const int on = 1;
    setsockopt(m_fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Socket::~Socket()
{
    ::close(m_fd);
}

void Socket::wait()
{
    if (inputSize - m_inEnd < readSize) {
        std::memmove(m_in.get(), m_in.get() + m_inBegin, m_inEnd - m_inBegin);
        m_inEnd -= m_inBegin;
        m_inBegin = 0;
        if (m_inEnd == inputSize)
            fail("The server sent a packet larger than " + std::to_string(inputSize) + " bytes");
    }
    flush();
    if (pending() == 0) {
        receive(0);
        return;
    }
    const std::size_t before = m_inEnd;
    while (m_inEnd == before && pending() > 0) {
        pollfd wanted{.fd = m_fd, .events = POLLIN | POLLOUT, .revents = 0};
        if (::poll(&wanted, 1, -1) < 0 && errno != EINTR)
            failLost("waiting");
        if ((wanted.revents & POLLOUT) != 0)
            flush();
        if ((wanted.revents & ~POLLOUT) != 0)
            receive(MSG_DONTWAIT);
    }
}

void Socket::receive(int flags)
{
    const ssize_t got = ::recv(m_fd, m_in.get() + m_inEnd, inputSize - m_inEnd, flags);
    if (got == 0)
        fail("The server closed the connection");
    if (got > 0)
        m_inEnd += static_cast<std::size_t>(got);
    else if (errno != EINTR && errno != EAGAIN)
        failLost("reading");
}

std::uint8_t* Socket::reserve(std::size_t size)
{
    if (m_outBegin == m_outEnd)
        m_outBegin = m_outEnd = 0;
    if (m_out.size() - m_outEnd < size) {
        if (pending() > 0)
            std::memmove(m_out.data(), m_out.data() + m_outBegin, pending());
        m_outEnd = pending();
        m_outBegin = 0;
        if (m_out.size() - m_outEnd < size)
            m_out.resize(m_outEnd + size);
    }
    return m_out.data() + m_outEnd;
}

void Socket::flush()
{
    while (pending() > 0) {
        const ssize_t sent =
            ::send(m_fd, m_out.data() + m_outBegin, pending(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent >= 0)
            m_outBegin += static_cast<std::size_t>(sent);
        else if (errno == EAGAIN)
            return;
        else if (errno != EINTR)
            failLost("sending");
    }
}

} // namespace sallyport::bench
