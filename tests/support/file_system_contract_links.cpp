#include "tests/support/file_system_contract.h"

#include "tests/support/contract_helpers.h"
#include "tests/support/outcome.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace Qt::Literals::StringLiterals;

namespace sallyport::test {

using namespace contract;

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
    QCOMPARE(contentOf("a"), writesInPlace() ? "both"_ba : "text"_ba);
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
    plantLink(path("file"), "d/x.hidden");
    plantLink(path("below"), "d/dir.hidden/file");
    plantLink(path("folder"), "d/dir.hidden");
    plantLink(path("short"), "d");
    plantLink(path("second"), "file");
    const QByteArray expected = hidesNames() ? "<NotFound>" : "secret";
    for (const char* name :
         {"file", "below", "folder/file", "short/x.hidden", "short/dir.hidden/file", "second"})
        QCOMPARE(contentOf(name), expected);
    QCOMPARE(outcome(m_files->openDirectory(path("file"))),
             hidesNames() ? "NotFound"_ba : "NotADirectory"_ba);
    QCOMPARE(outcome(m_files->attributes(path("file/x"), Symlinks::Follow)),
             hidesNames() ? "NotFound"_ba : "NotADirectory"_ba);
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
    // Nor does a link tell whether it is there.
    QCOMPARE(outcome(m_files->makeLink(path("probe"), "x.hidden/../a")), expected);
    QCOMPARE(outcome(m_files->makeHardLink(path("a"), path("h.hidden"))), expected);
    QCOMPARE(write("f.hidden", "x"), expected);
    QCOMPARE(outcome(m_files->rename(path("a"), path("r.hidden"), Overwrite::No)), expected);
    QCOMPARE(listing("").size(), hidesNames() ? 1 : 6);
    // The answer does not tell whether the name is taken.
    plant(path("taken.hidden"), "secret");
    QCOMPARE(write("taken.hidden", "x"), expected);
    plant(path("b"), "");
    QCOMPARE(outcome(m_files->rename(path("b"), path("taken.hidden"), Overwrite::Yes)), expected);
}

} // namespace sallyport::test
