#include "tests/support/private_desktop.h"

#include <QByteArray>
#include <QtGlobal>

#include <array>
#include <csignal>
#include <vector>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sallyport::test {

namespace {

// Starts a program that says where it is in the first line on the descriptor `tellAt`.
pid_t start(std::vector<const char*> arguments, int tellAt, QByteArray& line)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        qFatal("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::dup2(ends[1], tellAt);
        arguments.push_back(nullptr);
        ::execvp(arguments.front(), const_cast<char* const*>(arguments.data()));
        ::_exit(127);
    }
    ::close(ends[1]);
    char c = 0;
    while (::read(ends[0], &c, 1) == 1 && c != '\n')
        line += c;
    ::close(ends[0]);
    if (c != '\n')
        qFatal("%s does not start: ./dev setup installs it", arguments.front());
    return child;
}

void end(pid_t child)
{
    if (child <= 0)
        return;
    ::kill(child, SIGTERM);
    ::waitpid(child, nullptr, 0);
}

} // namespace

PrivateDesktop::PrivateDesktop(Display display)
{
    QByteArray address;
    m_bus = start(
        {"dbus-daemon", "--nofork", "--print-address=3", "--config-file=" SALLYPORT_PRIVATE_BUS}, 3,
        address);
    qputenv("DBUS_SESSION_BUS_ADDRESS", address);
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", address);
    if (display == Display::None)
        return;
    QByteArray number;
    m_display = start(
        {"Xvfb", "-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"}, 3, number);
    qputenv("DISPLAY", ':' + number);
    qputenv("QT_QPA_PLATFORM", "xcb");
    qunsetenv("WAYLAND_DISPLAY");
}

PrivateDesktop::~PrivateDesktop()
{
    end(m_display);
    end(m_bus);
}

} // namespace sallyport::test
