// Memory that runs out: an allocation of this thread fails, by count. A program that links
// failing_new.cpp has its operator new replaced.
//
// Threads: each has a count of its own, so a test arms a connection's thread from within it.
#pragma once

namespace sallyport::test {

// From now on the nth operator new of this thread (1: the next) fails, and `times` in all from
// there on.
void failNew(int nth, int times = 1);
// Allocations made since; nothing fails any more. 0: it was not armed.
int stopFailingNew();
int failedNews();    // of this thread, since failNew()
int allFailedNews(); // of all threads, ever

} // namespace sallyport::test
