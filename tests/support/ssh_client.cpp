#include "tests/support/ssh_client.h"

#include "tests/support/host_words.h"

#include <QDeadlineTimer>
#include <QtEndian>

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sallyport::test {

namespace {

constexpr int patience = 10'000; // ms

sockaddr_in loopback(const QString& address, quint16 port)
{
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_port = htons(port);
    result.sin_addr.s_addr = htonl(QHostAddress(address).toIPv4Address());
    return result;
}

} // namespace

int connectSocket(quint16 port, const QString& from)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in source = loopback(from, 0),
                      target = loopback(QStringLiteral("127.0.0.1"), port);
    if (::bind(socket, reinterpret_cast<const sockaddr*>(&source), sizeof source) == 0
        && ::connect(socket, reinterpret_cast<const sockaddr*>(&target), sizeof target) == 0)
        return socket;
    ::close(socket);
    return -1;
}

QByteArray talkRaw(int socket, const QByteArray& bytes)
{
    ::send(socket, bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL);
    QByteArray received;
    const QDeadlineTimer deadline(patience);
    char buffer[4096];
    for (;;) {
        pollfd input{socket, POLLIN, 0};
        if (::poll(&input, 1, int(deadline.remainingTime())) <= 0)
            return received;
        const auto count = ::recv(socket, buffer, sizeof buffer, 0);
        if (count <= 0)
            return received;
        received.append(buffer, count);
    }
}

bool isClosedByPeer(int socket, int withinMilliseconds)
{
    const QDeadlineTimer deadline(withinMilliseconds);
    char buffer[4096];
    for (;;) {
        pollfd input{socket, POLLIN, 0};
        if (::poll(&input, 1, int(deadline.remainingTime())) <= 0)
            return false;
        if (::recv(socket, buffer, sizeof buffer, 0) <= 0)
            return true;
    }
}

SshChannel::~SshChannel()
{
    ssh_channel_free(m_handle);
}

bool SshChannel::startSftp()
{
    if (ssh_channel_request_subsystem(m_handle, "sftp") != SSH_OK)
        return false;
    return ask(Packet::init()).type == VersionReply;
}

bool SshChannel::send(const QByteArray& bytes)
{
    hostwords::said(bytes);
    return ssh_channel_write(m_handle, bytes.constData(), quint32(bytes.size())) == bytes.size();
}

QByteArray SshChannel::receiveBytes(qsizetype atLeast)
{
    QByteArray bytes;
    std::swap(bytes, m_received);
    QByteArray buffer(256 * 1024, Qt::Uninitialized);
    while (bytes.size() < atLeast) {
        const int count =
            ssh_channel_read_timeout(m_handle, buffer.data(), quint32(buffer.size()), 0, patience);
        if (count <= 0)
            break;
        bytes.append(buffer.constData(), count);
    }
    return bytes;
}

QList<Reply> SshChannel::receive(qsizetype count)
{
    QList<Reply> replies;
    while (replies.size() < count) {
        QByteArray bytes = receiveBytes(m_received.size() + 4);
        if (bytes.size() < 4)
            return replies;
        qsizetype whole = 0;
        while (bytes.size() - whole >= 4) {
            const qsizetype length = qFromBigEndian<quint32>(bytes.constData() + whole);
            if (bytes.size() - whole < 4 + length) {
                if (whole > 0)
                    break;
                m_received = bytes;
                bytes = receiveBytes(4 + length);
                if (bytes.size() < 4 + length)
                    return replies;
            }
            whole += 4 + length;
        }
        m_received = bytes.sliced(whole);
        replies.append(parseReplies(bytes.first(whole)));
    }
    return replies;
}

Reply SshChannel::ask(const QByteArray& packet)
{
    if (!send(packet))
        return {};
    return receive(1).value(0);
}

bool SshChannel::sendEof()
{
    return ssh_channel_send_eof(m_handle) == SSH_OK;
}

bool SshChannel::isAtEnd()
{
    char buffer[4096];
    while (ssh_channel_read_timeout(m_handle, buffer, sizeof buffer, 0, patience) > 0) {}
    return ssh_channel_is_eof(m_handle) != 0;
}

int SshChannel::exitStatus()
{
    return isAtEnd() ? ssh_channel_get_exit_status(m_handle) : -1;
}

SshClient::SshClient()
    : m_session(ssh_new())
{
    const bool no = false;
    const long seconds = patience / 1000;
    option(SSH_OPTIONS_PROCESS_CONFIG, &no);
    option(SSH_OPTIONS_HOST, "127.0.0.1");
    option(SSH_OPTIONS_KNOWNHOSTS, "/dev/null");
    option(SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null");
    option(SSH_OPTIONS_TIMEOUT, &seconds);
}

SshClient::~SshClient()
{
    m_channels.clear();
    ssh_disconnect(m_session);
    ssh_free(m_session);
    if (m_socket >= 0)
        ::close(m_socket);
}

void SshClient::option(ssh_options_e name, const void* value)
{
    ssh_options_set(m_session, name, value);
}

bool SshClient::connect(quint16 port, const QString& from)
{
    return connectOn(connectSocket(port, from));
}

bool SshClient::connectOn(int socket)
{
    if (socket < 0)
        return false;
    // libssh closes what it was given when the other end hangs up, and else does not: it gets one
    // to itself, and hears that it is its own.
    m_socket = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
    option(SSH_OPTIONS_FD, &socket);
    const int connected = ssh_connect(m_session);
    option(SSH_OPTIONS_FD, nullptr);
    return connected == SSH_OK;
}

int SshClient::none(const QByteArray& user)
{
    return ssh_userauth_none(m_session, user.constData());
}

int SshClient::password(const QByteArray& user, const QByteArray& password)
{
    return ssh_userauth_password(m_session, user.constData(), password.constData());
}

int SshClient::publicKey(const QByteArray& user, ssh_key key)
{
    return ssh_userauth_publickey(m_session, user.constData(), key);
}

int SshClient::probe(const QByteArray& user, ssh_key key)
{
    return ssh_userauth_try_publickey(m_session, user.constData(), key);
}

bool SshClient::logIn(quint16 port)
{
    return connect(port) && password("anna", "secret") == SSH_AUTH_SUCCESS;
}

SshChannel* SshClient::openChannel()
{
    const ssh_channel handle = ssh_channel_new(m_session);
    if (ssh_channel_open_session(handle) != SSH_OK) {
        ssh_channel_free(handle);
        return nullptr;
    }
    return &m_channels.emplace_back(handle);
}

SshChannel* SshClient::openSftp()
{
    SshChannel* channel = openChannel();
    return channel && channel->startSftp() ? channel : nullptr;
}

void SshClient::close(SshChannel* channel)
{
    m_channels.remove_if([channel](const SshChannel& one) { return &one == channel; });
}

bool SshClient::isClosed()
{
    return isClosedByPeer(m_socket);
}

QString SshClient::disconnectMessage() const
{
    // Reads what is left, the DISCONNECT among it.
    for (int i = 0; i < 100 && ssh_is_connected(m_session); ++i)
        ssh_blocking_flush(m_session, 100);
    return QString::fromUtf8(ssh_get_error(m_session));
}

void SshClient::vanish()
{
    ::shutdown(m_socket, SHUT_RDWR);
}

} // namespace sallyport::test
