#include "core/fs/local_file.h"

#include "core/fs/posix_attributes.h"
#include "core/guard.h"

#include <algorithm>
#include <limits>

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace sallyport {

namespace {

constexpr auto maxOffset = quint64(std::numeric_limits<off_t>::max());

// What copy_file_range() says when these two files are not for it. Source: copy_file_range(2).
bool cannotCopyInKernel(int error)
{
    return error == EXDEV || error == EINVAL || error == EOPNOTSUPP || error == ENOSYS;
}

} // namespace

LocalFile::LocalFile(const LocalTree& tree, Descriptor file, OpenFlags flags, Origin origin)
    : m_tree(tree)
    , m_file(std::move(file))
    , m_flags(flags)
    , m_nameIsNew(origin == Origin::CreatedHere)
{
}

Result<std::size_t> LocalFile::readAt(quint64 offset, std::span<std::byte> buffer)
{
    if (offset > maxOffset)
        return m_tree.problem(EINVAL);
    for (;;) {
        const ssize_t count = ::pread(m_file.get(), buffer.data(), buffer.size(), off_t(offset));
        if (count >= 0)
            return std::size_t(count);
        if (errno != EINTR)
            return m_tree.problem(errno);
    }
}

Result<void> LocalFile::writeAt(quint64 offset, std::span<const std::byte> data)
{
    while (!data.empty()) {
        if (offset > maxOffset)
            return m_tree.problem(EFBIG);
        // With O_APPEND Linux ignores the offset: pwrite(2), BUGS.
        const ssize_t count = ::pwrite(m_file.get(), data.data(), data.size(), off_t(offset));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return m_tree.problem(errno);
        data = data.subspan(std::size_t(count));
        offset += quint64(count);
    }
    return {};
}

Result<FileAttributes> LocalFile::attributes()
{
    struct statx status {};
    if (const int error = statusOf(m_file.get(), status))
        return m_tree.problem(error);
    return attributesFrom(status);
}

Result<void> LocalFile::setAttributes(const FileAttributes& wanted)
{
    if (const int error = changeOpenFile(m_file.get(), wanted))
        return m_tree.problem(error);
    return {};
}

Result<void> LocalFile::sync()
{
    if (GUARD(sticky_fsync) && m_syncFailure)
        return *m_syncFailure;
    if (const int error = syncNow()) {
        m_syncFailure = m_tree.problem(error);
        return *m_syncFailure;
    }
    return {};
}

int LocalFile::syncNow()
{
    if (::fsync(m_file.get()) != 0)
        return errno;
    return m_nameIsNew ? syncName() : 0;
}

// The folder the file is in now, which need not be the one it was created in.
int LocalFile::syncName()
{
    const auto path = m_tree.resolver().realPath(m_file.get());
    const auto place = path ? VirtualPath::parse(*path) : Error{};
    if (!place)
        return 0; // no name to keep: removed, or moved out of the share
    const Descriptor folder = m_tree.resolver().open(place->parent(), O_PATH | O_DIRECTORY);
    if (!folder)
        return folder.error() == ENOENT ? 0 : folder.error();
    if (const int error = m_tree.syncFolder(folder.get()))
        return error;
    m_nameIsNew = false;
    return 0;
}

Result<quint64> LocalFile::copyTo(File& target, quint64 from, quint64 offset, quint64 length)
{
    const auto* local = dynamic_cast<LocalFile*>(&target.storage());
    if (!local || from > maxOffset - std::min(length, maxOffset)
        || offset > maxOffset - std::min(length, maxOffset))
        return File::copyTo(target, from, offset, length);
    quint64 copied = 0;
    while (copied < length) {
        auto in = off_t(from + copied);
        auto out = off_t(offset + copied);
        const ssize_t count = ::copy_file_range(m_file.get(), &in, local->m_file.get(), &out,
                                                std::size_t(length - copied), 0);
        if (count < 0 && errno == EINTR)
            continue;
        // EBADF is also what a target opened to append answers.
        if (count < 0 && copied == 0 && (cannotCopyInKernel(errno) || errno == EBADF))
            return File::copyTo(target, from, offset, length);
        if (count < 0)
            return m_tree.problem(errno);
        if (count == 0)
            break;
        copied += quint64(count);
    }
    return copied;
}

Result<StorageSpace> LocalFile::space()
{
    struct statvfs status {};
    if (::fstatvfs(m_file.get(), &status) != 0)
        return m_tree.problem(errno);
    return spaceFrom(status);
}

Result<void> LocalFile::close()
{
    Result<void> outcome;
    if (GUARD(safe_close) && m_tree.options().safeClose && m_flags.testFlag(OpenFlag::Write))
        outcome = sync();
    else if (m_syncFailure)
        outcome = *m_syncFailure;
    // Linux has closed it even if it says EINTR: close(2).
    if (::close(m_file.release()) != 0 && errno != EINTR && outcome)
        outcome = m_tree.problem(errno);
    return outcome;
}

} // namespace sallyport
