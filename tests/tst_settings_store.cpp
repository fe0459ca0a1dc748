#include "core/settings_store.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include "tests/support/rows.h"

using namespace sallyport;

namespace {

Settings withPort(quint16 port)
{
    Settings settings;
    settings.network.port = port;
    return settings;
}

// A store on a folder of its own; a second one on the same file is another program.
struct House {
    QTemporaryDir folder;
    QThreadPool writer;
    SettingsStore store{path(), writer};
    QSignalSpy changed{&store, &SettingsStore::changed};
    QSignalSpy failed{&store, &SettingsStore::failed};

    House() { writer.setMaxThreadCount(1); }
    QString path() const { return folder.filePath(QStringLiteral("settings.json")); }
    void write(const QByteArray& text)
    {
        QFile out(path());
        if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size())
            qFatal("cannot write");
    }
    QByteArray text() const
    {
        QFile in(path());
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
};

// Another program on the same file, with a writer of its own.
struct Program {
    QThreadPool writer;
    SettingsStore store;

    explicit Program(const QString& path)
        : store(path, writer)
    {
        writer.setMaxThreadCount(1);
    }
};

// Waits for the answer, which comes through the event loop.
Result<void> wait(QFuture<Result<void>> future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 20'000))
        qFatal("no answer");
    return future.result();
}

} // namespace

class TestSettingsStore : public QObject {
    Q_OBJECT
private slots:
    void missingFileIsTheDefaults()
    {
        House house;
        QVERIFY(wait(house.store.load()));
        QVERIFY(house.store.current() == Settings());
        QCOMPARE(house.changed.size(), 0);
        QVERIFY(!house.store.previous());
    }

    void savedSettingsAreCurrentAndThereTomorrow()
    {
        ROW("event.settings");
        House house;
        QVERIFY(wait(house.store.load()));
        auto saved = house.store.save(withPort(4001));
        QVERIFY(house.store.current() == Settings()); // first on the disk, then here
        QVERIFY(wait(saved));
        QVERIFY(house.store.current() == withPort(4001));
        QCOMPARE(house.changed.size(), 1);
        Program tomorrow(house.path());
        QVERIFY(wait(tomorrow.store.load()));
        QVERIFY(tomorrow.store.current() == withPort(4001));
    }

    void whatASaveDidNotSeeItDoesNotUndo()
    {
        ROW("event.settings");
        House house;
        QVERIFY(wait(house.store.load()));
        const auto first = house.store.save(withPort(4001));
        Settings others = house.store.current(); // the first is under way
        others.penalties.enabled = false;
        const auto second = house.store.save(others);
        QVERIFY(wait(first));
        const auto late = wait(second);
        QVERIFY(!late);
        QCOMPARE(late.error(),
                 (Error{ErrorCode::Busy, QStringLiteral("Settings changed meanwhile")}));
        QVERIFY(house.store.current() == withPort(4001));
        QVERIFY(*settingsFromJson(house.text()) == withPort(4001));
        QVERIFY(wait(house.store.save(withPort(4002)))); // made from what is there now
        QVERIFY(*settingsFromJson(house.text()) == withPort(4002));
        QCOMPARE(house.changed.size(), 2);
    }

    void invalidSettingsAreNotSaved()
    {
        ROW("event.settings");
        House house;
        QVERIFY(wait(house.store.load()));
        Settings wrong;
        wrong.limits.loginGrace = std::chrono::hours(1);
        const auto saved = wait(house.store.save(wrong));
        QCOMPARE(saved.error(),
                 (Error{ErrorCode::InvalidArgument,
                        QStringLiteral("limits.loginGrace must be a time from 1s to 2m, not "
                                       "\"1h\"")}));
        QVERIFY(house.store.current() == Settings());
        QVERIFY(!QFile::exists(house.path()));
        QCOMPARE(house.changed.size(), 0);
    }

    void twoEditorsLoseNothing()
    {
        ROW("event.settings");
        House house;
        Program other(house.path());
        QVERIFY(wait(house.store.load()));
        QVERIFY(wait(other.store.load()));
        QVERIFY(wait(house.store.save(withPort(4001))));
        // The other has not noticed yet: its save would undo the first.
        const auto late = wait(other.store.save(withPort(4002)));
        QCOMPARE(late.error(),
                 (Error{ErrorCode::Busy, QStringLiteral("Settings changed meanwhile")}));
        QVERIFY(other.store.current() == withPort(4001)); // reloaded
        QVERIFY(*settingsFromJson(house.text()) == withPort(4001));
        Settings next = other.store.current();
        next.penalties.enabled = false;
        QVERIFY(wait(other.store.save(next)));
        QTRY_VERIFY(house.store.current() == next);
    }

    void savesMadeFromOldSettingsAllFail()
    {
        House house;
        Program other(house.path());
        QVERIFY(wait(house.store.load()));
        QVERIFY(wait(other.store.load()));
        QVERIFY(wait(other.store.save(withPort(4001))));
        // Both were made without having seen the other's.
        const auto first = house.store.save(withPort(4002));
        const auto second = house.store.save(withPort(4003));
        QCOMPARE(wait(first).error().code, ErrorCode::Busy);
        QCOMPARE(wait(second).error().code, ErrorCode::Busy);
        QVERIFY(house.store.current() == withPort(4001));
        QVERIFY(*settingsFromJson(house.text()) == withPort(4001));
    }

    void changedFileIsNoticed()
    {
        ROW("event.settings");
        House house;
        house.write(settingsToJson(withPort(4001), 1));
        QVERIFY(wait(house.store.load()));
        QCOMPARE(house.changed.size(), 1);
        // Written in place, as an editor may.
        house.write(settingsToJson(withPort(4002), 2));
        QTRY_VERIFY(house.store.current() == withPort(4002));
        // Renamed over, as this program does, twice: the watch survives.
        for (const quint16 port : {quint16(4003), quint16(4004)}) {
            Program other(house.path());
            QVERIFY(wait(other.store.load()));
            QVERIFY(wait(other.store.save(withPort(port))));
            QTRY_VERIFY(house.store.current() == withPort(port));
        }
        house.write(settingsToJson(withPort(4005), 9));
        QTRY_VERIFY(house.store.current() == withPort(4005));
        QCOMPARE(house.failed.size(), 0);
    }

    void brokenFileChangesNothingWhileItRuns()
    {
        ROW("event.settings");
        House house;
        QVERIFY(wait(house.store.load()));
        QVERIFY(wait(house.store.save(withPort(4001))));
        QVERIFY(wait(house.store.save(withPort(4002))));
        house.write("{ \"version\": 1, ");
        QTRY_COMPARE(house.failed.size(), 1);
        QCOMPARE(house.failed[0][0].value<Error>().code, ErrorCode::Damaged);
        QVERIFY(house.store.current() == withPort(4002));
        QVERIFY(house.store.previous());
        QVERIFY(*house.store.previous() == withPort(4001)); // to show, never adopted by itself
        QCOMPARE(wait(house.store.save(withPort(4003))).error().code, ErrorCode::Damaged);
        QCOMPARE(house.text(), QByteArray("{ \"version\": 1, "));
        QVERIFY(house.store.current() == withPort(4002));
        QCOMPARE(
            QDir(house.folder.path()).entryList({QStringLiteral("settings.json.bad-*")}).size(), 1);
        // Mended, it counts again.
        house.write(settingsToJson(withPort(4004), 5));
        QTRY_VERIFY(house.store.current() == withPort(4004));
        QVERIFY(!house.store.previous());
        QVERIFY(!house.store.damage());
        QVERIFY(house.store.damagedCopy().isEmpty());
    }

    void aFileMadeGoodAgainIsToldThoughNothingChanged()
    {
        House house;
        QVERIFY(wait(house.store.load()));
        QVERIFY(wait(house.store.save(withPort(4001))));
        QSignalSpy mended(&house.store, &SettingsStore::mended);
        const QByteArray good = house.text();
        house.write("{");
        QTRY_COMPARE(house.failed.size(), 1);
        QCOMPARE(mended.size(), 0);
        house.write(good);
        QTRY_COMPARE(mended.size(), 1);
        QVERIFY(!house.store.damage());
        QCOMPARE(house.changed.size(), 1); // the save
    }

    void damagedAtStartIsAnErrorUntilTheOwnerChooses()
    {
        House house;
        house.write("[]");
        const auto loaded = wait(house.store.load());
        QCOMPARE(loaded.error().code, ErrorCode::Damaged);
        QCOMPARE(house.store.damage(), std::optional(loaded.error()));
        QVERIFY(house.store.current() == Settings());
        QVERIFY(!house.store.previous());
        QFile copy(house.store.damagedCopy());
        QVERIFY(copy.open(QIODevice::ReadOnly));
        QCOMPARE(copy.readAll(), QByteArray("[]"));
        QVERIFY(wait(house.store.replace(withPort(4001))));
        QVERIFY(house.store.current() == withPort(4001));
        QVERIFY(wait(house.store.save(withPort(4002))));
    }

    void fileThatVanishesTakesNoRights()
    {
        House house;
        QVERIFY(wait(house.store.load()));
        QVERIFY(wait(house.store.save(withPort(4001))));
        QVERIFY(QFile::remove(house.path()));
        house.write(settingsToJson(withPort(4002), 7)); // as editors do that write aside
        QTRY_VERIFY(house.store.current() == withPort(4002));
        for (const QList<QVariant>& change : house.changed)
            QVERIFY(!(change[0].value<Settings>() == Settings()));
        QVERIFY(QFile::remove(house.path()));
        QVERIFY(wait(house.store.load())); // asked for: it is the defaults
        QVERIFY(house.store.current() == Settings());
    }

    void adoptedSettingsNeverReachTheFile()
    {
        House house;
        house.write(settingsToJson(withPort(4001), 1));
        house.store.adopt(withPort(4002));
        QVERIFY(house.store.current() == withPort(4002));
        QVERIFY(wait(house.store.load()));
        QVERIFY(house.store.current() == withPort(4002));
        QVERIFY(wait(house.store.save(withPort(4003))));
        QVERIFY(house.store.current() == withPort(4003));
        QCOMPARE(house.text(), settingsToJson(withPort(4001), 1));
        QCOMPARE(house.changed.size(), 2);
    }

    void storeMayGoWhileItsJobsRun()
    {
        QTemporaryDir folder;
        QThreadPool writer;
        writer.setMaxThreadCount(1);
        const QString path = folder.filePath(QStringLiteral("settings.json"));
        {
            SettingsStore store(path, writer);
            QVERIFY(wait(store.load()));
            (void)store.save(withPort(4001));
            for (int i = 0; i < 4; ++i)
                (void)store.load();
        }
        Program again(path);
        QVERIFY(wait(again.store.load()));
        QVERIFY(again.store.current() == withPort(4001)); // what was asked for is done
    }
};

QTEST_GUILESS_MAIN(TestSettingsStore)
#include "tst_settings_store.moc"
