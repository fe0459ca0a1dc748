#include "tests/support/canaries.h"

#include <QFile>
#include <QRandomGenerator>

#include <array>

#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace sallyport::test {

namespace {

// Changed in every field that tells of a touch.
bool isSame(const struct statx& one, const struct statx& other)
{
    const auto same = [](const statx_timestamp& a, const statx_timestamp& b) {
        return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
    };
    return one.stx_size == other.stx_size && one.stx_mode == other.stx_mode
        && one.stx_uid == other.stx_uid && one.stx_gid == other.stx_gid
        && one.stx_nlink == other.stx_nlink && same(one.stx_atime, other.stx_atime)
        && same(one.stx_mtime, other.stx_mtime) && same(one.stx_ctime, other.stx_ctime);
}

// Read without leaving a trace in the times.
QByteArray contentOf(const QByteArray& path)
{
    const int file = ::open(path.constData(), O_RDONLY | O_NOATIME | O_CLOEXEC);
    std::array<char, 256> text{};
    const ssize_t size = file < 0 ? 0 : ::read(file, text.data(), text.size());
    ::close(file);
    return QByteArray(text.data(), qMax(size, ssize_t(0)));
}

} // namespace

struct Canaries::Canary {
    QByteArray path;
    QByteArray marker;   // empty for a folder
    int descriptor = -1; // O_PATH
    struct statx status {};

    ~Canary() { ::close(descriptor); }
    struct statx now() const
    {
        struct statx result {};
        ::statx(descriptor, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &result);
        return result;
    }
};

Canaries::Canaries()
    : m_events(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
{
    Q_ASSERT(m_events >= 0);
}

Canaries::~Canaries()
{
    ::close(m_events);
}

void Canaries::makeFile(const QByteArray& path)
{
    std::array<quint32, 8> random{};
    QRandomGenerator::system()->fillRange(random.data(), qsizetype(random.size()));
    const QByteArray marker =
        "canary-" + QByteArray(reinterpret_cast<const char*>(random.data()), sizeof random).toHex();
    QFile file(QString::fromUtf8(path));
    if (!file.open(QIODevice::WriteOnly) || file.write(marker) != marker.size())
        qFatal("cannot write %s", path.constData());
    file.close();
    watch(path, marker);
}

void Canaries::addFolder(const QByteArray& path)
{
    watch(path, {});
}

void Canaries::watch(const QByteArray& path, const QByteArray& marker)
{
    // With "relatime" a read shows only when the last one was before the last change.
    const timespec times[2] = {{1'000'000'000, 0}, {1'500'000'000, 0}};
    ::utimensat(AT_FDCWD, path.constData(), times, 0);
    auto canary = std::make_unique<Canary>();
    canary->path = path;
    canary->marker = marker;
    canary->descriptor = ::open(path.constData(), O_PATH | O_CLOEXEC);
    canary->status = canary->now();
    if (canary->descriptor < 0
        || ::inotify_add_watch(m_events, path.constData(), IN_ALL_EVENTS) < 0)
        qFatal("cannot watch %s", path.constData());
    m_canaries.push_back(std::move(canary));
}

QByteArrayList Canaries::disturbed()
{
    QByteArrayList found;
    for (const auto& canary : m_canaries) {
        const struct statx now = canary->now();
        if (isSame(now, canary->status))
            continue;
        found.append(canary->path + " was touched");
        canary->status = now;
    }
    if (drainEvents())
        found.append("something outside was opened, read or changed");
    return found;
}

bool Canaries::drainEvents()
{
    std::array<char, 8192> buffer{};
    bool any = false;
    while (::read(m_events, buffer.data(), buffer.size()) > 0)
        any = true;
    return any;
}

bool Canaries::isIn(const QByteArray& data) const
{
    for (const auto& canary : m_canaries) {
        if (!canary->marker.isEmpty() && data.contains(canary->marker))
            return true;
    }
    return false;
}

bool Canaries::isOne(const FileAttributes::Id& id) const
{
    for (const auto& canary : m_canaries) {
        const struct statx& status = canary->status;
        if (status.stx_ino == id.inode
            && makedev(status.stx_dev_major, status.stx_dev_minor) == id.device)
            return true;
    }
    return false;
}

bool Canaries::areWhole()
{
    bool whole = true;
    for (const auto& canary : m_canaries)
        whole = whole && (canary->marker.isEmpty() || contentOf(canary->path) == canary->marker);
    drainEvents();
    return whole;
}

} // namespace sallyport::test
