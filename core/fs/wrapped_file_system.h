// What every wrapper begins with: a FileSystem and a File that hand each call on to the one they
// own. A wrapper overrides what it changes.
//
// Threads: as FileSystem.
#pragma once

#include "core/file_system.h"

#include <memory>

namespace sallyport {

class WrappedFileSystem : public FileSystem {
public:
    explicit WrappedFileSystem(std::unique_ptr<FileSystem> files);

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
    Result<std::unique_ptr<File>> openDraft(const VirtualPath&,
                                            const FileAttributes& initial) override;
    Result<quint64> usedBytes() override;
    QByteArray shareName(const VirtualPath& path) const override;
    void keepPlaces(bool keep) override;

protected:
    FileSystem& inner() { return *m_files; }
    const FileSystem& inner() const { return *m_files; }

private:
    const std::unique_ptr<FileSystem> m_files;
};

class WrappedFile : public File {
public:
    explicit WrappedFile(std::unique_ptr<File> file);

    Result<std::size_t> readAt(quint64 offset, std::span<std::byte> buffer) override;
    Result<void> writeAt(quint64 offset, std::span<const std::byte> data) override;
    Result<FileAttributes> attributes() override;
    Result<void> setAttributes(const FileAttributes&) override;
    Result<void> sync() override;
    Result<quint64> copyTo(File& target, quint64 from, quint64 offset, quint64 length) override;
    Result<StorageSpace> space() override;
    bool isPlaced() const override;
    Result<void> place(Overwrite) override;
    Result<QByteArray> keep() override;
    void spoil(const Error& why) override;
    bool sameAs(File& other) override;
    Result<void> close() override;
    File& storage() override;

protected:
    File& inner() { return *m_file; }
    const File& inner() const { return *m_file; }

private:
    const std::unique_ptr<File> m_file;
};

} // namespace sallyport
