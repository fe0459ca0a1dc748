#include "core/fs/login_files.h"

#include "core/fs/access_file_system.h"
#include "core/fs/atomic_upload_file_system.h"
#include "core/fs/charset_file_system.h"
#include "core/fs/drop_box_file_system.h"
#include "core/fs/limited_file_system.h"
#include "core/fs/quota_file_system.h"

#include <algorithm>

namespace sallyport {

namespace {

bool isOn(const Share& share)
{
    return share.enabled && (!share.until || *share.until > QDateTime::currentDateTimeUtc());
}

bool isUploading(Access access)
{
    return access == Access::Upload || access == Access::DropBox;
}

// A draft that got its name is its sender's like any file, and under another name as well.
AtomicUploadFileSystem::Landed recordedBy(const std::shared_ptr<Sender>& sender)
{
    return [sender](const VirtualPath& asked, const VirtualPath& got, const FileAttributes& file) {
        if (got == asked)
            sender->record->landed(*sender, got, file);
        else
            sender->record->add(*sender, got, file);
    };
}

} // namespace

LoginSnapshot loginSnapshot(const Settings& settings, ShareTree::Layout layout)
{
    LoginSnapshot snapshot;
    for (const Share& share : settings.shares) {
        if (isOn(share))
            snapshot.shares.append(share);
    }
    for (const Account& account : settings.accounts) {
        if (account.enabled)
            snapshot.grants.insert(account.id, account.access);
    }
    snapshot.layout = layout;
    snapshot.charset = settings.network.charset;
    return snapshot;
}

LoginFiles::LoginFiles(LoginSnapshot snapshot, std::shared_ptr<ShareOpener> opener,
                       std::shared_ptr<CreatedFilesStore> created, std::shared_ptr<ShareUses> uses)
    : m_snapshot(std::move(snapshot))
    , m_opener(std::move(opener))
    , m_created(std::move(created))
    , m_uses(std::move(uses))
{
}

bool LoginFiles::isRecorded(const ShareId& share) const
{
    return std::any_of(m_snapshot.grants.cbegin(), m_snapshot.grants.cend(),
                       [&](const QHash<ShareId, Access>& grants) {
                           const auto grant = grants.constFind(share);
                           return grant != grants.constEnd() && isUploading(*grant);
                       });
}

std::unique_ptr<FileSystem> LoginFiles::wrapped(std::unique_ptr<FileSystem> files,
                                                const Share& share, Access access,
                                                const Identity& identity) const
{
    std::shared_ptr<Sender> sender;
    if (isRecorded(share.id))
        sender =
            std::make_shared<Sender>(m_created->of(share.id), identity.account, identity.guest);
    const auto use = m_uses->of(share);
    if (share.quota || share.keepFree) {
        const QuotaRules rules{QString::fromUtf8(share.name), share.quota, share.keepFree};
        files = std::make_unique<QuotaFileSystem>(std::move(files), rules, use);
    }
    if (share.atomicUpload)
        files = std::make_unique<AtomicUploadFileSystem>(
            std::move(files), use,
            sender && isUploading(access) ? recordedBy(sender) : AtomicUploadFileSystem::Landed());
    const Access allowed = identity.readOnly ? Access::View : access;
    files = std::make_unique<AccessFileSystem>(std::move(files), allowed, share.name, sender);
    if (access == Access::DropBox)
        files = std::make_unique<DropBoxFileSystem>(std::move(files), sender);
    return std::make_unique<LimitedFileSystem>(std::move(files), share.name, share.maxFileSize);
}

Result<LoginTree> LoginFiles::open(const Identity& identity) const
{
    const QHash<ShareId, Access> grants = m_snapshot.grants.value(identity.account);
    QList<Share> shares;
    for (const Share& share : m_snapshot.shares) {
        if (isOn(share) && grants.contains(share.id))
            shares.append(share);
    }

    auto opened = m_opener->open(shares);
    LoginTree tree;
    tree.roots.emplace();
    std::vector<ShareTree::Branch> branches;
    for (qsizetype i = 0; i < shares.size(); ++i) {
        const Share& share = shares[i];
        ShareTree::Branch branch{share.name, {}, nullptr};
        branch.attributes = m_opener->rootAttributes(share.id).value_or(FileAttributes());
        if (auto& result = opened[std::size_t(i)]) {
            if (!result->root)
                tree.roots.reset();
            else if (tree.roots)
                tree.roots->append(*result->root);
            branch.files =
                wrapped(std::move(result->files), share, grants.value(share.id), identity);
        }
        branches.push_back(std::move(branch));
    }
    auto files = withCharset(std::make_unique<ShareTree>(std::move(branches), m_snapshot.layout),
                             m_snapshot.charset);
    if (!files)
        return files.error();
    tree.files = std::move(*files);
    return tree;
}

} // namespace sallyport
