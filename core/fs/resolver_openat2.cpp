// Resolution by openat2(2), Linux 5.6 and newer: the kernel itself refuses to leave the root.
//
// The first try follows no link at all. When it succeeds, which is nearly always, the names the
// client wrote are the real ones, and checking those was enough: one system call. Only when there
// is a link on the way is the path resolved with links, and the real place checked for hidden
// names.
#include "core/fs/resolver.h"

#include "core/guard.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>

namespace sallyport {

namespace {

class Openat2Resolver final : public PathResolver {
public:
    using PathResolver::PathResolver;

    Descriptor call(const char* path, int flags, mode_t mode, unsigned resolve) const
    {
        open_how how{};
        how.flags = static_cast<unsigned>(flags);
        how.mode = mode;
        const bool isInRoot = rules().confinement == LocalFileSystem::Confinement::InRoot;
        how.resolve = resolve | (GUARD(magic_links) ? RESOLVE_NO_MAGICLINKS : 0U)
            | (rules().otherDisks ? 0U : unsigned(RESOLVE_NO_XDEV))
            | (!GUARD(beneath) ? 0U
                   : isInRoot  ? RESOLVE_IN_ROOT
                               : RESOLVE_BENEATH);
        Descriptor opened;
        for (int attempt = 0; attempt < attempts; ++attempt) {
            opened = Descriptor(int(::syscall(SYS_openat2, root(), path, &how, sizeof how)));
            if (opened || (opened.error() != EAGAIN && opened.error() != EINTR))
                break;
        }
        return opened;
    }

protected:
    Descriptor resolve(const VirtualPath& path, int flags) const override
    {
        Descriptor direct = call(path.bytes().constData() + 1, flags, 0, RESOLVE_NO_SYMLINKS);
        if (direct || direct.error() != ELOOP)
            return direct;
        if (rules().symlinks == SymlinkPolicy::Never)
            return Descriptor::failed(EACCES);
        return resolveWithLinks(path, flags);
    }

    Descriptor make(const VirtualPath& path, int flags, mode_t mode) const override
    {
        Descriptor made = call(path.bytes().constData() + 1, flags, mode, RESOLVE_NO_SYMLINKS);
        if (made || made.error() != ELOOP)
            return made;
        return PathResolver::make(path, flags, mode);
    }

private:
    Descriptor resolveWithLinks(const VirtualPath& path, int flags) const
    {
        // Looked at first: a hidden folder is not even opened.
        const bool opensFolder = !(flags & O_PATH) && (flags & O_DIRECTORY);
        const int look = opensFolder ? O_PATH | O_DIRECTORY | O_CLOEXEC : flags;
        Descriptor found = call(path.bytes().constData() + 1, look, 0, 0);
        if (!found && (found.error() == ENOENT || found.error() == EXDEV))
            return found;
        // ELOOP is a circle or a magic link of /proc, EAGAIN a ".." in a link while anything on
        // this computer is renamed, and what other errors tell may be about a hidden file: the walk
        // knows. It also sees the names that /proc cannot tell for sure.
        const auto real = found ? realPath(found.get()) : std::nullopt;
        if (!real || real->endsWith(" (deleted)"))
            return makeWalkResolver(root(), rules())->open(path, flags);
        if (rules().filter.hidesAny(*real))
            return Descriptor::failed(ENOENT);
        return opensFolder ? Descriptor(::openat(found.get(), ".", flags)) : std::move(found);
    }
};

} // namespace

std::unique_ptr<PathResolver> makeOpenat2Resolver(int root, const PathResolver::Rules& rules)
{
    auto resolver = std::make_unique<Openat2Resolver>(root, rules);
    // ENOSYS from an old kernel, EPERM from an old sandbox; any failure is a reason not to use it.
    if (!resolver->call(".", O_PATH | O_DIRECTORY | O_CLOEXEC, 0, 0))
        return nullptr;
    return resolver;
}

} // namespace sallyport
