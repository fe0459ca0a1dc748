#include "core/sftp/long_name.h"

#include "core/sftp/attributes.h"

#include <array>
#include <ctime>

namespace sallyport::sftp {

namespace {

// Source: sftp-common.c of OpenSSH, half of 365 days in seconds.
constexpr qint64 halfAYear = qint64(365) * 24 * 60 * 60 / 2;

// The part of a line before the name: made in place, for a folder has many names.
class Head {
public:
    QByteArrayView text() const { return {m_text.data(), m_size}; }

    void put(char character) { m_text[std::size_t(m_size++)] = character; }
    void put(QByteArrayView text)
    {
        for (const char character : text)
            put(character);
    }
    void number(quint64 value, int width)
    {
        char digits[20];
        int count = 0;
        do {
            digits[count++] = char('0' + value % 10);
            value /= 10;
        } while (value > 0);
        for (int i = count; i < width; ++i)
            put(' ');
        while (count > 0)
            put(digits[--count]);
    }
    void twoDigits(int value)
    {
        put(char('0' + value / 10 % 10));
        put(char('0' + value % 10));
    }
    void mode(const FileAttributes& attributes)
    {
        const quint32 mode = modeOf(attributes);
        switch (mode & 0170000) {
        case modeDirectory:
            put('d');
            break;
        case modeSymlink:
            put('l');
            break;
        case modeSocket:
            put('s');
            break;
        default:
            put('-');
        }
        for (int bit = 0; bit < 9; ++bit)
            put(mode & (0400U >> bit) ? "rwxrwxrwx"[bit] : '-');
    }
    void time(qint64 seconds, qint64 now)
    {
        static constexpr const char* months = "JanFebMarAprMayJunJulAugSepOctNovDec";
        const std::time_t time = seconds;
        std::tm parts{};
        if (!localtime_r(&time, &parts))
            return put("           ?");
        put(QByteArrayView(months + qptrdiff(3) * parts.tm_mon, 3));
        put(' ');
        number(quint64(parts.tm_mday), 2);
        put(' ');
        if (seconds > now - halfAYear && seconds <= now + halfAYear) {
            twoDigits(parts.tm_hour);
            put(':');
            twoDigits(parts.tm_min);
        } else {
            number(quint64(qMax(0, parts.tm_year + 1900)), 5);
        }
    }

private:
    // Three numbers of 20 digits, and less than 50 bytes between them.
    std::array<char, 128> m_text;
    qsizetype m_size = 0;
};

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
        const auto byte = quint8(name.at(at));
        const bool isPlain = byte >= 0x20 && byte < 0x7f;
        const qsizetype unsafe = isPlain ? 0 : unsafeBytes(name, at);
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
    Head head;
    head.mode(attributes);
    head.put(' ');
    head.number(attributes.links.value_or(1), 3);
    head.put(" owner    group    ");
    head.number(attributes.size.value_or(0), 8);
    head.put(' ');
    head.time(attributes.times ? attributes.times->modified : 0, now);
    head.put(' ');
    line.append(head.text());
    appendName(line, name);
}

} // namespace sallyport::sftp
