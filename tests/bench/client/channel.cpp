#include "client/channel.h"

#include "client/fail.h"
#include "client/messages.h"

#include <algorithm>
#include <array>

namespace sallyport::bench {

namespace {

constexpr std::uint32_t ownNumber = 0;
// Encrypted bytes gathered before the kernel gets them.
constexpr std::size_t sendBatch = std::size_t{256} * 1024;
constexpr std::size_t maxPieces = 64; // in one packet

} // namespace

Channel::Channel(Transport& transport, const ChannelSettings& settings, std::string_view subsystem)
    : m_transport(transport)
    , m_settings(settings)
{
    Writer open;
    open.u8(msg::channelOpen).string("session");
    open.u32(ownNumber).u32(settings.window).u32(settings.maxPacket);
    m_transport.send(open.bytes());
    bool started = false;
    while (!started) {
        const Bytes payload = m_transport.next();
        Reader reader(payload);
        switch (reader.u8()) {
        case msg::channelOpenConfirmation: {
            reader.u32();
            m_peer = reader.u32();
            m_peerWindow = reader.u32();
            m_peerMaxPacket = reader.u32();
            Writer request;
            request.u8(msg::channelRequest).u32(m_peer).string("subsystem").u8(1);
            m_transport.send(request.string(subsystem).bytes());
            break;
        }
        case msg::channelSuccess:
            started = true;
            break;
        case msg::channelOpenFailure:
            fail("The server refused a channel");
        case msg::channelFailure:
            fail("The server refused the subsystem " + std::string(subsystem));
        default:
            if (!take(payload).empty())
                fail("The server sent data before the subsystem was there");
        }
    }
}

void Channel::queue(Bytes bytes)
{
    m_queue.push_back(bytes);
    m_queued += bytes.size();
}

void Channel::sendQueued()
{
    while (m_queued > 0 && m_peerWindow > 0 && !m_transport.inKeyExchange()) {
        if (m_transport.pending() >= sendBatch) {
            m_transport.flush();
            if (m_transport.pending() >= sendBatch)
                return;
        }
        sendPacket();
    }
    m_transport.flush();
}

void Channel::sendPacket()
{
    std::array<std::uint8_t, 9> head{msg::channelData};
    std::array<Bytes, maxPieces> pieces{Bytes(head)};
    std::size_t count = 1;
    std::size_t size = 0;
    const auto limit =
        static_cast<std::size_t>(std::min<std::uint64_t>(m_peerWindow, m_peerMaxPacket));
    while (count < maxPieces && size < limit && !m_queue.empty()) {
        Bytes& first = m_queue.front();
        const Bytes piece = first.first(std::min(first.size(), limit - size));
        pieces[count++] = piece;
        size += piece.size();
        first = first.subspan(piece.size());
        if (first.empty())
            m_queue.pop_front();
    }
    store32(head.data() + 1, m_peer);
    store32(head.data() + 5, static_cast<std::uint32_t>(size));
    m_queued -= size;
    m_peerWindow -= size;
    m_transport.send(std::span(pieces).first(count));
}

Bytes Channel::receive()
{
    for (;;) {
        const Bytes data = receiveReady();
        if (!data.empty())
            return data;
        sendQueued();
        m_transport.wait();
    }
}

Bytes Channel::receiveReady()
{
    for (;;) {
        const Bytes payload = m_transport.nextReady();
        if (payload.empty())
            return {};
        const Bytes data = take(payload);
        if (m_state == State::Ended)
            fail("The server ended the channel early");
        if (!data.empty())
            return data;
    }
}

Bytes Channel::take(Bytes payload)
{
    Reader reader(payload);
    switch (reader.u8()) {
    case msg::channelData: {
        reader.u32();
        const Bytes data = reader.string();
        m_taken += static_cast<std::uint32_t>(data.size());
        if (m_taken >= m_settings.window / 2) {
            Writer adjust;
            adjust.u8(msg::channelWindowAdjust).u32(m_peer).u32(m_taken);
            m_transport.send(adjust.bytes());
            m_taken = 0;
        }
        return data;
    }
    case msg::channelWindowAdjust:
        reader.u32();
        m_peerWindow += reader.u32();
        return {};
    case msg::channelRequest:
        reader.u32();
        takeRequest(reader);
        return {};
    case msg::channelEof:
        return {};
    case msg::channelClose:
        m_state = State::Ended;
        return {};
    case msg::globalRequest:
        reader.string();
        if (reader.u8() != 0) {
            const std::uint8_t no = msg::requestFailure;
            m_transport.send(Bytes(&no, 1));
        }
        return {};
    default:
        fail("The server sent an unknown message of type " + std::to_string(payload.front()));
    }
}

void Channel::takeRequest(Reader& reader)
{
    const std::string_view request = reader.text();
    const bool wantsReply = reader.u8() != 0;
    if (request == "exit-status")
        m_exitStatus = reader.u32();
    if (wantsReply)
        m_transport.send(Writer().u8(msg::channelFailure).u32(m_peer).bytes());
}

std::optional<std::uint32_t> Channel::finish()
{
    m_transport.send(Writer().u8(msg::channelEof).u32(m_peer).bytes());
    m_transport.flush();
    while (m_state == State::Open) {
        if (!take(m_transport.next()).empty())
            fail("The server sent data after the last reply");
    }
    m_transport.send(Writer().u8(msg::channelClose).u32(m_peer).bytes());
    m_transport.flush();
    return m_exitStatus;
}

} // namespace sallyport::bench
