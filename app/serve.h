// `sallyport-cli serve`: shares until it is told to stop, and says what happens.
//
// Threads: the main thread; needs a QCoreApplication, and runs its loop.
#pragma once

#include "app/command_line.h"

namespace sallyport {

// 0 stopped cleanly, 1 run-time error, 2 usage, 3 cannot listen, 4 settings invalid.
int runServe(const ServeOptions& options);

} // namespace sallyport
