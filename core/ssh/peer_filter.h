// PeerFilter says which addresses may connect. AddressList is what it and the other lists of the
// settings are made of.
//
// Threads: one at a time.
#pragma once

#include <QHostAddress>
#include <QList>
#include <QPair>
#include <QStringList>

#include <chrono>
#include <functional>

namespace sallyport::ssh {

// A v4-mapped address as the IPv4 address it is; the scope of an IPv6 address is dropped.
QHostAddress plainAddress(const QHostAddress& address);

// "192.168.1.7" and "10.0.0.0/8", IPv6 alike. What cannot be read matches nothing.
class AddressList {
public:
    AddressList() = default;
    explicit AddressList(const QStringList& entries);
    bool contains(const QHostAddress& address) const;
    void add(const QString& entry);
    bool remove(const QString& entry); // true if it was there

private:
    QList<QPair<QHostAddress, int>> m_subnets;
};

class PeerFilter {
public:
    using Networks = std::function<QList<QPair<QHostAddress, int>>()>;

    // Entries are "lan", "any" and CIDR. "lan": private, link-local, loopback, unique local, and
    // what is on a link of this computer, asked for again every 10 s.
    explicit PeerFilter(const QStringList& allowFrom, Networks onLink = networksOfThisComputer);

    bool allows(const QHostAddress& address);
    static QList<QPair<QHostAddress, int>> networksOfThisComputer();

private:
    bool m_any = false, m_lan = false;
    AddressList m_listed;
    Networks m_ask;
    QList<QPair<QHostAddress, int>> m_onLink;
    std::chrono::steady_clock::time_point m_asked;
    bool m_everAsked = false;
};

} // namespace sallyport::ssh
