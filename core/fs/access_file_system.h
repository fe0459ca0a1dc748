// AccessFileSystem lets a login do with one share what its access allows, and nothing else.
//
// View lists and reads. Upload also creates, never over what is there: a create is exclusive
// underneath. What the account created in a connection that is still open it may write, rename
// (never onto something), set and remove; after that it may only go on writing it, for 24 hours.
// Full does everything. A drop box is Upload behind a DropBoxFileSystem.
// Errors: PermissionDenied, naming the share, for what the access does not allow.
//
// Threads: as FileSystem.
// A client with several connections at once, as rclone is, renames on one what it wrote on another,
// so "this connection" is any open one of the account; a guest without password has but one.
#pragma once

#include "core/fs/created_files.h"
#include "core/fs/wrapped_file_system.h"
#include "core/settings.h"

#include <memory>
#include <mutex>

namespace sallyport {

class AccessFileSystem final : public WrappedFileSystem {
public:
    // `sender` may be null for View and Full; with Full the record hears of what moves and goes.
    AccessFileSystem(std::unique_ptr<FileSystem> files, Access access, const QByteArray& shareName,
                     std::shared_ptr<Sender> sender = {});

    Result<std::unique_ptr<File>> open(const VirtualPath&, OpenFlags,
                                       const FileAttributes& initial) override;
    Result<void> setAttributes(const VirtualPath&, const FileAttributes&, Symlinks) override;
    Result<void> makeDirectory(const VirtualPath&, const FileAttributes& initial) override;
    Result<void> removeDirectory(const VirtualPath&) override;
    Result<void> removeFile(const VirtualPath&) override;
    Result<void> rename(const VirtualPath& from, const VirtualPath& to, Overwrite) override;
    Result<void> makeLink(const VirtualPath& link, const QByteArray& target) override;
    Result<void> makeHardLink(const VirtualPath& existing, const VirtualPath& link) override;
    Result<StorageSpace> space(const VirtualPath&) override;

private:
    Error refusal() const;
    Error noLinks() const;
    // To be held while what the path names is changed; an error says why that may not be.
    using Turn = std::unique_lock<std::mutex>;
    Result<Turn> mayChange(const VirtualPath& path);
    Result<std::unique_ptr<File>> openToRead(const VirtualPath& path, OpenFlags flags);
    Result<std::unique_ptr<File>> openToUpload(const VirtualPath& path, OpenFlags flags,
                                               const FileAttributes& initial);
    Result<std::unique_ptr<File>> openOwn(const VirtualPath& path, OpenFlags flags);

    const Access m_access;
    const QString m_share; // for messages
    const std::shared_ptr<Sender> m_sender;
};

} // namespace sallyport
