#include "core/fs/tree_walk.h"

#include "core/fs/descriptor.h"

#include <QList>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>

namespace sallyport {

namespace {

struct Close {
    void operator()(DIR* stream) const { ::closedir(stream); }
};

Descriptor enter(int top, const QByteArray& path)
{
    constexpr int passing = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    constexpr int reading = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    if (path.isEmpty())
        return Descriptor(::openat(top, ".", reading));
    const QList<QByteArray> steps = path.split('/');
    Descriptor here;
    for (qsizetype step = 0; step < steps.size(); ++step) {
        const bool last = step + 1 == steps.size();
        Descriptor next(::openat(step == 0 ? top : here.get(), steps[step].constData(),
                                 last ? reading : passing));
        if (!next)
            return next;
        here = std::move(next);
    }
    return here;
}

bool isDots(const QByteArray& name)
{
    return name == "." || name == "..";
}

// What is gone by now, closed to this user, or on a mount whose server died is not there to be
// walked through. Every other error left something out.
bool isTrouble(int error)
{
    constexpr std::array nothingThere{ENOENT, ENOTDIR, ESTALE, EACCES, EPERM, ENOTCONN};
    return error != 0
        && std::find(nothingThere.begin(), nothingThere.end(), error) == nothingThere.end();
}

int statusOf(int folder, const dirent& entry, struct stat& status)
{
    return ::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? 0 : errno;
}

} // namespace

int walkTree(int top, const VisitEntry& visit)
{
    int trouble = 0;
    const auto note = [&trouble](int error) {
        if (trouble == 0 && isTrouble(error))
            trouble = error;
    };
    std::vector<QByteArray> folders{QByteArray()};
    while (!folders.empty()) {
        const QByteArray path = std::move(folders.back());
        folders.pop_back();
        Descriptor folder = enter(top, path);
        std::unique_ptr<DIR, Close> stream(folder ? ::fdopendir(folder.get()) : nullptr);
        const int error = stream ? 0 : folder ? errno : folder.error();
        if (error && path.isEmpty())
            return error;
        note(error);
        if (error)
            continue;
        folder.release();
        const int open = ::dirfd(stream.get());
        for (;;) {
            errno = 0;
            const dirent* entry = ::readdir(stream.get());
            if (!entry) {
                note(errno);
                break;
            }
            const QByteArray name(entry->d_name);
            if (isDots(name))
                continue;
            struct stat status {};
            const bool isKnown = entry->d_type != DT_UNKNOWN;
            note(isKnown ? 0 : statusOf(open, *entry, status));
            if (isKnown ? entry->d_type == DT_DIR : S_ISDIR(status.st_mode))
                folders.push_back(path.isEmpty() ? name : path + '/' + name);
            else if (visit(open, *entry) == Walking::Stop)
                return trouble;
        }
    }
    return trouble;
}

int sumFileSizes(int top, quint64& bytes)
{
    bytes = 0;
    int trouble = 0;
    std::set<std::pair<dev_t, ino_t>> linked; // those with several names
    const int walked = walkTree(top, [&](int folder, const dirent& entry) {
        struct stat status {};
        if (entry.d_type != DT_REG && entry.d_type != DT_UNKNOWN)
            return Walking::GoOn;
        if (const int error = statusOf(folder, entry, status)) {
            trouble = isTrouble(error) ? error : 0;
            return trouble ? Walking::Stop : Walking::GoOn;
        }
        if (S_ISREG(status.st_mode)
            && (status.st_nlink < 2 || linked.emplace(status.st_dev, status.st_ino).second))
            bytes += quint64(status.st_size);
        return Walking::GoOn;
    });
    return trouble ? trouble : walked;
}

} // namespace sallyport
