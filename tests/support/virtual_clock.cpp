#include "tests/support/virtual_clock.h"

#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

namespace sallyport::test {

namespace {

using std::chrono::nanoseconds;

constexpr nanoseconds steadyStart = std::chrono::hours(1000);
constexpr nanoseconds wallStart = std::chrono::seconds(1'800'000'000);

thread_local bool isVirtual = false;
thread_local nanoseconds steady{}, wall{};

// False: the system is to be asked.
bool ask(clockid_t clock, timespec& result)
{
    const bool isWall = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
    const bool isSteady = clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_COARSE
        || clock == CLOCK_MONOTONIC_RAW || clock == CLOCK_BOOTTIME;
    if (!isVirtual || (!isWall && !isSteady))
        return false;
    const auto at = (isWall ? wall : steady).count();
    result.tv_sec = time_t(at / 1'000'000'000);
    result.tv_nsec = long(at % 1'000'000'000);
    return true;
}

} // namespace

VirtualClock::VirtualClock()
{
    steady = steadyStart;
    wall = wallStart;
    isVirtual = true;
}

VirtualClock::~VirtualClock()
{
    isVirtual = false;
}

void VirtualClock::pass(nanoseconds time)
{
    steady += time;
    wall += time;
}

void VirtualClock::jump(std::chrono::seconds by)
{
    wall += by;
}

} // namespace sallyport::test

// Source: clock_gettime(2), gettimeofday(2), time(2).
extern "C" {

int clock_gettime(clockid_t clock, timespec* result) noexcept
{
    return sallyport::test::ask(clock, *result) ? 0
                                                : int(::syscall(SYS_clock_gettime, clock, result));
}

int gettimeofday(timeval* __restrict result, void* __restrict) noexcept
{
    timespec at{};
    clock_gettime(CLOCK_REALTIME, &at);
    result->tv_sec = at.tv_sec;
    result->tv_usec = at.tv_nsec / 1000;
    return 0;
}

time_t time(time_t* result) noexcept
{
    timespec at{};
    clock_gettime(CLOCK_REALTIME, &at);
    if (result)
        *result = at.tv_sec;
    return at.tv_sec;
}
}
