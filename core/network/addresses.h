// Which addresses of this computer a client may use, the best first: a person copies one link, and
// it should be the one that works from the next room.
//
// Threads: pure functions; interfacesOfThisComputer() asks the system, quickly.
#pragma once

#include "core/identity.h"

#include <QByteArray>
#include <QHash>
#include <QHostAddress>
#include <QList>
#include <QString>
#include <QUrl>

#include <optional>

namespace sallyport {

struct NetworkInterface {
    QString name; // "eth0"
    QList<QHostAddress> addresses;
    bool isUp = true;
    bool isLoopback = false;
    bool isPointToPoint = false; // tunnels
    // Of the default route through this interface, IPv4's before IPv6's; the lower one is used.
    std::optional<quint32> defaultRouteMetric;
};

// Every address a peer could use, best first: those of the LAN interface with the default route, of
// other real interfaces, then of bridges, containers, virtual machines and VPNs. IPv4 comes before
// IPv6, link-local addresses last; loopback only where there is nothing else.
QList<QHostAddress> bestFirst(const QList<NetworkInterface>& interfaces);

// Made by software: VPN, docker, libvirt, a bridge. Judged by the name, as NetworkManager's users
// do.
bool isVirtualName(const QString& interface);

// The metric of the default route, by interface, from the texts of /proc/net/route and
// /proc/net/ipv6_route.
QHash<QString, quint32> defaultRoutes(const QByteArray& route, const QByteArray& ipv6Route);

QList<NetworkInterface> interfacesOfThisComputer();

// sftp://host:port for each address in `own`, in its order, on which one of the sockets listens;
// then the sockets on addresses that are not in it.
QList<QUrl> linksTo(const QList<Peer>& listening, const QList<QHostAddress>& own);

} // namespace sallyport
