#include "core/platform/descriptor_limit.h"

#include <algorithm>
#include <limits>

#include <sys/resource.h>

namespace sallyport {

int raiseDescriptorLimit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 1'024; // what POSIX systems give at least
    const rlim_t soft = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
        limit.rlim_cur = soft;
    return static_cast<int>(std::clamp<rlim_t>(
        limit.rlim_cur, 1, static_cast<rlim_t>(std::numeric_limits<int>::max())));
}

} // namespace sallyport
