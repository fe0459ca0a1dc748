#include "tests/support/mutations.h"

#include <QtEndian>

namespace sallyport::test {

namespace {

constexpr quint32 maxPacket = 256 * 1024; // bytes, the length not included

quint32 numberAt(const QByteArray& bytes, qsizetype at)
{
    return qFromBigEndian<quint32>(bytes.constData() + at);
}

void putNumber(QByteArray& bytes, qsizetype at, quint32 number)
{
    qToBigEndian(number, bytes.data() + at);
}

// Where each whole packet begins, and where the last one ends.
QList<qsizetype> packetStarts(const QByteArray& session)
{
    QList<qsizetype> starts{0};
    while (starts.last() + 5 <= session.size()) {
        const quint32 length = numberAt(session, starts.last());
        if (length < 1 || length > maxPacket || starts.last() + 4 + length > session.size())
            break;
        starts.append(starts.last() + 4 + length);
    }
    return starts;
}

} // namespace

quint32 Mutator::wrongNumber(quint32 right)
{
    const quint32 wrong[] = {
        0,          1,          right - 1, right + 1,     right * 2,          0x7fffffff,
        0x80000000, 0xffffffff, maxPacket, maxPacket + 1, quint32(m_random())};
    return wrong[below(int(std::size(wrong)))];
}

void Mutator::mutate(QByteArray& session, const QByteArray& other)
{
    for (int mistakes = 1 + below(4); mistakes > 0; --mistakes)
        once(session, other);
}

void Mutator::once(QByteArray& session, const QByteArray& other)
{
    const auto starts = packetStarts(session);
    const int packets = int(starts.size()) - 1;
    if (session.isEmpty() || packets < 1)
        return;
    const int chosen = below(packets);
    const qsizetype begin = starts[chosen], size = starts[chosen + 1] - begin;
    const qsizetype anywhere = below(int(session.size()));
    static const QByteArray evil[] = {"..", "/", QByteArray("\0", 1), "\x1b[2J", "\n", "~", "\xff"};
    switch (below(14)) {
    case 0:
        session[anywhere] = char(session[anywhere] ^ (1 << below(8)));
        break;
    case 1:
        session[anywhere] = char(below(256));
        break;
    case 2:
        session.insert(anywhere, QByteArray(1 + below(20), char(below(256))));
        break;
    case 3:
        session.remove(anywhere, 1 + below(20));
        break;
    case 4:
        session.truncate(anywhere);
        break;
    case 5: // a packet twice, at once or later
        session.insert(starts[chosen + below(packets - chosen + 1)], session.mid(begin, size));
        break;
    case 6:
        session.remove(begin, size);
        break;
    case 7: { // a packet at another place
        const QByteArray packet = session.mid(begin, size);
        session.remove(begin, size);
        const auto left = packetStarts(session);
        session.insert(left[below(int(left.size()))], packet);
        break;
    }
    case 8:
        putNumber(session, begin, wrongNumber(quint32(size - 4)));
        break;
    case 9: // any number of a packet: an id, the length of a string, flags, an offset
        if (size > 9) {
            const qsizetype at = begin + 5 + below(int(size - 8));
            putNumber(session, at, wrongNumber(numberAt(session, at)));
        }
        break;
    case 10: // another type: another request with these fields
        session[begin + 4] = char(below(4) == 0 ? below(256) : 1 + below(20));
        break;
    case 11:
        if (size > 9)
            putNumber(session, begin + 5, quint32(below(50)));
        break;
    case 12: { // something evil for a part of a name, the packet as long as before
        const QByteArray& with = evil[below(int(std::size(evil)))];
        if (size > 13 + with.size())
            session.replace(begin + 13 + below(int(size - 13 - with.size())), with.size(), with);
        break;
    }
    default: { // what another client says there
        const auto theirs = packetStarts(other);
        if (theirs.size() > 1) {
            const int taken = below(int(theirs.size()) - 1);
            session.replace(begin, size,
                            other.mid(theirs[taken], theirs[taken + 1] - theirs[taken]));
        }
    }
    }
}

QList<Request> requestsIn(const QByteArray& session)
{
    QList<Request> requests;
    const auto starts = packetStarts(session);
    for (qsizetype i = 0; i + 1 < starts.size(); ++i) {
        Request request;
        request.type = quint8(session[starts[i] + 4]);
        request.hasId = starts[i + 1] - starts[i] >= 9;
        if (request.hasId)
            request.id = numberAt(session, starts[i] + 5);
        requests.append(request);
    }
    return requests;
}

qsizetype packetEnd(const QByteArray& session, qsizetype at)
{
    for (const qsizetype start : packetStarts(session)) {
        if (start > at)
            return start;
    }
    return session.size();
}

bool mayBeAnswered(quint8 type, const Reply& reply)
{
    if (reply.type == StatusReply) {
        const bool isKnown = reply.status <= BadMessage || reply.status == OpUnsupported;
        const bool mayBeOk =
            (type == 4 || type == 6 || type == 9 || type == 10 || (type >= 13 && type <= 15)
             || type == 18 || type == 20 || type == 200);
        const bool mayEnd = type == 5 || type == 12; // READ, READDIR
        const bool isKnownType = (type >= 3 && type <= 20) || type == 200;
        if (!isKnown || reply.message.isEmpty() || reply.language != "en")
            return false;
        if (!isKnownType)
            return reply.is(OpUnsupported);
        return (mayBeOk || !reply.is(Ok)) && (mayEnd || !reply.is(EndOfFile));
    }
    switch (type) {
    case 3:  // OPEN
    case 11: // OPENDIR
        return reply.type == HandleReply && reply.handle.size() == 8;
    case 5: // READ
        return reply.type == DataReply && reply.data.size() <= 255 * 1024;
    case 7:  // LSTAT
    case 8:  // FSTAT
    case 17: // STAT
        return reply.type == AttrsReply;
    case 12: // READDIR
        return reply.type == NameReply && !reply.names.isEmpty() && reply.names.size() <= 100;
    case 16: // REALPATH
    case 19: // READLINK
        return reply.type == NameReply && reply.names.size() == 1;
    case 200: // EXTENDED; expand-path answers with a name
        return reply.type == ExtendedReply || (reply.type == NameReply && reply.names.size() == 1);
    default:
        return false;
    }
}

} // namespace sallyport::test
