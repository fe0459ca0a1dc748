#include "core/settings_file.h"

#include "core/settings_store.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include "tests/support/rows.h"

#include <atomic>
#include <thread>
#include <vector>

#include <sys/stat.h>

using namespace sallyport;

namespace {

// A folder with a settings file that is written and read past the SettingsFile.
struct Place {
    QTemporaryDir folder;
    SettingsFile file{folder.filePath(QStringLiteral("settings.json"))};

    void write(const QByteArray& text, const QString& suffix = {})
    {
        QFile out(file.path() + suffix);
        if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size())
            qFatal("cannot write");
    }
    QByteArray text(const QString& suffix = {}) const
    {
        return textOf(QStringLiteral("settings.json") + suffix);
    }
    QByteArray textOf(const QString& name) const
    {
        QFile in(folder.filePath(name));
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    QStringList names(const QString& pattern) const
    {
        return QDir(folder.path()).entryList({pattern}, QDir::Files | QDir::Hidden, QDir::Name);
    }
    int mode() const
    {
        struct stat status {};
        return ::stat(QFile::encodeName(file.path()).constData(), &status) == 0
            ? int(status.st_mode & 07777)
            : -1;
    }
};

Settings withPort(quint16 port)
{
    Settings settings;
    settings.network.port = port;
    return settings;
}

// Anna looks at the photos, and nobody else at anything.
Settings annaViewsPhotos()
{
    Settings settings;
    settings.shares = {Share()};
    settings.shares[0].id = ShareId{"000102030405060708090a0b0c0d0e0f"};
    settings.shares[0].name = "Photos";
    settings.shares[0].folder = "/srv/photos";
    settings.accounts = {Account()};
    settings.accounts[0].id = AccountId{"202122232425262728292a2b2c2d2e2f"};
    settings.accounts[0].userName = QStringLiteral("anna");
    settings.accounts[0].access.insert(settings.shares[0].id, Access::View);
    return settings;
}

// What a file grants is no more than what annaViewsPhotos() do.
bool isNoWider(const Settings& settings)
{
    for (const Account& account : settings.accounts) {
        if (account.withoutPassword || !account.passwordVerifier.isEmpty()
            || !account.keys.isEmpty())
            return false;
        for (const Access access : account.access) {
            if (access != Access::View)
                return false;
        }
    }
    return !settings.network.allowFrom.contains(QStringLiteral("any"))
        && !settings.network.olderDevices && settings.penalties.enabled;
}

// Every member of a JSON text, by its path from the top.
void collectMembers(const QJsonValue& value, const QStringList& path, QList<QStringList>& found)
{
    const QJsonObject object = value.toObject();
    for (auto at = object.begin(); at != object.end(); ++at) {
        const QStringList member = path + QStringList{at.key()};
        found += member;
        collectMembers(at.value(), member, found);
    }
    const QJsonArray array = value.toArray();
    for (qsizetype i = 0; i < array.size(); ++i)
        collectMembers(array[i], path + QStringList{QString::number(i)}, found);
}

QJsonValue without(const QJsonValue& value, const QStringList& path)
{
    if (value.isArray()) {
        QJsonArray array = value.toArray();
        array[path[0].toInt()] = without(array[path[0].toInt()], path.mid(1));
        return array;
    }
    QJsonObject object = value.toObject();
    if (path.size() == 1)
        object.remove(path[0]);
    else
        object[path[0]] = without(object[path[0]], path.mid(1));
    return object;
}

} // namespace

class TestSettingsFile : public QObject {
    Q_OBJECT
private slots:
    void missingFileIsTheDefaultsAndIsNotMade()
    {
        const Place place;
        const auto content = place.file.read();
        QVERIFY(content);
        QVERIFY(content->settings == Settings());
        QVERIFY(content->text.isNull());
        QCOMPARE(place.names(QStringLiteral("*")).size(), 0);
    }

    void whatIsWrittenIsReadBackAndPrivate()
    {
        const Place place;
        const auto written = place.file.write(withPort(4000), {});
        QVERIFY(written);
        QCOMPARE(written->generation, 1ULL);
        QCOMPARE(place.mode(), 0600);
        const auto read = place.file.read();
        QVERIFY(read);
        QVERIFY(read->settings == withPort(4000));
        QCOMPARE(read->generation, 1ULL);
        QCOMPARE(place.names(QStringLiteral("*")),
                 QStringList({QStringLiteral("settings.json"), QStringLiteral("settings.lock")}));
    }

    void threeGenerationsAreKept()
    {
        ROW("E19");
        const Place place;
        SettingsFile::Content known;
        for (quint16 port = 4001; port <= 4006; ++port) {
            const auto written = place.file.write(withPort(port), known);
            QVERIFY(written);
            known = *written;
        }
        QCOMPARE(known.generation, 6ULL);
        const auto portOf = [&](const char* suffix) {
            const auto settings = settingsFromJson(place.text(QLatin1String(suffix)));
            return settings ? int(settings->network.port) : -1;
        };
        QCOMPARE(portOf(""), 4006);
        QCOMPARE(portOf(".1"), 4005);
        QCOMPARE(portOf(".2"), 4004);
        QCOMPARE(portOf(".3"), 4003);
        QCOMPARE(place.names(QStringLiteral("settings.json*")).size(), 4);
        QVERIFY(*place.file.lastGeneration() == withPort(4005));
    }

    void fileThatOthersCouldReadIsClosedToThem()
    {
        Place place;
        place.write("{\"version\": 1}");
        QVERIFY(QFile::setPermissions(place.file.path(), QFile::ReadOwner | QFile::ReadOther));
        QVERIFY(place.file.read());
        QCOMPARE(place.mode(), 0600);
    }

    void saveOntoAnotherGenerationIsBusy()
    {
        ROW("E20");
        const Place place;
        const SettingsFile other(place.file.path());
        const auto mine = place.file.write(withPort(4001), {});
        QVERIFY(mine);
        QVERIFY(other.write(withPort(4002), *mine));
        const auto late = place.file.write(withPort(4003), *mine);
        QVERIFY(!late);
        QCOMPARE(late.error(),
                 (Error{ErrorCode::Busy, QStringLiteral("Settings changed meanwhile")}));
        QVERIFY(place.file.read()->settings == withPort(4002));
        // The same generation by number, with another text: somebody edited it by hand.
        Place edited;
        const auto known = edited.file.write(withPort(4001), {});
        QVERIFY(known);
        edited.write(edited.text().replace("4001", "4009"));
        QCOMPARE(edited.file.write(withPort(4003), *known).error().code, ErrorCode::Busy);
        QVERIFY(edited.file.read()->settings == withPort(4009));
    }

    void editorsAtOnceLoseNothing()
    {
        const Place place;
        constexpr int editors = 4, changes = 25;
        std::vector<std::thread> threads;
        std::atomic<int> failures = 0;
        for (int editor = 0; editor < editors; ++editor) {
            threads.emplace_back([&, editor] {
                const SettingsFile file(place.file.path());
                for (int i = 0; i < changes; ++i) {
                    const auto done = file.edit([&](Settings& settings) -> Result<void> {
                        settings.network.blocked.append(
                            QStringLiteral("10.0.%1.%2").arg(editor).arg(i));
                        return {};
                    });
                    failures += done ? 0 : 1;
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(failures.load(), 0);
        const auto content = place.file.read();
        QVERIFY(content);
        QCOMPARE(QSet<QString>(content->settings.network.blocked.begin(),
                               content->settings.network.blocked.end())
                     .size(),
                 editors * changes);
        QCOMPARE(content->generation, quint64(editors * changes));
    }

    void editThatFailsOrChangesNothingWritesNothing()
    {
        const Place place;
        QVERIFY(place.file.write(withPort(4001), {}));
        const QByteArray before = place.text();
        const auto failed = place.file.edit([](Settings& settings) -> Result<void> {
            settings.network.port = 4002;
            return Error{ErrorCode::NotFound, QStringLiteral("No")};
        });
        QCOMPARE(failed.error().code, ErrorCode::NotFound);
        QVERIFY(place.file.edit([](Settings&) { return Result<void>(); }));
        QCOMPARE(place.text(), before);
        // What no file may hold is not written either.
        const auto invalid = place.file.edit([](Settings& settings) -> Result<void> {
            settings.limits.maxConnections = 0;
            return {};
        });
        QCOMPARE(invalid.error().message,
                 QStringLiteral("limits.maxConnections must be a number from 1 to 4096, not 0"));
        QCOMPARE(place.text(), before);
    }

    void cutAnywhereItIsKeptAndNeverReplaced()
    {
        ROW("E19", "G-61");
        // Full: cut at every byte
        Place place;
        QVERIFY(place.file.write(withPort(4001), {}));
        QVERIFY(place.file.write(withPort(4002), *place.file.read()));
        const QByteArray whole = place.text().trimmed();
        const bool isFull = qEnvironmentVariableIntValue("SALLYPORT_FULL") != 0;
        for (qsizetype length = 0; length < whole.size(); length += isFull ? 1 : 1 + length / 40) {
            const QByteArray cut = whole.left(length);
            place.write(cut);
            const auto read = place.file.read();
            QVERIFY(!read);
            QCOMPARE(read.error().code, ErrorCode::Damaged);
            // Neither a save nor an edit puts anything in its place.
            QCOMPARE(place.file.write(withPort(1), {}).error().code, ErrorCode::Damaged);
            QCOMPARE(place.file
                         .edit([](Settings& settings) -> Result<void> {
                             settings.network.port = 1;
                             return {};
                         })
                         .error()
                         .code,
                     ErrorCode::Damaged);
            QCOMPARE(place.text(), cut);
            const QStringList copies = place.names(QStringLiteral("settings.json.bad-*"));
            QCOMPARE(copies.size(), 1); // one a damage, however often it is read
            QCOMPARE(place.textOf(copies[0]), cut);
            QVERIFY(QFile::remove(place.folder.filePath(copies[0])));
            QVERIFY(*place.file.lastGeneration() == withPort(4001));
        }
    }

    void bitFlipsNeverWidenSilently()
    {
        ROW("E19", "G-61");
        Place place;
        const Settings settings = annaViewsPhotos();
        const QByteArray whole = settingsToJson(settings, 1);
        for (qsizetype at = 0; at < whole.size(); ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                QByteArray flipped = whole;
                flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
                const auto read = settingsFromJson(flipped);
                if (!read)
                    continue;
                QVERIFY(isNoWider(*read));
            }
        }
    }

    // As older versions wrote them: without what came later.
    void filesThatLackAMemberGrantNoMore()
    {
        ROW("E19", "G-61");
        const QJsonValue whole =
            QJsonDocument::fromJson(settingsToJson(annaViewsPhotos(), 1)).object();
        QList<QStringList> members;
        collectMembers(whole, {}, members);
        // One of them, or two, neither of which is a part of the other.
        QList<QJsonObject> versions;
        for (const QStringList& one : std::as_const(members)) {
            versions += without(whole, one).toObject();
            for (const QStringList& two : std::as_const(members)) {
                if (one < two && two.first(qMin(one.size(), two.size())) != one)
                    versions += without(without(whole, one), two).toObject();
            }
        }
        QVERIFY(versions.size() >= 50);
        qsizetype loaded = 0;
        for (const QJsonObject& version : std::as_const(versions)) {
            const QByteArray text = QJsonDocument(version).toJson();
            const auto read = settingsFromJson(text);
            if (read) {
                ++loaded;
                QVERIFY2(isNoWider(*read), text.constData());
            } else {
                QCOMPARE(read.error().code, ErrorCode::Damaged);
                QVERIFY(!read.error().message.isEmpty());
            }
        }
        QVERIFY(loaded > 0 && loaded < versions.size());
    }

    void textThatIsNoUtf8IsRefusedAndKept()
    {
        ROW("E19");
        Place place;
        const QByteArray text =
            settingsToJson(annaViewsPhotos(), 1).replace("Photos", "Ph\xff\xfetos");
        place.write(text);
        QCOMPARE(place.file.read().error().code, ErrorCode::Damaged);
        QCOMPARE(place.text(), text);
        QCOMPARE(place.names(QStringLiteral("settings.json.bad-*")).size(), 1);
    }

    // Whoever lost a right in the last save comes in again by the owner's word alone.
    void whoWasRevokedLastStaysOutWhenTheFileIsDamaged()
    {
        ROW("E19", "G-61");
        Place place;
        QVERIFY(place.file.write(annaViewsPhotos(), {}));
        Settings revoked = annaViewsPhotos();
        revoked.accounts.clear();
        QVERIFY(place.file.write(revoked, *place.file.read()));
        place.write(place.text().chopped(10));

        QThreadPool writer;
        writer.setMaxThreadCount(1);
        SettingsStore store(place.file.path(), writer);
        const auto loaded = store.load();
        QVERIFY(QTest::qWaitFor([&] { return loaded.isFinished(); }, 20'000));
        QCOMPARE(loaded.result().error().code, ErrorCode::Damaged);
        QVERIFY(store.current().accounts.isEmpty());
        QVERIFY(store.previous());
        QCOMPARE(store.previous()->accounts.size(), 1); // what the window shows, and asks about
        Settings other = store.current();
        other.network.port = 4001;
        const auto saved = store.save(other);
        QVERIFY(QTest::qWaitFor([&] { return saved.isFinished(); }, 20'000));
        QVERIFY(!saved.result());
        QVERIFY(store.current().accounts.isEmpty());
        QVERIFY(!place.file.read());
        const auto chosen = store.replace(*store.previous());
        QVERIFY(QTest::qWaitFor([&] { return chosen.isFinished(); }, 20'000));
        QVERIFY(chosen.result());
        QCOMPARE(store.current().accounts.size(), 1);
    }

    void damagedGenerationsAreSkipped()
    {
        Place place;
        place.write("{", QStringLiteral(".1"));
        place.write(settingsToJson(withPort(4002), 1), QStringLiteral(".2"));
        QVERIFY(*place.file.lastGeneration() == withPort(4002));
        place.write("", QStringLiteral(".2"));
        QVERIFY(!place.file.lastGeneration());
    }

    void ownersChoiceReplacesADamagedFileAndKeepsIt()
    {
        Place place;
        place.write("{ broken");
        QVERIFY(place.file.replace(withPort(4001)));
        QVERIFY(place.file.read()->settings == withPort(4001));
        const QStringList copies = place.names(QStringLiteral("settings.json.bad-*"));
        QCOMPARE(copies.size(), 1);
        QCOMPARE(place.textOf(copies[0]), QByteArray("{ broken"));
        // A good one becomes a generation.
        QVERIFY(place.file.replace(withPort(4002)));
        QVERIFY(*place.file.lastGeneration() == withPort(4001));
    }

    void hugeFileIsRefusedUnread()
    {
        ROW("E19");
        Place place;
        QFile huge(place.file.path());
        QVERIFY(huge.open(QIODevice::WriteOnly));
        QVERIFY(huge.resize(100 * 1024 * 1024)); // sparse
        const auto read = place.file.read();
        QCOMPARE(
            read.error(),
            (Error{ErrorCode::Damaged, QStringLiteral("The settings file is larger than 16 MiB")}));
        QCOMPARE(place.file.write(withPort(1), {}).error().code, ErrorCode::Damaged);
        QCOMPARE(huge.size(), 100 * 1024 * 1024);
        QVERIFY(place.file.replace(withPort(4001))); // the owner's choice moves it aside
        QCOMPARE(place.names(QStringLiteral("settings.json.bad-*")).size(), 1);
        QVERIFY(place.file.read()->settings == withPort(4001));
    }

    void otherThingsUnderItsNameAreNoSettings()
    {
        ROW("E19");
        Place place;
        QVERIFY(QDir().mkdir(place.file.path()));
        QCOMPARE(place.file.read().error().code, ErrorCode::Damaged);
        QVERIFY(QDir().rmdir(place.file.path()));
        QCOMPARE(::mkfifo(QFile::encodeName(place.file.path()).constData(), 0600), 0);
        QCOMPARE(place.file.read().error().code, ErrorCode::Damaged); // and does not block
    }

    void folderThatIsGoneIsSaid()
    {
        Place place;
        const SettingsFile file(place.folder.filePath(QStringLiteral("gone/settings.json")));
        QVERIFY(file.read());
        const auto written = file.write(withPort(1), {});
        QVERIFY(!written);
        QVERIFY(!written.error().message.contains(place.folder.path()));
    }

    void fullDiskLeavesTheOldSettings()
    {
        ROW("E19");
        Place place;
        QVERIFY(place.file.write(withPort(4001), {}));
        const QByteArray before = place.text();
        // A folder in the place of the file that is written first fails like a disk without space,
        // and does so for root too.
        QVERIFY(QDir().mkpath(place.file.path() + QStringLiteral(".new/x")));
        QVERIFY(!place.file.write(withPort(4002), *place.file.read()));
        QCOMPARE(place.text(), before);
        QVERIFY(place.file.read()->settings == withPort(4001));
        QVERIFY(QDir(place.file.path() + QStringLiteral(".new")).removeRecursively());
        QVERIFY(place.file.write(withPort(4002), *place.file.read()));
    }
};

QTEST_GUILESS_MAIN(TestSettingsFile)
#include "tst_settings_file.moc"
