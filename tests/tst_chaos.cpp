// Clients, a storage and a clock that do as they please, by a seed: whatever comes together, what
// must always hold holds, and the same seed is the same story.
#include "tests/fuzz/event_watch.h"
#include "tests/fuzz/fuzz_tree.h"
#include "tests/fuzz/request_maker.h"
#include "tests/fuzz/talker.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/virtual_clock.h"

#include "core/fs/system_error.h"

#include <QTest>

#include "tests/support/rows.h"

#include <cerrno>
#include <random>

using namespace sallyport;
using namespace sallyport::test;
using namespace std::chrono_literals;

namespace {

using Random = std::mt19937_64; // the standard fixes its numbers

// Bytes for the decisions of fuzz::Choices.
std::vector<std::byte> bytesFrom(Random& random, std::size_t count)
{
    std::vector<std::byte> bytes(count);
    for (std::byte& one : bytes)
        one = std::byte(random() & 0xff);
    return bytes;
}

class Story {
public:
    explicit Story(quint64 seed)
        : m_random(seed)
    {
    }

    // What happened, line by line. Throws fuzz::Unmet.
    QByteArray tell()
    {
        fuzz::Watch watch;
        fuzz::EventWatch events;
        events.setListener([this](const ActivityEvent& event) { note(event); });
        const auto files = fuzz::makeTree(
            ShareTree::Layout::Named, watch,
            [this](std::unique_ptr<FileSystem> storage) { return spoilt(std::move(storage)); });
        sftp::SessionLimits limits;
        limits.maxHandles = 16;
        limits.handles = std::make_shared<sftp::HandleCount>(24);
        limits.checkFile = std::make_shared<sftp::HandleCount>(1);
        const auto ids = std::make_shared<std::atomic<quint32>>(0);
        std::vector<std::unique_ptr<fuzz::Talker>> clients(2);
        const auto connect = [&](std::size_t which) {
            clients[which] =
                std::make_unique<fuzz::Talker>(*files, events, limits, VirtualPath(), ids, watch);
            clients[which]->setListener(
                [this, which](const Reply& reply) { note(int(which), reply); });
            const auto bytes = bytesFrom(m_random, 4);
            fuzz::Choices choices(bytes);
            clients[which]->sendInit(choices);
        };
        connect(0);
        connect(1);
        for (int step = 0; step < 150; ++step) {
            const std::size_t which = below(2);
            const quint64 what = below(40);
            if (what == 0) { // in the middle of whatever it was
                say("client " + QByteArray::number(qsizetype(which)) + " vanishes");
                clients[which]->end();
                connect(which);
            } else if (what == 1) {
                const auto years = qint64(below(21)) - 10;
                say("the wall clock jumps " + QByteArray::number(years) + " years");
                m_clock.jump(std::chrono::seconds(years * 31'557'600));
            } else if (what == 2) {
                m_clock.pass(std::chrono::hours(below(1000)));
            } else if (what == 3) {
                clients[which]->settle();
            } else {
                const auto bytes = bytesFrom(m_random, 64);
                fuzz::Choices choices(bytes);
                fuzz::RequestMaker maker(choices, fuzz::Manners::Good);
                maker.sendOne(*clients[which]);
            }
            if (clients[which]->isOver()) {
                clients[which]->end();
                connect(which);
            }
        }
        for (const auto& client : clients)
            client->settle();
        for (const auto& client : clients)
            client->end();
        fuzz::demand(limits.handles->open() == 0, "handles are counted that are gone");
        fuzz::demand(watch.open == 0, "files stay open");
        events.demandAllEnded();
        return m_lines;
    }

private:
    quint64 below(quint64 count) { return m_random() % count; }
    void say(const QByteArray& line) { m_lines += line + '\n'; }

    void note(const ActivityEvent& event)
    {
        const qint64 elapsed = event.elapsed ? event.elapsed->count() : 0;
        fuzz::demand(elapsed >= 0, "something took less than no time");
        fuzz::demand(event.at == QDateTime::currentDateTimeUtc(), "an event is of another time");
        say("event " + QByteArray::number(int(event.kind)) + ' '
            + QByteArray::number(int(*event.outcome)) + ' ' + QByteArray::number(event.id) + ' '
            + (event.path ? event.path->bytes().toPercentEncoding() : QByteArray()) + ' '
            + QByteArray::number(event.bytes.value_or(-1)) + ' ' + QByteArray::number(elapsed) + ' '
            + QByteArray::number(event.at.toMSecsSinceEpoch()));
    }
    // Of a handle only that there was one: its number is another each time.
    void note(int client, const Reply& reply)
    {
        const QByteArray said =
            reply.type == HandleReply ? QByteArray() : reply.payload + reply.data;
        say("reply " + QByteArray::number(client) + ' ' + QByteArray::number(reply.type) + ' '
            + QByteArray::number(reply.id) + ' ' + QByteArray::number(reply.status) + ' '
            + reply.message + ' ' + QByteArray::number(qHash(said, 0)));
    }

    std::unique_ptr<FileSystem> spoilt(std::unique_ptr<FileSystem> storage)
    {
        auto files = std::make_unique<FaultyFileSystem>(std::move(storage));
        FaultyFileSystem::Whims whims;
        whims.fails = [this](Call) -> std::optional<Error> {
            const quint64 what = below(12);
            if (what == 0) {
                constexpr int errors[] = {EIO,    ENOSPC, EACCES, EROFS,  ESTALE,
                                          EMFILE, EINTR,  EDQUOT, ENOENT, EBUSY};
                const int error = errors[below(std::size(errors))];
                say("the storage fails with " + QByteArray::number(error));
                return systemError(error, QStringLiteral("Inbox"));
            }
            if (what < 3) // a disk that wakes up, a network that does not answer
                m_clock.pass(std::chrono::milliseconds(below(30'000)));
            return std::nullopt;
        };
        whims.bytes = [this](Call call, std::size_t asked) -> std::size_t {
            if (below(call == Call::Read ? 4 : 16) != 0)
                return asked;
            return call == Call::Read ? 1 + below(asked) : below(asked);
        };
        files->setWhims(std::move(whims));
        return files;
    }

    Random m_random;
    VirtualClock m_clock;
    QByteArray m_lines;
};

// The story of a seed; or why it is none.
QByteArray storyOf(quint64 seed)
{
    try {
        return Story(seed).tell();
    } catch (const fuzz::Unmet& unmet) {
        return QByteArray("UNMET ") + unmet.what();
    }
}

} // namespace

class TestChaos : public QObject {
    Q_OBJECT
private slots:
    void everythingHoldsWhateverComesTogether();
    void theSameSeedIsTheSameStory();
    void theClockIsTheTests();
};

void TestChaos::everythingHoldsWhateverComesTogether()
{
    ROW("G-41");
    // Full: 10,000 seeds.
    const quint64 seeds = qEnvironmentVariableIsSet("SALLYPORT_FULL") ? 10'000 : 200;
    QSet<QByteArray> seen;
    qsizetype failures = 0, jumps = 0, vanished = 0, cutShort = 0;
    for (quint64 seed = 1; seed <= seeds; ++seed) {
        const QByteArray story = storyOf(seed);
        if (story.startsWith("UNMET"))
            qInfo("seed %llu", seed);
        QVERIFY2(!story.startsWith("UNMET"), story.constData());
        failures += story.count("the storage fails");
        jumps += story.count("the wall clock jumps");
        vanished += story.count("vanishes");
        cutShort += story.count(" 5 "); // Outcome::CutShort
        seen.insert(QCryptographicHash::hash(story, QCryptographicHash::Sha256));
    }
    qInfo("%lld failures, %lld jumps of the clock, %lld clients that vanished", qint64(failures),
          qint64(jumps), qint64(vanished));
    QVERIFY(failures > qsizetype(seeds) && jumps > 0 && vanished > 0 && cutShort > 0);
    QCOMPARE(seen.size(), qsizetype(seeds)); // no two seeds tell the same
}

void TestChaos::theSameSeedIsTheSameStory()
{
    ROW("G-41");
    // Full: 1,000 seeds.
    const quint64 seeds = qEnvironmentVariableIsSet("SALLYPORT_FULL") ? 1'000 : 50;
    for (quint64 seed = 1; seed <= seeds; ++seed) {
        const QByteArray first = storyOf(seed), second = storyOf(seed);
        const QList<QByteArray> one = first.split('\n'), other = second.split('\n');
        QCOMPARE(one.size(), other.size());
        for (qsizetype i = 0; i < one.size(); ++i)
            QCOMPARE(one[i], other[i]);
    }
}

// In Qt and in the standard library, on this thread, while there is one.
void TestChaos::theClockIsTheTests()
{
    ROW("G-41");
    {
        VirtualClock clock;
        const auto steady = std::chrono::steady_clock::now();
        const QDateTime wall = QDateTime::currentDateTimeUtc();
        clock.pass(90min);
        QCOMPARE(std::chrono::steady_clock::now() - steady, std::chrono::nanoseconds(90min));
        QCOMPARE(wall.secsTo(QDateTime::currentDateTimeUtc()), qint64(90 * 60));
        clock.jump(-1h);
        QCOMPARE(std::chrono::steady_clock::now() - steady, std::chrono::nanoseconds(90min));
        QCOMPARE(wall.secsTo(QDateTime::currentDateTimeUtc()), qint64(30 * 60));
        QCOMPARE(QDateTime::currentSecsSinceEpoch(), QDateTime::currentMSecsSinceEpoch() / 1000);
    }
    const auto before = std::chrono::steady_clock::now();
    QTRY_VERIFY(std::chrono::steady_clock::now() > before);
    QVERIFY(QDateTime::currentDateTimeUtc().date().year() >= 2024);
}

QTEST_GUILESS_MAIN(TestChaos)
#include "tst_chaos.moc"
