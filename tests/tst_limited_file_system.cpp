#include "core/fs/access_file_system.h"
#include "core/fs/limited_file_system.h"
#include "core/memory_file_system.h"
#include "tests/support/shares.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

namespace {

// A storage that counts what it is asked, has so many bytes free, and forgets what it is sent.
struct Asked {
    int attributes = 0, space = 0, written = 0;
    quint64 size = 0, freeBytes = 0;
    bool copiedByStorage = false;
};

class CountingFile final : public File {
public:
    explicit CountingFile(Asked& asked)
        : m_asked(asked)
    {
    }
    Result<std::size_t> readAt(quint64, std::span<std::byte>) override { return std::size_t(0); }
    Result<void> writeAt(quint64 offset, std::span<const std::byte> data) override
    {
        ++m_asked.written;
        m_asked.size = qMax(m_asked.size, offset + data.size());
        return {};
    }
    Result<FileAttributes> attributes() override
    {
        ++m_asked.attributes;
        return withSize(m_asked.size);
    }
    Result<void> setAttributes(const FileAttributes& wanted) override
    {
        m_asked.size = wanted.size.value_or(m_asked.size);
        return {};
    }
    Result<void> sync() override { return {}; }
    Result<quint64> copyTo(File& target, quint64, quint64, quint64 length) override
    {
        m_asked.copiedByStorage = dynamic_cast<CountingFile*>(&target.storage()) != nullptr;
        return length;
    }
    Result<StorageSpace> space() override
    {
        ++m_asked.space;
        StorageSpace space;
        space.blockSize = 1;
        space.availableBlocks = m_asked.freeBytes;
        return space;
    }
    Result<void> close() override { return {}; }

private:
    Asked& m_asked;
};

class CountingFileSystem final : public WrappedFileSystem {
public:
    explicit CountingFileSystem(Asked& asked)
        : WrappedFileSystem(std::make_unique<MemoryFileSystem>())
        , m_asked(asked)
    {
    }
    Result<std::unique_ptr<File>> open(const VirtualPath&, OpenFlags,
                                       const FileAttributes&) override
    {
        return std::make_unique<CountingFile>(m_asked);
    }
    Result<FileAttributes> attributes(const VirtualPath&, Symlinks) override
    {
        return withSize(m_asked.size);
    }
    Result<void> setAttributes(const VirtualPath&, const FileAttributes& wanted, Symlinks) override
    {
        m_asked.size = wanted.size.value_or(m_asked.size);
        return {};
    }
    Result<StorageSpace> space(const VirtualPath&) override
    {
        return CountingFile(m_asked).space();
    }

private:
    Asked& m_asked;
};

std::unique_ptr<LimitedFileSystem> limited(Asked& asked, std::optional<quint64> maxFileSize = {})
{
    return std::make_unique<LimitedFileSystem>(std::make_unique<CountingFileSystem>(asked),
                                               "Photos", maxFileSize);
}

const std::array<std::byte, 10> tenBytes{};

} // namespace

class TestLimitedFileSystem : public QObject {
    Q_OBJECT
private slots:
    void aFileEndsAtTheLimit()
    {
        ROW("B9");
        MemoryFileSystem tree{{"/old", "0123456789"}};
        LimitedFileSystem files(tree.share(), "Photos", 20);
        QCOMPARE(outcome(put(files, "/a", QByteArray(20, 'x'))), "ok");
        QCOMPARE(outcome(put(files, "/b", QByteArray(21, 'x'))), "TooMany");
        QCOMPARE(outcome(put(files, "/a", "xx", OpenFlag::Write, 19)), "TooMany");
        QCOMPARE(outcome(put(files, "/a", "x", OpenFlag::Write, ~quint64(0))), "TooMany");
        QCOMPARE(outcome(put(files, "/a", "x", OpenFlag::Write, 3)), "ok");
        QCOMPARE(tree.content("/a").size(), 20);
        QCOMPARE(put(files, "/b", QByteArray(21, 'x')).error().message,
                 QStringLiteral("Photos takes files of at most 20 bytes"));
        QCOMPARE(put(*std::make_unique<LimitedFileSystem>(tree.share(), "Photos", 5 * 1024 * 1024),
                     "/b", "x", OpenFlag::Write, 5 * 1024 * 1024)
                     .error()
                     .message,
                 QStringLiteral("Photos takes files of at most 5 MiB"));
    }

    void appendingCountsWhatIsThere()
    {
        MemoryFileSystem tree{{"/old", "0123456789"}};
        LimitedFileSystem files(tree.share(), "Photos", 20);
        constexpr OpenFlags appending = OpenFlag::Write | OpenFlag::Append;
        QCOMPARE(outcome(put(files, "/old", QByteArray(10, 'x'), appending)), "ok");
        QCOMPARE(outcome(put(files, "/old", "x", appending)), "TooMany");
        QCOMPARE(outcome(put(files, "/old", "x", appending, ~quint64(0))), "TooMany");
        QCOMPARE(tree.content("/old").size(), 20);
    }

    void settingTheSizeMeetsIt()
    {
        MemoryFileSystem tree{{"/old", "0123456789"}};
        LimitedFileSystem files(tree.share(), "Photos", 20);
        const auto set = [&](quint64 size) {
            return outcome(files.setAttributes(at("/old"), withSize(size), Symlinks::Follow));
        };
        QCOMPARE(set(21), "TooMany");
        QCOMPARE(set(20), "ok");
        QCOMPARE(set(1), "ok");
        auto file = files.open(at("/old"), OpenFlag::Write, {});
        QVERIFY(file);
        QCOMPARE(outcome((*file)->setAttributes(withSize(21))), "TooMany");
        QCOMPARE(outcome((*file)->setAttributes(withSize(20))), "ok");
        QCOMPARE(outcome((*file)->setAttributes(withTimes(1, 2))), "ok");
        QCOMPARE(tree.content("/old").size(), 20);
    }

    void aCopyMeetsIt()
    {
        MemoryFileSystem tree{{"/a", QByteArray(30, 'a')}, {"/b", ""}};
        LimitedFileSystem files(tree.share(), "Photos", 20);
        LimitedFileSystem elsewhere(tree.share(), "Inbox", std::nullopt);
        auto target = files.open(at("/b"), OpenFlag::Write, {});
        QVERIFY(target);
        for (FileSystem* source :
             {static_cast<FileSystem*>(&files), static_cast<FileSystem*>(&elsewhere),
              static_cast<FileSystem*>(&tree)}) {
            auto from = source->open(at("/a"), OpenFlag::Read, {});
            QVERIFY(from);
            QCOMPARE(outcome((*from)->copyTo(**target, 0, 0, 21)), "TooMany");
            QCOMPARE(outcome((*from)->copyTo(**target, 0, 15, 6)), "TooMany");
            QCOMPARE((*from)->copyTo(**target, 0, 0, 20).value(), quint64(20));
            // As much as there is, not as much as was asked for.
            QCOMPARE((*from)->copyTo(**target, 25, 0, 1000).value(), quint64(5));
            QCOMPARE((*from)->copyTo(**target, 30, 0, 1000).value(), quint64(0));
        }
        QCOMPARE(tree.content("/b").size(), 20);
    }

    void aCopyOfWhatMayOnlyBeViewedMeetsIt()
    {
        MemoryFileSystem tree{{"/a", QByteArray(30, 'a')}, {"/b", ""}};
        LimitedFileSystem files(tree.share(), "Photos", 20);
        LimitedFileSystem viewed(
            std::make_unique<AccessFileSystem>(tree.share(), Access::View, "Inbox"), "Inbox", {});
        auto target = files.open(at("/b"), OpenFlag::Write, {});
        auto source = viewed.open(at("/a"), OpenFlag::Read, {});
        QVERIFY(target && source);
        QCOMPARE(outcome((*source)->copyTo(**target, 0, 0, 21)), "TooMany");
        QCOMPARE((*source)->copyTo(**target, 0, 0, 20).value(), quint64(20));
        QVERIFY(!(*source)->sameAs(**target));
        auto again = files.open(at("/a"), OpenFlag::Read, {});
        QVERIFY(again);
        QVERIFY((*source)->sameAs(**again));
        QVERIFY((*again)->sameAs(**source));
    }

    void theStorageCopiesBetweenLimits()
    {
        Asked asked;
        asked.size = 100;
        const auto files = limited(asked, 1000);
        auto source = files->open(at("/a"), OpenFlag::Read, {});
        auto target = files->open(at("/b"), OpenFlag::Write, {});
        QVERIFY(source && target);
        QCOMPARE(outcome((*source)->copyTo(**target, 0, 0, 100)), "ok");
        QVERIFY(asked.copiedByStorage);
        // From a file without one it does not: it would write past the limit.
        QCOMPARE(outcome(CountingFile(asked).copyTo(**target, 0, 0, 100)), "ok");
        QVERIFY(!asked.copiedByStorage);
    }

    void withoutALimitAHoleIsNoLargerThanTheDisk()
    {
        ROW("B9");
        Asked asked;
        asked.size = 100;
        asked.freeBytes = 1000;
        const auto files = limited(asked);
        const auto write = [&](quint64 offset) {
            return outcome(
                files->open(at("/a"), OpenFlag::Write, {}).value()->writeAt(offset, tenBytes));
        };
        QCOMPARE(write(quint64(8) << 40), "TooMany");
        QCOMPARE(write(1091), "TooMany");
        QCOMPARE(write(~quint64(0)), "TooMany");
        QCOMPARE(asked.size, quint64(100));
        QCOMPARE(write(1090), "ok");

        asked.size = 100;
        const auto set = [&](quint64 size) {
            return outcome(files->setAttributes(at("/a"), withSize(size), Symlinks::Follow));
        };
        QCOMPARE(set(1101), "TooMany");
        QCOMPARE(set(1100), "ok");
        asked.size = 100;
        auto file = files->open(at("/a"), OpenFlag::Write, {});
        QVERIFY(file);
        QCOMPARE(outcome((*file)->setAttributes(withSize(1101))), "TooMany");
        QCOMPARE(outcome((*file)->setAttributes(withSize(1100))), "ok");
        QCOMPARE((*file)->setAttributes(withSize(1 << 20)).error().message,
                 QStringLiteral("There is no space on Photos for a file of that size"));
    }

    void aHoleIsJudgedAnewAfterTheFileWasCut()
    {
        Asked asked;
        asked.freeBytes = 100;
        const auto files = limited(asked);
        auto file = files->open(at("/a"), OpenFlag::Write, {});
        QVERIFY(file);
        for (quint64 offset = 0; offset < 500; offset += 10)
            QVERIFY((*file)->writeAt(offset, tenBytes));
        QCOMPARE(outcome((*file)->setAttributes(withSize(0))), "ok");
        QCOMPARE(outcome((*file)->writeAt(500, tenBytes)), "TooMany");
    }

    void writingOnAsksNothing_data()
    {
        QTest::addColumn<bool>("hasLimit");
        QTest::newRow("with a limit") << true;
        QTest::newRow("without one") << false;
    }
    void writingOnAsksNothing()
    {
        QFETCH(bool, hasLimit);
        Asked asked;
        const auto files =
            limited(asked, hasLimit ? std::optional<quint64>(100'000) : std::nullopt);
        auto file = files->open(at("/a"), OpenFlag::Write, {});
        QVERIFY(file);
        for (quint64 offset = 0; offset < 10'000; offset += 10)
            QVERIFY((*file)->writeAt(offset, tenBytes));
        QVERIFY((*file)->writeAt(50, tenBytes));
        QCOMPARE(asked.written, 1001);
        QCOMPARE(asked.attributes, 0);
        QCOMPARE(asked.space, 0);
    }

    void goingOnWithAFileAsksOnce()
    {
        Asked asked;
        asked.size = 1 << 20;
        const auto files = limited(asked);
        auto file = files->open(at("/a"), OpenFlag::Write, {});
        QVERIFY(file);
        for (quint64 offset = 1 << 20; offset < (1 << 20) + 100; offset += 10)
            QVERIFY((*file)->writeAt(offset, tenBytes));
        QCOMPARE(asked.attributes, 1);
        QCOMPARE(asked.space, 0);
    }
};

QTEST_GUILESS_MAIN(TestLimitedFileSystem)
#include "tst_limited_file_system.moc"
