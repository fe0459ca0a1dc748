#include "core/fs/local_draft.h"

#include "core/fs/local_file.h"
#include "core/fs/posix_attributes.h"
#include "core/fs/posix_rename.h"
#include "core/fs/reserved_names.h"
#include "core/fs/system_error.h"
#include "core/guard.h"

#include <array>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace sallyport {

namespace {

// Names tried for a temporary file, and for a draft to be kept.
constexpr int maxTries = 16;
constexpr std::size_t maxAttribute = 64 * 1024; // bytes; XATTR_SIZE_MAX of Linux

// What is somebody's own of a file's extended attributes: not what the system grants or labels.
bool isTakenOver(QByteArrayView name)
{
    return name == "system.posix_acl_access" || (name.startsWith("user.") && name != partAttribute);
}

void copyExtended(int from, int to)
{
    std::vector<char> names(maxAttribute);
    const ssize_t size = ::flistxattr(from, names.data(), names.size());
    std::vector<char> value(maxAttribute);
    for (ssize_t at = 0; at < size;) {
        const QByteArrayView name(names.data() + at);
        at += name.size() + 1;
        if (!isTakenOver(name))
            continue;
        const ssize_t length = ::fgetxattr(from, name.data(), value.data(), value.size());
        if (length >= 0)
            (void)::fsetxattr(to, name.data(), value.data(), std::size_t(length), 0);
    }
}

// Only what this user may set; never setuid, setgid and sticky, as a write would take them away.
void takeOver(int from, const struct statx& old, int to)
{
    mode_t mode = old.stx_mode & 0777U;
    // Where the group cannot be kept, another one gets what everybody had, and no more.
    if (::fchown(to, old.stx_uid, old.stx_gid) != 0 && ::fchown(to, uid_t(-1), old.stx_gid) != 0)
        mode &= 0707U | ((mode & 07U) << 3);
    (void)::fchmod(to, mode);
    copyExtended(from, to);
}

// The file a draft is for.
struct Place {
    Descriptor folder;
    QByteArray name;
    Descriptor old; // open for writing; none: there is no file yet
    struct statx status {};
};

Result<Place> findNew(const LocalTree& tree, const VirtualPath& path)
{
    Place place{tree.resolver().openParent(path), path.name(), {}};
    if (!place.folder)
        return tree.problem(place.folder.error());
    if (tree.filter().hides(place.name))
        return tree.problem(EPERM);
    // A link that leads nowhere is not a place to create a file.
    if (tree.resolver().open(path, O_PATH | O_NOFOLLOW))
        return tree.problem(ENOENT);
    return place;
}

Result<Place> findPlace(const LocalTree& tree, const VirtualPath& path)
{
    const Descriptor found = tree.resolver().open(path, O_PATH);
    if (!found && found.error() == ENOENT)
        return findNew(tree, path);
    if (!found)
        return tree.problem(found.error());
    Place place;
    if (const int error = statusOf(found.get(), place.status))
        return tree.problem(error);
    if (S_ISDIR(place.status.stx_mode))
        return tree.problem(EISDIR);
    if (!S_ISREG(place.status.stx_mode))
        return notRegular(tree.name());
    place.old = Descriptor(
        ::open(DescriptorPath(found.get()).get(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!place.old && place.old.error() != ENOENT)
        return tree.problem(place.old.error());

    const auto real = tree.resolver().realPath(found.get());
    const auto realPath = real ? VirtualPath::parse(*real) : Error{};
    struct statx there {};
    if (place.old && realPath && !realPath->isRoot()) {
        place.folder = tree.resolver().openParent(*realPath);
        place.name = realPath->name();
        if (place.folder
            && ::statx(place.folder.get(), place.name.constData(), AT_SYMLINK_NOFOLLOW,
                       STATX_BASIC_STATS, &there)
                == 0
            && isSameFile(there, place.status))
            return place;
    }
    return Error{ErrorCode::NotSupported,
                 QStringLiteral("Where %1 is cannot be told").arg(tree.name())};
}

// Locked, so that no sweep takes it for a leftover. One that was quicker has it removed by now.
bool isOurs(int file)
{
    if (::flock(file, LOCK_EX | LOCK_NB) != 0)
        return errno != EWOULDBLOCK; // a file system without locks has no quick sweeps either
    struct stat status {};
    return ::fstat(file, &status) == 0 && status.st_nlink > 0;
}

} // namespace

Result<std::unique_ptr<File>> LocalDraft::create(const LocalTree& tree, const VirtualPath& path,
                                                 const FileAttributes& initial)
{
    if (path.isRoot())
        return tree.problem(EISDIR);
    if (auto there = tree.stillThere(); !there)
        return there.error();
    auto place = findPlace(tree, path);
    if (!place)
        return place.error();
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC;
    const mode_t mode = place->old ? 0600 : initialMode(initial, 0666);
    for (int attempt = 0; attempt < maxTries; ++attempt) {
        const QByteArray temporary = newReservedName();
        Descriptor made(::openat(place->folder.get(), temporary.constData(), flags, mode));
        if (!made && made.error() != EEXIST)
            return tree.problem(made.error());
        if (!made || !isOurs(made.get()))
            continue;
        if (place->old)
            takeOver(place->old.get(), place->status, made.get());
        const int descriptor = made.get();
        // Its name is this object's business, and so is when it is synced.
        auto file = std::make_unique<LocalFile>(tree, std::move(made), OpenFlags(),
                                                LocalFile::Origin::Existed);
        return std::unique_ptr<File>(new LocalDraft(
            tree, std::move(file), descriptor, std::move(place->folder), temporary, place->name));
    }
    return tree.problem(EAGAIN);
}

LocalDraft::LocalDraft(const LocalTree& tree, std::unique_ptr<File> file, int descriptor,
                       Descriptor folder, QByteArray temporary, QByteArray name)
    : WrappedFile(std::move(file))
    , m_tree(tree)
    , m_file(descriptor)
    , m_folder(std::move(folder))
    , m_temporary(std::move(temporary))
    , m_name(std::move(name))
{
}

LocalDraft::~LocalDraft()
{
    if (!m_placed && !m_removed)
        ::unlinkat(m_folder.get(), m_temporary.constData(), 0);
}

Result<void> LocalDraft::writeAt(quint64 offset, std::span<const std::byte> data)
{
    m_dirty = true;
    return inner().writeAt(offset, data);
}

// What a copy writes goes past writeAt().
File& LocalDraft::storage()
{
    m_dirty = true;
    return inner().storage();
}

Result<void> LocalDraft::setAttributes(const FileAttributes& wanted)
{
    m_dirty = true;
    return inner().setAttributes(wanted);
}

// The name it will have cannot be synced before it has it: place() does.
Result<void> LocalDraft::sync()
{
    if (m_syncFailure)
        return *m_syncFailure;
    auto synced = inner().sync();
    if (synced && m_placed) {
        if (const int error = m_tree.syncFolder(m_folder.get()))
            synced = m_tree.problem(error);
    }
    if (!synced)
        m_syncFailure = synced.error();
    m_synced = true;
    m_dirty = false;
    return synced;
}

// What would otherwise be told after the old file is gone: by fsync, or by the closing of another
// descriptor, where a network file system tells what it kept to itself.
Result<void> LocalDraft::flush()
{
    if (m_syncFailure)
        return *m_syncFailure;
    if (GUARD(safe_close) && m_tree.options().safeClose)
        return m_dirty ? sync() : Result<void>();
    const int other = ::fcntl(m_file, F_DUPFD_CLOEXEC, 0);
    if (other >= 0 && ::close(other) != 0 && errno != EINTR)
        return m_tree.problem(errno);
    return {};
}

int LocalDraft::renameTo(const QByteArray& name, Overwrite overwrite)
{
    const int error = renameEntry(m_folder.get(), m_temporary.constData(), m_folder.get(),
                                  name.constData(), overwrite);
    if (error)
        return error;
    m_placed = true;
    (void)::flock(m_file, LOCK_UN);
    return 0;
}

Result<void> LocalDraft::place(Overwrite overwrite)
{
    if (m_placed)
        return {};
    if (auto there = m_tree.stillThere(); !there)
        return there;
    if (auto flushed = flush(); !flushed)
        return flushed;
    if (const int error = renameTo(m_name, overwrite))
        return m_tree.problem(error);
    if ((GUARD(safe_close) && m_tree.options().safeClose) || m_synced) {
        if (const int error = m_tree.syncFolder(m_folder.get())) {
            m_syncFailure = m_tree.problem(error);
            return *m_syncFailure;
        }
    }
    return {};
}

Result<QByteArray> LocalDraft::keep()
{
    if (m_placed)
        return m_name;
    if (const auto placed = place(Overwrite::No); placed)
        return m_name;
    else if (placed.error().code != ErrorCode::AlreadyExists)
        return placed.error();
    const QByteArray mark = partMark(m_file);
    (void)::fsetxattr(m_file, partAttribute, mark.constData(), std::size_t(mark.size()), 0);
    int error = EEXIST;
    for (int number = 1; number <= maxTries && error == EEXIST; ++number) {
        const QByteArray name = partName(m_name, number);
        if (m_tree.filter().hides(name))
            return m_tree.problem(EPERM);
        error = renameTo(name, Overwrite::No);
        if (!error)
            return name;
    }
    return m_tree.problem(error);
}

void LocalDraft::spoil(const Error&)
{
    if (m_placed || m_removed)
        return;
    // The name goes at once and the bytes with it, even while the client keeps its handle.
    ::unlinkat(m_folder.get(), m_temporary.constData(), 0);
    (void)!::ftruncate(m_file, 0);
    m_removed = true;
}

Result<void> LocalDraft::close()
{
    Result<void> outcome;
    if (m_syncFailure)
        outcome = *m_syncFailure;
    else if (m_placed && m_dirty && m_tree.options().safeClose)
        outcome = inner().sync();
    auto closed = inner().close();
    return outcome ? closed : outcome;
}

} // namespace sallyport
