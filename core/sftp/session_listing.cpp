// OPENDIR and READDIR.
#include "core/sftp/attributes.h"
#include "core/sftp/long_name.h"
#include "core/sftp/session_impl.h"
#include "core/sftp/status.h"

#include <QDateTime>

namespace sallyport::sftp {

void Session::Impl::onOpendir(Request& request)
{
    const QByteArrayView name = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    const auto path = pathOf(request, name, EmptyPath::IsHome);
    if (!path || !takeHandle(request, *path))
        return;
    auto directory = m_files.openDirectory(*path);
    if (!directory) {
        giveHandle();
        return refuse(request, directory.error(), {}, *path);
    }
    auto handle = std::make_unique<OpenHandle>();
    handle->path = *path;
    handle->directory = *std::move(directory);
    m_lookedAt = *path;
    sendHandle(request, m_handles.add(std::move(handle)));
}

// The entry to be sent next, `dots` made into it if it is "." or ".."; null: none, or an error.
const DirectoryEntry* Session::Impl::nextEntry(OpenHandle& handle, int wanted, DirectoryEntry& dots)
{
    Listing& listing = handle.listing;
    if (listing.dots < 2) {
        // As sftp-server does; clients that show a way up rely on it. What cannot be told of a
        // folder is left out.
        const bool isSelf = listing.dots == 0;
        dots.name = isSelf ? QByteArrayLiteral(".") : QByteArrayLiteral("..");
        const auto attributes = isSelf || handle.path.isRoot()
            ? handle.directory->attributes()
            : m_files.attributes(handle.path.parent(), Symlinks::Follow);
        if (isSelf && attributes && attributes->links == 0U) { // it was removed meanwhile
            listing.dots = 2;
            listing.ended = true;
            return nullptr;
        }
        FileAttributes unknown;
        unknown.type = FileType::Directory;
        dots.attributes = attributes.value_or(unknown);
        return &dots;
    }
    if (listing.next == listing.entries.size() && !listing.ended && !listing.error) {
        listing.next = 0;
        listing.entries.clear();
        auto more = handle.directory->next(wanted);
        if (!more)
            listing.error = std::move(more).error();
        else if (more->isEmpty())
            listing.ended = true;
        else
            listing.entries = *std::move(more);
    }
    return listing.next < listing.entries.size() ? &listing.entries.at(listing.next) : nullptr;
}

void Session::Impl::onReaddir(Request& request)
{
    const QByteArrayView wire = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    OpenHandle* handle = handleOf(request, wire);
    if (!handle)
        return;
    if (!handle->directory)
        return refuse(request,
                      {ErrorCode::InvalidArgument, QStringLiteral("The handle is a file's")}, {},
                      handle->path);

    Listing& listing = handle->listing;
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    Writer writer(m_output);
    writer.begin(Type::Name, request.id);
    const std::size_t place = writer.reserveUint32();
    int count = 0;
    DirectoryEntry dots;
    while (count < maxNames) {
        const DirectoryEntry* entry = nextEntry(*handle, maxNames - count, dots);
        if (!entry)
            break;
        m_line.resize(0);
        appendLongName(m_line, entry->name, entry->attributes, now);
        // Lengths of two strings and the largest attributes.
        const std::size_t bytes =
            std::size_t(entry->name.size()) + std::size_t(m_line.size()) + 2 * 4 + 32;
        if (writer.size() + bytes > maxNameBytes)
            break;
        writer.string(entry->name);
        writer.string(m_line);
        writeAttributes(writer, entry->attributes);
        remember(entry->attributes);
        ++count;
        if (listing.dots < 2)
            ++listing.dots;
        else
            ++listing.next;
    }
    if (count > 0) {
        writer.setUint32(place, quint32(count));
        writer.end();
        return;
    }
    writer.cancel();
    if (const auto error = std::exchange(listing.error, {}))
        return refuse(request, *error, {}, handle->path);
    writeEndOfFile(m_output, request.id);
}

} // namespace sallyport::sftp
