#include "core/ssh/newcomers.h"

#include "core/ssh/login_throttle.h"

#include <algorithm>

namespace sallyport::ssh {

int Newcomers::countOf(const QHostAddress& source) const
{
    return int(
        std::count_if(m_waiting.begin(), m_waiting.end(), [&source](const Newcomer& newcomer) {
            return LoginThrottle::source(newcomer.peer.address) == source;
        }));
}

} // namespace sallyport::ssh
