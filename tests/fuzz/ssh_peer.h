// SshPeer is the client's end of a fuzzed connection: it makes keys as a client does, seals
// whatever it is told to send, and reads all that the server says. What a server must never say, it
// demands not to hear: a success for nobody, a channel before that, more data than a window allows.
//
// The handshake and the ciphers are those of the load generator's client.
//
// Threads: one. A call waits for the server as long as a person would before they call it hung.
// Ownership: the socket is taken over.
#pragma once

#include "client/key_exchange.h"
#include "client/packet_cipher.h"

#include "core/ssh/descriptor.h"
#include "tests/fuzz/ssh_claims.h"

#include <QByteArray>
#include <QList>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sallyport::fuzz {

class SshPeer {
public:
    SshPeer(ssh::Descriptor socket, const std::string& cipher, const QByteArray& hostKey);

    // ---- What it sends. Nothing leaves before flush(). ----

    void sendBanner(const QByteArray& line);
    void beginKeyExchange();                    // the rest of it is done while replies are read
    void send(const QByteArray& payload);       // behind new keys, while those are made
    void sendAtOnce(const QByteArray& payload); // also among what makes new keys
    void sendBeforeNewKeys(const QByteArray& payload); // of the first exchange
    // With so much padding, of which something else is said.
    void sendOdd(const QByteArray& payload, quint8 padding, quint8 paddingTold);
    void sendRaw(const QByteArray& bytes);
    // From now on whoever sends this may be anna.
    void expectSignature(const QByteArray& signature) { m_claims.setSignature(signature); }

    // ---- What it waits for ----

    void waitForKeys();
    void flush();
    // Until the server has dealt with all that was sent, or has hung up.
    void settle();
    enum class Leaving { HalfClose, HangUp };
    void leave(Leaving leaving); // and waits for the server's end

    // ---- What it knows ----

    bool isClosed() const { return m_isClosed; }
    bool hasKeys() const { return m_keyExchanges > 0; }
    bool isIn() const { return m_claims.isIn(); }
    QByteArray sessionId() const;
    const QList<QByteArray>& handles() const { return m_claims.handles(); } // of open files

private:
    struct Half {
        std::unique_ptr<bench::PacketCipher> cipher = bench::PacketCipher::none();
        std::uint32_t sequence = 0;
    };

    void seal(const QByteArray& payload, quint8 padding, quint8 paddingTold);
    void waitUntil(const std::function<bool()>& done);
    void write();
    void receive();
    void takePackets();
    bool takeBanner();
    void take(bench::Bytes payload);
    void useNewKeys(Half& half, bench::PacketCipher::Direction direction);

    const ssh::Descriptor m_socket;
    bench::KeyExchange::Session m_session;
    std::unique_ptr<bench::KeyExchange> m_exchange; // while one is running
    bool m_isStrict = false;
    int m_keyExchanges = 0;
    Half m_in, m_out;
    std::vector<std::uint8_t> m_input;
    QByteArray m_output;
    QList<QByteArray> m_delayed, m_beforeNewKeys;
    SshClaims m_claims;
    quint32 m_asked = 0; // the number of the packet by which settle() asks
    bool m_isAnswered = false;
    // The keys may not be the server's any more, or a packet is cut: nothing is waited for.
    bool m_isRude = false;
    bool m_isDeaf = false; // what comes cannot be read any more
    bool m_isClosed = false;
};

} // namespace sallyport::fuzz
