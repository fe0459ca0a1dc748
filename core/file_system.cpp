#include "core/file_system.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace sallyport {

namespace {

Error notSupported()
{
    return {ErrorCode::NotSupported, QStringLiteral("This storage cannot do that")};
}

} // namespace

Result<quint64> File::copyTo(File& target, quint64 from, quint64 offset, quint64 length)
{
    // Bytes read and written in one step; a compromise between calls and memory.
    constexpr quint64 step = 256 * 1024;
    std::vector<std::byte> buffer(std::min(length, step));
    quint64 copied = 0;
    while (copied < length) {
        const auto wanted = std::size_t(std::min<quint64>(buffer.size(), length - copied));
        const auto got = readAt(from + copied, std::span(buffer).first(wanted));
        if (!got)
            return got.error();
        if (*got == 0)
            break;
        if (auto written = target.writeAt(offset + copied, std::span(buffer).first(*got)); !written)
            return written.error();
        copied += *got;
    }
    return copied;
}

Result<StorageSpace> File::space()
{
    return notSupported();
}

Result<void> File::place(Overwrite)
{
    return {};
}

Result<QByteArray> File::keep()
{
    return notSupported();
}

void File::spoil(const Error&) {}

bool File::sameAs(File& other)
{
    if (this == &other)
        return true;
    const auto mine = attributes();
    const auto its = other.attributes();
    return mine && its && mine->id && mine->id == its->id;
}

Result<QByteArray> FileSystem::readLink(const VirtualPath&)
{
    return notSupported();
}

Result<void> FileSystem::makeLink(const VirtualPath&, const QByteArray&)
{
    return notSupported();
}

Result<void> FileSystem::makeHardLink(const VirtualPath&, const VirtualPath&)
{
    return notSupported();
}

Result<StorageSpace> FileSystem::space(const VirtualPath&)
{
    return notSupported();
}

Result<std::unique_ptr<File>> FileSystem::openDraft(const VirtualPath&, const FileAttributes&)
{
    return notSupported();
}

Result<quint64> FileSystem::usedBytes()
{
    constexpr int namesAtOnce = 1000;
    quint64 used = 0;
    std::set<std::pair<quint64, quint64>> linked; // those with several names
    std::vector<VirtualPath> folders{VirtualPath()};
    while (!folders.empty()) {
        const VirtualPath folder = std::move(folders.back());
        folders.pop_back();
        const auto reader = openDirectory(folder);
        if (!reader && (folder.isRoot() || reader.error().code == ErrorCode::Failure))
            return reader.error();
        for (bool more = bool(reader); more;) {
            const auto entries = (*reader)->next(namesAtOnce);
            if (!entries)
                return entries.error();
            more = !entries->isEmpty();
            for (const auto& [name, found] : *entries) {
                if (found.type == FileType::Directory)
                    folders.push_back(folder.child(name));
                if (found.type != FileType::Regular)
                    continue;
                const bool isNew = found.links.value_or(1) < 2 || !found.id
                    || linked.emplace(found.id->device, found.id->inode).second;
                used += isNew ? found.size.value_or(0) : 0;
            }
        }
    }
    return used;
}

QByteArray FileSystem::shareName(const VirtualPath&) const
{
    return {};
}

void FileSystem::keepPlaces(bool) {}

} // namespace sallyport
