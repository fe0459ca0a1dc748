// How one direction of a connection is protected between two key exchanges. All ciphers here
// frame alike: a length of four bytes, that many bytes, a tag.
//
// AEAD ciphers only: their cost is the smallest, so the client stays below the server.
// Source: RFC 4253 section 6; OpenSSH's PROTOCOL section 1.6 (GCM, with RFC 5647) and
// PROTOCOL.chacha20poly1305.
#pragma once

#include "client/wire.h"

#include <functional>
#include <memory>
#include <string_view>

namespace sallyport::bench {

class PacketCipher {
public:
    struct Shape {
        std::size_t block = 8;  // the padded part is a multiple of this
        std::size_t tag = 0;    // bytes after the packet
        bool padsLength = true; // the length field counts as part of what is padded
    };
    static constexpr std::size_t lengthSize = 4;

    // Before the first key exchange.
    static std::unique_ptr<PacketCipher> none();
    // `derive(letter offset, size)` gives key material: the key is 2, the IV 0, relative to the
    // first letter of the direction (RFC 4253 section 7.2).
    using Derive = std::function<ByteVector(int offset, std::size_t size)>;
    enum class Direction { Seal, Open };
    // `name` is one of names().
    static std::unique_ptr<PacketCipher> create(std::string_view name, Direction, const Derive&);
    static std::string_view names(); // comma-separated

    virtual ~PacketCipher() = default;
    const Shape& shape() const { return m_shape; }

    // Writes length, `body` (padding length, payload and padding, in pieces) and tag at `packet`.
    virtual void seal(std::uint32_t sequence, std::span<const Bytes> body,
                      std::uint8_t* packet) = 0;
    // The length of the packet whose first four bytes are at `packet`.
    virtual std::uint32_t length(std::uint32_t sequence, const std::uint8_t* packet) = 0;
    // Checks the tag and decrypts in place what follows the length field.
    virtual bool open(std::uint32_t sequence, std::uint8_t* packet, std::uint32_t length) = 0;

protected:
    explicit PacketCipher(Shape shape)
        : m_shape(shape)
    {
    }

private:
    const Shape m_shape;
};

} // namespace sallyport::bench
