// VirtualPath: whatever comes in, nothing deeper sees ".", "..", a NUL or a name too long.
#include "core/virtual_path.h"
#include "tests/fuzz/check.h"

namespace sallyport::fuzz {

namespace {

// The rule once more, by lists of names instead of bytes. Null: it is to be refused.
std::optional<QList<QByteArray>> expected(const QByteArray& bytes)
{
    if (bytes.size() > 4096 || bytes.contains('\0'))
        return std::nullopt;
    QList<QByteArray> names;
    qsizetype length = 0;
    for (const QByteArray& name : bytes.split('/')) {
        if (name.isEmpty() || name == ".")
            continue;
        if (name == "..") {
            if (!names.isEmpty())
                length -= 1 + names.takeLast().size();
            continue;
        }
        if (name.size() > 255)
            return std::nullopt;
        names.append(name);
        length += 1 + name.size();
    }
    if (length > 4096)
        return std::nullopt;
    return names;
}

} // namespace

void virtualPath(Input input)
{
    const QByteArray bytes(reinterpret_cast<const char*>(input.data()), qsizetype(input.size()));
    const auto path = VirtualPath::parse(bytes);
    const auto names = expected(bytes);
    demand(path.has_value() == names.has_value(), "what is refused is another");
    if (!path) {
        demand(path.error().code == ErrorCode::NameTooLong
                   || path.error().code == ErrorCode::InvalidArgument,
               "a path is refused for another reason");
        return;
    }
    demand(path->components() == *names, "the names are others");
    demand(path->bytes() == '/' + names->join('/'), "the bytes are others");
    demand(path->isRoot() == names->isEmpty(), "the root is not known as such");
    demand(path->name() == names->value(names->size() - 1), "the name is another");
    demand(path->first() == names->value(0), "the first component is another");
    demand(path->relative() == (names->isEmpty() ? QByteArray(".") : names->join('/')),
           "the relative path is another");
    demand(path->withoutFirst().bytes() == '/' + names->mid(1).join('/'), "the rest is another");
    demand(path->parent().bytes() == '/' + names->mid(0, names->size() - 1).join('/'),
           "the parent is another");

    const auto again = VirtualPath::parse(path->bytes());
    demand(again && *again == *path, "it is not what it becomes when it is parsed again");
    VirtualPath built;
    for (const QByteArray& name : *names) {
        const VirtualPath below = built.child(name);
        demand(below.isBelow(built) && !built.isBelow(below), "a child is not below its parent");
        built = below;
    }
    demand(built == *path, "it is not the sum of its names");
    demand(!path->isBelow(*path), "it is below itself");
    if (const auto twin = VirtualPath::parse(path->bytes() + 'x'); twin && !path->isRoot())
        demand(!twin->isBelow(*path), "a twin's name is taken for a folder");
}

} // namespace sallyport::fuzz
