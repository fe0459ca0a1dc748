// One session channel with a subsystem on it: a stream of bytes each way, with SSH's windows.
// What is sent is cut into packets as large as the server allows, whatever the messages in it,
// as OpenSSH's client does.
//
// Source: RFC 4254 sections 5 and 6.5.
#pragma once

#include "client/transport.h"

#include <deque>
#include <optional>

namespace sallyport::bench {

struct ChannelSettings {
    std::uint32_t window = 16 * 1024 * 1024; // bytes the server may send ahead
    // Bytes in one packet from the server. Source: OpenSSH's CHAN_SES_PACKET_DEFAULT.
    std::uint32_t maxPacket = 32 * 1024;
};

class Channel {
public:
    Channel(Transport& transport, const ChannelSettings& settings, std::string_view subsystem);

    // Puts bytes in line; they must stay until all were sent, and nothing is sent before
    // sendQueued().
    void queue(Bytes bytes);
    // Sends what the windows allow, without waiting.
    void sendQueued();
    // The next piece of what the server sent, waiting for it and sending meanwhile. Stays until
    // the next call.
    Bytes receive();
    // The same, but empty instead of waiting.
    Bytes receiveReady();

    // Ends the channel in order and returns the exit status, if the server told one.
    std::optional<std::uint32_t> finish();

private:
    enum class State { Open, Ended };
    // The data in `payload`, if it is data; all else is dealt with.
    Bytes take(Bytes payload);
    void takeRequest(Reader& reader);
    void sendPacket();

    Transport& m_transport;
    const ChannelSettings m_settings;
    State m_state = State::Open;
    std::uint32_t m_peer = 0; // the server's number of the channel
    std::uint32_t m_peerMaxPacket = 0;
    std::uint64_t m_peerWindow = 0; // bytes we may send
    std::uint32_t m_taken = 0;      // bytes taken since the last adjustment of our window
    std::deque<Bytes> m_queue;
    std::size_t m_queued = 0; // bytes in m_queue
    std::optional<std::uint32_t> m_exitStatus;
};

} // namespace sallyport::bench
