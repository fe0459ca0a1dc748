#include "app/line_output.h"

#include "core/pool_job.h"

#include <QFile>

#include <atomic>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace sallyport {

struct LineOutput::State {
    QByteArray path;     // empty: a descriptor that is not ours
    int descriptor = -1; // of the writer's jobs
    std::atomic<qint64> waiting{0};

    ~State()
    {
        if (!path.isEmpty() && descriptor >= 0)
            ::close(descriptor);
    }

    bool open()
    {
        const int opened =
            ::open(path.constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
        if (opened < 0)
            return false; // what is open stays in use
        if (descriptor >= 0)
            ::close(descriptor);
        descriptor = opened;
        return true;
    }

    void write(QByteArrayView bytes) const
    {
        while (!bytes.isEmpty()) {
            const ssize_t written = ::write(descriptor, bytes.data(), std::size_t(bytes.size()));
            if (written > 0) {
                bytes = bytes.sliced(written);
            } else if (written < 0 && errno == EAGAIN) {
                pollfd wait{descriptor, POLLOUT, 0};
                ::poll(&wait, 1, -1);
            } else if (written == 0 || errno != EINTR) {
                return; // closed, or the disk is full: the rest of these lines is lost
            }
        }
    }
};

// Lines for one job, until it takes them.
struct LineOutput::Batch {
    QByteArray lines;
    bool taken = false;
};

LineOutput::LineOutput(int descriptor, QThreadPool& writer)
    : m_state(std::make_shared<State>())
    , m_writer(writer)
{
    Q_ASSERT(writer.maxThreadCount() == 1);
    m_state->descriptor = descriptor;
}

Result<std::unique_ptr<LineOutput>> LineOutput::open(const QString& path, QThreadPool& writer)
{
    auto output = std::make_unique<LineOutput>(-1, writer);
    output->m_state->path = QFile::encodeName(path);
    if (!output->m_state->open())
        return Error{ErrorCode::Failure,
                     QStringLiteral("The log file %1 cannot be written").arg(path)};
    return output;
}

LineOutput::~LineOutput()
{
    flush();
}

void LineOutput::write(const QByteArray& lines)
{
    if (lines.isEmpty() || m_state->waiting + lines.size() > maxWaiting)
        return;
    m_state->waiting += lines.size();
    if (m_lines.isEmpty())
        QMetaObject::invokeMethod(
            &m_turn, [this] { flush(); }, Qt::QueuedConnection);
    m_lines += lines;
}

void LineOutput::flush()
{
    if (m_lines.isEmpty())
        return;
    QByteArray lines = std::exchange(m_lines, {});
    if (m_batch) {
        const auto batch = m_batch->lock();
        if (!batch->taken) {
            batch->lines += lines;
            return;
        }
    }
    m_batch = std::make_shared<Guarded<Batch>>(std::in_place, Batch{std::move(lines), false});
    startJob(m_writer, [state = m_state, batch = m_batch] {
        QByteArray taken;
        {
            const auto open = batch->lock();
            open->taken = true;
            taken = std::move(open->lines);
        }
        state->write(taken);
        state->waiting -= taken.size();
    });
}

void LineOutput::reopen()
{
    if (m_state->path.isEmpty())
        return;
    flush();
    m_batch.reset(); // what comes after this goes to the new file
    startJob(m_writer, [state = m_state] { state->open(); });
}

} // namespace sallyport
