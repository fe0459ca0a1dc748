// DropBoxFileSystem shows each account of a drop box only what it sent itself, with the rights of
// the AccessFileSystem underneath. For what others sent, and for what was there before, it answers
// as if it were not there: also whose name is taken is not told. Who sends `name.ext` where that is
// taken gets `name (2).ext`, and reaches that file by both names until the connection ends; the
// same for folders, and for what the account itself sent in an earlier connection and sends anew.
// The root's times and size are those of an empty folder made at login: they too would tell.
//
// Threads: as FileSystem.
#pragma once

#include "core/fs/created_files.h"
#include "core/fs/wrapped_file_system.h"

#include <memory>

namespace sallyport {

class DropBoxFileSystem final : public WrappedFileSystem {
public:
    // `files` is the AccessFileSystem of the same sender, for Upload or, with a key that may only
    // read, for View.
    DropBoxFileSystem(std::unique_ptr<FileSystem> files, std::shared_ptr<Sender> sender);

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
    Result<StorageSpace> space(const VirtualPath&) override;

private:
    struct Found {
        FileAttributes attributes;
        CreatedFiles::Whose whose = CreatedFiles::Whose::Others;
    };
    // The path on the storage of what the client means, its other names looked up.
    VirtualPath real(const VirtualPath& asked) const;
    // The root, or what the account sent; NotFound for the rest. Takes a real path.
    Result<Found> look(const VirtualPath& place);
    // Does `attempt`, a function of a path, with the first name that is free: `asked`, `asked (2)`,
    // …
    template <typename Attempt>
    std::invoke_result_t<Attempt, VirtualPath> atFreeName(const VirtualPath& asked,
                                                          Attempt attempt);

    const std::shared_ptr<Sender> m_sender;
    const qint64 m_since; // seconds since 1970-01-01 UTC; the login
};

// `name.ext` and 2 are `name (2).ext`; the part before is cut where the whole would be too long.
QByteArray numberedName(const QByteArray& name, int number);

} // namespace sallyport
