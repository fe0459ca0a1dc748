#include "core/ssh/login_throttle.h"

#include "core/guard.h"

#include <algorithm>
#include <array>

namespace sallyport::ssh {

using namespace std::chrono_literals;

namespace {

constexpr auto refusedFrom = 50s;             // owed; ten quick failures
constexpr auto refusedFromAfterSuccess = 60s; // a shared address where somebody knows a password
constexpr int mostFailures = 14; // logins; where each takes long, they owe little at once
constexpr auto successCounts = 10min;
constexpr auto firstRefusal = 60s, longestRefusal = 600s;
constexpr auto refusalsRemembered = 600s; // after the last one ended
constexpr auto userWindow = 10min;
constexpr int userFailures = 20;
constexpr qsizetype userSources = 3;
constexpr qsizetype maxUsers = 4096;

std::chrono::seconds cost(LoginThrottle::Offence offence)
{
    switch (offence) {
    case LoginThrottle::Offence::FailedLogin:
        return 5s;
    case LoginThrottle::Offence::GraceExceeded:
    case LoginThrottle::Offence::Flood:
        return 10s;
    case LoginThrottle::Offence::NoLogin:
        return 1s;
    case LoginThrottle::Offence::Protocol:
        return 30s;
    }
    return {};
}

QString reason(LoginThrottle::Offence offence, int failures)
{
    switch (offence) {
    case LoginThrottle::Offence::FailedLogin:
        return QStringLiteral("%1 failed logins").arg(failures);
    case LoginThrottle::Offence::GraceExceeded:
        return QStringLiteral("Connected again and again without a login");
    case LoginThrottle::Offence::NoLogin:
        return QStringLiteral("Connected again and again without trying to log in");
    case LoginThrottle::Offence::Protocol:
        return QStringLiteral("Broke the SSH protocol again and again");
    case LoginThrottle::Offence::Flood:
        return QStringLiteral("Too many connections at once");
    }
    return {};
}

} // namespace

LoginThrottle::LoginThrottle(Clock clock, qsizetype sourcesOfAFamily)
    : m_clock(std::move(clock))
    , m_maxSources(sourcesOfAFamily)
{
}

QHostAddress LoginThrottle::source(const QHostAddress& address)
{
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return address;
    Q_IPV6ADDR bytes = address.toIPv6Address();
    std::fill(std::begin(bytes.c) + 8, std::end(bytes.c), quint8(0));
    return QHostAddress(bytes);
}

// Drops what no longer matters; if all of it does, what will matter no longer first.
void LoginThrottle::makeRoom(HashMap<QHostAddress, Source>& sources, Time now) const
{
    if (sources.size() < std::size_t(m_maxSources) || !GUARD(penalty_table))
        return;
    std::erase_if(sources, [now](const auto& entry) { return entry.second.forgetAt <= now; });
    if (sources.size() < std::size_t(m_maxSources))
        return;
    const auto soonest =
        std::min_element(sources.cbegin(), sources.cend(), [](const auto& a, const auto& b) {
            return a.second.forgetAt < b.second.forgetAt;
        });
    sources.erase(soonest);
}

void LoginThrottle::exempt(const AddressList& addresses)
{
    const auto state = m_state.lock();
    state->exempt = addresses;
    const Time now = m_clock();
    for (auto* sources : {&state->v4, &state->v6}) {
        for (auto& [address, entry] : *sources) {
            if (!addresses.contains(address) || entry.byOwner)
                continue;
            entry.owedUntil = std::min(entry.owedUntil, now);
            entry.refusedUntil = std::min(entry.refusedUntil, now);
        }
    }
}

std::optional<Penalty> LoginThrottle::charge(const QHostAddress& from, Offence offence)
{
    const QHostAddress key = source(from);
    const auto state = m_state.lock();
    if (state->exempt.contains(from))
        return {};
    const Time now = m_clock();
    auto& sources = state->of(key);
    if (!sources.contains(key))
        makeRoom(sources, now);
    Source& entry = sources[key];
    if (entry.refusedUntil > now)
        return {}; // connections that were open before; the refusal is not made longer by them

    if (entry.owedUntil <= now) {
        entry.owedUntil = now;
        entry.failures = entry.logins = 0;
    }
    entry.owedUntil += cost(offence);
    ++entry.failures;
    if (offence == Offence::FailedLogin)
        ++entry.logins;
    entry.forgetAt = std::max(entry.forgetAt, entry.owedUntil);
    const bool trusted = entry.succeeded && now - *entry.succeeded < successCounts;
    if (entry.owedUntil - now < (trusted ? refusedFromAfterSuccess : refusedFrom)
        && entry.logins < mostFailures)
        return {};

    const auto length = std::min<std::chrono::seconds>(
        firstRefusal * (1 << std::min(entry.refusals, 10)), longestRefusal);
    ++entry.refusals;
    entry.refusedUntil = now + length;
    entry.owedUntil = now;
    entry.forgetAt = entry.refusedUntil + refusalsRemembered;
    entry.announced = true;
    entry.byOwner = false;
    entry.reason = reason(offence, entry.failures);
    return Penalty{key, length, entry.reason};
}

void LoginThrottle::succeeded(const QHostAddress& from)
{
    const QHostAddress key = source(from);
    const auto state = m_state.lock();
    const Time now = m_clock();
    auto& sources = state->of(key);
    if (!sources.contains(key))
        makeRoom(sources, now);
    Source& entry = sources[key];
    entry.succeeded = now;
    entry.forgetAt = std::max(entry.forgetAt, now + successCounts);
}

Penalty LoginThrottle::refuse(const QHostAddress& address, std::chrono::seconds duration)
{
    const QHostAddress key = source(address);
    const auto state = m_state.lock();
    const Time now = m_clock();
    auto& sources = state->of(key);
    if (!sources.contains(key))
        makeRoom(sources, now);
    Source& entry = sources[key];
    entry.refusedUntil = now + duration;
    entry.forgetAt = std::max(entry.forgetAt, entry.refusedUntil);
    entry.announced = entry.byOwner = true;
    entry.reason = QStringLiteral("Blocked by the owner");
    return {key, duration, entry.reason};
}

bool LoginThrottle::isRefusedByOwner(const QHostAddress& address)
{
    const QHostAddress key = source(address);
    const auto state = m_state.lock();
    const auto& sources = state->of(key);
    const auto found = sources.find(key);
    return found != sources.end() && found->second.byOwner
        && found->second.refusedUntil > m_clock();
}

bool LoginThrottle::isRefused(const QHostAddress& address)
{
    const QHostAddress key = source(address);
    const auto state = m_state.lock();
    const auto& sources = state->of(key);
    const auto found = sources.find(key);
    return found != sources.end() && found->second.refusedUntil > m_clock()
        && (found->second.byOwner || !state->exempt.contains(address));
}

bool LoginThrottle::lift(const QHostAddress& address)
{
    const QHostAddress key = source(address);
    const auto state = m_state.lock();
    auto& sources = state->of(key);
    const auto found = sources.find(key);
    if (found == sources.end())
        return false;
    const bool was = found->second.refusedUntil > m_clock();
    sources.erase(found);
    return was;
}

QList<Penalty> LoginThrottle::refused()
{
    const auto state = m_state.lock();
    const Time now = m_clock();
    QList<Penalty> list;
    for (const auto* sources : {&state->v4, &state->v6}) {
        for (const auto& [address, entry] : *sources) {
            if (entry.refusedUntil > now)
                list.append({address,
                             std::chrono::ceil<std::chrono::seconds>(entry.refusedUntil - now),
                             entry.reason});
        }
    }
    return list;
}

QList<QHostAddress> LoginThrottle::takeExpired()
{
    const auto state = m_state.lock();
    const Time now = m_clock();
    QList<QHostAddress> list;
    for (auto* sources : {&state->v4, &state->v6}) {
        for (auto& [address, entry] : *sources) {
            if (!entry.announced || entry.refusedUntil > now)
                continue;
            entry.announced = false;
            list.append(address);
        }
    }
    return list;
}

std::optional<std::chrono::milliseconds> LoginThrottle::nextExpiry()
{
    const auto state = m_state.lock();
    std::optional<Time> next;
    for (const auto* sources : {&state->v4, &state->v6}) {
        for (const auto& [address, entry] : *sources) {
            if (entry.announced && (!next || entry.refusedUntil < *next))
                next = entry.refusedUntil;
        }
    }
    if (!next)
        return {};
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(*next - m_clock()), 0ms);
}

void LoginThrottle::userFailed(const QByteArray& user, const QHostAddress& from)
{
    const auto state = m_state.lock();
    const Time now = m_clock();
    if (!state->users.contains(user) && state->users.size() >= maxUsers) {
        std::erase_if(state->users,
                      [now](const auto& entry) { return now - entry.second.since >= userWindow; });
        if (state->users.size() >= maxUsers)
            return; // names are made up by the thousand: their sources pay
    }
    User& entry = state->users[user];
    if (entry.failures == 0 || now - entry.since >= userWindow)
        entry = {now, 0, {}};
    ++entry.failures;
    const QHostAddress key = source(from);
    if (entry.sources.size() < userSources && !entry.sources.contains(key))
        entry.sources.append(key);
}

std::chrono::milliseconds LoginThrottle::userDelay(const QByteArray& user)
{
    const auto state = m_state.lock();
    const auto found = state->users.find(user);
    if (found == state->users.end() || m_clock() - found->second.since >= userWindow)
        return {};
    const User& entry = found->second;
    const bool isTriedByMany =
        entry.failures >= userFailures && entry.sources.size() >= userSources;
    return GUARD(user_delay) && isTriedByMany ? 1s : 0ms;
}

} // namespace sallyport::ssh
