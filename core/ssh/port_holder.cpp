#include "core/ssh/port_holder.h"

#include "core/escape.h"

#include <QDir>
#include <QFile>
#include <QSet>

#include <array>

#include <unistd.h>

namespace sallyport::ssh {

namespace {

QByteArray content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// What the descriptors of the sockets that listen on the port link to: "socket:[4711]".
QSet<QByteArray> listeners(quint16 port)
{
    constexpr qsizetype localAddress = 1, state = 3, inode = 9;
    QSet<QByteArray> links;
    for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        const QByteArrayList lines = content(QLatin1String(table)).split('\n');
        for (const QByteArray& line : lines) {
            const QByteArrayList fields = line.simplified().split(' ');
            if (fields.size() <= inode || fields[state] != "0A")
                continue;
            const QByteArray& local = fields[localAddress];
            if (local.mid(local.lastIndexOf(':') + 1).toUInt(nullptr, 16) == port)
                links.insert("socket:[" + fields[inode] + ']');
        }
    }
    return links;
}

bool holds(const QString& descriptors, const QSet<QByteArray>& links)
{
    // Descriptors of sockets are links that lead nowhere, which QDir calls system files.
    const auto names = QDir(descriptors).entryList(QDir::AllEntries | QDir::System);
    for (const QString& name : names) {
        std::array<char, 64> link{};
        const QByteArray path = QFile::encodeName(descriptors + u'/' + name);
        const ssize_t size = ::readlink(path.constData(), link.data(), link.size());
        if (size > 0 && links.contains(QByteArray(link.data(), qsizetype(size))))
            return true;
    }
    return false;
}

} // namespace

std::optional<PortHolder> findPortHolder(quint16 port)
{
    const QSet<QByteArray> links = listeners(port);
    const auto processes =
        links.isEmpty() ? QStringList() : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString& process : processes) {
        const QString folder = QStringLiteral("/proc/") + process;
        if (!process[0].isDigit() || !holds(folder + QStringLiteral("/fd"), links))
            continue;
        const QByteArray name = content(folder + QStringLiteral("/comm")).trimmed();
        return PortHolder{escaped(name), process};
    }
    return {};
}

QString holderOfPort(quint16 port)
{
    const auto holder = findPortHolder(port);
    return holder ? QStringLiteral("%1 (process %2)").arg(holder->program, holder->process)
                  : QStringLiteral("another program");
}

} // namespace sallyport::ssh
