// For programs that have threads and start others: with the thread sanitizer, each child gets
// memory of its own, as from fork(). QProcess shares it with the child until that runs its program,
// and the sanitizer, which is in that memory, then takes the parent for a child: it overlooks its
// locks, lets it start no thread, and opens the lock under which it makes threads, so that two get
// the same memory and one of them crashes.
#ifdef __SANITIZE_THREAD__

#include <cstdarg>

#include <dlfcn.h>
#include <sched.h>
#include <sys/types.h>

extern "C" int clone(int (*run)(void*), void* stack, int flags, void* argument, ...) noexcept
{
    va_list more;
    va_start(more, argument);
    auto* const parentId = va_arg(more, pid_t*);
    auto* const storage = va_arg(more, void*);
    auto* const childId = va_arg(more, pid_t*);
    va_end(more);
    using Clone = int (*)(int (*)(void*), void*, int, void*, pid_t*, void*, pid_t*);
    static const auto original = reinterpret_cast<Clone>(::dlsym(RTLD_NEXT, "clone"));
    return original(run, stack, flags & ~(CLONE_VM | CLONE_VFORK), argument, parentId, storage,
                    childId);
}

#endif
