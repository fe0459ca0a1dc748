#include "app/command_line.h"

#include "app/argument_reader.h"
#include "app/argument_values.h"
#include "app/common_options.h"
#include "app/edit_arguments.h"
#include "app/help.h"
#include "core/nearest.h"
#include "core/settings_store.h"

#include <QSet>

#include <array>

namespace sallyport {

namespace {

using Times = Option::Times;

Error usage(const QString& message)
{
    return {ErrorCode::InvalidArgument, message};
}

constexpr std::array accessWords{
    std::pair{"view", Access::View}, std::pair{"upload", Access::Upload},
    std::pair{"full", Access::Full}, std::pair{"drop", Access::DropBox}};

Result<SymlinkPolicy> symlinks(const QString& option, const QByteArray& value)
{
    if (value == "inside")
        return SymlinkPolicy::Inside;
    if (value == "hide")
        return SymlinkPolicy::Hide;
    if (value == "never")
        return SymlinkPolicy::Never;
    return usage(QStringLiteral("%1 is inside, hide or never, not \"%2\"")
                     .arg(option, shownArgument(value)));
}

Result<LogFormat> logFormat(const QString& option, const QByteArray& value)
{
    if (value == "text")
        return LogFormat::Text;
    if (value == "json")
        return LogFormat::Json;
    if (value == "openssh")
        return LogFormat::OpenSsh;
    return usage(QStringLiteral("%1 is text, json or openssh, not \"%2\"")
                     .arg(option, shownArgument(value)));
}

Result<QString> glob(const QString& option, const QByteArray& value)
{
    auto text = argument::text(option, value);
    if (text && text->contains(u'/'))
        return usage(QStringLiteral("%1 takes globs of names, without \"/\"").arg(option));
    return text;
}

// KEY=VALUE of --set.
Result<std::pair<QString, QString>> assignment(const QString& option, const QByteArray& value)
{
    const qsizetype equals = value.indexOf('=');
    if (equals < 1)
        return usage(
            QStringLiteral("%1 is KEY=VALUE, not \"%2\"").arg(option, shownArgument(value)));
    const QString key = QString::fromUtf8(value.left(equals));
    Settings scratch;
    if (auto set = argument::setting(key, key, value.mid(equals + 1), scratch); !set)
        return set.error();
    return std::pair(key, QString::fromUtf8(value.mid(equals + 1)));
}

// The name a plain FOLDER gets beside others.
QByteArray baseName(const QByteArray& folder)
{
    return folder.mid(folder.lastIndexOf('/') + 1);
}

Result<void> checkNames(const ServeOptions& options)
{
    const bool single = options.folders.size() == 1 && options.shares.isEmpty();
    QSet<QByteArray> names;
    QList<QByteArray> all;
    for (const QByteArray& folder : options.folders)
        all.append(baseName(folder));
    for (const ShareArgument& share : options.shares)
        all.append(share.name);
    for (const QByteArray& name : single ? QList<QByteArray>() : all) {
        if (name.isEmpty())
            return usage(QStringLiteral("The folder / needs a name: --share NAME=/"));
        if (names.contains(name))
            return usage(
                QStringLiteral("Two shares would be /%1: name them with --share NAME=FOLDER")
                    .arg(shownArgument(name)));
        names.insert(name);
    }
    return {};
}

// What only makes sense for folders named on the command line.
Result<void> checkForProfile(const ServeOptions& options)
{
    const std::pair<const char*, bool> given[]{
        {"--access", options.access.has_value()},
        {"--user", !options.userName.isEmpty()},
        {"--password-file", !options.passwordFile.isEmpty()},
        {"--authorized-keys", !options.authorizedKeys.isEmpty()},
        {"--no-auth", options.noAuth},
        {"--symlinks", options.symlinks.has_value()},
        {"--hide", !options.hide.isEmpty()},
    };
    for (const auto& [name, isGiven] : given) {
        if (isGiven)
            return usage(QStringLiteral("%1 needs a FOLDER or --share: what the profile holds is "
                                        "changed with shares, users and settings")
                             .arg(QLatin1String(name)));
    }
    return {};
}

Result<void> checkServe(const ServeOptions& options, const Settings& scratch)
{
    if (options.folders.isEmpty() && options.shares.isEmpty())
        return checkForProfile(options);
    if (options.noAuth && (!options.passwordFile.isEmpty() || !options.authorizedKeys.isEmpty()))
        return usage(QStringLiteral(
            "--no-auth lets everybody in, so it excludes --password-file and --authorized-keys"));
    Settings settings = scratch;
    for (const auto& [key, value] : options.sets)
        (void)setSettingsValue(settings, key, value); // was checked
    if (options.allowFrom)
        settings.network.allowFrom = *options.allowFrom;
    if (options.noAuth && anyoneMayConnect(settings.network))
        return usage(QStringLiteral("--no-auth is not for --allow-from any"));
    return checkNames(options);
}

Result<Command> parseServe(const Arguments& arguments, Common common)
{
    ServeOptions options;
    Settings scratch; // bounds are those of the settings
    bool readOnly = false;
    QByteArray allowFrom, maxConnections, idleTimeout, bandwidth;
    const auto bytes = [](const QString&, const QByteArray& value) -> Result<QByteArray> {
        return value;
    };
    const auto others = readArguments(
        arguments,
        common.options()
            + QList<Option>{
                into("access", "view|upload|full|drop", options.access, argument::access),
                {"read-only", 0, nullptr, Common::set(readOnly)},
                append(
                    "share", "NAME=FOLDER[:access]", options.shares,
                    [](const QString&, const QByteArray& value) { return argument::share(value); }),
                {"addr", 0, "HOST:PORT",
                 [&](const QByteArray& value) { return argument::address(value, options.address); },
                 Times::Many},
                into("allow-from", "lan|any|CIDR,...", allowFrom, bytes),
                into("user", "NAME", options.userName, argument::userName),
                into("password-file", "FILE", options.passwordFile, argument::file),
                into("authorized-keys", "FILE", options.authorizedKeys, argument::file),
                {"no-auth", 0, nullptr, Common::set(options.noAuth)},
                append("host-key", "FILE", options.hostKeys, argument::file),
                into("symlinks", "inside|hide|never", options.symlinks, symlinks),
                append("hide", "GLOB", options.hide, glob),
                into("max-connections", "N", maxConnections, bytes),
                into("idle-timeout", "15m", idleTimeout, bytes),
                into("stop-after", "2h", options.stopAfter, argument::duration),
                into("drain", "60s", options.drain, argument::duration),
                into("bwlimit", "10M", bandwidth, bytes),
                append("set", "KEY=VALUE", options.sets, assignment),
                {"json", 0, nullptr, Common::set(options.json)},
                into("log-format", "text|json|openssh", options.logFormat, logFormat),
                into("log-file", "FILE", options.logFile, argument::file),
            });
    if (!others)
        return others.error();
    if (common.help)
        return Command(HelpRequest{serveHelp()});

    const auto limit = [&](const char* option, const char* path, const QByteArray& value) {
        return value.isNull()
            ? Result<void>()
            : argument::setting(QLatin1String(option), QLatin1String(path), value, scratch);
    };
    for (const Result<void>& checked :
         {limit("--allow-from", "network.allowFrom", allowFrom),
          limit("--max-connections", "limits.maxConnections", maxConnections),
          limit("--idle-timeout", "limits.idleTimeout", idleTimeout),
          limit("--bwlimit", "network.bytesPerSecond", bandwidth)}) {
        if (!checked)
            return checked.error();
    }
    if (!allowFrom.isNull())
        options.allowFrom = scratch.network.allowFrom;
    if (!maxConnections.isNull())
        options.maxConnections = scratch.limits.maxConnections;
    if (!idleTimeout.isNull())
        options.idleTimeout = scratch.limits.idleTimeout;
    if (!bandwidth.isNull())
        options.bytesPerSecond = scratch.network.bytesPerSecond;

    for (const QByteArray& other : *others) {
        const auto folder = argument::folder(QStringLiteral("serve"), other);
        if (!folder)
            return folder.error();
        options.folders.append(*folder);
    }
    if (readOnly && options.access && *options.access != Access::View)
        return usage(QStringLiteral("--read-only is --access view, so one of the two must go"));
    if (readOnly)
        options.access = Access::View;
    options.profile = common.profile;
    options.verbose = common.verbose;
    if (auto checked = checkServe(options, scratch); !checked)
        return checked.error();
    return Command(std::move(options));
}

Result<QString> logLevel(const QByteArray& value)
{
    static const QStringList levels{
        QStringLiteral("QUIET"),  QStringLiteral("FATAL"),   QStringLiteral("ERROR"),
        QStringLiteral("INFO"),   QStringLiteral("VERBOSE"), QStringLiteral("DEBUG"),
        QStringLiteral("DEBUG1"), QStringLiteral("DEBUG2"),  QStringLiteral("DEBUG3")};
    const QString level = QString::fromUtf8(value).toUpper();
    if (levels.contains(level))
        return level;
    return usage(QStringLiteral("-l is one of %1").arg(levels.join(QStringLiteral(", "))));
}

Result<Command> parseSubsystem(const Arguments& arguments, Common common)
{
    SubsystemOptions options;
    const auto others =
        readArguments(arguments,
                      common.options()
                          + QList<Option>{
                              {"", 'R', nullptr, Common::set(options.readOnly)},
                              {"", 'd', "DIR",
                               [&](const QByteArray& value) -> Result<void> {
                                   if (value.isEmpty())
                                       return usage(QStringLiteral("-d needs a folder"));
                                   options.startFolder = value;
                                   return {};
                               }},
                              {"", 'u', "UMASK",
                               [&](const QByteArray& value) -> Result<void> {
                                   const auto mask = argument::octal(QStringLiteral("-u"), value);
                                   if (!mask)
                                       return mask.error();
                                   options.umask = *mask;
                                   return {};
                               }},
                              {"", 'e', nullptr, Common::set(options.logToStderr)},
                              {"", 'l', "LEVEL",
                               [&](const QByteArray& value) -> Result<void> {
                                   auto level = logLevel(value);
                                   if (!level)
                                       return level.error();
                                   options.logLevel = *std::move(level);
                                   return {};
                               }},
                              into("root", "DIR", options.root, argument::folder),
                          });
    if (!others)
        return others.error();
    if (common.help)
        return Command(HelpRequest{subsystemHelp()});
    if (!others->isEmpty())
        return usage(QStringLiteral("subsystem takes options alone, not \"%1\"")
                         .arg(shownArgument(others->first())));
    return Command(std::move(options));
}

Result<Command> parseDoctor(const Arguments& arguments, Common common)
{
    DoctorOptions options;
    const auto others = readArguments(
        arguments,
        common.options() + QList<Option>{{"json", 0, nullptr, Common::set(options.json)}});
    if (!others)
        return others.error();
    if (common.help)
        return Command(HelpRequest{doctorHelp()});
    if (!others->isEmpty())
        return usage(QStringLiteral("doctor takes no \"%1\"").arg(shownArgument(others->first())));
    options.profile = common.profile;
    return Command(std::move(options));
}

} // namespace

std::optional<Access> accessFromWord(QByteArrayView word)
{
    for (const auto& [name, access] : accessWords) {
        if (word == name)
            return access;
    }
    return std::nullopt;
}

QString accessWord(Access access)
{
    for (const auto& [name, one] : accessWords) {
        if (one == access)
            return QLatin1String(name);
    }
    return {};
}

Result<Command> parseCommandLine(const Arguments& arguments)
{
    // Options of every verb may stand before it; they are put behind it.
    Arguments before;
    qsizetype at = 0;
    for (; at < arguments.size() && arguments[at].startsWith('-'); ++at) {
        const QByteArray& argument = arguments[at];
        if (argument == "--version" || argument == "-V")
            return Command(HelpRequest{versionText()});
        if (argument == "--help" || argument == "-h")
            return Command(HelpRequest{generalHelp()});
        before.append(argument);
        if (argument == "--profile" && at + 1 < arguments.size())
            before.append(arguments[++at]);
    }
    Common common;
    if (auto read = readArguments(before, common.options()); !read)
        return read.error();
    if (at == arguments.size())
        return usage(QStringLiteral("Say what to do: serve, subsystem, shares, users, host-key, "
                                    "settings or doctor; --help says more"));
    const QByteArray verb = arguments[at];
    const Arguments rest = before + arguments.mid(at + 1);
    if (verb == "serve")
        return parseServe(rest, Common());
    if (verb == "subsystem")
        return parseSubsystem(rest, Common());
    if (verb == "doctor")
        return parseDoctor(rest, Common());
    if (verb == "help")
        return Command(HelpRequest{generalHelp()});
    if (verb == "shares" || verb == "users" || verb == "host-key" || verb == "settings")
        return parseEdit(verb, rest);
    const QStringList verbs{QStringLiteral("serve"),    QStringLiteral("subsystem"),
                            QStringLiteral("shares"),   QStringLiteral("users"),
                            QStringLiteral("host-key"), QStringLiteral("settings"),
                            QStringLiteral("doctor")};
    const QString asked = shownArgument(verb);
    return usage(QStringLiteral("There is no command \"%1\"; the nearest is %2")
                     .arg(asked, nearestWord(asked, verbs)));
}

} // namespace sallyport
