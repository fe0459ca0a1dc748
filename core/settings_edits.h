// What the wishes of SettingsEditor, and of the command line, do to the settings: which names are
// free, and what goes with a share or an account that is removed.
//
// Threads: pure functions.
#pragma once

#include "core/result.h"
#include "core/settings.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace sallyport {

// Null: it is not there.
Share* findShare(Settings& settings, const ShareId& id);
Account* findAccount(Settings& settings, const AccountId& id);

// A name for the share of `folder`, an absolute path: its last component, with " (2)" and so on
// where that is taken.
QByteArray freeShareName(const Settings& settings, const QByteArray& folder);
// "guest"; where that is taken, "guest-<share>", in letters, digits and ". _ -".
QString freeGuestName(const Settings& settings, const QByteArray& shareName);

// With all grants on it: a later share of that name starts with none. Its guest goes too if it has
// no other share; the answer is the accounts that went.
QList<AccountId> removeShare(Settings& settings, const ShareId& id);
// A share whose guest it was has none then.
void removeAccount(Settings& settings, const AccountId& id);

// AlreadyExists if another account has the name; InvalidArgument if it is none.
Result<void> checkUserName(const Settings& settings, const QString& name, const AccountId& owner);
// A password an owner chose has at least 10 characters.
Result<void> checkNewPassword(const QByteArray& password);

} // namespace sallyport
