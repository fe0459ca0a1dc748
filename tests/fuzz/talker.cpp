#include "tests/fuzz/talker.h"

#include "tests/fuzz/fuzz_tree.h"

#include <algorithm>

namespace sallyport::fuzz {

using namespace test;

namespace {

bool isIn(const QList<QByteArray>& list, const QByteArray& one)
{
    return list.contains(one);
}

// What a request may be answered with besides a STATUS; 0: with nothing else.
quint8 replyOf(quint8 type)
{
    switch (type) {
    case 3:
    case 11:
        return HandleReply;
    case 5:
        return DataReply;
    case 7:
    case 8:
    case 17:
        return AttrsReply;
    case 12:
    case 16:
    case 19:
        return NameReply;
    default:
        return 0;
    }
}

} // namespace

Talker::Talker(FileSystem& files, ActivitySink& activity, const sftp::SessionLimits& limits,
               const VirtualPath& home, std::shared_ptr<std::atomic<quint32>> transferIds,
               const Watch& watch)
    : m_watch(watch)
    , m_highWater(limits.outputHighWater)
{
    sftp::Client client;
    client.connection = 1;
    client.user = QStringLiteral("anna");
    client.home = home;
    m_session.emplace(files, activity, client, limits, std::move(transferIds));
}

void Talker::sendInit(Choices& choices)
{
    m_pending += Packet::init();
    feed(choices);
}

QByteArray Talker::handle(Choices& choices) const
{
    const std::size_t kind = choices.below(16);
    if (kind == 15)
        return choices.bytes(choices.below(16));
    if (kind == 14 && !m_closed.isEmpty())
        return m_closed[qsizetype(
            choices.below(std::size_t(std::min(m_closed.size(), qsizetype(256)))))];
    if (m_live.isEmpty())
        return QByteArray(8, '\0');
    return m_live[m_live.size() - 1
                  - qsizetype(choices.below(std::size_t(std::min(m_live.size(), qsizetype(256)))))];
}

void Talker::send(const QByteArray& packet, const Sent& sent, Choices& choices)
{
    if (m_broken)
        return;
    if (!m_loose)
        m_owed.push_back(sent);
    m_pending += packet;
    feed(choices);
}

void Talker::sendAnything(const QByteArray& bytes, Choices& choices)
{
    if (m_broken)
        return;
    m_loose = true;
    m_owed.clear();
    m_pending += bytes;
    feed(choices);
}

void Talker::feed(Choices& choices)
{
    m_told += m_pending;
    // More often than not all at once: what is cut is cut somewhere.
    const std::size_t cut = choices.below(4) == 3 ? 1 + choices.number(2) : 0;
    const bool reads = choices.below(8) != 7;
    while (!m_pending.isEmpty() && !m_broken) {
        const auto left = std::size_t(m_pending.size());
        const std::size_t piece = cut == 0 ? left : std::min(cut, left);
        if (give(piece) < piece) {
            if (!reads)
                return; // the client does not read; its requests wait with it
            settle();
        }
    }
    if (reads)
        readReplies();
}

// Offers so many bytes of what is to be sent; how many were taken.
std::size_t Talker::give(std::size_t count)
{
    const auto all = std::as_bytes(std::span(m_pending.data(), std::size_t(m_pending.size())));
    const auto piece = all.first(std::min(count, all.size()));
    const std::size_t taken = m_session->receive(piece);
    demand(taken <= piece.size(), "more was taken than was offered");
    m_pending.remove(0, qsizetype(taken));
    turn();
    return taken;
}

bool Talker::turn()
{
    if (m_broken || !m_session)
        return false;
    if (const auto done = m_session->run(); !done) {
        demand(done.error().code == ErrorCode::ProtocolViolation, "a session ended for no reason");
        m_broken = true;
        const std::byte more[1]{};
        demand(m_session->receive(more) == 0, "a session that is over takes more");
        return false;
    }
    return m_session->hasWork();
}

void Talker::settle()
{
    for (int turns = 0;; ++turns) {
        demand(turns < 10'000, "a session never comes to rest");
        readReplies();
        if (turn())
            continue;
        readReplies();
        if (m_broken || !m_session || m_pending.isEmpty())
            return;
        demand(give(std::size_t(m_pending.size())) > 0 || m_broken, "a session is stuck");
    }
}

void Talker::readReplies()
{
    if (!m_session)
        return;
    demand(m_session->outputSize() <= m_highWater + 300 * 1024, "more replies wait than may");
    m_session->swapOutput(m_output);
    const QByteArray bytes(reinterpret_cast<const char*>(m_output.bytes().data()),
                           qsizetype(m_output.size()));
    m_output.clear();
    for (const QByteArray& secret : {secretContent, secretName})
        demand(!bytes.contains(secret) || m_told.contains(secret), "a secret was told");
    for (const Reply& reply : parseReplies(bytes))
        note(reply);
}

void Talker::note(const Reply& reply)
{
    demand(reply.type != 0, "a reply is malformed");
    if (m_listener)
        m_listener(reply);
    if (reply.type == StatusReply) {
        demand(reply.status <= BadMessage || reply.status == OpUnsupported,
               "a status that version 3 does not have");
        demand(!reply.message.isEmpty() && reply.language == "en", "a status without words");
    }
    if (reply.type == HandleReply) {
        demand(reply.handle.size() == 8, "a handle has another length");
        demand(!isIn(m_live, reply.handle) && !isIn(m_closed, reply.handle),
               "a handle was given twice");
        m_live.append(reply.handle);
    }
    for (const ReplyName& name : reply.names)
        demand(!name.name.contains('\0') && (reply.names.size() == 1 || !name.name.contains('/')),
               "a name that is none");
    if (m_loose || reply.type == VersionReply)
        return;

    const auto found = std::find_if(m_owed.begin(), m_owed.end(),
                                    [&](const Sent& sent) { return sent.id == reply.id; });
    demand(found != m_owed.end(), "a reply to nothing");
    for (auto before = m_owed.begin(); before != found; ++before) {
        for (const QByteArray& handle : before->handles)
            demand(!isIn(found->handles, handle), "the order on a handle is lost");
    }
    const Sent sent = *found;
    m_owed.erase(found);
    demandFits(sent, reply);
}

void Talker::demandFits(const Sent& sent, const Reply& reply)
{
    const bool isStatus = reply.type == StatusReply;
    const bool succeeded = !isStatus || reply.status == Ok || reply.status == EndOfFile;
    if (sent.type != 200)
        demand(isStatus || reply.type == replyOf(sent.type), "a reply of another kind");
    demand(!isStatus || reply.status != Ok || replyOf(sent.type) == 0,
           "a success without what was asked for");
    demand(!isStatus || reply.status != EndOfFile || sent.mayEnd, "an end of no file");
    for (const QByteArray& handle : sent.handles)
        demand(!succeeded || isIn(m_live, handle), "a handle that is closed still works");
    if (sent.type == 4 && m_live.removeOne(sent.handles.value(0)))
        m_closed.append(sent.handles.value(0));
    if (sent.type == 5 && reply.type == DataReply)
        demandRead(sent, reply);
    if (sent.type == 6 && isStatus && reply.status == Ok)
        demandWritten(sent);
}

void Talker::demandRead(const Sent& sent, const Reply& reply) const
{
    demand(quint64(reply.data.size()) <= sent.length, "more was read than was asked for");
    if (sent.length == 0)
        return;
    const auto& reads = m_watch.reads;
    demand(std::any_of(reads.rbegin(), reads.rend(),
                       [&](const Watch::Moved& read) {
                           return read.offset == sent.offset && read.bytes == reply.data;
                       }),
           "other bytes were sent than the storage gave");
}

// One write after the other, and together what was sent.
void Talker::demandWritten(const Sent& sent) const
{
    if (sent.data.isEmpty())
        return;
    const auto& writes = m_watch.writes;
    for (std::size_t start = 0; start < writes.size(); ++start) {
        quint64 next = sent.offset;
        QByteArrayView rest(sent.data);
        for (std::size_t at = start; at < writes.size() && !rest.isEmpty(); ++at) {
            const QByteArray& bytes = writes[at].bytes;
            if (writes[at].offset != next || bytes.size() > rest.size()
                || rest.first(bytes.size()) != bytes)
                continue;
            rest = rest.sliced(bytes.size());
            next += quint64(bytes.size());
        }
        if (rest.isEmpty())
            return;
    }
    demand(false, "bytes that were acknowledged were not written");
}

void Talker::end()
{
    m_session.reset();
}

} // namespace sallyport::fuzz
