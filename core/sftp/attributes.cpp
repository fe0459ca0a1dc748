#include "core/sftp/attributes.h"

#include <algorithm>

namespace sallyport::sftp {

namespace {

// Times of version 3 are unsigned 32-bit seconds: 1970 to 2106.
quint32 wireTime(qint64 seconds)
{
    return quint32(std::clamp<qint64>(seconds, 0, 0xffffffff));
}

quint32 typeBits(FileType type)
{
    switch (type) {
    case FileType::Regular:
        return modeRegular;
    case FileType::Directory:
        return modeDirectory;
    case FileType::Symlink:
        return modeSymlink;
    case FileType::Other:
        break;
    }
    // A FIFO, a device or a socket cannot be opened through us. Told as a socket, it cannot be
    // opened on a client's mount either, where a FIFO would block.
    return modeSocket;
}

} // namespace

FileAttributes readAttributes(Reader& reader)
{
    FileAttributes attributes;
    const quint32 flags = reader.uint32();
    if (flags & attributeSize)
        attributes.size = reader.uint64();
    if (flags & attributeOwner) {
        const quint32 uid = reader.uint32();
        attributes.owner = FileAttributes::Owner{uid, reader.uint32()};
    }
    if (flags & attributePermissions)
        attributes.permissions = reader.uint32() & 07777;
    if (flags & attributeTimes) {
        const quint32 accessed = reader.uint32();
        attributes.times = FileAttributes::Times{accessed, reader.uint32()};
    }
    if (flags & attributeExtended) {
        // The count may lie: a cut pair ends the loop.
        for (quint32 left = reader.uint32(); left > 0 && reader.ok(); --left) {
            reader.string();
            reader.string();
        }
    }
    return attributes;
}

quint32 modeOf(const FileAttributes& attributes)
{
    const FileType type = attributes.type.value_or(FileType::Regular);
    const quint32 usual = type == FileType::Directory ? 0755 : 0644;
    return (attributes.type ? typeBits(type) : 0)
        | (attributes.permissions.value_or(usual) & 07777);
}

void writeAttributes(Writer& writer, const FileAttributes& attributes)
{
    const bool hasMode = attributes.type || attributes.permissions;
    writer.uint32((attributes.size ? attributeSize : 0) | (attributes.owner ? attributeOwner : 0)
                  | (hasMode ? attributePermissions : 0) | (attributes.times ? attributeTimes : 0));
    if (attributes.size)
        writer.uint64(*attributes.size);
    if (attributes.owner) {
        writer.uint32(attributes.owner->uid);
        writer.uint32(attributes.owner->gid);
    }
    if (hasMode)
        writer.uint32(modeOf(attributes));
    if (attributes.times) {
        writer.uint32(wireTime(attributes.times->accessed));
        writer.uint32(wireTime(attributes.times->modified));
    }
}

} // namespace sallyport::sftp
