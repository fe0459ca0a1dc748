#include "tests/support/cli.h"

#include <QJsonDocument>
#include <QTest>

#include <csignal>

namespace sallyport::test {

namespace {

constexpr int patience = 30'000; // milliseconds

} // namespace

Cli::Cli()
{
    // Nothing of the user's own profile, whoever runs the tests.
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID"})
        environment.remove(QLatin1String(name));
    m_process.setProcessEnvironment(environment);
}

Cli::~Cli()
{
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

void Cli::start(const QStringList& arguments)
{
    m_process.start(QStringLiteral(SALLYPORT_CLI), arguments);
    m_process.waitForStarted();
}

void Cli::read()
{
    m_output += m_process.readAllStandardOutput();
    m_complaints += m_process.readAllStandardError();
}

const QByteArray& Cli::output()
{
    read();
    return m_output;
}

const QByteArray& Cli::complaints()
{
    read();
    return m_complaints;
}

QList<QJsonObject> Cli::events()
{
    QList<QJsonObject> events;
    const QList<QByteArray> lines = output().split('\n');
    for (const QByteArray& line : lines) {
        if (const QJsonDocument json = QJsonDocument::fromJson(line); json.isObject())
            events += json.object();
    }
    return events;
}

QJsonObject Cli::event(const char* kind, qsizetype count)
{
    QJsonObject found;
    (void)QTest::qWaitFor(
        [&] {
            qsizetype seen = 0;
            for (const QJsonObject& event : events()) {
                if (event.value(QLatin1String("kind")) == QLatin1String(kind) && ++seen == count)
                    found = event;
            }
            return !found.isEmpty() || m_process.state() == QProcess::NotRunning;
        },
        patience);
    return found;
}

quint16 Cli::port()
{
    quint16 port = 0;
    (void)QTest::qWaitFor(
        [&] {
            const QByteArray words = "listening on 127.0.0.1 port ";
            const qsizetype at = output().indexOf(words);
            const qsizetype end = at < 0 ? -1 : m_output.indexOf('\n', at);
            if (end < 0)
                return m_process.state() == QProcess::NotRunning;
            qsizetype digits = at + words.size();
            for (; m_output[digits] >= '0' && m_output[digits] <= '9'; ++digits)
                port = quint16(port * 10 + (m_output[digits] - '0'));
            return true;
        },
        patience);
    return port;
}

bool Cli::signal(int number) const
{
    return ::kill(pid_t(m_process.processId()), number) == 0;
}

int Cli::exitCode()
{
    const bool ended =
        QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, patience);
    read();
    return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

} // namespace sallyport::test
