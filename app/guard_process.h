// What a program gives up before it does anything else, so that a fault in it is worth less.
//
// Threads: early in main(), before there are others.
#pragma once

namespace sallyport {

// Passwords and keys are in this memory: none of it goes to a core file or to another program's
// debugger. Nor does this process, or one it starts, get more privileges by a program's set-user-id
// bit.
void guardProcess();

} // namespace sallyport
