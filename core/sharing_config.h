// From settings to what a server needs: the authenticator, the tree of each login, the limits this
// process can keep. What outlives a change of the settings is shared by all of them.
//
// Threads: made on the main thread; a config is used by all, and immutable but for Revocations.
#pragma once

#include "core/auth/password_gate.h"
#include "core/auth/password_verifier.h"
#include "core/fs/created_files_store.h"
#include "core/fs/share_opener.h"
#include "core/fs/share_tree.h"
#include "core/fs/share_uses.h"
#include "core/guarded.h"
#include "core/server_config.h"
#include "core/settings.h"
#include "core/sharing_start.h"

#include <QHash>
#include <QSet>

#include <functional>
#include <memory>

namespace sallyport {

// Which accounts lost something, and when. A login that began under older settings is still being
// checked against those: this is what keeps it from getting what was taken away meanwhile.
//
// Threads: any.
class Revocations {
public:
    quint64 now(); // the number of changes so far
    void revoke(const QSet<AccountId>& accounts);
    bool hasLostSince(const AccountId& account, quint64 moment);

private:
    struct State {
        quint64 changes = 0;
        QHash<AccountId, quint64> last;
    };
    Guarded<State> m_state;
};

struct SharingParts {
    using Upgraded =
        std::function<void(const AccountId&, const QByteArray& old, const QByteArray& better)>;

    std::shared_ptr<ShareOpener> opener;
    std::shared_ptr<CreatedFilesStore> created;
    std::shared_ptr<ShareUses> uses = std::make_shared<ShareUses>();
    Upgraded upgraded; // of AccountAuthenticator
    std::shared_ptr<const PasswordVerifier> verifier = std::make_shared<PasswordVerifier>();
    std::shared_ptr<PasswordGate> gate = std::make_shared<PasswordGate>();
    std::shared_ptr<Revocations> revocations = std::make_shared<Revocations>();
    ShareTree::Layout layout = ShareTree::Layout::Named;
};

ServerConfig serverConfig(const Settings& settings, const SharingStart& start,
                          const SharingParts& parts);

} // namespace sallyport
