// HollowFileSystem has nothing: every call is NotFound or NotSupported. A test overrides what it is
// about.
//
// Threads: the test's own.
#pragma once

#include "core/file_system.h"

namespace sallyport::test {

class HollowFileSystem : public FileSystem {
public:
    Result<std::unique_ptr<File>> open(const VirtualPath&, OpenFlags,
                                       const FileAttributes&) override
    {
        return none();
    }
    Result<std::unique_ptr<DirectoryReader>> openDirectory(const VirtualPath&) override
    {
        return none();
    }
    Result<FileAttributes> attributes(const VirtualPath&, Symlinks) override { return none(); }
    Result<void> setAttributes(const VirtualPath&, const FileAttributes&, Symlinks) override
    {
        return none();
    }
    Result<void> makeDirectory(const VirtualPath&, const FileAttributes&) override
    {
        return none();
    }
    Result<void> removeDirectory(const VirtualPath&) override { return none(); }
    Result<void> removeFile(const VirtualPath&) override { return none(); }
    Result<void> rename(const VirtualPath&, const VirtualPath&, Overwrite) override
    {
        return none();
    }

private:
    static Error none() { return {ErrorCode::NotFound, QStringLiteral("There is nothing")}; }
};

// A file without bytes, of any size it claims.
class HollowFile : public File {
public:
    explicit HollowFile(quint64 size = 0)
        : m_size(size)
    {
    }
    Result<std::size_t> readAt(quint64, std::span<std::byte>) override { return std::size_t(0); }
    Result<void> writeAt(quint64, std::span<const std::byte>) override { return {}; }
    Result<FileAttributes> attributes() override
    {
        FileAttributes attributes;
        attributes.type = FileType::Regular;
        attributes.size = m_size;
        return attributes;
    }
    Result<void> setAttributes(const FileAttributes&) override { return {}; }
    Result<void> sync() override { return {}; }
    Result<void> close() override { return {}; }

private:
    const quint64 m_size;
};

} // namespace sallyport::test
