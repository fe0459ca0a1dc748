// What a disk does rarely: system calls that fail, or that the kernel does not have. The calls
// below are ours in this program, and do what the test asks before they do what they are for.
#include "core/local_file_system.h"
#include "tests/support/outcome.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <vector>

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

// What each call answers instead of doing its work; 0 lets it work.
std::atomic<int> fsyncError = 0;
std::atomic<int> closeError = 0;
std::atomic<int> copyError = 0;
std::atomic<int> renameError = 0; // for calls with flags
std::atomic<int> linkError = 0;
std::atomic<int> lockedError = 0;  // for opening what is called "locked"
std::atomic<int> readdirError = 0; // instead of the end of a folder
std::vector<mode_t> synced;        // the kinds of what was synced
std::atomic<int> copies = 0;

int answer(int error)
{
    errno = error;
    return -1;
}

} // namespace

extern "C" int fsync(int descriptor)
{
    struct stat status {};
    ::fstat(descriptor, &status);
    synced.push_back(status.st_mode & S_IFMT);
    return fsyncError ? answer(fsyncError) : int(::syscall(SYS_fsync, descriptor));
}

extern "C" int close(int descriptor)
{
    const auto returned = int(::syscall(SYS_close, descriptor));
    return closeError ? answer(closeError) : returned;
}

extern "C" ssize_t copy_file_range(int from, off_t* in, int to, off_t* out, size_t length,
                                   unsigned flags)
{
    ++copies;
    return copyError ? answer(copyError)
                     : ::syscall(SYS_copy_file_range, from, in, to, out, length, flags);
}

extern "C" int renameat2(int fromFolder, const char* from, int toFolder, const char* to,
                         unsigned flags) noexcept
{
    if (flags != 0 && renameError)
        return answer(renameError);
    return int(::syscall(SYS_renameat2, fromFolder, from, toFolder, to, flags));
}

extern "C" int linkat(int fromFolder, const char* from, int toFolder, const char* to,
                      int flags) noexcept
{
    return linkError ? answer(linkError)
                     : int(::syscall(SYS_linkat, fromFolder, from, toFolder, to, flags));
}

extern "C" int openat(int folder, const char* name, int flags, ...)
{
    if (lockedError && qstrcmp(name, "locked") == 0)
        return answer(lockedError);
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return int(::syscall(SYS_openat, folder, name, flags, mode));
}

extern "C" dirent* readdir(DIR* stream)
{
    static const auto real = reinterpret_cast<dirent* (*)(DIR*)>(::dlsym(RTLD_NEXT, "readdir"));
    dirent* const entry = real(stream);
    if (!entry && readdirError)
        errno = readdirError;
    return entry;
}

using namespace sallyport;
using namespace Qt::Literals::StringLiterals;
using test::outcome;

namespace {

constexpr OpenFlags creating =
    OpenFlags(OpenFlag::Read) | OpenFlags(OpenFlag::Write) | OpenFlag::Create;

VirtualPath at(const QByteArray& path)
{
    return *VirtualPath::parse(path);
}

Result<void> write(File& file, const QByteArray& text)
{
    return file.writeAt(0, std::as_bytes(std::span(text.constData(), std::size_t(text.size()))));
}

// As an old sandbox does: it knows nothing of openat2.
bool forbidOpenat2(int error)
{
    sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<unsigned>(error)),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program{sizeof rules / sizeof *rules, rules};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

} // namespace

class TestLocalFile : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_files = openWith({});
        QVERIFY(m_files);
        synced.clear();
        copies = 0;
    }
    void cleanup()
    {
        fsyncError = closeError = copyError = renameError = 0;
        linkError = lockedError = readdirError = 0;
        m_files.reset();
        m_folder.reset();
    }

    void syncKeepsTheNameOfANewFileOnce()
    {
        ROW("ext.fsync");
        const auto file = m_files->open(at("/a"), creating, {});
        QVERIFY(file);
        QCOMPARE(outcome((*file)->sync()), "ok"_ba);
        QCOMPARE(outcome((*file)->sync()), "ok"_ba);
        QVERIFY(synced == std::vector<mode_t>({S_IFREG, S_IFDIR, S_IFREG}));
        synced.clear();
        const auto again = m_files->open(at("/a"), creating, {});
        QVERIFY(again);
        QCOMPARE(outcome((*again)->sync()), "ok"_ba);
        QVERIFY(synced == std::vector<mode_t>({S_IFREG}));
    }

    void syncKeepsTheNamesOfNewFoldersToo()
    {
        ROW("ext.fsync");
        QVERIFY(m_files->makeDirectory(at("/d"), {}));
        QVERIFY(m_files->makeDirectory(at("/d/e"), {}));
        const auto file = m_files->open(at("/d/e/a"), creating, {});
        QVERIFY(file);
        QCOMPARE(outcome((*file)->sync()), "ok"_ba);
        QVERIFY(synced == std::vector<mode_t>({S_IFREG, S_IFDIR, S_IFDIR, S_IFDIR}));
        synced.clear();
        const auto other = m_files->open(at("/d/e/b"), creating, {});
        QVERIFY(other);
        QCOMPARE(outcome((*other)->sync()), "ok"_ba);
        QVERIFY(synced == std::vector<mode_t>({S_IFREG, S_IFDIR}));
    }

    void aFailedSyncIsFinal()
    {
        ROW("ext.fsync", "request.CLOSE", "status.Failure");
        const auto file = m_files->open(at("/a"), creating, {});
        QVERIFY(file);
        fsyncError = EIO;
        const auto failed = (*file)->sync();
        QCOMPARE(outcome(failed), "Failure"_ba);
        QCOMPARE(failed.error().message, u"The disk of Photos reported an error"_s);
        fsyncError = 0;
        QCOMPARE(outcome((*file)->sync()), "Failure"_ba);
        QCOMPARE(outcome((*file)->close()), "Failure"_ba);
    }

    void whatCloseReportsIsTold()
    {
        ROW("request.CLOSE", "status.Failure");
        const auto file = m_files->open(at("/a"), creating, {});
        QVERIFY(file);
        closeError = EDQUOT;
        const auto closed = (*file)->close();
        closeError = 0;
        QCOMPARE(outcome(closed), "NoSpace"_ba);
        QVERIFY(synced.empty());
    }

    void safeCloseSyncsWhatWasWritten()
    {
        ROW("request.CLOSE");
        LocalFileSystem::Options options;
        options.safeClose = true;
        const auto safe = openWith(options);
        QVERIFY(safe);
        const auto file = safe->open(at("/a"), creating, {});
        QVERIFY(file);
        QCOMPARE(outcome((*file)->close()), "ok"_ba);
        QVERIFY(synced == std::vector<mode_t>({S_IFREG, S_IFDIR}));
        synced.clear();
        const auto reading = safe->open(at("/a"), OpenFlag::Read, {});
        QVERIFY(reading);
        QCOMPARE(outcome((*reading)->close()), "ok"_ba);
        QVERIFY(synced.empty());
    }

    void aDraftIsSyncedBeforeItTakesItsPlace()
    {
        ROW("ext.fsync", "request.CLOSE");
        LocalFileSystem::Options options;
        options.safeClose = true;
        const auto safe = openWith(options);
        QVERIFY(safe);
        QFile old(m_folder->filePath(u"a"_s));
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        const auto content = [&] {
            QFile file(m_folder->filePath(u"a"_s));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        {
            const auto draft = safe->openDraft(at("/a"), {});
            QVERIFY(draft && write(**draft, "new"));
            fsyncError = EIO;
            QCOMPARE(outcome((*draft)->place(Overwrite::Yes)), "Failure"_ba);
            fsyncError = 0;
            QCOMPARE(outcome((*draft)->sync()), "Failure"_ba);
            QCOMPARE(outcome((*draft)->place(Overwrite::Yes)), "Failure"_ba);
            QVERIFY(!(*draft)->isPlaced());
        }
        // What close() would tell is asked for before the old file goes, too.
        {
            const auto draft = m_files->openDraft(at("/a"), {});
            QVERIFY(draft && write(**draft, "new"));
            closeError = EDQUOT;
            const auto placed = (*draft)->place(Overwrite::Yes);
            closeError = 0;
            QCOMPARE(outcome(placed), "NoSpace"_ba);
            QVERIFY(!(*draft)->isPlaced());
        }
        QCOMPARE(content(), "old"_ba);
        synced.clear();
        const auto draft = safe->openDraft(at("/a"), {});
        QVERIFY(draft && write(**draft, "new"));
        QCOMPARE(outcome((*draft)->place(Overwrite::Yes)), "ok"_ba);
        QCOMPARE(outcome((*draft)->close()), "ok"_ba);
        QVERIFY(synced == std::vector<mode_t>({S_IFREG, S_IFDIR}));
        QCOMPARE(content(), "new"_ba);
        // A disk without RENAME_NOREPLACE.
        renameError = EINVAL;
        const auto taken = m_files->openDraft(at("/a"), {}),
                   fresh = m_files->openDraft(at("/b"), {});
        QVERIFY(taken && fresh);
        linkError = EPERM;
        QCOMPARE(outcome((*taken)->place(Overwrite::No)), "AlreadyExists"_ba);
        QCOMPARE(outcome((*fresh)->place(Overwrite::No)), "ok"_ba);
    }

    void aCopyIntoADraftIsSyncedWithIt()
    {
        ROW("ext.copy-data");
        LocalFileSystem::Options options;
        options.safeClose = true;
        const auto safe = openWith(options);
        const auto source = safe->open(at("/a"), creating, {});
        QVERIFY(source && write(**source, "copied"));
        const auto draft = safe->openDraft(at("/b"), {});
        QVERIFY(draft && write(**draft, "old") && (*draft)->sync());
        QCOMPARE((*source)->copyTo(**draft, 0, 0, 6).value(), quint64(6));
        synced.clear();
        QCOMPARE(outcome((*draft)->place(Overwrite::No)), "ok"_ba);
        QVERIFY(synced == std::vector<mode_t>({S_IFREG, S_IFDIR}));
        // Once it has its name, it is for the closing.
        QCOMPARE((*source)->copyTo(**draft, 0, 6, 6).value(), quint64(6));
        synced.clear();
        QCOMPARE(outcome((*draft)->close()), "ok"_ba);
        QVERIFY(synced == std::vector<mode_t>({S_IFREG}));
    }

    void aCountSaysWhatItCouldNotRead_data()
    {
        QTest::addColumn<int>("opening");
        QTest::addColumn<int>("reading");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("all") << 0 << 0 << "ok"_ba;
        QTest::newRow("a folder that is closed to us") << EACCES << 0 << "ok"_ba;
        QTest::newRow("a folder that is gone by now") << ENOENT << 0 << "ok"_ba;
        QTest::newRow("a mount that died") << ENOTCONN << 0 << "ok"_ba;
        QTest::newRow("a disk that fails") << EIO << 0 << "Failure"_ba;
        QTest::newRow("no descriptors") << EMFILE << 0 << "TooMany"_ba;
        QTest::newRow("a folder that fails half way") << 0 << EIO << "Failure"_ba;
    }
    void aCountSaysWhatItCouldNotRead()
    {
        QFETCH(int, opening);
        QFETCH(int, reading);
        QFETCH(QByteArray, expected);
        QVERIFY(QDir(m_folder->path()).mkpath(u"locked"_s));
        for (const char* name : {"/a", "/locked/b"})
            QVERIFY(write(**m_files->open(at(name), creating, {}), "twelve bytes"));
        lockedError = opening;
        readdirError = reading;
        const auto used = m_files->usedBytes();
        QCOMPARE(outcome(used), expected);
        if (used)
            QCOMPARE(*used, quint64(opening ? 12 : 24));
    }

    void copiesInTheKernelWhereItCan_data()
    {
        QTest::addColumn<int>("error");
        QTest::newRow("in the kernel") << 0;
        QTest::newRow("across disks") << EXDEV;
        QTest::newRow("not for these files") << EINVAL;
        QTest::newRow("not on this disk") << EOPNOTSUPP;
    }
    void copiesInTheKernelWhereItCan()
    {
        ROW("ext.copy-data");
        QFETCH(int, error);
        const auto source = m_files->open(at("/a"), creating, {});
        const auto target = m_files->open(at("/b"), creating, {});
        QVERIFY(source && target);
        QVERIFY(write(**source, "twelve bytes"));
        copyError = error;
        QCOMPARE((*source)->copyTo(**target, 0, 0, 100).value(), quint64(12));
        QVERIFY(copies > 0);
        copyError = EIO;
        QCOMPARE(outcome((*source)->copyTo(**target, 0, 0, 100)), "Failure"_ba);
        QFile file(m_folder->filePath(u"b"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "twelve bytes"_ba);
    }

    void renamesByHandWhereTheDiskCannot_data()
    {
        QTest::addColumn<int>("linking");
        QTest::newRow("by a link") << 0;
        QTest::newRow("without links") << EPERM;
        QTest::newRow("links are not supported") << EOPNOTSUPP;
        QTest::newRow("links are not known") << ENOSYS;
        QTest::newRow("too many links") << EMLINK;
    }
    void renamesByHandWhereTheDiskCannot()
    {
        ROW("request.RENAME");
        QFETCH(int, linking);
        renameError = EINVAL;
        linkError = linking;
        for (const char* name : {"/a", "/b"})
            QVERIFY(m_files->open(at(name), creating, {}));
        QVERIFY(m_files->makeDirectory(at("/d"), {}));
        QVERIFY(m_files->makeDirectory(at("/e"), {}));
        const auto rename = [this](const char* from, const char* to) {
            return outcome(m_files->rename(at(from), at(to), Overwrite::No));
        };
        QCOMPARE(rename("/a", "/b"), "AlreadyExists"_ba);
        QCOMPARE(rename("/a", "/d"), "AlreadyExists"_ba);
        QCOMPARE(rename("/a", "/c"), "ok"_ba);
        QCOMPARE(outcome(m_files->attributes(at("/a"), Symlinks::Follow)), "NotFound"_ba);
        QCOMPARE(m_files->attributes(at("/c"), Symlinks::Follow)->links, 1U);
        QCOMPARE(rename("/d", "/e"), "AlreadyExists"_ba);
        QCOMPARE(rename("/d", "/b"), "AlreadyExists"_ba);
        QCOMPARE(rename("/d", "/d/x"), "InvalidArgument"_ba);
        QCOMPARE(rename("/d", "/f"), "ok"_ba);
        QCOMPARE(rename("/no", "/g"), "NotFound"_ba);
        QVERIFY(m_files->makeLink(at("/l"), "c"));
        QCOMPARE(rename("/l", "/b"), "AlreadyExists"_ba);
        QCOMPARE(rename("/l", "/m"), "ok"_ba);
        QCOMPARE(m_files->readLink(at("/m")).value(), "c"_ba);
        QCOMPARE(outcome(m_files->readLink(at("/l"))), "NotFound"_ba);
        renameError = ENOSYS;
        QCOMPARE(rename("/b", "/h"), "ok"_ba);
        renameError = EXDEV;
        QCOMPARE(rename("/h", "/i"), "Failure"_ba);
        renameError = EINVAL;
        linkError = EIO;
        QCOMPARE(rename("/h", "/i"), "Failure"_ba);
    }

    void walksWhereOpenat2IsForbidden_data()
    {
        QTest::addColumn<int>("error");
        QTest::newRow("an old kernel") << ENOSYS;
        QTest::newRow("an old sandbox") << EPERM;
    }
    void walksWhereOpenat2IsForbidden()
    {
        QFETCH(int, error);
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0)
            ::_exit(checksWithoutOpenat2(error));
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);
    }

private:
    std::unique_ptr<LocalFileSystem> openWith(LocalFileSystem::Options options) const
    {
        options.shareName = "Photos";
        auto files = LocalFileSystem::open(m_folder->path().toUtf8(), options);
        return files ? std::move(*files) : nullptr;
    }

    // The number of the first check that failed.
    int checksWithoutOpenat2(int error) const
    {
        if (!forbidOpenat2(error))
            return 1;
        LocalFileSystem::Options options;
        options.resolver = LocalFileSystem::Resolver::Openat2;
        if (openWith(options))
            return 2;
        options.resolver = LocalFileSystem::Resolver::Automatic;
        const auto files = openWith(options);
        if (!files || !files->makeDirectory(at("/d"), {}) || !files->open(at("/d/a"), creating, {}))
            return 3;
        if (!files->makeLink(at("/l"), "d/a") || !files->open(at("/l"), OpenFlag::Read, {}))
            return 4;
        return 0;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LocalFileSystem> m_files;
};

QTEST_GUILESS_MAIN(TestLocalFile)
#include "tst_local_file.moc"
