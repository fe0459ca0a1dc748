#include "client/wire.h"

#include "client/fail.h"

namespace sallyport::bench {

void store32(std::uint8_t* at, std::uint32_t value)
{
    at[0] = static_cast<std::uint8_t>(value >> 24);
    at[1] = static_cast<std::uint8_t>(value >> 16);
    at[2] = static_cast<std::uint8_t>(value >> 8);
    at[3] = static_cast<std::uint8_t>(value);
}

std::uint32_t load32(const std::uint8_t* at)
{
    return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8
        | at[3];
}

bool listNames(std::string_view list, std::string_view name)
{
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        if (list.substr(0, comma) == name)
            return true;
        list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    }
    return false;
}

Writer& Writer::u8(std::uint8_t value)
{
    m_bytes.push_back(value);
    return *this;
}

Writer& Writer::u32(std::uint32_t value)
{
    m_bytes.resize(m_bytes.size() + 4);
    store32(m_bytes.data() + m_bytes.size() - 4, value);
    return *this;
}

Writer& Writer::u64(std::uint64_t value)
{
    return u32(static_cast<std::uint32_t>(value >> 32)).u32(static_cast<std::uint32_t>(value));
}

Writer& Writer::raw(Bytes bytes)
{
    m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    return *this;
}

Writer& Writer::string(Bytes bytes)
{
    return u32(static_cast<std::uint32_t>(bytes.size())).raw(bytes);
}

Writer& Writer::mpint(Bytes magnitude)
{
    while (!magnitude.empty() && magnitude.front() == 0)
        magnitude = magnitude.subspan(1);
    // A leading one bit would mean a negative number.
    const bool pad = !magnitude.empty() && (magnitude.front() & 0x80) != 0;
    u32(static_cast<std::uint32_t>(magnitude.size() + (pad ? 1 : 0)));
    if (pad)
        u8(0);
    return raw(magnitude);
}

std::uint8_t Reader::u8()
{
    return raw(1).front();
}

std::uint32_t Reader::u32()
{
    return load32(raw(4).data());
}

std::uint64_t Reader::u64()
{
    const std::uint64_t high = u32();
    return high << 32 | u32();
}

Bytes Reader::raw(std::size_t size)
{
    if (m_rest.size() < size)
        fail("The server sent a message that ends early");
    const Bytes taken = m_rest.first(size);
    m_rest = m_rest.subspan(size);
    return taken;
}

Bytes Reader::string()
{
    return raw(u32());
}

} // namespace sallyport::bench
