// Cuts the stream of a channel into SFTP replies without gathering them: a reply is its head and
// then whatever the caller takes of it.
//
// Source: draft-ietf-secsh-filexfer-02 sections 3 and 7.
#pragma once

#include "client/channel.h"

namespace sallyport::bench {

class ReplyReader {
public:
    struct Head {
        std::uint8_t type = 0;
        std::uint32_t id = 0;   // VERSION has its number here
        std::uint32_t rest = 0; // bytes behind the id
    };

    explicit ReplyReader(Channel& channel) // outlives this
        : m_channel(channel)
    {
    }

    // The next reply; the one before must have been taken whole. Sends what is queued meanwhile.
    Head next();
    // Exactly `size` bytes. They stay until the next call of anything here.
    Bytes take(std::size_t size);
    // At least one and at most `atMost` bytes, uncopied.
    Bytes piece(std::size_t atMost);

private:
    Channel& m_channel;
    Bytes m_input;       // what came and was not taken
    ByteVector m_joined; // bytes that came in two packets
};

} // namespace sallyport::bench
