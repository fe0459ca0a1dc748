#include "core/sharing_nearby.h"

#include "core/escape.h"

#include <algorithm>

namespace sallyport {

namespace {

QByteArray userOf(const Share& share, const QList<Account>& accounts)
{
    QList<Account> welcome;
    for (const Account& account : accounts) {
        if (!account.enabled || !account.access.contains(share.id))
            continue;
        if (account.id == share.guest)
            return account.userName.toUtf8();
        welcome += account;
    }
    return welcome.size() == 1 ? welcome.first().userName.toUtf8() : QByteArray();
}

} // namespace

bool isAnnounced(const Network& network)
{
    const bool lan = std::any_of(network.allowFrom.begin(), network.allowFrom.end(),
                                 [](const QString& entry) { return entry.trimmed() == u"lan"; });
    return network.announce && lan && !anyoneMayConnect(network);
}

QList<Announcer::Service> servicesNearby(const Settings& settings, const QList<Share>& shares,
                                         ShareTree::Layout layout, const QList<Peer>& listening)
{
    const auto socket = std::find_if(listening.begin(), listening.end(),
                                     [](const Peer& one) { return !one.address.isLoopback(); });
    if (!isAnnounced(settings.network) || socket == listening.end())
        return {};
    QList<Announcer::Service> services;
    for (const Share& share : shares) {
        Announcer::Service service;
        service.name = escaped(share.name);
        service.path = layout == ShareTree::Layout::Single ? "/" : '/' + share.name;
        if (settings.network.announceUser)
            service.user = userOf(share, settings.accounts);
        service.port = socket->port;
        services += service;
    }
    return services;
}

} // namespace sallyport
