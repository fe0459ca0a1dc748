// FaultyFileSystem is another FileSystem whose nth call fails: of one kind of call or of any, with
// a code of the test's choice. What it opens fails by the same count.
//
// Threads: as the FileSystem inside, which outlives it.
#pragma once

#include "core/file_system.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>

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
    explicit FaultyFileSystem(std::unique_ptr<FileSystem> inside);
    ~FaultyFileSystem() override;

    // From its nth call on (1: the next), `times` calls fail. -1: all of them.
    void fail(Call call, Error error, int nth = 1, int times = 1);
    // The nth call of any kind (1: the next) fails, once.
    void failNth(int nth, Error error);
    // Asked at every call that would not fail anyway; and how many of the bytes asked for a READ
    // gives, or a WRITE writes before it fails for lack of space.
    struct Whims {
        std::function<std::optional<Error>(Call)> fails;
        std::function<std::size_t(Call, std::size_t)> bytes;
    };
    void setWhims(Whims whims);
    int count(Call call) const;            // made so far, the failed ones included
    int count() const;                     // of all kinds
    std::optional<Call> nthFailed() const; // what kind failNth() met; none: it was not met yet
    int open() const;                      // files and readers that are not gone
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
    const std::unique_ptr<FileSystem> m_owned;
    FileSystem& m_inside;
    std::shared_ptr<Plan> m_plan;
    QByteArray m_share;
};

} // namespace sallyport::test
