// RateLimit shares a number of bytes a second among the connections of a server, in one direction.
// A bucket holds what a quarter of a second brings, 32 KiB at least; whoever comes takes what is in
// it.
//
// Threads: any.
#pragma once

#include "core/guarded.h"

#include <QtGlobal>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>

namespace sallyport::ssh {

using Clock = std::function<std::chrono::steady_clock::time_point()>;

class RateLimit {
public:
    explicit RateLimit(quint64 bytesPerSecond = 0, Clock clock = std::chrono::steady_clock::now);

    void setRate(quint64 bytesPerSecond); // 0: no limit
    // How many of `wanted` bytes may move now; take() has then counted them.
    std::size_t take(std::size_t wanted);
    void giveBack(std::size_t bytes); // taken, but not moved
    // Until a piece worth moving is there: 0 when one is.
    std::chrono::milliseconds wait();

private:
    struct Bucket {
        double bytes = 0;
        std::chrono::steady_clock::time_point filled;
    };
    void fill(Bucket& bucket);
    double capacity() const;

    const Clock m_clock;
    std::atomic<quint64> m_rate;
    Guarded<Bucket> m_bucket;
};

} // namespace sallyport::ssh
