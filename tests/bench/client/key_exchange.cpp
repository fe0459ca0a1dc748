#include "client/key_exchange.h"

#include "client/fail.h"
#include "client/messages.h"

#include <algorithm>

namespace sallyport::bench {

namespace {

constexpr std::string_view exchange = "curve25519-sha256";
constexpr std::string_view hostKeyType = "ssh-ed25519";
// The ciphers here need no MAC, but a server may look for a common one before it knows that.
constexpr std::string_view macs = "hmac-sha2-256-etm@openssh.com,hmac-sha2-256";

} // namespace

KeyExchange::KeyExchange(const Session& session)
    : m_session(session)
{
    Writer init;
    init.u8(msg::kexInit).raw(randomBytes(16));
    std::string exchanges(exchange);
    exchanges += ",kex-strict-c-v00@openssh.com";
    init.string(exchanges).string(hostKeyType);
    init.string(session.cipher).string(session.cipher).string(macs).string(macs);
    init.string("none").string("none").string("").string("").u8(0).u32(0);
    m_clientInit = init.take();
}

ByteVector KeyExchange::takeServerInit(Bytes payload)
{
    m_serverInit.assign(payload.begin(), payload.end());
    Reader reader(payload);
    reader.raw(1 + 16);
    const auto expect = [&reader](std::string_view name, const char* what) {
        const std::string_view offered = reader.text();
        if (!listNames(offered, name))
            fail("The server does not offer the " + std::string(what) + " " + std::string(name));
        return offered;
    };
    const std::string_view exchanges = expect(exchange, "key exchange");
    m_strict = listNames(exchanges, "kex-strict-s-v00@openssh.com") ? Strict::Yes : Strict::No;
    expect(hostKeyType, "host key");
    expect(m_session.cipher, "cipher");
    expect(m_session.cipher, "cipher");
    reader.string(); // MACs
    reader.string();
    expect("none", "compression");
    expect("none", "compression");
    reader.string(); // languages
    reader.string();
    if (reader.u8() != 0)
        fail("The server guesses the key exchange, which is not understood here");
    return Writer().u8(msg::kexEcdhInit).string(m_key.publicKey()).take();
}

void KeyExchange::takeReply(Bytes payload)
{
    Reader reader(payload);
    reader.u8();
    const Bytes hostKey = reader.string();
    const Bytes serverValue = reader.string();
    const Bytes signature = reader.string();
    if (!std::ranges::equal(hostKey, m_session.hostKey))
        fail("The server has another host key than expected");

    m_secret = Writer().mpint(m_key.sharedSecret(serverValue)).take();
    Writer hashed;
    hashed.string(m_session.clientVersion).string(m_session.serverVersion);
    hashed.string(m_clientInit).string(m_serverInit).string(hostKey);
    hashed.string(m_key.publicKey()).string(serverValue).raw(m_secret);
    m_hash = sha256({hashed.bytes()});
    if (!verifyEd25519(hostKey, signature, m_hash))
        fail("The server did not prove its host key");
}

ByteVector KeyExchange::derive(char letter, std::size_t size, Bytes sessionId) const
{
    Hash block = sha256({m_secret, m_hash, bytesOf({&letter, 1}), sessionId});
    ByteVector material(block.begin(), block.end());
    while (material.size() < size) {
        block = sha256({m_secret, m_hash, material});
        material.insert(material.end(), block.begin(), block.end());
    }
    material.resize(size);
    return material;
}

} // namespace sallyport::bench
