#include "core/fs/local_tree.h"

#include "core/fs/posix_attributes.h"
#include "core/fs/system_error.h"

#include <cstring>

#include <fcntl.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>

namespace sallyport {

namespace {

constexpr unsigned rootFields = STATX_BASIC_STATS | STATX_MNT_ID;

Error problemWith(ErrorCode code, const char* sentence, const QString& share)
{
    return {
        code,
        QString::fromLatin1(sentence).arg(share.isEmpty() ? QStringLiteral("the share") : share)};
}

Error unavailable(const char* sentence, const QString& share)
{
    return problemWith(ErrorCode::Unavailable, sentence, share);
}

Error cannotOpen(int error, const QString& share)
{
    switch (error) {
    case ENOENT:
        return unavailable("The folder of %1 is not there", share);
    case ENOTDIR:
        return unavailable("What was shared as %1 is not a folder", share);
    case EACCES:
        return unavailable("The folder of %1 may not be opened by this user", share);
    default:
        return unavailable("The folder of %1 is not available now", share);
    }
}

bool isRootOfMount(int root, const struct statx& status)
{
    if (status.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT)
        return (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
    // Before Linux 5.8: on another disk than the folder above.
    struct statx above {};
    return ::statx(root, "..", AT_NO_AUTOMOUNT, STATX_BASIC_STATS, &above) == 0
        && (above.stx_dev_major != status.stx_dev_major
            || above.stx_dev_minor != status.stx_dev_minor || above.stx_ino == status.stx_ino);
}

// Some file systems (vfat, exfat, xfs) have no id of their own and report the number of the device,
// which changes on replug. Source: huge_encode_dev() as used by their statfs in Linux.
bool isDeviceNumber(quint64 fileSystemId, const struct statx& status)
{
    const quint64 major = status.stx_dev_major;
    const quint64 minor = status.stx_dev_minor;
    return fileSystemId == ((minor & 0xff) | (major << 8) | ((minor & ~quint64(0xff)) << 12));
}

} // namespace

int readRootMark(int root, RootMark& mark)
{
    struct statfs disk {};
    struct statx status {};
    if (::fstatfs(root, &disk) != 0)
        return errno;
    if (const int error = statusOf(root, status))
        return error;
    static_assert(sizeof disk.f_fsid == sizeof mark.fileSystemId);
    quint32 halves[2];
    std::memcpy(halves, &disk.f_fsid, sizeof halves);
    const quint64 id = quint64(halves[1]) << 32 | halves[0];
    mark.fileSystemId = isDeviceNumber(id, status) ? 0 : id;
    mark.fileSystemType = quint64(disk.f_type);
    mark.inode = status.stx_ino;
    mark.ownMount = isRootOfMount(root, status);
    return 0;
}

LocalTree::LocalTree(QByteArray folder, LocalFileSystem::Options options, Descriptor root)
    : m_folder(std::move(folder))
    , m_options(std::move(options))
    , m_name(QString::fromUtf8(m_options.shareName))
    , m_root(std::move(root))
    , m_rules{m_options.symlinks, m_options.confinement, NameFilter(m_options.hide),
              m_options.otherDisks}
{
}

Result<std::unique_ptr<LocalTree>> LocalTree::open(const QByteArray& folder,
                                                   const LocalFileSystem::Options& options,
                                                   const std::optional<RootMark>& known)
{
    const QString name = QString::fromUtf8(options.shareName);
    Descriptor root(::open(folder.constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!root)
        return cannotOpen(root.error(), name);
    if (known) {
        RootMark mark;
        if (const int error = readRootMark(root.get(), mark))
            return cannotOpen(error, name);
        if (known->ownMount && !mark.ownMount)
            return unavailable("The disk of %1 is not there", name);
        if (mark != *known)
            return problemWith(ErrorCode::AnotherFolder,
                               "The folder of %1 is not the one that was shared", name);
    }
    std::unique_ptr<LocalTree> tree(new LocalTree(folder, options, std::move(root)));
    if (::statx(tree->root(), "", AT_EMPTY_PATH, rootFields, &tree->m_status) != 0)
        return cannotOpen(errno, name);
    if (auto chosen = tree->chooseResolver(); !chosen)
        return chosen.error();
    return tree;
}

Result<void> LocalTree::chooseResolver()
{
    using Choice = LocalFileSystem::Resolver;
    Choice choice = m_options.resolver;
    if (choice == Choice::Automatic && qgetenv("SALLYPORT_RESOLVER") == "walk")
        choice = Choice::Walk;
    if (choice != Choice::Walk)
        m_resolver = makeOpenat2Resolver(m_root.get(), m_rules);
    if (!m_resolver && choice == Choice::Openat2)
        return Error{ErrorCode::NotSupported, QStringLiteral("This kernel has no openat2")};
    if (!m_resolver)
        m_resolver = makeWalkResolver(m_root.get(), m_rules);
    return {};
}

Error LocalTree::problem(int error) const
{
    // Then it need not be a link.
    if (error == EXDEV && !m_options.otherDisks)
        return problemWith(ErrorCode::Escaped, "This leads out of %1, or of its disk", m_name);
    return systemError(error, m_name);
}

Result<void> LocalTree::stillThere() const
{
    if (m_isThere)
        return {};
    struct statx now {};
    const bool found =
        ::statx(AT_FDCWD, m_folder.constData(), AT_NO_AUTOMOUNT, rootFields, &now) == 0;
    if (!found && errno != ENOENT && errno != ENOTDIR)
        return {}; // cannot be told: what is open will tell
    if (found && isSameFile(now, m_status)
        && (!(now.stx_mask & m_status.stx_mask & STATX_MNT_ID)
            || now.stx_mnt_id == m_status.stx_mnt_id)) {
        m_isThere = m_keepsPlaces;
        return {};
    }
    return cannotOpen(ENOENT, m_name);
}

void LocalTree::keepPlaces(bool keep) const
{
    m_isThere = false;
    m_keepsPlaces = keep;
    m_resolver->keepPlaces(keep);
}

void LocalTree::folderMade(int parent, const char* name) const
{
    struct stat status {};
    if (::fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0)
        m_newFolders.emplace(status.st_dev, status.st_ino);
}

int LocalTree::syncFolder(int folder) const
{
    constexpr int reading = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    Descriptor here(::openat(folder, ".", reading));
    for (;;) {
        struct stat status {};
        if (!here)
            return here.error();
        if (::fsync(here.get()) != 0 || ::fstat(here.get(), &status) != 0)
            return errno;
        if (m_newFolders.erase({status.st_dev, status.st_ino}) == 0)
            return 0;
        here = Descriptor(::openat(here.get(), "..", reading));
    }
}

} // namespace sallyport
