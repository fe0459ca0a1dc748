// The real sallyport-cli as a process, with a profile of its own.
#include "core/settings_store.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

#include <memory>
#include <vector>

using namespace sallyport;

namespace {

struct Answer {
    int code = -1;
    QString out;
    QString err; // without "sallyport-cli: " and the line end
};

struct House {
    QTemporaryDir folder;

    House() { QDir(folder.path()).mkpath(QStringLiteral("Photos")); }
    QString path(const char* name) const { return folder.filePath(QLatin1String(name)); }
    QString photos() const { return path("Photos"); }
    QStringList withProfile(const QStringList& arguments) const
    {
        return QStringList{QStringLiteral("--profile"), path("profile")} + arguments;
    }
    std::unique_ptr<QProcess> start(const QStringList& arguments) const
    {
        auto process = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), folder.path());
        process->setProcessEnvironment(environment);
        process->start(QStringLiteral(SALLYPORT_CLI), arguments);
        return process;
    }
    Answer run(const QStringList& arguments, const QByteArray& input = {}) const
    {
        const auto process = start(withProfile(arguments));
        process->write(input);
        process->closeWriteChannel();
        if (!process->waitForFinished(60'000))
            qFatal("sallyport-cli does not end");
        QString err = QString::fromUtf8(process->readAllStandardError());
        err.remove(QStringLiteral("sallyport-cli: "));
        return {process->exitStatus() == QProcess::NormalExit ? process->exitCode() : -1,
                QString::fromUtf8(process->readAllStandardOutput()), err.trimmed()};
    }
    Answer run(const char* line, const QByteArray& input = {}) const
    {
        return run(QString::fromLatin1(line).split(u' '), input);
    }
    void write(const char* name, const QByteArray& text) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write");
    }
    QByteArray read(const char* name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    Settings settings() const
    {
        const auto read = settingsFromJson(this->read("profile/settings.json"));
        return read ? *read : Settings();
    }
    void addPhotos() const
    {
        if (run({QStringLiteral("shares"), QStringLiteral("add"), QStringLiteral("Photos"),
                 photos()})
                .code
            != 0)
            qFatal("cannot add a share");
    }
};

const QByteArray password = "maple-otter-71\n";
const QByteArray key =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAciy0PJVRKyLRnCJNQPFZhLqSTQLlwbFC6FUXN8"
    "IW18 anna@laptop\n";

} // namespace

class TestEditingCommands : public QObject {
    Q_OBJECT
private slots:
    void sharesAreAddedListedAndRemoved()
    {
        const House house;
        QCOMPARE(house.run("shares list").out, QString());
        house.addPhotos();
        const Settings settings = house.settings();
        QCOMPARE(settings.shares.size(), 1);
        QCOMPARE(settings.shares[0].name, QByteArray("Photos"));
        QCOMPARE(settings.shares[0].folder, house.photos().toUtf8());
        QVERIFY(settings.shares[0].root); // so that another folder in its place is noticed
        QCOMPARE(house.run("shares list").out, QStringLiteral("Photos\t%1\n").arg(house.photos()));
        const QJsonArray list =
            QJsonDocument::fromJson(house.run("shares list --json").out.toUtf8()).array();
        QCOMPARE(list.size(), 1);
        QCOMPARE(list[0][QStringLiteral("name")].toString(), QStringLiteral("Photos"));
        QCOMPARE(list[0][QStringLiteral("id")].toString().size(), 32);

        const Answer twice = house.run("shares add Photos /");
        QCOMPARE(twice.code, 1);
        QCOMPARE(twice.err, QStringLiteral("There is a share named Photos already"));
        const Answer nowhere = house.run("shares add Other /no/such/folder");
        QCOMPARE(nowhere.code, 1);
        QCOMPARE(nowhere.err, QStringLiteral("There is no folder /no/such/folder"));
        const Answer misspelt = house.run("shares remove Photo");
        QCOMPARE(misspelt.code, 1);
        QCOMPARE(misspelt.err,
                 QStringLiteral("There is no share named Photo; the nearest is Photos"));
        QCOMPARE(house.run("shares remove Photos").code, 0);
        QVERIFY(house.settings().shares.isEmpty());
    }

    void shareMadeAgainHasNoGrants()
    {
        const House house;
        house.addPhotos();
        QCOMPARE(house.run("users add anna --password-file - --access Photos=full", password).code,
                 0);
        const ShareId first = house.settings().shares[0].id;
        QCOMPARE(house.settings().accounts[0].access.value(first), Access::Full);
        QCOMPARE(house.run("shares remove Photos").code, 0);
        QVERIFY(house.settings().accounts[0].access.isEmpty());
        house.addPhotos();
        QVERIFY(!(house.settings().shares[0].id == first));
        QVERIFY(house.settings().accounts[0].access.isEmpty());
        QCOMPARE(house.run("users list").out, QStringLiteral("anna\tpassword\n"));
    }

    void usersAreAddedAllowedAndRemoved()
    {
        const House house;
        house.addPhotos();
        house.write("keys", "# mine\n" + key + "from=\"laptop.lan\" " + key);
        const Answer added =
            house.run({QStringLiteral("users"), QStringLiteral("add"), QStringLiteral("anna"),
                       QStringLiteral("--authorized-keys"), house.path("keys"),
                       QStringLiteral("--expires"), QStringLiteral("2026-12-31T12:00:00Z")});
        QCOMPARE(added.code, 0);
        // The line that cannot be kept is told, and the other one counts.
        QCOMPARE(
            added.err,
            house.path("keys")
                + QStringLiteral(" line 3: from= has \"laptop.lan\", and names of computers are "
                                 "not looked up"));
        Account anna = house.settings().accounts.value(0);
        QCOMPARE(anna.keys.size(), 1);
        QVERIFY(anna.passwordVerifier.isEmpty() && anna.access.isEmpty() && anna.expires);

        QCOMPARE(house.run("users allow anna Photos=drop").code, 0);
        QCOMPARE(house.settings().accounts[0].access.begin().value(), Access::DropBox);
        QCOMPARE(house.run("users allow anna Photos=none").code, 0);
        QVERIFY(house.settings().accounts[0].access.isEmpty());
        const Answer noShare = house.run("users allow anna Foto=view");
        QCOMPARE(noShare.code, 1);
        QCOMPARE(noShare.err,
                 QStringLiteral("There is no share named Foto; the nearest is Photos"));

        QCOMPARE(house.run("users passwd anna --password-file -", password).code, 0);
        anna = house.settings().accounts[0];
        QVERIFY(anna.passwordVerifier.startsWith("$argon2id$v=19$m=65536,t=2,p=1$"));
        QVERIFY(!house.read("profile/settings.json").contains("maple"));

        const QJsonArray list =
            QJsonDocument::fromJson(house.run("users list --json").out.toUtf8()).array();
        QCOMPARE(list[0][QStringLiteral("name")].toString(), QStringLiteral("anna"));
        QVERIFY(list[0][QStringLiteral("password")].toBool());
        QCOMPARE(list[0][QStringLiteral("keys")][0].toString(),
                 QStringLiteral("SHA256:sd4oH4Xz8bi6e8tBongXJ3b+8zDBd4n/ekUJ6FNJRV0"));
        QVERIFY(!house.run("users list --json").out.contains(QStringLiteral("argon2")));

        QCOMPARE(house.run("users add anna --password-file -", password).code, 1);
        QCOMPARE(house.run("users remove anna").code, 0);
        QVERIFY(house.settings().accounts.isEmpty());
        QCOMPARE(house.run("users remove anna").code, 1);
    }

    void passwordsThatWillNotDoAreRefused_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("none") << QByteArray() << QStringLiteral("The password is empty");
        QTest::newRow("an empty line")
            << QByteArray("\nmaple-otter-71\n") << QStringLiteral("The password is empty");
        QTest::newRow("short") << QByteArray("short\n")
                               << QStringLiteral("A password needs at least 10 characters");
        QTest::newRow("nine characters of two bytes")
            << QByteArray("\xc3\xa9").repeated(9)
            << QStringLiteral("A password needs at least 10 characters");
        QTest::newRow("long") << QByteArray(1025, 'x')
                              << QStringLiteral("A password has at most 1024 bytes, and no NUL");
        QTest::newRow("a whole file")
            << QByteArray(100'000, 'x')
            << QStringLiteral("The password file holds more than one password");
        QTest::newRow("a NUL") << QByteArray("maple\0otter-71\n", 15)
                               << QStringLiteral("A password has at most 1024 bytes, and no NUL");
    }
    void passwordsThatWillNotDoAreRefused()
    {
        QFETCH(QByteArray, input);
        QFETCH(QString, sentence);
        const House house;
        const Answer answer = house.run("users add anna --password-file -", input);
        QCOMPARE(answer.err, sentence);
        QCOMPARE(answer.code, 2);
        QVERIFY(house.settings().accounts.isEmpty());
    }

    void editorsAtOnceLoseNothing()
    {
        const House house;
        constexpr int editors = 12;
        std::vector<std::unique_ptr<QProcess>> processes;
        for (int i = 0; i < editors; ++i)
            processes.push_back(house.start(
                house.withProfile({QStringLiteral("shares"), QStringLiteral("add"),
                                   QStringLiteral("Share %1").arg(i), house.photos()})));
        for (const auto& process : processes) {
            QVERIFY(process->waitForFinished(60'000));
            QCOMPARE(process->exitCode(), 0);
        }
        const Settings settings = house.settings();
        QCOMPARE(settings.shares.size(), editors);
        for (int i = 0; i < editors; ++i) {
            QVERIFY(std::any_of(settings.shares.begin(), settings.shares.end(),
                                [&](const Share& share) {
                                    return share.name == "Share " + QByteArray::number(i);
                                }));
        }
    }

    void settingsAreReadAndSet()
    {
        const House house;
        QCOMPARE(house.run("settings get limits.loginGrace").out, QStringLiteral("1m\n"));
        QCOMPARE(house.run("settings set limits.loginGrace 20s").code, 0);
        QCOMPARE(house.run("settings get limits.loginGrace").out, QStringLiteral("20s\n"));
        QCOMPARE(house.settings().limits.loginGrace, std::chrono::seconds(20));
        QCOMPARE(house.run("settings get penalties").out,
                 QStringLiteral("penalties.enabled=true\npenalties.exempt=\n"));
        QCOMPARE(house.run("settings get").out.count(u'\n'), settingsPaths().size());
        const Answer unknown = house.run("settings set limits.loginGrase 20s");
        QCOMPARE(unknown.code, 2);
        QCOMPARE(unknown.err,
                 QStringLiteral("There is no setting \"limits.loginGrase\"; the nearest is "
                                "limits.loginGrace"));
        const Answer bounds = house.run("settings set limits.loginGrace 1h");
        QCOMPARE(bounds.code, 2);
        QCOMPARE(bounds.err,
                 QStringLiteral("limits.loginGrace must be a time from 1s to 2m, not \"1h\""));
        const Answer checked = house.run("settings check");
        QCOMPARE(checked.code, 0);
        QCOMPARE(checked.out, QStringLiteral("The settings are good; shares: 0, people: 0\n"));
    }

    void damagedSettingsAreFourAndStayUntilAnImport()
    {
        const House house;
        house.addPhotos();
        QCOMPARE(house.run("settings set network.port 2023").code, 0);
        QCOMPARE(
            house.run({QStringLiteral("settings"), QStringLiteral("export"), house.path("copy")})
                .code,
            0);
        QCOMPARE(
            QFile(house.path("copy")).permissions()
                & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
            QFile::Permissions());
        const QByteArray cut = house.read("profile/settings.json").chopped(3);
        house.write("profile/settings.json", cut);
        for (const char* line :
             {"settings check", "settings get", "settings set network.port 1", "shares list",
              "shares remove Photos", "users list", "users remove anna", "settings export -"}) {
            const Answer answer = house.run(line);
            QCOMPARE(answer.code, 4);
            QVERIFY2(answer.err.startsWith(QStringLiteral("The settings file is not JSON: line ")),
                     line);
            // Where it is, and what was before it.
            QVERIFY2(answer.err.endsWith(QStringLiteral("; the file is %1, the one before it %1.1")
                                             .arg(house.path("profile/settings.json"))),
                     qPrintable(answer.err));
            QCOMPARE(house.read("profile/settings.json"), cut);
        }
        const Answer imported =
            house.run({QStringLiteral("settings"), QStringLiteral("import"), house.path("copy")});
        QCOMPARE(imported.code, 0);
        QCOMPARE(house.settings().shares.size(), 1);
        QCOMPARE(
            QDir(house.path("profile")).entryList({QStringLiteral("settings.json.bad-*")}).size(),
            1);
        const Answer nonsense = house.run("settings import -", "{");
        QCOMPARE(nonsense.code, 4);
        house.write("nonsense", "{");
        const Answer named = house.run(
            {QStringLiteral("settings"), QStringLiteral("import"), house.path("nonsense")});
        QVERIFY2(named.err.startsWith(house.path("nonsense") + QStringLiteral(": ")),
                 qPrintable(named.err));
        QCOMPARE(house.settings().shares.size(), 1);
    }

    void profileIsCopiedByExportAndImport()
    {
        const House from, to;
        from.addPhotos();
        QCOMPARE(from.run("users add anna --password-file - --access Photos=view", password).code,
                 0);
        const Answer exported = from.run("settings export -");
        QCOMPARE(exported.code, 0);
        QCOMPARE(to.run("settings import -", exported.out.toUtf8()).code, 0);
        QVERIFY(to.settings() == from.settings());
        const Answer keys = from.run("host-key show");
        QCOMPARE(to.run({QStringLiteral("host-key"), QStringLiteral("import"),
                         from.path("profile/keys/ssh_host_ed25519_key")})
                     .code,
                 0);
        const Answer noKey = to.run("host-key import /nowhere/at/all");
        QCOMPARE(noKey.code, 1);
        QCOMPARE(noKey.err, QStringLiteral("/nowhere/at/all: There is no host key"));
        const Answer noFile = to.run("settings import /nowhere/at/all");
        QCOMPARE(noFile.err,
                 QStringLiteral("/nowhere/at/all cannot be read: there is no folder /nowhere/at"));
        QCOMPARE(to.run("host-key show").out.section(u'\n', 0, 0), keys.out.section(u'\n', 0, 0));
    }

    void hostKeysAreMadeOnceShownAndReplacedOnPurpose()
    {
        const House house;
        const Answer first = house.run("host-key show");
        QCOMPARE(first.code, 0);
        const QStringList lines = first.out.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines[0].startsWith(QStringLiteral("SHA256:")));
        QCOMPARE(lines[0].section(u' ', 1, 1), QStringLiteral("ssh-ed25519"));
        QCOMPARE(lines[1].section(u' ', 1, 1), QStringLiteral("ssh-rsa"));
        QCOMPARE(house.run("host-key show").out, first.out);
        const QByteArray old = house.read("profile/keys/ssh_host_ed25519_key");
        const Answer fresh = house.run("host-key regenerate");
        QCOMPARE(fresh.code, 0);
        QVERIFY(fresh.out != first.out);
        QCOMPARE(house.run("host-key show").out, fresh.out);
        // The old one is kept for whoever must go back.
        const QStringList kept = QDir(house.path("profile/keys"))
                                     .entryList({QStringLiteral("ssh_host_ed25519_key.old-*")});
        QCOMPARE(kept.size(), 1);
        QFile file(house.path("profile/keys/") + kept[0]);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), old);
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QCOMPARE(house.run("host-key import /dev/null").code, 4);
        QCOMPARE(house.run("host-key show").out, fresh.out);
    }

    void profileFolderIsPrivateAndWholeInOnePlace()
    {
        const House house;
        house.addPhotos();
        QCOMPARE(QFile(house.path("profile")).permissions()
                     & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther),
                 QFile::Permissions());
        const QStringList names =
            QDir(house.path("profile"))
                .entryList(QDir::AllEntries | QDir::NoDotAndDotDot, QDir::Name);
        QCOMPARE(names,
                 QStringList({QStringLiteral("keys"), QStringLiteral("settings.json"),
                              QStringLiteral("settings.lock"), QStringLiteral("state")}));
    }

    void withoutAProfileTheXdgFoldersAreUsed()
    {
        const House house;
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), house.path("home"));
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), house.folder.path());
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), house.path("config"));
        environment.insert(QStringLiteral("XDG_DATA_HOME"), QStringLiteral("relative"));
        environment.remove(QStringLiteral("XDG_STATE_HOME"));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(SALLYPORT_CLI),
                      {QStringLiteral("settings"), QStringLiteral("set"),
                       QStringLiteral("network.port"), QStringLiteral("4000")});
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(QFile::exists(house.path("config/sallyport/settings.json")));
        QVERIFY(QFile::exists(house.path("home/.local/share/sallyport/keys")));
        QVERIFY(QFile::exists(house.path("home/.local/state/sallyport")));
    }

    void mistakesAreTwoWithOneLineOnStderr()
    {
        const House house;
        for (const char* line :
             {"", "serv", "shares", "shares add", "users add", "settings set x y",
              "shares list --jsn", "serve --set nothing=1"}) {
            const Answer answer = house.run(line);
            QCOMPARE(answer.code, 2);
            QCOMPARE(answer.out, QString());
            QVERIFY2(!answer.err.isEmpty() && !answer.err.contains(u'\n'), line);
        }
        QVERIFY(!QFile::exists(house.path("profile"))); // and nothing was made
        const Answer help = house.run("--help");
        QCOMPARE(help.code, 0);
        QVERIFY(help.out.contains(QStringLiteral("sallyport-cli serve")));
        QCOMPARE(help.err, QString());
    }
};

QTEST_GUILESS_MAIN(TestEditingCommands)
#include "tst_editing_commands.moc"
