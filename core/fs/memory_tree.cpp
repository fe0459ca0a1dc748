#include "core/fs/memory_tree.h"

#include <QDateTime>

#include <deque>

namespace sallyport {

namespace {

// Source: path_resolution(7): more than 40 links in one path is ELOOP.
constexpr int maxLinks = 40;

// Whom the files of a tree in memory belong to: the first person's number on Linux.
constexpr FileAttributes::Owner everyFilesOwner{1000, 1000};

qint64 now()
{
    return QDateTime::currentSecsSinceEpoch();
}

quint64 bytesBelow(const MemoryNode& node)
{
    auto sum = quint64(node.content.size());
    for (const auto& [name, child] : node.children)
        sum += bytesBelow(*child);
    return sum;
}

} // namespace

Error memoryError(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NotFound:
        return {code, QStringLiteral("There is no such file")};
    case ErrorCode::PermissionDenied:
        return {code, QStringLiteral("This is not allowed")};
    case ErrorCode::Escaped:
        return {code, QStringLiteral("The link leads out of the share")};
    case ErrorCode::AlreadyExists:
        return {code, QStringLiteral("This name is taken already")};
    case ErrorCode::NotADirectory:
        return {code, QStringLiteral("This is not a folder")};
    case ErrorCode::IsADirectory:
        return {code, QStringLiteral("This is a folder")};
    case ErrorCode::NotEmpty:
        return {code, QStringLiteral("The folder is not empty")};
    case ErrorCode::NoSpace:
        return {code, QStringLiteral("No space left in memory")};
    case ErrorCode::NotSupported:
        return {code, QStringLiteral("A link has no such attribute")};
    case ErrorCode::InvalidArgument:
        return {code, QStringLiteral("A folder cannot be moved into itself")};
    default:
        return {code, QStringLiteral("The request failed")};
    }
}

FileAttributes MemoryNode::attributes() const
{
    FileAttributes result;
    result.type = type;
    result.size = quint64(content.size());
    result.permissions = permissions;
    result.owner = everyFilesOwner;
    result.times = times;
    result.links = links;
    result.id = FileAttributes::Id{0, inode};
    return result;
}

void MemoryNode::touch()
{
    times.modified = now();
}

Result<void> MemoryNode::resize(quint64 size)
{
    if (isFolder())
        return memoryError(ErrorCode::IsADirectory);
    if (size > MemoryTree::capacity)
        return memoryError(ErrorCode::NoSpace);
    const qsizetype before = content.size();
    content.resize(qsizetype(size));
    if (content.size() > before)
        std::fill(content.begin() + before, content.end(), '\0');
    touch();
    return {};
}

Result<void> MemoryNode::setAttributes(const FileAttributes& wanted)
{
    if (wanted.owner && wanted.owner != everyFilesOwner)
        return memoryError(ErrorCode::PermissionDenied);
    if (isLink() && (wanted.permissions || wanted.size))
        return memoryError(ErrorCode::NotSupported);
    if (wanted.size) {
        if (auto resized = resize(*wanted.size); !resized)
            return resized.error();
    }
    if (wanted.permissions)
        permissions = *wanted.permissions & 0777;
    if (wanted.times)
        times = *wanted.times;
    return {};
}

VirtualPath MemoryTree::Place::folderPath() const
{
    VirtualPath path;
    for (const QByteArray& folderName : names)
        path = path.child(folderName);
    return path;
}

MemoryTree::MemoryTree()
    : m_root(std::make_shared<MemoryNode>())
{
    m_root->type = FileType::Directory;
    m_root->permissions = 0755;
    m_root->inode = ++m_lastInode;
    m_root->times = {now(), now()};
}

Result<MemoryTree::Place> MemoryTree::find(const VirtualPath& path, Symlinks symlinks) const
{
    const QList<QByteArray> components = path.components();
    std::deque<QByteArray> pending(components.begin(), components.end());
    Place place{{m_root}, {}, {}, nullptr};
    int links = 0;
    while (!pending.empty()) {
        const QByteArray step = pending.front();
        pending.pop_front();
        if (step.isEmpty() || step == ".")
            continue;
        if (step == "..") {
            if (place.names.empty())
                return memoryError(ErrorCode::Escaped);
            place.above.pop_back();
            place.names.pop_back();
            continue;
        }
        const auto found = place.folder().children.find(step);
        const auto child = found == place.folder().children.end() ? nullptr : found->second;
        if (!child && !pending.empty())
            return memoryError(ErrorCode::NotFound);
        if (child && child->isLink() && (!pending.empty() || symlinks == Symlinks::Follow)) {
            if (++links > maxLinks)
                return memoryError(ErrorCode::NotFound);
            const QList<QByteArray> target = child->content.split('/');
            pending.insert(pending.begin(), target.begin(), target.end());
            continue;
        }
        if (child && child->isFolder() && !pending.empty()) {
            place.above.push_back(child);
            place.names.push_back(step);
            continue;
        }
        if (!pending.empty())
            return memoryError(ErrorCode::NotADirectory);
        place.name = step;
        place.node = child;
        return place;
    }
    // The way ended with "..", ".", or at the root: the last folder passed is what was meant.
    place.node = place.above.back();
    if (!place.names.empty()) {
        place.name = place.names.back();
        place.names.pop_back();
        place.above.pop_back();
    }
    return place;
}

Result<std::shared_ptr<MemoryNode>> MemoryTree::existing(const VirtualPath& path,
                                                         Symlinks symlinks) const
{
    auto place = find(path, symlinks);
    if (!place)
        return place.error();
    if (!place->node)
        return memoryError(ErrorCode::NotFound);
    return place->node;
}

std::shared_ptr<MemoryNode> MemoryTree::add(const Place& place, FileType type, quint32 permissions)
{
    auto node = std::make_shared<MemoryNode>();
    node->type = type;
    node->inode = ++m_lastInode;
    node->permissions = permissions & 0777;
    node->links = 0;
    node->times = {now(), now()};
    attach(place, node);
    return node;
}

void MemoryTree::attach(const Place& place, std::shared_ptr<MemoryNode> node)
{
    ++node->links;
    place.folder().children[place.name] = std::move(node);
    place.folder().touch();
}

void MemoryTree::detach(const Place& place)
{
    --place.node->links;
    place.folder().children.erase(place.name);
    place.folder().touch();
}

quint64 MemoryTree::used() const
{
    return bytesBelow(*m_root);
}

} // namespace sallyport
