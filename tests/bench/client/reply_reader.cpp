#include "client/reply_reader.h"

#include "client/fail.h"

#include <algorithm>

namespace sallyport::bench {

ReplyReader::Head ReplyReader::next()
{
    Reader reader(take(9));
    const std::uint32_t length = reader.u32();
    if (length < 5)
        fail("The server sent an SFTP reply that is too short");
    return {.type = reader.u8(), .id = reader.u32(), .rest = length - 5};
}

Bytes ReplyReader::take(std::size_t size)
{
    if (m_input.empty())
        m_input = m_channel.receive();
    if (m_input.size() >= size)
        return piece(size);
    m_joined.clear();
    while (m_joined.size() < size) {
        const Bytes part = piece(size - m_joined.size());
        m_joined.insert(m_joined.end(), part.begin(), part.end());
    }
    return m_joined;
}

Bytes ReplyReader::piece(std::size_t atMost)
{
    if (m_input.empty())
        m_input = m_channel.receive();
    const Bytes taken = m_input.first(std::min(atMost, m_input.size()));
    m_input = m_input.subspan(taken.size());
    return taken;
}

} // namespace sallyport::bench
