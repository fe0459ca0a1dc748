#include "core/ssh/transport.h"

#include "core/guard.h"
#include "core/older_algorithms.h"
#include "core/ssh/descriptor.h"
#include "core/ssh/host_key_impl.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace sallyport::ssh {

namespace {

// Source: SECURITY.md. GEX is left out: libssh 0.10 does not filter its messages.
constexpr char keyExchange[] =
    "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,"
    "ecdh-sha2-nistp521,diffie-hellman-group16-sha512,diffie-hellman-group18-sha512,"
    "diffie-hellman-group14-sha256";
constexpr char gcmCiphers[] = "aes256-gcm@openssh.com,aes128-gcm@openssh.com,";
constexpr char ciphers[] = "chacha20-poly1305@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr";
constexpr char macs[] = "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,"
                        "hmac-sha2-256,hmac-sha2-512";
constexpr char keyTypes[] = "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,"
                            "ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256";
constexpr char securityKeyTypes[] =
    ",sk-ssh-ed25519@openssh.com,sk-ecdsa-sha2-nistp256@openssh.com";
constexpr int minRsaBits = 2048;
constexpr int sendBuffer = 4 * 1024 * 1024; // bytes
// More than libssh's window. In a smaller one the kernel tells the client of each little room that
// a read of 4 KiB makes.
constexpr int receiveBuffer = 2 * 1024 * 1024;

bool set(ssh_bind bind, ssh_bind_options_e option, const QByteArray& value)
{
    return ssh_bind_options_set(bind, option, value.constData()) == 0;
}

bool setAlgorithms(ssh_bind bind, const ServerConfig& config)
{
    const bool older = config.network.olderDevices;
    const QByteArray exchange =
        QByteArray(keyExchange) + (older ? QByteArray(",") + olderKeyExchange : QByteArray());
    const QByteArray cipher = QByteArray(config.offerGcm ? gcmCiphers : "") + ciphers;
    const QByteArray mac = QByteArray(macs) + (older ? QByteArray(",") + olderMac : QByteArray());
    const QByteArray keys =
        QByteArray(keyTypes) + (older ? QByteArray(",") + olderKeyType : QByteArray());
    return set(bind, SSH_BIND_OPTIONS_KEY_EXCHANGE, exchange)
        && set(bind, SSH_BIND_OPTIONS_CIPHERS_C_S, cipher)
        && set(bind, SSH_BIND_OPTIONS_CIPHERS_S_C, cipher)
        && set(bind, SSH_BIND_OPTIONS_HMAC_C_S, mac) && set(bind, SSH_BIND_OPTIONS_HMAC_S_C, mac)
        && set(bind, SSH_BIND_OPTIONS_HOSTKEY_ALGORITHMS, keys)
        && set(bind, SSH_BIND_OPTIONS_PUBKEY_ACCEPTED_KEY_TYPES, keys + securityKeyTypes)
        && (!GUARD(rsa_bits)
            || ssh_bind_options_set(bind, SSH_BIND_OPTIONS_RSA_MIN_SIZE, &minRsaBits) == 0);
}

// The bind owns what it imports, so it gets copies.
bool importKeys(ssh_bind bind, const ServerConfig& config)
{
    bool any = false;
    for (const auto& hostKey : config.hostKeys) {
        KeyPtr copy(ssh_key_dup(hostKey->impl().key.get()));
        if (!copy || ssh_bind_options_set(bind, SSH_BIND_OPTIONS_IMPORT_KEY, copy.get()) != 0)
            continue;
        static_cast<void>(copy.release());
        any = true;
    }
    return any;
}

} // namespace

SessionPtr makeSession(int socket, const ServerConfig& config, const TransportLimits& limits)
{
    SessionPtr session(ssh_new());
    const BindPtr bind(ssh_bind_new());
    const bool processConfig = false;
    bool ready = session && bind
        && ssh_bind_options_set(bind.get(), SSH_BIND_OPTIONS_PROCESS_CONFIG, &processConfig) == 0
        && setAlgorithms(bind.get(), config)
        // Not "OpenSSH" anywhere in it: libssh's clients would turn the arguments of SYMLINK round.
        && set(bind.get(), SSH_BIND_OPTIONS_BANNER, "Sallyport_" SALLYPORT_VERSION)
        && importKeys(bind.get(), config)
        && (!GUARD(compression)
            || (ssh_options_set(session.get(), SSH_OPTIONS_COMPRESSION_C_S, "none") == 0
                && ssh_options_set(session.get(), SSH_OPTIONS_COMPRESSION_S_C, "none") == 0))
        && ssh_options_set(session.get(), SSH_OPTIONS_REKEY_DATA, &limits.rekeyBytes) == 0
        && ssh_options_set(session.get(), SSH_OPTIONS_REKEY_TIME, &limits.rekeySeconds) == 0;
    if (!ready) {
        ::close(socket);
        return {};
    }
    // From here on the session closes the socket, also when this fails.
    if (ssh_bind_accept_fd(bind.get(), session.get(), socket) != SSH_OK) {
        if (ssh_get_fd(session.get()) != socket)
            ::close(socket);
        return {};
    }
    ssh_set_blocking(session.get(), 0);
    return session;
}

bool allowsBuffer(int option, int bytes)
{
    const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    int got = 0;
    socklen_t size = sizeof got;
    return socket && ::setsockopt(socket.get(), SOL_SOCKET, option, &bytes, sizeof bytes) == 0
        && ::getsockopt(socket.get(), SOL_SOCKET, option, &got, &size) == 0 && got >= bytes;
}

void prepareSocket(int socket)
{
    // The kernel tunes a buffer no more that a program has set: one that may not be large is left
    // to it.
    static const bool sendsMuch = allowsBuffer(SO_SNDBUF, sendBuffer);
    static const bool takesMuch = allowsBuffer(SO_RCVBUF, receiveBuffer);
    const auto set = [socket](int level, int name, int value) {
        ::setsockopt(socket, level, name, &value, sizeof value);
    };
    ::fcntl(socket, F_SETFL, O_NONBLOCK);
    set(IPPROTO_TCP, TCP_NODELAY, 1);
    if (sendsMuch)
        set(SOL_SOCKET, SO_SNDBUF, sendBuffer);
    if (takesMuch)
        set(SOL_SOCKET, SO_RCVBUF, receiveBuffer);
    if (!GUARD(silent_peer))
        return;
    // A peer that vanished is gone within 90 s.
    set(SOL_SOCKET, SO_KEEPALIVE, 1);
    set(IPPROTO_TCP, TCP_KEEPIDLE, 30);
    set(IPPROTO_TCP, TCP_KEEPINTVL, 20);
    set(IPPROTO_TCP, TCP_KEEPCNT, 3);
    set(IPPROTO_TCP, TCP_USER_TIMEOUT, 90'000);
}

} // namespace sallyport::ssh
