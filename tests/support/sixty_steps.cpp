#include "tests/support/sixty_steps.h"

namespace sallyport::test {

using Kind = ActivityEvent::Kind;

std::vector<Step> sixtySteps(const QByteArray& root)
{
    const QByteArray folder = root + "/d", a = folder + "/a", b = folder + "/b", c = folder + "/c",
                     link = folder + "/l", other = folder + "/h", below = folder + "/e",
                     here = root + "/here";
    constexpr quint32 newFile = fxf::write | fxf::create | fxf::truncate;
    WireAttributes mode, size, times, both, owner;
    mode.permissions = 0640;
    size.size = 3000;
    times.times = {1'000'000, 2'000'000};
    both.permissions = 0600;
    both.times = {3'000'000, 4'000'000};
    owner.owner = {1000, 1000};

    using Make = std::function<QByteArray(quint32, const Handles&)>;
    std::vector<Step> steps;
    const auto add = [&](const char* what, std::optional<Kind> change, const Make& make,
                         const QByteArray& opens = {}) {
        steps.push_back({what, make, opens, change});
    };
    const auto about = [](QByteArray (*make)(quint32, const QByteArray&), const QByteArray& path) {
        return [=](quint32 id, const Handles&) { return make(id, path); };
    };
    const auto on = [](QByteArray (*make)(quint32, const QByteArray&), const char* name) {
        return [=](quint32 id, const Handles& now) { return make(id, now.value(name)); };
    };
    const auto open = [&](const QByteArray& path, quint32 flags, const char* name) {
        add(
            "OPEN", flags & fxf::write ? Kind::Upload : Kind::Download,
            [=](quint32 id, const Handles&) { return Packet::open(id, path, flags); }, name);
    };
    const auto write = [&](const char* name, quint64 at, const QByteArray& data) {
        add("WRITE", {}, [=](quint32 id, const Handles& now) {
            return Packet::write(id, now.value(name), at, data);
        });
    };
    const auto read = [&](const char* name, quint64 at, quint32 length) {
        add("READ", {}, [=](quint32 id, const Handles& now) {
            return Packet::read(id, now.value(name), at, length);
        });
    };
    const auto set = [&](const QByteArray& path, const WireAttributes& wanted) {
        add("SETSTAT", Kind::ChangedAttributes,
            [=](quint32 id, const Handles&) { return Packet::setstat(id, path, wanted); });
    };
    const auto setOpen = [&](const char* name, const WireAttributes& wanted) {
        add("FSETSTAT", Kind::ChangedAttributes, [=](quint32 id, const Handles& now) {
            return Packet::fsetstat(id, now.value(name), wanted);
        });
    };
    const auto extended = [&](const char* name, std::optional<Kind> change, const Make& fields) {
        add(name, change, [=](quint32 id, const Handles& now) {
            return Packet::extended(id, name, fields(id, now));
        });
    };
    const auto handleOf = [](const char* name) -> Make {
        return [=](quint32, const Handles& now) { return wire::string(now.value(name)); };
    };
    const auto close = [&](const char* name) { add("CLOSE", {}, on(&Packet::close, name)); };
    const auto list = [&](const QByteArray& path) {
        add("OPENDIR", {}, about(&Packet::opendir, path), "list");
        add("READDIR", {}, on(&Packet::readdir, "list"));
        add("READDIR", {}, on(&Packet::readdir, "list"));
        close("list");
    };

    add("MKDIR", Kind::MadeDirectory,
        [=](quint32 id, const Handles&) { return Packet::mkdir(id, folder); });
    open(a, newFile, "a");
    write("a", 0, QByteArray(4096, 'a'));
    write("a", 4096, QByteArray(4096, 'b'));
    add("FSTAT", {}, on(&Packet::fstat, "a"));
    setOpen("a", both);
    extended("fsync@openssh.com", {}, handleOf("a"));
    extended("fstatvfs@openssh.com", {}, handleOf("a"));
    close("a");
    add("STAT", {}, about(&Packet::stat, a));
    add("LSTAT", {}, about(&Packet::lstat, a));
    set(a, times);
    set(a, size);
    open(a, fxf::read, "a");
    read("a", 0, 2000);
    read("a", 5000, 100); // at the end
    add("check-file-handle", {}, [](quint32 id, const Handles& now) {
        return Packet::checkFile(id, "check-file-handle", now.value("a"), "sha256");
    });
    open(b, newFile, "b");
    add("copy-data", {}, [](quint32 id, const Handles& now) {
        return Packet::copyData(id, now.value("a"), 0, 0, now.value("b"), 0);
    });
    close("b");
    close("a");
    list(folder);
    add("RENAME", Kind::Renamed,
        [=](quint32 id, const Handles&) { return Packet::rename(id, b, c); });
    extended("posix-rename@openssh.com", Kind::Renamed,
             [=](quint32, const Handles&) { return wire::string(c) + wire::string(b); });
    add("SYMLINK", Kind::Linked,
        [=](quint32 id, const Handles&) { return Packet::symlink(id, "a", link); });
    add("READLINK", {}, about(&Packet::readlink, link));
    add("LSTAT", {}, about(&Packet::lstat, link));
    extended("lsetstat@openssh.com", Kind::ChangedAttributes,
             [=](quint32, const Handles&) { return wire::string(link) + times.bytes(); });
    add("STAT", {}, about(&Packet::stat, link));
    extended("hardlink@openssh.com", Kind::Linked,
             [=](quint32, const Handles&) { return wire::string(a) + wire::string(other); });
    add("REMOVE", Kind::Removed, about(&Packet::remove, other));
    add("REMOVE", Kind::Removed, about(&Packet::remove, link));
    extended("statvfs@openssh.com", {},
             [=](quint32, const Handles&) { return wire::string(folder); });
    add("check-file-name", {}, [=](quint32 id, const Handles&) {
        return Packet::checkFile(id, "check-file-name", a, "md5");
    });
    open(a, fxf::write | fxf::append, "a");
    write("a", 0, "appended");
    close("a");
    open(b, fxf::read | fxf::write, "b");
    read("b", 10, 10);
    write("b", 100, "changed");
    setOpen("b", size);
    close("b");
    open(a, newFile, "a");
    close("a");
    open(a, fxf::read, "a"); // now empty
    close("a");
    add("MKDIR", Kind::MadeDirectory,
        [=](quint32 id, const Handles&) { return Packet::mkdir(id, below); });
    add("RMDIR", Kind::Removed, about(&Packet::rmdir, below));
    list(root.isEmpty() ? QByteArray("/") : root);
    add("REALPATH", {}, about(&Packet::realpath, a + "/../b"));
    set(here, owner);
    add("REMOVE", Kind::Removed, about(&Packet::remove, a));
    add("REMOVE", Kind::Removed, about(&Packet::remove, b));
    add("RMDIR", Kind::Removed, about(&Packet::rmdir, folder));
    return steps;
}

} // namespace sallyport::test
