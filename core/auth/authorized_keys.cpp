#include "core/authorized_keys.h"

#include "core/auth/address_pattern.h"

#include <QTimeZone>

#include <algorithm>
#include <array>

namespace sallyport {

namespace {

Error refusal(const QString& why)
{
    return {ErrorCode::InvalidArgument, why};
}

// Options that switch off, or on, what there is nothing of here.
constexpr std::array withoutEffect{
    "restrict",
    "pty",
    "no-pty",
    "port-forwarding",
    "x11-forwarding",
    "agent-forwarding",
    "user-rc",
    "no-user-rc",
    "no-port-forwarding",
    "no-x11-forwarding",
    "no-agent-forwarding",
};
// Options that are not honoured, which the owner should know.
constexpr std::array ignored{"environment", "permitopen", "permitlisten", "tunnel"};

template <std::size_t size>
bool isOneOf(const std::array<const char*, size>& names, const QByteArray& name)
{
    return std::any_of(names.begin(), names.end(), [&](const char* one) { return name == one; });
}

// What the options of one line say.
struct Conditions {
    AuthorizedKey key; // from, expires, readOnly
    bool noTouch = false;
    bool hasCommand = false;
    QStringList ignored;
};

// "20261231", with "2359" or "235959" after it, and "Z" for UTC; else in local time.
std::optional<QDateTime> parseExpiry(QByteArray text)
{
    const bool utc = text.endsWith('Z');
    if (utc)
        text.chop(1);
    if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    const QString digits = QString::fromLatin1(text);
    const QDate date = QDate::fromString(digits.left(8), QStringLiteral("yyyyMMdd"));
    QTime time(0, 0);
    if (digits.size() == 12)
        time = QTime::fromString(digits.mid(8), QStringLiteral("HHmm"));
    else if (digits.size() == 14)
        time = QTime::fromString(digits.mid(8), QStringLiteral("HHmmss"));
    else if (digits.size() != 8)
        return std::nullopt;
    if (!date.isValid() || !time.isValid())
        return std::nullopt;
    return utc ? QDateTime(date, time, QTimeZone::utc()) : QDateTime(date, time).toUTC();
}

// "internal-sftp" and "sftp-server" are what every login here gets; -R makes it read-only.
Result<void> takeCommand(const QByteArray& value, Conditions& conditions)
{
    const QByteArrayList words = value.simplified().split(' ');
    const bool isSftp = words[0] == "internal-sftp" || words[0] == "sftp-server"
        || words[0].endsWith("/sftp-server");
    if (conditions.hasCommand || !isSftp || words.size() > 2
        || (words.size() == 2 && words[1] != "-R"))
        return refusal(QStringLiteral("A key with a command= of its own cannot be served"));
    conditions.hasCommand = true;
    conditions.key.readOnly = words.size() == 2;
    return {};
}

Result<void> takeFrom(const QByteArray& value, Conditions& conditions)
{
    const QString patterns = QString::fromUtf8(value);
    if (!conditions.key.from.isEmpty())
        return refusal(QStringLiteral("A line can have one from= alone"));
    if (auto checked = checkAddressPatterns(patterns); !checked)
        return checked;
    conditions.key.from = patterns;
    return {};
}

Result<void> takeExpiry(const QByteArray& value, Conditions& conditions)
{
    const auto expires = parseExpiry(value);
    if (!expires)
        return refusal(QStringLiteral("expiry-time= must be like 20261231 or 202612312359Z"));
    auto& earliest = conditions.key.expires;
    earliest = earliest ? std::min(*earliest, *expires) : *expires;
    return {};
}

Result<void> takeOption(const QByteArray& name, const std::optional<QByteArray>& value,
                        Conditions& conditions)
{
    if (value) {
        if (name == "from")
            return takeFrom(*value, conditions);
        if (name == "expiry-time")
            return takeExpiry(*value, conditions);
        if (name == "command")
            return takeCommand(*value, conditions);
    } else {
        if (isOneOf(withoutEffect, name))
            return {};
        if (name == "no-touch-required") {
            conditions.noTouch = true;
            return {};
        }
        if (name == "touch-required" || name == "verify-required")
            return refusal(
                QStringLiteral("%1 cannot be enforced here").arg(QString::fromUtf8(name)));
        if (name == "cert-authority")
            return refusal(QStringLiteral("Certificates cannot log in here"));
    }
    if (name == "principals")
        return refusal(QStringLiteral("Certificates cannot log in here"));
    if (isOneOf(ignored, name)) {
        conditions.ignored.append(QString::fromLatin1(name));
        return {};
    }
    return refusal(
        QStringLiteral("The option %1 is not known").arg(QString::fromUtf8(name.left(40))));
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

qsizetype afterBlanks(const QByteArray& line, qsizetype at)
{
    while (at < line.size() && isBlank(line[at]))
        ++at;
    return at;
}

qsizetype endOfWord(const QByteArray& line, qsizetype at)
{
    while (at < line.size() && !isBlank(line[at]))
        ++at;
    return at;
}

// The options at the start of `line`, up to the first blank outside quotes. Returns where they end.
Result<qsizetype> readOptions(const QByteArray& line, Conditions& conditions)
{
    qsizetype at = 0;
    while (true) {
        qsizetype start = at;
        while (at < line.size() && !isBlank(line[at]) && line[at] != ',' && line[at] != '=')
            ++at;
        const QByteArray name = line.mid(start, at - start).toLower();
        std::optional<QByteArray> value;
        if (at < line.size() && line[at] == '=') {
            if (++at >= line.size() || line[at] != '"')
                return refusal(QStringLiteral("The value of %1= must stand in quotes")
                                   .arg(QString::fromUtf8(name.left(40))));
            value.emplace();
            for (++at; at < line.size() && line[at] != '"'; ++at) {
                if (line[at] == '\\' && at + 1 < line.size() && line[at + 1] == '"')
                    ++at;
                value->append(line[at]);
            }
            if (at++ >= line.size())
                return refusal(QStringLiteral("A quote is not closed"));
        }
        if (auto taken = takeOption(name, value, conditions); !taken)
            return taken.error();
        if (at >= line.size() || isBlank(line[at]))
            return at;
        if (line[at++] != ',')
            return refusal(QStringLiteral("Options are separated by commas"));
    }
}

// Does the line start with the type of a key, and so has no options?
bool startsWithType(const QByteArray& line)
{
    const QByteArray word = line.left(endOfWord(line, 0));
    if (word.contains('"') || word.contains('=') || word.contains(','))
        return false;
    return word.startsWith("ssh-") || word.startsWith("ecdsa-sha2-") || word.startsWith("sk-")
        || word.startsWith("webauthn-");
}

Result<Conditions> readLine(const QByteArray& line)
{
    Conditions conditions;
    qsizetype at = 0;
    if (line.size() > maxKeysLine)
        return refusal(QStringLiteral("The line is longer than 16 KiB"));
    if (line.contains('\0'))
        return refusal(QStringLiteral("The line holds a NUL byte"));
    if (line[0] >= '0' && line[0] <= '9')
        return refusal(QStringLiteral("Keys of SSH version 1 are no longer safe"));
    if (!startsWithType(line)) {
        const auto end = readOptions(line, conditions);
        if (!end)
            return end.error();
        at = afterBlanks(line, *end);
    }
    const qsizetype typeEnd = endOfWord(line, at);
    const qsizetype keyStart = afterBlanks(line, typeEnd);
    const qsizetype keyEnd = endOfWord(line, keyStart);
    if (keyStart == keyEnd)
        return refusal(QStringLiteral("There is no key on this line"));
    auto key =
        publicKeyFromText(line.mid(at, typeEnd - at) + ' ' + line.mid(keyStart, keyEnd - keyStart));
    if (!key)
        return key.error();
    if (line.mid(at).startsWith("sk-") && !conditions.noTouch)
        return refusal(QStringLiteral("A security key's touch cannot be checked here; add "
                                      "no-touch-required to take it all the same"));
    conditions.key.key = *std::move(key);
    conditions.key.comment = QString::fromUtf8(line.mid(keyEnd).trimmed());
    return conditions;
}

Result<void> checkFile(const QByteArray& text)
{
    if (text.size() > maxKeysFile)
        return refusal(QStringLiteral("A file of authorized keys has at most 1 MiB"));
    const bool isPem = text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----");
    if (isPem || text.trimmed().startsWith("PuTTY-User-Key-File-"))
        return refusal(QStringLiteral("This is a private key: keep it to yourself and give the "
                                      "public one, the file that ends in .pub"));
    if (text.trimmed().startsWith("---- BEGIN SSH2 PUBLIC KEY ----"))
        return refusal(
            QStringLiteral("This is a key in SSH2 format: convert it with ssh-keygen -i -f FILE"));
    return {};
}

} // namespace

Result<AuthorizedKeys> parseAuthorizedKeys(const QByteArray& text)
{
    if (auto checked = checkFile(text); !checked)
        return checked.error();
    AuthorizedKeys result;
    int number = 0;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = text.indexOf('\n', at);
        end = end < 0 ? text.size() : end;
        const QByteArray line = text.mid(at, end - at).trimmed();
        at = end + 1;
        ++number;
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        auto read = readLine(line);
        if (!read) {
            result.refused.append({number, read.error().message});
            continue;
        }
        if (result.keys.size() == maxKeys)
            return Error{ErrorCode::TooMany,
                         QStringLiteral("An account has at most %1 keys").arg(maxKeys)};
        if (!read->ignored.isEmpty())
            result.noted.append({number,
                                 QStringLiteral("%1 has no effect here")
                                     .arg(read->ignored.join(QStringLiteral(", ")))});
        result.keys.append(std::move(read->key));
    }
    return result;
}

} // namespace sallyport
