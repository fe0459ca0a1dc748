#include "core/platform/landlock.h"

#include <cerrno>
#include <ctime>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace sallyport {

namespace {

// Rights that came after the headers of Linux 6.1.
constexpr quint64 accessTruncate = 1ULL << 14; // version 3
constexpr quint64 accessIoctlDev = 1ULL << 15; // version 5

constexpr quint64 rightsOfVersion1 = (1ULL << 13) - 1; // EXECUTE to MAKE_SYM

// Programs, devices, sockets and pipes are no business of a client.
constexpr quint64 neverGranted = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR
    | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO
    | accessIoctlDev;

// The C library has no functions for these.
int createRuleset(const landlock_ruleset_attr* attributes, std::size_t size, quint32 flags)
{
    return int(::syscall(SYS_landlock_create_ruleset, attributes, size, flags));
}

int addFolder(int ruleset, const landlock_path_beneath_attr& rule)
{
    return int(
        ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, quint32(0)));
}

int restrictSelf(int ruleset)
{
    return int(::syscall(SYS_landlock_restrict_self, ruleset, quint32(0)));
}

Isolation tryOut()
{
    if (landlockVersion() < landlockNeeded)
        return Isolation::NotAvailable;
    bool holds = false;
    try {
        std::thread([&holds] {
            if (!confineThread({}))
                return;
            const int outside = ::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
            holds = outside < 0 && errno == EACCES;
            if (outside >= 0)
                ::close(outside);
        }).join();
    } catch (...) { // no thread is left: nothing was shown
    }
    return holds ? Isolation::Active : Isolation::NotAvailable;
}

} // namespace

Isolation isolation()
{
    static const Isolation found = tryOut();
    return found;
}

int landlockVersion()
{
    const int version = createRuleset(nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version < 0 ? 0 : version;
}

LandlockRights landlockRights(int version)
{
    quint64 governed = rightsOfVersion1;
    if (version >= 2)
        governed |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3)
        governed |= accessTruncate;
    if (version >= 5)
        governed |= accessIoctlDev;
    return {governed, governed & ~neverGranted};
}

Result<void> confineThread(const QList<int>& roots)
{
    const int version = landlockVersion();
    if (version < landlockNeeded)
        return Error{ErrorCode::NotSupported,
                     QStringLiteral("This kernel cannot keep a connection inside its shares")};
    const LandlockRights rights = landlockRights(version);
    landlock_ruleset_attr attributes{};
    attributes.handled_access_fs = rights.governed;
    const int ruleset = createRuleset(&attributes, sizeof attributes, 0);
    bool done = ruleset >= 0;
    for (const int root : roots) {
        landlock_path_beneath_attr rule{};
        rule.allowed_access = rights.granted;
        rule.parent_fd = root;
        done = done && addFolder(ruleset, rule) == 0;
    }
    // The dates of a listing are local ones: the time zone's file is out of reach afterwards.
    ::tzset();
    done = done && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && restrictSelf(ruleset) == 0;
    if (ruleset >= 0)
        ::close(ruleset);
    if (!done)
        return Error{ErrorCode::Failure,
                     QStringLiteral("The connection cannot be kept inside its shares")};
    return {};
}

} // namespace sallyport
