// One key exchange, curve25519-sha256 with an ssh-ed25519 host key, seen from the client: three
// messages out, three in. The transport carries them and switches its ciphers when told.
//
// Source: RFC 4253 sections 7 and 8, RFC 8731; OpenSSH's PROTOCOL section 1.10 (strict KEX).
#pragma once

#include "client/crypto.h"

#include <optional>
#include <string>

namespace sallyport::bench {

class KeyExchange {
public:
    struct Session {
        std::string cipher; // the one and only we offer
        ByteVector hostKey; // the blob the server must prove to own
        std::string clientVersion;
        std::string serverVersion;
        ByteVector id; // exchange hash of the first exchange; empty before
    };
    enum class Strict { No, Yes };

    explicit KeyExchange(const Session& session); // `session` outlives it

    Bytes clientInit() const { return m_clientInit; }
    // Takes the server's KEXINIT and returns our ECDH_INIT. Fails when nothing fits.
    ByteVector takeServerInit(Bytes payload);
    // Takes the server's ECDH_REPLY; a wrong key or signature is the end of the run.
    void takeReply(Bytes payload);

    Strict strict() const { return m_strict; }
    const Hash& exchangeHash() const { return m_hash; }
    // Key material `letter` (RFC 4253 section 7.2) for the session with this id.
    ByteVector derive(char letter, std::size_t size, Bytes sessionId) const;

private:
    const Session& m_session;
    EphemeralKey m_key;
    ByteVector m_clientInit;
    ByteVector m_serverInit;
    Strict m_strict = Strict::No;
    ByteVector m_secret; // as an mpint, the form in which it is hashed
    Hash m_hash{};
};

} // namespace sallyport::bench
