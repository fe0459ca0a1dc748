// Guarded is a value and its mutex, inseparable: the value can be reached only through a lock.
//
// Threads: any. Hold what lock() returns briefly, and never two at once.
#pragma once

#include <mutex>
#include <utility>

namespace sallyport {

template <typename T>
class Guarded {
public:
    class Locked {
    public:
        Locked(std::mutex& mutex, T& value)
            : m_lock(mutex)
            , m_value(value)
        {
        }
        T& operator*() const { return m_value; }
        T* operator->() const { return &m_value; }
        // For a condition variable that waits for a change of the value.
        std::unique_lock<std::mutex>& lock() { return m_lock; }

    private:
        std::unique_lock<std::mutex> m_lock;
        T& m_value;
    };

    Guarded() = default;
    template <typename... Arguments>
    explicit Guarded(std::in_place_t, Arguments&&... arguments)
        : m_value(std::forward<Arguments>(arguments)...)
    {
    }

    Locked lock() { return Locked(m_mutex, m_value); }

private:
    std::mutex m_mutex;
    T m_value{};
};

} // namespace sallyport
