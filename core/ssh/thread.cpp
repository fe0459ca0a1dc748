#include "core/ssh/thread.h"

namespace sallyport::ssh {

namespace {

constexpr qsizetype longestName = 15; // bytes, by pthread_setname_np(3)

} // namespace

bool Thread::start()
{
    pthread_attr_t attributes;
    if (::pthread_attr_init(&attributes) != 0)
        return false;
    if (m_stackSize > 0)
        ::pthread_attr_setstacksize(&attributes, m_stackSize);
    m_isStarted = ::pthread_create(&m_thread, &attributes, &Thread::run, this) == 0;
    ::pthread_attr_destroy(&attributes);
    return m_isStarted;
}

void* Thread::run(void* self) noexcept
{
    const auto& thread = *static_cast<Thread*>(self);
    ::pthread_setname_np(::pthread_self(), thread.m_name.left(longestName).constData());
    thread.m_work();
    return nullptr;
}

void Thread::join()
{
    if (std::exchange(m_isStarted, false))
        ::pthread_join(m_thread, nullptr);
}

void JoinThread::operator()(Thread* thread) const
{
    thread->join();
    delete thread;
}

} // namespace sallyport::ssh
