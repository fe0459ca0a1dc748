// PrivateDesktop is a desktop for one test: a message bus of its own, which stands for the
// session's and the system's, and where wanted a display of its own. They go with the test.
//
// Threads: made in main(), before the application object.
#pragma once

#include <sys/types.h>

namespace sallyport::test {

class PrivateDesktop {
public:
    enum class Display { None, X11 };
    explicit PrivateDesktop(Display display);
    ~PrivateDesktop();
    PrivateDesktop(const PrivateDesktop&) = delete;
    PrivateDesktop& operator=(const PrivateDesktop&) = delete;

private:
    pid_t m_bus = 0, m_display = 0;
};

} // namespace sallyport::test
