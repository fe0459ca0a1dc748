// SshClient is a client on libssh, small enough to misbehave on purpose: it comes from any address
// of 127.0.0.0/8, opens as many channels as it likes, and reads only when told.
//
// Threads: one at a time. Calls block, 10 s at most.
#pragma once

#include "tests/support/packets.h"

#include <libssh/libssh.h>

#include <QByteArray>
#include <QHostAddress>
#include <QString>

#include <functional>
#include <list>
#include <memory>

namespace sallyport::test {

// A TCP connection to 127.0.0.1:`port`; -1 if it was refused.
int connectSocket(quint16 port, const QString& from = QStringLiteral("127.0.0.1"));
// Sends all, then reads until the other side ends or 10 s have passed.
QByteArray talkRaw(int socket, const QByteArray& bytes);
bool isClosedByPeer(int socket, int withinMilliseconds = 10'000);

class SshClient;

class SshChannel {
public:
    explicit SshChannel(ssh_channel handle)
        : m_handle(handle)
    {
    }
    ~SshChannel();
    SshChannel(const SshChannel&) = delete;
    SshChannel& operator=(const SshChannel&) = delete;

    ssh_channel handle() const { return m_handle; }
    bool startSftp(); // subsystem, INIT, VERSION
    bool send(const QByteArray& bytes);
    // Whole packets of replies, until there are `count` of them, or the end.
    QList<Reply> receive(qsizetype count);
    QByteArray receiveBytes(qsizetype atLeast); // raw, so many or until the end
    Reply ask(const QByteArray& packet);        // type 0 if no reply came
    bool sendEof();
    bool isAtEnd();   // reads on until the server's EOF
    int exitStatus(); // waits for the server's CLOSE; -1 if none was told

private:
    const ssh_channel m_handle;
    QByteArray m_received;
};

class SshClient {
public:
    SshClient();
    ~SshClient();
    SshClient(const SshClient&) = delete;
    SshClient& operator=(const SshClient&) = delete;

    ssh_session session() const { return m_session; }
    void option(ssh_options_e name, const void* value);
    bool connect(quint16 port, const QString& from = QStringLiteral("127.0.0.1"));
    bool connectOn(int socket);       // takes it over
    int none(const QByteArray& user); // SSH_AUTH_...
    int password(const QByteArray& user, const QByteArray& password);
    int publicKey(const QByteArray& user, ssh_key key);
    int probe(const QByteArray& user, ssh_key key);
    bool logIn(quint16 port);  // anna, with her password
    SshChannel* openChannel(); // null: refused; owned by the client
    SshChannel* openSftp();    // null: refused
    void close(SshChannel* channel);
    bool isClosed();                   // waits for the server to hang up
    QString disconnectMessage() const; // what it said then
    void vanish();                     // closes the socket without a word

private:
    ssh_session m_session;
    int m_socket = -1;
    std::list<SshChannel> m_channels;
};

} // namespace sallyport::test
