#include "tests/support/file_operations.h"

#include "tests/support/outcome.h"

#include <array>
#include <cstring>

namespace sallyport::test {

namespace {

constexpr OpenFlags writing = OpenFlag::Write;

VirtualPath at(const char* path)
{
    return *VirtualPath::parse(path);
}

template <typename T>
Observed observe(const Result<T>& result)
{
    return {outcome(result), result ? QByteArray() : result.error().message.toUtf8(), {}, {}};
}

void note(Observed& observed, const Result<FileAttributes>& attributes)
{
    if (attributes && attributes->id)
        observed.ids.append(*attributes->id);
}

Observed read(FileSystem& files, const VirtualPath& path)
{
    const auto file = files.open(path, OpenFlag::Read, {});
    Observed observed = observe(file);
    if (!file)
        return observed;
    std::array<std::byte, 4096> buffer{};
    if (const auto count = (*file)->readAt(0, buffer))
        observed.data = QByteArray(reinterpret_cast<const char*>(buffer.data()), qsizetype(*count));
    note(observed, (*file)->attributes());
    return observed;
}

Observed writeWith(FileSystem& files, const VirtualPath& path, OpenFlags flags)
{
    const auto file = files.open(path, flags, {});
    if (!file)
        return observe(file);
    constexpr char text[] = "overwritten";
    Observed observed = observe((*file)->writeAt(0, std::as_bytes(std::span(text))));
    note(observed, (*file)->attributes());
    return observed;
}

Observed write(FileSystem& files, const VirtualPath& path)
{
    return writeWith(files, path, writing);
}

Observed create(FileSystem& files, const VirtualPath& path)
{
    return writeWith(files, path, writing | OpenFlag::Create);
}

Observed createExclusively(FileSystem& files, const VirtualPath& path)
{
    return writeWith(files, path, writing | OpenFlag::Create | OpenFlag::Exclusive);
}

Observed truncate(FileSystem& files, const VirtualPath& path)
{
    return writeWith(files, path, writing | OpenFlag::Create | OpenFlag::Truncate);
}

Observed append(FileSystem& files, const VirtualPath& path)
{
    return writeWith(files, path, writing | OpenFlag::Append);
}

Observed list(FileSystem& files, const VirtualPath& path)
{
    const auto reader = files.openDirectory(path);
    Observed observed = observe(reader);
    if (!reader)
        return observed;
    note(observed, (*reader)->attributes());
    if (const auto entries = (*reader)->next(1000)) {
        for (const DirectoryEntry& entry : *entries) {
            observed.data += entry.name + '\n';
            note(observed, entry.attributes);
        }
    }
    return observed;
}

template <Symlinks symlinks>
Observed attributes(FileSystem& files, const VirtualPath& path)
{
    const auto found = files.attributes(path, symlinks);
    Observed observed = observe(found);
    note(observed, found);
    return observed;
}

Observed setSize(FileSystem& files, const VirtualPath& path)
{
    FileAttributes wanted;
    wanted.size = 3;
    return observe(files.setAttributes(path, wanted, Symlinks::Follow));
}

Observed setMode(FileSystem& files, const VirtualPath& path)
{
    FileAttributes wanted;
    wanted.permissions = 0611;
    return observe(files.setAttributes(path, wanted, Symlinks::Follow));
}

template <Symlinks symlinks>
Observed setTimes(FileSystem& files, const VirtualPath& path)
{
    FileAttributes wanted;
    wanted.times = FileAttributes::Times{1, 2};
    return observe(files.setAttributes(path, wanted, symlinks));
}

Observed makeFolder(FileSystem& files, const VirtualPath& path)
{
    return observe(files.makeDirectory(path, {}));
}

Observed makeFolderBelow(FileSystem& files, const VirtualPath& path)
{
    return observe(files.makeDirectory(path.child("new"), {}));
}

Observed removeFolder(FileSystem& files, const VirtualPath& path)
{
    return observe(files.removeDirectory(path));
}

Observed removeFile(FileSystem& files, const VirtualPath& path)
{
    return observe(files.removeFile(path));
}

Observed renameAway(FileSystem& files, const VirtualPath& path)
{
    const auto renamed = files.rename(path, at("/inner/new"), Overwrite::No);
    if (!renamed)
        return observe(renamed);
    Observed observed = read(files, at("/inner/new"));
    observed.outcome = "ok";
    return observed;
}

template <Overwrite overwrite>
Observed renameOnto(FileSystem& files, const VirtualPath& path)
{
    return observe(files.rename(at("/inner/file"), path, overwrite));
}

Observed readLink(FileSystem& files, const VirtualPath& path)
{
    const auto target = files.readLink(path);
    Observed observed = observe(target);
    if (target)
        observed.data = *target;
    return observed;
}

Observed makeLink(FileSystem& files, const VirtualPath& path)
{
    return observe(files.makeLink(path, "../outside/secret"));
}

Observed makeAbsoluteLink(FileSystem& files, const VirtualPath& path)
{
    return observe(files.makeLink(path, "/etc/passwd"));
}

Observed hardLinkFrom(FileSystem& files, const VirtualPath& path)
{
    const auto linked = files.makeHardLink(path, at("/inner/new"));
    return linked ? read(files, at("/inner/new")) : observe(linked);
}

Observed hardLinkAt(FileSystem& files, const VirtualPath& path)
{
    return observe(files.makeHardLink(at("/inner/file"), path));
}

Observed space(FileSystem& files, const VirtualPath& path)
{
    return observe(files.space(path));
}

Observed copyFrom(FileSystem& files, const VirtualPath& path)
{
    const auto source = files.open(path, OpenFlag::Read, {});
    if (!source)
        return observe(source);
    {
        const auto target = files.open(at("/inner/file"), writing | OpenFlag::Truncate, {});
        if (!target)
            return observe(target);
        (void)(*source)->copyTo(**target, 0, 0, 4096);
    }
    return read(files, at("/inner/file"));
}

Observed copyTo(FileSystem& files, const VirtualPath& path)
{
    const auto source = files.open(at("/inner/file"), OpenFlag::Read, {});
    const auto target = files.open(path, writing, {});
    if (!source || !target)
        return observe(target);
    return observe((*source)->copyTo(**target, 0, 0, 4096));
}

} // namespace

const std::vector<Operation>& everyOperation()
{
    static const std::vector<Operation> operations = {
        {"read", false, true, read},
        {"write", true, true, write},
        {"create", true, true, create},
        {"create exclusively", true, false, createExclusively},
        {"truncate", true, true, truncate},
        {"append", true, true, append},
        {"list", false, true, list},
        {"attributes", false, true, attributes<Symlinks::Follow>},
        {"attributes of a link", false, false, attributes<Symlinks::DoNotFollow>},
        {"set the size", true, true, setSize},
        {"set the mode", true, true, setMode},
        {"set the times", true, true, setTimes<Symlinks::Follow>},
        {"set the times of a link", true, false, setTimes<Symlinks::DoNotFollow>},
        {"make a folder", true, false, makeFolder},
        {"make a folder below", true, true, makeFolderBelow},
        {"remove a folder", true, false, removeFolder},
        {"remove a file", true, false, removeFile},
        {"rename away", true, false, renameAway},
        {"rename onto", true, false, renameOnto<Overwrite::No>},
        {"replace", true, false, renameOnto<Overwrite::Yes>},
        {"read a link", false, false, readLink},
        {"make a link", true, false, makeLink},
        {"make an absolute link", true, false, makeAbsoluteLink},
        {"hard link from", true, false, hardLinkFrom},
        {"hard link at", true, false, hardLinkAt},
        {"space", false, true, space},
        {"copy from", true, true, copyFrom},
        {"copy to", true, true, copyTo},
    };
    return operations;
}

const Operation& operation(const char* name)
{
    for (const Operation& candidate : everyOperation()) {
        if (std::strcmp(candidate.name, name) == 0)
            return candidate;
    }
    qFatal("no operation \"%s\"", name);
}

} // namespace sallyport::test
