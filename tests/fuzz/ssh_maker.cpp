#include "tests/fuzz/ssh_maker.h"

#include "tests/support/packets.h"

#include <QtEndian>

#include <algorithm>
#include <array>

namespace sallyport::fuzz {

namespace msg = bench::msg;
using test::Packet;

namespace {

constexpr std::array paths{
    "/",          "/full/a",      "/full/new", "/full/folder", "/view/canary",
    "/inbox/new", "/drop/theirs", "/full/b"};

// With packets that libssh can bear, where it is about the size of packets.
QByteArray bearable(QByteArray payload)
{
    const auto type = payload.size() < 5 ? quint8(0) : quint8(payload[0]);
    if (type != msg::channelOpen && type != msg::channelOpenConfirmation)
        return payload;
    const qint64 at = type == msg::channelOpenConfirmation
        ? 13
        : 5 + qint64(qFromBigEndian<quint32>(payload.constData() + 1)) + 8;
    if (at + 4 > payload.size())
        return payload;
    const auto packet = qFromBigEndian<quint32>(payload.constData() + at);
    if (packet < SshMessages::leastPacket)
        qToBigEndian(SshMessages::leastPacket, payload.data() + at);
    return payload;
}

} // namespace

void SshMaker::deliver(SshPeer& peer, QByteArray payload)
{
    switch (m_choices.below(20)) {
    case 19:
        if (const qsizetype at = qsizetype(m_choices.number(2)); at < payload.size())
            payload[at] = char(m_choices.byte());
        break;
    case 18:
        payload.truncate(qsizetype(m_choices.number(2)) % (payload.size() + 1));
        break;
    case 17:
        payload += m_choices.bytes(m_choices.below(16));
        break;
    case 16:
        if (const qsizetype at = qsizetype(m_choices.number(2)); at < payload.size())
            payload.insert(at, m_choices.bytes(1 + m_choices.below(8)));
        break;
    default:
        break;
    }
    payload = bearable(payload);
    if (!payload.isEmpty() && quint8(payload[0]) == msg::channelOpen)
        ++m_opened;
    peer.send(payload);
    if (m_choices.isOneIn(8))
        peer.settle();
}

void SshMaker::sendOne(SshPeer& peer)
{
    switch (m_choices.below(32)) {
    case 0:
        return logIn(peer);
    case 1:
        return openSftp(peer);
    case 2:
    case 3:
    case 4:
    case 5:
        return deliver(peer, m_messages.tryToLogIn());
    case 6:
        return sendSigned(peer);
    case 7:
        return deliver(peer, m_messages.otherMethod());
    case 8:
    case 9:
        return deliver(peer, m_messages.channelOpen(m_opened));
    case 10:
    case 11:
        return deliver(peer, m_messages.channelRequest());
    case 12:
    case 13:
    case 14:
    case 15:
        return deliver(peer, m_messages.ofChannel());
    case 16:
        return deliver(peer, m_messages.globalRequest());
    case 17:
        return deliver(peer, m_messages.ofTransport());
    case 18:
        if (peer.isIn())
            peer.beginKeyExchange();
        return;
    case 19:
        return deliver(peer, m_messages.anything());
    case 20:
        return sendRude(peer);
    case 21:
        return peer.settle();
    default:
        const quint32 where = m_messages.channel();
        return deliver(peer, Message(msg::channelData).number(where).string(sftpRequest(peer)));
    }
}

// As an honest client does, waiting for each answer.
void SshMaker::logIn(SshPeer& peer)
{
    peer.send(Message(msg::serviceRequest).string("ssh-userauth"));
    peer.settle();
    peer.send(Message::login(userName, "password").flag(false).string(userPassword));
    peer.settle();
}

void SshMaker::openSftp(SshPeer& peer)
{
    const quint32 ours = m_opened++, theirs = SshMessages::firstChannel + ours;
    peer.send(Message(msg::channelOpen)
                  .string("session")
                  .number(ours)
                  .number(2 * 1024 * 1024)
                  .number(32 * 1024));
    peer.send(
        Message(msg::channelRequest).number(theirs).string("subsystem").flag(true).string("sftp"));
    peer.send(Message(msg::channelData).number(theirs).string(Packet::init()));
    peer.settle();
}

void SshMaker::sendSigned(SshPeer& peer)
{
    const QByteArray signature = m_messages.signature(peer.sessionId());
    const QByteArray request =
        m_choices.isOneIn(4) ? m_messages.otherSignedLogin() : m_messages.signedLogin();
    peer.expectSignature(signature);
    deliver(peer, request + test::wire::string(signature));
}

// What breaks the transport itself.
void SshMaker::sendRude(SshPeer& peer)
{
    switch (m_choices.below(4)) {
    case 0:
        return peer.sendRaw(m_choices.bytes(m_choices.byte()));
    case 1: {
        const quint8 padding = std::max<quint8>(m_choices.byte(), 1), told = m_choices.byte();
        return peer.sendOdd(bearable(m_messages.early()), padding, told);
    }
    default:
        return peer.sendAtOnce(bearable(m_messages.early()));
    }
}

QByteArray SshMaker::path()
{
    const std::size_t which = m_choices.below(paths.size() + 1);
    return which < paths.size() ? QByteArray(paths[which]) : m_choices.bytes(12);
}

QByteArray SshMaker::sftpRequest(const SshPeer& peer)
{
    const quint32 id = m_nextRequest++;
    const std::size_t kind = m_choices.below(16);
    const QByteArray where = path();
    const auto& open = peer.handles();
    const QByteArray handle = open.isEmpty()
        ? QByteArray(8, '\0')
        : open[qsizetype(m_choices.below(std::size_t(open.size())))];
    switch (kind) {
    case 0:
    case 1:
        return Packet::open(id, where, m_choices.byte() & 0x3fU);
    case 2: {
        const quint64 offset = m_choices.number(2);
        return Packet::read(id, handle, offset, m_messages.number());
    }
    case 3: {
        const quint64 offset = m_choices.number(2);
        const auto size = qsizetype(m_choices.number(2) % 20'000);
        return Packet::write(id, handle, offset, QByteArray(size, 'w'));
    }
    case 4:
        return Packet::close(id, handle);
    case 5:
        return Packet::opendir(id, where);
    case 6:
        return Packet::readdir(id, handle);
    case 7:
        return Packet::stat(id, where);
    case 8:
        return Packet::mkdir(id, where);
    case 9:
        return Packet::remove(id, where);
    case 10:
        return Packet::rename(id, where, path());
    case 11:
        return Packet::copyData(id, handle, 0, m_messages.number(), open.value(0), 0);
    case 12:
        return Packet::checkFile(id, "check-file-name", where, "sha256", 0, 0, m_messages.number());
    case 13:
        return Packet::init();
    case 14: // a part of one
        return Packet::write(id, handle, 0, "words").left(qsizetype(m_choices.below(40)));
    default: {
        const quint8 type = m_choices.byte();
        return Packet::make(type, m_choices.bytes(m_choices.below(40)));
    }
    }
}

} // namespace sallyport::fuzz
