// Guessing, with real verifications on real connections: how many run, who has to wait, and what
// may be learnt from the time it takes.
#include "core/auth/account_authenticator.h"
#include "core/ssh/connection.h"

#include <QTest>

#include "tests/support/rows.h"
#include "tests/support/ssh_client.h"
#include "tests/support/test_server.h"

#include <QElapsedTimer>

#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>

using namespace sallyport;
using namespace sallyport::test;
using namespace std::chrono_literals;
using Kind = ActivityEvent::Kind;

namespace {

bool isFull()
{
    return qEnvironmentVariableIntValue("SALLYPORT_FULL") != 0;
}

// A cheaper verification shows the same; the full form pays the whole price.
PasswordVerifier::Cost cost()
{
    return isFull() ? PasswordVerifier::Cost::interactive()
                    : PasswordVerifier::Cost{2, 8 * 1024 * 1024};
}

// A server whose accounts are those of the settings: one of each class, password "right horse".
struct House {
    std::shared_ptr<PasswordVerifier> verifier = std::make_shared<PasswordVerifier>(cost());
    TestServer server;

    House()
    {
        const QByteArray right = *verifier->make("right horse");
        QList<Account> accounts;
        for (const char* name : {"known", "off", "late", "keys"}) {
            Account account;
            account.id = AccountId::create();
            account.userName = QString::fromLatin1(name);
            account.passwordVerifier = right;
            accounts.append(account);
        }
        accounts[1].enabled = false;
        accounts[2].expires = QDateTime(QDate(2020, 1, 1), QTime(0, 0), Qt::UTC);
        accounts[3].passwordVerifier.clear();
        AccountAuthenticator::Parts parts;
        parts.verifier = verifier;
        server.config.authenticator =
            std::make_shared<const AccountAuthenticator>(accounts, std::move(parts));
    }
};

// One Connection without a Server, so that a test sets what no setting does.
class Direct {
public:
    explicit Direct(TestServer& server)
        : m_shared(server.sink)
        , m_parts{.config = std::make_shared<const ServerConfig>(server.config),
                  .shared = m_shared,
                  .serverHandles = std::make_shared<sftp::HandleCount>(100),
                  .finished = [](quint64) {},
                  .refused = [](const Penalty&) {},
                  .leastFailure = 0ms}
        , m_listening(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(m_listening.get(), reinterpret_cast<const sockaddr*>(&address), size);
        ::listen(m_listening.get(), 1);
        ::getsockname(m_listening.get(), reinterpret_cast<sockaddr*>(&address), &size);
        m_port = ntohs(address.sin_port);
    }
    bool connect(SshClient& client)
    {
        const int socket = connectSocket(m_port);
        ssh::Descriptor accepted(::accept4(m_listening.get(), nullptr, nullptr, SOCK_CLOEXEC));
        m_connection = std::make_unique<ssh::Connection>(
            1, std::move(accepted), Peer{QHostAddress(QHostAddress::LocalHost), 1}, m_parts);
        return m_connection->start() && client.connectOn(socket);
    }

private:
    ssh::ServerShared m_shared;
    const ssh::Connection::Parts m_parts;
    const ssh::Descriptor m_listening;
    quint16 m_port = 0;
    std::unique_ptr<ssh::Connection> m_connection;
};

} // namespace

class TestGuessing : public QObject {
    Q_OBJECT
private slots:
    void guessersAreBlockedBeforeTheirFifteenthAndOthersAreWelcome()
    {
        ROW("D7", "G-29");
        // Full: 10,000 guesses, each at the whole cost of a verification
        constexpr int sources = 10;
        const int guesses = isFull() ? 1000 : 50; // of each
        House house;
        house.server.config.penalties.enabled = true;
        const quint16 port = house.server.start();

        // What honest clients do costs nothing.
        {
            ssh_key key = nullptr;
            ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &key);
            SshClient asks;
            QVERIFY(asks.connect(port, QStringLiteral("127.0.0.99")));
            QCOMPARE(asks.none("known"), int(SSH_AUTH_DENIED));
            for (int i = 0; i < 20; ++i)
                QCOMPARE(asks.probe("known", key), int(SSH_AUTH_DENIED));
            QCOMPARE(asks.password("known", "right horse"), int(SSH_AUTH_SUCCESS));
            ssh_key_free(key);
            QCOMPARE(house.verifier->verifications(), 1);
            QVERIFY(house.server.sink.events(Kind::LoginRefused).isEmpty());
        }

        std::array<std::atomic<int>, sources> tried{}, turnedAway{};
        std::vector<std::thread> guessers;
        for (int source = 0; source < sources; ++source) {
            guessers.emplace_back([&, source] {
                const QString from = QStringLiteral("127.0.0.%1").arg(source + 2);
                const QByteArray user = source % 2 ? "known" : "nobody";
                for (int left = guesses; left > 0;) {
                    // Who is refused hears no banner: no client of SSH is needed to see it.
                    if (turnedAway[std::size_t(source)] > 0) {
                        const int socket = connectSocket(port, from);
                        if (isClosedByPeer(socket))
                            ++turnedAway[std::size_t(source)];
                        ::close(socket);
                        --left;
                        continue;
                    }
                    SshClient client;
                    if (!client.connect(port, from)) {
                        --left;
                        ++turnedAway[std::size_t(source)];
                        continue;
                    }
                    for (int i = 0; i < 6 && left > 0; ++i, --left) {
                        if (client.password(user, "guess " + QByteArray::number(left))
                            != SSH_AUTH_DENIED)
                            break; // hung up on
                        ++tried[std::size_t(source)];
                    }
                }
            });
        }
        std::atomic<bool> over{false};
        std::thread joiner([&] {
            for (std::thread& guesser : guessers)
                guesser.join();
            over = true;
        });
        const bool ended = QTest::qWaitFor([&] { return over.load(); }, 100'000);
        joiner.join();
        QVERIFY(ended);

        // The owner sees who is blocked, and why.
        QCOMPARE(house.server.server->penalties().size(), qsizetype(sources));
        const auto blocked = house.server.sink.events(Kind::Blocked);
        QCOMPARE(blocked.size(), qsizetype(sources));
        for (const auto& event : blocked)
            QVERIFY2(event.message.endsWith(u" failed logins"), qPrintable(event.message));
        for (std::size_t source = 0; source < sources; ++source) {
            QVERIFY2(tried[source] < 15, qPrintable(QString::number(tried[source])));
            QCOMPARE(turnedAway[source] + tried[source], guesses);
        }
        const int verified = house.verifier->verifications() - 1;
        QCOMPARE(qsizetype(verified), house.server.sink.events(Kind::LoginRefused).size());
        QVERIFY(verified <= sources * 14);
        QVERIFY2(house.verifier->mostAtOnce() <= 2,
                 qPrintable(QString::number(house.verifier->mostAtOnce())));

        // Whoever knows the password comes in, and the owner may lift what was put on the others.
        SshClient client;
        QVERIFY(client.connect(port, QStringLiteral("127.0.0.98")));
        QCOMPARE(client.password("known", "right horse"), int(SSH_AUTH_SUCCESS));
        const QHostAddress lifted(QStringLiteral("127.0.0.2"));
        house.server.server->unblock(lifted.toString());
        QCOMPARE(house.server.event(Kind::Unblocked).peer, lifted.toString());
        SshClient again;
        QVERIFY(again.connect(port, lifted.toString()));
        QCOMPARE(house.server.server->penalties().size(), qsizetype(sources - 1));
    }

    // Several at once from one address: all of them are over when the address is refused.
    void whoIsRefusedGuessesNoMoreOnWhatIsOpen()
    {
        ROW("D7", "G-29");
        House house;
        house.server.config.penalties.enabled = true;
        const quint16 port = house.server.start();
        const QString from = QStringLiteral("127.0.0.7");
        std::array<SshClient, 3> clients;
        for (SshClient& client : clients)
            QVERIFY(client.connect(port, from));
        std::size_t tries = 0;
        const auto next = [&]() -> SshClient& { return clients[tries % clients.size()]; };
        for (; house.server.server->penalties().isEmpty(); ++tries) {
            QVERIFY2(tries < 14, "the address is refused before its 15th guess");
            QVERIFY(next().password("known", "wrong horse") != SSH_AUTH_SUCCESS);
        }
        QCOMPARE(house.verifier->verifications(), int(tries));
        QVERIFY(next().password("known", "right horse") != SSH_AUTH_SUCCESS);
        QVERIFY(next().isClosed());
        QCOMPARE(house.verifier->verifications(), int(tries));
        QVERIFY(house.server.sink.events(Kind::LoggedIn).isEmpty());

        // The owner switches the penalties off: then nobody is refused for what was.
        house.server.config.penalties.enabled = false;
        house.server.server->reconfigure(house.server.config, {});
        SshClient client;
        QVERIFY(client.connect(port, from));
        QCOMPARE(client.password("known", "right horse"), int(SSH_AUTH_SUCCESS));
    }

    // Every class of user costs one verification, and takes the same time without the padding.
    void whoExistsIsNotToldByWhatItCosts()
    {
        ROW("D8", "G-30");
        // Full: 300 tries of a class, their medians without the padding less than 3 ms apart
        const int tries = isFull() ? 300 : 3;
        House house;
        house.server.config.limits.maxLoginAttempts = 1'000'000;
        const QList<QByteArray> users{"known", "off", "late", "keys", "nobody", "an\xff"};
        QHash<QByteArray, QList<qint64>> took; // nanoseconds
        constexpr int triesOfAConnection = 20; // its login has to be done within a minute
        for (int begin = 0; begin < tries; begin += triesOfAConnection) {
            std::list<Direct> direct;
            std::list<SshClient> clients;
            QHash<QByteArray, SshClient*> client;
            for (const QByteArray& user : users) {
                direct.emplace_back(house.server);
                clients.emplace_back();
                client[user] = &clients.back();
                QVERIFY(direct.back().connect(clients.back()));
                QCOMPARE(clients.back().none(user), int(SSH_AUTH_DENIED));
            }
            for (int i = begin; i < std::min(begin + triesOfAConnection, tries); ++i) {
                // In turn, so that each sees the same machine.
                for (const QByteArray& user : users) {
                    const int before = house.verifier->verifications();
                    QElapsedTimer timer;
                    timer.start();
                    const int answer = client[user]->password(user, "wrong horse");
                    took[user].append(timer.nsecsElapsed());
                    QCOMPARE(answer, int(SSH_AUTH_DENIED));
                    QCOMPARE(house.verifier->verifications() - before, 1);
                }
            }
        }
        if (!isFull())
            return;
        QList<double> medians; // milliseconds
        for (const QByteArray& user : users) {
            auto& times = took[user];
            std::sort(times.begin(), times.end());
            medians.append(double(times[times.size() / 2]) / 1e6);
            qInfo("%s: median %.3f ms of %d tries", user.toPercentEncoding().constData(),
                  medians.constLast(), tries);
        }
        const auto [least, most] = std::minmax_element(medians.cbegin(), medians.cend());
        QVERIFY2(*most - *least < 3, qPrintable(QString::number(*most - *least)));
    }
};

QTEST_GUILESS_MAIN(TestGuessing)
#include "tst_guessing.moc"
