#include "tests/support/packets.h"

#include "tests/support/host_words.h"

#include <QtEndian>

namespace sallyport::test {

namespace wire {

QByteArray uint32(quint32 value)
{
    QByteArray bytes(4, Qt::Uninitialized);
    qToBigEndian(value, bytes.data());
    return bytes;
}

QByteArray uint64(quint64 value)
{
    QByteArray bytes(8, Qt::Uninitialized);
    qToBigEndian(value, bytes.data());
    return bytes;
}

QByteArray string(const QByteArray& bytes)
{
    return uint32(quint32(bytes.size())) + bytes;
}

} // namespace wire

using wire::string;
using wire::uint32;
using wire::uint64;

namespace {

// Takes fields from the front; `good` is false once one was cut.
struct Fields {
    QByteArrayView rest;
    bool good = true;

    QByteArrayView take(qsizetype count)
    {
        if (count > rest.size()) {
            good = false;
            count = rest.size();
        }
        const QByteArrayView taken = rest.first(count);
        rest = rest.sliced(count);
        return taken;
    }
    quint32 number()
    {
        const QByteArrayView bytes = take(4);
        return bytes.size() == 4 ? qFromBigEndian<quint32>(bytes.data()) : 0;
    }
    quint64 longNumber()
    {
        const QByteArrayView bytes = take(8);
        return bytes.size() == 8 ? qFromBigEndian<quint64>(bytes.data()) : 0;
    }
    QByteArrayView view() { return take(number()); }
    QByteArray string() { return view().toByteArray(); }
    WireAttributes attributes()
    {
        WireAttributes found;
        const quint32 flags = number();
        if (flags & 1)
            found.size = longNumber();
        if (flags & 2) {
            const quint32 uid = number();
            found.owner = {uid, number()};
        }
        if (flags & 4)
            found.permissions = number();
        if (flags & 8) {
            const quint32 accessed = number();
            found.times = {accessed, number()};
        }
        good = good && flags < 16;
        return found;
    }
};

Reply parseReply(QByteArrayView packet)
{
    Fields fields{packet};
    Reply reply;
    reply.size = std::size_t(packet.size()) + 4;
    reply.type = quint8(fields.take(1).at(0));
    reply.id = fields.number();
    if (reply.type != DataReply)
        reply.payload = fields.rest.toByteArray();
    switch (reply.type) {
    case StatusReply:
        reply.status = fields.number();
        reply.message = fields.string();
        reply.language = fields.string();
        break;
    case HandleReply:
        reply.handle = fields.string();
        break;
    case DataReply:
        reply.data = fields.string();
        break;
    case AttrsReply:
        reply.attributes = fields.attributes();
        break;
    case NameReply:
        for (quint32 left = fields.number(); left > 0 && fields.good; --left) {
            ReplyName name;
            name.name = fields.string();
            name.longName = fields.string();
            name.attributes = fields.attributes();
            reply.names += name;
        }
        break;
    case VersionReply:
    case ExtendedReply:
        fields.rest = {};
        break;
    default:
        fields.good = false;
    }
    if (!fields.good || !fields.rest.isEmpty())
        reply.type = 0;
    hostwords::check(reply, packet);
    return reply;
}

} // namespace

QByteArray WireAttributes::bytes() const
{
    QByteArray bytes =
        uint32((size ? 1U : 0) | (owner ? 2U : 0) | (permissions ? 4U : 0) | (times ? 8U : 0));
    if (size)
        bytes += uint64(*size);
    if (owner)
        bytes += uint32(owner->first) + uint32(owner->second);
    if (permissions)
        bytes += uint32(*permissions);
    if (times)
        bytes += uint32(times->first) + uint32(times->second);
    return bytes;
}

QByteArray Packet::make(quint8 type, const QByteArray& body)
{
    return string(QByteArray(1, char(type)) + body);
}

QByteArray Packet::request(quint8 type, quint32 id, const QByteArray& fields)
{
    return make(type, uint32(id) + fields);
}

QByteArray Packet::extended(quint32 id, const QByteArray& name, const QByteArray& fields)
{
    return request(200, id, string(name) + fields);
}

QByteArray Packet::init(quint32 version)
{
    return make(1, uint32(version));
}

QByteArray Packet::open(quint32 id, const QByteArray& path, quint32 flags,
                        const WireAttributes& attributes)
{
    return request(3, id, string(path) + uint32(flags) + attributes.bytes());
}

QByteArray Packet::close(quint32 id, const QByteArray& handle)
{
    return request(4, id, string(handle));
}

QByteArray Packet::read(quint32 id, const QByteArray& handle, quint64 offset, quint32 length)
{
    return request(5, id, string(handle) + uint64(offset) + uint32(length));
}

QByteArray Packet::write(quint32 id, const QByteArray& handle, quint64 offset,
                         const QByteArray& data)
{
    return request(6, id, string(handle) + uint64(offset) + string(data));
}

QByteArray Packet::lstat(quint32 id, const QByteArray& path)
{
    return request(7, id, string(path));
}

QByteArray Packet::fstat(quint32 id, const QByteArray& handle)
{
    return request(8, id, string(handle));
}

QByteArray Packet::setstat(quint32 id, const QByteArray& path, const WireAttributes& attributes)
{
    return request(9, id, string(path) + attributes.bytes());
}

QByteArray Packet::fsetstat(quint32 id, const QByteArray& handle, const WireAttributes& attributes)
{
    return request(10, id, string(handle) + attributes.bytes());
}

QByteArray Packet::opendir(quint32 id, const QByteArray& path)
{
    return request(11, id, string(path));
}

QByteArray Packet::readdir(quint32 id, const QByteArray& handle)
{
    return request(12, id, string(handle));
}

QByteArray Packet::remove(quint32 id, const QByteArray& path)
{
    return request(13, id, string(path));
}

QByteArray Packet::mkdir(quint32 id, const QByteArray& path, const WireAttributes& attributes)
{
    return request(14, id, string(path) + attributes.bytes());
}

QByteArray Packet::rmdir(quint32 id, const QByteArray& path)
{
    return request(15, id, string(path));
}

QByteArray Packet::realpath(quint32 id, const QByteArray& path)
{
    return request(16, id, string(path));
}

QByteArray Packet::stat(quint32 id, const QByteArray& path)
{
    return request(17, id, string(path));
}

QByteArray Packet::rename(quint32 id, const QByteArray& from, const QByteArray& to)
{
    return request(18, id, string(from) + string(to));
}

QByteArray Packet::readlink(quint32 id, const QByteArray& path)
{
    return request(19, id, string(path));
}

QByteArray Packet::symlink(quint32 id, const QByteArray& target, const QByteArray& link)
{
    return request(20, id, string(target) + string(link));
}

QByteArray Packet::copyData(quint32 id, const QByteArray& from, quint64 fromOffset, quint64 length,
                            const QByteArray& to, quint64 toOffset)
{
    return extended(id, "copy-data",
                    string(from) + uint64(fromOffset) + uint64(length) + string(to)
                        + uint64(toOffset));
}

QByteArray Packet::checkFile(quint32 id, const QByteArray& extension,
                             const QByteArray& handleOrPath, const QByteArray& algorithms,
                             quint64 offset, quint64 length, quint32 block)
{
    return extended(id, extension,
                    string(handleOrPath) + string(algorithms) + uint64(offset) + uint64(length)
                        + uint32(block));
}

QList<Reply> parseReplies(const QByteArray& bytes)
{
    QList<Reply> replies;
    Fields fields{bytes};
    while (!fields.rest.isEmpty()) {
        const QByteArrayView packet = fields.view();
        if (!fields.good || packet.size() < 5)
            return replies << Reply();
        replies << parseReply(packet);
    }
    return replies;
}

QByteArray exchangeBytes(sftp::Session& session, const QByteArray& bytes)
{
    hostwords::said(bytes);
    QByteArray replies;
    sftp::Buffer output;
    auto rest = std::as_bytes(std::span(bytes.data(), std::size_t(bytes.size())));
    for (bool moved = true; moved;) {
        const std::size_t taken = session.receive(rest);
        rest = rest.subspan(taken);
        const bool alive = session.run().has_value();
        session.swapOutput(output);
        replies.append(QByteArrayView(output.bytes().data(), qsizetype(output.size())));
        moved = alive && (taken > 0 || !output.isEmpty() || session.hasWork());
        output.clear();
    }
    return replies;
}

QList<Reply> exchange(sftp::Session& session, const QByteArray& bytes)
{
    return parseReplies(exchangeBytes(session, bytes));
}

Talk::Talk(FileSystem& files, sftp::SessionLimits limits, sftp::Client client)
{
    session.emplace(files, sink, std::move(client), std::move(limits));
    exchange(Packet::init());
}

Reply Talk::ask(const QByteArray& packet)
{
    const QList<Reply> replies = exchange(packet);
    return replies.size() == 1 ? replies.first() : Reply();
}

QByteArray Talk::opened(const QByteArray& path, quint32 flags)
{
    return ask(Packet::open(1, path, flags)).handle;
}

QByteArray Talk::openedFolder(const QByteArray& path)
{
    return ask(Packet::opendir(1, path)).handle;
}

} // namespace sallyport::test
