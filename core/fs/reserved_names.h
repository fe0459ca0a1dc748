// The names of our own temporary files. They are hidden from clients and refused to them
// (name_filter), made by local_draft and swept by leftover_sweeper.
//
// Threads: pure functions and constants.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace sallyport {

// What every reserved name begins with.
inline constexpr QByteArrayView reservedPrefix = ".sallyport-";

// A temporary file's: the prefix and 128 random bits in hexadecimal digits.
QByteArray newReservedName();
// Whether newReservedName() can have made it.
bool isTemporaryName(QByteArrayView name);

// What a kept draft is called where its name is taken: "report.txt.part", "report.txt (2).part".
// The name is cut where the whole would be too long.
QByteArray partName(const QByteArray& name, int number);

// The extended attribute that marks a file as a kept draft, as long as its value is that of
// partMark(): whoever goes on with the file changes its size or time, and then it is theirs.
inline constexpr const char* partAttribute = "user.sallyport.part";
// "<inode> <size> <modified, seconds>.<nanoseconds>"; empty: cannot be told.
QByteArray partMark(int descriptor);

} // namespace sallyport
