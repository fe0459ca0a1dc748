// How the load generator gives up: one sentence on stderr and exit 1. A benchmark that met
// anything unexpected has nothing worth continuing for, so no error travels further than this.
#pragma once

#include <string>

namespace sallyport::bench {

[[noreturn]] void fail(const std::string& sentence);

} // namespace sallyport::bench
