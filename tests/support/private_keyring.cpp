#include "tests/support/private_keyring.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>

namespace sallyport::test {

namespace {

bool isPrivate()
{
    return qEnvironmentVariable("HOME").contains(QLatin1String("tst_keychain"))
        && qEnvironmentVariable("XDG_DATA_HOME").startsWith(qEnvironmentVariable("HOME"));
}

bool isOnBus(const char* name)
{
    return QDBusConnection::sessionBus().interface()->isServiceRegistered(QLatin1String(name));
}

void end(QProcess& process)
{
    if (process.state() == QProcess::NotRunning)
        return;
    PrivateKeyring::goOn(process);
    process.terminate();
    if (!process.waitForFinished(5000)) {
        process.kill();
        process.waitForFinished();
    }
}

} // namespace

PrivateKeyring::PrivateKeyring()
{
    for (QProcess* process : {&m_daemon, &m_prompter, &m_display, &m_realPrompter})
        process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
}

PrivateKeyring::~PrivateKeyring()
{
    end(m_daemon);
    end(m_prompter);
    end(m_realPrompter);
    end(m_display);
}

bool PrivateKeyring::startUnlocked(const char* password)
{
    return start(password, {QStringLiteral("--unlock")});
}

bool PrivateKeyring::startLocked()
{
    m_prompterName.clear();
    return start({}, {});
}

bool PrivateKeyring::startWithPrompter()
{
    return startPrompter() && start({}, {});
}

bool PrivateKeyring::startWithRealPrompt()
{
    // Descriptor 1 is the only one QProcess hands on: the number of the display comes there.
    m_display.start(QStringLiteral("Xvfb"),
                    {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-nolisten"),
                     QStringLiteral("tcp")});
    if (!QTest::qWaitFor([this] { return m_display.canReadLine(); }, 30'000))
        return false;
    m_displayName = ':' + m_display.readLine().trimmed();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DISPLAY"), QString::fromLatin1(m_displayName));
    m_realPrompter.setProcessEnvironment(environment);
    m_realPrompter.start(QStringLiteral("/usr/libexec/gcr-prompter"), {});
    return QTest::qWaitFor([] { return isOnBus("org.gnome.keyring.SystemPrompter"); }, 10'000)
        && start({}, {});
}

void PrivateKeyring::stop()
{
    end(m_daemon);
}

bool PrivateKeyring::start(const QByteArray& input, const QStringList& options)
{
    if (!isPrivate())
        return false;
    stop();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (!m_prompterName.isEmpty())
        environment.insert(QStringLiteral("GNOME_KEYRING_TEST_PROMPTER"),
                           QString::fromLatin1(m_prompterName));
    m_daemon.setProcessEnvironment(environment);
    m_daemon.start(
        QStringLiteral("gnome-keyring-daemon"),
        QStringList{QStringLiteral("--foreground"), QStringLiteral("--components=secrets")}
            + options);
    m_daemon.write(input);
    m_daemon.closeWriteChannel();
    return QTest::qWaitFor([] { return isOnBus("org.freedesktop.secrets"); }, 10'000);
}

bool PrivateKeyring::startPrompter()
{
    // glib would print its debugging where the answers are.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("G_MESSAGES_DEBUG"));
    m_prompter.setProcessEnvironment(environment);
    m_prompter.start(QStringLiteral("/usr/bin/python3"),
                     {QStringLiteral("-B"), QStringLiteral(SALLYPORT_KEYRING_PROMPTER)});
    if (!QTest::qWaitFor([this] { return m_prompter.canReadLine(); }, 10'000))
        return false;
    m_prompterName = m_prompter.readLine().trimmed();
    return true;
}

bool PrivateKeyring::promptWillGet(const QByteArray& answer)
{
    m_prompter.write(answer + '\n');
    return QTest::qWaitFor([this] { return m_prompter.canReadLine(); }, 10'000)
        && m_prompter.readLine() == "ready\n";
}

bool PrivateKeyring::typeIntoRealPrompt(const QByteArray& word)
{
    const auto type = [this](const QStringList& what) {
        QProcess typist;
        typist.setProcessEnvironment(m_realPrompter.processEnvironment());
        typist.start(QStringLiteral("xdotool"), what);
        return typist.waitForFinished(20'000) && typist.exitCode() == 0;
    };
    // What an earlier try has left there is replaced.
    return type({QStringLiteral("key"), QStringLiteral("ctrl+a")})
        && type({QStringLiteral("type"), QString::fromLatin1(word)})
        && type({QStringLiteral("key"), QStringLiteral("Return")});
}

bool PrivateKeyring::pause(const QProcess& process)
{
    return process.processId() > 0 && ::kill(static_cast<pid_t>(process.processId()), SIGSTOP) == 0;
}

bool PrivateKeyring::goOn(const QProcess& process)
{
    return process.processId() > 0 && ::kill(static_cast<pid_t>(process.processId()), SIGCONT) == 0;
}

QString PrivateKeyring::file()
{
    return qEnvironmentVariable("XDG_DATA_HOME") + QStringLiteral("/keyrings/login.keyring");
}

} // namespace sallyport::test
