#include "tests/support/file_system_contract.h"

#include "tests/support/outcome.h"

#include <QTest>

#include "tests/support/rows.h"

#include <algorithm>
#include <array>
#include <set>

using namespace Qt::Literals::StringLiterals;

namespace sallyport::test {

namespace {

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

constexpr OpenFlags creating = OpenFlags(OpenFlag::Write) | OpenFlag::Create;

} // namespace

FileSystemContract::~FileSystemContract() = default;

VirtualPath FileSystemContract::path(const QByteArray& relative) const
{
    return *VirtualPath::parse(base() + '/' + relative);
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
    return outcome(m_files->open(path(relative), flags, {}));
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

void FileSystemContract::attributesTellWhatIsThere()
{
    ROW("request.STAT");
    QCOMPARE(write("a", "four"), "ok"_ba);
    QCOMPARE(outcome(m_files->makeDirectory(path("d"), {})), "ok"_ba);
    const auto file = m_files->attributes(path("a"), Symlinks::Follow);
    QVERIFY(file);
    QCOMPARE(file->type, FileType::Regular);
    QCOMPARE(file->size, quint64(4));
    QVERIFY(file->permissions && file->owner && file->times && file->id);
    QCOMPARE(file->links, 1U);
    QCOMPARE(m_files->attributes(path("d"), Symlinks::DoNotFollow)->type, FileType::Directory);
    QCOMPARE(m_files->attributes(path(""), Symlinks::Follow)->type, FileType::Directory);
    const auto open = m_files->open(path("a"), OpenFlag::Read, {});
    QVERIFY(open);
    QVERIFY((*open)->attributes().value() == *file);
    const auto reader = m_files->openDirectory(path("d"));
    QVERIFY(reader);
    QCOMPARE((*reader)->attributes()->type, FileType::Directory);
}

void FileSystemContract::sizeModeAndTimesAreSet()
{
    ROW("request.SETSTAT");
    QCOMPARE(write("a", "four"), "ok"_ba);
    FileAttributes wanted = withTimes(1'000'000'000, 2'000'000'001);
    wanted.size = 2;
    wanted.permissions = 0640;
    QCOMPARE(outcome(m_files->setAttributes(path("a"), wanted, Symlinks::Follow)), "ok"_ba);
    const auto file = m_files->attributes(path("a"), Symlinks::Follow);
    QVERIFY(file);
    QCOMPARE(file->size, quint64(2));
    QCOMPARE(file->permissions, 0640U);
    QVERIFY(file->times == wanted.times);
    QCOMPARE(contentOf("a"), "fo"_ba);
    // What is not named stays: a new mode is not a new time.
    QCOMPARE(outcome(m_files->setAttributes(path("a"), withPermissions(0600), Symlinks::Follow)),
             "ok"_ba);
    QCOMPARE(m_files->attributes(path("a"), Symlinks::Follow)->times->modified, 2'000'000'001LL);
    for (const qint64 time : {0LL, 1LL << 31, (1LL << 32) - 1}) {
        QCOMPARE(
            outcome(m_files->setAttributes(path("a"), withTimes(time, time), Symlinks::Follow)),
            "ok"_ba);
        QCOMPARE(m_files->attributes(path("a"), Symlinks::Follow)->times->modified, time);
    }
    QCOMPARE(outcome(m_files->setAttributes(path(""), withSize(0), Symlinks::Follow)),
             "IsADirectory"_ba);
    QCOMPARE(outcome(m_files->setAttributes(path("b"), withSize(0), Symlinks::Follow)),
             "NotFound"_ba);
}

void FileSystemContract::specialBitsAreStripped()
{
    ROW("request.SETSTAT");
    QCOMPARE(write("a", ""), "ok"_ba);
    for (const quint32 bits : {07777U, 06755U, 0100644U, 01700U}) {
        QCOMPARE(
            outcome(m_files->setAttributes(path("a"), withPermissions(bits), Symlinks::Follow)),
            "ok"_ba);
        QCOMPARE(m_files->attributes(path("a"), Symlinks::Follow)->permissions, bits & 0777U);
    }
}

void FileSystemContract::theOwnerMayOnlyBeNamed()
{
    ROW("request.SETSTAT", "status.PermissionDenied");
    QCOMPARE(write("a", "text"), "ok"_ba);
    const auto before = m_files->attributes(path("a"), Symlinks::Follow);
    QVERIFY(before && before->owner);
    FileAttributes wanted;
    wanted.owner = before->owner;
    QCOMPARE(outcome(m_files->setAttributes(path("a"), wanted, Symlinks::Follow)), "ok"_ba);
    wanted.owner->gid += 1;
    wanted.size = 0;
    QCOMPARE(outcome(m_files->setAttributes(path("a"), wanted, Symlinks::Follow)),
             "PermissionDenied"_ba);
    // Refused as a whole.
    QCOMPARE(contentOf("a"), "text"_ba);
    QVERIFY(m_files->attributes(path("a"), Symlinks::Follow)->owner == before->owner);
}

void FileSystemContract::anOpenFileTakesAttributes()
{
    ROW("request.SETSTAT", "request.STAT");
    const auto file = m_files->open(path("a"), creating, {});
    QVERIFY(file);
    FileAttributes wanted = withTimes(11, 12);
    wanted.size = 5;
    wanted.permissions = 04640;
    QCOMPARE(outcome((*file)->setAttributes(wanted)), "ok"_ba);
    const auto now = (*file)->attributes();
    QVERIFY(now);
    QCOMPARE(now->size, quint64(5));
    QCOMPARE(now->permissions, 0640U);
    QVERIFY(now->times == wanted.times);
    wanted.owner = FileAttributes::Owner{now->owner->uid + 1, now->owner->gid};
    QCOMPARE(outcome((*file)->setAttributes(wanted)), "PermissionDenied"_ba);
}

void FileSystemContract::foldersAreMadeOnce()
{
    ROW("request.REMOVE", "trap.mkdir-exists", "status.Failure");
    QCOMPARE(write("file", ""), "ok"_ba);
    QCOMPARE(makeLink("link", "nowhere"), "ok"_ba);
    QCOMPARE(outcome(m_files->makeDirectory(path("d"), {})), "ok"_ba);
    for (const char* name : {"d", "file", "link", ""})
        QCOMPARE(outcome(m_files->makeDirectory(path(name), {})), "AlreadyExists"_ba);
    QCOMPARE(outcome(m_files->makeDirectory(path("no/d"), {})), "NotFound"_ba);
    QCOMPARE(outcome(m_files->makeDirectory(path("d/e"), {})), "ok"_ba);
    QCOMPARE(listing("d"), QByteArrayList({"e"}));
}

void FileSystemContract::foldersAreRemovedWhenEmpty()
{
    ROW("request.REMOVE", "status.Failure");
    QCOMPARE(outcome(m_files->makeDirectory(path("d"), {})), "ok"_ba);
    QCOMPARE(write("d/a", ""), "ok"_ba);
    QCOMPARE(outcome(m_files->removeDirectory(path("d"))), "NotEmpty"_ba);
    QCOMPARE(outcome(m_files->removeFile(path("d/a"))), "ok"_ba);
    QCOMPARE(outcome(m_files->removeDirectory(path("d"))), "ok"_ba);
    QCOMPARE(outcome(m_files->removeDirectory(path("d"))), "NotFound"_ba);
    QCOMPARE(listing(""), QByteArrayList());
}

void FileSystemContract::removingKnowsFilesFromFolders()
{
    ROW("request.REMOVE", "status.Failure");
    QCOMPARE(outcome(m_files->makeDirectory(path("d"), {})), "ok"_ba);
    QCOMPARE(write("a", "text"), "ok"_ba);
    QCOMPARE(makeLink("toFile", "a"), "ok"_ba);
    QCOMPARE(makeLink("toFolder", "d"), "ok"_ba);
    QCOMPARE(outcome(m_files->removeFile(path("d"))), "IsADirectory"_ba);
    QCOMPARE(outcome(m_files->removeDirectory(path("a"))), "NotADirectory"_ba);
    QCOMPARE(outcome(m_files->removeDirectory(path("toFolder"))), "NotADirectory"_ba);
    QCOMPARE(outcome(m_files->removeFile(path("b"))), "NotFound"_ba);
    // Of a link, the link.
    QCOMPARE(outcome(m_files->removeFile(path("toFolder"))), "ok"_ba);
    QCOMPARE(outcome(m_files->removeFile(path("toFile"))), "ok"_ba);
    QCOMPARE(listing(""), QByteArrayList({"a", "d"}));
    QCOMPARE(contentOf("a"), "text"_ba);
}

void FileSystemContract::aListingGivesEveryNameOnce()
{
    ROW("request.OPENDIR");
    QByteArrayList expected;
    for (int number = 0; number < 250; ++number) {
        expected.append("file" + QByteArray::number(number));
        QCOMPARE(write(expected.last(), QByteArray(number, 'x')), "ok"_ba);
    }
    std::sort(expected.begin(), expected.end());
    QCOMPARE(listing(""), expected);

    const auto reader = m_files->openDirectory(path(""));
    QVERIFY(reader);
    std::set<QByteArray> seen;
    for (;;) {
        const auto entries = (*reader)->next(100);
        QVERIFY(entries);
        QVERIFY(entries->size() <= 100);
        if (entries->isEmpty())
            break;
        for (const DirectoryEntry& entry : *entries) {
            QVERIFY(seen.insert(entry.name).second);
            QCOMPARE(entry.attributes.type, FileType::Regular);
            QCOMPARE(entry.attributes.size, quint64(entry.name.sliced(4).toInt()));
        }
        // What goes while it is read is no error.
        QCOMPARE(outcome(m_files->removeFile(path(entries->first().name))), "ok"_ba);
    }
    QCOMPARE(seen.size(), std::size_t(250));
    QVERIFY((*reader)->next(100)->isEmpty());
}

void FileSystemContract::aListingOutlivesItsFolder()
{
    ROW("request.OPENDIR");
    QCOMPARE(outcome(m_files->makeDirectory(path("d"), {})), "ok"_ba);
    const auto reader = m_files->openDirectory(path("d"));
    QVERIFY(reader);
    QCOMPARE(outcome(m_files->removeDirectory(path("d"))), "ok"_ba);
    const auto entries = (*reader)->next(100);
    QVERIFY(entries);
    QVERIFY(entries->isEmpty());
}

void FileSystemContract::renameDoesNotReplace()
{
    ROW("request.RENAME", "trap.partial-names", "status.Failure");
    QCOMPARE(write("a.filepart", "new"), "ok"_ba);
    QCOMPARE(write("b", "old"), "ok"_ba);
    QCOMPARE(outcome(m_files->makeDirectory(path("d"), {})), "ok"_ba);
    QCOMPARE(makeLink("link", "nowhere"), "ok"_ba);
    for (const char* taken : {"b", "d", "link", "a.filepart"})
        QCOMPARE(outcome(m_files->rename(path("a.filepart"), path(taken), Overwrite::No)),
                 "AlreadyExists"_ba);
    QCOMPARE(contentOf("b"), "old"_ba);
    QCOMPARE(outcome(m_files->rename(path("a.filepart"), path("a"), Overwrite::No)), "ok"_ba);
    QCOMPARE(contentOf("a"), "new"_ba);
    QCOMPARE(contentOf("a.filepart"), "<NotFound>"_ba);
    QCOMPARE(outcome(m_files->rename(path("c"), path("e"), Overwrite::No)), "NotFound"_ba);
    QCOMPARE(outcome(m_files->rename(path("a"), path("no/a"), Overwrite::No)), "NotFound"_ba);
    QCOMPARE(contentOf("a"), "new"_ba);
}

void FileSystemContract::renameReplacesWhenTold_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* claim, const char* from, const char* to, const char* expected) {
        QTest::newRow(claim) << QByteArray(from) << QByteArray(to) << QByteArray(expected);
    };
    row("a file onto a file", "file", "other", "ok");
    row("a file onto nothing", "file", "new", "ok");
    row("a file onto itself", "file", "file", "ok");
    row("a file onto a folder", "file", "empty", "IsADirectory");
    row("a folder onto a file", "empty", "file", "AlreadyExists");
    row("a folder onto an empty folder", "full", "empty", "ok");
    row("a folder onto a full folder", "empty", "full", "NotEmpty");
    row("a folder into itself", "full", "full/inner", "InvalidArgument");
    row("a link onto a file", "link", "other", "ok");
    row("a file onto a link", "file", "link", "ok");
    row("nothing onto a file", "missing", "file", "NotFound");
}

void FileSystemContract::renameReplacesWhenTold()
{
    ROW("ext.posix-rename", "request.RENAME");
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QByteArray, expected);
    QCOMPARE(write("file", "file"), "ok"_ba);
    QCOMPARE(write("other", "other"), "ok"_ba);
    QCOMPARE(makeLink("link", "other"), "ok"_ba);
    QCOMPARE(outcome(m_files->makeDirectory(path("empty"), {})), "ok"_ba);
    QCOMPARE(outcome(m_files->makeDirectory(path("full"), {})), "ok"_ba);
    QCOMPARE(write("full/a", "a"), "ok"_ba);
    const auto moved = m_files->attributes(path(from), Symlinks::DoNotFollow);
    const QByteArrayList before = listing("");

    QCOMPARE(outcome(m_files->rename(path(from), path(to), Overwrite::Yes)), expected);
    if (expected != "ok") {
        QCOMPARE(listing(""), before);
        return;
    }
    const auto now = m_files->attributes(path(to), Symlinks::DoNotFollow);
    QVERIFY(now && moved);
    QVERIFY(now->id == moved->id);
    QCOMPARE(listing("").contains(from), from == to);
}

void FileSystemContract::foldersMoveWithWhatIsInThem()
{
    ROW("request.RENAME");
    QCOMPARE(outcome(m_files->makeDirectory(path("a"), {})), "ok"_ba);
    QCOMPARE(outcome(m_files->makeDirectory(path("b"), {})), "ok"_ba);
    QCOMPARE(write("a/x", "x"), "ok"_ba);
    QCOMPARE(outcome(m_files->rename(path("a"), path("b/c"), Overwrite::No)), "ok"_ba);
    QCOMPARE(contentOf("b/c/x"), "x"_ba);
    QCOMPARE(listing(""), QByteArrayList({"b"}));
    QCOMPARE(outcome(m_files->rename(path("b"), path("b/c/d"), Overwrite::No)),
             "InvalidArgument"_ba);
}

void FileSystemContract::openFilesLiveOn()
{
    ROW("trap.out-of-order");
    QCOMPARE(write("a", "old"), "ok"_ba);
    QCOMPARE(write("b", "new"), "ok"_ba);
    const auto file = m_files->open(path("a"), OpenFlags(OpenFlag::Read) | OpenFlag::Write, {});
    QVERIFY(file);
    QCOMPARE(outcome(m_files->rename(path("b"), path("a"), Overwrite::Yes)), "ok"_ba);
    QCOMPARE(readAll(**file), "old"_ba);
    QCOMPARE(outcome((*file)->writeAt(3, bytesOf("er"))), "ok"_ba);
    QCOMPARE(readAll(**file), "older"_ba);
    QCOMPARE(contentOf("a"), "new"_ba);

    const auto removed = m_files->open(path("a"), OpenFlag::Read, {});
    QVERIFY(removed);
    QCOMPARE(outcome(m_files->removeFile(path("a"))), "ok"_ba);
    QCOMPARE(readAll(**removed), "new"_ba);
    QCOMPARE((*removed)->attributes()->links, 0U);
    QCOMPARE(listing(""), QByteArrayList());
}

void FileSystemContract::theRootStays()
{
    ROW("status.PermissionDenied");
    QCOMPARE(write("a", ""), "ok"_ba);
    const VirtualPath root = path("");
    QCOMPARE(outcome(m_files->removeDirectory(root)), "PermissionDenied"_ba);
    QCOMPARE(outcome(m_files->removeFile(root)), "PermissionDenied"_ba);
    QCOMPARE(outcome(m_files->rename(root, path("b"), Overwrite::Yes)), "PermissionDenied"_ba);
    QCOMPARE(outcome(m_files->rename(path("a"), root, Overwrite::Yes)), "PermissionDenied"_ba);
    QCOMPARE(outcome(m_files->makeHardLink(root, path("b"))), "PermissionDenied"_ba);
    QCOMPARE(outcome(m_files->makeDirectory(root, {})), "AlreadyExists"_ba);
    QCOMPARE(listing(""), QByteArrayList({"a"}));
}

void FileSystemContract::linksLeadToFilesAndFolders()
{
    ROW("request.READLINK");
    QCOMPARE(outcome(m_files->makeDirectory(path("d"), {})), "ok"_ba);
    QCOMPARE(outcome(m_files->makeDirectory(path("d/e"), {})), "ok"_ba);
    QCOMPARE(write("d/a", "text"), "ok"_ba);
    QCOMPARE(makeLink("file", "d/a"), "ok"_ba);
    QCOMPARE(makeLink("folder", "./d//e/"), "ok"_ba);
    QCOMPARE(makeLink("d/e/up", "../a"), "ok"_ba);
    QCOMPARE(makeLink("here", "."), "ok"_ba);
    QCOMPARE(makeLink("d/e/top", "../.."), "ok"_ba);
    QCOMPARE(makeLink("chain", "folder/top/file"), "ok"_ba);
    QCOMPARE(contentOf("file"), "text"_ba);
    QCOMPARE(contentOf("folder/up"), "text"_ba);
    QCOMPARE(contentOf("here/here/d/a"), "text"_ba);
    QCOMPARE(contentOf("chain"), "text"_ba);
    QCOMPARE(listing("folder"), QByteArrayList({"top", "up"}));
    QCOMPARE(listing("d/e/top"), listing(""));
    // Through a link to a folder things are made, changed and removed.
    QCOMPARE(write("folder/new", "new"), "ok"_ba);
    QCOMPARE(contentOf("d/e/new"), "new"_ba);
    QCOMPARE(outcome(m_files->makeDirectory(path("folder/sub"), {})), "ok"_ba);
    QCOMPARE(outcome(m_files->rename(path("folder/new"), path("here/moved"), Overwrite::No)),
             "ok"_ba);
    QCOMPARE(contentOf("moved"), "new"_ba);
    QCOMPARE(outcome(m_files->removeDirectory(path("folder/sub"))), "ok"_ba);
    QCOMPARE(write("file", "changed"), "ok"_ba);
    QCOMPARE(contentOf("d/a"), "changed"_ba);
    QCOMPARE(m_files->readLink(path("folder")).value(), "./d//e/"_ba);
    QCOMPARE(m_files->readLink(path("d/e/up")).value(), "../a"_ba);
    QCOMPARE(outcome(m_files->readLink(path("d/a"))), "InvalidArgument"_ba);
    QCOMPARE(outcome(m_files->readLink(path("d"))), "InvalidArgument"_ba);
    QCOMPARE(outcome(m_files->readLink(path("no"))), "NotFound"_ba);
    QCOMPARE(makeLink("file", "d/a"), "AlreadyExists"_ba);
    QCOMPARE(makeLink("no/link", "../file"), "NotFound"_ba);
}

void FileSystemContract::linksAreSeenAsLinks()
{
    ROW("request.STAT", "request.OPENDIR");
    QCOMPARE(write("a", "text"), "ok"_ba);
    QCOMPARE(makeLink("link", "a"), "ok"_ba);
    QCOMPARE(makeLink("dangling", "nowhere"), "ok"_ba);
    QCOMPARE(m_files->attributes(path("link"), Symlinks::Follow)->type, FileType::Regular);
    QCOMPARE(m_files->attributes(path("link"), Symlinks::DoNotFollow)->type, FileType::Symlink);
    QCOMPARE(m_files->attributes(path("link"), Symlinks::DoNotFollow)->size, quint64(1));
    QCOMPARE(outcome(m_files->attributes(path("dangling"), Symlinks::Follow)), "NotFound"_ba);
    QCOMPARE(m_files->attributes(path("dangling"), Symlinks::DoNotFollow)->type, FileType::Symlink);
    const auto reader = m_files->openDirectory(path(""));
    QVERIFY(reader);
    const auto entries = (*reader)->next(100);
    QVERIFY(entries);
    QCOMPARE(entries->size(), 3);
    for (const DirectoryEntry& entry : *entries)
        QCOMPARE(entry.attributes.type, entry.name == "a" ? FileType::Regular : FileType::Symlink);
}

void FileSystemContract::attributesOfALinkItself()
{
    ROW("ext.lsetstat", "status.NotSupported");
    QCOMPARE(write("a", "text"), "ok"_ba);
    QCOMPARE(makeLink("link", "a"), "ok"_ba);
    const auto before = m_files->attributes(path("a"), Symlinks::Follow);
    const auto set = [this](const FileAttributes& wanted) {
        return outcome(m_files->setAttributes(path("link"), wanted, Symlinks::DoNotFollow));
    };
    QCOMPARE(set(withTimes(5, 6)), "ok"_ba);
    QCOMPARE(m_files->attributes(path("link"), Symlinks::DoNotFollow)->times->modified, 6LL);
    QCOMPARE(set(withPermissions(0600)), "NotSupported"_ba);
    QCOMPARE(set(withSize(0)), "NotSupported"_ba);
    QVERIFY(m_files->attributes(path("a"), Symlinks::Follow).value() == *before);
    // What is no link is set as ever.
    QCOMPARE(
        outcome(m_files->setAttributes(path("a"), withPermissions(0600), Symlinks::DoNotFollow)),
        "ok"_ba);
    QCOMPARE(m_files->attributes(path("a"), Symlinks::Follow)->permissions, 0600U);
}

void FileSystemContract::linksInCirclesLeadNowhere()
{
    ROW("status.NotFound");
    QCOMPARE(makeLink("self", "self"), "ok"_ba);
    QCOMPARE(makeLink("one", "two"), "ok"_ba);
    QCOMPARE(makeLink("two", "one"), "ok"_ba);
    QCOMPARE(opened("self", OpenFlag::Read), "NotFound"_ba);
    QCOMPARE(opened("one", OpenFlag::Read), "NotFound"_ba);
    QCOMPARE(opened("one/x", creating), "NotFound"_ba);
    QCOMPARE(outcome(m_files->openDirectory(path("self"))), "NotFound"_ba);
    QCOMPARE(m_files->attributes(path("self"), Symlinks::DoNotFollow)->type, FileType::Symlink);

    QCOMPARE(write("link0", "end"), "ok"_ba);
    for (int number = 1; number <= 41; ++number)
        QCOMPARE(
            makeLink("link" + QByteArray::number(number), "link" + QByteArray::number(number - 1)),
            "ok"_ba);
    QCOMPARE(contentOf("link40"), "end"_ba);
    QCOMPARE(contentOf("link41"), "<NotFound>"_ba);
}

void FileSystemContract::linksThatLeadOutAreRefused_data()
{
    QTest::addColumn<QByteArray>("link");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* claim, const char* link, const QByteArray& target,
                        const char* expected) {
        QTest::newRow(claim) << QByteArray(link) << target << QByteArray(expected);
    };
    row("up from the root", "l", "..", "PermissionDenied");
    row("up and back in", "l", "../d", "PermissionDenied");
    row("up from a folder, too far", "d/l", "../..", "PermissionDenied");
    row("down, then up too far", "l", "d/../..", "PermissionDenied");
    row("through names that are not there", "l", "x/y/../../..", "PermissionDenied");
    row("many dots", "l", QByteArray("../").repeated(100) + "etc/passwd", "PermissionDenied");
    row("up to the root is inside", "d/l", "..", "ok");
    row("dots that stay", "l", "d/./../d", "ok");
    row("a dangling one inside", "l", "x/y", "ok");
    row("a zero byte", "l", QByteArray("d\0/../..", 8), "PermissionDenied");
    row("nothing", "l", "", "NotFound");
    row("longer than a path", "l", QByteArray("d/").repeated(2049), "NameTooLong");
}

void FileSystemContract::linksThatLeadOutAreRefused()
{
    ROW("request.READLINK", "status.PermissionDenied");
    QFETCH(QByteArray, link);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, expected);
    QCOMPARE(outcome(m_files->makeDirectory(path("d"), {})), "ok"_ba);
    QCOMPARE(makeLink(link, target), expected);
    QCOMPARE(m_files->attributes(path(link), Symlinks::DoNotFollow).has_value(), expected == "ok");
}

void FileSystemContract::aMovedLinkThatLeadsOutIsNotFollowed()
{
    ROW("status.PermissionDenied");
    QCOMPARE(outcome(m_files->makeDirectory(path("d"), {})), "ok"_ba);
    QCOMPARE(makeLink("d/up", ".."), "ok"_ba);
    QCOMPARE(makeLink("d/upAndBack", "../d"), "ok"_ba);
    QCOMPARE(listing("d/up"), QByteArrayList({"d"}));
    for (const char* name : {"up", "upAndBack"}) {
        QCOMPARE(outcome(m_files->rename(path("d/"_ba + name), path(name), Overwrite::No)),
                 "ok"_ba);
        QCOMPARE(opened(name, OpenFlag::Read), "Escaped"_ba);
        QCOMPARE(opened(name + "/new"_ba, creating), "Escaped"_ba);
        QCOMPARE(outcome(m_files->openDirectory(path(name))), "Escaped"_ba);
        QCOMPARE(outcome(m_files->attributes(path(name), Symlinks::Follow)), "Escaped"_ba);
        QCOMPARE(m_files->attributes(path(name), Symlinks::DoNotFollow)->type, FileType::Symlink);
    }
}

void FileSystemContract::anAbsoluteLinkStartsAtTheRoot()
{
    ROW("request.READLINK");
    QCOMPARE(outcome(m_files->makeDirectory(path("d"), {})), "ok"_ba);
    QCOMPARE(outcome(m_files->makeDirectory(path("d/e"), {})), "ok"_ba);
    QCOMPARE(write("a", "text"), "ok"_ba);
    QCOMPARE(makeLink("d/e/file", base() + "/a"), "ok"_ba);
    QCOMPARE(contentOf("d/e/file"), "text"_ba);
    QCOMPARE(m_files->readLink(path("d/e/file")).value(), "../../a"_ba);
    QCOMPARE(makeLink("d/near", base() + "/d/e"), "ok"_ba);
    QCOMPARE(m_files->readLink(path("d/near")).value(), "e"_ba);
    QCOMPARE(makeLink("top", base() + "/"), "ok"_ba);
    QCOMPARE(listing("top"), listing(""));
    // By way of a link: what counts is where the new link really is.
    QCOMPARE(makeLink("short", "d/e"), "ok"_ba);
    QCOMPARE(makeLink("short/far", base() + "/a"), "ok"_ba);
    QCOMPARE(contentOf("d/e/far"), "text"_ba);
    // One that climbs is not clamped.
    QCOMPARE(makeLink("climbs", base() + "/../../etc/passwd"), "PermissionDenied"_ba);
    QCOMPARE(makeLink("elsewhere", base() + "/no/where"), "ok"_ba);
    QCOMPARE(opened("elsewhere", OpenFlag::Read), "NotFound"_ba);
}

void FileSystemContract::aHardLinkIsASecondName()
{
    ROW("ext.hardlink");
    QCOMPARE(write("a", "text"), "ok"_ba);
    QCOMPARE(outcome(m_files->makeHardLink(path("a"), path("b"))), "ok"_ba);
    QVERIFY(m_files->attributes(path("a"), Symlinks::Follow)->id
            == m_files->attributes(path("b"), Symlinks::Follow)->id);
    QCOMPARE(m_files->attributes(path("a"), Symlinks::Follow)->links, 2U);
    QCOMPARE(write("b", "both"), "ok"_ba);
    QCOMPARE(contentOf("a"), "both"_ba);
    QCOMPARE(outcome(m_files->removeFile(path("a"))), "ok"_ba);
    QCOMPARE(contentOf("b"), "both"_ba);
    QCOMPARE(m_files->attributes(path("b"), Symlinks::Follow)->links, 1U);
}

void FileSystemContract::onlyFilesGetHardLinks()
{
    ROW("ext.hardlink", "status.Failure");
    QCOMPARE(outcome(m_files->makeDirectory(path("d"), {})), "ok"_ba);
    QCOMPARE(write("a", ""), "ok"_ba);
    QCOMPARE(write("b", ""), "ok"_ba);
    QCOMPARE(makeLink("link", "a"), "ok"_ba);
    const auto link = [this](const char* existing, const char* name) {
        return outcome(m_files->makeHardLink(path(existing), path(name)));
    };
    QCOMPARE(link("d", "x"), "PermissionDenied"_ba);
    QCOMPARE(link("link", "x"), "PermissionDenied"_ba);
    QCOMPARE(link("no", "x"), "NotFound"_ba);
    QCOMPARE(link("a", "b"), "AlreadyExists"_ba);
    QCOMPARE(link("a", "a"), "AlreadyExists"_ba);
    QCOMPARE(link("a", "d"), "AlreadyExists"_ba);
    QCOMPARE(link("a", "no/x"), "NotFound"_ba);
    QCOMPARE(listing(""), QByteArrayList({"a", "b", "d", "link"}));
}

void FileSystemContract::aHiddenNameIsNotThere()
{
    ROW("status.NotFound");
    QCOMPARE(outcome(m_files->makeDirectory(path("d"), {})), "ok"_ba);
    plant(path("d/x.hidden"), "secret");
    plant(path("d/seen"), "open");
    const bool hides = hidesNames();
    QCOMPARE(listing("d"), hides ? QByteArrayList({"seen"}) : QByteArrayList({"seen", "x.hidden"}));
    QCOMPARE(contentOf("d/x.hidden"), hides ? "<NotFound>"_ba : "secret"_ba);
    const QByteArray expected = hides ? "NotFound" : "ok";
    const VirtualPath hidden = path("d/x.hidden");
    QCOMPARE(outcome(m_files->attributes(hidden, Symlinks::Follow)), expected);
    QCOMPARE(outcome(m_files->attributes(hidden, Symlinks::DoNotFollow)), expected);
    QCOMPARE(outcome(m_files->setAttributes(hidden, withPermissions(0600), Symlinks::Follow)),
             expected);
    QCOMPARE(outcome(m_files->space(hidden)), expected);
    QCOMPARE(outcome(m_files->makeHardLink(hidden, path("b"))), expected);
    QCOMPARE(outcome(m_files->rename(hidden, path("c"), Overwrite::No)), expected);
    QCOMPARE(outcome(m_files->removeFile(path("c"))), expected);
    QCOMPARE(outcome(m_files->removeFile(hidden)), "NotFound"_ba);
    QCOMPARE(outcome(m_files->openDirectory(path("d/x.hidden/y"))), "NotFound"_ba);
}

void FileSystemContract::aLinkDoesNotUncoverAHiddenName()
{
    ROW("status.NotFound");
    QCOMPARE(outcome(m_files->makeDirectory(path("d"), {})), "ok"_ba);
    plant(path("d/x.hidden"), "secret");
    plant(path("d/dir.hidden/file"), "secret");
    QCOMPARE(makeLink("file", "d/x.hidden"), "ok"_ba);
    QCOMPARE(makeLink("below", "d/dir.hidden/file"), "ok"_ba);
    QCOMPARE(makeLink("folder", "d/dir.hidden"), "ok"_ba);
    QCOMPARE(makeLink("short", "d"), "ok"_ba);
    QCOMPARE(makeLink("second", "file"), "ok"_ba);
    const QByteArray expected = hidesNames() ? "<NotFound>" : "secret";
    for (const char* name :
         {"file", "below", "folder/file", "short/x.hidden", "short/dir.hidden/file", "second"})
        QCOMPARE(contentOf(name), expected);
    QCOMPARE(listing("folder"),
             hidesNames() ? QByteArrayList({"<NotFound>"}) : QByteArrayList({"file"}));
    QCOMPARE(write("folder/new", "x"), hidesNames() ? "NotFound"_ba : "ok"_ba);
    QCOMPARE(write("file", "x"), hidesNames() ? "NotFound"_ba : "ok"_ba);
    QCOMPARE(outcome(m_files->removeFile(path("folder/file"))),
             hidesNames() ? "NotFound"_ba : "ok"_ba);
    QCOMPARE(m_files->attributes(path("file"), Symlinks::DoNotFollow)->type, FileType::Symlink);
}

void FileSystemContract::aHiddenNameIsNotMade()
{
    ROW("status.PermissionDenied");
    QCOMPARE(write("a", "text"), "ok"_ba);
    const QByteArray expected = hidesNames() ? "PermissionDenied" : "ok";
    QCOMPARE(outcome(m_files->makeDirectory(path("d.hidden"), {})), expected);
    QCOMPARE(outcome(m_files->makeLink(path("l.hidden"), "a")), expected);
    QCOMPARE(outcome(m_files->makeHardLink(path("a"), path("h.hidden"))), expected);
    QCOMPARE(write("f.hidden", "x"), expected);
    QCOMPARE(outcome(m_files->rename(path("a"), path("r.hidden"), Overwrite::No)), expected);
    QCOMPARE(listing("").size(), hidesNames() ? 1 : 5);
    // The answer does not tell whether the name is taken.
    plant(path("taken.hidden"), "secret");
    QCOMPARE(write("taken.hidden", "x"), expected);
    plant(path("b"), "");
    QCOMPARE(outcome(m_files->rename(path("b"), path("taken.hidden"), Overwrite::Yes)), expected);
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
