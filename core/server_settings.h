// The part of the settings that a server reads. A path in the settings file is the path of
// the member: limits.loginGrace, network.trustedProxies.
//
// Threads: plain values.
#pragma once

#include <QHostAddress>
#include <QList>
#include <QStringList>

#include <chrono>

namespace sallyport {

struct Network {
    // Empty: every address of this computer, IPv4 and IPv6.
    QList<QHostAddress> addresses;
    quint16 port = 2022;                          // 0 lets the system choose
    QStringList allowFrom{QStringLiteral("lan")}; // "lan", "any", CIDR
    QStringList blocked;        // addresses the owner blocked; penalties live in memory
    QStringList trustedProxies; // CIDR; PROXY v2 is read from these and from nobody else
    quint64 bytesPerSecond = 0; // whole server, each direction; 0 no limit
    bool olderDevices = false;  // ssh-rsa, hmac-sha1, group14-sha1
    bool announce = true;       // mDNS, while allowFrom has "lan" and not "any"
    bool announceUser = false;  // the TXT record's u=
    QString charset = QStringLiteral("UTF-8"); // of the names clients send; on disk they are UTF-8

    bool operator==(const Network&) const = default;
};

// "any" is among those who may, or a network that holds every address. Then nobody gets in without
// a password, whatever the accounts say.
bool anyoneMayConnect(const Network& network);

struct Limits {
    int maxConnections = 256; // logged in; one thread each
    int maxUnauthenticated = 32;
    int maxUnauthenticatedPerAddress = 8;
    int maxLoginAttempts = 6; // per connection
    int maxKeyProbes = 20;    // per connection; probes are no attempts
    int maxChannels = 10;     // `sftp` channels of one connection
    // Open files and folders in all. At most three quarters of the descriptor limit, whose soft
    // half is raised to the hard one at start.
    int maxHandles = 16384;
    int maxHandlesPerConnection = 1024;
    int maxHandlesPerChannel = 256;        // told by limits@openssh.com
    std::chrono::seconds loginGrace{60};   // from accept to login; at most 120
    std::chrono::seconds idleTimeout{900}; // without a packet from the client; 0 never

    bool operator==(const Limits&) const = default;
};

// The numbers are in SECURITY.md.
struct Penalties {
    bool enabled = true;
    QStringList exempt; // addresses and CIDR that never pay and are never made to wait

    bool operator==(const Penalties&) const = default;
};

} // namespace sallyport
