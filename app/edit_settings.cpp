#include "app/console.h"
#include "app/edit_command.h"
#include "core/settings_store.h"

namespace sallyport {

namespace {

Result<void> get(const EditOptions& options, const SettingsFile& file)
{
    const auto content = file.read();
    if (!content)
        return content.error();
    const QStringList paths = settingsPaths();
    if (paths.contains(options.key) || options.key.startsWith(QStringLiteral("shares."))) {
        const auto value = settingsValue(content->settings, options.key);
        if (!value)
            return value.error();
        print(*value);
        return {};
    }
    // All, or those of a group, as --set takes them.
    for (const QString& path : paths) {
        if (!options.key.isEmpty() && !path.startsWith(options.key + u'.'))
            continue;
        if (const auto value = settingsValue(content->settings, path))
            print(path + u'=' + *value);
    }
    return {};
}

Result<void> check(const SettingsFile& file)
{
    const auto content = file.read();
    if (!content)
        return content.error();
    print(QStringLiteral("The settings are good; shares: %1, people: %2")
              .arg(content->settings.shares.size())
              .arg(content->settings.accounts.size()));
    return {};
}

Result<void> importFrom(const EditOptions& options, const SettingsFile& file)
{
    const auto text = readInput(options.file, SettingsFile::maxSize);
    if (!text)
        return text.error();
    const auto settings = settingsFromJson(*text);
    if (!settings)
        return Error{settings.error().code,
                     QStringLiteral("%1: %2").arg(options.file, settings.error().message)};
    if (const auto replaced = file.replace(*settings); !replaced)
        return replaced.error();
    return {};
}

} // namespace

Result<void> editSettings(const EditOptions& options, const SettingsFile& file)
{
    using Verb = EditOptions::Verb;
    switch (options.verb) {
    case Verb::SettingsGet:
        return get(options, file);
    case Verb::SettingsSet:
        return file.edit([&](Settings& settings) {
            return setSettingsValue(settings, options.key, options.value);
        });
    case Verb::SettingsExport: {
        const auto content = file.read();
        if (!content)
            return content.error();
        return writeOutput(options.file, settingsToJson(content->settings, content->generation));
    }
    case Verb::SettingsImport:
        return importFrom(options, file);
    default:
        return check(file);
    }
}

} // namespace sallyport
