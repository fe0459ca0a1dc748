#include "app/argument_values.h"

#include "app/argument_reader.h"
#include "core/settings_store.h"
#include "core/units.h"

#include <QDir>
#include <QFile>
#include <QStringDecoder>
#include <QTimeZone>

#include <array>
#include <climits>

#include <unistd.h>

namespace sallyport::argument {

namespace {

Error usage(const QString& message)
{
    return {ErrorCode::InvalidArgument, message};
}

QByteArray cleaned(const QByteArray& path)
{
    QByteArrayList parts;
    for (const QByteArray& part : path.split('/')) {
        if (part == ".." && !parts.isEmpty())
            parts.removeLast();
        else if (!part.isEmpty() && part != "." && part != "..")
            parts.append(part);
    }
    return '/' + parts.join('/');
}

// "2022"; nothing for what is no port.
std::optional<quint16> portOf(const QByteArray& text)
{
    bool good = false;
    const int port = text.toInt(&good);
    const bool digits = !text.isEmpty() && text[0] >= '0' && text[0] <= '9';
    return good && digits && port <= 65'535 ? std::optional(static_cast<quint16>(port))
                                            : std::nullopt;
}

// The address of a host as it is written; nothing for what is none.
std::optional<QList<QHostAddress>> addressesOf(const QByteArray& host)
{
    if (host.isEmpty() || host == "*")
        return QList<QHostAddress>();
    if (host == "localhost")
        return QList<QHostAddress>{QHostAddress(QHostAddress::LocalHost),
                                   QHostAddress(QHostAddress::LocalHostIPv6)};
    const auto address = parseAddress(QString::fromUtf8(host));
    return address ? std::optional(QList<QHostAddress>{*address}) : std::nullopt;
}

} // namespace

Result<QByteArray> folder(const QString& option, const QByteArray& value)
{
    if (value.isEmpty())
        return usage(QStringLiteral("%1 needs a folder").arg(option));
    if (value.startsWith('/'))
        return cleaned(value);
    std::array<char, PATH_MAX> current{};
    if (!::getcwd(current.data(), current.size()))
        return usage(
            QStringLiteral("%1: the current folder is gone, so write a whole path").arg(option));
    return cleaned(QByteArray(current.data()) + '/' + value);
}

Result<QString> file(const QString& option, const QByteArray& value)
{
    if (value.isEmpty())
        return usage(QStringLiteral("%1 needs a file").arg(option));
    return value == "-" ? QStringLiteral("-") : QDir().absoluteFilePath(QFile::decodeName(value));
}

Result<QString> text(const QString& option, const QByteArray& value)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder(value);
    if (value.isEmpty())
        return usage(QStringLiteral("%1 needs a value").arg(option));
    if (decoder.hasError())
        return usage(QStringLiteral("%1 needs UTF-8 text").arg(option));
    return decoded;
}

Result<QString> userName(const QString& option, const QByteArray& value)
{
    auto name = text(option, value);
    if (name && !isUserName(*name))
        return usage(
            QStringLiteral("%1: a user name has 1 to 64 characters, no \"/\" and no \":\", "
                           "unlike \"%2\"")
                .arg(option, shownArgument(value)));
    return name;
}

Result<Access> access(const QString& option, const QByteArray& value)
{
    if (const auto word = accessFromWord(value))
        return *word;
    return usage(QStringLiteral("%1 is view, upload, full or drop, not \"%2\"")
                     .arg(option, shownArgument(value)));
}

bool isShareName(QByteArrayView name)
{
    return !name.isEmpty() && name.size() <= 255 && name != "." && name != ".."
        && !name.contains('/');
}

Result<ShareArgument> share(const QByteArray& value)
{
    const qsizetype equals = value.indexOf('=');
    ShareArgument share;
    share.name = value.left(qMax(equals, qsizetype(0)));
    QByteArray path = value.mid(equals + 1);
    if (equals < 0 || !isShareName(share.name))
        return usage(QStringLiteral("--share is NAME=FOLDER, and \"%1\" has no name that will do")
                         .arg(shownArgument(value)));
    // Folders may hold colons: only one of the four words is split off, and only at the last one.
    if (const qsizetype colon = path.lastIndexOf(':'); colon >= 0) {
        share.access = accessFromWord(path.mid(colon + 1));
        if (share.access)
            path.truncate(colon);
    }
    auto absolute = folder(QStringLiteral("--share %1").arg(shownArgument(share.name)), path);
    if (!absolute)
        return absolute.error();
    share.folder = *std::move(absolute);
    return share;
}

Result<std::pair<QByteArray, std::optional<Access>>> grant(const QByteArray& value)
{
    const qsizetype equals = value.lastIndexOf('=');
    const QByteArray word = value.mid(equals + 1);
    const auto access = accessFromWord(word);
    if (equals < 1 || (!access && word != "none"))
        return usage(QStringLiteral("Access is SHARE=view, upload, full, drop or none, not \"%1\"")
                         .arg(shownArgument(value)));
    return std::pair(value.left(equals), access);
}

Result<void> address(const QByteArray& value, std::optional<ListenArgument>& address)
{
    QByteArray host = value;
    std::optional<quint16> port;
    const auto wrong = [&] {
        return usage(
            QStringLiteral("--addr is HOST:PORT with an address of this computer, not \"%1\"")
                .arg(shownArgument(value)));
    };
    const qsizetype bracket = value.lastIndexOf(']');
    const qsizetype colon = value.lastIndexOf(':');
    const bool bareIpv6 = bracket < 0 && value.count(':') > 1;
    if (colon > bracket && !bareIpv6) {
        host = value.left(colon);
        port = portOf(value.mid(colon + 1));
        if (!port)
            return wrong();
    }
    if (host.startsWith('[') && host.endsWith(']'))
        host = host.mid(1, host.size() - 2);
    const auto found = addressesOf(host);
    if (!found || value.isEmpty())
        return wrong();
    if (!address) {
        address = ListenArgument{*found, port};
        return {};
    }
    if (address->port != port)
        return usage(QStringLiteral("All of --addr must have one port"));
    // "All of this computer" includes the others.
    const bool all = address->addresses.isEmpty() || found->isEmpty();
    address->addresses = all ? QList<QHostAddress>() : address->addresses + *found;
    return {};
}

Result<std::chrono::seconds> duration(const QString& option, const QByteArray& value)
{
    auto read = parseDuration(QString::fromUtf8(value));
    if (!read)
        return usage(QStringLiteral("%1: %2").arg(option, read.error().message));
    return read;
}

Result<quint32> octal(const QString& option, const QByteArray& value)
{
    bool good = false;
    const uint mask = value.toUInt(&good, 8);
    if (!good || mask > 0777 || !isdigit(static_cast<unsigned char>(value[0])))
        return usage(QStringLiteral("%1 needs an octal mask like 022, not \"%2\"")
                         .arg(option, shownArgument(value)));
    return mask;
}

Result<QDateTime> expiry(const QByteArray& value)
{
    const QString text = QString::fromUtf8(value);
    const QDate date = QDate::fromString(text, Qt::ISODate);
    const bool isDate = text.size() == 10 && date.isValid();
    const QDateTime time = isDate ? QDateTime(date, QTime(23, 59, 59)).toUTC()
                                  : QDateTime::fromString(text, Qt::ISODate).toUTC();
    if (!time.isValid())
        return usage(QStringLiteral("--expires needs a date like 2026-12-31, not \"%1\"")
                         .arg(shownArgument(value)));
    return time;
}

Result<void> setting(const QString& option, const QString& path, const QByteArray& value,
                     Settings& scratch)
{
    const QString text = QString::fromUtf8(value);
    const auto set = checkSettingsValue(path, text);
    (void)setSettingsValue(scratch, path, text); // which shares there are is known later
    if (set)
        return {};
    QString message = set.error().message;
    if (message.startsWith(path + u' '))
        message = option + message.mid(path.size());
    return usage(message);
}

} // namespace sallyport::argument
