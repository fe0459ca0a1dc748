// SpinWatch finds a connection's thread that spins: one that does not get on, and uses the
// processor all the same.
//
// Threads: the Listener's.
#pragma once

#include "core/ssh/live_counters.h"

#include <chrono>

namespace sallyport::ssh {

class SpinWatch {
public:
    using Time = std::chrono::steady_clock::time_point;

    // Has it used so much processor time since it was last seen to rest or to get on? Looks at it
    // twice in that time at most.
    bool spins(LiveCounters& live, std::chrono::nanoseconds mostTime);

private:
    std::chrono::nanoseconds m_processorTime{0}; // of its thread, when it last rested or got on
    quint64 m_progress = 0;
    Time m_lookedAt = std::chrono::steady_clock::now();
    std::chrono::nanoseconds m_then{0}; // of its thread
};

} // namespace sallyport::ssh
