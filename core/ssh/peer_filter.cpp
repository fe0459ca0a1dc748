#include "core/ssh/peer_filter.h"

#include <QNetworkInterface>

#include <algorithm>

namespace sallyport::ssh {

using namespace std::chrono_literals;

namespace {

constexpr auto askAgainAfter = 10s;

// Source: RFC 1918, RFC 3927, RFC 1122, RFC 4291, RFC 4193.
const AddressList& localNetworks()
{
    static const AddressList list({QStringLiteral("10.0.0.0/8"), QStringLiteral("172.16.0.0/12"),
                                   QStringLiteral("192.168.0.0/16"),
                                   QStringLiteral("169.254.0.0/16"), QStringLiteral("127.0.0.0/8"),
                                   QStringLiteral("::1/128"), QStringLiteral("fe80::/10"),
                                   QStringLiteral("fc00::/7")});
    return list;
}

QPair<QHostAddress, int> subnetOf(const QString& entry)
{
    const QHostAddress one = plainAddress(QHostAddress(entry));
    if (one.isNull())
        return QHostAddress::parseSubnet(entry);
    return {one, one.protocol() == QAbstractSocket::IPv6Protocol ? 128 : 32};
}

} // namespace

QHostAddress plainAddress(const QHostAddress& address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4); // true for ::ffff:0:0/96 and ::, too
    if (isV4 && address.protocol() == QAbstractSocket::IPv6Protocol
        && address != QHostAddress(QHostAddress::AnyIPv6))
        return QHostAddress(v4);
    QHostAddress plain = address;
    plain.setScopeId({});
    return plain;
}

AddressList::AddressList(const QStringList& entries)
{
    for (const QString& entry : entries)
        add(entry);
}

bool AddressList::contains(const QHostAddress& address) const
{
    const QHostAddress plain = plainAddress(address);
    return std::any_of(m_subnets.begin(), m_subnets.end(),
                       [&plain](const auto& subnet) { return plain.isInSubnet(subnet); });
}

void AddressList::add(const QString& entry)
{
    const auto subnet = subnetOf(entry.trimmed());
    if (subnet.second >= 0)
        m_subnets.append(subnet);
}

bool AddressList::remove(const QString& entry)
{
    return m_subnets.removeAll(subnetOf(entry.trimmed())) > 0;
}

PeerFilter::PeerFilter(const QStringList& allowFrom, Networks onLink)
    : m_listed(allowFrom)
    , m_ask(std::move(onLink))
{
    for (const QString& entry : allowFrom) {
        m_any = m_any || entry.trimmed() == u"any";
        m_lan = m_lan || entry.trimmed() == u"lan";
    }
}

bool PeerFilter::allows(const QHostAddress& address)
{
    const QHostAddress plain = plainAddress(address);
    if (m_any || m_listed.contains(plain))
        return true;
    if (!m_lan)
        return false;
    if (localNetworks().contains(plain))
        return true;
    const auto now = std::chrono::steady_clock::now();
    if (!m_everAsked || now - m_asked >= askAgainAfter) {
        m_onLink = m_ask();
        m_asked = now;
        m_everAsked = true;
    }
    return std::any_of(m_onLink.cbegin(), m_onLink.cend(),
                       [&plain](const auto& subnet) { return plain.isInSubnet(subnet); });
}

QList<QPair<QHostAddress, int>> PeerFilter::networksOfThisComputer()
{
    QList<QPair<QHostAddress, int>> networks;
    for (const auto& interface : QNetworkInterface::allInterfaces()) {
        if (!interface.flags().testFlag(QNetworkInterface::IsUp))
            continue;
        for (const auto& entry : interface.addressEntries()) {
            // A whole default route on a link would be anyone.
            if (entry.prefixLength() > 0)
                networks.append({plainAddress(entry.ip()), entry.prefixLength()});
        }
    }
    return networks;
}

} // namespace sallyport::ssh
