#include "core/platform/mount_watch.h"

#include "core/guarded.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/failing_new.h"
#include "tests/support/rows.h"

#include <sys/stat.h>

using namespace sallyport;

namespace {

class Reports {
public:
    MountWatch::Report report()
    {
        return [this](const QList<QByteArray>& folders) {
            const auto counts = m_counts.lock();
            for (const QByteArray& folder : folders)
                ++(*counts)[folder];
        };
    }
    int of(const QByteArray& folder) { return m_counts.lock()->value(folder); }

private:
    Guarded<QHash<QByteArray, int>> m_counts;
};

} // namespace

class TestMountWatch : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_place;
    QDir m_folder;

    QByteArray path(const char* name) const
    {
        return m_folder.filePath(QLatin1String(name)).toUtf8();
    }

private slots:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        m_folder.setPath(m_place->path());
    }

    void aFolderThatGoesAndComesBackIsReportedAndItsNeighbourIsNot()
    {
        const QByteArray share = path("share");
        const QByteArray other = path("other");
        QVERIFY(m_folder.mkdir(QStringLiteral("share")) && m_folder.mkdir(QStringLiteral("other")));
        Reports reports;
        MountWatch watch(reports.report());
        watch.watch({share, other});
        QTRY_COMPARE(reports.of(share), 1); // the watch stands
        QVERIFY(m_folder.rmdir(QStringLiteral("share")));
        QTRY_COMPARE(reports.of(share), 2);
        QVERIFY(m_folder.mkdir(QStringLiteral("share")));
        QTRY_COMPARE(reports.of(share), 3);
        QVERIFY(m_folder.rename(QStringLiteral("share"), QStringLiteral("away")));
        QTRY_COMPARE(reports.of(share), 4);
        QCOMPARE(reports.of(other), 1);
    }

    void aFolderWhoseRightsChangeIsReported()
    {
        const QByteArray share = path("above/share");
        QVERIFY(m_folder.mkpath(QStringLiteral("above/share")));
        Reports reports;
        MountWatch watch(reports.report());
        watch.watch({share});
        QTRY_COMPARE(reports.of(share), 1);
        QCOMPARE(::chmod(share.constData(), 0), 0);
        QTRY_COMPARE(reports.of(share), 2);
        QCOMPARE(::chmod(path("above").constData(), 0700), 0);
        QTRY_COMPARE(reports.of(share), 3);
    }

    void aFolderBelowOneThatIsMissingIsReportedWhenBothAreThere()
    {
        const QByteArray share = path("a/b/share");
        Reports reports;
        MountWatch watch(reports.report());
        watch.watch({share});
        QTRY_COMPARE(reports.of(share), 1);
        QVERIFY(m_folder.mkdir(QStringLiteral("a")));
        QTRY_COMPARE(reports.of(share), 2);
        QVERIFY(m_folder.mkdir(QStringLiteral("a/b")));
        QTRY_COMPARE(reports.of(share), 3);
        QVERIFY(m_folder.mkdir(QStringLiteral("a/b/share")));
        QTRY_COMPARE(reports.of(share), 4);
        QVERIFY(m_folder.rename(QStringLiteral("a"), QStringLiteral("c")));
        QTRY_COMPARE(reports.of(share), 5);
    }

    void memoryThatRunsOutLosesNoChange()
    {
        const QByteArray share = path("share");
        Reports reports;
        std::atomic<bool> arm = false;
        MountWatch watch([&, report = reports.report()](const QList<QByteArray>& folders) {
            report(folders);
            if (arm.exchange(false))
                test::failNew(1, 1); // of the watch's thread: what it notices next
        });
        arm = true;
        watch.watch({share});
        QTRY_COMPARE(reports.of(share), 1);
        const int failed = test::allFailedNews();
        QVERIFY(m_folder.mkdir(QStringLiteral("share")));
        QTRY_COMPARE(reports.of(share), 2);
        QCOMPARE(test::allFailedNews(), failed + 1);
    }

    void whatIsNoLongerWatchedIsNotReported()
    {
        const QByteArray first = path("first");
        const QByteArray second = path("second");
        Reports reports;
        MountWatch watch(reports.report());
        watch.watch({first});
        QTRY_COMPARE(reports.of(first), 1);
        watch.watch({second});
        QTRY_COMPARE(reports.of(second), 1);
        QVERIFY(m_folder.mkdir(QStringLiteral("first"))
                && m_folder.mkdir(QStringLiteral("second")));
        QTRY_COMPARE(reports.of(second), 2);
        QCOMPARE(reports.of(first), 1);
    }

    // In a mount namespace of its own, so that nothing of this computer is mounted over: the test
    // calls itself.
    void mountingAndUnmountingIsReported()
    {
        QVERIFY(m_folder.mkdir(QStringLiteral("stick")));
        QProcess inside;
        inside.start(QStringLiteral("unshare"),
                     {QStringLiteral("--user"), QStringLiteral("--map-root-user"),
                      QStringLiteral("--mount"), QCoreApplication::applicationFilePath(),
                      QStringLiteral("mount"), m_folder.filePath(QStringLiteral("stick"))});
        QVERIFY2(inside.waitForFinished(), qPrintable(inside.errorString()));
        QCOMPARE(inside.readAllStandardError(), QByteArray());
        QCOMPARE(inside.readAllStandardOutput(), QByteArray("standing\nmounted\nunmounted\n"));
        QCOMPARE(inside.exitCode(), 0);
    }

    void nothingIsReportedAfterTheEnd()
    {
        const QByteArray share = path("share");
        Reports reports;
        {
            MountWatch watch(reports.report());
            watch.watch({share});
            QTRY_COMPARE(reports.of(share), 1);
        }
        MountWatch second(reports.report());
        second.watch({path("marker")});
        QTRY_COMPARE(reports.of(path("marker")), 1);
        QVERIFY(m_folder.mkdir(QStringLiteral("share"))
                && m_folder.mkdir(QStringLiteral("marker")));
        QTRY_COMPARE(reports.of(path("marker")), 2);
        QCOMPARE(reports.of(share), 1);
    }
};

namespace {

int watchAMount(const QString& folder)
{
    Reports reports;
    MountWatch watch(reports.report());
    watch.watch({folder.toUtf8()});
    const auto reported = [&](int times, const char* words) {
        const bool done =
            QTest::qWaitFor([&] { return reports.of(folder.toUtf8()) >= times; }, 5000);
        if (done) {
            ::puts(words);
            ::fflush(stdout);
        }
        return done;
    };
    return reported(1, "standing")
            && QProcess::execute(
                   QStringLiteral("mount"),
                   {QStringLiteral("-t"), QStringLiteral("tmpfs"), QStringLiteral("none"), folder})
                == 0
            && reported(2, "mounted") && QProcess::execute(QStringLiteral("umount"), {folder}) == 0
            && reported(3, "unmounted")
        ? 0
        : 1;
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "mount") == 0)
        return watchAMount(QString::fromLocal8Bit(argv[2]));
    TestMountWatch test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_mount_watch.moc"
