#include "core/ssh/probe.h"

#include "core/escape.h"
#include "core/ssh/descriptor.h"
#include "core/ssh/listen_socket.h"
#include "core/ssh/ssh_ptr.h"

#include <array>
#include <cerrno>

#include <poll.h>
#include <sys/socket.h>

namespace sallyport::ssh {

namespace {

using End = ProbeResult::End;

bool isReady(int socket, short what, std::chrono::milliseconds within)
{
    pollfd one{socket, what, 0};
    int ready = 0;
    do {
        ready = ::poll(&one, 1, int(within.count()));
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

// Spoke: it is connected.
End connectTo(int socket, const Peer& server, std::chrono::milliseconds within)
{
    sockaddr_storage address{};
    const socklen_t size = toSocketAddress(server, address);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), size) == 0)
        return End::Spoke;
    if (errno != EINPROGRESS)
        return End::Refused;
    if (!isReady(socket, POLLOUT, within))
        return End::Unanswered;
    int error = 0;
    socklen_t errorSize = sizeof error;
    ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &errorSize);
    if (error == 0)
        return End::Spoke;
    return error == ETIMEDOUT ? End::Unanswered : End::Refused;
}

// The server speaks first, and its words stay for libssh. Source: RFC 4253 section 4.2.
End firstWords(int socket, std::chrono::milliseconds within)
{
    if (!isReady(socket, POLLIN, within))
        return End::Silent;
    std::array<char, 4> words{};
    const ssize_t count = ::recv(socket, words.data(), words.size(), MSG_PEEK);
    if (count <= 0)
        return End::HungUp;
    return QByteArrayView(words.data(), count) == QByteArrayView("SSH-").first(count) ? End::Spoke
                                                                                      : End::NotSsh;
}

QString fingerprintOf(ssh_session session)
{
    ssh_key key = nullptr;
    if (ssh_get_server_publickey(session, &key) != SSH_OK)
        return {};
    const KeyPtr owned(key);
    unsigned char* hash = nullptr;
    std::size_t size = 0;
    if (ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash, &size) != SSH_OK)
        return {};
    const TextPtr text(ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, size));
    ssh_clean_pubkey_hash(&hash);
    return QString::fromLatin1(text.get());
}

ProbeResult agreeOnKeys(Descriptor socket, std::chrono::milliseconds within)
{
    const SessionPtr session(ssh_new());
    const bool no = false;
    const long seconds = long(within.count() / 1000) + 1;
    int descriptor = socket.get();
    const bool isSet = session
        && ssh_options_set(session.get(), SSH_OPTIONS_PROCESS_CONFIG, &no) == 0
        && ssh_options_set(session.get(), SSH_OPTIONS_HOST, "localhost") == 0
        && ssh_options_set(session.get(), SSH_OPTIONS_USER, "nobody") == 0
        && ssh_options_set(session.get(), SSH_OPTIONS_KNOWNHOSTS, "/dev/null") == 0
        && ssh_options_set(session.get(), SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null") == 0
        && ssh_options_set(session.get(), SSH_OPTIONS_TIMEOUT, &seconds) == 0
        && ssh_options_set(session.get(), SSH_OPTIONS_FD, &descriptor) == 0;
    if (!isSet)
        return {};
    static_cast<void>(socket.release()); // the session's now
    ProbeResult result;
    if (ssh_connect(session.get()) == SSH_OK)
        result = {End::Spoke, fingerprintOf(session.get())};
    else
        result = {End::Failed, escapedText(QString::fromUtf8(ssh_get_error(session.get())), 200)};
    // With the option still set libssh would leave the socket open. It calls that an error, and
    // does it.
    ssh_options_set(session.get(), SSH_OPTIONS_FD, nullptr);
    ssh_disconnect(session.get());
    return result;
}

} // namespace

ProbeResult probe(const Peer& server, std::chrono::milliseconds within)
{
    const bool isV6 = server.address.protocol() == QAbstractSocket::IPv6Protocol;
    Descriptor socket(
        ::socket(isV6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket)
        return {};
    End end = connectTo(socket.get(), server, within);
    if (end == End::Spoke)
        end = firstWords(socket.get(), within);
    if (end != End::Spoke)
        return {end, {}};
    return agreeOnKeys(std::move(socket), within);
}

} // namespace sallyport::ssh
