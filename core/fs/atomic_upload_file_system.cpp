#include "core/fs/atomic_upload_file_system.h"

#include "core/guard.h"

#include <QScopeGuard>

#include <new>
#include <vector>

namespace sallyport {

namespace {

Error nameTaken()
{
    return {ErrorCode::AlreadyExists, QStringLiteral("This name is taken already")};
}

bool isAnew(OpenFlags flags)
{
    constexpr OpenFlags needed = OpenFlag::Write | OpenFlag::Create | OpenFlag::Truncate;
    return GUARD(atomic_upload) && (flags & needed) == needed
        && !flags.testAnyFlags(OpenFlag::Append | OpenFlag::Read);
}

} // namespace

// A draft of this login, or what it has become.
class AtomicFile final : public WrappedFile {
public:
    // Has taken the name of `path`.
    AtomicFile(AtomicUploadFileSystem& files, std::unique_ptr<File> draft, const VirtualPath& path,
               Overwrite overwrite)
        : WrappedFile(std::move(draft))
        , m_files(files)
        , m_asked(path)
        , m_path(path)
        , m_overwrite(overwrite)
    {
    }

    // Without a CLOSE: the line dropped, or the server stops.
    ~AtomicFile() override
    {
        if (m_ended)
            return;
        try {
            if (m_written && isDraft())
                keepIt();
        } catch (const std::bad_alloc&) { // kept, but not recorded
        }
        end();
    }

    const VirtualPath& path() const { return m_path; }
    bool isDraft() const { return !m_failure && !inner().isPlaced(); }
    void moved(const VirtualPath& path) { m_path = path; }

    Result<void> writeAt(quint64 offset, std::span<const std::byte> data) override
    {
        if (m_failure)
            return *m_failure;
        m_written = true;
        auto written = inner().writeAt(offset, data);
        if (!written)
            spoil(written.error());
        return written;
    }

    Result<void> setAttributes(const FileAttributes& wanted) override
    {
        if (m_failure)
            return *m_failure;
        m_written = m_written || wanted.size;
        auto set = inner().setAttributes(wanted);
        if (!set && wanted.size)
            spoil(set.error());
        return set;
    }

    Result<void> sync() override
    {
        if (m_failure)
            return *m_failure;
        auto synced = inner().sync();
        if (!synced)
            spoil(synced.error());
        return synced;
    }

    Result<void> place(Overwrite overwrite) override
    {
        if (m_failure)
            return *m_failure;
        if (inner().isPlaced())
            return {};
        auto placed = inner().place(overwrite);
        if (inner().isPlaced())
            landed(m_path);
        if (!placed)
            spoil(placed.error());
        return placed;
    }

    Result<void> placeNow() { return place(m_overwrite); }

    void spoil(const Error& why) override
    {
        if (!m_failure)
            m_failure = why;
        inner().spoil(why);
    }

    // What a copy writes goes past writeAt(); a draft that failed takes none.
    File& storage() override
    {
        if (m_failure)
            return *this;
        m_written = true;
        return inner().storage();
    }

    Result<void> close() override
    {
        Result<void> outcome = m_failure ? Result<void>(*m_failure) : placeNow();
        end();
        auto closed = inner().close();
        return outcome ? closed : outcome;
    }

private:
    void keepIt()
    {
        const auto name = inner().keep();
        if (name)
            landed(m_path.name() == *name ? m_path : m_path.parent().child(*name));
    }

    void landed(const VirtualPath& got)
    {
        if (!m_files.m_landed)
            return;
        if (const auto found = inner().attributes())
            m_files.m_landed(m_path, got, *found);
    }

    void end()
    {
        m_files.forget(*this);
        m_files.m_use->giveName(m_asked);
        m_ended = true;
    }

    AtomicUploadFileSystem& m_files;
    const VirtualPath m_asked; // the name taken
    VirtualPath m_path;        // now: its folder may have been renamed
    const Overwrite m_overwrite;
    bool m_written = false;
    bool m_ended = false;
    std::optional<Error> m_failure;
};

AtomicUploadFileSystem::AtomicUploadFileSystem(std::unique_ptr<FileSystem> files,
                                               std::shared_ptr<ShareUse> use, Landed landed)
    : WrappedFileSystem(std::move(files))
    , m_use(std::move(use))
    , m_landed(std::move(landed))
{
    Q_ASSERT(m_use);
}

AtomicFile* AtomicUploadFileSystem::draftOf(const VirtualPath& path) const
{
    const auto [first, behind] = m_drafts.equal_range(path.bytes());
    for (auto at = behind; at != first;) {
        --at;
        if (at->second->isDraft())
            return at->second;
    }
    return nullptr;
}

Result<void> AtomicUploadFileSystem::placeDraftsOf(const VirtualPath& path)
{
    const auto [first, behind] = m_drafts.equal_range(path.bytes());
    for (auto at = first; at != behind; ++at) {
        if (!at->second->isDraft())
            continue;
        if (auto placed = at->second->placeNow(); !placed)
            return placed;
    }
    return {};
}

// A call that is sure to be refused changes nothing: no draft takes its place for it.
Result<void> AtomicUploadFileSystem::placeDraftsOf(const VirtualPath& from, const VirtualPath& to,
                                                   Overwrite overwrite)
{
    if (!draftOf(from) && !draftOf(to))
        return {};
    if (overwrite == Overwrite::No && isTaken(to))
        return nameTaken();
    if (!isTaken(from))
        return {};
    auto placed = placeDraftsOf(from);
    return placed ? placeDraftsOf(to) : placed;
}

bool AtomicUploadFileSystem::isTaken(const VirtualPath& path)
{
    return draftOf(path) || inner().attributes(path, Symlinks::DoNotFollow);
}

void AtomicUploadFileSystem::forget(AtomicFile& draft)
{
    const auto [first, behind] = m_drafts.equal_range(draft.path().bytes());
    for (auto at = first; at != behind; ++at) {
        if (at->second == &draft) {
            m_drafts.erase(at);
            return;
        }
    }
}

void AtomicUploadFileSystem::moveDrafts(const VirtualPath& from, const VirtualPath& to)
{
    const QByteArray below = from.bytes() + '/';
    std::vector<AtomicFile*> moving;
    for (auto at = m_drafts.lower_bound(below);
         at != m_drafts.end() && at->first.startsWith(below);) {
        moving.push_back(at->second);
        at = m_drafts.erase(at);
    }
    for (AtomicFile* draft : moving) {
        VirtualPath path = to;
        const QList<QByteArray> names = draft->path().components();
        for (const QByteArray& name : names.sliced(from.components().size()))
            path = path.child(name);
        draft->moved(path);
        m_drafts.emplace(path.bytes(), draft);
    }
}

Result<std::unique_ptr<File>> AtomicUploadFileSystem::open(const VirtualPath& path, OpenFlags flags,
                                                           const FileAttributes& initial)
{
    if (isAnew(flags))
        return openAnew(path, flags, initial);
    if (const AtomicFile* draft = draftOf(path)) {
        if (flags.testFlag(OpenFlag::Exclusive))
            return nameTaken();
        // A file to read that is there is the old one, for this login as for all.
        const bool readsOld =
            flags == OpenFlag::Read && inner().attributes(path, Symlinks::Follow).has_value();
        if (!readsOld) {
            if (auto placed = placeDraftsOf(draft->path()); !placed)
                return placed.error();
        }
    }
    return inner().open(path, flags, initial);
}

Result<std::unique_ptr<File>> AtomicUploadFileSystem::openAnew(const VirtualPath& path,
                                                               OpenFlags flags,
                                                               const FileAttributes& initial)
{
    const bool alone = flags.testFlag(OpenFlag::Exclusive);
    if (alone && inner().attributes(path, Symlinks::DoNotFollow))
        return nameTaken();
    if (!m_use->takeName(path, alone ? ShareUse::Sharing::Alone : ShareUse::Sharing::WithOthers))
        return nameTaken();
    auto name = qScopeGuard([&] { m_use->giveName(path); });
    auto draft = inner().openDraft(path, initial);
    if (!draft && draft.error().code == ErrorCode::NotSupported)
        return inner().open(path, flags, initial);
    if (!draft)
        return draft;
    auto file = std::make_unique<AtomicFile>(*this, std::move(*draft), path,
                                             alone ? Overwrite::No : Overwrite::Yes);
    name.dismiss(); // it goes with the file
    m_drafts.emplace(path.bytes(), file.get());
    return file;
}

Result<FileAttributes> AtomicUploadFileSystem::attributes(const VirtualPath& path,
                                                          Symlinks symlinks)
{
    if (AtomicFile* draft = draftOf(path))
        return draft->attributes();
    return inner().attributes(path, symlinks);
}

Result<void> AtomicUploadFileSystem::setAttributes(const VirtualPath& path,
                                                   const FileAttributes& wanted, Symlinks symlinks)
{
    if (AtomicFile* draft = draftOf(path))
        return draft->setAttributes(wanted);
    return inner().setAttributes(path, wanted, symlinks);
}

Result<void> AtomicUploadFileSystem::makeDirectory(const VirtualPath& path,
                                                   const FileAttributes& initial)
{
    if (draftOf(path))
        return nameTaken();
    return inner().makeDirectory(path, initial);
}

Result<void> AtomicUploadFileSystem::removeFile(const VirtualPath& path)
{
    if (auto placed = placeDraftsOf(path); !placed)
        return placed;
    return inner().removeFile(path);
}

Result<void> AtomicUploadFileSystem::rename(const VirtualPath& from, const VirtualPath& to,
                                            Overwrite overwrite)
{
    if (auto ready = placeDraftsOf(from, to, overwrite); !ready)
        return ready;
    auto renamed = inner().rename(from, to, overwrite);
    if (renamed)
        moveDrafts(from, to);
    return renamed;
}

Result<void> AtomicUploadFileSystem::makeLink(const VirtualPath& link, const QByteArray& target)
{
    if (draftOf(link))
        return nameTaken();
    return inner().makeLink(link, target);
}

Result<void> AtomicUploadFileSystem::makeHardLink(const VirtualPath& existing,
                                                  const VirtualPath& link)
{
    if (auto ready = placeDraftsOf(existing, link, Overwrite::No); !ready)
        return ready;
    return inner().makeHardLink(existing, link);
}

} // namespace sallyport
