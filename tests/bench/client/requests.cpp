#include "client/requests.h"

#include "client/fail.h"

namespace sallyport::bench {

Requests::Requests(Channel& channel, std::uint32_t inFlight)
    : m_channel(channel)
    , m_replies(channel)
    , m_sent(inFlight)
{
    m_sent.at(0) = Writer().u32(5).u8(fxp::init).u32(3).take();
    m_channel.queue(m_sent[0]);
    expect(next(), fxp::version, "INIT");
}

void Requests::send(std::uint32_t id, std::uint8_t type, const Writer& body)
{
    const auto size = static_cast<std::uint32_t>(5 + body.bytes().size());
    m_sent.at(id) = Writer().u32(size).u8(type).u32(id).raw(body.bytes()).take();
    m_channel.queue(m_sent[id]);
}

void Requests::send(std::uint32_t id, std::uint8_t type, const Writer& body, Bytes data)
{
    const auto dataSize = static_cast<std::uint32_t>(data.size());
    const auto size = static_cast<std::uint32_t>(5 + body.bytes().size() + 4 + data.size());
    m_sent.at(id) = Writer().u32(size).u8(type).u32(id).raw(body.bytes()).u32(dataSize).take();
    m_channel.queue(m_sent[id]);
    m_channel.queue(data);
}

Requests::Reply Requests::next()
{
    const ReplyReader::Head head = m_replies.next();
    if (head.id >= m_sent.size() && head.type != fxp::version)
        fail("The server answered a request that was not made");
    return {.type = head.type, .id = head.id, .body = m_replies.take(head.rest)};
}

void Requests::expect(const Reply& reply, std::uint8_t wanted, const std::string& what)
{
    if (reply.type == wanted)
        return;
    if (reply.type != fxp::status)
        fail("The server gave the wrong kind of answer to " + what);
    Reader reader(reply.body);
    reader.u32();
    fail("The server refused " + what + ": " + std::string(reader.text()));
}

void Requests::expectOk(const Reply& reply, const std::string& what)
{
    expect(reply, fxp::status, what);
    Reader reader(reply.body);
    if (reader.u32() != fxp::ok)
        fail("The server refused " + what + ": " + std::string(reader.text()));
}

ByteVector Requests::handleIn(const Reply& reply, const std::string& what)
{
    expect(reply, fxp::handle, what);
    const Bytes handle = Reader(reply.body).string();
    return {handle.begin(), handle.end()};
}

std::uint64_t takeAttributes(Reader& reader)
{
    const std::uint32_t flags = reader.u32();
    if ((flags & fxp::hasSize) == 0)
        fail("The server does not tell the size");
    const std::uint64_t size = reader.u64();
    if ((flags & fxp::hasOwner) != 0)
        reader.u64();
    if ((flags & fxp::hasPermissions) != 0)
        reader.u32();
    if ((flags & fxp::hasTimes) != 0)
        reader.u64();
    return size;
}

} // namespace sallyport::bench
