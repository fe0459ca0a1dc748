// libFuzzer's way in, compiled once for each target.
#include "tests/fuzz/check.h"

#include <cstdint>
#include <cstdio>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    try {
        sallyport::fuzz::SALLYPORT_FUZZ_TARGET(std::as_bytes(std::span(data, size)));
    } catch (const sallyport::fuzz::Unmet& unmet) {
        std::fprintf(stderr, "%s\n", unmet.what());
        __builtin_trap();
    }
    return 0;
}
