// Section C of rows.txt: what a client may do to the SFTP protocol itself, on a
// channel of a real server.
#include "tests/support/every_request.h"
#include "tests/support/served_shares.h"

#include <QFile>
#include <QTest>

#include "tests/support/rows.h"

#include <algorithm>

#include <unistd.h>

using namespace sallyport;
using namespace sallyport::test;
using namespace Qt::Literals::StringLiterals;
using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

namespace {

QByteArray words(const QByteArray& request, const Reply& reply)
{
    return request + ": type " + QByteArray::number(reply.type) + " status "
        + QByteArray::number(qint32(reply.status)) + ' ' + reply.message;
}

// Bytes of memory this process has in use.
qint64 residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no /proc");
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

} // namespace

class TestHostileRequests : public QObject {
    Q_OBJECT

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<SshClient> m_client;
    quint16 m_port = 0;

    SshChannel& sftp()
    {
        SshChannel* channel = m_client->openSftp();
        if (!channel)
            qFatal("no channel");
        return *channel;
    }
    // A channel whose subsystem is there and waits for INIT.
    SshChannel& uninitialised()
    {
        SshChannel* channel = m_client->openChannel();
        if (!channel || ssh_channel_request_subsystem(channel->handle(), "sftp") != SSH_OK)
            qFatal("no channel");
        return *channel;
    }
    QList<ActivityEvent> news(Kind kind)
    {
        QList<ActivityEvent> found = m_server->sink.take();
        found.removeIf([kind](const ActivityEvent& event) { return event.kind != kind; });
        return found;
    }

private slots:
    void init()
    {
        m_server = std::make_unique<TestServer>();
        m_server->files = MemoryFileSystem{{"/a", "abc"}, {"/b", "def"}, {"/folder/c", "ghi"}};
        m_port = m_server->start();
        m_client = std::make_unique<SshClient>();
        QVERIFY(m_client->logIn(m_port));
    }
    void cleanup()
    {
        m_client.reset();
        m_server.reset();
    }

    void aWrongLengthEndsTheChannelAndTheLastOneTheConnection_data()
    {
        QTest::addColumn<quint32>("length");
        for (const quint32 length :
             {0U, 1U, 2U, 3U, 4U, 256U * 1024 + 1, 0x7fffffffU, 0x80000000U, 0xffffffffU})
            QTest::addRow("%u", length) << length;
    }
    void aWrongLengthEndsTheChannelAndTheLastOneTheConnection()
    {
        ROW("C1", "event.protocol");
        QFETCH(quint32, length);
        SshChannel &broken = sftp(), &last = sftp();
        // More than what one channel may take of the server's memory.
        const QByteArray packet = wire::uint32(length) + QByteArray(512 * 1024, 'x');
        const QByteArray handle = last.ask(Packet::open(1, "/a", fxf::read)).handle;
        news(Kind::Protocol);
        const qint64 before = residentBytes();
        QVERIFY(broken.send(packet));
        QCOMPARE(broken.exitStatus(), 1);
        const auto events = news(Kind::Protocol);
        QCOMPARE(events.size(), 1);
        QCOMPARE(events[0].outcome, Outcome::Failed);
        // The other channel does not feel it.
        QCOMPARE(last.ask(Packet::read(2, handle, 0, 10)).data, "abc"_ba);
        QVERIFY(residentBytes() - before < 8 * 1024 * 1024);
        m_client->close(&broken);
        QCOMPARE(last.ask(Packet::stat(3, "/a")).attributes.size, quint64(3));
        QVERIFY(last.send(packet.first(1000)));
        QVERIFY(m_client->isClosed());
        QCOMPARE(m_server->event(Kind::Disconnected).outcome, Outcome::Failed);
        QCOMPARE(m_server->sink.events(Kind::Protocol).size(), 1); // one more, and no third
        SshClient again;
        QVERIFY(again.logIn(m_port) && again.openSftp());
    }

    void halfAPacketIsWaitedForAndEndsWithTheInput()
    {
        ROW("C2");
        SshChannel& channel = sftp();
        const QByteArray request = Packet::stat(1, "/a");
        for (const char byte : request)
            QVERIFY(channel.send(QByteArray(1, byte)));
        QCOMPARE(channel.receive(1).value(0).attributes.size, quint64(3));
        const QByteArray handle =
            channel.ask(Packet::open(2, "/new", fxf::write | fxf::create)).handle;
        const QByteArray half = Packet::write(3, handle, 0, QByteArray(1000, 'x')).first(500);
        QVERIFY(channel.send(half));
        QVERIFY(channel.sendEof());
        QVERIFY(channel.exitStatus() >= 0);
        QCOMPARE(m_server->event(Kind::Upload, 2).outcome, Outcome::CutShort);
        QVERIFY(m_client->openSftp()); // nobody broke anything
    }

    void everyRequestCutAtEveryByteIsABadMessage()
    {
        ROW("C3", "G-25", "event.protocol");
        const auto requestsOf = [](SshChannel& channel) {
            const QByteArray handle =
                channel.ask(Packet::open(1, "/b", fxf::read | fxf::write)).handle;
            return everyRequest(handle, channel.ask(Packet::opendir(2, "/")).handle);
        };
        // Eight to a channel: the ninth would end it.
        SshChannel* channel = nullptr;
        QList<WholeRequest> requests;
        int cut = 0, inChannel = 8;
        const qsizetype count = everyRequest({}, {}).size();
        for (qsizetype number = 0; number < count; ++number) {
            const qsizetype whole =
                everyRequest(QByteArray(8, 'h'), QByteArray(8, 'h'))[number].packet(7).size();
            for (qsizetype length = 9; length < whole; ++length) {
                if (inChannel == 8) {
                    if (channel)
                        m_client->close(channel);
                    channel = &sftp();
                    requests = requestsOf(*channel);
                    inChannel = 0;
                    m_server->sink.take();
                }
                const QByteArray packet = requests[number].packet(7);
                const Reply reply =
                    channel->ask(wire::uint32(quint32(length - 4)) + packet.sliced(4, length - 4));
                QVERIFY2(reply.is(BadMessage), words(requests[number].name, reply).constData());
                QCOMPARE(reply.id, 7U);
                ++cut;
                ++inChannel;
                const auto events = news(Kind::Protocol);
                QCOMPARE(events.size(), 1);
                QCOMPARE(events[0].outcome, Outcome::Refused);
            }
        }
        QVERIFY2(cut > 900, QByteArray::number(cut).constData());
        QCOMPARE(m_server->files.content("/a"), "abc"_ba);
        QCOMPARE(m_server->files.content("/b"), "def"_ba);
        QVERIFY(m_server->files.content("/new").isNull());
        // The ninth.
        SshChannel &patient = sftp(), &other = sftp();
        const QByteArray bad = Packet::request(17, 9, wire::uint32(100));
        for (int i = 0; i < 8; ++i)
            QVERIFY(patient.ask(bad).is(BadMessage));
        QVERIFY(patient.send(bad));
        QCOMPARE(patient.exitStatus(), 1);
        QCOMPARE(m_server->event(Kind::Protocol, 9).outcome, Outcome::Failed);
        QCOMPARE(other.ask(Packet::stat(10, "/a")).attributes.size, quint64(3));
    }

    void bytesBehindARequestAreIgnored()
    {
        ROW("C4");
        SshChannel& channel = sftp();
        const auto behind = [](const WholeRequest& request, const QByteArray& bytes) {
            WholeRequest longer = request;
            longer.parts.append({false, bytes});
            return longer.packet(1);
        };
        const QByteArray handle = channel.ask(Packet::open(1, "/b", fxf::read | fxf::write)).handle;
        for (const WholeRequest& request :
             everyRequest(handle, channel.ask(Packet::opendir(2, "/")).handle)) {
            const Reply reply = channel.ask(behind(request, QByteArray(1000, '\xff')));
            QVERIFY2(reply.type != 0 && !reply.is(BadMessage) && !reply.is(OpUnsupported),
                     words(request.name, reply).constData());
        }
        QCOMPARE(m_server->files.content("/b"), "som"_ba); // FSETSTAT cut it: and not a byte more
        QVERIFY(m_server->sink.events(Kind::Protocol).isEmpty());
    }

    void initComesOnceAndFirst_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("answers");
        QTest::newRow("a STAT first") << Packet::stat(1, "/a") << 0;
        QTest::newRow("a REMOVE first") << Packet::remove(1, "/a") << 0;
        QTest::newRow("a WRITE first") << Packet::write(1, QByteArray(8, 'x'), 0, "x") << 0;
        QTest::newRow("an extension first") << Packet::extended(1, "limits@openssh.com", {}) << 0;
        QTest::newRow("an unknown type first") << Packet::request(77, 1, "x") << 0;
        QTest::newRow("twice") << Packet::init() + Packet::init() << 1;
        QTest::newRow("later again")
            << Packet::init() + Packet::stat(1, "/a") + Packet::init(4) << 2;
        for (const quint32 version : {0U, 1U, 2U})
            QTest::addRow("version %u", version) << Packet::init(version) << 0;
    }
    void initComesOnceAndFirst()
    {
        ROW("C5", "event.protocol");
        QFETCH(QByteArray, bytes);
        QFETCH(int, answers);
        SshChannel& other = sftp();
        SshChannel& channel = uninitialised();
        QVERIFY(channel.send(bytes + Packet::remove(9, "/b")));
        QCOMPARE(channel.receive(answers + 1).size(), answers);
        QCOMPARE(channel.exitStatus(), 1);
        QCOMPARE(m_server->event(Kind::Protocol).outcome, Outcome::Failed);
        QCOMPARE(m_server->sink.events(Kind::Protocol).size(), 1);
        QCOMPARE(other.ask(Packet::stat(1, "/a")).attributes.size, quint64(3));
        QCOMPARE(other.ask(Packet::stat(2, "/b")).attributes.size, quint64(3));
    }

    void allVersionsFromThreeOnGetThree()
    {
        ROW("C5");
        for (const quint32 version : {3U, 4U, 6U, 0x7fffffffU, 0xffffffffU}) {
            SshChannel& channel = uninitialised();
            const Reply reply = channel.ask(Packet::init(version));
            QCOMPARE(reply.type, quint8(VersionReply));
            QCOMPARE(reply.id, 3U);
            QCOMPARE(channel.ask(Packet::stat(1, "/a")).attributes.size, quint64(3));
        }
        // With what others announce behind the version.
        SshChannel& channel = uninitialised();
        QCOMPARE(
            channel.ask(Packet::make(1, wire::uint32(3) + wire::string("a") + wire::string("b")))
                .type,
            quint8(VersionReply));
    }

    void everyTypeIsAnsweredWithItsId()
    {
        ROW("C6", "request.unknown");
        SshChannel& channel = sftp();
        for (int type = 0; type < 256; ++type) {
            const bool known = (type >= 3 && type <= 20) || type == 200;
            if (known || type == 1)
                continue;
            for (const QByteArray& body : {QByteArray(), QByteArray(300, 'x')}) {
                const Reply reply =
                    channel.ask(Packet::request(quint8(type), quint32(type) << 8, body));
                QVERIFY2(reply.is(OpUnsupported),
                         words(QByteArray::number(type), reply).constData());
                QCOMPARE(reply.id, quint32(type) << 8);
                QCOMPARE(reply.language, "en"_ba);
            }
        }
        QVERIFY(m_server->sink.events(Kind::Protocol).isEmpty());
        QCOMPARE(channel.ask(Packet::stat(1, "/a")).attributes.size, quint64(3));
    }

    void noExtensionIsGuessed()
    {
        ROW("C7", "request.unknown");
        SshChannel& channel = sftp();
        for (const QByteArray& name :
             {QByteArray(), QByteArray("unknown@example.com"), QByteArray("LIMITS@OPENSSH.COM"),
              QByteArray("limits@openssh.com "), QByteArray("limits@openssh.co"),
              QByteArray("copy-data\0", 10), QByteArray(1000, 'x'), QByteArray(255 * 1024, 'x'),
              QByteArray("\xff\xfe"), QByteArray("\n")}) {
            const Reply reply = channel.ask(Packet::extended(5, name, wire::string("/a")));
            QVERIFY2(reply.is(OpUnsupported), words(name.left(50), reply).constData());
            QCOMPARE(reply.id, 5U);
            QVERIFY(reply.size < 200); // what was asked for is not said again
        }
        QVERIFY(m_server->sink.events(Kind::Protocol).isEmpty());
    }

    void idsMayRepeatAndHandlesKeepTheirOrder()
    {
        ROW("C8");
        SshChannel& channel = sftp();
        const QByteArray a = channel.ask(Packet::open(1, "/a", fxf::read)).handle;
        const QByteArray b = channel.ask(Packet::open(1, "/b", fxf::read | fxf::write)).handle;
        QByteArray bytes;
        for (int round = 0; round < 100; ++round)
            bytes += Packet::read(7, a, quint64(round % 3), 1)
                + Packet::write(7, b, 0, QByteArray(1, char('0' + round % 10)))
                + Packet::read(7, b, 0, 1);
        QVERIFY(channel.send(bytes));
        const auto replies = channel.receive(300);
        QCOMPARE(replies.size(), 300);
        for (int round = 0; round < 100; ++round) {
            QCOMPARE(replies[round * 3].data, QByteArray("abc").mid(round % 3, 1));
            QVERIFY(replies[round * 3 + 1].is(Ok));
            QCOMPARE(replies[round * 3 + 2].data, QByteArray(1, char('0' + round % 10)));
            QCOMPARE(replies[round * 3].id, 7U);
        }
    }

    void onlyAnOpenHandleIsOne()
    {
        ROW("C9");
        SshChannel &one = sftp(), &other = sftp();
        const QByteArray foreign = other.ask(Packet::open(1, "/a", fxf::read | fxf::write)).handle;
        const QByteArray stale = one.ask(Packet::open(1, "/a", fxf::read)).handle;
        QVERIFY(one.ask(Packet::close(2, stale)).is(Ok));
        const QByteArray open = one.ask(Packet::open(3, "/b", fxf::read | fxf::write)).handle;
        QCOMPARE(open.size(), 8);
        QVERIFY(open != stale);
        QByteArray next = open;
        next[7] = char(next[7] + 1);
        const QByteArrayList wrong = {foreign,
                                      stale,
                                      {},
                                      open.first(4),
                                      open.first(7),
                                      open + '\0',
                                      open + open,
                                      QByteArray(8, '\0'),
                                      QByteArray(8, '\xff'),
                                      next,
                                      QByteArray(250 * 1024, 'h')};
        for (const QByteArray& handle : wrong) {
            const QByteArray wireHandle = wire::string(handle);
            for (const QByteArray& packet :
                 {Packet::close(4, handle), Packet::read(4, handle, 0, 1),
                  Packet::write(4, handle, 0, "x"), Packet::fstat(4, handle),
                  Packet::fsetstat(4, handle, {0, {}, {}, {}}), Packet::readdir(4, handle),
                  Packet::extended(4, "fstatvfs@openssh.com", wireHandle),
                  Packet::extended(4, "fsync@openssh.com", wireHandle),
                  Packet::copyData(4, open, 0, 0, handle, 0),
                  Packet::copyData(4, handle, 0, 0, open, 0),
                  Packet::checkFile(4, "check-file-handle", handle, "md5")}) {
                const Reply reply = one.ask(packet);
                QVERIFY2(reply.is(Failure), words(handle.left(20).toHex(), reply).constData());
            }
        }
        // A handle of 1 MiB does not fit a packet, so its length is a lie.
        QVERIFY(one.ask(Packet::request(4, 5, wire::uint32(1024 * 1024) + QByteArray(100, 'h')))
                    .is(BadMessage));
        QCOMPARE(m_server->files.content("/a"), "abc"_ba);
        QCOMPARE(m_server->files.content("/b"), "def"_ba);
        QCOMPARE(one.ask(Packet::read(6, open, 0, 9)).data, "def"_ba);
        QCOMPARE(other.ask(Packet::read(7, foreign, 0, 9)).data, "abc"_ba);
    }

    void whoOpensTooMuchHindersNobody()
    {
        ROW("C10", "event.limit");
        QList<SshChannel*> channels;
        QList<QByteArray> handles;
        int refused = 0;
        for (int i = 0; i < 10; ++i) {
            channels.append(&sftp());
            const Reply limits =
                channels.last()->ask(Packet::extended(1, "limits@openssh.com", {}));
            QCOMPARE(limits.payload.last(8), wire::uint64(256)); // the channel's number
            int opened = 0;
            for (int batch = 0; batch < 10; ++batch) {
                QByteArray bytes;
                for (quint32 id = 0; id < 100; ++id)
                    bytes += id % 2 ? Packet::open(id, "/a", fxf::read) : Packet::opendir(id, "/");
                QVERIFY(channels.last()->send(bytes));
                const auto replies = channels.last()->receive(100);
                QCOMPARE(replies.size(), 100);
                for (const Reply& reply : replies) {
                    if (reply.type == HandleReply) {
                        ++opened;
                        handles.append(reply.handle);
                        continue;
                    }
                    QVERIFY2(reply.is(Failure), words("OPEN", reply).constData());
                    QCOMPARE(reply.message, "Too many open handles"_ba);
                    ++refused;
                }
            }
            QCOMPARE(opened, i < 4 ? 256 : 0);
        }
        QCOMPARE(handles.size(), 1024);
        QCOMPARE(refused, 10'000 - 1024);
        QCOMPARE(m_server->sink.events(Kind::Limit).size(), 10); // an incident a channel
        SshClient other;
        QVERIFY(other.logIn(m_port));
        SshChannel* their = other.openSftp();
        QVERIFY(their);
        for (int i = 0; i < 256; ++i)
            QVERIFY(their->ask(Packet::open(1, "/a", fxf::read)).type == HandleReply);
        QVERIFY(their->ask(Packet::open(1, "/a", fxf::read)).is(Failure));
        // What is given back may be taken again, by any channel.
        QVERIFY(channels[0]->ask(Packet::close(2, handles[0])).is(Ok));
        QVERIFY(channels[9]->ask(Packet::open(3, "/a", fxf::read)).type == HandleReply);
        QVERIFY(channels[0]->ask(Packet::open(4, "/a", fxf::read)).is(Failure));
        m_client->close(channels[1]);
        QVERIFY(QTest::qWaitFor([&] {
            return channels[9]->ask(Packet::open(5, "/a", fxf::read)).type == HandleReply;
        }));
    }

    void theServerHasALimitOfItsOwn()
    {
        ROW("C10");
        TestServer server;
        server.files = MemoryFileSystem{{"/a", "abc"}};
        server.config.limits.maxHandles = 300;
        const quint16 port = server.start();
        SshClient one, other;
        QVERIFY(one.logIn(port) && other.logIn(port));
        SshChannel *first = one.openSftp(), *second = other.openSftp();
        QVERIFY(first && second);
        for (int i = 0; i < 256; ++i)
            QVERIFY(first->ask(Packet::open(1, "/a", fxf::read)).type == HandleReply);
        QByteArray last;
        for (int i = 0; i < 44; ++i) {
            last = second->ask(Packet::open(1, "/a", fxf::read)).handle;
            QVERIFY(!last.isEmpty());
        }
        QVERIFY(second->ask(Packet::open(1, "/a", fxf::read)).is(Failure));
        QVERIFY(second->ask(Packet::close(2, last)).is(Ok));
        QVERIFY(second->ask(Packet::open(3, "/a", fxf::read)).type == HandleReply);
    }

    void aFolderThatGoesOrIsNoneEndsItsListing()
    {
        ROW("C12");
        QTemporaryDir folder;
        const QByteArray place = QFile::encodeName(folder.path());
        ServedShares served(ShareTree::Layout::Single);
        served.add("Photos", place);
        QVERIFY(served.ask(Packet::mkdir(1, "/gone")).is(Ok));
        QVERIFY(served.ask(Packet::mkdir(1, "/half")).is(Ok));
        QVERIFY(!served.opened("/half/file", fxf::write | fxf::create).isEmpty());
        const QByteArray gone = served.openedFolder("/gone"), half = served.openedFolder("/half");
        QCOMPARE(served.ask(Packet::readdir(2, half)).names.size(), 3);
        QVERIFY(served.ask(Packet::remove(3, "/half/file")).is(Ok));
        QVERIFY(served.ask(Packet::rmdir(3, "/half")).is(Ok));
        QVERIFY(served.ask(Packet::rmdir(3, "/gone")).is(Ok));
        for (const QByteArray& handle : {gone, half}) {
            QVERIFY(served.ask(Packet::readdir(4, handle)).is(EndOfFile));
            QVERIFY(served.ask(Packet::readdir(4, handle)).is(EndOfFile));
            QVERIFY(served.ask(Packet::fstat(5, handle)).type == AttrsReply);
            QVERIFY(served.ask(Packet::read(6, handle, 0, 1)).is(Failure));
            QVERIFY(served.ask(Packet::write(7, handle, 0, "x")).is(Failure));
            QVERIFY(served.ask(Packet::close(8, handle)).is(Ok));
        }
        const QByteArray file = served.opened("/file", fxf::write | fxf::create);
        QVERIFY(served.ask(Packet::readdir(9, file)).is(Failure));
        QVERIFY(served.ask(Packet::close(10, file)).is(Ok));
    }

    void whatComesAndGoesDuringAListingDoesNoHarm()
    {
        ROW("C11");
        QTemporaryDir folder;
        const QByteArray place = QFile::encodeName(folder.path());
        ServedShares served(ShareTree::Layout::Single);
        served.add("Photos", place);
        const auto name = [](int number) { return "stays-" + QByteArray::number(number); };
        for (int i = 0; i < 500; ++i) {
            QFile file(QFile::decodeName(place + '/' + name(i)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            QFile other(QFile::decodeName(place + "/goes-" + QByteArray::number(i)));
            QVERIFY(other.open(QIODevice::WriteOnly));
        }
        const QByteArray handle = served.openedFolder("/");
        QMap<QByteArray, int> seen;
        int replies = 0, removed = 0;
        for (;;) {
            const Reply reply = served.ask(Packet::readdir(1, handle));
            if (reply.type != NameReply) {
                QVERIFY(reply.is(EndOfFile));
                break;
            }
            QVERIFY(reply.names.size() <= 100);
            QVERIFY(reply.size <= 34'000);
            ++replies;
            for (const ReplyName& each : reply.names)
                ++seen[each.name];
            for (int i = 0; i < 60 && removed < 500; ++i, ++removed)
                QVERIFY(::unlink((place + "/goes-" + QByteArray::number(removed)).constData())
                        == 0);
            QFile file(QFile::decodeName(place + "/comes-" + QByteArray::number(replies)));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        QVERIFY(served.ask(Packet::readdir(2, handle)).is(EndOfFile));
        for (int i = 0; i < 500; ++i)
            QCOMPARE(seen.value(name(i)), 1);
        for (auto it = seen.cbegin(); it != seen.cend(); ++it)
            QCOMPARE(it.value(), 1);
        QCOMPARE(seen.value("."), 1);
    }

    void aClosedChannelClosesWhatItHadOpen()
    {
        ROW("C15", "event.upload", "event.download");
        SshChannel &channel = sftp(), &other = sftp();
        const QByteArray up = channel.ask(Packet::open(1, "/up", fxf::write | fxf::create)).handle;
        const QByteArray down = channel.ask(Packet::open(2, "/b", fxf::read)).handle;
        const QByteArray idle = channel.ask(Packet::open(3, "/a", fxf::read)).handle;
        QVERIFY(!idle.isEmpty() && channel.ask(Packet::opendir(4, "/")).type == HandleReply);
        QVERIFY(channel.ask(Packet::write(5, up, 0, QByteArray(1000, 'x'))).is(Ok));
        QCOMPARE(channel.ask(Packet::read(6, down, 0, 2)).data, "de"_ba);
        m_server->sink.take();
        QCOMPARE(ssh_channel_close(channel.handle()), SSH_OK);
        const auto upload = m_server->event(Kind::Upload),
                   download = m_server->event(Kind::Download);
        for (const auto& [event, path, bytes] :
             {std::tuple(upload, "/up", 1000), std::tuple(download, "/b", 2)}) {
            QCOMPARE(event.outcome, Outcome::CutShort);
            QCOMPARE(event.path->bytes(), QByteArray(path));
            QCOMPARE(event.bytes.value_or(0), qint64(bytes));
            QVERIFY(event.error);
        }
        QCOMPARE(m_server->sink.events(Kind::Download).size(), 1); // the other moved nothing
        // Its handles are free again, and its files whole.
        QCOMPARE(m_server->files.content("/up"), QByteArray(1000, 'x'));
        QCOMPARE(other.ask(Packet::stat(7, "/up")).attributes.size, quint64(1000));
        QVERIFY(ssh_channel_request_subsystem(other.handle(), "sftp") != SSH_OK);
        QCOMPARE(other.ask(Packet::stat(8, "/a")).attributes.size, quint64(3));
    }
};

QTEST_GUILESS_MAIN(TestHostileRequests)
#include "tst_hostile_requests.moc"
