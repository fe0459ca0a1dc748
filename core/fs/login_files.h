// LoginFiles makes the tree that one login sees: the shares its account was granted, each behind
// the wrappers of its access and limits, side by side below "/" or the only one as "/".
//
// Threads: immutable; called from several connection threads at once, each for its own login.
// Ownership: the opener, the records and the uses are shared with the LoginFiles of earlier and
// later settings.
#pragma once

#include "core/file_system.h"
#include "core/fs/created_files_store.h"
#include "core/fs/share_opener.h"
#include "core/fs/share_tree.h"
#include "core/fs/share_uses.h"
#include "core/identity.h"
#include "core/settings.h"

#include <QHash>
#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace sallyport {

// The part of the settings that decides what a login sees. A value, never changed.
struct LoginSnapshot {
    QList<Share>
        shares; // in the order of the settings; those off or past their `until` are left out
    QHash<AccountId, QHash<ShareId, Access>> grants;
    ShareTree::Layout layout = ShareTree::Layout::Named;
    QString charset = QStringLiteral("UTF-8"); // of the names clients send
};

// The shares and grants of `settings`; disabled accounts have none.
LoginSnapshot loginSnapshot(const Settings& settings, ShareTree::Layout layout);

// What one login got.
struct LoginTree {
    std::unique_ptr<FileSystem> files;
    // Descriptors of the roots, for Landlock's rules; owned by `files`. Empty if one of the
    // storages has no root, so that the thread must stay unlocked.
    std::optional<QList<int>> roots;
};

class LoginFiles {
public:
    LoginFiles(LoginSnapshot snapshot, std::shared_ptr<ShareOpener> opener,
               std::shared_ptr<CreatedFilesStore> created,
               std::shared_ptr<ShareUses> uses = std::make_shared<ShareUses>());
    // Fails only for a charset this computer does not know. May wait for the opener: 1 s.
    Result<LoginTree> open(const Identity& identity) const;

private:
    std::unique_ptr<FileSystem> wrapped(std::unique_ptr<FileSystem> files, const Share& share,
                                        Access access, const Identity& identity) const;
    bool isRecorded(const ShareId& share) const; // somebody may upload to it

    const LoginSnapshot m_snapshot;
    const std::shared_ptr<ShareOpener> m_opener;
    const std::shared_ptr<CreatedFilesStore> m_created;
    const std::shared_ptr<ShareUses> m_uses;
};

} // namespace sallyport
