// Content that is made anew goes to the end of a window's tab order; this takes it to its place.
//
// Threads: the main thread.
#pragma once

class QWidget;

namespace sallyport {

// Tab leads through `content` in the order its widgets were made, right after `place`, which is in
// the same window.
void tabThrough(QWidget& content, QWidget& place);

} // namespace sallyport
