#include "core/edit_queue.h"

#include "core/pool_job.h"
#include "core/settings_store.h"
#include "core/when_done.h"

#include <QFuture>

#include <chrono>
#include <utility>

namespace sallyport {

namespace {

// For how long a change is made again where others keep saving.
constexpr std::chrono::seconds patience{5};

} // namespace

EditQueue::EditQueue(SettingsStore& settings, QThreadPool& worker)
    : m_settings(settings)
    , m_worker(worker)
{
}

EditQueue::~EditQueue() = default;

void EditQueue::add(Edit edit)
{
    m_edits.push_back(std::move(edit));
    if (!std::exchange(m_busy, true))
        m_reports.post([this] { begin(); });
}

void EditQueue::begin()
{
    m_patience.setRemainingTime(patience);
    if (!m_edits.front().prepare)
        return tryOnce();
    startJob(m_worker,
             [this, prepare = std::exchange(m_edits.front().prepare, nullptr),
              settings = m_settings.current(), reports = m_reports.sender()]() mutable {
                 const Result<void> prepared = prepare(settings);
                 prepare = nullptr; // what it holds belongs to the main thread from now on
                 reports.post([this, prepared] { prepared ? tryOnce() : end(prepared); });
             });
}

void EditQueue::tryOnce()
{
    const Settings before = m_settings.current();
    Settings after = before;
    if (auto changed = m_edits.front().change(after); !changed)
        return end(changed);
    if (after == before)
        return end({});
    whenDone(m_settings.save(after), this, [this, before](const Result<void>& saved) {
        const bool again = !saved && saved.error().code == ErrorCode::Busy
            && (!m_patience.hasExpired() || m_settings.current() != before);
        again ? tryOnce() : end(saved);
    });
}

void EditQueue::end(const Result<void>& result)
{
    const Edit edit = std::move(m_edits.front());
    m_edits.pop_front();
    m_busy = !m_edits.empty();
    if (m_busy)
        m_reports.post([this] { begin(); });
    edit.finish(result);
}

} // namespace sallyport

#include "moc_edit_queue.cpp"
