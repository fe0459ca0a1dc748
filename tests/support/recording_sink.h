// RecordingSink keeps what was recorded, for a test to look at.
//
// Threads: any.
#pragma once

#include "core/activity.h"
#include "core/guarded.h"

#include <QList>

namespace sallyport::test {

class RecordingSink final : public ActivitySink {
public:
    void record(ActivityEvent event) override;
    QList<ActivityEvent> events() const;
    QList<ActivityEvent> events(ActivityEvent::Kind kind) const; // in their order
    QList<ActivityEvent> take();                                 // and forgets them

private:
    mutable Guarded<QList<ActivityEvent>> m_events;
};

} // namespace sallyport::test
