#include "core/activity_format.h"

#include "core/escape.h"

#include <QJsonDocument>
#include <QJsonValue>
#include <QStringList>
#include <QVarLengthArray>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstring>
#include <string_view>

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
    constexpr std::string_view pattern("0000-00-00T00:00:00.000Z");
    std::array<char, pattern.size()> text; // NOLINT(*-member-init): copied to
    std::copy(pattern.begin(), pattern.end(), text.begin());
    const auto put = [&text](std::size_t last, unsigned value) {
        for (; value > 0; value /= 10)
            text.at(last--) = char('0' + value % 10);
    };
    put(3, unsigned(qBound(0, int(date.year()), 9999)));
    put(6, unsigned(date.month()));
    put(9, unsigned(date.day()));
    put(12, unsigned(time.hours().count()));
    put(15, unsigned(time.minutes().count()));
    put(18, unsigned(time.seconds().count()));
    put(22, unsigned(time.subseconds().count()));
    return {text.data(), qsizetype(text.size())};
}

// Calls `field(name, value)` for every field that has a value, in the order of the table; the
// value is a quint64, or a QByteArray of UTF-8 without control characters.
template <typename Field>
void forEachField(const ActivityEvent& event, Field field)
{
    const auto text = [&field](std::string_view name, const QByteArray& value) {
        if (!value.isEmpty())
            field(name, value);
    };
    const auto words = [&text](std::string_view name, const QString& value) {
        if (!value.isEmpty())
            text(name, escapedTextUtf8(value));
    };
    const auto bytes = [&field](std::string_view name, std::string_view trueBytes,
                                const QByteArray& value) {
        if (value.isEmpty())
            return;
        const QByteArray shown = escapedUtf8(value);
        field(name, shown);
        if (shown != value)
            field(trueBytes, value.toBase64());
    };
    const auto word = [&field](std::string_view name, const char* value) {
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

// A line of JSON in the making, on the stack: only the whole line asks for memory. Room is made
// once a field, for the longest it can become.
class JsonLine {
public:
    void field(std::string_view name, quint64 value)
    {
        constexpr qsizetype digits = 20;
        begin(name, digits);
        m_size = std::to_chars(at(), at() + digits, value).ptr - m_line.data();
    }
    void field(std::string_view name, const QByteArray& value)
    {
        begin(name, 2 * value.size() + 2);
        char* end = at();
        *end++ = '"';
        for (const char byte : value) {
            if (byte == '"' || byte == '\\')
                *end++ = '\\';
            *end++ = byte;
        }
        *end++ = '"';
        m_size = end - m_line.data();
    }
    QByteArray end()
    {
        makeRoom(2);
        std::memcpy(at(), "}\n", 2);
        return {m_line.data(), m_size + 2};
    }

private:
    char* at() { return m_line.data() + m_size; }

    void makeRoom(qsizetype bytes)
    {
        if (m_size + bytes > m_line.size())
            m_line.resize(2 * (m_size + bytes));
    }

    // {"name": or ,"name":, with room for so many bytes behind it
    void begin(std::string_view name, qsizetype room)
    {
        makeRoom(qsizetype(name.size()) + 4 + room);
        char* end = at();
        *end++ = m_size == 0 ? '{' : ',';
        *end++ = '"';
        end = std::copy(name.begin(), name.end(), end);
        *end++ = '"';
        *end++ = ':';
        m_size = end - m_line.data();
    }

    QVarLengthArray<char, 1024> m_line = decltype(m_line)(1024); // usually enough
    qsizetype m_size = 0;
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
    forEachField(event, [&json](std::string_view name, const auto& value) {
        const QLatin1String key(name.data(), qsizetype(name.size()));
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, quint64>)
            json.insert(key, qint64(value));
        else
            json.insert(key, QString::fromUtf8(value));
    });
    return json;
}

// Written here and not by QJsonDocument, which sorts the fields by name: a person who reads a log
// looks for the time first.
QByteArray toJsonLine(const ActivityEvent& event)
{
    JsonLine line;
    forEachField(event,
                 [&line](std::string_view name, const auto& value) { line.field(name, value); });
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
