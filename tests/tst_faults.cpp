// A storage that fails, at every call of it in turn.
#include "core/fs/access_file_system.h"
#include "core/fs/drop_box_file_system.h"
#include "core/fs/limited_file_system.h"
#include "core/fs/share_tree.h"
#include "core/fs/system_error.h"
#include "core/memory_file_system.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/packets.h"
#include "tests/support/sixty_steps.h"
#include "tests/support/ssh_client.h"
#include "tests/support/test_server.h"

#include <QTest>

#include "tests/support/rows.h"

#include <cerrno>

using namespace sallyport;
using namespace sallyport::test;
using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

namespace {

struct Trouble {
    int number; // errno
    const char* name;
    StatusCode status; // what a client is told of it
    ErrorCode code;
};

constexpr Trouble troubles[] = {
    {EIO, "EIO", Failure, ErrorCode::Failure},
    {ENOSPC, "ENOSPC", Failure, ErrorCode::NoSpace},
    {EACCES, "EACCES", PermissionDenied, ErrorCode::PermissionDenied},
    {EROFS, "EROFS", PermissionDenied, ErrorCode::PermissionDenied},
    {ESTALE, "ESTALE", Failure, ErrorCode::Unavailable},
    {EMFILE, "EMFILE", Failure, ErrorCode::TooMany},
    {EINTR, "EINTR", Failure, ErrorCode::Failure},
};

// What a login sees: the storage itself, or a share of each access on it.
enum class Stack { Bare, Full, View, Upload, DropBox };

// A session on a storage that fails, and what both have told.
class World {
public:
    explicit World(Stack stack)
        : m_memory{{"/here", "some content"}, {"/folder/x", "x"}}
    {
        auto faulty = std::make_unique<FaultyFileSystem>(m_memory);
        m_faulty = faulty.get();
        m_faulty->setShare("Inbox");
        if (stack == Stack::Bare) {
            m_files = std::move(faulty);
        } else {
            const Access access = stack == Stack::Full ? Access::Full
                : stack == Stack::View                 ? Access::View
                                                       : Access::Upload;
            const auto sender = std::make_shared<Sender>(std::make_shared<CreatedFiles>(QString()),
                                                         AccountId{"anna"}, false);
            std::unique_ptr<FileSystem> share =
                std::make_unique<AccessFileSystem>(std::move(faulty), access, "Inbox", sender);
            if (stack == Stack::DropBox)
                share = std::make_unique<DropBoxFileSystem>(std::move(share), sender);
            std::vector<ShareTree::Branch> branches;
            branches.push_back(
                {"Inbox",
                 {},
                 std::make_unique<LimitedFileSystem>(std::move(share), "Inbox", std::nullopt)});
            m_files = std::make_unique<ShareTree>(std::move(branches));
            m_root = "/Inbox";
        }
        m_handles = std::make_shared<sftp::HandleCount>(100);
        sftp::SessionLimits limits;
        limits.handles = m_handles;
        m_session.emplace(*m_files, m_sink, sftp::Client(), limits);
        exchange(*m_session, Packet::init());
    }
    FaultyFileSystem& faulty() { return *m_faulty; }
    const QByteArray& root() const { return m_root; }
    QList<Reply> ask(const QByteArray& packet) { return exchange(*m_session, packet); }
    QList<ActivityEvent> events() { return m_sink.take(); }
    // What is left once the client is gone: handles counted, and files open on the storage.
    int leftBehind()
    {
        m_session.reset();
        return m_handles->open() + m_faulty->open();
    }

private:
    MemoryFileSystem m_memory;
    FaultyFileSystem* m_faulty;
    std::unique_ptr<FileSystem> m_files;
    QByteArray m_root;
    RecordingSink m_sink;
    std::shared_ptr<sftp::HandleCount> m_handles;
    std::optional<sftp::Session> m_session;
};

struct Answer {
    Reply reply;
    QList<ActivityEvent> events;
    int calls = 0; // made up to its end
};

// The scenario from its start to its end; the answers but for a reply that is missing.
QList<Answer> run(World& world, const std::vector<Step>& steps)
{
    Handles handles;
    QList<Answer> answers;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto replies = world.ask(steps[i].packet(quint32(i), handles));
        if (replies.size() != 1 || replies.first().id != i || replies.first().type == 0)
            return answers;
        if (!steps[i].opens.isEmpty())
            handles.insert(steps[i].opens, replies.first().handle);
        answers.append({replies.first(), world.events(), world.faulty().count()});
    }
    return answers;
}

bool isSame(const Reply& a, const Reply& b)
{
    return a.type == b.type && a.status == b.status && a.data == b.data
        && a.names.size() == b.names.size();
}

bool tells(const QList<ActivityEvent>& events, ErrorCode code)
{
    return std::any_of(events.begin(), events.end(), [code](const ActivityEvent& event) {
        return event.error && event.error->code == code && *event.outcome >= Outcome::Refused;
    });
}

// A question whose answer is only an attempt: the request goes on without it.
bool isGoneWithout(const Step& step, Call call, Stack stack, const Trouble& trouble)
{
    const QByteArrayView what(step.what);
    if (call == Call::Attributes) {
        // The entries "." and ".."; the size of what is closed, for its event; whose a file is.
        if (what == "READDIR" || what == "CLOSE")
            return true;
        if (stack == Stack::Upload || stack == Stack::DropBox)
            return step.change == Kind::Download || what == "check-file-name";
    }
    // How much is free: a storage that cannot tell has no end.
    if (call == Call::Space && what != "statvfs@openssh.com" && what != "fstatvfs@openssh.com")
        return true;
    // Mode and times together, one of which may be refused.
    return call == Call::SetAttributes && trouble.status == PermissionDenied && what == "FSETSTAT";
}

} // namespace

Q_DECLARE_METATYPE(Stack)

class TestFaults : public QObject {
    Q_OBJECT
private slots:
    void everyCallFailsOnceWithEveryError_data();
    void everyCallFailsOnceWithEveryError();
    void theScenarioHasSixtyStepsAndEnoughCalls();
    void aFailingDiskIsAFaultAndTheConnectionLives_data();
    void aFailingDiskIsAFaultAndTheConnectionLives();
    void aFailedSyncIsFinalForItsHandle();

private:
    int m_runs = 0;
};

void TestFaults::everyCallFailsOnceWithEveryError_data()
{
    QTest::addColumn<Stack>("stack");
    QTest::addColumn<int>("which");
    const std::pair<const char*, Stack> stacks[] = {{"the storage", Stack::Bare},
                                                    {"Full", Stack::Full},
                                                    {"View", Stack::View},
                                                    {"Upload", Stack::Upload},
                                                    {"a drop box", Stack::DropBox}};
    for (const auto& [name, stack] : stacks) {
        for (int i = 0; i < int(std::size(troubles)); ++i)
            QTest::addRow("%s, %s", name, troubles[i].name) << stack << i;
    }
}

void TestFaults::everyCallFailsOnceWithEveryError()
{
    ROW("G-40", "E2");
    QFETCH(Stack, stack);
    QFETCH(int, which);
    const Trouble& trouble = troubles[which];
    const Error error = systemError(trouble.number, QStringLiteral("Inbox"));
    QCOMPARE(error.code, trouble.code);

    World whole(stack);
    const auto steps = sixtySteps(whole.root());
    const auto clean = run(whole, steps);
    QCOMPARE(clean.size(), qsizetype(steps.size()));
    const int calls = whole.faulty().count();
    QCOMPARE(whole.leftBehind(), 0);

    for (int nth = 1; nth <= calls; ++nth) {
        ++m_runs;
        World world(stack);
        world.faulty().failNth(nth, error);
        const auto answers = run(world, steps);
        QCOMPARE(answers.size(), clean.size()); // each is answered, whatever failed
        QVERIFY(world.faulty().nthFailed().has_value());
        const Call call = *world.faulty().nthFailed();

        qsizetype met = 0;
        while (clean[met].calls < nth)
            ++met;
        for (qsizetype i = 0; i < met; ++i)
            QVERIFY(isSame(answers[i].reply, clean[i].reply));
        const Step& step = steps[std::size_t(met)];
        const QByteArray place = QByteArray::number(nth) + ": " + step.what + ", step "
            + QByteArray::number(met) + ", call " + QByteArray::number(int(call));

        // An error in the middle of a list is told behind the entries that came before it.
        qsizetype told = met;
        if (call == Call::Next && answers[met].reply.type == NameReply)
            ++told;
        const Reply& reply = answers[told].reply;
        if (stack == Stack::DropBox && call == Call::Attributes
            && trouble.code != ErrorCode::Unavailable && !reply.is(trouble.status)) {
            // What cannot be looked at is not there, so that nothing is told of what others sent.
            QVERIFY2(reply.is(NoSuchFile) || reply.type == clean[told].reply.type,
                     place.constData());
        } else if (isGoneWithout(step, call, stack, trouble)) {
            QVERIFY2(reply.is(trouble.status) || isSame(reply, clean[told].reply)
                         || reply.type == clean[told].reply.type,
                     place.constData());
        } else if (clean[met].reply.type == StatusReply && clean[met].reply.status != Ok
                   && clean[met].reply.status != EndOfFile) {
            // Refused anyway: by the trouble or by the rights.
            QVERIFY2(reply.is(trouble.status) || isSame(reply, clean[met].reply),
                     place.constData());
        } else {
            QVERIFY2(reply.is(trouble.status), place.constData());
            QVERIFY2(!reply.message.isEmpty() && !reply.message.contains("errno"),
                     place.constData());
            const bool isIncident = trouble.code == ErrorCode::Failure
                || trouble.code == ErrorCode::NoSpace || trouble.code == ErrorCode::TooMany;
            if (isIncident || step.change)
                QVERIFY2(tells(answers[told].events, trouble.code), place.constData());
        }

        // The session lives, and keeps nothing.
        const auto after = world.ask(Packet::stat(1000, "/"));
        QCOMPARE(after.size(), 1);
        QCOMPARE(after.first().type, quint8(AttrsReply));
        QVERIFY2(world.leftBehind() == 0, place.constData());
    }
}

void TestFaults::theScenarioHasSixtyStepsAndEnoughCalls()
{
    ROW("G-40");
    QCOMPARE(sixtySteps({}).size(), std::size_t(60));
    qInfo("%d runs", m_runs);
    QVERIFY(m_runs >= 2000);
}

void TestFaults::aFailingDiskIsAFaultAndTheConnectionLives_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("nth");
    const std::pair<const char*, Call> kinds[] = {{"read", Call::Read},
                                                  {"write", Call::Write},
                                                  {"fsync", Call::Sync},
                                                  {"close", Call::Close},
                                                  {"readdir", Call::Next}};
    for (const auto& [name, call] : kinds) {
        for (int nth = 1; nth <= 3; ++nth)
            QTest::addRow("%s %d", name, nth) << int(call) << nth;
    }
}

// Over a socket: three times each of what the disk may fail at, the nth of them fails.
void TestFaults::aFailingDiskIsAFaultAndTheConnectionLives()
{
    ROW("E2");
    QFETCH(int, kind);
    QFETCH(int, nth);
    const auto call = Call(kind);
    TestServer server;
    server.files = MemoryFileSystem{{"/a", QByteArray(3000, 'a')}};
    server.config.fileSystemFor = [&](const Identity&) -> Result<std::unique_ptr<FileSystem>> {
        auto files = std::make_unique<FaultyFileSystem>(server.files);
        files->setShare("Inbox");
        files->fail(call, systemError(EIO, QStringLiteral("Inbox")), nth);
        return std::unique_ptr<FileSystem>(std::move(files));
    };
    SshClient client;
    QVERIFY(client.logIn(server.start()));
    SshChannel* sftp = client.openSftp();
    QVERIFY(sftp);

    QList<Reply> replies;
    QList<bool> mayFail;
    const auto ask = [&](Call uses, const QByteArray& packet) {
        replies.append(sftp->ask(packet));
        mayFail.append(uses == call);
        return replies.constLast();
    };
    for (quint32 round = 0; round < 3; ++round) {
        const auto source = ask(Call::Open, Packet::open(1, "/a", fxf::read)).handle;
        const auto target = ask(Call::Open, Packet::open(2, "/b", fxf::write | fxf::create)).handle;
        const auto folder = ask(Call::OpenDirectory, Packet::opendir(3, "/")).handle;
        ask(Call::Read, Packet::read(4, source, 0, 1000));
        ask(Call::Write, Packet::write(5, target, 0, "bytes"));
        ask(Call::Sync, Packet::extended(6, "fsync@openssh.com", wire::string(target)));
        // The first reply has "." and "..", and an error is told behind them.
        sftp->ask(Packet::readdir(7, folder));
        ask(Call::Next, Packet::readdir(8, folder));
        sftp->ask(Packet::close(9, source));
        sftp->ask(Packet::close(10, folder));
        const Reply closed = sftp->ask(Packet::close(11, target));
        QCOMPARE(closed.type, quint8(StatusReply));
    }
    QCOMPARE(replies.size(), 21);
    qsizetype failures = 0;
    for (qsizetype i = 0; i < replies.size(); ++i) {
        const bool failed = replies[i].is(Failure);
        QVERIFY(!failed || mayFail[i]);
        failures += failed ? 1 : 0;
        if (failed)
            QCOMPARE(replies[i].message, QByteArray("The disk of Inbox reported an error"));
    }
    if (call != Call::Close && call != Call::Next)
        QCOMPARE(failures, 1);
    const ActivityEvent fault = server.event(Kind::Fault);
    QCOMPARE(fault.kind, Kind::Fault);
    QCOMPARE(*fault.outcome, Outcome::Failed);
    QCOMPARE(fault.share, QByteArray("Inbox"));
    QCOMPARE(fault.error->message, QStringLiteral("The disk of Inbox reported an error"));
    QCOMPARE(server.sink.events(Kind::Fault).size(), 1); // one incident, one event
    QCOMPARE(sftp->ask(Packet::stat(20, "/a")).type, quint8(AttrsReply));
    QVERIFY(server.stop());
}

// The system may have dropped what it could not write, and calls the rest synced.
void TestFaults::aFailedSyncIsFinalForItsHandle()
{
    ROW("E2");
    TestServer server;
    server.config.fileSystemFor = [&](const Identity&) -> Result<std::unique_ptr<FileSystem>> {
        auto files = std::make_unique<FaultyFileSystem>(server.files);
        files->fail(Call::Sync, systemError(EIO, QStringLiteral("Inbox")));
        return std::unique_ptr<FileSystem>(std::move(files));
    };
    SshClient client;
    QVERIFY(client.logIn(server.start()));
    SshChannel* sftp = client.openSftp();
    QVERIFY(sftp);
    const auto open = [&] {
        return sftp->ask(Packet::open(1, "/a", fxf::write | fxf::create)).handle;
    };
    const auto sync = [&](const QByteArray& handle) {
        return sftp->ask(Packet::extended(2, "fsync@openssh.com", wire::string(handle)));
    };
    const QByteArray handle = open();
    QVERIFY(sftp->ask(Packet::write(3, handle, 0, "bytes")).is(Ok));
    for (int i = 0; i < 3; ++i)
        QVERIFY(sync(handle).is(Failure));
    QVERIFY(sftp->ask(Packet::write(4, handle, 5, "more")).is(Ok));
    QVERIFY(sync(handle).is(Failure)); // also of what was written since
    QVERIFY(sftp->ask(Packet::close(5, handle)).is(Failure));
    const ActivityEvent row = server.event(Kind::Upload, 2);
    QCOMPARE(*row.outcome, Outcome::Failed);
    QCOMPARE(server.sink.events(Kind::Fault).size(), 1);

    const QByteArray anew = open(); // another handle is another story
    QVERIFY(sync(anew).is(Ok));
    QVERIFY(sftp->ask(Packet::close(6, anew)).is(Ok));
    QVERIFY(server.stop());
}

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
