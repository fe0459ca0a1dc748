// PathResolver turns a path of the client into an open descriptor, and never leaves the root it
// holds. It is the one place for confinement, for the policy on links, and for hidden names.
//
// There are two, with the same answers: openat2(2), where the kernel confines, and a walk,
// component by component with O_NOFOLLOW, for kernels and sandboxes without it.
//
// Threads: as the FileSystem it belongs to.
// Errors: errno in the Descriptor. ENOENT also for what is hidden, EXDEV for a path that leads out,
// or to another disk where only one is shared (whether or not something is there), EACCES for a
// link where none may be followed, ELOOP for links in circles, EPERM for a hidden name to be made,
// EAGAIN if the tree changed too often. Source: openat2(2).
#pragma once

#include "core/fs/descriptor.h"
#include "core/fs/name_filter.h"
#include "core/local_file_system.h"
#include "core/settings.h"
#include "core/virtual_path.h"

#include <memory>
#include <optional>

#include <sys/stat.h>

namespace sallyport {

class PathResolver {
public:
    struct Rules {
        SymlinkPolicy symlinks = SymlinkPolicy::Inside;
        LocalFileSystem::Confinement confinement = LocalFileSystem::Confinement::Beneath;
        NameFilter filter = NameFilter({});
        bool otherDisks = true;
    };
    // How often a resolution is tried again that the kernel gave up because of a rename.
    static constexpr int attempts = 16;
    // Folders in one path; more are ENAMETOOLONG. The walk holds a descriptor for each.
    static constexpr qsizetype maxDepth = 1000;

    // `root` (O_PATH) and `rules` outlive the resolver.
    PathResolver(int root, const Rules& rules);
    virtual ~PathResolver();
    PathResolver(const PathResolver&) = delete;
    PathResolver& operator=(const PathResolver&) = delete;

    // Opens what `path` leads to. `flags` are O_PATH or an access mode, with O_DIRECTORY,
    // O_NOFOLLOW (about the last component) and O_NONBLOCK; never O_CREAT. Without O_PATH only
    // folders and files already known to be regular may be opened.
    Descriptor open(const VirtualPath& path, int flags) const;
    // Makes a file that was not there: EEXIST if the name is taken, be it by a link.
    Descriptor create(const VirtualPath& path, int flags, mode_t mode) const;
    // The folder `path` is in, O_PATH, for the calls that take a folder and a name. Not for the
    // root.
    Descriptor openParent(const VirtualPath& path) const;
    // What `path` leads to. Returns an errno. While places are kept this is one system call from
    // the second name in a folder on: the folder is open then.
    int status(const VirtualPath& path, Symlinks symlinks, struct statx& status) const;
    void keepPlaces(bool keep) const; // see FileSystem

    // Where an open file is now, "/a/b" below the root. Nothing if it is not there any more, or
    // cannot be told (no /proc, longer than PATH_MAX). Not exact for a name that ends in "
    // (deleted)".
    std::optional<QByteArray> realPath(int descriptor) const;
    // A real path of this computer as one below the root, if it is one.
    std::optional<QByteArray> belowRoot(const QByteArray& hostPath) const;

protected:
    // `path` is not the root, and none of its components is hidden.
    virtual Descriptor resolve(const VirtualPath& path, int flags) const = 0;
    virtual Descriptor make(const VirtualPath& path, int flags, mode_t mode) const;

    int root() const { return m_root; }
    const Rules& rules() const { return m_rules; }

private:
    // The folder that was asked for last, and the descriptor of it once it was asked for again.
    struct Place {
        QByteArray path;   // of a name in it
        qsizetype end = 0; // of the folder in `path`
        std::optional<Descriptor> folder;
    };
    int knownFolder(const VirtualPath& path) const;

    const int m_root;
    const Rules& m_rules;
    mutable bool m_keepsPlaces = false;
    mutable Place m_place;
};

// Null where the kernel, or a sandbox, does not let us use openat2().
std::unique_ptr<PathResolver> makeOpenat2Resolver(int root, const PathResolver::Rules& rules);
std::unique_ptr<PathResolver> makeWalkResolver(int root, const PathResolver::Rules& rules);

} // namespace sallyport
