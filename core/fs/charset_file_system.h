// CharsetFileSystem serves clients whose names are in a charset other than UTF-8, which is what
// they are on the disk: paths and the targets of links are converted both ways. For UTF-8 there is
// no wrapper, and names stay the bytes they are.
//
// A name on the disk that the charset cannot express is shown in the other form NameConverter has
// for it, and left out where that is too long. A name from the client that is not text in its
// charset is NotFound.
//
// Threads: as FileSystem.
#pragma once

#include "core/file_system.h"
#include "core/fs/name_converter.h"

#include <QString>

#include <memory>

namespace sallyport {

// `files` behind a wrapper for `charset`, or `files` itself when that is UTF-8.
Result<std::unique_ptr<FileSystem>> withCharset(std::unique_ptr<FileSystem> files,
                                                const QString& charset);

class CharsetFileSystem final : public FileSystem {
public:
    CharsetFileSystem(std::unique_ptr<FileSystem> files, std::unique_ptr<NameConverter> names);

    Result<std::unique_ptr<File>> open(const VirtualPath&, OpenFlags,
                                       const FileAttributes& initial) override;
    Result<std::unique_ptr<DirectoryReader>> openDirectory(const VirtualPath&) override;
    Result<FileAttributes> attributes(const VirtualPath&, Symlinks) override;
    Result<void> setAttributes(const VirtualPath&, const FileAttributes&, Symlinks) override;
    Result<void> makeDirectory(const VirtualPath&, const FileAttributes& initial) override;
    Result<void> removeDirectory(const VirtualPath&) override;
    Result<void> removeFile(const VirtualPath&) override;
    Result<void> rename(const VirtualPath& from, const VirtualPath& to, Overwrite) override;
    Result<QByteArray> readLink(const VirtualPath&) override;
    Result<void> makeLink(const VirtualPath& link, const QByteArray& target) override;
    Result<void> makeHardLink(const VirtualPath& existing, const VirtualPath& link) override;
    Result<StorageSpace> space(const VirtualPath&) override;
    QByteArray shareName(const VirtualPath& path) const override;
    void keepPlaces(bool keep) override;

private:
    Result<VirtualPath> onDisk(const VirtualPath& path) const;
    Error notText() const;

    const std::unique_ptr<FileSystem> m_files;
    const std::unique_ptr<NameConverter> m_names;
};

} // namespace sallyport
