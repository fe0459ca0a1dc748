// Landlock binds a thread to a few folders: from then on it opens, makes, removes and renames
// nothing that is not below them, whatever the rest of the program does on it. It is the second
// wall behind the resolver of LocalFileSystem.
//
// Not covered are attributes (stat, chmod, utimens), descriptors that are open already, and O_PATH.
// Reopening such a descriptor through /proc/self/fd is judged by the file it leads to, so nothing
// of /proc has to be allowed.
//
// Threads: any. Bound are the calling thread and those it starts afterwards, for good.
// Source: landlock(7); the rights by version: Linux, Documentation/userspace-api/landlock.rst.
#pragma once

#include "core/isolation.h"
#include "core/result.h"

#include <QList>
#include <QtGlobal>

namespace sallyport {

// Version 1 cannot allow a rename from one folder to another, so it is not used.
constexpr int landlockNeeded = 2;
int landlockVersion(); // of this kernel; 0: none

struct LandlockRights {
    quint64 governed; // all that this version can forbid
    quint64 granted;  // of these, what a client may cause below its shares
};
LandlockRights landlockRights(int version);

// Binds the calling thread to what is below `roots`, O_PATH descriptors of folders, and takes from
// it the way to more privileges. NotSupported where the kernel has no Landlock or too old a one; a
// thread on which it fails is as free as before.
Result<void> confineThread(const QList<int>& roots);

} // namespace sallyport
