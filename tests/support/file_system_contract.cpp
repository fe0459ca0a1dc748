#include "tests/support/file_system_contract.h"

#include "tests/support/contract_helpers.h"
#include "tests/support/outcome.h"

#include <QTest>

#include "tests/support/rows.h"

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace sallyport::test::contract {

std::span<const std::byte> bytesOf(const QByteArray& text)
{
    return std::as_bytes(std::span(text.constData(), std::size_t(text.size())));
}

QByteArray readAll(File& file)
{
    QByteArray all;
    std::array<std::byte, 4096> buffer{};
    for (;;) {
        const auto count = file.readAt(quint64(all.size()), buffer);
        if (!count)
            return '<' + nameOf(count.error().code) + '>';
        if (*count == 0)
            return all;
        all.append(reinterpret_cast<const char*>(buffer.data()), qsizetype(*count));
    }
}

FileAttributes withPermissions(quint32 permissions)
{
    FileAttributes wanted;
    wanted.permissions = permissions;
    return wanted;
}

FileAttributes withSize(quint64 size)
{
    FileAttributes wanted;
    wanted.size = size;
    return wanted;
}

FileAttributes withTimes(qint64 accessed, qint64 modified)
{
    FileAttributes wanted;
    wanted.times = FileAttributes::Times{accessed, modified};
    return wanted;
}

} // namespace sallyport::test::contract

namespace sallyport::test {

using namespace contract;

FileSystemContract::~FileSystemContract() = default;

VirtualPath FileSystemContract::path(const QByteArray& relative) const
{
    return *VirtualPath::parse(base() + '/' + relative);
}

void FileSystemContract::plantLink(const VirtualPath& link, const QByteArray& target)
{
    QCOMPARE(outcome(m_files->makeLink(link, target)), "ok"_ba);
}

QByteArray FileSystemContract::contentOf(const QByteArray& relative)
{
    const auto file = m_files->open(path(relative), OpenFlag::Read, {});
    return file ? readAll(**file) : '<' + nameOf(file.error().code) + '>';
}

QByteArray FileSystemContract::write(const QByteArray& relative, const QByteArray& content)
{
    const auto file = m_files->open(path(relative), creating | OpenFlag::Truncate, {});
    if (!file)
        return outcome(file);
    const auto written = (*file)->writeAt(0, bytesOf(content));
    return written ? outcome((*file)->close()) : outcome(written);
}

QByteArrayList FileSystemContract::listing(const QByteArray& relative)
{
    const auto reader = m_files->openDirectory(path(relative));
    if (!reader)
        return {'<' + nameOf(reader.error().code) + '>'};
    QByteArrayList names;
    for (;;) {
        const auto entries = (*reader)->next(3);
        if (!entries)
            return {'<' + nameOf(entries.error().code) + '>'};
        if (entries->isEmpty())
            break;
        for (const DirectoryEntry& entry : *entries)
            names.append(entry.name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

QByteArray FileSystemContract::makeLink(const QByteArray& link, const QByteArray& target)
{
    return outcome(m_files->makeLink(path(link), target));
}

QByteArray FileSystemContract::opened(const QByteArray& relative, OpenFlags flags)
{
    const auto file = m_files->open(path(relative), flags, {});
    return file ? outcome((*file)->close()) : outcome(file);
}

void FileSystemContract::init()
{
    m_files = make();
    QVERIFY(m_files);
}

void FileSystemContract::cleanup()
{
    m_files.reset();
}

void FileSystemContract::whatIsWrittenIsRead()
{
    ROW("request.READ", "request.WRITE", "request.CLOSE");
    const auto file = m_files->open(path("a"), creating | OpenFlag::Read, {});
    QVERIFY(file);
    QCOMPARE(outcome((*file)->writeAt(0, bytesOf("hello world"))), "ok"_ba);
    QCOMPARE(readAll(**file), "hello world"_ba);
    std::array<std::byte, 5> part{};
    const auto count = (*file)->readAt(6, part);
    QVERIFY(count);
    QCOMPARE(*count, std::size_t(5));
    QCOMPARE(QByteArray(reinterpret_cast<const char*>(part.data()), 5), "world"_ba);
    QCOMPARE((*file)->readAt(11, part).value(), std::size_t(0));
    QCOMPARE((*file)->readAt(quint64(1) << 40, part).value(), std::size_t(0));
    QCOMPARE((*file)->readAt(0, {}).value(), std::size_t(0));
    QCOMPARE(outcome((*file)->writeAt(4, {})), "ok"_ba);
    QCOMPARE(outcome((*file)->sync()), "ok"_ba);
    QCOMPARE(outcome((*file)->close()), "ok"_ba);
    QCOMPARE(contentOf("a"), "hello world"_ba);
}

void FileSystemContract::writesInAnyOrderLeaveNoHole()
{
    ROW("request.WRITE", "trap.out-of-order");
    const auto file = m_files->open(path("a"), creating, {});
    QVERIFY(file);
    QByteArray expected;
    for (int block = 0; block < 16; ++block)
        expected += QByteArray(1000, char('a' + block));
    for (const int block : {15, 3, 0, 7, 1, 2, 14, 4, 13, 5, 12, 6, 11, 8, 10, 9, 3, 0})
        QCOMPARE(outcome((*file)->writeAt(quint64(block) * 1000,
                                          bytesOf(QByteArray(1000, char('a' + block))))),
                 "ok"_ba);
    QCOMPARE(contentOf("a"), expected);
}

void FileSystemContract::bytesNeverWrittenAreZero()
{
    ROW("request.WRITE", "request.SETSTAT", "trap.out-of-order");
    const auto file = m_files->open(path("a"), creating, {});
    QVERIFY(file);
    QCOMPARE(outcome((*file)->writeAt(3, bytesOf("x"))), "ok"_ba);
    QCOMPARE(contentOf("a"), QByteArray("\0\0\0x", 4));
    QCOMPARE(outcome((*file)->setAttributes(withSize(6))), "ok"_ba);
    QCOMPARE(contentOf("a"), QByteArray("\0\0\0x\0\0", 6));
    QCOMPARE(outcome((*file)->setAttributes(withSize(1))), "ok"_ba);
    QCOMPARE(outcome((*file)->setAttributes(withSize(4))), "ok"_ba);
    QCOMPARE(contentOf("a"), QByteArray("\0\0\0\0", 4));
}

void FileSystemContract::appendingIgnoresTheOffset()
{
    ROW("request.OPEN", "request.WRITE");
    QCOMPARE(write("a", "one"), "ok"_ba);
    const OpenFlags appending = OpenFlags(OpenFlag::Write) | OpenFlag::Append;
    const auto one = m_files->open(path("a"), appending, {});
    const auto two = m_files->open(path("a"), appending, {});
    QVERIFY(one && two);
    QCOMPARE(outcome((*one)->writeAt(0, bytesOf(" two"))), "ok"_ba);
    QCOMPARE(outcome((*two)->writeAt(1000, bytesOf(" three"))), "ok"_ba);
    QCOMPARE(outcome((*one)->writeAt(2, bytesOf(" four"))), "ok"_ba);
    QCOMPARE(contentOf("a"), "one two three four"_ba);
}

void FileSystemContract::aHandleDoesOnlyWhatItWasOpenedFor()
{
    ROW("request.OPEN", "status.PermissionDenied");
    QCOMPARE(write("a", "text"), "ok"_ba);
    std::array<std::byte, 4> buffer{};
    const auto reading = m_files->open(path("a"), OpenFlag::Read, {});
    const auto writing = m_files->open(path("a"), OpenFlag::Write, {});
    QVERIFY(reading && writing);
    QCOMPARE(outcome((*reading)->writeAt(0, bytesOf("x"))), "PermissionDenied"_ba);
    QCOMPARE(outcome((*reading)->setAttributes(withSize(0))), "PermissionDenied"_ba);
    QCOMPARE(outcome((*writing)->readAt(0, buffer)), "PermissionDenied"_ba);
    QCOMPARE(contentOf("a"), "text"_ba);
}

void FileSystemContract::openFollowsItsFlags_data()
{
    QTest::addColumn<OpenFlags>("flags");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<QByteArray>("left"); // content afterwards; empty: nothing is there
    const auto row = [](const char* claim, OpenFlags flags, const char* name, const char* expected,
                        const char* left) {
        QTest::newRow(claim) << flags << QByteArray(name) << QByteArray(expected)
                             << QByteArray(left);
    };
    const OpenFlags read = OpenFlag::Read;
    const OpenFlags write = OpenFlag::Write;
    const OpenFlags both = read | OpenFlag::Write;
    const OpenFlags exclusive = creating | OpenFlag::Exclusive;
    const OpenFlags emptying = write | OpenFlag::Truncate;
    row("reading finds a file", read, "file", "ok", "old");
    row("reading makes nothing", read, "missing", "NotFound", "<NotFound>");
    row("writing leaves what is there", write, "file", "ok", "old");
    row("writing makes nothing", write, "missing", "NotFound", "<NotFound>");
    row("both finds a file", both, "file", "ok", "old");
    row("create makes a file", creating, "missing", "ok", "");
    row("create takes one that is there", creating, "file", "ok", "old");
    row("exclusive makes a file", exclusive, "missing", "ok", "");
    row("exclusive refuses one that is there", exclusive, "file", "AlreadyExists", "old");
    row("truncate empties a file", emptying, "file", "ok", "");
    row("truncate makes nothing", emptying, "missing", "NotFound", "<NotFound>");
    row("create with truncate empties", creating | OpenFlag::Truncate, "file", "ok", "");
    row("create with truncate makes", creating | OpenFlag::Truncate, "missing", "ok", "");
    row("exclusive empties nothing", exclusive | OpenFlag::Truncate, "file", "AlreadyExists",
        "old");
    row("a link is followed", both, "link", "ok", "old");
    row("create takes what a link leads to", creating, "link", "ok", "old");
    row("exclusive refuses a link", exclusive, "link", "AlreadyExists", "old");
    row("a link that leads nowhere", read, "dangling", "NotFound", "<NotFound>");
    row("create makes nothing through a link", creating, "dangling", "NotFound", "<NotFound>");
    row("exclusive refuses any link", exclusive, "dangling", "AlreadyExists", "<NotFound>");
    row("no folder is made on the way", creating, "no/file", "NotFound", "<NotFound>");
}

void FileSystemContract::openFollowsItsFlags()
{
    ROW("request.OPEN", "status.NotFound");
    QFETCH(OpenFlags, flags);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, expected);
    QFETCH(QByteArray, left);
    QCOMPARE(write("file", "old"), "ok"_ba);
    QCOMPARE(makeLink("link", "file"), "ok"_ba);
    QCOMPARE(makeLink("dangling", "nowhere"), "ok"_ba);
    QCOMPARE(opened(name, flags), expected);
    QCOMPARE(contentOf(name), left);
    QCOMPARE(contentOf("nowhere"), "<NotFound>"_ba);
}

void FileSystemContract::aModeIsForNewFilesOnly()
{
    ROW("request.OPEN");
    QVERIFY(m_files->open(path("a"), creating, withPermissions(04600)));
    QCOMPARE(m_files->attributes(path("a"), Symlinks::Follow)->permissions, 0600U);
    QVERIFY(m_files->open(path("a"), creating | OpenFlag::Truncate, withPermissions(0700)));
    QCOMPARE(m_files->attributes(path("a"), Symlinks::Follow)->permissions, 0600U);
    QCOMPARE(outcome(m_files->makeDirectory(path("d"), withPermissions(07700))), "ok"_ba);
    QCOMPARE(m_files->attributes(path("d"), Symlinks::Follow)->permissions, 0700U);
}

void FileSystemContract::foldersAreNotOpened()
{
    ROW("request.OPEN", "status.Failure");
    QCOMPARE(outcome(m_files->makeDirectory(path("d"), {})), "ok"_ba);
    QCOMPARE(makeLink("link", "d"), "ok"_ba);
    for (const char* name : {"d", "link", ""}) {
        QCOMPARE(opened(name, OpenFlag::Read), "IsADirectory"_ba);
        QCOMPARE(opened(name, creating), "IsADirectory"_ba);
        QCOMPARE(opened(name, OpenFlags(OpenFlag::Write) | OpenFlag::Truncate), "IsADirectory"_ba);
    }
}

void FileSystemContract::everyByteMayBeInAName()
{
    ROW("trap.bytes");
    QByteArrayList names;
    for (int byte = 1; byte < 256; ++byte) {
        if (byte != '/')
            names.append("x" + QByteArray(1, char(byte)));
    }
    names.append({QByteArray(255, 'n'), "...", "-", "~root", "C:\\x", "%n%s", "a\\..\\b"_ba,
                  "\xc0\xaf"_ba, "\xe2\x80\xae.exe"_ba, "*", "?[a]"});
    std::sort(names.begin(), names.end());
    for (const QByteArray& name : names) {
        QCOMPARE(write(name, name), "ok"_ba);
        QCOMPARE(outcome(m_files->rename(path(name), path("moved"), Overwrite::No)), "ok"_ba);
        QCOMPARE(outcome(m_files->rename(path("moved"), path(name), Overwrite::No)), "ok"_ba);
        QCOMPARE(contentOf(name), name);
    }
    QCOMPARE(listing(""), names);
    for (const QByteArray& name : names)
        QCOMPARE(outcome(m_files->removeFile(path(name))), "ok"_ba);
    QCOMPARE(listing(""), QByteArrayList());
}

void FileSystemContract::aFileIsNotAFolder()
{
    ROW("status.NotFound");
    QCOMPARE(write("a", ""), "ok"_ba);
    QCOMPARE(opened("a/b", OpenFlag::Read), "NotADirectory"_ba);
    QCOMPARE(opened("a/b", creating), "NotADirectory"_ba);
    QCOMPARE(outcome(m_files->attributes(path("a/b"), Symlinks::Follow)), "NotADirectory"_ba);
    QCOMPARE(outcome(m_files->makeDirectory(path("a/b"), {})), "NotADirectory"_ba);
    QCOMPARE(outcome(m_files->openDirectory(path("a"))), "NotADirectory"_ba);
    QCOMPARE(outcome(m_files->openDirectory(path("b"))), "NotFound"_ba);
    QCOMPARE(outcome(m_files->attributes(path("b/c"), Symlinks::DoNotFollow)), "NotFound"_ba);
    QCOMPARE(makeLink("slash", "a/"), "ok"_ba);
    QCOMPARE(opened("slash", OpenFlag::Read), "NotADirectory"_ba);
}

void FileSystemContract::bytesAreCopiedBetweenFiles()
{
    ROW("ext.copy-data");
    QByteArray content(3'000'000, '\0');
    for (qsizetype at = 0; at < content.size(); ++at)
        content[at] = char(at * 7 + at / 251);
    QCOMPARE(write("a", content), "ok"_ba);
    const auto source = m_files->open(path("a"), OpenFlag::Read, {});
    const auto target = m_files->open(path("b"), creating | OpenFlag::Read, {});
    QVERIFY(source && target);
    QCOMPARE((*source)->copyTo(**target, 0, 0, 1'000'000).value(), quint64(1'000'000));
    QCOMPARE((*source)->copyTo(**target, 1'000'000, 1'000'000, 9'000'000).value(),
             quint64(2'000'000));
    QVERIFY(readAll(**target) == content);
    QCOMPARE((*source)->copyTo(**target, 3'000'000, 0, 10).value(), quint64(0));
    QCOMPARE((*source)->copyTo(**target, 0, 3'000'002, 1).value(), quint64(1));
    QCOMPARE((*target)->attributes()->size, quint64(3'000'003));
    QCOMPARE(outcome((*target)->copyTo(**source, 0, 0, 10)), "PermissionDenied"_ba);
    QVERIFY(contentOf("a") == content);

    const auto appended = m_files->open(path("c"), creating | OpenFlag::Append, {});
    QVERIFY(appended);
    QCOMPARE((*source)->copyTo(**appended, 0, 77, 5).value(), quint64(5));
    QCOMPARE((*source)->copyTo(**appended, 5, 0, 5).value(), quint64(5));
    QCOMPARE(contentOf("c"), content.first(10));
}

void FileSystemContract::aFileKnowsItself()
{
    ROW("ext.copy-data");
    QCOMPARE(write("a", ""), "ok"_ba);
    QCOMPARE(write("b", ""), "ok"_ba);
    QCOMPARE(outcome(m_files->makeHardLink(path("a"), path("again"))), "ok"_ba);
    const auto one = m_files->open(path("a"), OpenFlag::Read, {});
    const auto same = m_files->open(path("again"), OpenFlag::Write, {});
    const auto other = m_files->open(path("b"), OpenFlag::Read, {});
    QVERIFY(one && same && other);
    QVERIFY((*one)->sameAs(**one));
    QVERIFY((*one)->sameAs(**same));
    QVERIFY(!(*one)->sameAs(**other));
}

void FileSystemContract::spaceIsToldInBlocks()
{
    ROW("ext.statvfs");
    QCOMPARE(write("a", "text"), "ok"_ba);
    const auto space = m_files->space(path("a"));
    QVERIFY(space);
    QVERIFY(space->blockSize > 0);
    QVERIFY(space->blocks >= space->freeBlocks);
    QVERIFY(space->freeBlocks >= space->availableBlocks);
    QVERIFY(space->maxNameLength > 0);
    QCOMPARE(outcome(m_files->space(path("b"))), "NotFound"_ba);
    const auto file = m_files->open(path("a"), OpenFlag::Read, {});
    QVERIFY(file);
    QCOMPARE((*file)->space()->blockSize, space->blockSize);
    QCOMPARE((*file)->space()->blocks, space->blocks);
}

} // namespace sallyport::test

#include "moc_file_system_contract.cpp"
