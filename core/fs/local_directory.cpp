#include "core/fs/local_directory.h"

#include "core/fs/posix_attributes.h"

#include <fcntl.h>

namespace sallyport {

namespace {

std::optional<FileType> typeFrom(unsigned char kind)
{
    switch (kind) {
    case DT_REG:
        return FileType::Regular;
    case DT_DIR:
        return FileType::Directory;
    case DT_LNK:
        return FileType::Symlink;
    case DT_UNKNOWN:
        return {};
    default:
        return FileType::Other;
    }
}

bool isDots(const QByteArray& name)
{
    return name == "." || name == "..";
}

} // namespace

LocalDirectory::LocalDirectory(const LocalTree& tree, std::unique_ptr<DIR, Close> stream)
    : m_tree(tree)
    , m_stream(std::move(stream))
{
}

Result<std::unique_ptr<DirectoryReader>> LocalDirectory::read(const LocalTree& tree,
                                                              Descriptor folder)
{
    std::unique_ptr<DIR, Close> stream(::fdopendir(folder.get()));
    if (!stream)
        return tree.problem(errno);
    folder.release();
    return std::unique_ptr<DirectoryReader>(new LocalDirectory(tree, std::move(stream)));
}

Result<QList<DirectoryEntry>> LocalDirectory::next(int atMost)
{
    QList<DirectoryEntry> entries;
    while (entries.size() < atMost) {
        errno = 0;
        const dirent* found = ::readdir(m_stream.get());
        if (!found && errno != 0)
            return m_tree.problem(errno);
        if (!found)
            break;
        DirectoryEntry entry{found->d_name, {}};
        if (isDots(entry.name) || m_tree.filter().hides(entry.name))
            continue;
        struct statx status {};
        if (::statx(descriptor(), found->d_name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT,
                    STATX_BASIC_STATS, &status)
            == 0)
            entry.attributes = attributesFrom(status);
        else if (errno == ENOENT)
            continue;
        else // a folder that may be listed but not entered: its names are known, no more
            entry.attributes.type = typeFrom(found->d_type);
        if (entry.attributes.type == FileType::Symlink
            && m_tree.options().symlinks == SymlinkPolicy::Hide)
            continue;
        entries.append(std::move(entry));
    }
    return entries;
}

Result<FileAttributes> LocalDirectory::attributes()
{
    struct statx status {};
    if (const int error = statusOf(descriptor(), status))
        return m_tree.problem(error);
    return attributesFrom(status);
}

} // namespace sallyport
