// Every state of a keychain, against a real gnome-keyring. Each runs in a process of its own
// (keychain_states), because the system's keychain libraries keep their bus until a process ends,
// and each has its own HOME and session bus: no real keyring is ever in reach.
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

namespace {

const QString states = QStringLiteral(SALLYPORT_KEYCHAIN_STATES);
const QByteArray secret = "otter-SECRET-harbour";

// Nothing of the developer's desktop: no display, bus, keyring or home.
QProcessEnvironment environmentIn(const QString& home)
{
    const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment environment;
    for (const QString& name : system.keys()) {
        if (name == QLatin1String("PATH") || name == QLatin1String("LD_LIBRARY_PATH")
            || name.endsWith(QLatin1String("SAN_OPTIONS")))
            environment.insert(name, system.value(name));
    }
    // The keychain's libraries have threads of their own and are not built with the thread
    // sanitizer.
    environment.insert(QStringLiteral("TSAN_OPTIONS"),
                       system.value(QStringLiteral("TSAN_OPTIONS"))
                           + QStringLiteral(":ignore_noninstrumented_modules=1"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("HOME"), home);
    for (const char* const folder : {"DATA_HOME", "CONFIG_HOME", "CACHE_HOME", "RUNTIME_DIR"})
        environment.insert(QLatin1String("XDG_") + QLatin1String(folder),
                           home + QLatin1Char('/') + QLatin1String(folder));
    // Everything that can be said is said: the secret must not be in it.
    environment.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("*=true"));
    environment.insert(QStringLiteral("G_MESSAGES_DEBUG"), QStringLiteral("all"));
    return environment;
}

bool holdsSecret(const QByteArray& bytes)
{
    return bytes.contains(secret) || bytes.contains(secret.toBase64());
}

// What QtTest says, without what was said only because everything should be.
QByteArray withoutDebugging(const QByteArray& output)
{
    QByteArray kept;
    for (const QByteArray& line : output.split('\n')) {
        if (!line.contains("DEBUG"))
            kept += line + '\n';
    }
    return kept;
}

QStringList filesWithSecret(const QString& folder)
{
    QStringList found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && holdsSecret(file.readAll()))
            found.append(file.fileName());
    }
    return found;
}

} // namespace

class TestKeychain : public QObject {
    Q_OBJECT
private slots:
    void aStateIsAnsweredRightly_data()
    {
        QTest::addColumn<QByteArray>("state");
        QProcess list;
        list.start(states, {QStringLiteral("-functions")});
        QVERIFY(list.waitForFinished());
        const QList<QByteArray> names = list.readAllStandardOutput().split('\n');
        for (const QByteArray& name : names) {
            if (name.endsWith("()"))
                QTest::newRow(name.constData()) << name.chopped(2);
        }
    }

    void aStateIsAnsweredRightly()
    {
        ROW("E18", "G-63");
        QFETCH(const QByteArray, state);
        const QTemporaryDir home(QDir::tempPath() + QStringLiteral("/tst_keychain-XXXXXX"));
        QVERIFY(home.isValid());
        QVERIFY(QDir(home.path()).mkdir(QStringLiteral("RUNTIME_DIR")));
        QVERIFY(QFile::setPermissions(home.filePath(QStringLiteral("RUNTIME_DIR")),
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.setProcessEnvironment(environmentIn(home.path()));
        const QString name = QString::fromLatin1(state);
        if (name.contains(QLatin1String("withoutABus")))
            process.start(states, {name});
        else
            process.start(QStringLiteral("dbus-run-session"),
                          {QStringLiteral("--config-file"), QStringLiteral(SALLYPORT_PRIVATE_BUS),
                           QStringLiteral("--"), states, name});
        QVERIFY2(process.waitForFinished(100'000), "needs dbus and gnome-keyring: run ./dev setup");
        const QByteArray output = process.readAll();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0,
                 withoutDebugging(output).constData());
        QVERIFY2(!holdsSecret(output), output.constData());
        QCOMPARE(filesWithSecret(home.path()), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
