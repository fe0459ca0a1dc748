#include "client/packet_cipher.h"

#include "client/crypto.h"
#include "client/fail.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace sallyport::bench {

namespace {

constexpr std::size_t tagSize = 16;

std::uint32_t sizeOf(std::span<const Bytes> body)
{
    std::size_t size = 0;
    for (const Bytes piece : body)
        size += piece.size();
    return static_cast<std::uint32_t>(size);
}

void check(bool good)
{
    if (!good)
        fail("libcrypto refused a cipher operation");
}

class NoCipher final : public PacketCipher {
public:
    NoCipher()
        : PacketCipher({})
    {
    }
    void seal(std::uint32_t, std::span<const Bytes> body, std::uint8_t* packet) override
    {
        store32(packet, sizeOf(body));
        packet += lengthSize;
        for (const Bytes piece : body)
            packet = std::copy(piece.begin(), piece.end(), packet);
    }
    std::uint32_t length(std::uint32_t, const std::uint8_t* packet) override
    {
        return load32(packet);
    }
    bool open(std::uint32_t, std::uint8_t*, std::uint32_t) override { return true; }
};

class GcmCipher final : public PacketCipher {
public:
    GcmCipher(const EVP_CIPHER* cipher, Direction direction, const Derive& derive)
        : PacketCipher({.block = 16, .tag = tagSize, .padsLength = false})
        , m_context(EVP_CIPHER_CTX_new())
    {
        const ByteVector iv = derive(0, m_iv.size());
        const ByteVector key =
            derive(2, static_cast<std::size_t>(EVP_CIPHER_get_key_length(cipher)));
        std::copy(iv.begin(), iv.end(), m_iv.begin());
        check(EVP_CipherInit_ex(m_context.get(), cipher, nullptr, key.data(), m_iv.data(),
                                direction == Direction::Seal ? 1 : 0)
              == 1);
    }

    void seal(std::uint32_t, std::span<const Bytes> body, std::uint8_t* packet) override
    {
        store32(packet, sizeOf(body));
        begin(packet);
        std::uint8_t* out = packet + lengthSize;
        for (const Bytes piece : body) {
            update(out, piece.data(), piece.size());
            out += piece.size();
        }
        int ignored = 0;
        check(EVP_CipherFinal_ex(m_context.get(), out, &ignored) == 1
              && EVP_CIPHER_CTX_ctrl(m_context.get(), EVP_CTRL_AEAD_GET_TAG, tagSize, out) == 1);
    }

    std::uint32_t length(std::uint32_t, const std::uint8_t* packet) override
    {
        return load32(packet);
    }

    bool open(std::uint32_t, std::uint8_t* packet, std::uint32_t length) override
    {
        begin(packet);
        std::uint8_t* body = packet + lengthSize;
        update(body, body, length);
        int ignored = 0;
        return EVP_CIPHER_CTX_ctrl(m_context.get(), EVP_CTRL_AEAD_SET_TAG, tagSize, body + length)
            == 1
            && EVP_CipherFinal_ex(m_context.get(), body, &ignored) == 1;
    }

private:
    // Starts the packet whose clear length is at `packet`, and counts the invocation up: the last
    // 64 bits of the IV, RFC 5647 section 7.1.
    void begin(const std::uint8_t* packet)
    {
        check(EVP_CipherInit_ex(m_context.get(), nullptr, nullptr, nullptr, m_iv.data(), -1) == 1);
        for (std::size_t i = m_iv.size(); i > 4 && ++m_iv[i - 1] == 0; --i) {}
        update(nullptr, packet, lengthSize);
    }
    void update(std::uint8_t* out, const std::uint8_t* in, std::size_t size)
    {
        int written = 0;
        check(EVP_CipherUpdate(m_context.get(), out, &written, in, static_cast<int>(size)) == 1);
    }

    CipherCtxPtr m_context;
    std::array<std::uint8_t, 12> m_iv{};
};

class ChaChaCipher final : public PacketCipher {
public:
    explicit ChaChaCipher(const Derive& derive)
        : PacketCipher({.block = 8, .tag = tagSize, .padsLength = false})
        , m_body(EVP_CIPHER_CTX_new())
        , m_head(EVP_CIPHER_CTX_new())
        , m_algorithm(EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_POLY1305, nullptr))
        , m_mac(EVP_MAC_CTX_new(m_algorithm.get()))
    {
        // The first half is for the packet, the second for its length.
        const ByteVector keys = derive(2, 64);
        const EVP_CIPHER* cipher = EVP_chacha20();
        check(m_mac && EVP_EncryptInit_ex(m_body.get(), cipher, nullptr, keys.data(), nullptr) == 1
              && EVP_EncryptInit_ex(m_head.get(), cipher, nullptr, keys.data() + 32, nullptr) == 1);
    }

    void seal(std::uint32_t sequence, std::span<const Bytes> body, std::uint8_t* packet) override
    {
        std::array<std::uint8_t, lengthSize> clear{};
        const std::uint32_t size = sizeOf(body);
        store32(clear.data(), size);
        start(m_head.get(), sequence, 0);
        update(m_head.get(), packet, clear.data(), clear.size());
        const PolyKey polyKey = beginBody(sequence);
        std::uint8_t* out = packet + lengthSize;
        for (const Bytes piece : body) {
            update(m_body.get(), out, piece.data(), piece.size());
            out += piece.size();
        }
        const Tag tag = tagOf(polyKey, {packet, lengthSize + size});
        std::copy(tag.begin(), tag.end(), out);
    }

    std::uint32_t length(std::uint32_t sequence, const std::uint8_t* packet) override
    {
        std::array<std::uint8_t, lengthSize> clear{};
        start(m_head.get(), sequence, 0);
        update(m_head.get(), clear.data(), packet, clear.size());
        return load32(clear.data());
    }

    bool open(std::uint32_t sequence, std::uint8_t* packet, std::uint32_t length) override
    {
        const PolyKey polyKey = beginBody(sequence);
        std::uint8_t* body = packet + lengthSize;
        const Tag tag = tagOf(polyKey, {packet, lengthSize + length});
        if (CRYPTO_memcmp(tag.data(), body + length, tagSize) != 0)
            return false;
        update(m_body.get(), body, body, length);
        return true;
    }

private:
    using PolyKey = std::array<std::uint8_t, 32>;
    using Tag = std::array<std::uint8_t, tagSize>;

    // libcrypto's IV is the block counter, little-endian, then the nonce: the sequence number.
    static void start(EVP_CIPHER_CTX* context, std::uint32_t sequence, std::uint8_t counter)
    {
        std::array<std::uint8_t, 16> iv{counter};
        store32(iv.data() + 12, sequence);
        check(EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, iv.data()) == 1);
    }
    static void update(EVP_CIPHER_CTX* context, std::uint8_t* out, const std::uint8_t* in,
                       std::size_t size)
    {
        int written = 0;
        check(EVP_EncryptUpdate(context, out, &written, in, static_cast<int>(size)) == 1);
    }
    // Block 0 of the packet's key stream gives the key of its tag; the body starts at block 1.
    PolyKey beginBody(std::uint32_t sequence)
    {
        PolyKey key{};
        start(m_body.get(), sequence, 0);
        update(m_body.get(), key.data(), key.data(), key.size());
        start(m_body.get(), sequence, 1);
        return key;
    }
    Tag tagOf(const PolyKey& key, Bytes bytes)
    {
        Tag tag{};
        std::size_t size = 0;
        check(EVP_MAC_init(m_mac.get(), key.data(), key.size(), nullptr) == 1
              && EVP_MAC_update(m_mac.get(), bytes.data(), bytes.size()) == 1
              && EVP_MAC_final(m_mac.get(), tag.data(), &size, tag.size()) == 1);
        return tag;
    }

    CipherCtxPtr m_body;
    CipherCtxPtr m_head;
    MacPtr m_algorithm;
    MacCtxPtr m_mac;
};

} // namespace

std::unique_ptr<PacketCipher> PacketCipher::none()
{
    return std::make_unique<NoCipher>();
}

std::unique_ptr<PacketCipher> PacketCipher::create(std::string_view name, Direction direction,
                                                   const Derive& derive)
{
    if (name == "aes256-gcm@openssh.com")
        return std::make_unique<GcmCipher>(EVP_aes_256_gcm(), direction, derive);
    if (name == "aes128-gcm@openssh.com")
        return std::make_unique<GcmCipher>(EVP_aes_128_gcm(), direction, derive);
    return std::make_unique<ChaChaCipher>(derive);
}

std::string_view PacketCipher::names()
{
    return "aes256-gcm@openssh.com,aes128-gcm@openssh.com,chacha20-poly1305@openssh.com";
}

} // namespace sallyport::bench
