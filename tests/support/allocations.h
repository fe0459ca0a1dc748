// Counts what is asked of the allocator, by any thread: malloc and all that ends in it. It stands
// in for glibc's malloc in the program that links it, so it is for programs of its own, and never
// together with a sanitizer.
//
// Threads: any.
#pragma once

#include <cstdint>

namespace sallyport::test {

std::uint64_t allocations(); // malloc, calloc and realloc so far

} // namespace sallyport::test
