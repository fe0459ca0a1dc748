#include "app/edit_arguments.h"

#include "app/argument_reader.h"
#include "app/argument_values.h"
#include "app/common_options.h"
#include "app/help.h"
#include "core/nearest.h"
#include "core/settings_store.h"

#include <array>

namespace sallyport {

namespace {

using Verb = EditOptions::Verb;

Error usage(const QString& message)
{
    return {ErrorCode::InvalidArgument, message};
}

// What follows the verb, and the options it takes beside those of all.
struct Form {
    const char* noun;
    const char* verb;
    Verb value;
    const char* operands; // as the help writes them; in brackets: may be left out
    int least, most;
    QStringList options;
};

const QList<Form>& forms()
{
    const QString json = QStringLiteral("json");
    const QString passwordFile = QStringLiteral("password-file");
    static const QList<Form> all{
        {"shares", "add", Verb::SharesAdd, "NAME FOLDER", 2, 2, {}},
        {"shares", "remove", Verb::SharesRemove, "NAME", 1, 1, {}},
        {"shares", "list", Verb::SharesList, "", 0, 0, {json}},
        {"users",
         "add",
         Verb::UsersAdd,
         "NAME",
         1,
         1,
         {passwordFile, QStringLiteral("authorized-keys"), QStringLiteral("access"),
          QStringLiteral("expires")}},
        {"users", "remove", Verb::UsersRemove, "NAME", 1, 1, {}},
        {"users", "passwd", Verb::UsersPassword, "NAME", 1, 1, {passwordFile}},
        {"users", "allow", Verb::UsersAllow, "NAME SHARE=ACCESS", 2, 2, {}},
        {"users", "list", Verb::UsersList, "", 0, 0, {json}},
        {"host-key", "show", Verb::HostKeyShow, "", 0, 0, {}},
        {"host-key", "import", Verb::HostKeyImport, "FILE", 1, 1, {}},
        {"host-key", "regenerate", Verb::HostKeyRegenerate, "", 0, 0, {}},
        {"settings", "get", Verb::SettingsGet, "[KEY]", 0, 1, {}},
        {"settings", "set", Verb::SettingsSet, "KEY VALUE", 2, 2, {}},
        {"settings", "check", Verb::SettingsCheck, "", 0, 0, {}},
        {"settings", "export", Verb::SettingsExport, "FILE", 1, 1, {}},
        {"settings", "import", Verb::SettingsImport, "FILE", 1, 1, {}},
    };
    return all;
}

Result<const Form*> findForm(const QByteArray& noun, const QByteArray& verb)
{
    QStringList verbs;
    for (const Form& form : forms()) {
        if (noun != form.noun)
            continue;
        if (verb == form.verb)
            return &form;
        verbs.append(QLatin1String(form.verb));
    }
    const QString words = verbs.join(QStringLiteral(", "));
    if (verb.isEmpty())
        return usage(QStringLiteral("%1 needs one of %2").arg(QString::fromLatin1(noun), words));
    const QString asked = shownArgument(verb);
    return usage(QStringLiteral("%1 has no \"%2\"; the nearest is %3")
                     .arg(QString::fromLatin1(noun), asked, nearestWord(asked, verbs)));
}

Result<void> takeOperands(const Form& form, const Arguments& operands, EditOptions& options)
{
    if (operands.isEmpty())
        return {};
    if (form.value == Verb::SettingsGet || form.value == Verb::SettingsSet) {
        options.key = QString::fromUtf8(operands[0]);
        options.value = QString::fromUtf8(operands.value(1));
        return {};
    }
    if (form.value == Verb::HostKeyImport || form.value == Verb::SettingsExport
        || form.value == Verb::SettingsImport) {
        auto file = argument::file(QLatin1String(form.verb), operands[0]);
        if (!file)
            return file.error();
        options.file = *std::move(file);
        return {};
    }
    options.name = operands[0];
    if (qstrcmp(form.noun, "users") == 0) {
        if (auto name = argument::userName(QStringLiteral("users"), options.name); !name)
            return name.error();
    }
    if (form.value == Verb::SharesAdd) {
        if (!argument::isShareName(options.name))
            return usage(
                QStringLiteral("A share's name has 1 to 255 bytes and no \"/\", not \"%1\"")
                    .arg(shownArgument(options.name)));
        auto folder = argument::folder(QStringLiteral("shares add"), operands[1]);
        if (!folder)
            return folder.error();
        options.folder = *std::move(folder);
    }
    if (form.value == Verb::UsersAllow) {
        auto grant = argument::grant(operands[1]);
        if (!grant)
            return grant.error();
        options.access.append(*std::move(grant));
    }
    return {};
}

// The key of get and set, and the value of set, by the rules of the settings.
Result<void> checkSetting(const EditOptions& options)
{
    Settings scratch;
    if (options.verb == Verb::SettingsSet)
        return argument::setting(options.key, options.key, options.value.toUtf8(), scratch);
    if (options.verb != Verb::SettingsGet || options.key.isEmpty())
        return {};
    if (options.key.startsWith(QStringLiteral("shares.")))
        return {}; // which there are, the file knows
    for (const QString& path : settingsPaths()) {
        if (path == options.key || path.startsWith(options.key + u'.'))
            return {};
    }
    return usage(settingsValue(scratch, options.key).error().message);
}

} // namespace

Result<Command> parseEdit(const QByteArray& noun, const Arguments& arguments)
{
    EditOptions options;
    Common common;
    // All options of all forms are read; which of them fit is known when the verb is.
    QStringList given;
    const QList<Option> special{
        {"json", 0, nullptr, Common::set(options.json)},
        into("password-file", "FILE", options.passwordFile, argument::file),
        into("authorized-keys", "FILE", options.authorizedKeys, argument::file),
        append("access", "SHARE=view|upload|full|drop", options.access,
               [](const QString&, const QByteArray& value) { return argument::grant(value); }),
        into("expires", "DATE", options.expires,
             [](const QString&, const QByteArray& value) { return argument::expiry(value); }),
    };
    QList<Option> table = common.options();
    for (const Option& option : special) {
        table.append(option);
        table.last().take = [&given, option](const QByteArray& value) {
            given.append(QLatin1String(option.name));
            return option.take(value);
        };
    }
    const auto others = readArguments(arguments, table);
    if (!others)
        return others.error();
    if (common.help)
        return Command(HelpRequest{editHelp()});
    const auto form = findForm(noun, others->value(0));
    if (!form)
        return form.error();
    const QString name =
        QStringLiteral("%1 %2").arg(QLatin1String((*form)->noun), QLatin1String((*form)->verb));
    for (const QString& option : given) {
        if (!(*form)->options.contains(option))
            return usage(QStringLiteral("%1 takes no --%2").arg(name, option));
    }
    const Arguments operands = others->mid(1);
    if (operands.size() < (*form)->least || operands.size() > (*form)->most) {
        const QString wanted = QLatin1String((*form)->operands);
        return usage(wanted.isEmpty() ? QStringLiteral("%1 takes nothing more").arg(name)
                                      : QStringLiteral("%1 takes %2").arg(name, wanted));
    }
    options.verb = (*form)->value;
    options.profile = common.profile;
    if (auto taken = takeOperands(**form, operands, options); !taken)
        return taken.error();
    if (auto checked = checkSetting(options); !checked)
        return checked.error();
    return Command(std::move(options));
}

} // namespace sallyport
