// The one place where text from elsewhere is made safe for a log line, a terminal and a label.
//
// Threads: pure functions.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringView>

namespace sallyport {

// Bytes that are not UTF-8, control and bidi characters, U+2028 and U+2029 become \xNN, a byte each
// (a backslash becomes "\\").
QString escaped(QByteArrayView bytes);
// The same for text from a peer (user name, banner), cut at `atMost` bytes of UTF-8.
QString escapedText(QStringView text, qsizetype atMost = 256);
// Both as UTF-8. What has nothing to be escaped is not copied.
QByteArray escapedUtf8(const QByteArray& bytes);
QByteArray escapedTextUtf8(QStringView text, qsizetype atMost = 256);
// The bytes that escaped() was given, from its UTF-8, unless they were cut.
QByteArray unescaped(const QByteArray& text);

} // namespace sallyport
