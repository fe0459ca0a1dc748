#include "core/sftp/wire.h"

namespace sallyport::sftp {

std::span<const std::byte> Reader::take(std::size_t count)
{
    if (count > m_rest.size()) {
        m_ok = false;
        m_rest = {};
        return {};
    }
    const auto taken = m_rest.first(count);
    m_rest = m_rest.subspan(count);
    return taken;
}

quint8 Reader::uint8()
{
    const auto bytes = take(1);
    return bytes.empty() ? quint8(0) : std::to_integer<quint8>(bytes[0]);
}

quint32 Reader::uint32()
{
    const auto bytes = take(4);
    return bytes.empty() ? 0 : readUint32(bytes.data());
}

quint64 Reader::uint64()
{
    const auto bytes = take(8);
    return bytes.empty() ? 0 : readUint64(bytes.data());
}

QByteArrayView Reader::string()
{
    const auto bytes = take(uint32());
    return {bytes.data(), qsizetype(bytes.size())};
}

void Writer::begin(Type type, quint32 id)
{
    m_start = m_buffer.size();
    const auto room = m_buffer.room(9);
    room[4] = std::byte(type);
    putUint32(room.data() + 5, id);
    m_buffer.grow(9);
}

void Writer::end()
{
    putUint32(m_buffer.at(m_start), quint32(size() - 4));
}

void Writer::cancel()
{
    m_buffer.truncate(m_start);
}

void Writer::uint8(quint8 value)
{
    m_buffer.room(1)[0] = std::byte(value);
    m_buffer.grow(1);
}

void Writer::uint32(quint32 value)
{
    putUint32(m_buffer.room(4).data(), value);
    m_buffer.grow(4);
}

void Writer::uint64(quint64 value)
{
    putUint64(m_buffer.room(8).data(), value);
    m_buffer.grow(8);
}

void Writer::string(QByteArrayView value)
{
    uint32(quint32(value.size()));
    raw(value);
}

void Writer::raw(QByteArrayView value)
{
    m_buffer.append(std::as_bytes(std::span(value.data(), std::size_t(value.size()))));
}

std::size_t Writer::reserveUint32()
{
    const std::size_t place = m_buffer.size();
    uint32(0);
    return place;
}

void Writer::setUint32(std::size_t place, quint32 value)
{
    putUint32(m_buffer.at(place), value);
}

} // namespace sallyport::sftp
