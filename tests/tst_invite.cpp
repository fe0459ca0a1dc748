#include "core/invite.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;

namespace {

Invite invite(const QByteArray& share = "Photos")
{
    return {QStringLiteral("guest"),
            QStringLiteral("192.168.1.23"),
            2022,
            share,
            {QStringLiteral("ssh-ed25519 AAAAed"), QStringLiteral("ssh-rsa AAAArsa")},
            {QStringLiteral("SHA256:edFingerprint"), QStringLiteral("SHA256:rsaFingerprint")}};
}

// A POSIX shell in an empty HOME, where the clients are stubs that keep what they were given.
class Shell {
public:
    explicit Shell(const QString& program)
        : m_program(program)
    {
        const QByteArray stub =
            "#!/bin/sh\nfor word; do printf '%s\\0' \"$word\"; done >\"$OUT\"\n";
        for (const char* name : {"sftp", "scp", "sshfs", "rclone", "fusermount3"}) {
            QFile file(m_folder.filePath(QString::fromLatin1(name)));
            if (!file.open(QIODevice::WriteOnly) || file.write(stub) != stub.size())
                qFatal("cannot write a stub");
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        }
        if (!QDir(m_folder.path()).mkdir(QStringLiteral("home")))
            qFatal("cannot make a home");
    }
    QString home() const { return m_folder.filePath(QStringLiteral("home")); }
    // The arguments the client got; an error in words otherwise.
    QList<QByteArray> run(const QString& line)
    {
        const QString out = m_folder.filePath(QStringLiteral("out"));
        QFile::remove(out);
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("PATH"),
                           m_folder.path() + QStringLiteral(":/usr/bin:/bin"));
        environment.insert(QStringLiteral("HOME"), home());
        environment.insert(QStringLiteral("OUT"), out);
        environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
        for (const QStringList& options : {QStringList{QStringLiteral("-n"), QStringLiteral("-c")},
                                           QStringList{QStringLiteral("-c")}}) {
            QProcess process;
            process.setProcessEnvironment(environment);
            process.setWorkingDirectory(home());
            process.start(m_program, options + QStringList{line});
            if (!process.waitForFinished() || process.exitCode() != 0)
                return {"failed", process.readAllStandardError()};
            const QByteArray said = process.readAll() + process.readAllStandardError();
            if (!said.isEmpty())
                return {"said", said};
        }
        QFile file(out);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QList<QByteArray> words = file.readAll().split('\0');
        words.removeLast();
        return words;
    }

private:
    QTemporaryDir m_folder;
    const QString m_program;
};

const QByteArrayList nastyNames{
    "Photos",
    "My Photos",
    " both ends ",
    "it's",
    "'",
    "say \"hello\"",
    "back\\slash",
    "$HOME `id` $(id)",
    "new\nline",
    "\nat both ends\n",
    "caf\xe9",
    "\xff\n\xfe",
    "%s %d \\0 \xc3",
    "\t\x1b[31mred\x7f\x01",
    "\xe2\x80\xae"
    "bidi",
    "-rf",
    "~",
    "a:b",
    "*?[x]{a,b}",
    "!history",
    "gr\xc3\xbcn \xf0\x9f\x93\xb7",
    ";&|<>#=()",
};

QStringList shells()
{
    return {QStringLiteral("/bin/sh"), QStringLiteral("/bin/bash")};
}

} // namespace

class TestInvite : public QObject {
    Q_OBJECT
private slots:
    void theLinesAreThoseOfTheRecipes()
    {
        const Invite photos = invite();
        QCOMPARE(inviteLink(photos), QStringLiteral("sftp://guest@192.168.1.23:2022/Photos"));
        QCOMPARE(knownHostsLines(photos),
                 QStringLiteral("[192.168.1.23]:2022 ssh-ed25519 AAAAed\n"
                                "[192.168.1.23]:2022 ssh-rsa AAAArsa"));
        QCOMPARE(recipe::saveHostKey(photos),
                 QStringLiteral("mkdir -pm700 ~/.ssh && echo '[192.168.1.23]:2022 ssh-ed25519 "
                                "AAAAed\n[192.168.1.23]:2022 ssh-rsa AAAArsa' >> "
                                "~/.ssh/known_hosts"));
        QCOMPARE(recipe::sftp(photos),
                 QStringLiteral("sftp -P 2022 -o StrictHostKeyChecking=yes "
                                "guest@192.168.1.23:/Photos"));
        QCOMPARE(recipe::scpFolder(photos),
                 QStringLiteral("scp -P 2022 -r guest@192.168.1.23:/Photos ."));
        QCOMPARE(recipe::scpFile(photos, "2024/cat.jpg"),
                 QStringLiteral("scp -P 2022 guest@192.168.1.23:/Photos/2024/cat.jpg ."));
        QCOMPARE(recipe::sshfs(photos),
                 QStringLiteral("mkdir -p ~/Photos && sshfs -p 2022 -o StrictHostKeyChecking=yes "
                                "guest@192.168.1.23:/Photos ~/Photos"));
        QCOMPARE(recipe::sshfsTakeDown(photos), QStringLiteral("fusermount3 -u ~/Photos"));
        QCOMPARE(recipe::rclone(photos),
                 QStringLiteral("rclone copy :sftp:/Photos Photos --sftp-host 192.168.1.23 "
                                "--sftp-port 2022 --sftp-user guest --sftp-ask-password "
                                "--sftp-known-hosts-file ~/.ssh/known_hosts"));
        QCOMPARE(recipe::winscp(photos),
                 QStringLiteral("winscp.com /command \"open sftp://guest@192.168.1.23:2022/Photos/ "
                                "-hostkey=\"\"ssh-ed25519 255 edFingerprint=\"\"\""));
    }

    void linksHoldAnyName_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<QByteArray>("share");
        QTest::addColumn<QString>("link");
        const auto row = [](const char* claim, const char* user, const char* host, int port,
                            const QByteArray& share, const char* link) {
            QTest::newRow(claim) << QString::fromUtf8(user) << QString::fromUtf8(host) << port
                                 << share << QString::fromUtf8(link);
        };
        row("spaces", "guest-my", "10.0.0.1", 2022, "My Photos",
            "sftp://guest-my@10.0.0.1:2022/My%20Photos");
        row("reserved characters", "guest", "10.0.0.1", 2022, "a?b#c%d:e@f&g",
            "sftp://guest@10.0.0.1:2022/a%3Fb%23c%25d%3Ae%40f%26g");
        row("bytes", "guest", "10.0.0.1", 2022, "caf\xe9", "sftp://guest@10.0.0.1:2022/caf%E9");
        row("UTF-8", "j\xc3\xb6rg", "10.0.0.1", 2022, "gr\xc3\xbcn",
            "sftp://j%C3%B6rg@10.0.0.1:2022/gr%C3%BCn");
        row("user with a sign", "a@b", "10.0.0.1", 2022, "x", "sftp://a%40b@10.0.0.1:2022/x");
        row("IPv6", "guest", "2001:db8::1", 2022, "x", "sftp://guest@[2001:db8::1]:2022/x");
        row("IPv6 with a zone", "guest", "fe80::1%eth0", 2022, "x",
            "sftp://guest@[fe80::1%25eth0]:2022/x");
        row("the port of ssh", "guest", "nas.local", 22, "x", "sftp://guest@nas.local/x");
        row("the only share", "guest", "10.0.0.1", 2022, "", "sftp://guest@10.0.0.1:2022");
    }
    void linksHoldAnyName()
    {
        QFETCH(const QString, user);
        QFETCH(const QString, host);
        QFETCH(const int, port);
        QFETCH(const QByteArray, share);
        QFETCH(const QString, link);
        QCOMPARE(inviteLink({user, host, quint16(port), share, {}, {}}), link);
    }

    void hostsAreWrittenAsEachClientWantsThem()
    {
        Invite six = invite();
        six.host = QStringLiteral("fe80::1%eth0");
        QCOMPARE(knownHostsLines(six).section(u'\n', 0, 0),
                 QStringLiteral("[fe80::1%eth0]:2022 ssh-ed25519 AAAAed"));
        QVERIFY(recipe::sftp(six).endsWith(u" guest@'[fe80::1%eth0]':/Photos"));
        QVERIFY(recipe::rclone(six).contains(u" --sftp-host '[fe80::1%eth0]' "));
        six.port = 22;
        QCOMPARE(knownHostsLines(six).section(u'\n', 0, 0),
                 QStringLiteral("fe80::1%eth0 ssh-ed25519 AAAAed"));
        Invite four = invite();
        four.port = 22;
        QCOMPARE(knownHostsLines(four).section(u'\n', 1, 1),
                 QStringLiteral("192.168.1.23 ssh-rsa AAAArsa"));
        QCOMPARE(inviteLink(four), QStringLiteral("sftp://guest@192.168.1.23/Photos"));
        QVERIFY(recipe::sftp(four).startsWith(u"sftp -P 22 "));
        QVERIFY(recipe::winscp(four).contains(u"@192.168.1.23:22/Photos/ "));
    }

    void theOnlyShareIsTheRoot()
    {
        const Invite only = invite({});
        QCOMPARE(sshTarget(only), QStringLiteral("guest@192.168.1.23"));
        QCOMPARE(recipe::scpFolder(only),
                 QStringLiteral("scp -P 2022 -r guest@192.168.1.23:'/*' ."));
        QCOMPARE(recipe::scpFile(only, "a"), QStringLiteral("scp -P 2022 guest@192.168.1.23:/a ."));
        QVERIFY(recipe::sshfs(only).endsWith(u" guest@192.168.1.23:/ ~/Sallyport"));
        QVERIFY(recipe::rclone(only).startsWith(u"rclone copy :sftp:/ Sallyport "));
        QVERIFY(recipe::winscp(only).contains(u"open sftp://guest@192.168.1.23:2022/ "));
    }

    void shellsGiveTheNameToTheClientAsItIs_data()
    {
        QTest::addColumn<QString>("shell");
        QTest::addColumn<QByteArray>("name");
        for (const QString& shell : shells()) {
            for (const QByteArray& name : nastyNames)
                QTest::newRow((shell.toUtf8() + ' ' + name.toPercentEncoding()).constData())
                    << shell << name;
        }
    }
    void shellsGiveTheNameToTheClientAsItIs()
    {
        QFETCH(const QString, shell);
        QFETCH(const QByteArray, name);
        Shell sh(shell);
        const Invite to = invite(name);
        const QByteArray place = "guest@192.168.1.23";
        const QByteArray mount = QFile::encodeName(sh.home()) + '/' + name;

        // What sftp would take apart once more is left to the folder a guest begins in.
        const bool isSafe = !name.contains('"') && !name.contains('\\');
        QCOMPARE(sh.run(recipe::sftp(to)),
                 (QList<QByteArray>{"-P", "2022", "-o", "StrictHostKeyChecking=yes",
                                    isSafe ? place + ":/" + name : place}));
        QCOMPARE(sh.run(recipe::sshfs(to)),
                 (QList<QByteArray>{"-p", "2022", "-o", "StrictHostKeyChecking=yes",
                                    place + ":/" + name, mount}));
        QCOMPARE(sh.run(recipe::sshfsTakeDown(to)), (QList<QByteArray>{"-u", mount}));
        const bool isPath = name.contains(':') || name.startsWith('-');
        QCOMPARE(
            sh.run(recipe::rclone(to)),
            (QList<QByteArray>{"copy", ":sftp:/" + name, isPath ? "./" + name : name, "--sftp-host",
                               "192.168.1.23", "--sftp-port", "2022", "--sftp-user", "guest",
                               "--sftp-ask-password", "--sftp-known-hosts-file",
                               QFile::encodeName(sh.home()) + "/.ssh/known_hosts"}));
        // scp takes the path for a glob.
        QByteArray glob = name;
        for (const char* special : {"\\", "*", "?", "[", "]"})
            glob.replace(special, QByteArray("\\") + special);
        QCOMPARE(sh.run(recipe::scpFolder(to)),
                 (QList<QByteArray>{"-P", "2022", "-r", place + ":/" + glob, "."}));
        QCOMPARE(sh.run(recipe::scpFile(to, name)),
                 (QList<QByteArray>{"-P", "2022", place + ":/" + glob + '/' + glob, "."}));
    }

    void usersAreQuotedToo()
    {
        Invite to = invite();
        Shell sh(shells().first());
        for (const QString& user :
             {QStringLiteral("Anna O'B"), QStringLiteral("a@b"), QStringLiteral("$(id)")}) {
            to.user = user;
            QCOMPARE(sh.run(recipe::sftp(to)).last(), user.toUtf8() + "@192.168.1.23:/Photos");
            QVERIFY(sh.run(recipe::rclone(to)).contains(user.toUtf8()));
        }
        to.user = QStringLiteral("-oProxyCommand=id");
        QCOMPARE(sh.run(recipe::sftp(to)).mid(4),
                 (QList<QByteArray>{"--", "-oProxyCommand=id@192.168.1.23:/Photos"}));
    }

    void theHostKeyIsAddedToWhatIsThere()
    {
        for (const QString& shell : shells()) {
            Shell sh(shell);
            QVERIFY(sh.run(recipe::saveHostKey(invite())).isEmpty());
            Invite other = invite();
            other.host = QStringLiteral("::1");
            QVERIFY(sh.run(recipe::saveHostKey(other)).isEmpty());
            QFile file(sh.home() + QStringLiteral("/.ssh/known_hosts"));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QCOMPARE(QString::fromUtf8(file.readAll()),
                     knownHostsLines(invite()) + u'\n' + knownHostsLines(other) + u'\n');
            QCOMPARE(QFile(sh.home() + QStringLiteral("/.ssh")).permissions()
                         & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther),
                     QFile::Permissions());
        }
    }

    // Nothing that a terminal would act upon while a line is pasted.
    void noLineHoldsControlCharacters()
    {
        for (const QByteArray& name : nastyNames) {
            const Invite to = invite(name);
            for (const QString& line : {recipe::sftp(to), recipe::scpFolder(to), recipe::sshfs(to),
                                        recipe::rclone(to), inviteLink(to), recipe::winscp(to)}) {
                for (const QChar character : line) {
                    const bool isControl = character.category() == QChar::Other_Control
                        || character.category() == QChar::Other_Format;
                    QVERIFY2(!isControl || character == u'\n',
                             name.toPercentEncoding().constData());
                }
                QVERIFY(!line.contains(QChar::ReplacementCharacter));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestInvite)
#include "tst_invite.moc"
