// Admission decides who may come: the peer filter first, then blocks and penalties. When the pool
// of those not logged in is full a newcomer is taken, and the oldest of the source that has most of
// them goes. A source that has as many as one may have loses its oldest that does nothing; while
// all of them are at their logins the newcomer waits.
//
// Threads: the Listener's. The throttle outlives it.
#pragma once

#include "core/server_config.h"
#include "core/ssh/connection.h"
#include "core/ssh/login_throttle.h"
#include "core/ssh/peer_filter.h"

#include <QHostAddress>
#include <QString>

#include <vector>

namespace sallyport::ssh {

class Admission {
public:
    Admission(LoginThrottle& throttle, const ServerConfig& config);

    void configure(const ServerConfig& config);
    void block(const QString& entry);   // an address or a network
    bool unblock(const QString& entry); // true if it was blocked
    bool isTrustedProxy(const QHostAddress& address) const;

    // Why nobody may come from there, a sentence; empty: they may.
    QString refusal(const QHostAddress& address);
    // How a newcomer of this source gets its place. `waiting`: those not logged in, the oldest
    // first. `mayWait`: it need not be now, where all of its source are busy with their logins.
    struct Place {
        Connection* goes = nullptr; // makes room
        bool later = false;
    };
    Place placeFor(const std::vector<Connection*>& waiting, const QHostAddress& source,
                   bool mayWait) const;

private:
    LoginThrottle& m_throttle;
    PeerFilter m_filter;
    AddressList m_blocked, m_trustedProxies;
    bool m_penalties = true;
    int m_most = 0, m_mostOfASource = 0; // not logged in
};

} // namespace sallyport::ssh
