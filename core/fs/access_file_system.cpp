#include "core/fs/access_file_system.h"

#include "core/guard.h"

namespace sallyport {

namespace {

constexpr OpenFlags writing =
    OpenFlag::Write | OpenFlag::Append | OpenFlag::Create | OpenFlag::Truncate;

// A file of somebody else, open for reading: also its attributes are not to be changed.
class ForeignFile final : public WrappedFile {
public:
    ForeignFile(std::unique_ptr<File> file, Error refusal)
        : WrappedFile(std::move(file))
        , m_refusal(std::move(refusal))
    {
    }
    Result<void> writeAt(quint64, std::span<const std::byte>) override { return m_refusal; }
    Result<void> setAttributes(const FileAttributes&) override { return m_refusal; }
    Result<void> sync() override { return m_refusal; }

private:
    const Error m_refusal;
};

// A file from an earlier connection: its writing may go on, and that is all.
class ResumedFile final : public WrappedFile {
public:
    ResumedFile(std::unique_ptr<File> file, Error refusal)
        : WrappedFile(std::move(file))
        , m_refusal(std::move(refusal))
    {
    }
    Result<void> setAttributes(const FileAttributes&) override { return m_refusal; }

private:
    const Error m_refusal;
};

} // namespace

AccessFileSystem::AccessFileSystem(std::unique_ptr<FileSystem> files, Access access,
                                   const QByteArray& shareName, std::shared_ptr<Sender> sender)
    : WrappedFileSystem(std::move(files))
    , m_access(access)
    , m_share(QString::fromUtf8(shareName))
    , m_sender(std::move(sender))
{
    Q_ASSERT(m_sender || m_access == Access::View || m_access == Access::Full);
}

Error AccessFileSystem::refusal() const
{
    const QString words = m_access == Access::View
        ? QStringLiteral("%1 may only be viewed")
        : QStringLiteral("What is in %1 already may not be changed");
    return {ErrorCode::PermissionDenied, words.arg(m_share)};
}

Error AccessFileSystem::noLinks() const
{
    return m_access == Access::View
        ? refusal()
        : Error{ErrorCode::PermissionDenied,
                QStringLiteral("Links may not be made in %1").arg(m_share)};
}

Result<std::unique_ptr<File>> AccessFileSystem::open(const VirtualPath& path, OpenFlags flags,
                                                     const FileAttributes& initial)
{
    if (m_access == Access::Full || !GUARD(access_open))
        return inner().open(path, flags, initial);
    if (!(flags & writing))
        return openToRead(path, flags);
    if (m_access == Access::View)
        return refusal();
    return openToUpload(path, flags, initial);
}

Result<std::unique_ptr<File>> AccessFileSystem::openToRead(const VirtualPath& path, OpenFlags flags)
{
    auto file = inner().open(path, flags, {});
    if (!file)
        return file;
    if (m_access != Access::View) {
        const auto found = (*file)->attributes();
        if (found
            && m_sender->record->whose(*m_sender, path, *found) == CreatedFiles::Whose::OwnNow)
            return file;
    }
    return std::make_unique<ForeignFile>(std::move(*file), refusal());
}

Result<std::unique_ptr<File>> AccessFileSystem::openToUpload(const VirtualPath& path,
                                                             OpenFlags flags,
                                                             const FileAttributes& initial)
{
    if (!flags.testFlag(OpenFlag::Create))
        return openOwn(path, flags);

    auto created = inner().open(path, flags | OpenFlag::Exclusive, initial);
    if (created) {
        const auto found = (*created)->attributes();
        if (!found)
            return found.error();
        m_sender->record->add(*m_sender, path, *found,
                              (*created)->isPlaced() ? CreatedFiles::Named::Now
                                                     : CreatedFiles::Named::Later);
        return created;
    }
    if (created.error().code != ErrorCode::AlreadyExists || flags.testFlag(OpenFlag::Exclusive))
        return created;
    auto own = openOwn(path, flags);
    // Taken, and nothing is there, not even a link: by an upload that is not whole.
    if (!own && own.error().code == ErrorCode::NotFound
        && !inner().attributes(path, Symlinks::DoNotFollow))
        return created;
    return own;
}

// Looks whose it is after the opening, so nothing can be put in its place in between; so it is
// emptied here and not by the opening.
Result<std::unique_ptr<File>> AccessFileSystem::openOwn(const VirtualPath& path, OpenFlags flags)
{
    constexpr OpenFlags changing = OpenFlag::Create | OpenFlag::Truncate | OpenFlag::Exclusive;
    auto file = inner().open(path, flags & ~changing, {});
    if (!file)
        return file;
    const auto found = (*file)->attributes();
    if (!found)
        return found.error();

    const bool empties = flags.testFlag(OpenFlag::Truncate);
    if (m_sender->record->whose(*m_sender, path, *found) == CreatedFiles::Whose::OwnNow) {
        if (empties) {
            FileAttributes empty;
            empty.size = 0;
            if (auto emptied = (*file)->setAttributes(empty); !emptied)
                return emptied.error();
        }
        return file;
    }
    if (!empties && m_sender->record->mayResume(*m_sender, path, *found))
        return std::make_unique<ResumedFile>(std::move(*file), refusal());
    return refusal();
}

Result<AccessFileSystem::Turn> AccessFileSystem::mayChange(const VirtualPath& path)
{
    const bool everything = m_access == Access::Full || !GUARD(access_change);
    if (m_access == Access::View && !everything)
        return refusal();
    Turn turn = m_sender ? m_sender->record->changing() : Turn();
    if (everything)
        return turn;
    const auto found = inner().attributes(path, Symlinks::DoNotFollow);
    if (!found)
        return found.error();
    if (m_sender->record->whose(*m_sender, path, *found) != CreatedFiles::Whose::OwnNow)
        return refusal();
    return turn;
}

Result<void> AccessFileSystem::setAttributes(const VirtualPath& path, const FileAttributes& wanted,
                                             Symlinks symlinks)
{
    const auto turn = mayChange(path);
    if (!turn)
        return turn.error();
    return inner().setAttributes(path, wanted, symlinks);
}

Result<void> AccessFileSystem::makeDirectory(const VirtualPath& path, const FileAttributes& initial)
{
    if (m_access == Access::Full || !GUARD(access_make))
        return inner().makeDirectory(path, initial);
    if (m_access == Access::View) {
        // Clients make each folder on a path and go on where it is there already.
        if (inner().attributes(path, Symlinks::DoNotFollow))
            return Error{ErrorCode::AlreadyExists, QStringLiteral("This name is taken already")};
        return refusal();
    }
    const Turn turn = m_sender->record->changing(); // until it is known which folder was made
    if (auto made = inner().makeDirectory(path, initial); !made)
        return made;
    const auto found = inner().attributes(path, Symlinks::DoNotFollow);
    if (!found)
        return found.error();
    m_sender->record->add(*m_sender, path, *found);
    return {};
}

Result<void> AccessFileSystem::removeDirectory(const VirtualPath& path)
{
    const auto turn = mayChange(path);
    if (!turn)
        return turn.error();
    auto removed = inner().removeDirectory(path);
    if (removed && m_sender)
        m_sender->record->removed(path);
    return removed;
}

Result<void> AccessFileSystem::removeFile(const VirtualPath& path)
{
    const auto turn = mayChange(path);
    if (!turn)
        return turn.error();
    auto removed = inner().removeFile(path);
    if (removed && m_sender)
        m_sender->record->removed(path);
    return removed;
}

Result<void> AccessFileSystem::rename(const VirtualPath& from, const VirtualPath& to,
                                      Overwrite overwrite)
{
    const auto turn = mayChange(from);
    if (!turn)
        return turn.error();
    auto renamed = inner().rename(from, to, m_access == Access::Full ? overwrite : Overwrite::No);
    if (renamed && m_sender)
        m_sender->record->renamed(from, to);
    return renamed;
}

Result<void> AccessFileSystem::makeLink(const VirtualPath& link, const QByteArray& target)
{
    if (GUARD(access_links) && m_access != Access::Full)
        return noLinks();
    return inner().makeLink(link, target);
}

Result<void> AccessFileSystem::makeHardLink(const VirtualPath& existing, const VirtualPath& link)
{
    if (GUARD(access_links) && m_access != Access::Full)
        return noLinks();
    return inner().makeHardLink(existing, link);
}

Result<StorageSpace> AccessFileSystem::space(const VirtualPath& path)
{
    auto space = inner().space(path);
    if (space && m_access == Access::View)
        space->readOnly = true;
    return space;
}

} // namespace sallyport
