// startJob() runs a function on a thread pool, as QThreadPool::start() does, and hands it over by
// an atomic of ours: how Qt hands it over is nothing the thread sanitizer can see.
//
// A job that answers a promise moves the promise into what it reports, so that the last of it goes
// where the answer is read: how Qt counts who holds a future, it cannot see either.
//
// Threads: any.
#pragma once

#include <QRunnable>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <utility>

namespace sallyport {

class PoolJob final : public QRunnable {
public:
    explicit PoolJob(std::function<void()> work)
        : m_work(std::move(work))
    {
        m_made.store(true, std::memory_order_release);
    }

    void run() override
    {
        if (m_made.load(std::memory_order_acquire))
            m_work();
    }

private:
    std::function<void()> m_work;
    std::atomic<bool> m_made = false;
};

inline void startJob(QThreadPool& pool, std::function<void()> work)
{
    pool.start(new PoolJob(std::move(work))); // the pool deletes it
}

} // namespace sallyport
