#include "tests/fuzz/ssh_peer.h"

#include "client/messages.h"

#include "tests/fuzz/check.h"

#include <QDeadlineTimer>

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>

namespace sallyport::fuzz {

namespace msg = bench::msg;
using bench::Bytes;
using bench::PacketCipher;

namespace {

constexpr int patience = 30'000;                 // ms
constexpr int shortPatience = 5;                 // ms
constexpr std::uint32_t longestPacket = 1 << 20; // bytes
constexpr quint8 unknownType = 192;              // RFC 4250 section 4.1.2: nobody's

Bytes bytesOf(const QByteArray& bytes)
{
    return {reinterpret_cast<const std::uint8_t*>(bytes.constData()), std::size_t(bytes.size())};
}

QByteArray fromBytes(Bytes bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())};
}

// Of the transport: RFC 4253 section 12. A client may send them while keys are made.
bool isOfKeys(const QByteArray& payload)
{
    const auto type = payload.isEmpty() ? quint8(0) : quint8(payload[0]);
    return type >= msg::kexInit && type < msg::userauthRequest;
}

} // namespace

SshPeer::SshPeer(ssh::Descriptor socket, const std::string& cipher, const QByteArray& hostKey)
    : m_socket(std::move(socket))
{
    m_session.cipher = cipher;
    m_session.hostKey.assign(hostKey.begin(), hostKey.end());
}

void SshPeer::sendBanner(const QByteArray& line)
{
    m_session.clientVersion = line.toStdString();
    m_output += line + "\r\n";
}

void SshPeer::beginKeyExchange()
{
    if (m_exchange || m_isDeaf)
        return;
    m_exchange = std::make_unique<bench::KeyExchange>(m_session);
    seal(fromBytes(m_exchange->clientInit()), 0, 0);
}

void SshPeer::send(const QByteArray& payload)
{
    if (m_exchange && hasKeys())
        m_delayed.append(payload);
    else
        sendAtOnce(payload);
}

void SshPeer::sendAtOnce(const QByteArray& payload)
{
    // Before there are keys, and among those that make them, a word more is the end.
    m_isRude = m_isRude || payload.isEmpty() || isOfKeys(payload) || m_exchange || !hasKeys();
    m_claims.sent(payload);
    seal(payload, 0, 0);
}

void SshPeer::sendBeforeNewKeys(const QByteArray& payload)
{
    m_isRude = true;
    m_beforeNewKeys.append(payload);
}

void SshPeer::sendOdd(const QByteArray& payload, quint8 padding, quint8 paddingTold)
{
    m_isRude = true;
    m_claims.sent(payload);
    seal(payload, padding, paddingTold);
}

void SshPeer::sendRaw(const QByteArray& bytes)
{
    m_isRude = true;
    m_output += bytes;
}

// `padding`: so many bytes, and what is said of them; 0: as many as there must be.
void SshPeer::seal(const QByteArray& payload, quint8 padding, quint8 paddingTold)
{
    const PacketCipher::Shape& shape = m_out.cipher->shape();
    if (padding == 0) {
        // Source: RFC 4253 section 6: at least four bytes of padding.
        const std::size_t counted =
            1 + std::size_t(payload.size()) + (shape.padsLength ? PacketCipher::lengthSize : 0);
        padding = quint8(shape.block - counted % shape.block);
        if (padding < 4)
            padding = quint8(padding + shape.block);
        paddingTold = padding;
    }
    static constexpr std::array<std::uint8_t, 256> zeros{};
    const std::array<Bytes, 3> body{Bytes(&paddingTold, 1), bytesOf(payload),
                                    Bytes(zeros).first(padding)};
    const qsizetype before = m_output.size();
    m_output.resize(before + qsizetype(PacketCipher::lengthSize + 1 + padding + shape.tag)
                    + payload.size());
    m_out.cipher->seal(m_out.sequence++, body,
                       reinterpret_cast<std::uint8_t*>(m_output.data()) + before);
}

void SshPeer::waitUntil(const std::function<bool()>& done)
{
    const QDeadlineTimer deadline(patience);
    for (;;) {
        write();
        receive();
        if (m_isClosed || done())
            return;
        demand(!deadline.hasExpired(), "the server neither goes on nor hangs up");
        pollfd socket{m_socket.get(), short(m_output.isEmpty() ? POLLIN : POLLIN | POLLOUT), 0};
        ::poll(&socket, 1, int(deadline.remainingTime()));
    }
}

void SshPeer::write()
{
    while (!m_output.isEmpty() && !m_isClosed) {
        const ssize_t sent = ::send(m_socket.get(), m_output.constData(),
                                    std::size_t(m_output.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && errno == EAGAIN)
            break;
        // What nobody takes any more needs no sending: its end is on the way.
        m_output.remove(0, sent < 0 ? m_output.size() : qsizetype(sent));
    }
}

void SshPeer::receive()
{
    std::array<std::uint8_t, 32 * 1024> chunk; // NOLINT(*-member-init): recv() fills it
    while (!m_isClosed) {
        const ssize_t got = ::recv(m_socket.get(), chunk.data(), chunk.size(), MSG_DONTWAIT);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && errno == EAGAIN)
            break;
        m_isClosed = got <= 0;
        if (got > 0 && !m_isDeaf)
            m_input.insert(m_input.end(), chunk.begin(), chunk.begin() + got);
    }
    if (m_isDeaf)
        return;
    try {
        takePackets();
    } catch (const Unmet&) {
        // Who has spoiled the making of keys cannot ask that the server have the same ones.
        if (!m_isRude)
            throw;
        m_isDeaf = true;
    }
}

bool SshPeer::takeBanner()
{
    if (!m_session.serverVersion.empty())
        return true;
    const auto end = std::find(m_input.begin(), m_input.end(), std::uint8_t('\n'));
    if (end == m_input.end())
        return false;
    m_session.serverVersion.assign(m_input.begin(), end);
    m_input.erase(m_input.begin(), end + 1);
    if (m_session.serverVersion.ends_with('\r'))
        m_session.serverVersion.pop_back();
    demand(m_session.serverVersion.starts_with("SSH-2.0-Sallyport_"),
           "the server does not say what it is");
    return true;
}

void SshPeer::takePackets()
{
    if (!takeBanner())
        return;
    std::size_t at = 0;
    for (;;) {
        const PacketCipher::Shape shape = m_in.cipher->shape();
        if (m_input.size() - at < PacketCipher::lengthSize + shape.block)
            break;
        std::uint8_t* packet = m_input.data() + at;
        const std::uint32_t length = m_in.cipher->length(m_in.sequence, packet);
        demand(length <= longestPacket && length >= shape.block - (shape.padsLength ? 4 : 0),
               "a packet has a length that it cannot have");
        const std::size_t whole = PacketCipher::lengthSize + length + shape.tag;
        if (m_input.size() - at < whole)
            break;
        demand(m_in.cipher->open(m_in.sequence, packet, length), "a packet has a wrong tag");
        ++m_in.sequence;
        at += whole;
        const std::size_t padding = packet[PacketCipher::lengthSize];
        demand(padding >= 4 && padding + 2 <= length, "a packet has a padding that it cannot have");
        take({packet + PacketCipher::lengthSize + 1, length - padding - 1});
    }
    m_input.erase(m_input.begin(), m_input.begin() + std::ptrdiff_t(at));
}

void SshPeer::take(Bytes payload)
{
    switch (payload.front()) {
    case msg::unimplemented: {
        bench::Reader reader(payload.subspan(1));
        m_isAnswered = m_isAnswered || reader.u32() == m_asked;
        break;
    }
    case msg::kexInit:
        if (!m_exchange)
            beginKeyExchange(); // the server wants new keys
        seal(fromBytes(m_exchange->takeServerInit(payload)), 0, 0);
        break;
    case msg::kexEcdhReply: {
        demand(m_exchange != nullptr, "keys are answered for that nobody makes");
        m_exchange->takeReply(payload);
        if (m_session.id.empty()) {
            m_session.id.assign(m_exchange->exchangeHash().begin(),
                                m_exchange->exchangeHash().end());
            m_isStrict = m_exchange->strict() == bench::KeyExchange::Strict::Yes;
            demand(m_isStrict, "the server does not keep to strict key exchange");
        }
        for (const QByteArray& word : std::exchange(m_beforeNewKeys, {}))
            seal(word, 0, 0);
        seal(QByteArray(1, char(msg::newKeys)), 0, 0);
        useNewKeys(m_out, PacketCipher::Direction::Seal);
        break;
    }
    case msg::newKeys:
        demand(m_exchange != nullptr, "keys are changed that nobody made");
        useNewKeys(m_in, PacketCipher::Direction::Open);
        m_exchange.reset();
        ++m_keyExchanges;
        for (const QByteArray& word : std::exchange(m_delayed, {}))
            sendAtOnce(word);
        break;
    default:
        demand(hasKeys() || payload.front() == msg::disconnect || m_isRude,
               "the server speaks of something else before it has keys");
        m_claims.heard(fromBytes(payload));
    }
}

void SshPeer::useNewKeys(Half& half, PacketCipher::Direction direction)
{
    // IV, key and MAC key from client to server are A, C and E, the other way B, D and F.
    const char first = direction == PacketCipher::Direction::Seal ? 'A' : 'B';
    half.cipher = PacketCipher::create(
        m_session.cipher, direction, [this, first](int offset, std::size_t size) {
            return m_exchange->derive(char(first + offset), size, m_session.id);
        });
    if (m_isStrict)
        half.sequence = 0;
}

QByteArray SshPeer::sessionId() const
{
    return fromBytes(m_session.id);
}

void SshPeer::waitForKeys()
{
    if (!m_isRude)
        return waitUntil([this] { return hasKeys() && !m_exchange; });
    // They may never come.
    pollfd socket{m_socket.get(), POLLIN, 0};
    do {
        flush();
    } while (!m_isClosed && !hasKeys() && ::poll(&socket, 1, shortPatience) > 0);
}

void SshPeer::flush()
{
    waitUntil([this] { return m_output.isEmpty(); });
}

void SshPeer::settle()
{
    // Asked twice: the first answer goes out before what the pump makes of the packets before it.
    for (int round = 0; round < 2; ++round) {
        flush();
        if (!hasKeys() || m_isRude)
            return;
        waitUntil([this] { return m_exchange == nullptr; });
        m_isAnswered = false;
        m_asked = m_out.sequence;
        seal(QByteArray(1, char(unknownType)), 0, 0);
        waitUntil([this] { return m_isAnswered; });
        if (m_isClosed)
            return;
    }
}

void SshPeer::leave(Leaving leaving)
{
    write();
    ::shutdown(m_socket.get(), leaving == Leaving::HalfClose ? SHUT_WR : SHUT_RDWR);
    m_output.clear();
    waitUntil([] { return false; }); // it ends when the server has hung up
}

} // namespace sallyport::fuzz
