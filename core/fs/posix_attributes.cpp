#include "core/fs/posix_attributes.h"

#include "core/fs/descriptor.h"

#include <limits>

#include <fcntl.h>
#include <sys/sysmacros.h>

namespace sallyport {

namespace {

FileType typeFrom(unsigned mode)
{
    switch (mode & S_IFMT) {
    case S_IFREG:
        return FileType::Regular;
    case S_IFDIR:
        return FileType::Directory;
    case S_IFLNK:
        return FileType::Symlink;
    default:
        return FileType::Other;
    }
}

// No setuid, setgid or sticky bit through us.
constexpr unsigned settableBits = 0777;

int refusal(const struct statx& status, const FileAttributes& wanted)
{
    if (wanted.owner && *wanted.owner != FileAttributes::Owner{status.stx_uid, status.stx_gid})
        return EPERM;
    const FileType type = typeFrom(status.stx_mode);
    if (type == FileType::Symlink && (wanted.permissions || wanted.size))
        return EOPNOTSUPP;
    if (!wanted.size)
        return 0;
    if (type == FileType::Directory)
        return EISDIR;
    if (type != FileType::Regular)
        return EACCES;
    return *wanted.size > quint64(std::numeric_limits<qint64>::max()) ? EFBIG : 0;
}

void fill(timespec (&times)[2], const FileAttributes::Times& wanted)
{
    times[0] = {wanted.accessed, 0};
    times[1] = {wanted.modified, 0};
}

int resizeByPathDescriptor(int descriptor, quint64 size)
{
    const Descriptor file(
        ::open(DescriptorPath(descriptor).get(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file)
        return file.error();
    return ::ftruncate(file.get(), off_t(size)) == 0 ? 0 : errno;
}

} // namespace

int statusOf(int descriptor, struct statx& status)
{
    return ::statx(descriptor, "", AT_EMPTY_PATH, statusFields, &status) == 0 ? 0 : errno;
}

bool isSameFile(const struct statx& one, const struct statx& other)
{
    return one.stx_ino == other.stx_ino && one.stx_dev_major == other.stx_dev_major
        && one.stx_dev_minor == other.stx_dev_minor;
}

FileAttributes attributesFrom(const struct statx& status)
{
    FileAttributes result;
    result.type = typeFrom(status.stx_mode);
    result.size = status.stx_size;
    result.permissions = status.stx_mode & 07777U;
    result.owner = FileAttributes::Owner{status.stx_uid, status.stx_gid};
    result.times = FileAttributes::Times{status.stx_atime.tv_sec, status.stx_mtime.tv_sec};
    result.links = status.stx_nlink;
    result.allocated = status.stx_blocks * 512; // stat(2): whatever the block size is
    constexpr qint64 second = 1'000'000'000;    // nanoseconds
    const qint64 born = (status.stx_mask & STATX_BTIME)
        ? status.stx_btime.tv_sec * second + status.stx_btime.tv_nsec
        : 0;
    result.id = FileAttributes::Id{makedev(status.stx_dev_major, status.stx_dev_minor),
                                   status.stx_ino, born};
    return result;
}

StorageSpace spaceFrom(const struct statvfs& status)
{
    StorageSpace space;
    space.blockSize = status.f_frsize ? status.f_frsize : status.f_bsize;
    space.blocks = status.f_blocks;
    space.freeBlocks = status.f_bfree;
    space.availableBlocks = status.f_bavail;
    space.inodes = status.f_files;
    space.freeInodes = status.f_ffree;
    space.availableInodes = status.f_favail;
    space.readOnly = (status.f_flag & ST_RDONLY) != 0;
    space.maxNameLength = status.f_namemax;
    return space;
}

int changeByPathDescriptor(int descriptor, const FileAttributes& wanted)
{
    struct statx status {};
    if (const int error = statusOf(descriptor, status))
        return error;
    if (const int error = refusal(status, wanted))
        return error;
    if (wanted.size) {
        if (const int error = resizeByPathDescriptor(descriptor, *wanted.size))
            return error;
    }
    const DescriptorPath path(descriptor);
    if (wanted.permissions && ::chmod(path.get(), *wanted.permissions & settableBits) != 0)
        return errno;
    if (wanted.times) {
        timespec times[2];
        fill(times, *wanted.times);
        // EINVAL: before Linux 5.8 the descriptor alone was not enough.
        if (::utimensat(descriptor, "", times, AT_EMPTY_PATH) != 0
            && (errno != EINVAL || ::utimensat(AT_FDCWD, path.get(), times, 0) != 0))
            return errno;
    }
    return 0;
}

int changeOpenFile(int descriptor, const FileAttributes& wanted)
{
    struct statx status {};
    if (const int error = statusOf(descriptor, status))
        return error;
    if (const int error = refusal(status, wanted))
        return error;
    // EINVAL is how Linux says that the file was opened for reading only.
    if (wanted.size && ::ftruncate(descriptor, off_t(*wanted.size)) != 0)
        return errno == EINVAL ? EBADF : errno;
    if (wanted.permissions && ::fchmod(descriptor, *wanted.permissions & settableBits) != 0)
        return errno;
    if (wanted.times) {
        timespec times[2];
        fill(times, *wanted.times);
        if (::futimens(descriptor, times) != 0)
            return errno;
    }
    return 0;
}

unsigned initialMode(const FileAttributes& initial, unsigned otherwise)
{
    return initial.permissions.value_or(otherwise) & settableBits;
}

} // namespace sallyport
