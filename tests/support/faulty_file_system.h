// FaultyFileSystem is another FileSystem whose nth call fails: of one kind of call, with a code of
// the test's choice. What it opens fails by the same count.
//
// Threads: as the FileSystem inside, which outlives it.
#pragma once

#include "core/file_system.h"

#include <map>
#include <memory>

namespace sallyport::test {

enum class Call {
    Open,
    OpenDirectory,
    Attributes,    // of a path or of an open file
    SetAttributes, // the same
    MakeDirectory,
    RemoveDirectory,
    RemoveFile,
    Rename,
    ReadLink,
    MakeLink,
    MakeHardLink,
    Space,
    Read,
    Write,
    Sync,
    Copy,
    Next,
    Close,
};

class FaultyFileSystem final : public FileSystem {
public:
    explicit FaultyFileSystem(FileSystem& inside);
    ~FaultyFileSystem() override;

    // From its nth call on (1: the next), `times` calls fail. -1: all of them.
    void fail(Call call, Error error, int nth = 1, int times = 1);
    int count(Call call) const; // made so far, the failed ones included
    // The share told of every path.
    void setShare(const QByteArray& share) { m_share = share; }

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
    Result<void> makeLink(const VirtualPath& link, const QByteArray& target) override;
    Result<void> makeHardLink(const VirtualPath& existing, const VirtualPath& link) override;
    Result<StorageSpace> space(const VirtualPath&) override;
    QByteArray shareName(const VirtualPath&) const override { return m_share; }

    struct Plan;

private:
    FileSystem& m_inside;
    std::shared_ptr<Plan> m_plan;
    QByteArray m_share;
};

} // namespace sallyport::test
