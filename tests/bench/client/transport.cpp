#include "client/transport.h"

#include "client/fail.h"
#include "client/messages.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sallyport::bench {

namespace {

// Padding under encryption need not be random to measure anything, and making it is not free.
constexpr std::array<std::uint8_t, 32> zeros{};
constexpr std::size_t maxPieces = 72;
constexpr std::uint32_t maxPacket = 1024 * 1024; // fits the input buffer of the socket

} // namespace

Transport::Transport(const Endpoint& endpoint)
    : m_socket(endpoint.host, endpoint.port)
{
    m_session.cipher = endpoint.cipher;
    m_session.hostKey = endpoint.hostKey;
    m_session.clientVersion = "SSH-2.0-SallyportBench_1";
    const std::string line = m_session.clientVersion + "\r\n";
    std::ranges::copy(line, m_socket.reserve(line.size()));
    m_socket.commit(line.size());
    m_session.serverVersion = readVersion();
    beginKeyExchange();
    while (m_keyExchanges == 0) {
        if (!nextReady().empty())
            fail("The server spoke of something else before it had keys");
        if (m_keyExchanges == 0)
            wait();
    }
}

std::string Transport::readVersion()
{
    // Lines before the version are allowed (RFC 4253 section 4.2).
    for (;;) {
        const std::span<std::uint8_t> input = m_socket.input();
        const auto end = std::ranges::find(input, std::uint8_t{'\n'});
        if (end == input.end()) {
            m_socket.wait();
            continue;
        }
        std::string line(input.begin(), end);
        m_socket.consume(line.size() + 1);
        if (line.ends_with('\r'))
            line.pop_back();
        if (line.starts_with("SSH-"))
            return line;
    }
}

void Transport::beginKeyExchange()
{
    m_exchange = std::make_unique<KeyExchange>(m_session);
    const Bytes init = m_exchange->clientInit();
    sendNow({&init, 1});
}

Bytes Transport::next()
{
    for (;;) {
        const Bytes payload = nextReady();
        if (!payload.empty())
            return payload;
        wait();
    }
}

Bytes Transport::nextReady()
{
    for (;;) {
        const std::span<std::uint8_t> input = m_socket.input();
        const PacketCipher::Shape& shape = m_in.cipher->shape();
        if (input.size() < PacketCipher::lengthSize + shape.block)
            return {};
        const std::uint32_t length = m_in.cipher->length(m_in.sequence, input.data());
        if (length > maxPacket || length < shape.block - (shape.padsLength ? 4 : 0))
            fail("The server sent a packet of an impossible length");
        const std::size_t whole = PacketCipher::lengthSize + length + shape.tag;
        if (input.size() < whole)
            return {};
        if (!m_in.cipher->open(m_in.sequence, input.data(), length))
            fail("The server sent a packet with a wrong tag");
        ++m_in.sequence;
        m_socket.consume(whole);
        const std::size_t padding = input[PacketCipher::lengthSize];
        if (padding + 2 > length)
            fail("The server sent a packet without a payload");
        const Bytes payload = input.subspan(PacketCipher::lengthSize + 1, length - padding - 1);
        if (!handle(payload))
            return payload;
    }
}

bool Transport::handle(Bytes payload)
{
    switch (payload.front()) {
    case msg::ignore:
    case msg::unimplemented:
    case msg::debug:
    case msg::extInfo:
        return true;
    case msg::disconnect: {
        Reader reader(payload);
        reader.raw(5);
        fail("The server disconnected: " + std::string(reader.text()));
    }
    case msg::kexInit:
        if (!m_exchange)
            beginKeyExchange();
        sendNow(std::array{Bytes(m_exchange->takeServerInit(payload))});
        return true;
    case msg::kexEcdhReply: {
        if (!m_exchange)
            fail("The server answered a key exchange that is not running");
        m_exchange->takeReply(payload);
        if (m_session.id.empty()) {
            m_session.id.assign(m_exchange->exchangeHash().begin(),
                                m_exchange->exchangeHash().end());
            m_strict = m_exchange->strict();
        }
        const std::uint8_t newKeys = msg::newKeys;
        sendNow(std::array{Bytes(&newKeys, 1)});
        useNewKeys(m_out, PacketCipher::Direction::Seal);
        return true;
    }
    case msg::newKeys: {
        if (!m_exchange)
            fail("The server changed its keys without an exchange");
        useNewKeys(m_in, PacketCipher::Direction::Open);
        m_exchange.reset();
        ++m_keyExchanges;
        for (const ByteVector& delayed : std::exchange(m_delayed, {}))
            send(delayed);
        return true;
    }
    default:
        return false;
    }
}

void Transport::useNewKeys(Half& half, PacketCipher::Direction direction)
{
    // IV, key and MAC key from client to server are A, C and E, the other way B, D and F.
    const char first = direction == PacketCipher::Direction::Seal ? 'A' : 'B';
    half.cipher = PacketCipher::create(
        m_session.cipher, direction, [this, first](int offset, std::size_t size) {
            return m_exchange->derive(static_cast<char>(first + offset), size, m_session.id);
        });
    if (m_strict == KeyExchange::Strict::Yes)
        half.sequence = 0;
}

void Transport::send(std::span<const Bytes> payload)
{
    if (!inKeyExchange()) {
        sendNow(payload);
        return;
    }
    ByteVector& delayed = m_delayed.emplace_back();
    for (const Bytes piece : payload)
        delayed.insert(delayed.end(), piece.begin(), piece.end());
}

void Transport::sendNow(std::span<const Bytes> payload)
{
    const PacketCipher::Shape& shape = m_out.cipher->shape();
    std::array<Bytes, maxPieces> body;
    std::size_t size = 1;
    std::size_t pieces = 1;
    if (payload.size() + 2 > maxPieces)
        fail("A message of too many pieces");
    for (const Bytes piece : payload) {
        body[pieces++] = piece;
        size += piece.size();
    }
    // Source: RFC 4253 section 6: at least four bytes of padding.
    const std::size_t counted = size + (shape.padsLength ? PacketCipher::lengthSize : 0);
    auto padding = static_cast<std::uint8_t>(shape.block - counted % shape.block);
    if (padding < 4)
        padding = static_cast<std::uint8_t>(padding + shape.block);
    body[0] = Bytes(&padding, 1);
    body[pieces++] = Bytes(zeros).first(padding);

    const std::size_t whole = PacketCipher::lengthSize + size + padding + shape.tag;
    m_out.cipher->seal(m_out.sequence++, std::span(body).first(pieces), m_socket.reserve(whole));
    m_socket.commit(whole);
}

} // namespace sallyport::bench
