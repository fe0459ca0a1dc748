// Descriptor owns an open file descriptor, or holds the errno that says why there is none.
//
// Threads: a value, moved and never copied.
// Errors: close() is the only call whose failure is lost when the object just goes.
#pragma once

#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>

#include <unistd.h>

namespace sallyport {

class Descriptor {
public:
    Descriptor() = default;
    // Takes what open() and its relatives returned: a descriptor, or -1 with the reason in errno.
    explicit Descriptor(int returned)
        : m_descriptor(returned)
        , m_error(returned < 0 ? errno : 0)
    {
    }
    static Descriptor failed(int error)
    {
        Descriptor none;
        none.m_error = error;
        return none;
    }
    Descriptor(Descriptor&& other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
        , m_error(std::exchange(other.m_error, EBADF))
    {
    }
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(m_descriptor, other.m_descriptor);
        std::swap(m_error, other.m_error);
        return *this;
    }
    ~Descriptor()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }

    explicit operator bool() const { return m_descriptor >= 0; }
    int get() const { return m_descriptor; }
    int error() const { return m_error; }
    int release() { return std::exchange(m_descriptor, -1); }

private:
    int m_descriptor = -1;
    int m_error = EBADF;
};

// "/proc/self/fd/7": the way back from an O_PATH descriptor to a name the kernel takes. It leads to
// the very file that is open, whatever was renamed meanwhile.
class DescriptorPath {
public:
    explicit DescriptorPath(int descriptor)
    {
        std::snprintf(m_text.data(), m_text.size(), "/proc/self/fd/%d", descriptor);
    }
    const char* get() const { return m_text.data(); }

private:
    std::array<char, 32> m_text{};
};

} // namespace sallyport
