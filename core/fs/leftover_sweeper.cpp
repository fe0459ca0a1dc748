#include "core/fs/leftover_sweeper.h"

#include "core/fs/descriptor.h"
#include "core/fs/reserved_names.h"
#include "core/fs/tree_walk.h"
#include "core/guarded.h"
#include "core/hash_map.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <new>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace sallyport {

namespace {

using Moment = std::chrono::steady_clock::time_point;

// By the time nobody can set.
bool isOld(const struct stat& status, std::chrono::seconds age)
{
    return ::time(nullptr) - status.st_ctim.tv_sec >= age.count();
}

Descriptor openEntry(int folder, const char* name, struct stat& status)
{
    Descriptor file(
        ::openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (file && (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)))
        return Descriptor::failed(EINVAL);
    return file;
}

// Removed while the lock is held: who makes a temporary file looks for that.
void sweepTemporary(int folder, const char* name, std::chrono::seconds age)
{
    struct stat status {};
    const Descriptor file = openEntry(folder, name, status);
    if (!file)
        return;
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0
        && (errno == EWOULDBLOCK || !isOld(status, age)))
        return;
    ::unlinkat(folder, name, 0);
}

void sweepPart(int folder, const char* name, std::chrono::seconds age)
{
    struct stat status {};
    const Descriptor file = openEntry(folder, name, status);
    if (!file || !isOld(status, age))
        return;
    std::array<char, 128> value{};
    const ssize_t size = ::fgetxattr(file.get(), partAttribute, value.data(), value.size());
    if (size > 0 && QByteArrayView(value.data(), size) == partMark(file.get()))
        ::unlinkat(folder, name, 0);
}

} // namespace

struct LeftoverSweeper::State {
    struct Sweeps {
        HashMap<ShareId, Moment> last;
        int running = 0;
    };
    explicit State(std::chrono::seconds old)
        : age(old)
    {
    }

    const std::chrono::seconds age;
    Guarded<Sweeps> sweeps;
    std::condition_variable ended;
    std::atomic<bool> ending = false;

    void sweep(int root) const
    {
        walkTree(root, [this](int folder, const dirent& entry) {
            const QByteArrayView name(entry.d_name);
            if (isTemporaryName(name))
                sweepTemporary(folder, entry.d_name, age);
            else if (name.endsWith(".part"))
                sweepPart(folder, entry.d_name, age);
            return ending ? Walking::Stop : Walking::GoOn;
        });
    }
};

LeftoverSweeper::LeftoverSweeper(std::chrono::seconds age)
    : m_state(std::make_shared<State>(age))
{
}

LeftoverSweeper::~LeftoverSweeper()
{
    m_state->ending = true;
    auto sweeps = m_state->sweeps.lock();
    m_state->ended.wait_for(sweeps.lock(), std::chrono::seconds(5),
                            [&] { return sweeps->running == 0; });
}

bool LeftoverSweeper::isSweeping() const
{
    return m_state->sweeps.lock()->running > 0;
}

void LeftoverSweeper::look(const Share& share, int root)
{
    const auto now = std::chrono::steady_clock::now();
    const auto sweeps = m_state->sweeps.lock();
    const auto last = sweeps->last.find(share.id);
    if (last != sweeps->last.end() && now - last->second < m_state->age)
        return;
    auto folder = std::make_shared<Descriptor>(::fcntl(root, F_DUPFD_CLOEXEC, 0));
    if (!*folder)
        return; // the next login's look may have one
    try {
        std::thread([state = m_state, folder]() mutable {
            try {
                state->sweep(folder->get());
            } catch (const std::bad_alloc&) { // the next sweep may have the memory
            }
            folder.reset(); // the root is let go before anybody hears that it was
            --state->sweeps.lock()->running;
            state->ended.notify_all();
        }).detach();
    } catch (const std::exception&) { // no more threads
        return;
    }
    ++sweeps->running;
    sweeps->last.insert_or_assign(share.id, now);
}

} // namespace sallyport
