// Keeps the memory of this process to itself.
//
// Threads: early in main(), before there are others.
#pragma once

namespace sallyport {

// Passwords and keys are in this memory: none of it goes to a core file or to another program's
// debugger.
void guardMemory();

} // namespace sallyport
