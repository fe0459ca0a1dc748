#include "client/crypto.h"

#include "client/fail.h"

#include <openssl/rand.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

namespace sallyport::bench {

namespace {

constexpr std::string_view keyType = "ssh-ed25519";

using DigestCtxPtr = std::unique_ptr<EVP_MD_CTX, OsslRelease<EVP_MD_CTX_free>>;
using PkeyCtxPtr = std::unique_ptr<EVP_PKEY_CTX, OsslRelease<EVP_PKEY_CTX_free>>;

std::string textOfFile(const std::string& file)
{
    std::ifstream stream(file);
    if (!stream)
        fail("Cannot read " + file);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

ByteVector fromBase64(std::string_view text, const std::string& file)
{
    std::string digits;
    for (const char c : text) {
        if (c != '\n' && c != '\r')
            digits += c;
    }
    ByteVector bytes(digits.size() / 4 * 3 + 3);
    const int size =
        EVP_DecodeBlock(bytes.data(), bytesOf(digits).data(), static_cast<int>(digits.size()));
    if (size < 0)
        fail(file + " is not a key file");
    std::size_t padding = 0;
    while (!digits.empty() && digits.back() == '=') {
        digits.pop_back();
        ++padding;
    }
    bytes.resize(static_cast<std::size_t>(size) - padding);
    return bytes;
}

} // namespace

Hash sha256(std::initializer_list<Bytes> parts)
{
    const DigestCtxPtr context(EVP_MD_CTX_new());
    Hash hash{};
    bool good = EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
    for (const Bytes part : parts)
        good = good && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    if (!good || EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) != 1)
        fail("SHA-256 failed");
    return hash;
}

ByteVector randomBytes(std::size_t size)
{
    ByteVector bytes(size);
    if (RAND_bytes(bytes.data(), static_cast<int>(size)) != 1)
        fail("No random numbers");
    return bytes;
}

EphemeralKey::EphemeralKey()
    : m_key(EVP_PKEY_Q_keygen(nullptr, nullptr, "X25519"))
    , m_public(32)
{
    std::size_t size = m_public.size();
    if (!m_key || EVP_PKEY_get_raw_public_key(m_key.get(), m_public.data(), &size) != 1)
        fail("X25519 failed");
}

Hash EphemeralKey::sharedSecret(Bytes peerPublicKey) const
{
    const PkeyPtr peer(EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, peerPublicKey.data(),
                                                   peerPublicKey.size()));
    const PkeyCtxPtr context(EVP_PKEY_CTX_new(m_key.get(), nullptr));
    Hash secret{};
    std::size_t size = secret.size();
    if (!peer || EVP_PKEY_derive_init(context.get()) != 1
        || EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1
        || EVP_PKEY_derive(context.get(), secret.data(), &size) != 1)
        fail("The server's key exchange value is not valid");
    return secret;
}

UserKey UserKey::load(const std::string& file)
{
    const std::string text = textOfFile(file);
    constexpr std::string_view begin = "-----BEGIN OPENSSH PRIVATE KEY-----";
    const std::size_t first = text.find(begin);
    const std::size_t last = text.find("-----END");
    if (first == std::string::npos || last == std::string::npos)
        fail(file + " is not a private key of OpenSSH");
    const std::size_t start = first + begin.size();
    const ByteVector decoded = fromBase64(std::string_view(text).substr(start, last - start), file);

    // Source: OpenSSH's PROTOCOL.key.
    Reader reader(decoded);
    reader.raw(15); // "openssh-key-v1" and a zero
    const bool plain = reader.text() == "none" && reader.text() == "none" && reader.text().empty();
    if (!plain || reader.u32() != 1)
        fail(file + " must hold one key without a passphrase");
    reader.string(); // the public key
    Reader secret(reader.string());
    secret.raw(8); // the same check number twice
    if (secret.text() != keyType)
        fail(file + " is not an Ed25519 key");
    secret.string();                            // the public key
    return fromSeed(secret.string().first(32)); // the rest is the public key again
}

UserKey UserKey::fromSeed(Bytes seed)
{
    UserKey key;
    key.m_key.reset(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
    std::array<std::uint8_t, 32> half{};
    std::size_t size = half.size();
    if (!key.m_key || EVP_PKEY_get_raw_public_key(key.m_key.get(), half.data(), &size) != 1)
        fail("The user's key is of no use");
    key.m_blob = Writer().string(keyType).string(half).take();
    return key;
}

ByteVector UserKey::sign(Bytes message) const
{
    const DigestCtxPtr context(EVP_MD_CTX_new());
    std::array<std::uint8_t, 64> signature{};
    std::size_t size = signature.size();
    if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, m_key.get()) != 1
        || EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size())
            != 1)
        fail("Signing failed");
    return Writer().string(keyType).string(signature).take();
}

bool verifyEd25519(Bytes publicBlob, Bytes signatureBlob, Bytes message)
{
    Reader key(publicBlob);
    Reader signature(signatureBlob);
    if (key.text() != keyType || signature.text() != keyType)
        return false;
    const Bytes raw = key.string();
    const Bytes signed64 = signature.string();
    const PkeyPtr pkey(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw.data(), raw.size()));
    const DigestCtxPtr context(EVP_MD_CTX_new());
    return pkey && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, pkey.get()) == 1
        && EVP_DigestVerify(context.get(), signed64.data(), signed64.size(), message.data(),
                            message.size())
        == 1;
}

ByteVector loadPublicKey(const std::string& file)
{
    std::istringstream words(textOfFile(file));
    std::string type;
    std::string digits;
    words >> type >> digits;
    if (type != keyType)
        fail(file + " is not an Ed25519 public key");
    return fromBase64(digits, file);
}

} // namespace sallyport::bench
