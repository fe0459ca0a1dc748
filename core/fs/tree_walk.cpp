#include "core/fs/tree_walk.h"

#include "core/fs/descriptor.h"

#include <QList>

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

bool isFolder(int folder, const dirent& entry)
{
    if (entry.d_type != DT_UNKNOWN)
        return entry.d_type == DT_DIR;
    struct stat status {};
    return ::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0
        && S_ISDIR(status.st_mode);
}

} // namespace

int walkTree(int top, const VisitEntry& visit)
{
    std::vector<QByteArray> folders{QByteArray()};
    while (!folders.empty()) {
        const QByteArray path = std::move(folders.back());
        folders.pop_back();
        Descriptor folder = enter(top, path);
        std::unique_ptr<DIR, Close> stream(folder ? ::fdopendir(folder.get()) : nullptr);
        if (!stream && path.isEmpty())
            return folder ? errno : folder.error();
        if (!stream)
            continue;
        folder.release();
        const int open = ::dirfd(stream.get());
        while (const dirent* entry = ::readdir(stream.get())) {
            const QByteArray name(entry->d_name);
            if (isDots(name))
                continue;
            if (isFolder(open, *entry))
                folders.push_back(path.isEmpty() ? name : path + '/' + name);
            else if (visit(open, *entry) == Walking::Stop)
                return 0;
        }
    }
    return 0;
}

int sumFileSizes(int top, quint64& bytes)
{
    bytes = 0;
    std::set<std::pair<dev_t, ino_t>> linked; // those with several names
    return walkTree(top, [&](int folder, const dirent& entry) {
        struct stat status {};
        if ((entry.d_type != DT_REG && entry.d_type != DT_UNKNOWN)
            || ::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0
            || !S_ISREG(status.st_mode))
            return Walking::GoOn;
        if (status.st_nlink < 2 || linked.emplace(status.st_dev, status.st_ino).second)
            bytes += quint64(status.st_size);
        return Walking::GoOn;
    });
}

} // namespace sallyport
