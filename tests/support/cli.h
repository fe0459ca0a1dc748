// Cli is the real sallyport-cli as a process, with what it says taken apart.
//
// Threads: the test's, whose event loop runs while it waits.
#pragma once

#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace sallyport::test {

class Cli {
public:
    Cli();
    ~Cli(); // kills what still runs

    QProcess& process() { return m_process; }
    void start(const QStringList& arguments);
    // The port, once it listens; 0 if it ended before.
    quint16 port();
    // The first event of a kind in --json's lines, once there are `count` of them; else empty.
    QJsonObject event(const char* kind, qsizetype count = 1);
    QList<QJsonObject> events();    // so far
    const QByteArray& output();     // stdout so far
    const QByteArray& complaints(); // stderr so far
    bool signal(int number) const;
    int exitCode(); // waits for the end; -1 after a crash or when it does not end

private:
    void read();
    QProcess m_process;
    QByteArray m_output, m_complaints;
};

} // namespace sallyport::test
