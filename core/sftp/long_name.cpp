#include "core/sftp/long_name.h"

#include "core/sftp/attributes.h"

#include <ctime>

namespace sallyport::sftp {

namespace {

// Source: sftp-common.c of OpenSSH, half of 365 days in seconds.
constexpr qint64 halfAYear = qint64(365) * 24 * 60 * 60 / 2;

void appendNumber(QByteArray& line, quint64 value, int width)
{
    char digits[20];
    int count = 0;
    do {
        digits[count++] = char('0' + value % 10);
        value /= 10;
    } while (value > 0);
    line.append(qMax(0, width - count), ' ');
    while (count > 0)
        line.append(digits[--count]);
}

void appendMode(QByteArray& line, const FileAttributes& attributes)
{
    const quint32 mode = modeOf(attributes);
    switch (mode & 0170000) {
    case modeDirectory:
        line += 'd';
        break;
    case modeSymlink:
        line += 'l';
        break;
    case modeSocket:
        line += 's';
        break;
    default:
        line += '-';
    }
    for (int bit = 0; bit < 9; ++bit)
        line += mode & (0400U >> bit) ? "rwxrwxrwx"[bit] : '-';
}

void appendTwoDigits(QByteArray& line, int value)
{
    line += char('0' + value / 10 % 10);
    line += char('0' + value % 10);
}

void appendTime(QByteArray& line, qint64 seconds, qint64 now)
{
    static constexpr const char* months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const std::time_t time = seconds;
    std::tm parts{};
    if (!localtime_r(&time, &parts)) {
        line += "           ?";
        return;
    }
    line.append(months + qptrdiff(3) * parts.tm_mon, 3);
    line += ' ';
    appendNumber(line, quint64(parts.tm_mday), 2);
    line += ' ';
    if (seconds > now - halfAYear && seconds <= now + halfAYear) {
        appendTwoDigits(line, parts.tm_hour);
        line += ':';
        appendTwoDigits(line, parts.tm_min);
    } else {
        appendNumber(line, quint64(qMax(0, parts.tm_year + 1900)), 5);
    }
}

// How many bytes from `at` on are a character that must not reach a terminal: ASCII and C1
// controls, and those that turn the direction of text. 0: none.
qsizetype unsafeBytes(const QByteArray& name, qsizetype at)
{
    const auto byte = [&name](qsizetype index) {
        return index < name.size() ? quint8(name.at(index)) : quint8(0);
    };
    const quint8 first = byte(at), second = byte(at + 1), third = byte(at + 2);
    if (first < 0x20 || first == 0x7f)
        return 1;
    if (first == 0xc2 && second >= 0x80 && second < 0xa0) // U+0080 to U+009F
        return 2;
    if (first == 0xd8 && second == 0x9c) // U+061C
        return 2;
    if (first != 0xe2)
        return 0;
    const bool marks = second == 0x80 && (third == 0x8e || third == 0x8f);  // U+200E, U+200F
    const bool lines = second == 0x80 && third >= 0xa8 && third <= 0xae;    // U+2028 to U+202E
    const bool isolates = second == 0x81 && third >= 0xa6 && third <= 0xa9; // U+2066 to U+2069
    return marks || lines || isolates ? 3 : 0;
}

void appendName(QByteArray& line, const QByteArray& name)
{
    static constexpr const char* hex = "0123456789abcdef";
    qsizetype safe = 0; // start of what is copied as it is
    for (qsizetype at = 0; at < name.size();) {
        const qsizetype unsafe = unsafeBytes(name, at);
        if (unsafe == 0) {
            ++at;
            continue;
        }
        line.append(name.constData() + safe, at - safe);
        for (const qsizetype end = at + unsafe; at < end; ++at) {
            const auto value = quint8(name.at(at));
            line += "\\x";
            line += hex[value >> 4];
            line += hex[value & 15];
        }
        safe = at;
    }
    line.append(name.constData() + safe, name.size() - safe);
}

} // namespace

void appendLongName(QByteArray& line, const QByteArray& name, const FileAttributes& attributes,
                    qint64 now)
{
    appendMode(line, attributes);
    line += ' ';
    appendNumber(line, attributes.links.value_or(1), 3);
    line += " owner    group    ";
    appendNumber(line, attributes.size.value_or(0), 8);
    line += ' ';
    appendTime(line, attributes.times ? attributes.times->modified : 0, now);
    line += ' ';
    appendName(line, name);
}

} // namespace sallyport::sftp
