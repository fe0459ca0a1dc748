#include "app/edit_command.h"

#include "app/console.h"

namespace sallyport {

namespace {

Result<void> run(const EditOptions& options)
{
    using Verb = EditOptions::Verb;
    const auto profile = Profile::open(options.profile);
    if (!profile)
        return profile.error();
    const SettingsFile file(profile->settingsFile);
    switch (options.verb) {
    case Verb::SharesAdd:
    case Verb::SharesRemove:
    case Verb::SharesList:
        return editShares(options, file);
    case Verb::UsersAdd:
    case Verb::UsersRemove:
    case Verb::UsersPassword:
    case Verb::UsersAllow:
    case Verb::UsersList:
        return editUsers(options, file);
    case Verb::HostKeyShow:
    case Verb::HostKeyImport:
    case Verb::HostKeyRegenerate:
        return editHostKeys(options, *profile);
    case Verb::SettingsGet:
    case Verb::SettingsSet:
    case Verb::SettingsCheck:
    case Verb::SettingsExport:
    case Verb::SettingsImport:
        return editSettings(options, file);
    }
    return {};
}

} // namespace

int runEdit(const EditOptions& options)
{
    const auto done = run(options);
    return done ? 0 : fail(done.error());
}

} // namespace sallyport
