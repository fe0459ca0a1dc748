// The text of the settings file, and single values by their path: what settings_store.h promises.
#include "core/nearest.h"
#include "core/settings_fields.h"
#include "core/settings_store.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QStringDecoder>

#include <utility>

namespace sallyport {

namespace {

constexpr int fileVersion = 1;

Error damaged(const QString& message)
{
    return {ErrorCode::Damaged, message};
}

template <typename Owner>
QJsonObject toObject(const QList<Field<Owner>>& fields, const Owner& owner)
{
    QJsonObject object;
    for (const Field<Owner>& field : fields) {
        if (const QJsonValue value = field.toJson(owner); !value.isUndefined())
            object.insert(field.name, value);
    }
    return object;
}

QString below(const QString& path, const QString& name)
{
    return path.isEmpty() ? name : path + u'.' + name;
}

Result<QJsonObject> asObject(const QJsonValue& value, const QString& path)
{
    if (value.isObject())
        return value.toObject();
    return damaged(
        QStringLiteral("%1 must be an object in braces, not %2").arg(path, shown(value)));
}

Result<QJsonArray> asArray(const QJsonValue& value, const QString& path)
{
    if (value.isArray())
        return value.toArray();
    return damaged(QStringLiteral("%1 must be a list in brackets, not %2").arg(path, shown(value)));
}

// An unknown name may be a slip of the pen or a right that this version would not enforce.
Result<void> checkNames(const QJsonObject& object, const QStringList& known, const QString& path)
{
    for (const QString& name : object.keys()) {
        if (!known.contains(name))
            return damaged(
                QStringLiteral("%1 is not known to this version of Sallyport; the nearest is %2")
                    .arg(below(path, name), below(path, nearestWord(name, known))));
    }
    return {};
}

// The values of `object` into `owner`; `others` are read by the caller.
template <typename Owner>
Result<void> readFields(const QList<Field<Owner>>& fields, const QJsonObject& object, Owner& owner,
                        const QString& path, QStringList others = {})
{
    for (const Field<Owner>& field : fields) {
        others.append(field.name);
        const QJsonValue value = object.value(field.name);
        if (value.isUndefined() && field.required)
            return damaged(QStringLiteral("%1 is missing").arg(below(path, field.name)));
        if (value.isUndefined())
            continue;
        if (auto read = field.fromJson(owner, value, below(path, field.name)); !read)
            return read;
    }
    return checkNames(object, others, path);
}

template <typename Owner>
Result<void> readGroup(const QList<Field<Owner>>& fields, const QJsonObject& file,
                       const QString& name, Owner& owner)
{
    if (!file.contains(name))
        return {};
    const auto object = asObject(file.value(name), name);
    if (!object)
        return object.error();
    return readFields(fields, *object, owner, name);
}

// A list of objects, each read by `readOne(object, path) -> Result<T>`.
template <typename T, typename ReadOne>
Result<void> readList(const QJsonObject& owner, const QString& name, const QString& path,
                      QList<T>& list, ReadOne readOne)
{
    if (!owner.contains(name))
        return {};
    const auto array = asArray(owner.value(name), below(path, name));
    if (!array)
        return array.error();
    for (qsizetype i = 0; i < array->size(); ++i) {
        const QString place = QStringLiteral("%1[%2]").arg(below(path, name)).arg(i);
        const auto object = asObject(array->at(i), place);
        if (!object)
            return object.error();
        Result<T> one = readOne(*object, place);
        if (!one)
            return one.error();
        list.append(*std::move(one));
    }
    return {};
}

Result<Share> readShare(const QJsonObject& object, const QString& path)
{
    Share share;
    if (auto read = readFields(shareFields(), object, share, path, {QStringLiteral("root")}); !read)
        return read.error();
    const QString name = QStringLiteral("root");
    if (!object.contains(name))
        return share;
    const auto root = asObject(object.value(name), below(path, name));
    if (!root)
        return root.error();
    if (auto read = readFields(rootFields(), *root, share.root.emplace(), below(path, name)); !read)
        return read.error();
    return share;
}

Result<AuthorizedKey> readKey(const QJsonObject& object, const QString& path)
{
    AuthorizedKey key;
    if (auto read = readFields(keyFields(), object, key, path); !read)
        return read.error();
    return key;
}

Result<void> readAccess(const QJsonObject& object, const QString& path, Account& account)
{
    for (auto grant = object.begin(); grant != object.end(); ++grant) {
        const auto access = accessFromJson(grant.value(), below(path, grant.key()));
        if (!access)
            return access.error();
        account.access.insert({grant.key().toLatin1()}, *access);
    }
    return {};
}

Result<Account> readAccount(const QJsonObject& object, const QString& path)
{
    Account account;
    const QString keys = QStringLiteral("keys");
    const QString access = QStringLiteral("access");
    if (auto read = readFields(accountFields(), object, account, path, {keys, access}); !read)
        return read.error();
    if (auto read = readList(object, keys, path, account.keys, readKey); !read)
        return read.error();
    if (!object.contains(access))
        return account;
    const auto grants = asObject(object.value(access), below(path, access));
    if (!grants)
        return grants.error();
    if (auto read = readAccess(*grants, below(path, access), account); !read)
        return read.error();
    return account;
}

Result<QJsonObject> parseText(const QByteArray& json)
{
    if (json.trimmed().isEmpty())
        return damaged(QStringLiteral("The settings file is empty"));
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(json);
    Q_UNUSED(text)
    if (decoder.hasError())
        return damaged(QStringLiteral("The settings file is not UTF-8 text"));
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return damaged(QStringLiteral("The settings file is not JSON: line %1: %2")
                           .arg(json.left(error.offset).count('\n') + 1)
                           .arg(error.errorString()));
    if (!document.isObject())
        return damaged(QStringLiteral("The settings file must hold one JSON object"));
    return document.object();
}

Result<void> checkVersion(const QJsonObject& file)
{
    const QJsonValue version = file.value(QStringLiteral("version"));
    if (version.isUndefined())
        return damaged(QStringLiteral("version is missing"));
    const qint64 number = version.toInteger(-1);
    if (number > fileVersion)
        return damaged(
            QStringLiteral("The settings file was made by a newer version of Sallyport"));
    if (number != fileVersion)
        return damaged(
            QStringLiteral("version must be %1, not %2").arg(fileVersion).arg(shown(version)));
    return {};
}

Result<quint64> readGeneration(const QJsonObject& file)
{
    const QJsonValue value = file.value(QStringLiteral("generation"));
    const qint64 number = value.isUndefined() ? 0 : value.toInteger(-1);
    if (number < 0)
        return damaged(
            QStringLiteral("generation must be a number from 0, not %1").arg(shown(value)));
    return static_cast<quint64>(number);
}

// The group and the field that "limits.loginGrace" names, given to `visit(field, owner)`. Nothing
// found: an error that names the nearest path.
template <typename SettingsType, typename Visit>
auto withField(SettingsType& settings, const QString& path, Visit visit)
    -> decltype(visit(networkFields()[0], settings.network))
{
    const QString group = path.section(u'.', 0, 0);
    const QString name = path.section(u'.', 1);
    const auto search = [&](const auto& fields, auto& owner) {
        using Found = std::optional<decltype(visit(fields[0], owner))>;
        for (const auto& field : fields) {
            if (field.name == name)
                return Found(visit(field, owner));
        }
        return Found();
    };
    auto found = group == u"network" ? search(networkFields(), settings.network)
        : group == u"limits"         ? search(limitsFields(), settings.limits)
        : group == u"penalties"      ? search(penaltiesFields(), settings.penalties)
                                     : std::nullopt;
    if (found)
        return *std::move(found);
    return Error{ErrorCode::InvalidArgument,
                 QStringLiteral("There is no setting \"%1\"; the nearest is %2")
                     .arg(path.left(100), nearestWord(path, settingsPaths()))};
}

} // namespace

Result<QString> settingsValue(const Settings& settings, const QString& path)
{
    if (isShareOption(path))
        return shareOption(settings, path);
    return withField(settings, path, [](const auto& field, const auto& owner) -> Result<QString> {
        return field.toText(owner);
    });
}

Result<void> setSettingsValue(Settings& settings, const QString& path, const QString& value)
{
    if (isShareOption(path))
        return setShareOption(settings, path, value);
    const auto set = withField(settings, path, [&](const auto& field, auto& owner) -> Result<void> {
        return field.fromText(owner, value, path);
    });
    if (set)
        return {};
    return Error{ErrorCode::InvalidArgument, set.error().message};
}

QStringList settingsPaths()
{
    QStringList paths;
    const auto add = [&](const QString& group, const auto& fields) {
        for (const auto& field : fields)
            paths.append(below(group, field.name));
    };
    add(QStringLiteral("network"), networkFields());
    add(QStringLiteral("limits"), limitsFields());
    add(QStringLiteral("penalties"), penaltiesFields());
    return paths;
}

QByteArray settingsToJson(const Settings& settings, quint64 generation)
{
    QJsonArray shares;
    for (const Share& share : settings.shares) {
        QJsonObject object = toObject(shareFields(), share);
        if (share.root)
            object.insert(QStringLiteral("root"), toObject(rootFields(), *share.root));
        shares.append(object);
    }
    QJsonArray accounts;
    for (const Account& account : settings.accounts) {
        QJsonObject object = toObject(accountFields(), account);
        QJsonArray keys;
        for (const AuthorizedKey& key : account.keys)
            keys.append(toObject(keyFields(), key));
        QJsonObject access;
        for (auto grant = account.access.begin(); grant != account.access.end(); ++grant)
            access.insert(QString::fromLatin1(grant.key().value), accessToJson(*grant));
        object.insert(QStringLiteral("keys"), keys);
        object.insert(QStringLiteral("access"), access);
        accounts.append(object);
    }
    return QJsonDocument(
               QJsonObject{
                   {QStringLiteral("version"), fileVersion},
                   {QStringLiteral("generation"), static_cast<qint64>(generation)},
                   {QStringLiteral("shares"), shares},
                   {QStringLiteral("accounts"), accounts},
                   {QStringLiteral("network"), toObject(networkFields(), settings.network)},
                   {QStringLiteral("limits"), toObject(limitsFields(), settings.limits)},
                   {QStringLiteral("penalties"), toObject(penaltiesFields(), settings.penalties)},
                   {QStringLiteral("ui"), settings.ui},
               })
        .toJson();
}

Result<Settings> settingsFromJson(const QByteArray& json, quint64* generation)
{
    const auto file = parseText(json);
    if (!file)
        return file.error();
    if (auto checked = checkVersion(*file); !checked)
        return checked.error();
    const auto number = readGeneration(*file);
    if (!number)
        return number.error();

    Settings settings;
    const Result<void> parts[]{
        checkNames(*file,
                   {QStringLiteral("version"), QStringLiteral("generation"),
                    QStringLiteral("shares"), QStringLiteral("accounts"), QStringLiteral("network"),
                    QStringLiteral("limits"), QStringLiteral("penalties"), QStringLiteral("ui")},
                   QString()),
        readList(*file, QStringLiteral("shares"), QString(), settings.shares, readShare),
        readList(*file, QStringLiteral("accounts"), QString(), settings.accounts, readAccount),
        readGroup(networkFields(), *file, QStringLiteral("network"), settings.network),
        readGroup(limitsFields(), *file, QStringLiteral("limits"), settings.limits),
        readGroup(penaltiesFields(), *file, QStringLiteral("penalties"), settings.penalties),
    };
    for (const Result<void>& part : parts) {
        if (!part)
            return part.error();
    }
    if (file->contains(QStringLiteral("ui"))) {
        const auto ui = asObject(file->value(QStringLiteral("ui")), QStringLiteral("ui"));
        if (!ui)
            return ui.error();
        settings.ui = *ui;
    }
    if (auto checked = checkSettings(settings); !checked)
        return damaged(checked.error().message);
    if (generation)
        *generation = *number;
    return settings;
}

} // namespace sallyport
