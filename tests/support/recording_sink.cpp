#include "tests/support/recording_sink.h"

#include <algorithm>
#include <utility>

namespace sallyport::test {

void RecordingSink::record(ActivityEvent event)
{
    m_events.lock()->append(std::move(event));
}

// Copied one by one: a list shared with another thread is let go of with an atomic that the thread
// sanitizer does not count as an order.
QList<ActivityEvent> RecordingSink::events() const
{
    const auto events = m_events.lock();
    return {events->constBegin(), events->constEnd()};
}

QList<ActivityEvent> RecordingSink::events(ActivityEvent::Kind kind) const
{
    QList<ActivityEvent> found = events();
    found.removeIf([kind](const ActivityEvent& event) { return event.kind != kind; });
    return found;
}

QList<ActivityEvent> RecordingSink::take()
{
    return std::exchange(*m_events.lock(), {});
}

} // namespace sallyport::test
