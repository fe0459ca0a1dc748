#include "core/fs/atomic_upload_file_system.h"
#include "core/fs/limited_file_system.h"
#include "core/fs/quota_file_system.h"
#include "core/local_file_system.h"
#include "core/memory_file_system.h"
#include "tests/support/shares.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

#include <atomic>
#include <functional>
#include <thread>

#include <unistd.h>

using namespace sallyport;
using namespace Qt::Literals::StringLiterals;
using namespace sallyport::test;

namespace {

constexpr quint64 KiB = 1024;
constexpr OpenFlags writing = OpenFlag::Write;

Result<void> write(File& file, quint64 offset, const QByteArray& text)
{
    return file.writeAt(offset, std::as_bytes(std::span(text)));
}

// A storage that says how much is free, and gives no more than that.
class SmallDisk final : public WrappedFileSystem {
public:
    SmallDisk(std::unique_ptr<FileSystem> files, std::shared_ptr<std::atomic<quint64>> freeBytes)
        : WrappedFileSystem(std::move(files))
        , m_free(std::move(freeBytes))
    {
    }
    Result<std::unique_ptr<File>> open(const VirtualPath& path, OpenFlags flags,
                                       const FileAttributes& initial) override
    {
        auto file = inner().open(path, flags, initial);
        if (!file)
            return file;
        return std::make_unique<Sized>(std::move(*file), m_free);
    }
    Result<StorageSpace> space(const VirtualPath&) override { return told(*m_free); }

private:
    static StorageSpace told(quint64 bytes)
    {
        StorageSpace space;
        space.blockSize = 1;
        space.blocks = 1'000'000;
        space.freeBlocks = space.availableBlocks = bytes;
        return space;
    }
    class Sized final : public WrappedFile {
    public:
        Sized(std::unique_ptr<File> file, std::shared_ptr<std::atomic<quint64>> freeBytes)
            : WrappedFile(std::move(file))
            , m_free(std::move(freeBytes))
        {
        }
        Result<StorageSpace> space() override { return told(*m_free); }

    private:
        std::shared_ptr<std::atomic<quint64>> m_free;
    };
    std::shared_ptr<std::atomic<quint64>> m_free;
};

} // namespace

class TestQuotaFileSystem : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<ShareUse> m_use;

    std::unique_ptr<FileSystem> disk() const
    {
        LocalFileSystem::Options options;
        options.shareName = "Photos";
        options.hide = {u"*.hidden"_s};
        return std::move(LocalFileSystem::open(m_folder->path().toUtf8(), options).value());
    }
    std::unique_ptr<FileSystem> login(quint64 quota) const
    {
        return std::make_unique<QuotaFileSystem>(disk(), QuotaRules{u"Photos"_s, quota, {}}, m_use);
    }
    void plant(const char* name, qint64 size) const
    {
        QFile file(m_folder->filePath(QString::fromUtf8(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize(size));
    }
    // What a new count would say.
    quint64 real() const { return disk()->usedBytes().value(); }

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        // Every refusal counts anew.
        m_use = std::make_shared<ShareUse>(
            ShareUse::Patience{std::chrono::hours(1), std::chrono::milliseconds(0)});
    }

    void whatCountsAsUsed()
    {
        plant("a", 1000);
        plant("b.hidden", 100);
        plant(".sallyport-0123456789abcdef0123456789abcdef", 10);
        QVERIFY(QDir(m_folder->path()).mkpath(u"d/e"_s));
        plant("d/e/c", 1);
        const QByteArray folder = m_folder->path().toUtf8();
        QCOMPARE(::link((folder + "/a").constData(), (folder + "/d/a2").constData()), 0);
        QCOMPARE(::symlink("a", (folder + "/l").constData()), 0);
        QCOMPARE(::symlink("/usr", (folder + "/out").constData()), 0);
        QCOMPARE(real(), quint64(1111));
        // A storage without a way of its own is walked through what it lists.
        MemoryFileSystem memory{{"/a", QByteArray(50, 'x')}, {"/d/e/b", QByteArray(7, 'x')}};
        QVERIFY(memory.makeHardLink(at("/a"), at("/d/a2")));
        QCOMPARE(memory.usedBytes().value(), quint64(57));
    }

    void theShareHoldsSoMuchAndNoMore()
    {
        ROW("E1");
        plant("old", 4000);
        const auto files = login(10'000);
        QCOMPARE(outcome(put(*files, "/a", QByteArray(6000, 'x'))), "ok"_ba);
        QCOMPARE(outcome(put(*files, "/b", "x")), "TooMany"_ba);
        QCOMPARE(put(*files, "/b", "x").error().message,
                 u"Photos is full: it holds at most 10000 bytes"_s);
        QCOMPARE(outcome(put(*files, "/a", "y", writing, 6000)), "TooMany"_ba);
        QCOMPARE(outcome(put(*files, "/a", "y", writing | OpenFlag::Append)), "TooMany"_ba);
        // What is there may be written anew, and smaller.
        QCOMPARE(outcome(put(*files, "/a", "y", writing, 5999)), "ok"_ba);
        QCOMPARE(outcome(put(*files, "/old", QByteArray(3000, 'y'))), "ok"_ba);
        QCOMPARE(outcome(put(*files, "/b", QByteArray(1000, 'x'))), "ok"_ba);
        QCOMPARE(outcome(put(*files, "/b", QByteArray(1001, 'x'))), "TooMany"_ba);
        QVERIFY(files->removeFile(at("/a")));
        QCOMPARE(outcome(put(*files, "/c", QByteArray(6000, 'x'))), "ok"_ba);
        QCOMPARE(m_use->used(), real());
        QVERIFY(real() <= 10'000);
    }

    void holesCountAsIfFilled()
    {
        const auto files = login(10'000);
        QCOMPARE(outcome(put(*files, "/a", "x", newFile, 9'999)), "ok"_ba);
        QCOMPARE(outcome(put(*files, "/b", "x", newFile, 0)), "TooMany"_ba);
        QCOMPARE(outcome(put(*files, "/a", "x", writing, 5000)), "ok"_ba);
        QCOMPARE(outcome(put(*files, "/a", "x", writing, quint64(1) << 50)), "TooMany"_ba);
        QCOMPARE(m_use->used(), quint64(10'000));
    }

    void sizesAreSetWithinTheQuota()
    {
        const auto files = login(10'000);
        QVERIFY(put(*files, "/a", QByteArray(4000, 'x')));
        QCOMPARE(outcome(files->setAttributes(at("/a"), withSize(10'001), Symlinks::Follow)),
                 "TooMany"_ba);
        QCOMPARE(outcome(files->setAttributes(at("/a"), withSize(10'000), Symlinks::Follow)),
                 "ok"_ba);
        QCOMPARE(outcome(put(*files, "/b", "x")), "TooMany"_ba);
        QCOMPARE(outcome(files->setAttributes(at("/a"), withSize(1000), Symlinks::Follow)),
                 "ok"_ba);
        auto file = files->open(at("/a"), writing, {});
        QVERIFY(file);
        QCOMPARE(outcome((*file)->setAttributes(withSize(10'001))), "TooMany"_ba);
        QCOMPARE(outcome((*file)->setAttributes(withSize(9000))), "ok"_ba);
        QCOMPARE(outcome(put(*files, "/c", QByteArray(1001, 'x'))), "TooMany"_ba);
        QCOMPARE(outcome((*file)->setAttributes(withSize(10))), "ok"_ba);
        QCOMPARE(outcome(put(*files, "/c", QByteArray(9990, 'x'))), "ok"_ba);
        QCOMPARE(m_use->used(), real());
        // By a link, not through it.
        QVERIFY(files->makeLink(at("/l"), "a"));
        QVERIFY(!files->setAttributes(at("/l"), withSize(0), Symlinks::DoNotFollow));
        QCOMPARE(files->attributes(at("/a"), Symlinks::Follow)->size, quint64(10));
    }

    void parallelWritersShareTheRoom()
    {
        ROW("E1");
        constexpr quint64 quota = 512 * KiB;
        constexpr int writers = 8;
        std::atomic<quint64> written = 0, refused = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < writers; ++i) {
            threads.emplace_back([&, i] {
                const auto files = login(quota);
                auto file = files->open(at("/f" + QByteArray::number(i)), putFile, {});
                const QByteArray block(4 * KiB, 'x');
                for (quint64 offset = 0; file && offset <= quota; offset += 4 * KiB) {
                    if (!(*file)->writeAt(offset, std::as_bytes(std::span(block)))) {
                        ++refused;
                        break;
                    }
                    ++written;
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(refused.load(), quint64(writers));
        QCOMPARE(real(), written.load() * 4 * KiB);
        QVERIFY2(real() <= quota, qPrintable(QString::number(real())));
        // What counts that ran beside the writes held back is there for the next one.
        const auto files = login(quota);
        const QByteArray rest(qsizetype(quota - real()), 'x');
        QVERIFY(put(*files, "/rest", rest));
        QCOMPARE(real(), quota);
        QCOMPARE(outcome(put(*files, "/more", "x")), "TooMany"_ba);
        QCOMPARE(real(), quota);
    }

    void aCountBesideAWriteMissesNothing()
    {
        ROW("E1");
        const ShareUse::Id id{1, 2};
        ShareUse before, meanwhile;
        for (ShareUse* use : {&before, &meanwhile})
            use->opened(id, 0);

        ShareUse::Flight flight(before, 300);
        QVERIFY(flight.grow(id, 300, 1000));
        QVERIFY(before.count(ShareUse::Needs::FreshCount, [] { return Result<quint64>(0); }));
        QCOMPARE(before.used(), quint64(300));
        QVERIFY(!flight.grow(id, 1001, 1000));

        // Settled before the walk is over, it may be in it or not.
        QVERIFY(meanwhile.count(ShareUse::Needs::FreshCount, [&] {
            ShareUse::Flight second(meanwhile, 200);
            return second.grow(id, 200, 1000) ? Result<quint64>(500) : Error{};
        }));
        QCOMPARE(meanwhile.used(), quint64(700));
    }

    void aCountBesideARenameMissesNothing()
    {
        ROW("E1");
        // Walks find nothing: the file went from where they had still to read to where they had
        // read.
        struct Walked final : WrappedFileSystem {
            explicit Walked(std::unique_ptr<FileSystem> files)
                : WrappedFileSystem(std::move(files))
            {
            }
            Result<quint64> usedBytes() override
            {
                ++walks;
                if (!meanwhile)
                    return WrappedFileSystem::usedBytes();
                std::exchange(meanwhile, {})();
                return 0;
            }
            std::function<void()> meanwhile;
            int walks = 0;
        };
        plant("a", 6000);
        auto walked = std::make_unique<Walked>(disk());
        Walked& storage = *walked;
        QuotaFileSystem counting(std::move(walked), QuotaRules{u"Photos"_s, 10'000, {}}, m_use);
        const auto other = login(10'000);
        storage.meanwhile = [&] { QVERIFY(other->rename(at("/a"), at("/b"), Overwrite::No)); };
        QVERIFY(put(counting, "/c", "x"));
        QCOMPARE(m_use->used(), real());
        QCOMPARE(storage.walks, 2); // the first was made again
        QCOMPARE(outcome(put(counting, "/d", QByteArray(4000, 'x'))), "TooMany"_ba);
        QCOMPARE(m_use->used(), real());

        // Later ones go by the greater figure: beside all that gives a name.
        const auto counts = [&](const std::function<void()>& meanwhile) {
            storage.meanwhile = meanwhile;
            bool refused = false;
            return QTest::qWaitFor([&] {
                       refused = !put(counting, "/d", QByteArray(9000, 'x'));
                       return !storage.meanwhile;
                   })
                && refused;
        };
        QVERIFY(counts([&] { (void)other->rename(at("/b"), at("/a"), Overwrite::No); }));
        QVERIFY(counts([&] { (void)other->makeHardLink(at("/a"), at("/b")); }));
        AtomicUploadFileSystem uploads(login(10'000), m_use);
        auto placed = uploads.open(at("/e"), putFile, {}),
             kept = uploads.open(at("/f"), putFile, {});
        QVERIFY(placed && write(**placed, 0, "x") && kept && write(**kept, 0, "x"));
        QVERIFY(counts([&] { (void)(*placed)->close(); }));
        QVERIFY(counts([&] { kept->reset(); }));

        // One that never ends undisturbed is believed in the end.
        ShareUse busy;
        int walks = 0;
        QVERIFY(busy.count(ShareUse::Needs::SomeCount, [&] {
            const ShareUse::Move move(busy);
            return Result<quint64>(quint64(++walks == 2 ? 700 : 100));
        }));
        QCOMPARE(walks, 3);
        QCOMPARE(busy.used(), quint64(700));
    }

    void aCountThatFailsChangesNothing()
    {
        ROW("E1");
        using Needs = ShareUse::Needs;
        ShareUse use({std::chrono::milliseconds(0), std::chrono::milliseconds(0)});
        int walks = 0;
        const auto failing = [&] {
            ++walks;
            return Result<quint64>(Error{ErrorCode::TooMany, u"Too many files are open"_s});
        };
        const auto finding = [] { return Result<quint64>(500); };
        // Nothing is granted before anything is known.
        QCOMPARE(outcome(use.count(Needs::SomeCount, failing)), "TooMany"_ba);
        QCOMPARE(outcome(use.count(Needs::SomeCount, finding)), "ok"_ba);
        const int before = walks;
        QVERIFY(QTest::qWaitFor(
            [&] { return use.count(Needs::SomeCount, failing) && walks > before; }));
        QCOMPARE(use.used(), quint64(500));
        QVERIFY(QTest::qWaitFor([&] { return !use.count(Needs::FreshCount, failing); }));
        QCOMPARE(use.used(), quint64(500));
    }

    void whatIsSettledCountsOnce()
    {
        const ShareUse::Id id{1, 2};
        ShareUse use;
        use.opened(id, 0);
        {
            ShareUse::Flight flight(use, 300);
            QVERIFY(flight.grow(id, 300, 1000));
        }
        QVERIFY(use.count(ShareUse::Needs::FreshCount, [] { return Result<quint64>(300); }));
        QCOMPARE(use.used(), quint64(300));
    }

    void oneFileOpenTwiceCountsOnce()
    {
        const auto one = login(10'000), other = login(10'000);
        auto first = one->open(at("/a"), putFile, {});
        auto second = other->open(at("/a"), writing, {});
        QVERIFY(first && second);
        const QByteArray text(8000, 'x');
        QVERIFY(write(**first, 0, text));
        QVERIFY(write(**second, 0, text));
        QVERIFY(write(**second, 2000, text));
        QCOMPARE(m_use->used(), quint64(10'000));
        // Removed, it takes its bytes with it when the last one closes it.
        QVERIFY(one->removeFile(at("/a")));
        QCOMPARE(m_use->used(), quint64(10'000));
        QCOMPARE(outcome(write(**first, 9000, text)), "TooMany"_ba);
        first->reset();
        second->reset();
        QCOMPARE(m_use->used(), quint64(0));
    }

    void namesTakeTheirBytesWithThem()
    {
        const auto files = login(10'000);
        QVERIFY(put(*files, "/a", QByteArray(3000, 'x')));
        QVERIFY(put(*files, "/b", QByteArray(4000, 'x')));
        QVERIFY(files->rename(at("/a"), at("/b"), Overwrite::Yes));
        QCOMPARE(m_use->used(), quint64(3000));
        QVERIFY(files->makeHardLink(at("/b"), at("/c")));
        QVERIFY(files->removeFile(at("/b")));
        QCOMPARE(m_use->used(), quint64(3000));
        QVERIFY(files->rename(at("/c"), at("/c"), Overwrite::Yes));
        QVERIFY(files->removeFile(at("/c")));
        QCOMPARE(m_use->used(), quint64(0));
        QCOMPARE(real(), quint64(0));
    }

    void copiesTakeRoomToo()
    {
        const auto files = login(10'000);
        QVERIFY(put(*files, "/a", QByteArray(6000, 'x')));
        auto source = files->open(at("/a"), OpenFlag::Read, {});
        auto target = files->open(at("/b"), putFile, {});
        QVERIFY(source && target);
        QCOMPARE(outcome((*source)->copyTo(**target, 0, 0, 6000)), "TooMany"_ba);
        QCOMPARE((*source)->copyTo(**target, 0, 0, 4000).value(), quint64(4000));
        QCOMPARE((*source)->copyTo(**target, 4000, 2000, 100'000).value(), quint64(2000));
        QCOMPARE(m_use->used(), quint64(10'000));
        QVERIFY(!(*source)->sameAs(**target));
        auto again = files->open(at("/a"), writing, {});
        QVERIFY((*source)->sameAs(**again));
        // From a share without a quota, and behind the wrappers above.
        MemoryFileSystem other{{"/c", QByteArray(50, 'y')}};
        auto foreign = other.open(at("/c"), OpenFlag::Read, {});
        QCOMPARE(outcome((*foreign)->copyTo(**target, 0, 4000, 50)), "TooMany"_ba);
        LimitedFileSystem above(login(10'000), "Photos", std::nullopt);
        auto from = above.open(at("/a"), OpenFlag::Read, {});
        auto to = above.open(at("/b"), writing, {});
        QCOMPARE(outcome((*from)->copyTo(**to, 0, 3000, 2000)), "TooMany"_ba);
        QCOMPARE((*from)->copyTo(**to, 0, 0, 2000).value(), quint64(2000));
        QCOMPARE(real(), quint64(10'000));
    }

    void uploadsThatReplaceCountWhileBothAreThere()
    {
        const auto make = [this](quint64 quota) {
            return std::make_unique<AtomicUploadFileSystem>(login(quota), m_use);
        };
        const auto files = make(10'000);
        QVERIFY(put(*files, "/a", QByteArray(4000, 'x')));
        QVERIFY(put(*files, "/a", QByteArray(5000, 'y')));
        QCOMPARE(m_use->used(), quint64(5000));
        QCOMPARE(outcome(put(*files, "/a", QByteArray(5001, 'z'))), "TooMany"_ba);
        QCOMPARE(m_use->used(), quint64(5000));
        {
            auto lost = files->open(at("/a"), putFile, {});
            QVERIFY(write(**lost, 0, QByteArray(1000, 'x')));
            (*lost)->spoil({ErrorCode::Failure, {}});
            QCOMPARE(m_use->used(), quint64(5000));
        }
        {
            auto kept = files->open(at("/a"), putFile, {});
            QVERIFY(write(**kept, 0, QByteArray(1000, 'x')));
        }
        QCOMPARE(m_use->used(), quint64(6000));
        QCOMPARE(real(), quint64(6000));
    }

    void whatOthersDoIsCountedWhenItMatters()
    {
        const auto files = login(10'000);
        QVERIFY(put(*files, "/a", QByteArray(10'000, 'x')));
        QVERIFY(QFile::remove(m_folder->filePath(u"a"_s))); // by the owner, past Sallyport
        // Not before ten times what counting takes.
        QTRY_COMPARE(outcome(put(*files, "/b", QByteArray(9000, 'x'))), "ok"_ba);
        // An impatient count sees also what is added.
        m_use = std::make_shared<ShareUse>(
            ShareUse::Patience{std::chrono::milliseconds(0), std::chrono::milliseconds(0)});
        plant("c", 500);
        const auto other = login(10'000);
        QCOMPARE(outcome(put(*other, "/d", QByteArray(501, 'x'))), "TooMany"_ba);
        QCOMPARE(outcome(put(*other, "/d", QByteArray(500, 'x'))), "ok"_ba);
    }

    void spaceIsThatOfTheQuota()
    {
        plant("a", 3 * 4096);
        const auto files = login(10 * 4096);
        const auto space = files->space(at("/"));
        QVERIFY(space);
        const quint64 unit = space->blockSize;
        QCOMPARE(space->blocks * unit, quint64(10 * 4096));
        QCOMPARE(space->availableBlocks * unit, quint64(7 * 4096));
        QCOMPARE(space->freeBlocks * unit, quint64(7 * 4096));
        auto file = files->open(at("/b"), putFile, {});
        QVERIFY(write(**file, 0, QByteArray(4096, 'x')));
        QCOMPARE((*file)->space()->availableBlocks * unit, quint64(6 * 4096));
        QVERIFY(put(*files, "/c", QByteArray(6 * 4096, 'x')));
        QCOMPARE((*file)->space()->availableBlocks, quint64(0));
    }

    void someSpaceStaysFree()
    {
        ROW("E1");
        MemoryFileSystem memory{{"/old", QByteArray(1000, 'x')}};
        const auto freeBytes = std::make_shared<std::atomic<quint64>>(5000);
        QuotaFileSystem files(std::make_unique<SmallDisk>(memory.share(), freeBytes),
                              QuotaRules{u"Photos"_s, {}, quint64(4000)}, m_use);
        QCOMPARE(outcome(put(files, "/a", QByteArray(1000, 'x'))), "ok"_ba);
        QCOMPARE(outcome(put(files, "/b", QByteArray(1001, 'x'))), "TooMany"_ba);
        QCOMPARE(put(files, "/b", QByteArray(1001, 'x')).error().message,
                 u"Photos is full: 4000 bytes of its disk stay free"_s);
        QCOMPARE(outcome(put(files, "/c", "x", newFile, 1000)), "TooMany"_ba);
        QCOMPARE(outcome(files.setAttributes(at("/a"), withSize(2001), Symlinks::Follow)),
                 "TooMany"_ba);
        QCOMPARE(outcome(files.setAttributes(at("/a"), withSize(2000), Symlinks::Follow)), "ok"_ba);
        *freeBytes = 4500;
        QCOMPARE(outcome(put(files, "/old", QByteArray(501, 'y'), writing)), "TooMany"_ba);
        QCOMPARE(outcome(put(files, "/old", QByteArray(500, 'y'), writing)), "ok"_ba);
        QCOMPARE(outcome(files.setAttributes(at("/old"), withSize(0), Symlinks::Follow)), "ok"_ba);
        QCOMPARE(files.space(at("/"))->availableBlocks, quint64(500));
        *freeBytes = 10;
        QCOMPARE(files.space(at("/"))->availableBlocks, quint64(0));
        QCOMPARE(get(files, "/a").size(), 2000);
        QVERIFY(files.removeFile(at("/a")));
    }

    void bytesWithAPlaceOnTheDiskNeedNoRoom()
    {
        const auto real = disk()->space(at("/"));
        const quint64 all = real->availableBlocks * real->blockSize;
        const QuotaRules rules{u"Photos"_s, {}, all + (quint64(1) << 40)}; // never that much
        QVERIFY(put(*disk(), "/a", QByteArray(int(8 * KiB), 'x')));
        QVERIFY(put(*disk(), "/hole", "x", newFile, 1024 * KiB));
        QuotaFileSystem files(disk(), rules, m_use);
        QCOMPARE(outcome(put(files, "/a", "y", writing, 100)), "ok"_ba);
        QCOMPARE(outcome(put(files, "/a", "y", writing, 8 * KiB)), "TooMany"_ba);
        QCOMPARE(outcome(put(files, "/hole", "y", writing, 100)), "TooMany"_ba);
    }

    void writesUnderWayCountAgainstWhatIsFree()
    {
        ShareUse::Flight first(*m_use, 100);
        QCOMPARE(first.all(), quint64(100));
        {
            ShareUse::Flight second(*m_use, 50);
            QCOMPARE(second.all(), quint64(150));
            MemoryFileSystem memory;
            const auto freeBytes = std::make_shared<std::atomic<quint64>>(1000);
            QuotaFileSystem files(std::make_unique<SmallDisk>(memory.share(), freeBytes),
                                  QuotaRules{u"Photos"_s, {}, quint64(0)}, m_use);
            QCOMPARE(outcome(put(files, "/a", QByteArray(851, 'x'))), "TooMany"_ba);
            QCOMPARE(outcome(put(files, "/a", QByteArray(850, 'x'))), "ok"_ba);
        }
        ShareUse::Flight third(*m_use, 1);
        QCOMPARE(third.all(), quint64(101));
    }

    void anotherFolderUnderTheSameIdIsCountedAnew()
    {
        ShareUses uses;
        Share share;
        share.id = {"photos"};
        share.folder = "/a";
        const auto use = uses.of(share);
        QVERIFY(uses.of(share) == use);
        share.folder = "/b";
        QVERIFY(uses.of(share) != use);
    }
};

QTEST_GUILESS_MAIN(TestQuotaFileSystem)
#include "tst_quota_file_system.moc"
