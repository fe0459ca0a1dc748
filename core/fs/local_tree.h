// LocalTree is what a LocalFileSystem and everything it opened know in common: the root, the
// resolver and the share's name.
//
// Threads: as the LocalFileSystem that owns it, and that the files and readers do not outlive.
#pragma once

#include "core/fs/descriptor.h"
#include "core/fs/resolver.h"
#include "core/local_file_system.h"

#include <set>
#include <utility>

#include <sys/stat.h>

namespace sallyport {

class LocalTree {
public:
    // Opens `folder`; see LocalFileSystem::open().
    static Result<std::unique_ptr<LocalTree>> open(const QByteArray& folder,
                                                   const LocalFileSystem::Options& options,
                                                   const std::optional<RootMark>& known);

    const LocalFileSystem::Options& options() const { return m_options; }
    const PathResolver& resolver() const { return *m_resolver; }
    const NameFilter& filter() const { return m_rules.filter; }
    int root() const { return m_root.get(); }
    Error problem(int error) const;                // of a system call, in words
    const QString& name() const { return m_name; } // of the share, for messages
    // Whether the folder's path still leads to the folder that is open. After a lazy umount what is
    // open would go on taking files that nobody sees. Unavailable if not.
    Result<void> stillThere() const;
    void keepPlaces(bool keep) const; // see FileSystem

    // A folder was made. What is synced in it lasts only if its own name does.
    void folderMade(int parent, const char* name) const;
    // Brings the names in a folder to the disk, and those of the folders made by this login that
    // lead to it. An errno.
    int syncFolder(int folder) const;

private:
    LocalTree(QByteArray folder, LocalFileSystem::Options options, Descriptor root);
    Result<void> chooseResolver();

    const QByteArray m_folder;
    const LocalFileSystem::Options m_options;
    const QString m_name;
    const Descriptor m_root;
    const PathResolver::Rules m_rules;
    std::unique_ptr<PathResolver> m_resolver;
    struct statx m_status {}; // of the root when it was opened
    mutable bool m_keepsPlaces = false;
    mutable bool m_isThere = false;               // was seen, since places are kept
    using FolderId = std::pair<quint64, quint64>; // device and inode
    mutable std::set<FolderId> m_newFolders;      // their names are not synced yet
};

// What to remember of the open folder, or an errno.
int readRootMark(int root, RootMark& mark);

} // namespace sallyport
