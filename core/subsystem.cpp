#include "core/subsystem.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace sallyport {

namespace {

// Bytes read at once: a few requests of 32 KiB.
constexpr std::size_t inputSize = 128 * 1024;
// Milliseconds without a word after which memory is given back.
constexpr int idleAfter = 1000;

class NoLog final : public ActivitySink {
public:
    void record(ActivityEvent) override {}
};

// A write to a closed pipe kills the program unless SIGPIPE is kept from this thread. One that came
// meanwhile is taken away before the old mask returns.
class NoBrokenPipeSignal {
public:
    NoBrokenPipeSignal()
    {
        sigemptyset(&m_pipe);
        sigaddset(&m_pipe, SIGPIPE);
        sigset_t pending;
        sigemptyset(&pending);
        sigpending(&pending);
        m_wasPending = sigismember(&pending, SIGPIPE) == 1;
        pthread_sigmask(SIG_BLOCK, &m_pipe, &m_old);
    }
    ~NoBrokenPipeSignal()
    {
        const timespec now{};
        if (!m_wasPending)
            sigtimedwait(&m_pipe, nullptr, &now);
        pthread_sigmask(SIG_SETMASK, &m_old, nullptr);
    }
    NoBrokenPipeSignal(const NoBrokenPipeSignal&) = delete;
    NoBrokenPipeSignal& operator=(const NoBrokenPipeSignal&) = delete;

private:
    sigset_t m_pipe{}, m_old{};
    bool m_wasPending = false;
};

// Others may use the same description, so it is given back as it was.
class NonBlocking {
public:
    explicit NonBlocking(int descriptor)
        : m_descriptor(descriptor)
        , m_flags(fcntl(descriptor, F_GETFL))
    {
        if (m_flags >= 0)
            fcntl(m_descriptor, F_SETFL, m_flags | O_NONBLOCK);
    }
    ~NonBlocking()
    {
        if (m_flags >= 0)
            fcntl(m_descriptor, F_SETFL, m_flags);
    }
    NonBlocking(const NonBlocking&) = delete;
    NonBlocking& operator=(const NonBlocking&) = delete;

private:
    const int m_descriptor, m_flags;
};

bool isTransient(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

class Subsystem {
public:
    Subsystem(sftp::Session& session, int in, int out)
        : m_session(session)
        , m_in(in)
        , m_out(out)
    {
    }
    int run();

private:
    enum class Turn { GoOn, Done };
    Turn work();
    bool writeSome(); // false: `out` broke
    bool readSome();  // false: `in` broke
    bool wait();      // false: neither descriptor will move again
    bool isFinished() const;

    sftp::Session& m_session;
    const int m_in, m_out;
    std::array<std::byte, inputSize> m_buffer;
    std::span<const std::byte> m_input; // of m_buffer, not taken yet
    sftp::Buffer m_writing;
    int m_patience = idleAfter; // milliseconds to wait; -1: for ever
    bool m_ended = false;       // the end of `in`
    bool m_broken = false;      // the client could not be understood
};

// Lets the session do what it can without waiting.
Subsystem::Turn Subsystem::work()
{
    bool moved = true;
    while (moved && !m_broken) {
        const std::size_t taken = m_session.receive(m_input);
        m_input = m_input.subspan(taken);
        m_broken = !m_session.run();
        // A slice of a long job is a turn of its own: the client may have said more meanwhile.
        moved = taken > 0 && !m_input.empty();
    }
    if (m_broken)
        m_input = {};
    if (m_writing.isEmpty() && m_session.outputSize() > 0)
        m_session.swapOutput(m_writing);
    return isFinished() ? Turn::Done : Turn::GoOn;
}

bool Subsystem::isFinished() const
{
    const bool owesNothing = m_writing.isEmpty() && m_session.outputSize() == 0;
    return owesNothing && (m_broken || (m_ended && m_input.empty() && !m_session.hasWork()));
}

bool Subsystem::writeSome()
{
    while (!m_writing.isEmpty()) {
        const auto bytes = m_writing.bytes();
        const ssize_t count = ::write(m_out, bytes.data(), bytes.size());
        if (count < 0)
            return isTransient(errno);
        m_writing.consume(std::size_t(count));
    }
    return true;
}

bool Subsystem::readSome()
{
    if (m_ended || m_broken || !m_input.empty())
        return true;
    const ssize_t count = ::read(m_in, m_buffer.data(), m_buffer.size());
    if (count < 0)
        return isTransient(errno);
    m_ended = count == 0;
    m_input = std::span(m_buffer).first(std::size_t(count));
    return true;
}

bool Subsystem::wait()
{
    const bool reads = !m_ended && !m_broken && m_input.empty();
    std::array<pollfd, 2> descriptors{
        pollfd{reads ? m_in : -1, POLLIN, 0},
        pollfd{m_out, short(m_writing.isEmpty() ? 0 : POLLOUT), 0},
    };
    const bool busy = !m_broken && m_session.hasWork();
    const int moved = poll(descriptors.data(), descriptors.size(), busy ? 0 : m_patience);
    if (moved < 0)
        return errno == EINTR;
    if (moved == 0 && !busy) {
        // A client that pauses may pause for days.
        m_session.releaseIdleMemory();
        if (m_writing.isEmpty())
            m_writing.release();
    }
    m_patience = moved == 0 && !busy ? -1 : idleAfter;
    // Nobody reads any more. What the client still says is heard first.
    return !(descriptors[1].revents & (POLLERR | POLLNVAL))
        || (descriptors[0].revents & (POLLIN | POLLHUP)) != 0;
}

int Subsystem::run()
{
    while (true) {
        if (work() == Turn::Done)
            return m_broken ? 1 : 0;
        if (!writeSome())
            return 1;
        // All is written, so the session takes input again that it left before: nothing else would
        // wake us for it.
        if (m_writing.isEmpty() && (m_session.outputSize() > 0 || !m_input.empty()))
            continue;
        if (isFinished())
            continue;
        if (!wait() || !readSome())
            return 1;
    }
}

} // namespace

int runSubsystem(FileSystem& files, int in, int out, ActivitySink* activity,
                 const sftp::Client& client)
{
    const NoBrokenPipeSignal noSignal;
    const NonBlocking input(in);
    const NonBlocking output(out);
    NoLog noLog;
    sftp::Session session(files, activity ? *activity : noLog, client);
    return Subsystem(session, in, out).run();
}

} // namespace sallyport
