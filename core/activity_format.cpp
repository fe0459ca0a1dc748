#include "core/activity_format.h"

#include "core/escape.h"

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

constexpr qsizetype usualLine = 384; // bytes

// "2026-11-22T09:10:11.123Z". Not by a pattern, which takes longer than all the rest of a line.
QByteArray timeText(const QDateTime& at)
{
    if (!at.isValid())
        return {};
    const QDateTime utc = at.toUTC();
    const QDate date = utc.date();
    const QTime time = utc.time();
    QByteArray text("0000-00-00T00:00:00.000Z");
    const auto put = [&text](qsizetype last, int value) {
        for (; value > 0; value /= 10)
            text[last--] = char('0' + value % 10);
    };
    put(3, qBound(0, date.year(), 9999));
    put(6, date.month());
    put(9, date.day());
    put(12, time.hour());
    put(15, time.minute());
    put(18, time.second());
    put(22, time.msec());
    return text;
}

QString messageOf(const ActivityEvent& event)
{
    return escapedText(event.error ? event.error->message : event.message);
}

// Calls `field(name, value)` for every field that has a value, in the order of the table; the
// value is a quint64, a QString, or a QLatin1String of letters, digits and what JSON takes as it
// is.
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
            field(trueBytes, QLatin1String(value.toBase64()));
    };
    field("time", QLatin1String(timeText(event.at)));
    field("kind", QLatin1String(kindNames.at(std::size_t(event.kind))));
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
        field("result", QLatin1String(outcomeNames.at(std::size_t(*event.outcome))));
    text("message", messageOf(event));
    text("client", escapedText(event.client));
}

// Appends a string that is already free of control characters, and what JSON wants escaped in it.
void appendJsonString(QByteArray& line, const QString& text)
{
    const QByteArray utf8 = text.toUtf8();
    line += '"';
    qsizetype copied = 0;
    for (qsizetype at = 0; at < utf8.size(); ++at) {
        if (utf8.at(at) != '\\' && utf8.at(at) != '"')
            continue;
        line.append(utf8.constData() + copied, at - copied);
        line += '\\';
        copied = at;
    }
    line.append(utf8.constData() + copied, utf8.size() - copied);
    line += '"';
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
    line.reserve(usualLine);
    forEachField(event, [&line](const char* name, const auto& value) {
        using Value = std::decay_t<decltype(value)>;
        line += line.isEmpty() ? "{\"" : ",\"";
        line += name;
        line += "\":";
        if constexpr (std::is_same_v<Value, quint64>) {
            line += QByteArray::number(value);
        } else if constexpr (std::is_same_v<Value, QLatin1String>) {
            line += '"';
            line.append(value.data(), value.size());
            line += '"';
        } else {
            appendJsonString(line, value);
        }
    });
    line += "}\n";
    return line;
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
