#include "core/memory_file_system.h"
#include "core/sftp/long_job.h"
#include "tests/support/faulty_file_system.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::sftp;
using test::Call;
using test::FaultyFileSystem;

namespace {

// Bytes that differ everywhere, so that a wrong order shows.
QByteArray pattern(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    quint32 state = 1;
    for (char& byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = char(state >> 24);
    }
    return bytes;
}

std::unique_ptr<File> opened(FileSystem& files, const char* path, OpenFlags flags)
{
    auto file = files.open(*VirtualPath::parse(path), flags, {});
    return file ? *std::move(file) : nullptr;
}

// Steps until the job is done; -1: it failed.
int stepsOf(LongJob& job)
{
    for (int steps = 1;; ++steps) {
        const auto progress = job.step();
        if (!progress)
            return -1;
        if (*progress == LongJob::Progress::Done)
            return steps;
    }
}

} // namespace

class TestLongJob : public QObject {
    Q_OBJECT
private slots:
    void copiesARangeInSlices_data();
    void copiesARangeInSlices();
    void aSliceIsEightMiB();
    void aSourceThatEndsEarlyIsNoticed();
    void hashesAreThoseOfTheBytes_data();
    void hashesAreThoseOfTheBytes();
    void aFailedReadFailsTheJob();
};

void TestLongJob::copiesARangeInSlices_data()
{
    QTest::addColumn<quint64>("size");
    QTest::addColumn<quint64>("from");
    QTest::addColumn<quint64>("length");
    QTest::addColumn<quint64>("to");
    QTest::addColumn<int>("steps");
    const quint64 mega = 1024 * 1024;
    QTest::newRow("a few bytes") << quint64(100) << quint64(10) << quint64(20) << quint64(5) << 1;
    QTest::newRow("to the end") << quint64(100) << quint64(10) << quint64(0) << quint64(0) << 2;
    QTest::newRow("nothing") << quint64(0) << quint64(0) << quint64(0) << quint64(0) << 1;
    QTest::newRow("one slice") << 20 * mega << quint64(3) << 8 * mega << quint64(1) << 1;
    QTest::newRow("a slice and a byte")
        << 20 * mega << quint64(0) << 8 * mega + 1 << quint64(0) << 2;
    QTest::newRow("three slices") << 20 * mega << quint64(0) << 20 * mega << quint64(0) << 3;
}

void TestLongJob::copiesARangeInSlices()
{
    QFETCH(quint64, size);
    QFETCH(quint64, from);
    QFETCH(quint64, length);
    QFETCH(quint64, to);
    QFETCH(int, steps);
    const QByteArray content = pattern(qsizetype(size));
    MemoryFileSystem files{{"/a", content}, {"/b", "0123456789"}};
    const auto source = opened(files, "/a", OpenFlag::Read);
    const auto target = opened(files, "/b", OpenFlag::Write);
    CopyJob job(*source, from, length, *target, to);
    QCOMPARE(stepsOf(job), steps);
    const QByteArray copied = length == 0 ? content.sliced(qsizetype(from))
                                          : content.sliced(qsizetype(from), qsizetype(length));
    QByteArray expected = "0123456789";
    expected.replace(qsizetype(to), copied.size(), copied);
    QVERIFY(files.content("/b") == expected);
    QCOMPARE(job.copied(), quint64(copied.size()));
    QVERIFY(!job.endedEarly());
}

void TestLongJob::aSliceIsEightMiB()
{
    MemoryFileSystem files{{"/a", pattern(20 * 1024 * 1024)}, {"/b", {}}};
    const auto source = opened(files, "/a", OpenFlag::Read);
    const auto target = opened(files, "/b", OpenFlag::Write);
    CopyJob job(*source, 0, 0, *target, 0);
    QVERIFY(job.step());
    QCOMPARE(files.content("/b").size(), 8 * 1024 * 1024);
    QCOMPARE(job.copied(), jobSlice);
}

void TestLongJob::aSourceThatEndsEarlyIsNoticed()
{
    MemoryFileSystem files{{"/a", "abc"}, {"/b", {}}};
    const auto source = opened(files, "/a", OpenFlag::Read);
    const auto target = opened(files, "/b", OpenFlag::Write);
    CopyJob job(*source, 1, 10, *target, 0);
    QVERIFY(stepsOf(job) > 0);
    QVERIFY(job.endedEarly());
    QCOMPARE(files.content("/b"), QByteArray("bc"));
}

void TestLongJob::hashesAreThoseOfTheBytes_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::addColumn<quint64>("from");
    QTest::addColumn<quint64>("length");
    QTest::addColumn<quint32>("block");
    QTest::newRow("all") << qsizetype(1000) << quint64(0) << quint64(1000) << 0U;
    QTest::newRow("a range") << qsizetype(1000) << quint64(100) << quint64(300) << 0U;
    QTest::newRow("nothing") << qsizetype(0) << quint64(0) << quint64(0) << 0U;
    QTest::newRow("even blocks") << qsizetype(1024) << quint64(0) << quint64(1024) << 256U;
    QTest::newRow("a short last block") << qsizetype(1000) << quint64(0) << quint64(1000) << 256U;
    QTest::newRow("blocks across reads")
        << qsizetype(700'000) << quint64(1) << quint64(699'000) << 100'003U;
    QTest::newRow("many slices") << qsizetype(20'000'000) << quint64(5) << quint64(19'999'990)
                                 << 0U;
}

void TestLongJob::hashesAreThoseOfTheBytes()
{
    QFETCH(qsizetype, size);
    QFETCH(quint64, from);
    QFETCH(quint64, length);
    QFETCH(quint32, block);
    const QByteArray content = pattern(size);
    MemoryFileSystem files{{"/a", content}};
    auto file = opened(files, "/a", OpenFlag::Read);
    HashJob job(*file, nullptr, QCryptographicHash::Md5, {from, length, block});
    QCOMPARE(stepsOf(job), int(length / jobSlice) + 1);

    QByteArray expected;
    QByteArray range = content.sliced(qsizetype(from), qsizetype(length));
    do {
        const qsizetype count = block == 0 ? range.size() : qMin(qsizetype(block), range.size());
        expected += QCryptographicHash::hash(range.first(count), QCryptographicHash::Md5);
        range = range.sliced(count);
    } while (!range.isEmpty());
    QCOMPARE(job.digests().toHex(), expected.toHex());
}

void TestLongJob::aFailedReadFailsTheJob()
{
    MemoryFileSystem inside{{"/a", pattern(20'000'000)}, {"/b", {}}};
    FaultyFileSystem files(inside);
    files.fail(Call::Read, {ErrorCode::Failure, QStringLiteral("The disk failed")}, 40);
    auto file = opened(files, "/a", OpenFlag::Read);
    File& opened_ = *file;
    HashJob job(opened_, std::move(file), QCryptographicHash::Sha256, {0, 20'000'000, 0});
    QCOMPARE(stepsOf(job), -1);
    QCOMPARE(files.count(Call::Read), 40);
}

QTEST_GUILESS_MAIN(TestLongJob)
#include "tst_long_job.moc"
