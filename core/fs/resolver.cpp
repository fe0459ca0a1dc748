#include "core/fs/resolver.h"

#include "core/fs/posix_attributes.h"
#include "core/guard.h"

#include <array>
#include <climits>

#include <fcntl.h>

namespace sallyport {

namespace {

std::optional<QByteArray> pathOf(int descriptor)
{
    std::array<char, PATH_MAX> text{};
    const ssize_t size = ::readlink(DescriptorPath(descriptor).get(), text.data(), text.size());
    if (size <= 0 || std::size_t(size) == text.size() || text[0] != '/')
        return {};
    return QByteArray(text.data(), size);
}

} // namespace

PathResolver::PathResolver(int root, const Rules& rules)
    : m_root(root)
    , m_rules(rules)
{
}

PathResolver::~PathResolver() = default;

Descriptor PathResolver::open(const VirtualPath& path, int flags) const
{
    if (path.isRoot())
        return Descriptor(::openat(m_root, ".", flags | O_CLOEXEC));
    if (m_rules.filter.hidesAny(path.bytes()))
        return Descriptor::failed(ENOENT);
    if (GUARD(path_depth) && path.bytes().count('/') > maxDepth)
        return Descriptor::failed(ENAMETOOLONG);
    return resolve(path, flags | O_CLOEXEC);
}

Descriptor PathResolver::create(const VirtualPath& path, int flags, mode_t mode) const
{
    if (path.isRoot())
        return Descriptor::failed(EEXIST);
    if (m_rules.filter.hidesAny(path.parent().bytes()))
        return Descriptor::failed(ENOENT);
    if (m_rules.filter.hides(path.name()))
        return Descriptor::failed(EPERM);
    if (GUARD(path_depth) && path.bytes().count('/') > maxDepth)
        return Descriptor::failed(ENAMETOOLONG);
    return make(path, flags | O_CREAT | O_EXCL | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC, mode);
}

Descriptor PathResolver::make(const VirtualPath& path, int flags, mode_t mode) const
{
    const Descriptor parent = openParent(path);
    if (!parent)
        return Descriptor::failed(parent.error());
    return Descriptor(::openat(parent.get(), path.name().constData(), flags, mode));
}

Descriptor PathResolver::openParent(const VirtualPath& path) const
{
    if (GUARD(path_depth) && path.bytes().count('/') > maxDepth)
        return Descriptor::failed(ENAMETOOLONG);
    return open(path.parent(), O_PATH | O_DIRECTORY);
}

// The descriptor of the folder `path` is in, or -1. A folder whose names are asked for one by one
// is not worth opening.
int PathResolver::knownFolder(const VirtualPath& path) const
{
    const QByteArray& bytes = path.bytes();
    const qsizetype end = bytes.lastIndexOf('/');
    if (path.isRoot() || !m_rules.otherDisks)
        return -1;
    if (end == 0)
        return m_root;
    if (!m_keepsPlaces)
        return -1;
    if (QByteArrayView(m_place.path).first(m_place.end) != QByteArrayView(bytes).first(end)) {
        m_place = {bytes, end, {}};
        return -1;
    }
    if (!m_place.folder)
        m_place.folder = openParent(path);
    return m_place.folder->get();
}

int PathResolver::status(const VirtualPath& path, Symlinks symlinks, struct statx& status) const
{
    const int folder = knownFolder(path);
    if (folder >= 0 && !m_rules.filter.hides(path.name())) {
        // One name, and no link is followed: there is no way out of the folder.
        const char* name = path.bytes().constData() + path.bytes().lastIndexOf('/') + 1;
        constexpr int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT;
        if (::statx(folder, name, flags, statusFields, &status) != 0) {
            if (errno == ENOENT)
                return ENOENT;
        } else if (!S_ISLNK(status.stx_mode)) {
            return 0;
        }
    }
    const Descriptor file = open(path, O_PATH | (symlinks == Symlinks::Follow ? 0 : O_NOFOLLOW));
    return file ? statusOf(file.get(), status) : file.error();
}

void PathResolver::keepPlaces(bool keep) const
{
    m_keepsPlaces = keep;
    if (m_place.end > 0)
        m_place = {};
}

std::optional<QByteArray> PathResolver::realPath(int descriptor) const
{
    const auto path = pathOf(descriptor);
    return path ? belowRoot(*path) : std::nullopt;
}

std::optional<QByteArray> PathResolver::belowRoot(const QByteArray& hostPath) const
{
    const auto rootPath = pathOf(m_root);
    if (!rootPath)
        return {};
    if (*rootPath == "/")
        return hostPath;
    if (hostPath == *rootPath)
        return QByteArrayLiteral("/");
    if (!hostPath.startsWith(*rootPath + '/'))
        return {};
    return hostPath.sliced(rootPath->size());
}

} // namespace sallyport
