#include "core/sftp/journal.h"

#include "core/sftp/status.h"

namespace sallyport::sftp {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// What the failure of a request is by itself, whatever was asked. `kind`: what the request would
// have been.
std::optional<ActivityEvent::Kind> incidentOf(ErrorCode code,
                                              std::optional<ActivityEvent::Kind> kind)
{
    switch (code) {
    case ErrorCode::Escaped:
        return ActivityEvent::Kind::Escape;
    case ErrorCode::TooMany:
        return ActivityEvent::Kind::Limit;
    case ErrorCode::NoSpace:
    case ErrorCode::Damaged:
        return ActivityEvent::Kind::Fault;
    case ErrorCode::Failure:
        // Anything else: the row of a change says it better.
        return kind ? kind : ActivityEvent::Kind::Fault;
    default:
        return kind;
    }
}

ActivityEvent::Outcome outcomeOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::PermissionDenied:
    case ErrorCode::Escaped:
    case ErrorCode::NotSupported:
    case ErrorCode::TooMany:
        return ActivityEvent::Outcome::Refused;
    default:
        return ActivityEvent::Outcome::Failed;
    }
}

// An event's error always says something.
Error worded(const Error& error)
{
    return {error.code, QString::fromUtf8(sentenceOf(error))};
}

} // namespace

Journal::Journal(FileSystem& files, ActivitySink& activity, Client client,
                 milliseconds progressEvery, std::shared_ptr<std::atomic<quint32>> transferIds)
    : m_files(files)
    , m_activity(activity)
    , m_client(std::move(client))
    , m_progressEvery(progressEvery)
    , m_transferIds(transferIds ? std::move(transferIds)
                                : std::make_shared<std::atomic<quint32>>(0))
{
}

ActivityEvent Journal::event(Kind kind) const
{
    ActivityEvent event;
    event.connection = m_client.connection;
    event.at = QDateTime::currentDateTimeUtc();
    event.peer = m_client.peer;
    event.user = m_client.user;
    event.kind = kind;
    return event;
}

ActivityEvent Journal::event(Kind kind, const VirtualPath& path) const
{
    ActivityEvent made = event(kind);
    made.share = m_files.shareName(path);
    made.path = path;
    return made;
}

void Journal::recordTransfer(OpenHandle& handle, Outcome outcome, std::optional<Error> error)
{
    Movement& movement = handle.movement;
    if (movement.id == 0)
        movement.id = m_client.connection << 32 | ++*m_transferIds;
    const auto now = Clock::now();
    movement.reported = now;

    // Nothing moved yet: what the file was opened for.
    const bool nothing = movement.read == 0 && movement.written == 0;
    const bool upload = nothing ? handle.flags.testFlag(OpenFlag::Write) : movement.written > 0;
    ActivityEvent row = event(upload ? Kind::Upload : Kind::Download, handle.path);
    row.id = movement.id;
    row.outcome = outcome;
    row.bytes = qint64(upload ? movement.written : movement.read);
    row.elapsed = std::chrono::duration_cast<milliseconds>(now - movement.opened);
    row.error = std::move(error);
    m_activity.record(std::move(row));
}

void Journal::transferAsked(OpenHandle& handle)
{
    if (handle.movement.asked)
        return;
    handle.movement.asked = true;
    recordTransfer(handle, Outcome::Started);
}

void Journal::transferMoved(OpenHandle& handle)
{
    if (Clock::now() - handle.movement.reported >= m_progressEvery)
        recordTransfer(handle, Outcome::Running);
}

void Journal::transferFailed(OpenHandle& handle, const Error& error)
{
    if (handle.movement.error)
        return;
    handle.movement.error = worded(error);
    failed({}, handle.path, error);
}

void Journal::transferEnded(OpenHandle& handle, const Result<void>& closed)
{
    if (!closed)
        transferFailed(handle, closed.error());
    if (handle.movement.error) {
        recordTransfer(handle, Outcome::Failed, handle.movement.error);
        return;
    }
    // A file that was made or emptied is an upload of nothing. One that was only looked at is no
    // transfer.
    if (handle.flags.testAnyFlags(OpenFlag::Create | OpenFlag::Truncate))
        transferAsked(handle);
    if (handle.movement.asked)
        recordTransfer(handle, Outcome::Ok);
}

void Journal::transferCutShort(OpenHandle& handle, const QString& reason)
{
    const bool made = handle.flags.testAnyFlags(OpenFlag::Create | OpenFlag::Truncate);
    if (!handle.movement.asked && !made)
        return;
    recordTransfer(handle, Outcome::CutShort, Error{ErrorCode::Cancelled, reason});
}

void Journal::done(Kind kind, const VirtualPath& path, const QByteArray& target,
                   const QString& message, std::optional<milliseconds> elapsed)
{
    ActivityEvent row = event(kind, path);
    row.outcome = Outcome::Ok;
    row.target = target;
    row.message = message;
    row.elapsed = elapsed;
    m_activity.record(std::move(row));
}

void Journal::failed(std::optional<Kind> kind, const VirtualPath& path, const Error& error,
                     const QByteArray& target)
{
    kind = incidentOf(error.code, kind);
    if (!kind)
        return;
    ActivityEvent row = event(*kind, path);
    row.outcome = outcomeOf(error.code);
    row.target = target;
    row.error = worded(error);
    m_activity.record(std::move(row));
}

void Journal::protocolBroken(const QString& message, Outcome outcome)
{
    ActivityEvent row = event(Kind::Protocol);
    row.outcome = outcome;
    row.error = Error{ErrorCode::ProtocolViolation, message};
    m_activity.record(std::move(row));
}

void Journal::limitMet(const VirtualPath& path, const Error& error)
{
    if (std::exchange(m_limitTold, true))
        return;
    ActivityEvent row = event(Kind::Limit, path);
    row.outcome = Outcome::Refused;
    row.error = worded(error);
    m_activity.record(std::move(row));
}

} // namespace sallyport::sftp
