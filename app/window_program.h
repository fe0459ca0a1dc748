// WindowProgram is one run of the window: it loads the settings, opens the window and what goes
// with it, brings the switches back to where they were left, takes the folders of further starts,
// and ends: what moves may finish first, and a disk that does not answer delays nothing.
//
// Threads: the main thread; needs a QApplication, and runs its loop.
#pragma once

#include "app/autostart.h"
#include "app/single_instance.h"
#include "app/stop_signals.h"
#include "app/window_backend.h"
#include "app/window_command_line.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>

namespace sallyport {

class CloseManners;
class DamagedSettingsPage;
class DesktopApplication;
class MainWindow;
class SleepInhibitor;
class Notifier;
class TrayIcon;

class WindowProgram final : public QObject {
    Q_OBJECT
public:
    // What `instance` and `stopSignals` refer to outlives it.
    WindowProgram(const WindowOptions& options, const Profile& profile, SingleInstance& instance,
                  StopSignals& stopSignals);
    ~WindowProgram() override;

    int run(); // the exit code

private:
    void open(const Result<void>& loaded);
    void take(const Handover& handover);
    void askAboutSettings();
    void share();
    void add(const Handover& handover);
    void startSharing();
    void stopSharing();
    void quit();
    void stopThenGo(std::chrono::seconds drain);
    void go();
    [[noreturn]] void leave();

    const WindowOptions m_options;
    SingleInstance& m_instance;
    std::unique_ptr<DesktopApplication> m_desktop; // none for a profile of its own
    WindowBackend m_backend;
    DesktopAutostart m_autostart;
    CoreParts m_parts;
    std::unique_ptr<DamagedSettingsPage> m_question; // instead of the window, until it is answered
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<TrayIcon> m_tray;
    std::unique_ptr<Notifier> m_notifier;
    std::unique_ptr<CloseManners> m_manners;
    std::unique_ptr<SleepInhibitor> m_inhibitor;
    Handover m_waiting; // until there is a window
    QTimer m_limit;     // the patience with threads at the end
    bool m_isLeaving = false;
};

} // namespace sallyport
