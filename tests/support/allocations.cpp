#include "tests/support/allocations.h"

#include <atomic>
#include <cstddef>

// glibc's own, under the names it keeps for those who stand in for them.
extern "C" {
void* __libc_malloc(std::size_t size);               // NOLINT(bugprone-reserved-identifier)
void* __libc_calloc(std::size_t count, std::size_t); // NOLINT(bugprone-reserved-identifier)
void* __libc_realloc(void* old, std::size_t size);   // NOLINT(bugprone-reserved-identifier)
}

namespace {

std::atomic<std::uint64_t> count{0};

} // namespace

extern "C" void* malloc(std::size_t size)
{
    count.fetch_add(1, std::memory_order_relaxed);
    return __libc_malloc(size);
}

extern "C" void* calloc(std::size_t elements, std::size_t size)
{
    count.fetch_add(1, std::memory_order_relaxed);
    return __libc_calloc(elements, size);
}

extern "C" void* realloc(void* old, std::size_t size)
{
    count.fetch_add(1, std::memory_order_relaxed);
    return __libc_realloc(old, size);
}

std::uint64_t sallyport::test::allocations()
{
    return count.load(std::memory_order_relaxed);
}
