// The extensions that are answered at once.
// Source: OpenSSH's PROTOCOL section 4, and draft-ietf-secsh-filexfer-extensions-00.
#include "core/sftp/refusals.h"
#include "core/sftp/session_impl.h"
#include "core/sftp/status.h"

namespace sallyport::sftp {

namespace {

// Source: OpenSSH's PROTOCOL section 4.6, f_flag.
constexpr quint64 spaceReadOnly = 1;
constexpr quint64 spaceNoSetuid = 2;

} // namespace

// ---- The table: adding an extension is adding a row ----

const std::vector<Session::Impl::ExtensionRow>& Session::Impl::extensions()
{
    static const std::vector<ExtensionRow> table{
        {"posix-rename@openssh.com", "1", &Impl::onPosixRename},
        {"statvfs@openssh.com", "2", &Impl::onStatvfs},
        {"fstatvfs@openssh.com", "2", &Impl::onFstatvfs, Names::Handle},
        {"hardlink@openssh.com", "1", &Impl::onHardlink},
        {"fsync@openssh.com", "1", &Impl::onFsync, Names::Handle},
        {"lsetstat@openssh.com", "1", &Impl::onLsetstat},
        {"limits@openssh.com", "1", &Impl::onLimits},
        {"expand-path@openssh.com", "1", &Impl::onExpandPath},
        {"copy-data", "1", &Impl::onCopyData, Names::Handle, Runs::LongJob},
        {"home-directory", "1", &Impl::onHomeDirectory},
        {"users-groups-by-id@openssh.com", "1", &Impl::onUsersGroupsById},
        // Announced by one name, asked for by two; by the announced one in paramiko's way.
        {"check-file", "sha256,sha512,md5", &Impl::onCheckFile, Names::Handle, Runs::LongJob},
        {"check-file-handle", {}, &Impl::onCheckFileHandle, Names::Handle, Runs::LongJob},
        {"check-file-name", {}, &Impl::onCheckFileName, Names::Nothing, Runs::LongJob},
    };
    return table;
}

const Session::Impl::ExtensionRow* Session::Impl::extensionOf(QByteArrayView name)
{
    for (const ExtensionRow& row : extensions()) {
        if (row.name == name)
            return &row;
    }
    return nullptr;
}

void Session::Impl::onExtended(Request& request)
{
    const QByteArrayView name = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    if (const ExtensionRow* row = extensionOf(name))
        (this->*row->handler)(request);
    else
        writeStatus(m_output, request.id, Status::OpUnsupported, "This extension is not known");
}

void Session::Impl::onStatvfs(Request& request)
{
    const QByteArrayView name = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    if (const auto path = pathOf(request, name, EmptyPath::IsHome))
        sendSpace(request, m_files.space(*path), *path);
}

void Session::Impl::onFstatvfs(Request& request)
{
    const QByteArrayView wire = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    if (OpenHandle* handle = handleOf(request, wire))
        sendSpace(request, handle->file ? handle->file->space() : m_files.space(handle->path),
                  handle->path);
}

void Session::Impl::sendSpace(const Request& request, const Result<StorageSpace>& space,
                              const VirtualPath& path)
{
    if (!space)
        return refuse(request, space.error(), {}, path);
    Writer writer(m_output);
    writer.begin(Type::ExtendedReply, request.id);
    writer.uint64(space->blockSize);
    writer.uint64(space->blockSize); // the unit of the three below
    writer.uint64(space->blocks);
    writer.uint64(space->freeBlocks);
    writer.uint64(space->availableBlocks);
    writer.uint64(space->inodes);
    writer.uint64(space->freeInodes);
    writer.uint64(space->availableInodes);
    writer.uint64(0); // f_fsid: which disk it is is nobody's business
    writer.uint64((space->readOnly ? spaceReadOnly : 0) | spaceNoSetuid);
    writer.uint64(space->maxNameLength);
    writer.end();
}

void Session::Impl::onHardlink(Request& request)
{
    const QByteArrayView oldName = request.fields.string();
    const QByteArrayView newName = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    const auto existing = pathOf(request, oldName);
    if (!existing)
        return;
    if (const auto link = pathOf(request, newName))
        answer(request, m_files.makeHardLink(*existing, *link), Kind::Linked, *link,
               existing->bytes());
}

void Session::Impl::onFsync(Request& request)
{
    const QByteArrayView wire = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    OpenHandle* handle = fileOf(request, wire);
    if (!handle)
        return;
    if (!handle->flags.testFlag(OpenFlag::Write))
        return refuse(request, notForWriting(), {}, handle->path);
    // The first failure is final: the system may have dropped what it could not write, and
    // would call the rest synced.
    if (!handle->syncError) {
        if (auto synced = handle->file->sync(); !synced) {
            m_journal.transferFailed(*handle, synced.error());
            handle->syncError = std::move(synced).error();
        }
    }
    if (handle->syncError)
        return writeStatus(m_output, request.id, statusOf(handle->syncError->code),
                           sentenceOf(*handle->syncError));
    writeOk(m_output, request.id);
}

void Session::Impl::onLimits(Request& request)
{
    Writer writer(m_output);
    writer.begin(Type::ExtendedReply, request.id);
    writer.uint64(m_limits.maxPacket);
    writer.uint64(maxData); // READ
    writer.uint64(maxData); // WRITE
    writer.uint64(quint64(m_limits.maxHandles));
    writer.end();
}

// `~` is an ordinary name everywhere but here.
void Session::Impl::onExpandPath(Request& request)
{
    const QByteArrayView name = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    if (!name.startsWith('~')) {
        if (const auto path = pathOf(request, name, EmptyPath::IsHome))
            sendName(request, path->bytes());
        return;
    }
    qsizetype slash = name.indexOf('/');
    if (slash < 0)
        slash = name.size();
    const QByteArrayView who = name.first(slash).sliced(1);
    if (!who.isEmpty() && who != m_client.user.toUtf8())
        return refuse(request, {ErrorCode::NotFound, QStringLiteral("There is no such user here")},
                      {}, {});
    const QByteArray below = m_client.home.bytes() + name.sliced(slash).toByteArray();
    if (const auto path = pathOf(request, below))
        sendName(request, path->bytes());
}

// Source: draft-ietf-secsh-filexfer-extensions-00 section 5. One account, one home: whoever is
// asked about.
void Session::Impl::onHomeDirectory(Request& request)
{
    request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    sendName(request, m_client.home.bytes());
}

void Session::Impl::onUsersGroupsById(Request& request)
{
    const QByteArrayView users = request.fields.string();
    const QByteArrayView groups = request.fields.string();
    if (!request.fields.ok() || users.size() % 4 != 0 || groups.size() % 4 != 0)
        return malformed(request);
    Writer writer(m_output);
    const auto names = [&writer](QByteArrayView ids, const KnownIds& known, QByteArrayView name) {
        const std::size_t place = writer.reserveUint32();
        const std::size_t start = writer.size();
        Reader reader(std::as_bytes(std::span(ids.data(), std::size_t(ids.size()))));
        while (reader.left() > 0)
            writer.string(known.contains(reader.uint32()) ? name : QByteArrayView(""));
        writer.setUint32(place, quint32(writer.size() - start));
    };
    writer.begin(Type::ExtendedReply, request.id);
    names(users, m_users, "owner");
    names(groups, m_groups, "group");
    if (writer.size() > m_limits.maxPacket) {
        writer.cancel();
        return refuse(request, {ErrorCode::TooMany, QStringLiteral("Too many ids at once")}, {},
                      {});
    }
    writer.end();
}

} // namespace sallyport::sftp
