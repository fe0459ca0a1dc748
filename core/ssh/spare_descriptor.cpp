#include "core/ssh/spare_descriptor.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>

namespace sallyport::ssh {

namespace {

constexpr rlim_t reserved = 16;

Descriptor spare()
{
    return Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

} // namespace

SpareDescriptor::SpareDescriptor()
    : m_spare(spare())
{
}

void SpareDescriptor::sendOneAway(int listening)
{
    m_spare.reset();
    Descriptor(::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC)).reset();
    m_spare = spare();
}

// A new descriptor has the lowest number that is free, so it tells how many are left.
bool SpareDescriptor::isReserved(int descriptor)
{
    rlimit limit{};
    return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY
        && rlim_t(descriptor) + reserved >= limit.rlim_cur;
}

} // namespace sallyport::ssh
