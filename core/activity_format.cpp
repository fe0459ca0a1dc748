#include "core/activity_format.h"

#include <QJsonDocument>
#include <QJsonValue>
#include <QStringList>

#include <array>

namespace sallyport {

namespace {

using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

// In the order of the enum, which the compiler checks below.
constexpr std::array kindNames{
    "listening",         "connected", "turnedAway",    "loggedIn", "loginRefused", "disconnected",
    "download",          "upload",    "madeDirectory", "removed",  "renamed",      "linked",
    "changedAttributes", "escape",    "denied",        "protocol", "limit",        "blocked",
    "unblocked",         "shareLost", "shareBack",     "fault",    "settings",     "stopped",
};
static_assert(kindNames.size() == std::size_t(Kind::Stopped) + 1);

constexpr std::array outcomeNames{"started", "running", "ok", "refused", "failed", "cut short"};
static_assert(outcomeNames.size() == std::size_t(Outcome::CutShort) + 1);

// How many bytes the UTF-8 sequence at the front of `bytes` has; 0 if there is none.
// Source: RFC 3629 section 4: no overlong forms, no surrogates, nothing above U+10FFFF.
qsizetype utf8Length(QByteArrayView bytes)
{
    const auto at = [bytes](qsizetype i) -> unsigned {
        return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
    };
    const auto tail = [&at](qsizetype i) { return (at(i) & 0xc0U) == 0x80U; };
    const unsigned first = at(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return tail(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        const bool overlong = first == 0xe0 && at(1) < 0xa0;
        const bool surrogate = first == 0xed && at(1) > 0x9f;
        return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const bool overlong = first == 0xf0 && at(1) < 0x90;
        const bool tooHigh = first == 0xf4 && at(1) > 0x8f;
        return tail(1) && tail(2) && tail(3) && !overlong && !tooHigh ? 4 : 0;
    }
    return 0;
}

// Characters that end a line, move a cursor or turn the direction of the text around them.
// Source: Unicode's Bidi_Control property, and C0, DEL and C1.
bool isUnsafe(QByteArrayView character)
{
    const QByteArrayView c = character;
    const auto first = static_cast<unsigned char>(c[0]);
    if (c.size() == 1)
        return first < 0x20 || first == 0x7f;
    const auto second = static_cast<unsigned char>(c[1]);
    if (c.size() == 2)
        return (first == 0xc2 && second < 0xa0) || (first == 0xd8 && second == 0x9c); // U+061C
    if (c.size() != 3 || first != 0xe2)
        return false;
    const auto third = static_cast<unsigned char>(c[2]);
    if (second == 0x80) // U+200E, U+200F, U+2028 to U+202E
        return third == 0x8e || third == 0x8f || (third >= 0xa8 && third <= 0xae);
    return second == 0x81 && third >= 0xa6 && third <= 0xa9; // U+2066 to U+2069
}

void appendHex(QByteArray& text, QByteArrayView bytes)
{
    for (const char byte : bytes) {
        text += "\\x";
        text += QByteArray(1, byte).toHex();
    }
}

// Cut before a character, or an escape, that would pass `atMost` bytes; below 0 means never.
QByteArray escapedUtf8(QByteArrayView bytes, qsizetype atMost)
{
    QByteArray text;
    text.reserve(bytes.size());
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype length = utf8Length(bytes.sliced(at));
        const QByteArrayView character = bytes.sliced(at, qMax(length, qsizetype(1)));
        const qsizetype before = text.size();
        if (length == 0 || isUnsafe(character))
            appendHex(text, character);
        else if (character[0] == '\\')
            text += "\\\\";
        else
            text += character;
        if (atMost >= 0 && text.size() > atMost) {
            text.truncate(before);
            break;
        }
        at += character.size();
    }
    return text;
}

// The bytes that escapedUtf8() was given, unless it cut them.
QByteArray unescaped(const QByteArray& text)
{
    QByteArray bytes;
    bytes.reserve(text.size());
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (text[at] == '\\' && text.mid(at + 1, 1) == "\\") {
            bytes += '\\';
            ++at;
        } else if (text[at] == '\\' && text.mid(at + 1, 1) == "x" && at + 3 < text.size()) {
            bytes += QByteArray::fromHex(text.mid(at + 2, 2));
            at += 3;
        } else {
            bytes += text[at];
        }
    }
    return bytes;
}

QString timeText(const QDateTime& at)
{
    return at.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzzZ"));
}

QString messageOf(const ActivityEvent& event)
{
    return escapedText(event.error ? event.error->message : event.message);
}

// Calls `field(name, value)` for every field that has a value, in the order of the table; the
// value is a QString or a quint64.
template <typename Field>
void forEachField(const ActivityEvent& event, Field field)
{
    const auto text = [&field](const char* name, const QString& value) {
        if (!value.isEmpty())
            field(name, value);
    };
    const auto bytes = [&](const char* name, const char* trueBytes, const QByteArray& value) {
        if (value.isEmpty())
            return;
        const QString shown = escaped(value);
        field(name, shown);
        if (shown.toUtf8() != value)
            field(trueBytes, QString::fromLatin1(value.toBase64()));
    };
    field("time", timeText(event.at));
    field("kind", kindName(event.kind));
    if (event.connection != 0)
        field("connection", event.connection);
    if (event.id != 0)
        field("id", event.id);
    text("peer", event.peer);
    text("user", escapedText(event.user));
    text("share", escaped(event.share));
    if (event.path)
        bytes("path", "pathBytes", event.path->bytes());
    bytes("target", "targetBytes", event.target);
    if (event.bytes)
        field("bytes", quint64(qMax(*event.bytes, qint64(0))));
    if (event.elapsed)
        field("elapsed", quint64(qMax(event.elapsed->count(), std::chrono::milliseconds::rep(0))));
    if (event.outcome)
        field("result", outcomeName(*event.outcome));
    text("message", messageOf(event));
    text("client", escapedText(event.client));
}

// What JSON wants escaped in a string that is already free of control characters.
QByteArray jsonString(const QString& text)
{
    QByteArray json = text.toUtf8();
    json.replace('\\', "\\\\");
    json.replace('"', "\\\"");
    return '"' + json + '"';
}

QByteArray bytesField(const QJsonObject& json, const char* name, const char* trueBytes)
{
    if (const QJsonValue exact = json.value(QLatin1String(trueBytes)); exact.isString())
        return QByteArray::fromBase64(exact.toString().toLatin1());
    return json.value(QLatin1String(name)).toString().toUtf8();
}

QString textField(const QJsonObject& json, const char* name)
{
    return QString::fromUtf8(unescaped(json.value(QLatin1String(name)).toString().toUtf8()));
}

template <std::size_t N>
std::optional<int> indexOf(const std::array<const char*, N>& names, const QString& name)
{
    for (std::size_t i = 0; i < N; ++i) {
        if (name == QLatin1String(names.at(i)))
            return int(i);
    }
    return std::nullopt;
}

} // namespace

QString escaped(QByteArrayView bytes)
{
    return QString::fromUtf8(escapedUtf8(bytes, -1));
}

QString escapedText(QStringView text, qsizetype atMost)
{
    return QString::fromUtf8(escapedUtf8(text.toUtf8(), atMost));
}

QString kindName(ActivityEvent::Kind kind)
{
    return QLatin1String(kindNames.at(std::size_t(kind)));
}

QString outcomeName(ActivityEvent::Outcome outcome)
{
    return QLatin1String(outcomeNames.at(std::size_t(outcome)));
}

QJsonObject toJson(const ActivityEvent& event)
{
    QJsonObject json;
    forEachField(event, [&json](const char* name, const auto& value) {
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, quint64>)
            json.insert(QLatin1String(name), qint64(value));
        else
            json.insert(QLatin1String(name), value);
    });
    return json;
}

// Written here and not by QJsonDocument, which sorts the fields by name: a person who reads a log
// looks for the time first.
QByteArray toJsonLine(const ActivityEvent& event)
{
    QByteArray line;
    forEachField(event, [&line](const char* name, const auto& value) {
        line += line.isEmpty() ? '{' : ',';
        line += '"' + QByteArray(name) + "\":";
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, quint64>)
            line += QByteArray::number(value);
        else
            line += jsonString(value);
    });
    return line + "}\n";
}

Result<ActivityEvent> eventFromJson(const QByteArray& line)
{
    const Error damaged{ErrorCode::Damaged, QStringLiteral("The line is no event")};
    const QJsonDocument document = QJsonDocument::fromJson(line);
    if (!document.isObject())
        return damaged;
    const QJsonObject json = document.object();

    ActivityEvent event;
    event.at =
        QDateTime::fromString(json.value(QLatin1String("time")).toString(), Qt::ISODateWithMs)
            .toUTC();
    const QString kind = json.value(QLatin1String("kind")).toString();
    if (!event.at.isValid() || kind.isEmpty())
        return damaged;
    const std::optional<int> kindIndex = indexOf(kindNames, kind);
    if (!kindIndex) {
        return Error{ErrorCode::NotSupported,
                     QStringLiteral("The event %1 is not known").arg(escapedText(kind))};
    }
    event.kind = Kind(*kindIndex);
    if (const QJsonValue result = json.value(QLatin1String("result")); !result.isUndefined()) {
        const std::optional<int> outcome = indexOf(outcomeNames, result.toString());
        if (!outcome)
            return damaged;
        event.outcome = Outcome(*outcome);
    }
    if (const QByteArray path = bytesField(json, "path", "pathBytes"); !path.isEmpty()) {
        Result<VirtualPath> parsed = VirtualPath::parse(path);
        if (!parsed)
            return damaged;
        event.path = std::move(*parsed);
    }
    event.target = bytesField(json, "target", "targetBytes");
    event.connection = quint64(json.value(QLatin1String("connection")).toInteger());
    event.id = quint64(json.value(QLatin1String("id")).toInteger());
    event.peer = json.value(QLatin1String("peer")).toString();
    event.user = textField(json, "user");
    event.client = textField(json, "client");
    event.share = unescaped(json.value(QLatin1String("share")).toString().toUtf8());
    if (const QJsonValue bytes = json.value(QLatin1String("bytes")); bytes.isDouble())
        event.bytes = bytes.toInteger();
    if (const QJsonValue elapsed = json.value(QLatin1String("elapsed")); elapsed.isDouble())
        event.elapsed = std::chrono::milliseconds(elapsed.toInteger());
    const QString message = textField(json, "message");
    if (event.outcome && *event.outcome >= Outcome::Refused && !message.isEmpty()) {
        const bool refused = *event.outcome == Outcome::Refused;
        event.error = Error{refused ? ErrorCode::PermissionDenied : ErrorCode::Failure, message};
    } else {
        event.message = message;
    }
    return event;
}

} // namespace sallyport
