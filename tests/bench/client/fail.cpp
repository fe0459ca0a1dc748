#include "client/fail.h"

#include <cstdio>
#include <cstdlib>

namespace sallyport::bench {

void fail(const std::string& sentence)
{
    std::fprintf(stderr, "sallyport_bench_client: %s\n", sentence.c_str());
    std::exit(1); // NOLINT(concurrency-mt-unsafe): one thread
}

} // namespace sallyport::bench
