#include "tests/support/file_system_contract.h"

#include "tests/support/contract_helpers.h"
#include "tests/support/outcome.h"

#include <QTest>

#include "tests/support/rows.h"

#include <algorithm>
#include <set>

using namespace Qt::Literals::StringLiterals;

namespace sallyport::test {

using namespace contract;

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

} // namespace sallyport::test
