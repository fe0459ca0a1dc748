// The SSH transport of the load generator: packets in and out, key exchanges whenever the server
// asks for one.
//
// While a key exchange is running nothing else may be sent (RFC 4253 section 7.1); what a caller
// sends then waits and follows the new keys. inKeyExchange() tells callers with much to send.
#pragma once

#include "client/key_exchange.h"
#include "client/packet_cipher.h"
#include "client/socket.h"

#include <optional>
#include <string>
#include <vector>

namespace sallyport::bench {

struct Endpoint {
    std::string host;
    std::uint16_t port = 0;
    std::string cipher;
    ByteVector hostKey;
};

class Transport {
public:
    // Connects and returns once the first keys are in use.
    explicit Transport(const Endpoint& endpoint);

    // The payload of the next packet that is not the transport's own business, waiting for it.
    // Stays until the next call.
    Bytes next();
    // The same, but empty instead of waiting when no whole packet has arrived.
    Bytes nextReady();
    void wait() { m_socket.wait(); } // until more arrived, or all output is gone

    // Sends one message, given in pieces.
    void send(std::span<const Bytes> payload);
    void send(Bytes payload) { send({&payload, 1}); }
    std::size_t pending() const { return m_socket.pending(); } // bytes the kernel did not take yet
    void flush() { m_socket.flush(); }

    bool inKeyExchange() const { return m_exchange != nullptr; }
    int keyExchanges() const { return m_keyExchanges; } // complete ones
    Bytes sessionId() const { return m_session.id; }

private:
    struct Half {
        std::unique_ptr<PacketCipher> cipher = PacketCipher::none();
        std::uint32_t sequence = 0;
    };

    std::string readVersion();
    void beginKeyExchange();
    bool handle(Bytes payload); // false: not the transport's business
    void useNewKeys(Half& half, PacketCipher::Direction direction);
    void sendNow(std::span<const Bytes> payload);

    Socket m_socket;
    KeyExchange::Session m_session;
    std::unique_ptr<KeyExchange> m_exchange;                // while one is running
    KeyExchange::Strict m_strict = KeyExchange::Strict::No; // settled by the first exchange
    int m_keyExchanges = 0;
    Half m_in;
    Half m_out;
    std::vector<ByteVector> m_delayed; // until the new keys are in use
};

} // namespace sallyport::bench
