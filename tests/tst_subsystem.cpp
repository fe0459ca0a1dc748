#include "core/memory_file_system.h"
#include "core/subsystem.h"
#include "tests/support/packets.h"

#include <QTest>

#include <atomic>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

namespace {

// A subsystem on a thread of its own, and this side of its input and output.
class Process {
public:
    explicit Process(FileSystem& files, ActivitySink* sink = nullptr,
                     const sftp::Client& client = {})
    {
        // The input is a socket, so that what is sent too late raises no signal here.
        int in[2], out[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) != 0
            || pipe2(out, O_CLOEXEC) != 0)
            qFatal("no pipes");
        m_in = in[1];
        m_out = out[0];
        m_thread = std::thread([this, &files, sink, client, theirIn = in[0], theirOut = out[1]] {
            m_code = runSubsystem(files, theirIn, theirOut, sink, client);
            m_wasBlocking =
                !(fcntl(theirIn, F_GETFL) & O_NONBLOCK) && !(fcntl(theirOut, F_GETFL) & O_NONBLOCK);
            ::close(theirIn);
            ::close(theirOut);
        });
    }
    ~Process()
    {
        endInput();
        endOutput();
        finish();
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    // Writes all; false if the other side has gone.
    bool send(const QByteArray& bytes)
    {
        for (qsizetype at = 0; at < bytes.size();) {
            const ssize_t count =
                ::send(m_in, bytes.data() + at, std::size_t(bytes.size() - at), MSG_NOSIGNAL);
            if (count < 0)
                return false;
            at += count;
        }
        return true;
    }
    // How much can be written before the other side stops reading, in a quarter of a second
    // without progress.
    qsizetype sendUntilStuck(const QByteArray& bytes)
    {
        qsizetype sent = 0;
        pollfd descriptor{m_in, POLLOUT, 0};
        while (sent < bytes.size() && poll(&descriptor, 1, 250) > 0) {
            const ssize_t count =
                ::send(m_in, bytes.data() + sent, std::size_t(bytes.size() - sent),
                       MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count > 0)
                sent += count;
        }
        return sent;
    }
    // Reads until the other side ends.
    QByteArray readAll()
    {
        QByteArray all;
        char buffer[65536];
        for (ssize_t count; (count = ::read(m_out, buffer, sizeof buffer)) > 0;)
            all.append(buffer, count);
        return all;
    }
    QList<Reply> readReplies(int count)
    {
        QByteArray all;
        while (true) {
            if (const auto replies = parseReplies(all);
                replies.size() >= count && replies.last().type != 0)
                return replies;
            char buffer[65536];
            const ssize_t got = ::read(m_out, buffer, sizeof buffer);
            if (got <= 0)
                return parseReplies(all);
            all.append(buffer, got);
        }
    }
    void endInput() { closeOnce(m_in); }
    void endOutput() { closeOnce(m_out); }
    int finish()
    {
        if (m_thread.joinable())
            m_thread.join();
        return m_code;
    }
    bool wasBlocking() const { return m_wasBlocking; }

private:
    static void closeOnce(int& descriptor)
    {
        if (descriptor >= 0)
            ::close(descriptor);
        descriptor = -1;
    }

    int m_in = -1, m_out = -1;
    std::thread m_thread;
    std::atomic<int> m_code = -1;
    std::atomic<bool> m_wasBlocking = false;
};

} // namespace

class TestSubsystem : public QObject {
    Q_OBJECT
private slots:
    void servesUntilTheEndOfItsInput();
    void theEndLeavesNothingOwed_data();
    void theEndLeavesNothingOwed();
    void anOutputThatNeverWaitsGetsAll();
    void aClientThatDoesNotReadStopsTheInput();
    void aClosedOutputIsExitCodeOne();
    void brokenFramingIsExitCodeOne();
    void homeIsWhereRelativePathsStart();
    void oneSocketMayBeBoth();
    void whatHappensIsRecorded();
};

void TestSubsystem::servesUntilTheEndOfItsInput()
{
    ROW("subsystem.flags");
    MemoryFileSystem files{{"/a", "abc"}};
    Process process(files);
    QVERIFY(process.send(Packet::init() + Packet::stat(1, "/a")));
    const auto replies = process.readReplies(2);
    QCOMPARE(replies.size(), 2);
    QCOMPARE(replies[0].type, quint8(VersionReply));
    QCOMPARE(replies[1].attributes.size, std::optional<quint64>(3));
    // A pause is no end.
    QVERIFY(process.send(Packet::stat(2, "/no").first(7)));
    QVERIFY(process.send(Packet::stat(2, "/no").sliced(7)));
    QVERIFY(process.readReplies(1).first().is(NoSuchFile));
    process.endInput();
    QCOMPARE(process.finish(), 0);
    QVERIFY(process.wasBlocking());
}

void TestSubsystem::theEndLeavesNothingOwed_data()
{
    QTest::addColumn<quint32>("reads");
    QTest::newRow("replies that nobody read yet") << 20U;
    QTest::newRow("a long job") << 0U;
}

void TestSubsystem::theEndLeavesNothingOwed()
{
    ROW("trap.eof-owed");
    QFETCH(quint32, reads);
    MemoryFileSystem files{{"/a", QByteArray(40 * 1024 * 1024, 'a')}, {"/b", {}}};
    Process process(files);
    QVERIFY(process.send(Packet::init() + Packet::open(1, "/a", fxf::read)
                         + Packet::open(2, "/b", fxf::write)));
    const auto opened = process.readReplies(3);
    const QByteArray from = opened[1].handle, to = opened[2].handle;
    QByteArray bytes;
    for (quint32 id = 0; id < reads; ++id)
        bytes += Packet::read(id, from, id * 1000, 255 * 1024);
    bytes += Packet::copyData(reads, from, 0, 0, to, 0) + Packet::fstat(reads + 1, to);
    // The end comes before the first of them is read.
    QVERIFY(process.send(bytes));
    process.endInput();
    const auto replies = parseReplies(process.readAll());
    QCOMPARE(process.finish(), 0);
    QCOMPARE(replies.size(), qsizetype(reads) + 2);
    for (quint32 id = 0; id < reads + 2; ++id)
        QCOMPARE(replies[id].id, id);
    QCOMPARE(replies.last().attributes.size, std::optional<quint64>(40 * 1024 * 1024));
}

void TestSubsystem::anOutputThatNeverWaitsGetsAll()
{
    ROW("trap.eof-owed", "trap.back-pressure");
    MemoryFileSystem files{{"/a", QByteArray(300 * 1024, 'a')}};
    int in[2];
    QCOMPARE(pipe2(in, O_CLOEXEC), 0);
    const int out = memfd_create("replies", MFD_CLOEXEC);
    QVERIFY(out >= 0);
    const auto replies = [out] {
        struct stat status {};
        fstat(out, &status);
        QByteArray all(qsizetype(status.st_size), Qt::Uninitialized);
        const ssize_t got = pread(out, all.data(), std::size_t(all.size()), 0);
        return parseReplies(all.first(qMax(got, ssize_t(0))));
    };
    const auto send = [&in](const QByteArray& bytes) {
        return ::write(in[1], bytes.data(), std::size_t(bytes.size())) == bytes.size();
    };
    std::atomic<int> code = -1;
    std::thread thread([&] { code = runSubsystem(files, in[0], out); });
    const bool asked = send(Packet::init() + Packet::open(1, "/a", fxf::read));
    QTRY_COMPARE(replies().size(), 2);
    // Replies of many high-water marks, and no wait for the output between them.
    QByteArray bytes;
    for (quint32 id = 0; id < 20; ++id)
        bytes += Packet::read(id, replies().last().handle, 0, 255 * 1024);
    const bool askedForAll = send(bytes);
    ::close(in[1]);
    thread.join();
    QVERIFY(asked && askedForAll);
    QCOMPARE(code, 0);
    QCOMPARE(replies().size(), 22);
    ::close(in[0]);
    ::close(out);
}

void TestSubsystem::aClientThatDoesNotReadStopsTheInput()
{
    ROW("trap.back-pressure");
    MemoryFileSystem files{{"/a", QByteArray(300 * 1024, 'a')}};
    Process process(files);
    QVERIFY(process.send(Packet::init() + Packet::open(1, "/a", fxf::read)));
    const QByteArray handle = process.readReplies(2).last().handle;
    QByteArray bytes;
    const int count = 20'000; // 720 KiB that ask for 160 MiB
    for (quint32 id = 0; id < count; ++id)
        bytes += Packet::read(id, handle, 0, 8 * 1024);
    const qsizetype sent = process.sendUntilStuck(bytes);
    // What the buffers between, one reading and the replies of one high-water mark take.
    QVERIFY(sent < bytes.size());
    std::thread sender([&] {
        process.send(bytes.sliced(sent));
        process.endInput();
    });
    const auto replies = parseReplies(process.readAll());
    sender.join();
    QCOMPARE(process.finish(), 0);
    QCOMPARE(replies.size(), count);
    int wrong = 0;
    for (quint32 id = 0; id < count; ++id)
        wrong += replies[id].id != id || replies[id].data.size() != 8 * 1024;
    QCOMPARE(wrong, 0);
}

void TestSubsystem::aClosedOutputIsExitCodeOne()
{
    MemoryFileSystem files{{"/a", QByteArray(300 * 1024, 'a')}};
    for (const bool writes : {false, true}) {
        Process process(files);
        QVERIFY(process.send(Packet::init() + Packet::open(1, "/a", fxf::read)));
        const QByteArray handle = process.readReplies(2).last().handle;
        process.endOutput();
        // Noticed by itself, and by a write; the signal reaches nobody.
        if (writes)
            process.send(Packet::read(2, handle, 0, 200 * 1024));
        QCOMPARE(process.finish(), 1);
    }
}

void TestSubsystem::brokenFramingIsExitCodeOne()
{
    ROW("status.ProtocolViolation");
    MemoryFileSystem files{{"/a", "abc"}};
    Process process(files);
    QVERIFY(process.send(Packet::init() + Packet::stat(1, "/a") + Packet::init()
                         + Packet::stat(2, "/a")));
    const auto replies = parseReplies(process.readAll());
    QCOMPARE(process.finish(), 1);
    QCOMPARE(replies.size(), 2); // what came before is answered
}

void TestSubsystem::homeIsWhereRelativePathsStart()
{
    ROW("subsystem.root", "subsystem.flags");
    MemoryFileSystem files{{"/home/me/a", "abc"}};
    sftp::Client client;
    client.home = *VirtualPath::parse("/home/me");
    Process process(files, nullptr, client);
    QVERIFY(process.send(Packet::init() + Packet::realpath(1, ".") + Packet::stat(2, "a")));
    const auto replies = process.readReplies(3);
    QCOMPARE(replies[1].names.first().name, QByteArray("/home/me"));
    QCOMPARE(replies[2].attributes.size, std::optional<quint64>(3));
}

void TestSubsystem::oneSocketMayBeBoth()
{
    MemoryFileSystem files{{"/a", "abc"}};
    int ends[2];
    QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    std::atomic<int> code = -1;
    std::thread thread([&] { code = runSubsystem(files, ends[1], ends[1]); });
    const QByteArray bytes = Packet::init() + Packet::stat(1, "/a");
    const ssize_t written = ::write(ends[0], bytes.data(), std::size_t(bytes.size()));
    ::shutdown(ends[0], SHUT_WR);
    thread.join();
    char buffer[4096];
    const ssize_t got = ::read(ends[0], buffer, sizeof buffer);
    ::close(ends[0]);
    ::close(ends[1]);
    QCOMPARE(written, bytes.size());
    QCOMPARE(code, 0);
    QCOMPARE(parseReplies(QByteArray(buffer, got)).size(), 2);
}

void TestSubsystem::whatHappensIsRecorded()
{
    ROW("event.upload", "event.madeDirectory");
    MemoryFileSystem files;
    RecordingSink sink;
    sftp::Client client;
    client.user = QStringLiteral("me");
    Process process(files, &sink, client);
    QVERIFY(process.send(Packet::init() + Packet::mkdir(1, "/new")
                         + Packet::open(2, "/a", fxf::write | fxf::create)));
    QCOMPARE(process.readReplies(3).size(), 3);
    process.endInput();
    QCOMPARE(process.finish(), 0);
    const auto events = sink.events();
    QCOMPARE(events.size(), 2);
    QCOMPARE(events[0].kind, ActivityEvent::Kind::MadeDirectory);
    QCOMPARE(events[0].user, QStringLiteral("me"));
    QCOMPARE(events[1].outcome, ActivityEvent::Outcome::CutShort);
}

QTEST_GUILESS_MAIN(TestSubsystem)
#include "tst_subsystem.moc"
