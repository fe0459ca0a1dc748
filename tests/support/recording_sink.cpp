#include "tests/support/recording_sink.h"

#include <algorithm>
#include <utility>

namespace sallyport::test {

void RecordingSink::record(ActivityEvent event)
{
    m_events.lock()->append(std::move(event));
}

QList<ActivityEvent> RecordingSink::events() const
{
    return *m_events.lock();
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
