// ProxyHeader reads the PROXY protocol's version 2 header, with which a load balancer says who it
// speaks for. Not a byte behind the header is taken.
//
// Threads: one at a time.
// Source: https://www.haproxy.org/download/2.8/doc/proxy-protocol.txt section 2.2.
#pragma once

#include "core/identity.h"

#include <QByteArray>

#include <cstddef>
#include <optional>
#include <span>

namespace sallyport::ssh {

class ProxyHeader {
public:
    enum class State { Incomplete, Complete, Wrong };

    // How many bytes are to be read next and given to add(); not 0 while Incomplete.
    std::size_t wanted() const;
    State add(std::span<const std::byte> bytes);
    // Adds what has come to a socket that does not block. False: the other end has gone.
    bool readFrom(int socket);
    State state() const { return m_state; }
    // Once Complete. Empty: the balancer speaks for itself (LOCAL), or for no IP address.
    const std::optional<Peer>& peer() const { return m_peer; }

private:
    void readFixedPart();
    void readAddresses();

    QByteArray m_bytes;
    std::size_t m_length = 0; // of the part behind the fixed one
    bool m_isLocal = false;
    quint8 m_family = 0;
    State m_state = State::Incomplete;
    std::optional<Peer> m_peer;
};

} // namespace sallyport::ssh
