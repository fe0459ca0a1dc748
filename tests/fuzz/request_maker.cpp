#include "tests/fuzz/request_maker.h"

#include <array>

namespace sallyport::fuzz {

using namespace test;
using wire::string;
using wire::uint32;
using wire::uint64;

namespace {

constexpr std::array paths{
    "/full/a",
    "/full/b",
    "/full/new",
    "/full/folder",
    "/full/folder/c",
    "/full",
    "/",
    "/full/link",
    "/full/out",
    "/full/loop",
    "/full/below",
    "/view",
    "/view/canary",
    "/view/new",
    "/view/folder/x",
    "/inbox",
    "/inbox/new",
    "/inbox/theirs",
    "/inbox/d",
    "/inbox/d/new",
    "/drop",
    "/drop/new",
    "/drop/theirs",
    "/drop/folder/x",
    "/drop/d",
    "/drop/d/new",
    "/gone",
    "/gone/x",
    "",
    "a",
    "../view/new",
    "~/a",
    "/full/../view/canary/",
    "/nowhere/x",
    "/full/new/below",
    "/inbox/theirs/x",
};

} // namespace

QByteArray RequestMaker::path()
{
    const std::size_t which = m_choices.below(paths.size() + 4);
    if (which < paths.size())
        return paths[which];
    switch (which - paths.size()) {
    case 0:
        return "/full/" + QByteArray(250 + qsizetype(m_choices.below(8)), 'x');
    case 1:
        return QByteArray("/full/folder/..").repeated(280);
    default:
        return m_choices.bytes(m_choices.below(64));
    }
}

quint64 RequestMaker::offset()
{
    constexpr quint64 largest = (quint64(1) << 63) - 1;
    switch (m_choices.below(8)) {
    case 0:
    case 1:
        return 0;
    case 2:
        return m_choices.byte();
    case 3:
        return m_choices.number(2);
    case 4:
        return m_choices.number(3);
    case 5:
        return largest - m_choices.byte();
    case 6:
        return ~quint64(0) - m_choices.byte();
    default:
        return m_choices.number(8);
    }
}

quint32 RequestMaker::length()
{
    switch (m_choices.below(4)) {
    case 0:
        return m_choices.byte();
    case 1:
        return quint32(m_choices.number(2));
    case 2:
        return 256 * 1024;
    default:
        return ~quint32(0);
    }
}

QByteArray RequestMaker::data()
{
    if (m_choices.isOneIn(4))
        return QByteArray(qsizetype(m_choices.number(2)), char(m_choices.byte()));
    return m_choices.bytes(m_choices.below(48));
}

WireAttributes RequestMaker::attributes()
{
    const quint8 which = m_choices.byte();
    WireAttributes attributes;
    if (which & 1)
        attributes.size = offset();
    if (which & 2)
        attributes.permissions = quint32(m_choices.number(2));
    if (which & 4)
        attributes.times = {quint32(m_choices.number(4)), quint32(m_choices.number(4))};
    if (which & 8)
        attributes.owner = m_choices.isOneIn(2)
            ? std::pair(1000U, 1000U)
            : std::pair(quint32(m_choices.number(2)), quint32(m_choices.number(2)));
    return attributes;
}

QByteArray RequestMaker::extension(Talker& talker, Sent& sent)
{
    const auto handle = [&] {
        const QByteArray one = talker.handle(m_choices);
        sent.handles.append(one);
        return string(one);
    };
    const auto hash = [&] {
        constexpr std::array lists{"sha256", "md5,sha256", "sha512", "crc32", "", ",,md5"};
        const QByteArray list = lists[m_choices.below(lists.size())];
        const quint64 from = offset();
        const quint64 size = m_choices.isOneIn(2) ? offset() : 0;
        return string(list) + uint64(from) + uint64(size) + uint32(quint32(m_choices.number(2)));
    };
    switch (m_choices.below(17)) {
    case 0:
        return string("posix-rename@openssh.com") + string(path()) + string(path());
    case 1:
        return string("statvfs@openssh.com") + string(path());
    case 2:
        return string("fstatvfs@openssh.com") + handle();
    case 3:
        return string("hardlink@openssh.com") + string(path()) + string(path());
    case 4:
        return string("fsync@openssh.com") + handle();
    case 5:
        return string("lsetstat@openssh.com") + string(path()) + attributes().bytes();
    case 6:
        return string("limits@openssh.com");
    case 7:
        return string("expand-path@openssh.com") + string(path());
    case 8: {
        sent.mayEnd = true;
        const QByteArray from = handle();
        const quint64 start = offset();
        const quint64 size = m_choices.isOneIn(2) ? offset() : 0;
        const QByteArray to = handle();
        return string("copy-data") + from + uint64(start) + uint64(size) + to + uint64(offset());
    }
    case 9:
        return string("home-directory") + string(m_choices.bytes(m_choices.below(8)));
    case 10: {
        const QByteArray ids = uint32(1000).repeated(qsizetype(m_choices.below(6)));
        return string("users-groups-by-id@openssh.com") + string(ids)
            + string(uint32(quint32(m_choices.number(3))));
    }
    case 11: {
        const QByteArray name = m_choices.isOneIn(2) ? "check-file" : "check-file-handle";
        return string(name) + handle() + hash();
    }
    case 12:
        return string("check-file-name") + string(path()) + hash();
    case 13:
        return string(m_choices.bytes(m_choices.below(24)));
    case 14:
        return string({});
    default:
        return string("copy-data") + handle() + uint64(0) + uint64(0) + handle() + uint64(0);
    }
}

void RequestMaker::sendOne(Talker& talker)
{
    Sent sent;
    sent.id = talker.nextId();
    const auto handle = [&] {
        const QByteArray one = talker.handle(m_choices);
        sent.handles.append(one);
        return string(one);
    };
    const auto send = [&](quint8 type, const QByteArray& fields) {
        sent.type = type;
        talker.send(Packet::request(type, sent.id, fields), sent, m_choices);
    };
    switch (m_choices.below(m_manners == Manners::Good ? 25 : 26)) {
    case 0:
    case 1: {
        const QByteArray name = path();
        const auto flags =
            quint32(m_choices.isOneIn(8) ? m_choices.number(4) : m_choices.below(64));
        return send(3, string(name) + uint32(flags) + attributes().bytes());
    }
    case 2: // what clients do most
        return send(3, string(path()) + uint32(fxf::read) + uint32(0));
    case 3:
        return send(3,
                    string(path()) + uint32(fxf::write | fxf::create | fxf::truncate) + uint32(0));
    case 4:
        return send(4, handle());
    case 5:
    case 6: {
        sent.mayEnd = true;
        const QByteArray one = handle();
        sent.offset = offset();
        sent.length = length();
        return send(5, one + uint64(sent.offset) + uint32(sent.length));
    }
    case 7:
    case 8: {
        const QByteArray one = handle();
        sent.offset = offset();
        sent.data = data();
        return send(6, one + uint64(sent.offset) + string(sent.data));
    }
    case 9:
        return send(7, string(path()));
    case 10:
        return send(8, handle());
    case 11:
        return send(9, string(path()) + attributes().bytes());
    case 12:
        return send(10, handle() + attributes().bytes());
    case 13:
        return send(11, string(path()));
    case 14:
        sent.mayEnd = true;
        return send(12, handle());
    case 15:
        return send(13, string(path()));
    case 16:
        return send(14, string(path()) + attributes().bytes());
    case 17:
        return send(15, string(path()));
    case 18:
        return send(16, string(path()));
    case 19:
        return send(17, string(path()));
    case 20:
        return send(18, string(path()) + string(path()));
    case 21:
        return send(19, string(path()));
    case 22: {
        const QByteArray target = m_choices.isOneIn(2) ? path() : m_choices.bytes(8);
        return send(20, string(target) + string(path()));
    }
    case 23:
    case 24:
        return send(200, extension(talker, sent));
    default:
        break;
    }
    // A request with something wrong in it.
    QByteArray packet = Packet::request(quint8(m_choices.number(1)), sent.id,
                                        string(path()) + m_choices.bytes(m_choices.below(32)));
    if (m_choices.isOneIn(2))
        packet.chop(qsizetype(m_choices.below(std::size_t(packet.size()))));
    talker.sendAnything(packet, m_choices);
}

} // namespace sallyport::fuzz
