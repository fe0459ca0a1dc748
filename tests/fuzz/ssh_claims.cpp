#include "tests/fuzz/ssh_claims.h"

#include "client/messages.h"

#include "tests/fuzz/check.h"
#include "tests/support/packets.h"

#include <QtEndian>

#include <algorithm>

namespace sallyport::fuzz {

namespace msg = bench::msg;

namespace {

constexpr quint8 publicKeyIsFine = 60;       // RFC 4252 section 7
constexpr quint32 longestReply = 300 * 1024; // bytes, behind the length
constexpr qsizetype mostHandles = 64;        // that are remembered

// Takes fields from the front; `good` is false once one was cut.
struct Fields {
    QByteArrayView rest;
    bool good = true;

    QByteArrayView take(qsizetype count)
    {
        good = good && count <= rest.size();
        if (!good)
            return {};
        const QByteArrayView taken = rest.first(count);
        rest = rest.sliced(count);
        return taken;
    }
    quint8 byte()
    {
        const QByteArrayView one = take(1);
        return one.isEmpty() ? quint8(0) : quint8(one[0]);
    }
    quint32 number()
    {
        const QByteArrayView four = take(4);
        return four.isEmpty() ? 0 : qFromBigEndian<quint32>(four.data());
    }
    QByteArrayView string() { return take(number()); }
    bool isWhole() const { return good && rest.isEmpty(); }
};

QByteArrayView asRead(QByteArrayView text)
{
    return text.first(qsizetype(qstrnlen(text.data(), std::size_t(text.size()))));
}

} // namespace

void SshClaims::sent(const QByteArray& payload)
{
    Fields fields{payload};
    switch (fields.byte()) {
    case msg::userauthRequest:
        sentLogin(payload);
        break;
    case msg::channelOpen: {
        fields.string();
        const quint32 ours = fields.number();
        const quint32 window = fields.number();
        if (fields.good) {
            m_incoming[ours].allowed += window;
            ++m_incoming[ours].opened;
        }
        break;
    }
    case msg::channelOpenConfirmation: {
        // Nobody asked for it, but libssh 0.10 takes from it what a channel is called here, and its
        // window.
        const quint32 theirs = fields.number();
        const quint32 ours = fields.number();
        const quint32 window = fields.number();
        if (fields.good) {
            m_incoming[ours].allowed += window;
            m_incoming[ours].opened += 2; // its replies go on amid one
            m_numbers.insert({theirs, ours});
        }
        break;
    }
    case msg::channelWindowAdjust: {
        const quint32 theirs = fields.number();
        m_widened[theirs] += fields.number();
        break;
    }
    default:
        break;
    }
    // Also what belongs to a method that asks back is a try: RFC 4256 section 3.4, RFC 4462.
    if (!payload.isEmpty() && quint8(payload[0]) >= msg::userauthRequest
        && quint8(payload[0]) < msg::globalRequest)
        ++m_tries;
}

// What lets somebody in is right to the last byte: nothing may be cut off or stand behind it. A key
// is right when its signature is.
void SshClaims::sentLogin(const QByteArray& payload)
{
    Fields fields{payload};
    fields.byte();
    const QByteArrayView user = fields.string();
    const QByteArrayView service = fields.string();
    const QByteArrayView method = fields.string();
    if (!fields.good)
        return;
    // libssh reads all three up to a NUL, and what it read is what the signature has to be for.
    if (asRead(service) == QByteArrayView("ssh-connection")
        && asRead(method) == QByteArrayView("publickey") && asRead(user) == userName)
        m_mayComeIn = m_mayComeIn
            || std::any_of(m_signatures.begin(), m_signatures.end(),
                           [&payload](const QByteArray& one) { return payload.contains(one); });
    if (service != QByteArrayView("ssh-connection"))
        return;
    if (method == QByteArrayView("none") && user == guestName)
        m_mayComeIn = m_mayComeIn || fields.isWhole();
    if (method == QByteArrayView("password") && user == userName) {
        fields.byte();
        const bool isRight = fields.string() == userPassword;
        m_mayComeIn = m_mayComeIn || (isRight && fields.isWhole());
    }
}

void SshClaims::heard(const QByteArray& payload)
{
    Fields fields{payload};
    const quint8 type = fields.byte();
    switch (type) {
    case msg::userauthSuccess:
        demand(m_mayComeIn, "somebody came in who may not");
        demand(!m_isIn, "somebody came in twice");
        m_isIn = true;
        [[fallthrough]];
    case msg::userauthFailure:
    case publicKeyIsFine:
        demand(++m_answers <= m_tries, "a login was answered that nobody tried");
        break;
    case msg::channelOpenConfirmation: {
        demand(m_isIn, "a channel was opened before the login");
        const quint32 ours = fields.number();
        const quint32 theirs = fields.number();
        demand(fields.good && m_incoming.contains(ours),
               "a channel was opened that nobody asked for");
        m_numbers.insert({theirs, ours});
        break;
    }
    case msg::channelData:
        heardData(payload);
        break;
    case msg::channelWindowAdjust:
    case msg::channelEof:
    case msg::channelClose:
    case msg::channelRequest:
    case msg::channelSuccess:
        demand(m_isIn, "a channel is spoken of before the login");
        break;
    default:
        break;
    }
}

void SshClaims::heardData(const QByteArray& payload)
{
    demand(m_isIn, "data came before the login");
    Fields fields{payload};
    fields.byte();
    const quint32 ours = fields.number();
    const QByteArrayView data = fields.string();
    demand(fields.isWhole() && m_incoming.contains(ours), "data came for no channel");
    Incoming& incoming = m_incoming[ours];
    incoming.received += quint64(data.size());
    quint64 allowed = incoming.allowed;
    for (const auto& [theirs, number] : m_numbers) {
        if (number == ours)
            allowed += m_widened[theirs];
    }
    demand(incoming.received <= allowed, "more data came than the window allows");
    if (incoming.opened > 1)
        return; // whose it is cannot be told
    incoming.stream.append(data);
    takeReplies(incoming.stream);
}

void SshClaims::takeReplies(QByteArray& stream)
{
    while (stream.size() >= 4) {
        const auto size = qFromBigEndian<quint32>(stream.constData());
        demand(size > 0 && size <= longestReply, "a reply has no length that one can have");
        if (stream.size() < 4 + qsizetype(size))
            return;
        const auto replies = test::parseReplies(stream.first(4 + qsizetype(size)));
        demand(replies.size() == 1 && replies[0].type != 0, "a reply cannot be read");
        if (replies[0].type == test::HandleReply && m_handles.size() < mostHandles)
            m_handles.append(replies[0].handle);
        stream.remove(0, 4 + qsizetype(size));
    }
}

} // namespace sallyport::fuzz
