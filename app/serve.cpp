#include "app/serve.h"

#include "app/backend.h"
#include "app/console.h"
#include "app/how_to_connect.h"
#include "app/line_output.h"
#include "app/serve_plan.h"
#include "app/service_manager.h"
#include "app/stop_signals.h"
#include "core/activity_format.h"
#include "core/auth/password_verifier.h"
#include "core/host_key.h"
#include "core/when_done.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <csignal>

#include <unistd.h>

namespace sallyport {

namespace {

enum ExitCode { Stopped = 0, RunTimeError = 1, Usage = 2, CannotListen = 3, SettingsInvalid = 4 };

// Time for the requests in hand; then the server shuts the sockets down, which wakes all threads
// but those a dead disk holds.
constexpr std::chrono::milliseconds patience{5500};
constexpr std::chrono::milliseconds lastPatience{1000};

// Nobody looks back here: events are written as they come. Memory stays flat for as long as it
// runs.
constexpr int activityRows = 1'000;

QByteArray lineFor(const ActivityEvent& event, const ServeOptions& options)
{
    switch (options.logFormat) {
    case LogFormat::Text: // with -v how transfers get on, too
        return event.outcome == ActivityEvent::Outcome::Running && !options.verbose
            ? QByteArray()
            : toTextLine(event);
    case LogFormat::Json:
        return toJsonLine(event);
    case LogFormat::OpenSsh:
        return toOpenSshLine(event);
    }
    return {};
}

// The one line with a secret: for stdout, which its reader asked for, and for nothing else.
QByteArray passwordLine(const QString& userName, const QByteArray& password)
{
    ActivityEvent event;
    event.at = QDateTime::currentDateTimeUtc();
    event.kind = ActivityEvent::Kind::Listening;
    event.user = userName;
    event.message = QString::fromUtf8(password);
    return toJsonLine(event).replace("\"kind\":\"listening\"", "\"kind\":\"password\"");
}

int exitCodeFor(const Error& error)
{
    switch (error.code) {
    case ErrorCode::AddressInUse:
    case ErrorCode::NotFound:
    case ErrorCode::PermissionDenied:
        return CannotListen;
    default:
        return RunTimeError;
    }
}

// One run, from listening to the end.
class Serve : public QObject {
public:
    Serve(const ServeOptions& options, ServePlan plan, Backend& backend, StopSignals& stopSignals)
        : m_options(options)
        , m_plan(std::move(plan))
        , m_backend(backend)
        , m_sharing(backend.sharing())
    {
        m_output.setMaxThreadCount(1);
        m_stdout = std::make_unique<LineOutput>(STDOUT_FILENO, m_output);
        connect(&backend.activity(), &ActivityLog::recorded, this, &Serve::log);
        connect(&m_sharing, &Sharing::stateChanged, this, &Serve::stateChanged);
        connect(&m_sharing, &Sharing::failed, this, &Serve::failed);
        connect(&stopSignals, &StopSignals::stopAsked, this, &Serve::stop);
        connect(&stopSignals, &StopSignals::reloadAsked, this, &Serve::reload);
        m_limit.setSingleShot(true);
        connect(&m_limit, &QTimer::timeout, this, &Serve::leave);
        m_stopAfter.setSingleShot(true);
        connect(&m_stopAfter, &QTimer::timeout, this, &Serve::checkStopAfter);
    }
    ~Serve() override { writeOut(patience); }

    // An exit code, or nothing.
    std::optional<int> openLog()
    {
        if (!m_options.logFile.isEmpty()) {
            auto opened = LineOutput::open(m_options.logFile, m_output);
            if (!opened) {
                complain(opened.error().message);
                return Usage;
            }
            m_log = std::move(*opened);
        } else if (!m_options.json) {
            m_log = std::make_unique<LineOutput>(STDERR_FILENO, m_output);
        }
        return std::nullopt;
    }

    int run()
    {
        m_sharing.setLayout(m_plan.layout);
        m_sharing.setOverride(m_plan.override);
        m_sharing.setSockets(inheritedSockets());
        QTimer::singleShot(0, this, [this] { m_sharing.start(); });
        QCoreApplication::exec();
        if (!m_sharing.stuck().isEmpty())
            leave();
        return m_exitCode;
    }

private:
    void log(const ActivityEvent& event)
    {
        if (event.kind == ActivityEvent::Kind::Listening && !m_options.json)
            m_stdout->write(event.message.toUtf8() + '\n');
        if (m_options.json)
            m_stdout->write(toJsonLine(event));
        if (m_log)
            m_log->write(lineFor(event, m_options));
    }

    void stateChanged(Sharing::State state)
    {
        m_backend.activity().flush(); // in the order in which it happened
        if (state == Sharing::State::On && !std::exchange(m_wasOn, true))
            greet();
        if (state == Sharing::State::Off)
            finish();
    }

    void greet()
    {
        if (m_options.json && !m_plan.password.isEmpty())
            m_stdout->write(passwordLine(m_plan.userName, m_plan.password));
        if (!m_options.json && ::isatty(STDOUT_FILENO) != 0) {
            m_stdout->write(howToConnect(m_sharing.links(), m_sharing.fingerprints(),
                                         m_sharing.knownHosts(), m_plan.userName)
                                .toUtf8());
        }
        // After the lines above, and never into the log.
        if (!m_options.json && !m_plan.password.isEmpty()) {
            m_stdout->flush();
            LineOutput(STDERR_FILENO, m_output).write("  password     " + m_plan.password + "\n\n");
        }
        wipe(m_plan.password);
        notifyServiceManager("READY=1");
        if (m_options.stopAfter) {
            m_stopAt.setRemainingTime(*m_options.stopAfter);
            checkStopAfter();
        }
    }

    // A timer holds 24 days; the option may be longer.
    void checkStopAfter()
    {
        if (m_stopAt.hasExpired())
            return stop();
        const qint64 left = m_stopAt.remainingTime();
        m_stopAfter.start(int(std::min(left, qint64(24) * 60 * 60 * 1000)));
    }

    void failed(const Error& error)
    {
        complain(error.code == ErrorCode::Busy
                     ? error.message + QStringLiteral("; stop it, or serve another --profile")
                     : error.message);
        m_exitCode = exitCodeFor(error);
        finish();
    }

    // The first time the requests in hand, and with --drain the transfers, are finished; the second
    // time nothing is.
    void stop()
    {
        const bool now = std::exchange(m_stopping, true);
        if (!now)
            notifyServiceManager("STOPPING=1");
        const auto drain = now ? std::chrono::seconds(0) : m_options.drain;
        m_limit.start(now ? lastPatience : patience + drain);
        if (m_sharing.state() == Sharing::State::Off)
            finish();
        else
            m_sharing.stop(drain);
    }

    void reload()
    {
        if (m_log)
            m_log->reopen();
        const Settings before = m_backend.settings().current();
        whenDone(m_backend.settings().load(), this, [this, before](const Result<void>& loaded) {
            if (loaded && m_backend.settings().current() != before)
                return; // Sharing has said so
            ActivityEvent event;
            event.at = QDateTime::currentDateTimeUtc();
            event.kind = ActivityEvent::Kind::Settings;
            event.outcome = loaded ? ActivityEvent::Outcome::Ok : ActivityEvent::Outcome::Refused;
            if (loaded)
                event.message = QStringLiteral("Reloaded");
            else
                event.error = loaded.error();
            m_backend.activity().record(std::move(event));
        });
    }

    void finish()
    {
        m_limit.stop();
        QCoreApplication::exit(m_exitCode);
    }

    // The time is over and threads are still held: they are named, and the program goes without
    // them.
    void leave()
    {
        m_backend.recordWhatIsHeld();
        writeOut(lastPatience);
        m_backend.leave(m_exitCode, lastPatience);
    }

    void writeOut(std::chrono::milliseconds atMost)
    {
        m_stdout->flush();
        if (m_log)
            m_log->flush();
        m_output.waitForDone(int(atMost.count()));
    }

    const ServeOptions& m_options;
    ServePlan m_plan;
    Backend& m_backend;
    Sharing& m_sharing;
    QThreadPool m_output; // of stdout, stderr and the log file: nobody else waits for those
    std::unique_ptr<LineOutput> m_stdout, m_log;
    QTimer m_limit, m_stopAfter;
    QDeadlineTimer m_stopAt;
    bool m_wasOn = false, m_stopping = false;
    int m_exitCode = Stopped;
};

Result<void> load(SettingsStore& settings)
{
    QEventLoop loop;
    Result<void> loaded;
    whenDone(settings.load(), &loop, [&](const Result<void>& result) {
        loaded = result;
        loop.quit();
    });
    loop.exec();
    return loaded;
}

} // namespace

int runServe(const ServeOptions& options)
{
    std::signal(SIGPIPE, SIG_IGN); // a closed stdout ends nothing
    StopSignals stopSignals;
    const bool servesProfile = options.folders.isEmpty() && options.shares.isEmpty();
    const Result<Profile> profile = Profile::open(options.profile);
    if (!profile) {
        complain(profile.error().message);
        return RunTimeError;
    }
    for (const QString& file : options.hostKeys) {
        if (const auto key = HostKey::load(file); !key) {
            complain(QStringLiteral("--host-key %1: %2").arg(file, key.error().message));
            return Usage;
        }
    }
    Backend backend(*profile, options.hostKeys,
                    servesProfile ? Remember::Profile : Remember::Nothing, activityRows);
    if (const Result<void> loaded = load(backend.settings()); !loaded) {
        complain(aboutSettings(loaded.error().message, profile->settingsFile));
        return SettingsInvalid;
    }
    Result<ServePlan> plan = ServePlan::make(options, backend.settings().current());
    if (!plan) {
        complain(plan.error().message);
        return Usage;
    }
    for (const QString& remark : plan->remarks)
        complain(remark);
    if (!plan->password.isEmpty() && !options.json && ::isatty(STDERR_FILENO) == 0) {
        complain(QStringLiteral("Nobody would see the generated password: give --password-file or "
                                "--authorized-keys, or read it with --json"));
        return Usage;
    }
    Serve serve(options, *std::move(plan), backend, stopSignals);
    if (const std::optional<int> failed = serve.openLog())
        return *failed;
    return serve.run();
}

} // namespace sallyport
