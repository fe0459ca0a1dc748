#include "core/fs/posix_rename.h"

#include <cerrno>

#include <fcntl.h>
#include <stdio.h> // renameat2() and RENAME_NOREPLACE
#include <sys/stat.h>
#include <unistd.h>

namespace sallyport {

namespace {

// What link() says where there are no hard links, or no more of them. Source: link(2); OpenSSH's
// sftp-server, which renames then as well.
bool cannotLink(int error)
{
    return error == EPERM || error == EOPNOTSUPP || error == ENOSYS || error == EMLINK;
}

int renameByHand(int fromFolder, const char* from, int toFolder, const char* to)
{
    struct statx status {};
    if (::statx(fromFolder, from, AT_SYMLINK_NOFOLLOW, STATX_TYPE, &status) != 0)
        return errno;
    if (!S_ISDIR(status.stx_mode)) {
        // As OpenSSH does: link() never replaces.
        if (::linkat(fromFolder, from, toFolder, to, 0) == 0)
            return ::unlinkat(fromFolder, from, 0) == 0 ? 0 : errno;
        if (!cannotLink(errno))
            return errno;
    }
    if (::statx(toFolder, to, AT_SYMLINK_NOFOLLOW, STATX_TYPE, &status) == 0)
        return EEXIST;
    if (errno != ENOENT)
        return errno;
    // What appears under this name just now is replaced; by a folder, only an empty folder.
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
