#include "core/fs/wrapped_file_system.h"

namespace sallyport {

WrappedFileSystem::WrappedFileSystem(std::unique_ptr<FileSystem> files)
    : m_files(std::move(files))
{
    Q_ASSERT(m_files);
}

Result<std::unique_ptr<File>> WrappedFileSystem::open(const VirtualPath& path, OpenFlags flags,
                                                      const FileAttributes& initial)
{
    return m_files->open(path, flags, initial);
}

Result<std::unique_ptr<DirectoryReader>> WrappedFileSystem::openDirectory(const VirtualPath& path)
{
    return m_files->openDirectory(path);
}

Result<FileAttributes> WrappedFileSystem::attributes(const VirtualPath& path, Symlinks symlinks)
{
    return m_files->attributes(path, symlinks);
}

Result<void> WrappedFileSystem::setAttributes(const VirtualPath& path, const FileAttributes& wanted,
                                              Symlinks symlinks)
{
    return m_files->setAttributes(path, wanted, symlinks);
}

Result<void> WrappedFileSystem::makeDirectory(const VirtualPath& path,
                                              const FileAttributes& initial)
{
    return m_files->makeDirectory(path, initial);
}

Result<void> WrappedFileSystem::removeDirectory(const VirtualPath& path)
{
    return m_files->removeDirectory(path);
}

Result<void> WrappedFileSystem::removeFile(const VirtualPath& path)
{
    return m_files->removeFile(path);
}

Result<void> WrappedFileSystem::rename(const VirtualPath& from, const VirtualPath& to,
                                       Overwrite overwrite)
{
    return m_files->rename(from, to, overwrite);
}

Result<QByteArray> WrappedFileSystem::readLink(const VirtualPath& path)
{
    return m_files->readLink(path);
}

Result<void> WrappedFileSystem::makeLink(const VirtualPath& link, const QByteArray& target)
{
    return m_files->makeLink(link, target);
}

Result<void> WrappedFileSystem::makeHardLink(const VirtualPath& existing, const VirtualPath& link)
{
    return m_files->makeHardLink(existing, link);
}

Result<StorageSpace> WrappedFileSystem::space(const VirtualPath& path)
{
    return m_files->space(path);
}

Result<std::unique_ptr<File>> WrappedFileSystem::openDraft(const VirtualPath& path,
                                                           const FileAttributes& initial)
{
    return m_files->openDraft(path, initial);
}

Result<quint64> WrappedFileSystem::usedBytes()
{
    return m_files->usedBytes();
}

QByteArray WrappedFileSystem::shareName(const VirtualPath& path) const
{
    return m_files->shareName(path);
}

void WrappedFileSystem::keepPlaces(bool keep)
{
    m_files->keepPlaces(keep);
}

WrappedFile::WrappedFile(std::unique_ptr<File> file)
    : m_file(std::move(file))
{
    Q_ASSERT(m_file);
}

Result<std::size_t> WrappedFile::readAt(quint64 offset, std::span<std::byte> buffer)
{
    return m_file->readAt(offset, buffer);
}

Result<void> WrappedFile::writeAt(quint64 offset, std::span<const std::byte> data)
{
    return m_file->writeAt(offset, data);
}

Result<FileAttributes> WrappedFile::attributes()
{
    return m_file->attributes();
}

Result<void> WrappedFile::setAttributes(const FileAttributes& wanted)
{
    return m_file->setAttributes(wanted);
}

Result<void> WrappedFile::sync()
{
    return m_file->sync();
}

Result<quint64> WrappedFile::copyTo(File& target, quint64 from, quint64 offset, quint64 length)
{
    return m_file->copyTo(target, from, offset, length);
}

Result<StorageSpace> WrappedFile::space()
{
    return m_file->space();
}

bool WrappedFile::isPlaced() const
{
    return m_file->isPlaced();
}

Result<void> WrappedFile::place(Overwrite overwrite)
{
    return m_file->place(overwrite);
}

Result<QByteArray> WrappedFile::keep()
{
    return m_file->keep();
}

void WrappedFile::spoil(const Error& why)
{
    m_file->spoil(why);
}

bool WrappedFile::sameAs(File& other)
{
    return m_file->sameAs(other);
}

Result<void> WrappedFile::close()
{
    return m_file->close();
}

File& WrappedFile::storage()
{
    return m_file->storage();
}

} // namespace sallyport
