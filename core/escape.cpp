#include "core/escape.h"

#include "core/guard.h"

#include <algorithm>

namespace sallyport {

namespace {

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

// Nearly all names and texts are.
bool isPlain(QByteArrayView bytes)
{
    return std::all_of(bytes.begin(), bytes.end(),
                       [](char byte) { return byte >= 0x20 && byte < 0x7f && byte != '\\'; });
}

// Cut before a character, or an escape, that would pass `atMost` bytes; below 0 means never.
QByteArray escapedUtf8(const QByteArray& bytes, qsizetype atMost)
{
    if (isPlain(bytes) && (atMost < 0 || bytes.size() <= atMost))
        return bytes;

    QByteArray text;
    text.reserve(bytes.size());
    for (qsizetype at = 0; at < bytes.size();) {
        const QByteArrayView rest = QByteArrayView(bytes).sliced(at);
        const qsizetype length = utf8Length(rest);
        const QByteArrayView character = rest.first(qMax(length, qsizetype(1)));
        const qsizetype before = text.size();
        if (length == 0 || (GUARD(log_escaping) && isUnsafe(character)))
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

} // namespace

QByteArray escapedUtf8(const QByteArray& bytes)
{
    return escapedUtf8(bytes, -1);
}

QByteArray escapedTextUtf8(QStringView text, qsizetype atMost)
{
    return escapedUtf8(text.toUtf8(), atMost);
}

QString escaped(QByteArrayView bytes)
{
    return QString::fromUtf8(escapedUtf8(bytes.toByteArray()));
}

QString escapedText(QStringView text, qsizetype atMost)
{
    return QString::fromUtf8(escapedTextUtf8(text, atMost));
}

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

} // namespace sallyport
