#include "core/memory_file_system.h"
#include "tests/support/file_system_contract.h"
#include "tests/support/outcome.h"

#include <QTest>

#include "tests/support/rows.h"

#include <thread>

using namespace sallyport;
using namespace Qt::Literals::StringLiterals;
using test::outcome;

class TestMemoryFileSystem : public test::FileSystemContract {
    Q_OBJECT
protected:
    std::unique_ptr<FileSystem> make() override { return std::make_unique<MemoryFileSystem>(); }
    void plant(const VirtualPath& path, const QByteArray& content) override
    {
        for (VirtualPath above; above != path.parent();) {
            above = above.child(path.components().at(above.components().size()));
            (void)files().makeDirectory(above, {});
        }
        write(path.relative(), content);
    }

private slots:
    void startsWithTheFilesItIsGiven()
    {
        const MemoryFileSystem memory{{"/a.txt", "text"}, {"/d/e/b", "deep"}, {"/empty/", ""}};
        QCOMPARE(memory.content("/a.txt"), "text"_ba);
        QCOMPARE(memory.content("/d/e/b"), "deep"_ba);
        QVERIFY(memory.content("/empty").isNull());
        QVERIFY(memory.content("/nothing").isNull());
        const auto again = memory.share();
        QCOMPARE(again->attributes(*VirtualPath::parse("/empty"), Symlinks::Follow)->type,
                 FileType::Directory);
    }

    void anEmptyFileIsNotAMissingOne()
    {
        const MemoryFileSystem memory{{"/a", ""}};
        QVERIFY(!memory.content("/a").isNull());
        QVERIFY(memory.content("/a").isEmpty());
    }

    void loginsShareOneTree()
    {
        MemoryFileSystem memory;
        const auto other = memory.share();
        QVERIFY(memory.makeDirectory(*VirtualPath::parse("/d"), {}));
        QCOMPARE(outcome(other->makeDirectory(*VirtualPath::parse("/d"), {})), "AlreadyExists"_ba);

        const auto fill = [](FileSystem& files, const char* prefix) {
            for (int number = 0; number < 200; ++number) {
                const auto path = *VirtualPath::parse(prefix + QByteArray::number(number));
                const auto file =
                    files.open(path, OpenFlags(OpenFlag::Write) | OpenFlag::Create, {});
                const std::byte byte{1};
                (void)(*file)->writeAt(9, std::span(&byte, 1));
                (void)files.openDirectory(path.parent()).value()->next(50);
            }
        };
        std::thread second([&] { fill(*other, "/d/b"); });
        fill(memory, "/d/a");
        second.join();
        const auto reader = memory.openDirectory(*VirtualPath::parse("/d"));
        QVERIFY(reader);
        QCOMPARE((*reader)->next(1000)->size(), 400);
        QCOMPARE(memory.content("/d/b7").size(), 10);
    }

    void memoryHasAnEnd()
    {
        const auto file =
            files().open(path("a"), OpenFlags(OpenFlag::Write) | OpenFlag::Create, {});
        QVERIFY(file);
        const std::byte byte{1};
        QCOMPARE(outcome((*file)->writeAt(quint64(1) << 43, std::span(&byte, 1))), "NoSpace"_ba);
        FileAttributes huge;
        huge.size = ~quint64(0);
        QCOMPARE(outcome((*file)->setAttributes(huge)), "NoSpace"_ba);
        QCOMPARE(contentOf("a"), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestMemoryFileSystem)
#include "tst_memory_file_system.moc"
