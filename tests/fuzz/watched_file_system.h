// WatchedFileSystem stands between a share's wrappers and its storage and knows what every file
// must hold: what comes out of the storage is compared with it, and what must not reach the storage
// is demanded not to.
//
// Threads: one. What it opens does not outlive it.
#pragma once

#include "core/file_system.h"
#include "tests/fuzz/check.h"

#include <QByteArray>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace sallyport::fuzz {

// What passed between a session and the storages behind it.
struct Watch {
    struct Moved {
        quint64 offset = 0;
        QByteArray bytes;
    };
    std::vector<Moved> reads, writes;
    int open = 0; // files and readers
};

class WatchedFileSystem final : public FileSystem {
public:
    // `files` may be changed through this alone.
    WatchedFileSystem(std::unique_ptr<FileSystem> files, Watch& watch);
    ~WatchedFileSystem() override;

    void protectAll();                     // nothing may change
    void protect(const VirtualPath& path); // this file may not

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

    struct Contents;

private:
    // The number of the regular file there, its content known from now on; 0: there is none.
    quint64 know(const VirtualPath& path, Symlinks symlinks);
    void demandChange(const VirtualPath& path, Symlinks symlinks);

    const std::unique_ptr<FileSystem> m_files;
    const std::shared_ptr<Contents> m_contents;
};

} // namespace sallyport::fuzz
