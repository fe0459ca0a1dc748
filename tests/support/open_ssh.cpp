#include "tests/support/open_ssh.h"

#include <QFile>
#include <QTest>

namespace sallyport::test {

namespace {

constexpr int patience = 20'000; // milliseconds

QByteArray content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

OpenSshKey::OpenSshKey()
{
    const int made =
        QProcess::execute(QStringLiteral("ssh-keygen"),
                          {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"),
                           QStringLiteral("-N"), QString(), QStringLiteral("-C"),
                           QStringLiteral("test"), QStringLiteral("-f"), privateFile()});
    if (made != 0)
        qFatal("ssh-keygen is missing: ./dev setup brings it");
    m_line = content(publicFile());
}

QByteArray OpenSshKey::wire() const
{
    return QByteArray::fromBase64(m_line.split(' ').value(1));
}

OpenSshClient::OpenSshClient(const OpenSshKey& key, quint16 port, const QString& user,
                             const QString& password, const QStringList& options)
{
    QStringList arguments;
    const auto option = [&arguments](const QString& text) {
        arguments << QStringLiteral("-o") << text;
    };
    option(QStringLiteral("StrictHostKeyChecking=no"));
    option(QStringLiteral("UserKnownHostsFile=/dev/null"));
    option(QStringLiteral("LogLevel=ERROR"));
    option(QStringLiteral("IdentitiesOnly=yes"));
    option(QStringLiteral("PreferredAuthentications=%1")
               .arg(password.isNull() ? QStringLiteral("publickey") : QStringLiteral("password")));
    for (const QString& text : options)
        option(text);
    arguments << QStringLiteral("-F") << QStringLiteral("none") << QStringLiteral("-i")
              << key.privateFile() << QStringLiteral("-P") << QString::number(port)
              << user + QStringLiteral("@127.0.0.1");
    if (!password.isNull()) {
        // The file prints what the variable holds, so that no password is in an argument.
        QFile ask(m_folder.filePath(QStringLiteral("ask")));
        if (ask.open(QIODevice::WriteOnly))
            ask.write("#!/bin/sh\necho \"$SALLYPORT_TEST_PASSWORD\"\n");
        ask.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("SSH_ASKPASS"), ask.fileName());
        environment.insert(QStringLiteral("SSH_ASKPASS_REQUIRE"), QStringLiteral("force"));
        environment.insert(QStringLiteral("SALLYPORT_TEST_PASSWORD"), password);
        m_process.setProcessEnvironment(environment);
    }
    m_process.setWorkingDirectory(m_folder.path());
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(QStringLiteral("sftp"), arguments);
    if (!m_process.waitForStarted())
        qFatal("sftp is missing: ./dev setup brings it");
}

OpenSshClient::~OpenSshClient()
{
    m_process.kill();
    m_process.waitForFinished();
}

bool OpenSshClient::isIn()
{
    return run("pwd").contains("Remote working directory");
}

QByteArray OpenSshClient::run(const QByteArray& command)
{
    const QByteArray mark = "done-" + QByteArray::number(++m_marks);
    m_process.write(command + "\n!printf '%s-%d' done " + QByteArray::number(m_marks) + '\n');
    if (!waitFor(mark))
        return {};
    const qsizetype end = m_printed.indexOf(mark);
    const QByteArray answer = m_printed.first(end);
    m_printed = m_printed.sliced(end + mark.size());
    return answer;
}

void OpenSshClient::begin(const QByteArray& command)
{
    m_process.write(command + '\n');
}

bool OpenSshClient::waitFor(const QByteArray& text)
{
    (void)QTest::qWaitFor(
        [&] {
            m_printed += m_process.readAll();
            return m_printed.contains(text) || !isOpen();
        },
        patience);
    m_printed += m_process.readAll();
    return m_printed.contains(text);
}

// sftp looks at its connection only when it has something to ask.
bool OpenSshClient::hasEnded()
{
    return QTest::qWaitFor(
        [this] {
            m_process.write("ls /\n");
            return !isOpen();
        },
        patience);
}

} // namespace sallyport::test
