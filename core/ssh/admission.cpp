#include "core/ssh/admission.h"

#include "core/guard.h"
#include "core/hash_map.h"

#include <algorithm>

namespace sallyport::ssh {

namespace {

// A client needs a moment for its key exchange and its first question.
constexpr auto busyFromTheStart = std::chrono::seconds(3);

} // namespace

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
    m_throttle.exempt(AddressList(config.penalties.exempt));
    m_most = config.limits.maxUnauthenticated;
    m_mostOfASource = config.limits.maxUnauthenticatedPerAddress;
}

void Admission::block(const QString& entry)
{
    m_blocked.add(entry);
}

bool Admission::unblock(const QString& entry)
{
    return m_blocked.remove(entry);
}

bool Admission::isTrustedProxy(const QHostAddress& address) const
{
    return m_trustedProxies.contains(address) || !GUARD(trusted_proxies);
}

QString Admission::refusal(const QHostAddress& address)
{
    if (GUARD(peer_filter) && !m_filter.allows(address))
        return QStringLiteral("Only this network may connect");
    if (GUARD(owner_block) && (m_blocked.contains(address) || m_throttle.isRefusedByOwner(address)))
        return QStringLiteral("This address is blocked");
    if (GUARD(penalties) && m_penalties && m_throttle.isRefused(address))
        return QStringLiteral("This address must wait after failed logins");
    return {};
}

Admission::Place Admission::placeFor(const std::vector<Connection*>& waiting,
                                     const QHostAddress& source, bool mayWait) const
{
    struct Counted {
        Connection* oldest = nullptr;
        Connection* oldestIdle = nullptr;
        int count = 0;
    };
    const auto isBusy = [now = std::chrono::steady_clock::now()](const Connection& connection) {
        return now - connection.acceptedAt() < busyFromTheStart
            || connection.live()->verifying.load(std::memory_order_relaxed);
    };
    HashMap<QHostAddress, Counted> sources;
    for (Connection* connection : waiting) {
        Counted& counted = sources[LoginThrottle::source(connection->live()->peer.address)];
        if (!counted.oldest)
            counted.oldest = connection;
        if (!counted.oldestIdle && !isBusy(*connection))
            counted.oldestIdle = connection;
        ++counted.count;
    }
    const auto ofThis = sources.find(source);
    const Counted ofSource = ofThis != sources.end() ? ofThis->second : Counted{};
    if (GUARD(pool_of_a_source) && ofSource.count >= m_mostOfASource) {
        if (ofSource.oldestIdle)
            return {ofSource.oldestIdle, false};
        return mayWait ? Place{nullptr, true} : Place{ofSource.oldest, false};
    }
    if (waiting.size() < std::size_t(m_most) || !GUARD(pool))
        return {};
    const auto most =
        std::max_element(sources.cbegin(), sources.cend(), [](const auto& one, const auto& other) {
            const Counted& a = one.second;
            const Counted& b = other.second;
            return a.count != b.count ? a.count < b.count
                                      : a.oldest->acceptedAt() > b.oldest->acceptedAt();
        });
    return {most->second.oldest, false};
}

} // namespace sallyport::ssh
