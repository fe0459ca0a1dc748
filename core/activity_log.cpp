#include "core/activity_log.h"

#include "core/guarded.h"

#include <QHash>
#include <QThread>
#include <QTimer>

#include <chrono>
#include <list>
#include <optional>

namespace sallyport {

namespace {

using Steady = std::chrono::steady_clock;

bool isRunning(const ActivityEvent& event)
{
    return event.outcome == ActivityEvent::Outcome::Running;
}

struct Queue {
    std::list<ActivityEvent> events;
    QHash<quint64, std::list<ActivityEvent>::iterator> running; // by id: what may be replaced
    quint64 dropped = 0;
    bool woken = false;

    void add(ActivityEvent event)
    {
        const bool replaceable = isRunning(event);
        if (const auto known = running.constFind(event.id); known != running.cend()) {
            if (replaceable) {
                **known = std::move(event);
                return;
            }
            events.erase(*known); // the end says more
            running.erase(known);
        }
        if (events.size() >= std::size_t(ActivityLog::maxQueue)) {
            ++dropped;
            if (replaceable || running.isEmpty())
                return;
            events.erase(*running.cbegin());
            running.erase(running.cbegin());
        }
        events.push_back(std::move(event));
        if (replaceable)
            running.insert(events.back().id, std::prev(events.end()));
    }
};

} // namespace

struct ActivityLog::Impl {
    Guarded<Queue> queue;
    int capacity = 0;
    std::deque<ActivityEvent> entries;
    qint64 first = 0;
    QHash<quint64, qint64> numbers; // event id -> entry
    // A wake of the main thread for each of many small files costs more than the file does.
    std::chrono::milliseconds gatherFor{};
    QTimer timer; // to the next delivery
    Steady::time_point delivered{};

    // Stores and tells the entry's number.
    qint64 append(const ActivityEvent& event)
    {
        if (const auto known = numbers.constFind(event.id);
            event.id != 0 && known != numbers.cend()) {
            entries[std::size_t(*known - first)] = event;
            return *known;
        }
        const qint64 entry = first + qint64(entries.size());
        entries.push_back(event);
        if (event.id != 0)
            numbers.insert(event.id, entry);
        if (entries.size() > std::size_t(capacity)) {
            numbers.remove(entries.front().id);
            entries.pop_front();
            ++first;
        }
        return entry;
    }
};

ActivityLog::ActivityLog(int capacity, QObject* parent, std::chrono::milliseconds gatherFor)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>())
{
    Q_ASSERT(capacity > 0);
    m_impl->capacity = capacity;
    m_impl->gatherFor = gatherFor;
    m_impl->timer.setSingleShot(true);
    connect(&m_impl->timer, &QTimer::timeout, this, &ActivityLog::flush);
}

ActivityLog::~ActivityLog() = default;

void ActivityLog::record(ActivityEvent event)
{
    bool wake = false;
    {
        auto queue = m_impl->queue.lock();
        queue->add(std::move(event));
        wake = !std::exchange(queue->woken, true);
    }
    // By name: nothing of ours is then allocated for the call, and what crosses is in the queue,
    // where the thread sanitizer sees it cross.
    if (wake)
        QMetaObject::invokeMethod(this, "deliver", Qt::QueuedConnection);
}

void ActivityLog::deliver()
{
    const auto since = Steady::now() - m_impl->delivered;
    if (since >= m_impl->gatherFor)
        flush();
    else
        m_impl->timer.start(
            std::chrono::ceil<std::chrono::milliseconds>(m_impl->gatherFor - since));
}

void ActivityLog::flush()
{
    Q_ASSERT(QThread::currentThread() == thread());
    std::list<ActivityEvent> news;
    {
        auto queue = m_impl->queue.lock();
        news.swap(queue->events);
        queue->running.clear();
        queue->woken = false;
    }
    m_impl->timer.stop();
    m_impl->delivered = Steady::now();
    for (const ActivityEvent& event : news)
        emit recorded(event, m_impl->append(event));
}

const std::deque<ActivityEvent>& ActivityLog::entries() const
{
    return m_impl->entries;
}

qint64 ActivityLog::firstEntry() const
{
    return m_impl->first;
}

int ActivityLog::capacity() const
{
    return m_impl->capacity;
}

quint64 ActivityLog::dropped() const
{
    return m_impl->queue.lock()->dropped;
}

} // namespace sallyport

#include "moc_activity_log.cpp"
