#include "client/sftp_client.h"

#include "client/fail.h"
#include "client/requests.h"

#include <algorithm>

namespace sallyport::bench {

namespace {

ByteVector packet(Writer& message)
{
    return Writer().string(message.bytes()).take();
}

} // namespace

SftpClient::SftpClient(Channel& channel, const Pipeline& pipeline)
    : m_channel(channel)
    , m_replies(channel)
    , m_pipeline(pipeline)
    , m_slots(pipeline.requests)
{
    ask(packet(Writer().u8(fxp::init).u32(3)), fxp::version, "INIT");
}

void SftpClient::open(const std::string& path, Mode mode)
{
    const std::uint32_t flags =
        mode == Mode::Read ? fxp::forReading : fxp::forWriting | fxp::create | fxp::truncate;
    const ByteVector request = packet(Writer().u8(fxp::open).u32(0).string(path).u32(flags).u32(0));
    Reader reader(ask(request, fxp::handle, "opening " + path));
    const Bytes handle = reader.string();
    if (handle.size() > 256)
        fail("The server gave a handle that is too long");
    m_handle.assign(handle.begin(), handle.end());
}

std::uint64_t SftpClient::size()
{
    Reader reader(ask(packet(Writer().u8(fxp::fstat).u32(0).string(m_handle)), fxp::attributes,
                      "asking for the size"));
    if ((reader.u32() & fxp::hasSize) == 0)
        fail("The server does not tell the size");
    return reader.u64();
}

void SftpClient::close()
{
    ask(packet(Writer().u8(fxp::close).u32(0).string(m_handle)), fxp::status, "closing");
}

std::uint64_t SftpClient::download(std::uint64_t size, const Sink& sink)
{
    std::uint64_t asked = 0;
    std::uint64_t received = 0;
    const auto askNext = [&](std::uint32_t id) {
        Slot& slot = m_slots[id];
        slot.offset = asked;
        slot.size =
            static_cast<std::uint32_t>(std::min<std::uint64_t>(m_pipeline.block, size - asked));
        asked += slot.size;
        queueBlock(id, fxp::read);
    };
    for (std::uint32_t id = 0; id < m_pipeline.requests && asked < size; ++id)
        askNext(id);
    while (received < size) {
        const ReplyReader::Head head = m_replies.next();
        if (head.type == fxp::status)
            takeStatus(head, "reading");
        Slot& slot = slotOf(head);
        const std::uint32_t got = Reader(m_replies.take(4)).u32();
        if (head.type != fxp::data || got == 0 || got > slot.size || got + 4 != head.rest)
            fail("The server answered READ with something else");
        for (std::uint32_t done = 0; done < got;) {
            const Bytes piece = m_replies.piece(got - done);
            sink(slot.offset + done, piece);
            done += static_cast<std::uint32_t>(piece.size());
        }
        received += got;
        slot.offset += got;
        slot.size -= got;
        if (slot.size > 0) // fewer bytes than asked are no error: section 6.4
            queueBlock(head.id, fxp::read);
        else if (asked < size)
            askNext(head.id);
    }
    return received;
}

std::uint64_t SftpClient::upload(std::uint64_t size, const Source& source)
{
    std::uint64_t sent = 0;
    std::uint64_t written = 0;
    const auto writeNext = [&](std::uint32_t id) {
        Slot& slot = m_slots[id];
        slot.offset = sent;
        slot.size =
            static_cast<std::uint32_t>(std::min<std::uint64_t>(m_pipeline.block, size - sent));
        sent += slot.size;
        queueBlock(id, fxp::write);
        m_channel.queue(source(slot.offset, slot.size));
    };
    for (std::uint32_t id = 0; id < m_pipeline.requests && sent < size; ++id)
        writeNext(id);
    while (written < size) {
        const ReplyReader::Head head = m_replies.next();
        takeStatus(head, "writing");
        Slot& slot = slotOf(head);
        written += slot.size;
        slot.size = 0;
        if (sent < size)
            writeNext(head.id);
    }
    return written;
}

void SftpClient::queueBlock(std::uint32_t id, std::uint8_t type)
{
    Slot& slot = m_slots[id];
    const auto handleSize = static_cast<std::uint32_t>(m_handle.size());
    const std::uint32_t size = 1 + 4 + 4 + handleSize + 8 + 4;
    std::uint8_t* at = slot.head.data();
    store32(at, size + (type == fxp::write ? slot.size : 0));
    at[4] = type;
    store32(at + 5, id);
    store32(at + 9, handleSize);
    at = std::copy(m_handle.begin(), m_handle.end(), at + 13);
    store32(at, static_cast<std::uint32_t>(slot.offset >> 32));
    store32(at + 4, static_cast<std::uint32_t>(slot.offset));
    store32(at + 8, slot.size);
    m_channel.queue(Bytes(slot.head).first(4 + size));
}

SftpClient::Slot& SftpClient::slotOf(const ReplyReader::Head& head)
{
    if (head.id >= m_slots.size() || m_slots[head.id].size == 0)
        fail("The server answered a request that was not made");
    return m_slots[head.id];
}

Bytes SftpClient::ask(Bytes request, std::uint8_t expected, const std::string& what)
{
    m_channel.queue(request);
    const ReplyReader::Head head = m_replies.next();
    if (head.type == fxp::status) {
        takeStatus(head, what);
        if (expected == fxp::status)
            return {};
    }
    if (head.type != expected)
        fail("The server gave the wrong kind of answer when " + what);
    return m_replies.take(head.rest);
}

void SftpClient::takeStatus(const ReplyReader::Head& head, const std::string& what)
{
    if (head.type != fxp::status)
        fail("The server gave no status when " + what);
    Reader reader(m_replies.take(head.rest));
    const std::uint32_t code = reader.u32();
    if (code != 0)
        fail("The server refused " + what + ": " + std::string(reader.text()));
}

} // namespace sallyport::bench
