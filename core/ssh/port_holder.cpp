#include "core/ssh/port_holder.h"

#include "core/escape.h"
#include "core/ssh/peer_filter.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QtEndian>

#include <algorithm>
#include <array>

#include <unistd.h>

namespace sallyport::ssh {

namespace {

QByteArray content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// "0100007F" is 127.0.0.1: words of 32 bits in this computer's own order. Source: proc(5).
QHostAddress addressOf(const QByteArray& hexadecimal)
{
    constexpr qsizetype digits = 8; // of a word
    QByteArray bytes;
    for (qsizetype at = 0; at + digits <= hexadecimal.size(); at += digits) {
        const quint32 word = hexadecimal.mid(at, digits).toUInt(nullptr, 16);
        bytes.append(reinterpret_cast<const char*>(&word), sizeof word);
    }
    if (bytes.size() == sizeof(Q_IPV6ADDR))
        return plainAddress(QHostAddress(reinterpret_cast<const quint8*>(bytes.constData())));
    return QHostAddress(qFromBigEndian<quint32>(bytes.constData()));
}

// The addresses that are listened at, by what the descriptors of their sockets link to:
// "socket:[4711]".
QHash<QByteArray, Peer> listeners()
{
    constexpr qsizetype localAddress = 1, state = 3, inode = 9;
    QHash<QByteArray, Peer> all;
    for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        const QByteArrayList lines = content(QLatin1String(table)).split('\n');
        for (const QByteArray& line : lines) {
            const QByteArrayList fields = line.simplified().split(' ');
            if (fields.size() <= inode || fields[state] != "0A")
                continue;
            const QByteArray& local = fields[localAddress];
            const qsizetype colon = local.lastIndexOf(':');
            all.insert(
                "socket:[" + fields[inode] + ']',
                {addressOf(local.left(colon)), quint16(local.mid(colon + 1).toUInt(nullptr, 16))});
        }
    }
    return all;
}

QHash<QByteArray, Peer> listenersAt(quint16 port)
{
    auto all = listeners();
    all.removeIf([port](const auto& one) { return one.value().port != port; });
    return all;
}

// Those of the sockets that a process holds, by what they link to.
QByteArrayList held(const QString& process, const QHash<QByteArray, Peer>& sockets)
{
    QByteArrayList found;
    // Descriptors of sockets are links that lead nowhere, which QDir calls system files.
    const QString descriptors = QStringLiteral("/proc/%1/fd").arg(process);
    const auto names = QDir(descriptors).entryList(QDir::AllEntries | QDir::System);
    for (const QString& name : names) {
        std::array<char, 64> link{};
        const QByteArray path = QFile::encodeName(descriptors + u'/' + name);
        const ssize_t size = ::readlink(path.constData(), link.data(), link.size());
        const QByteArray target(link.data(), qsizetype(std::max<ssize_t>(size, 0)));
        if (sockets.contains(target))
            found += target;
    }
    return found;
}

} // namespace

std::optional<PortHolder> findPortHolder(quint16 port)
{
    const auto sockets = listenersAt(port);
    const auto processes =
        sockets.isEmpty() ? QStringList() : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString& process : processes) {
        if (!process[0].isDigit() || held(process, sockets).isEmpty())
            continue;
        const QByteArray name = content(QStringLiteral("/proc/%1/comm").arg(process)).trimmed();
        return PortHolder{escaped(name), process};
    }
    return {};
}

QList<Peer> socketsOf(const QString& process)
{
    const auto sockets = listeners();
    QList<Peer> all;
    for (const QByteArray& one : held(process, sockets)) {
        if (!all.contains(sockets[one]))
            all += sockets[one];
    }
    return all;
}

QList<Peer> socketsAt(quint16 port)
{
    return listenersAt(port).values();
}

QString holderOfPort(quint16 port)
{
    const auto holder = findPortHolder(port);
    return holder ? QStringLiteral("%1 (process %2)").arg(holder->program, holder->process)
                  : QStringLiteral("another program");
}

} // namespace sallyport::ssh
