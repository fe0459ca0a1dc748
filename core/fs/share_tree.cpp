#include "core/fs/share_tree.h"

#include <algorithm>

namespace sallyport {

namespace {

Error nothingThere()
{
    return {ErrorCode::NotFound, QStringLiteral("There is no such file")};
}

Error isFolder()
{
    return {ErrorCode::IsADirectory, QStringLiteral("This is a folder")};
}

Error besideTheShares()
{
    return {ErrorCode::PermissionDenied, QStringLiteral("Nothing can be made beside the shares")};
}

// What the list of the shares shows of a root that was never seen.
FileAttributes folderAttributes(FileAttributes attributes)
{
    attributes.type = FileType::Directory;
    if (!attributes.permissions)
        attributes.permissions = 0755;
    if (!attributes.size)
        attributes.size = 0;
    return attributes;
}

class SharesReader final : public DirectoryReader {
public:
    SharesReader(QList<DirectoryEntry> entries, const FileAttributes& attributes)
        : m_entries(std::move(entries))
        , m_attributes(attributes)
    {
    }
    Result<QList<DirectoryEntry>> next(int atMost) override
    {
        const auto entries = m_entries.mid(m_next, atMost);
        m_next += entries.size();
        return entries;
    }
    Result<FileAttributes> attributes() override { return m_attributes; }

private:
    const QList<DirectoryEntry> m_entries;
    const FileAttributes m_attributes;
    qsizetype m_next = 0;
};

} // namespace

ShareTree::ShareTree(std::vector<Branch> branches, Layout layout)
    : m_branches(std::move(branches))
    , m_layout(m_branches.size() == 1 ? layout : Layout::Named)
{
    for (Branch& branch : m_branches)
        branch.attributes = folderAttributes(branch.attributes);
}

const ShareTree::Branch* ShareTree::branchOf(const VirtualPath& path) const
{
    if (m_layout == Layout::Single)
        return &m_branches.front();
    const QByteArray name = path.first();
    const auto found = std::find_if(m_branches.begin(), m_branches.end(),
                                    [&](const Branch& branch) { return branch.name == name; });
    return found == m_branches.end() ? nullptr : &*found;
}

VirtualPath ShareTree::pathInside(const VirtualPath& path) const
{
    return m_layout == Layout::Single ? path : path.withoutFirst();
}

Result<ShareTree::Place> ShareTree::find(const VirtualPath& path) const
{
    const Branch* branch = branchOf(path);
    if (!branch)
        return nothingThere();
    if (!branch->files)
        return Error{ErrorCode::Unavailable,
                     QStringLiteral("%1 is not available").arg(QString::fromUtf8(branch->name))};
    return Place{branch->files.get(), pathInside(path)};
}

Result<ShareTree::Place> ShareTree::findInside(const VirtualPath& path) const
{
    const Branch* branch = branchOf(path);
    if (branch ? pathInside(path).isRoot() : path.isRoot())
        return Error{ErrorCode::PermissionDenied,
                     branch ? QStringLiteral("%1 itself can only be changed by who shares it")
                                  .arg(QString::fromUtf8(branch->name))
                            : QStringLiteral("The list of the shares cannot be changed")};
    return find(path);
}

Result<std::pair<ShareTree::Place, ShareTree::Place>>
ShareTree::findBoth(const VirtualPath& from, const VirtualPath& to) const
{
    const auto source = findInside(from);
    if (!source)
        return source.error();
    const Branch* branch = branchOf(to);
    if (!branch && !to.isRoot())
        return besideTheShares();
    const auto target = findInside(to);
    if (!target)
        return target.error();
    if (source->files != target->files)
        return Error{
            ErrorCode::Failure,
            QStringLiteral("%1 and %2 are different shares")
                .arg(QString::fromUtf8(branchOf(from)->name), QString::fromUtf8(branch->name))};
    return std::pair{*source, *target};
}

FileAttributes ShareTree::rootAttributes() const
{
    FileAttributes root;
    root.type = FileType::Directory;
    root.permissions = 0555;
    root.size = 0;
    for (const Branch& branch : m_branches) {
        if (!root.owner)
            root.owner = branch.attributes.owner;
        if (branch.attributes.times
            && (!root.times || root.times->modified < branch.attributes.times->modified))
            root.times = branch.attributes.times;
    }
    return root;
}

bool ShareTree::isList(const VirtualPath& path) const
{
    return m_layout == Layout::Named && path.isRoot();
}

Result<std::unique_ptr<File>> ShareTree::open(const VirtualPath& path, OpenFlags flags,
                                              const FileAttributes& initial)
{
    if (isList(path))
        return isFolder();
    if (!branchOf(path) && flags.testFlag(OpenFlag::Create) && path.withoutFirst().isRoot())
        return besideTheShares();
    const auto place = find(path);
    if (!place)
        return place.error();
    if (place->path.isRoot())
        return isFolder();
    return place->files->open(place->path, flags, initial);
}

Result<std::unique_ptr<DirectoryReader>> ShareTree::openDirectory(const VirtualPath& path)
{
    if (isList(path)) {
        QList<DirectoryEntry> entries;
        for (const Branch& branch : m_branches)
            entries.append({branch.name, branch.attributes});
        return std::make_unique<SharesReader>(std::move(entries), rootAttributes());
    }
    const auto place = find(path);
    if (!place)
        return place.error();
    return place->files->openDirectory(place->path);
}

Result<FileAttributes> ShareTree::attributes(const VirtualPath& path, Symlinks symlinks)
{
    if (isList(path))
        return rootAttributes();
    const Branch* branch = branchOf(path);
    if (branch && !branch->files && pathInside(path).isRoot())
        return branch->attributes; // it is listed, so it can be looked at
    const auto place = find(path);
    if (!place)
        return place.error();
    return place->files->attributes(place->path, symlinks);
}

Result<void> ShareTree::setAttributes(const VirtualPath& path, const FileAttributes& wanted,
                                      Symlinks symlinks)
{
    if (isList(path))
        return findInside(path).error();
    const auto place = find(path);
    if (!place)
        return place.error();
    return place->files->setAttributes(place->path, wanted, symlinks);
}

Result<void> ShareTree::makeDirectory(const VirtualPath& path, const FileAttributes& initial)
{
    const Branch* branch = branchOf(path);
    if (path.isRoot() || (branch && pathInside(path).isRoot()))
        return Error{ErrorCode::AlreadyExists, QStringLiteral("This folder is there already")};
    if (!branch && path.withoutFirst().isRoot())
        return besideTheShares();
    const auto place = find(path);
    if (!place)
        return place.error();
    return place->files->makeDirectory(place->path, initial);
}

Result<void> ShareTree::removeDirectory(const VirtualPath& path)
{
    const auto place = findInside(path);
    if (!place)
        return place.error();
    return place->files->removeDirectory(place->path);
}

Result<void> ShareTree::removeFile(const VirtualPath& path)
{
    const auto place = findInside(path);
    if (!place)
        return place.error();
    return place->files->removeFile(place->path);
}

Result<void> ShareTree::rename(const VirtualPath& from, const VirtualPath& to, Overwrite overwrite)
{
    const auto both = findBoth(from, to);
    if (!both)
        return both.error();
    return both->first.files->rename(both->first.path, both->second.path, overwrite);
}

Result<QByteArray> ShareTree::readLink(const VirtualPath& path)
{
    const auto place = find(path);
    if (isList(path) || (place && place->path.isRoot()))
        return Error{ErrorCode::InvalidArgument, QStringLiteral("This is not a link")};
    if (!place)
        return place.error();
    auto target = place->files->readLink(place->path);
    if (target && m_layout == Layout::Named && target->startsWith('/'))
        return '/' + path.first() + *target;
    return target;
}

Result<void> ShareTree::makeLink(const VirtualPath& link, const QByteArray& target)
{
    if (!branchOf(link) && !link.isRoot() && link.withoutFirst().isRoot())
        return besideTheShares();
    const auto place = findInside(link);
    if (!place)
        return place.error();
    if (m_layout == Layout::Single || !target.startsWith('/'))
        return place->files->makeLink(place->path, target);

    const auto absolute = VirtualPath::parse(target);
    if (!absolute)
        return absolute.error();
    if (absolute->first() != link.first())
        return Error{ErrorCode::PermissionDenied,
                     QStringLiteral("A link in %1 may not lead out of it")
                         .arg(QString::fromUtf8(link.first()))};
    return place->files->makeLink(place->path, absolute->withoutFirst().bytes());
}

Result<void> ShareTree::makeHardLink(const VirtualPath& existing, const VirtualPath& link)
{
    const auto both = findBoth(existing, link);
    if (!both)
        return both.error();
    return both->first.files->makeHardLink(both->first.path, both->second.path);
}

Result<StorageSpace> ShareTree::space(const VirtualPath& path)
{
    if (!isList(path)) {
        const auto place = find(path);
        if (!place)
            return place.error();
        return place->files->space(place->path);
    }
    const auto freeBytes = [](const StorageSpace& space) {
        return space.availableBlocks * space.blockSize;
    };
    std::optional<StorageSpace> most;
    for (const Branch& branch : m_branches) {
        const auto space = branch.files ? branch.files->space({})
                                        : Result<StorageSpace>(Error{ErrorCode::Unavailable, {}});
        if (space && (!most || freeBytes(*space) > freeBytes(*most)))
            most = *space;
    }
    if (!most)
        return Error{ErrorCode::Unavailable, QStringLiteral("No share is available")};
    return *most;
}

QByteArray ShareTree::shareName(const VirtualPath& path) const
{
    const Branch* branch = branchOf(path);
    return branch ? branch->name : QByteArray();
}

void ShareTree::keepPlaces(bool keep)
{
    for (const Branch& branch : m_branches) {
        if (branch.files)
            branch.files->keepPlaces(keep);
    }
}

} // namespace sallyport
