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
