#include "core/fs/access_file_system.h"
#include "core/fs/drop_box_file_system.h"
#include "core/memory_file_system.h"
#include "tests/support/shares.h"

#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

#include <functional>

using namespace sallyport;
using namespace sallyport::test;

using Try = std::function<QByteArray(FileSystem&)>;
Q_DECLARE_METATYPE(Try)

class TestDropBoxFileSystem : public QObject {
    Q_OBJECT

    qint64 m_now = 1'000'000;
    std::shared_ptr<CreatedFiles> m_record;

    std::unique_ptr<DropBoxFileSystem> login(const MemoryFileSystem& tree, const char* account,
                                             bool guest = false, Access access = Access::DropBox)
    {
        const auto sender = std::make_shared<Sender>(m_record, AccountId{account}, guest);
        return std::make_unique<DropBoxFileSystem>(
            std::make_unique<AccessFileSystem>(tree.share(), access, "Inbox", sender), sender);
    }

private slots:
    void init()
    {
        m_record = std::make_shared<CreatedFiles>(QString(), CreatedFiles::Failed(),
                                                  [this] { return m_now; });
    }

    void numbersNames_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* what, const QByteArray& name, const QByteArray& expected) {
            QTest::newRow(what) << name << expected;
        };
        row("before the ending", "a.jpg", "a (2).jpg");
        row("without one", "README", "README (2)");
        row("before the last ending", "a.tar.gz", "a.tar (2).gz");
        row("a hidden file has none", ".profile", ".profile (2)");
        row("a name that is numbered", "a (2).jpg", "a (2) (2).jpg");
        row("the longest", QByteArray(255, 'x'), QByteArray(251, 'x') + " (2)");
        row("the longest with an ending", QByteArray(251, 'x') + ".jpg",
            QByteArray(247, 'x') + " (2).jpg");
        // 127 times two bytes; the cut would fall in the middle of one.
        row("not in the middle of a character", QByteArray("\xc3\xa4").repeated(127),
            QByteArray("\xc3\xa4").repeated(125) + " (2)");
        row("all is an ending", "x." + QByteArray(253, 'y'), " (2)." + QByteArray(250, 'y'));
    }
    void numbersNames()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, expected);
        QCOMPARE(numberedName(name, 2), expected);
        QVERIFY(numberedName(name, 9999).size() <= VirtualPath::maxComponent);
    }

    void showsNothingOfOthers_data()
    {
        QTest::addColumn<Try>("act");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const QByteArray& what, const Try& act,
                            const char* expected = "NotFound") {
            QTest::newRow(what.constData()) << act << QByteArray(expected);
        };
        for (const char* path : {"/old.jpg", "/bens.jpg", "/bens/x", "/box", "/bens"}) {
            const auto name = [&](const char* what) { return QByteArray(what) + ' ' + path; };
            row(name("look at"), [=](FileSystem& files) {
                return outcome(files.attributes(at(path), Symlinks::Follow));
            });
            row(name("look at the link"), [=](FileSystem& files) {
                return outcome(files.attributes(at(path), Symlinks::DoNotFollow));
            });
            row(name("read"), [=](FileSystem& files) {
                return outcome(files.open(at(path), OpenFlag::Read, {}));
            });
            row(name("write"), [=](FileSystem& files) {
                return outcome(files.open(at(path), OpenFlag::Write, {}));
            });
            row(name("empty"), [=](FileSystem& files) {
                return outcome(files.open(at(path), OpenFlag::Write | OpenFlag::Truncate, {}));
            });
            row(name("list"),
                [=](FileSystem& files) { return outcome(files.openDirectory(at(path))); });
            row(name("set"), [=](FileSystem& files) {
                return outcome(files.setAttributes(at(path), withTimes(1, 2), Symlinks::Follow));
            });
            row(name("remove"),
                [=](FileSystem& files) { return outcome(files.removeFile(at(path))); });
            row(name("remove the folder"),
                [=](FileSystem& files) { return outcome(files.removeDirectory(at(path))); });
            row(name("rename"), [=](FileSystem& files) {
                return outcome(files.rename(at(path), at("/mine"), Overwrite::Yes));
            });
            row(name("read the link"),
                [=](FileSystem& files) { return outcome(files.readLink(at(path))); });
            row(name("space"), [=](FileSystem& files) { return outcome(files.space(at(path))); });
            row(name("create below"), [=](FileSystem& files) {
                return outcome(put(files, QByteArray(path) + "/new", "x"));
            });
            row(name("make a folder below"), [=](FileSystem& files) {
                return outcome(files.makeDirectory(at(QByteArray(path) + "/new"), {}));
            });
        }
        row(
            "link", [](FileSystem& files) { return outcome(files.makeLink(at("/l"), "old.jpg")); },
            "PermissionDenied");
        row(
            "hard link",
            [](FileSystem& files) { return outcome(files.makeHardLink(at("/old.jpg"), at("/l"))); },
            "PermissionDenied");
        row(
            "list the root", [](FileSystem& files) { return namesIn(files, "/").join(','); }, "");
    }
    void showsNothingOfOthers()
    {
        QFETCH(Try, act);
        QFETCH(QByteArray, expected);
        MemoryFileSystem tree{{"/old.jpg", "old"}, {"/box/x", "x"}};
        const auto ben = login(tree, "ben");
        QVERIFY(put(*ben, "/bens.jpg", "his"));
        QVERIFY(ben->makeDirectory(at("/bens"), {}));
        QVERIFY(put(*ben, "/bens/x", "his"));
        const auto files = login(tree, "anna");
        QCOMPARE(act(*files), expected);
        QCOMPARE(namesIn(tree, "/"), QList<QByteArray>({"bens", "bens.jpg", "box", "old.jpg"}));
        QCOMPARE(tree.content("/old.jpg"), "old");
        QCOMPARE(tree.content("/bens.jpg"), "his");
    }

    void aTakenNameIsNumberedAndReachedByBothNames()
    {
        const MemoryFileSystem tree{{"/a.jpg", "old"}, {"/a (2).jpg", "old 2"}};
        const auto files = login(tree, "anna");
        QCOMPARE(outcome(put(*files, "/a.jpg", "new")), "ok");
        QCOMPARE(tree.content("/a.jpg"), "old");
        QCOMPARE(tree.content("/a (3).jpg"), "new");
        QCOMPARE(namesIn(*files, "/"), QList<QByteArray>({"a (3).jpg"}));
        QCOMPARE(get(*files, "/a.jpg"), "new");
        QCOMPARE(get(*files, "/a (3).jpg"), "new");
        QCOMPARE(outcome(put(*files, "/a.jpg", "newer")), "ok");
        QCOMPARE(tree.content("/a (3).jpg"), "newer");
        QCOMPARE(outcome(files->setAttributes(at("/a.jpg"), withTimes(1, 2), Symlinks::Follow)),
                 "ok");
        QCOMPARE(outcome(put(*files, "/a.jpg", "x", newFile)), "AlreadyExists");
        // Another connection of the account means the same file, as rclone's do; the next does not.
        QCOMPARE(get(*login(tree, "anna"), "/a.jpg"), "newer");
        QVERIFY(get(*login(tree, "ben"), "/a.jpg").isNull());
        QCOMPARE(outcome(files->rename(at("/a.jpg"), at("/b.jpg"), Overwrite::No)), "ok");
        QCOMPARE(tree.content("/b.jpg"), "newer");
        QCOMPARE(outcome(files->attributes(at("/a.jpg"), Symlinks::Follow)), "NotFound");
        QCOMPARE(tree.content("/a.jpg"), "old");
    }

    void theOtherNameEndsWithTheConnection()
    {
        const MemoryFileSystem tree{{"/a.jpg", "old"}};
        QCOMPARE(outcome(put(*login(tree, "anna"), "/a.jpg", "new")), "ok");
        const auto files = login(tree, "anna");
        QCOMPARE(outcome(files->attributes(at("/a.jpg"), Symlinks::Follow)), "NotFound");
        QCOMPARE(get(*files, "/a (2).jpg"), "new");
    }

    void winscpAndRcloneUpload()
    {
        ROW("trap.partial-names");
        const MemoryFileSystem tree{{"/a.jpg", "old"}, {"/b.jpg", "old"}};
        const auto files = login(tree, "anna");
        QCOMPARE(outcome(put(*files, "/a.jpg.filepart", "a")), "ok");
        QCOMPARE(outcome(files->rename(at("/a.jpg.filepart"), at("/a.jpg"), Overwrite::No)), "ok");
        QCOMPARE(outcome(files->setAttributes(at("/a.jpg"), withTimes(1, 2), Symlinks::Follow)),
                 "ok");
        QCOMPARE(outcome(put(*files, "/b.jpg.partial", "b")), "ok");
        QCOMPARE(outcome(files->rename(at("/b.jpg.partial"), at("/b.jpg"), Overwrite::Yes)), "ok");
        QCOMPARE(files->attributes(at("/b.jpg"), Symlinks::Follow)->size.value(), 1u);
        QCOMPARE(tree.content("/a.jpg"), "old");
        QCOMPARE(tree.content("/b.jpg"), "old");
        QCOMPARE(tree.content("/a (2).jpg"), "a");
        QCOMPARE(tree.content("/b (2).jpg"), "b");
        QCOMPARE(namesIn(*files, "/"), QList<QByteArray>({"a (2).jpg", "b (2).jpg"}));
    }

    void foldersAreNumberedToo()
    {
        ROW("trap.mkdir-exists");
        const MemoryFileSystem tree{{"/trip/owners.jpg", "old"}};
        const auto files = login(tree, "anna");
        QCOMPARE(outcome(files->makeDirectory(at("/trip"), {})), "ok");
        QCOMPARE(outcome(files->makeDirectory(at("/trip"), {})), "AlreadyExists");
        QCOMPARE(outcome(put(*files, "/trip/a.jpg", "a")), "ok");
        QCOMPARE(tree.content("/trip (2)/a.jpg"), "a");
        QCOMPARE(namesIn(*files, "/trip"), QList<QByteArray>({"a.jpg"}));
        QCOMPARE(namesIn(*files, "/"), QList<QByteArray>({"trip (2)"}));
        QCOMPARE(outcome(files->rename(at("/trip"), at("/journey"), Overwrite::No)), "ok");
        QCOMPARE(get(*files, "/journey/a.jpg"), "a");
        QCOMPARE(outcome(files->removeFile(at("/journey/a.jpg"))), "ok");
        QCOMPARE(outcome(files->removeDirectory(at("/journey"))), "ok");
        QVERIFY(namesIn(*files, "/").isEmpty());
        QCOMPARE(tree.content("/trip/owners.jpg"), "old");
    }

    void anOtherNameMovesWithItsFolder()
    {
        MemoryFileSystem tree;
        const auto files = login(tree, "anna");
        QVERIFY(files->makeDirectory(at("/trip"), {}));
        QVERIFY(put(tree, "/trip/a.jpg", "the owner's"));
        QCOMPARE(outcome(put(*files, "/trip/a.jpg", "a")), "ok");
        QCOMPARE(outcome(files->rename(at("/trip"), at("/journey"), Overwrite::No)), "ok");
        QCOMPARE(get(*files, "/journey/a.jpg"), "a");
        QCOMPARE(get(*files, "/journey/a (2).jpg"), "a");
    }

    void itsOwnFilesAreItsOwnLater()
    {
        const MemoryFileSystem tree;
        QCOMPARE(outcome(put(*login(tree, "anna"), "/a.jpg", "begun")), "ok");
        const auto files = login(tree, "anna");
        QCOMPARE(namesIn(*files, "/"), QList<QByteArray>({"a.jpg"}));
        QCOMPARE(get(*files, "/a.jpg"), "begun");
        QCOMPARE(outcome(files->removeFile(at("/a.jpg"))), "PermissionDenied");
        QCOMPARE(outcome(put(*files, "/a.jpg", ", done",
                             OpenFlag::Write | OpenFlag::Create | OpenFlag::Append)),
                 "ok");
        QCOMPARE(tree.content("/a.jpg"), "begun, done");
        // Sent anew it is one more: a scanner calls them all the same.
        QCOMPARE(outcome(put(*files, "/a.jpg", "another")), "ok");
        QCOMPARE(tree.content("/a (2).jpg"), "another");
        QCOMPARE(outcome(put(*files, "/b.filepart", "b")), "ok");
        m_now += CreatedFiles::resumeWithin;
        QCOMPARE(get(*files, "/a (2).jpg"), "another");
    }

    void anEarlierNameIsNoObstacleForARename()
    {
        const MemoryFileSystem tree;
        QCOMPARE(outcome(put(*login(tree, "anna"), "/a.jpg", "earlier")), "ok");
        const auto files = login(tree, "anna");
        QCOMPARE(outcome(put(*files, "/a.jpg.filepart", "now")), "ok");
        QCOMPARE(outcome(files->rename(at("/a.jpg.filepart"), at("/a.jpg"), Overwrite::No)), "ok");
        QCOMPARE(tree.content("/a.jpg"), "earlier");
        QCOMPARE(get(*files, "/a.jpg"), "now");
        // What is of this connection is one.
        QCOMPARE(outcome(put(*files, "/b", "b")), "ok");
        QCOMPARE(outcome(files->rename(at("/b"), at("/a.jpg"), Overwrite::Yes)), "AlreadyExists");
    }

    void aGuestSeesThisConnectionOnly()
    {
        const MemoryFileSystem tree;
        const auto one = login(tree, "guest", true);
        const auto two = login(tree, "guest", true);
        QCOMPARE(outcome(put(*one, "/a", "one")), "ok");
        QCOMPARE(namesIn(*one, "/"), QList<QByteArray>({"a"}));
        QVERIFY(namesIn(*two, "/").isEmpty());
        QVERIFY(get(*two, "/a").isNull());
        QCOMPARE(outcome(put(*two, "/a", "two")), "ok");
        QCOMPARE(tree.content("/a (2)"), "two");
        QCOMPARE(get(*one, "/a"), "one");
        QCOMPARE(get(*two, "/a"), "two");
        QVERIFY(namesIn(*login(tree, "guest", true), "/").isEmpty());
        QVERIFY(namesIn(*login(tree, "guest", false), "/").isEmpty());
    }

    void accountsStayApartAfterARestart()
    {
        QTemporaryDir state;
        const QString file = state.filePath(QStringLiteral("sent"));
        const MemoryFileSystem tree;
        m_record = std::make_shared<CreatedFiles>(file);
        QVERIFY(put(*login(tree, "anna"), "/a.jpg", "anna's"));
        QVERIFY(put(*login(tree, "ben"), "/a.jpg", "ben's"));
        QVERIFY(login(tree, "ben")->makeDirectory(at("/bens"), {}));
        QVERIFY(put(*login(tree, "guest", true), "/a.jpg", "a guest's"));

        m_record = std::make_shared<CreatedFiles>(file);
        QCOMPARE(namesIn(*login(tree, "anna"), "/"), QList<QByteArray>({"a.jpg"}));
        QCOMPARE(namesIn(*login(tree, "ben"), "/"), QList<QByteArray>({"a (2).jpg", "bens"}));
        QCOMPARE(get(*login(tree, "ben"), "/a (2).jpg"), "ben's");
        QVERIFY(get(*login(tree, "anna"), "/a (2).jpg").isNull());
        QVERIFY(namesIn(*login(tree, "guest", true), "/").isEmpty());
    }

    void theRootTellsNothing()
    {
        MemoryFileSystem tree{{"/old.jpg", "old"}};
        QVERIFY(tree.setAttributes(at("/"), withTimes(7, 7), Symlinks::Follow));
        const auto files = login(tree, "anna");
        const auto root = files->attributes(at("/"), Symlinks::Follow);
        QVERIFY(root);
        QCOMPARE(root->type.value(), FileType::Directory);
        QVERIFY(root->times->modified > 7);
        QVERIFY(!root->links);
        auto reader = files->openDirectory(at("/"));
        QVERIFY(reader);
        QCOMPARE((*reader)->attributes()->times->modified, root->times->modified);
        QCOMPARE(outcome(files->setAttributes(at("/"), withTimes(1, 2), Symlinks::Follow)),
                 "PermissionDenied");
        QCOMPARE(outcome(files->makeDirectory(at("/"), {})), "AlreadyExists");
        QCOMPARE(outcome(files->space(at("/"))), "ok");
    }

    void listsInPieces()
    {
        const MemoryFileSystem tree;
        const auto files = login(tree, "anna");
        QList<QByteArray> expected;
        for (int i = 0; i < 10; ++i) {
            expected.append("f" + QByteArray::number(i));
            QVERIFY(put(*files, "/" + expected.last(), "x"));
        }
        QVERIFY(tree.share()->removeFile(at("/f3")));
        expected.removeAt(3);
        QCOMPARE(namesIn(*files, "/", 2), expected);
    }

    void aKeyThatMayOnlyReadSendsNothing()
    {
        const MemoryFileSystem tree{{"/old.jpg", "old"}};
        QVERIFY(put(*login(tree, "anna"), "/a.jpg", "anna's"));
        const auto files = login(tree, "anna", false, Access::View);
        QCOMPARE(namesIn(*files, "/"), QList<QByteArray>({"a.jpg"}));
        QCOMPARE(get(*files, "/a.jpg"), "anna's");
        QVERIFY(get(*files, "/old.jpg").isNull());
        QCOMPARE(outcome(put(*files, "/b.jpg", "x")), "PermissionDenied");
        QCOMPARE(outcome(put(*files, "/old.jpg", "x")), "PermissionDenied");
        QCOMPARE(outcome(files->makeDirectory(at("/b"), {})), "PermissionDenied");
        QCOMPARE(outcome(files->removeFile(at("/a.jpg"))), "PermissionDenied");
    }
};

QTEST_GUILESS_MAIN(TestDropBoxFileSystem)
#include "tst_drop_box_file_system.moc"
