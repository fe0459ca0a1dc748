#include "core/ssh/thread.h"

namespace sallyport::ssh {

bool Thread::startNow()
{
    start();
    return isRunning() || isFinished();
}

void Thread::run()
{
    m_work();
    m_done.store(true, std::memory_order_release);
}

void Thread::join()
{
    wait();
    static_cast<void>(m_done.load(std::memory_order_acquire));
}

void JoinThread::operator()(Thread* thread) const
{
    thread->join();
    delete thread;
}

} // namespace sallyport::ssh
