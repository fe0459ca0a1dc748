// What all handlers answer with, and how they find what a request names.
#include "core/sftp/attributes.h"

#include "core/guard.h"
#include "core/sftp/refusals.h"
#include "core/sftp/session_impl.h"
#include "core/sftp/status.h"

namespace sallyport::sftp {

namespace {

// A client may misunderstand something; one that does so again and again is not understood.
constexpr int toleratedMalformed = 8;

} // namespace

void Session::Impl::malformed(const Request& request)
{
    if (++m_malformed > toleratedMalformed && GUARD(malformed_limit)) {
        breakOff(QStringLiteral("Too many malformed SFTP requests"));
        return;
    }
    m_journal.protocolBroken(
        QStringLiteral("Malformed SFTP request of type %1").arg(quint32(request.type)),
        Journal::Outcome::Refused);
    badMessage(request, QStringLiteral("The request is malformed"));
}

void Session::Impl::badMessage(const Request& request, const QString& sentence)
{
    writeStatus(m_output, request.id, Status::BadMessage, sentence.toUtf8());
}

void Session::Impl::refuse(const Request& request, const Error& error, std::optional<Kind> kind,
                           const VirtualPath& path, const QByteArray& target)
{
    m_journal.failed(kind, path, error, target);
    writeStatus(m_output, request.id, statusOf(error.code), sentenceOf(error));
}

void Session::Impl::answer(const Request& request, const Result<void>& result,
                           std::optional<Kind> kind, const VirtualPath& path,
                           const QByteArray& target)
{
    if (!result) {
        refuse(request, result.error(), kind, path, target);
        return;
    }
    if (kind)
        m_journal.done(*kind, path, target);
    writeOk(m_output, request.id);
}

void Session::Impl::remember(const FileAttributes& attributes)
{
    if (attributes.owner) {
        m_users.note(attributes.owner->uid);
        m_groups.note(attributes.owner->gid);
    }
}

void Session::Impl::sendAttributes(const Request& request, const FileAttributes& attributes)
{
    remember(attributes);
    Writer writer(m_output);
    writer.begin(Type::Attrs, request.id);
    writeAttributes(writer, attributes);
    writer.end();
}

void Session::Impl::sendHandle(const Request& request, const OpenHandle& handle)
{
    Writer writer(m_output);
    writer.begin(Type::Handle, request.id);
    writer.uint32(8);
    writer.uint64(handle.number);
    writer.end();
}

// Source: draft-ietf-secsh-filexfer-02 section 6.11: one name, its attributes without meaning.
void Session::Impl::sendName(const Request& request, QByteArrayView name)
{
    Writer writer(m_output);
    writer.begin(Type::Name, request.id);
    writer.uint32(1);
    writer.string(name);
    writer.string(name);
    writer.uint32(0);
    writer.end();
}

std::optional<VirtualPath> Session::Impl::pathOf(const Request& request, QByteArrayView bytes,
                                                 EmptyPath empty)
{
    if (bytes.isEmpty()) {
        if (empty == EmptyPath::IsHome)
            return m_client.home;
        writeStatus(m_output, request.id, Status::NoSuchFile, "The path is empty");
        return {};
    }
    const bool isRelative = bytes.front() != '/';
    auto path = isRelative && !m_client.home.isRoot()
        ? VirtualPath::parse(m_client.home.bytes() + '/' + bytes.toByteArray())
        : VirtualPath::parse(bytes);
    if (path)
        return *std::move(path);
    // A zero byte in a path is an attempt to be read as two different ones.
    if (path.error().code == ErrorCode::InvalidArgument)
        m_journal.protocolBroken(path.error().message, Journal::Outcome::Refused);
    badMessage(request, path.error().message);
    return {};
}

OpenHandle* Session::Impl::handleOf(const Request& request, QByteArrayView wire)
{
    OpenHandle* handle = m_handles.find(wire);
    if (!handle)
        refuse(request, handleNotOpen(), {}, {});
    return handle;
}

OpenHandle* Session::Impl::fileOf(const Request& request, QByteArrayView wire)
{
    OpenHandle* handle = handleOf(request, wire);
    if (!handle || handle->file)
        return handle;
    refuse(request, handleOfFolder(), {}, {});
    return nullptr;
}

} // namespace sallyport::sftp
