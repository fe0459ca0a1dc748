// A FileSystem as it should not be: it checks a path and then uses it, by name. It is what the
// tests of confinement are tested with; they must catch it.
//
// Threads: as FileSystem.
#pragma once

#include "core/file_system.h"

namespace sallyport::test {

class NaiveFileSystem final : public FileSystem {
public:
    // Lexical trusts a path without ".."; RealPath asks realpath() whether it leads out, and then
    // opens what may be another file by now.
    enum class Check { Lexical, RealPath };
    NaiveFileSystem(QByteArray root, Check check);

    Result<std::unique_ptr<File>> open(const VirtualPath&, OpenFlags,
                                       const FileAttributes& initial) override;
    Result<std::unique_ptr<DirectoryReader>> openDirectory(const VirtualPath&) override;
    Result<FileAttributes> attributes(const VirtualPath&, Symlinks) override;
    Result<void> setAttributes(const VirtualPath&, const FileAttributes&, Symlinks) override;
    Result<void> makeDirectory(const VirtualPath&, const FileAttributes& initial) override;
    Result<void> removeDirectory(const VirtualPath&) override;
    Result<void> removeFile(const VirtualPath&) override;
    Result<void> rename(const VirtualPath& from, const VirtualPath& to, Overwrite) override;
    Result<void> makeHardLink(const VirtualPath& existing, const VirtualPath& link) override;

private:
    // Empty if the check found that it leads out.
    QByteArray checked(const VirtualPath& path) const;

    const QByteArray m_root;
    const Check m_check;
};

} // namespace sallyport::test
