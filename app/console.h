// Talking to whoever started the program: lines on stdout and stderr, secrets from a file or the
// terminal.
//
// Threads: the main thread; reading blocks.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace sallyport {

void print(const QByteArray& text);     // on stdout, as it is
void print(const QString& line);        // with a line end
void complain(const QString& sentence); // on stderr: "sallyport-cli: <sentence>"
void setProgramName(const char* name);  // of another program that complains; stays valid

// The sentence, and where the settings it is about are, with those from before the last change.
QString aboutSettings(const QString& sentence, const QString& file);

// The exit code for an error: 2 for a mistake in the arguments, 4 for settings that cannot be read,
// else 1.
int exitCode(const Error& error);
int fail(const Error& error); // complains, and returns the code

// A file's first `atMost` bytes and not one more; "-" is stdin. TooMany if there are more.
Result<QByteArray> readInput(const QString& file, qsizetype atMost);
// Whole or not at all, 0600; "-" is stdout.
Result<void> writeOutput(const QString& file, const QByteArray& content);

// The first line of `file` ("-": of stdin), or, with no file, what is typed twice at the terminal,
// which does not show it. In Unicode's composed form. InvalidArgument when there is no terminal to
// ask.
Result<QByteArray> readPassword(const QString& file);

} // namespace sallyport
