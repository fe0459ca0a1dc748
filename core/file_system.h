// FileSystem is the tree of files one login sees. It is the extension point of
// Sallyport: a new kind of storage is a new FileSystem and nothing else.
//
// Threads: a FileSystem and what it opens belong to one login and are used by one thread at
// a time, never the main thread. Calls are synchronous and may block on the disk.
// Ownership: a File or a DirectoryReader does not outlive its FileSystem.
// Errors: NotFound for what is not there (or hidden), Escaped for a path that would leave the
// tree, PermissionDenied for what may not be done; messages name the file's share, never a
// folder of this computer.
#pragma once

#include "core/result.h"
#include "core/virtual_path.h"

#include <QByteArray>
#include <QFlags>
#include <QList>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

namespace sallyport {

enum class FileType { Regular, Directory, Symlink, Other };

// What is known about a file. A field without a value is unknown when reported and
// left alone when set.
// Source: draft-ietf-secsh-filexfer-02 section 5, which pairs uid with gid and atime
// with mtime; so do we.
struct FileAttributes {
    struct Owner {
        quint32 uid = 0, gid = 0;
        bool operator==(const Owner&) const = default;
    };
    struct Times {
        qint64 accessed = 0, modified = 0; // seconds since 1970-01-01 UTC
        bool operator==(const Times&) const = default;
    };
    // Which file this is underneath, on this computer. Reported only; never sent to a client.
    struct Id {
        quint64 device = 0, inode = 0;
        // When the file was made, in nanoseconds since 1970-01-01 UTC, as a freed inode is used
        // again; 0: not known, and not compared.
        qint64 born = 0;
        bool operator==(const Id& other) const
        {
            return device == other.device && inode == other.inode
                && (born == other.born || born == 0 || other.born == 0);
        }
    };

    std::optional<FileType> type;
    std::optional<quint64> size;        // bytes
    std::optional<quint32> permissions; // POSIX bits 07777
    std::optional<Owner> owner;
    std::optional<Times> times;
    std::optional<quint32> links; // how many names the file has; reported only
    std::optional<quint64>
        allocated; // bytes on the disk, less than `size` with holes; reported only
    std::optional<Id> id;

    bool operator==(const FileAttributes&) const = default;
};

// `name` is one component, raw bytes, never "." or "..".
struct DirectoryEntry {
    QByteArray name;
    FileAttributes attributes; // of the entry itself: a link is a link
};

// What statvfs@openssh.com tells. Source: OpenSSH's PROTOCOL section 4.6.
struct StorageSpace {
    quint64 blockSize = 4096; // bytes; the unit of the three block counts
    quint64 blocks = 0, freeBlocks = 0, availableBlocks = 0;
    quint64 inodes = 0, freeInodes = 0, availableInodes = 0;
    bool readOnly = false;
    quint64 maxNameLength = 255; // bytes

    bool operator==(const StorageSpace&) const = default;
};

enum class OpenFlag {
    Read = 0x01,
    Write = 0x02,
    Append = 0x04,    // every write goes to the end; its offset is ignored
    Create = 0x08,    // make the file if it is missing
    Truncate = 0x10,  // empty a file that exists
    Exclusive = 0x20, // with Create: fail with AlreadyExists if it exists
};
Q_DECLARE_FLAGS(OpenFlags, OpenFlag)
Q_DECLARE_OPERATORS_FOR_FLAGS(OpenFlags)
enum class Symlinks { Follow, DoNotFollow };
enum class Overwrite { No, Yes };

class File {
public:
    virtual ~File() = default; // closes; errors are lost, so writers call close()
    // Reads up to buffer.size() bytes at `offset`. Returns how many were read; 0 means
    // the end of the file. Fewer than asked is not an error.
    virtual Result<std::size_t> readAt(quint64 offset, std::span<std::byte> buffer) = 0;
    // Writes all of `data` at `offset`, or fails. Writing past the end leaves a hole of zeros.
    virtual Result<void> writeAt(quint64 offset, std::span<const std::byte> data) = 0;

    virtual Result<FileAttributes> attributes() = 0;
    virtual Result<void> setAttributes(const FileAttributes&) = 0;
    virtual Result<void> sync() = 0; // returns once the data is on the disk
    // Copies up to `length` bytes from here to `offset` in `target`. Returns how many; 0 means
    // the end of this file. By default readAt() and writeAt().
    virtual Result<quint64> copyTo(File& target, quint64 from, quint64 offset, quint64 length);
    virtual Result<StorageSpace> space(); // for fstatvfs; by default NotSupported

    // A draft, see FileSystem::openDraft(), is not placed; every other file is.
    virtual bool isPlaced() const { return true; }
    // Gives a draft the name it is for, at once: whoever looks finds what was there before, or all
    // of this. AlreadyExists if the name is taken and may not be overwritten. What fails leaves the
    // draft as it is, unless only the folder could not be synced. By default nothing is to be done.
    virtual Result<void> place(Overwrite);
    // For a draft whose writer went away: gives it the name it is for if that is free, else one
    // beside it. Returns the name it got.
    virtual Result<QByteArray> keep();
    // Something that should be in this file is not: a write failed or was refused. A draft is of no
    // use then and gives up its bytes at once. By default nothing happens.
    virtual void spoil(const Error& why);

    // One file underneath. By default one object, or equal attributes().id.
    virtual bool sameAs(File& other);
    // Closes the file and reports what the system had kept to itself until now (a full
    // disk, a lost network mount). No call may follow.
    virtual Result<void> close() = 0;
    // The file underneath a wrapper, so that copyTo() of the storage sees its own kind. By default
    // this file itself.
    virtual File& storage() { return *this; }
};

class DirectoryReader {
public:
    virtual ~DirectoryReader() = default;
    // The next entries in no particular order, `atMost` or fewer. Empty means the end.
    virtual Result<QList<DirectoryEntry>> next(int atMost) = 0;
    // Of the directory itself, for FSTAT on its handle.
    virtual Result<FileAttributes> attributes() = 0;
};

class FileSystem {
public:
    virtual ~FileSystem() = default;
    // `initial` applies only to a file this call creates: its permissions.
    virtual Result<std::unique_ptr<File>> open(const VirtualPath&, OpenFlags,
                                               const FileAttributes& initial) = 0;
    virtual Result<std::unique_ptr<DirectoryReader>> openDirectory(const VirtualPath&) = 0;
    virtual Result<FileAttributes> attributes(const VirtualPath&, Symlinks) = 0;
    virtual Result<void> setAttributes(const VirtualPath&, const FileAttributes&, Symlinks) = 0;
    virtual Result<void> makeDirectory(const VirtualPath&, const FileAttributes& initial) = 0;
    virtual Result<void> removeDirectory(const VirtualPath&) = 0; // NotEmpty unless empty
    virtual Result<void> removeFile(const VirtualPath&) = 0;
    virtual Result<void> rename(const VirtualPath& from, const VirtualPath& to, Overwrite) = 0;
    // Rare abilities. Storage without them keeps these: they answer NotSupported.
    virtual Result<QByteArray> readLink(const VirtualPath&);
    // `target` is what the client wrote: it may be absolute (from the tree's root) or relative.
    virtual Result<void> makeLink(const VirtualPath& link, const QByteArray& target);
    virtual Result<void> makeHardLink(const VirtualPath& existing, const VirtualPath& link);
    virtual Result<StorageSpace> space(const VirtualPath&); // for statvfs; blocks, inodes, limits
    // A new file to be put in the place of `path` when it is whole: until File::place() nobody sees
    // it, and without that it is gone with its object. It has the permissions of the file that is
    // there now, or `initial`.
    virtual Result<std::unique_ptr<File>> openDraft(const VirtualPath&,
                                                    const FileAttributes& initial);
    // The sizes of all files together, hidden ones and drafts too; a file with several names counts
    // once. Takes long. By default a walk through what openDirectory() lists.
    virtual Result<quint64> usedBytes();
    // The share `path` lies in, for the log. By default empty.
    virtual QByteArray shareName(const VirtualPath& path) const;
    // Whether what is found out from now on about the folders on the way to a file may be used
    // again: requests that came together are answered as of one moment. What was kept before is
    // forgotten either way, so this is also said after a request that may change where paths lead.
    // By default nothing is kept.
    virtual void keepPlaces(bool keep);
};

} // namespace sallyport
