#include "ui/preferences/preferences_change.h"

#include "core/sharing_rights.h"
#include "ui/shares/shown_invite.h"

namespace sallyport {

namespace {

template <typename T>
void carry(const T& shown, const T& wanted, T& now)
{
    if (shown != wanted)
        now = wanted;
}

} // namespace

void PreferencesChange::carryEnding(Settings& now) const
{
    carry(shown.network.port, wanted.network.port, now.network.port);
    carry(shown.network.addresses, wanted.network.addresses, now.network.addresses);
    for (Share& share : now.shares) {
        const Share* before = findShare(shown, share.id);
        const Share* after = findShare(wanted, share.id);
        if (before && after)
            carry(before->symlinks, after->symlinks, share.symlinks);
    }
}

void PreferencesChange::carryRest(Settings& now) const
{
    const Network &network = shown.network, &newNetwork = wanted.network;
    carry(network.allowFrom, newNetwork.allowFrom, now.network.allowFrom);
    carry(network.trustedProxies, newNetwork.trustedProxies, now.network.trustedProxies);
    carry(network.announce, newNetwork.announce, now.network.announce);
    carry(network.announceUser, newNetwork.announceUser, now.network.announceUser);
    carry(network.bytesPerSecond, newNetwork.bytesPerSecond, now.network.bytesPerSecond);
    carry(network.olderDevices, newNetwork.olderDevices, now.network.olderDevices);
    const Limits &limits = shown.limits, &newLimits = wanted.limits;
    carry(limits.maxConnections, newLimits.maxConnections, now.limits.maxConnections);
    carry(limits.maxLoginAttempts, newLimits.maxLoginAttempts, now.limits.maxLoginAttempts);
    carry(limits.idleTimeout, newLimits.idleTimeout, now.limits.idleTimeout);
    carry(shown.penalties, wanted.penalties, now.penalties);
    for (auto entry = wanted.ui.begin(); entry != wanted.ui.end(); ++entry) {
        if (shown.ui.value(entry.key()) != entry.value())
            now.ui.insert(entry.key(), entry.value());
    }
}

bool PreferencesChange::restarts(const Settings& now) const
{
    Settings after = now;
    carryEnding(after);
    return after.network.port != now.network.port
        || after.network.addresses != now.network.addresses;
}

QSet<AccountId> PreferencesChange::losers(const Settings& now) const
{
    Settings after = now;
    carryEnding(after);
    const QDateTime moment = QDateTime::currentDateTimeUtc();
    return sallyport::losers(rightsAt(now, moment), rightsAt(after, moment));
}

} // namespace sallyport
