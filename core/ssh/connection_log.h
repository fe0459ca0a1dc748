// ConnectionLog makes the events of one connection: number, peer and user are filled in.
//
// Threads: the connection's. The sink outlives it.
#pragma once

#include "core/activity.h"
#include "core/identity.h"
#include "core/ssh/ending.h"

#include <chrono>
#include <optional>
#include <set>

namespace sallyport::ssh {

class ConnectionLog {
public:
    ConnectionLog(ActivitySink& sink, quint64 connection, const Peer& peer);

    ActivitySink& sink() const { return m_sink; }
    quint64 connection() const { return m_connection; }
    const QString& peer() const { return m_peer; }
    const QString& user() const { return m_user; }
    void setUser(const QString& user) { m_user = user; }

    ActivityEvent event(ActivityEvent::Kind kind) const;
    void record(ActivityEvent event) { m_sink.record(std::move(event)); }
    void refused(ActivityEvent::Kind kind, const QString& why, ErrorCode code,
                 std::optional<std::chrono::milliseconds> elapsed = {});
    void failed(ActivityEvent::Kind kind, const QString& why, ErrorCode code);
    // The last one. `onlyProbedFor`: the client asked about keys for this user alone, and left.
    void disconnected(const Ending& ending, qint64 bytes, std::chrono::milliseconds elapsed,
                      const std::optional<QString>& onlyProbedFor);
    // A channel or request that is not SFTP; said once for each `what`, for some clients ask with
    // every login.
    void denied(const QString& what);

private:
    ActivitySink& m_sink;
    const quint64 m_connection;
    const QString m_peer;
    QString m_user;
    std::set<QString> m_denied;
};

} // namespace sallyport::ssh
