#include "app/stop_signals.h"

#include <QSocketNotifier>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace sallyport {

namespace {

constexpr std::array ours{SIGINT, SIGTERM, SIGHUP};

std::atomic<int> writeTo{-1}; // of the one object

// A full pipe holds more signals than anybody means.
void note(int signal) noexcept
{
    const int before = errno;
    const auto byte = static_cast<unsigned char>(signal);
    if (::write(writeTo.load(), &byte, 1) < 0)
        errno = 0;
    errno = before;
}

} // namespace

StopSignals::StopSignals(QObject* parent)
    : QObject(parent)
{
    if (::pipe2(m_ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // then they end the program, as without this object
    writeTo = m_ends[1];
    struct sigaction action {};
    action.sa_handler = note;
    action.sa_flags = SA_RESTART;
    for (const int signal : ours)
        ::sigaction(signal, &action, nullptr);
    m_notifier = std::make_unique<QSocketNotifier>(m_ends[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &StopSignals::read);
}

StopSignals::~StopSignals()
{
    if (!m_notifier)
        return;
    for (const int signal : ours)
        std::signal(signal, SIG_DFL);
    m_notifier.reset();
    for (const int end : m_ends)
        ::close(end);
}

void StopSignals::read()
{
    unsigned char signal = 0;
    while (::read(m_ends[0], &signal, 1) == 1) {
        if (signal == SIGHUP)
            emit reloadAsked();
        else
            emit stopAsked();
    }
}

} // namespace sallyport

#include "moc_stop_signals.cpp"
