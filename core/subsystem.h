// The same SFTP on two descriptors, for sshd's Subsystem and for `sftp -D`.
#pragma once

#include "core/activity.h"
#include "core/file_system.h"
#include "core/sftp/session.h"

namespace sallyport {

// Speaks SFTP on two descriptors until the end of `in`. Blocks. Returns an exit code: 0 at the end
// of `in`, 1 when the client could not be understood or `out` broke. `activity` null: no log.
// Threads: the caller's; `files` is used on it.
int runSubsystem(FileSystem& files, int in, int out, ActivitySink* activity = nullptr,
                 const sftp::Client& client = {});

} // namespace sallyport
