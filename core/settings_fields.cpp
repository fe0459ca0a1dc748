#include "core/settings_fields.h"

#include "core/auth/address_pattern.h"
#include "core/auth/password_verifier.h"
#include "core/authorized_keys.h"
#include "core/settings_kinds.h"
#include "core/settings_store.h"

#include <utility>

namespace sallyport {

namespace {

Error wrong(const QString& path, const QString& must, const QString& found)
{
    return {ErrorCode::Damaged, QStringLiteral("%1 %2, not %3").arg(path, must, found)};
}
enum class Presence { Optional, Required };

template <typename Owner, typename Member, typename T = Member>
Field<Owner> field(const char* name, Member Owner::*member, Kind<T> kind, const char* meaning,
                   Presence presence = Presence::Optional)
{
    const auto take = [member, must = kind.must](Owner& owner, std::optional<T> value,
                                                 const QString& path,
                                                 const QString& found) -> Result<void> {
        if (!value)
            return wrong(path, must, found);
        owner.*member = *std::move(value);
        return {};
    };
    return {QString::fromLatin1(name),
            meaning,
            presence == Presence::Required,
            [=](const Owner& owner) { return kind.toJson(owner.*member); },
            [=](Owner& owner, const QJsonValue& value, const QString& path) {
                return take(owner, kind.fromJson(value), path, shown(value));
            },
            [=](const Owner& owner) { return kind.toText(owner.*member); },
            [=](Owner& owner, const QString& text, const QString& path) {
                return take(owner, kind.fromText(text), path, shown(text));
            }};
}
Kind<QStringList> networks(const QString& must, const QStringList& words = {})
{
    return listOf<QStringList>(must, network(words));
}
// 16 bytes in hexadecimal; the members are ShareId and AccountId.
template <typename Id>
Kind<Id> id()
{
    return textual<Id>(
        QStringLiteral("must be an id of 32 hexadecimal digits"),
        [](const Id& value) { return QString::fromLatin1(value.value); },
        [](const QString& text) -> std::optional<Id> {
            static const QRegularExpression shape(QStringLiteral("\\A[0-9a-f]{32}\\z"));
            return shape.match(text).hasMatch() ? std::optional(Id{text.toLatin1()}) : std::nullopt;
        });
}

// No account at all is left out of the file, as nothing in a text.
Kind<AccountId> accountOrNone()
{
    const auto one = id<AccountId>();
    return {one.must + QStringLiteral(", or be left out"),
            [one](const AccountId& value) {
                return value.value.isEmpty() ? QJsonValue(QJsonValue::Undefined)
                                             : one.toJson(value);
            },
            one.fromJson, one.toText,
            [one](const QString& text) {
                return text.isEmpty() ? std::optional(AccountId()) : one.fromText(text);
            }};
}

Kind<Access> accessWords()
{
    return choice<Access>({{QStringLiteral("view"), Access::View},
                           {QStringLiteral("upload"), Access::Upload},
                           {QStringLiteral("full"), Access::Full},
                           {QStringLiteral("drop"), Access::DropBox}});
}

Kind<QByteArray> verifier()
{
    return textual<QByteArray>(
        QStringLiteral("must be empty or an Argon2id verifier"),
        [](const QByteArray& value) { return QString::fromLatin1(value); },
        [](const QString& text) -> std::optional<QByteArray> {
            const QByteArray value = text.toUtf8();
            return value.isEmpty() || PasswordVerifier::isVerifier(value) ? std::optional(value)
                                                                          : std::nullopt;
        });
}

// "ssh-ed25519 AAAA...", as in a file of authorized keys.
Kind<QByteArray> publicKey()
{
    return textual<QByteArray>(
        QStringLiteral("must be a public key like \"ssh-ed25519 AAAA...\""),
        [](const QByteArray& value) { return QString::fromLatin1(publicKeyText(value)); },
        [](const QString& text) -> std::optional<QByteArray> {
            const auto value = publicKeyFromText(text.toUtf8());
            return value ? std::optional(*value) : std::nullopt;
        });
}

Kind<QString> addressPatterns()
{
    return textual<QString>(
        QStringLiteral("must be empty or a list of addresses and networks"),
        [](const QString& value) { return value; },
        [](const QString& value) -> std::optional<QString> {
            return value.isEmpty() || checkAddressPatterns(value) ? std::optional(value)
                                                                  : std::nullopt;
        });
}

bool isShareName(const QByteArray& name)
{
    return !name.isEmpty() && name.size() <= 255 && name != "." && name != ".."
        && !name.contains('/') && !name.contains('\0');
}

bool isFolder(const QByteArray& folder)
{
    return folder.startsWith('/') && folder.size() <= 4096 && !folder.contains('\0');
}

// Printable, without what would break a link or a log line: no control characters, "/" and ":",
// no space at either end.
const QRegularExpression& userNameShape()
{
    static const QRegularExpression shape(
        QStringLiteral("\\A(?!\\s)[^\\p{C}\\p{Zl}\\p{Zp}/:]{1,64}(?<!\\s)\\z"),
        QRegularExpression::UseUnicodePropertiesOption);
    return shape;
}
} // namespace

const QList<Field<Network>>& networkFields()
{
    using std::chrono::seconds;
    static const QList<Field<Network>> fields{
        field("addresses", &Network::addresses,
              listOf<QList<QHostAddress>>(QStringLiteral("must be a list of addresses"), address()),
              "The addresses to listen at; none: all of this computer"),
        field("port", &Network::port, number<quint16>(0, 65'535),
              "The port to listen at; 0 lets the system choose"),
        field("allowFrom", &Network::allowFrom,
              networks(QStringLiteral("must be a list of \"lan\", \"any\", addresses and networks"),
                       {QStringLiteral("lan"), QStringLiteral("any")}),
              "Who may connect: \"lan\", \"any\", addresses and networks"),
        field("blocked", &Network::blocked,
              networks(QStringLiteral("must be a list of addresses and networks")),
              "The addresses that are always turned away"),
        field("trustedProxies", &Network::trustedProxies,
              networks(QStringLiteral("must be a list of addresses and networks")),
              "The load balancers whose PROXY headers are read"),
        field("bytesPerSecond", &Network::bytesPerSecond, size(),
              "The whole server's rate in each direction; 0 is no limit"),
        field("olderDevices", &Network::olderDevices, yesOrNo(),
              "Also speak ssh-rsa, hmac-sha1 and group14-sha1"),
        field("announce", &Network::announce, yesOrNo(),
              "Announce the shares in the local network"),
        field("announceUser", &Network::announceUser, yesOrNo(),
              "Announce the user name with the shares"),
        field("charset", &Network::charset,
              text(QStringLiteral("must be the name of a charset like \"UTF-8\""),
                   QRegularExpression(QStringLiteral("\\A[A-Za-z0-9][A-Za-z0-9_:.+-]{0,63}\\z"))),
              "The charset of the names that clients send"),
    };
    return fields;
}

const QList<Field<Limits>>& limitsFields()
{
    using std::chrono::seconds;
    static const QList<Field<Limits>> fields{
        field("maxConnections", &Limits::maxConnections, number<int>(1, 4'096),
              "Connections logged in at once"),
        field("maxUnauthenticated", &Limits::maxUnauthenticated, number<int>(1, 4'096),
              "Connections not yet logged in"),
        field("maxUnauthenticatedPerAddress", &Limits::maxUnauthenticatedPerAddress,
              number<int>(1, 4'096), "Connections not yet logged in, of one address"),
        field("maxLoginAttempts", &Limits::maxLoginAttempts, number<int>(1, 100),
              "Tries to log in, of one connection"),
        field("maxKeyProbes", &Limits::maxKeyProbes, number<int>(1, 1'000),
              "Public keys offered without a signature, of one connection"),
        field("maxChannels", &Limits::maxChannels, number<int>(1, 10),
              "Sessions at once, of one connection"),
        field("maxHandles", &Limits::maxHandles, number<int>(16, 1'000'000),
              "Open files and folders in all"),
        field("maxHandlesPerConnection", &Limits::maxHandlesPerConnection,
              number<int>(1, 1'000'000), "Open files and folders of one connection"),
        field("maxHandlesPerChannel", &Limits::maxHandlesPerChannel, number<int>(1, 1'000'000),
              "Open files and folders of one session"),
        field("loginGrace", &Limits::loginGrace, duration(seconds(1), seconds(120)),
              "The time to log in"),
        field("idleTimeout", &Limits::idleTimeout, duration(seconds(0), seconds(30 * 86'400)),
              "The time without a word from the client; 0s is for ever"),
    };
    return fields;
}

const QList<Field<Penalties>>& penaltiesFields()
{
    static const QList<Field<Penalties>> fields{
        field("enabled", &Penalties::enabled, yesOrNo(),
              "Turn addresses away that fail to log in too often"),
        field("exempt", &Penalties::exempt,
              networks(QStringLiteral("must be a list of addresses and networks")),
              "The addresses that are never turned away for failed logins"),
    };
    return fields;
}

const QList<Field<RootMark>>& rootFields()
{
    static const QList<Field<RootMark>> fields{
        field("ownMount", &RootMark::ownMount, yesOrNo(), "Is it a mount point",
              Presence::Required),
        field("fileSystemId", &RootMark::fileSystemId, mark(), "statfs f_fsid", Presence::Required),
        field("fileSystemType", &RootMark::fileSystemType, mark(), "statfs f_type",
              Presence::Required),
        field("inode", &RootMark::inode, mark(), "st_ino", Presence::Required),
    };
    return fields;
}

const QList<Field<Share>>& shareFields()
{
    static const QList<Field<Share>> fields{
        field("id", &Share::id, id<ShareId>(), "What grants refer to", Presence::Required),
        field("name", &Share::name,
              bytes(QStringLiteral("must be a name of 1 to 255 bytes without \"/\""), isShareName),
              "What clients see", Presence::Required),
        field("folder", &Share::folder,
              bytes(QStringLiteral("must be the absolute path of a folder"), isFolder),
              "The folder on this computer", Presence::Required),
        field("guest", &Share::guest, accountOrNone(), "The account its invite is for"),
        field("enabled", &Share::enabled, yesOrNo(), "Is it shared"),
        field("until", &Share::until, maybe(moment()), "When sharing it ends"),
        field("symlinks", &Share::symlinks,
              choice<SymlinkPolicy>({{QStringLiteral("inside"), SymlinkPolicy::Inside},
                                     {QStringLiteral("hide"), SymlinkPolicy::Hide},
                                     {QStringLiteral("never"), SymlinkPolicy::Never}}),
              "Which links are followed"),
        field("makeLinks", &Share::makeLinks, yesOrNo(), "May clients make links"),
        field("otherDisks", &Share::otherDisks, yesOrNo(), "Are disks mounted below it part of it"),
        field("hide", &Share::hide,
              listOf<QStringList>(
                  QStringLiteral("must be a list of globs"),
                  text(QString(), QRegularExpression(QStringLiteral("\\A[^/\\x00]{1,255}\\z")))),
              "Names that are not there for clients"),
        field("atomicUpload", &Share::atomicUpload, yesOrNo(),
              "Uploads appear when they are whole"),
        field("safeClose", &Share::safeClose, yesOrNo(), "A closed file is on the disk"),
        field("maxFileSize", &Share::maxFileSize, maybe(size()), "The largest file"),
        field("quota", &Share::quota, maybe(size()), "All files together"),
        field("keepFree", &Share::keepFree, maybe(size()), "What stays free on the disk"),
    };
    return fields;
}

const QList<Field<AuthorizedKey>>& keyFields()
{
    static const QList<Field<AuthorizedKey>> fields{
        field("key", &AuthorizedKey::key, publicKey(), "The public key", Presence::Required),
        field("comment", &AuthorizedKey::comment, anyText(), "Whose it is"),
        field("from", &AuthorizedKey::from, addressPatterns(), "Where it may come from"),
        field("expires", &AuthorizedKey::expires, maybe(moment()), "When it ends"),
        field("readOnly", &AuthorizedKey::readOnly, yesOrNo(), "Is it for reading alone"),
    };
    return fields;
}

const QList<Field<Account>>& accountFields()
{
    static const QList<Field<Account>> fields{
        field("id", &Account::id, id<AccountId>(), "What records refer to", Presence::Required),
        field("userName", &Account::userName,
              text(QStringLiteral("must be a name of 1 to 64 characters without \"/\" and \":\""),
                   userNameShape()),
              "The name to log in with", Presence::Required),
        field("enabled", &Account::enabled, yesOrNo(), "May log in"),
        field("passwordVerifier", &Account::passwordVerifier, verifier(),
              "What the password is checked against"),
        field("withoutPassword", &Account::withoutPassword, yesOrNo(), "Needs no password"),
        field("expires", &Account::expires, maybe(moment()), "When the account ends"),
    };
    return fields;
}

bool isUserName(const QString& name)
{
    return userNameShape().match(name).hasMatch();
}

QJsonValue accessToJson(Access access)
{
    return accessWords().toJson(access);
}

Result<Access> accessFromJson(const QJsonValue& value, const QString& path)
{
    const auto words = accessWords();
    if (const auto access = words.fromJson(value))
        return *access;
    return wrong(path, words.must, shown(value));
}
} // namespace sallyport
