// Repeats the bytes of a file for ever. A whole block is always in one piece.
#pragma once

#include "client/wire.h"

#include <string>

namespace sallyport::bench {

class Pattern {
public:
    Pattern(const std::string& file, std::size_t block);
    Bytes at(std::uint64_t offset, std::size_t size) const // at most `block`
    {
        return Bytes(m_bytes).subspan(static_cast<std::size_t>(offset % m_period), size);
    }

private:
    ByteVector m_bytes;
    std::size_t m_period = 0;
};

} // namespace sallyport::bench
