#include "core/ssh/spin_watch.h"

namespace sallyport::ssh {

namespace {

// Who takes less of a processor than a fiftieth does not spin, even on a computer that is busy.
constexpr int restsBelow = 50;

} // namespace

bool SpinWatch::spins(LiveCounters& live, std::chrono::nanoseconds mostTime)
{
    const Time now = std::chrono::steady_clock::now();
    const auto clock = live.words.lock()->processorClock;
    timespec used{};
    if (now - m_lookedAt < mostTime / 2 || !clock || ::clock_gettime(*clock, &used) != 0)
        return false;
    const auto processorTime =
        std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
    const quint64 progress = live.progress.load(std::memory_order_relaxed);
    const bool rests = (processorTime - m_then) * restsBelow < now - m_lookedAt;
    m_lookedAt = now;
    m_then = processorTime;
    if (!rests && progress == m_progress)
        return processorTime - m_processorTime >= mostTime;
    m_processorTime = processorTime;
    m_progress = progress;
    return false;
}

} // namespace sallyport::ssh
