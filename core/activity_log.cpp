#include "core/activity_log.h"

#include "core/guarded.h"

#include <QHash>
#include <QThread>

#include <list>
#include <optional>

namespace sallyport {

namespace {

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

ActivityLog::ActivityLog(int capacity, QObject* parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>())
{
    Q_ASSERT(capacity > 0);
    m_impl->capacity = capacity;
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
    if (wake)
        QMetaObject::invokeMethod(this, &ActivityLog::flush, Qt::QueuedConnection);
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
