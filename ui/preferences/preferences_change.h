// PreferencesChange is what a person changed in the preferences: the settings as they were shown
// and as they are wanted. Carried over to the settings as they are by then, it touches nothing
// else, so that what another program saved meanwhile stays.
//
// Threads: plain values and pure functions.
#pragma once

#include "core/identity.h"
#include "core/settings.h"

#include <QSet>

namespace sallyport {

struct PreferencesChange {
    Settings shown, wanted;

    // What ends open connections: another port, other addresses, stricter links.
    void carryEnding(Settings& now) const;
    void carryRest(Settings& now) const;
    // Whether everybody has to leave for it, and who else does.
    bool restarts(const Settings& now) const;
    QSet<AccountId> losers(const Settings& now) const;
};

} // namespace sallyport
