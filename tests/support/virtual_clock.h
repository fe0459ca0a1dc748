// Time that stands still until the test moves it. A program that links virtual_clock.cpp asks it
// instead of the system, in Qt and the standard library too; without a VirtualClock it gets the
// system's time.
//
// Threads: for the thread that made it alone.
#pragma once

#include <chrono>

namespace sallyport::test {

class VirtualClock {
public:
    VirtualClock(); // at a moment that is always the same
    ~VirtualClock();
    VirtualClock(const VirtualClock&) = delete;
    VirtualClock& operator=(const VirtualClock&) = delete;

    void pass(std::chrono::nanoseconds time); // for both clocks
    void jump(std::chrono::seconds by);       // the wall clock alone, either way
};

} // namespace sallyport::test
