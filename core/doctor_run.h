// DoctorRun lets checks run side by side, each on a thread of its own, and gives what they found in
// the order of the checks. A check that is not done when the time is up is left behind, and stands
// there as a finding of its own.
//
// Threads: the main thread; the checks run elsewhere and own what they use. The destructor leaves
// behind what does not end at once.
#pragma once

#include "core/doctor_checks.h"
#include "core/reports.h"

#include <QPointer>
#include <QThread>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace sallyport {

// A thread that deletes itself when it is done.
QPointer<QThread> startThread(std::function<void()> work);
// Waits a moment for one that is about to end.
void letGo(const QPointer<QThread>& thread);

class DoctorRun final {
public:
    using Done = std::function<void(const QList<Finding>&)>; // called once, from the event loop

    DoctorRun(const QList<doctor::Check>& checks, std::chrono::milliseconds patience, Done done);
    ~DoctorRun();
    DoctorRun(const DoctorRun&) = delete;
    DoctorRun& operator=(const DoctorRun&) = delete;

private:
    struct Running {
        QString name;
        QPointer<QThread> thread;
        std::optional<doctor::Findings> found;
    };
    void heard(std::size_t check, const doctor::Findings& found);
    void end();

    const std::chrono::milliseconds m_patience;
    const Done m_done;
    std::vector<Running> m_running;
    std::size_t m_left;
    bool m_isOver = false;
    QTimer m_limit;
    Reports m_reports; // last: no report comes into what is gone
};

} // namespace sallyport
