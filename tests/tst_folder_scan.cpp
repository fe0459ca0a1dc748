#include "core/folder_scan.h"

#include "core/folder_scan_rules.h"
#include "core/local_file_system.h"
#include "core/settings_store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace sallyport;
using Kind = PrivateThing::Kind;

namespace {

const QByteArray openSshKey = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5v\n"
                              "-----END OPENSSH PRIVATE KEY-----\n";

class Tree {
public:
    QByteArray path() const { return QFile::encodeName(m_folder.path()); }
    void folder(const QByteArray& name) const
    {
        QByteArray made = path();
        for (const QByteArray& part : name.split('/')) {
            made += '/' + part;
            if (::mkdir(made.constData(), 0755) != 0 && errno != EEXIST)
                qFatal("cannot make %s", made.constData());
        }
    }
    // With the folders above it.
    void file(const QByteArray& name, const QByteArray& content = "nothing to see") const
    {
        if (name.contains('/'))
            folder(name.left(name.lastIndexOf('/')));
        std::FILE* out = std::fopen((path() + '/' + name).constData(), "w");
        if (!out)
            qFatal("cannot make %s", name.constData());
        std::fwrite(content.constData(), 1, std::size_t(content.size()), out);
        std::fclose(out);
    }
    void link(const QByteArray& name, const QByteArray& target) const
    {
        if (::symlink(target.constData(), (path() + '/' + name).constData()) != 0)
            qFatal("cannot make %s", name.constData());
    }
    FolderFindings scan(const FolderScanLimits& limits = patient()) const
    {
        const std::atomic<bool> stop = false;
        return scanFolder(path(), stop, limits);
    }
    // A slow computer finds the same.
    static FolderScanLimits patient()
    {
        FolderScanLimits limits;
        limits.milliseconds = 60'000;
        return limits;
    }

private:
    QTemporaryDir m_folder;
};

QString described(const FolderFindings& findings)
{
    QStringList lines;
    for (const PrivateThing& thing : findings.things)
        lines.append(QStringLiteral("%1 %2 %3 %4 +%5")
                         .arg(int(thing.kind))
                         .arg(QString::fromLatin1(thing.path.toPercentEncoding("/")), thing.hide,
                              thing.isFolder ? QStringLiteral("folder") : QStringLiteral("file"))
                         .arg(thing.more));
    return lines.join(u'\n');
}

} // namespace

class TestFolderScan : public QObject {
    Q_OBJECT
private slots:
    void everyKindIsFoundTheWorstFirst()
    {
        const Tree tree;
        tree.link("Pictures", "/srv/pictures");
        tree.file(".config/sallyport/settings.json");
        tree.file("Projects/shop/.env", "TOKEN=1");
        tree.file("Documents/home.kdbx");
        tree.file(".gnupg/pubring.kbx");
        tree.file(".ssh/id_ed25519", openSshKey); // within .ssh: not listed a second time
        tree.file("Photos/cat.jpg");
        const FolderFindings found = tree.scan();
        QVERIFY(found.complete);
        const QList<PrivateThing> expected{
            {Kind::SshKeys, ".ssh", QStringLiteral(".ssh"), true, 0},
            {Kind::GnuPgKeys, ".gnupg", QStringLiteral(".gnupg"), true, 0},
            {Kind::PasswordDatabase, "Documents/home.kdbx", QStringLiteral("*.kdbx"), false, 0},
            {Kind::ProgramSecrets, "Projects/shop/.env", QStringLiteral(".env"), false, 0},
            {Kind::OwnSettings, ".config/sallyport", QStringLiteral("sallyport"), true, 0},
            {Kind::LinkOut, "Pictures", QString(), false, 0},
        };
        QVERIFY2(found.things == expected, qPrintable(described(found)));
    }

    void aFolderOfPhotosHoldsNothingPrivate()
    {
        const Tree tree;
        tree.file("2024/lisbon/cat.jpg");
        tree.file("notes.txt", "A line about -----BEGIN OPENSSH PRIVATE KEY----- in a text.\n");
        tree.file("id_ed25519.pub", "ssh-ed25519 AAAAC3Nza anna@laptop\n");
        tree.file(".env.example", "TOKEN=\n");
        tree.link("2024/best", "lisbon");
        tree.link("2024/lisbon/up", "../../notes.txt");
        tree.link("absolute", tree.path() + "/notes.txt");
        const FolderFindings found = tree.scan();
        QVERIFY2(found.things.isEmpty(), qPrintable(described(found)));
        QVERIFY(found.complete);
    }

    void names_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* path, Kind kind) {
            QTest::newRow(path) << QByteArray(path) << int(kind);
        };
        row("vault.KDBX", Kind::PasswordDatabase);
        row("keyrings/login.keyring", Kind::PasswordDatabase);
        row("kdewallet.kwl", Kind::PasswordDatabase);
        row(".env.production", Kind::ProgramSecrets);
        row("docker/web.env", Kind::ProgramSecrets);
        row(".netrc", Kind::ProgramSecrets);
        row(".git-credentials", Kind::ProgramSecrets);
        row(".config/rclone/rclone.conf", Kind::ProgramSecrets);
        row("profile/Login Data", Kind::ProgramSecrets);
        row("server.p12", Kind::ProgramSecrets);
    }
    void names()
    {
        QFETCH(const QByteArray, path);
        QFETCH(const int, kind);
        const Tree tree;
        tree.file(path);
        const FolderFindings found = tree.scan();
        QCOMPARE(found.things.size(), 1);
        QCOMPARE(found.things[0].path, path);
        QCOMPARE(int(found.things[0].kind), kind);
    }

    void keysAreKnownByTheirContent_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* claim, const QByteArray& content, Kind kind) {
            QTest::newRow(claim) << content << int(kind);
        };
        row("OpenSSH", openSshKey, Kind::SshKeys);
        row("RSA", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n", Kind::SshKeys);
        row("PKCS 8", "-----BEGIN PRIVATE KEY-----\nMIIE\n", Kind::SshKeys);
        row("encrypted", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIE\n", Kind::SshKeys);
        row("after attributes", "Bag Attributes\n    a: b\n-----BEGIN EC PRIVATE KEY-----\n",
            Kind::SshKeys);
        row("PuTTY", "PuTTY-User-Key-File-3: ssh-ed25519\n", Kind::SshKeys);
        row("GnuPG", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOY\n", Kind::GnuPgKeys);
        row("of a service",
            "{\n  \"type\": \"service_account\",\n  \"private_key\": \"-----BEGIN PRIVATE "
            "KEY-----\\nMIIE\"\n}\n",
            Kind::SshKeys);
    }
    void keysAreKnownByTheirContent()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const int, kind);
        const Tree tree;
        tree.file("letters/to mum.txt", content);
        const FolderFindings found = tree.scan();
        QCOMPARE(found.things.size(), 1);
        QCOMPARE(int(found.things[0].kind), kind);
        QCOMPARE(found.things[0].path, QByteArray("letters/to mum.txt"));
        QCOMPARE(found.things[0].hide, QStringLiteral("to mum.txt"));
    }

    void ownSettingsAreKnownInAnyFolder()
    {
        const Tree tree;
        tree.file("profile/settings.json", settingsToJson(Settings(), 1));
        tree.file(".vscode/settings.json", "{\n    \"editor.fontSize\": 12\n}\n");
        const FolderFindings found = tree.scan();
        QVERIFY2(found.things.size() == 1, qPrintable(described(found)));
        QCOMPARE(found.things[0].kind, Kind::OwnSettings);
        QCOMPARE(found.things[0].path, QByteArray("profile/settings.json"));
    }

    void linksOutAreFoundAndNeverFollowed()
    {
        const Tree outside;
        outside.file(".ssh/id_rsa", openSshKey);
        const Tree tree;
        tree.folder("a/b");
        tree.link("away", outside.path());
        tree.link("a/b/up", "../../../elsewhere");
        tree.link("a/b/key", outside.path() + "/.ssh/id_rsa");
        const FolderFindings found = tree.scan();
        QVERIFY(found.complete);
        QVERIFY2(found.things.size() == 3, qPrintable(described(found)));
        QStringList paths;
        for (const PrivateThing& thing : found.things) {
            QCOMPARE(thing.kind, Kind::LinkOut);
            QVERIFY(thing.hide.isEmpty());
            paths.append(QString::fromUtf8(thing.path));
        }
        paths.sort();
        QCOMPARE(paths.join(u' '), QStringLiteral("a/b/key a/b/up away"));
    }

    void manyOfOneNameAreOneLine()
    {
        const Tree tree;
        for (int number = 0; number < 40; ++number)
            tree.file("projects/p" + QByteArray::number(number) + "/.env");
        tree.file(".env");
        const FolderFindings found = tree.scan();
        QVERIFY2(found.things.size() == 1, qPrintable(described(found)));
        QCOMPARE(found.things[0].path, QByteArray(".env")); // the nearest
        QCOMPARE(found.things[0].more, 40);
    }

    void theListIsNoLongerThanAHundred()
    {
        const Tree tree;
        for (int number = 0; number < 150; ++number)
            tree.link("link" + QByteArray::number(number), "/srv");
        tree.file("deep/down/.ssh/config");
        const FolderFindings found = tree.scan();
        QCOMPARE(found.things.size(), 100);
        QCOMPARE(found.things.first().kind, Kind::SshKeys);
        QCOMPARE(found.things.last().more, 150 - 99);
    }

    void aHugeFolderIsNotLookedAtWhole()
    {
        const Tree tree;
        for (int number = 0; number < 300; ++number)
            tree.file("big/file" + QByteArray::number(number), {});
        tree.file(".ssh/config"); // near: found before anything deep
        FolderScanLimits limits = Tree::patient();
        limits.entries = 100;
        const FolderFindings found = tree.scan(limits);
        QVERIFY(!found.complete);
        QCOMPARE(found.things.size(), 1);
        QVERIFY(tree.scan().complete);
    }

    void deepFoldersAndNoTimeEndItToo()
    {
        const Tree tree;
        tree.file("1/2/3/4/.ssh/config");
        FolderScanLimits limits = Tree::patient();
        limits.depth = 3;
        FolderFindings found = tree.scan(limits);
        QVERIFY(!found.complete && found.things.isEmpty());
        limits = Tree::patient();
        limits.milliseconds = 0;
        found = tree.scan(limits);
        QVERIFY(!found.complete && found.things.isEmpty());
        const std::atomic<bool> stop = true;
        QVERIFY(!scanFolder(tree.path(), stop, Tree::patient()).complete);
    }

    void whatCannotBeOpenedIsNotComplete()
    {
        const Tree tree;
        const std::atomic<bool> stop = false;
        const FolderFindings found = scanFolder(tree.path() + "/missing", stop);
        QVERIFY(!found.complete && found.things.isEmpty());
    }

    // Special files are not opened: a FIFO would wait for its writer.
    void pipesAndSocketsAreLeftAlone()
    {
        const Tree tree;
        QCOMPARE(::mkfifo((tree.path() + "/id_rsa").constData(), 0600), 0);
        QVERIFY(tree.scan().things.isEmpty());
    }

    void theGlobReallyHides_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char* name :
             {"key", "my [old] key", "what?*", "back\\slash", "caf\xe9", "a\x80\x80z", "\xff\xfe",
              "\xc3", "\xe2\x82x", "tab\there", "new\nline", "gr\xc3\xbc\xc3\x9f",
              "\xf0\x9f\x94\x91", "[!a]", "?\x80", "-rf"})
            QTest::newRow(QByteArray(name).toPercentEncoding().constData()) << QByteArray(name);
        QTest::newRow("255 brackets") << QByteArray(255, '[');
        QTest::newRow("255 bytes that are no text") << QByteArray(255, '\xff');
    }
    void theGlobReallyHides()
    {
        QFETCH(const QByteArray, name);
        const Tree tree;
        tree.file(name, openSshKey);
        tree.file("other");
        const FolderFindings found = tree.scan();
        QCOMPARE(found.things.size(), 1);
        QCOMPARE(found.things[0].path, name);

        // As a setting, and as the clients of the share find it.
        Settings settings;
        settings.shares = {Share()};
        settings.shares[0].id = ShareId::create();
        settings.shares[0].name = "a";
        settings.shares[0].folder = tree.path();
        settings.shares[0].hide = {found.things[0].hide};
        const auto checked = checkSettings(settings);
        QVERIFY2(checked, checked ? "" : qPrintable(checked.error().message));
        QVERIFY(*settingsFromJson(settingsToJson(settings, 1)) == settings);
        LocalFileSystem::Options options;
        options.hide = settings.shares[0].hide;
        const auto share = LocalFileSystem::open(tree.path(), options);
        QVERIFY(share);
        QVERIFY(!(*share)->attributes(*VirtualPath::parse('/' + name), Symlinks::DoNotFollow));
        QVERIFY((*share)->attributes(*VirtualPath::parse("/other"), Symlinks::DoNotFollow));
    }
};

QTEST_APPLESS_MAIN(TestFolderScan)
#include "tst_folder_scan.moc"
