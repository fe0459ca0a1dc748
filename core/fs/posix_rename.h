// Renaming, also where the file system has no RENAME_NOREPLACE.
//
// Threads: any. Errors: an errno, 0 for none.
// Source: renameat2(2); OpenSSH's sftp-server links and unlinks where nothing may be replaced.
#pragma once

#include "core/file_system.h"

namespace sallyport {

// EEXIST if `to` is there and may not be overwritten, ENOTDIR for a folder onto a file.
int renameEntry(int fromFolder, const char* from, int toFolder, const char* to,
                Overwrite overwrite);

} // namespace sallyport
