#include "core/settings_fields.h"

#include "core/auth/address_pattern.h"
#include "core/auth/authorized_keys.h"
#include "core/auth/password_verifier.h"
#include "core/units.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QStringDecoder>
#include <QTimeZone>

#include <utility>

namespace sallyport {

namespace {

// How a T is written and read, and the words for what it must be.
template <typename T>
struct Kind {
    QString must; // "must be a number from 1 to 4096"
    std::function<QJsonValue(const T&)> toJson;
    std::function<std::optional<T>(const QJsonValue&)> fromJson;
    std::function<QString(const T&)> toText;
    std::function<std::optional<T>(const QString&)> fromText;
};

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

// A kind whose JSON is the same text as everywhere.
template <typename T>
Kind<T> textual(const QString& must, std::function<QString(const T&)> toText,
                std::function<std::optional<T>(const QString&)> fromText)
{
    return {must, [=](const T& value) -> QJsonValue { return toText(value); },
            [=](const QJsonValue& value) {
                return value.isString() ? fromText(value.toString()) : std::nullopt;
            },
            toText, fromText};
}

Kind<bool> yesOrNo()
{
    return {QStringLiteral("must be true or false"), [](bool value) -> QJsonValue { return value; },
            [](const QJsonValue& value) {
                return value.isBool() ? std::optional(value.toBool()) : std::nullopt;
            },
            [](bool value) { return value ? QStringLiteral("true") : QStringLiteral("false"); },
            [](const QString& text) -> std::optional<bool> {
                if (text == u"true" || text == u"yes" || text == u"on")
                    return true;
                if (text == u"false" || text == u"no" || text == u"off")
                    return false;
                return std::nullopt;
            }};
}

// A whole number in bounds; nothing for 1.5 and for text.
std::optional<qint64> wholeNumber(const QJsonValue& value)
{
    if (!value.isDouble())
        return std::nullopt;
    const qint64 a = value.toInteger(-1);
    const qint64 b = value.toInteger(-2);
    return a == b ? std::optional(a) : std::nullopt; // the fallback is used for what is not whole
}

template <typename T>
Kind<T> number(qint64 least, qint64 most)
{
    const auto bounded = [=](std::optional<qint64> value) -> std::optional<T> {
        if (!value || *value < least || *value > most)
            return std::nullopt;
        return static_cast<T>(*value);
    };
    return {QStringLiteral("must be a number from %1 to %2").arg(least).arg(most),
            [](const T& value) -> QJsonValue { return static_cast<qint64>(value); },
            [=](const QJsonValue& value) { return bounded(wholeNumber(value)); },
            [](const T& value) { return QString::number(value); },
            [=](const QString& text) {
                bool good = false;
                const qint64 value = text.toLongLong(&good);
                return bounded(good ? std::optional(value) : std::nullopt);
            }};
}

// In the file as text, "1m"; a number there is seconds.
Kind<std::chrono::seconds> duration(std::chrono::seconds least, std::chrono::seconds most)
{
    const auto fromText = [=](const QString& text) -> std::optional<std::chrono::seconds> {
        const auto value = parseDuration(text);
        return value && *value >= least && *value <= most ? std::optional(*value) : std::nullopt;
    };
    return {QStringLiteral("must be a time from %1 to %2")
                .arg(formatDuration(least), formatDuration(most)),
            [](const std::chrono::seconds& value) -> QJsonValue { return formatDuration(value); },
            [=](const QJsonValue& value) {
                if (const auto seconds = wholeNumber(value))
                    return fromText(QString::number(*seconds));
                return value.isString() ? fromText(value.toString()) : std::nullopt;
            },
            [](const std::chrono::seconds& value) { return formatDuration(value); }, fromText};
}

// In the file as a number of bytes, or as text, "10M".
Kind<quint64> size()
{
    const auto fromText = [](const QString& text) -> std::optional<quint64> {
        const auto value = parseSize(text);
        return value ? std::optional(*value) : std::nullopt;
    };
    return {QStringLiteral("must be a size in bytes, or like 64K, 10M, 1G"),
            [](quint64 value) -> QJsonValue { return static_cast<qint64>(value); },
            [=](const QJsonValue& value) {
                if (const auto bytes = wholeNumber(value))
                    return fromText(QString::number(*bytes));
                return value.isString() ? fromText(value.toString()) : std::nullopt;
            },
            [](quint64 value) { return formatSize(value); }, fromText};
}

// The numbers of a RootMark have 64 bits, more than JSON readers keep: hexadecimal text.
Kind<quint64> mark()
{
    return textual<quint64>(
        QStringLiteral("must be a hexadecimal number in quotes"),
        [](const quint64& value) { return QString::number(value, 16); },
        [](const QString& text) -> std::optional<quint64> {
            bool good = false;
            const quint64 value = text.toULongLong(&good, 16);
            return good ? std::optional(value) : std::nullopt;
        });
}

template <typename T>
Kind<std::optional<T>> maybe(Kind<T> kind)
{
    // Nothing read is an error; it must not become "left out", which for an end would be for ever.
    const auto present = [](std::optional<T> read) -> std::optional<std::optional<T>> {
        if (!read)
            return std::nullopt;
        return std::make_optional<std::optional<T>>(std::move(read));
    };
    return {kind.must + QStringLiteral(", or be left out"),
            [=](const std::optional<T>& value) {
                return value ? kind.toJson(*value) : QJsonValue(QJsonValue::Undefined);
            },
            [=](const QJsonValue& value) { return present(kind.fromJson(value)); },
            [=](const std::optional<T>& value) { return value ? kind.toText(*value) : QString(); },
            [=](const QString& text) {
                return text.isEmpty() ? std::make_optional<std::optional<T>>(std::nullopt)
                                      : present(kind.fromText(text));
            }};
}

Kind<QDateTime> moment()
{
    return textual<QDateTime>(
        QStringLiteral("must be a UTC time like \"2026-12-31T23:59:59Z\""),
        [](const QDateTime& value) { return value.toUTC().toString(Qt::ISODate); },
        [](const QString& text) -> std::optional<QDateTime> {
            const QDateTime value = QDateTime::fromString(text, Qt::ISODate);
            return value.isValid() && value.timeSpec() == Qt::UTC ? std::optional(value)
                                                                  : std::nullopt;
        });
}

Kind<QString> text(const QString& must, const QRegularExpression& shape)
{
    return textual<QString>(
        must, [](const QString& value) { return value; },
        [shape](const QString& value) -> std::optional<QString> {
            return shape.match(value).hasMatch() ? std::optional(value) : std::nullopt;
        });
}

Kind<QString> anyText()
{
    return text(QStringLiteral("must be text"),
                QRegularExpression(QStringLiteral("\\A.*\\z"),
                                   QRegularExpression::DotMatchesEverythingOption));
}

template <typename T>
Kind<T> choice(const QList<std::pair<QString, T>>& words)
{
    QStringList names;
    for (const auto& [word, value] : words)
        names.append(u'"' + word + u'"');
    const QString last = names.takeLast();
    return textual<T>(
        QStringLiteral("must be %1 or %2").arg(names.join(QStringLiteral(", ")), last),
        [words](const T& value) {
            for (const auto& [word, one] : words) {
                if (one == value)
                    return word;
            }
            return QString();
        },
        [words](const QString& text) -> std::optional<T> {
            for (const auto& [word, value] : words) {
                if (word == text)
                    return value;
            }
            return std::nullopt;
        });
}

// A list; as text with commas between.
template <typename List>
Kind<List> listOf(const QString& must, Kind<typename List::value_type> one)
{
    return {must,
            [=](const List& list) -> QJsonValue {
                QJsonArray array;
                for (const auto& item : list)
                    array.append(one.toJson(item));
                return array;
            },
            [=](const QJsonValue& value) -> std::optional<List> {
                if (!value.isArray())
                    return std::nullopt;
                List list;
                for (const QJsonValue item : value.toArray()) {
                    auto read = one.fromJson(item);
                    if (!read)
                        return std::nullopt;
                    list.append(*std::move(read));
                }
                return list;
            },
            [=](const List& list) {
                QStringList texts;
                for (const auto& item : list)
                    texts.append(one.toText(item));
                return texts.join(u',');
            },
            [=](const QString& text) -> std::optional<List> {
                List list;
                if (text.isEmpty())
                    return list;
                for (const QString& part : text.split(u',')) {
                    auto read = one.fromText(part.trimmed());
                    if (!read)
                        return std::nullopt;
                    list.append(*std::move(read));
                }
                return list;
            }};
}

Kind<QHostAddress> address()
{
    return textual<QHostAddress>(
        QStringLiteral("must be an address"),
        [](const QHostAddress& value) { return value.toString(); }, parseAddress);
}

// An address or a network, and the words that may stand for some.
Kind<QString> network(const QStringList& words = {})
{
    return textual<QString>(
        QString(), [](const QString& value) { return value; },
        [words](const QString& text) -> std::optional<QString> {
            const bool isNetwork = text.contains(u'/')
                ? bool(checkAddressPatterns(text)) && !text.startsWith(u'!')
                : parseAddress(text).has_value();
            return words.contains(text) || isNetwork ? std::optional(text) : std::nullopt;
        });
}

Kind<QStringList> networks(const QString& must, const QStringList& words = {})
{
    return listOf<QStringList>(must, network(words));
}

Kind<QByteArray> bytes(const QString& must, std::function<bool(const QByteArray&)> isGood)
{
    return textual<QByteArray>(
        must, [](const QByteArray& value) { return escapedBytes(value); },
        [isGood = std::move(isGood)](const QString& text) -> std::optional<QByteArray> {
            const auto value = unescapedBytes(text);
            return value && isGood(*value) ? value : std::nullopt;
        });
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
        field("enabled", &Share::enabled, yesOrNo(), "Is it shared"),
        field("until", &Share::until, maybe(moment()), "When sharing it ends"),
        field("symlinks", &Share::symlinks,
              choice<SymlinkPolicy>({{QStringLiteral("inside"), SymlinkPolicy::Inside},
                                     {QStringLiteral("hide"), SymlinkPolicy::Hide},
                                     {QStringLiteral("never"), SymlinkPolicy::Never}}),
              "Which links are followed"),
        field("makeLinks", &Share::makeLinks, yesOrNo(), "May clients make links"),
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

QString escapedBytes(const QByteArray& bytes)
{
    QString text;
    for (qsizetype at = 0; at < bytes.size();) {
        // The longest piece from here that is whole UTF-8 is taken over, the byte after it escaped.
        const auto lead = static_cast<unsigned char>(bytes[at]);
        const qsizetype length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        const QString piece = decoder(bytes.mid(at, length));
        if (lead == '%' || decoder.hasError() || piece.toUtf8() != bytes.mid(at, length)) {
            text += QStringLiteral("%%1").arg(uint(lead), 2, 16, QLatin1Char('0'));
            ++at;
        } else {
            text += piece;
            at += length;
        }
    }
    return text;
}

std::optional<QByteArray> unescapedBytes(const QString& text)
{
    const QByteArray encoded = text.toUtf8();
    QByteArray bytes;
    for (qsizetype at = 0; at < encoded.size(); ++at) {
        if (encoded[at] != '%') {
            bytes += encoded[at];
            continue;
        }
        bool good = false;
        const QByteArray digits = encoded.mid(at + 1, 2);
        const uint value = digits.toUInt(&good, 16);
        if (!good || digits.size() != 2 || !isxdigit(static_cast<unsigned char>(digits[0])))
            return std::nullopt;
        bytes += static_cast<char>(value);
        at += 2;
    }
    return bytes;
}

QString shown(const QJsonValue& value)
{
    QString text = QString::fromUtf8(
        QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact).mid(1).chopped(1));
    return text.size() > 60 ? text.left(57) + QStringLiteral("...") : text;
}

} // namespace sallyport
