// Resolution by hand, for kernels without openat2(2): one component after the other is opened with
// O_NOFOLLOW, and links are read and followed here. Every folder passed stays open, so ".." in a
// link goes back to the folder we came from, not to wherever that has been moved meanwhile.
#include "core/fs/resolver.h"

#include "core/guard.h"

#include <array>
#include <climits>
#include <deque>
#include <vector>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>

namespace sallyport {

namespace {

// Source: path_resolution(7): more than 40 links in one path is ELOOP.
constexpr int maxLinks = 40;

bool isLink(const Descriptor& file)
{
    struct stat status {};
    return file && ::fstat(file.get(), &status) == 0 && S_ISLNK(status.st_mode);
}

// Links of /proc that lead to an open file rather than to a name: "/home/me", "pipe:[123]".
bool isMagic(const Descriptor& link, const QByteArray& target)
{
    struct statfs disk {};
    return ::fstatfs(link.get(), &disk) == 0 && disk.f_type == PROC_SUPER_MAGIC
        && (target.startsWith('/') || target.contains(':'));
}

// Which mount a file is on; before Linux 5.8 only which disk.
quint64 mountOf(int file)
{
    struct statx status {};
    if (::statx(file, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_MNT_ID, &status) != 0)
        return 0;
    return (status.stx_mask & STATX_MNT_ID)
        ? status.stx_mnt_id
        : quint64(status.stx_dev_major) << 32 | status.stx_dev_minor;
}

class Walk {
public:
    Walk(int root, const PathResolver::Rules& rules, const VirtualPath& path)
        : m_root(root)
        , m_rules(rules)
    {
        const QList<QByteArray> components = path.components();
        m_pending.assign(components.begin(), components.end());
    }

    Descriptor to(int flags)
    {
        while (!m_pending.empty()) {
            const QByteArray step = m_pending.front();
            m_pending.pop_front();
            if (step.isEmpty() || step == ".")
                continue;
            if (step == "..") {
                if (!goUp())
                    return Descriptor::failed(EXDEV);
                continue;
            }
            if (m_pending.empty())
                return last(step, flags);
            if (const int error = enter(step))
                return Descriptor::failed(error);
        }
        // The way ended with "." or "..": in a folder.
        if (isHidden({}))
            return Descriptor::failed(ENOENT);
        return Descriptor(::openat(here(), ".", flags & ~O_NOFOLLOW));
    }

private:
    struct Passed {
        Descriptor folder;
        QByteArray name;
    };

    int here() const { return m_passed.empty() ? m_root : m_passed.back().folder.get(); }

    bool goUp()
    {
        if (!m_passed.empty()) {
            m_passed.pop_back();
            return true;
        }
        return m_rules.confinement == LocalFileSystem::Confinement::InRoot; // there "/.." is "/"
    }

    // A component with more behind it: a folder, or a link to be followed. Returns an errno.
    int enter(const QByteArray& step)
    {
        if (qsizetype(m_passed.size()) >= PathResolver::maxDepth)
            return ENAMETOOLONG;
        constexpr int folderFlags = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
        Descriptor folder(::openat(here(), step.constData(), folderFlags));
        if (folder) {
            if (isElsewhere(folder))
                return told(EXDEV, step);
            m_passed.push_back({std::move(folder), step});
            return 0;
        }
        if (folder.error() != ENOTDIR && folder.error() != ELOOP)
            return told(folder.error(), step);
        const Descriptor link(::openat(here(), step.constData(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
        return isLink(link) ? follow(link) : told(folder.error(), step);
    }

    Descriptor last(const QByteArray& step, int flags)
    {
        // Looked at first when it may turn out to be hidden: then it is not even opened.
        const bool opensFolder = m_links > 0 && !(flags & O_PATH) && (flags & O_DIRECTORY);
        const int look = opensFolder ? O_PATH | O_DIRECTORY | O_CLOEXEC : flags;
        Descriptor file(::openat(here(), step.constData(), look | O_NOFOLLOW));
        // Only O_PATH without O_DIRECTORY opens a link itself; all else fails on one.
        const bool mayBeLink = file ? (look & O_PATH) && !(look & O_DIRECTORY)
                                    : file.error() == ENOTDIR || file.error() == ELOOP;
        if (mayBeLink && !(flags & O_NOFOLLOW)) {
            const Descriptor again = file
                ? Descriptor()
                : Descriptor(::openat(here(), step.constData(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
            const Descriptor& link = file ? file : again;
            if (isLink(link)) {
                const int error = follow(link);
                return error ? Descriptor::failed(error) : to(flags);
            }
        }
        if (isHidden(step))
            return Descriptor::failed(ENOENT);
        if (file && isElsewhere(file))
            return Descriptor::failed(EXDEV);
        return file && opensFolder ? Descriptor(::openat(file.get(), ".", flags)) : std::move(file);
    }

    // Puts the link's target in front of what is pending. Returns an errno.
    int follow(const Descriptor& link)
    {
        if (m_rules.symlinks == SymlinkPolicy::Never)
            return EACCES;
        if (++m_links > maxLinks)
            return ELOOP;
        std::array<char, PATH_MAX> text{};
        const ssize_t size = ::readlinkat(link.get(), "", text.data(), text.size());
        if (size < 0)
            return errno;
        if (size == 0 || std::size_t(size) == text.size())
            return ENOENT;
        const QByteArray target(text.data(), size);
        if (GUARD(magic_links) && isMagic(link, target))
            return EXDEV;
        if (target.startsWith('/')) {
            if (GUARD(beneath)) {
                if (m_rules.confinement == LocalFileSystem::Confinement::Beneath)
                    return EXDEV;
                m_passed.clear();
            } else {
                m_passed.push_back({Descriptor(::open("/", O_PATH | O_CLOEXEC)), {}});
            }
        }
        const QList<QByteArray> components = target.split('/');
        m_pending.insert(m_pending.begin(), components.begin(), components.end());
        return 0;
    }

    // Whether the name, or one of those above it, is hidden. Without a link on the way they were
    // checked before the first step.
    bool isHidden(const QByteArray& name) const
    {
        if (m_links == 0)
            return false;
        bool hidden = m_rules.filter.hidesAny(name);
        for (const Passed& passed : m_passed)
            hidden = hidden || m_rules.filter.hides(passed.name);
        return hidden;
    }

    // On another disk than the root, where that is not part of the share.
    bool isElsewhere(const Descriptor& file) const
    {
        return !m_rules.otherDisks && mountOf(file.get()) != mountOf(m_root);
    }

    // What is wrong with a hidden file is not told either.
    int told(int error, const QByteArray& name) const { return isHidden(name) ? ENOENT : error; }

    const int m_root;
    const PathResolver::Rules& m_rules;
    std::deque<QByteArray> m_pending;
    std::vector<Passed> m_passed;
    int m_links = 0;
};

class WalkResolver final : public PathResolver {
public:
    using PathResolver::PathResolver;

protected:
    Descriptor resolve(const VirtualPath& path, int flags) const override
    {
        return Walk(root(), rules(), path).to(flags);
    }
};

} // namespace

std::unique_ptr<PathResolver> makeWalkResolver(int root, const PathResolver::Rules& rules)
{
    return std::make_unique<WalkResolver>(root, rules);
}

} // namespace sallyport
