// What holds between the settings: checkSettings() of settings_store.h.
#include "core/settings_fields.h"
#include "core/settings_store.h"

#include <QSet>

namespace sallyport {

namespace {

Error invalid(const QString& message)
{
    return {ErrorCode::InvalidArgument, message};
}

// Every value by the rule of its field: what was made in memory may hold what no file could.
template <typename Owner>
Result<void> checkFields(const QList<Field<Owner>>& fields, const Owner& owner, const QString& path)
{
    for (const Field<Owner>& field : fields) {
        const QJsonValue value = field.toJson(owner);
        Owner copy;
        if (value.isUndefined())
            continue;
        if (auto read = field.fromJson(copy, value, path + u'.' + field.name); !read)
            return invalid(read.error().message);
    }
    return {};
}

Result<void> checkShares(const QList<Share>& shares)
{
    QSet<ShareId> ids;
    QSet<QByteArray> names;
    for (const Share& share : shares) {
        const QString name = escapedBytes(share.name);
        if (auto checked = checkFields(shareFields(), share, QStringLiteral("share")); !checked)
            return checked;
        if (names.contains(share.name))
            return invalid(QStringLiteral("There are two shares named %1").arg(name));
        if (ids.contains(share.id))
            return invalid(QStringLiteral("The share %1 has another one's id").arg(name));
        names.insert(share.name);
        ids.insert(share.id);
    }
    return {};
}

Result<void> checkAccount(const Account& account, const Settings& settings,
                          const QSet<ShareId>& shares)
{
    if (auto checked = checkFields(accountFields(), account, QStringLiteral("account")); !checked)
        return checked;
    for (const AuthorizedKey& key : account.keys) {
        if (auto checked = checkFields(keyFields(), key, QStringLiteral("key")); !checked)
            return checked;
    }
    for (auto grant = account.access.begin(); grant != account.access.end(); ++grant) {
        if (!shares.contains(grant.key()))
            return invalid(
                QStringLiteral("%1 has access to a share that is not there").arg(account.userName));
    }
    if (account.withoutPassword && anyoneMayConnect(settings.network))
        return invalid(
            QStringLiteral("%1 needs no password, so network.allowFrom cannot be \"any\"")
                .arg(account.userName));
    return {};
}

} // namespace

Result<void> checkSettings(const Settings& settings)
{
    const Result<void> groups[]{
        checkFields(networkFields(), settings.network, QStringLiteral("network")),
        checkFields(limitsFields(), settings.limits, QStringLiteral("limits")),
        checkFields(penaltiesFields(), settings.penalties, QStringLiteral("penalties")),
        checkShares(settings.shares),
    };
    for (const Result<void>& group : groups) {
        if (!group)
            return group;
    }
    QSet<ShareId> shares;
    for (const Share& share : settings.shares)
        shares.insert(share.id);
    QSet<AccountId> ids;
    QSet<QString> names;
    for (const Account& account : settings.accounts) {
        if (auto checked = checkAccount(account, settings, shares); !checked)
            return checked;
        if (names.contains(account.userName))
            return invalid(QStringLiteral("There are two people named %1").arg(account.userName));
        if (ids.contains(account.id))
            return invalid(QStringLiteral("%1 has another account's id").arg(account.userName));
        names.insert(account.userName);
        ids.insert(account.id);
    }
    for (const Share& share : settings.shares) {
        if (!share.guest.value.isEmpty() && !ids.contains(share.guest))
            return invalid(QStringLiteral("The share %1 has a guest who is not there")
                               .arg(escapedBytes(share.name)));
    }
    return {};
}

} // namespace sallyport
