#include "app/command_line.h"
#include "app/how_to_connect.h"

#include <QDir>
#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace std::chrono_literals;

namespace {

QList<QByteArray> split(const QByteArray& line)
{
    return line.isEmpty() ? QList<QByteArray>() : line.split(' ');
}

template <typename Options>
Options parsed(const QList<QByteArray>& arguments)
{
    const auto command = parseCommandLine(arguments);
    if (!command)
        qWarning("%s", qPrintable(command.error().message));
    return command && std::holds_alternative<Options>(*command) ? std::get<Options>(*command)
                                                                : Options();
}

ServeOptions serve(const QByteArray& line)
{
    return parsed<ServeOptions>(split("serve " + line));
}

} // namespace

class TestCommandLine : public QObject {
    Q_OBJECT
private slots:
    void plainServeLeavesEverythingToTheProfile()
    {
        const auto command = parseCommandLine({"serve"});
        QVERIFY(command);
        const auto& options = std::get<ServeOptions>(*command);
        QVERIFY(options.folders.isEmpty() && options.shares.isEmpty() && options.profile.isEmpty());
        QVERIFY(!options.access && !options.address && !options.allowFrom && !options.symlinks);
        QVERIFY(!options.maxConnections && !options.idleTimeout && !options.stopAfter);
        QVERIFY(!options.bytesPerSecond && !options.noAuth && !options.json && !options.verbose);
        QCOMPARE(options.drain, 0s);
        QCOMPARE(options.logFormat, LogFormat::Text);
    }

    void everyFlagOfServeIsRead()
    {
        const auto options = serve(
            "/srv/a --access upload --share Inbox=/srv/in:drop --share Docs=/srv/d --addr "
            "127.0.0.1:2024 --allow-from any --user anna --password-file - --authorized-keys /k "
            "--host-key /h1 --host-key /h2 --symlinks never --hide .* --hide *.bak "
            "--max-connections 400 --idle-timeout 1h30m --stop-after 2h --drain 60s --bwlimit 10M "
            "--set limits.loginGrace=20s --set penalties.enabled=false --json --log-format openssh "
            "--log-file /l --profile /p -v");
        QCOMPARE(options.folders, QList<QByteArray>({"/srv/a"}));
        QCOMPARE(options.access, std::optional(Access::Upload));
        QCOMPARE(options.shares.size(), 2);
        QCOMPARE(options.shares[0].name, QByteArray("Inbox"));
        QCOMPARE(options.shares[0].folder, QByteArray("/srv/in"));
        QCOMPARE(options.shares[0].access, std::optional(Access::DropBox));
        QVERIFY(!options.shares[1].access);
        QCOMPARE(options.address->addresses, QList<QHostAddress>({QHostAddress(u"127.0.0.1"_qs)}));
        QCOMPARE(options.address->port, std::optional<quint16>(2024));
        QCOMPARE(*options.allowFrom, QStringList({u"any"_qs}));
        QCOMPARE(options.userName, u"anna"_qs);
        QCOMPARE(options.passwordFile, u"-"_qs);
        QCOMPARE(options.authorizedKeys, u"/k"_qs);
        QCOMPARE(options.hostKeys, QStringList({u"/h1"_qs, u"/h2"_qs}));
        QCOMPARE(options.symlinks, std::optional(SymlinkPolicy::Never));
        QCOMPARE(options.hide, QStringList({u".*"_qs, u"*.bak"_qs}));
        QCOMPARE(options.maxConnections, std::optional(400));
        QCOMPARE(*options.idleTimeout, 5400s);
        QCOMPARE(*options.stopAfter, 7200s);
        QCOMPARE(options.drain, 60s);
        QCOMPARE(*options.bytesPerSecond, 10485760ULL);
        QCOMPARE(options.sets.size(), 2);
        QCOMPARE(options.sets[0], std::pair(u"limits.loginGrace"_qs, u"20s"_qs));
        QVERIFY(options.json && options.verbose);
        QCOMPARE(options.logFormat, LogFormat::OpenSsh);
        QCOMPARE(options.logFile, u"/l"_qs);
        QCOMPARE(options.profile, u"/p"_qs);
        QVERIFY(serve("/a --no-auth").noAuth);
        QCOMPARE(serve("/a --read-only").access, std::optional(Access::View));
    }

    void linesToPasteHoldAnyUserName()
    {
        const auto lines = [](const QString& user) {
            return howToConnect({QUrl(u"sftp://127.0.0.1:2022"_qs)}, {u"SHA256:x"_qs},
                                {u"ssh-ed25519 AAAA"_qs}, user);
        };
        QVERIFY(lines(u"anna"_qs).contains(u"sftp -P 2022 anna@127.0.0.1\n"));
        const QString odd = lines(u"Anna O'B"_qs);
        QVERIFY2(odd.contains(u"sftp -P 2022 'Anna O'\\''B'@127.0.0.1\n"), qPrintable(odd));
        QVERIFY2(odd.contains(u"sftp://Anna%20O'B@127.0.0.1:2022\n"), qPrintable(odd));
        // A key other than the saved one is refused without a question.
        QVERIFY(odd.contains(u"echo '[127.0.0.1]:2022 ssh-ed25519 AAAA' >> ~/.ssh/known_hosts\n"));
        QVERIFY(odd.contains(u"-o StrictHostKeyChecking=yes 'Anna O'\\''B'@127.0.0.1\n"));
    }

    void valuesMayStandBehindAnEqualsSign()
    {
        const auto options = serve("--addr=:0 --share=A=/a=b --profile=/p=q --set=network.port=0");
        QVERIFY(options.address->addresses.isEmpty());
        QCOMPARE(options.address->port, std::optional<quint16>(0));
        QCOMPARE(options.shares[0].folder, QByteArray("/a=b"));
        QCOMPARE(options.profile, u"/p=q"_qs);
    }

    void profileStandsBeforeOrAfterTheVerb()
    {
        QCOMPARE(parsed<ServeOptions>({"--profile", "/p", "serve"}).profile, u"/p"_qs);
        QCOMPARE(parsed<ServeOptions>({"serve", "--profile", "/p"}).profile, u"/p"_qs);
        QCOMPARE(parsed<ServeOptions>({"-v", "--profile=/p", "serve"}).profile, u"/p"_qs);
        QVERIFY(parsed<ServeOptions>({"-v", "serve"}).verbose);
        QCOMPARE(parsed<EditOptions>({"--profile", "/p", "shares", "list"}).profile, u"/p"_qs);
        QCOMPARE(parsed<EditOptions>({"shares", "--profile", "/p", "list"}).profile, u"/p"_qs);
        QCOMPARE(parsed<ServeOptions>({"--profile", "p", "serve"}).profile,
                 QDir::current().absoluteFilePath(u"p"_qs));
        QVERIFY(parseCommandLine({"--profile", "/p", "subsystem"}));
    }

    void folderIsBytesAndAbsolute()
    {
        const QByteArray here = QDir::currentPath().toUtf8();
        const auto options = parsed<ServeOptions>(
            {"serve", "/srv/\xff\xfe", "--", "-odd", "rel/../x//y/.", "/a/./b/"});
        QCOMPARE(options.folders,
                 QList<QByteArray>({"/srv/\xff\xfe", here + "/-odd", here + "/x/y", "/a/b"}));
        QCOMPARE(serve("/").folders, QList<QByteArray>({"/"}));
    }

    void accessIsSplitOffAtTheLastColonBeforeOneOfTheWords_data()
    {
        QTest::addColumn<QByteArray>("argument");
        QTest::addColumn<QByteArray>("folder");
        QTest::addColumn<int>("access");
        QTest::newRow("without") << QByteArray("A=/a") << QByteArray("/a") << -1;
        QTest::newRow("full") << QByteArray("A=/a:full") << QByteArray("/a") << int(Access::Full);
        QTest::newRow("a colon in the folder") << QByteArray("A=/a:b") << QByteArray("/a:b") << -1;
        QTest::newRow("both") << QByteArray("A=/a:b:view") << QByteArray("/a:b")
                              << int(Access::View);
        QTest::newRow("twice") << QByteArray("A=/a:full:drop") << QByteArray("/a:full")
                               << int(Access::DropBox);
        QTest::newRow("another case") << QByteArray("A=/a:Full") << QByteArray("/a:Full") << -1;
        QTest::newRow("a colon at the end") << QByteArray("A=/a:") << QByteArray("/a:") << -1;
    }
    void accessIsSplitOffAtTheLastColonBeforeOneOfTheWords()
    {
        QFETCH(QByteArray, argument);
        QFETCH(QByteArray, folder);
        QFETCH(int, access);
        const auto options = parsed<ServeOptions>({"serve", "--share", argument});
        QCOMPARE(options.shares.size(), 1);
        QCOMPARE(options.shares[0].name, QByteArray("A"));
        QCOMPARE(options.shares[0].folder, folder);
        QCOMPARE(options.shares[0].access ? int(*options.shares[0].access) : -1, access);
    }

    void addressesAreReadInEveryForm_data()
    {
        QTest::addColumn<QByteArray>("argument");
        QTest::addColumn<QStringList>("addresses");
        QTest::addColumn<int>("port");
        const auto row = [](const char* argument, const QStringList& addresses, int port) {
            QTest::newRow(argument) << QByteArray(argument) << addresses << port;
        };
        row(":2022", {}, 2022);
        row(":0", {}, 0);
        row("*:2022", {}, 2022);
        row("127.0.0.1:2022", {u"127.0.0.1"_qs}, 2022);
        row("127.0.0.1", {u"127.0.0.1"_qs}, -1);
        row("[::1]:2022", {u"::1"_qs}, 2022);
        row("::1", {u"::1"_qs}, -1);
        row("[::1]", {u"::1"_qs}, -1);
        row("[fe80::1%eth0]:22", {u"fe80::1%eth0"_qs}, 22);
        row("localhost:2022", {u"127.0.0.1"_qs, u"::1"_qs}, 2022);
    }
    void addressesAreReadInEveryForm()
    {
        QFETCH(QByteArray, argument);
        QFETCH(QStringList, addresses);
        QFETCH(int, port);
        const auto options = parsed<ServeOptions>({"serve", "--addr", argument});
        QVERIFY(options.address);
        QStringList found;
        for (const QHostAddress& address : options.address->addresses)
            found.append(address.toString());
        QCOMPARE(found, addresses);
        QCOMPARE(options.address->port ? int(*options.address->port) : -1, port);
    }

    void severalAddressesShareOnePort()
    {
        const auto options = serve("--addr 127.0.0.1:2022 --addr [::1]:2022");
        QCOMPARE(options.address->addresses.size(), 2);
        QVERIFY(serve("--addr 127.0.0.1:2022 --addr :2022").address->addresses.isEmpty());
    }

    void subsystemTakesTheFlagsOfSftpServer()
    {
        ROW("subsystem.flags");
        const auto options = parsed<SubsystemOptions>(
            split("subsystem -R -d /start/%u -u 027 -e -l verbose --root /jail"));
        QVERIFY(options.readOnly && options.logToStderr);
        QCOMPARE(options.startFolder, QByteArray("/start/%u"));
        QCOMPARE(options.umask, std::optional<quint32>(027));
        QCOMPARE(options.logLevel, u"VERBOSE"_qs);
        QCOMPARE(options.root, QByteArray("/jail"));
        const auto joined = parsed<SubsystemOptions>(split("subsystem -Re -u0 -lDEBUG3"));
        QVERIFY(joined.readOnly && joined.logToStderr);
        QCOMPARE(joined.umask, std::optional<quint32>(0));
        QCOMPARE(joined.logLevel, u"DEBUG3"_qs);
        QVERIFY(!parsed<SubsystemOptions>({"subsystem"}).umask);
    }

    void editingVerbsAreRead()
    {
        using Verb = EditOptions::Verb;
        const auto add = parsed<EditOptions>({"shares", "add", "Photos", "/srv/p"});
        QCOMPARE(add.verb, Verb::SharesAdd);
        QCOMPARE(add.name, QByteArray("Photos"));
        QCOMPARE(add.folder, QByteArray("/srv/p"));
        const auto user = parsed<EditOptions>(
            split("users add anna --password-file /f --authorized-keys /k --access Photos=full "
                  "--access a=b=drop --expires 2026-12-31T12:00:00Z"));
        QCOMPARE(user.verb, Verb::UsersAdd);
        QCOMPARE(user.access.size(), 2);
        QCOMPARE(user.access[1].first, QByteArray("a=b"));
        QCOMPARE(user.access[1].second, std::optional(Access::DropBox));
        QCOMPARE(user.expires->toString(Qt::ISODate), u"2026-12-31T12:00:00Z"_qs);
        const auto day = parsed<EditOptions>(split("users add anna --expires 2026-12-31"));
        QCOMPARE(day.expires->toLocalTime().toString(Qt::ISODate), u"2026-12-31T23:59:59"_qs);
        QVERIFY(!parsed<EditOptions>({"users", "allow", "anna", "Photos=none"}).access[0].second);
        QVERIFY(parsed<EditOptions>({"shares", "list", "--json"}).json);
        QCOMPARE(parsed<EditOptions>({"settings", "get"}).verb, Verb::SettingsGet);
        QCOMPARE(parsed<EditOptions>({"settings", "get", "limits"}).key, u"limits"_qs);
        QCOMPARE(parsed<EditOptions>({"settings", "set", "network.port", "0"}).value, u"0"_qs);
        QCOMPARE(parsed<EditOptions>({"settings", "export", "-"}).file, u"-"_qs);
        QCOMPARE(parsed<EditOptions>({"host-key", "import", "/k"}).file, u"/k"_qs);
    }

    void helpAndVersionAreAnswered()
    {
        for (const char* line :
             {"--help", "-h", "help", "serve --help", "serve /a -h", "users --help",
              "settings get -h", "subsystem --help", "--profile /p --help"}) {
            const auto command = parseCommandLine(split(line));
            QVERIFY2(command, line);
            QVERIFY2(std::holds_alternative<HelpRequest>(*command), line);
            QVERIFY(std::get<HelpRequest>(*command).text.endsWith(u'\n'));
        }
        const auto version = parseCommandLine({"--version"});
        QVERIFY(version);
        QCOMPARE(std::get<HelpRequest>(*version).text, u"sallyport-cli " SALLYPORT_VERSION "\n"_qs);
    }

    void everyMistakeIsOneSentence_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* line, const char* sentence) {
            QTest::newRow(line) << QByteArray(line) << QString::fromUtf8(sentence);
        };
        row("",
            "Say what to do: serve, subsystem, shares, users, host-key, settings or doctor; --help "
            "says more");
        row("doctor quick", "doctor takes no \"quick\"");
        row("sevre /a", "There is no command \"sevre\"; the nearest is serve");
        row("--foo serve", "There is no option --foo; the nearest is --help");
        row("serve --acess full /a", "There is no option --acess; the nearest is --access");
        row("serve -p 2022 /a", "There is no option -p");
        row("serve --addr", "--addr needs a value: HOST:PORT");
        row("serve --json=yes", "--json takes no value");
        row("serve --user a --user b /a", "--user is given twice");
        row("--profile /p serve --profile /q", "--profile is given twice");
        row("serve --access all /a", "--access is view, upload, full or drop, not \"all\"");
        row("serve --read-only --access full /a",
            "--read-only is --access view, so one of the two must go");
        row("serve --share /a", "--share is NAME=FOLDER, and \"/a\" has no name that will do");
        row("serve --share a/b=/a",
            "--share is NAME=FOLDER, and \"a/b=/a\" has no name that will do");
        row("serve --share ..=/a",
            "--share is NAME=FOLDER, and \"..=/a\" has no name that will do");
        row("serve --share A=", "--share A needs a folder");
        row("serve --share A=/a --share A=/b",
            "Two shares would be /A: name them with --share NAME=FOLDER");
        row("serve /x/A /y/A", "Two shares would be /A: name them with --share NAME=FOLDER");
        row("serve / /a", "The folder / needs a name: --share NAME=/");
        row("serve --addr 2022",
            "--addr is HOST:PORT with an address of this computer, not \"2022\"");
        row("serve --addr host.example:2022",
            "--addr is HOST:PORT with an address of this computer, not \"host.example:2022\"");
        row("serve --addr :65536",
            "--addr is HOST:PORT with an address of this computer, not \":65536\"");
        row("serve --addr :+1",
            "--addr is HOST:PORT with an address of this computer, not \":+1\"");
        row("serve --addr 127.0.0.1:1 --addr 127.0.0.2:2", "All of --addr must have one port");
        row("serve --allow-from everybody",
            "--allow-from must be a list of \"lan\", \"any\", addresses and networks, not "
            "\"everybody\"");
        row("serve --no-auth --allow-from any /a", "--no-auth is not for --allow-from any");
        row("serve --no-auth --set network.allowFrom=any /a",
            "--no-auth is not for --allow-from any");
        row("serve --no-auth --password-file /f /a",
            "--no-auth lets everybody in, so it excludes --password-file and --authorized-keys");
        row("serve --no-auth",
            "--no-auth needs a FOLDER or --share: what the profile holds is changed with shares, "
            "users and settings");
        row("serve --symlinks follow /a", "--symlinks is inside, hide or never, not \"follow\"");
        row("serve --user a/b /a",
            "--user: a user name has 1 to 64 characters, no \"/\" and no \":\", unlike \"a/b\"");
        row("users add a:b --password-file p",
            "users: a user name has 1 to 64 characters, no \"/\" and no \":\", unlike \"a:b\"");
        row("serve --hide= /a", "--hide needs a value");
        row("serve --profile= /a", "--profile needs a folder");
        row("serve --hide a/b /a", "--hide takes globs of names, without \"/\"");
        row("serve --max-connections 0",
            "--max-connections must be a number from 1 to 4096, not \"0\"");
        row("serve --idle-timeout soon",
            "--idle-timeout must be a time from 0s to 30d, not \"soon\"");
        row("serve --stop-after soon",
            "--stop-after: \"soon\" is not a time; write 20s, 15m, 2h or 1h30m");
        row("serve --bwlimit fast",
            "--bwlimit must be a size in bytes, or like 64K, 10M, 1G, not \"fast\"");
        row("serve --set limits.loginGrase=20s",
            "There is no setting \"limits.loginGrase\"; the nearest is limits.loginGrace");
        row("serve --set limits.loginGrace=3m",
            "limits.loginGrace must be a time from 1s to 2m, not \"3m\"");
        row("serve --set limits.loginGrace", "--set is KEY=VALUE, not \"limits.loginGrace\"");
        row("serve --log-format xml", "--log-format is text, json or openssh, not \"xml\"");
        row("subsystem /a", "subsystem takes options alone, not \"/a\"");
        row("subsystem -u 8", "-u needs an octal mask like 022, not \"8\"");
        row("subsystem -u 1777", "-u needs an octal mask like 022, not \"1777\"");
        row("subsystem -l LOUD",
            "-l is one of QUIET, FATAL, ERROR, INFO, VERBOSE, DEBUG, DEBUG1, "
            "DEBUG2, DEBUG3");
        row("subsystem -x", "There is no option -x");
        row("subsystem -d", "-d needs a value: DIR");
        row("shares", "shares needs one of add, remove, list");
        row("shares delete A", "shares has no \"delete\"; the nearest is remove");
        row("shares add A", "shares add takes NAME FOLDER");
        row("shares add a/b /a", "A share's name has 1 to 255 bytes and no \"/\", not \"a/b\"");
        row("shares list x", "shares list takes nothing more");
        row("shares add A /a --json", "shares add takes no --json");
        row("users allow anna Photos",
            "Access is SHARE=view, upload, full, drop or none, not \"Photos\"");
        row("users add anna --expires soon",
            "--expires needs a date like 2026-12-31, not \"soon\"");
        row("users passwd", "users passwd takes NAME");
        row("host-key import", "host-key import takes FILE");
        row("settings get limits.loginGrase",
            "There is no setting \"limits.loginGrase\"; the nearest is limits.loginGrace");
        row("settings set limits.loginGrace", "settings set takes KEY VALUE");
        row("settings set limits.maxHandles many",
            "limits.maxHandles must be a number from 16 to 1000000, not \"many\"");
    }
    void everyMistakeIsOneSentence()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, sentence);
        const auto command = parseCommandLine(split(line));
        QVERIFY(!command);
        QCOMPARE(command.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(command.error().message, sentence);
    }

    void strangeBytesDoNotReachTheTerminal()
    {
        const auto command = parseCommandLine({"\x1b[31m\xff\n"});
        QVERIFY(!command);
        QVERIFY(!command.error().message.contains(u'\x1b'));
        QVERIFY(!command.error().message.contains(u'\n'));
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
