#include "core/memory_file_system.h"

#include "core/fs/link_target.h"
#include "core/fs/memory_tree.h"
#include "core/guarded.h"

#include <algorithm>
#include <cstring>

namespace sallyport {

struct MemoryFileSystem::Tree : Guarded<MemoryTree> {};

namespace {

using SharedTree = std::shared_ptr<Guarded<MemoryTree>>;

StorageSpace spaceOf(const MemoryTree& tree)
{
    StorageSpace space;
    space.blocks = MemoryTree::capacity / space.blockSize;
    const quint64 used = (tree.used() + space.blockSize - 1) / space.blockSize;
    space.freeBlocks = space.availableBlocks = space.blocks - std::min(used, space.blocks);
    space.inodes = space.freeInodes = space.availableInodes = 1'000'000;
    return space;
}

class MemoryFile final : public File {
public:
    MemoryFile(SharedTree tree, std::shared_ptr<MemoryNode> node, OpenFlags flags)
        : m_tree(std::move(tree))
        , m_node(std::move(node))
        , m_flags(flags)
    {
    }

    Result<std::size_t> readAt(quint64 offset, std::span<std::byte> buffer) override
    {
        if (!m_flags.testFlag(OpenFlag::Read))
            return memoryError(ErrorCode::PermissionDenied);
        const auto lock = m_tree->lock();
        const auto size = quint64(m_node->content.size());
        if (offset >= size || buffer.empty())
            return std::size_t(0);
        const auto count = std::size_t(std::min<quint64>(buffer.size(), size - offset));
        std::memcpy(buffer.data(), m_node->content.constData() + offset, count);
        return count;
    }

    Result<void> writeAt(quint64 offset, std::span<const std::byte> data) override
    {
        if (!m_flags.testFlag(OpenFlag::Write))
            return memoryError(ErrorCode::PermissionDenied);
        const auto lock = m_tree->lock();
        const auto size = quint64(m_node->content.size());
        if (m_flags.testFlag(OpenFlag::Append))
            offset = size;
        if (data.empty())
            return {};
        if (offset > MemoryTree::capacity)
            return memoryError(ErrorCode::NoSpace);
        if (auto resized = m_node->resize(std::max(size, offset + data.size())); !resized)
            return resized;
        std::memcpy(m_node->content.data() + offset, data.data(), data.size());
        return {};
    }

    Result<FileAttributes> attributes() override
    {
        const auto lock = m_tree->lock();
        return m_node->attributes();
    }

    Result<void> setAttributes(const FileAttributes& wanted) override
    {
        if (wanted.size && !m_flags.testFlag(OpenFlag::Write))
            return memoryError(ErrorCode::PermissionDenied);
        const auto lock = m_tree->lock();
        return m_node->setAttributes(wanted);
    }

    Result<void> sync() override { return {}; }

    Result<StorageSpace> space() override { return spaceOf(*m_tree->lock()); }

    bool sameAs(File& other) override
    {
        const auto* file = dynamic_cast<MemoryFile*>(&other.storage());
        return file && file->m_node == m_node;
    }

    Result<void> close() override { return {}; }

private:
    const SharedTree m_tree;
    const std::shared_ptr<MemoryNode> m_node;
    const OpenFlags m_flags;
};

// Goes on after the name it gave last, so what changes meanwhile does not disturb it.
class MemoryDirectoryReader final : public DirectoryReader {
public:
    MemoryDirectoryReader(SharedTree tree, std::shared_ptr<MemoryNode> folder)
        : m_tree(std::move(tree))
        , m_folder(std::move(folder))
    {
    }

    Result<QList<DirectoryEntry>> next(int atMost) override
    {
        const auto lock = m_tree->lock();
        QList<DirectoryEntry> entries;
        auto at = m_folder->children.upper_bound(m_last);
        for (; at != m_folder->children.end() && entries.size() < atMost; ++at) {
            entries.append({at->first, at->second->attributes()});
            m_last = at->first;
        }
        return entries;
    }

    Result<FileAttributes> attributes() override
    {
        const auto lock = m_tree->lock();
        return m_folder->attributes();
    }

private:
    const SharedTree m_tree;
    const std::shared_ptr<MemoryNode> m_folder;
    QByteArray m_last; // no name is empty
};

void putFile(MemoryTree& tree, const QByteArray& text, const QByteArray& content)
{
    VirtualPath path;
    const QList<QByteArray> components = VirtualPath::parse(text)->components();
    for (const QByteArray& component : components) {
        path = path.child(component);
        const auto place = tree.find(path, Symlinks::DoNotFollow);
        Q_ASSERT(place);
        if (place->node)
            continue;
        const bool isFile = path.components().size() == components.size() && !text.endsWith('/');
        const auto node = isFile ? tree.add(*place, FileType::Regular, 0644)
                                 : tree.add(*place, FileType::Directory, 0755);
        node->content = isFile ? content : QByteArray();
    }
}

} // namespace

MemoryFileSystem::MemoryFileSystem(std::initializer_list<std::pair<const char*, QByteArray>> files)
    : m_tree(std::make_shared<Tree>())
{
    const auto tree = m_tree->lock();
    for (const auto& [path, content] : files)
        putFile(*tree, path, content);
}

MemoryFileSystem::MemoryFileSystem(std::shared_ptr<Tree> tree)
    : m_tree(std::move(tree))
{
}

MemoryFileSystem::~MemoryFileSystem() = default;

std::unique_ptr<MemoryFileSystem> MemoryFileSystem::share() const
{
    return std::unique_ptr<MemoryFileSystem>(new MemoryFileSystem(m_tree));
}

QByteArray MemoryFileSystem::content(const char* path) const
{
    const auto tree = m_tree->lock();
    const auto node = tree->existing(*VirtualPath::parse(path), Symlinks::Follow);
    if (!node || (*node)->type != FileType::Regular)
        return {};
    return (*node)->content.isEmpty() ? QByteArray("") : (*node)->content;
}

Result<std::unique_ptr<File>> MemoryFileSystem::open(const VirtualPath& path, OpenFlags flags,
                                                     const FileAttributes& initial)
{
    const auto tree = m_tree->lock();
    // A link that leads nowhere is not a place to create a file: looked at first without following.
    auto place = tree->find(path, Symlinks::DoNotFollow);
    if (!place)
        return place.error();
    if (!place->node) {
        if (!flags.testFlag(OpenFlag::Create))
            return memoryError(ErrorCode::NotFound);
        auto node = tree->add(*place, FileType::Regular, initial.permissions.value_or(0644));
        return std::make_unique<MemoryFile>(m_tree, std::move(node), flags);
    }
    if (flags.testFlag(OpenFlag::Create) && flags.testFlag(OpenFlag::Exclusive))
        return memoryError(ErrorCode::AlreadyExists);
    const auto node = tree->existing(path, Symlinks::Follow);
    if (!node)
        return node.error();
    if ((*node)->isFolder())
        return memoryError(ErrorCode::IsADirectory);
    if (flags.testFlag(OpenFlag::Truncate)) {
        if (auto emptied = (*node)->resize(0); !emptied)
            return emptied.error();
    }
    return std::make_unique<MemoryFile>(m_tree, *node, flags);
}

Result<std::unique_ptr<DirectoryReader>> MemoryFileSystem::openDirectory(const VirtualPath& path)
{
    const auto tree = m_tree->lock();
    const auto node = tree->existing(path, Symlinks::Follow);
    if (!node)
        return node.error();
    if (!(*node)->isFolder())
        return memoryError(ErrorCode::NotADirectory);
    return std::make_unique<MemoryDirectoryReader>(m_tree, *node);
}

Result<FileAttributes> MemoryFileSystem::attributes(const VirtualPath& path, Symlinks symlinks)
{
    const auto tree = m_tree->lock();
    const auto node = tree->existing(path, symlinks);
    if (!node)
        return node.error();
    return (*node)->attributes();
}

Result<void> MemoryFileSystem::setAttributes(const VirtualPath& path, const FileAttributes& wanted,
                                             Symlinks symlinks)
{
    const auto tree = m_tree->lock();
    const auto node = tree->existing(path, symlinks);
    if (!node)
        return node.error();
    return (*node)->setAttributes(wanted);
}

Result<void> MemoryFileSystem::makeDirectory(const VirtualPath& path, const FileAttributes& initial)
{
    const auto tree = m_tree->lock();
    const auto place = tree->find(path, Symlinks::DoNotFollow);
    if (!place)
        return place.error();
    if (place->node)
        return memoryError(ErrorCode::AlreadyExists);
    tree->add(*place, FileType::Directory, initial.permissions.value_or(0755));
    return {};
}

Result<void> MemoryFileSystem::removeDirectory(const VirtualPath& path)
{
    if (path.isRoot())
        return memoryError(ErrorCode::PermissionDenied);
    const auto tree = m_tree->lock();
    const auto place = tree->find(path, Symlinks::DoNotFollow);
    if (!place)
        return place.error();
    if (!place->node)
        return memoryError(ErrorCode::NotFound);
    if (!place->node->isFolder())
        return memoryError(ErrorCode::NotADirectory);
    if (!place->node->children.empty())
        return memoryError(ErrorCode::NotEmpty);
    MemoryTree::detach(*place);
    return {};
}

Result<void> MemoryFileSystem::removeFile(const VirtualPath& path)
{
    if (path.isRoot())
        return memoryError(ErrorCode::PermissionDenied);
    const auto tree = m_tree->lock();
    const auto place = tree->find(path, Symlinks::DoNotFollow);
    if (!place)
        return place.error();
    if (!place->node)
        return memoryError(ErrorCode::NotFound);
    if (place->node->isFolder())
        return memoryError(ErrorCode::IsADirectory);
    MemoryTree::detach(*place);
    return {};
}

Result<void> MemoryFileSystem::rename(const VirtualPath& from, const VirtualPath& to,
                                      Overwrite overwrite)
{
    if (from.isRoot() || to.isRoot())
        return memoryError(ErrorCode::PermissionDenied);
    const auto tree = m_tree->lock();
    const auto source = tree->find(from, Symlinks::DoNotFollow);
    if (!source)
        return source.error();
    const auto target = tree->find(to, Symlinks::DoNotFollow);
    if (!target)
        return target.error();
    if (!source->node)
        return memoryError(ErrorCode::NotFound);
    if (target->node) {
        if (overwrite == Overwrite::No)
            return memoryError(ErrorCode::AlreadyExists);
        if (target->node == source->node)
            return {}; // two names of one file: POSIX leaves both
        if (target->node->isFolder() && !source->node->isFolder())
            return memoryError(ErrorCode::IsADirectory);
        if (!target->node->isFolder() && source->node->isFolder())
            return memoryError(ErrorCode::AlreadyExists);
        if (!target->node->children.empty())
            return memoryError(ErrorCode::NotEmpty);
    }
    if (std::find(target->above.begin(), target->above.end(), source->node) != target->above.end())
        return memoryError(ErrorCode::InvalidArgument);

    if (target->node)
        MemoryTree::detach(*target);
    MemoryTree::detach(*source);
    MemoryTree::attach(*target, source->node);
    return {};
}

Result<QByteArray> MemoryFileSystem::readLink(const VirtualPath& path)
{
    const auto tree = m_tree->lock();
    const auto node = tree->existing(path, Symlinks::DoNotFollow);
    if (!node)
        return node.error();
    if (!(*node)->isLink())
        return Error{ErrorCode::InvalidArgument, QStringLiteral("This is not a link")};
    return (*node)->content;
}

Result<void> MemoryFileSystem::makeLink(const VirtualPath& link, const QByteArray& target)
{
    const auto tree = m_tree->lock();
    const auto place = tree->find(link, Symlinks::DoNotFollow);
    if (!place)
        return place.error();
    if (place->node)
        return memoryError(ErrorCode::AlreadyExists);
    const auto stored = storedLinkTarget(place->folderPath(), target);
    if (!stored)
        return stored.error();
    tree->add(*place, FileType::Symlink, 0777)->content = *stored;
    return {};
}

Result<void> MemoryFileSystem::makeHardLink(const VirtualPath& existing, const VirtualPath& link)
{
    const auto tree = m_tree->lock();
    const auto node = tree->existing(existing, Symlinks::DoNotFollow);
    if (!node)
        return node.error();
    if ((*node)->type != FileType::Regular)
        return memoryError(ErrorCode::PermissionDenied);
    const auto place = tree->find(link, Symlinks::DoNotFollow);
    if (!place)
        return place.error();
    if (place->node)
        return memoryError(ErrorCode::AlreadyExists);
    MemoryTree::attach(*place, *node);
    return {};
}

Result<StorageSpace> MemoryFileSystem::space(const VirtualPath& path)
{
    const auto tree = m_tree->lock();
    if (const auto node = tree->existing(path, Symlinks::Follow); !node)
        return node.error();
    return spaceOf(*tree);
}

} // namespace sallyport
