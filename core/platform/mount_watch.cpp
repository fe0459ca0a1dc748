#include "core/platform/mount_watch.h"

#include "core/guarded.h"

#include <QHash>
#include <QSet>

#include <array>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <new>
#include <optional>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace sallyport {

namespace {

using Folders = QList<QByteArray>;

constexpr int retryAfter = 1000; // milliseconds, where memory ran out

// The names that matter in each folder, for one watched path: "/a/b" gives "/": "a", "/a": "b".
QList<std::pair<QByteArray, QByteArray>> stepsTo(const QByteArray& folder)
{
    QList<std::pair<QByteArray, QByteArray>> steps;
    QByteArray above;
    for (const QByteArray& name : folder.split('/')) {
        if (name.isEmpty())
            continue;
        steps.append({above.isEmpty() ? QByteArrayLiteral("/") : above, name});
        above += '/' + name;
    }
    return steps;
}

// The inotify half, on the watch's thread.
class NameWatch {
public:
    NameWatch()
        : m_descriptor(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK))
    {
    }
    ~NameWatch()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    NameWatch(const NameWatch&) = delete;
    NameWatch& operator=(const NameWatch&) = delete;

    int descriptor() const { return m_descriptor; }

    // From the top down: what appears below a folder after its watch stands is an event, and what
    // was there before is found by whoever looks after this.
    void watch(const Folders& folders)
    {
        constexpr quint32 mask =
            IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_ONLYDIR;
        QHash<int, Names> watched;
        for (const QByteArray& folder : folders) {
            for (const auto& [above, name] : stepsTo(folder)) {
                const int id = ::inotify_add_watch(m_descriptor, above.constData(), mask);
                if (id < 0)
                    break;
                watched[id][name].insert(folder);
            }
        }
        for (auto old = m_watched.cbegin(); old != m_watched.cend(); ++old) {
            if (!watched.contains(old.key()))
                ::inotify_rm_watch(m_descriptor, old.key());
        }
        m_watched = std::move(watched);
    }

    // What the events that wait are about; all folders when some were lost.
    QSet<QByteArray> take(const Folders& all)
    {
        QSet<QByteArray> folders;
        alignas(inotify_event) std::array<char, 16 * 1024> buffer{};
        for (;;) {
            const ssize_t got = ::read(m_descriptor, buffer.data(), buffer.size());
            if (got <= 0)
                return folders;
            for (std::size_t at = 0; at < std::size_t(got);) {
                const auto* event = reinterpret_cast<const inotify_event*>(&buffer.at(at));
                at += sizeof(inotify_event) + event->len;
                if ((event->mask & IN_Q_OVERFLOW) != 0)
                    folders += QSet<QByteArray>(all.begin(), all.end());
                else if (event->len > 0)
                    folders += m_watched.value(event->wd).value(QByteArray(event->name));
            }
        }
    }

private:
    using Names = QHash<QByteArray, QSet<QByteArray>>; // name -> the watched paths it is part of
    const int m_descriptor;
    QHash<int, Names> m_watched; // by watch descriptor
};

} // namespace

struct MountWatch::State {
    struct Inbox {
        Report report;                  // null: stop
        std::optional<Folders> folders; // new ones
        bool ended = false;
    };
    Guarded<Inbox> inbox;
    std::condition_variable ended;
    const int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State()
    {
        if (wake >= 0)
            ::close(wake);
    }

    void ring() const
    {
        const quint64 one = 1;
        [[maybe_unused]] const ssize_t written = ::write(wake, &one, sizeof one);
    }

    // The report runs under the lock, so that none comes after the destructor.
    bool tell(const Folders& folders)
    {
        const auto locked = inbox.lock();
        if (locked->report && !folders.isEmpty())
            locked->report(folders);
        return bool(locked->report);
    }

    void run()
    {
        NameWatch names;
        const int mounts = ::open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
        Folders folders;
        bool lost = false; // which of them changed, for want of memory
        for (bool running = true; running;) {
            std::array<pollfd, 3> wait{pollfd{wake, POLLIN, 0},
                                       pollfd{names.descriptor(), POLLIN, 0},
                                       pollfd{mounts, POLLPRI, 0}};
            if (::poll(wait.data(), wait.size(), lost ? retryAfter : -1) < 0)
                continue;
            try {
                QSet<QByteArray> changed;
                bool all =
                    std::exchange(lost, false) || (wait[2].revents & (POLLPRI | POLLERR)) != 0;
                if (wait[0].revents != 0) {
                    quint64 rings = 0;
                    [[maybe_unused]] const ssize_t got = ::read(wake, &rings, sizeof rings);
                    if (auto news = std::exchange(inbox.lock()->folders, std::nullopt)) {
                        folders = std::move(*news);
                        all = true;
                    }
                }
                if (wait[1].revents != 0)
                    changed = names.take(folders);
                if (all)
                    changed = QSet<QByteArray>(folders.begin(), folders.end());
                if (!changed.isEmpty() || (wait[0].revents != 0 && folders.isEmpty()))
                    names.watch(folders); // another folder may stand under an old name
                running = tell(changed.values());
            } catch (const std::bad_alloc&) {
                lost = true;
            }
        }
        if (mounts >= 0)
            ::close(mounts);
        inbox.lock()->ended = true;
        ended.notify_all();
    }
};

MountWatch::MountWatch(Report report)
    : m_state(std::make_shared<State>())
{
    Q_ASSERT(report);
    m_state->inbox.lock()->report = std::move(report);
    try {
        std::thread([state = m_state] { state->run(); }).detach();
    } catch (const std::exception&) { // no more threads: nothing is noticed until a login looks
        m_state->inbox.lock()->ended = true;
    }
}

MountWatch::~MountWatch()
{
    auto inbox = m_state->inbox.lock();
    inbox->report = nullptr;
    m_state->ring();
    m_state->ended.wait_for(inbox.lock(), std::chrono::seconds(1),
                            [&inbox] { return inbox->ended; });
}

void MountWatch::watch(const QList<QByteArray>& folders)
{
    m_state->inbox.lock()->folders = folders;
    m_state->ring();
}

} // namespace sallyport
