#include "tests/support/path_requests.h"

namespace sallyport::test {

std::vector<PathRequest> everyPathRequest(const QByteArray& inner)
{
    using Path = const QByteArray&;
    using wire::string;
    const QByteArray file = inner + "/file";
    const auto open = [](quint32 flags) {
        return [flags](quint32 id, Path path) { return Packet::open(id, path, flags); };
    };
    const auto extended = [](const char* name, auto fields) {
        return [name, fields](quint32 id, Path path) {
            return Packet::extended(id, name, fields(path));
        };
    };
    const auto set = [](const WireAttributes& attributes) {
        return
            [attributes](quint32 id, Path path) { return Packet::setstat(id, path, attributes); };
    };
    const auto lset = [extended](const WireAttributes& attributes) {
        return extended("lsetstat@openssh.com",
                        [attributes](Path path) { return string(path) + attributes.bytes(); });
    };
    const WireAttributes mode{{}, {}, 0611, {}}, times{{}, {}, {}, std::pair(1U, 2U)},
        size{3, {}, {}, {}}, owner{{}, std::pair(1U, 1U), {}, {}};
    const auto one = [](Path path) { return string(path); };

    return {
        {"OPEN to read", false, true, open(fxf::read)},
        {"OPENDIR", false, true, Packet::opendir},
        {"STAT", false, true, Packet::stat},
        {"LSTAT", false, false, Packet::lstat},
        {"READLINK", false, false, Packet::readlink},
        {"statvfs", false, true, extended("statvfs@openssh.com", one)},
        {"check-file-name", false, true,
         [](quint32 id, Path path) {
             return Packet::checkFile(id, "check-file-name", path, "sha256");
         }},
        {"OPEN to write", true, true, open(fxf::write)},
        {"OPEN to read and write", true, true, open(fxf::read | fxf::write)},
        {"OPEN to append", true, true, open(fxf::write | fxf::append)},
        {"OPEN to create", true, true, open(fxf::write | fxf::create)},
        {"OPEN to empty", true, true, open(fxf::write | fxf::create | fxf::truncate)},
        {"OPEN to create a new one", true, false, open(fxf::write | fxf::create | fxf::exclusive)},
        {"SETSTAT of the size", true, true, set(size)},
        {"SETSTAT of the mode", true, true, set(mode)},
        {"SETSTAT of the times", true, true, set(times)},
        {"SETSTAT of the owner", true, true, set(owner)},
        {"lsetstat of the mode", true, false, lset(mode)},
        {"lsetstat of the times", true, false, lset(times)},
        {"MKDIR", true, false, [](quint32 id, Path path) { return Packet::mkdir(id, path); }},
        {"MKDIR below", true, true,
         [](quint32 id, Path path) { return Packet::mkdir(id, path + "/new"); }},
        {"OPEN to create below", true, true,
         [](quint32 id, Path path) {
             return Packet::open(id, path + "/new", fxf::write | fxf::create);
         }},
        {"SYMLINK", true, false,
         [](quint32 id, Path path) { return Packet::symlink(id, "file", path); }},
        {"SYMLINK to it", true, false,
         [inner](quint32 id, Path path) { return Packet::symlink(id, path, inner + "/new-1"); }},
        {"hardlink to it", true, false,
         extended("hardlink@openssh.com",
                  [inner](Path path) { return string(path) + string(inner + "/new-2"); })},
        {"hardlink at it", true, false,
         extended("hardlink@openssh.com",
                  [file](Path path) { return string(file) + string(path); })},
        {"RENAME onto", true, false,
         [file](quint32 id, Path path) { return Packet::rename(id, file, path); }},
        {"posix-rename onto", true, false,
         extended("posix-rename@openssh.com",
                  [file](Path path) { return string(file) + string(path); })},
        {"RENAME", true, false,
         [inner](quint32 id, Path path) { return Packet::rename(id, path, inner + "/new-3"); }},
        {"posix-rename", true, false,
         extended("posix-rename@openssh.com",
                  [inner](Path path) { return string(path) + string(inner + "/new-4"); })},
        {"REMOVE", true, false, Packet::remove},
        {"RMDIR", true, false, Packet::rmdir},
    };
}

} // namespace sallyport::test
