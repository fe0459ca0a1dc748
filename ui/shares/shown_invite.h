// What the share page and the recipes say about reaching a share, taken from the settings and from
// what runs: addresses, links, host keys.
//
// Threads: the main thread.
#pragma once

#include "core/invite.h"
#include "core/settings.h"
#include "ui/core_parts.h"

#include <QString>
#include <QStringList>

namespace sallyport {

const Share* findShare(const Settings& settings, const ShareId& id);
const Account* findAccount(const Settings& settings, const AccountId& id);
// The account an invite to `share` is for: its guest, or else the first that may see it; null:
// nobody may.
const Account* invitedTo(const Settings& settings, const Share& share);

// The addresses for invites, best first: the owner's choice, then those of this computer. Empty
// while nothing is known.
QStringList inviteHosts(const CoreParts& parts);
// To `share`, as `account` (null: nobody yet), by `host`.
Invite makeInvite(const CoreParts& parts, const Share& share, const Account* account,
                  const QString& host);
// Whether somebody who opens the link now gets in.
bool leadsSomewhere(const CoreParts& parts, const ShareId& share);

} // namespace sallyport
