// OpenSshClient is the real `sftp`, logged in with a key and kept open, so that a test sees when
// the server ends it.
//
// Threads: the test's, whose event loop runs while it waits: the server under test may need it.
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace sallyport::test {

// An Ed25519 pair made for this run of the test.
class OpenSshKey {
public:
    OpenSshKey(); // fails the program when ssh-keygen is missing
    QString privateFile() const { return m_folder.filePath(QStringLiteral("key")); }
    QString publicFile() const { return m_folder.filePath(QStringLiteral("key.pub")); }
    QByteArray line() const { return m_line; } // of an authorized_keys file
    QByteArray wire() const;                   // the key itself

private:
    QTemporaryDir m_folder;
    QByteArray m_line;
};

class OpenSshClient {
public:
    // Connects to 127.0.0.1:`port`. With a password, `key` is not offered. `options` are ssh's own,
    // "BindAddress=127.0.0.2".
    OpenSshClient(const OpenSshKey& key, quint16 port, const QString& user,
                  const QString& password = {}, const QStringList& options = {});
    ~OpenSshClient();

    void send(const QByteArray& line) { m_process.write(line); } // and waits for nothing
    bool isIn();                                                 // waits for the login, or its end
    // What sftp prints for one command; empty when the connection is over.
    QByteArray run(const QByteArray& command);
    void begin(const QByteArray& command); // and does not wait for its end
    bool isOpen() const { return m_process.state() == QProcess::Running; }
    bool hasEnded(); // waits for it

private:
    bool waitFor(const QByteArray& text);

    QTemporaryDir m_folder;
    QProcess m_process;
    QByteArray m_printed; // not yet looked at
    int m_marks = 0;
};

} // namespace sallyport::test
