// The second wall, on threads of the test's own: what a confined thread may and may not.
#include "core/platform/landlock.h"

#include "core/local_file_system.h"
#include "tests/support/canaries.h"
#include "tests/support/naive_file_system.h"
#include "tests/support/outcome.h"

#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <thread>

#include <dlfcn.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

// The kernel as the test wants it: the version it tells, -1 for its own; 0 is one without Landlock.
std::atomic<int> pretended = -1;
std::atomic<bool> refusesToRestrict = false;

using Syscall = long (*)(long, ...);
std::atomic<Syscall> original = nullptr;

} // namespace

// The C library's, which is ours in this program.
extern "C" long syscall(long number, ...) noexcept
{
    va_list list;
    va_start(list, number);
    long argument[6];
    for (long& one : argument)
        one = va_arg(list, long);
    va_end(list);
    if (number == SYS_landlock_create_ruleset && pretended >= 0) {
        if (pretended > 0 && argument[2] == LANDLOCK_CREATE_RULESET_VERSION)
            return pretended;
        errno = ENOSYS;
        return -1;
    }
    if (number == SYS_landlock_restrict_self && refusesToRestrict) {
        errno = E2BIG;
        return -1;
    }
    if (!original)
        original = reinterpret_cast<Syscall>(::dlsym(RTLD_NEXT, "syscall"));
    return original.load()(number, argument[0], argument[1], argument[2], argument[3], argument[4],
                           argument[5]);
}

using namespace sallyport;
using test::NaiveFileSystem;
using test::outcome;

namespace {

constexpr OpenFlags creating =
    OpenFlags(OpenFlag::Read) | OpenFlags(OpenFlag::Write) | OpenFlag::Create;

VirtualPath at(const char* path)
{
    return *VirtualPath::parse(path);
}

Result<void> write(File& file, const QByteArray& text)
{
    return file.writeAt(0, std::as_bytes(std::span(text.constData(), std::size_t(text.size()))));
}

QByteArray contentOf(FileSystem& files, const char* path)
{
    auto file = files.open(at(path), OpenFlag::Read, {});
    if (!file)
        return "cannot be opened: " + outcome(file);
    QByteArray text(100, '\0');
    const auto count = (*file)->readAt(
        0, std::as_writable_bytes(std::span(text.data(), std::size_t(text.size()))));
    return count ? text.first(qsizetype(*count)) : outcome(count);
}

// Runs on a thread of its own, confined to `folder`, and returns what could not be confined.
template <typename Work>
QByteArray onConfinedThread(const QByteArray& folder, Work work)
{
    QByteArray confined;
    std::thread([&] {
        const int root = ::open(folder.constData(), O_PATH | O_DIRECTORY | O_CLOEXEC);
        confined = outcome(confineThread({root}));
        if (confined == "ok")
            work();
        ::close(root);
    }).join();
    return confined;
}

bool canOpen(const QByteArray& place)
{
    const int descriptor = ::open(place.constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor >= 0)
        ::close(descriptor);
    return descriptor >= 0;
}

} // namespace

Q_DECLARE_METATYPE(sallyport::LocalFileSystem::Resolver)

class TestLandlock : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_place;

    QByteArray place(const char* name) const { return m_place->path().toUtf8() + '/' + name; }

private slots:
    void init()
    {
        pretended = -1;
        refusesToRestrict = false;
        m_place = std::make_unique<QTemporaryDir>();
        for (const char* folder : {"share", "share/one", "share/two", "outside"})
            QCOMPARE(::mkdir(place(folder).constData(), 0700), 0);
    }

    void rightsFollowTheVersion_data()
    {
        QTest::addColumn<int>("version");
        QTest::addColumn<quint64>("governed");
        QTest::newRow("renames between folders") << 2 << 0x3fffULL;
        QTest::newRow("truncation") << 3 << 0x7fffULL;
        QTest::newRow("the network, which is left alone") << 4 << 0x7fffULL;
        QTest::newRow("requests to devices") << 5 << 0xffffULL;
        QTest::newRow("a version to come") << 99 << 0xffffULL;
    }
    void rightsFollowTheVersion()
    {
        ROW("wall.landlock");
        QFETCH(const int, version);
        QFETCH(const quint64, governed);
        const LandlockRights rights = landlockRights(version);
        QCOMPARE(rights.governed, governed);
        QCOMPARE(rights.granted & ~rights.governed, quint64(0));
        const quint64 needed = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE
            | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR
            | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR
            | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_REFER;
        const quint64 truncate = version >= 3 ? 1 << 14 : 0;
        QCOMPARE(rights.granted, needed | truncate); // and nothing to execute, no device, no pipe
    }

    // Everything it tries is by name, with nothing but Landlock in its way.
    void aNaiveFileSystemOpensNothingOutside()
    {
        ROW("wall.landlock");
        test::Canaries canaries;
        canaries.makeFile(place("outside/canary"));
        canaries.addFolder(place("outside"));
        QCOMPARE(::symlink("../outside", place("share/out").constData()), 0);
        NaiveFileSystem files(place("share"), NaiveFileSystem::Check::Lexical);

        QByteArrayList done;
        const QByteArray confined = onConfinedThread(place("share"), [&] {
            const auto note = [&done](const char* what, const auto& result) {
                if (result)
                    done += what;
            };
            const auto canary = at("/out/canary");
            QVERIFY(write(**files.open(at("/inside"), creating, {}), "mine"));
            note("read", files.open(canary, OpenFlag::Read, {}));
            note("write", files.open(canary, OpenFlag::Write, {}));
            note("append", files.open(canary, OpenFlags(OpenFlag::Write) | OpenFlag::Append, {}));
            note("truncate",
                 files.open(canary, OpenFlags(OpenFlag::Write) | OpenFlag::Truncate, {}));
            note("create", files.open(at("/out/new"), creating, {}));
            note("list", files.openDirectory(at("/out")));
            note("make a folder", files.makeDirectory(at("/out/folder"), {}));
            note("remove", files.removeFile(canary));
            note("rename away", files.rename(canary, at("/stolen"), Overwrite::Yes));
            note("rename over", files.rename(at("/inside"), canary, Overwrite::Yes));
            note("link", files.makeHardLink(canary, at("/linked")));
            note("link out", files.makeHardLink(at("/inside"), at("/out/linked")));
            if (canOpen("/proc/self/maps"))
                done += "look at the process";
        });
        if (landlockVersion() < landlockNeeded) { // said, and the first wall is all there is
            QCOMPARE(confined, QByteArray("NotSupported"));
            return;
        }
        QCOMPARE(confined, QByteArray("ok"));
        QCOMPARE(done, QByteArrayList());
        QCOMPARE(canaries.disturbed(), QByteArrayList());
        QVERIFY(canaries.areWhole());
        QCOMPARE(contentOf(files, "/inside"), QByteArray("mine"));
        // On a thread that is not confined the same file system leaks: the test sees what it
        // should.
        QVERIFY(canaries.isIn(contentOf(files, "/out/canary")));
        QVERIFY(files.makeDirectory(at("/out/folder"), {}));
        QVERIFY(!canaries.disturbed().isEmpty());
    }

    void insideAShareEverythingWorks_data()
    {
        QTest::addColumn<LocalFileSystem::Resolver>("resolver");
        QTest::newRow("openat2") << LocalFileSystem::Resolver::Openat2;
        QTest::newRow("walk") << LocalFileSystem::Resolver::Walk;
    }
    void insideAShareEverythingWorks()
    {
        ROW("wall.landlock");
        QFETCH(const LocalFileSystem::Resolver, resolver);
        LocalFileSystem::Options options;
        options.resolver = resolver;
        const auto opened = LocalFileSystem::open(place("share"), options);
        QVERIFY(opened);
        LocalFileSystem& files = **opened;
        const QByteArray confined = onConfinedThread(place("share"), [&] {
            QVERIFY(write(**files.open(at("/one/a"), creating, {}), "first"));
            {
                const auto again =
                    files.open(at("/one/a"), OpenFlags(OpenFlag::Write) | OpenFlag::Truncate, {});
                QVERIFY(again);
                QVERIFY(write(**again, "second"));
                QVERIFY((*again)->sync());
            }
            FileAttributes shorter;
            shorter.size = 3;
            QVERIFY(files.setAttributes(at("/one/a"), shorter, Symlinks::Follow));
            FileAttributes mode;
            mode.permissions = 0640;
            QVERIFY(files.setAttributes(at("/one/a"), mode, Symlinks::Follow));
            QVERIFY(files.rename(at("/one/a"), at("/two/b"), Overwrite::No));
            QVERIFY(files.makeHardLink(at("/two/b"), at("/one/c")));
            QVERIFY(files.makeLink(at("/one/l"), "../two/b"));
            QCOMPARE(contentOf(files, "/one/l"), QByteArray("sec"));
            QVERIFY(files.makeDirectory(at("/one/folder"), {}));
            QVERIFY(files.rename(at("/one/folder"), at("/two/folder"), Overwrite::Yes));
            QVERIFY(files.openDirectory(at("/two/folder")));
            QVERIFY(files.removeDirectory(at("/two/folder")));
            QVERIFY(files.removeFile(at("/two/b")));
            QVERIFY(files.space(at("/")));
            QCOMPARE(contentOf(files, "/one/c"), QByteArray("sec"));
        });
        QCOMPARE(confined, QByteArray(landlockVersion() < landlockNeeded ? "NotSupported" : "ok"));
    }

    void onlyTheThreadAndThoseItStartsAreBound()
    {
        ROW("wall.landlock");
        bool child = true;
        bool widened = true;
        bool privileges = true;
        const QByteArray confined = onConfinedThread(place("share"), [&] {
            std::thread([&] { child = canOpen(place("outside")); }).join();
            const int root = ::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
            (void)confineThread({root}); // rules are never loosened
            widened = canOpen(place("outside"));
            ::close(root);
            privileges = ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1;
        });
        QVERIFY(canOpen(place("outside")));
        if (landlockVersion() < landlockNeeded) {
            QCOMPARE(confined, QByteArray("NotSupported"));
            return;
        }
        QCOMPARE(confined, QByteArray("ok"));
        QVERIFY(!child);
        QVERIFY(!widened);
        QVERIFY(!privileges);
    }

    // A listing shows local dates, so the zone must be known before its file is out of reach.
    void theTimeZoneIsKnownToAConfinedThread()
    {
        ROW("wall.landlock");
        QVERIFY(qputenv("TZ", ":" + place("outside/zone"))); // read by the first who asks
        QVERIFY(QFile::copy(QStringLiteral("/usr/share/zoneinfo/Asia/Kathmandu"),
                            QString::fromUtf8(place("outside/zone"))));
        QByteArray found;
        (void)onConfinedThread(place("share"), [&] {
            const time_t epoch = 0;
            tm parts{};
            localtime_r(&epoch, &parts);
            found = QByteArray::number(parts.tm_hour) + ':' + QByteArray::number(parts.tm_min);
        });
        qunsetenv("TZ");
        ::tzset();
        QCOMPARE(found, QByteArray(landlockVersion() < landlockNeeded ? "" : "5:30"));
    }

    void aKernelThatCannotLeavesTheThreadFree_data()
    {
        QTest::addColumn<int>("version");
        QTest::addColumn<bool>("refuses");
        QTest::addColumn<QByteArray>("outcome");
        QTest::newRow("without Landlock") << 0 << false << QByteArray("NotSupported");
        QTest::newRow("version 1, without renames") << 1 << false << QByteArray("NotSupported");
        QTest::newRow("one that fails") << 2 << false << QByteArray("Failure");
        QTest::newRow("one that refuses the last step") << -1 << true << QByteArray("Failure");
    }
    void aKernelThatCannotLeavesTheThreadFree()
    {
        ROW("wall.landlock");
        QFETCH(const int, version);
        QFETCH(const bool, refuses);
        QFETCH(const QByteArray, outcome);
        if (refuses && landlockVersion() < landlockNeeded)
            pretended = 2; // the step before fails then
        else
            pretended = version;
        refusesToRestrict = refuses;
        QByteArray confined;
        bool free = false;
        std::thread([&] {
            const int root = ::open(place("share").constData(), O_PATH | O_CLOEXEC);
            confined = test::outcome(confineThread({root}));
            free = canOpen(place("outside"));
            ::close(root);
        }).join();
        QCOMPARE(confined, outcome);
        QVERIFY(free);
    }

    // The last: what is found once is remembered.
    void isolationIsActiveOnlyWhereItHolds()
    {
        ROW("wall.landlock");
        const bool has = landlockVersion() >= landlockNeeded;
        QCOMPARE(isolation(), has ? Isolation::Active : Isolation::NotAvailable);
        pretended = 0;
        QCOMPARE(isolation(), has ? Isolation::Active : Isolation::NotAvailable);
    }
};

QTEST_GUILESS_MAIN(TestLandlock)
#include "tst_landlock.moc"
