#include "core/fs/share_tree.h"
#include "core/fs/wrapped_file_system.h"
#include "core/memory_file_system.h"
#include "tests/support/shares.h"

#include <QTest>

#include "tests/support/rows.h"

#include <functional>

using namespace sallyport;
using namespace sallyport::test;
using Layout = ShareTree::Layout;
using Try = std::function<QByteArray(FileSystem&)>;
Q_DECLARE_METATYPE(Try)

namespace {

// A disk that must not be touched: it counts.
class SleepingFileSystem final : public WrappedFileSystem {
public:
    explicit SleepingFileSystem(int& touched)
        : WrappedFileSystem(std::make_unique<MemoryFileSystem>())
        , m_touched(touched)
    {
    }
    Result<std::unique_ptr<DirectoryReader>> openDirectory(const VirtualPath& path) override
    {
        ++m_touched;
        return inner().openDirectory(path);
    }
    Result<FileAttributes> attributes(const VirtualPath& path, Symlinks symlinks) override
    {
        ++m_touched;
        return inner().attributes(path, symlinks);
    }

private:
    int& m_touched;
};

// A storage that says how much is free.
class FreeFileSystem final : public WrappedFileSystem {
public:
    explicit FreeFileSystem(quint64 blocks)
        : WrappedFileSystem(std::make_unique<MemoryFileSystem>())
        , m_blocks(blocks)
    {
    }
    Result<StorageSpace> space(const VirtualPath&) override
    {
        StorageSpace space;
        space.availableBlocks = m_blocks;
        return space;
    }

private:
    const quint64 m_blocks;
};

FileAttributes modified(qint64 when)
{
    FileAttributes attributes = withTimes(when, when);
    attributes.owner = FileAttributes::Owner{7, 8};
    return attributes;
}

ShareTree::Branch branch(const char* name, std::unique_ptr<FileSystem> files, qint64 when = 0)
{
    return {name, modified(when), std::move(files)};
}

} // namespace

class TestShareTree : public QObject {
    Q_OBJECT

    std::unique_ptr<MemoryFileSystem> m_photos, m_inbox;

    // Photos, its twin Photos2, and a share that is not available.
    std::unique_ptr<ShareTree> tree() const
    {
        std::vector<ShareTree::Branch> branches;
        branches.push_back(branch("Photos", m_photos->share(), 100));
        branches.push_back(branch("Photos2", m_inbox->share(), 300));
        branches.push_back(branch("Away", nullptr, 200));
        return std::make_unique<ShareTree>(std::move(branches));
    }
    std::unique_ptr<ShareTree> single(bool available = true) const
    {
        std::vector<ShareTree::Branch> branches;
        branches.push_back(branch("Photos", available ? m_photos->share() : nullptr));
        return std::make_unique<ShareTree>(std::move(branches), Layout::Single);
    }

private slots:
    void init()
    {
        m_photos.reset(new MemoryFileSystem{{"/a", "photo"}, {"/folder/b", "b"}});
        m_inbox.reset(new MemoryFileSystem{{"/a", "letter"}});
    }

    void listsTheSharesWithoutTouchingADisk()
    {
        ROW("trap.sleeping-share");
        int touched = 0;
        std::vector<ShareTree::Branch> branches;
        branches.push_back(branch("Stick", std::make_unique<SleepingFileSystem>(touched), 100));
        branches.push_back(branch("Away", nullptr, 200));
        ShareTree files(std::move(branches));

        QCOMPARE(namesIn(files, "/", 1), QList<QByteArray>({"Away", "Stick"}));
        auto reader = files.openDirectory(at("/"));
        QVERIFY(reader);
        const auto entries = (*reader)->next(100);
        QVERIFY(entries);
        QCOMPARE(entries->first().attributes.times->modified, 100);
        QCOMPARE(entries->first().attributes.type.value(), FileType::Directory);
        QCOMPARE((*reader)->attributes()->type.value(), FileType::Directory);
        const auto root = files.attributes(at("/"), Symlinks::Follow);
        QVERIFY(root);
        QCOMPARE(*root->type, FileType::Directory);
        QCOMPARE(*root->permissions, 0555u);
        QCOMPARE(root->times->modified, 200);
        QCOMPARE(root->owner->uid, 7u);
        QCOMPARE(touched, 0);
    }

    void aShareThatIsNotAvailableSaysSo_data()
    {
        QTest::addColumn<Try>("act");
        const auto row = [](const char* what, const Try& act) { QTest::newRow(what) << act; };
        row("list", [](FileSystem& f) { return outcome(f.openDirectory(at("/Away"))); });
        row("look",
            [](FileSystem& f) { return outcome(f.attributes(at("/Away/x"), Symlinks::Follow)); });
        row("open",
            [](FileSystem& f) { return outcome(f.open(at("/Away/x"), OpenFlag::Read, {})); });
        row("create", [](FileSystem& f) { return outcome(f.open(at("/Away/x"), putFile, {})); });
        row("set", [](FileSystem& f) {
            return outcome(f.setAttributes(at("/Away/x"), {}, Symlinks::Follow));
        });
        row("make a folder",
            [](FileSystem& f) { return outcome(f.makeDirectory(at("/Away/x"), {})); });
        row("remove", [](FileSystem& f) { return outcome(f.removeFile(at("/Away/x"))); });
        row("remove a folder",
            [](FileSystem& f) { return outcome(f.removeDirectory(at("/Away/x"))); });
        row("rename", [](FileSystem& f) {
            return outcome(f.rename(at("/Away/x"), at("/Away/y"), Overwrite::No));
        });
        row("rename into", [](FileSystem& f) {
            return outcome(f.rename(at("/Photos/a"), at("/Away/y"), Overwrite::No));
        });
        row("link", [](FileSystem& f) { return outcome(f.makeLink(at("/Away/x"), "y")); });
        row("read a link", [](FileSystem& f) { return outcome(f.readLink(at("/Away/x"))); });
        row("hard link",
            [](FileSystem& f) { return outcome(f.makeHardLink(at("/Away/x"), at("/Away/y"))); });
        row("space", [](FileSystem& f) { return outcome(f.space(at("/Away"))); });
    }
    void aShareThatIsNotAvailableSaysSo()
    {
        ROW("trap.sleeping-share");
        QFETCH(Try, act);
        const auto files = tree();
        QCOMPARE(act(*files), "Unavailable");
        QCOMPARE(files->openDirectory(at("/Away")).error().message,
                 QStringLiteral("Away is not available"));
        // It is listed, so it can be looked at.
        QCOMPARE(files->attributes(at("/Away"), Symlinks::DoNotFollow)->times->modified, 200);
    }

    void everyOperationReachesItsShare()
    {
        const auto files = tree();
        QCOMPARE(get(*files, "/Photos/a"), "photo");
        QCOMPARE(get(*files, "/Photos2/a"), "letter");
        QCOMPARE(namesIn(*files, "/Photos"), QList<QByteArray>({"a", "folder"}));
        QVERIFY(files->makeDirectory(at("/Photos/new"), {}));
        QVERIFY(put(*files, "/Photos/new/x", "x"));
        QVERIFY(files->rename(at("/Photos/new/x"), at("/Photos/new/y"), Overwrite::No));
        QVERIFY(files->setAttributes(at("/Photos/new/y"), withTimes(1, 2), Symlinks::Follow));
        QCOMPARE(m_photos->attributes(at("/new/y"), Symlinks::Follow)->times->modified, 2);
        QVERIFY(files->makeHardLink(at("/Photos/new/y"), at("/Photos/new/z")));
        QVERIFY(files->removeFile(at("/Photos/new/y")));
        QVERIFY(files->removeFile(at("/Photos/new/z")));
        QVERIFY(files->removeDirectory(at("/Photos/new")));
        QVERIFY(files->setAttributes(at("/Photos"), withTimes(5, 6), Symlinks::Follow));
        QCOMPARE(files->attributes(at("/Photos"), Symlinks::Follow)->times->modified, 6);
    }

    void namesAreComparedWhole_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const char* path :
             {"/Photo/a", "/Photos3/a", "/photos/a", "/Photos /a", "/Away2/x", "/a"})
            QTest::newRow(path) << QByteArray(path);
    }
    void namesAreComparedWhole()
    {
        ROW("A3");
        QFETCH(QByteArray, path);
        const auto files = tree();
        QCOMPARE(outcome(files->attributes(at(path), Symlinks::Follow)), "NotFound");
        QCOMPARE(outcome(files->open(at(path), OpenFlag::Read, {})), "NotFound");
        QCOMPARE(outcome(files->openDirectory(at(path))), "NotFound");
        QCOMPARE(outcome(files->removeFile(at(path))), "NotFound");
        QCOMPARE(outcome(files->rename(at(path), at("/Photos/x"), Overwrite::No)), "NotFound");
        QCOMPARE(files->shareName(at(path)), "");
    }

    void rootsAreNotForClients_data()
    {
        QTest::addColumn<Try>("act");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const QByteArray& what, const Try& act, const char* expected) {
            QTest::newRow(what.constData()) << act << QByteArray(expected);
        };
        constexpr auto no = "PermissionDenied";
        for (const QByteArray root : {"/", "/Photos", "/Away"}) {
            const auto name = [&](const char* what) { return QByteArray(what) + ' ' + root; };
            row(
                name("remove"), [=](FileSystem& f) { return outcome(f.removeFile(at(root))); }, no);
            row(
                name("remove the folder"),
                [=](FileSystem& f) { return outcome(f.removeDirectory(at(root))); }, no);
            row(
                name("rename"),
                [=](FileSystem& f) {
                    return outcome(f.rename(at(root), at("/Photos/x"), Overwrite::No));
                },
                no);
            row(
                name("rename to"),
                [=](FileSystem& f) {
                    return outcome(f.rename(at("/Photos/a"), at(root), Overwrite::Yes));
                },
                no);
            row(
                name("hard link of"),
                [=](FileSystem& f) { return outcome(f.makeHardLink(at(root), at("/Photos/x"))); },
                no);
            row(
                name("hard link at"),
                [=](FileSystem& f) { return outcome(f.makeHardLink(at("/Photos/a"), at(root))); },
                no);
            row(
                name("link at"), [=](FileSystem& f) { return outcome(f.makeLink(at(root), "a")); },
                no);
            row(
                name("make the folder"),
                [=](FileSystem& f) { return outcome(f.makeDirectory(at(root), {})); },
                "AlreadyExists");
        }
        for (const QByteArray root : {"/", "/Photos"}) {
            const auto name = [&](const char* what) { return QByteArray(what) + ' ' + root; };
            row(
                name("open"),
                [=](FileSystem& f) { return outcome(f.open(at(root), OpenFlag::Read, {})); },
                "IsADirectory");
            row(
                name("put"), [=](FileSystem& f) { return outcome(f.open(at(root), putFile, {})); },
                "IsADirectory");
            row(
                name("read the link"), [=](FileSystem& f) { return outcome(f.readLink(at(root))); },
                "InvalidArgument");
        }
        row(
            "set /",
            [](FileSystem& f) {
                return outcome(f.setAttributes(at("/"), withPermissions(0777), Symlinks::Follow));
            },
            no);
        row(
            "make a share", [](FileSystem& f) { return outcome(f.makeDirectory(at("/new"), {})); },
            no);
        row(
            "make a file beside",
            [](FileSystem& f) { return outcome(f.open(at("/new"), putFile, {})); }, no);
        row(
            "make a link beside",
            [](FileSystem& f) { return outcome(f.makeLink(at("/new"), "Photos")); }, no);
        row(
            "rename to beside",
            [](FileSystem& f) {
                return outcome(f.rename(at("/Photos/a"), at("/new"), Overwrite::No));
            },
            no);
        row(
            "hard link beside",
            [](FileSystem& f) { return outcome(f.makeHardLink(at("/Photos/a"), at("/new"))); }, no);
    }
    void rootsAreNotForClients()
    {
        ROW("status.PermissionDenied", "trap.mkdir-exists", "A15");
        QFETCH(Try, act);
        QFETCH(QByteArray, expected);
        const auto files = tree();
        QCOMPARE(act(*files), expected);
        QCOMPARE(namesIn(*m_photos, "/"), QList<QByteArray>({"a", "folder"}));
        QCOMPARE(namesIn(*files, "/"), QList<QByteArray>({"Away", "Photos", "Photos2"}));
    }

    void nothingMovesBetweenShares_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("a file") << QByteArray("/Photos/a") << QByteArray("/Photos2/b");
        QTest::newRow("a file over one") << QByteArray("/Photos/a") << QByteArray("/Photos2/a");
        QTest::newRow("a folder") << QByteArray("/Photos/folder") << QByteArray("/Photos2/folder");
    }
    void nothingMovesBetweenShares()
    {
        ROW("request.RENAME", "ext.hardlink", "A15");
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        const auto files = tree();
        for (const Overwrite overwrite : {Overwrite::No, Overwrite::Yes}) {
            const auto moved = files->rename(at(from), at(to), overwrite);
            QCOMPARE(outcome(moved), "Failure");
            QCOMPARE(moved.error().message,
                     QStringLiteral("Photos and Photos2 are different shares"));
        }
        QCOMPARE(outcome(files->makeHardLink(at(from), at(to))), "Failure");
        QCOMPARE(m_inbox->content("/a"), "letter");
        QCOMPARE(m_photos->content("/a"), "photo");
    }

    void linksStayInTheirShare()
    {
        ROW("A19");
        const auto files = tree();
        QVERIFY(files->makeLink(at("/Photos/folder/absolute"), "/Photos/a"));
        QCOMPARE(get(*files, "/Photos/folder/absolute"), "photo");
        QCOMPARE(m_photos->readLink(at("/folder/absolute")).value(), "../a");
        QVERIFY(files->makeLink(at("/Photos/relative"), "folder/b"));
        QCOMPARE(files->readLink(at("/Photos/relative")).value(), "folder/b");
        const auto out = files->makeLink(at("/Photos/out"), "/Photos2/a");
        QCOMPARE(outcome(out), "PermissionDenied");
        QCOMPARE(out.error().message, QStringLiteral("A link in Photos may not lead out of it"));
        QCOMPARE(outcome(files->makeLink(at("/Photos/out"), "/")), "PermissionDenied");
        QCOMPARE(outcome(files->makeLink(at("/Photos/out"), "/Photos/../Photos2/a")),
                 "PermissionDenied");
        QCOMPARE(outcome(files->makeLink(at("/Photos/out"), QByteArray(5000, '/'))), "NameTooLong");
        QVERIFY(!files->makeLink(at("/Photos/out"), "../Photos2/a"));
        QVERIFY(!m_photos->attributes(at("/out"), Symlinks::DoNotFollow));
    }

    void anAbsoluteLinkIsToldAsAPathOfTheTree()
    {
        // Storage that has one: LocalFileSystem, for a link made elsewhere.
        class AbsoluteLink final : public WrappedFileSystem {
        public:
            AbsoluteLink()
                : WrappedFileSystem(std::make_unique<MemoryFileSystem>())
            {
            }
            Result<QByteArray> readLink(const VirtualPath&) override { return QByteArray("/a/b"); }
        };
        for (const Layout layout : {Layout::Named, Layout::Single}) {
            std::vector<ShareTree::Branch> branches;
            branches.push_back(branch("Photos", std::make_unique<AbsoluteLink>()));
            ShareTree files(std::move(branches), layout);
            QCOMPARE(files.readLink(at("/Photos/x")).value(),
                     layout == Layout::Named ? QByteArray("/Photos/a/b") : QByteArray("/a/b"));
        }
    }

    void spaceIsThatOfTheShareOrTheLargest()
    {
        ROW("ext.statvfs");
        std::vector<ShareTree::Branch> branches;
        branches.push_back(branch("Small", std::make_unique<FreeFileSystem>(10)));
        branches.push_back(branch("Large", std::make_unique<FreeFileSystem>(1000)));
        branches.push_back(branch("Middle", std::make_unique<FreeFileSystem>(100)));
        branches.push_back(branch("Away", nullptr));
        ShareTree files(std::move(branches));
        QCOMPARE(files.space(at("/"))->availableBlocks, quint64(1000));
        QCOMPARE(files.space(at("/Small"))->availableBlocks, quint64(10));
        QCOMPARE(files.space(at("/Small/x"))->availableBlocks, quint64(10));
        QCOMPARE(outcome(files.space(at("/no"))), "NotFound");
        QCOMPARE(outcome(ShareTree({}).space(at("/"))), "Unavailable");
    }

    void theOnlyShareIsTheRoot()
    {
        const auto files = single();
        QCOMPARE(get(*files, "/a"), "photo");
        QCOMPARE(namesIn(*files, "/"), QList<QByteArray>({"a", "folder"}));
        QCOMPARE(files->attributes(at("/"), Symlinks::Follow)->id,
                 m_photos->attributes(at("/"), Symlinks::Follow)->id);
        QVERIFY(put(*files, "/new", "x"));
        QVERIFY(files->rename(at("/new"), at("/folder/new"), Overwrite::No));
        QCOMPARE(m_photos->content("/folder/new"), "x");
        QVERIFY(files->makeLink(at("/folder/link"), "/a"));
        QCOMPARE(get(*files, "/folder/link"), "photo");
        QVERIFY(files->makeDirectory(at("/made"), {}));
        QVERIFY(files->removeDirectory(at("/made")));
        QCOMPARE(outcome(files->makeDirectory(at("/"), {})), "AlreadyExists");
        QCOMPARE(outcome(files->removeDirectory(at("/"))), "PermissionDenied");
        QCOMPARE(outcome(files->rename(at("/a"), at("/"), Overwrite::Yes)), "PermissionDenied");
        QCOMPARE(outcome(files->open(at("/"), OpenFlag::Read, {})), "IsADirectory");
        QVERIFY(files->space(at("/")));
        QCOMPARE(files->shareName(at("/")), "Photos");
        QCOMPARE(files->shareName(at("/folder/new")), "Photos");

        const auto away = single(false);
        QCOMPARE(outcome(away->openDirectory(at("/"))), "Unavailable");
        QCOMPARE(outcome(away->attributes(at("/a"), Symlinks::Follow)), "Unavailable");
        QCOMPARE(outcome(away->attributes(at("/"), Symlinks::Follow)), "ok");
    }

    void namesTheShareForTheLog()
    {
        const auto files = tree();
        QCOMPARE(files->shareName(at("/Photos")), "Photos");
        QCOMPARE(files->shareName(at("/Photos2/x/y")), "Photos2");
        QCOMPARE(files->shareName(at("/")), "");
    }

    void withoutSharesThereIsAnEmptyFolder()
    {
        for (const Layout layout : {Layout::Named, Layout::Single}) {
            ShareTree files({}, layout);
            QVERIFY(namesIn(files, "/").isEmpty());
            QCOMPARE(outcome(files.attributes(at("/"), Symlinks::Follow)), "ok");
            QCOMPARE(outcome(files.open(at("/x"), putFile, {})), "PermissionDenied");
        }
    }
};

QTEST_GUILESS_MAIN(TestShareTree)
#include "tst_share_tree.moc"
