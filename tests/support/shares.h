// Short words for tests of file systems: a path, a file's content, a folder's names.
//
// Threads: the test's own.
#pragma once

#include "core/file_system.h"
#include "tests/support/outcome.h"

#include <QByteArray>
#include <QList>

namespace sallyport::test {

VirtualPath at(const QByteArray& path);

constexpr OpenFlags newFile = OpenFlag::Write | OpenFlag::Create | OpenFlag::Exclusive;
constexpr OpenFlags putFile = OpenFlag::Write | OpenFlag::Create | OpenFlag::Truncate; // sftp's put

// Opens, writes at `offset`, closes.
Result<void> put(FileSystem& files, const QByteArray& path, const QByteArray& content,
                 OpenFlags flags = putFile, quint64 offset = 0);
QByteArray get(FileSystem& files, const QByteArray& path); // null: cannot be read
QList<QByteArray> namesIn(FileSystem& files, const QByteArray& path, int atMost = 100); // sorted

FileAttributes withSize(quint64 size);
FileAttributes withPermissions(quint32 permissions);
FileAttributes withTimes(qint64 accessed, qint64 modified);

} // namespace sallyport::test
