#include "app/window_program.h"

#include "app/desktop_application.h"
#include "app/sleep_inhibitor.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "core/when_done.h"
#include "ui/desktop/close_manners.h"
#include "ui/desktop/notifier.h"
#include "ui/desktop/sharing_switch.h"
#include "ui/desktop/tray_icon.h"
#include "ui/preferences/waiting_change.h"
#include "ui/widgets/icon.h"
#include "ui/window/damaged_settings_page.h"
#include "ui/window/main_window.h"

#include <QCoreApplication>
#include <QGuiApplication>

#include <algorithm>

namespace sallyport {

namespace {

// Time for the requests in hand; then the server shuts the sockets down, which wakes all threads
// but those a dead disk holds.
constexpr std::chrono::milliseconds patience{5500};
constexpr std::chrono::milliseconds lastPatience{1000};
constexpr std::chrono::hours pause{1};
constexpr QSize questionSize(900, 600);

bool isSomethingOn(const Settings& settings)
{
    return std::any_of(settings.shares.begin(), settings.shares.end(),
                       [](const Share& share) { return share.enabled; });
}

} // namespace

WindowProgram::WindowProgram(const WindowOptions& options, const Profile& profile,
                             SingleInstance& instance, StopSignals& stopSignals)
    : m_options(options)
    , m_instance(instance)
    , m_backend(profile)
    , m_autostart(DesktopAutostart::usualFolder(), QCoreApplication::applicationFilePath(),
                  options.profile, m_backend.worker())
    , m_parts(m_backend.parts())
    , m_waiting{options.folders, options.hidden, {}, options.sharing, options.elsewhere}
{
    m_parts.autostart = &m_autostart;
    connect(&instance, &SingleInstance::handedOver, this, &WindowProgram::take);
    if (options.profile.isEmpty()) {
        m_desktop = std::make_unique<DesktopApplication>();
        connect(m_desktop.get(), &DesktopApplication::handedOver, this, &WindowProgram::take);
    }
    connect(&stopSignals, &StopSignals::stopAsked, this,
            [this] { stopThenGo(std::chrono::seconds{0}); });
    connect(&stopSignals, &StopSignals::reloadAsked, this,
            [this] { (void)m_parts.settings.load(); });
    connect(&m_parts.sharing, &Sharing::stateChanged, this, [this](Sharing::State state) {
        if (m_isLeaving && state == Sharing::State::Off)
            go();
        // Started again while the last transfers were let finish: then nobody leaves.
        if (state == Sharing::State::Starting) {
            m_isLeaving = false;
            m_limit.stop();
        }
    });
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] { leave(); });
}

WindowProgram::~WindowProgram() = default;

int WindowProgram::run()
{
    if (m_desktop)
        m_desktop->listen();  // what the bus was asked for comes before the settings are loaded
    (void)m_autostart.load(); // the preferences show it when it is known
    whenDone(m_backend.load(), this, [this](const Result<void>& loaded) { open(loaded); });
    const int exitCode = QCoreApplication::exec();
    if (!m_backend.canGo(lastPatience))
        leave();
    return exitCode;
}

void WindowProgram::open(const Result<void>& loaded)
{
    if (!loaded)
        return askAboutSettings();
    m_window = std::make_unique<MainWindow>(m_parts);
    m_tray = std::make_unique<TrayIcon>(m_parts);
    m_notifier = std::make_unique<Notifier>(m_parts, *m_tray);
    m_manners = std::make_unique<CloseManners>(m_parts, *m_window, *m_tray);
    m_inhibitor = std::make_unique<SleepInhibitor>(m_parts.live);
    connect(m_window.get(), &MainWindow::quitAsked, this, &WindowProgram::quit);
    connect(m_manners.get(), &CloseManners::quitAsked, this, &WindowProgram::quit);
    connect(m_tray.get(), &TrayIcon::quitAsked, this, &WindowProgram::quit);
    connect(m_tray.get(), &TrayIcon::messageClicked, m_manners.get(), &CloseManners::present);
    connect(m_tray.get(), &TrayIcon::stopAsked, this, &WindowProgram::stopSharing);
    connect(m_tray.get(), &TrayIcon::pauseAsked, this, [this] {
        if (m_parts.live.isMoving())
            m_manners->present();
        SharingSwitch::pause(m_parts, m_window.get(), pause);
    });
    const bool hidden = m_waiting.hidden
        || m_parts.settings.current().ui.value(QLatin1String("startHidden")).toBool();
    if (hidden && m_waiting.folders.isEmpty() && m_waiting.elsewhere.isEmpty())
        m_manners->startHidden();
    else
        m_manners->present();
    share();
}

// The switches as they were left; then what this start brings.
void WindowProgram::share()
{
    const Settings& settings = m_parts.settings.current();
    if (m_waiting.sharing == Handover::Sharing::Start)
        startSharing();
    else if (m_waiting.sharing == Handover::Sharing::Stop)
        stopSharing();
    else if (isSomethingOn(settings) && SharingSwitch::isRemembered(settings))
        m_parts.sharing.start();
    add(m_waiting);
}

// The folders that `handover` brings, or why there are none.
void WindowProgram::add(const Handover& handover)
{
    if (!handover.folders.isEmpty())
        m_window->addFolders(handover.folders);
    if (!handover.elsewhere.isEmpty())
        m_window->refuse(handover.elsewhere);
}

// With nothing to share the window says how to.
void WindowProgram::startSharing()
{
    if (isSomethingOn(m_parts.settings.current()))
        SharingSwitch::start(m_parts);
    else
        m_manners->present();
}

void WindowProgram::stopSharing()
{
    if (m_parts.live.isMoving())
        m_manners->present();
    SharingSwitch::stop(m_parts, m_window.get());
}

void WindowProgram::take(const Handover& handover)
{
    if (!m_window) {
        m_waiting.folders += handover.folders;
        if (!handover.elsewhere.isEmpty())
            m_waiting.elsewhere = handover.elsewhere;
        m_waiting.hidden = m_waiting.hidden && handover.hidden;
        if (handover.sharing != Handover::Sharing::AsLeft)
            m_waiting.sharing = handover.sharing; // the last wish
        if (m_question)
            m_question->activateWindow();
        return;
    }
    if (!handover.hidden || !handover.folders.isEmpty() || !handover.elsewhere.isEmpty()) {
        // Qt hands it to the compositor, which else keeps the window in the background.
        qputenv("XDG_ACTIVATION_TOKEN", handover.activationToken);
        m_manners->present();
        qunsetenv("XDG_ACTIVATION_TOKEN");
    }
    if (handover.sharing == Handover::Sharing::Start)
        startSharing();
    else if (handover.sharing == Handover::Sharing::Stop)
        stopSharing();
    add(handover);
}

// Nothing is shared, and nothing written, before the person has decided.
void WindowProgram::askAboutSettings()
{
    m_question = std::make_unique<DamagedSettingsPage>(m_parts);
    m_question->setWindowTitle(QStringLiteral("Sallyport"));
    m_question->setWindowIcon(applicationIcon());
    m_question->resize(questionSize);
    connect(m_question.get(), &DamagedSettingsPage::settled, this, [this] {
        m_question.release()->deleteLater();
        open({});
    });
    connect(m_question.get(), &DamagedSettingsPage::closed, this, [this] { stopThenGo({}); });
    m_question->show();
}

void WindowProgram::quit()
{
    if (m_parts.live.isMoving())
        m_manners->present();
    SharingSwitch::askFirst(m_parts, m_window.get(), SharingSwitch::For::Quit,
                            [this](std::chrono::seconds drain) { stopThenGo(drain); });
}

void WindowProgram::stopThenGo(std::chrono::seconds drain)
{
    m_isLeaving = true;
    if (m_parts.sharing.state() == Sharing::State::Off)
        return go();
    m_limit.start(patience + drain);
    m_parts.sharing.stop(drain);
}

void WindowProgram::go()
{
    m_limit.start(patience);
    if (m_manners)
        m_manners->letGo();
    if (m_window)
        m_window->hide(); // which remembers how it looked
    if (WaitingChange* waiting = WaitingChange::current(m_parts))
        waiting->makeNow(); // nobody is connected any more
    // Behind all changes that are still on their way into the file.
    whenDone(m_parts.editor.change([](Settings&) {}), this,
             [](const Result<void>&) { QCoreApplication::exit(0); });
}

void WindowProgram::leave()
{
    m_desktop.reset();
    m_instance.letGo();
    m_backend.leave(0, lastPatience);
}

} // namespace sallyport

#include "moc_window_program.cpp"
