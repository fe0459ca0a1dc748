#include "core/platform/file_lock.h"

#include "core/platform/descriptor_limit.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

#include <optional>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

using namespace sallyport;

class TestFileLock : public QObject {
    Q_OBJECT
private slots:
    void secondIsToldWhoHoldsIt()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("server.lock"));
        const QString what = QStringLiteral("This profile");
        {
            const auto first = FileLock::take(path, what);
            QVERIFY(first);
            const auto second = FileLock::take(path, what);
            QVERIFY(!second);
            QCOMPARE(second.error(),
                     (Error{ErrorCode::Busy,
                            QStringLiteral("This profile is used by process %1").arg(::getpid())}));
        }
        QVERIFY(FileLock::take(path, what)); // let go with the object
        QVERIFY(QFile::exists(path));        // and never removed: two files would be two locks
        QCOMPARE(QFileInfo(path).permissions() & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }

    void waitsForItsTurn()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("settings.lock"));
        auto first = std::optional(*FileLock::take(path, QStringLiteral("The settings file")));
        std::optional<ErrorCode> outcome;
        std::thread second([&] {
            const auto lock =
                FileLock::take(path, QStringLiteral("The settings file"), std::chrono::minutes(1));
            outcome = lock ? std::nullopt : std::optional(lock.error().code);
        });
        first.reset();
        second.join();
        QVERIFY(!outcome);
    }

    void placeThatCannotBeWrittenIsSaid()
    {
        const QTemporaryDir folder;
        const auto lock = FileLock::take(folder.filePath(QStringLiteral("gone/server.lock")),
                                         QStringLiteral("This profile"));
        QCOMPARE(
            lock.error(),
            (Error{ErrorCode::Failure,
                   QStringLiteral("This profile cannot be locked: its folder cannot be written")}));
        // Nor is a link followed to a file of somebody else's choice.
        QVERIFY(QFile::link(folder.filePath(QStringLiteral("target")),
                            folder.filePath(QStringLiteral("link.lock"))));
        QVERIFY(!FileLock::take(folder.filePath(QStringLiteral("link.lock")),
                                QStringLiteral("This profile")));
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("target"))));
    }

    void softDescriptorLimitBecomesTheHardOne()
    {
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
        rlimit low = before;
        low.rlim_cur = 64;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &low), 0);
        const int limit = raiseDescriptorLimit();
        rlimit after{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &after), 0);
        QCOMPARE(after.rlim_cur, before.rlim_max);
        QCOMPARE(rlim_t(limit), after.rlim_cur);
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
    }
};

QTEST_GUILESS_MAIN(TestFileLock)
#include "tst_file_lock.moc"
