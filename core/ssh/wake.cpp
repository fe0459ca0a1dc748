#include "core/ssh/wake.h"

#include <sys/eventfd.h>

namespace sallyport::ssh {

Wake::Wake()
    : m_descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
}

void Wake::wake() noexcept
{
    ::eventfd_write(m_descriptor.get(), 1);
}

void Wake::drain() noexcept
{
    eventfd_t count = 0;
    ::eventfd_read(m_descriptor.get(), &count);
}

} // namespace sallyport::ssh
