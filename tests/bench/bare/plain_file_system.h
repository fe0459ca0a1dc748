// The same answers as LocalFileSystem, by the plainest calls: a path is a string put behind
// another, and each question is one system call. Nothing is kept out. For the bench alone.
//
// Threads: as FileSystem.
#pragma once

#include "core/file_system.h"

namespace sallyport::bench {

class PlainFileSystem final : public FileSystem {
public:
    explicit PlainFileSystem(QByteArray root);

    Result<std::unique_ptr<File>> open(const VirtualPath&, OpenFlags,
                                       const FileAttributes& initial) override;
    Result<std::unique_ptr<DirectoryReader>> openDirectory(const VirtualPath&) override;
    Result<FileAttributes> attributes(const VirtualPath&, Symlinks) override;
    Result<void> setAttributes(const VirtualPath&, const FileAttributes&, Symlinks) override;
    Result<void> makeDirectory(const VirtualPath&, const FileAttributes& initial) override;
    Result<void> removeDirectory(const VirtualPath&) override;
    Result<void> removeFile(const VirtualPath&) override;
    Result<void> rename(const VirtualPath& from, const VirtualPath& to, Overwrite) override;

private:
    QByteArray place(const VirtualPath& path) const { return m_root + path.bytes(); }

    const QByteArray m_root;
};

} // namespace sallyport::bench
