#include "app/console.h"
#include "app/edit_command.h"
#include "core/auth/password_verifier.h"
#include "core/authorized_keys.h"
#include "core/escape.h"
#include "core/nearest.h"
#include "core/settings_edits.h"
#include "core/settings_fields.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sallyport {

namespace {

Result<Account*> findAccount(Settings& settings, const QByteArray& name)
{
    QStringList names;
    const QString asked = QString::fromUtf8(name);
    for (Account& account : settings.accounts) {
        if (account.userName == asked)
            return &account;
        names.append(account.userName);
    }
    return Error{ErrorCode::NotFound,
                 names.isEmpty() ? QStringLiteral("There is nobody named %1").arg(escaped(name))
                                 : QStringLiteral("There is nobody named %1; the nearest is %2")
                                       .arg(escaped(name), nearestWord(asked, names))};
}

// Made before the settings are locked: it takes a while, and a person may be typing.
Result<QByteArray> newVerifier(const EditOptions& options)
{
    auto password = readPassword(options.passwordFile);
    if (!password)
        return password.error();
    if (auto checked = checkNewPassword(*password); !checked)
        return checked.error();
    auto verifier = PasswordVerifier().make(*password);
    wipe(*password);
    return verifier;
}

// Lines that were refused are told and left out, unless nothing is left.
Result<QList<AuthorizedKey>> readKeys(const QString& file)
{
    const auto text = readInput(file, maxKeysFile);
    if (!text)
        return text.error();
    auto read = parseAuthorizedKeys(*text);
    if (!read)
        return read.error();
    for (const auto& remarks : {read->refused, read->noted}) {
        for (const AuthorizedKeys::Remark& remark : remarks)
            complain(QStringLiteral("%1 line %2: %3").arg(file).arg(remark.line).arg(remark.text));
    }
    if (read->keys.isEmpty())
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("%1 holds no key that can log in here").arg(file)};
    return std::move(read->keys);
}

Result<void> grant(const EditOptions& options, const Settings& settings, Account& account)
{
    for (const auto& [name, access] : options.access) {
        const auto share = findShare(settings, name);
        if (!share)
            return share.error();
        if (access)
            account.access.insert((*share)->id, *access);
        else
            account.access.remove((*share)->id);
    }
    return {};
}

Result<void> add(const EditOptions& options, const SettingsFile& file)
{
    Account account;
    account.id = AccountId::create();
    account.userName = QString::fromUtf8(options.name);
    account.expires = options.expires;
    if (!options.authorizedKeys.isEmpty()) {
        auto keys = readKeys(options.authorizedKeys);
        if (!keys)
            return keys.error();
        account.keys = *std::move(keys);
    }
    // With keys and no password file the account needs no password.
    if (account.keys.isEmpty() || !options.passwordFile.isEmpty()) {
        auto verifier = newVerifier(options);
        if (!verifier)
            return verifier.error();
        account.passwordVerifier = *std::move(verifier);
    }
    return file.edit([&](Settings& settings) -> Result<void> {
        if (findAccount(settings, options.name))
            return Error{
                ErrorCode::AlreadyExists,
                QStringLiteral("There is somebody named %1 already").arg(escaped(options.name))};
        if (auto granted = grant(options, settings, account); !granted)
            return granted;
        settings.accounts.append(account);
        return {};
    });
}

Result<void> remove(const EditOptions& options, const SettingsFile& file)
{
    return file.edit([&](Settings& settings) -> Result<void> {
        const auto account = findAccount(settings, options.name);
        if (!account)
            return account.error();
        removeAccount(settings, (*account)->id);
        return {};
    });
}

Result<void> setPassword(const EditOptions& options, const SettingsFile& file)
{
    // A wrong name is told before anybody types a password.
    auto content = file.read();
    if (!content)
        return content.error();
    if (auto account = findAccount(content->settings, options.name); !account)
        return account.error();
    const auto verifier = newVerifier(options);
    if (!verifier)
        return verifier.error();
    return file.edit([&](Settings& settings) -> Result<void> {
        const auto account = findAccount(settings, options.name);
        if (!account)
            return account.error();
        (*account)->passwordVerifier = *verifier;
        (*account)->withoutPassword = false;
        return {};
    });
}

Result<void> allow(const EditOptions& options, const SettingsFile& file)
{
    return file.edit([&](Settings& settings) -> Result<void> {
        const auto account = findAccount(settings, options.name);
        if (!account)
            return account.error();
        return grant(options, settings, **account);
    });
}

void printJson(const Settings& settings)
{
    QJsonArray list;
    for (const Account& account : settings.accounts) {
        QJsonArray keys;
        for (const AuthorizedKey& key : account.keys)
            keys.append(publicKeyFingerprint(key.key));
        QJsonObject access;
        for (const Share& share : settings.shares) {
            if (account.access.contains(share.id))
                access.insert(escapedBytes(share.name), accessWord(account.access[share.id]));
        }
        QJsonObject object{
            {QStringLiteral("id"), QString::fromLatin1(account.id.value)},
            {QStringLiteral("name"), account.userName},
            {QStringLiteral("enabled"), account.enabled},
            {QStringLiteral("password"), !account.passwordVerifier.isEmpty()},
            {QStringLiteral("keys"), keys},
            {QStringLiteral("access"), access},
        };
        if (account.expires)
            object.insert(QStringLiteral("expires"), account.expires->toString(Qt::ISODate));
        list.append(object);
    }
    print(QJsonDocument(list).toJson(QJsonDocument::Compact) + '\n');
}

void printText(const Settings& settings)
{
    for (const Account& account : settings.accounts) {
        QStringList parts{escapedText(account.userName)};
        if (!account.passwordVerifier.isEmpty())
            parts.append(QStringLiteral("password"));
        if (!account.keys.isEmpty())
            parts.append(QStringLiteral("keys: %1").arg(account.keys.size()));
        for (const Share& share : settings.shares) {
            if (account.access.contains(share.id))
                parts.append(escaped(share.name) + u'=' + accessWord(account.access[share.id]));
        }
        if (!account.enabled)
            parts.append(QStringLiteral("off"));
        if (account.expires)
            parts.append(QStringLiteral("until ") + account.expires->toString(Qt::ISODate));
        print(parts.join(u'\t'));
    }
}

} // namespace

Result<void> editUsers(const EditOptions& options, const SettingsFile& file)
{
    using Verb = EditOptions::Verb;
    switch (options.verb) {
    case Verb::UsersAdd:
        return add(options, file);
    case Verb::UsersRemove:
        return remove(options, file);
    case Verb::UsersPassword:
        return setPassword(options, file);
    case Verb::UsersAllow:
        return allow(options, file);
    default:
        break;
    }
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
