#include "core/local_file_system.h"
#include "tests/support/file_system_contract.h"
#include "tests/support/outcome.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

#include <array>
#include <csignal>
#include <vector>

#include <fcntl.h>
#include <sched.h>
#include <sys/fsuid.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace sallyport;
using namespace Qt::Literals::StringLiterals;
using test::outcome;

namespace {

constexpr OpenFlags creating = OpenFlags(OpenFlag::Write) | OpenFlag::Create;

} // namespace

// Runs once with each resolver: see main().
class TestLocalFileSystem : public test::FileSystemContract {
    Q_OBJECT
public:
    explicit TestLocalFileSystem(LocalFileSystem::Resolver resolver)
        : m_resolver(resolver)
    {
    }

protected:
    std::unique_ptr<FileSystem> make() override
    {
        ::umask(022);
        m_folder = std::make_unique<QTemporaryDir>();
        auto files = LocalFileSystem::open(folder(), options());
        return files ? std::move(*files) : nullptr;
    }
    bool hidesNames() const override { return true; }
    void plant(const VirtualPath& path, const QByteArray& content) override
    {
        QDir().mkpath(QString::fromUtf8(host(path.parent().relative())));
        QFile file(QString::fromUtf8(host(path.relative())));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    void plantLink(const VirtualPath& path, const QByteArray& target) override
    {
        QCOMPARE(::symlink(target.constData(), host(path.relative()).constData()), 0);
    }

private slots:
    void theUmaskApplies()
    {
        ROW("request.OPEN");
        ::umask(027);
        FileAttributes initial;
        initial.permissions = 0777;
        QVERIFY(files().open(path("a"), creating, initial));
        QVERIFY(files().open(path("b"), creating, {}));
        QVERIFY(files().makeDirectory(path("d"), {}));
        QCOMPARE(files().attributes(path("a"), Symlinks::Follow)->permissions, 0750U);
        QCOMPARE(files().attributes(path("b"), Symlinks::Follow)->permissions, 0640U);
        QCOMPARE(files().attributes(path("d"), Symlinks::Follow)->permissions, 0750U);
    }

    void specialFilesAreNeverOpened()
    {
        ROW("request.OPEN", "status.PermissionDenied", "B1");
        QCOMPARE(::mkfifo(host("fifo").constData(), 0666), 0);
        QCOMPARE(::mknod(host("socket").constData(), S_IFSOCK | 0666, 0), 0);
        QCOMPARE(::symlink("fifo", host("link").constData()), 0);
        for (const char* name : {"fifo", "socket", "link"}) {
            for (const OpenFlags flags :
                 {OpenFlags(OpenFlag::Read), OpenFlags(OpenFlag::Write), creating,
                  creating | OpenFlag::Truncate, OpenFlags(OpenFlag::Read) | OpenFlag::Write})
                QCOMPARE(outcome(files().open(path(name), flags, {})), "PermissionDenied"_ba);
            FileAttributes size;
            size.size = 0;
            QCOMPARE(outcome(files().setAttributes(path(name), size, Symlinks::Follow)),
                     "PermissionDenied"_ba);
            QCOMPARE(files().attributes(path(name), Symlinks::Follow)->type, FileType::Other);
            QCOMPARE(outcome(files().makeHardLink(path(name), path("h"))), "PermissionDenied"_ba);
        }
        FileAttributes mode;
        mode.permissions = 0600;
        QCOMPARE(outcome(files().setAttributes(path("fifo"), mode, Symlinks::Follow)), "ok"_ba);
        QCOMPARE(outcome(files().removeFile(path("fifo"))), "ok"_ba);
    }

    void whatIsKnownOfFoldersIsOfOneMoment()
    {
        plant(path("d/a"), "1");
        plant(path("d/b"), "12");
        plant(path("d/c.hidden"), "123");
        plantLink(path("d/out"), "../../etc");
        plantLink(path("d/in"), "b");
        const auto size = [&](const char* name) {
            return files().attributes(path(name), Symlinks::Follow)->size.value_or(99);
        };
        const auto told = [&](const char* name) {
            return outcome(files().attributes(path(name), Symlinks::Follow));
        };
        files().keepPlaces(true);
        QCOMPARE(size("d/a"), 1U);
        QCOMPARE(size("d/b"), 2U); // the folder is known from here on
        QCOMPARE(::rename(host("d").constData(), host("e").constData()), 0);
        QCOMPARE(size("d/a"), 1U);
        QCOMPARE(told("d/none"), "NotFound"_ba);
        QCOMPARE(told("d/c.hidden"), "NotFound"_ba);
        QCOMPARE(told("d/in"), "NotFound"_ba); // a link's way is looked at anew
        QCOMPARE(told("d"), "NotFound"_ba);
        files().keepPlaces(true);
        QCOMPARE(told("d/a"), "NotFound"_ba);
        QCOMPARE(told("d/a"), "NotFound"_ba);
        QCOMPARE(size("e/a"), 1U);
        QCOMPARE(size("e/in"), 2U);
        QCOMPARE(files().attributes(path("e/in"), Symlinks::DoNotFollow)->type, FileType::Symlink);
        QCOMPARE(told("e/out"), "Escaped"_ba);
        QCOMPARE(told("e/out/passwd"), "Escaped"_ba);
        QCOMPARE(told("e/out/hosts"), "Escaped"_ba);
        QCOMPARE(told("e/a/b"), "NotADirectory"_ba);
        QCOMPARE(told("e/a/c"), "NotADirectory"_ba);
        // Without it nothing is kept.
        files().keepPlaces(false);
        QCOMPARE(size("e/a"), 1U);
        QCOMPARE(size("e/b"), 2U);
        QCOMPARE(::rename(host("e").constData(), host("d").constData()), 0);
        QCOMPARE(told("e/b"), "NotFound"_ba);
    }

    void foldersDeeperThanAPathAreReached()
    {
        ROW("status.NameTooLong", "A7");
        // 19 folders of 200 bytes, a link to the last, and 19 more below the link: 7,600 bytes.
        QByteArrayList made;
        const auto descend = [&](VirtualPath from) {
            for (int depth = 0; depth < 19; ++depth) {
                from = from.child(QByteArray(200, 'n'));
                made.append(from.relative());
                QCOMPARE(outcome(files().makeDirectory(from, {})), "ok"_ba);
            }
        };
        descend(path(""));
        QCOMPARE(outcome(files().makeLink(path("link"), made.last())), "ok"_ba);
        descend(path("link"));
        const QByteArray below = made.last() + "/a";
        QCOMPARE(write(below, "deep"), "ok"_ba);
        QCOMPARE(contentOf(below), "deep"_ba);
        QCOMPARE(listing(made.last()), QByteArrayList({"a"}));
        plant(path("x.hidden"), "secret");
        QCOMPARE(::symlink("x.hidden", host("link2").constData()), 0);
        QCOMPARE(contentOf(made.at(18) + "/" + QByteArray("../").repeated(19) + "link2"),
                 "<NotFound>"_ba);
        QCOMPARE(outcome(files().removeFile(path(below))), "ok"_ba);
        while (!made.isEmpty())
            QCOMPARE(outcome(files().removeDirectory(path(made.takeLast()))), "ok"_ba);

        const VirtualPath tooDeep = path(QByteArray("d/").repeated(1002));
        QCOMPARE(outcome(files().attributes(tooDeep, Symlinks::Follow)), "NameTooLong"_ba);
        QCOMPARE(outcome(files().open(tooDeep, creating, {})), "NameTooLong"_ba);
        QCOMPARE(outcome(files().makeDirectory(tooDeep, {})), "NameTooLong"_ba);
    }

    void reservedNamesAreHidden_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("as we write it") << ".sallyport-0123"_ba;
        QTest::newRow("as a disk that knows no case finds it") << ".SallyPort-0123"_ba;
        QTest::newRow("nothing behind the prefix") << ".sallyport-"_ba;
    }
    void reservedNamesAreHidden()
    {
        ROW("status.NotFound", "status.PermissionDenied");
        QFETCH(QByteArray, name);
        auto without = options();
        without.hide.clear();
        const auto local = LocalFileSystem::open(folder(), without);
        QVERIFY(local);
        FileSystem& tree = **local;
        plant(path(name), "secret");
        QCOMPARE(::symlink(name.constData(), host("link").constData()), 0);
        QCOMPARE(outcome(tree.open(path(name), OpenFlag::Read, {})), "NotFound"_ba);
        QCOMPARE(outcome(tree.open(path("link"), OpenFlag::Read, {})), "NotFound"_ba);
        QCOMPARE(outcome(tree.open(path(name), creating, {})), "PermissionDenied"_ba);
        QCOMPARE(outcome(tree.makeDirectory(path(name + "x"), {})), "PermissionDenied"_ba);
        QCOMPARE(outcome(tree.removeFile(path(name))), "NotFound"_ba);
        const auto reader = tree.openDirectory(path(""));
        QVERIFY(reader);
        const auto entries = (*reader)->next(100);
        QVERIFY(entries);
        QCOMPARE(entries->size(), 1);
        QCOMPARE(entries->first().name, "link"_ba);
    }

    void aLinkReadsAsAClientMaySeeIt_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("seen");
        const auto row = [](const char* claim, const QByteArray& target, const QByteArray& seen) {
            QTest::newRow(claim) << target << seen;
        };
        row("relative and inside", "../a", "../a");
        row("relative and out", "../../a", "<Escaped>");
        row("out and back in", "../../x/d", "<Escaped>");
        row("absolute and inside", "ROOT/a", "/a");
        row("the root itself", "ROOT", "/");
        row("absolute and out", "/etc/passwd", "<Escaped>");
        row("a neighbour with the same beginning", "ROOT2/a", "<Escaped>");
        row("absolute, inside, then out", "ROOT/../a", "<Escaped>");
    }
    void aLinkReadsAsAClientMaySeeIt()
    {
        ROW("request.READLINK", "A17");
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, seen);
        QVERIFY(files().makeDirectory(path("d"), {}));
        target.replace("ROOT", folder());
        QCOMPARE(::symlink(target.constData(), host("d/link").constData()), 0);
        const auto read = files().readLink(path("d/link"));
        QCOMPARE(read ? *read : '<' + outcome(read) + '>', seen);
    }

    void noLinkIsFollowedWherePolicyIsNever()
    {
        ROW("status.PermissionDenied");
        const auto local = openWith([](auto& options) { options.symlinks = SymlinkPolicy::Never; });
        QVERIFY(local);
        QVERIFY(files().makeDirectory(path("d"), {}));
        plant(path("d/a"), "text");
        QCOMPARE(::symlink("d/a", host("file").constData()), 0);
        QCOMPARE(::symlink("d", host("folder").constData()), 0);
        QCOMPARE(::symlink("no", host("dangling").constData()), 0);
        for (const char* name : {"file", "folder/a", "folder/no", "dangling"}) {
            QCOMPARE(outcome(local->open(path(name), OpenFlag::Read, {})), "PermissionDenied"_ba);
            QCOMPARE(outcome(local->attributes(path(name), Symlinks::Follow)),
                     "PermissionDenied"_ba);
        }
        QCOMPARE(outcome(local->open(path("folder/new"), creating, {})), "PermissionDenied"_ba);
        QCOMPARE(outcome(local->open(path("file"), creating | OpenFlag::Exclusive, {})),
                 "AlreadyExists"_ba);
        QCOMPARE(outcome(local->openDirectory(path("folder"))), "PermissionDenied"_ba);
        QCOMPARE(outcome(local->open(path("d/a"), OpenFlag::Read, {})), "ok"_ba);
        QCOMPARE(local->attributes(path("file"), Symlinks::DoNotFollow)->type, FileType::Symlink);
        QCOMPARE(local->readLink(path("file")).value(), "d/a"_ba);
        QCOMPARE(outcome(local->removeFile(path("file"))), "ok"_ba);
    }

    void linksAreNotListedWherePolicyIsHide()
    {
        ROW("request.OPENDIR", "A10");
        const auto local = openWith([](auto& options) { options.symlinks = SymlinkPolicy::Hide; });
        QVERIFY(local);
        plant(path("a"), "text");
        QCOMPARE(::symlink("a", host("link").constData()), 0);
        QCOMPARE((*local->openDirectory(path("")))->next(100)->size(), 1);
        QCOMPARE(outcome(local->open(path("link"), OpenFlag::Read, {})), "ok"_ba);
    }

    void makingLinksMayBeSwitchedOff()
    {
        ROW("request.READLINK", "status.PermissionDenied", "A19");
        const auto local = openWith([](auto& options) { options.makeLinks = false; });
        QVERIFY(local);
        QCOMPARE(outcome(local->makeLink(path("link"), "a")), "PermissionDenied"_ba);
        QVERIFY(!QFile::exists(QString::fromUtf8(host("link"))));
    }

    void aFolderServedAsTheRootOfAllFollowsAbsoluteLinks()
    {
        const auto local = openWith(
            [](auto& options) { options.confinement = LocalFileSystem::Confinement::InRoot; });
        QVERIFY(local);
        QVERIFY(files().makeDirectory(path("d"), {}));
        plant(path("a"), "text");
        QCOMPARE(outcome(local->makeLink(path("d/link"), "/a")), "ok"_ba);
        QCOMPARE(local->readLink(path("d/link")).value(), "/a"_ba);
        QCOMPARE(outcome(local->makeLink(path("d/up"), "../../../a")), "ok"_ba);
        for (const char* name : {"d/link", "d/up"}) {
            QCOMPARE(outcome(local->open(path(name), OpenFlag::Read, {})), "ok"_ba);
            QCOMPARE(local->attributes(path(name), Symlinks::Follow)->size, quint64(4));
        }
    }

    void magicLinksAreNotFollowed()
    {
        ROW("status.PermissionDenied", "A12");
        for (const auto confinement :
             {LocalFileSystem::Confinement::Beneath, LocalFileSystem::Confinement::InRoot}) {
            auto how = options();
            how.confinement = confinement;
            const auto local = LocalFileSystem::open("/proc", how);
            QVERIFY(local);
            FileSystem& tree = **local;
            for (const char* name : {"self/root", "self/cwd/x", "self/exe", "self/fd/0"})
                QCOMPARE(outcome(tree.open(*VirtualPath::parse(name), OpenFlag::Read, {})),
                         "Escaped"_ba);
            // A link of /proc that is an ordinary one.
            QCOMPARE(outcome(tree.attributes(*VirtualPath::parse("self/status"), Symlinks::Follow)),
                     "ok"_ba);
        }
    }

    void theFolderIsKnownAgain()
    {
        const auto mark = LocalFileSystem::mark(folder());
        QVERIFY(mark);
        QVERIFY(mark->inode != 0);
        QVERIFY(!mark->ownMount);
        QVERIFY(LocalFileSystem::mark("/proc")->ownMount);
        QCOMPARE(outcome(LocalFileSystem::open(folder(), options(), *mark)), "ok"_ba);
        RootMark other = *mark;
        other.inode += 1;
        const auto refused = LocalFileSystem::open(folder(), options(), other);
        QCOMPARE(outcome(refused), "AnotherFolder"_ba);
        QVERIFY(refused.error().message.contains(u"Photos"));
        QVERIFY(!refused.error().message.contains(u'/'));
        other = *mark;
        other.ownMount = true;
        QCOMPARE(outcome(LocalFileSystem::open(folder(), options(), other)), "Unavailable"_ba);
        QCOMPARE(outcome(LocalFileSystem::open(folder() + "/no", options())), "Unavailable"_ba);
        plant(path("a"), "");
        QCOMPARE(outcome(LocalFileSystem::open(host("a"), options())), "Unavailable"_ba);
    }

    void nothingIsMadeInAFolderThatIsNoLongerThere()
    {
        // As after a lazy umount: what is open would take files nobody sees.
        plant(path("share/a"), "text");
        const auto local = LocalFileSystem::open(host("share"), options());
        QVERIFY(local);
        FileSystem& tree = **local;
        QCOMPARE(::rename(host("share").constData(), host("gone").constData()), 0);
        QCOMPARE(outcome(tree.open(path("new"), creating, {})), "Unavailable"_ba);
        QCOMPARE(outcome(tree.makeDirectory(path("d"), {})), "Unavailable"_ba);
        QCOMPARE(outcome(tree.openDirectory(path(""))), "Unavailable"_ba);
        QCOMPARE(::mkdir(host("share").constData(), 0777), 0);
        QCOMPARE(outcome(tree.open(path("new"), creating, {})), "Unavailable"_ba);
        QCOMPARE(::rmdir(host("share").constData()), 0);
        QCOMPARE(::rename(host("gone").constData(), host("share").constData()), 0);
        QCOMPARE(outcome(tree.open(path("new"), creating, {})), "ok"_ba);
    }

    void messagesNameTheShareAndNoFolder()
    {
        ROW("status.Failure", "A17");
        const auto error = files().open(path("no"), OpenFlag::Read, {});
        QVERIFY(!error);
        QVERIFY(error.error().message.contains(u"Photos"));
        QVERIFY(!error.error().message.contains(u'/'));
        QCOMPARE(files().shareName(path("no")), "Photos"_ba);
    }

    void aDiskThatIsFullReadOnlyOrGoneIsToldApart()
    {
        ROW("status.Failure", "status.PermissionDenied");
        // In a child: its mounts are its own and go with it. It answers with the number of the
        // first check that failed.
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0)
            ::_exit(checksOnDisksOfItsOwn());
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);
    }

    void offsetsNoFileHasAreRefused()
    {
        ROW("status.Failure", "B8");
        const auto file = files().open(path("a"), creating, {});
        QVERIFY(file);
        const std::byte byte{1};
        // How long a file may be depends on the storage, so the system is told a length.
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit low{4096, before.rlim_max};
        const auto handler = ::signal(SIGXFSZ, SIG_IGN);
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &low), 0);
        const auto tooFar = (*file)->writeAt(4096, std::span(&byte, 1));
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        ::signal(SIGXFSZ, handler);
        QCOMPARE(outcome(tooFar), "Failure"_ba);
        QVERIFY(tooFar.error().message.contains(u"Photos"));
        QCOMPARE(outcome((*file)->writeAt(~quint64(0), std::span(&byte, 1))), "Failure"_ba);
        std::array<std::byte, 1> buffer{};
        QCOMPARE(outcome((*file)->readAt(~quint64(0), buffer)), "InvalidArgument"_ba);
    }

    void safeCloseSyncsAndStillCloses()
    {
        ROW("request.CLOSE", "ext.fsync");
        const auto local = openWith([](auto& options) { options.safeClose = true; });
        QVERIFY(local);
        const auto file = local->open(path("a"), creating, {});
        QVERIFY(file);
        const std::byte byte{1};
        QCOMPARE(outcome((*file)->writeAt(0, std::span(&byte, 1))), "ok"_ba);
        QCOMPARE(outcome((*file)->sync()), "ok"_ba);
        QCOMPARE(outcome(local->rename(path("a"), path("b"), Overwrite::No)), "ok"_ba);
        QCOMPARE(outcome(local->removeFile(path("b"))), "ok"_ba);
        QCOMPARE(outcome((*file)->sync()), "ok"_ba);
        QCOMPARE(outcome((*file)->close()), "ok"_ba);
    }

    void aShareOpensWithItsRoot()
    {
        Share share;
        share.name = "Photos";
        share.folder = folder();
        share.hide = {u"*.hidden"_s};
        share.root = *LocalFileSystem::mark(folder());
        auto opened = openLocalShare(share);
        QVERIFY(opened);
        QVERIFY(opened->root.has_value());
        QVERIFY(::fcntl(*opened->root, F_GETFL) & O_PATH);
        plant(path("x.hidden"), "secret");
        QCOMPARE(outcome(opened->files->open(path("x.hidden"), OpenFlag::Read, {})), "NotFound"_ba);
        share.root->inode += 1;
        QCOMPARE(outcome(openLocalShare(share)), "AnotherFolder"_ba);
    }

    void aShareThatMayNotBeReadIsNotAvailable()
    {
        const QTemporaryDir place; // whose way is open to anybody
        const QByteArray above = QFile::encodeName(place.path());
        QCOMPARE(::chmod(above.constData(), 0755), 0);
        Share share;
        share.name = "Photos";
        share.folder = above + "/closed";
        QCOMPARE(::mkdir(share.folder.constData(), 0755), 0);
        // Root reads everything: this thread is nobody for a moment.
        const auto openAsNobody = [&share] {
            const int before = ::setfsuid(65'534);
            auto opened = openLocalShare(share);
            ::setfsuid(uid_t(before));
            return opened;
        };
        QVERIFY(openAsNobody());
        QCOMPARE(::chmod(share.folder.constData(), 0), 0);
        const auto refused = openAsNobody();
        QCOMPARE(outcome(refused), "Unavailable"_ba);
        QCOMPARE(refused.error().message, u"The folder of Photos may not be opened by this user"_s);
    }

    void noDescriptorIsLeftOpen()
    {
        const auto count = [] { return QDir(u"/proc/self/fd"_s).count(); };
        const auto before = count();
        plant(path("d/a"), "text");
        QCOMPARE(outcome(files().makeLink(path("link"), "d/a")), "ok"_ba);
        for (const char* name : {"d/a", "link", "no", "d/no/x", "d"}) {
            (void)files().open(path(name), OpenFlag::Read, {});
            (void)files().openDirectory(path(name));
            (void)files().attributes(path(name), Symlinks::Follow);
            (void)files().rename(path(name), path("d/moved"), Overwrite::No);
            (void)files().rename(path("d/moved"), path(name), Overwrite::No);
            (void)files().makeHardLink(path(name), path("h"));
            (void)files().setAttributes(path(name), {}, Symlinks::Follow);
        }
        QCOMPARE(count(), before);
    }

private:
    int checksOnDisksOfItsOwn() const
    {
        // As root a mount namespace is enough; others need a user namespace around it.
        if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
            return 1;
        if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            return 2;
        const QByteArray disk = host("disk");
        const auto before =
            ::mkdir(disk.constData(), 0777) == 0 ? LocalFileSystem::mark(disk) : Error{};
        if (::mount("tmpfs", disk.constData(), "tmpfs", 0, "size=64k") != 0)
            return 3;
        const auto mark = LocalFileSystem::mark(disk);
        const auto local = LocalFileSystem::open(disk, options(), *mark);
        if (!before || !mark->ownMount || !local)
            return 4;
        FileSystem& tree = **local;

        const auto file = tree.open(path("a"), creating, {});
        const std::vector<std::byte> much(1 << 20);
        if (!file)
            return 5;
        const auto full = (*file)->writeAt(0, much);
        if (full || full.error() != Error{ErrorCode::NoSpace, u"No space left on Photos"_s})
            return 6;
        if (!(*file)->close() || outcome(tree.attributes(path("a"), Symlinks::Follow)) != "ok")
            return 7;

        // The mount point without its disk is another folder, and the other way round.
        if (outcome(LocalFileSystem::open(disk, options(), *before)) != "AnotherFolder")
            return 8;
        if (::mount("none", disk.constData(), nullptr, MS_REMOUNT | MS_RDONLY, "size=64k") != 0)
            return 9;
        if (outcome(tree.open(path("b"), creating, {})) != "PermissionDenied"
            || outcome(tree.removeFile(path("a"))) != "PermissionDenied")
            return 10;
        if (::mount("none", disk.constData(), nullptr, MS_REMOUNT, "size=64k") != 0)
            return 11;
        // Taken away lazily, what is open would go on working.
        if (::umount2(disk.constData(), MNT_DETACH) != 0)
            return 12;
        if (outcome(tree.open(path("b"), creating, {})) != "Unavailable"
            || outcome(tree.openDirectory(path(""))) != "Unavailable")
            return 13;
        return outcome(LocalFileSystem::open(disk, options(), *mark)) == "Unavailable" ? 0 : 14;
    }

    QByteArray folder() const { return m_folder->path().toUtf8(); }
    QByteArray host(const QByteArray& relative) const { return folder() + '/' + relative; }
    LocalFileSystem::Options options() const
    {
        LocalFileSystem::Options options;
        options.shareName = "Photos";
        options.hide = {u"*.hidden"_s};
        options.resolver = m_resolver;
        return options;
    }
    template <typename Change>
    std::unique_ptr<LocalFileSystem> openWith(Change change) const
    {
        auto changed = options();
        change(changed);
        auto files = LocalFileSystem::open(folder(), changed);
        return files ? std::move(*files) : nullptr;
    }

    const LocalFileSystem::Resolver m_resolver;
    std::unique_ptr<QTemporaryDir> m_folder;
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    TestLocalFileSystem openat2(LocalFileSystem::Resolver::Openat2);
    TestLocalFileSystem walk(LocalFileSystem::Resolver::Walk);
    const int failed = QTest::qExec(&openat2, argc, argv);
    return failed + QTest::qExec(&walk, argc, argv);
}

#include "tst_local_file_system.moc"
