// The self-test asks the libssh this program runs with what its version number does not tell: does
// it check the tags of AES-GCM (0.10.6 had builds that did not, CVE-2026-59847), and does its log
// name each login (core/ssh/login.h lives on that)?
//
// A client and a server talk over a relay that flips one bit. Nothing leaves the process.
//
// Threads: any but the main one: it blocks, 50 ms as a rule, `within` at most.
#pragma once

#include <chrono>
#include <functional>

namespace sallyport::ssh {

struct SelfTestResult {
    bool gcmIsSound = false;    // AES-GCM may be offered
    bool loginsAreSeen = false; // tries that libssh drops can be counted and answered
    bool operator==(const SelfTestResult&) const = default;
};

// Alters the bytes a client sends once, for the tests; by default one bit is flipped.
using Tamper = std::function<void(char* bytes, std::size_t count)>;
void flipOneBit(char* bytes, std::size_t count);

SelfTestResult runSelfTest(std::chrono::milliseconds within = std::chrono::seconds(2),
                           const Tamper& tamper = flipOneBit);

} // namespace sallyport::ssh
