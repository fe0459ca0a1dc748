#include "tests/support/file_system_contract.h"

#include "tests/support/contract_helpers.h"
#include "tests/support/outcome.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace Qt::Literals::StringLiterals;

namespace sallyport::test {

using namespace contract;

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
    ROW("request.SETSTAT", "B3");
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
    ROW("request.SETSTAT", "status.PermissionDenied", "B4");
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

} // namespace sallyport::test
