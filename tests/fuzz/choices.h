// Choices turns the bytes of an input into decisions, from its front on; without bytes left every
// decision is the first one, so that each input means something.
//
// Threads: a plain value. The bytes are somebody else's.
#pragma once

#include "tests/fuzz/check.h"

#include <QByteArray>

#include <algorithm>

namespace sallyport::fuzz {

class Choices {
public:
    explicit Choices(Input input)
        : m_rest(input)
    {
    }
    bool isEmpty() const { return m_rest.empty(); }
    std::size_t left() const { return m_rest.size(); }

    quint8 byte()
    {
        const Input one = take(1);
        return one.empty() ? quint8(0) : std::to_integer<quint8>(one[0]);
    }
    // One of 0 to count - 1; `count` is at most 256.
    std::size_t below(std::size_t count) { return count == 0 ? 0 : byte() % count; }
    bool isOneIn(std::size_t count) { return below(count) == count - 1; }
    quint64 number(std::size_t bytes)
    {
        quint64 value = 0;
        for (const std::byte one : take(bytes))
            value = value << 8 | std::to_integer<quint64>(one);
        return value;
    }
    // Up to so many bytes.
    QByteArray bytes(std::size_t count)
    {
        const Input some = take(count);
        return {reinterpret_cast<const char*>(some.data()), qsizetype(some.size())};
    }
    QByteArray rest() { return bytes(m_rest.size()); }

private:
    Input take(std::size_t count)
    {
        const Input taken = m_rest.first(std::min(count, m_rest.size()));
        m_rest = m_rest.subspan(taken.size());
        return taken;
    }

    Input m_rest;
};

} // namespace sallyport::fuzz
