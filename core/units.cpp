#include "core/units.h"

#include <array>

namespace sallyport {

namespace {

struct Unit {
    char16_t letter;
    quint64 size;
};
constexpr std::array timeUnits{Unit{u'd', 86'400}, Unit{u'h', 3'600}, Unit{u'm', 60},
                               Unit{u's', 1}};
constexpr std::array sizeUnits{Unit{u'T', quint64(1) << 40}, Unit{u'G', quint64(1) << 30},
                               Unit{u'M', quint64(1) << 20}, Unit{u'K', quint64(1) << 10}};

constexpr quint64 maxSeconds = 10ULL * 366 * 86'400;
constexpr quint64 maxBytes = quint64(1) << 53; // the largest number every JSON reader keeps exact

// The digits at the front, taken off `text`. Nothing if there are none, or more than 16.
std::optional<quint64> takeNumber(QStringView& text)
{
    qsizetype digits = 0;
    quint64 number = 0;
    for (; digits < text.size() && text[digits] >= u'0' && text[digits] <= u'9'; ++digits) {
        if (digits == 16)
            return std::nullopt;
        number = number * 10 + quint64(text[digits].unicode() - u'0');
    }
    text = text.mid(digits);
    return digits ? std::optional(number) : std::nullopt;
}

// "1h30m": each unit at most once, the larger first.
std::optional<quint64> secondsOf(QStringView text)
{
    quint64 total = 0;
    auto unit = timeUnits.begin();
    bool first = true;
    while (first || !text.isEmpty()) {
        const auto number = takeNumber(text);
        if (!number || *number > maxSeconds)
            return std::nullopt;
        if (text.isEmpty() && first)
            return *number; // a bare number
        while (unit != timeUnits.end() && (text.isEmpty() || unit->letter != text[0].unicode()))
            ++unit;
        if (unit == timeUnits.end())
            return std::nullopt;
        total += *number * unit->size;
        text = text.mid(1);
        ++unit;
        first = false;
    }
    return total <= maxSeconds ? std::optional(total) : std::nullopt;
}

std::optional<quint64> bytesOf(QStringView text)
{
    const auto number = takeNumber(text);
    if (!number || text.size() > 1)
        return std::nullopt;
    quint64 size = 1;
    if (!text.isEmpty()) {
        size = 0;
        for (const Unit& unit : sizeUnits) {
            if (text[0].toUpper() == QChar(unit.letter))
                size = unit.size;
        }
    }
    return size && *number <= maxBytes / size ? std::optional(*number * size) : std::nullopt;
}

} // namespace

Result<std::chrono::seconds> parseDuration(QStringView text)
{
    if (const auto seconds = secondsOf(text))
        return std::chrono::seconds(static_cast<qint64>(*seconds));
    return Error{ErrorCode::InvalidArgument,
                 QStringLiteral("\"%1\" is not a time; write 20s, 15m, 2h or 1h30m").arg(text)};
}

QString formatDuration(std::chrono::seconds duration)
{
    quint64 left = static_cast<quint64>(duration.count());
    QString text;
    for (const Unit& unit : timeUnits) {
        if (const quint64 count = left / unit.size)
            text += QString::number(count) + QChar(unit.letter);
        left %= unit.size;
    }
    return text.isEmpty() ? QStringLiteral("0s") : text;
}

Result<quint64> parseSize(QStringView text)
{
    if (const auto bytes = bytesOf(text))
        return *bytes;
    return Error{ErrorCode::InvalidArgument,
                 QStringLiteral("\"%1\" is not a size; write bytes, or 64K, 10M, 1G").arg(text)};
}

QString formatSize(quint64 bytes)
{
    for (const Unit& unit : sizeUnits) {
        if (bytes && bytes % unit.size == 0)
            return QString::number(bytes / unit.size) + QChar(unit.letter);
    }
    return QString::number(bytes);
}

std::optional<QHostAddress> parseAddress(const QString& text)
{
    const QHostAddress address(text);
    const bool whole = text.contains(u':') || text.count(u'.') == 3;
    return address.isNull() || !whole || text != text.trimmed() ? std::nullopt
                                                                : std::optional(address);
}

} // namespace sallyport
