// What is left after a power failure, at every moment of saving settings and of uploading: the real
// code over a disk that forgets what was not synced. The system calls below are ours in this
// program: they do their work, and tell the CrashDisk.
#include "core/fs/atomic_upload_file_system.h"
#include "core/local_file_system.h"
#include "core/settings_file.h"
#include "tests/support/crash_disk.h"
#include "tests/support/shares.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

#include <array>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using sallyport::test::CrashDisk;

namespace {

CrashDisk* recording = nullptr;
QByteArray root;         // whose files are told of
bool syncIsALie = false; // for the proof that the proof proves something

QByteArray pathOf(int folder, const char* name)
{
    if (name[0] == '/' || folder == AT_FDCWD)
        return name;
    char link[32];
    std::array<char, PATH_MAX> text{};
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    const ssize_t size = ::readlink(link, text.data(), text.size());
    const QByteArray path(text.data(), qMax(size, ssize_t(0)));
    return qstrcmp(name, ".") == 0 ? path : path + '/' + name;
}

// The path below the root; null: somewhere else.
QByteArray below(int folder, const char* name)
{
    if (!recording)
        return {};
    const QByteArray path = pathOf(folder, name);
    if (path == root)
        return QByteArray("");
    return path.startsWith(root + '/') ? path.sliced(root.size() + 1) : QByteArray();
}

struct stat statusOf(int descriptor)
{
    struct stat status {};
    (void)::fstat(descriptor, &status);
    return status;
}

bool isRecorded(int descriptor)
{
    return recording && recording->knows(statusOf(descriptor).st_ino);
}

int openAt(int folder, const char* name, int flags, mode_t mode)
{
    struct stat before {};
    const bool was = ::fstatat(folder, name, &before, AT_SYMLINK_NOFOLLOW) == 0;
    const auto opened = int(::syscall(SYS_openat, folder, name, flags, mode));
    if (opened >= 0 && !was && (flags & O_CREAT)) {
        if (const QByteArray path = below(folder, name); !path.isEmpty())
            recording->create(path, statusOf(opened).st_ino);
    }
    return opened;
}

mode_t modeOf(int flags, va_list rest)
{
    return flags & O_CREAT ? va_arg(rest, mode_t) : 0;
}

} // namespace

extern "C" int open(const char* name, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeOf(flags, rest);
    va_end(rest);
    return openAt(AT_FDCWD, name, flags, mode);
}

extern "C" int openat(int folder, const char* name, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeOf(flags, rest);
    va_end(rest);
    return openAt(folder, name, flags, mode);
}

extern "C" ssize_t pwrite(int descriptor, const void* data, size_t size, off_t offset)
{
    const ssize_t written = ::syscall(SYS_pwrite64, descriptor, data, size, offset);
    if (written > 0 && isRecorded(descriptor))
        recording->write(statusOf(descriptor).st_ino, offset,
                         QByteArray(static_cast<const char*>(data), written));
    return written;
}

extern "C" ssize_t write(int descriptor, const void* data, size_t size)
{
    const bool told = isRecorded(descriptor);
    const off_t offset = told ? ::lseek(descriptor, 0, SEEK_CUR) : 0;
    const ssize_t written = ::syscall(SYS_write, descriptor, data, size);
    if (written > 0 && told)
        recording->write(statusOf(descriptor).st_ino, offset,
                         QByteArray(static_cast<const char*>(data), written));
    return written;
}

extern "C" int ftruncate(int descriptor, off_t size) noexcept
{
    const auto returned = int(::syscall(SYS_ftruncate, descriptor, size));
    if (returned == 0 && isRecorded(descriptor))
        recording->truncate(statusOf(descriptor).st_ino, size);
    return returned;
}

// Nothing needs to reach the real disk.
extern "C" int fsync(int descriptor)
{
    if (!recording || syncIsALie)
        return 0;
    if (S_ISDIR(statusOf(descriptor).st_mode)) {
        if (const QByteArray folder = below(descriptor, "."); !folder.isNull())
            recording->syncFolder(folder);
    } else if (isRecorded(descriptor)) {
        recording->sync(statusOf(descriptor).st_ino);
    }
    return 0;
}

extern "C" int renameat2(int fromFolder, const char* from, int toFolder, const char* to,
                         unsigned flags) noexcept
{
    const auto returned = int(::syscall(SYS_renameat2, fromFolder, from, toFolder, to, flags));
    if (returned == 0) {
        const QByteArray source = below(fromFolder, from), target = below(toFolder, to);
        if (!source.isEmpty() && !target.isEmpty())
            recording->rename(source, target);
    }
    return returned;
}

extern "C" int rename(const char* from, const char* to) noexcept
{
    return ::renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

extern "C" int unlinkat(int folder, const char* name, int flags) noexcept
{
    const auto returned = int(::syscall(SYS_unlinkat, folder, name, flags));
    if (returned == 0) {
        if (const QByteArray path = below(folder, name); !path.isEmpty())
            recording->remove(path);
    }
    return returned;
}

extern "C" int unlink(const char* name) noexcept
{
    return ::unlinkat(AT_FDCWD, name, 0);
}

using namespace sallyport;
using namespace Qt::Literals::StringLiterals;
using namespace sallyport::test;

namespace {

// A promise: from that moment on it is so.
struct Answered {
    std::size_t moment = 0;
    QByteArray content; // of "a"
};

const QByteArray nothing("(no file)");

int crashes(int inFull)
{
    return qEnvironmentVariableIntValue("SALLYPORT_FULL") ? inFull : inFull / 10;
}

QByteArray noise(int seed, int size)
{
    std::mt19937 random{static_cast<quint32>(seed)};
    QByteArray bytes(size, '\0');
    for (char& byte : bytes)
        byte = char(random());
    return bytes;
}

} // namespace

class TestCrashDisk : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CrashDisk> m_disk;

    std::unique_ptr<FileSystem> share(bool safeClose, bool atomic) const
    {
        LocalFileSystem::Options options;
        options.shareName = "Photos";
        options.safeClose = safeClose;
        options.resolver =
            LocalFileSystem::Resolver::Walk; // openat2 has no function to stand in for
        std::unique_ptr<FileSystem> files = std::move(LocalFileSystem::open(root, options).value());
        if (atomic)
            files = std::make_unique<AtomicUploadFileSystem>(std::move(files),
                                                             std::make_shared<ShareUse>());
        return files;
    }

    // As a client does it: pieces that overlap the sectors, a mode, a CLOSE.
    static Result<void> upload(FileSystem& files, const QByteArray& content, bool fsync = false)
    {
        auto file = files.open(at("/a"), putFile, {});
        if (!file)
            return file.error();
        constexpr qsizetype piece = 1500;
        for (qsizetype offset = 0; offset < content.size(); offset += piece) {
            const QByteArray part = content.mid(offset, piece);
            if (auto written = (*file)->writeAt(quint64(offset), std::as_bytes(std::span(part)));
                !written)
                return written;
        }
        if (fsync) {
            if (auto synced = (*file)->sync(); !synced)
                return synced;
        }
        return (*file)->close();
    }

    // Where at a moment: what was promised last, and what is under way.
    static std::size_t promised(const std::vector<Answered>& answers, std::size_t moment)
    {
        std::size_t last = 0;
        for (std::size_t i = 0; i < answers.size(); ++i) {
            if (answers[i].moment <= moment)
                last = i;
        }
        return last;
    }

    // How many of so many crashes leave something else than the last promise or the next.
    int brokenPromises(const std::vector<Answered>& answers, int count) const
    {
        std::mt19937 random(4711);
        int broken = 0;
        for (int crash = 0; crash < count; ++crash) {
            const std::size_t first = answers.front().moment;
            const std::size_t moment = first + std::size_t(crash) % (m_disk->moments() - first + 1);
            const auto files = m_disk->afterCrash(moment, random);
            const std::size_t last = promised(answers, moment);
            const QByteArray found = files.value("a", nothing);
            const bool isGood = found == answers[last].content
                || (last + 1 < answers.size() && found == answers[last + 1].content);
            broken += !isGood;
        }
        return broken;
    }

    std::vector<Answered> uploads(FileSystem& files, bool fsync = false) const
    {
        std::vector<Answered> answers{{m_disk->moments(), nothing}};
        for (int i = 0; i < 6; ++i) {
            const QByteArray content = noise(i, 700 + 1300 * ((i * 5) % 7));
            if (!upload(files, content, fsync))
                return {};
            answers.push_back({m_disk->moments(), content});
        }
        return answers;
    }

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        root = QFile::encodeName(QFileInfo(m_folder->path()).canonicalFilePath());
        m_disk = std::make_unique<CrashDisk>();
        recording = m_disk.get();
    }
    void cleanup()
    {
        recording = nullptr;
        syncIsALie = false;
    }

    void theDiskForgetsWhatWasNotSynced()
    {
        m_disk->create("a", 1);
        m_disk->write(1, 0, QByteArray(2000, 'x'));
        std::mt19937 random(1);
        QSet<QByteArray> seen;
        for (int i = 0; i < 2000; ++i)
            seen.insert(m_disk->afterCrash(2, random).value("a", "(none)"));
        QVERIFY(seen.contains("(none)") && seen.contains("") && seen.contains(QByteArray(2000, 'x'))
                && seen.contains(QByteArray(512, 'x')));
        m_disk->sync(1);
        m_disk->syncFolder("");
        m_disk->rename("a", "b");
        QSet<QByteArrayList> names;
        for (int i = 0; i < 200; ++i) {
            const auto files = m_disk->afterCrash(5, random);
            names.insert(files.keys());
            QCOMPARE(files.first(), QByteArray(2000, 'x'));
        }
        QCOMPARE(names, QSet<QByteArrayList>({{"a"}, {"b"}}));
        QCOMPARE(m_disk->atMoment(5).keys(), QByteArrayList({"b"}));
    }

    void atomicUploadsWithSafeCloseAreOldOrNew()
    {
        ROW("G-62", "E6");
        // Full: 10,000 crashes
        const auto answers = uploads(*share(true, true));
        QVERIFY(!answers.empty());
        QVERIFY(m_disk->moments() > 40);
        QCOMPARE(brokenPromises(answers, crashes(10'000)), 0);
    }

    void atomicUploadsOutliveTheProgram()
    {
        ROW("G-62", "E6");
        // The program dies at each moment, the system lives: nothing is forgotten.
        const auto answers = uploads(*share(false, true));
        QVERIFY(!answers.empty());
        for (std::size_t moment = answers.front().moment; moment <= m_disk->moments(); ++moment) {
            const QByteArray found = m_disk->atMoment(moment).value("a", nothing);
            const std::size_t last = promised(answers, moment);
            QVERIFY(found == answers[last].content
                    || (last + 1 < answers.size() && found == answers[last + 1].content));
        }
    }

    void aSyncedUploadIsThereAfterClose_data()
    {
        QTest::addColumn<bool>("atomic");
        QTest::newRow("in place") << false;
        QTest::newRow("atomic") << true;
    }
    void aSyncedUploadIsThereAfterClose()
    {
        ROW("G-62", "ext.fsync");
        // Full: 10,000 crashes
        QFETCH(bool, atomic);
        const auto files = share(false, atomic);
        const auto answers = uploads(*files, true);
        std::mt19937 random(7);
        const int count = crashes(10'000);
        // In place the bytes under way are anything; what was promised is looked at right then.
        for (int crash = 0; crash < count; ++crash) {
            const Answered& answer = answers[1 + std::size_t(crash) % (answers.size() - 1)];
            QCOMPARE(m_disk->afterCrash(answer.moment, random).value("a"), answer.content);
        }
        if (atomic)
            QCOMPARE(brokenPromises(answers, count), 0);
    }

    void safeCloseAloneKeepsWhatWasClosed()
    {
        ROW("G-62", "request.CLOSE");
        // Full: 10,000 crashes
        const auto answers = uploads(*share(true, false));
        std::mt19937 random(8);
        for (int crash = 0; crash < crashes(10'000); ++crash) {
            const Answered& answer = answers[1 + std::size_t(crash) % (answers.size() - 1)];
            QCOMPARE(m_disk->afterCrash(answer.moment, random).value("a"), answer.content);
        }
    }

    void settingsAreTheOldOnesOrTheNew()
    {
        ROW("G-62");
        // Full: 10,000 crashes
        const SettingsFile file(QString::fromUtf8(root + "/settings.json"));
        std::vector<Answered> answers; // the content is the generation
        for (int i = 0; i < 6; ++i) {
            const auto saved = file.edit([i](Settings& settings) -> Result<void> {
                Account account;
                account.id = AccountId::create();
                account.userName = u"person-%1"_s.arg(i);
                settings.accounts = {account};
                return {};
            });
            QVERIFY(saved);
            answers.push_back({m_disk->moments(), QByteArray::number(i)});
        }
        const auto who = [](const Settings& settings) {
            return settings.accounts.isEmpty() ? QByteArray()
                                               : settings.accounts.first().userName.mid(7).toUtf8();
        };
        recording = nullptr;
        std::mt19937 random(9);
        const std::size_t first = answers.front().moment;
        for (int crash = 0; crash < crashes(10'000); ++crash) {
            const std::size_t moment = first + std::size_t(crash) % (m_disk->moments() - first + 1);
            const auto left = m_disk->afterCrash(moment, random);
            // In memory, where there is such a place: it is ten thousand times.
            QTemporaryDir place(QDir(u"/dev/shm"_s).exists()
                                    ? u"/dev/shm/sallyport-XXXXXX"_s
                                    : QDir::tempPath() + u"/sallyport-XXXXXX"_s);
            for (auto name = left.cbegin(); name != left.cend(); ++name) {
                QFile copy(place.filePath(QString::fromUtf8(name.key())));
                QVERIFY(copy.open(QIODevice::WriteOnly));
                QCOMPARE(copy.write(name.value()), name.value().size());
            }
            const auto content = SettingsFile(place.filePath(u"settings.json"_s)).read();
            QVERIFY(content && !content->text.isNull());
            const std::size_t last = promised(answers, moment);
            const QByteArray found = who(content->settings);
            QVERIFY(found == answers[last].content
                    || (last + 1 < answers.size() && found == answers[last + 1].content));
        }
    }

    // Without the syncs the same crashes find what they are for.
    void withoutSyncsTheProofFails()
    {
        syncIsALie = true;
        const auto answers = uploads(*share(true, true));
        QVERIFY(!answers.empty());
        QVERIFY(brokenPromises(answers, 1000) > 100);
    }
};

QTEST_GUILESS_MAIN(TestCrashDisk)
#include "tst_crash_disk.moc"
