#include "core/fs/login_files.h"
#include "core/memory_file_system.h"
#include "tests/support/shares.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

#include <atomic>
#include <thread>

using namespace sallyport;
using namespace sallyport::test;
using Layout = ShareTree::Layout;

namespace {

const AccountId anna{"anna"}, ben{"ben"}, carl{"carl"}, guest{"guest"};

Share share(const char* name)
{
    Share result;
    result.id = {QByteArray("id of ") + name};
    result.name = name;
    result.folder = QByteArray("/srv/") + name;
    return result;
}

Account account(const AccountId& id, std::initializer_list<std::pair<const char*, Access>> access)
{
    Account result;
    result.id = id;
    result.userName = QString::fromUtf8(id.value);
    for (const auto& [name, allowed] : access)
        result.access.insert(share(name).id, allowed);
    return result;
}

Identity identity(const AccountId& id)
{
    return {id, QString::fromUtf8(id.value)};
}

} // namespace

class TestLoginFiles : public QObject {
    Q_OBJECT

    // One tree a share, which all logins see.
    std::map<QByteArray, std::unique_ptr<MemoryFileSystem>> m_disks;
    std::unique_ptr<QTemporaryDir> m_state;
    std::shared_ptr<ShareOpener> m_opener;
    std::shared_ptr<CreatedFilesStore> m_created;
    Settings m_settings;

    MemoryFileSystem& disk(const char* name) { return *m_disks.at(name); }
    OpenShare opening()
    {
        return [this](const Share& wanted) -> Result<OpenedShare> {
            const auto found = m_disks.find(wanted.name);
            if (found == m_disks.end())
                return Error{ErrorCode::Unavailable, QStringLiteral("The folder is gone")};
            return OpenedShare{found->second->share(), int(wanted.name.size())};
        };
    }
    void restart()
    {
        m_opener = std::make_shared<ShareOpener>(opening());
        m_created = std::make_shared<CreatedFilesStore>(m_state->path());
    }
    LoginFiles logins(Layout layout = Layout::Named)
    {
        return LoginFiles(loginSnapshot(m_settings, layout), m_opener, m_created);
    }
    std::unique_ptr<FileSystem> login(const Identity& who)
    {
        auto tree = logins().open(who);
        return std::move(tree.value().files);
    }
    std::unique_ptr<FileSystem> login(const AccountId& who) { return login(identity(who)); }

private slots:
    void init()
    {
        m_state = std::make_unique<QTemporaryDir>();
        QVERIFY(m_state->isValid());
        m_disks.clear();
        for (const char* name : {"Photos", "Inbox", "Work"})
            m_disks[name].reset(new MemoryFileSystem{{"/old", "old"}});
        m_settings = {};
        m_settings.shares = {share("Photos"), share("Inbox"), share("Work"), share("Gone")};
        m_settings.accounts = {
            account(anna,
                    {{"Photos", Access::View}, {"Inbox", Access::DropBox}, {"Gone", Access::Full}}),
            account(ben, {{"Photos", Access::Upload}, {"Inbox", Access::DropBox}}),
            account(carl,
                    {{"Photos", Access::Full}, {"Inbox", Access::Full}, {"Work", Access::Full}}),
            account(guest, {{"Photos", Access::View}, {"Inbox", Access::DropBox}})};
        restart();
    }
    void cleanup()
    {
        m_opener.reset();
        m_created.reset();
    }

    void showsWhatWasGranted()
    {
        QCOMPARE(namesIn(*login(anna), "/"), QList<QByteArray>({"Gone", "Inbox", "Photos"}));
        QCOMPARE(namesIn(*login(ben), "/"), QList<QByteArray>({"Inbox", "Photos"}));
        QCOMPARE(outcome(login(ben)->attributes(at("/Work/old"), Symlinks::Follow)), "NotFound");
        QVERIFY(namesIn(*login(AccountId{"nobody"}), "/").isEmpty());
        QCOMPARE(outcome(login(anna)->openDirectory(at("/Gone"))), "Unavailable");
        QVERIFY(namesIn(*login(anna), "/Inbox").isEmpty());
        QCOMPARE(namesIn(*login(carl), "/Inbox"), QList<QByteArray>({"old"}));
    }

    void allowsWhatWasGranted_data()
    {
        QTest::addColumn<AccountId>("who");
        QTest::addColumn<QByteArray>("share");
        QTest::addColumn<QByteArray>("read");
        QTest::addColumn<QByteArray>("create");
        QTest::addColumn<QByteArray>("overwrite");
        const auto row = [](const char* what, const AccountId& who, const char* name,
                            const char* read, const char* create, const char* overwrite) {
            QTest::newRow(what) << who << QByteArray(name) << QByteArray(read) << QByteArray(create)
                                << QByteArray(overwrite);
        };
        row("view", anna, "Photos", "ok", "PermissionDenied", "PermissionDenied");
        row("upload", ben, "Photos", "ok", "ok", "PermissionDenied");
        row("full", carl, "Photos", "ok", "ok", "ok");
        row("drop box", anna, "Inbox", "NotFound", "ok", "ok"); // over: beside it, as "old (2)"
    }
    void allowsWhatWasGranted()
    {
        QFETCH(AccountId, who);
        QFETCH(QByteArray, share);
        QFETCH(QByteArray, read);
        QFETCH(QByteArray, create);
        QFETCH(QByteArray, overwrite);
        const auto files = login(who);
        QCOMPARE(outcome(files->open(at("/" + share + "/old"), OpenFlag::Read, {})), read);
        QCOMPARE(outcome(put(*files, "/" + share + "/new", "new")), create);
        QCOMPARE(outcome(put(*files, "/" + share + "/old", "newer")), overwrite);
        QCOMPARE(disk(share.constData()).content("/old"), who == carl ? "newer" : "old");
    }

    void aKeyThatMayOnlyReadOnlyReads_data()
    {
        QTest::addColumn<AccountId>("who");
        QTest::addColumn<QByteArray>("share");
        QTest::addColumn<QByteArray>("read");
        QTest::newRow("upload") << ben << QByteArray("Photos") << QByteArray("ok");
        QTest::newRow("full") << carl << QByteArray("Photos") << QByteArray("ok");
        QTest::newRow("drop box") << ben << QByteArray("Inbox") << QByteArray("NotFound");
    }
    void aKeyThatMayOnlyReadOnlyReads()
    {
        QFETCH(AccountId, who);
        QFETCH(QByteArray, share);
        QFETCH(QByteArray, read);
        Identity who2 = identity(who);
        who2.readOnly = true;
        const auto files = login(who2);
        QCOMPARE(outcome(files->open(at("/" + share + "/old"), OpenFlag::Read, {})), read);
        QCOMPARE(outcome(put(*files, "/" + share + "/new", "new")), "PermissionDenied");
        QCOMPARE(outcome(files->makeDirectory(at("/" + share + "/new"), {})), "PermissionDenied");
        QCOMPARE(namesIn(disk(share.constData()), "/"), QList<QByteArray>({"old"}));
    }

    void rightsEndWithTheLogin()
    {
        auto files = login(ben);
        QCOMPARE(outcome(put(*files, "/Photos/a", "a")), "ok");
        QCOMPARE(outcome(files->rename(at("/Photos/a"), at("/Photos/b"), Overwrite::No)), "ok");
        files.reset();
        files = login(ben);
        QCOMPARE(outcome(files->removeFile(at("/Photos/b"))), "PermissionDenied");
        QCOMPARE(outcome(put(*files, "/Photos/b", "more", OpenFlag::Write | OpenFlag::Append)),
                 "ok");
        QCOMPARE(disk("Photos").content("/b"), "amore");
    }

    void dropBoxesStayApartAfterARestart()
    {
        QVERIFY(put(*login(anna), "/Inbox/letter", "anna's"));
        QVERIFY(put(*login(ben), "/Inbox/letter", "ben's"));
        Identity who = identity(guest);
        who.guest = true;
        QVERIFY(put(*login(who), "/Inbox/letter", "a guest's"));
        QVERIFY(namesIn(*login(who), "/Inbox").isEmpty());
        restart();
        QCOMPARE(get(*login(anna), "/Inbox/letter"), "anna's");
        QCOMPARE(namesIn(*login(anna), "/Inbox"), QList<QByteArray>({"letter"}));
        QCOMPARE(namesIn(*login(ben), "/Inbox"), QList<QByteArray>({"letter (2)"}));
        QVERIFY(namesIn(*login(who), "/Inbox").isEmpty());
        // Who has all of it took one out: what comes in its place is not the sender's.
        QVERIFY(login(carl)->removeFile(at("/Inbox/letter")));
        QVERIFY(namesIn(*login(anna), "/Inbox").isEmpty());
    }

    void recordsAreKeptOnlyWhereSomebodyUploads()
    {
        QVERIFY(put(*login(carl), "/Work/a", "a"));
        QCOMPARE(QDir(m_state->path()).entryList(QDir::Files),
                 QStringList({QStringLiteral("sent-id%20of%20Inbox"),
                              QStringLiteral("sent-id%20of%20Photos")}));
    }

    void aShareThatIsOffIsNotSeen()
    {
        m_settings.shares[0].enabled = false;
        m_settings.shares[1].until = QDateTime::currentDateTimeUtc().addSecs(-1);
        m_settings.shares[2].until = QDateTime::currentDateTimeUtc().addDays(1);
        QCOMPARE(namesIn(*login(carl), "/"), QList<QByteArray>({"Work"}));
        // Its time may also come while the settings are in use.
        LoginSnapshot snapshot;
        snapshot.shares = m_settings.shares;
        snapshot.grants.insert(carl, m_settings.accounts[2].access);
        const auto later = LoginFiles(snapshot, m_opener, m_created).open(identity(carl));
        QCOMPARE(namesIn(*later->files, "/"), QList<QByteArray>({"Work"}));
        m_settings.accounts[2].enabled = false;
        QVERIFY(namesIn(*login(carl), "/").isEmpty());
    }

    void theOnlyShareMayBeTheRoot()
    {
        m_settings.shares = {share("Photos")};
        const auto tree = logins(Layout::Single).open(identity(carl));
        QVERIFY(tree);
        QCOMPARE(get(*tree->files, "/old"), "old");
        QCOMPARE(tree->files->shareName(at("/old")), "Photos");
    }

    void aLimitHolds()
    {
        m_settings.shares[0].maxFileSize = 3;
        const auto files = login(carl);
        QCOMPARE(outcome(put(*files, "/Photos/a", "123")), "ok");
        QCOMPARE(outcome(put(*files, "/Photos/a", "1234")), "TooMany");
        QCOMPARE(outcome(put(*files, "/Work/a", "1234")), "ok");
    }

    void namesAreInTheClientsCharset()
    {
        m_settings.network.charset = QStringLiteral("ISO-8859-1");
        QVERIFY(put(*login(carl), "/Photos/\xfc", "x"));
        QCOMPARE(disk("Photos").content("/\xc3\xbc"), "x");
        m_settings.network.charset = QStringLiteral("no-such-charset");
        const auto tree = logins().open(identity(carl));
        QCOMPARE(outcome(tree), "InvalidArgument");
        QCOMPARE(tree.error().message, QStringLiteral("The charset no-such-charset is not known"));
    }

    void tellsTheRootsForTheSecondWall()
    {
        const auto tree = logins().open(identity(anna));
        QVERIFY(tree);
        QCOMPARE(tree->roots.value(), QList<int>({6, 5})); // Photos, Inbox; Gone has none
        QVERIFY(logins().open(identity({"nobody"}))->roots->isEmpty());

        m_opener =
            std::make_shared<ShareOpener>([this](const Share& wanted) -> Result<OpenedShare> {
                return OpenedShare{disk("Photos").share(),
                                   wanted.name == "Inbox" ? std::nullopt : std::optional<int>(7)};
            });
        QVERIFY(!logins().open(identity(anna))->roots);
    }

    void servesFoldersOfThisComputer()
    {
        ROW("trap.partial-names");
        QTemporaryDir folder;
        QVERIFY(folder.isValid());
        QFile old(folder.filePath(QStringLiteral("old")));
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("old");
        old.close();
        for (Share& each : m_settings.shares)
            each.folder = folder.path().toUtf8();
        m_opener = std::make_shared<ShareOpener>(openLocalShare);

        const auto files = login(ben);
        QCOMPARE(outcome(put(*files, "/Photos/a.filepart", "a")), "ok");
        QCOMPARE(outcome(files->rename(at("/Photos/a.filepart"), at("/Photos/a"), Overwrite::No)),
                 "ok");
        QCOMPARE(outcome(files->setAttributes(at("/Photos/a"), withTimes(1, 2), Symlinks::Follow)),
                 "ok");
        QCOMPARE(outcome(put(*files, "/Photos/b.partial", "b")), "ok");
        QCOMPARE(outcome(files->rename(at("/Photos/b.partial"), at("/Photos/b"), Overwrite::Yes)),
                 "ok");
        QCOMPARE(outcome(put(*files, "/Photos/old", "x")), "PermissionDenied");
        QCOMPARE(outcome(put(*files, "/Photos/a", "again")), "ok");
        QCOMPARE(outcome(files->makeDirectory(at("/Photos/old"), {})), "AlreadyExists");
        QCOMPARE(get(*files, "/Photos/a"), "again");
        QCOMPARE(get(*files, "/Photos/old"), "old");

        QCOMPARE(outcome(put(*files, "/Inbox/old", "sent")), "ok");
        QCOMPARE(namesIn(*files, "/Inbox"), QList<QByteArray>({"old (2)"}));
        QCOMPARE(get(*files, "/Inbox/old"), "sent");
        QVERIFY(get(*login(anna), "/Inbox/old (2)").isNull());
        QCOMPARE(logins().open(identity(ben))->roots->size(), 2);
    }

    void manyLoginsAtOnce()
    {
        const LoginFiles shared = logins();
        std::vector<std::thread> threads;
        std::atomic<int> good = 0;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&, i] {
                for (int round = 0; round < 10; ++round) {
                    auto tree = shared.open(identity(i % 2 ? anna : ben));
                    const QByteArray path =
                        "/Inbox/" + QByteArray::number(i) + '-' + QByteArray::number(round);
                    good += tree && put(*tree->files, path, "x") && get(*tree->files, path) == "x";
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(good.load(), 80);
        QCOMPARE(namesIn(*login(anna), "/Inbox").size(), 40);
        QCOMPARE(namesIn(*login(ben), "/Inbox").size(), 40);
    }
};

QTEST_GUILESS_MAIN(TestLoginFiles)
#include "tst_login_files.moc"
