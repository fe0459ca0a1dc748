// LocalFile is a regular file of this computer, open. Every call is one system call, a write as
// many as the kernel makes of it, and none allocates.
//
// Threads: as File. Ownership: does not outlive the LocalTree.
// Errors: a failed sync() is final: it is the answer of every later sync() and of close(), because
// Linux may have dropped what it could not write.
#pragma once

#include "core/file_system.h"
#include "core/fs/descriptor.h"
#include "core/fs/local_tree.h"

#include <optional>

namespace sallyport {

class LocalFile final : public File {
public:
    enum class Origin { Existed, CreatedHere };

    LocalFile(const LocalTree& tree, Descriptor file, OpenFlags flags, Origin origin);

    Result<std::size_t> readAt(quint64 offset, std::span<std::byte> buffer) override;
    Result<void> writeAt(quint64 offset, std::span<const std::byte> data) override;
    Result<FileAttributes> attributes() override;
    Result<void> setAttributes(const FileAttributes& wanted) override;
    Result<void> sync() override;
    Result<quint64> copyTo(File& target, quint64 from, quint64 offset, quint64 length) override;
    Result<StorageSpace> space() override;
    Result<void> close() override;

private:
    int syncNow();
    int syncName();

    const LocalTree& m_tree;
    Descriptor m_file;
    const OpenFlags m_flags;
    bool m_nameIsNew; // created here, and its folder not yet synced
    std::optional<Error> m_syncFailure;
};

} // namespace sallyport
