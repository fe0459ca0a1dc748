// Backend builds the parts that window and command line share, in the order in which they need each
// other, and takes them down in the other.
//
// Threads: the main thread.
#pragma once

#include "app/profile.h"
#include "core/activity_archive.h"
#include "core/activity_log.h"
#include "core/settings_store.h"
#include "core/sharing.h"

#include <QThreadPool>

#include <memory>

namespace sallyport {

// What a run keeps on disk. Nothing: of a run with shares of its own, which takes no lock either.
enum class Remember { Nothing, Profile };

class Backend {
public:
    // `activityRows` is how many entries ActivityLog keeps in memory.
    Backend(const Profile& profile, const QStringList& hostKeys, Remember remember,
            int activityRows = 100'000);
    ~Backend();

    ActivityLog& activity() { return m_activity; }
    SettingsStore& settings() { return m_settings; }
    Sharing& sharing() { return *m_sharing; }
    ActivityArchive* archive() { return m_archive.get(); } // null: Remember::Nothing

    // For the activity, when the time is over: which threads a disk still holds, and that sharing
    // was cut short.
    void recordWhatIsHeld();
    // Ends the program although threads are held by a disk that does not answer: writes what waits,
    // for at most `patience`, and leaves without destroying anything.
    [[noreturn]] void leave(int exitCode, std::chrono::milliseconds patience);

private:
    QThreadPool m_writer;
    ActivityLog m_activity;
    SettingsStore m_settings;
    std::unique_ptr<ActivityArchive> m_archive;
    std::unique_ptr<Sharing> m_sharing;
};

} // namespace sallyport
