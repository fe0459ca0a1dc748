// INIT, and the requests about open files.
#include "core/sftp/attributes.h"

#include "core/guard.h"
#include "core/sftp/refusals.h"
#include "core/sftp/session_impl.h"
#include "core/sftp/status.h"

#include <algorithm>

namespace sallyport::sftp {

namespace {

constexpr quint32 knownOpenFlags = 0x3f;

enum class Judgement { Good, Senseless, NeedsWriting };

// What one cannot ask for, whatever the file. OpenSSH ignores most of it; a flag without its
// partner is a client's mistake, and one without WRITE would change a file behind a permission to
// read.
Judgement judge(quint32 bits)
{
    const OpenFlags flags = OpenFlags::fromInt(int(bits & knownOpenFlags));
    if (bits == 0 || (bits & ~knownOpenFlags) != 0
        || (flags.testFlag(OpenFlag::Exclusive) && !flags.testFlag(OpenFlag::Create)))
        return Judgement::Senseless;
    if (!flags.testFlag(OpenFlag::Write)
        && flags.testAnyFlags(OpenFlag::Append | OpenFlag::Create | OpenFlag::Truncate))
        return Judgement::NeedsWriting;
    return Judgement::Good;
}

bool fits(quint64 offset, quint64 length)
{
    return offset <= maxOffset && length <= maxOffset - offset;
}

} // namespace

// Source: draft-ietf-secsh-filexfer-02 section 4. The id of INIT is the version.
void Session::Impl::onInit(Request& request)
{
    if (m_initialised) {
        breakOff(QStringLiteral("Second SFTP INIT"));
        return;
    }
    if (request.id < protocolVersion) {
        breakOff(QStringLiteral("SFTP version %1 is not spoken").arg(request.id));
        return;
    }
    m_initialised = true;
    Writer writer(m_output);
    writer.begin(Type::Version, protocolVersion);
    for (const ExtensionRow& extension : extensions()) {
        if (extension.version.isNull())
            continue;
        writer.string(extension.name);
        writer.string(extension.version);
    }
    writer.end();
}

bool Session::Impl::takeHandle(const Request& request, const VirtualPath& path)
{
    if ((m_open < m_limits.maxHandles || !GUARD(handle_limit))
        && (!m_limits.handles || m_limits.handles->take())) {
        ++m_open;
        m_journal.limitEased();
        return true;
    }
    const Error error = tooManyHandles();
    m_journal.limitMet(path, error);
    writeStatus(m_output, request.id, statusOf(error.code), sentenceOf(error));
    return false;
}

void Session::Impl::giveHandle()
{
    --m_open;
    if (m_limits.handles)
        m_limits.handles->give();
}

void Session::Impl::onOpen(Request& request)
{
    const QByteArrayView name = request.fields.string();
    const quint32 bits = request.fields.uint32();
    const FileAttributes asked = readAttributes(request.fields);
    if (!request.fields.ok())
        return malformed(request);
    const auto path = pathOf(request, name);
    if (!path)
        return;
    const OpenFlags flags = OpenFlags::fromInt(int(bits & knownOpenFlags));
    const Kind kind = flags.testFlag(OpenFlag::Write) ? Kind::Upload : Kind::Download;
    switch (judge(bits)) {
    case Judgement::Senseless:
        return badMessage(request, QStringLiteral("The open flags make no sense"));
    case Judgement::NeedsWriting:
        return refuse(request, notForWriting(), kind, *path);
    case Judgement::Good:
        break;
    }
    if (!takeHandle(request, *path))
        return;
    // Only the mode, and only for a file this makes: as sftp-server practises it.
    FileAttributes initial;
    if (asked.permissions)
        initial.permissions = *asked.permissions & 0777;
    auto file = m_files.open(*path, flags, initial);
    if (!file) {
        giveHandle();
        return refuse(request, file.error(), kind, *path);
    }
    auto handle = std::make_unique<OpenHandle>();
    handle->path = *path;
    handle->flags = flags;
    handle->file = *std::move(file);
    handle->movement.opened = std::chrono::steady_clock::now();
    sendHandle(request, m_handles.add(std::move(handle)));
}

void Session::Impl::onClose(Request& request)
{
    const QByteArrayView wire = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    OpenHandle* open = handleOf(request, wire);
    if (!open)
        return;
    const auto handle = m_handles.remove(*open);
    giveHandle();
    if (handle->movement.read + handle->movement.written > 0)
        --m_moving;
    if (handle->directory)
        return writeOk(m_output, request.id);

    // An empty file may never be asked for its bytes, and is a download all the same.
    if (handle->flags == OpenFlag::Read && !handle->movement.asked) {
        const auto attributes = handle->file->attributes();
        if (attributes && attributes->size == quint64(0))
            m_journal.transferAsked(*handle);
    }
    Result<void> closed = handle->file->close();
    handle->file.reset();
    if (handle->syncError)
        closed = *handle->syncError;
    m_journal.transferEnded(*handle, closed);
    if (closed)
        writeOk(m_output, request.id);
    else
        writeStatus(m_output, request.id, statusOf(closed.error().code),
                    sentenceOf(closed.error()));
}

void Session::Impl::noteMoved(OpenHandle& handle, quint64& counter, quint64 bytes)
{
    if (handle.movement.read + handle.movement.written == 0 && bytes > 0) {
        ++m_moving;
        m_lookedAt.reset();
    }
    counter += bytes;
    m_current = handle.number;
}

void Session::Impl::onRead(Request& request)
{
    const QByteArrayView wire = request.fields.string();
    const quint64 offset = request.fields.uint64();
    const quint32 asked = request.fields.uint32();
    if (!request.fields.ok())
        return malformed(request);
    OpenHandle* handle = fileOf(request, wire);
    if (!handle)
        return;
    if (!handle->flags.testFlag(OpenFlag::Read))
        return refuse(request, notForReading(), {}, handle->path);
    if (!fits(offset, asked))
        return badMessage(request, offsetTooLarge());

    m_journal.transferAsked(*handle);
    // Straight into the reply: length, type, id, length of the data, data.
    constexpr std::size_t head = 4 + 1 + 4 + 4;
    const std::size_t wanted = std::min<std::size_t>(asked, maxData);
    const auto room = m_output.room(head + wanted);
    std::size_t got = 0;
    if (wanted > 0) {
        const auto read = handle->file->readAt(offset, room.subspan(head, wanted));
        if (!read) {
            m_journal.transferFailed(*handle, read.error());
            return writeStatus(m_output, request.id, statusOf(read.error().code),
                               sentenceOf(read.error()));
        }
        got = *read;
        if (got == 0)
            return writeEndOfFile(m_output, request.id);
    }
    putUint32(room.data(), quint32(head - 4 + got));
    room[4] = std::byte(Type::Data);
    putUint32(room.data() + 5, request.id);
    putUint32(room.data() + 9, quint32(got));
    m_output.grow(head + got);

    noteMoved(*handle, handle->movement.read, got);
    m_sent += got;
    m_journal.transferMoved(*handle);
}

// A WRITE that came whole: it waited, or appends.
void Session::Impl::onWrite(Request& request)
{
    const QByteArrayView wire = request.fields.string();
    const quint64 offset = request.fields.uint64();
    const QByteArrayView data = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    PendingWrite write = beginWrite(request.id, wire, offset, std::size_t(data.size()));
    writeSome(write, std::as_bytes(std::span(data.data(), std::size_t(data.size()))));
    endWrite(write);
}

Session::Impl::PendingWrite Session::Impl::beginWrite(quint32 id, QByteArrayView wire,
                                                      quint64 offset, std::size_t length)
{
    PendingWrite write;
    write.id = id;
    write.offset = offset;
    write.left = length;
    const auto refused = [&write](Error error) {
        write.status = statusOf(error.code);
        write.error = std::move(error);
        return std::move(write);
    };
    OpenHandle* handle = m_handles.find(wire);
    if (!handle)
        return refused(handleNotOpen());
    if (!handle->file)
        return refused(handleOfFolder());
    if (!handle->flags.testFlag(OpenFlag::Write))
        return refused(notForWriting());
    if (!handle->flags.testFlag(OpenFlag::Append) && !fits(offset, length)) {
        write.error = Error{ErrorCode::InvalidArgument, offsetTooLarge()};
        write.status = Status::BadMessage;
        handle->file->spoil(*write.error);
        return write;
    }
    write.handle = handle;
    m_journal.transferAsked(*handle);
    return write;
}

void Session::Impl::writeSome(PendingWrite& write, Bytes data)
{
    write.left -= data.size();
    if (write.error || data.empty())
        return;
    OpenHandle& handle = *write.handle;
    if (auto written = handle.file->writeAt(write.offset, data); !written) {
        m_journal.transferFailed(handle, written.error());
        handle.file->spoil(written.error());
        write.status = statusOf(written.error().code);
        write.error = std::move(written).error();
        return;
    }
    write.offset += data.size();
    noteMoved(handle, handle.movement.written, data.size());
    m_received += data.size();
}

void Session::Impl::endWrite(const PendingWrite& write)
{
    if (write.error)
        return writeStatus(m_output, write.id, write.status, sentenceOf(*write.error));
    writeOk(m_output, write.id);
    m_journal.transferMoved(*write.handle);
}

void Session::Impl::onFstat(Request& request)
{
    const QByteArrayView wire = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    OpenHandle* handle = handleOf(request, wire);
    if (!handle)
        return;
    const auto attributes =
        handle->file ? handle->file->attributes() : handle->directory->attributes();
    if (!attributes)
        return refuse(request, attributes.error(), {}, handle->path);
    sendAttributes(request, *attributes);
}

void Session::Impl::onFsetstat(Request& request)
{
    const QByteArrayView wire = request.fields.string();
    const FileAttributes wanted = readAttributes(request.fields);
    if (!request.fields.ok())
        return malformed(request);
    OpenHandle* handle = handleOf(request, wire);
    if (!handle)
        return;
    changeAttributes(
        request, handle->path, wanted,
        [&](const FileAttributes& change) {
            return handle->file ? handle->file->setAttributes(change)
                                : m_files.setAttributes(handle->path, change, Symlinks::Follow);
        },
        [&] {
            return handle->file ? handle->file->attributes() : handle->directory->attributes();
        });
}

} // namespace sallyport::sftp
