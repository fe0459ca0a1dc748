// Tool tips as they are written: Qt takes one that holds a tag for rich text, and a name can hold a
// tag. TextLabel is the same for labels.
//
// Threads: the main thread.
#pragma once

class QApplication;

namespace sallyport {

// For every tool tip of the program, those of rows and of actions included. Once is enough.
void installPlainToolTips(QApplication& application);

} // namespace sallyport
