#include "tests/support/shares.h"

#include <algorithm>
#include <array>

namespace sallyport::test {

VirtualPath at(const QByteArray& path)
{
    return VirtualPath::parse(path).value();
}

Result<void> put(FileSystem& files, const QByteArray& path, const QByteArray& content,
                 OpenFlags flags, quint64 offset)
{
    auto file = files.open(at(path), flags, {});
    if (!file)
        return file.error();
    if (auto written = (*file)->writeAt(offset, std::as_bytes(std::span(content))); !written)
        return written;
    return (*file)->close();
}

QByteArray get(FileSystem& files, const QByteArray& path)
{
    auto file = files.open(at(path), OpenFlag::Read, {});
    if (!file)
        return {};
    QByteArray content("");
    std::array<std::byte, 4096> buffer;
    for (;;) {
        const auto count = (*file)->readAt(quint64(content.size()), buffer);
        if (!count)
            return {};
        if (*count == 0)
            return content;
        content.append(reinterpret_cast<const char*>(buffer.data()), qsizetype(*count));
    }
}

QList<QByteArray> namesIn(FileSystem& files, const QByteArray& path, int atMost)
{
    QList<QByteArray> names;
    auto reader = files.openDirectory(at(path));
    if (!reader)
        return {"cannot be listed"};
    for (;;) {
        const auto entries = (*reader)->next(atMost);
        if (!entries)
            return {"cannot be listed"};
        if (entries->isEmpty())
            break;
        for (const DirectoryEntry& entry : *entries)
            names.append(entry.name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

FileAttributes withSize(quint64 size)
{
    FileAttributes attributes;
    attributes.size = size;
    return attributes;
}

FileAttributes withPermissions(quint32 permissions)
{
    FileAttributes attributes;
    attributes.permissions = permissions;
    return attributes;
}

FileAttributes withTimes(qint64 accessed, qint64 modified)
{
    FileAttributes attributes;
    attributes.times = FileAttributes::Times{accessed, modified};
    return attributes;
}

} // namespace sallyport::test
