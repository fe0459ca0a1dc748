#include "core/activity_log.h"

#include "core/guarded.h"

#include <QHash>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <list>
#include <map>
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
    std::map<quint64, std::list<ActivityEvent>::iterator> running; // by id: what may be replaced
    quint64 dropped = 0;
    bool woken = false;

    void add(ActivityEvent event)
    {
        const bool replaceable = isRunning(event);
        if (const auto known = running.find(event.id); known != running.end()) {
            if (replaceable) {
                *known->second = std::move(event);
                return;
            }
            events.erase(known->second); // the end says more
            running.erase(known);
        }
        if (events.size() >= std::size_t(ActivityLog::maxQueue)) {
            ++dropped;
            if (replaceable || running.empty())
                return;
            events.erase(running.begin()->second);
            running.erase(running.begin());
        }
        events.push_back(std::move(event));
        if (replaceable)
            running.emplace(events.back().id, std::prev(events.end()));
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
    QTimer timer;                                // to the next delivery
    std::optional<Steady::time_point> delivered; // none yet: the clock may have begun just now
    const QDateTime made = QDateTime::currentDateTimeUtc();

    // The archive may already have lines of this run.
    bool isOfThisRun(const ActivityEvent& event) const
    {
        if (event.at < made)
            return false;
        if (event.id != 0 && numbers.contains(event.id))
            return true;
        return std::any_of(entries.cbegin(), entries.cend(), [&event](const ActivityEvent& entry) {
            return entry.at == event.at && entry.kind == event.kind
                && entry.connection == event.connection && entry.peer == event.peer
                && entry.path == event.path && entry.message == event.message;
        });
    }

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
            // An earlier run may have used the same id.
            if (const auto known = numbers.constFind(entries.front().id);
                known != numbers.cend() && *known == first)
                numbers.erase(known);
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
    const auto now = Steady::now();
    const auto next = m_impl->delivered ? *m_impl->delivered + m_impl->gatherFor : now;
    if (now >= next)
        flush();
    else
        m_impl->timer.start(std::chrono::ceil<std::chrono::milliseconds>(next - now));
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

void ActivityLog::prepend(const QList<ActivityEvent>& older)
{
    Q_ASSERT(QThread::currentThread() == thread());
    // The same id again is news of the same transfer, unless it starts: then it is another run's.
    std::deque<ActivityEvent> rows;
    QHash<quint64, std::size_t> open; // transfers without an end, by id
    const auto isTold = [](const ActivityEvent& event) {
        return event.outcome == ActivityEvent::Outcome::Started || isRunning(event);
    };
    for (const ActivityEvent& event : older) {
        if (m_impl->isOfThisRun(event))
            continue;
        const bool begins = event.outcome == ActivityEvent::Outcome::Started;
        if (const auto known = open.constFind(event.id);
            event.id != 0 && !begins && known != open.cend()) {
            rows[*known] = event;
            if (!isTold(event))
                open.erase(known);
            continue;
        }
        if (event.id != 0 && isTold(event))
            open.insert(event.id, rows.size());
        rows.push_back(event);
    }
    for (ActivityEvent& row : rows) {
        if (!isTold(row))
            continue;
        row.outcome = ActivityEvent::Outcome::CutShort;
        row.error = Error{ErrorCode::Cancelled, QStringLiteral("The connection was lost")};
    }
    const std::size_t room = std::size_t(m_impl->capacity) - m_impl->entries.size();
    const std::size_t count = std::min(room, rows.size());
    if (count == 0)
        return;
    m_impl->entries.insert(m_impl->entries.begin(), rows.end() - std::ptrdiff_t(count), rows.end());
    m_impl->first -= qint64(count);
    emit prepended(qsizetype(count));
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
