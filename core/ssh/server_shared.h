// ServerShared is what the connections of one server have in common.
//
// Threads: any. It outlives the connections.
#pragma once

#include "core/activity.h"
#include "core/ssh/login_throttle.h"
#include "core/ssh/rate_limit.h"

#include <atomic>

namespace sallyport::ssh {

struct ServerShared {
    explicit ServerShared(ActivitySink& sink)
        : activity(sink)
    {
    }
    ActivitySink& activity;
    LoginThrottle throttle;
    RateLimit toServer, toClients; // network.bytesPerSecond, each direction
    std::atomic<int> loggedIn{0};  // connections, against limits.maxConnections
};

} // namespace sallyport::ssh
