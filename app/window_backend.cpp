#include "app/window_backend.h"

#include "core/when_done.h"

namespace sallyport {

WindowBackend::WindowBackend(const Profile& profile)
    : m_backend(profile, {}, Remember::Profile)
    , m_credentials(m_keychain, m_backend.settings(), m_worker)
    , m_editor(m_backend.settings(), m_credentials, m_worker)
    , m_live(m_backend.sharing(), m_backend.settings(), m_backend.activity())
    , m_parts{m_backend.settings(),
              m_editor,
              m_backend.sharing(),
              m_backend.activity(),
              *m_backend.archive(),
              m_credentials,
              m_live,
              m_dialogs}
{
    // A look at a disk that hangs keeps its thread: the others need some all the same.
    m_worker.setMaxThreadCount(16);
}

QFuture<Result<void>> WindowBackend::load()
{
    m_backend.sharing().lookAtHostKeys(); // invites show them while nothing is shared, too
    auto loaded = m_backend.settings().load();
    ActivityLog& activity = m_backend.activity();
    whenDone(m_backend.archive()->last(activity.capacity()), &activity,
             [&activity](const Result<QList<ActivityEvent>>& older) {
                 // A failure is said by ActivityArchive::failed().
                 if (older)
                     activity.prepend(*older);
             });
    return loaded;
}

bool WindowBackend::canGo(std::chrono::milliseconds patience)
{
    return m_backend.sharing().stuck().isEmpty() && m_worker.waitForDone(int(patience.count()));
}

void WindowBackend::leave(int exitCode, std::chrono::milliseconds patience)
{
    m_backend.recordWhatIsHeld();
    m_backend.leave(exitCode, patience);
}

} // namespace sallyport
