#include "core/network/addresses.h"

#include <QFile>
#include <QNetworkInterface>

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

namespace sallyport {

namespace {

// The interface in four words, the better the lower; addresses are compared after it.
std::tuple<bool, bool, bool, quint32> rank(const NetworkInterface& interface)
{
    return {interface.isLoopback, isVirtualName(interface.name) || interface.isPointToPoint,
            !interface.defaultRouteMetric.has_value(),
            interface.defaultRouteMetric.value_or(std::numeric_limits<quint32>::max())};
}

bool isIpv6(const QHostAddress& address)
{
    return address.protocol() == QAbstractSocket::IPv6Protocol;
}

QByteArray content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QUrl link(const QHostAddress& address, quint16 port)
{
    QUrl url;
    url.setScheme(QStringLiteral("sftp"));
    url.setHost(address.toString());
    url.setPort(port);
    return url;
}

bool isAny(const QHostAddress& address)
{
    return address == QHostAddress::AnyIPv4 || address == QHostAddress::AnyIPv6
        || address == QHostAddress::Any;
}

bool reaches(const QHostAddress& socket, const QHostAddress& address)
{
    return socket == address || socket == QHostAddress::Any
        || (isAny(socket) && socket.protocol() == address.protocol());
}

} // namespace

QList<QHostAddress> bestFirst(const QList<NetworkInterface>& interfaces)
{
    struct Candidate {
        QHostAddress address;
        std::tuple<bool, bool, bool, bool, quint32, bool> rank;
    };
    QList<Candidate> candidates;
    for (const NetworkInterface& interface : interfaces) {
        if (!interface.isUp)
            continue;
        const auto [loopback, made, noRoute, metric] = rank(interface);
        for (const QHostAddress& address : interface.addresses) {
            candidates.append(
                {address,
                 {loopback, address.isLinkLocal(), made, noRoute, metric, isIpv6(address)}});
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.rank < b.rank; });

    QList<QHostAddress> addresses;
    for (const Candidate& candidate : std::as_const(candidates)) {
        const bool loopback = std::get<0>(candidate.rank);
        if ((!loopback || addresses.isEmpty() || addresses.first().isLoopback())
            && !addresses.contains(candidate.address))
            addresses += candidate.address;
    }
    return addresses;
}

bool isVirtualName(const QString& interface)
{
    static constexpr std::array prefixes{
        "br",    "cali",    "cilium", "cni",       "docker",  "dummy",   "flannel",  "ham",
        "ifb",   "ipsec",   "lxc",    "lxd",       "macvtap", "mullvad", "nordlynx", "podman",
        "ppp",   "proton",  "sit",    "tailscale", "tap",     "tun",     "utun",     "veth",
        "virbr", "vboxnet", "vmnet",  "vnet",      "wg",      "zt",
    };
    return std::any_of(prefixes.begin(), prefixes.end(), [&interface](const char* prefix) {
        return interface.startsWith(QLatin1String(prefix));
    });
}

QHash<QString, quint32> defaultRoutes(const QByteArray& route, const QByteArray& ipv6Route)
{
    QHash<QString, quint32> metrics;
    const auto add = [&metrics](const QByteArray& name, quint32 metric) {
        const QString interface = QString::fromLocal8Bit(name);
        metrics.insert(interface, qMin(metric, metrics.value(interface, metric)));
    };
    // IPv6 first: what IPv4 says of the same interface stands.
    // Source: the kernel's net/ipv6/route.c: destination, prefix length, source, prefix length,
    // next hop, metric, references, use, flags, device; all but the device hexadecimal.
    for (const QByteArray& line : ipv6Route.split('\n')) {
        const QList<QByteArray> fields = line.simplified().split(' ');
        if (fields.size() == 10 && fields[0].count('0') == 32 && fields[1] == "00"
            && fields[4].count('0') != 32)
            add(fields[9], fields[5].toUInt(nullptr, 16));
    }
    QHash<QString, quint32> ipv6;
    ipv6.swap(metrics);
    // Source: net/ipv4/fib_trie.c: Iface Destination Gateway Flags RefCnt Use Metric Mask ...
    for (const QByteArray& line : route.split('\n')) {
        const QList<QByteArray> fields = line.simplified().split(' ');
        if (fields.size() >= 8 && fields[1] == "00000000" && fields[7] == "00000000")
            add(fields[0], fields[6].toUInt());
    }
    for (auto other = ipv6.cbegin(); other != ipv6.cend(); ++other) {
        if (!metrics.contains(other.key()))
            metrics.insert(other.key(), other.value());
    }
    return metrics;
}

QList<QUrl> linksTo(const QList<Peer>& listening, const QList<QHostAddress>& own)
{
    QList<QUrl> links;
    for (const QHostAddress& address : own) {
        for (const Peer& socket : listening) {
            if (reaches(socket.address, address))
                links += link(address, socket.port);
        }
    }
    for (const Peer& socket : listening) {
        if (const QUrl url = link(socket.address, socket.port);
            !isAny(socket.address) && !links.contains(url))
            links += url;
    }
    return links;
}

QList<NetworkInterface> interfacesOfThisComputer()
{
    const QHash<QString, quint32> routes =
        defaultRoutes(content(QStringLiteral("/proc/net/route")),
                      content(QStringLiteral("/proc/net/ipv6_route")));
    QList<NetworkInterface> interfaces;
    const QList<QNetworkInterface> all = QNetworkInterface::allInterfaces();
    for (const QNetworkInterface& one : all) {
        NetworkInterface interface;
        interface.name = one.name();
        interface.isUp = one.flags().testFlag(QNetworkInterface::IsRunning);
        interface.isLoopback = one.flags().testFlag(QNetworkInterface::IsLoopBack);
        interface.isPointToPoint = one.flags().testFlag(QNetworkInterface::IsPointToPoint);
        if (const auto route = routes.constFind(interface.name); route != routes.cend())
            interface.defaultRouteMetric = *route;
        const QList<QNetworkAddressEntry> entries = one.addressEntries();
        for (const QNetworkAddressEntry& entry : entries)
            interface.addresses += entry.ip();
        interfaces += interface;
    }
    return interfaces;
}

} // namespace sallyport
