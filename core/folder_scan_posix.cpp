#include "core/folder_scan.h"

#include "core/folder_scan_rules.h"
#include "core/fs/descriptor.h"
#include "core/fs/link_target.h"

#include <QDeadlineTimer>

#include <array>
#include <climits>
#include <cstring>
#include <deque>
#include <memory>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

namespace sallyport {

namespace {

constexpr int folderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;

struct CloseFolder {
    void operator()(DIR* stream) const { ::closedir(stream); }
};

QByteArray joined(const QByteArray& folder, const QByteArray& name)
{
    return folder.isEmpty() ? name : folder + '/' + name;
}

// The kernel's own view of itself: no folder anybody keeps things in.
bool isKernelMade(int folder)
{
    struct statfs disk {};
    return ::fstatfs(folder, &disk) == 0
        && (disk.f_type == PROC_SUPER_MAGIC || disk.f_type == SYSFS_MAGIC);
}

// One scan: all names first, the near ones before the deep ones, then the files that could be keys.
class Scan {
public:
    Scan(const QByteArray& folder, const std::atomic<bool>& stop, const FolderScanLimits& limits)
        : m_folder(folder)
        , m_stop(stop)
        , m_limits(limits)
        , m_namesBy(limits.milliseconds / 3 * 2)
        , m_doneBy(limits.milliseconds)
        , m_root(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    {
    }
    FolderFindings run();

private:
    struct Folder {
        QByteArray path; // below the root; empty: the root
        int depth = 0;
    };
    struct Files {
        QByteArray folder;
        QList<QByteArray> names;
    };

    bool isTimeForNamesOver() const
    {
        return m_stop || m_namesBy.hasExpired() || m_entries > m_limits.entries;
    }
    bool isOver() const { return m_stop || m_doneBy.hasExpired(); }
    Descriptor open(const QByteArray& path) const;
    void readFolder(const Folder& folder);
    void take(int descriptor, const Folder& folder, const dirent& entry, QList<QByteArray>& files);
    void takeFolder(int descriptor, const Folder& folder, const QByteArray& name);
    void takeLink(int descriptor, const Folder& folder, const QByteArray& name);
    void lookInside(const Files& files);
    bool isOwnFolder(int descriptor, const QByteArray& name) const;

    const QByteArray m_folder;
    const std::atomic<bool>& m_stop;
    const FolderScanLimits m_limits;
    const QDeadlineTimer m_namesBy; // the rest of the time is for what is in the files
    const QDeadlineTimer m_doneBy;
    const Descriptor m_root;
    std::deque<Folder> m_folders;
    std::vector<Files> m_files;
    FindingsList m_found;
    qsizetype m_entries = 0;
    bool m_complete = true;
};

// Component by component, so that no link is followed on the way.
Descriptor Scan::open(const QByteArray& path) const
{
    Descriptor folder(::openat(m_root.get(), ".", folderFlags));
    if (path.isEmpty())
        return folder;
    for (const QByteArray& name : path.split('/')) {
        if (!folder)
            break;
        folder = Descriptor(::openat(folder.get(), name.constData(), folderFlags));
    }
    return folder;
}

FolderFindings Scan::run()
{
    m_folders.push_back({});
    while (!m_folders.empty() && !isTimeForNamesOver()) {
        const Folder folder = m_folders.front();
        m_folders.pop_front();
        readFolder(folder);
    }
    m_complete = m_complete && !isTimeForNamesOver();
    for (const Files& files : m_files)
        lookInside(files);
    return {m_found.take(), m_complete && !isOver()};
}

void Scan::readFolder(const Folder& folder)
{
    Descriptor descriptor = open(folder.path);
    const std::unique_ptr<DIR, CloseFolder> stream(descriptor ? ::fdopendir(descriptor.get())
                                                              : nullptr);
    if (!stream) {
        m_complete = false;
        return;
    }
    const int number = descriptor.release();
    if (isKernelMade(number))
        return;
    Files files{folder.path, {}};
    while (const dirent* entry = ::readdir(stream.get())) {
        if (isTimeForNamesOver())
            break;
        if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0)
            take(number, folder, *entry, files.names);
    }
    if (!files.names.isEmpty())
        m_files.push_back(std::move(files));
}

void Scan::take(int descriptor, const Folder& folder, const dirent& entry, QList<QByteArray>& files)
{
    ++m_entries;
    const QByteArray name(entry.d_name);
    unsigned char kind = entry.d_type;
    if (kind == DT_UNKNOWN) {
        struct stat status {};
        if (::fstatat(descriptor, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0)
            kind = S_ISDIR(status.st_mode) ? DT_DIR
                : S_ISLNK(status.st_mode)  ? DT_LNK
                : S_ISREG(status.st_mode)  ? DT_REG
                                           : DT_UNKNOWN;
    }
    if (kind == DT_DIR)
        takeFolder(descriptor, folder, name);
    else if (kind == DT_LNK)
        takeLink(descriptor, folder, name);
    else if (kind != DT_REG)
        return;
    else if (const auto rule = privateByName(name, EntryKind::File))
        m_found.add(*rule, joined(folder.path, name), EntryKind::File);
    else
        files.append(name);
}

void Scan::takeFolder(int descriptor, const Folder& folder, const QByteArray& name)
{
    const QByteArray path = joined(folder.path, name);
    if (const auto rule = privateByName(name, EntryKind::Folder))
        m_found.add(*rule, path, EntryKind::Folder);
    else if (isOwnFolder(descriptor, name))
        m_found.add({PrivateThing::Kind::OwnSettings, globFor(name)}, path, EntryKind::Folder);
    else if (folder.depth + 1 < m_limits.depth)
        m_folders.push_back({path, folder.depth + 1});
    else
        m_complete = false;
}

void Scan::takeLink(int descriptor, const Folder& folder, const QByteArray& name)
{
    std::array<char, PATH_MAX> buffer{};
    const ssize_t length = ::readlinkat(descriptor, name.constData(), buffer.data(), buffer.size());
    if (length <= 0)
        return;
    const QByteArray target(buffer.data(), length);
    const auto place = VirtualPath::parse('/' + folder.path);
    const bool isInside = target.startsWith('/')
        ? target == m_folder || target.startsWith(m_folder + '/')
        : place && staysBelowRoot(*place, target);
    if (!isInside)
        m_found.add({PrivateThing::Kind::LinkOut, {}}, joined(folder.path, name), EntryKind::File);
}

// Of ours: what the profile keeps in the folders of configuration, data and state.
bool Scan::isOwnFolder(int descriptor, const QByteArray& name) const
{
    if (name != "sallyport")
        return false;
    const auto holds = [&](const char* inside) {
        return ::faccessat(descriptor, (name + inside).constData(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    };
    return holds("/settings.json") || holds("/keys") || holds("/state");
}

void Scan::lookInside(const Files& files)
{
    const Descriptor folder = open(files.folder);
    for (const QByteArray& name : files.names) {
        if (isOver() || !folder)
            return;
        struct stat status {};
        if (::fstatat(folder.get(), name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0
            || !S_ISREG(status.st_mode) || status.st_size == 0
            || status.st_size > largestPrivateFile)
            continue;
        const Descriptor file(::openat(folder.get(), name.constData(),
                                       O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
        QByteArray start(privateStart, Qt::Uninitialized);
        const ssize_t length =
            file ? ::read(file.get(), start.data(), std::size_t(start.size())) : 0;
        if (length <= 0)
            continue;
        start.truncate(length);
        if (const auto rule = privateByContent(name, start))
            m_found.add(*rule, joined(files.folder, name), EntryKind::File);
    }
}

} // namespace

FolderFindings scanFolder(const QByteArray& folder, const std::atomic<bool>& stop,
                          const FolderScanLimits& limits)
{
    return Scan(folder, stop, limits).run();
}

} // namespace sallyport
