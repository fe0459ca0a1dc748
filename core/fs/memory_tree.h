// MemoryTree is what a MemoryFileSystem stores: nodes, found by path the way Linux finds them.
//
// Threads: none of its own; it lives in a Guarded<>, and a Node is touched only under that lock.
// Ownership: a node is owned by the folders that name it and by the files open on it, so what was
// removed stays readable until it is closed.
#pragma once

#include "core/file_system.h"

#include <map>
#include <memory>
#include <vector>

namespace sallyport {

struct MemoryNode {
    FileType type = FileType::Regular;
    quint64 inode = 0;
    quint32 permissions = 0644;
    quint32 links = 1;
    FileAttributes::Times times;
    QByteArray content;                                         // a file's bytes, a link's target
    std::map<QByteArray, std::shared_ptr<MemoryNode>> children; // of a folder

    bool isFolder() const { return type == FileType::Directory; }
    bool isLink() const { return type == FileType::Symlink; }
    FileAttributes attributes() const;
    void touch(); // modified now
    Result<void> resize(quint64 size);
    // Judges all fields before it changes any.
    Result<void> setAttributes(const FileAttributes& wanted);
};

class MemoryTree {
public:
    // Bytes that one file, and in the numbers of space() all files, may take.
    static constexpr quint64 capacity = quint64(1) << 30;

    // Where a path leads. The last component may be missing: then `node` is null.
    struct Place {
        std::vector<std::shared_ptr<MemoryNode>> above; // the folders passed, the root first
        std::vector<QByteArray> names;                  // of all in `above` but the root
        QByteArray name; // in above.back(); empty for the root itself
        std::shared_ptr<MemoryNode> node;

        MemoryNode& folder() const { return *above.back(); }
        VirtualPath folderPath() const;
    };

    MemoryTree();
    // NotFound if a folder on the way is missing or the links go in circles.
    Result<Place> find(const VirtualPath& path, Symlinks symlinks) const;
    Result<std::shared_ptr<MemoryNode>> existing(const VirtualPath& path, Symlinks symlinks) const;
    // Puts a new node at `place`, where nothing is yet.
    std::shared_ptr<MemoryNode> add(const Place& place, FileType type, quint32 permissions);
    static void attach(const Place& place, std::shared_ptr<MemoryNode> node);
    static void detach(const Place& place);
    quint64 used() const; // bytes of all files, hard links counted once a name

private:
    std::shared_ptr<MemoryNode> m_root;
    quint64 m_lastInode = 0;
};

// The sentence for a code.
Error memoryError(ErrorCode code);

} // namespace sallyport
