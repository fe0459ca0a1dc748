// What of the shares is announced to who is near: while network.announce is on and the network of
// this computer may come, and never while anyone may.
//
// Threads: a pure function.
#pragma once

#include "core/fs/share_tree.h"
#include "core/identity.h"
#include "core/network/announcer.h"
#include "core/settings.h"

#include <QList>

namespace sallyport {

// Whether shares that others can reach are announced.
bool isAnnounced(const Network& network);

// One service for each of `shares`, with the path it has in `layout`, on the port of a socket in
// `listening` that others can reach; none without one. u= is the guest of the share, or the only
// one who may come to it, and that only if network.announceUser is on.
QList<Announcer::Service> servicesNearby(const Settings& settings, const QList<Share>& shares,
                                         ShareTree::Layout layout, const QList<Peer>& listening);

} // namespace sallyport
