#include "core/ssh/admission.h"

#include <QHash>

#include <algorithm>

namespace sallyport::ssh {

Admission::Admission(LoginThrottle& throttle, const ServerConfig& config)
    : m_throttle(throttle)
    , m_filter(config.network.allowFrom)
{
    configure(config);
}

void Admission::configure(const ServerConfig& config)
{
    m_filter = PeerFilter(config.network.allowFrom);
    m_blocked = AddressList(config.network.blocked);
    m_trustedProxies = AddressList(config.network.trustedProxies);
    m_penalties = config.penalties.enabled;
    m_most = config.limits.maxUnauthenticated;
    m_mostOfASource = config.limits.maxUnauthenticatedPerAddress;
}

void Admission::block(const QHostAddress& address)
{
    m_blocked.add(address);
}

bool Admission::unblock(const QHostAddress& address)
{
    const bool wasBlocked = m_blocked.contains(address);
    m_blocked.remove(address);
    return wasBlocked;
}

bool Admission::isTrustedProxy(const QHostAddress& address) const
{
    return m_trustedProxies.contains(address);
}

QString Admission::refusal(const QHostAddress& address)
{
    if (!m_filter.allows(address))
        return QStringLiteral("Only this network may connect");
    if (m_blocked.contains(address) || m_throttle.isRefusedByOwner(address))
        return QStringLiteral("This address is blocked");
    if (m_penalties && m_throttle.isRefused(address))
        return QStringLiteral("This address must wait after failed logins");
    return {};
}

Connection* Admission::whoGoes(const std::vector<Connection*>& waiting,
                               const QHostAddress& source) const
{
    struct Counted {
        Connection* oldest = nullptr;
        int count = 0;
    };
    QHash<QHostAddress, Counted> sources;
    for (Connection* connection : waiting) {
        Counted& counted = sources[LoginThrottle::source(connection->live()->peer.address)];
        if (!counted.oldest)
            counted.oldest = connection;
        ++counted.count;
    }
    if (sources.value(source).count >= m_mostOfASource)
        return sources.value(source).oldest;
    if (waiting.size() < std::size_t(m_most))
        return nullptr;
    const auto most =
        std::max_element(sources.cbegin(), sources.cend(), [](const auto& a, const auto& b) {
            return a.count != b.count ? a.count < b.count
                                      : a.oldest->acceptedAt() > b.oldest->acceptedAt();
        });
    return most->oldest;
}

} // namespace sallyport::ssh
