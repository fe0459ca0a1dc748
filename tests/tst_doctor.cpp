// Each finding of the doctor, provoked: by real sockets, servers and clients where there are such,
// by what a system would answer where it is the system's. tests/interop/test_doctor.py asks the
// program on computers that are ill.
#include "core/doctor_checks.h"
#include "core/doctor_run.h"
#include "core/platform/file_lock.h"

#include <QDir>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"
#include "tests/support/ssh_client.h"
#include "tests/support/test_server.h"

#include <future>

using namespace sallyport;
using namespace sallyport::test;
using namespace std::chrono_literals;
using doctor::Findings;
using Weight = Finding::Weight;
using Kind = ActivityEvent::Kind;
using End = ssh::ProbeResult::End;

namespace {

QHostAddress address(const char* text)
{
    return QHostAddress(QLatin1String(text));
}

NetworkInterface interface(const char* name, std::initializer_list<const char*> addresses)
{
    NetworkInterface made;
    made.name = QLatin1String(name);
    for (const char* one : addresses)
        made.addresses += address(one);
    made.isLoopback = made.name == QLatin1String("lo");
    return made;
}

QStringList kinds(const Findings& findings)
{
    QStringList all;
    for (const Finding& finding : findings)
        all += finding.kind;
    return all;
}

// Whatever is not as it should be says what to do.
void checkAdvice(const Findings& findings)
{
    for (const Finding& finding : findings) {
        QVERIFY(!finding.sentence.isEmpty());
        if (finding.weight != Weight::Good)
            QVERIFY2(!finding.advice.isEmpty(), qPrintable(finding.kind));
    }
}

Settings onLoopback(quint16 port)
{
    Settings settings;
    settings.network.addresses = {QHostAddress(QHostAddress::LocalHost)};
    settings.network.port = port;
    return settings;
}

// A server that says something, or nothing, and hangs up, or does not.
class Talker {
public:
    explicit Talker(QByteArray words, bool hangsUp)
    {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server,
                         [this, words = std::move(words), hangsUp] {
                             QTcpSocket* const socket = m_server.nextPendingConnection();
                             socket->write(words);
                             if (hangsUp)
                                 socket->disconnectFromHost();
                         });
    }
    Peer peer() const { return {m_server.serverAddress(), m_server.serverPort()}; }

private:
    QTcpServer m_server;
};

ssh::ProbeResult probed(const Peer& peer, std::chrono::milliseconds within = 10s)
{
    auto result = std::async(std::launch::async, [&] { return ssh::probe(peer, within); });
    (void)QTest::qWaitFor([&] { return result.wait_for(0s) == std::future_status::ready; }, 60'000);
    return result.get();
}

} // namespace

class TestDoctor : public QObject {
    Q_OBJECT

private slots:
    void aPortThatIsTakenIsNamedWithItsHolder()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        const Findings found =
            doctor::port(doctor::lookAround({onLoopback(other.serverPort()), {}, {}, {}}));
        QCOMPARE(kinds(found), QStringList{QStringLiteral("portTaken")});
        QCOMPARE(found[0].weight, Weight::Problem);
        QVERIFY2(found[0].sentence.startsWith(
                     QStringLiteral("Port %1 is used by tst_doctor (process %2)")
                         .arg(other.serverPort())
                         .arg(QCoreApplication::applicationPid())),
                 qPrintable(found[0].sentence));
        checkAdvice(found);
        const quint16 port = other.serverPort();
        other.close();
        const Findings free = doctor::port(doctor::lookAround({onLoopback(port), {}, {}, {}}));
        QCOMPARE(kinds(free), QStringList{QStringLiteral("notRunning")});
        checkAdvice(free);
    }

    void anAddressThatIsNotThereIsNamed()
    {
        Settings settings;
        settings.network.addresses = {address("192.0.2.7")};
        const Findings found = doctor::port(doctor::lookAround({settings, {}, {}, {}}));
        QCOMPARE(kinds(found), QStringList{QStringLiteral("addressMissing")});
        QVERIFY(found[0].sentence.contains(QStringLiteral("192.0.2.7")));
        checkAdvice(found);
    }

    void theServerOfTheProfileIsFoundByItsLock()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("server.lock"));
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const Doctor::Subject subject{onLoopback(1), path, {}, {}};
        QVERIFY(!doctor::lookAround(subject).server);
        {
            const auto lock = FileLock::take(path, QStringLiteral("This"));
            QVERIFY(lock);
            const auto seen = doctor::lookAround(subject);
            QVERIFY(seen.server);
            QVERIFY(
                seen.server->listening.contains(Peer{server.serverAddress(), server.serverPort()}));
            QVERIFY(seen.server->isProfiles);
            QCOMPARE(kinds(doctor::port(seen)), QStringList{QStringLiteral("listening")});
        }
        QVERIFY(!doctor::lookAround(subject).server); // the file is still there
    }

    void somethingIsSharedWithSomebody()
    {
        doctor::Situation situation;
        QCOMPARE(kinds(doctor::shares(situation)), QStringList{QStringLiteral("nothingShared")});
        checkAdvice(doctor::shares(situation));
        Share share;
        share.id = ShareId::create();
        situation.settings.shares = {share};
        QCOMPARE(kinds(doctor::shares(situation)), QStringList{QStringLiteral("nobodyInvited")});
        checkAdvice(doctor::shares(situation));
        Account anna;
        anna.access.insert(share.id, Access::View);
        situation.settings.accounts = {anna}; // neither password nor key
        QCOMPARE(kinds(doctor::shares(situation)), QStringList{QStringLiteral("nobodyInvited")});
        situation.settings.accounts[0].passwordVerifier = "$argon2id$";
        QCOMPARE(doctor::shares(situation).value(0).weight, Weight::Good);
        situation.settings.shares[0].until = QDateTime::currentDateTimeUtc().addSecs(-1);
        QCOMPARE(kinds(doctor::shares(situation)), QStringList{QStringLiteral("nothingShared")});
        // Of a run with shares of its own the settings say nothing.
        situation.server = doctor::Situation::Running{{}, false};
        QVERIFY(doctor::shares(situation).isEmpty());
    }

    void theAddressIsTheRightOne_data()
    {
        QTest::addColumn<QList<NetworkInterface>>("interfaces");
        QTest::addColumn<QString>("listensAt");
        QTest::addColumn<QStringList>("expected");
        const NetworkInterface lo = interface("lo", {"127.0.0.1", "::1"});
        const NetworkInterface lan = interface("enp3s0", {"192.168.1.23"});
        const NetworkInterface vpn = interface("wg0", {"10.8.0.2"});
        const NetworkInterface docker = interface("docker0", {"172.17.0.1"});
        const NetworkInterface libvirt = interface("virbr0", {"192.168.122.1"});
        const auto row = [](const char* name, const QList<NetworkInterface>& interfaces,
                            const char* at, const QStringList& expected) {
            QTest::newRow(name) << interfaces << QString(QLatin1String(at)) << expected;
        };
        row("well", {lo, lan}, "0.0.0.0", {QStringLiteral("address")});
        row("well beside others", {lo, docker, lan, vpn, libvirt}, "0.0.0.0",
            {QStringLiteral("address"), QStringLiteral("otherAddresses")});
        row("in no network", {lo}, "0.0.0.0", {QStringLiteral("noNetwork")});
        row("for this computer alone", {lo, lan}, "127.0.0.1",
            {QStringLiteral("onlyThisComputer")});
        row("in the VPN alone", {lo, lan, vpn}, "10.8.0.2", {QStringLiteral("wrongAddress")});
        row("for containers alone", {lo, lan, docker}, "172.17.0.1",
            {QStringLiteral("wrongAddress")});
        row("no other network than a VPN", {lo, vpn}, "0.0.0.0", {QStringLiteral("onlyTunnel")});
        row("no router", {lo, interface("enp3s0", {"169.254.7.1"})}, "0.0.0.0",
            {QStringLiteral("noLease")});
        row("an address that has gone", {lo, lan}, "192.168.9.9",
            {QStringLiteral("addressMissing")});
    }
    void theAddressIsTheRightOne()
    {
        QFETCH(const QList<NetworkInterface>, interfaces);
        QFETCH(const QString, listensAt);
        QFETCH(const QStringList, expected);
        doctor::Situation situation;
        situation.interfaces = interfaces;
        situation.server = doctor::Situation::Running{{{QHostAddress(listensAt), 2022}}, true};
        const Findings found = doctor::address(situation);
        QCOMPARE(kinds(found), expected);
        QCOMPARE(found[0].weight,
                 expected[0] == QLatin1String("address") ? Weight::Good : Weight::Problem);
        checkAdvice(found);
    }

    void aHandshakeWithARealServerWorks()
    {
        TestServer server;
        const Peer at{QHostAddress(QHostAddress::LocalHost), server.start()};
        const auto result = probed(at);
        QCOMPARE(result.end, End::Spoke);
        QCOMPARE(result.words, TestServer::hostKey()->fingerprint());
        QCOMPARE(doctor::handshake(at, result, 3s).value(0).weight, Weight::Good);
        QVERIFY(server.stop());
        const auto refused = probed(at);
        QCOMPARE(refused.end, End::Refused);
        QCOMPARE(kinds(doctor::handshake(at, refused, 3s)),
                 QStringList{QStringLiteral("handshakeRefused")});
    }

    void aHandshakeLeavesNothingOpen()
    {
        const auto open = [] {
            return QDir(QStringLiteral("/proc/self/fd"))
                .entryList(QDir::Files | QDir::System)
                .size();
        };
        TestServer server;
        const Peer at{QHostAddress(QHostAddress::LocalHost), server.start()};
        QCOMPARE(probed(at).end, End::Spoke); // what is opened once stays open
        QTRY_VERIFY(server.server->connections().isEmpty());
        const qsizetype before = open();
        for (int i = 0; i < 3; ++i)
            QCOMPARE(probed(at).end, End::Spoke);
        QTRY_COMPARE(open(), before);
    }

    void whoeverElseAnswersIsNoServer_data()
    {
        QTest::addColumn<QByteArray>("words");
        QTest::addColumn<bool>("hangsUp");
        QTest::addColumn<End>("end");
        QTest::addColumn<QString>("kind");
        QTest::newRow("not a word")
            << QByteArray() << false << End::Silent << QStringLiteral("handshakeHung");
        QTest::newRow("hung up on")
            << QByteArray() << true << End::HungUp << QStringLiteral("handshakeHungUp");
        QTest::newRow("another protocol") << QByteArray("220 welcome\r\n") << false << End::NotSsh
                                          << QStringLiteral("handshakeNotSsh");
        QTest::newRow("SSH, and then nothing") << QByteArray("SSH-2.0-mute\r\n") << true
                                               << End::Failed << QStringLiteral("handshakeFailed");
    }
    void whoeverElseAnswersIsNoServer()
    {
        QFETCH(const QByteArray, words);
        QFETCH(const bool, hangsUp);
        QFETCH(const End, end);
        QFETCH(const QString, kind);
        const Talker talker(words, hangsUp);
        const auto result = probed(talker.peer(), end == End::Silent ? 300ms : 10'000ms);
        QCOMPARE(result.end, end);
        const Findings found = doctor::handshake(talker.peer(), result, 3s);
        QCOMPARE(kinds(found), QStringList{kind});
        QCOMPARE(found[0].weight, Weight::Problem);
        checkAdvice(found);
    }

    void whatAFirewallDoesIsSaidWithTheProgramThatOpensIt()
    {
        FirewallState state;
        state.way = FirewallState::Way::Open;
        QCOMPARE(doctor::firewall(2022, state).value(0).weight, Weight::Good);
        state.way = FirewallState::Way::Closed;
        state.verdict = {NftVerdict::Way::Closed, QStringLiteral("inet filter input"),
                         QStringLiteral("policy drop")};
        const Findings closed = doctor::firewall(2022, state);
        QCOMPARE(closed[0].weight, Weight::Problem);
        QVERIFY(closed[0].sentence.endsWith(QStringLiteral("inet filter input, policy drop")));
        QVERIFY(closed[0].advice.endsWith(
            QStringLiteral("nft insert rule inet filter input tcp dport 2022 accept")));
        state.manager = FirewallState::Manager::Ufw;
        QVERIFY(doctor::firewall(2022, state)
                    .value(0)
                    .advice.endsWith(QStringLiteral("ufw allow 2022/tcp")));
        state.manager = FirewallState::Manager::Firewalld;
        QVERIFY(doctor::firewall(2022, state)
                    .value(0)
                    .advice.contains(QStringLiteral("firewall-cmd --add-port=2022/tcp")));
        state.way = FirewallState::Way::Unclear;
        QCOMPARE(doctor::firewall(2022, state).value(0).weight, Weight::Note);
        for (const auto manager : {FirewallState::Manager::None, FirewallState::Manager::Ufw}) {
            const Findings unread =
                doctor::firewall(2022, {FirewallState::Way::Unread, manager, {}});
            QCOMPARE(unread[0].weight, Weight::Note);
            checkAdvice(unread);
        }
    }

    void theSelfTestOfLibsshIsTold()
    {
        QCOMPARE(doctor::libssh(ssh::runSelfTest()).value(0).weight, Weight::Good);
        // A libssh that takes an altered packet looks as one that got an unaltered one.
        const Findings unsound = doctor::libssh(ssh::runSelfTest(2s, [](char*, std::size_t) {}));
        QCOMPARE(kinds(unsound), QStringList{QStringLiteral("gcmUnsound")});
        checkAdvice(unsound);
        const Findings unseen = doctor::libssh({true, false});
        QCOMPARE(kinds(unseen), QStringList{QStringLiteral("loginsUnseen")});
        checkAdvice(unseen);
    }

    void whatTheSystemLacksIsANote()
    {
        QCOMPARE(doctor::kernel(Isolation::Active).value(0).weight, Weight::Good);
        Settings settings;
        int asked = 0;
        const auto ask = [&](doctor::Avahi answer) {
            return [&asked, answer] {
                ++asked;
                return answer;
            };
        };
        QCOMPARE(doctor::announcement(settings, ask(doctor::Avahi::Answers)).value(0).kind,
                 QStringLiteral("avahi"));
        QCOMPARE(doctor::keychain({true, QStringLiteral("org.freedesktop.secrets")}).value(0).kind,
                 QStringLiteral("keychain"));
        const Findings lacks = doctor::kernel(Isolation::NotAvailable)
            + doctor::keychain({true, {}}) + doctor::keychain({false, {}})
            + doctor::announcement(settings, ask(doctor::Avahi::Silent));
        QCOMPARE(kinds(lacks),
                 QStringList({QStringLiteral("noIsolation"), QStringLiteral("noKeychain"),
                              QStringLiteral("noKeychain"), QStringLiteral("noAvahi")}));
        for (const Finding& finding : lacks)
            QCOMPARE(finding.weight, Weight::Note);
        checkAdvice(lacks);
        QCOMPARE(asked, 2);
        settings.network.allowFrom = {QStringLiteral("any")}; // never announced
        QCOMPARE(doctor::announcement(settings, ask(doctor::Avahi::Silent)).value(0).kind,
                 QStringLiteral("notAnnounced"));
        QCOMPARE(asked, 2);
        // As sharing has it: with other networks besides this one it is announced all the same.
        settings.network.allowFrom = {QStringLiteral("lan"), QStringLiteral("10.8.0.0/24")};
        QCOMPARE(doctor::announcement(settings, ask(doctor::Avahi::Silent)).value(0).kind,
                 QStringLiteral("noAvahi"));
        QCOMPARE(asked, 3);
    }

    void clientsThatFailedAreExplainedByTheirStage()
    {
        TestServer server;
        const quint16 port = server.start();
        const auto from = [](int number) { return QStringLiteral("127.0.0.%1").arg(number); };
        {
            SshClient old;
            old.option(SSH_OPTIONS_HOSTKEYS, "ssh-rsa");
            QVERIFY(!old.connect(port, from(2)));
            SshClient wrong;
            QVERIFY(wrong.connect(port, from(3)));
            QCOMPARE(wrong.password("anna", "sesame"), int(SSH_AUTH_DENIED));
            SshClient stranger;
            QVERIFY(stranger.connect(port, from(4)));
            QCOMPARE(stranger.password("nobody", "sesame"), int(SSH_AUTH_DENIED));
            SshClient keyed;
            ssh_key key = nullptr;
            QCOMPARE(ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &key), SSH_OK);
            QVERIFY(keyed.connect(port, from(5)));
            QCOMPARE(keyed.probe("anna", key), int(SSH_AUTH_DENIED));
            ssh_key_free(key);
            talkRaw(connectSocket(port, from(6)), "GET / HTTP/1.1\r\n\r\n");
            // This one knows it in the end.
            SshClient late;
            QVERIFY(late.connect(port, from(7)));
            QCOMPARE(late.password("anna", "sesame"), int(SSH_AUTH_DENIED));
            QCOMPARE(late.password("anna", "secret"), int(SSH_AUTH_SUCCESS));
        }
        (void)server.event(Kind::Protocol, 2);
        QVERIFY(server.stop());
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const Findings found = doctor::clients(server.sink.events(), now);
        QStringList said;
        for (const Finding& finding : found)
            said += finding.kind + u' ' + finding.sentence.section(u' ', 0, 0);
        said.sort();
        QCOMPARE(said,
                 QStringList({QStringLiteral("neverSpokeSsh 127.0.0.6"),
                              QStringLiteral("noCommonAlgorithm 127.0.0.2"),
                              QStringLiteral("unknownKey 127.0.0.5"),
                              QStringLiteral("unknownUser 127.0.0.4"),
                              QStringLiteral("wrongPassword 127.0.0.3")}));
        for (const Finding& finding : found) {
            QCOMPARE(finding.weight, Weight::Note);
            if (finding.kind == QLatin1String("noCommonAlgorithm"))
                QVERIFY(finding.advice.contains(QStringLiteral("network.olderDevices")));
        }
        checkAdvice(found);
        // What is older than a day is no news.
        QCOMPARE(kinds(doctor::clients(server.sink.events(), now.addDays(2))),
                 QStringList{QStringLiteral("clients")});
    }

    void whoIsNotOfThisNetworkIsTold()
    {
        TestServer server;
        server.config.network.allowFrom = {QStringLiteral("10.0.0.0/8")};
        const quint16 port = server.start();
        QVERIFY(isClosedByPeer(connectSocket(port)));
        (void)server.event(Kind::TurnedAway);
        const Findings found =
            doctor::clients(server.sink.events(), QDateTime::currentDateTimeUtc());
        QCOMPARE(kinds(found), QStringList{QStringLiteral("notOfThisNetwork")});
        checkAdvice(found);
    }

    void aUserNameThatWouldDeceiveIsShownAsEscapes()
    {
        ActivityEvent event;
        event.at = QDateTime::currentDateTimeUtc();
        event.kind = Kind::LoginRefused;
        event.peer = QStringLiteral("[fe80::1%eth0]:50112");
        event.user = QStringLiteral("an\u202ena\n");
        event.error = Error{ErrorCode::PermissionDenied, QStringLiteral("the account has expired")};
        const Findings found = doctor::clients({event, event}, event.at);
        QCOMPARE(kinds(found), QStringList{QStringLiteral("accountOff")}); // once
        QVERIFY(found[0].sentence.startsWith(QStringLiteral("fe80::1%eth0 ")));
        QVERIFY(!found[0].sentence.contains(u'\n') && !found[0].sentence.contains(QChar(0x202e)));
    }

    void aCheckThatHangsHoldsUpNoOther()
    {
        std::promise<void> letGo;
        const std::shared_future<void> held = letGo.get_future().share();
        const Finding fine{QStringLiteral("fine"), Weight::Good, QStringLiteral("Fine"), {}};
        QList<Finding> all;
        {
            DoctorRun run({{"first", [fine] { return Findings{fine}; }},
                           {"stuck",
                            [held] {
                                held.wait();
                                return Findings();
                            }},
                           {"last",
                            [fine] {
                                return Findings{fine, fine};
                            }}},
                          200ms, [&all](const QList<Finding>& found) { all = found; });
            QTRY_COMPARE_WITH_TIMEOUT(all.size(), 4, 60'000);
        }
        QCOMPARE(kinds(all),
                 QStringList({fine.kind, QStringLiteral("tookTooLong"), fine.kind, fine.kind}));
        QVERIFY(all[1].sentence.contains(QStringLiteral("stuck")));
        checkAdvice(all);
        letGo.set_value();
    }

    void anExaminationHasAFindingOfEachCheck()
    {
        TestServer server;
        const quint16 port = server.start();
        Doctor doctor;
        QSignalSpy examined(&doctor, &Doctor::examined);
        for (int time = 1; time <= 2; ++time) {
            doctor.examine({onLoopback(port), {}, server.server->listening(), {}});
            doctor.examine({}); // one at a time
            QTRY_COMPARE_WITH_TIMEOUT(examined.size(), time, 60'000);
        }
        const QStringList found = kinds(examined[1][0].value<QList<Finding>>());
        QCOMPARE(found.mid(0, 2),
                 QStringList({QStringLiteral("listening"), QStringLiteral("nothingShared")}));
        QVERIFY2(found.contains(QStringLiteral("handshake")), qPrintable(found.join(u' ')));
        QVERIFY(!found.contains(QStringLiteral("tookTooLong")));
        QVERIFY(found.size() >= 10);
        Doctor left; // goes at once, and what it began without it
        left.examine({onLoopback(port), {}, server.server->listening(), {}});
    }
};

QTEST_GUILESS_MAIN(TestDoctor)
#include "tst_doctor.moc"
