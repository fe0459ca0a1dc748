#include "core/fs/charset_file_system.h"
#include "core/fs/share_tree.h"
#include "core/memory_file_system.h"
#include "tests/support/shares.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

class TestCharsetFileSystem : public QObject {
    Q_OBJECT
private slots:
    void convertsNames_data()
    {
        QTest::addColumn<QString>("charset");
        QTest::addColumn<QByteArray>("onDisk");
        QTest::addColumn<QByteArray>("atClient");
        const auto row = [](const char* charset, const QByteArray& onDisk,
                            const QByteArray& atClient) {
            QTest::addRow("%s %s", charset, atClient.toPercentEncoding().constData())
                << QString::fromLatin1(charset) << onDisk << atClient;
        };
        row("ISO-8859-1", "plain name.txt", "plain name.txt");
        row("ISO-8859-1",
            "Gr\xc3\xbc\xc3\x9f"
            "e",
            "Gr\xfc\xdf"
            "e");
        row("iso-8859-15", "5 \xe2\x82\xac", "5 \xa4");
        row("windows-1251", "\xd0\x9c\xd0\xb8\xd1\x80", "\xcc\xe8\xf0");
        row("CP1252", "\xe2\x80\x9cq\xe2\x80\x9d", "\x93q\x94");
        row("SHIFT_JIS", "\xe6\x97\xa5\xe6\x9c\xac", "\x93\xfa\x96\x7b");
        // The second byte of this one is a backslash.
        row("SHIFT_JIS", "\xe8\xa1\xa8.txt", "\x95\\.txt");
        row("EUC-KR", "\xea\xb0\x80", "\xb0\xa1");
        row("GB18030", "\xe6\xbc\xa2", "\x9d\x68");
        row("BIG5", "\xe6\xbc\xa2", "\xba\x7e");
        row("KOI8-R", "\xd0\x9c", "\xed");
        // What the charset does not have, and what is not UTF-8 at all.
        row("ISO-8859-1", "\xcf\x80.txt", "%utf8-%CF%80.txt");
        row("ISO-8859-1", "a b\xff%", "%utf8-a b%FF%25");
        row("ISO-8859-1", "100%", "100%");
        row("ISO-8859-1", "%utf8-x", "%utf8-%25utf8-x");
        row("SHIFT_JIS",
            "Gr\xc3\xbc\xc3\x9f"
            "e",
            "%utf8-Gr%C3%BC%C3%9Fe");
    }
    void convertsNames()
    {
        ROW("trap.bytes");
        QFETCH(QString, charset);
        QFETCH(QByteArray, onDisk);
        QFETCH(QByteArray, atClient);
        const auto names = NameConverter::create(charset);
        QVERIFY(names);
        QCOMPARE((*names)->toClient(onDisk), atClient);
        QCOMPARE((*names)->fromClient(atClient).value_or("none"), onDisk);
    }

    void everyNameHasOneForm_data()
    {
        QTest::addColumn<QString>("charset");
        for (const char* charset : {"ISO-8859-1", "SHIFT_JIS", "windows-1251", "GB18030", "EUC-JP",
                                    "CP437", "ISO-8859-8", "BIG5"})
            QTest::newRow(charset) << QString::fromLatin1(charset);
    }
    void everyNameHasOneForm()
    {
        QFETCH(QString, charset);
        const auto names = NameConverter::create(charset);
        QVERIFY(names);
        for (char32_t character = 1; character < 0x10000; ++character) {
            if (character == '/' || character == '.' || (character >= 0xd800 && character < 0xe000))
                continue;
            const QByteArray onDisk = QString(QChar(char16_t(character))).toUtf8();
            const auto back = (*names)->fromClient((*names)->toClient(onDisk));
            if (back != onDisk)
                QCOMPARE(back.value_or("none").toHex(), onDisk.toHex());
        }
        for (int byte = 1; byte < 256; ++byte) {
            const QByteArray onDisk = QByteArray("x") + char(byte) + "y";
            if (byte != '/')
                QCOMPARE((*names)->fromClient((*names)->toClient(onDisk)).value_or("none"), onDisk);
        }
    }

    void refusesWhatIsNoName_data()
    {
        QTest::addColumn<QString>("charset");
        QTest::addColumn<QByteArray>("name");
        const auto row = [](const char* what, const char* charset, const QByteArray& name) {
            QTest::newRow(what) << QString::fromLatin1(charset) << name;
        };
        row("half a character", "SHIFT_JIS", "a\x93");
        row("a byte that means nothing", "windows-1251", "\x98");
        row("a slash in disguise", "ISO-8859-1", "%utf8-%2F");
        row("two dots in disguise", "ISO-8859-1", "%utf8-..");
        row("two dots in full disguise", "ISO-8859-1", "%utf8-%2E%2E");
        row("a zero in disguise", "ISO-8859-1", "%utf8-%00");
        row("a name the charset has", "ISO-8859-1", "%utf8-a");
        row("a lower-case number", "ISO-8859-1", "%utf8-%cf%80");
        row("nothing in disguise", "ISO-8859-1", "%utf8-");
    }
    void refusesWhatIsNoName()
    {
        QFETCH(QString, charset);
        QFETCH(QByteArray, name);
        const auto names = NameConverter::create(charset);
        QVERIFY(names);
        QVERIFY(!(*names)->fromClient(name));
    }

    void refusesCharsetsThatDoNotWorkInPaths_data()
    {
        QTest::addColumn<QString>("charset");
        QTest::addColumn<QString>("message");
        const QString unknown = QStringLiteral("The charset %1 is not known");
        const QString unfit = QStringLiteral("The charset %1 cannot be used for names");
        const auto row = [](const char* charset, const QString& message) {
            QTest::newRow(charset)
                << QString::fromLatin1(charset) << message.arg(QString::fromLatin1(charset));
        };
        row("no-such-charset", unknown);
        row("ISO-8859-1//TRANSLIT", unknown);
        row("ISO-8859-1,ccs=x", unknown);
        for (const char* charset :
             {"UTF-16", "UCS-2BE", "UTF-32LE", "UTF-7", "ISO-2022-JP", "ISO-2022-KR", "EBCDIC-US"})
            row(charset, unfit);
    }
    void refusesCharsetsThatDoNotWorkInPaths()
    {
        QFETCH(QString, charset);
        QFETCH(QString, message);
        const auto files = withCharset(std::make_unique<MemoryFileSystem>(), charset);
        QCOMPARE(outcome(files), "InvalidArgument");
        QCOMPARE(files.error().message, message);
    }

    void utf8HasNoWrapper()
    {
        for (const char* charset : {"UTF-8", "utf8", ""}) {
            auto files = std::make_unique<MemoryFileSystem>();
            const FileSystem* const before = files.get();
            const auto after = withCharset(std::move(files), QString::fromLatin1(charset));
            QVERIFY(after);
            QCOMPARE(after->get(), before);
        }
    }

    void everyOperationConverts()
    {
        MemoryFileSystem tree;
        auto made = withCharset(tree.share(), QStringLiteral("ISO-8859-1"));
        QVERIFY(made);
        FileSystem& files = **made;
        QVERIFY(files.makeDirectory(at("/\xe4"), {}));
        QVERIFY(put(files, "/\xe4/\xf6", "x"));
        QCOMPARE(tree.content("/\xc3\xa4/\xc3\xb6"), "x");
        QCOMPARE(get(files, "/\xe4/\xf6"), "x");
        QVERIFY(files.rename(at("/\xe4/\xf6"), at("/\xe4/\xfc"), Overwrite::No));
        QVERIFY(files.setAttributes(at("/\xe4/\xfc"), withTimes(1, 2), Symlinks::Follow));
        QCOMPARE(files.attributes(at("/\xe4/\xfc"), Symlinks::Follow)->times->modified, 2);
        QVERIFY(files.makeLink(at("/\xe4/link"), "../\xe4/./\xfc"));
        QCOMPARE(tree.readLink(at("/\xc3\xa4/link")).value(), "../\xc3\xa4/./\xc3\xbc");
        QCOMPARE(files.readLink(at("/\xe4/link")).value(), "../\xe4/./\xfc");
        QVERIFY(files.makeHardLink(at("/\xe4/\xfc"), at("/\xe4/\xdf")));
        QCOMPARE(namesIn(files, "/\xe4"), QList<QByteArray>({"link", "\xdf", "\xfc"}));
        QVERIFY(files.space(at("/\xe4")));
        QVERIFY(files.removeFile(at("/\xe4/link")));
        QVERIFY(files.removeFile(at("/\xe4/\xfc")));
        QVERIFY(files.removeFile(at("/\xe4/\xdf")));
        QVERIFY(files.removeDirectory(at("/\xe4")));
        QVERIFY(namesIn(tree, "/").isEmpty());
    }

    void aNameThatIsNotTextIsNotFound()
    {
        MemoryFileSystem tree{{"/a", "a"}};
        auto made = withCharset(tree.share(), QStringLiteral("SHIFT_JIS"));
        QVERIFY(made);
        FileSystem& files = **made;
        const VirtualPath bad = at("/x\x93");
        QCOMPARE(outcome(files.open(bad, putFile, {})), "NotFound");
        QCOMPARE(outcome(files.openDirectory(bad)), "NotFound");
        QCOMPARE(outcome(files.attributes(bad, Symlinks::Follow)), "NotFound");
        QCOMPARE(outcome(files.setAttributes(bad, {}, Symlinks::Follow)), "NotFound");
        QCOMPARE(outcome(files.makeDirectory(bad, {})), "NotFound");
        QCOMPARE(outcome(files.removeDirectory(bad)), "NotFound");
        QCOMPARE(outcome(files.removeFile(bad)), "NotFound");
        QCOMPARE(outcome(files.rename(at("/a"), bad, Overwrite::No)), "NotFound");
        QCOMPARE(outcome(files.rename(bad, at("/b"), Overwrite::No)), "NotFound");
        QCOMPARE(outcome(files.readLink(bad)), "NotFound");
        QCOMPARE(outcome(files.makeLink(bad, "a")), "NotFound");
        QCOMPARE(outcome(files.makeLink(at("/l"), "x\x93")), "NotFound");
        QCOMPARE(outcome(files.makeHardLink(at("/a"), bad)), "NotFound");
        QCOMPARE(outcome(files.space(bad)), "NotFound");
        QCOMPARE(files.openDirectory(bad).error().message,
                 QStringLiteral("The name is not valid in the charset SHIFT_JIS"));
        QCOMPARE(namesIn(tree, "/"), QList<QByteArray>({"a"}));
    }

    void listsInPiecesAndLeavesOutWhatCannotBeAskedFor()
    {
        // 100 times two bytes that become six each: too long to come back.
        const QByteArray tooLong = QByteArray("\xcf\x80").repeated(100);
        MemoryFileSystem tree;
        for (const QByteArray& name : {QByteArray("a"), tooLong, tooLong + "b", QByteArray("z")})
            QVERIFY(put(tree, "/" + name, "x"));
        const auto files = withCharset(tree.share(), QStringLiteral("ISO-8859-1"));
        QVERIFY(files);
        QCOMPARE(namesIn(**files, "/", 1), QList<QByteArray>({"a", "z"}));
        auto reader = (*files)->openDirectory(at("/"));
        QVERIFY(reader);
        QCOMPARE((*reader)->attributes()->type.value(), FileType::Directory);
    }

    void longPathsAndShares()
    {
        std::vector<ShareTree::Branch> branches;
        branches.push_back({"B\xc3\xbc"
                            "cher",
                            {},
                            std::make_unique<MemoryFileSystem>()});
        const auto files = withCharset(std::make_unique<ShareTree>(std::move(branches)),
                                       QStringLiteral("ISO-8859-1"));
        QVERIFY(files);
        QCOMPARE(namesIn(**files, "/"),
                 QList<QByteArray>({"B\xfc"
                                    "cher"}));
        QCOMPARE((*files)->shareName(at("/B\xfc"
                                        "cher/x")),
                 "B\xc3\xbc"
                 "cher");
        QCOMPARE((*files)->shareName(at("/no")), "");
        // Names of 200 bytes here are 400 on the disk, a path of 2,420 is 4,820.
        QCOMPARE(outcome((*files)->attributes(at("/" + QByteArray(200, '\xfc')), Symlinks::Follow)),
                 "NameTooLong");
        QCOMPARE(outcome((*files)->attributes(at(("/" + QByteArray(120, '\xfc')).repeated(20)),
                                              Symlinks::Follow)),
                 "NameTooLong");
    }
};

QTEST_GUILESS_MAIN(TestCharsetFileSystem)
#include "tst_charset_file_system.moc"
