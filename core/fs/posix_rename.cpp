#include "core/fs/posix_rename.h"

#include <cerrno>

#include <fcntl.h>
#include <stdio.h> // renameat2() and RENAME_NOREPLACE
#include <sys/stat.h>
#include <unistd.h>

namespace sallyport {

namespace {

int renameByHand(int fromFolder, const char* from, int toFolder, const char* to)
{
    struct statx source {};
    struct statx target {};
    if (::statx(fromFolder, from, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &source) != 0)
        return errno;
    if (S_ISREG(source.stx_mode)) {
        // As OpenSSH does: link() never replaces.
        if (::linkat(fromFolder, from, toFolder, to, 0) != 0)
            return errno;
        return ::unlinkat(fromFolder, from, 0) == 0 ? 0 : errno;
    }
    if (!S_ISDIR(source.stx_mode))
        return EOPNOTSUPP;
    if (::statx(toFolder, to, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &target) == 0)
        return EEXIST;
    // A folder replaces nothing but an empty folder, should one appear just now.
    return ::renameat(fromFolder, from, toFolder, to) == 0 ? 0 : errno;
}

} // namespace

int renameEntry(int fromFolder, const char* from, int toFolder, const char* to, Overwrite overwrite)
{
    const unsigned how = overwrite == Overwrite::No ? RENAME_NOREPLACE : 0;
    const int error = ::renameat2(fromFolder, from, toFolder, to, how) == 0 ? 0 : errno;
    // EINVAL: this file system has no RENAME_NOREPLACE, or a folder would go into itself.
    if (how != 0 && (error == EINVAL || error == ENOSYS))
        return renameByHand(fromFolder, from, toFolder, to);
    return error;
}

} // namespace sallyport
