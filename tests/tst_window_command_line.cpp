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

    void aProfileIsAFolder()
    {
        const auto command = parseWindowCommandLine({"--profile", "/srv/one"});
        QVERIFY(command);
        QCOMPARE(std::get<WindowOptions>(*command).profile, QStringLiteral("/srv/one"));
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
