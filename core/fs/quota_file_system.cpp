#include "core/fs/quota_file_system.h"

#include "core/fs/size_text.h"
#include "core/guard.h"

#include <algorithm>
#include <limits>

namespace sallyport {

namespace {

using Needs = ShareUse::Needs;

constexpr quint64 endless = std::numeric_limits<quint64>::max();

quint64 sum(quint64 a, quint64 b)
{
    return b > endless - a ? endless : a + b;
}

quint64 freeBytes(const StorageSpace& space)
{
    return space.availableBlocks * space.blockSize;
}

// The file behind a name, if its bytes go with that name.
std::optional<FileAttributes> onlyName(FileSystem& files, const VirtualPath& path,
                                       Symlinks symlinks)
{
    auto found = files.attributes(path, symlinks);
    if (!found || found->type != FileType::Regular || found->links.value_or(1) > 1 || !found->id)
        return std::nullopt;
    return *std::move(found);
}

} // namespace

// An open file of the share. Those opened to read are wrapped too: a copy from one to another is
// then still done by the storage.
class QuotaFile final : public WrappedFile {
public:
    QuotaFile(QuotaFileSystem& files, std::unique_ptr<File> file, const FileAttributes& found,
              OpenFlags flags, std::optional<VirtualPath> draftOf = {})
        : WrappedFile(std::move(file))
        , m_files(files)
        , m_use(*files.m_use)
        , m_id(found.id.value_or(ShareUse::Id{endless, reinterpret_cast<quintptr>(this)}))
        , m_appends(flags.testFlag(OpenFlag::Append))
        , m_draftOf(std::move(draftOf))
    {
        m_use.opened(m_id, found.size.value_or(0));
    }

    ~QuotaFile() override
    {
        if (m_draftOf && !inner().isPlaced())
            m_use.removed(m_id, 0);
        m_use.closed(m_id);
    }

    Result<void> writeAt(quint64 offset, std::span<const std::byte> data) override
    {
        const quint64 end = sum(m_appends ? size() : offset, data.size());
        ShareUse::Flight flight(m_use, data.size());
        if (auto room = take(end, data.size(), flight); !room)
            return room;
        auto written = inner().writeAt(offset, data);
        settle(bool(written), end);
        return written;
    }

    Result<void> setAttributes(const FileAttributes& wanted) override
    {
        if (!wanted.size)
            return inner().setAttributes(wanted);
        const quint64 before = size();
        const quint64 growth = *wanted.size > before ? *wanted.size - before : 0;
        ShareUse::Flight flight(m_use, growth);
        if (auto room = take(*wanted.size, growth, flight); !room)
            return room;
        auto set = inner().setAttributes(wanted);
        if (set)
            m_use.resized(m_id, *wanted.size);
        else
            settle(false, 0);
        return set;
    }

    Result<quint64> copyTo(File& target, quint64 from, quint64 offset, quint64 length) override
    {
        auto* limited = dynamic_cast<QuotaFile*>(&target.storage());
        if (!limited)
            return inner().copyTo(target, from, offset, length);
        const auto found = inner().attributes();
        if (!found)
            return found.error();
        const quint64 all = found->size.value_or(endless);
        const quint64 bytes = from < all ? std::min(length, all - from) : 0;
        const quint64 end = sum(limited->m_appends ? limited->size() : offset, bytes);
        ShareUse::Flight flight(limited->m_use, bytes);
        if (auto room = limited->take(end, bytes, flight); !room)
            return room.error();
        auto copied = inner().copyTo(limited->inner(), from, offset, length);
        limited->settle(copied && *copied == bytes, end);
        return copied;
    }

    Result<StorageSpace> space() override
    {
        auto space = inner().space();
        return space ? Result<StorageSpace>(m_files.seen(*space)) : space;
    }

    Result<void> place(Overwrite overwrite) override
    {
        const auto old = m_draftOf && !inner().isPlaced()
            ? onlyName(m_files.inner(), *m_draftOf, Symlinks::Follow)
            : std::nullopt;
        const ShareUse::Move move(m_use);
        auto placed = inner().place(overwrite);
        if (old && inner().isPlaced())
            m_use.removed(*old->id, old->size.value_or(0));
        return placed;
    }

    Result<QByteArray> keep() override
    {
        const ShareUse::Move move(m_use);
        return inner().keep();
    }

    void spoil(const Error& why) override
    {
        inner().spoil(why);
        settle(false, 0);
    }

    bool sameAs(File& other) override
    {
        auto* limited = dynamic_cast<QuotaFile*>(&other.storage());
        return inner().sameAs(limited ? limited->inner() : other);
    }

    // This one: who writes past it writes past the limit.
    File& storage() override { return *this; }

private:
    quint64 size() const { return m_use.sizeOf(m_id).value_or(0); }

    // Room for a write of `bytes` that ends at `end`.
    Result<void> take(quint64 end, quint64 bytes, ShareUse::Flight& flight)
    {
        if (auto free = checkFree(end, bytes, flight); !free)
            return free;
        const auto& quota = m_files.m_rules.quota;
        if (flight.grow(m_id, end, quota))
            return {};
        // The owner may have made room by other means.
        if (auto counted = m_files.count(Needs::FreshCount); !counted)
            return counted;
        return flight.grow(m_id, end, quota) ? Result<void>() : m_files.full();
    }

    Result<void> checkFree(quint64 end, quint64 bytes, const ShareUse::Flight& flight)
    {
        const auto& keep = m_files.m_rules.keepFree;
        const quint64 known = size();
        const quint64 growth = end > known ? end - known : 0;
        const quint64 needed = std::max(bytes, growth);
        if (!GUARD(keep_free) || !keep || needed == 0)
            return {};
        const auto space = inner().space();
        if (!space)
            return {}; // a storage that cannot tell has no end
        const quint64 others = flight.all() - bytes;
        if (freeBytes(*space) >= sum(*keep, sum(others, needed)))
            return {};
        // Close to the limit it matters whether the bytes have their place on the disk already.
        if (growth == 0) {
            const auto found = inner().attributes();
            if (found && found->allocated && found->size && *found->allocated >= *found->size)
                return {};
        }
        return m_files.tooLittleFree();
    }

    // After a failure the file tells how much of the room it took.
    void settle(bool wrote, quint64 end)
    {
        if (wrote)
            return m_use.wrote(m_id, end);
        if (const auto found = inner().attributes(); found && found->size)
            m_use.resized(m_id, *found->size);
    }

    QuotaFileSystem& m_files;
    ShareUse& m_use;
    const ShareUse::Id m_id;
    const bool m_appends;
    const std::optional<VirtualPath> m_draftOf;
};

QuotaFileSystem::QuotaFileSystem(std::unique_ptr<FileSystem> files, const QuotaRules& rules,
                                 std::shared_ptr<ShareUse> use)
    : WrappedFileSystem(std::move(files))
    , m_rules(rules)
    , m_use(std::move(use))
{
    Q_ASSERT(m_use);
}

Error QuotaFileSystem::full() const
{
    return {ErrorCode::TooMany,
            QStringLiteral("%1 is full: it holds at most %2")
                .arg(m_rules.share, sizeText(m_rules.quota.value_or(0)))};
}

Error QuotaFileSystem::tooLittleFree() const
{
    return {ErrorCode::TooMany,
            QStringLiteral("%1 is full: %2 of its disk stay free")
                .arg(m_rules.share, sizeText(m_rules.keepFree.value_or(0)))};
}

Result<void> QuotaFileSystem::count(Needs needs)
{
    if (!m_rules.quota)
        return {};
    return m_use->count(needs, [this] { return inner().usedBytes(); });
}

Result<std::unique_ptr<File>> QuotaFileSystem::open(const VirtualPath& path, OpenFlags flags,
                                                    const FileAttributes& initial)
{
    if (flags.testFlag(OpenFlag::Write)) {
        if (auto counted = count(Needs::SomeCount); !counted)
            return counted.error();
    }
    // Emptied here, where it is known whose bytes those are.
    auto file = inner().open(path, flags & ~OpenFlags(OpenFlag::Truncate), initial);
    if (!file)
        return file;
    const auto found = (*file)->attributes();
    if (!found)
        return found.error();
    auto limited = std::make_unique<QuotaFile>(*this, std::move(*file), *found, flags);
    if (flags.testFlag(OpenFlag::Truncate) && found->size != quint64(0)) {
        FileAttributes empty;
        empty.size = 0;
        if (auto emptied = limited->setAttributes(empty); !emptied)
            return emptied.error();
    }
    return limited;
}

Result<std::unique_ptr<File>> QuotaFileSystem::openDraft(const VirtualPath& path,
                                                         const FileAttributes& initial)
{
    if (auto counted = count(Needs::SomeCount); !counted)
        return counted.error();
    auto draft = inner().openDraft(path, initial);
    if (!draft)
        return draft;
    const auto found = (*draft)->attributes();
    if (!found)
        return found.error();
    return std::make_unique<QuotaFile>(*this, std::move(*draft), *found, OpenFlag::Write, path);
}

Result<void> QuotaFileSystem::setAttributes(const VirtualPath& path, const FileAttributes& wanted,
                                            Symlinks symlinks)
{
    if (!wanted.size)
        return inner().setAttributes(path, wanted, symlinks);
    const auto found = inner().attributes(path, symlinks);
    if (!found || found->type != FileType::Regular) // the storage says it in its words
        return inner().setAttributes(path, wanted, symlinks);
    // As an open file: its size is known to all then, and cannot change in between.
    auto file = open(path, OpenFlag::Write, {});
    if (!file)
        return file.error();
    return (*file)->setAttributes(wanted);
}

Result<void> QuotaFileSystem::removeFile(const VirtualPath& path)
{
    const auto old = onlyName(inner(), path, Symlinks::DoNotFollow);
    auto removed = inner().removeFile(path);
    if (removed && old)
        m_use->removed(*old->id, old->size.value_or(0));
    return removed;
}

Result<void> QuotaFileSystem::rename(const VirtualPath& from, const VirtualPath& to,
                                     Overwrite overwrite)
{
    const auto old =
        overwrite == Overwrite::Yes ? onlyName(inner(), to, Symlinks::DoNotFollow) : std::nullopt;
    const auto moving =
        old ? inner().attributes(from, Symlinks::DoNotFollow) : Result<FileAttributes>(Error{});
    const ShareUse::Move move(*m_use);
    auto renamed = inner().rename(from, to, overwrite);
    if (renamed && old && (!moving || moving->id != old->id))
        m_use->removed(*old->id, old->size.value_or(0));
    return renamed;
}

Result<void> QuotaFileSystem::makeHardLink(const VirtualPath& existing, const VirtualPath& link)
{
    const ShareUse::Move move(*m_use); // the new name is soon the only one, perhaps
    return inner().makeHardLink(existing, link);
}

Result<StorageSpace> QuotaFileSystem::space(const VirtualPath& path)
{
    auto space = inner().space(path);
    if (!space)
        return space;
    if (auto counted = count(Needs::SomeCount); !counted)
        return counted.error();
    return seen(*space);
}

// The disk as a guest may use it.
StorageSpace QuotaFileSystem::seen(StorageSpace disk)
{
    const quint64 block = std::max<quint64>(disk.blockSize, 1);
    if (m_rules.keepFree) {
        const quint64 kept = *m_rules.keepFree / block + (*m_rules.keepFree % block != 0);
        disk.availableBlocks -= std::min(disk.availableBlocks, kept);
        disk.freeBlocks -= std::min(disk.freeBlocks, kept);
    }
    if (m_rules.quota) {
        const quint64 used = m_use->used();
        const quint64 left = used < *m_rules.quota ? *m_rules.quota - used : 0;
        disk.blocks = std::min(disk.blocks, *m_rules.quota / block);
        disk.freeBlocks = std::min(disk.freeBlocks, left / block);
        disk.availableBlocks = std::min(disk.availableBlocks, left / block);
    }
    return disk;
}

} // namespace sallyport
