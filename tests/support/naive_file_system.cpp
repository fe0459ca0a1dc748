#include "tests/support/naive_file_system.h"

#include <array>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sallyport::test {

namespace {

const Error refused{ErrorCode::PermissionDenied, QStringLiteral("Refused")};

Result<void> done(int returned)
{
    if (returned != 0)
        return Error{ErrorCode::Failure, QStringLiteral("Failed")};
    return {};
}

FileAttributes attributesFrom(const struct stat& status)
{
    FileAttributes attributes;
    attributes.type = S_ISDIR(status.st_mode) ? FileType::Directory
        : S_ISLNK(status.st_mode)             ? FileType::Symlink
                                              : FileType::Regular;
    attributes.size = quint64(status.st_size);
    attributes.id = FileAttributes::Id{status.st_dev, status.st_ino};
    return attributes;
}

Result<FileAttributes> attributesOf(int descriptor)
{
    struct stat status {};
    if (::fstat(descriptor, &status) != 0)
        return Error{ErrorCode::Failure, QStringLiteral("Failed")};
    return attributesFrom(status);
}

class NaiveFile final : public File {
public:
    explicit NaiveFile(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    ~NaiveFile() override { ::close(m_descriptor); }

    Result<std::size_t> readAt(quint64 offset, std::span<std::byte> buffer) override
    {
        const ssize_t count = ::pread(m_descriptor, buffer.data(), buffer.size(), off_t(offset));
        if (count < 0)
            return Error{ErrorCode::Failure, QStringLiteral("Failed")};
        return std::size_t(count);
    }
    Result<void> writeAt(quint64 offset, std::span<const std::byte> data) override
    {
        return done(::pwrite(m_descriptor, data.data(), data.size(), off_t(offset)) < 0);
    }
    Result<FileAttributes> attributes() override { return attributesOf(m_descriptor); }
    Result<void> setAttributes(const FileAttributes&) override { return {}; }
    Result<void> sync() override { return {}; }
    Result<void> close() override { return {}; }

private:
    const int m_descriptor;
};

class NaiveReader final : public DirectoryReader {
public:
    explicit NaiveReader(DIR* stream)
        : m_stream(stream)
    {
    }
    ~NaiveReader() override { ::closedir(m_stream); }

    Result<QList<DirectoryEntry>> next(int) override
    {
        QList<DirectoryEntry> entries;
        while (const dirent* found = ::readdir(m_stream))
            entries.append(DirectoryEntry{QByteArray(found->d_name), {}});
        return entries;
    }
    Result<FileAttributes> attributes() override { return attributesOf(::dirfd(m_stream)); }

private:
    DIR* const m_stream;
};

} // namespace

NaiveFileSystem::NaiveFileSystem(QByteArray root, Check check)
    : m_root(std::move(root))
    , m_check(check)
{
}

QByteArray NaiveFileSystem::checked(const VirtualPath& path) const
{
    const QByteArray place = m_root + path.bytes();
    if (m_check == Check::Lexical)
        return place;
    std::array<char, PATH_MAX> real{};
    const bool exists = ::realpath(place.constData(), real.data());
    if (!exists && !::realpath((m_root + path.parent().bytes()).constData(), real.data()))
        return {};
    // On one processor the swap would hardly ever come between.
    std::this_thread::yield();
    const QByteArray found(real.data());
    return found == m_root || found.startsWith(m_root + '/') ? place : QByteArray();
}

Result<std::unique_ptr<File>> NaiveFileSystem::open(const VirtualPath& path, OpenFlags flags,
                                                    const FileAttributes&)
{
    const QByteArray place = checked(path);
    struct stat status {};
    const bool exists = ::stat(place.constData(), &status) == 0;
    if (place.isEmpty() || (exists && !S_ISREG(status.st_mode)))
        return refused;
    int how = flags.testFlag(OpenFlag::Write) ? O_WRONLY : O_RDONLY;
    how |= flags.testFlag(OpenFlag::Create) ? O_CREAT : 0;
    how |= flags.testFlag(OpenFlag::Exclusive) ? O_EXCL : 0;
    how |= flags.testFlag(OpenFlag::Truncate) ? O_TRUNC : 0;
    how |= flags.testFlag(OpenFlag::Append) ? O_APPEND : 0;
    const int descriptor = ::open(place.constData(), how | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return Error{ErrorCode::NotFound, QStringLiteral("Not there")};
    return std::make_unique<NaiveFile>(descriptor);
}

Result<std::unique_ptr<DirectoryReader>> NaiveFileSystem::openDirectory(const VirtualPath& path)
{
    const QByteArray place = checked(path);
    DIR* const stream = place.isEmpty() ? nullptr : ::opendir(place.constData());
    if (!stream)
        return refused;
    return std::make_unique<NaiveReader>(stream);
}

Result<FileAttributes> NaiveFileSystem::attributes(const VirtualPath& path, Symlinks symlinks)
{
    const QByteArray place = checked(path);
    struct stat status {};
    const int flags = symlinks == Symlinks::Follow ? 0 : AT_SYMLINK_NOFOLLOW;
    if (place.isEmpty() || ::fstatat(AT_FDCWD, place.constData(), &status, flags) != 0)
        return refused;
    return attributesFrom(status);
}

Result<void> NaiveFileSystem::setAttributes(const VirtualPath& path, const FileAttributes& wanted,
                                            Symlinks)
{
    const QByteArray place = checked(path);
    if (place.isEmpty())
        return refused;
    if (wanted.size)
        return done(::truncate(place.constData(), off_t(*wanted.size)));
    return done(wanted.permissions ? ::chmod(place.constData(), *wanted.permissions & 0777) : 0);
}

Result<void> NaiveFileSystem::makeDirectory(const VirtualPath& path, const FileAttributes&)
{
    const QByteArray place = checked(path);
    return place.isEmpty() ? refused : done(::mkdir(place.constData(), 0777));
}

Result<void> NaiveFileSystem::removeDirectory(const VirtualPath& path)
{
    const QByteArray place = checked(path);
    return place.isEmpty() ? refused : done(::rmdir(place.constData()));
}

Result<void> NaiveFileSystem::removeFile(const VirtualPath& path)
{
    const QByteArray place = checked(path);
    return place.isEmpty() ? refused : done(::unlink(place.constData()));
}

Result<void> NaiveFileSystem::rename(const VirtualPath& from, const VirtualPath& to, Overwrite)
{
    const QByteArray source = checked(from);
    const QByteArray target = checked(to);
    if (source.isEmpty() || target.isEmpty())
        return refused;
    return done(::rename(source.constData(), target.constData()));
}

Result<void> NaiveFileSystem::makeHardLink(const VirtualPath& existing, const VirtualPath& link)
{
    const QByteArray source = checked(existing);
    const QByteArray target = checked(link);
    if (source.isEmpty() || target.isEmpty())
        return refused;
    return done(::link(source.constData(), target.constData()));
}

} // namespace sallyport::test
