// Loaded into a program, gives it another time of day: the clock of the wall is ahead by the
// seconds that the file named in SALLYPORT_CLOCK_OFFSET says, read each time. Monotonic clocks
// stay.
#include <ctime>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>

namespace {

// Opened once: a thread of the program may later be locked out of its folder.
long offset()
{
    static const auto descriptor = [] {
        const char* const file = std::getenv("SALLYPORT_CLOCK_OFFSET");
        return file ? int(::syscall(SYS_open, file, O_RDONLY | O_CLOEXEC)) : -1;
    }();
    char text[32]{};
    const long size = ::syscall(SYS_pread64, descriptor, text, sizeof text - 1, 0);
    return size > 0 ? std::atol(text) : 0;
}

} // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept
{
    const auto done = int(::syscall(SYS_clock_gettime, clock, time));
    if (done == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        time->tv_sec += offset();
    return done;
}

extern "C" int gettimeofday(timeval* time, void*) noexcept
{
    timespec now{};
    const int done = ::clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return done;
}

extern "C" time_t time(time_t* result) noexcept
{
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    if (result)
        *result = now.tv_sec;
    return now.tv_sec;
}
