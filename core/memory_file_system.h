// MemoryFileSystem is a tree in memory, for tests and for programs that serve what is not on a
// disk.
//
// Threads: each object as FileSystem says; objects made by share() may be on different threads, the
// tree they have in common is Guarded<>.
#pragma once

#include "core/file_system.h"

#include <initializer_list>
#include <memory>
#include <utility>

namespace sallyport {

class MemoryFileSystem final : public FileSystem {
public:
    // Files by absolute path, their folders made on the way; a path that ends in "/" is a folder.
    MemoryFileSystem(std::initializer_list<std::pair<const char*, QByteArray>> files = {});
    ~MemoryFileSystem() override;
    // Another FileSystem on the same tree, for another login.
    std::unique_ptr<MemoryFileSystem> share() const;

    QByteArray content(const char* path) const; // for tests; null if there is no such file

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

private:
    struct Tree;
    explicit MemoryFileSystem(std::shared_ptr<Tree> tree);
    std::shared_ptr<Tree> m_tree;
};

} // namespace sallyport
