#include "core/sftp/attributes.h"
#include "core/sftp/long_name.h"
#include "tests/support/packets.h"

#include <QTest>

#include <ctime>
#include <thread>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::sftp;
using test::WireAttributes;

namespace {

FileAttributes readFrom(const QByteArray& bytes, bool* ok = nullptr)
{
    Reader reader(std::as_bytes(std::span(bytes.data(), std::size_t(bytes.size()))));
    const FileAttributes attributes = readAttributes(reader);
    if (ok)
        *ok = reader.ok();
    return attributes;
}

QByteArray written(const FileAttributes& attributes)
{
    Buffer buffer;
    Writer writer(buffer);
    writeAttributes(writer, attributes);
    return QByteArrayView(buffer.bytes().data(), qsizetype(buffer.size())).toByteArray();
}

constexpr qint64 now = 1767344400; // 2026-01-02T09:00:00Z

QByteArray longName(const QByteArray& name, const FileAttributes& attributes)
{
    QByteArray line;
    appendLongName(line, name, attributes, now);
    return line;
}

} // namespace

class TestAttributes : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void whatIsSetComesBack_data();
    void whatIsSetComesBack();
    void typeBitsOfAClientAreDropped();
    void extendedPairsArePassedOver();
    void cutAttributesAreNoticed_data();
    void cutAttributesAreNoticed();
    void aLyingCountEndsQuickly();
    void theModeCarriesTheType_data();
    void theModeCarriesTheType();
    void timesOutsideTheirRangeAreClamped();
    void aLongNameIsLikeLs_data();
    void aLongNameIsLikeLs();
    void aLongNameHasTheDateOfTheSystem_data();
    void aLongNameHasTheDateOfTheSystem();
    void aLongNameHasNoControlAndBidiCharacters_data();
    void aLongNameHasNoControlAndBidiCharacters();
};

void TestAttributes::initTestCase()
{
    qputenv("TZ", "UTC");
    tzset();
}

void TestAttributes::whatIsSetComesBack_data()
{
    QTest::addColumn<int>("fields");
    for (int fields = 0; fields < 16; ++fields)
        QTest::addRow("%d", fields) << fields;
}

void TestAttributes::whatIsSetComesBack()
{
    QFETCH(int, fields);
    WireAttributes wire;
    FileAttributes expected;
    if (fields & 1)
        expected.size = wire.size = 0x123456789abcdef0;
    if (fields & 2) {
        wire.owner = {1000, 0xffffffff};
        expected.owner = FileAttributes::Owner{1000, 0xffffffff};
    }
    if (fields & 4)
        expected.permissions = wire.permissions = 0644;
    if (fields & 8) {
        wire.times = {0, 0xffffffff};
        expected.times = FileAttributes::Times{0, 0xffffffff};
    }
    bool ok = false;
    QCOMPARE(readFrom(wire.bytes(), &ok), expected);
    QVERIFY(ok);
    QCOMPARE(written(expected), wire.bytes());
}

void TestAttributes::typeBitsOfAClientAreDropped()
{
    WireAttributes wire;
    wire.permissions = 0104755;
    const FileAttributes attributes = readFrom(wire.bytes());
    QCOMPARE(attributes.permissions, std::optional<quint32>(04755));
    QVERIFY(!attributes.type);
}

void TestAttributes::extendedPairsArePassedOver()
{
    const QByteArray bytes = test::wire::uint32(0x80000004) + test::wire::uint32(0600)
        + test::wire::uint32(2) + test::wire::string("a") + test::wire::string("1")
        + test::wire::string("b") + test::wire::string({});
    bool ok = false;
    QCOMPARE(readFrom(bytes, &ok).permissions, std::optional<quint32>(0600));
    QVERIFY(ok);
}

void TestAttributes::cutAttributesAreNoticed_data()
{
    WireAttributes wire{5, std::pair(1U, 2U), 0644, std::pair(3U, 4U)};
    QTest::addColumn<QByteArray>("bytes");
    for (qsizetype length = 0; length < wire.bytes().size(); ++length)
        QTest::addRow("%d bytes", int(length)) << wire.bytes().first(length);
}

void TestAttributes::cutAttributesAreNoticed()
{
    QFETCH(QByteArray, bytes);
    bool ok = true;
    readFrom(bytes, &ok);
    QVERIFY(!ok);
}

void TestAttributes::aLyingCountEndsQuickly()
{
    bool ok = true;
    readFrom(test::wire::uint32(0x80000000) + test::wire::uint32(0xffffffff)
                 + test::wire::string("a"),
             &ok);
    QVERIFY(!ok);
}

void TestAttributes::theModeCarriesTheType_data()
{
    QTest::addColumn<FileType>("type");
    QTest::addColumn<std::optional<quint32>>("permissions");
    QTest::addColumn<quint32>("mode");
    using Permissions = std::optional<quint32>;
    QTest::newRow("file") << FileType::Regular << Permissions(0640) << 0100640U;
    QTest::newRow("folder") << FileType::Directory << Permissions(0750) << 0040750U;
    QTest::newRow("link") << FileType::Symlink << Permissions(0777) << 0120777U;
    QTest::newRow("other") << FileType::Other << Permissions(0600) << 0140600U;
    QTest::newRow("file of unknown mode") << FileType::Regular << Permissions() << 0100644U;
    QTest::newRow("folder of unknown mode") << FileType::Directory << Permissions() << 0040755U;
}

void TestAttributes::theModeCarriesTheType()
{
    QFETCH(FileType, type);
    QFETCH(std::optional<quint32>, permissions);
    QFETCH(quint32, mode);
    FileAttributes attributes;
    attributes.type = type;
    attributes.permissions = permissions;
    QCOMPARE(written(attributes), test::wire::uint32(4) + test::wire::uint32(mode));
}

void TestAttributes::timesOutsideTheirRangeAreClamped()
{
    FileAttributes attributes;
    attributes.times = FileAttributes::Times{-1, qint64(1) << 33};
    QCOMPARE(written(attributes),
             test::wire::uint32(8) + test::wire::uint32(0) + test::wire::uint32(0xffffffff));
}

void TestAttributes::aLongNameIsLikeLs_data()
{
    QTest::addColumn<FileType>("type");
    QTest::addColumn<quint32>("permissions");
    QTest::addColumn<quint64>("size");
    QTest::addColumn<qint64>("modified");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("file of today")
        << FileType::Regular << 0644U << quint64(1234) << now - 3600
        << QByteArray("-rw-r--r--   1 owner    group        1234 Jan  2 08:00 a.txt");
    QTest::newRow("folder of long ago")
        << FileType::Directory << 0755U << quint64(4096) << qint64(951782400)
        << QByteArray("drwxr-xr-x   1 owner    group        4096 Feb 29  2000 a.txt");
    QTest::newRow("link of the beginning")
        << FileType::Symlink << 0777U << quint64(4) << qint64(0)
        << QByteArray("lrwxrwxrwx   1 owner    group           4 Jan  1  1970 a.txt");
    QTest::newRow("huge file of the future")
        << FileType::Regular << 0U << quint64(12345678901234) << now + 400 * 86400
        << QByteArray("----------   1 owner    group    12345678901234 Feb  6  2027 a.txt");
    QTest::newRow("other") << FileType::Other << 0600U << quint64(0) << now
                           << QByteArray(
                                  "srw-------   1 owner    group           0 Jan  2 09:00 a.txt");
}

void TestAttributes::aLongNameIsLikeLs()
{
    ROW("request.OPENDIR");
    QFETCH(FileType, type);
    QFETCH(quint32, permissions);
    QFETCH(quint64, size);
    QFETCH(qint64, modified);
    QFETCH(QByteArray, line);
    FileAttributes attributes;
    attributes.type = type;
    attributes.permissions = permissions;
    attributes.size = size;
    attributes.times = FileAttributes::Times{0, modified};
    QCOMPARE(longName("a.txt", attributes), line);
    attributes.links = 23;
    QCOMPARE(longName("a.txt", attributes), line.replace("  1 owner", " 23 owner"));
}

void TestAttributes::aLongNameHasTheDateOfTheSystem_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::newRow("no summer time") << QByteArray("UTC0");
    QTest::newRow("summer time") << QByteArray("CET-1CEST,M3.5.0,M10.5.0/3");
    QTest::newRow("summer time of half an hour") << QByteArray("LHST-10:30LHDT-11,M10.1.0,M4.1.0");
    QTest::newRow("quarters of an hour") << QByteArray("NPT-5:45");
    QTest::newRow("odd minutes and seconds") << QByteArray("LMT-0:53:28");
}

// What is asked once for several files is right for each, when clocks change as well.
void TestAttributes::aLongNameHasTheDateOfTheSystem()
{
    ROW("request.OPENDIR");
    QFETCH(const QByteArray, zone);
    QByteArray wrong;
    const auto compare = [&wrong](qint64 seconds) {
        FileAttributes attributes;
        attributes.times = FileAttributes::Times{seconds, seconds};
        QByteArray line;
        appendLongName(line, "a", attributes, seconds);
        const std::time_t time = seconds;
        std::tm parts{};
        char date[32];
        if (!localtime_r(&time, &parts)
            || std::strftime(date, sizeof date, " %b %e %H:%M a", &parts) == 0
            || !line.endsWith(date))
            wrong = line;
    };
    // A thread of its own: what is kept is kept for a thread.
    std::thread([&] {
        qputenv("TZ", zone);
        tzset();
        for (qint64 seconds = now - 400 * 86400; seconds < now + 400 * 86400; seconds += 431)
            compare(seconds);
        for (qint64 seconds = -5'000'000'000; seconds < 5'000'000'000; seconds += 1'234'567)
            compare(seconds);
        qputenv("TZ", "UTC");
        tzset();
    }).join();
    QCOMPARE(wrong, QByteArray());
}

void TestAttributes::aLongNameHasNoControlAndBidiCharacters_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("newline") << QByteArray("a\nb") << QByteArray("a\\x0ab");
    QTest::newRow("escape") << QByteArray("\x1b[31mred") << QByteArray("\\x1b[31mred");
    QTest::newRow("delete") << QByteArray("a\x7f") << QByteArray("a\\x7f");
    QTest::newRow("C1 control") << QByteArray("\xc2\x9b") << QByteArray("\\xc2\\x9b");
    QTest::newRow("right to left override") << QByteArray("a\xe2\x80\xae"
                                                          "b")
                                            << QByteArray("a\\xe2\\x80\\xae"
                                                          "b");
    QTest::newRow("isolate") << QByteArray("\xe2\x81\xa6") << QByteArray("\\xe2\\x81\\xa6");
    QTest::newRow("Arabic letter mark") << QByteArray("\xd8\x9c") << QByteArray("\\xd8\\x9c");
    QTest::newRow("letters of all kinds")
        << QByteArray("\xc3\xa4\xe2\x82\xac%n") << QByteArray("\xc3\xa4\xe2\x82\xac%n");
    QTest::newRow("not UTF-8") << QByteArray("b\xff") << QByteArray("b\xff");
    QTest::newRow("cut at the end") << QByteArray("b\xe2\x80") << QByteArray("b\xe2\x80");
}

void TestAttributes::aLongNameHasNoControlAndBidiCharacters()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, shown);
    FileAttributes attributes;
    attributes.times = FileAttributes::Times{now, now};
    QCOMPARE(longName(name, attributes),
             "-rw-r--r--   1 owner    group           0 Jan  2 09:00 " + shown);
}

QTEST_GUILESS_MAIN(TestAttributes)
#include "tst_attributes.moc"
