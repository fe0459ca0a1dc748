#include "app/edit_command.h"

#include "app/console.h"

#include <algorithm>
#include <array>

namespace sallyport {

namespace {

Result<void> run(const EditOptions& options, const Profile& profile)
{
    using Verb = EditOptions::Verb;
    const SettingsFile file(profile.settingsFile);
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
        return editHostKeys(options, profile);
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
    const auto profile = Profile::open(options.profile);
    if (!profile)
        return fail(profile.error());
    const auto done = run(options, *profile);
    if (done)
        return 0;
    using Verb = EditOptions::Verb;
    // These read other files, and name them.
    constexpr std::array others{Verb::SettingsImport, Verb::HostKeyShow, Verb::HostKeyImport,
                                Verb::HostKeyRegenerate};
    Error error = done.error();
    if (error.code == ErrorCode::Damaged
        && std::find(others.begin(), others.end(), options.verb) == others.end())
        error.message = aboutSettings(error.message, profile->settingsFile);
    return fail(error);
}

} // namespace sallyport
