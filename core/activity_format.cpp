#include "core/activity_format.h"

#include "core/escape.h"

#include <QJsonDocument>
#include <QJsonValue>
#include <QStringList>
#include <QVarLengthArray>

#include <array>
#include <charconv>
#include <chrono>
#include <cstring>

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

// "2026-11-22T09:10:11.123Z". Not by QDateTime, which takes longer than all the rest of a line.
QByteArray timeText(const QDateTime& at)
{
    using namespace std::chrono;
    if (!at.isValid())
        return {};
    const sys_time<milliseconds> moment{milliseconds(at.toMSecsSinceEpoch())};
    const auto day = floor<days>(moment);
    const year_month_day date(day);
    const hh_mm_ss time(moment - day);
    QByteArray text("0000-00-00T00:00:00.000Z");
    const auto put = [&text](qsizetype last, unsigned value) {
        for (; value > 0; value /= 10)
            text[last--] = char('0' + value % 10);
    };
    put(3, unsigned(qBound(0, int(date.year()), 9999)));
    put(6, unsigned(date.month()));
    put(9, unsigned(date.day()));
    put(12, unsigned(time.hours().count()));
    put(15, unsigned(time.minutes().count()));
    put(18, unsigned(time.seconds().count()));
    put(22, unsigned(time.subseconds().count()));
    return text;
}

// Calls `field(name, value)` for every field that has a value, in the order of the table; the
// value is a quint64, or a QByteArray of UTF-8 without control characters.
template <typename Field>
void forEachField(const ActivityEvent& event, Field field)
{
    const auto text = [&field](const char* name, const QByteArray& value) {
        if (!value.isEmpty())
            field(name, value);
    };
    const auto words = [&text](const char* name, const QString& value) {
        if (!value.isEmpty())
            text(name, escapedTextUtf8(value));
    };
    const auto bytes = [&field](const char* name, const char* trueBytes, const QByteArray& value) {
        if (value.isEmpty())
            return;
        const QByteArray shown = escapedUtf8(value);
        field(name, shown);
        if (shown != value)
            field(trueBytes, value.toBase64());
    };
    const auto word = [&field](const char* name, const char* value) {
        field(name, QByteArray::fromRawData(value, qsizetype(std::strlen(value))));
    };
    field("time", timeText(event.at));
    word("kind", kindNames.at(std::size_t(event.kind)));
    if (event.connection != 0)
        field("connection", event.connection);
    if (event.id != 0)
        field("id", event.id);
    text("peer", event.peer.toUtf8());
    words("user", event.user);
    text("share", escapedUtf8(event.share));
    if (event.path)
        bytes("path", "pathBytes", event.path->bytes());
    bytes("target", "targetBytes", event.target);
    if (event.bytes)
        field("bytes", quint64(qMax(*event.bytes, qint64(0))));
    if (event.elapsed)
        field("elapsed", quint64(qMax(event.elapsed->count(), std::chrono::milliseconds::rep(0))));
    if (event.outcome)
        word("result", outcomeNames.at(std::size_t(*event.outcome)));
    words("message", event.error ? event.error->message : event.message);
    words("client", event.client);
}

// A line of JSON in the making, on the stack: only the whole line asks for memory.
class JsonLine {
public:
    void field(const char* name, quint64 value)
    {
        std::array<char, 20> digits; // NOLINT(*-member-init): to_chars() fills it
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        begin(name);
        m_line.append(digits.data(), qsizetype(end - digits.data()));
    }
    void field(const char* name, const QByteArray& value)
    {
        begin(name);
        m_line.append('"');
        const char* copied = value.begin();
        for (const char* at = copied; at != value.end(); ++at) {
            if (*at != '"' && *at != '\\')
                continue;
            m_line.append(copied, qsizetype(at - copied));
            m_line.append('\\');
            copied = at;
        }
        m_line.append(copied, qsizetype(value.end() - copied));
        m_line.append('"');
    }
    QByteArray end()
    {
        m_line.append("}\n", 2);
        return {m_line.data(), m_line.size()};
    }

private:
    void begin(const char* name)
    {
        m_line.append(m_line.isEmpty() ? "{\"" : ",\"", 2);
        m_line.append(name, qsizetype(std::strlen(name)));
        m_line.append("\":", 2);
    }

    QVarLengthArray<char, 512> m_line; // usually enough
};

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
            json.insert(QLatin1String(name), QString::fromUtf8(value));
    });
    return json;
}

// Written here and not by QJsonDocument, which sorts the fields by name: a person who reads a log
// looks for the time first.
QByteArray toJsonLine(const ActivityEvent& event)
{
    JsonLine line;
    forEachField(event, [&line](const char* name, const auto& value) { line.field(name, value); });
    return line.end();
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
