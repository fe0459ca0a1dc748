// The bytes of a connection's channels: whole, in order, bounded, and ended the way scp expects.
#include "core/ssh/connection.h"

#include <QTest>

#include "tests/support/rows.h"
#include "tests/support/ssh_client.h"
#include "tests/support/test_server.h"

#include <QElapsedTimer>
#include <QRandomGenerator>

#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace sallyport;
using namespace sallyport::test;
using namespace std::chrono_literals;
using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

namespace {

constexpr quint32 piece = 32 * 1024;

QByteArray randomBytes(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    QRandomGenerator generator{quint32(size)};
    generator.fillRange(reinterpret_cast<quint32*>(bytes.data()), size / 4);
    return bytes;
}

// Reads `size` bytes of an open file, `inFlight` requests at a time.
QByteArray download(SshChannel& sftp, const QByteArray& handle, qsizetype size, int inFlight = 32)
{
    QByteArray content;
    while (content.size() < size) {
        QByteArray requests;
        qsizetype count = 0;
        for (; count < inFlight && content.size() + count * piece < size; ++count)
            requests += Packet::read(quint32(count), handle,
                                     quint64(content.size() + count * piece), piece);
        if (!sftp.send(requests))
            return content;
        const auto replies = sftp.receive(count);
        if (replies.size() != count)
            return content;
        for (const Reply& reply : replies) {
            if (reply.type != DataReply)
                return content;
            content += reply.data;
        }
    }
    return content;
}

bool upload(SshChannel& sftp, const QByteArray& path, const QByteArray& content, int inFlight = 32)
{
    const QByteArray handle =
        sftp.ask(Packet::open(1, path, fxf::write | fxf::create | fxf::truncate)).handle;
    for (qsizetype at = 0; at < content.size();) {
        QByteArray requests;
        qsizetype count = 0;
        for (; count < inFlight && at < content.size(); ++count, at += piece)
            requests += Packet::write(quint32(count), handle, quint64(at), content.mid(at, piece));
        if (!sftp.send(requests))
            return false;
        const auto replies = sftp.receive(count);
        for (const Reply& reply : replies) {
            if (!reply.is(Ok))
                return false;
        }
        if (replies.size() != count)
            return false;
    }
    return sftp.ask(Packet::close(2, handle)).is(Ok);
}

// One Connection without a Server, so that a test sets what no setting does.
class Direct {
public:
    explicit Direct(TestServer& server)
        : m_shared(server.sink)
        , parts{.config = std::make_shared<const ServerConfig>(server.config),
                .shared = m_shared,
                .serverHandles = std::make_shared<sftp::HandleCount>(100),
                .finished = [](quint64) {},
                .refused = [](const Penalty&) {}}
    {
    }
    bool logIn(SshClient& client)
    {
        const int listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(listening, reinterpret_cast<const sockaddr*>(&address), size);
        ::listen(listening, 1);
        ::getsockname(listening, reinterpret_cast<sockaddr*>(&address), &size);
        const int socket = connectSocket(ntohs(address.sin_port));
        ssh::Descriptor accepted(::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC));
        ::close(listening);
        m_connection = std::make_unique<ssh::Connection>(
            1, std::move(accepted), Peer{QHostAddress(QHostAddress::LocalHost), 1}, parts);
        return m_connection->start() && client.connectOn(socket)
            && client.password("anna", "secret") == SSH_AUTH_SUCCESS;
    }
    ssh::Connection& connection() { return *m_connection; }
    ssh::ServerShared& shared() { return m_shared; }

private:
    ssh::ServerShared m_shared;

public:
    ssh::Connection::Parts parts;

private:
    std::unique_ptr<ssh::Connection> m_connection;
};

} // namespace

class TestPump : public QObject {
    Q_OBJECT
private slots:
    void bigTransfersArriveWhole_data()
    {
        QTest::addColumn<QByteArray>("cipher");
        QTest::addColumn<quint64>("rekeyEvery");
        QTest::newRow("gcm") << QByteArray("aes256-gcm@openssh.com") << quint64(0);
        QTest::newRow("chacha") << QByteArray("chacha20-poly1305@openssh.com") << quint64(0);
        QTest::newRow("ctr") << QByteArray("aes128-ctr") << quint64(0);
        QTest::newRow("the client rekeys")
            << QByteArray("aes256-gcm@openssh.com") << quint64(512 * 1024);
    }
    void bigTransfersArriveWhole()
    {
        ROW("trap.rekey");
        QFETCH(QByteArray, cipher);
        QFETCH(quint64, rekeyEvery);
        const QByteArray content = randomBytes(12 * 1024 * 1024);
        TestServer server;
        server.files = MemoryFileSystem{{"/down.bin", content}};
        SshClient client;
        client.option(SSH_OPTIONS_CIPHERS_C_S, cipher.constData());
        client.option(SSH_OPTIONS_CIPHERS_S_C, cipher.constData());
        if (rekeyEvery > 0)
            client.option(SSH_OPTIONS_REKEY_DATA, &rekeyEvery);
        QVERIFY(client.logIn(server.start()));
        SshChannel* sftp = client.openSftp();
        QVERIFY(sftp);
        QVERIFY(upload(*sftp, "/up.bin", content));
        QVERIFY(server.files.content("/up.bin") == content);
        const QByteArray handle = sftp->ask(Packet::open(3, "/down.bin", fxf::read)).handle;
        QVERIFY(download(*sftp, handle, content.size()) == content);
        QVERIFY(sftp->ask(Packet::close(4, handle)).is(Ok));
        const auto uploaded = server.event(Kind::Upload, 2);
        QCOMPARE(uploaded.bytes.value_or(0), qint64(content.size()));
    }

    void theServerRekeysWithoutLosingAByte()
    {
        ROW("trap.rekey");
        const QByteArray content = randomBytes(8 * 1024 * 1024);
        TestServer server;
        server.files = MemoryFileSystem{{"/down.bin", content}};
        Direct direct(server);
        direct.parts.transport.rekeyBytes = 512 * 1024;
        SshClient client;
        QVERIFY(direct.logIn(client));
        SshChannel* sftp = client.openSftp();
        QVERIFY(sftp);
        QVERIFY(upload(*sftp, "/up.bin", content));
        QVERIFY(server.files.content("/up.bin") == content);
        const QByteArray handle = sftp->ask(Packet::open(3, "/down.bin", fxf::read)).handle;
        QVERIFY(download(*sftp, handle, content.size()) == content);
    }

    void aStormOfNewKeysEndsTheConnection()
    {
        ROW("event.limit", "D17");
        TestServer server;
        SshClient client;
        const quint64 tiny = 64;
        client.option(SSH_OPTIONS_REKEY_DATA, &tiny);
        QVERIFY(client.logIn(server.start()));
        SshChannel* sftp = client.openSftp();
        for (int i = 0; i < 200 && sftp && sftp->ask(Packet::stat(1, "/")).type != 0; ++i) {}
        QVERIFY(client.isClosed());
        QCOMPARE(server.event(Kind::Limit).error->message,
                 QStringLiteral("New keys were asked for too often"));
    }

    void tenChannelsWorkAtOnceAndTheEleventhIsRefused()
    {
        ROW("trap.channels", "event.limit");
        const QByteArray content = randomBytes(1024 * 1024);
        TestServer server;
        server.files = MemoryFileSystem{{"/a.bin", content}};
        SshClient client;
        QVERIFY(client.logIn(server.start()));
        QList<SshChannel*> channels;
        QList<QByteArray> handles;
        for (int i = 0; i < 10; ++i) {
            channels.append(client.openSftp());
            QVERIFY(channels.constLast());
            handles.append(channels.constLast()->ask(Packet::open(1, "/a.bin", fxf::read)).handle);
        }
        QVERIFY(!client.openSftp());
        QVERIFY(server.event(Kind::Limit).error->message.contains(u"10 channels"));
        QVERIFY(!client.openSftp());
        QCOMPARE(server.sink.events(Kind::Limit).size(), qsizetype(1)); // said once
        QCOMPARE(server.fileSystemsMade.load(), 1);                     // all share the login's
        // All ask before any is read.
        for (int i = 0; i < 10; ++i) {
            QByteArray requests;
            for (quint32 at = 0; at < 16; ++at)
                requests += Packet::read(at, handles[i], at * piece, piece);
            QVERIFY(channels[i]->send(requests));
        }
        for (int i = 9; i >= 0; --i) {
            QByteArray received;
            for (const Reply& reply : channels[i]->receive(16))
                received += reply.data;
            QVERIFY(received == content.first(16 * piece));
        }
        // A channel that is gone makes room.
        client.close(channels[0]);
        channels[0] = client.openSftp();
        QVERIFY(channels[0]);
        QVERIFY(channels[0]->ask(Packet::stat(1, "/")).type == AttrsReply);
    }

    void whatIsNotSftpIsRefusedPolitely()
    {
        ROW("trap.channels", "event.denied");
        TestServer server;
        SshClient client;
        QVERIFY(client.logIn(server.start()));
        SshChannel* channel = client.openChannel();
        QVERIFY(channel);
        QVERIFY(ssh_channel_request_env(channel->handle(), "LANG", "C") != SSH_OK);
        QVERIFY(ssh_channel_request_pty(channel->handle()) != SSH_OK);
        QVERIFY(ssh_channel_request_exec(channel->handle(), "id") != SSH_OK);
        QVERIFY(ssh_channel_request_shell(channel->handle()) != SSH_OK);
        QVERIFY(ssh_channel_request_x11(channel->handle(), 0, nullptr, nullptr, 0) != SSH_OK);
        QVERIFY(ssh_channel_request_subsystem(channel->handle(), "netconf") != SSH_OK);
        int bound = 0;
        QVERIFY(ssh_channel_listen_forward(client.session(), "127.0.0.1", 0, &bound) != SSH_OK);
        const ssh_channel forward = ssh_channel_new(client.session());
        QVERIFY(ssh_channel_open_forward(forward, "127.0.0.1", 22, "127.0.0.1", 1) != SSH_OK);
        ssh_channel_free(forward);
        QVERIFY(channel->startSftp()); // and SFTP works on the same channel
        QStringList denied;
        for (const auto& event : server.sink.events(Kind::Denied)) {
            QVERIFY(event.outcome == Outcome::Refused);
            denied.append(event.error->message);
        }
        for (const char* what :
             {"env", "pty", "exec", "shell", "x11", "subsystem", "tcpip-forward", "direct-tcpip"})
            QVERIFY2(denied.contains(QString::fromLatin1(what)), what);
    }

    void aSecondSubsystemOnAChannelIsRefused()
    {
        ROW("trap.channels", "C15");
        TestServer server;
        SshClient client;
        QVERIFY(client.logIn(server.start()));
        SshChannel* sftp = client.openSftp();
        QVERIFY(sftp);
        QVERIFY(ssh_channel_request_subsystem(sftp->handle(), "sftp") != SSH_OK);
        QCOMPARE(sftp->ask(Packet::stat(1, "/")).type, quint8(AttrsReply));
    }

    void aClientThatNeverReadsStopsOurReading()
    {
        ROW("trap.back-pressure", "event.limit", "C13");
        TestServer server;
        server.files = MemoryFileSystem{{"/a.bin", QByteArray(64 * 1024 * 1024, 'x')}};
        Direct direct(server);
        direct.parts.noProgress = 2s;
        SshClient client;
        QVERIFY(direct.logIn(client));
        SshChannel* sftp = client.openSftp();
        const QByteArray handle = sftp->ask(Packet::open(1, "/a.bin", fxf::read)).handle;
        // 64 MiB asked for in 60 KiB of requests, and not a byte of it read.
        QByteArray requests;
        for (quint32 i = 0; i < 2048; ++i)
            requests += Packet::read(i, handle, i * piece, piece);
        QVERIFY(sftp->send(requests));
        const auto& live = direct.connection().live();
        QTRY_VERIFY(live->sent.load() > 0);
        const auto limit = server.event(Kind::Limit);
        QCOMPARE(limit.error->message, QStringLiteral("The client took nothing for 2 s"));
        // Window and socket of the client, and what one channel may have unsent: far from 64 MiB.
        QVERIFY2(live->sent.load() < 12 * 1024 * 1024, qPrintable(QString::number(live->sent)));
    }

    void aRateLimitThatOthersUseUpIsNoExcuse()
    {
        ROW("trap.back-pressure", "event.limit");
        TestServer server;
        server.files = MemoryFileSystem{{"/a.bin", QByteArray(16 * 1024 * 1024, 'x')}};
        Direct direct(server);
        direct.parts.noProgress = 2s;
        SshClient client;
        QVERIFY(direct.logIn(client));
        SshChannel* sftp = client.openSftp();
        const QByteArray handle = sftp->ask(Packet::open(1, "/a.bin", fxf::read)).handle;
        QByteArray requests;
        for (quint32 i = 0; i < 512; ++i)
            requests += Packet::read(i, handle, i * piece, piece);
        QVERIFY(sftp->send(requests));
        const auto& live = direct.connection().live();
        QTRY_VERIFY(live->sent.load() > 1'000'000); // about the window of libssh's clients
        direct.shared().toClients.setRate(64 * 1024);
        std::atomic<bool> done{false};
        std::thread other([&] {
            while (!done) {
                direct.shared().toClients.take(1024 * 1024);
                std::this_thread::sleep_for(1ms);
            }
        });
        const auto limit = server.event(Kind::Limit);
        done = true;
        other.join();
        QVERIFY(limit.error);
        QCOMPARE(limit.error->message, QStringLiteral("The client took nothing for 2 s"));
    }

    void theEndOfInputIsAnsweredWithAllThatIsOwed()
    {
        ROW("trap.eof-owed", "trap.scp-exit");
        const QByteArray content = randomBytes(2 * 1024 * 1024);
        TestServer server;
        server.files = MemoryFileSystem{{"/a.bin", content}};
        SshClient client;
        QVERIFY(client.logIn(server.start()));
        SshChannel* sftp = client.openSftp();
        const QByteArray handle = sftp->ask(Packet::open(1, "/a.bin", fxf::read)).handle;
        QByteArray requests;
        for (quint32 i = 0; i < 64; ++i)
            requests += Packet::read(i, handle, i * piece, piece);
        QVERIFY(sftp->send(requests));
        QVERIFY(sftp->sendEof());
        QByteArray received;
        for (const Reply& reply : sftp->receive(64))
            received += reply.data;
        QVERIFY(received == content);
        QCOMPARE(sftp->exitStatus(), 0);
        QVERIFY(client.openSftp()); // the connection goes on
    }

    void anEndBetweenRequestsGivesStatusEofAndClose()
    {
        ROW("trap.scp-exit");
        TestServer server;
        SshClient client;
        QVERIFY(client.logIn(server.start()));
        SshChannel* last = nullptr;
        for (int i = 0; i < 25; ++i) { // more than ten, for each makes room for the next
            SshChannel* sftp = client.openSftp();
            QVERIFY(sftp);
            if (last) { // its CLOSE came with or before what was answered since
                QVERIFY(ssh_channel_is_closed(last->handle()));
                client.close(last);
            }
            QVERIFY(sftp->sendEof());
            QCOMPARE(sftp->exitStatus(), 0);
            last = sftp;
        }
    }

    void brokenFramingEndsTheChannelAlone()
    {
        ROW("event.protocol", "C1");
        TestServer server;
        SshClient client;
        QVERIFY(client.logIn(server.start()));
        SshChannel *broken = client.openSftp(), *other = client.openSftp();
        QVERIFY(broken->send(QByteArray("\x7f\xff\xff\xff", 4) + QByteArray(100, 'x')));
        QCOMPARE(broken->exitStatus(), 1);
        QVERIFY(server.event(Kind::Protocol).error);
        QCOMPARE(server.sink.events(Kind::Protocol).size(), qsizetype(1));
        QCOMPARE(other->ask(Packet::stat(1, "/")).type, quint8(AttrsReply));
    }

    void halfARequestIsWaitedForAsLongAsTheRestComes()
    {
        ROW("C2", "event.limit");
        TestServer server;
        Direct direct(server);
        direct.parts.noProgress = 2s;
        SshClient client;
        QVERIFY(direct.logIn(client));
        SshChannel* sftp = client.openSftp();
        QVERIFY(sftp);
        // Slowly, a byte after the other, longer than the patience in all.
        const QByteArray slow = Packet::stat(1, "/");
        for (const char byte : slow) {
            QVERIFY(sftp->send(QByteArray(1, byte)));
            QTest::qWait(200);
        }
        QCOMPARE(sftp->receive(1).value(0).type, quint8(AttrsReply));
        QVERIFY(server.sink.events(Kind::Limit).isEmpty());
        // And then never: half of a WRITE, whose file was open.
        const QByteArray handle =
            sftp->ask(Packet::open(2, "/up", fxf::write | fxf::create)).handle;
        QVERIFY(sftp->send(Packet::write(3, handle, 0, QByteArray(1000, 'x')).first(500)));
        QVERIFY(client.isClosed()); // it was the last channel
        const auto limit = server.event(Kind::Limit);
        QVERIFY(limit.outcome == Outcome::Refused);
        QVERIFY(limit.error);
        QCOMPARE(limit.error->message, QStringLiteral("Half a request came, and nothing for 2 s"));
        QCOMPARE(server.event(Kind::Upload, 2).outcome, Outcome::CutShort);
        QCOMPARE(server.sink.events(Kind::Limit).size(), qsizetype(1));
    }

    void dataOnTheErrorStreamEndsTheConnection()
    {
        ROW("event.protocol", "C14");
        TestServer server;
        SshClient client;
        QVERIFY(client.logIn(server.start()));
        SshChannel* sftp = client.openSftp();
        QVERIFY(sftp);
        QCOMPARE(ssh_channel_write_stderr(sftp->handle(), "x", 1), 1);
        QVERIFY(client.isClosed());
        QCOMPARE(server.event(Kind::Protocol).error->message,
                 QStringLiteral("Data came on a stream that SFTP does not have"));
    }

    void anUploadWhoseClientVanishesIsCutShort()
    {
        ROW("event.disconnected");
        TestServer server;
        SshClient client;
        QVERIFY(client.logIn(server.start()));
        SshChannel* sftp = client.openSftp();
        const QByteArray handle =
            sftp->ask(Packet::open(1, "/up.bin", fxf::write | fxf::create)).handle;
        QVERIFY(sftp->ask(Packet::write(2, handle, 0, QByteArray(1000, 'x'))).is(Ok));
        client.vanish();
        const auto gone = server.event(Kind::Disconnected);
        QCOMPARE(gone.bytes.value_or(0), qint64(1000));
        const auto upload = server.sink.events(Kind::Upload).constLast();
        QVERIFY(upload.outcome == Outcome::CutShort);
        QVERIFY(upload.at <= gone.at);
        QCOMPARE(server.files.content("/up.bin").size(), qsizetype(1000));
    }

    void theRateIsLimitedBothWays()
    {
        const QByteArray content = randomBytes(768 * 1024);
        TestServer server;
        server.config.network.bytesPerSecond = 512 * 1024;
        server.files = MemoryFileSystem{{"/a.bin", content}};
        SshClient client;
        QVERIFY(client.logIn(server.start()));
        SshChannel* sftp = client.openSftp();
        const QByteArray handle = sftp->ask(Packet::open(1, "/a.bin", fxf::read)).handle;
        QElapsedTimer timer;
        timer.start();
        QVERIFY(download(*sftp, handle, content.size()) == content);
        QVERIFY2(timer.restart() >= 1000, "faster than the limit"); // a quarter second was saved
        QVERIFY(upload(*sftp, "/b.bin", content));
        QVERIFY2(timer.elapsed() >= 1000, "faster than the limit");
        QVERIFY(server.files.content("/b.bin") == content);
    }

    void oneAtATimeIsFine()
    {
        TestServer server;
        SshClient client;
        QVERIFY(client.logIn(server.start()));
        SshChannel* sftp = client.openSftp();
        for (quint32 i = 0; i < 500; ++i) {
            const Reply reply = sftp->ask(Packet::stat(i, "/"));
            QCOMPARE(reply.type, quint8(AttrsReply));
            QCOMPARE(reply.id, i);
        }
    }
};

QTEST_GUILESS_MAIN(TestPump)
#include "tst_pump.moc"
