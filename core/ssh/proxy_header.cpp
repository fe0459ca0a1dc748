#include "core/ssh/proxy_header.h"

#include "core/ssh/peer_filter.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/socket.h>

namespace sallyport::ssh {

namespace {

constexpr char signature[] = "\r\n\r\n\0\r\nQUIT\n";
constexpr std::size_t signatureSize = 12;
constexpr std::size_t fixedSize = 16;
// Addresses and what balancers add (TLS, ids) fit easily; the format would allow 65,535.
constexpr std::size_t mostBehind = 2048;
constexpr quint8 tcpOverV4 = 0x11, tcpOverV6 = 0x21;

} // namespace

std::size_t ProxyHeader::wanted() const
{
    if (m_state != State::Incomplete)
        return 0;
    return fixedSize + m_length - std::size_t(m_bytes.size());
}

bool ProxyHeader::readFrom(int socket)
{
    std::array<std::byte, 512> bytes;
    while (m_state == State::Incomplete) {
        const auto count = ::recv(socket, bytes.data(), std::min(wanted(), bytes.size()), 0);
        if (count <= 0)
            return count < 0 && (errno == EAGAIN || errno == EINTR);
        add(std::span(bytes).first(std::size_t(count)));
    }
    return true;
}

ProxyHeader::State ProxyHeader::add(std::span<const std::byte> bytes)
{
    if (m_state != State::Incomplete)
        return m_state;
    m_bytes.append(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
    const auto known = std::min<std::size_t>(std::size_t(m_bytes.size()), signatureSize);
    if (QByteArrayView(m_bytes).first(qsizetype(known))
        != QByteArrayView(signature, qsizetype(known))) {
        m_state = State::Wrong;
        return m_state;
    }
    if (std::size_t(m_bytes.size()) >= fixedSize && m_length == 0)
        readFixedPart();
    if (m_state == State::Incomplete && std::size_t(m_bytes.size()) >= fixedSize
        && std::size_t(m_bytes.size()) == fixedSize + m_length)
        readAddresses();
    return m_state;
}

void ProxyHeader::readFixedPart()
{
    const auto versionAndCommand = quint8(m_bytes[12]);
    m_family = quint8(m_bytes[13]);
    m_length = qFromBigEndian<quint16>(m_bytes.constData() + 14);
    m_isLocal = versionAndCommand == 0x20;
    if ((!m_isLocal && versionAndCommand != 0x21) || m_length > mostBehind)
        m_state = State::Wrong;
}

void ProxyHeader::readAddresses()
{
    m_state = State::Complete;
    if (m_isLocal)
        return;
    const char* at = m_bytes.constData() + fixedSize;
    if (m_family == tcpOverV4 && m_length >= 12) {
        m_peer = Peer{QHostAddress(qFromBigEndian<quint32>(at)), qFromBigEndian<quint16>(at + 8)};
    } else if (m_family == tcpOverV6 && m_length >= 36) {
        m_peer = Peer{plainAddress(QHostAddress(reinterpret_cast<const quint8*>(at))),
                      qFromBigEndian<quint16>(at + 32)};
    } else {
        m_state = State::Wrong; // a connection of somebody, but whose?
    }
}

} // namespace sallyport::ssh
