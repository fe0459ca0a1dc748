#include "core/sharing_config.h"

#include "core/auth/account_authenticator.h"
#include "core/fs/login_files.h"
#include "core/platform/descriptor_limit.h"
#include "core/platform/landlock.h"

#include <algorithm>

namespace sallyport {

namespace {

// Three quarters of the descriptors at most: sockets, logs and the settings need some too.
Limits affordable(Limits limits)
{
    static const int descriptors = raiseDescriptorLimit();
    limits.maxHandles = std::max(1, std::min(limits.maxHandles, descriptors / 4 * 3));
    limits.maxHandlesPerConnection = std::min(limits.maxHandlesPerConnection, limits.maxHandles);
    limits.maxHandlesPerChannel =
        std::min(limits.maxHandlesPerChannel, limits.maxHandlesPerConnection);
    return limits;
}

} // namespace

quint64 Revocations::now()
{
    return m_state.lock()->changes;
}

void Revocations::revoke(const QSet<AccountId>& accounts)
{
    const auto state = m_state.lock();
    ++state->changes;
    for (const AccountId& account : accounts)
        state->last.insert(account, state->changes);
}

bool Revocations::hasLostSince(const AccountId& account, quint64 moment)
{
    return m_state.lock()->last.value(account, 0) > moment;
}

ServerConfig serverConfig(const Settings& settings, const SharingStart& start,
                          const SharingParts& parts)
{
    ServerConfig config;
    config.network = settings.network;
    config.limits = affordable(settings.limits);
    config.penalties = settings.penalties;
    config.offerGcm = start.offerGcm;
    config.hostKeys = start.hostKeys;
    config.authenticator = std::make_shared<AccountAuthenticator>(settings.accounts,
                                                                  AccountAuthenticator::Parts{
                                                                      .verifier = parts.verifier,
                                                                      .gate = parts.gate,
                                                                      .upgraded = parts.upgraded,
                                                                  });
    const auto files = std::make_shared<const LoginFiles>(loginSnapshot(settings, parts.layout),
                                                          parts.opener, parts.created, parts.uses);
    config.fileSystemFor = [files, revocations = parts.revocations,
                            moment = parts.revocations->now()](
                               const Identity& identity) -> Result<std::unique_ptr<FileSystem>> {
        if (revocations->hasLostSince(identity.account, moment)) {
            return Error{ErrorCode::PermissionDenied,
                         QStringLiteral("The owner changed what you may do here")};
        }
        Result<LoginTree> login = files->open(identity);
        if (!login)
            return login.error();
        // Last: this thread opens nothing more outside of them.
        if (login->roots && isolation() == Isolation::Active) {
            if (auto confined = confineThread(*login->roots); !confined)
                return confined.error();
        }
        return std::move(login->files);
    };
    return config;
}

} // namespace sallyport
