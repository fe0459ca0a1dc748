// EditQueue brings changes into the settings file one after the other: what needs the disk or the
// processor is prepared on a worker, then the change is made on the settings as they are and saved;
// where somebody else saved meanwhile it is made again on theirs.
//
// Threads: the main thread, but for Edit::prepare. The store and the pool outlive the queue; what
// still waits when it goes is dropped.
#pragma once

#include "core/reports.h"
#include "core/result.h"
#include "core/settings.h"

#include <QDeadlineTimer>
#include <QObject>
#include <QThreadPool>

#include <deque>
#include <functional>

namespace sallyport {

class SettingsStore;

struct Edit {
    // On a worker, once, with the settings as they were then; empty: nothing to prepare. It may
    // outlive the queue, so it holds values only.
    std::function<Result<void>(const Settings&)> prepare;
    // On the main thread, once for each try. An error saves nothing.
    std::function<Result<void>(Settings&)> change;
    std::function<void(const Result<void>&)> finish; // on the main thread, once
};

class EditQueue final : public QObject {
    Q_OBJECT
public:
    EditQueue(SettingsStore& settings, QThreadPool& worker);
    ~EditQueue() override;
    void add(Edit edit); // begins in a later turn of the event loop
    bool isBusy() const { return m_busy; }

private:
    void begin();
    void tryOnce();
    void end(const Result<void>& result);

    SettingsStore& m_settings;
    QThreadPool& m_worker;
    std::deque<Edit> m_edits; // the first is being made
    bool m_busy = false;
    QDeadlineTimer m_patience;
    Reports m_reports;
};

} // namespace sallyport
