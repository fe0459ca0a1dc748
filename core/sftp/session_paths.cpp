// The requests about paths.
#include "core/sftp/attributes.h"
#include "core/sftp/session_impl.h"
#include "core/sftp/status.h"

#include <QDateTime>
#include <QStringList>

namespace sallyport::sftp {

namespace {

// "size 0, mode 0644, time 2026-01-02T09:00:00Z"
QString describe(const FileAttributes& change, bool stripped)
{
    QStringList parts;
    if (change.size)
        parts += QStringLiteral("size %1").arg(*change.size);
    if (change.permissions) {
        parts += QStringLiteral("mode %1").arg(*change.permissions, 4, 8, QLatin1Char('0'));
        if (stripped)
            parts.last() += QStringLiteral(" without setuid, setgid and sticky");
    }
    if (change.times)
        parts += QStringLiteral("time ")
            + QDateTime::fromSecsSinceEpoch(change.times->modified, Qt::UTC).toString(Qt::ISODate);
    return parts.join(QStringLiteral(", "));
}

bool isTolerable(ErrorCode code)
{
    return code == ErrorCode::PermissionDenied || code == ErrorCode::NotSupported;
}

// Clients set mode and times after an upload and take a refusal for a failed upload; not every
// storage has both. So what can be set is set, and that is enough if anything was.
// Returns what was set.
Result<FileAttributes> setWhatCanBe(const FileAttributes& change,
                                    const std::function<Result<void>(const FileAttributes&)>& set)
{
    const auto all = set(change);
    if (all)
        return change;
    if (change.size || !change.permissions || !change.times || !isTolerable(all.error().code))
        return all.error();
    FileAttributes mode, times;
    mode.permissions = change.permissions;
    times.times = change.times;
    if (const auto first = set(mode); first)
        return mode;
    if (const auto second = set(times); second)
        return times;
    return all.error();
}

} // namespace

void Session::Impl::stat(Request& request, Symlinks symlinks)
{
    const QByteArrayView name = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    const auto path = pathOf(request, name, EmptyPath::IsHome);
    if (!path)
        return;
    const auto attributes = m_files.attributes(*path, symlinks);
    if (!attributes)
        return refuse(request, attributes.error(), {}, *path);
    sendAttributes(request, *attributes);
}

void Session::Impl::setstat(Request& request, Symlinks symlinks)
{
    const QByteArrayView name = request.fields.string();
    const FileAttributes wanted = readAttributes(request.fields);
    if (!request.fields.ok())
        return malformed(request);
    const auto path = pathOf(request, name);
    if (!path)
        return;
    changeAttributes(
        request, *path, wanted,
        [&](const FileAttributes& change) {
            return m_files.setAttributes(*path, change, symlinks);
        },
        [&] { return m_files.attributes(*path, symlinks); });
}

void Session::Impl::changeAttributes(const Request& request, const VirtualPath& path,
                                     const FileAttributes& wanted,
                                     const std::function<Result<void>(const FileAttributes&)>& set,
                                     const std::function<Result<FileAttributes>()>& get)
{
    if (wanted.size && *wanted.size > maxOffset)
        return badMessage(request, QStringLiteral("The size is too large"));
    FileAttributes change;
    change.size = wanted.size;
    if (wanted.permissions)
        change.permissions = *wanted.permissions & 0777;
    change.times = wanted.times;
    const bool stripped = wanted.permissions && *wanted.permissions != *change.permissions;

    // With nothing to set, the storage still says whether it would.
    const bool changes = change != FileAttributes();
    if (changes || !wanted.owner) {
        const auto done = setWhatCanBe(change, set);
        if (!done)
            return refuse(request, done.error(), Kind::ChangedAttributes, path);
        change = *done;
    }
    if (wanted.owner) {
        const auto present = get();
        if (!present)
            return refuse(request, present.error(), Kind::ChangedAttributes, path);
        if (present->owner != wanted.owner)
            return refuse(
                request,
                {ErrorCode::PermissionDenied, QStringLiteral("The owner cannot be changed")},
                Kind::ChangedAttributes, path);
    }
    if (changes)
        m_journal.done(Kind::ChangedAttributes, path, {}, describe(change, stripped));
    writeOk(m_output, request.id);
}

void Session::Impl::onRemove(Request& request)
{
    const QByteArrayView name = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    if (const auto path = pathOf(request, name))
        answer(request, m_files.removeFile(*path), Kind::Removed, *path);
}

void Session::Impl::onMkdir(Request& request)
{
    const QByteArrayView name = request.fields.string();
    const FileAttributes asked = readAttributes(request.fields);
    if (!request.fields.ok())
        return malformed(request);
    const auto path = pathOf(request, name);
    if (!path)
        return;
    FileAttributes initial;
    if (asked.permissions)
        initial.permissions = *asked.permissions & 0777;
    const auto start = std::chrono::steady_clock::now();
    const auto made = m_files.makeDirectory(*path, initial);
    if (!made)
        return refuse(request, made.error(), Kind::MadeDirectory, *path);
    const auto took = std::chrono::steady_clock::now() - start;
    m_journal.done(Kind::MadeDirectory, *path, {}, {},
                   std::chrono::duration_cast<std::chrono::milliseconds>(took));
    writeOk(m_output, request.id);
}

void Session::Impl::onRmdir(Request& request)
{
    const QByteArrayView name = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    if (const auto path = pathOf(request, name))
        answer(request, m_files.removeDirectory(*path), Kind::Removed, *path);
}

void Session::Impl::rename(Request& request, Overwrite overwrite)
{
    const QByteArrayView oldName = request.fields.string();
    const QByteArrayView newName = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    const auto from = pathOf(request, oldName);
    if (!from)
        return;
    if (const auto to = pathOf(request, newName))
        answer(request, m_files.rename(*from, *to, overwrite), Kind::Renamed, *from, to->bytes());
}

void Session::Impl::onRealpath(Request& request)
{
    const QByteArrayView name = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    if (const auto path = pathOf(request, name, EmptyPath::IsHome))
        sendName(request, path->bytes());
}

void Session::Impl::onReadlink(Request& request)
{
    const QByteArrayView name = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    const auto path = pathOf(request, name);
    if (!path)
        return;
    const auto target = m_files.readLink(*path);
    if (!target)
        return refuse(request, target.error(), {}, *path);
    sendName(request, *target);
}

// The target comes first: OpenSSH has had the two in this order from the start, against section
// 6.10, and everyone followed. Source: OpenSSH's PROTOCOL section 4.1.
void Session::Impl::onSymlink(Request& request)
{
    const QByteArrayView target = request.fields.string();
    const QByteArrayView name = request.fields.string();
    if (!request.fields.ok())
        return malformed(request);
    // A target is not a path of ours, but bytes to be kept. It obeys the same limits.
    if (target.isEmpty() || target.contains('\0') || target.size() > VirtualPath::maxLength) {
        if (!pathOf(request, target))
            return;
    }
    if (const auto path = pathOf(request, name))
        answer(request, m_files.makeLink(*path, target.toByteArray()), Kind::Linked, *path,
               target.toByteArray());
}

} // namespace sallyport::sftp
