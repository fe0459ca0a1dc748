#include "core/sharing.h"

#include "core/auth/password_verifier.h"
#include "core/memory_file_system.h"
#include "core/settings_store.h"
#include "core/sharing_config.h"

#include <QDir>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/open_ssh.h"
#include "tests/support/recording_sink.h"
#include "tests/support/rows.h"

using namespace sallyport;
using test::OpenSshClient;

using Kind = ActivityEvent::Kind;
using State = Sharing::State;

namespace {

constexpr int patience = 20'000; // milliseconds

} // namespace

class TestSharing : public QObject {
    Q_OBJECT

    const test::OpenSshKey m_key;
    const QTemporaryDir m_keys; // made once: RSA takes its time
    QString m_keyFolder;
    std::unique_ptr<QTemporaryDir> m_place;
    QThreadPool m_writer;
    std::unique_ptr<SettingsStore> m_store;
    std::unique_ptr<test::RecordingSink> m_sink;
    std::unique_ptr<Sharing> m_sharing;
    MemoryFileSystem m_photos{{"/a.jpg", "photo"}};
    MemoryFileSystem m_inbox{{"/b.txt", "letter"}};

    static Share share(const char* name)
    {
        Share made;
        made.id = ShareId::create();
        made.name = name;
        made.folder = QByteArray("/memory/") + name;
        return made;
    }

    Account account(const char* name, const QHash<ShareId, Access>& access) const
    {
        Account made;
        made.id = AccountId::create();
        made.userName = QLatin1String(name);
        made.keys = {{m_key.wire(), {}, {}, {}, false}};
        made.access = access;
        return made;
    }

    // anna has both shares, ben and carl view the photos.
    Settings family() const
    {
        Settings settings;
        settings.network.addresses = {QHostAddress(QHostAddress::LocalHost)};
        settings.network.port = 0;
        settings.shares = {share("Photos"), share("Inbox")};
        const ShareId photos = settings.shares[0].id;
        settings.accounts = {
            account("anna", {{photos, Access::Full}, {settings.shares[1].id, Access::Full}}),
            account("ben", {{photos, Access::View}}), account("carl", {{photos, Access::View}})};
        return settings;
    }

    OpenShare fromMemory()
    {
        return [this](const Share& one) -> Result<OpenedShare> {
            MemoryFileSystem& files = one.folder.endsWith("Inbox") ? m_inbox : m_photos;
            return OpenedShare{files.share(), {}};
        };
    }

    Sharing::Places places() const
    {
        Sharing::Places made;
        made.keys = m_keyFolder;
        made.state = m_place->filePath(QStringLiteral("state"));
        made.serverLock = m_place->filePath(QStringLiteral("lock"));
        return made;
    }

    static bool save(SettingsStore& store, const Settings& settings)
    {
        const QFuture<Result<void>> saved = store.save(settings);
        return QTest::qWaitFor([&saved] { return saved.isFinished(); }, patience)
            && saved.result().has_value();
    }

    void make(const Settings& settings, const OpenShare& open)
    {
        QVERIFY(save(*m_store, settings));
        m_sharing = std::make_unique<Sharing>(*m_store, *m_sink, places(), open);
    }

    void start(const Settings& settings) { start(settings, fromMemory()); }
    void start(const Settings& settings, const OpenShare& open)
    {
        make(settings, open);
        m_sharing->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_sharing->state(), State::On, patience);
    }

    std::unique_ptr<OpenSshClient> connectAs(const char* user) const
    {
        return std::make_unique<OpenSshClient>(m_key, m_sharing->server().port(),
                                               QLatin1String(user));
    }

    QStringList messages(Kind kind) const
    {
        QStringList all;
        for (const ActivityEvent& event : m_sink->events(kind))
            all += event.error ? event.error->message : event.message;
        return all;
    }

private slots:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        m_keyFolder = m_keys.path();
        m_writer.setMaxThreadCount(1);
        m_store = std::make_unique<SettingsStore>(
            m_place->filePath(QStringLiteral("settings.json")), m_writer);
        m_sink = std::make_unique<test::RecordingSink>();
    }

    void cleanup()
    {
        m_sharing.reset();
        m_store.reset();
        m_writer.waitForDone();
    }

    void whatDoesNotRunTellsTheLinksItWouldHave()
    {
        Settings settings = family();
        settings.network.port = 2022;
        make(settings, fromMemory());
        QVERIFY(m_sharing->links().isEmpty());
        QCOMPARE(m_sharing->expectedLinks(), {QUrl(QStringLiteral("sftp://127.0.0.1:2022"))});
        settings.network.port = 0;
        QVERIFY(save(*m_store, settings));
        QVERIFY(m_sharing->expectedLinks().isEmpty());
    }

    void aFolderIsLookedForAgainOnRequest()
    {
        const auto isThere = std::make_shared<std::atomic<bool>>(false);
        const OpenShare open = [this, isThere](const Share& one) -> Result<OpenedShare> {
            if (!isThere->load())
                return Error{ErrorCode::Unavailable, QStringLiteral("Photos is not available")};
            return fromMemory()(one);
        };
        const Settings settings = family();
        start(settings, open);
        const ShareId photos = settings.shares.first().id;
        using Now = Sharing::ShareStatus::Now;
        m_sharing->lookAgain(photos);
        QTRY_COMPARE_WITH_TIMEOUT(m_sharing->shareStatus(photos).now, Now::Unavailable, patience);
        isThere->store(true);
        m_sharing->lookAgain(photos);
        QTRY_COMPARE_WITH_TIMEOUT(m_sharing->shareStatus(photos).now, Now::Available, patience);
    }

    void itStartsWithKeysOfItsOwnAndStopsWithALastWord()
    {
        ROW("event.listening", "event.stopped");
        make(family(), fromMemory());
        QList<State> states;
        connect(m_sharing.get(), &Sharing::stateChanged, this,
                [&states](State state) { states += state; });
        m_sharing->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_sharing->state(), State::On, patience);
        const quint16 port = m_sharing->server().port();
        QCOMPARE(messages(Kind::Listening),
                 QStringList(QStringLiteral("listening on 127.0.0.1 port %1").arg(port)));
        QCOMPARE(m_sharing->links(),
                 QList<QUrl>({QUrl(QStringLiteral("sftp://127.0.0.1:%1").arg(port))}));
        const QStringList fingerprints = m_sharing->fingerprints();
        QCOMPARE(fingerprints.size(), 2);
        QVERIFY(fingerprints.first().startsWith(QLatin1String("SHA256:")));
        QVERIFY(m_sharing->knownHosts().first().startsWith(QLatin1String("ssh-ed25519 ")));
        for (const char* name : {"ssh_host_ed25519_key", "ssh_host_rsa_key"}) {
            const QString path = m_keys.filePath(QLatin1String(name));
            QCOMPARE(QFile::permissions(path) & QFile::Permissions(0xf0ff),
                     QFile::ReadOwner | QFile::WriteOwner);
        }

        m_sharing->stop();
        QTRY_COMPARE_WITH_TIMEOUT(m_sharing->state(), State::Off, patience);
        QCOMPARE(states, QList({State::Starting, State::On, State::Stopping, State::Off}));
        QCOMPARE(m_sink->events().last().kind, Kind::Stopped);
        QCOMPARE(m_sink->events().last().outcome, ActivityEvent::Outcome::Ok);
        QVERIFY(m_sink->events().last().elapsed.has_value());

        m_sharing->start(); // the keys stay
        QTRY_COMPARE_WITH_TIMEOUT(m_sharing->state(), State::On, patience);
        QCOMPARE(m_sharing->fingerprints(), fingerprints);
    }

    void stoppingWhileItStartsLeadsToOff()
    {
        make(family(), fromMemory());
        m_sharing->start();
        QCOMPARE(m_sharing->state(), State::Starting);
        m_sharing->stop();
        QCOMPARE(m_sharing->state(), State::Stopping);
        QTRY_COMPARE_WITH_TIMEOUT(m_sharing->state(), State::Off, patience);
        QVERIFY(messages(Kind::Listening).isEmpty());
    }

    void oneProfileHasOneServer()
    {
        ROW("E20");
        start(family());
        Sharing second(*m_store, *m_sink, places(), fromMemory());
        QSignalSpy failed(&second, &Sharing::failed);
        second.start();
        QCOMPARE(failed.count(), 1);
        QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::Busy);
        QCOMPARE(second.state(), State::Off);

        m_sharing->stop();
        QTRY_COMPARE_WITH_TIMEOUT(m_sharing->state(), State::Off, patience);
        second.start();
        QTRY_COMPARE_WITH_TIMEOUT(second.state(), State::On, patience);
    }

    void aHostKeyThatCannotBeReadIsNeverReplaced()
    {
        ROW("E19");
        m_keyFolder = m_place->path();
        QFile key(m_place->filePath(QStringLiteral("ssh_host_ed25519_key")));
        QVERIFY(key.open(QIODevice::WriteOnly));
        key.write("no key");
        key.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        key.close();
        make(family(), fromMemory());
        QSignalSpy failed(m_sharing.get(), &Sharing::failed);
        m_sharing->start();
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patience);
        QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::Damaged);
        QCOMPARE(m_sharing->state(), State::Off);
        QVERIFY(key.open(QIODevice::ReadOnly));
        QCOMPARE(key.readAll(), QByteArray("no key"));
    }

    void aPortThatIsTakenIsSaid()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress(QHostAddress::LocalHost)));
        Settings settings = family();
        settings.network.port = other.serverPort();
        make(settings, fromMemory());
        QSignalSpy failed(m_sharing.get(), &Sharing::failed);
        m_sharing->start();
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patience);
        const auto error = failed.first().first().value<Error>();
        QCOMPARE(error.code, ErrorCode::AddressInUse);
        QVERIFY(error.message.contains(QString::number(other.serverPort())));
        QCOMPARE(m_sharing->state(), State::Off);
    }

    void aWithdrawnRightEndsExactlyTheConnectionsOfItsAccount()
    {
        ROW("event.settings");
        Settings settings = family();
        start(settings);
        const auto anna = connectAs("anna");
        const auto ben = connectAs("ben");
        const auto benAgain = connectAs("ben");
        const auto carl = connectAs("carl");
        QVERIFY(anna->isIn() && ben->isIn() && benAgain->isIn() && carl->isIn());

        settings.accounts[1].access.clear();
        QVERIFY(save(*m_store, settings));
        QVERIFY(ben->hasEnded());
        QVERIFY(benAgain->hasEnded());
        QVERIFY(anna->run("ls /Photos").contains("a.jpg"));
        QVERIFY(carl->run("ls /Photos").contains("a.jpg"));
        QCOMPARE(messages(Kind::Settings),
                 QStringList(QStringLiteral("Reloaded; 2 connections ended")));

        const auto late = connectAs("ben"); // an account without shares
        QVERIFY(late->isIn());
        QVERIFY(!late->run("ls -1 /").contains("Photos"));
    }

    void aNewRightReachesTheNextConnection()
    {
        Settings settings = family();
        start(settings);
        const auto open = connectAs("ben");
        QVERIFY(open->isIn());
        settings.accounts[1].access.insert(settings.shares[1].id, Access::Full);
        QVERIFY(save(*m_store, settings));
        QCOMPARE(messages(Kind::Settings), QStringList(QStringLiteral("Reloaded")));
        QVERIFY(!open->run("ls -1 /").contains("Inbox"));
        const auto next = connectAs("ben");
        QVERIFY(next->run("ls -1 /").contains("Inbox"));
    }

    void aShareMadeAgainUnderItsNameHasNoGrants()
    {
        Settings settings = family();
        start(settings);
        const auto carl = connectAs("carl");
        QVERIFY(carl->run("ls -1 /").contains("Photos"));
        for (Account& account : settings.accounts)
            account.access.remove(settings.shares[0].id);
        settings.shares[0] = share("Photos");
        QVERIFY(save(*m_store, settings));
        QVERIFY(carl->hasEnded());
        const auto again = connectAs("carl");
        QVERIFY(again->isIn());
        QVERIFY(!again->run("ls -1 /").contains("Photos"));
    }

    void aShareStopsWhenItsTimeIsUp()
    {
        Settings settings = family();
        settings.shares[1].until = QDateTime::currentDateTimeUtc().addSecs(2);
        start(settings);
        const auto anna = connectAs("anna");
        const auto ben = connectAs("ben");
        QVERIFY(anna->isIn() && ben->isIn());
        QVERIFY(anna->hasEnded()); // she had the Inbox
        QVERIFY(ben->run("ls /Photos").contains("a.jpg"));
        const auto again = connectAs("anna");
        const QByteArray list = again->run("ls -1 /");
        QVERIFY(list.contains("Photos") && !list.contains("Inbox"));
    }

    void anotherPortRestartsTheServer()
    {
        Settings settings = family();
        start(settings);
        const auto ben = connectAs("ben");
        QVERIFY(ben->isIn());
        QTcpServer free; // a port that nobody has
        QVERIFY(free.listen(QHostAddress(QHostAddress::LocalHost)));
        settings.network.port = free.serverPort();
        free.close();
        QVERIFY(save(*m_store, settings));
        QVERIFY(ben->hasEnded());
        QTRY_COMPARE_WITH_TIMEOUT(m_sharing->state(), State::On, patience);
        QCOMPARE(m_sharing->server().port(), settings.network.port);
        QVERIFY(connectAs("ben")->isIn());
        QVERIFY(m_sink->events(Kind::Stopped).isEmpty());
    }

    void aFolderThatGoesAndComesBackIsSaid()
    {
        ROW("event.shareLost", "event.shareBack");
        const QString folder = m_place->filePath(QStringLiteral("stick"));
        QVERIFY(QDir().mkdir(folder));
        Settings settings = family();
        settings.shares[0].folder = folder.toUtf8();
        settings.shares[1].enabled = false;
        start(settings, openLocalShare);
        const auto ben = connectAs("ben"); // opens the folder once
        QVERIFY(ben->run("ls -1 /").contains("Photos"));

        QVERIFY(QDir().rmdir(folder));
        QTRY_COMPARE_WITH_TIMEOUT(m_sink->events(Kind::ShareLost).size(), 1, patience);
        const ActivityEvent lost = m_sink->events(Kind::ShareLost).first();
        QCOMPARE(lost.share, QByteArray("Photos"));
        QVERIFY(!lost.message.isEmpty());
        QVERIFY(!lost.message.contains(m_place->path()));
        QVERIFY(QDir().mkdir(folder));
        QTRY_COMPARE_WITH_TIMEOUT(m_sink->events(Kind::ShareBack).size(), 1, patience);
        QCOMPARE(m_sink->events(Kind::ShareBack).first().share, QByteArray("Photos"));
    }

    void aFolderThatWasNeverThereIsSaidAtTheStart()
    {
        Settings settings = family();
        settings.shares[0].folder = m_place->filePath(QStringLiteral("missing")).toUtf8();
        settings.shares[1].enabled = false;
        start(settings, openLocalShare);
        QTRY_COMPARE_WITH_TIMEOUT(m_sink->events(Kind::ShareLost).size(), 1, patience);
    }

    void whatOneRunHasOtherwiseIsNotSaved()
    {
        make(family(), fromMemory());
        const Share only = share("Inbox");
        const Account guest = account("guest", {{only.id, Access::View}});
        m_sharing->setLayout(Sharing::Layout::Single);
        m_sharing->setOverride([only, guest](Settings& settings) {
            settings.shares = {only};
            settings.accounts = {guest};
        });
        m_sharing->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_sharing->state(), State::On, patience);
        QVERIFY(connectAs("guest")->run("ls -1 /").contains("b.txt"));
        QVERIFY(!connectAs("anna")->isIn());
        m_sharing->block(QHostAddress(QStringLiteral("127.0.0.77")));
        QTRY_COMPARE(m_store->current().network.blocked.size(), 1);
        QCOMPARE(m_store->current().accounts.size(), 3);
        QVERIFY(connectAs("guest")->isIn());
    }

    void aBetterVerifierIsKeptAndEndsNobody()
    {
        const PasswordVerifier cheap(PasswordVerifier::Cost::least());
        Settings settings = family();
        settings.accounts[0].keys.clear();
        settings.accounts[0].passwordVerifier = cheap.make("correct horse").value();
        start(settings);
        OpenSshClient anna(m_key, m_sharing->server().port(), QStringLiteral("anna"),
                           QStringLiteral("correct horse"));
        QVERIFY(anna.isIn());
        QTRY_VERIFY_WITH_TIMEOUT(m_store->current().accounts[0].passwordVerifier
                                     != settings.accounts[0].passwordVerifier,
                                 patience);
        QVERIFY(!PasswordVerifier().isOutdated(m_store->current().accounts[0].passwordVerifier));
        QVERIFY(anna.run("ls /Photos").contains("a.jpg"));
        QCOMPARE(messages(Kind::Settings), QStringList(QStringLiteral("Saved")));
    }

    void aLoginThatBeganBeforeARightWasTakenGetsNothing()
    {
        const Settings settings = family();
        SharingParts parts;
        parts.created = std::make_shared<CreatedFilesStore>(QString());
        parts.opener = std::make_shared<ShareOpener>(fromMemory());
        const ServerConfig before = serverConfig(settings, {}, parts);
        const Identity anna{settings.accounts[0].id, QStringLiteral("anna")};
        const Identity ben{settings.accounts[1].id, QStringLiteral("ben")};
        QVERIFY(before.fileSystemFor(ben));
        parts.revocations->revoke({ben.account});
        const Result<std::unique_ptr<FileSystem>> refused = before.fileSystemFor(ben);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::PermissionDenied);
        QVERIFY(before.fileSystemFor(anna));
        const ServerConfig after = serverConfig(settings, {}, parts);
        QVERIFY(after.fileSystemFor(ben));
    }

    void noMoreHandlesAreOfferedThanTheProcessCanHold()
    {
        Settings settings = family();
        settings.limits.maxHandles = 1'000'000'000;
        SharingParts parts;
        parts.created = std::make_shared<CreatedFilesStore>(QString());
        parts.opener = std::make_shared<ShareOpener>(fromMemory());
        const Limits limits = serverConfig(settings, {}, parts).limits;
        QVERIFY(limits.maxHandles < 1'000'000'000);
        settings.limits.maxHandles = 10;
        const Limits few = serverConfig(settings, {}, parts).limits;
        QCOMPARE(few.maxHandles, 10);
        QCOMPARE(few.maxHandlesPerConnection, 10);
        QCOMPARE(few.maxHandlesPerChannel, 10);
    }
};

QTEST_GUILESS_MAIN(TestSharing)
#include "tst_sharing.moc"
