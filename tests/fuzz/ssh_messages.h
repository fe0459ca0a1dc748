// SshMessages makes the messages of a client of SSH, one at a time, with what the choices put into
// them.
//
// Threads: one.
// Source: RFC 4252 to 4254.
#pragma once

#include "client/crypto.h"
#include "client/messages.h"

#include "tests/fuzz/choices.h"
#include "tests/support/packets.h"

namespace sallyport::fuzz {

// A message field by field: in such a chain the choices are made in its order, whatever the
// compiler.
class Message {
public:
    explicit Message(quint8 type)
        : m_bytes(1, char(type))
    {
    }
    // A login of SSH's only service behind it.
    static Message login(const QByteArray& user, const QByteArray& method)
    {
        return Message(bench::msg::userauthRequest)
            .string(user)
            .string("ssh-connection")
            .string(method);
    }
    Message& raw(const QByteArray& bytes)
    {
        m_bytes += bytes;
        return *this;
    }
    Message& string(const QByteArray& bytes) { return raw(test::wire::string(bytes)); }
    Message& number(quint32 value) { return raw(test::wire::uint32(value)); }
    Message& flag(bool isSet) { return raw(QByteArray(1, isSet ? '\1' : '\0')); }
    operator QByteArray() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

class SshMessages {
public:
    // The number of a server's first channel; the others follow one by one. Source: session.c of
    // libssh 0.10.6.
    static constexpr quint32 firstChannel = 43;
    // The smallest packets that are asked for. With 10 libssh 0.10 spins (SECURITY.md), and with
    // little more it seals a packet a byte: both are known, and would be all that is found.
    static constexpr quint32 leastPacket = 64; // bytes

    // `key` is anna's. Both outlive it.
    SshMessages(Choices& choices, const bench::UserKey& key)
        : m_choices(choices)
        , m_key(key)
    {
    }
    QByteArray banner();
    // Before there are keys: what belongs to making them, and what does not.
    QByteArray early();
    QByteArray anything();

    QByteArray tryToLogIn();
    QByteArray otherMethod();
    // A signature follows: anna's, and somebody else's or for somebody else.
    QByteArray signedLogin() const;
    QByteArray otherSignedLogin();
    QByteArray signature(const QByteArray& sessionId) const; // of anna's

    QByteArray channelOpen(quint32 ours);
    QByteArray channelRequest();
    QByteArray ofChannel();
    QByteArray globalRequest();
    QByteArray ofTransport();

    quint32 channel(); // a number of the server's, rarely of none
    quint32 number();  // also one at an end of its range

private:
    QByteArray user();
    QByteArray keyType();
    QByteArray keyBlob();
    QByteArray keyExchangeInit();

    Choices& m_choices;
    const bench::UserKey& m_key;
};

} // namespace sallyport::fuzz
