// Thread is a QThread that runs a function, held by a pointer that joins before it deletes, so a
// thread never outlives what it uses.
//
// Threads: made, started and joined by its holder.
#pragma once

#include <QThread>

#include <atomic>
#include <functional>
#include <memory>

namespace sallyport::ssh {

class Thread final : public QThread {
public:
    explicit Thread(std::function<void()> work)
        : m_work(std::move(work))
    {
    }
    bool startNow(); // false: the system has no thread left
    // wait(), and what the thread did happened before, also in the eyes of the thread sanitizer.
    void join();

protected:
    void run() override;

private:
    std::function<void()> m_work;
    std::atomic<bool> m_done{false};
};

struct JoinThread {
    void operator()(Thread* thread) const;
};
using ThreadPtr = std::unique_ptr<Thread, JoinThread>;

} // namespace sallyport::ssh
