// LocalDraft is an upload before it is whole: a file beside the one it is for, under a name nobody
// sees, renamed over it when it is placed.
//
// The temporary file is made O_EXCL in the folder of the real file, links followed, and locked with
// flock(2) as long as it is open: that is how a sweep tells the drafts of a program that died from
// those of one that lives. It takes over the mode, the owner, the ACL and the user's extended
// attributes of the file that is there, as far as this user may set them; of a file with several
// names only this one is replaced. A file that could not be written in place is not replaced
// either.
//
// The order of placing: what close() has to report, with safe close fsync of the file, rename, and
// with safe close, or after a client's fsync, fsync of the folder.
//
// Threads: as File. Ownership: does not outlive the LocalTree.
// Errors: a failed sync() is final: place() refuses with it.
#pragma once

#include "core/fs/descriptor.h"
#include "core/fs/local_tree.h"
#include "core/fs/wrapped_file_system.h"

#include <optional>

namespace sallyport {

class LocalDraft final : public WrappedFile {
public:
    // NotSupported where this computer cannot tell the real place of what `path` leads to.
    static Result<std::unique_ptr<File>> create(const LocalTree& tree, const VirtualPath& path,
                                                const FileAttributes& initial);
    ~LocalDraft() override; // one that was not placed is removed

    Result<void> writeAt(quint64 offset, std::span<const std::byte> data) override;
    Result<void> setAttributes(const FileAttributes& wanted) override;
    Result<void> sync() override;
    bool isPlaced() const override { return m_placed; }
    Result<void> place(Overwrite) override;
    Result<QByteArray> keep() override;
    void spoil(const Error& why) override;
    Result<void> close() override;
    File& storage() override;

private:
    LocalDraft(const LocalTree& tree, std::unique_ptr<File> file, int descriptor, Descriptor folder,
               QByteArray temporary, QByteArray name);
    int renameTo(const QByteArray& name, Overwrite overwrite);
    Result<void> flush();

    const LocalTree& m_tree;
    const int m_file; // of the wrapped file, which owns it
    const Descriptor m_folder;
    const QByteArray m_temporary, m_name;
    bool m_placed = false;
    bool m_removed = false;
    bool m_synced = false; // by the client: its name is to be kept too
    bool m_dirty = true;   // written since the last sync
    std::optional<Error> m_syncFailure;
};

} // namespace sallyport
