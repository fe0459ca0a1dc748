// EventWatch hears what a session tells the activity list and demands that it makes sense: a
// transfer starts once and ends once.
//
// Threads: one.
#pragma once

#include "core/activity.h"
#include "tests/fuzz/check.h"

#include <functional>
#include <map>

namespace sallyport::fuzz {

class EventWatch final : public ActivitySink {
public:
    void record(ActivityEvent event) override
    {
        using Kind = ActivityEvent::Kind;
        using Outcome = ActivityEvent::Outcome;
        demand(event.outcome.has_value(), "an event has no outcome");
        if (m_listener)
            m_listener(event);
        if (*event.outcome >= Outcome::Refused)
            demand(event.error && !event.error->message.isEmpty(), "a trouble has no words");
        if (event.kind != Kind::Download && event.kind != Kind::Upload)
            return;
        if (event.id == 0) {
            demand(*event.outcome >= Outcome::Refused, "a transfer without a number");
            return;
        }
        bool& ended = m_ended.try_emplace(event.id, false).first->second;
        demand(!ended, "a transfer goes on behind its end");
        ended = *event.outcome != Outcome::Started && *event.outcome != Outcome::Running;
        demand(event.bytes && *event.bytes >= 0, "a transfer of no number of bytes");
    }
    // Hears of every event.
    void setListener(std::function<void(const ActivityEvent&)> listener)
    {
        m_listener = std::move(listener);
    }
    void demandAllEnded() const
    {
        for (const auto& [id, ended] : m_ended)
            demand(ended, "a transfer never ended");
    }

private:
    std::map<quint64, bool> m_ended;
    std::function<void(const ActivityEvent&)> m_listener;
};

} // namespace sallyport::fuzz
