// `shares`, `users`, `host-key` and `settings`: what changes or shows a profile while no server of
// ours need run. A change holds `settings.lock` from reading to writing, so two at once lose
// nothing.
//
// Threads: the main thread; blocks.
#pragma once

#include "app/command_line.h"
#include "app/profile.h"
#include "core/settings_file.h"

namespace sallyport {

// Does it, prints what there is to print, and returns the exit code.
int runEdit(const EditOptions& options);

// The parts of it, by what they change. Each fails with a sentence for stderr.
Result<void> editShares(const EditOptions& options, const SettingsFile& file);
Result<void> editUsers(const EditOptions& options, const SettingsFile& file);
Result<void> editHostKeys(const EditOptions& options, const Profile& profile);
Result<void> editSettings(const EditOptions& options, const SettingsFile& file);

// The share of that name; NotFound, naming the nearest there is.
Result<const Share*> findShare(const Settings& settings, const QByteArray& name);

} // namespace sallyport
