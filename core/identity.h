// Who is who. Ids are random, 128 bits, never reused: a name may come back, a right may not.
//
// Threads: plain values.
#pragma once

#include <QByteArray>
#include <QHashFunctions>
#include <QHostAddress>
#include <QString>

namespace sallyport {

// 16 random bytes as 32 hexadecimal digits, as they stand in the settings file.
struct ShareId {
    QByteArray value;
    static ShareId create(); // from the system's cryptographic generator
    bool operator==(const ShareId&) const = default;
};

struct AccountId {
    QByteArray value;
    static AccountId create();
    bool operator==(const AccountId&) const = default;
};

inline size_t qHash(const ShareId& id, size_t seed = 0)
{
    return qHash(id.value, seed);
}
inline size_t qHash(const AccountId& id, size_t seed = 0)
{
    return qHash(id.value, seed);
}

// Who a connection acts as once logged in.
struct Identity {
    AccountId account;
    QString userName;
    bool guest = false;    // let in without password: sees only its own connection's drop box files
    bool readOnly = false; // a key whose command= is "internal-sftp -R": View, whatever the grant

    bool operator==(const Identity&) const = default;
};

struct Peer {
    QHostAddress address; // never v4-mapped
    quint16 port = 0;

    QString toString() const; // "192.168.1.7:50112", "[fe80::1%eth0]:50112"
    bool operator==(const Peer&) const = default;
};

} // namespace sallyport
