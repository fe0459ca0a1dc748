// QuotaFileSystem holds the files of a share together to a number of bytes, and some bytes of its
// disk free, whoever writes through however many connections: room is taken before a byte is
// written. What counts as used is said in share_uses.h. What is there already may be read, removed
// and written anew in a smaller size, however full the share is.
//
// Kept free is what the disk still has for this user less what writes under way will take. A write
// into a hole needs room like one behind the end.
//
// It lies right above the storage, so that a draft of an upload is of use to it too.
//
// Threads: as FileSystem; the ShareUse is shared by all logins of the share.
// Errors: TooMany, naming the limit.
#pragma once

#include "core/fs/share_uses.h"
#include "core/fs/wrapped_file_system.h"

#include <memory>
#include <optional>

namespace sallyport {

struct QuotaRules {
    QString share;                          // for messages
    std::optional<quint64> quota, keepFree; // bytes
};

class QuotaFileSystem final : public WrappedFileSystem {
public:
    QuotaFileSystem(std::unique_ptr<FileSystem> files, const QuotaRules& rules,
                    std::shared_ptr<ShareUse> use);

    Result<std::unique_ptr<File>> open(const VirtualPath&, OpenFlags,
                                       const FileAttributes& initial) override;
    Result<std::unique_ptr<File>> openDraft(const VirtualPath&,
                                            const FileAttributes& initial) override;
    Result<void> setAttributes(const VirtualPath&, const FileAttributes&, Symlinks) override;
    Result<void> removeFile(const VirtualPath&) override;
    Result<void> rename(const VirtualPath& from, const VirtualPath& to, Overwrite) override;
    Result<void> makeHardLink(const VirtualPath& existing, const VirtualPath& link) override;
    Result<StorageSpace> space(const VirtualPath&) override;

private:
    friend class QuotaFile;
    Result<void> count(ShareUse::Needs needs);
    Error full() const;
    Error tooLittleFree() const;
    StorageSpace seen(StorageSpace disk);

    const QuotaRules m_rules;
    const std::shared_ptr<ShareUse> m_use;
};

} // namespace sallyport
