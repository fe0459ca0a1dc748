#include "tests/support/failing_new.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace sallyport::test {

namespace {

// Plain numbers: nothing here may allocate.
thread_local bool isArmed = false;
std::atomic<int> allFailed{0};
thread_local int made = 0, firstFailing = 0, afterLastFailing = 0, failed = 0;

void* allocate(std::size_t size, std::size_t alignment) noexcept
{
    if (isArmed) {
        ++made;
        if (made >= firstFailing && made < afterLastFailing) {
            ++failed;
            ++allFailed;
            return nullptr;
        }
    }
    if (alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__)
        return std::malloc(size == 0 ? 1 : size);
    return std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

void* allocateOrThrow(std::size_t size, std::size_t alignment = 1)
{
    if (void* memory = allocate(size, alignment))
        return memory;
    throw std::bad_alloc();
}

} // namespace

void failNew(int nth, int times)
{
    made = failed = 0;
    firstFailing = nth;
    afterLastFailing = nth + times;
    isArmed = true;
}

int stopFailingNew()
{
    const int count = isArmed ? made : 0;
    isArmed = false;
    return count;
}

int allFailedNews()
{
    return allFailed;
}

int failedNews()
{
    return failed;
}

} // namespace sallyport::test

using sallyport::test::allocate;
using sallyport::test::allocateOrThrow;

void* operator new(std::size_t size)
{
    return allocateOrThrow(size);
}
void* operator new[](std::size_t size)
{
    return allocateOrThrow(size);
}
void* operator new(std::size_t size, std::align_val_t alignment)
{
    return allocateOrThrow(size, std::size_t(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment)
{
    return allocateOrThrow(size, std::size_t(alignment));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    return allocate(size, 1);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept
{
    return allocate(size, 1);
}
void operator delete(void* memory) noexcept
{
    std::free(memory);
}
void operator delete[](void* memory) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept
{
    std::free(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept
{
    std::free(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept
{
    std::free(memory);
}
