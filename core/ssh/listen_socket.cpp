#include "core/ssh/listen_socket.h"

#include "core/ssh/peer_filter.h"
#include "core/ssh/port_holder.h"

#include <QNetworkInterface>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace sallyport::ssh {

namespace {

constexpr int backlog = 128;
// When the system chose a port for the first address and another one has it taken.
constexpr int tries = 10;
// How far after a port that is taken a free one is looked for.
constexpr int portsToOffer = 50;

Error cannotListen(int error, const QHostAddress& address, quint16 port)
{
    switch (error) {
    case EADDRINUSE:
        return {ErrorCode::AddressInUse, QStringLiteral("Port %1 is already in use").arg(port)};
    case EACCES:
    case EPERM:
        return {
            ErrorCode::PermissionDenied,
            QStringLiteral("Port %1 is reserved by the system: choose one from 1024 on, or lower "
                           "net.ipv4.ip_unprivileged_port_start")
                .arg(port)};
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
    case EINVAL:
    case ENODEV:
        return {
            ErrorCode::NotFound,
            QStringLiteral("This computer does not have the address %1").arg(address.toString())};
    case EMFILE:
    case ENFILE:
        return {ErrorCode::TooMany, QStringLiteral("Too many files are open to listen")};
    default:
        return {ErrorCode::Failure, QStringLiteral("Port %1 cannot be opened").arg(port)};
    }
}

Result<ListenSocket> adopt(Descriptor descriptor)
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    int listens = 0;
    socklen_t listensSize = sizeof listens;
    if (::getsockopt(descriptor.get(), SOL_SOCKET, SO_ACCEPTCONN, &listens, &listensSize) != 0
        || listens == 0
        || ::getsockname(descriptor.get(), reinterpret_cast<sockaddr*>(&storage), &size) != 0
        || (storage.ss_family != AF_INET && storage.ss_family != AF_INET6))
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("A socket was handed over that does not listen")};
    const int flags = ::fcntl(descriptor.get(), F_GETFL);
    ::fcntl(descriptor.get(), F_SETFL, flags | O_NONBLOCK);
    ::fcntl(descriptor.get(), F_SETFD, FD_CLOEXEC);
    return ListenSocket{std::move(descriptor), peerOf(storage)};
}

Result<ListenSocket> openSocket(const QHostAddress& address, quint16 port)
{
    const bool isV6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    Descriptor descriptor(
        ::socket(isV6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const auto set = [&descriptor](int level, int name) {
        const int on = 1;
        return ::setsockopt(descriptor.get(), level, name, &on, sizeof on) == 0;
    };
    sockaddr_storage wanted{};
    const socklen_t size = toSocketAddress({address, port}, wanted);
    if (!descriptor || !set(SOL_SOCKET, SO_REUSEADDR) || (isV6 && !set(IPPROTO_IPV6, IPV6_V6ONLY))
        || ::bind(descriptor.get(), reinterpret_cast<const sockaddr*>(&wanted), size) != 0
        || ::listen(descriptor.get(), backlog) != 0)
        return cannotListen(errno, address, port);
    return adopt(std::move(descriptor));
}

Result<std::vector<ListenSocket>> openAll(const QList<QHostAddress>& addresses, quint16 port,
                                          bool v6IsOptional)
{
    std::vector<ListenSocket> sockets;
    for (const QHostAddress& address : addresses) {
        auto opened = openSocket(address, sockets.empty() ? port : sockets.front().address.port);
        if (opened) {
            sockets.push_back(std::move(*opened));
            continue;
        }
        const bool isMissing = opened.error().code == ErrorCode::NotFound
            && address.protocol() == QAbstractSocket::IPv6Protocol;
        if (!v6IsOptional || !isMissing)
            return opened.error();
    }
    return sockets;
}

struct Wanted {
    QList<QHostAddress> addresses;
    bool everything = false; // of this computer: IPv6 may be missing
};

Wanted wantedBy(const Network& network)
{
    Wanted wanted;
    wanted.everything = network.addresses.isEmpty();
    for (const QHostAddress& address : network.addresses) {
        if (address.protocol() == QAbstractSocket::AnyIPProtocol)
            wanted.everything = true;
        else if (!wanted.addresses.contains(plainAddress(address)))
            wanted.addresses.append(address);
    }
    if (wanted.everything)
        wanted.addresses = {QHostAddress(QHostAddress::AnyIPv4),
                            QHostAddress(QHostAddress::AnyIPv6)};
    return wanted;
}

// Says who has the port, and which of the next ones is free.
Error portTaken(const Network& network)
{
    QString message =
        QStringLiteral("Port %1 is used by %2").arg(network.port).arg(holderOfPort(network.port));
    if (const quint16 next = nextFreePort(network))
        message += QStringLiteral("; port %1 is free").arg(next);
    return {ErrorCode::AddressInUse, message};
}

} // namespace

Peer peerOf(const sockaddr_storage& address)
{
    if (address.ss_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address, sizeof v6);
        QHostAddress host(v6.sin6_addr.s6_addr);
        QHostAddress plain = plainAddress(host);
        if (v6.sin6_scope_id != 0 && host.isLinkLocal())
            plain.setScopeId(QNetworkInterface::interfaceNameFromIndex(int(v6.sin6_scope_id)));
        return {plain, ntohs(v6.sin6_port)};
    }
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return {QHostAddress(ntohl(v4.sin_addr.s_addr)), ntohs(v4.sin_port)};
}

unsigned toSocketAddress(const Peer& peer, sockaddr_storage& address)
{
    if (peer.address.protocol() == QAbstractSocket::IPv6Protocol) {
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(peer.port);
        const Q_IPV6ADDR bytes = peer.address.toIPv6Address();
        std::memcpy(&v6.sin6_addr, &bytes, sizeof bytes);
        if (!peer.address.scopeId().isEmpty())
            v6.sin6_scope_id =
                quint32(QNetworkInterface::interfaceIndexFromName(peer.address.scopeId()));
        std::memcpy(&address, &v6, sizeof v6);
        return sizeof v6;
    }
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(peer.port);
    v4.sin_addr.s_addr = htonl(peer.address.toIPv4Address());
    std::memcpy(&address, &v4, sizeof v4);
    return sizeof v4;
}

QList<Peer> socketsFor(const Network& network)
{
    QList<Peer> sockets;
    const Wanted wanted = wantedBy(network);
    for (const QHostAddress& address : wanted.addresses)
        sockets += {address, network.port};
    return sockets;
}

Result<std::vector<ListenSocket>> openSockets(const Network& network)
{
    const auto [addresses, everything] = wantedBy(network);
    auto sockets = openAll(addresses, network.port, everything);
    for (int i = 1; i < tries && network.port == 0 && !sockets
         && sockets.error().code == ErrorCode::AddressInUse;
         ++i)
        sockets = openAll(addresses, 0, everything);
    if (network.port != 0 && !sockets && sockets.error().code == ErrorCode::AddressInUse)
        return portTaken(network);
    return sockets;
}

quint16 nextFreePort(const Network& network)
{
    const auto [addresses, everything] = wantedBy(network);
    for (int next = network.port + 1; next <= std::min(network.port + portsToOffer, 65'535);
         ++next) {
        if (openAll(addresses, quint16(next), everything))
            return quint16(next);
    }
    return 0;
}

Result<std::vector<ListenSocket>> adoptSockets(const QList<int>& descriptors)
{
    std::vector<Descriptor> owned; // all of them, also when one is of no use
    for (const int descriptor : descriptors)
        owned.emplace_back(descriptor);
    std::vector<ListenSocket> sockets;
    for (Descriptor& descriptor : owned) {
        auto adopted = adopt(std::move(descriptor));
        if (!adopted)
            return adopted.error();
        sockets.push_back(std::move(*adopted));
    }
    return sockets;
}

} // namespace sallyport::ssh
