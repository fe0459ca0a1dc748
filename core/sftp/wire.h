// Reader takes the fields of a packet apart, Writer puts them together: big-endian integers, and
// strings that are a length and raw bytes.
//
// Threads: plain values. Both refer to bytes of others.
// Source: RFC 4251 section 5, which draft-ietf-secsh-filexfer-02 section 3 refers to.
#pragma once

#include "core/sftp/buffer.h"
#include "core/sftp/protocol.h"

#include <QByteArrayView>

#include <cstddef>
#include <span>

namespace sallyport::sftp {

inline quint32 readUint32(const std::byte* at)
{
    return std::to_integer<quint32>(at[0]) << 24 | std::to_integer<quint32>(at[1]) << 16
        | std::to_integer<quint32>(at[2]) << 8 | std::to_integer<quint32>(at[3]);
}

inline quint64 readUint64(const std::byte* at)
{
    return quint64(readUint32(at)) << 32 | readUint32(at + 4);
}

inline void putUint32(std::byte* at, quint32 value)
{
    at[0] = std::byte(value >> 24);
    at[1] = std::byte(value >> 16 & 0xff);
    at[2] = std::byte(value >> 8 & 0xff);
    at[3] = std::byte(value & 0xff);
}

inline void putUint64(std::byte* at, quint64 value)
{
    putUint32(at, quint32(value >> 32));
    putUint32(at + 4, quint32(value & 0xffffffff));
}

// Never reads past the end: a field that is not there in full is 0 or empty, and ok() is false from
// then on. So a handler reads all fields and asks once.
class Reader {
public:
    explicit Reader(std::span<const std::byte> bytes)
        : m_rest(bytes)
    {
    }
    quint8 uint8();
    quint32 uint32();
    quint64 uint64();
    QByteArrayView string(); // a view of the packet
    std::size_t left() const { return m_rest.size(); }
    bool ok() const { return m_ok; }

private:
    std::span<const std::byte> take(std::size_t count);

    std::span<const std::byte> m_rest;
    bool m_ok = true;
};

// Appends packets to a Buffer. A packet is begun, filled and ended; its length is set at the end.
class Writer {
public:
    explicit Writer(Buffer& buffer)
        : m_buffer(buffer)
    {
    }
    void begin(Type type, quint32 id);
    void end();
    void cancel(); // as if begin() had not been called
    std::size_t size() const { return m_buffer.size() - m_start; } // of the packet so far

    void uint8(quint8 value);
    void uint32(quint32 value);
    void uint64(quint64 value);
    void string(QByteArrayView value);
    void raw(QByteArrayView value); // without a length
    // A uint32 whose value is known later.
    std::size_t reserveUint32();
    void setUint32(std::size_t place, quint32 value);

private:
    Buffer& m_buffer;
    std::size_t m_start = 0; // where the packet begins in the buffer
};

} // namespace sallyport::sftp
