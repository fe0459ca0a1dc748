// The data types of SSH and SFTP: big-endian numbers and strings with a length before them.
// A message that ends early is the end of the run.
//
// Source: RFC 4251 section 5.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sallyport::bench {

using Bytes = std::span<const std::uint8_t>;
using ByteVector = std::vector<std::uint8_t>;

inline Bytes bytesOf(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view textOf(Bytes bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void store32(std::uint8_t* at, std::uint32_t value);
std::uint32_t load32(const std::uint8_t* at);

// True when the comma-separated `list` names `name`.
bool listNames(std::string_view list, std::string_view name);

// Appends to a message of its own.
class Writer {
public:
    Writer& u8(std::uint8_t value);
    Writer& u32(std::uint32_t value);
    Writer& u64(std::uint64_t value);
    Writer& raw(Bytes bytes);
    Writer& string(Bytes bytes);
    Writer& string(std::string_view text) { return string(bytesOf(text)); }
    // `magnitude` is big-endian and not negative.
    Writer& mpint(Bytes magnitude);

    Bytes bytes() const { return m_bytes; }
    ByteVector take() { return std::move(m_bytes); }

private:
    ByteVector m_bytes;
};

// Reads a message that outlives it; strings are views into it.
class Reader {
public:
    explicit Reader(Bytes bytes)
        : m_rest(bytes)
    {
    }
    std::uint8_t u8();
    std::uint32_t u32();
    std::uint64_t u64();
    Bytes raw(std::size_t size);
    Bytes string();
    std::string_view text() { return textOf(string()); }
    bool atEnd() const { return m_rest.empty(); }

private:
    Bytes m_rest;
};

} // namespace sallyport::bench
