// Thread runs a function on a thread of its own, held by a pointer that joins before it deletes, so
// a thread never outlives what it uses.
//
// It is no QThread: that makes an event dispatcher, which these threads do not need, which costs a
// descriptor each, and which ends the program when no descriptor is left.
//
// Threads: made, started and joined by its holder.
#pragma once

#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <new>
#include <pthread.h>
#include <thread>

namespace sallyport::ssh {

class Thread final {
public:
    explicit Thread(std::function<void()> work)
        : m_work(std::move(work))
    {
    }
    Thread(const Thread&) = delete;
    Thread& operator=(const Thread&) = delete;

    void setName(const QString& name) { m_name = name.toUtf8(); }
    void setStackSize(std::size_t bytes) { m_stackSize = bytes; }
    bool start(); // false: the system has no thread left
    void join();

private:
    static void* run(void* self) noexcept;

    std::function<void()> m_work;
    QByteArray m_name;
    std::size_t m_stackSize = 0; // 0: the system's
    pthread_t m_thread{};
    bool m_isStarted = false;
};

struct JoinThread {
    void operator()(Thread* thread) const;
};
using ThreadPtr = std::unique_ptr<Thread, JoinThread>;

// Does what must not stay undone also where memory has run out: again, until there is some.
template <typename Work>
void insist(Work work) noexcept
{
    for (;;) {
        try {
            return work();
        } catch (const std::bad_alloc&) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }
}

} // namespace sallyport::ssh
