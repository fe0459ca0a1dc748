#include "tests/bench/bare/plain_file_system.h"

#include "core/fs/descriptor.h"
#include "core/fs/posix_attributes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sallyport::bench {

namespace {

Error failed()
{
    const ErrorCode code = errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Failure;
    return {code, QStringLiteral("Failed")};
}

Error notMeasured()
{
    return {ErrorCode::NotSupported, QStringLiteral("This is not measured")};
}

class PlainFile final : public File {
public:
    explicit PlainFile(Descriptor file)
        : m_file(std::move(file))
    {
    }
    Result<std::size_t> readAt(quint64 offset, std::span<std::byte> buffer) override
    {
        const ssize_t count = ::pread(m_file.get(), buffer.data(), buffer.size(), off_t(offset));
        if (count < 0)
            return failed();
        return std::size_t(count);
    }
    Result<void> writeAt(quint64 offset, std::span<const std::byte> data) override
    {
        const ssize_t count = ::pwrite(m_file.get(), data.data(), data.size(), off_t(offset));
        if (count != ssize_t(data.size()))
            return failed();
        return {};
    }
    Result<FileAttributes> attributes() override
    {
        struct statx status {};
        if (statusOf(m_file.get(), status) != 0)
            return failed();
        return attributesFrom(status);
    }
    Result<void> setAttributes(const FileAttributes&) override { return notMeasured(); }
    Result<void> sync() override { return notMeasured(); }
    Result<void> close() override
    {
        if (::close(m_file.release()) != 0)
            return failed();
        return {};
    }

private:
    Descriptor m_file;
};

} // namespace

PlainFileSystem::PlainFileSystem(QByteArray root)
    : m_root(std::move(root))
{
}

Result<std::unique_ptr<File>> PlainFileSystem::open(const VirtualPath& path, OpenFlags flags,
                                                    const FileAttributes& initial)
{
    int how = !flags.testFlag(OpenFlag::Write) ? O_RDONLY
        : flags.testFlag(OpenFlag::Read)       ? O_RDWR
                                               : O_WRONLY;
    how |= flags.testFlag(OpenFlag::Create) ? O_CREAT : 0;
    how |= flags.testFlag(OpenFlag::Exclusive) ? O_EXCL : 0;
    how |= flags.testFlag(OpenFlag::Truncate) ? O_TRUNC : 0;
    how |= flags.testFlag(OpenFlag::Append) ? O_APPEND : 0;
    Descriptor file(::open(place(path).constData(), how | O_CLOEXEC, initialMode(initial, 0666)));
    if (!file)
        return failed();
    return std::make_unique<PlainFile>(std::move(file));
}

Result<FileAttributes> PlainFileSystem::attributes(const VirtualPath& path, Symlinks symlinks)
{
    struct statx status {};
    const int flags = symlinks == Symlinks::Follow ? 0 : AT_SYMLINK_NOFOLLOW;
    if (::statx(AT_FDCWD, place(path).constData(), flags, STATX_BASIC_STATS, &status) != 0)
        return failed();
    return attributesFrom(status);
}

Result<std::unique_ptr<DirectoryReader>> PlainFileSystem::openDirectory(const VirtualPath&)
{
    return notMeasured();
}

Result<void> PlainFileSystem::setAttributes(const VirtualPath&, const FileAttributes&, Symlinks)
{
    return notMeasured();
}

Result<void> PlainFileSystem::makeDirectory(const VirtualPath&, const FileAttributes&)
{
    return notMeasured();
}

Result<void> PlainFileSystem::removeDirectory(const VirtualPath&)
{
    return notMeasured();
}

Result<void> PlainFileSystem::removeFile(const VirtualPath&)
{
    return notMeasured();
}

Result<void> PlainFileSystem::rename(const VirtualPath&, const VirtualPath&, Overwrite)
{
    return notMeasured();
}

} // namespace sallyport::bench
