#include "core/sharing_rights.h"

#include <algorithm>

namespace sallyport {

namespace {

bool hasPassed(const std::optional<QDateTime>& end, const QDateTime& now)
{
    return end && *end <= now;
}

// Everything `before` allows, `after` allows too. A drop box is part of Upload: there, too, an
// account may do with what it sent what it could before.
bool includes(Access after, Access before)
{
    switch (before) {
    case Access::View:
        return after != Access::DropBox;
    case Access::Upload:
        return after == Access::Upload || after == Access::Full;
    case Access::Full:
        return after == Access::Full;
    case Access::DropBox:
        return after != Access::View;
    }
    return false;
}

// An upper bound that was lowered, or is new.
bool isLowered(const std::optional<quint64>& before, const std::optional<quint64>& after)
{
    return after && (!before || *after < *before);
}

bool isNarrower(const Share& before, const Share& after)
{
    const bool hidesMore =
        std::any_of(after.hide.begin(), after.hide.end(),
                    [&before](const QString& glob) { return !before.hide.contains(glob); });
    return before.folder != after.folder || hidesMore || (before.makeLinks && !after.makeLinks)
        || (before.otherDisks && !after.otherDisks)
        || (before.symlinks != after.symlinks && after.symlinks != SymlinkPolicy::Inside)
        || isLowered(before.maxFileSize, after.maxFileSize) || isLowered(before.quota, after.quota)
        || after.keepFree.value_or(0) > before.keepFree.value_or(0);
}

// A way in that was open is closed, or narrower: who came in by it must come again.
bool lostCredential(const Account& before, const Account& after)
{
    if (before.withoutPassword && !after.withoutPassword)
        return true;
    if (!before.passwordVerifier.isEmpty() && before.passwordVerifier != after.passwordVerifier)
        return true;
    return std::any_of(before.keys.begin(), before.keys.end(), [&after](AuthorizedKey old) {
        const auto same =
            std::find_if(after.keys.begin(), after.keys.end(),
                         [&old](const AuthorizedKey& key) { return key.key == old.key; });
        if (same == after.keys.end())
            return true;
        old.comment = same->comment;
        return old != *same;
    });
}

} // namespace

Rights rightsAt(const Settings& settings, const QDateTime& now)
{
    QHash<ShareId, Share> shares;
    for (const Share& share : settings.shares) {
        if (share.enabled && !hasPassed(share.until, now))
            shares.insert(share.id, share);
    }
    Rights rights;
    for (const Account& account : settings.accounts) {
        if (!account.enabled || hasPassed(account.expires, now))
            continue;
        Rights::Holder holder{account, {}};
        for (auto grant = account.access.cbegin(); grant != account.access.cend(); ++grant) {
            if (const auto share = shares.constFind(grant.key()); share != shares.cend())
                holder.shares.insert(grant.key(), {*share, grant.value()});
        }
        rights.holders.insert(account.id, std::move(holder));
    }
    return rights;
}

QSet<AccountId> losers(const Rights& before, const Rights& after)
{
    QSet<AccountId> lost;
    for (auto was = before.holders.cbegin(); was != before.holders.cend(); ++was) {
        const auto is = after.holders.constFind(was.key());
        if (is == after.holders.cend() || lostCredential(was->account, is->account)) {
            lost.insert(was.key());
            continue;
        }
        for (auto had = was->shares.cbegin(); had != was->shares.cend(); ++had) {
            const auto has = is->shares.constFind(had.key());
            if (has == is->shares.cend() || !includes(has->access, had->access)
                || isNarrower(had->share, has->share)) {
                lost.insert(was.key());
                break;
            }
        }
    }
    return lost;
}

std::optional<QDateTime> nextChange(const Settings& settings, const QDateTime& now)
{
    std::optional<QDateTime> next;
    const auto consider = [&next, &now](const std::optional<QDateTime>& moment) {
        if (moment && *moment > now && (!next || *moment < *next))
            next = moment;
    };
    for (const Share& share : settings.shares)
        consider(share.until);
    for (const Account& account : settings.accounts)
        consider(account.expires);
    return next;
}

} // namespace sallyport
