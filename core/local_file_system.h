// LocalFileSystem is a folder of this computer. Nothing outside it is reachable: two resolvers
// (openat2, and a walk with O_NOFOLLOW where the kernel lacks it) pass the same contract.
// Absolute link targets are never followed. Hide globs are checked on every real component, link
// targets included; making a hidden name, or renaming to one, is PermissionDenied.
//
// Threads: as FileSystem; open() too may block on the disk.
#pragma once

#include "core/file_system.h"
#include "core/settings.h"

#include <functional>
#include <memory>
#include <optional>

namespace sallyport {

class LocalFileSystem final : public FileSystem {
public:
    // Which way paths are resolved. Automatic: openat2 where the kernel has it, else the walk.
    enum class Resolver { Automatic, Openat2, Walk };
    // Beneath: nothing above the folder, absolute links refused. InRoot: the folder is "/", as
    // after chroot, so absolute links work; for `subsystem` without --root, which serves "/"
    // itself.
    enum class Confinement { Beneath, InRoot };

    struct Options {
        QByteArray shareName; // for messages ("No space left on Photos") and shareName()
        SymlinkPolicy symlinks = SymlinkPolicy::Inside;
        bool makeLinks = true;
        bool otherDisks = true; // false: what is mounted below the folder is not reachable
        QStringList hide;
        bool safeClose = false; // fsync before close() of a file opened to write, and of its name
        Resolver resolver = Resolver::Automatic;
        Confinement confinement = Confinement::Beneath;
    };

    // Opens the folder, so it may block. Unavailable if the folder is missing, is not a folder, or
    // is a mount point in `known` and has no disk now; AnotherFolder if it is not the one in
    // `known`. The environment variable SALLYPORT_RESOLVER=walk turns Automatic into Walk.
    static Result<std::unique_ptr<LocalFileSystem>> open(const QByteArray& folder,
                                                         const Options& options,
                                                         const std::optional<RootMark>& known = {});
    // What to remember of the folder, so that another one in its place is noticed.
    static Result<RootMark> mark(const QByteArray& folder);
    ~LocalFileSystem() override;

    int rootDescriptor() const; // O_PATH; owned here

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
    Result<std::unique_ptr<File>> openDraft(const VirtualPath&,
                                            const FileAttributes& initial) override;
    Result<quint64> usedBytes() override;
    QByteArray shareName(const VirtualPath& path) const override;
    void keepPlaces(bool keep) override;

private:
    struct Impl;
    explicit LocalFileSystem(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

// One share, open. `root` is for the Landlock rule and owned by `files`; storage without one
// leaves the thread unlocked.
struct OpenedShare {
    std::unique_ptr<FileSystem> files;
    std::optional<int> root;
};

// Opens the storage behind one share. Called on opener threads, several at once; may block.
// Replace it to serve something other than a folder on this computer.
using OpenShare = std::function<Result<OpenedShare>(const Share&)>;
Result<OpenedShare> openLocalShare(const Share& share);

} // namespace sallyport
