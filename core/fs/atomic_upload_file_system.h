// AtomicUploadFileSystem lets uploads appear when they are whole: what a client opens to write anew
// is a draft until CLOSE puts it in its place, so whoever looks sees the old file or the new one.
//
// That is for OPEN with WRITE, CREAT and TRUNC and without APPEND and READ; everything else, the
// resuming of an upload above all, is written in place. With EXCL, which View and upload and Drop
// box add, a draft never replaces anything, and no second one is opened for the same name.
// Until then the login itself sees the draft by STAT, LSTAT, SETSTAT and in the answers to its
// handle, because clients set times before or after CLOSE; it is not listed. What else this login
// asks of that name (to rename, remove, link or open it without TRUNC) is done to the file itself,
// which takes its place for that first and is written there from then on; not for what is refused
// because the new name is taken.
// A failed or refused write ends a draft: its bytes are free at once, the old file stays, CLOSE
// fails. When the connection is lost a draft takes its place if the name is free, so that the
// client can resume by the size; otherwise it is kept for a day as `<name>.part`.
// Storage without drafts is written in place.
//
// Threads: as FileSystem; `use` is shared by all logins of the share.
#pragma once

#include "core/fs/share_uses.h"
#include "core/fs/wrapped_file_system.h"

#include <functional>
#include <map>
#include <memory>

namespace sallyport {

class AtomicFile;

class AtomicUploadFileSystem final : public WrappedFileSystem {
public:
    // Told of each draft that got a name: the path it was opened by, and the one it has.
    using Landed = std::function<void(const VirtualPath& asked, const VirtualPath& got,
                                      const FileAttributes&)>;

    AtomicUploadFileSystem(std::unique_ptr<FileSystem> files, std::shared_ptr<ShareUse> use,
                           Landed landed = {});

    Result<std::unique_ptr<File>> open(const VirtualPath&, OpenFlags,
                                       const FileAttributes& initial) override;
    Result<FileAttributes> attributes(const VirtualPath&, Symlinks) override;
    Result<void> setAttributes(const VirtualPath&, const FileAttributes&, Symlinks) override;
    Result<void> makeDirectory(const VirtualPath&, const FileAttributes& initial) override;
    Result<void> removeFile(const VirtualPath&) override;
    Result<void> rename(const VirtualPath& from, const VirtualPath& to, Overwrite) override;
    Result<void> makeLink(const VirtualPath& link, const QByteArray& target) override;
    Result<void> makeHardLink(const VirtualPath& existing, const VirtualPath& link) override;

private:
    friend class AtomicFile;
    Result<std::unique_ptr<File>> openAnew(const VirtualPath& path, OpenFlags flags,
                                           const FileAttributes& initial);
    AtomicFile* draftOf(const VirtualPath& path) const; // the last one opened; null: there is none
    Result<void> placeDraftsOf(const VirtualPath& path);
    Result<void> placeDraftsOf(const VirtualPath& from, const VirtualPath& to, Overwrite);
    bool isTaken(const VirtualPath& path); // by a file, a folder, a link or a draft of this login
    void moveDrafts(const VirtualPath& from, const VirtualPath& to);
    void forget(AtomicFile& draft);

    const std::shared_ptr<ShareUse> m_use;
    const Landed m_landed;
    std::multimap<QByteArray, AtomicFile*> m_drafts; // by path; of this login
};

} // namespace sallyport
