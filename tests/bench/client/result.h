// What a run of the load generator did.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace sallyport::bench {

using Clock = std::chrono::steady_clock;

struct Result {
    std::uint64_t bytes = 0;                // of content
    std::uint64_t count = 0;                // files, names, replies or connections
    std::chrono::duration<double> first{0}; // to the first reply with names in it
    std::vector<std::chrono::duration<double>> latencies;
};

} // namespace sallyport::bench
