// `doctor`: why can nobody reach me? The findings of core's Doctor on stdout, for a server of the
// profile that runs or that does not.
//
// Threads: the main thread; runs a loop of its own.
#pragma once

#include "app/command_line.h"

namespace sallyport {

// The exit code: 0 nothing keeps anybody out, 1 something does, 4 the settings cannot be read.
int runDoctor(const DoctorOptions& options);

} // namespace sallyport
