#include "ui/shares/shown_invite.h"

#include "core/settings_store.h"
#include "core/sharing.h"

#include <QUrl>

#include <algorithm>

namespace sallyport {

namespace {

template <typename List, typename Id>
auto find(const List& list, const Id& id) -> decltype(&list.first())
{
    const auto found =
        std::find_if(list.begin(), list.end(), [&id](const auto& one) { return one.id == id; });
    return found == list.end() ? nullptr : &*found;
}

} // namespace

const Share* findShare(const Settings& settings, const ShareId& id)
{
    return find(settings.shares, id);
}

const Account* findAccount(const Settings& settings, const AccountId& id)
{
    return find(settings.accounts, id);
}

const Account* invitedTo(const Settings& settings, const Share& share)
{
    if (const Account* guest = findAccount(settings, share.guest))
        return guest;
    const auto found = std::find_if(
        settings.accounts.begin(), settings.accounts.end(),
        [&share](const Account& account) { return account.access.contains(share.id); });
    return found == settings.accounts.end() ? nullptr : &*found;
}

QStringList inviteHosts(const CoreParts& parts)
{
    QStringList hosts;
    const QString chosen =
        parts.settings.current().ui.value(QLatin1String("inviteAddress")).toString();
    if (!chosen.isEmpty())
        hosts += chosen;
    const QList<QUrl> links = parts.sharing.links();
    for (const QUrl& link : links.isEmpty() ? parts.sharing.expectedLinks() : links) {
        const QString host = link.host(QUrl::FullyDecoded);
        if (!hosts.contains(host))
            hosts += host;
    }
    return hosts;
}

Invite makeInvite(const CoreParts& parts, const Share& share, const Account* account,
                  const QString& host)
{
    Invite invite;
    if (account)
        invite.user = account->userName;
    invite.host = host;
    const quint16 port = parts.sharing.server().port();
    invite.port = port != 0 ? port : parts.settings.current().network.port;
    invite.share = share.name;
    invite.hostKeys = parts.sharing.knownHosts();
    invite.fingerprints = parts.sharing.fingerprints();
    return invite;
}

bool leadsSomewhere(const CoreParts& parts, const ShareId& share)
{
    return parts.sharing.state() == Sharing::State::On
        && parts.sharing.shareStatus(share).now == Sharing::ShareStatus::Now::Available;
}

} // namespace sallyport
