#include "core/local_file_system.h"

#include "core/fs/link_target.h"
#include "core/fs/local_directory.h"
#include "core/fs/local_draft.h"
#include "core/fs/local_file.h"
#include "core/fs/local_tree.h"
#include "core/fs/posix_attributes.h"
#include "core/fs/posix_rename.h"
#include "core/fs/system_error.h"
#include "core/fs/tree_walk.h"
#include "core/guard.h"

#include <array>
#include <climits>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace sallyport {

namespace {

int systemFlags(OpenFlags flags)
{
    const int access = !flags.testFlag(OpenFlag::Write) ? O_RDONLY
        : flags.testFlag(OpenFlag::Read)                ? O_RDWR
                                                        : O_WRONLY;
    return access | (flags.testFlag(OpenFlag::Append) ? O_APPEND : 0);
}

Result<void> outcome(const LocalTree& tree, int returned)
{
    if (returned != 0)
        return tree.problem(errno);
    return {};
}

// A regular file, found O_PATH, for reading and writing. Opened through /proc, it is certain to be
// the file that was looked at; O_NONBLOCK is for a lease or a lock somebody holds on it.
Descriptor reopened(const LocalTree& tree, const Descriptor& found, const VirtualPath& path,
                    int flags)
{
    flags |= O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    Descriptor file(::open(DescriptorPath(found.get()).get(), flags));
    if (file || file.error() != ENOENT)
        return file;
    // No /proc in this container: by name again, and only if it is the same file.
    file = tree.resolver().open(path, flags);
    struct statx wanted {};
    struct statx got {};
    if (file
        && (statusOf(found.get(), wanted) != 0 || statusOf(file.get(), got) != 0
            || !isSameFile(wanted, got)))
        return Descriptor::failed(EAGAIN);
    return file;
}

} // namespace

struct LocalFileSystem::Impl {
    std::unique_ptr<LocalTree> tree;

    const PathResolver& resolver() const { return tree->resolver(); }
    Error problem(int error) const { return tree->problem(error); }

    // The folder of a name that is about to be made or replaced.
    Descriptor folderForNew(const VirtualPath& path) const
    {
        Descriptor folder = resolver().openParent(path);
        if (folder && tree->filter().hides(path.name()))
            return Descriptor::failed(EPERM);
        return folder;
    }

    // The folder of a name that is there.
    Descriptor folderOf(const VirtualPath& path) const
    {
        if (tree->filter().hides(path.name()))
            return Descriptor::failed(ENOENT);
        return resolver().openParent(path);
    }

    bool isTaken(const VirtualPath& path) const
    {
        return static_cast<bool>(resolver().open(path, O_PATH | O_NOFOLLOW));
    }

    Result<std::unique_ptr<File>> openExisting(const Descriptor& found, const VirtualPath& path,
                                               OpenFlags flags) const
    {
        struct statx status {};
        if (const int error = statusOf(found.get(), status))
            return problem(error);
        if (S_ISDIR(status.stx_mode))
            return problem(EISDIR);
        if (GUARD(regular_files) && !S_ISREG(status.stx_mode))
            return notRegular(tree->name());
        Descriptor file = reopened(*tree, found, path, systemFlags(flags));
        if (!file)
            return problem(file.error());
        if (flags.testFlag(OpenFlag::Truncate) && ::ftruncate(file.get(), 0) != 0)
            return problem(errno);
        return std::make_unique<LocalFile>(*tree, std::move(file), flags,
                                           LocalFile::Origin::Existed);
    }

    // Where a folder really is below the root; where the client thinks it is, if that cannot be
    // told.
    VirtualPath realFolder(const Descriptor& folder, const VirtualPath& otherwise) const
    {
        const auto real = resolver().realPath(folder.get());
        const auto path = real ? VirtualPath::parse(*real) : Result<VirtualPath>(otherwise);
        return path ? *path : otherwise;
    }

    Result<QByteArray> shownTarget(const VirtualPath& folder, const QByteArray& target) const
    {
        if (tree->options().confinement == Confinement::InRoot)
            return target;
        if (!target.startsWith('/')) {
            if (!staysBelowRoot(folder, target))
                return problem(EXDEV);
            return target;
        }
        const auto below = resolver().belowRoot(target);
        if (!below || !staysBelowRoot({}, *below))
            return problem(EXDEV);
        return *below;
    }
};

LocalFileSystem::LocalFileSystem(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

LocalFileSystem::~LocalFileSystem() = default;

Result<std::unique_ptr<LocalFileSystem>> LocalFileSystem::open(const QByteArray& folder,
                                                               const Options& options,
                                                               const std::optional<RootMark>& known)
{
    auto tree = LocalTree::open(folder, options, known);
    if (!tree)
        return tree.error();
    auto impl = std::make_unique<Impl>();
    impl->tree = std::move(*tree);
    return std::unique_ptr<LocalFileSystem>(new LocalFileSystem(std::move(impl)));
}

Result<RootMark> LocalFileSystem::mark(const QByteArray& folder)
{
    auto tree = LocalTree::open(folder, {}, {});
    if (!tree)
        return tree.error();
    RootMark mark;
    if (const int error = readRootMark((*tree)->root(), mark))
        return (*tree)->problem(error);
    return mark;
}

int LocalFileSystem::rootDescriptor() const
{
    return m_impl->tree->root();
}

Result<std::unique_ptr<File>> LocalFileSystem::open(const VirtualPath& path, OpenFlags flags,
                                                    const FileAttributes& initial)
{
    if (path.isRoot())
        return m_impl->problem(EISDIR);
    const bool mayCreate = flags.testFlag(OpenFlag::Create);
    if (mayCreate) {
        if (auto there = m_impl->tree->stillThere(); !there)
            return there.error();
    }
    for (int attempt = 0; attempt < PathResolver::attempts; ++attempt) {
        if (mayCreate) {
            Descriptor made =
                m_impl->resolver().create(path, systemFlags(flags), initialMode(initial, 0666));
            if (made)
                return std::make_unique<LocalFile>(*m_impl->tree, std::move(made), flags,
                                                   LocalFile::Origin::CreatedHere);
            if (made.error() != EEXIST || flags.testFlag(OpenFlag::Exclusive))
                return m_impl->problem(made.error());
        }
        const Descriptor found = m_impl->resolver().open(path, O_PATH);
        if (found)
            return m_impl->openExisting(found, path, flags);
        // A link that leads nowhere is not a place to create a file; a file that was in the way of
        // creating one and has gone since is.
        if (!mayCreate || found.error() != ENOENT || m_impl->isTaken(path))
            return m_impl->problem(found.error());
    }
    return m_impl->problem(EAGAIN);
}

Result<std::unique_ptr<DirectoryReader>> LocalFileSystem::openDirectory(const VirtualPath& path)
{
    if (auto there = m_impl->tree->stillThere(); !there)
        return there.error();
    Descriptor folder = m_impl->resolver().open(path, O_RDONLY | O_DIRECTORY);
    if (!folder)
        return m_impl->problem(folder.error());
    return LocalDirectory::read(*m_impl->tree, std::move(folder));
}

Result<FileAttributes> LocalFileSystem::attributes(const VirtualPath& path, Symlinks symlinks)
{
    struct statx status {};
    if (const int error = m_impl->resolver().status(path, symlinks, status))
        return m_impl->problem(error);
    return attributesFrom(status);
}

Result<void> LocalFileSystem::setAttributes(const VirtualPath& path, const FileAttributes& wanted,
                                            Symlinks symlinks)
{
    const Descriptor file =
        m_impl->resolver().open(path, O_PATH | (symlinks == Symlinks::Follow ? 0 : O_NOFOLLOW));
    const int error = file ? changeByPathDescriptor(file.get(), wanted) : file.error();
    if (error)
        return m_impl->problem(error);
    return {};
}

Result<void> LocalFileSystem::makeDirectory(const VirtualPath& path, const FileAttributes& initial)
{
    if (path.isRoot())
        return m_impl->problem(EEXIST);
    if (auto there = m_impl->tree->stillThere(); !there)
        return there;
    const Descriptor folder = m_impl->folderForNew(path);
    if (!folder)
        return m_impl->problem(folder.error());
    const QByteArray name = path.name();
    if (::mkdirat(folder.get(), name.constData(), initialMode(initial, 0777)) != 0)
        return m_impl->problem(errno);
    m_impl->tree->folderMade(folder.get(), name.constData());
    return {};
}

Result<void> LocalFileSystem::removeDirectory(const VirtualPath& path)
{
    if (path.isRoot())
        return m_impl->problem(EPERM);
    const Descriptor folder = m_impl->folderOf(path);
    if (!folder)
        return m_impl->problem(folder.error());
    return outcome(*m_impl->tree, ::unlinkat(folder.get(), path.name().constData(), AT_REMOVEDIR));
}

Result<void> LocalFileSystem::removeFile(const VirtualPath& path)
{
    if (path.isRoot())
        return m_impl->problem(EPERM);
    const Descriptor folder = m_impl->folderOf(path);
    if (!folder)
        return m_impl->problem(folder.error());
    return outcome(*m_impl->tree, ::unlinkat(folder.get(), path.name().constData(), 0));
}

Result<void> LocalFileSystem::rename(const VirtualPath& from, const VirtualPath& to,
                                     Overwrite overwrite)
{
    if (from.isRoot() || to.isRoot())
        return m_impl->problem(EPERM);
    const Descriptor source = m_impl->folderOf(from);
    if (!source)
        return m_impl->problem(source.error());
    const Descriptor target = m_impl->folderForNew(to);
    if (!target)
        return m_impl->problem(target.error());

    const int error = renameEntry(source.get(), from.name().constData(), target.get(),
                                  to.name().constData(), overwrite);
    switch (error) {
    case 0:
        return {};
    case EXDEV:
        return otherDisk(m_impl->tree->name());
    case ENOTDIR:
        return m_impl->problem(EEXIST); // a folder onto a file
    default:
        return m_impl->problem(error);
    }
}

Result<QByteArray> LocalFileSystem::readLink(const VirtualPath& path)
{
    const Descriptor link = m_impl->resolver().open(path, O_PATH | O_NOFOLLOW);
    if (!link)
        return m_impl->problem(link.error());
    struct statx status {};
    if (const int error = statusOf(link.get(), status))
        return m_impl->problem(error);
    if (!S_ISLNK(status.stx_mode))
        return Error{ErrorCode::InvalidArgument, QStringLiteral("This is not a link")};
    std::array<char, PATH_MAX> text{};
    const ssize_t size = ::readlinkat(link.get(), "", text.data(), text.size());
    if (size < 0)
        return m_impl->problem(errno);
    return m_impl->shownTarget(m_impl->realFolder(link, path).parent(),
                               QByteArray(text.data(), size));
}

Result<void> LocalFileSystem::makeLink(const VirtualPath& link, const QByteArray& target)
{
    if (link.isRoot())
        return m_impl->problem(EEXIST);
    if (!m_impl->tree->options().makeLinks)
        return m_impl->problem(EPERM);
    const Descriptor folder = m_impl->folderForNew(link);
    if (!folder)
        return m_impl->problem(folder.error());
    // It could not be opened, but would tell which hidden names there are: "x -> .ssh/../seen".
    if (m_impl->tree->filter().hidesAny(target))
        return m_impl->problem(EPERM);
    Result<QByteArray> text = target;
    if (m_impl->tree->options().confinement == Confinement::Beneath)
        text = storedLinkTarget(m_impl->realFolder(folder, link.parent()), target);
    if (!text)
        return text.error();
    return outcome(*m_impl->tree,
                   ::symlinkat(text->constData(), folder.get(), link.name().constData()));
}

Result<void> LocalFileSystem::makeHardLink(const VirtualPath& existing, const VirtualPath& link)
{
    if (link.isRoot())
        return m_impl->problem(EPERM);
    const Descriptor file = m_impl->resolver().open(existing, O_PATH | O_NOFOLLOW);
    if (!file)
        return m_impl->problem(file.error());
    struct statx status {};
    if (const int error = statusOf(file.get(), status))
        return m_impl->problem(error);
    if (!S_ISREG(status.stx_mode))
        return notRegular(m_impl->tree->name());
    const Descriptor folder = m_impl->folderForNew(link);
    if (!folder)
        return m_impl->problem(folder.error());
    // From the file that was looked at: a second lookup by name could find another.
    if (::linkat(AT_FDCWD, DescriptorPath(file.get()).get(), folder.get(), link.name().constData(),
                 AT_SYMLINK_FOLLOW)
        == 0)
        return {};
    return errno == EXDEV ? otherDisk(m_impl->tree->name()) : m_impl->problem(errno);
}

Result<StorageSpace> LocalFileSystem::space(const VirtualPath& path)
{
    const Descriptor file = m_impl->resolver().open(path, O_PATH);
    if (!file)
        return m_impl->problem(file.error());
    struct statvfs status {};
    if (::fstatvfs(file.get(), &status) != 0)
        return m_impl->problem(errno);
    return spaceFrom(status);
}

Result<std::unique_ptr<File>> LocalFileSystem::openDraft(const VirtualPath& path,
                                                         const FileAttributes& initial)
{
    return LocalDraft::create(*m_impl->tree, path, initial);
}

Result<quint64> LocalFileSystem::usedBytes()
{
    quint64 used = 0;
    if (const int error = sumFileSizes(m_impl->tree->root(), used))
        return m_impl->problem(error);
    return used;
}

QByteArray LocalFileSystem::shareName(const VirtualPath&) const
{
    return m_impl->tree->options().shareName;
}

void LocalFileSystem::keepPlaces(bool keep)
{
    m_impl->tree->keepPlaces(keep);
}

} // namespace sallyport
