// Between the attributes of Linux and ours: reading them, and changing them by our rules. Sizes,
// modes (0777 only) and times are set; an owner may only be named as it is.
//
// Threads: pure system calls.
// Errors: errno.
#pragma once

#include "core/file_system.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

namespace sallyport {

// What statx(2) is asked for where it matters which file it is.
constexpr unsigned statusFields = STATX_BASIC_STATS | STATX_BTIME;
// Of an open file, O_PATH included. Returns 0 or an errno.
int statusOf(int descriptor, struct statx& status);
bool isSameFile(const struct statx& one, const struct statx& other);
FileAttributes attributesFrom(const struct statx& status);
StorageSpace spaceFrom(const struct statvfs& status);

// Everything is judged before anything is changed, as far as that can be known. Returns an errno.
int changeByPathDescriptor(int descriptor, const FileAttributes& wanted); // O_PATH
int changeOpenFile(int descriptor, const FileAttributes& wanted);         // opened to read or write

// `wanted` permissions for a new file, or those of the system.
unsigned initialMode(const FileAttributes& initial, unsigned otherwise);

} // namespace sallyport
