// MountWatch notices that a folder may have gone or come back: removed, renamed, made again,
// mounted or unmounted, or under other rights, itself or one of the folders above it. It looks at
// names (inotify on the folders above) and at the list of mounts (/proc/self/mountinfo); what is in
// a folder it never touches.
//
// Threads: made, told and destroyed on one thread; the report is called on the watch's own. A disk
// that hangs holds that thread only: the destructor leaves it behind after a second, and no report
// comes after it.
#pragma once

#include <QByteArray>
#include <QList>

#include <functional>
#include <memory>

namespace sallyport {

class MountWatch {
public:
    // The folders, as given to watch(), that should be looked at again. Never empty. Must not call
    // back.
    using Report = std::function<void(const QList<QByteArray>& folders)>;

    explicit MountWatch(Report report);
    ~MountWatch();
    MountWatch(const MountWatch&) = delete;
    MountWatch& operator=(const MountWatch&) = delete;

    // Watches these absolute paths from now on, and no others. Each is reported once when its watch
    // stands, since it may have changed before.
    void watch(const QList<QByteArray>& folders);

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace sallyport
