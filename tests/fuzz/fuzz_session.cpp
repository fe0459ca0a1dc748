// sftp::Session over shares of every access: an input is a client's doings, or a recorded stream of
// requests, or any bytes at all.
#include "tests/fuzz/choices.h"
#include "tests/fuzz/event_watch.h"
#include "tests/fuzz/fuzz_tree.h"
#include "tests/fuzz/request_maker.h"
#include "tests/fuzz/talker.h"

#include <QtEndian>

#include <array>

namespace sallyport::fuzz {

using namespace test;

namespace {

enum class Kind { Requests, Stream, Bytes };

sftp::SessionLimits limitsFrom(Choices& choices)
{
    constexpr std::array<std::size_t, 4> highWaters{512 * 1024, 4096, 200, 1};
    constexpr std::array<int, 4> handles{256, 8, 2, 1};
    sftp::SessionLimits limits;
    limits.outputHighWater = highWaters[choices.below(highWaters.size())];
    limits.maxHandles = handles[choices.below(handles.size())];
    if (choices.isOneIn(4))
        limits.maxPacket = 1024;
    limits.progressEvery = std::chrono::milliseconds(0);
    return limits;
}

// The requests of a recorded client, its handles replaced by those given now, in their order.
class Replay {
public:
    explicit Replay(QByteArray stream)
        : m_rest(std::move(stream))
    {
    }
    // The next packet; the rest, as it is, when there is none.
    QByteArray next(const QList<QByteArray>& live)
    {
        const auto size = m_rest.size() < 5 ? 0 : qFromBigEndian<quint32>(m_rest.constData());
        if (size < 1 || size > 300'000 || m_rest.size() < 4 + qsizetype(size))
            return std::exchange(m_rest, {});
        QByteArray packet = m_rest.first(4 + qsizetype(size));
        m_rest.remove(0, packet.size());
        const auto type = quint8(packet[4]);
        qsizetype at = 9;
        if (type == 200)
            at += 4 + lengthAt(packet, at);
        constexpr std::array<quint8, 7> naming{4, 5, 6, 8, 10, 12, 200};
        if (std::find(naming.begin(), naming.end(), type) == naming.end()
            || lengthAt(packet, at) != 8)
            return packet;
        rebind(packet, at + 4, live);
        // copy-data names a second one behind two numbers.
        if (type == 200 && lengthAt(packet, at + 4 + 8 + 16) == 8)
            rebind(packet, at + 4 + 8 + 16 + 4, live);
        return packet;
    }
    bool isDone() const { return m_rest.isEmpty(); }

private:
    static qsizetype lengthAt(const QByteArray& packet, qsizetype at)
    {
        return at >= 0 && at + 4 <= packet.size()
            ? qsizetype(qFromBigEndian<quint32>(packet.constData() + at))
            : -1;
    }
    void rebind(QByteArray& packet, qsizetype at, const QList<QByteArray>& live)
    {
        if (at + 8 > packet.size())
            return;
        const QByteArray recorded = packet.mid(at, 8);
        if (!m_bound.contains(recorded) && !live.isEmpty())
            m_bound.insert(recorded, live.last());
        packet.replace(at, 8, m_bound.value(recorded, recorded));
        if (packet[4] == 4)
            m_bound.remove(recorded); // the number may be given again
    }

    QByteArray m_rest;
    QHash<QByteArray, QByteArray> m_bound;
};

} // namespace

void session(Input input)
{
    Choices choices(input);
    const auto kind = Kind(choices.below(3));
    const auto limits = limitsFrom(choices);
    const auto layout = kind == Kind::Stream ? ShareTree::Layout::Single : ShareTree::Layout::Named;
    const VirtualPath home =
        kind != Kind::Stream && choices.isOneIn(4) ? *VirtualPath::parse("/full") : VirtualPath();

    Watch watch;
    EventWatch events;
    const auto files = makeTree(layout, watch);
    const auto count = std::make_shared<sftp::HandleCount>(limits.maxHandles * 3 / 2 + 1);
    const auto hashing = std::make_shared<sftp::HandleCount>(1);
    sftp::SessionLimits common = limits;
    common.handles = count;
    common.checkFile = hashing;
    const auto ids = std::make_shared<std::atomic<quint32>>(0);
    {
        std::array<Talker, 2> talkers{Talker(*files, events, common, home, ids, watch),
                                      Talker(*files, events, common, home, ids, watch)};
        if (kind == Kind::Stream) {
            Replay replay(choices.rest());
            Choices none({});
            while (!replay.isDone() && !talkers[0].isOver())
                talkers[0].sendAnything(replay.next(talkers[0].live()), none);
        } else if (kind == Kind::Bytes) {
            const quint8 pieces = choices.byte();
            if (pieces % 2 == 0)
                talkers[0].sendInit(choices);
            while (!choices.isEmpty() && !talkers[0].isOver())
                talkers[0].sendAnything(choices.bytes(pieces / 2 + 1), choices);
        } else {
            for (Talker& talker : talkers)
                talker.sendInit(choices);
            RequestMaker maker(choices);
            while (!choices.isEmpty())
                maker.sendOne(talkers[choices.isOneIn(4) ? 1 : 0]);
        }
        for (Talker& talker : talkers)
            talker.settle();
        int open = 0;
        for (const Talker& talker : talkers)
            open += int(talker.live().size());
        if (!talkers[0].isLoose() && !talkers[1].isLoose() && !talkers[0].isOver()
            && !talkers[1].isOver()) {
            demand(talkers[0].owesNothing() && talkers[1].owesNothing(), "a reply is missing");
            demand(open == count->open() && open >= watch.open, "the handles are miscounted");
        }
        for (Talker& talker : talkers)
            talker.end();
    }
    demand(count->open() == 0 && hashing->open() == 0, "handles are counted that are gone");
    demand(watch.open == 0, "files stay open");
    events.demandAllEnded();
}

} // namespace sallyport::fuzz
