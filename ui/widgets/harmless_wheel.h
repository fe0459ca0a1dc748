// The wheel scrolls, and changes a value only where somebody works: a box under the pointer on the
// way down a page leaves it to the page.
//
// Threads: the main thread.
#pragma once

class QApplication;

namespace sallyport {

// For every combo box, number and date of the program. Once is enough.
void installHarmlessWheel(QApplication& application);

} // namespace sallyport
