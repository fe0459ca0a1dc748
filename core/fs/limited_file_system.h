// LimitedFileSystem keeps the files of a share from growing past its limit. Without a limit of its
// own a file may grow by as much as is free on the disk, so that nobody makes one of 8 TiB out of a
// hole.
//
// It is the outermost wrapper of a share, and wraps its files also when they are only read: a copy
// into a file with a limit is then still done by the storage.
//
// Threads: as FileSystem.
// Errors: TooMany, naming the limit.
#pragma once

#include "core/fs/wrapped_file_system.h"

#include <optional>

namespace sallyport {

class LimitedFileSystem final : public WrappedFileSystem {
public:
    LimitedFileSystem(std::unique_ptr<FileSystem> files, const QByteArray& shareName,
                      std::optional<quint64> maxFileSize); // bytes

    Result<std::unique_ptr<File>> open(const VirtualPath&, OpenFlags,
                                       const FileAttributes& initial) override;
    Result<void> setAttributes(const VirtualPath&, const FileAttributes&, Symlinks) override;

private:
    const QString m_share; // for messages
    const std::optional<quint64> m_maxFileSize;
};

} // namespace sallyport
