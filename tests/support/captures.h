// Captures are whole SFTP sessions as real clients sent them, from INIT to their end, with the
// answers they got: what tests/interop/record_captures.py recorded. Seeds for tests and fuzzers.
// The handle of the first HANDLE reply is written "handle00" in them, the next one "handle01": who
// sends the bytes again puts in those that it gets.
//
// Threads: the test's own.
#pragma once

#include <QByteArray>
#include <QList>

namespace sallyport::test {

struct Capture {
    QByteArray client;  // "openssh"
    QByteArray sent;    // packets, each with its length
    QByteArray answers; // a line each: type, id (of VERSION its number), and of a STATUS its code
};

QByteArray capturedHandle(int number); // "handle00"
QList<Capture> captures();             // six of them; none means that they are missing
// Makes in `folder`, which is emptied first, what each session found there.
bool makeCapturedTree(const QByteArray& folder);
void removeCapturedTree(const QByteArray& folder); // whatever has become of it

} // namespace sallyport::test
