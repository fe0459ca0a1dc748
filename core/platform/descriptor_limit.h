// How many files and sockets this process may hold open.
//
// Threads: once, at the start of a program.
#pragma once

namespace sallyport {

// Raises the soft limit to the hard one. Returns the limit that now holds, at least 1.
int raiseDescriptorLimit();

} // namespace sallyport
