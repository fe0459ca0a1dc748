#include "app/autostart.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;

class TestAutostart : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_place;
    QThreadPool m_worker;

    QString folder() const { return m_place->filePath(QStringLiteral("config/autostart")); }
    static bool isDone(const QFuture<Result<void>>& future)
    {
        return QTest::qWaitFor([&future] { return future.isFinished(); }, 30'000)
            && future.result().has_value();
    }
    QByteArray content() const
    {
        const QStringList files = QDir(folder()).entryList(QDir::Files);
        QFile file(QDir(folder()).filePath(files.value(0)));
        return files.size() == 1 && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void init() { m_place = std::make_unique<QTemporaryDir>(); }

    void itIsOffUntilItIsAskedFor()
    {
        DesktopAutostart autostart(folder(), QStringLiteral("/usr/bin/sallyport"), {}, m_worker);
        QVERIFY(isDone(autostart.load()));
        QVERIFY(!autostart.isOn());
        QVERIFY(!QDir(folder()).exists());
    }

    void onWritesAnEntryAndOffRemovesIt()
    {
        DesktopAutostart autostart(folder(), QStringLiteral("/usr/bin/sallyport"), {}, m_worker);
        QVERIFY(isDone(autostart.setOn(true)));
        QVERIFY(autostart.isOn());
        QCOMPARE(QDir(folder()).entryList(QDir::Files),
                 QStringList{QStringLiteral("io.github.sallyport.Sallyport.desktop")});
        QVERIFY(content().startsWith("[Desktop Entry]\nType=Application\n"));
        QVERIFY(content().contains("\nExec=\"/usr/bin/sallyport\" --hidden\n"));
        QVERIFY(content().contains("\nIcon=io.github.sallyport.Sallyport\n"));

        DesktopAutostart next(folder(), QStringLiteral("/usr/bin/sallyport"), {}, m_worker);
        QVERIFY(isDone(next.load()));
        QVERIFY(next.isOn());
        QVERIFY(isDone(next.setOn(false)));
        QVERIFY(!next.isOn());
        QVERIFY(QDir(folder()).entryList(QDir::Files).isEmpty());
    }

    // Source: Desktop Entry Specification 1.5, "The Exec key" and its table of escapes.
    void pathsAreQuotedForTheEntry()
    {
        DesktopAutostart autostart(folder(), QStringLiteral("/opt/a b/$x\"100%/sallyport"),
                                   QStringLiteral("/srv/it's"), m_worker);
        QVERIFY(isDone(autostart.setOn(true)));
        QVERIFY2(content().contains("\nExec=\"/opt/a b/\\\\$x\\\\\"100%%/sallyport\" --hidden "
                                    "--profile \"/srv/it's\"\n"),
                 content().constData());
        QProcess validator; // ./dev setup installs it
        validator.start(QStringLiteral("desktop-file-validate"),
                        {QDir(folder()).filePath(QDir(folder()).entryList(QDir::Files).value(0))});
        QVERIFY(validator.waitForFinished());
        QCOMPARE(validator.readAll(), QByteArray());
        QCOMPARE(validator.exitCode(), 0);
    }

    void eachProfileHasAnEntryOfItsOwn()
    {
        DesktopAutostart one(folder(), QStringLiteral("/s"), {}, m_worker);
        DesktopAutostart two(folder(), QStringLiteral("/s"), QStringLiteral("/srv/two"), m_worker);
        QVERIFY(isDone(one.setOn(true)));
        QVERIFY(isDone(two.load()));
        QVERIFY(!two.isOn());
        QVERIFY(isDone(two.setOn(true)));
        QCOMPARE(QDir(folder()).entryList(QDir::Files).size(), 2);
    }

    void anEntryTheDesktopSwitchedOffIsOff()
    {
        DesktopAutostart autostart(folder(), QStringLiteral("/s"), {}, m_worker);
        QVERIFY(isDone(autostart.setOn(true)));
        for (const char* line : {"Hidden=true\n", "X-GNOME-Autostart-enabled=false\n"}) {
            QFile file(
                QDir(folder()).filePath(QStringLiteral("io.github.sallyport.Sallyport.desktop")));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("[Desktop Entry]\nType=Application\n" + QByteArray(line));
            file.close();
            QVERIFY(isDone(autostart.load()));
            QVERIFY(!autostart.isOn());
        }
    }

    void aFolderThatCannotBeWrittenIsASentence()
    {
        QFile inTheWay(m_place->filePath(QStringLiteral("config")));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        DesktopAutostart autostart(folder(), QStringLiteral("/s"), {}, m_worker);
        const auto done = autostart.setOn(true);
        QTRY_VERIFY(done.isFinished());
        QVERIFY(!done.result());
        QCOMPARE(done.result().error().code, ErrorCode::PermissionDenied);
        QVERIFY(!autostart.isOn());
    }
};

QTEST_GUILESS_MAIN(TestAutostart)
#include "tst_autostart.moc"
