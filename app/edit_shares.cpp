#include "app/console.h"
#include "app/edit_command.h"
#include "core/escape.h"
#include "core/local_file_system.h"
#include "core/nearest.h"
#include "core/settings_edits.h"
#include "core/settings_fields.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <sys/stat.h>

namespace sallyport {

namespace {

Result<void> add(const EditOptions& options, const SettingsFile& file)
{
    struct stat status {};
    if (::stat(options.folder.constData(), &status) != 0 || !S_ISDIR(status.st_mode))
        return Error{ErrorCode::NotFound,
                     QStringLiteral("There is no folder %1").arg(escaped(options.folder))};
    const auto mark = LocalFileSystem::mark(options.folder);
    if (!mark)
        return mark.error();
    return file.edit([&](Settings& settings) -> Result<void> {
        for (const Share& share : settings.shares) {
            if (share.name == options.name)
                return Error{
                    ErrorCode::AlreadyExists,
                    QStringLiteral("There is a share named %1 already").arg(escaped(options.name))};
        }
        Share share;
        share.id = ShareId::create();
        share.name = options.name;
        share.folder = options.folder;
        share.root = *mark;
        settings.shares.append(share);
        return {};
    });
}

Result<void> remove(const EditOptions& options, const SettingsFile& file)
{
    return file.edit([&](Settings& settings) -> Result<void> {
        const auto share = findShare(settings, options.name);
        if (!share)
            return share.error();
        removeShare(settings, (*share)->id);
        return {};
    });
}

void printJson(const Settings& settings)
{
    QJsonArray list;
    for (const Share& share : settings.shares) {
        QJsonObject object{{QStringLiteral("id"), QString::fromLatin1(share.id.value)},
                           {QStringLiteral("name"), escapedBytes(share.name)},
                           {QStringLiteral("folder"), escapedBytes(share.folder)},
                           {QStringLiteral("enabled"), share.enabled}};
        if (share.until)
            object.insert(QStringLiteral("until"), share.until->toString(Qt::ISODate));
        list.append(object);
    }
    print(QJsonDocument(list).toJson(QJsonDocument::Compact) + '\n');
}

void printText(const Settings& settings)
{
    for (const Share& share : settings.shares) {
        QString line = escaped(share.name) + u'\t' + escaped(share.folder);
        if (!share.enabled)
            line += QStringLiteral("\toff");
        else if (share.until)
            line += QStringLiteral("\tuntil ") + share.until->toString(Qt::ISODate);
        print(line);
    }
}

} // namespace

Result<const Share*> findShare(const Settings& settings, const QByteArray& name)
{
    QStringList names;
    for (const Share& share : settings.shares) {
        if (share.name == name)
            return &share;
        names.append(escaped(share.name));
    }
    const QString asked = escaped(name);
    return Error{ErrorCode::NotFound,
                 names.isEmpty() ? QStringLiteral("There is no share named %1").arg(asked)
                                 : QStringLiteral("There is no share named %1; the nearest is %2")
                                       .arg(asked, nearestWord(asked, names))};
}

Result<void> editShares(const EditOptions& options, const SettingsFile& file)
{
    if (options.verb == EditOptions::Verb::SharesAdd)
        return add(options, file);
    if (options.verb == EditOptions::Verb::SharesRemove)
        return remove(options, file);
    const auto content = file.read();
    if (!content)
        return content.error();
    if (options.json)
        printJson(content->settings);
    else
        printText(content->settings);
    return {};
}

} // namespace sallyport
