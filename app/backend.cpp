#include "app/backend.h"

#include <QCoreApplication>

#include <unistd.h>

namespace sallyport {

namespace {

QThreadPool& ofOneThread(QThreadPool& pool)
{
    pool.setMaxThreadCount(1);
    pool.setExpiryTimeout(-1);
    return pool;
}

} // namespace

Backend::Backend(const Profile& profile, const QStringList& hostKeys, Remember remember,
                 int activityRows)
    : m_activity(activityRows)
    , m_settings(profile.settingsFile, ofOneThread(m_writer))
{
    Sharing::Places places;
    places.keys = profile.keys;
    places.hostKeys = hostKeys;
    if (remember == Remember::Profile) {
        places.state = profile.state;
        places.serverLock = profile.serverLock;
        m_archive = std::make_unique<ActivityArchive>(profile.state, m_activity, m_writer,
                                                      ActivityArchive::Rotation{});
    }
    m_sharing = std::make_unique<Sharing>(m_settings, m_activity, places);
}

Backend::~Backend()
{
    m_sharing.reset();
    m_activity.flush(); // the last events of the connections, for the archive
    m_archive.reset();
    m_writer.waitForDone();
}

void Backend::recordWhatIsHeld()
{
    ActivityEvent event;
    event.at = QDateTime::currentDateTimeUtc();
    event.kind = ActivityEvent::Kind::Fault;
    event.outcome = ActivityEvent::Outcome::Failed;
    for (const QString& thread : m_sharing->stuck()) {
        event.error = Error{
            ErrorCode::Failure,
            QStringLiteral("Left behind, held by a disk that does not answer: %1").arg(thread)};
        m_activity.record(event);
    }
    if (m_sharing->state() != Sharing::State::Off) {
        event.kind = ActivityEvent::Kind::Stopped;
        event.outcome = ActivityEvent::Outcome::CutShort;
        event.error.reset();
        m_activity.record(event);
    }
    m_activity.flush();
}

void Backend::leave(int exitCode, std::chrono::milliseconds patience)
{
    m_activity.flush();
    m_archive.reset();
    m_writer.waitForDone(int(patience.count()));
    // The kernel keeps a process until the last of its calls has an answer.
    m_sharing->leaveBehind();
    ::_exit(exitCode);
}

} // namespace sallyport
