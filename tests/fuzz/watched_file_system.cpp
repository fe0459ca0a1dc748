#include "tests/fuzz/watched_file_system.h"

namespace sallyport::fuzz {

struct WatchedFileSystem::Contents {
    explicit Contents(Watch& watched)
        : watch(watched)
    {
    }
    void demandChangeOf(quint64 inode) const
    {
        demand(!all, "a storage that is only viewed was changed");
        demand(!kept.contains(inode), "a file that is not theirs was changed");
    }

    Watch& watch;
    std::map<quint64, QByteArray> byInode;
    std::set<quint64> kept;
    bool all = false;
};

namespace {

constexpr OpenFlags writing =
    OpenFlag::Write | OpenFlag::Append | OpenFlag::Create | OpenFlag::Truncate;

void resize(QByteArray& content, quint64 size)
{
    const qsizetype before = content.size();
    content.resize(qsizetype(size));
    if (content.size() > before)
        std::fill(content.begin() + before, content.end(), '\0');
}

class WatchedFile final : public File {
public:
    WatchedFile(std::unique_ptr<File> file, quint64 inode, OpenFlags flags,
                std::shared_ptr<WatchedFileSystem::Contents> contents)
        : m_file(std::move(file))
        , m_inode(inode)
        , m_flags(flags)
        , m_contents(std::move(contents))
    {
        ++m_contents->watch.open;
    }
    ~WatchedFile() override { --m_contents->watch.open; }

    Result<std::size_t> readAt(quint64 offset, std::span<std::byte> buffer) override
    {
        const auto read = m_file->readAt(offset, buffer);
        if (!read)
            return read;
        const QByteArray& known = m_contents->byInode.at(m_inode);
        const QByteArray got(reinterpret_cast<const char*>(buffer.data()), qsizetype(*read));
        const auto size = quint64(known.size());
        const QByteArray expected =
            offset < size ? known.mid(qsizetype(offset), qsizetype(buffer.size())) : QByteArray();
        demand(got == expected, "the storage gave other bytes than were written");
        m_contents->watch.reads.push_back({offset, got});
        return read;
    }

    Result<void> writeAt(quint64 offset, std::span<const std::byte> data) override
    {
        m_contents->demandChangeOf(m_inode);
        auto written = m_file->writeAt(offset, data);
        if (!written)
            return written;
        const QByteArray bytes(reinterpret_cast<const char*>(data.data()), qsizetype(data.size()));
        m_contents->watch.writes.push_back({offset, bytes});
        QByteArray& content = m_contents->byInode.at(m_inode);
        const quint64 at = m_flags.testFlag(OpenFlag::Append) ? quint64(content.size()) : offset;
        if (!bytes.isEmpty()) {
            resize(content, std::max(quint64(content.size()), at + quint64(bytes.size())));
            content.replace(qsizetype(at), bytes.size(), bytes);
        }
        return written;
    }

    Result<FileAttributes> attributes() override
    {
        auto found = m_file->attributes();
        if (found)
            demand(found->size == quint64(m_contents->byInode.at(m_inode).size()),
                   "a file has another size than was written");
        return found;
    }

    Result<void> setAttributes(const FileAttributes& wanted) override
    {
        m_contents->demandChangeOf(m_inode);
        auto set = m_file->setAttributes(wanted);
        if (set && wanted.size)
            resize(m_contents->byInode.at(m_inode), *wanted.size);
        return set;
    }

    Result<void> sync() override { return m_file->sync(); }
    Result<StorageSpace> space() override { return m_file->space(); }
    bool sameAs(File& other) override
    {
        const auto* file = dynamic_cast<WatchedFile*>(&other.storage());
        return file && file->m_inode == m_inode && file->m_contents == m_contents;
    }
    Result<void> close() override
    {
        demand(!m_closed, "a file was closed twice");
        m_closed = true;
        return m_file->close();
    }

private:
    const std::unique_ptr<File> m_file;
    const quint64 m_inode;
    const OpenFlags m_flags;
    const std::shared_ptr<WatchedFileSystem::Contents> m_contents;
    bool m_closed = false;
};

class WatchedReader final : public DirectoryReader {
public:
    WatchedReader(std::unique_ptr<DirectoryReader> reader, Watch& watch)
        : m_reader(std::move(reader))
        , m_watch(watch)
    {
        ++m_watch.open;
    }
    ~WatchedReader() override { --m_watch.open; }
    Result<QList<DirectoryEntry>> next(int atMost) override { return m_reader->next(atMost); }
    Result<FileAttributes> attributes() override { return m_reader->attributes(); }

private:
    const std::unique_ptr<DirectoryReader> m_reader;
    Watch& m_watch;
};

} // namespace

WatchedFileSystem::WatchedFileSystem(std::unique_ptr<FileSystem> files, Watch& watch)
    : m_files(std::move(files))
    , m_contents(std::make_shared<Contents>(watch))
{
}

WatchedFileSystem::~WatchedFileSystem() = default;

void WatchedFileSystem::protectAll()
{
    m_contents->all = true;
}

void WatchedFileSystem::protect(const VirtualPath& path)
{
    m_contents->kept.insert(m_files->attributes(path, Symlinks::DoNotFollow)->id->inode);
}

quint64 WatchedFileSystem::know(const VirtualPath& path, Symlinks symlinks)
{
    const auto found = m_files->attributes(path, symlinks);
    if (!found || found->type != FileType::Regular)
        return 0;
    const quint64 inode = found->id->inode;
    if (!m_contents->byInode.contains(inode)) {
        const auto file = m_files->open(path, OpenFlag::Read, {});
        demand(file.has_value(), "the storage has a file that it does not open");
        QByteArray content(qsizetype(*found->size), Qt::Uninitialized);
        const auto read = (*file)->readAt(
            0, std::as_writable_bytes(std::span(content.data(), std::size_t(content.size()))));
        demand(read && *read == *found->size, "the storage has a file that it does not read");
        m_contents->byInode.emplace(inode, content);
    }
    return inode;
}

// What `path` names may change.
void WatchedFileSystem::demandChange(const VirtualPath& path, Symlinks symlinks)
{
    const auto found = m_files->attributes(path, symlinks);
    m_contents->demandChangeOf(found ? found->id->inode : 0);
}

Result<std::unique_ptr<File>> WatchedFileSystem::open(const VirtualPath& path, OpenFlags flags,
                                                      const FileAttributes& initial)
{
    demand(!m_contents->all || !(flags & writing), "a storage that is only viewed was written");
    (void)know(path, Symlinks::Follow);
    auto file = m_files->open(path, flags, initial);
    if (!file)
        return file.error();
    const quint64 inode = (*file)->attributes()->id->inode;
    QByteArray& content = m_contents->byInode[inode]; // empty if this made it
    if (flags.testFlag(OpenFlag::Truncate)) {
        m_contents->demandChangeOf(inode);
        content.clear();
    }
    return std::make_unique<WatchedFile>(*std::move(file), inode, flags, m_contents);
}

Result<std::unique_ptr<DirectoryReader>> WatchedFileSystem::openDirectory(const VirtualPath& path)
{
    auto reader = m_files->openDirectory(path);
    if (!reader)
        return reader.error();
    return std::make_unique<WatchedReader>(*std::move(reader), m_contents->watch);
}

Result<FileAttributes> WatchedFileSystem::attributes(const VirtualPath& path, Symlinks symlinks)
{
    return m_files->attributes(path, symlinks);
}

Result<void> WatchedFileSystem::setAttributes(const VirtualPath& path, const FileAttributes& wanted,
                                              Symlinks symlinks)
{
    demandChange(path, symlinks);
    const quint64 inode = know(path, symlinks);
    auto set = m_files->setAttributes(path, wanted, symlinks);
    if (set && wanted.size && inode != 0)
        resize(m_contents->byInode.at(inode), *wanted.size);
    return set;
}

Result<void> WatchedFileSystem::makeDirectory(const VirtualPath& path,
                                              const FileAttributes& initial)
{
    m_contents->demandChangeOf(0);
    return m_files->makeDirectory(path, initial);
}

Result<void> WatchedFileSystem::removeDirectory(const VirtualPath& path)
{
    demandChange(path, Symlinks::DoNotFollow);
    return m_files->removeDirectory(path);
}

Result<void> WatchedFileSystem::removeFile(const VirtualPath& path)
{
    demandChange(path, Symlinks::DoNotFollow);
    return m_files->removeFile(path);
}

Result<void> WatchedFileSystem::rename(const VirtualPath& from, const VirtualPath& to,
                                       Overwrite overwrite)
{
    demandChange(from, Symlinks::DoNotFollow);
    if (overwrite == Overwrite::Yes)
        demandChange(to, Symlinks::DoNotFollow);
    return m_files->rename(from, to, overwrite);
}

Result<QByteArray> WatchedFileSystem::readLink(const VirtualPath& path)
{
    return m_files->readLink(path);
}

Result<void> WatchedFileSystem::makeLink(const VirtualPath& link, const QByteArray& target)
{
    m_contents->demandChangeOf(0);
    return m_files->makeLink(link, target);
}

Result<void> WatchedFileSystem::makeHardLink(const VirtualPath& existing, const VirtualPath& link)
{
    demandChange(existing, Symlinks::Follow);
    return m_files->makeHardLink(existing, link);
}

Result<StorageSpace> WatchedFileSystem::space(const VirtualPath& path)
{
    return m_files->space(path);
}

} // namespace sallyport::fuzz
