#include "app/window_command_line.h"

#include <QDir>
#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;

class TestWindowCommandLine : public QObject {
    Q_OBJECT
private slots:
    void withoutArgumentsItIsTheWindow()
    {
        const auto command = parseWindowCommandLine({});
        QVERIFY(command);
        const auto* const options = std::get_if<WindowOptions>(&*command);
        QVERIFY(options);
        QVERIFY(options->folders.isEmpty());
        QVERIFY(!options->hidden);
        QVERIFY(options->profile.isEmpty());
    }

    void foldersBecomeAbsoluteAndKeepTheirBytes()
    {
        const auto command = parseWindowCommandLine({"Photos", "--hidden", "/a/\xff/../b\xe9"});
        QVERIFY(command);
        const auto& options = std::get<WindowOptions>(*command);
        const QByteArray here = QFile::encodeName(QDir::currentPath());
        QCOMPARE(options.folders, QList<QByteArray>({here + "/Photos", "/a/b\xe9"}));
        QVERIFY(options.hidden);
    }

    void aUriIsAFolderOfThisComputerOrNone_data()
    {
        QTest::addColumn<QByteArray>("argument");
        QTest::addColumn<QByteArray>("folder"); // empty: it is elsewhere
        const auto row = [](const char* name, const char* argument, const char* folder) {
            QTest::newRow(name) << QByteArray(argument) << QByteArray(folder);
        };
        row("plain", "file:///a/b", "/a/b");
        row("spaces and quotes", "file:///a%20b/it's%22", "/a b/it's\"");
        row("not UTF-8", "file:///b%e9", "/b\xe9");
        row("a percent sign", "file:///100%25", "/100%");
        row("this computer by name", "file://localhost/a", "/a");
        row("another computer", "file://server/a", "");
        row("a number sign that is not escaped", "file:///a#b", "");
        row("one that is", "file:///a%23b", "/a#b");
        row("a question mark", "file:///a?b", "");
        row("a zero byte", "file:///a%00b", "");
        row("no path", "file://", "");
        row("a folder above", "file:///a/../b", "/b");
        row("another scheme", "sftp://host/a", "");
        row("a web page", "https://host/a", "");
    }
    void aUriIsAFolderOfThisComputerOrNone()
    {
        QFETCH(const QByteArray, argument);
        QFETCH(const QByteArray, folder);
        // A place elsewhere takes the folder beside it along.
        const auto command = parseWindowCommandLine({"/x", argument});
        QVERIFY(command);
        const auto& options = std::get<WindowOptions>(*command);
        QCOMPARE(options.folders,
                 folder.isEmpty() ? QList<QByteArray>() : QList<QByteArray>({"/x", folder}));
        QCOMPARE(options.elsewhere, folder.isEmpty() ? argument : QByteArray());
    }

    void aColonMakesNoUri()
    {
        const auto command = parseWindowCommandLine({"/a://b", "./file:///x"});
        QVERIFY(command);
        const QByteArray here = QFile::encodeName(QDir::currentPath());
        QCOMPARE(std::get<WindowOptions>(*command).folders,
                 QList<QByteArray>({"/a:/b", here + "/file:/x"}));
    }

    void aProfileIsAFolder()
    {
        const auto command = parseWindowCommandLine({"--profile", "/srv/one"});
        QVERIFY(command);
        QCOMPARE(std::get<WindowOptions>(*command).profile, QStringLiteral("/srv/one"));
    }

    void sharingIsSwitchedWithoutTheWindow()
    {
        for (const auto& [argument, sharing] :
             {std::pair("--start-sharing", Handover::Sharing::Start),
              std::pair("--stop-sharing", Handover::Sharing::Stop)}) {
            const auto command = parseWindowCommandLine({argument});
            QVERIFY(command);
            const auto& options = std::get<WindowOptions>(*command);
            QCOMPARE(options.sharing, sharing);
            QVERIFY(options.hidden);
        }
    }

    void helpAndVersionAreTexts()
    {
        for (const char* argument : {"--help", "-h", "--version"}) {
            const auto command = parseWindowCommandLine({argument});
            QVERIFY(command);
            const auto* const help = std::get_if<HelpRequest>(&*command);
            QVERIFY(help);
            QVERIFY(help->text.startsWith(QLatin1String("sallyport ")));
            QVERIFY(help->text.endsWith(u'\n'));
        }
    }

    void mistakesAreSentences_data()
    {
        QTest::addColumn<QList<QByteArray>>("arguments");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("an unknown option")
            << QList<QByteArray>{"--hiden"}
            << QStringLiteral("There is no option --hiden; the nearest is --hidden");
        QTest::newRow("an option of serve")
            << QList<QByteArray>{"--verbose"}
            << QStringLiteral("There is no option --verbose; the nearest is --version");
        const auto excludes =
            QStringLiteral("--stop-sharing excludes --start-sharing and every FOLDER");
        QTest::newRow("stop and start")
            << QList<QByteArray>{"--stop-sharing", "--start-sharing"} << excludes;
        QTest::newRow("stop and a folder") << QList<QByteArray>{"--stop-sharing", "/x"} << excludes;
        QTest::newRow("a folder that is none")
            << QList<QByteArray>{""} << QStringLiteral("FOLDER needs a folder");
        QTest::newRow("a profile that is none")
            << QList<QByteArray>{"--profile"} << QStringLiteral("--profile needs a value: DIR");
    }
    void mistakesAreSentences()
    {
        QFETCH(const QList<QByteArray>, arguments);
        QFETCH(const QString, sentence);
        const auto command = parseWindowCommandLine(arguments);
        QVERIFY(!command);
        QCOMPARE(command.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(command.error().message, sentence);
    }
};

QTEST_GUILESS_MAIN(TestWindowCommandLine)
#include "tst_window_command_line.moc"
