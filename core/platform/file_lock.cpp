#include "core/platform/file_lock.h"

#include <QFile>

#include <array>
#include <cerrno>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sallyport {

namespace {

// flock() itself can only wait for ever.
bool lockWithin(int descriptor, std::chrono::milliseconds wait)
{
    const auto end = std::chrono::steady_clock::now() + wait;
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if ((errno != EWOULDBLOCK && errno != EINTR) || std::chrono::steady_clock::now() >= end)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

QString holderOf(int descriptor)
{
    std::array<char, 16> digits{};
    const ssize_t count = ::pread(descriptor, digits.data(), digits.size() - 1, 0);
    const int holder = count > 0 ? QByteArray(digits.data()).trimmed().toInt() : 0;
    return holder > 0 ? QStringLiteral("process %1").arg(holder)
                      : QStringLiteral("another process");
}

} // namespace

Result<FileLock> FileLock::take(const QString& path, const QString& what,
                                std::chrono::milliseconds wait)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(),
                                  O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return Error{ErrorCode::Failure,
                     QStringLiteral("%1 cannot be locked: its folder cannot be written").arg(what)};
    FileLock lock(descriptor);
    if (!lockWithin(descriptor, wait))
        return Error{ErrorCode::Busy,
                     QStringLiteral("%1 is used by %2").arg(what, holderOf(descriptor))};
    // Only for the message of the next one: the lock holds without it, also on a full disk.
    const QByteArray id = QByteArray::number(::getpid()) + '\n';
    if (::ftruncate(descriptor, 0) != 0
        || ::pwrite(descriptor, id.constData(), static_cast<std::size_t>(id.size()), 0) < 0)
        errno = 0;
    return lock;
}

std::optional<int> FileLock::holder(const QString& path)
{
    QFile file(path), locks(QStringLiteral("/proc/locks"));
    struct stat status {};
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly) || !locks.open(QIODevice::ReadOnly)
        || ::fstat(file.handle(), &status) != 0)
        return {};
    // Numbers of files are one device's alone, so that the process must be the one in the file too.
    const QByteArray process = file.readLine().trimmed();
    const QByteArray inode = ':' + QByteArray::number(quint64(status.st_ino));
    constexpr qsizetype kind = 1, holder = 4, place = 5; // "1: FLOCK ADVISORY WRITE 812 08:01:4711"
    const QByteArrayList lines = locks.readAll().split('\n');
    for (const QByteArray& line : lines) {
        const QByteArrayList fields = line.simplified().split(' ');
        if (fields.size() > place && fields[kind] == "FLOCK" && fields[holder] == process
            && fields[place].endsWith(inode))
            return process.toInt();
    }
    return {};
}

FileLock::FileLock(int descriptor)
    : m_descriptor(descriptor)
{
}

FileLock::FileLock(FileLock&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

FileLock::~FileLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace sallyport
