#include "app/serve_plan.h"

#include "app/console.h"
#include "core/auth/generated_password.h"
#include "core/auth/password_verifier.h"
#include "core/authorized_keys.h"
#include "core/settings_edits.h"
#include "core/settings_store.h"

#include <QFile>

#include <algorithm>

#include <sys/stat.h>

namespace sallyport {

namespace {

Error usage(const QString& sentence)
{
    return {ErrorCode::InvalidArgument, sentence};
}

QString shown(const QByteArray& folder)
{
    return QFile::decodeName(folder);
}

// The last component; the command line has seen to it that no two are the same.
QByteArray nameOf(const QByteArray& folder)
{
    const QByteArray name = VirtualPath::parse(folder).value_or(VirtualPath()).name();
    return name.isEmpty() ? QByteArrayLiteral("folder") : name;
}

Result<void> checkFolder(const QByteArray& folder)
{
    struct stat status {};
    if (::stat(folder.constData(), &status) != 0)
        return usage(QStringLiteral("There is no folder %1").arg(shown(folder)));
    if (!S_ISDIR(status.st_mode))
        return usage(QStringLiteral("%1 is not a folder").arg(shown(folder)));
    return {};
}

struct Grants {
    QList<Share> shares;
    QHash<ShareId, Access> access;
};

Result<Grants> sharesOf(const ServeOptions& options)
{
    Grants grants;
    const Access otherwise = options.access.value_or(Access::View);
    const auto add = [&](const QByteArray& name, const QByteArray& folder, Access access) {
        Share share;
        share.id = ShareId::create();
        share.name = name;
        share.folder = folder;
        share.hide = options.hide;
        share.symlinks = options.symlinks.value_or(share.symlinks);
        grants.access.insert(share.id, access);
        grants.shares += share;
    };
    for (const ShareArgument& argument : options.shares) {
        if (Result<void> checked = checkFolder(argument.folder); !checked)
            return checked.error();
        add(argument.name, argument.folder, argument.access.value_or(otherwise));
    }
    for (const QByteArray& folder : options.folders) {
        if (Result<void> checked = checkFolder(folder); !checked)
            return checked.error();
        add(nameOf(folder), folder, otherwise);
    }
    return grants;
}

Result<AuthorizedKeys> keysFrom(const QString& path)
{
    const Result<QByteArray> text = readInput(path, maxKeysFile);
    if (!text)
        return usage(text.error().message);
    Result<AuthorizedKeys> keys = parseAuthorizedKeys(*text);
    if (!keys)
        return usage(keys.error().message);
    if (keys->keys.isEmpty()) {
        const QString why =
            keys->refused.isEmpty() ? QString() : QStringLiteral(": ") + keys->refused[0].text;
        return usage(QStringLiteral("No key in %1 can be used%2").arg(path, why));
    }
    return keys;
}

Result<Account> accountOf(const ServeOptions& options, ServePlan& plan)
{
    Account account;
    account.id = AccountId::create();
    account.userName = options.userName.isEmpty() ? QStringLiteral("guest") : options.userName;
    plan.userName = account.userName;
    if (options.noAuth) {
        account.withoutPassword = true;
        return account;
    }
    QByteArray password;
    if (!options.passwordFile.isEmpty()) {
        Result<QByteArray> read = readPassword(options.passwordFile);
        if (!read)
            return usage(read.error().message);
        if (Result<void> checked = checkNewPassword(*read); !checked)
            return usage(checked.error().message);
        password = *std::move(read);
    } else if (options.authorizedKeys.isEmpty()) {
        password = generatedPassword();
        plan.password = password;
    }
    if (!password.isEmpty()) {
        Result<QByteArray> verifier = PasswordVerifier().make(password);
        wipe(password);
        if (!verifier)
            return usage(verifier.error().message);
        account.passwordVerifier = *verifier;
    }
    if (!options.authorizedKeys.isEmpty()) {
        Result<AuthorizedKeys> keys = keysFrom(options.authorizedKeys);
        if (!keys)
            return keys.error();
        account.keys = keys->keys;
        for (const AuthorizedKeys::Remark& remark : keys->refused + keys->noted) {
            plan.remarks += QStringLiteral("%1 line %2: %3")
                                .arg(options.authorizedKeys)
                                .arg(remark.line)
                                .arg(remark.text);
        }
    }
    return account;
}

// The options that change one value each; `--set` comes last, since it names its value exactly.
void applyOptions(const ServeOptions& options, Settings& settings)
{
    if (options.address) {
        settings.network.addresses = options.address->addresses;
        settings.network.port = options.address->port.value_or(2022);
    }
    if (options.allowFrom)
        settings.network.allowFrom = *options.allowFrom;
    if (options.bytesPerSecond)
        settings.network.bytesPerSecond = *options.bytesPerSecond;
    if (options.maxConnections)
        settings.limits.maxConnections = *options.maxConnections;
    if (options.idleTimeout)
        settings.limits.idleTimeout = *options.idleTimeout;
    for (const auto& [key, value] : options.sets)
        (void)setSettingsValue(settings, key, value); // checked when the line was parsed
}

// Which shares there are was not known then.
Result<void> checkShareNames(const ServeOptions& options, Settings settings)
{
    for (const auto& [key, value] : options.sets) {
        if (const auto set = setSettingsValue(settings, key, value); !set)
            return usage(set.error().message);
    }
    return {};
}

} // namespace

Result<ServePlan> ServePlan::make(const ServeOptions& options, const Settings& profile)
{
    ServePlan plan;
    plan.servesProfile = options.folders.isEmpty() && options.shares.isEmpty();
    if (plan.servesProfile) {
        if (const auto checked = checkShareNames(options, profile); !checked)
            return checked.error();
        Settings now = profile;
        applyOptions(options, now);
        if (const auto checked = checkSettings(now); !checked)
            return usage(checked.error().message);
        plan.override = [options](Settings& settings) { applyOptions(options, settings); };
        if (profile.shares.isEmpty())
            plan.remarks += QStringLiteral("Nothing is shared yet: name a FOLDER, or add shares "
                                           "and users to the profile");
        else if (profile.accounts.isEmpty())
            plan.remarks += QStringLiteral("Nobody may log in yet: add users to the profile");
        return plan;
    }

    Result<Grants> grants = sharesOf(options);
    if (!grants)
        return grants.error();
    Settings now = profile;
    now.shares = grants->shares;
    if (const auto checked = checkShareNames(options, now); !checked)
        return checked.error();
    applyOptions(options, now);
    if (options.noAuth && anyoneMayConnect(now.network))
        return usage(
            QStringLiteral("Access without password is for your own networks: --no-auth does "
                           "not go with --allow-from any"));
    Result<Account> account = accountOf(options, plan);
    if (!account)
        return account.error();
    account->access = grants->access;
    if (options.folders.size() == 1 && options.shares.isEmpty())
        plan.layout = Sharing::Layout::Single;
    plan.override = [options, shares = grants->shares, account = *account](Settings& settings) {
        settings.shares = shares;
        settings.accounts = {account};
        applyOptions(options, settings);
    };
    return plan;
}

} // namespace sallyport
