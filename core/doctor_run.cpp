#include "core/doctor_run.h"

#include <QDeadlineTimer>

#include <atomic>
#include <memory>
#include <utility>

namespace sallyport {

namespace {

constexpr std::chrono::milliseconds aMoment{50}; // its last word is posted already

Finding tookTooLong(const QString& check, std::chrono::milliseconds patience)
{
    return {QStringLiteral("tookTooLong"), Finding::Weight::Note,
            QStringLiteral("The check of %1 was not done within %2 s")
                .arg(check)
                .arg(std::chrono::duration_cast<std::chrono::seconds>(patience).count()),
            QStringLiteral("Look again later; something on this computer does not answer")};
}

} // namespace

QPointer<QThread> startThread(std::function<void()> work)
{
    // How Qt hands the work over, the thread sanitizer cannot see: see pool_job.h.
    struct Handed {
        std::function<void()> work;
        std::atomic<bool> made = false;
    };
    auto handed = std::make_shared<Handed>();
    handed->work = std::move(work);
    handed->made.store(true, std::memory_order_release);
    QThread* const thread = QThread::create([handed = std::move(handed)] {
        if (handed->made.load(std::memory_order_acquire))
            handed->work();
    });
    QObject::connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->start();
    return thread;
}

void letGo(const QPointer<QThread>& thread)
{
    if (thread && thread->wait(QDeadlineTimer(aMoment)))
        delete thread.data();
}

DoctorRun::DoctorRun(const QList<doctor::Check>& checks, std::chrono::milliseconds patience,
                     Done done)
    : m_patience(patience)
    , m_done(std::move(done))
    , m_left(std::size_t(checks.size()))
{
    m_limit.setSingleShot(true);
    m_limit.callOnTimeout(&m_limit, [this] { end(); });
    m_limit.start(patience);
    for (const doctor::Check& check : checks) {
        const std::size_t number = m_running.size();
        m_running.push_back({QLatin1String(check.name), {}, {}});
        m_running.back().thread =
            startThread([this, number, look = check.look, sender = m_reports.sender()] {
                sender.post([this, number, found = look()] { heard(number, found); });
            });
    }
}

DoctorRun::~DoctorRun()
{
    for (const Running& one : m_running)
        letGo(one.thread);
}

void DoctorRun::heard(std::size_t check, const doctor::Findings& found)
{
    m_running[check].found = found;
    if (--m_left == 0)
        end();
}

void DoctorRun::end()
{
    if (std::exchange(m_isOver, true))
        return; // a late answer
    m_limit.stop();
    QList<Finding> all;
    for (const Running& one : m_running)
        all += one.found.value_or(doctor::Findings{tookTooLong(one.name, m_patience)});
    m_done(all); // may be the end of this
}

} // namespace sallyport
