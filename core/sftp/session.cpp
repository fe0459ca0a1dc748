#include "core/sftp/session.h"

#include "core/guard.h"
#include "core/sftp/session_impl.h"
#include "core/sftp/status.h"

#include <QScopeGuard>

#include <algorithm>
#include <array>
#include <new>

namespace sallyport::sftp {

namespace {

// Type and id: what the shortest request has.
constexpr std::size_t shortestPacket = 5;
// Bytes of a WRITE before its data: length, type, id, handle of 8 bytes, offset, length of the
// data.
constexpr std::size_t writeHead = 4 + 1 + 4 + 4 + 8 + 8 + 4;

// After all others a path may lead elsewhere, or nowhere.
bool keepsPlaces(Type type)
{
    switch (type) {
    case Type::Open:
    case Type::Close:
    case Type::Read:
    case Type::Write:
    case Type::Lstat:
    case Type::Fstat:
    case Type::Opendir:
    case Type::Readdir:
    case Type::Realpath:
    case Type::Stat:
    case Type::Readlink:
        return true;
    default:
        return false;
    }
}

} // namespace

// ---- What a Session is to others ----

Session::Session(FileSystem& files, ActivitySink& activity, Client client, SessionLimits limits,
                 std::shared_ptr<std::atomic<quint32>> transferIds)
    : m_impl(std::make_unique<Impl>(files, activity, std::move(client), std::move(limits),
                                    std::move(transferIds)))
{
}

Session::~Session() = default;

std::size_t Session::receive(std::span<const std::byte> bytes)
{
    return m_impl->receive(bytes);
}

Result<void> Session::run()
{
    return m_impl->run();
}

bool Session::hasWork() const
{
    return m_impl->hasWork();
}

bool Session::owesReplies() const
{
    return m_impl->owesReplies();
}

bool Session::isMidRequest() const
{
    return m_impl->isMidRequest();
}

bool Session::isTransferring() const
{
    return m_impl->isTransferring();
}

std::size_t Session::outputSize() const
{
    return std::as_const(*m_impl).output().size();
}

void Session::swapOutput(Buffer& buffer)
{
    m_impl->output().swap(buffer);
}

void Session::releaseIdleMemory()
{
    m_impl->releaseIdleMemory();
}

void Session::endsBecause(const QString& reason)
{
    m_impl->endsBecause(reason);
}

quint64 Session::bytesReceived() const
{
    return m_impl->bytesReceived();
}

quint64 Session::bytesSent() const
{
    return m_impl->bytesSent();
}

std::optional<Transfer> Session::currentTransfer() const
{
    return m_impl->currentTransfer();
}

std::optional<VirtualPath> Session::lookedAt() const
{
    return m_impl->lookedAt();
}

bool HandleCount::take()
{
    if (m_open.fetch_add(1, std::memory_order_relaxed) < m_limit || !GUARD(handle_total)) {
        if (!m_wider || m_wider->take())
            return true;
    }
    m_open.fetch_sub(1, std::memory_order_relaxed);
    return false;
}

void HandleCount::give()
{
    m_open.fetch_sub(1, std::memory_order_relaxed);
    if (m_wider)
        m_wider->give();
}

// ---- The handler table: adding a request is adding a row ----

const std::vector<Session::Impl::Row>& Session::Impl::rows()
{
    static const std::vector<Row> table{
        {Type::Open, &Impl::onOpen},
        {Type::Close, &Impl::onClose, Names::Handle},
        {Type::Read, &Impl::onRead, Names::Handle},
        {Type::Write, &Impl::onWrite, Names::Handle},
        {Type::Lstat, &Impl::onLstat},
        {Type::Fstat, &Impl::onFstat, Names::Handle},
        {Type::Setstat, &Impl::onSetstat},
        {Type::Fsetstat, &Impl::onFsetstat, Names::Handle},
        {Type::Opendir, &Impl::onOpendir},
        {Type::Readdir, &Impl::onReaddir, Names::Handle},
        {Type::Remove, &Impl::onRemove},
        {Type::Mkdir, &Impl::onMkdir},
        {Type::Rmdir, &Impl::onRmdir},
        {Type::Realpath, &Impl::onRealpath},
        {Type::Stat, &Impl::onStat},
        {Type::Rename, &Impl::onRename},
        {Type::Readlink, &Impl::onReadlink},
        {Type::Symlink, &Impl::onSymlink},
        {Type::Extended, &Impl::onExtended},
    };
    return table;
}

const Session::Impl::Row* Session::Impl::rowOf(Type type)
{
    static const auto byType = [] {
        std::array<const Row*, 256> index{};
        for (const Row& row : rows())
            index[std::size_t(row.type)] = &row;
        return index;
    }();
    return byType[std::size_t(type)];
}

// ---- Framing ----

Session::Impl::Impl(FileSystem& files, ActivitySink& activity, Client client, SessionLimits limits,
                    std::shared_ptr<std::atomic<quint32>> transferIds)
    : m_files(files)
    , m_client(std::move(client))
    , m_limits(std::move(limits))
    , m_journal(files, activity, m_client, m_limits.progressEvery, std::move(transferIds))
{
}

Session::Impl::~Impl()
{
    endJob();
    for (const auto& handle : m_handles.handles()) {
        if (!handle || !handle->file)
            continue;
        try {
            m_journal.transferCutShort(*handle, m_endReason);
        } catch (const std::bad_alloc&) { // the end goes unsaid
        }
    }
    // Also one that was taken for a file when the memory for it ran out.
    while (m_open > 0)
        giveHandle();
}

bool Session::Impl::takesInput() const
{
    return !m_broken && (m_output.size() < m_limits.outputHighWater || !GUARD(reply_limit))
        && m_parkedBytes < m_limits.maxPacket;
}

std::size_t Session::Impl::receive(Bytes bytes)
{
    m_files.keepPlaces(true);
    const auto forgets = qScopeGuard([this] { m_files.keepPlaces(false); });
    std::size_t taken = 0;
    while (taken < bytes.size() && takesInput()) {
        const Bytes rest = bytes.subspan(taken);
        if (m_write)
            taken += feedStream(rest);
        else if (!m_input.isEmpty())
            taken += topUp(rest);
        else
            taken += takeWhole(rest);
    }
    return taken;
}

// How many bytes of `packet` must be together before it can go on: more may be needed then.
std::size_t Session::Impl::needed(Bytes packet)
{
    if (packet.size() < 4 + 1)
        return 4 + 1;
    const std::size_t length = readUint32(packet.data());
    if (length < shortestPacket || (GUARD(packet_length) && length > m_limits.maxPacket)) {
        breakOff(
            length < shortestPacket
                ? QStringLiteral("SFTP packet of %1 bytes").arg(length)
                : QStringLiteral("SFTP packet longer than %1 KiB").arg(m_limits.maxPacket / 1024));
        return 0;
    }
    if (Type(packet[4]) == Type::Write && 4 + length >= writeHead
        && (packet.size() < writeHead || isStreamable(packet)))
        return writeHead;
    return 4 + length;
}

// Whether the data of this WRITE may go to the file as it arrives. Requires its head. One that
// appends is written at once, so that those of two clients do not mix.
bool Session::Impl::isStreamable(Bytes packet) const
{
    Reader fields(packet.first(writeHead).subspan(4 + shortestPacket));
    const QByteArrayView wire = fields.string();
    fields.uint64();
    const std::size_t length = fields.uint32();
    if (!m_initialised || !fields.ok() || wire.size() != 8
        || length > 4 + readUint32(packet.data()) - writeHead)
        return false;
    const OpenHandle* handle = m_handles.find(wire);
    return !handle || (!handle->flags.testFlag(OpenFlag::Append) && !isBlocked(handle->number));
}

// Runs the packet that `bytes` begins with, or keeps what there is of it.
std::size_t Session::Impl::takeWhole(Bytes bytes)
{
    const std::size_t count = needed(bytes);
    if (count == 0)
        return 0;
    if (count > bytes.size()) {
        m_input.append(bytes);
        return bytes.size();
    }
    dispatch(bytes.first(count));
    return count;
}

std::size_t Session::Impl::topUp(Bytes bytes)
{
    std::size_t count = needed(m_input.bytes());
    std::size_t taken = 0;
    if (count > m_input.size()) {
        taken = std::min(count - m_input.size(), bytes.size());
        m_input.append(bytes.first(taken));
        if (count > m_input.size())
            return taken;
        count = needed(m_input.bytes());
    }
    if (count == 0 || count > m_input.size())
        return taken;
    // A WRITE that had to be gathered while a long job ran, and may stream now, has data already.
    Buffer packet;
    packet.swap(m_input);
    dispatch(packet.bytes().first(count));
    const Bytes data = packet.bytes().subspan(count);
    if (!data.empty())
        feedStream(data);
    packet.clear();
    m_input.swap(packet);
    return taken;
}

std::size_t Session::Impl::feedStream(Bytes bytes)
{
    const std::size_t data = std::min(m_write->left, bytes.size());
    writeSome(*m_write, bytes.first(data));
    const std::size_t surplus = std::min(m_write->surplus, bytes.size() - data);
    m_write->surplus -= surplus;
    if (m_write->left == 0 && m_write->surplus == 0) {
        endWrite(*m_write);
        m_write.reset();
    }
    return data + surplus;
}

// `packet` is whole, or the head of a WRITE that streams.
void Session::Impl::dispatch(Bytes packet)
{
    const std::size_t length = readUint32(packet.data());
    if (packet.size() < 4 + length
        || (Type(packet[4]) == Type::Write && packet.size() == writeHead && isStreamable(packet))) {
        Reader fields(packet.subspan(4 + 1));
        const quint32 id = fields.uint32();
        const QByteArrayView wire = fields.string();
        const quint64 offset = fields.uint64();
        const std::size_t data = fields.uint32();
        m_write = beginWrite(id, wire, offset, data);
        m_write->surplus = 4 + length - writeHead - data;
        feedStream({});
        return;
    }
    if (owesReplies()) {
        Parked parked{{}, namesOf(packet), false};
        if (Type(packet[4]) == Type::Close && parked.names.count > 0) {
            cancelJobsOn(parked.names.numbers[0]);
            runParked();
        }
        if (mustWait(parked.names)) {
            parked.packet.assign(packet.begin(), packet.end());
            m_parkedBytes += packet.size() + sizeof(Parked);
            m_parked.push_back(std::move(parked));
            return;
        }
    }
    execute(packet);
}

void Session::Impl::execute(Bytes packet)
{
    Request request{Type(packet[4]), readUint32(packet.data() + 5),
                    Reader(packet.subspan(4 + shortestPacket))};
    if (request.type == Type::Init) {
        onInit(request);
        return;
    }
    if (GUARD(before_init) && !m_initialised) {
        breakOff(QStringLiteral("SFTP request before INIT"));
        return;
    }
    if (const Row* row = rowOf(request.type)) {
        (this->*row->handler)(request);
        if (!keepsPlaces(request.type))
            m_files.keepPlaces(true);
        return;
    }
    writeStatus(m_output, request.id, Status::OpUnsupported, "This request is not known");
}

Result<void> Session::Impl::run()
{
    if (canStep())
        stepJob();
    if (!m_broken)
        runParked();
    if (m_broken)
        return *m_broken;
    return {};
}

bool Session::Impl::hasWork() const
{
    return m_broken || canStep()
        || (!m_job && !m_parked.empty() && m_output.size() < m_limits.outputHighWater);
}

void Session::Impl::breakOff(const QString& message)
{
    if (m_broken)
        return;
    m_broken = Error{ErrorCode::ProtocolViolation, message};
    m_journal.protocolBroken(message, Journal::Outcome::Failed);
}

void Session::Impl::releaseIdleMemory()
{
    if (m_output.isEmpty())
        m_output.release();
    if (m_input.isEmpty())
        m_input.release();
    m_line = {};
}

std::optional<Transfer> Session::Impl::currentTransfer() const
{
    const OpenHandle* handle = m_handles.find(m_current);
    if (!handle || !handle->file)
        return {};
    const Movement& movement = handle->movement;
    const bool isUpload = movement.written > 0;
    Transfer transfer{handle->path, {}, isUpload ? movement.written : movement.read, isUpload};
    if (!isUpload) {
        if (const auto attributes = handle->file->attributes())
            transfer.size = attributes->size;
    }
    return transfer;
}

} // namespace sallyport::sftp
