#include "core/fs/created_files.h"
#include "core/fs/created_files_store.h"
#include "core/local_file_system.h"
#include "tests/support/shares.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

#include <thread>
#include <vector>

using namespace sallyport;
using namespace sallyport::test;
using Whose = CreatedFiles::Whose;

namespace {

FileAttributes file(quint64 inode, quint64 device = 1)
{
    FileAttributes attributes;
    attributes.type = FileType::Regular;
    attributes.id = FileAttributes::Id{device, inode};
    return attributes;
}

const AccountId anna{"anna"};
const AccountId ben{"ben"};

} // namespace

class TestCreatedFiles : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QStringList m_troubles;
    qint64 m_now = 1'000'000;

    QString path() const { return m_folder->filePath(QStringLiteral("sent")); }
    std::shared_ptr<CreatedFiles> read()
    {
        return std::make_shared<CreatedFiles>(
            path(), [this](const Error& error) { m_troubles.append(error.message); },
            [this] { return m_now; });
    }
    QByteArray text() const
    {
        QFile record(path());
        return record.open(QIODevice::ReadOnly) ? record.readAll() : QByteArray("cannot be read");
    }
    void write(const QByteArray& content) const
    {
        QFile record(path());
        QVERIFY(record.open(QIODevice::WriteOnly));
        record.write(content);
    }

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_troubles.clear();
    }

    void pathAndNumberMustBothMatch()
    {
        const auto record = read();
        const Sender sender(record, anna, false);
        record->add(sender, at("/a"), file(5));
        QCOMPARE(record->whose(sender, at("/a"), file(5)), Whose::OwnNow);
        QCOMPARE(record->whose(sender, at("/a"), file(6)), Whose::Others);
        QCOMPARE(record->whose(sender, at("/a"), file(5, 2)), Whose::Others);
        QCOMPARE(record->whose(sender, at("/b"), file(5)), Whose::Others);
        QCOMPARE(record->whose(sender, at("/a"), {}), Whose::Others);
        QCOMPARE(record->whose(Sender(record, ben, false), at("/a"), file(5)), Whose::Others);
    }

    void aNumberThatIsUsedAgainIsAnotherFile()
    {
        const auto born = [](qint64 when) {
            FileAttributes attributes = file(5);
            attributes.id->born = when;
            return attributes;
        };
        {
            const auto record = read();
            const Sender sender(record, anna, false);
            record->add(sender, at("/a"), born(17));
            QCOMPARE(record->whose(sender, at("/a"), born(17)), Whose::OwnNow);
            QCOMPARE(record->whose(sender, at("/a"), born(18)), Whose::Others);
            QCOMPARE(record->whose(sender, at("/a"), born(0)), Whose::OwnNow); // not known
            record->add(sender, at("/b"), born(0));
            QCOMPARE(record->whose(sender, at("/b"), born(18)), Whose::OwnNow);
        }
        {
            const auto record = read();
            const Sender sender(record, anna, false);
            QCOMPARE(record->whose(sender, at("/a"), born(17)), Whose::OwnBefore);
            QCOMPARE(record->whose(sender, at("/a"), born(18)), Whose::Others);
            QVERIFY(!record->mayResume(sender, at("/a"), born(18)));
            QCOMPARE(record->whose(sender, at("/b"), born(18)), Whose::OwnBefore);
        }
        write("sent 1 anna 1 5 /old\n"); // as earlier versions wrote it
        const auto record = read();
        QCOMPARE(record->whose(Sender(record, anna, false), at("/old"), born(17)),
                 Whose::OwnBefore);
    }

    void whatTakesAFreedNumberOnTheDiskIsNobodys()
    {
        auto files = LocalFileSystem::open(m_folder->path().toUtf8(), {});
        QVERIFY(files);
        const auto record = read();
        const Sender sender(record, anna, false);
        for (int i = 0; i < 20; ++i) { // some disks use a number again at once
            QVERIFY(put(**files, "/a", "sent"));
            const auto sent = (*files)->attributes(at("/a"), Symlinks::DoNotFollow);
            QVERIFY(sent);
            record->add(sender, at("/a"), *sent);
            QCOMPARE(record->whose(sender, at("/a"), *sent), Whose::OwnNow);
            QVERIFY((*files)->removeFile(at("/a")));
            QVERIFY(put(**files, "/a", "the owner's"));
            auto opened = (*files)->open(at("/a"), OpenFlag::Read, {});
            const auto found = (*opened)->attributes();
            QVERIFY(found);
            if (found->id->born != 0)
                QCOMPARE(record->whose(sender, at("/a"), *found), Whose::Others);
            QVERIFY((*files)->removeFile(at("/a")));
        }
    }

    void rightsEndWithTheConnection()
    {
        const auto record = read();
        auto first = std::make_unique<Sender>(record, anna, false);
        const Sender second(record, anna, false);
        record->add(*first, at("/a"), file(5));
        QCOMPARE(record->whose(second, at("/a"), file(5)), Whose::OwnNow);
        first.reset();
        QCOMPARE(record->whose(second, at("/a"), file(5)), Whose::OwnBefore);
        QVERIFY(record->mayResume(second, at("/a"), file(5)));
        m_now += CreatedFiles::resumeWithin - 1;
        QVERIFY(record->mayResume(second, at("/a"), file(5)));
        m_now += 1;
        QVERIFY(!record->mayResume(second, at("/a"), file(5)));
        m_now -= CreatedFiles::resumeWithin + 1; // a clock that was set back
        QVERIFY(!record->mayResume(second, at("/a"), file(5)));
        QCOMPARE(record->whose(second, at("/a"), file(5)), Whose::OwnBefore);
    }

    void isReadAgain()
    {
        const QByteArray odd("/folder/\xff\n %41\x01 b");
        {
            const auto record = read();
            const Sender sender(record, anna, false);
            record->add(sender, at("/folder"), file(4));
            record->add(sender, at(odd), file(5));
            record->add(sender, at("/gone"), file(6));
            record->removed(at("/gone"));
            record->add(sender, at("/x.partial"), file(7));
            record->renamed(at("/x.partial"), at("/x"));
            record->add(Sender(record, ben, false), at("/bens"), file(8));
            record->add(Sender(record, ben, true), at("/guests"), file(9));
            record->renamed(at("/guests"), at("/guests2"));
            record->removed(at("/guests2"));
        }
        QCOMPARE(
            QFile::permissions(path())
                & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
            QFile::Permissions());
        QVERIFY(!text().contains("guests"));

        m_now += 100;
        const auto record = read();
        const Sender sender(record, anna, false);
        QCOMPARE(record->namesIn(sender, at("/")), QList<QByteArray>({"folder", "x"}));
        QCOMPARE(record->namesIn(sender, at("/folder")), QList<QByteArray>({odd.sliced(8)}));
        QCOMPARE(record->whose(sender, at(odd), file(5)), Whose::OwnBefore);
        QCOMPARE(record->whose(sender, at(odd), file(6)), Whose::Others);
        QCOMPARE(record->whose(sender, at("/x"), file(7)), Whose::OwnBefore);
        QVERIFY(record->mayResume(sender, at("/x"), file(7)));
        QCOMPARE(record->whose(sender, at("/bens"), file(8)), Whose::Others);
        // A device has another number after a start of the computer.
        QCOMPARE(record->whose(sender, at("/x"), file(7, 99)), Whose::OwnBefore);
        QVERIFY(m_troubles.isEmpty());
    }

    void renamingAFolderTakesAlongWhatIsBelow()
    {
        const auto record = read();
        const Sender sender(record, anna, false);
        const Sender other(record, ben, false);
        record->add(sender, at("/a"), file(1));
        record->add(sender, at("/a/x"), file(2));
        record->add(other, at("/a/y"), file(3));
        record->add(sender, at("/a!"), file(4));
        record->add(sender, at("/ab"), file(5));
        record->add(sender, at("/b/old"), file(6));
        record->renamed(at("/a"), at("/b"));
        QCOMPARE(record->whose(sender, at("/b"), file(1)), Whose::OwnNow);
        QCOMPARE(record->whose(sender, at("/b/x"), file(2)), Whose::OwnNow);
        QCOMPARE(record->whose(other, at("/b/y"), file(3)), Whose::OwnNow);
        QCOMPARE(record->whose(sender, at("/a/x"), file(2)), Whose::Others);
        QCOMPARE(record->whose(sender, at("/a!"), file(4)), Whose::OwnNow);
        QCOMPARE(record->whose(sender, at("/ab"), file(5)), Whose::OwnNow);
        QCOMPARE(record->whose(sender, at("/b/old"), file(6)), Whose::Others);
        QCOMPARE(record->namesIn(sender, at("/")), QList<QByteArray>({"a!", "ab", "b"}));
        QCOMPARE(record->namesIn(sender, at("/b")), QList<QByteArray>({"x"}));
        record->removed(at("/b"));
        QVERIFY(record->namesIn(other, at("/b")).isEmpty());
    }

    void renamingWhatNobodySentLeavesNoTrace()
    {
        const auto record = read();
        record->renamed(at("/x"), at("/y"));
        record->removed(at("/y"));
        QCOMPARE(text(), QByteArray());
    }

    void aCutLastLineIsNoLine()
    {
        {
            const auto record = read();
            const Sender sender(record, anna, false);
            record->add(sender, at("/a"), file(5));
            record->add(sender, at("/b"), file(6));
        }
        const QByteArray whole = text();
        const qsizetype second = whole.indexOf('\n') + 1;
        for (qsizetype size = second; size < whole.size(); ++size) {
            write(whole.first(size));
            {
                const auto record = read();
                const Sender sender(record, anna, false);
                QCOMPARE(record->namesIn(sender, at("/")), QList<QByteArray>({"a"}));
                record->add(sender, at("/c"), file(7));
            }
            const auto record = read();
            QCOMPARE(record->namesIn(Sender(record, anna, false), at("/")),
                     QList<QByteArray>({"a", "c"}));
        }
    }

    void nonsenseIsLeftOut()
    {
        write("sent x anna 1 5 /a\nsent 1 anna 1 5 a\nsent 1 anna 1 5 /a/../b\nsent 1 anna 1 5 /\n"
              "sent 1  1 5 /a\nsent 1 anna -1 5 /a\nsent 1 anna 1 5 /a more\nsent 1 anna 1 5 x "
              "/a\nwhat\n\nmoved / /x\n"
              "gone /\nsent 1 anna 1 5 /%00\nsent 1 anna 1 5 /good\n");
        const auto record = read();
        QCOMPARE(record->namesIn(Sender(record, anna, false), at("/")),
                 QList<QByteArray>({"good"}));
        QVERIFY(m_troubles.isEmpty());
    }

    void deadLinesAreLeftOutInTheEnd()
    {
        {
            const auto record = read();
            const Sender sender(record, anna, false);
            record->add(sender, at("/kept"), file(1));
            for (int i = 0; i < 1000; ++i) {
                record->add(sender, at("/gone"), file(2));
                record->removed(at("/gone"));
            }
        }
        QCOMPARE(text().count('\n'), 2001);
        {
            const auto record = read();
            QCOMPARE(text().count('\n'), 1);
            record->add(Sender(record, anna, false), at("/new"), file(3));
        }
        const auto record = read();
        QCOMPARE(record->namesIn(Sender(record, anna, false), at("/")),
                 QList<QByteArray>({"kept", "new"}));
        QCOMPARE(QFile::permissions(path()) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
    }

    void aliasesEndWithTheConnectionThatAsked()
    {
        const auto record = read();
        auto first = std::make_unique<Sender>(record, anna, false);
        const Sender second(record, anna, false);
        const Sender guest(record, anna, true);
        record->addAlias(*first, at("/folder/a"), "a (2)");
        QCOMPARE(record->alias(second, at("/folder/a")).value_or("none"), "a (2)");
        QVERIFY(!record->alias(guest, at("/folder/a")));
        QVERIFY(!record->alias(Sender(record, ben, false), at("/folder/a")));
        record->renamed(at("/folder"), at("/moved"));
        QCOMPARE(record->alias(second, at("/moved/a")).value_or("none"), "a (2)");
        record->addAlias(second, at("/b"), "b (2)");
        first.reset();
        QVERIFY(!record->alias(second, at("/moved/a")));
        QVERIFY(record->alias(second, at("/b")));
        record->removeAlias(second, at("/b"));
        QVERIFY(!record->alias(second, at("/b")));
    }

    void guestsAreForgotten()
    {
        const auto record = read();
        {
            const Sender guest(record, anna, true);
            record->add(guest, at("/a"), file(5));
            QCOMPARE(record->whose(guest, at("/a"), file(5)), Whose::OwnNow);
            QCOMPARE(record->namesIn(guest, at("/")), QList<QByteArray>({"a"}));
            QCOMPARE(record->whose(Sender(record, anna, true), at("/a"), file(5)), Whose::Others);
            QCOMPARE(record->whose(Sender(record, anna, false), at("/a"), file(5)), Whose::Others);
        }
        QCOMPARE(text(), QByteArray());
    }

    void storageWithoutNumbersIsRememberedByName()
    {
        const auto record = read();
        const Sender sender(record, anna, false);
        record->add(sender, at("/a"), {});
        QCOMPARE(record->whose(sender, at("/a"), {}), Whose::OwnNow);
        QCOMPARE(text(), QByteArray());
    }

    void troubleIsSaidOnce()
    {
        const auto record = std::make_shared<CreatedFiles>(
            m_folder->filePath(QStringLiteral("no/such/folder")),
            [this](const Error& error) { m_troubles.append(error.message); });
        const Sender sender(record, anna, false);
        record->add(sender, at("/a"), file(5));
        QCOMPARE(record->whose(sender, at("/a"), file(5)), Whose::OwnNow);
        QCOMPARE(m_troubles,
                 QStringList({QStringLiteral("The record of what was sent cannot be written")}));

        QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("sent"))); // a folder in its place
        m_troubles.clear();
        read();
        QCOMPARE(m_troubles,
                 QStringList({QStringLiteral("The record of what was sent cannot be read")}));
    }

    void theStoreKeepsOneRecordAShare()
    {
        const QString state = m_folder->filePath(QStringLiteral("state/sent"));
        const ShareId photos{"0123"}, odd{"../../x"};
        {
            CreatedFilesStore store(state);
            const auto record = store.of(photos);
            QCOMPARE(store.of(photos), record);
            QVERIFY(store.of(odd) != record);
            record->add(Sender(record, anna, false), at("/a"), file(5));
        }
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(),
                 1);
        CreatedFilesStore store(state);
        {
            const auto record = store.of(photos);
            QCOMPARE(record->namesIn(Sender(record, anna, false), at("/")),
                     QList<QByteArray>({"a"}));
        }
        store.remove(photos);
        const auto record = store.of(photos);
        QVERIFY(record->namesIn(Sender(record, anna, false), at("/")).isEmpty());
    }

    void theStoreNamesTheShareInTrouble()
    {
        QFile inTheWay(m_folder->filePath(QStringLiteral("state")));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        QList<ShareId> troubles;
        CreatedFilesStore store(inTheWay.fileName(), [&](const ShareId& share, const Error&) {
            troubles.append(share);
        });
        store.of({"photos"});
        store.of({"photos"});
        QCOMPARE(troubles, QList<ShareId>({{"photos"}}));
        CreatedFilesStore nowhere{QString()};
        QVERIFY(nowhere.of({"photos"}));
    }

    void manyConnectionsWriteAtOnce()
    {
        constexpr int threads = 4, files = 100;
        {
            const auto record = read();
            std::vector<std::thread> workers;
            for (int t = 0; t < threads; ++t) {
                workers.emplace_back([&, t] {
                    const Sender sender(record, AccountId{QByteArray::number(t)}, false);
                    for (int i = 0; i < files; ++i) {
                        const QByteArray name = QByteArray::number(t) + '-' + QByteArray::number(i);
                        record->add(sender, at("/" + name + ".part"), file(quint64(i)));
                        record->renamed(at("/" + name + ".part"), at("/" + name));
                        record->addAlias(sender, at("/x"), name);
                        record->namesIn(sender, at("/"));
                    }
                });
            }
            for (std::thread& worker : workers)
                worker.join();
        }
        const auto record = read();
        for (int t = 0; t < threads; ++t) {
            const Sender sender(record, AccountId{QByteArray::number(t)}, false);
            QCOMPARE(record->namesIn(sender, at("/")).size(), files);
        }
    }
};

QTEST_GUILESS_MAIN(TestCreatedFiles)
#include "tst_created_files.moc"
