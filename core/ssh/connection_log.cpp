#include "core/ssh/connection_log.h"

namespace sallyport::ssh {

ConnectionLog::ConnectionLog(ActivitySink& sink, quint64 connection, const Peer& peer)
    : m_sink(sink)
    , m_connection(connection)
    , m_peer(peer.toString())
{
}

ActivityEvent ConnectionLog::event(ActivityEvent::Kind kind) const
{
    ActivityEvent event;
    event.connection = m_connection;
    event.at = QDateTime::currentDateTimeUtc();
    event.peer = m_peer;
    event.user = m_user;
    event.kind = kind;
    return event;
}

void ConnectionLog::refused(ActivityEvent::Kind kind, const QString& why, ErrorCode code,
                            std::optional<std::chrono::milliseconds> elapsed)
{
    auto refusal = event(kind);
    refusal.elapsed = elapsed;
    refusal.outcome = ActivityEvent::Outcome::Refused;
    refusal.error = Error{code, why};
    record(std::move(refusal));
}

void ConnectionLog::failed(ActivityEvent::Kind kind, const QString& why, ErrorCode code)
{
    auto failure = event(kind);
    failure.outcome = ActivityEvent::Outcome::Failed;
    failure.error = Error{code, why};
    record(std::move(failure));
}

void ConnectionLog::disconnected(const Ending& ending, qint64 bytes,
                                 std::chrono::milliseconds elapsed,
                                 const std::optional<QString>& onlyProbedFor)
{
    auto last = event(ActivityEvent::Kind::Disconnected);
    last.bytes = bytes;
    last.elapsed = elapsed;
    last.outcome = ActivityEvent::Outcome::Ok;
    if (ending.reason == Ending::Reason::Stopped) {
        last.message = ending.message;
    } else if (ending.reason != Ending::Reason::Goodbye) {
        last.outcome = ActivityEvent::Outcome::Failed;
        last.error = Error{ErrorCode::Failure, ending.message};
    } else if (onlyProbedFor) {
        last.message = QStringLiteral("No key offered for %1 is known").arg(*onlyProbedFor);
    }
    record(std::move(last));
}

void ConnectionLog::denied(const QString& what)
{
    if (m_denied.insert(what).second)
        refused(ActivityEvent::Kind::Denied, what, ErrorCode::NotSupported);
}

} // namespace sallyport::ssh
