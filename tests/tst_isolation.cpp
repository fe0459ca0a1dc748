// The second wall around real connections: a storage that follows every link is kept inside the
// share all the same.
#include "core/isolation.h"

#include "core/local_file_system.h"
#include "tests/support/canaries.h"
#include "tests/support/naive_file_system.h"
#include "tests/support/sharing_fixture.h"

#include <QDir>
#include <QTest>

#include "tests/support/rows.h"

#include <fcntl.h>
#include <unistd.h>

using namespace sallyport;
using test::NaiveFileSystem;
using test::OpenSshClient;
using test::SharingFixture;

namespace {

QByteArray content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool isRefused(const QByteArray& printed)
{
    return printed.contains("ermission denied") || printed.contains("o such file")
        || printed.contains("ailure");
}

// Holds the root that the wall is built around; names are looked up without any care.
class NaiveShare final : public FileSystem {
public:
    explicit NaiveShare(const QByteArray& folder)
        : m_root(::open(folder.constData(), O_PATH | O_DIRECTORY | O_CLOEXEC))
        , m_files(folder, NaiveFileSystem::Check::Lexical)
    {
    }
    ~NaiveShare() override { ::close(m_root); }
    int root() const { return m_root; }

    Result<std::unique_ptr<File>> open(const VirtualPath& path, OpenFlags flags,
                                       const FileAttributes& initial) override
    {
        return m_files.open(path, flags, initial);
    }
    Result<std::unique_ptr<DirectoryReader>> openDirectory(const VirtualPath& path) override
    {
        return m_files.openDirectory(path);
    }
    Result<FileAttributes> attributes(const VirtualPath& path, Symlinks symlinks) override
    {
        return m_files.attributes(path, symlinks);
    }
    Result<void> setAttributes(const VirtualPath&, const FileAttributes&, Symlinks) override
    {
        return {};
    }
    Result<void> makeDirectory(const VirtualPath& path, const FileAttributes& initial) override
    {
        return m_files.makeDirectory(path, initial);
    }
    Result<void> removeDirectory(const VirtualPath& path) override
    {
        return m_files.removeDirectory(path);
    }
    Result<void> removeFile(const VirtualPath& path) override { return m_files.removeFile(path); }
    Result<void> rename(const VirtualPath& from, const VirtualPath& to,
                        Overwrite overwrite) override
    {
        return m_files.rename(from, to, overwrite);
    }

private:
    const int m_root;
    NaiveFileSystem m_files;
};

} // namespace

class TestIsolation : public QObject {
    Q_OBJECT

    const test::OpenSshKey m_key;
    const QTemporaryDir m_keys; // made once: RSA takes its time

private slots:
    void aStorageWithoutCareIsKeptInsideItsShare()
    {
        ROW("wall.landlock");
        SharingFixture fixture(m_key, m_keys.path(), [](const Share& share) -> Result<OpenedShare> {
            auto files = std::make_unique<NaiveShare>(share.folder);
            const int root = files->root();
            return OpenedShare{std::move(files), root};
        });
        test::Canaries canaries;
        QVERIFY(QDir().mkdir(fixture.path(QStringLiteral("outside"))));
        canaries.makeFile(fixture.path(QStringLiteral("outside/canary")).toUtf8());
        canaries.addFolder(fixture.path(QStringLiteral("outside")).toUtf8());
        for (const char* link : {"Photos/out", "Inbox/out"})
            QVERIFY(QFile::link(fixture.path(QStringLiteral("outside")),
                                fixture.path(QLatin1String(link))));
        QFile seen(fixture.path(QStringLiteral("Photos/seen")));
        QVERIFY(seen.open(QIODevice::WriteOnly));
        seen.write("photo");
        seen.close();
        QVERIFY(fixture.start());

        const auto anna = fixture.connectAs("anna"); // views the photos, has the inbox
        const auto ben = fixture.connectAs("ben");
        QVERIFY(anna->isIn() && ben->isIn());
        const QByteArray here = fixture.path(QStringLiteral("got")).toUtf8();
        QVERIFY(ben->run("get /Photos/seen " + here).contains("Fetching"));
        QCOMPARE(content(fixture.path(QStringLiteral("got"))), QByteArray("photo"));
        const bool has = isolation() == Isolation::Active;
        const QByteArray read = ben->run("get /Photos/out/canary " + here);
        if (!has) { // there is no second wall, and the log says so
            QVERIFY(canaries.isIn(content(fixture.path(QStringLiteral("got")))));
            return;
        }
        QVERIFY2(isRefused(read), read.constData());
        QCOMPARE(content(fixture.path(QStringLiteral("got"))), QByteArray("photo"));
        QVERIFY(isRefused(anna->run("put " + here + " /Inbox/out/new")));
        QVERIFY(isRefused(anna->run("rm /Inbox/out/canary")));
        QVERIFY(isRefused(anna->run("mkdir /Inbox/out/folder")));
        QVERIFY(isRefused(anna->run("rename /Inbox/out/canary /Inbox/stolen")));
        QVERIFY(!anna->run("ls /Inbox/out").contains("canary"));
        QCOMPARE(canaries.disturbed(), QByteArrayList());
        QVERIFY(canaries.areWhole()); // as this thread sees, which nothing binds

        // In her share she has what she was given.
        QVERIFY(!isRefused(anna->run("mkdir /Inbox/folder")));
        QVERIFY(anna->run("put " + here + " /Inbox/mine").contains("Uploading"));
        QVERIFY(!isRefused(anna->run("rename /Inbox/mine /Inbox/folder/mine")));
        QCOMPARE(content(fixture.path(QStringLiteral("Inbox/folder/mine"))), QByteArray("photo"));
    }

    // A share that is granted later is there with the next login.
    void eachConnectionHasTheSharesOfItsLogin()
    {
        ROW("wall.landlock");
        SharingFixture fixture(m_key, m_keys.path());
        for (const char* name : {"Photos/a", "Inbox/b"}) {
            QFile file(fixture.path(QLatin1String(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(name);
        }
        QVERIFY(fixture.start());
        const auto before = fixture.connectAs("ben");
        QVERIFY(before->isIn());
        fixture.settings.accounts[1].access.insert(fixture.inbox, Access::Full);
        QVERIFY(fixture.save(fixture.settings));
        const auto after = fixture.connectAs("ben");
        const QByteArray here = fixture.path(QStringLiteral("got")).toUtf8();
        QVERIFY(after->run("get /Inbox/b " + here).contains("Fetching"));
        QCOMPARE(content(fixture.path(QStringLiteral("got"))), QByteArray("Inbox/b"));
        QVERIFY(after->run("put " + here + " /Inbox/c").contains("Uploading"));
        QVERIFY(before->run("get /Photos/a " + here).contains("Fetching"));
        QCOMPARE(content(fixture.path(QStringLiteral("got"))), QByteArray("Photos/a"));
        QVERIFY(!before->run("ls /").contains("Inbox"));
    }
};

QTEST_GUILESS_MAIN(TestIsolation)
#include "tst_isolation.moc"
