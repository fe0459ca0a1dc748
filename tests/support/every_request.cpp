#include "tests/support/every_request.h"

namespace sallyport::test {

QByteArray WholeRequest::packet(quint32 id) const
{
    return lying(id, -1, 0);
}

QByteArray WholeRequest::lying(quint32 id, qsizetype part, quint32 length) const
{
    QByteArray fields;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (parts[i].isString)
            fields += wire::uint32(i == part ? length : quint32(parts[i].bytes.size()));
        fields += parts[i].bytes;
    }
    return Packet::request(type, id, fields);
}

QList<WholeRequest> everyRequest(const QByteArray& handle, const QByteArray& folder)
{
    using Part = WholeRequest::Part;
    const auto text = [](const QByteArray& bytes) { return Part{true, bytes}; };
    const auto number = [](quint32 value) { return Part{false, wire::uint32(value)}; };
    const auto wide = [](quint64 value) { return Part{false, wire::uint64(value)}; };
    const Part all{false,
                   WireAttributes{3, std::pair(1000U, 1000U), 0644, std::pair(5U, 6U)}.bytes()};
    const auto extended = [&](const char* name, QList<Part> fields) {
        fields.prepend(text(name));
        return WholeRequest{name, 200, fields};
    };
    const QList<Part> check = {text("md5"), wide(0), wide(0), number(0)};

    return {
        {"OPEN", 3, {text("/a"), number(fxf::read), all}},
        {"READ", 5, {text(handle), wide(0), number(10)}},
        {"WRITE", 6, {text(handle), wide(0), text("some data")}},
        {"LSTAT", 7, {text("/a")}},
        {"FSTAT", 8, {text(handle)}},
        {"SETSTAT", 9, {text("/a"), all}},
        {"FSETSTAT", 10, {text(handle), all}},
        {"OPENDIR", 11, {text("/")}},
        {"READDIR", 12, {text(folder)}},
        {"REMOVE", 13, {text("/gone")}},
        {"MKDIR", 14, {text("/new"), all}},
        {"RMDIR", 15, {text("/gone")}},
        {"REALPATH", 16, {text("/a")}},
        {"STAT", 17, {text("/a")}},
        {"RENAME", 18, {text("/gone"), text("/new")}},
        {"READLINK", 19, {text("/gone")}},
        {"SYMLINK", 20, {text("a"), text("/link")}},
        extended("posix-rename@openssh.com", {text("/gone"), text("/new")}),
        extended("statvfs@openssh.com", {text("/a")}),
        extended("fstatvfs@openssh.com", {text(handle)}),
        extended("hardlink@openssh.com", {text("/a"), text("/hard")}),
        extended("fsync@openssh.com", {text(handle)}),
        extended("lsetstat@openssh.com", {text("/a"), all}),
        extended("limits@openssh.com", {}),
        extended("expand-path@openssh.com", {text("~/a")}),
        extended("home-directory", {text("me")}),
        extended("users-groups-by-id@openssh.com", {text(wire::uint32(1)), text(wire::uint32(2))}),
        extended("copy-data", {text(handle), wide(0), wide(1), text(handle), wide(1)}),
        extended("check-file-handle", QList<Part>{text(handle)} + check),
        extended("check-file-name", QList<Part>{text("/a")} + check),
        extended("check-file", QList<Part>{text(handle)} + check),
        {"CLOSE", 4, {text(handle)}},
    };
}

} // namespace sallyport::test
