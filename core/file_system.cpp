#include "core/file_system.h"

#include <algorithm>
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

QByteArray FileSystem::shareName(const VirtualPath&) const
{
    return {};
}

} // namespace sallyport
