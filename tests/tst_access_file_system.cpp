#include "core/fs/access_file_system.h"
#include "core/local_file_system.h"
#include "core/memory_file_system.h"
#include "tests/support/shares.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

#include <chrono>
#include <functional>
#include <future>
#include <thread>

using namespace sallyport;
using namespace sallyport::test;

namespace {

// One thing a client may try, on the tree of freshTree().
using Try = std::function<QByteArray(FileSystem&)>;

MemoryFileSystem freshTree()
{
    return MemoryFileSystem{
        {"/file", "old"}, {"/other", "other"}, {"/folder/", {}}, {"/full/x", "x"}};
}

// Everything there is, with sizes, to be compared.
QByteArray everything(FileSystem& files, const QByteArray& folder = "/")
{
    QByteArray text;
    for (const QByteArray& name : namesIn(files, folder)) {
        const QByteArray path = folder + (folder == "/" ? "" : "/") + name;
        const auto found = files.attributes(at(path), Symlinks::DoNotFollow).value();
        text += path + ' ' + QByteArray::number(found.permissions.value(), 8) + ' '
            + QByteArray::number(found.times->modified) + ' ' + get(files, path) + '\n';
        if (found.type == FileType::Directory)
            text += everything(files, path);
    }
    return text;
}

// A storage where something else happens just before a name is changed, or after a folder is made.
class Interrupted final : public WrappedFileSystem {
public:
    using WrappedFileSystem::WrappedFileSystem;
    std::function<void()> meanwhile; // once

    Result<void> setAttributes(const VirtualPath& path, const FileAttributes& wanted,
                               Symlinks symlinks) override
    {
        interrupt();
        return inner().setAttributes(path, wanted, symlinks);
    }
    Result<void> makeDirectory(const VirtualPath& path, const FileAttributes& initial) override
    {
        auto made = inner().makeDirectory(path, initial);
        interrupt();
        return made;
    }
    Result<void> removeDirectory(const VirtualPath& path) override
    {
        interrupt();
        return inner().removeDirectory(path);
    }
    Result<void> removeFile(const VirtualPath& path) override
    {
        interrupt();
        return inner().removeFile(path);
    }
    Result<void> rename(const VirtualPath& from, const VirtualPath& to,
                        Overwrite overwrite) override
    {
        interrupt();
        return inner().rename(from, to, overwrite);
    }

private:
    void interrupt()
    {
        if (meanwhile)
            std::exchange(meanwhile, {})();
    }
};

Try opening(const char* path, OpenFlags flags)
{
    return [=](FileSystem& files) { return outcome(files.open(at(path), flags, {})); };
}

Try onReadHandle(const std::function<QByteArray(File&)>& act)
{
    return [=](FileSystem& files) {
        return act(*files.open(at("/file"), OpenFlag::Read, {}).value());
    };
}

} // namespace

Q_DECLARE_METATYPE(Try)

class TestAccessFileSystem : public QObject {
    Q_OBJECT

    // Logins of three accounts to one share, one clock for all.
    qint64 m_now = 1'000'000;
    std::shared_ptr<CreatedFiles> m_record;

    std::unique_ptr<AccessFileSystem> login(const MemoryFileSystem& tree, const char* account,
                                            Access access = Access::Upload, bool guest = false)
    {
        return std::make_unique<AccessFileSystem>(
            tree.share(), access, "Photos",
            std::make_shared<Sender>(m_record, AccountId{account}, guest));
    }

private slots:
    void init()
    {
        m_record = std::make_shared<CreatedFiles>(QString(), CreatedFiles::Failed(),
                                                  [this] { return m_now; });
    }

    void allowsWhatTheAccessSays_data()
    {
        QTest::addColumn<Access>("access");
        QTest::addColumn<Try>("act");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const Try& act, const char* view, const char* upload,
                            const char* full) {
            QTest::addRow("view: %s", name) << Access::View << act << QByteArray(view);
            QTest::addRow("upload: %s", name) << Access::Upload << act << QByteArray(upload);
            QTest::addRow("full: %s", name) << Access::Full << act << QByteArray(full);
        };
        constexpr auto no = "PermissionDenied";
        constexpr auto taken = "AlreadyExists";
        using F = OpenFlag;
        row("read", opening("/file", F::Read), "ok", "ok", "ok");
        row("read what is not there", opening("/no", F::Read), "NotFound", "NotFound", "NotFound");
        row("open to write", opening("/file", F::Write), no, no, "ok");
        row("open to read and write", opening("/file", F::Read | F::Write), no, no, "ok");
        row("open to append", opening("/file", F::Write | F::Append), no, no, "ok");
        row("empty", opening("/file", F::Write | F::Truncate), no, no, "ok");
        row("write what is not there", opening("/no", F::Write), no, "NotFound", "NotFound");
        row("put", opening("/new", putFile), no, "ok", "ok");
        row("put over", opening("/file", putFile), no, no, "ok");
        row("create", opening("/new", F::Write | F::Create), no, "ok", "ok");
        row("create over", opening("/file", F::Write | F::Create), no, no, "ok");
        row("create alone", opening("/new", newFile), no, "ok", "ok");
        row("create alone over", opening("/file", newFile), no, taken, taken);
        row("put over a folder", opening("/folder", putFile), no, "IsADirectory", "IsADirectory");
        row("set times on a read handle",
            onReadHandle([](File& file) { return outcome(file.setAttributes(withTimes(1, 2))); }),
            no, no, "ok");
        row("set nothing on a read handle",
            onReadHandle([](File& file) { return outcome(file.setAttributes({})); }), no, no, "ok");
        row("sync a read handle", onReadHandle([](File& file) { return outcome(file.sync()); }), no,
            no, "ok");
        row("write on a read handle",
            onReadHandle([](File& file) { return outcome(file.writeAt(0, {})); }), no, no, no);
        const auto set = [](const FileAttributes& wanted, Symlinks symlinks) {
            return [=](FileSystem& files) {
                return outcome(files.setAttributes(at("/file"), wanted, symlinks));
            };
        };
        row("set the size", set(withSize(1), Symlinks::Follow), no, no, "ok");
        row("set the mode", set(withPermissions(0600), Symlinks::Follow), no, no, "ok");
        row("set the times", set(withTimes(1, 2), Symlinks::Follow), no, no, "ok");
        row("set the times of a link", set(withTimes(1, 2), Symlinks::DoNotFollow), no, no, "ok");
        row(
            "make a folder",
            [](FileSystem& files) { return outcome(files.makeDirectory(at("/new"), {})); }, no,
            "ok", "ok");
        row(
            "make a folder that is there",
            [](FileSystem& files) { return outcome(files.makeDirectory(at("/folder"), {})); },
            taken, taken, taken);
        row(
            "remove a folder",
            [](FileSystem& files) { return outcome(files.removeDirectory(at("/folder"))); }, no, no,
            "ok");
        row(
            "remove a file",
            [](FileSystem& files) { return outcome(files.removeFile(at("/file"))); }, no, no, "ok");
        const auto move = [](const char* to, Overwrite overwrite) {
            return [=](FileSystem& files) {
                return outcome(files.rename(at("/file"), at(to), overwrite));
            };
        };
        row("rename", move("/new", Overwrite::No), no, no, "ok");
        row("rename over", move("/other", Overwrite::No), no, no, taken);
        row("posix-rename over", move("/other", Overwrite::Yes), no, no, "ok");
        row(
            "make a link",
            [](FileSystem& files) { return outcome(files.makeLink(at("/new"), "file")); }, no, no,
            "ok");
        row(
            "make a hard link",
            [](FileSystem& files) { return outcome(files.makeHardLink(at("/file"), at("/new"))); },
            no, no, "ok");
        row(
            "list", [](FileSystem& files) { return outcome(files.openDirectory(at("/"))); }, "ok",
            "ok", "ok");
        row(
            "look",
            [](FileSystem& files) {
                return outcome(files.attributes(at("/file"), Symlinks::Follow));
            },
            "ok", "ok", "ok");
        row(
            "space", [](FileSystem& files) { return outcome(files.space(at("/file"))); }, "ok",
            "ok", "ok");
    }
    void allowsWhatTheAccessSays()
    {
        ROW("status.PermissionDenied", "trap.mkdir-exists", "B12");
        QFETCH(Access, access);
        QFETCH(Try, act);
        QFETCH(QByteArray, expected);
        const MemoryFileSystem tree = freshTree();
        const auto before = everything(*tree.share());
        const auto files = login(tree, "anna", access);
        QCOMPARE(act(*files), expected);
        if (expected != "ok")
            QCOMPARE(everything(*tree.share()), before);
    }

    void saysWhyInWords()
    {
        const MemoryFileSystem tree = freshTree();
        QCOMPARE(login(tree, "anna", Access::View)->removeFile(at("/file")).error().message,
                 QStringLiteral("Photos may only be viewed"));
        QCOMPARE(login(tree, "anna")->removeFile(at("/file")).error().message,
                 QStringLiteral("What is in Photos already may not be changed"));
        QCOMPARE(login(tree, "anna")->makeLink(at("/new"), "file").error().message,
                 QStringLiteral("Links may not be made in Photos"));
        QVERIFY(login(tree, "anna", Access::View)->space(at("/"))->readOnly);
        QVERIFY(!login(tree, "anna")->space(at("/"))->readOnly);
    }

    void winscpUploadsUnderAnotherName()
    {
        ROW("trap.partial-names");
        const MemoryFileSystem tree = freshTree();
        const auto files = login(tree, "anna");
        QCOMPARE(outcome(put(*files, "/a.jpg.filepart", "new")), "ok");
        QCOMPARE(outcome(files->rename(at("/a.jpg.filepart"), at("/a.jpg"), Overwrite::No)), "ok");
        FileAttributes wanted = withTimes(100, 200);
        wanted.permissions = 0640;
        QCOMPARE(outcome(files->setAttributes(at("/a.jpg"), wanted, Symlinks::Follow)), "ok");
        const auto found = files->attributes(at("/a.jpg"), Symlinks::Follow);
        QVERIFY(found);
        QCOMPARE(found->times->modified, 200);
        QCOMPARE(*found->permissions, 0640u);
        QCOMPARE(tree.content("/a.jpg"), "new");
    }

    void rcloneUploadsOnOneConnectionAndRenamesOnAnother()
    {
        ROW("trap.partial-names");
        const MemoryFileSystem tree = freshTree();
        const auto first = login(tree, "anna");
        const auto second = login(tree, "anna");
        QCOMPARE(outcome(put(*first, "/a.partial", "new")), "ok");
        QCOMPARE(outcome(second->rename(at("/a.partial"), at("/a"), Overwrite::Yes)), "ok");
        QCOMPARE(outcome(first->setAttributes(at("/a"), withTimes(1, 2), Symlinks::Follow)), "ok");
        // And never over what was there.
        QCOMPARE(outcome(put(*first, "/b.partial", "new")), "ok");
        QCOMPARE(outcome(second->rename(at("/b.partial"), at("/file"), Overwrite::Yes)),
                 "AlreadyExists");
        QCOMPARE(tree.content("/file"), "old");
        QCOMPARE(outcome(second->removeFile(at("/b.partial"))), "ok");
    }

    void whatThisConnectionMadeItMayChange()
    {
        const MemoryFileSystem tree = freshTree();
        const auto files = login(tree, "anna");
        QCOMPARE(outcome(put(*files, "/a", "first version")), "ok");
        QCOMPARE(outcome(put(*files, "/a", "second")), "ok");
        QCOMPARE(tree.content("/a"), "second");
        QCOMPARE(outcome(put(*files, "/a", "x", newFile)), "AlreadyExists");
        QCOMPARE(outcome(files->setAttributes(at("/a"), withSize(3), Symlinks::Follow)), "ok");
        QCOMPARE(tree.content("/a"), "sec");
        auto reading = files->open(at("/a"), OpenFlag::Read, {});
        QVERIFY(reading);
        QCOMPARE(outcome((*reading)->setAttributes(withTimes(1, 2))), "ok");
        QCOMPARE(outcome(files->makeDirectory(at("/made"), {})), "ok");
        QCOMPARE(outcome(put(*files, "/made/b", "b")), "ok");
        QCOMPARE(outcome(files->rename(at("/made"), at("/moved"), Overwrite::No)), "ok");
        QCOMPARE(outcome(files->removeDirectory(at("/moved"))), "NotEmpty");
        QCOMPARE(outcome(files->removeFile(at("/moved/b"))), "ok");
        QCOMPARE(outcome(files->removeDirectory(at("/moved"))), "ok");
        QCOMPARE(outcome(files->removeFile(at("/a"))), "ok");
        QCOMPARE(everything(*tree.share()), everything(*freshTree().share()));
    }

    void othersMayNotChangeIt_data()
    {
        QTest::addColumn<bool>("guest");
        QTest::newRow("another account") << false;
        QTest::newRow("another guest of the same account") << true;
    }
    void othersMayNotChangeIt()
    {
        QFETCH(bool, guest);
        const MemoryFileSystem tree = freshTree();
        const auto one = login(tree, "anna", Access::Upload, guest);
        const auto two = login(tree, guest ? "anna" : "ben", Access::Upload, guest);
        QCOMPARE(outcome(put(*one, "/a", "mine")), "ok");
        QCOMPARE(outcome(put(*two, "/a", "his")), "PermissionDenied");
        QCOMPARE(outcome(put(*two, "/a", "his", OpenFlag::Write)), "PermissionDenied");
        QCOMPARE(outcome(two->removeFile(at("/a"))), "PermissionDenied");
        QCOMPARE(outcome(two->rename(at("/a"), at("/b"), Overwrite::Yes)), "PermissionDenied");
        QCOMPARE(outcome(two->setAttributes(at("/a"), withSize(0), Symlinks::Follow)),
                 "PermissionDenied");
        QCOMPARE(tree.content("/a"), "mine");
    }

    void afterTheConnectionItMayOnlyBeGoneOnWith()
    {
        const MemoryFileSystem tree = freshTree();
        QCOMPARE(outcome(put(*login(tree, "anna"), "/a", "begun")), "ok");
        const auto files = login(tree, "anna");
        // OpenSSH's reput, and one that seeks.
        QCOMPARE(outcome(put(*files, "/a", ", gone on",
                             OpenFlag::Write | OpenFlag::Create | OpenFlag::Append)),
                 "ok");
        QCOMPARE(outcome(put(*files, "/a", " with", OpenFlag::Write, 14)), "ok");
        QCOMPARE(tree.content("/a"), "begun, gone on with");

        QCOMPARE(outcome(put(*files, "/a", "x")), "PermissionDenied");
        QCOMPARE(outcome(files->open(at("/a"), OpenFlag::Write | OpenFlag::Truncate, {})),
                 "PermissionDenied");
        QCOMPARE(outcome(files->removeFile(at("/a"))), "PermissionDenied");
        QCOMPARE(outcome(files->rename(at("/a"), at("/b"), Overwrite::No)), "PermissionDenied");
        QCOMPARE(outcome(files->setAttributes(at("/a"), withTimes(1, 2), Symlinks::Follow)),
                 "PermissionDenied");
        auto resumed = files->open(at("/a"), OpenFlag::Write, {});
        QVERIFY(resumed);
        QCOMPARE(outcome((*resumed)->setAttributes(withSize(0))), "PermissionDenied");
        QCOMPARE(tree.content("/a"), "begun, gone on with");
    }

    void aDayLaterItIsOnlyLookedAt()
    {
        const MemoryFileSystem tree = freshTree();
        QCOMPARE(outcome(put(*login(tree, "anna"), "/a", "begun")), "ok");
        const auto files = login(tree, "anna");
        m_now += 24 * 60 * 60 - 1;
        QCOMPARE(outcome(files->open(at("/a"), OpenFlag::Write, {})), "ok");
        m_now += 1;
        QCOMPARE(outcome(files->open(at("/a"), OpenFlag::Write, {})), "PermissionDenied");
        QCOMPARE(get(*files, "/a"), "begun");
    }

    void aGuestHasNoLaterConnection()
    {
        const MemoryFileSystem tree = freshTree();
        QCOMPARE(outcome(put(*login(tree, "anna", Access::Upload, true), "/a", "begun")), "ok");
        const auto files = login(tree, "anna", Access::Upload, true);
        QCOMPARE(outcome(files->open(at("/a"), OpenFlag::Write, {})), "PermissionDenied");
    }

    void whatTookTheNameOfASentFileIsNotTheSenders()
    {
        QTemporaryDir folder;
        QVERIFY(folder.isValid());
        const QString path = folder.filePath(QStringLiteral("a"));
        auto local = LocalFileSystem::open(folder.path().toUtf8(), {});
        QVERIFY(local);
        AccessFileSystem files(std::move(*local), Access::Upload, "Photos",
                               std::make_shared<Sender>(m_record, AccountId{"anna"}, false));
        QCOMPARE(outcome(put(files, "/a", "sent")), "ok");
        QCOMPARE(outcome(put(files, "/a", "sent again")), "ok");

        QVERIFY(QFile::rename(path, path + QStringLiteral("-kept")));
        QFile owners(path);
        QVERIFY(owners.open(QIODevice::WriteOnly));
        owners.write("the owner's");
        owners.close();
        QCOMPARE(outcome(put(files, "/a", "sent once more")), "PermissionDenied");
        QCOMPARE(outcome(put(files, "/a", "x", OpenFlag::Write)), "PermissionDenied");
        QCOMPARE(outcome(files.removeFile(at("/a"))), "PermissionDenied");
        QCOMPARE(outcome(files.setAttributes(at("/a"), withSize(0), Symlinks::Follow)),
                 "PermissionDenied");
        QCOMPARE(get(files, "/a"), "the owner's");
    }

    void foldersThatChangePlacesLeadToNothingElse_data()
    {
        QTest::addColumn<Try>("act");
        QTest::addColumn<Access>("mover");
        const auto row = [](const char* name, const Try& act) {
            QTest::addRow("%s, beside the account itself", name) << act << Access::Upload;
            QTest::addRow("%s, beside the owner", name) << act << Access::Full;
        };
        row("remove a file",
            [](FileSystem& files) { return outcome(files.removeFile(at("/a/x"))); });
        row("empty a file", [](FileSystem& files) {
            return outcome(files.setAttributes(at("/a/x"), withSize(0), Symlinks::Follow));
        });
        row("rename a file", [](FileSystem& files) {
            return outcome(files.rename(at("/a/x"), at("/y"), Overwrite::No));
        });
        row("remove a folder",
            [](FileSystem& files) { return outcome(files.removeDirectory(at("/a/d"))); });
        row("make a folder",
            [](FileSystem& files) { return outcome(files.makeDirectory(at("/a/new"), {})); });
    }
    // Whose it is, is not looked up on one path and acted on by the same path to something else.
    void foldersThatChangePlacesLeadToNothingElse()
    {
        QFETCH(Try, act);
        QFETCH(Access, mover);
        MemoryFileSystem tree;
        auto storage = std::make_unique<Interrupted>(tree.share());
        Interrupted& interrupted = *storage;
        AccessFileSystem files(std::move(storage), Access::Upload, "Photos",
                               std::make_shared<Sender>(m_record, AccountId{"anna"}, false));
        for (const char* folder : {"/a", "/a/d", "/b"})
            QVERIFY(files.makeDirectory(at(folder), {}));
        QVERIFY(put(files, "/a/x", "mine"));
        QVERIFY(put(tree, "/b/x", "another's"));
        for (const char* folder : {"/b/d", "/b/new"})
            QVERIFY(tree.makeDirectory(at(folder), {}));

        const auto other = login(tree, mover == Access::Full ? "owner" : "anna", mover);
        std::promise<void> moved;
        std::thread moving;
        interrupted.meanwhile = [&] {
            moving = std::thread([&] {
                (void)other->rename(at("/a"), at("/c"), Overwrite::No);
                (void)other->rename(at("/b"), at("/a"), Overwrite::No);
                moved.set_value();
            });
            // Long enough for who is not held up; who is comes when this is done.
            moved.get_future().wait_for(std::chrono::milliseconds(200));
        };
        const QByteArray done = act(files);
        QVERIFY(moving.joinable());
        moving.join();
        QCOMPARE(done, "ok");
        QCOMPARE(tree.content("/a/x"), "another's");
        for (const char* folder : {"/a/d", "/a/new"})
            QCOMPARE(outcome(files.removeDirectory(at(folder))), "PermissionDenied");
    }

    void aLinkToAnothersFileIsNoWayToIt()
    {
        MemoryFileSystem tree = freshTree();
        QVERIFY(tree.makeLink(at("/link"), "file"));
        QVERIFY(tree.makeLink(at("/dangling"), "nothing"));
        const auto files = login(tree, "anna");
        QCOMPARE(outcome(put(*files, "/link", "x")), "PermissionDenied");
        QCOMPARE(outcome(put(*files, "/dangling", "x")), "NotFound");
        QCOMPARE(tree.content("/file"), "old");
        QCOMPARE(files->readLink(at("/link")).value(), "file");
    }

    void theRecordFollowsWhatTheOwnerDoes()
    {
        const MemoryFileSystem tree = freshTree();
        QCOMPARE(outcome(put(*login(tree, "anna"), "/a", "begun")), "ok");
        const auto owner = login(tree, "owner", Access::Full);
        QCOMPARE(outcome(owner->rename(at("/a"), at("/folder/b"), Overwrite::No)), "ok");
        QCOMPARE(outcome(login(tree, "anna")->open(at("/folder/b"), OpenFlag::Write, {})), "ok");
        QCOMPARE(outcome(owner->removeFile(at("/folder/b"))), "ok");
        QVERIFY(m_record->namesIn({m_record, AccountId{"anna"}, false}, at("/folder")).isEmpty());
    }

    void readsWithoutAWrapperWhereNoneIsNeeded()
    {
        const MemoryFileSystem tree = freshTree();
        const auto isWrapped = [](const Result<std::unique_ptr<File>>& file) {
            return dynamic_cast<WrappedFile*>(file->get()) != nullptr;
        };
        QVERIFY(
            !isWrapped(login(tree, "anna", Access::Full)->open(at("/file"), OpenFlag::Read, {})));
        QVERIFY(!isWrapped(login(tree, "anna")->open(at("/new"), putFile, {})));
        QVERIFY(isWrapped(login(tree, "anna")->open(at("/file"), OpenFlag::Read, {})));
    }
};

QTEST_GUILESS_MAIN(TestAccessFileSystem)
#include "tst_access_file_system.moc"
