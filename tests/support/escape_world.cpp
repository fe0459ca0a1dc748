#include "tests/support/escape_world.h"

#include <QFile>
#include <QSet>

#include <array>
#include <climits>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace sallyport::test {

namespace {

void makeFolder(const QByteArray& path)
{
    if (::mkdir(path.constData(), 0777) != 0)
        qFatal("cannot make %s", path.constData());
}

// Each only if it is not there as it should be: repair() runs tens of thousands of times.
void ensureFile(const QByteArray& path)
{
    struct stat status {};
    if (::lstat(path.constData(), &status) == 0 && S_ISREG(status.st_mode) && status.st_size == 6
        && status.st_nlink == 1)
        return;
    ::unlink(path.constData());
    QFile file(QString::fromUtf8(path));
    if (!file.open(QIODevice::WriteOnly) || file.write("inside") != 6)
        qFatal("cannot write %s", path.constData());
}

void ensureNode(const QByteArray& path, mode_t type, dev_t device = 0)
{
    struct stat status {};
    if (::lstat(path.constData(), &status) == 0)
        return;
    // Only root may make a device; for others the links to some must do.
    if (::mknod(path.constData(), type | 0666, device) != 0 && type != S_IFCHR)
        qFatal("cannot make %s", path.constData());
}

void ensureLink(const QByteArray& path, const QByteArray& target)
{
    std::array<char, PATH_MAX> text{};
    const ssize_t size = ::readlink(path.constData(), text.data(), text.size());
    if (size == target.size() && target == QByteArrayView(text.data(), size))
        return;
    ::unlink(path.constData());
    if (::symlink(target.constData(), path.constData()) != 0)
        qFatal("cannot link %s", path.constData());
}

void removeAll(const QByteArray& path)
{
    std::error_code ignored;
    std::filesystem::remove_all(path.toStdString(), ignored);
}

} // namespace

EscapeWorld::EscapeWorld()
{
    makeFolder(place("outside"));
    makeFolder(place("outside/dir"));
    makeFolder(place("shareb"));
    makeFolder(place("share"));
    for (const char* name : {"secret", "outside/secret", "outside/dir/secret", "shareb/secret"})
        m_canaries.makeFile(place(name));
    for (const char* name : {"outside/dir", "outside", "shareb"})
        m_canaries.addFolder(place(name));
    repair();
}

EscapeWorld::~EscapeWorld()
{
    // Before QTemporaryDir, which does not know names that are not UTF-8.
    removeAll(place("share"));
}

QByteArray EscapeWorld::place(const QByteArray& relative) const
{
    return m_folder.path().toUtf8() + '/' + relative;
}

QList<EscapeWorld::Link> EscapeWorld::everyLink() const
{
    using enum Link::Leads;
    const QByteArray up = QByteArray("../").repeated(40);
    return {
        {"abs-file", place("outside/secret"), Out},
        {"abs-dir", place("outside"), Out},
        {"abs-missing", place("outside/missing"), Out},
        {"abs-inside", place("share/inner/file"), Out}, // absolute ones are never followed
        {"abs-share", place("share"), Out},
        {"abs-dots", place("share/../outside"), Out},
        {"rel-file", "../outside/secret", Out},
        {"rel-dir", "../outside", Out},
        {"rel-missing", "../outside/missing", Out},
        {"rel-up", "..", Out},
        {"rel-up-slash", "../", Out},
        {"rel-up-many", up + place("outside/secret").sliced(1), Out},
        {"rel-back", "../share/inner/file", Out}, // out and in again
        {"rel-twin", "../shareb/secret", Out},
        {"rel-through", "inner/../../outside/secret", Out},
        {"rel-through-dot", "./inner/./../../outside", Out},
        {"rel-through-link", "inside-dir/../../outside", Out},
        {"inner/up-file", "../../outside/secret", Out},
        {"inner/up-dir", "../../outside", Out},
        {"inner/up-abs", place("outside/secret"), Out},
        {"chain1", "chain2", Out},
        {"chain2", "inner/chain3", Out},
        {"inner/chain3", "../chain4", Out},
        {"chain4", "rel-dir/dir", Out},
        {"chain-abs", "abs-dir", Out},
        {"abs-slash", "/", ToTheHost},
        {"chain-proc", "proc-root", ToTheHost},
        {"proc-root", "/proc/self/root", ToTheHost},
        {"proc-cwd", "/proc/self/cwd", ToTheHost},
        {"proc-exe", "/proc/self/exe", ToTheHost},
        {"proc-fd", "/proc/self/fd", ToTheHost},
        {"proc-relative", up + "proc/self/root", ToTheHost},
        {"dev-zero", "/dev/zero", ToTheHost},
        {"loop", "loop", Nowhere},
        {"loop-a", "loop-b", Nowhere},
        {"loop-b", "inner/../loop-a", Nowhere},
        {"loop-dir", "loop-dir/x", Nowhere},
        {"dangling", "no/where", Nowhere},
        {"to-fifo", "fifo", Inside},
        {"inside-dir", "inner", Inside},
        {"inside-file", "inner/file", Inside},
        {"inside-dot", ".", Inside},
        {"inner/inside-up", "..", Inside},
    };
}

QList<VirtualPath> EscapeWorld::deadLinks() const
{
    QList<VirtualPath> dead;
    for (const Link& link : everyLink()) {
        if (link.leads != Link::Leads::Inside)
            dead.append(*VirtualPath::parse(link.name));
    }
    return dead;
}

void EscapeWorld::repair()
{
    const QList<Link> links = everyLink();
    QSet<QByteArray> known = {"inner", "inner/file", "file", "fifo", "socket", "device"};
    for (const Link& link : links)
        known.insert(link.name);
    ::chmod(share().constData(), 0755);
    for (const QByteArray& folder : {QByteArray(), QByteArray("inner/")}) {
        ::mkdir(place("share/inner").constData(), 0777);
        ::chmod(place("share/inner").constData(), 0777);
        for (const auto& entry :
             std::filesystem::directory_iterator(place("share/" + folder).toStdString())) {
            const QByteArray name = QByteArray::fromStdString(entry.path().filename().native());
            const bool isFolder = std::filesystem::is_directory(entry.symlink_status());
            if (!known.contains(folder + name) || isFolder != (folder + name == "inner"))
                removeAll(QByteArray::fromStdString(entry.path().native()));
        }
    }
    ensureFile(place("share/inner/file"));
    ensureFile(place("share/file"));
    for (const Link& link : links)
        ensureLink(place(QByteArray("share/") + link.name), link.target);
    ensureNode(place("share/fifo"), S_IFIFO);
    ensureNode(place("share/socket"), S_IFSOCK);
    ensureNode(place("share/device"), S_IFCHR, makedev(1, 5));
}

QByteArrayList EscapeWorld::rawPaths() const
{
    QByteArrayList paths;
    // Links, and names behind them.
    for (const Link& link : everyLink()) {
        if (link.leads == Link::Leads::ToTheHost)
            continue;
        for (const char* behind : {"", "/", "/secret", "/dir", "/dir/secret", "/outside/secret",
                                   "/missing", "/..", "/.", "/share/file", "/inner/up-file"})
            paths.append(link.name + QByteArray(behind));
    }
    // Climbing by dots, in every spelling that others have fallen for.
    const QByteArray absolute = place("outside/secret");
    for (const char* start : {"", "/inner//./", "no/"}) {
        for (const char* dots : {"..", "../..", "../../..", "..//..", ".././..", "...", "....",
                                 ". .", "..\\..", "%2e%2e", "%2e%2e%2f", "\xc0\xae\xc0\xae", "..;",
                                 "..\xff", "\xe2\x80\xa4\xe2\x80\xa4", " ..", ".. "}) {
            for (const char* end : {"/outside/secret", "/shareb/secret", "/secret", ""})
                paths.append(start + QByteArray(dots) + end);
        }
    }
    paths.append({absolute,
                  absolute.sliced(1),
                  '/' + absolute,
                  "/." + absolute,
                  "share" + absolute,
                  "/",
                  "",
                  ".",
                  "..",
                  "/..",
                  "shareb/secret",
                  "b/secret",
                  place("shareb"),
                  place("share"),
                  "~",
                  "~root",
                  "~/x",
                  "~root/.ssh",
                  "C:\\",
                  "C:/",
                  "\\\\srv\\x",
                  "a\\..\\b",
                  "\n",
                  "\x1b[2J",
                  "%n%s",
                  "$HOME",
                  "`id`",
                  "-rf",
                  "*",
                  "fifo",
                  "socket",
                  "device",
                  "fifo/x",
                  "device/x",
                  "inner",
                  "inner/file",
                  "file"});
    paths.append(QByteArray("../").repeated(500) + absolute.sliced(1));
    paths.append(QByteArray("inner/../").repeated(400) + "../outside/secret");
    // These cannot be parsed.
    paths.append(QByteArray("inner\0/../../outside/secret", 27));
    paths.append(QByteArray("file\0", 5));
    paths.append(QByteArray(256, 'x'));
    paths.append(QByteArray("x/").repeated(2100));
    return paths;
}

QByteArrayList EscapeWorld::rawHostPaths() const
{
    QByteArrayList paths;
    for (const Link& link : everyLink()) {
        if (link.leads != Link::Leads::ToTheHost)
            continue;
        for (const QByteArray& behind :
             {QByteArray(), QByteArrayLiteral("/0"), QByteArrayLiteral("/etc/passwd"),
              place("outside/secret"), place("outside")})
            paths.append(link.name + behind);
    }
    paths.append({"/etc/passwd", "../../etc/passwd", "/proc/self/root" + place("outside/secret"),
                  "/proc/self/cwd", "/proc/self/fd/0", "/proc/1/root", "/dev/fd/0", "/dev/zero"});
    return paths;
}

QList<VirtualPath> EscapeWorld::parsed(const QByteArrayList& raw)
{
    QList<VirtualPath> paths;
    QSet<VirtualPath> seen;
    for (const QByteArray& text : raw) {
        const auto path = VirtualPath::parse(text);
        if (!path || seen.contains(*path))
            continue;
        seen.insert(*path);
        paths.append(*path);
    }
    return paths;
}

} // namespace sallyport::test
