#include "tests/fuzz/ssh_messages.h"

#include "tests/fuzz/ssh_claims.h"

#include <array>

namespace sallyport::fuzz {

namespace msg = bench::msg;
namespace wire = test::wire;

namespace {

constexpr std::array requests{"subsystem",
                              "shell",
                              "exec",
                              "env",
                              "pty-req",
                              "signal",
                              "window-change",
                              "x11-req",
                              "break",
                              "eow@openssh.com",
                              "auth-agent-req@openssh.com",
                              "exit-status"};
constexpr std::array keyTypes{"ssh-ed25519",
                              "ssh-rsa",
                              "ssh-dss",
                              "ecdsa-sha2-nistp256",
                              "ecdsa-sha2-nistp521",
                              "sk-ssh-ed25519@openssh.com",
                              "sk-ecdsa-sha2-nistp256@openssh.com",
                              "ssh-ed25519-cert-v01@openssh.com",
                              "ecdsa-sha2-nistp256-cert-v01@openssh.com",
                              "rsa-sha2-512",
                              "ssh-ed448"};
constexpr std::array exchanges{"curve25519-sha256", "ecdh-sha2-nistp256",
                               "diffie-hellman-group14-sha256",
                               "diffie-hellman-group-exchange-sha256", "none"};

QByteArray fromBytes(bench::Bytes bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())};
}

} // namespace

QByteArray SshMessages::signature(const QByteArray& sessionId) const
{
    const QByteArray text = wire::string(sessionId) + signedLogin();
    return fromBytes(m_key.sign(
        {reinterpret_cast<const std::uint8_t*>(text.constData()), std::size_t(text.size())}));
}

QByteArray SshMessages::signedLogin() const
{
    return Message::login(userName, "publickey")
        .flag(true)
        .string("ssh-ed25519")
        .string(fromBytes(m_key.publicBlob()));
}

QByteArray SshMessages::otherSignedLogin()
{
    return Message::login(user(), "publickey").flag(true).string(keyType()).string(keyBlob());
}

QByteArray SshMessages::anything()
{
    return Message(m_choices.byte()).raw(m_choices.bytes(m_choices.byte()));
}

QByteArray SshMessages::user()
{
    switch (m_choices.below(8)) {
    case 4:
    case 5:
        return guestName;
    case 6: {
        const QByteArray name = m_choices.isOneIn(2) ? guestName : userName;
        return name + QByteArray(1, '\0') + m_choices.bytes(4);
    }
    case 7:
        return m_choices.bytes(m_choices.below(64));
    default:
        return userName;
    }
}

QByteArray SshMessages::keyType()
{
    return keyTypes[m_choices.below(keyTypes.size())];
}

QByteArray SshMessages::keyBlob()
{
    const std::size_t kind = m_choices.below(keyTypes.size() + 4);
    if (kind >= keyTypes.size())
        return fromBytes(m_key.publicBlob());
    QByteArray blob = wire::string(keyTypes[kind]);
    for (std::size_t left = m_choices.below(6); left > 0; --left) {
        const std::size_t size = m_choices.below(80);
        const bool isMadeUp = m_choices.isOneIn(2);
        blob += wire::string(isMadeUp ? QByteArray(qsizetype(size), '\7') : m_choices.bytes(size));
    }
    return blob;
}

QByteArray SshMessages::tryToLogIn()
{
    switch (m_choices.below(4)) {
    case 0:
        return Message(msg::serviceRequest)
            .string(m_choices.isOneIn(4) ? "ssh-connection" : "ssh-userauth");
    case 1:
        return Message::login(user(), "none");
    case 2:
        return Message::login(user(), "password")
            .flag(m_choices.isOneIn(8))
            .string(m_choices.isOneIn(2) ? m_choices.bytes(20) : userPassword);
    default:
        return Message::login(user(), "publickey").flag(false).string(keyType()).string(keyBlob());
    }
}

QByteArray SshMessages::otherMethod()
{
    switch (m_choices.below(6)) {
    case 0:
        return Message::login(user(), "keyboard-interactive").string("").string("");
    case 1: // Kerberos
        return Message::login(user(), "gssapi-with-mic")
            .number(1)
            .string("\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02");
    case 2:
        return Message::login(user(), "hostbased")
            .string("ssh-ed25519")
            .string(keyBlob())
            .string("host")
            .string("me")
            .string(m_choices.bytes(20));
    case 3: // nobody asked
        return Message(61).number(number()).string(m_choices.bytes(8));
    case 4: // another service, and one that looks like the words of a log
        return Message(msg::userauthRequest)
            .string(user())
            .string(m_choices.isOneIn(2) ? "ssh-connection, method none " : "ssh-konnection")
            .string("none");
    default: {
        const QByteArray who = user();
        return Message::login(who, m_choices.bytes(m_choices.below(24)));
    }
    }
}

QByteArray SshMessages::channelOpen(quint32 ours)
{
    constexpr std::array types{"session",
                               "session",
                               "session",
                               "session",
                               "x11",
                               "direct-tcpip",
                               "forwarded-tcpip",
                               "auth-agent@openssh.com",
                               "direct-streamlocal@openssh.com"};
    constexpr std::array<quint32, 4> windows{2 * 1024 * 1024, 0, 1000, 0xffffffff};
    constexpr std::array<quint32, 4> packets{32 * 1024, leastPacket, 0x7fffffff, 0xffffffff};
    const std::size_t type = m_choices.below(types.size());
    Message open(msg::channelOpen);
    open.string(types[type])
        .number(m_choices.isOneIn(8) ? number() : ours)
        .number(windows[m_choices.below(windows.size())])
        .number(packets[m_choices.below(packets.size())]);
    if (type > 3)
        open.string("localhost").number(22).string("127.0.0.1").number(number());
    return open;
}

QByteArray SshMessages::channelRequest()
{
    const QByteArray name = requests[m_choices.below(requests.size())];
    Message request(msg::channelRequest);
    request.number(channel()).string(name).flag(!m_choices.isOneIn(4));
    if (name == "subsystem")
        request.string(m_choices.isOneIn(4) ? m_choices.bytes(8) : QByteArray("sftp"));
    else if (name == "env")
        request.string("LANG").string("C");
    else if (name == "pty-req")
        request.string("xterm").number(80).number(24).number(0).number(0).string("");
    else if (name == "window-change")
        request.number(80).number(24).number(0).number(0);
    else if (name == "x11-req")
        request.flag(false).string("MIT-MAGIC-COOKIE-1").string("00").number(0);
    else if (name == "break" || name == "exit-status")
        request.number(number());
    else if (name == "exec" || name == "signal")
        request.string("ls");
    return request;
}

QByteArray SshMessages::ofChannel()
{
    switch (m_choices.below(6)) {
    case 0:
        return Message(msg::channelEof).number(channel());
    case 1:
        return Message(msg::channelClose).number(channel());
    case 2:
    case 3:
        return Message(msg::channelWindowAdjust).number(channel()).number(number());
    case 4: // the error stream
        return Message(95).number(channel()).number(1).string(m_choices.bytes(20));
    default:
        return Message(msg::channelData)
            .number(channel())
            .string(m_choices.bytes(m_choices.byte()));
    }
}

QByteArray SshMessages::globalRequest()
{
    constexpr std::array names{"keepalive@openssh.com", "tcpip-forward", "cancel-tcpip-forward",
                               "hostkeys-prove-00@openssh.com", "no-more-sessions@openssh.com"};
    return Message(msg::globalRequest)
        .string(names[m_choices.below(names.size())])
        .flag(!m_choices.isOneIn(4))
        .string("127.0.0.1")
        .number(number());
}

QByteArray SshMessages::ofTransport()
{
    // What only a server says.
    constexpr std::array<quint8, 9> others{
        msg::serviceAccept,  msg::userauthFailure,         msg::userauthSuccess,
        msg::userauthBanner, msg::channelOpenConfirmation, msg::channelOpenFailure,
        msg::channelSuccess, msg::channelFailure,          msg::requestFailure};
    switch (m_choices.below(8)) {
    case 0:
        return Message(msg::ignore).string(m_choices.bytes(m_choices.below(64)));
    case 1:
        return Message(msg::debug).flag(true).string(m_choices.bytes(8)).string("");
    case 2:
        return Message(msg::unimplemented).number(number());
    case 3:
        return Message(msg::extInfo).number(1).string("server-sig-algs").string("ssh-rsa");
    case 4:
        return Message(msg::disconnect).number(11).string(m_choices.bytes(8)).string("");
    default:
        return Message(others[m_choices.below(others.size())])
            .number(channel())
            .number(number())
            .number(number())
            .number(number());
    }
}

QByteArray SshMessages::keyExchangeInit()
{
    Message init(msg::kexInit);
    const QByteArray exchange = exchanges[m_choices.below(exchanges.size())];
    init.raw(QByteArray(16, 'c'))
        .string(m_choices.isOneIn(2) ? exchange
                                     : exchange + ",kex-strict-c-v00@openssh.com,ext-info-c")
        .string(keyType());
    for (const auto& [usual, other] :
         {std::pair("aes256-ctr,aes128-gcm@openssh.com", "aes256-cbc"),
          std::pair("hmac-sha2-256", "hmac-sha1"), std::pair("none", "zlib@openssh.com")}) {
        init.string(m_choices.isOneIn(4) ? other : usual);
        init.string(m_choices.isOneIn(4) ? other : usual);
    }
    return init.string("").string("").flag(m_choices.isOneIn(4)).number(0);
}

QByteArray SshMessages::early()
{
    switch (m_choices.below(8)) {
    case 0:
        return keyExchangeInit();
    case 1: // a value of the other side, of the size of either curve
        return Message(msg::kexEcdhInit).string(m_choices.bytes(m_choices.isOneIn(2) ? 65 : 32));
    case 2:
        return Message(msg::newKeys);
    case 3:
        return ofTransport();
    case 4:
        return Message::login(userName, "password").flag(false).string(userPassword);
    case 5:
        return Message(msg::serviceRequest).string("ssh-userauth");
    case 6:
        return channelOpen(0);
    default:
        return anything();
    }
}

QByteArray SshMessages::banner()
{
    switch (m_choices.below(4)) {
    case 0:
        return "SSH-2.0-" + m_choices.bytes(m_choices.byte()) + "\r\n";
    case 1:
        return "SSH-1.99-old\n";
    case 2:
        return "SSH-1.5-older\r\n";
    default:
        return m_choices.bytes(m_choices.byte());
    }
}

quint32 SshMessages::channel()
{
    const std::size_t which = m_choices.below(16);
    if (which == 15)
        return number();
    // Mostly the first, and of the others those that are there.
    return which < 10 ? firstChannel : firstChannel + quint32(which - 9);
}

quint32 SshMessages::number()
{
    constexpr std::array<quint32, 6> ends{0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000};
    const std::size_t which = m_choices.below(8);
    return which < ends.size() ? ends[which] : quint32(m_choices.number(which == 6 ? 2 : 4));
}

} // namespace sallyport::fuzz
