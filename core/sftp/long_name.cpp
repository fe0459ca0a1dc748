#include "core/sftp/long_name.h"

#include "core/sftp/attributes.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace sallyport::sftp {

namespace {

// Source: sftp-common.c of OpenSSH, half of 365 days in seconds.
constexpr qint64 halfAYear = qint64(365) * 24 * 60 * 60 / 2;

// As localtime_r(), to the minute. The files of a folder are often of one time, and asking the
// system is most of what a line costs. Clocks are put forward and back at quarters of an hour.
bool localTime(qint64 seconds, std::tm& parts)
{
    struct Quarter {
        std::time_t begin = 1; // none begins there
        std::tm parts{};
    };
    constexpr std::time_t length = 15 * 60;
    constexpr qint64 farthest = qint64(1) << 60; // no year an int holds is so far
    thread_local Quarter last;
    if (seconds < -farthest || seconds > farthest)
        return false;
    const std::time_t time = seconds;
    const std::time_t begin = time - ((time % length) + length) % length;
    if (last.begin != begin) {
        Quarter asked{begin, {}};
        if (!localtime_r(&begin, &asked.parts))
            return false;
        // Not so where a zone was off by some minutes, more than a lifetime ago.
        if (asked.parts.tm_min % 15 != 0 || asked.parts.tm_sec != 0)
            return localtime_r(&time, &parts) != nullptr;
        last = asked;
    }
    parts = last.parts;
    parts.tm_min += int((time - begin) / 60);
    return true;
}

// The part of a line before the name is written to `to`, which each of these moves on: a local
// pointer, for a member would be stored after each byte.
void put(char*& to, QByteArrayView text)
{
    to = std::copy(text.begin(), text.end(), to);
}

void putNumber(char*& to, quint64 value, int width)
{
    std::array<char, 20> digits{};
    int count = 0;
    do {
        digits[std::size_t(count++)] = char('0' + value % 10);
        value /= 10;
    } while (value > 0);
    for (int i = count; i < width; ++i)
        *to++ = ' ';
    while (count > 0)
        *to++ = digits[std::size_t(--count)];
}

void putTwoDigits(char*& to, int value)
{
    *to++ = char('0' + value / 10 % 10);
    *to++ = char('0' + value % 10);
}

void putMode(char*& to, const FileAttributes& attributes)
{
    const quint32 mode = modeOf(attributes);
    const quint32 type = mode & 0170000;
    *to++ = type == modeDirectory ? 'd'
        : type == modeSymlink     ? 'l'
        : type == modeSocket      ? 's'
                                  : '-';
    for (unsigned bit = 0; bit < 9; ++bit)
        *to++ = mode & (0400U >> bit) ? "rwxrwxrwx"[bit] : '-';
}

void putTime(char*& to, qint64 seconds, qint64 now)
{
    static constexpr const char* months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    std::tm parts{};
    if (!localTime(seconds, parts))
        return put(to, "           ?");
    put(to, QByteArrayView(months + qptrdiff(3) * parts.tm_mon, 3));
    *to++ = ' ';
    putNumber(to, quint64(parts.tm_mday), 2);
    *to++ = ' ';
    if (seconds > now - halfAYear && seconds <= now + halfAYear) {
        putTwoDigits(to, parts.tm_hour);
        *to++ = ':';
        putTwoDigits(to, parts.tm_min);
    } else {
        putNumber(to, quint64(qMax(0, parts.tm_year + 1900)), 5);
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
    const auto isPlain = [](char byte) { return byte >= 0x20 && byte < 0x7f; };
    for (qsizetype at = 0; at < name.size();) {
        const qsizetype unsafe = isPlain(name.at(at)) ? 0 : unsafeBytes(name, at);
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
    // Three numbers of 20 digits, and less than 50 bytes between them.
    std::array<char, 128> head; // NOLINT(*-member-init): what is used of it is written
    char* to = head.data();
    putMode(to, attributes);
    *to++ = ' ';
    putNumber(to, attributes.links.value_or(1), 3);
    put(to, " owner    group    ");
    putNumber(to, attributes.size.value_or(0), 8);
    *to++ = ' ';
    putTime(to, attributes.times ? attributes.times->modified : 0, now);
    *to++ = ' ';
    line.append(head.data(), qsizetype(to - head.data()));
    appendName(line, name);
}

} // namespace sallyport::sftp
