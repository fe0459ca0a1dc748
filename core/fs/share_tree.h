// ShareTree is the tree one login sees: each share as "/<name>" beside the others, or the only one
// as
// "/". A share that is not available is listed; whatever lies in it answers Unavailable.
// The list of the shares and their attributes there are those kept from before: no disk is touched.
//
// Threads: as FileSystem.
#pragma once

#include "core/file_system.h"

#include <memory>
#include <utility>
#include <vector>

namespace sallyport {

class ShareTree final : public FileSystem {
public:
    enum class Layout { Named, Single };
    struct Branch {
        QByteArray name;                   // one path component
        FileAttributes attributes;         // of the root, kept from before
        std::unique_ptr<FileSystem> files; // null: not available
    };

    // Names are unique. Single needs exactly one branch; with none it is an empty root.
    explicit ShareTree(std::vector<Branch> branches, Layout layout = Layout::Named);

    Result<std::unique_ptr<File>> open(const VirtualPath&, OpenFlags,
                                       const FileAttributes& initial) override;
    Result<std::unique_ptr<DirectoryReader>> openDirectory(const VirtualPath&) override;
    Result<FileAttributes> attributes(const VirtualPath&, Symlinks) override;
    Result<void> setAttributes(const VirtualPath&, const FileAttributes&, Symlinks) override;
    Result<void> makeDirectory(const VirtualPath&, const FileAttributes& initial) override;
    Result<void> removeDirectory(const VirtualPath&) override;
    Result<void> removeFile(const VirtualPath&) override;
    Result<void> rename(const VirtualPath& from, const VirtualPath& to, Overwrite) override;
    // An absolute target is a path of this tree, and one of the share inside it.
    Result<QByteArray> readLink(const VirtualPath&) override;
    Result<void> makeLink(const VirtualPath& link, const QByteArray& target) override;
    Result<void> makeHardLink(const VirtualPath& existing, const VirtualPath& link) override;
    Result<StorageSpace> space(const VirtualPath&) override; // "/": of the share with most free
    QByteArray shareName(const VirtualPath& path) const override;
    void keepPlaces(bool keep) override;

private:
    struct Place {
        FileSystem* files = nullptr;
        VirtualPath path; // inside the share
    };
    bool isList(const VirtualPath& path) const; // the list of the shares
    const Branch* branchOf(const VirtualPath& path) const;
    VirtualPath pathInside(const VirtualPath& path) const;
    // Where `path` lies, in a share that is available.
    Result<Place> find(const VirtualPath& path) const;
    // The same for what is to be made, moved or removed: neither "/" nor the root of a share.
    Result<Place> findInside(const VirtualPath& path) const;
    Result<std::pair<Place, Place>> findBoth(const VirtualPath& from, const VirtualPath& to) const;
    FileAttributes rootAttributes() const;

    std::vector<Branch> m_branches;
    const Layout m_layout;
};

} // namespace sallyport
