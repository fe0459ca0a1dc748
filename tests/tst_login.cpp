// The way from the key exchange to an identity, with a real client: what is let in, what is
// counted, and what a client that breaks the rules gets.
#include <QTest>

#include "tests/support/rows.h"
#include "tests/support/ssh_client.h"
#include "tests/support/test_server.h"

#include <libssh/server.h>

#include <QElapsedTimer>

using namespace sallyport;
using namespace sallyport::test;
using namespace std::chrono_literals;
using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

namespace {

struct Key {
    explicit Key(ssh_keytypes_e type = SSH_KEYTYPE_ED25519, int bits = 0)
    {
        ssh_pki_generate(type, bits, &key);
    }
    ~Key() { ssh_key_free(key); }
    Key(const Key&) = delete;
    Key& operator=(const Key&) = delete;
    QByteArray wire() const
    {
        char* base64 = nullptr;
        ssh_pki_export_pubkey_base64(key, &base64);
        const QByteArray bytes = QByteArray::fromBase64(base64);
        ssh_string_free_char(base64);
        return bytes;
    }
    ssh_key key = nullptr;
};

} // namespace

class TestLogin : public QObject {
    Q_OBJECT
private slots:
    void theRightPasswordLogsIn()
    {
        ROW("event.connected", "event.loggedIn", "event.disconnected");
        TestServer server;
        const quint16 port = server.start();
        {
            SshClient client;
            client.option(SSH_OPTIONS_CIPHERS_C_S, "aes256-gcm@openssh.com");
            QVERIFY(client.connect(port));
            QCOMPARE(client.none("anna"), int(SSH_AUTH_DENIED));
            QCOMPARE(client.password("anna", "secret"), int(SSH_AUTH_SUCCESS));
            QCOMPARE(QByteArray(ssh_get_cipher_out(client.session())),
                     QByteArray("aes256-gcm@openssh.com"));
        }
        const auto connected = server.event(Kind::Connected);
        QVERIFY(connected.client.startsWith(u"SSH-2.0-libssh"));
        QVERIFY(connected.peer.startsWith(u"127.0.0.1:"));
        const auto loggedIn = server.event(Kind::LoggedIn);
        QCOMPARE(loggedIn.connection, connected.connection);
        QCOMPARE(loggedIn.user, QStringLiteral("anna"));
        QCOMPARE(loggedIn.message, QStringLiteral("password"));
        QVERIFY(loggedIn.outcome == Outcome::Ok);
        const auto gone = server.event(Kind::Disconnected);
        QVERIFY(gone.outcome == Outcome::Ok);
        QCOMPARE(gone.user, QStringLiteral("anna"));
        QCOMPARE(gone.bytes.value_or(-1), qint64(0));
        QVERIFY(gone.elapsed);
        QVERIFY(server.sink.events(Kind::LoginRefused).isEmpty()); // the first `none` is no try
    }

    void aPasswordWithoutNoneFirstLogsIn()
    {
        TestServer server;
        SshClient client;
        QVERIFY(client.connect(server.start()));
        QCOMPARE(client.password("anna", "secret"), int(SSH_AUTH_SUCCESS));
    }

    void aKeyLogsIn()
    {
        ROW("event.loggedIn");
        const Key key;
        TestServer server;
        server.authenticator->annasKey = key.wire();
        SshClient client;
        QVERIFY(client.connect(server.start()));
        QCOMPARE(client.probe("anna", key.key), int(SSH_AUTH_SUCCESS));
        QVERIFY(server.sink.events(Kind::LoggedIn).isEmpty()); // asking is not proving
        QCOMPARE(client.publicKey("anna", key.key), int(SSH_AUTH_SUCCESS));
        QVERIFY(server.event(Kind::LoggedIn).message.startsWith(u"publickey SHA256:"));
    }

    void noneLogsAGuestInWhereThatIsAllowed()
    {
        TestServer server;
        server.authenticator->guestMayCome = true;
        SshClient client;
        QVERIFY(client.connect(server.start()));
        QCOMPARE(client.none("guest"), int(SSH_AUTH_SUCCESS));
        QCOMPARE(server.event(Kind::LoggedIn).message, QStringLiteral("none"));
        QVERIFY(client.openSftp());
    }

    void eachFailedTryIsToldWithItsReason_data()
    {
        QTest::addColumn<QByteArray>("user");
        QTest::addColumn<QString>("why");
        QTest::newRow("wrong password") << QByteArray("anna") << QStringLiteral("wrong password");
        QTest::newRow("unknown user") << QByteArray("berta") << QStringLiteral("unknown user");
        QTest::newRow("not UTF-8") << QByteArray("an\xff") << QStringLiteral("unknown user");
        QTest::newRow("busy") << QByteArray("busy") << QStringLiteral("too many logins at once");
    }
    void eachFailedTryIsToldWithItsReason()
    {
        ROW("event.loginRefused");
        QFETCH(QByteArray, user);
        QFETCH(QString, why);
        TestServer server;
        SshClient client;
        QVERIFY(client.connect(server.start()));
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(client.password(user, "wrong"), int(SSH_AUTH_DENIED));
        QVERIFY(timer.elapsed() >= 100); // padded, whatever the reason
        const auto refused = server.event(Kind::LoginRefused);
        QVERIFY(refused.error);
        QCOMPARE(refused.error->message, why);
        QVERIFY(refused.outcome == Outcome::Refused);
        QCOMPARE(refused.user, QString::fromUtf8(user));
        QCOMPARE(server.authenticator->passwordsChecked.load(), 1);
    }

    void ofALongNameOnlyItsBeginningIsKept()
    {
        ROW("event.loginRefused", "event.disconnected");
        // Its 256th byte is amid a character.
        const QByteArray name = QByteArray(255, 'x') + "\xc3\xa4" + QByteArray(200'000, 'x');
        const QString kept(255, u'x');
        const Key key;
        TestServer server;
        const quint16 port = server.start();
        {
            SshClient probes;
            QVERIFY(probes.connect(port));
            QCOMPARE(probes.probe(name, key.key), int(SSH_AUTH_DENIED));
            QCOMPARE(server.authenticator->keysChecked.load(), 1); // as for any unknown name
        }
        const ActivityEvent probed = server.event(Kind::Disconnected);
        QCOMPARE(probed.user, kept);
        QCOMPARE(probed.message, QStringLiteral("No key offered for %1 is known").arg(kept));

        SshClient tries;
        QVERIFY(tries.connect(port));
        QCOMPARE(tries.password(name, "wrong"), int(SSH_AUTH_DENIED));
        QCOMPARE(server.authenticator->passwordsChecked.load(), 1);
        const ActivityEvent refused = server.event(Kind::LoginRefused);
        QCOMPARE(refused.user, kept);
        QCOMPARE(refused.error->message, QStringLiteral("unknown user"));
        for (const ActivityEvent& event : server.sink.events())
            QVERIFY(event.user.toUtf8().size() <= 256);
    }

    void afterSixTriesTheServerHangsUp()
    {
        ROW("D7");
        TestServer server;
        SshClient client;
        QVERIFY(client.connect(server.start()));
        for (int i = 1; i <= 6; ++i)
            QVERIFY(client.password("anna", "wrong") != SSH_AUTH_SUCCESS);
        QVERIFY(client.isClosed());
        QCOMPARE(server.authenticator->passwordsChecked.load(), 6);
        server.event(Kind::Disconnected);
        QCOMPARE(server.sink.events(Kind::LoginRefused).size(), qsizetype(6));
    }

    void twentyKeysMayBeAskedAboutAndAreNoTries()
    {
        ROW("D9");
        const Key wrong;
        TestServer server;
        server.config.limits.maxKeyProbes = 3;
        SshClient client;
        QVERIFY(client.connect(server.start()));
        for (int i = 0; i < 5; ++i)
            QCOMPARE(client.probe("anna", wrong.key), int(SSH_AUTH_DENIED));
        QCOMPARE(server.authenticator->keysChecked.load(), 3); // the others unseen
        QVERIFY(server.sink.events(Kind::LoginRefused).isEmpty());
        QCOMPARE(client.password("anna", "secret"), int(SSH_AUTH_SUCCESS));
        client.vanish();
        QVERIFY(server.event(Kind::Disconnected).message.isEmpty());
    }

    void whoOnlyAskedAboutKeysIsExplained()
    {
        const Key wrong;
        TestServer server;
        const quint16 port = server.start();
        {
            SshClient client;
            QVERIFY(client.connect(port));
            QCOMPARE(client.probe("anna", wrong.key), int(SSH_AUTH_DENIED));
        }
        QCOMPARE(server.event(Kind::Disconnected).message,
                 QStringLiteral("No key offered for anna is known"));
        QVERIFY(server.sink.events(Kind::LoginRefused).isEmpty());
    }

    void aSignedKeyThatIsNotListedIsATry()
    {
        const Key wrong;
        TestServer server;
        SshClient client;
        QVERIFY(client.connect(server.start()));
        QCOMPARE(client.publicKey("anna", wrong.key), int(SSH_AUTH_DENIED));
        QCOMPARE(server.event(Kind::LoginRefused).error->message, QStringLiteral("unknown key"));
    }

    // libssh drops a signature by a key that is too short without a word to anyone.
    void aTryThatLibsshDropsIsCountedAndAnswered()
    {
        ROW("event.loginRefused", "D10");
        const Key tooShort(SSH_KEYTYPE_RSA, 1024);
        TestServer server;
        server.authenticator->annasKey = tooShort.wire();
        SshClient client;
        QVERIFY(client.connect(server.start()));
        QCOMPARE(client.none("anna"), int(SSH_AUTH_DENIED));
        QCOMPARE(client.publicKey("anna", tooShort.key), int(SSH_AUTH_DENIED)); // and no time-out
        QCOMPARE(server.event(Kind::LoginRefused).user, QStringLiteral("anna"));
        QCOMPARE(client.password("anna", "secret"), int(SSH_AUTH_SUCCESS));
        QCOMPARE(server.sink.events(Kind::LoginRefused).size(), qsizetype(1));
    }

    void aDroppedTryThatComesFirstEndsTheConnection()
    {
        const Key tooShort(SSH_KEYTYPE_RSA, 1024);
        TestServer server;
        SshClient client;
        QVERIFY(client.connect(server.start()));
        QCOMPARE(ssh_service_request(client.session(), "ssh-userauth"), SSH_OK);
        const long second = 1; // libssh's client does not see that it has been hung up on
        client.option(SSH_OPTIONS_TIMEOUT, &second);
        QVERIFY(client.publicKey("anna", tooShort.key) != SSH_AUTH_SUCCESS);
        QVERIFY(client.isClosed());
        QCOMPARE(server.event(Kind::LoginRefused).connection,
                 server.event(Kind::Connected).connection);
    }

    void droppedTriesCountAgainstTheSix()
    {
        const Key tooShort(SSH_KEYTYPE_RSA, 1024);
        TestServer server;
        server.config.limits.maxLoginAttempts = 3;
        SshClient client;
        QVERIFY(client.connect(server.start()));
        QCOMPARE(client.none("anna"), int(SSH_AUTH_DENIED));
        for (int i = 0; i < 3; ++i)
            QVERIFY(client.publicKey("anna", tooShort.key) != SSH_AUTH_SUCCESS);
        QVERIFY(client.isClosed());
    }

    void methodsThatAreNotOfferedAreRefusedAndCounted()
    {
        ROW("D6");
        TestServer server;
        SshClient client;
        QVERIFY(client.connect(server.start()));
        QCOMPARE(client.none("anna"), int(SSH_AUTH_DENIED));
        const int offered = ssh_userauth_list(client.session(), nullptr);
        QCOMPARE(offered, int(SSH_AUTH_METHOD_PASSWORD | SSH_AUTH_METHOD_PUBLICKEY));
        QCOMPARE(ssh_userauth_kbdint(client.session(), "anna", nullptr), int(SSH_AUTH_DENIED));
        QCOMPARE(server.event(Kind::LoginRefused).error->message,
                 QStringLiteral("a method that is not offered"));
        QCOMPARE(client.password("anna", "secret"), int(SSH_AUTH_SUCCESS));
    }

    void aSecondNoneIsATry()
    {
        ROW("D6");
        TestServer server;
        SshClient client;
        QVERIFY(client.connect(server.start()));
        QCOMPARE(client.none("anna"), int(SSH_AUTH_DENIED));
        QVERIFY(server.sink.events(Kind::LoginRefused).isEmpty());
        QCOMPARE(client.none("anna"), int(SSH_AUTH_DENIED));
        QCOMPARE(server.sink.events(Kind::LoginRefused).size(), qsizetype(1));
    }

    void anotherUserNameEndsTheConnection()
    {
        ROW("event.loginRefused");
        TestServer server;
        SshClient client;
        QVERIFY(client.connect(server.start()));
        QCOMPARE(client.password("berta", "wrong"), int(SSH_AUTH_DENIED));
        QVERIFY(client.password("anna", "secret") != SSH_AUTH_SUCCESS);
        QVERIFY(client.isClosed());
        QVERIFY(server.sink.events(Kind::LoggedIn).isEmpty());
        QCOMPARE(server.sink.events(Kind::LoginRefused).constLast().error->message,
                 QStringLiteral("the user name changed"));
    }

    void aGlobalRequestBeforeTheLoginEndsTheConnection()
    {
        ROW("event.protocol");
        TestServer server;
        SshClient client;
        QVERIFY(client.connect(server.start()));
        QVERIFY(ssh_send_keepalive(client.session()) == SSH_OK);
        QVERIFY(client.isClosed());
        const auto broken = server.event(Kind::Protocol);
        QVERIFY(broken.error);
        QVERIFY(broken.outcome == Outcome::Failed);
        QVERIFY(server.sink.events(Kind::LoggedIn).isEmpty());
    }

    void whatMayComeBeforeTheLoginIsBounded_data()
    {
        QTest::addColumn<int>("packets");
        QTest::addColumn<int>("size");
        QTest::newRow("bytes") << 20 << 20'000;
        QTest::newRow("packets") << 600 << 1;
    }
    void whatMayComeBeforeTheLoginIsBounded()
    {
        ROW("event.limit");
        QFETCH(int, packets);
        QFETCH(int, size);
        TestServer server;
        SshClient client;
        QVERIFY(client.connect(server.start()));
        const QByteArray ignored(size, 'x');
        for (int i = 0; i < packets; ++i) { // that some are not taken any more is the point
            if (ssh_send_ignore(client.session(), ignored.constData()) != SSH_OK)
                break;
        }
        QVERIFY(client.isClosed());
        QCOMPARE(server.event(Kind::Limit).error->message,
                 QStringLiteral("Too much came before the login"));
    }

    void onlyOneServiceIsThere()
    {
        ROW("event.protocol");
        TestServer server;
        SshClient client;
        QVERIFY(client.connect(server.start()));
        QVERIFY(ssh_service_request(client.session(), "ssh-connection") != SSH_OK
                || client.isClosed());
        QVERIFY(client.isClosed());
        QCOMPARE(server.event(Kind::Protocol).error->message,
                 QStringLiteral("A service was asked for that is not there"));
    }

    void sshRsaNeedsOlderDevices_data()
    {
        QTest::addColumn<bool>("olderDevices");
        QTest::newRow("modern") << false;
        QTest::newRow("older devices") << true;
    }
    void sshRsaNeedsOlderDevices()
    {
        QFETCH(bool, olderDevices);
        TestServer server;
        server.config.hostKeys = {TestServer::hostKey(HostKey::Type::Rsa3072)};
        server.config.network.olderDevices = olderDevices;
        const quint16 port = server.start();
        // libssh's client hangs up by itself where nothing fits, now and then before it has sent
        // what it offers.
        constexpr int mostTries = 5;
        for (int tries = 1; tries <= mostTries; ++tries) {
            SshClient client;
            client.option(SSH_OPTIONS_HOSTKEYS, "ssh-rsa");
            QCOMPARE(client.connect(port), olderDevices);
            if (olderDevices)
                return;
            QCOMPARE(server.event(Kind::Disconnected, tries).kind, Kind::Disconnected);
            if (!server.sink.events(Kind::Protocol).isEmpty())
                break;
        }
        const auto broken = server.event(Kind::Protocol);
        QVERIFY(broken.error);
        QCOMPARE(broken.error->message,
                 QStringLiteral("The client offered only ssh-rsa as host key"));
    }

    void gcmIsOfferedOnlyWhenItMayBe()
    {
        TestServer server;
        server.config.offerGcm = false;
        SshClient client;
        client.option(SSH_OPTIONS_CIPHERS_C_S, "aes256-gcm@openssh.com");
        QVERIFY(!client.connect(server.start()));
    }

    void loginsPastTheLimitEndWithAReason()
    {
        ROW("event.limit", "D2");
        TestServer server;
        server.config.limits.maxConnections = 2;
        const quint16 port = server.start();
        SshClient first, second, third;
        QVERIFY(first.logIn(port));
        QVERIFY(second.logIn(port));
        QVERIFY(!third.logIn(port));
        QVERIFY(third.isClosed());
        QVERIFY(server.event(Kind::Limit).error->message.contains(u"2 connections"));
        QVERIFY(first.openSftp());
    }
};

QTEST_GUILESS_MAIN(TestLogin)
#include "tst_login.moc"
