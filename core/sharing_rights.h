// What the accounts may do at one moment, and who lost something between two: those connections end
// when the settings change, and no others.
//
// Threads: pure functions, and plain values.
#pragma once

#include "core/settings.h"

#include <QDateTime>
#include <QHash>
#include <QSet>

#include <optional>

namespace sallyport {

// Only what counts: a share that is off, or past its `until`, and an account that is off or expired
// are not in it.
struct Rights {
    struct Granted {
        Share share;
        Access access = Access::View;
    };
    struct Holder {
        Account account;
        QHash<ShareId, Granted> shares;
    };
    QHash<AccountId, Holder> holders;
};

Rights rightsAt(const Settings& settings, const QDateTime& now);

// Whoever has less in `after`: no account, no share, another folder behind it, a lesser access, a
// tighter limit or rule, a password or key that is no longer good. A new name of a share or a user
// takes nothing away.
QSet<AccountId> losers(const Rights& before, const Rights& after);

// When rightsAt() changes by itself next: the first `until` or expiry after `now`.
std::optional<QDateTime> nextChange(const Settings& settings, const QDateTime& now);

} // namespace sallyport
