// Uploads that appear when they are whole: over a real folder, as the storage keeps drafts there.
#include "core/fs/access_file_system.h"
#include "core/fs/atomic_upload_file_system.h"
#include "core/fs/created_files_store.h"
#include "core/fs/drop_box_file_system.h"
#include "core/fs/leftover_sweeper.h"
#include "core/fs/quota_file_system.h"
#include "core/fs/reserved_names.h"
#include "core/local_file_system.h"
#include "core/memory_file_system.h"
#include "tests/support/file_system_contract.h"
#include "tests/support/shares.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace sallyport;
using namespace Qt::Literals::StringLiterals;
using namespace sallyport::test;

namespace {

const Error lost{ErrorCode::NoSpace, u"No space left on Photos"_s};

Result<void> write(File& file, const QByteArray& text, quint64 offset = 0)
{
    return file.writeAt(offset,
                        std::as_bytes(std::span(text.constData(), std::size_t(text.size()))));
}

} // namespace

// Behind both wrappers that know drafts, a folder of this computer keeps all promises. What the
// contract asks of an open file it asks of drafts too.
class TestAtomicContract : public FileSystemContract {
    Q_OBJECT
protected:
    std::unique_ptr<FileSystem> make() override
    {
        ::umask(022);
        m_folder = std::make_unique<QTemporaryDir>();
        LocalFileSystem::Options options;
        options.shareName = "Photos";
        options.hide = {u"*.hidden"_s};
        auto files = LocalFileSystem::open(m_folder->path().toUtf8(), options);
        if (!files)
            return nullptr;
        const auto use = std::make_shared<ShareUse>();
        return std::make_unique<AtomicUploadFileSystem>(
            std::make_unique<QuotaFileSystem>(*std::move(files),
                                              QuotaRules{u"Photos"_s, quint64(1) << 40, 1}, use),
            use);
    }
    bool hidesNames() const override { return true; }
    bool writesInPlace() const override { return false; }
    void plant(const VirtualPath& path, const QByteArray& content) override
    {
        const QString name = m_folder->filePath(QString::fromUtf8(path.relative()));
        QDir().mkpath(QFileInfo(name).path());
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    void plantLink(const VirtualPath& path, const QByteArray& target) override
    {
        const QByteArray name = m_folder->filePath(QString::fromUtf8(path.relative())).toUtf8();
        QCOMPARE(::symlink(target.constData(), name.constData()), 0);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

class TestAtomicUploadFileSystem : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder, m_state;
    std::shared_ptr<ShareUse> m_use;
    std::shared_ptr<CreatedFilesStore> m_records;

    std::unique_ptr<FileSystem> storage(bool safeClose = false) const
    {
        LocalFileSystem::Options options;
        options.shareName = "Photos";
        options.safeClose = safeClose;
        return std::move(LocalFileSystem::open(m_folder->path().toUtf8(), options).value());
    }
    std::unique_ptr<AtomicUploadFileSystem> login() const
    {
        return std::make_unique<AtomicUploadFileSystem>(storage(), m_use);
    }
    // As LoginFiles puts it together.
    std::unique_ptr<FileSystem> sender(const char* account, Access access) const
    {
        const auto who =
            std::make_shared<Sender>(m_records->of(ShareId{"photos"}), AccountId{account}, false);
        std::unique_ptr<FileSystem> files = std::make_unique<AtomicUploadFileSystem>(
            storage(), m_use,
            [who](const VirtualPath& asked, const VirtualPath& got, const FileAttributes& file) {
                if (asked == got)
                    who->record->landed(*who, got, file);
                else
                    who->record->add(*who, got, file);
            });
        files = std::make_unique<AccessFileSystem>(std::move(files), access, "Photos", who);
        if (access == Access::DropBox)
            files = std::make_unique<DropBoxFileSystem>(std::move(files), who);
        return files;
    }
    QByteArray record() const
    {
        QFile file(QDir(m_state->path()).filePath(u"sent-photos"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QByteArray host(const char* name) const
    {
        return m_folder->filePath(QString::fromUtf8(name)).toUtf8();
    }
    void plant(const char* name, const QByteArray& content) const
    {
        QFile file(m_folder->filePath(QString::fromUtf8(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    QByteArray onDisk(const char* name) const
    {
        QFile file(m_folder->filePath(QString::fromUtf8(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QByteArrayList names() const
    {
        QByteArrayList found;
        for (const QString& name :
             QDir(m_folder->path())
                 .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
            found += QFile::encodeName(name);
        return found;
    }
    int temporaries() const
    {
        int found = 0;
        for (const QByteArray& name : names())
            found += isTemporaryName(name);
        return found;
    }

private slots:
    void init()
    {
        ::umask(022);
        m_folder = std::make_unique<QTemporaryDir>();
        m_state = std::make_unique<QTemporaryDir>();
        m_use = std::make_shared<ShareUse>();
        m_records = std::make_shared<CreatedFilesStore>(m_state->path());
    }

    void othersSeeTheOldFileUntilClose()
    {
        plant("a", "old");
        const auto mine = login(), other = login();
        auto file = mine->open(at("/a"), putFile, {});
        QVERIFY(file);
        QVERIFY(write(**file, "newer"));
        QCOMPARE(get(*other, "/a"), "old");
        QCOMPARE(get(*mine, "/a"), "old");
        QCOMPARE(onDisk("a"), "old");
        QCOMPARE(temporaries(), 1);
        QCOMPARE(outcome((*file)->close()), "ok"_ba);
        QCOMPARE(onDisk("a"), "newer");
        QCOMPARE(names(), QByteArrayList({"a"}));
    }

    void theLoginItselfSeesTheDraft()
    {
        plant("a", "old");
        const auto mine = login(), other = login();
        auto file = mine->open(at("/a"), putFile, {});
        QVERIFY(file && write(**file, "newer"));
        for (const Symlinks symlinks : {Symlinks::Follow, Symlinks::DoNotFollow}) {
            QCOMPARE(mine->attributes(at("/a"), symlinks)->size, quint64(5));
            QCOMPARE(other->attributes(at("/a"), symlinks)->size, quint64(3));
        }
        QVERIFY(mine->setAttributes(at("/a"), withTimes(1000, 2000), Symlinks::Follow));
        QVERIFY((*file)->setAttributes(withPermissions(0604)));
        QVERIFY(other->attributes(at("/a"), Symlinks::Follow)->times->modified > 1'000'000);
        QVERIFY((*file)->close());
        const auto found = *other->attributes(at("/a"), Symlinks::Follow);
        QCOMPARE(found.times->modified, 2000);
        QCOMPARE(found.permissions, 0604U);
        QCOMPARE(found.size, quint64(5));
        // A name that is free is there for nobody else.
        auto fresh = mine->open(at("/b"), putFile, {});
        QVERIFY(fresh && write(**fresh, "x"));
        QCOMPARE(mine->attributes(at("/b"), Symlinks::Follow)->size, quint64(1));
        QCOMPARE(outcome(other->attributes(at("/b"), Symlinks::Follow)), "NotFound"_ba);
        QCOMPARE(namesIn(*mine, "/"), QByteArrayList({"a"}));
        QVERIFY((*fresh)->close());
        QCOMPARE(namesIn(*mine, "/"), QByteArrayList({"a", "b"}));
    }

    void whatIsNotWrittenAnewIsWrittenInPlace_data()
    {
        QTest::addColumn<OpenFlags>("flags");
        QTest::newRow("resumed") << (OpenFlag::Write | OpenFlags(OpenFlag::Create));
        QTest::newRow("changed") << OpenFlags(OpenFlag::Write);
        QTest::newRow("appended") << (putFile | OpenFlag::Append);
        QTest::newRow("read as well") << (putFile | OpenFlag::Read);
        QTest::newRow("only emptied") << (OpenFlag::Write | OpenFlags(OpenFlag::Truncate));
    }
    void whatIsNotWrittenAnewIsWrittenInPlace()
    {
        QFETCH(OpenFlags, flags);
        plant("a", "old");
        const auto files = login();
        const auto inode = files->attributes(at("/a"), Symlinks::Follow)->id;
        auto file = files->open(at("/a"), flags, {});
        QVERIFY(file && write(**file, "new"));
        QVERIFY(onDisk("a").contains("new"));
        QCOMPARE(temporaries(), 0);
        QVERIFY((*file)->close());
        QVERIFY(files->attributes(at("/a"), Symlinks::Follow)->id == inode);
    }

    void attributesOfTheOldFileStay()
    {
        plant("a", "old");
        QCOMPARE(::chmod(host("a").constData(), 04640), 0);
        QCOMPARE(::setxattr(host("a").constData(), "user.note", "hello", 5, 0), 0);
        FileAttributes initial = withPermissions(0777);
        const auto files = login();
        auto file = files->open(at("/a"), putFile, initial);
        QVERIFY(file && write(**file, "new") && (*file)->close());
        // The bits that a write takes away are not given back.
        QCOMPARE(files->attributes(at("/a"), Symlinks::Follow)->permissions, 0640U);
        char value[8] = {};
        QCOMPARE(::getxattr(host("a").constData(), "user.note", value, sizeof value), 5);
        QCOMPARE(QByteArray(value), "hello");
        // Without an old file the mode is what was asked for, less the umask.
        auto fresh = files->open(at("/b"), putFile, initial);
        QVERIFY(fresh && (*fresh)->close());
        QCOMPARE(files->attributes(at("/b"), Symlinks::Follow)->permissions, 0755U);
    }

    void aLinkStaysALink()
    {
        plant("real", "old");
        QVERIFY(QDir(m_folder->path()).mkdir(u"d"_s));
        QCOMPARE(::symlink("../real", host("d/link").constData()), 0);
        QCOMPARE(::symlink("nowhere", host("dangling").constData()), 0);
        const auto files = login();
        QVERIFY(put(*files, "/d/link", "new"));
        QCOMPARE(onDisk("real"), "new");
        QVERIFY(QFileInfo(QString::fromUtf8(host("d/link"))).isSymLink());
        QCOMPARE(outcome(put(*files, "/dangling", "x")), "NotFound"_ba);
        QCOMPARE(outcome(put(*files, "/d", "x")), "IsADirectory"_ba);
        QCOMPARE(outcome(put(*files, "/", "x")), "IsADirectory"_ba);
        QCOMPARE(outcome(put(*files, "/no/x", "x")), "NotFound"_ba);
        QCOMPARE(outcome(put(*files, "/real/x", "x")), "NotADirectory"_ba);
    }

    void aFileThatMayNotBeWrittenIsNotReplaced()
    {
        if (::geteuid() == 0) { // root may write everything but what is marked: another reason then
            QCOMPARE(::mkfifo(host("fifo").constData(), 0666), 0);
            QCOMPARE(outcome(put(*login(), "/fifo", "x")), "PermissionDenied"_ba);
            return;
        }
        plant("a", "old");
        QCOMPARE(::chmod(host("a").constData(), 0444), 0);
        QCOMPARE(outcome(put(*login(), "/a", "new")), "PermissionDenied"_ba);
        QCOMPARE(onDisk("a"), "old");
    }

    void reservedNamesAreNotThere()
    {
        ROW("A21");
        const QByteArray taken = newReservedName();
        plant(taken.constData(), "of another program");
        plant(".sallyport-x", "x");
        const auto files = login();
        auto upload = files->open(at("/a"), putFile, {});
        QVERIFY(upload && write(**upload, "mine"));
        QByteArrayList known = names();
        known.removeOne("a");
        QCOMPARE(known.size(), 3);
        for (const QByteArray& name : known) {
            const QByteArray path = '/' + name;
            QVERIFY(name.startsWith(".sallyport-"));
            QCOMPARE(outcome(files->attributes(at(path), Symlinks::Follow)), "NotFound"_ba);
            QCOMPARE(outcome(files->open(at(path), OpenFlag::Read, {})), "NotFound"_ba);
            QCOMPARE(outcome(put(*files, path, "x")), "PermissionDenied"_ba);
            QCOMPARE(outcome(files->removeFile(at(path))), "NotFound"_ba);
            QCOMPARE(outcome(files->rename(at("/a"), at(path), Overwrite::Yes)),
                     "PermissionDenied"_ba);
        }
        QCOMPARE(namesIn(*files, "/"), QByteArrayList({"a"})); // the renames placed it
        QCOMPARE(onDisk(taken.constData()), "of another program");
        QVERIFY((*upload)->close());
        QSet<QByteArray> made;
        for (int i = 0; i < 1000; ++i)
            made.insert(newReservedName());
        QCOMPARE(made.size(), 1000);
        QCOMPARE(newReservedName().size(), 11 + 32);
    }

    void twoUploadsAtOnceAndTheLastCloseWins()
    {
        ROW("E5");
        plant("a", "old");
        std::vector<std::unique_ptr<AtomicUploadFileSystem>> logins;
        std::vector<std::unique_ptr<File>> uploads;
        constexpr int writers = 8;
        for (int i = 0; i < writers; ++i) {
            logins.push_back(login());
            auto file = logins.back()->open(at("/a"), putFile, {});
            QVERIFY(file && write(**file, QByteArray(1000 + i, char('0' + i))));
            uploads.push_back(std::move(*file));
            QCOMPARE(get(*logins.front(), "/a"), "old");
        }
        for (const int i : {3, 0, 7, 5, 1, 2, 6, 4}) {
            QVERIFY(uploads[std::size_t(i)]->close());
            QCOMPARE(onDisk("a"), QByteArray(1000 + i, char('0' + i)));
        }
        QCOMPARE(names(), QByteArrayList({"a"}));
    }

    void aDownloadGoesOnWithTheOldFile()
    {
        ROW("E5");
        plant("a", "the old content");
        const auto files = login();
        auto reading = files->open(at("/a"), OpenFlag::Read, {});
        QVERIFY(reading);
        QVERIFY(put(*files, "/a", "something new"));
        std::array<std::byte, 100> buffer;
        QCOMPARE(*(*reading)->readAt(0, buffer), std::size_t(15));
        QCOMPARE(QByteArray(reinterpret_cast<const char*>(buffer.data()), 15), "the old content");
    }

    void aSpoiledDraftLeavesTheOldFile()
    {
        ROW("E1");
        plant("a", "old");
        const auto files = login();
        auto file = files->open(at("/a"), putFile, {});
        QVERIFY(file && write(**file, "new"));
        (*file)->spoil(lost);
        QCOMPARE(names(), QByteArrayList({"a"})); // at once, the handle still open
        QCOMPARE((*file)->attributes()->size, quint64(0));
        QCOMPARE(outcome(write(**file, "more")), "NoSpace"_ba);
        QCOMPARE(outcome((*file)->sync()), "NoSpace"_ba);
        QCOMPARE(files->attributes(at("/a"), Symlinks::Follow)->size, quint64(3));
        QCOMPARE(outcome(files->removeFile(at("/a"))), "ok"_ba);
        plant("a", "old");
        QCOMPARE(outcome((*file)->close()), "NoSpace"_ba);
        QCOMPARE(onDisk("a"), "old");
    }

    void aLostConnectionKeepsWhatWasSent()
    {
        const auto lose = [this](const char* path, const QByteArray& text) {
            const auto files = login();
            auto file = files->open(at(path), putFile, {});
            QVERIFY(file);
            if (!text.isEmpty())
                QVERIFY(write(**file, text));
        };
        lose("/a", "half of");
        QCOMPARE(names(), QByteArrayList({"a"}));
        QCOMPARE(onDisk("a"), "half of");
        // Going on by the size is what the client does now: in place.
        QVERIFY(put(*login(), "/a", " it", OpenFlag::Write, 7));
        QCOMPARE(onDisk("a"), "half of it");
        // There is an old file: it stays, and what was sent lies beside it.
        lose("/a", "other");
        lose("/a", "third");
        QCOMPARE(onDisk("a"), "half of it");
        QCOMPARE(onDisk("a.part"), "other");
        QCOMPARE(onDisk("a (2).part"), "third");
        lose("/b", "");
        QCOMPARE(names(), QByteArrayList({"a", "a (2).part", "a.part"}));
        // A part that somebody has is not replaced.
        plant("c", "old");
        plant("c.part", "somebody's own");
        lose("/c", "new");
        QCOMPARE(onDisk("c.part"), "somebody's own");
        QCOMPARE(onDisk("c (2).part"), "new");
        QCOMPARE(partName(QByteArray(255, 'x'), 3), QByteArray(246, 'x') + " (3).part");
        QCOMPARE(partName(QByteArray(250, 'x') + "\u00e9", 1), QByteArray(250, 'x') + ".part");
    }

    void whatElseIsAskedOfTheNamePlacesTheDraft()
    {
        plant("a", "old");
        const auto files = login();
        auto file = files->open(at("/a"), putFile, {});
        QVERIFY(file && write(**file, "new"));
        QCOMPARE(outcome(files->makeDirectory(at("/a"), {})), "AlreadyExists"_ba);
        QVERIFY(files->rename(at("/a"), at("/b"), Overwrite::No));
        QCOMPARE(onDisk("b"), "new");
        QVERIFY(write(**file, "er", 3));
        QCOMPARE(onDisk("b"), "newer");
        QVERIFY((*file)->close());
        QCOMPARE(names(), QByteArrayList({"b"}));

        auto removed = files->open(at("/c"), putFile, {});
        QVERIFY(removed && write(**removed, "x"));
        QVERIFY(files->removeFile(at("/c")));
        QVERIFY((*removed)->close());
        QCOMPARE(names(), QByteArrayList({"b"}));

        // Open once more to be read, where there is no other: what a mounted folder does.
        auto written = files->open(at("/d"), putFile, {});
        QVERIFY(written && write(**written, "early"));
        QCOMPARE(get(*files, "/d"), "early");
        QVERIFY((*written)->close());
        auto linked = files->open(at("/e"), putFile, {});
        QVERIFY(linked && write(**linked, "e"));
        QVERIFY(files->makeHardLink(at("/e"), at("/f")));
        QVERIFY((*linked)->close());
        QCOMPARE(names(), QByteArrayList({"b", "d", "e", "f"}));
    }

    void whatIsRefusedPlacesNoDraft()
    {
        plant("f", "old");
        plant("g", "other");
        const auto files = login();
        auto file = files->open(at("/f"), putFile, {});
        QVERIFY(file && write(**file, "half"));
        QCOMPARE(outcome(files->rename(at("/g"), at("/f"), Overwrite::No)), "AlreadyExists"_ba);
        QCOMPARE(outcome(files->rename(at("/f"), at("/g"), Overwrite::No)), "AlreadyExists"_ba);
        QCOMPARE(outcome(files->rename(at("/no"), at("/f"), Overwrite::Yes)), "NotFound"_ba);
        QCOMPARE(outcome(files->makeHardLink(at("/g"), at("/f"))), "AlreadyExists"_ba);
        QCOMPARE(outcome(files->makeHardLink(at("/f"), at("/g"))), "AlreadyExists"_ba);
        QCOMPARE(onDisk("f"), "old");
        QCOMPARE(onDisk("g"), "other");
        // A name that only a draft is for is taken as well.
        auto fresh = files->open(at("/h"), putFile, {});
        QVERIFY(fresh);
        QCOMPARE(outcome(files->rename(at("/g"), at("/h"), Overwrite::No)), "AlreadyExists"_ba);
        QCOMPARE(onDisk("g"), "other");
        QVERIFY((*file)->close());
        QCOMPARE(onDisk("f"), "half");
    }

    void copiesGoIntoTheDraft()
    {
        ROW("ext.copy-data");
        plant("source", "copied");
        plant("a", "old");
        for (const bool limited : {false, true}) {
            std::unique_ptr<FileSystem> below = storage();
            if (limited)
                below = std::make_unique<QuotaFileSystem>(
                    std::move(below), QuotaRules{u"Photos"_s, quint64(1) << 40, 1}, m_use);
            AtomicUploadFileSystem files(std::move(below), m_use);
            const auto source = files.open(at("/source"), OpenFlag::Read, {});
            QVERIFY(source);
            // Nothing but a copy, and the line drops: it is kept.
            {
                const auto lost = files.open(at("/b"), putFile, {});
                QVERIFY(lost);
                QCOMPARE((*source)->copyTo(**lost, 0, 0, 6).value(), quint64(6));
            }
            QCOMPARE(onDisk("b"), "copied");
            QVERIFY(files.removeFile(at("/b")));
            // A failed one takes no copy.
            const auto failed = files.open(at("/a"), putFile, {});
            QVERIFY(failed);
            (*failed)->spoil(lost);
            QCOMPARE(outcome((*source)->copyTo(**failed, 0, 0, 6)), "NoSpace"_ba);
            QCOMPARE(outcome((*failed)->close()), "NoSpace"_ba);
            QCOMPARE(onDisk("a"), "old");
        }
    }

    void aDraftMovesWithItsFolder()
    {
        const auto files = login();
        QVERIFY(files->makeDirectory(at("/d"), {}));
        auto file = files->open(at("/d/a"), putFile, {});
        QVERIFY(file && write(**file, "new"));
        QVERIFY(files->rename(at("/d"), at("/e"), Overwrite::No));
        QCOMPARE(files->attributes(at("/e/a"), Symlinks::Follow)->size, quint64(3));
        QCOMPARE(outcome(files->attributes(at("/d/a"), Symlinks::Follow)), "NotFound"_ba);
        QVERIFY((*file)->close());
        QCOMPARE(onDisk("e/a"), "new");
    }

    void exclusiveNeverReplaces()
    {
        const auto files = login(), other = login();
        constexpr OpenFlags exclusive = putFile | OpenFlag::Exclusive;
        auto file = files->open(at("/a"), exclusive, {});
        QVERIFY(file && write(**file, "mine"));
        QCOMPARE(outcome(files->open(at("/a"), exclusive, {})), "AlreadyExists"_ba);
        QCOMPARE(outcome(other->open(at("/a"), exclusive, {})), "AlreadyExists"_ba);
        plant("a", "the owner's");
        QCOMPARE(outcome((*file)->close()), "AlreadyExists"_ba);
        QCOMPARE(onDisk("a"), "the owner's");
        QCOMPARE(names(), QByteArrayList({"a"}));
        QCOMPARE(outcome(files->open(at("/a"), exclusive, {})), "AlreadyExists"_ba);
        QVERIFY(files->removeFile(at("/a")));
        auto again = other->open(at("/a"), exclusive, {});
        QVERIFY(again && (*again)->close()); // the name was given back
    }

    void uploadsAreTheirSendersWhenWhole()
    {
        ROW("E6");
        plant("there", "old");
        {
            const auto anna = sender("anna", Access::Upload);
            auto file = anna->open(at("/a"), putFile, {});
            QVERIFY(file && write(**file, "anna's"));
            QVERIFY((*file)->setAttributes(withTimes(1, 2)));
            QVERIFY(anna->setAttributes(at("/a"), withTimes(1, 3), Symlinks::Follow));
            // Should the program die now, nobody has a right to what gets the same number.
            QCOMPARE(record(), "");
            QVERIFY((*file)->close());
            QVERIFY(record().startsWith("sent ") && record().endsWith(" /a\n"));
            QCOMPARE(record().count('\n'), 1);
            QVERIFY(anna->setAttributes(at("/a"), withPermissions(0600), Symlinks::Follow));
            QVERIFY(anna->rename(at("/a"), at("/b"), Overwrite::No));
            QCOMPARE(outcome(put(*anna, "/there", "x")), "PermissionDenied"_ba);
            QVERIFY(put(*anna, "/b", "again"));
            QCOMPARE(onDisk("b"), "again");
            auto cut = anna->open(at("/cut"), putFile, {});
            QVERIFY(cut && write(**cut, "half"));
        }
        m_records = std::make_shared<CreatedFilesStore>(m_state->path());
        const auto later = sender("anna", Access::Upload);
        QVERIFY(put(*later, "/cut", "way", OpenFlag::Write, 4));
        QCOMPARE(onDisk("cut"), "halfway");
        QCOMPARE(outcome(put(*later, "/b", "x")), "PermissionDenied"_ba);
        QCOMPARE(onDisk("there"), "old");
    }

    void dropBoxesGiveANameToEach()
    {
        plant("scan.pdf", "the owner's");
        const auto anna = sender("anna", Access::DropBox), berta = sender("berta", Access::DropBox);
        auto hers = anna->open(at("/scan.pdf"), putFile, {});
        QVERIFY(hers && write(**hers, "anna's"));
        auto others = berta->open(at("/scan.pdf"), putFile, {});
        QVERIFY(others && write(**others, "berta's"));
        QCOMPARE(anna->attributes(at("/scan.pdf"), Symlinks::Follow)->size, quint64(6));
        QCOMPARE(berta->attributes(at("/scan.pdf"), Symlinks::Follow)->size, quint64(7));
        QVERIFY((*others)->close() && (*hers)->close());
        QCOMPARE(onDisk("scan.pdf"), "the owner's");
        QCOMPARE(onDisk("scan (2).pdf"), "anna's");
        QCOMPARE(onDisk("scan (3).pdf"), "berta's");
        QCOMPARE(get(*anna, "/scan.pdf"), "anna's");
        QCOMPARE(get(*berta, "/scan.pdf"), "berta's");
        QCOMPARE(namesIn(*anna, "/"), QByteArrayList({"scan (2).pdf"}));
        QCOMPARE(names(), QByteArrayList({"scan (2).pdf", "scan (3).pdf", "scan.pdf"}));
    }

    void leftoversAreSwept()
    {
        ROW("E6", "A21");
        QVERIFY(QDir(m_folder->path()).mkpath(u"d/e"_s));
        // Of a program that died: nobody holds the lock.
        const QByteArray dead = newReservedName(), deeper = "d/e/" + newReservedName();
        plant(dead.constData(), "dead");
        plant(deeper.constData(), "dead");
        plant(".sallyport-mine", "of somebody who likes that name");
        plant("a.part", "somebody's");
        plant("b", "old");
        // Of this one, alive.
        const auto files = login();
        auto file = files->open(at("/d/new"), putFile, {});
        QVERIFY(file && write(**file, "new"));
        {
            const auto lostLogin = login();
            auto kept = lostLogin->open(at("/b"), putFile, {});
            QVERIFY(kept && write(**kept, "kept"));
        }
        {
            const auto lostLogin = login();
            auto kept = lostLogin->open(at("/b"), putFile, {});
            QVERIFY(kept && write(**kept, "changed"));
        }
        QVERIFY(put(*files, "/b (2).part", "!", OpenFlag::Write, 7)); // somebody goes on with it

        Share share;
        share.id = {"photos"};
        const int root = ::open(m_folder->path().toUtf8().constData(), O_PATH | O_DIRECTORY);
        const auto sweep = [&](std::chrono::seconds age) {
            LeftoverSweeper sweeper(age);
            sweeper.look(share, root);
            return QTest::qWaitFor([&] { return !sweeper.isSweeping(); }, 30'000);
        };
        QVERIFY(sweep(leftoverAge));
        QCOMPARE(names(),
                 QByteArrayList({".sallyport-mine", "a.part", "b", "b (2).part", "b.part", "d"}));
        QVERIFY(!QFile::exists(QString::fromUtf8(host(deeper.constData()))));
        QVERIFY(sweep(std::chrono::seconds(0)));
        QCOMPARE(names(), QByteArrayList({".sallyport-mine", "a.part", "b", "b (2).part", "d"}));
        ::close(root);
        QVERIFY((*file)->close());
        QCOMPARE(onDisk("d/new"), "new");
        QCOMPARE(onDisk("b (2).part"), "changed!");
    }

    void storageWithoutDraftsIsWrittenInPlace()
    {
        MemoryFileSystem memory{{"/a", "old"}};
        AtomicUploadFileSystem files(memory.share(), m_use);
        QVERIFY(put(files, "/a", "new"));
        QCOMPARE(memory.content("/a"), "new");
        QCOMPARE(outcome(put(files, "/a", "x", putFile | OpenFlag::Exclusive)), "AlreadyExists"_ba);
        QVERIFY(put(files, "/b", "x", putFile | OpenFlag::Exclusive));
        QVERIFY(m_use->takeName(at("/b"), ShareUse::Sharing::Alone));
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    TestAtomicContract contract;
    TestAtomicUploadFileSystem test;
    return QTest::qExec(&contract, argc, argv) + QTest::qExec(&test, argc, argv);
}

#include "tst_atomic_upload_file_system.moc"
