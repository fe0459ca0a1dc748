// The lines of activity_format.h that people and fail2ban read.
#include "core/activity_format.h"
#include "core/escape.h"

#include <QHostAddress>
#include <QStringList>

namespace sallyport {

namespace {

using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

QString verb(const ActivityEvent& event)
{
    switch (event.kind) {
    case Kind::Listening:
    case Kind::Settings:
        return {};
    case Kind::Connected:
        return QStringLiteral("connected");
    case Kind::TurnedAway:
        return QStringLiteral("turned away");
    case Kind::LoggedIn:
        return QStringLiteral("logged in");
    case Kind::LoginRefused:
        return QStringLiteral("login refused");
    case Kind::Disconnected:
        return QStringLiteral("disconnected");
    case Kind::Download:
        return QStringLiteral("download");
    case Kind::Upload:
        return QStringLiteral("upload");
    case Kind::MadeDirectory:
        return QStringLiteral("make folder");
    case Kind::Removed:
        return QStringLiteral("remove");
    case Kind::Renamed:
        return QStringLiteral("rename");
    case Kind::Linked:
        return QStringLiteral("link");
    case Kind::ChangedAttributes:
        return QStringLiteral("change attributes");
    case Kind::Escape:
        return QStringLiteral("escape");
    case Kind::Denied:
        return QStringLiteral("not SFTP");
    case Kind::Protocol:
        return QStringLiteral("protocol broken");
    case Kind::Limit:
        return QStringLiteral("limit");
    case Kind::Blocked:
        return QStringLiteral("blocked");
    case Kind::Unblocked:
        return QStringLiteral("no longer blocked");
    case Kind::ShareLost:
        return QStringLiteral("share lost");
    case Kind::ShareBack:
        return QStringLiteral("share back");
    case Kind::Fault:
        return QStringLiteral("fault");
    case Kind::Stopped:
        return QStringLiteral("stopped");
    }
    return {};
}

// "192.168.1.7:50112" and "[fe80::1%eth0]:50112" apart; without a port both are the address.
std::pair<QString, QString> hostAndPort(const QString& peer)
{
    if (!QHostAddress(peer).isNull())
        return {peer, QString()};
    QString host = peer.section(u':', 0, -2);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    return {host, peer.section(u':', -1)};
}

// A user name as one word: OpenSSH's vis() with octal, and the space and the colon too, because
// sshd's lines have both and a name that imitates one must not become a second line for fail2ban.
QByteArray asWord(const QString& user)
{
    QByteArray word;
    for (const char byte : user.toUtf8().left(256)) {
        const auto value = static_cast<unsigned char>(byte);
        if (byte == '\\')
            word += "\\\\";
        else if (value > 0x20 && value < 0x7f && byte != ':')
            word += byte;
        else
            word += '\\' + QByteArray::number(value, 8).rightJustified(3, '0');
    }
    return word;
}

QByteArray quoted(QByteArrayView path)
{
    return '"' + escaped(path).toUtf8().replace('"', "\\\"") + '"';
}

bool unknownUser(const ActivityEvent& event)
{
    if (event.user.isEmpty()) // nobody has this name
        return true;
    const QString& why = event.error ? event.error->message : event.message;
    return why.contains(u"unknown user", Qt::CaseInsensitive);
}

// What follows "sshd[7]: ", empty for what sshd would not say at LogLevel INFO.
QByteArray sshdWords(const ActivityEvent& event)
{
    const auto [host, port] = hostAndPort(event.peer);
    const QByteArray from = host.toUtf8() + " port " + port.toUtf8();
    switch (event.kind) {
    case Kind::Listening: {
        QByteArray words = escapedText(event.message).toUtf8();
        if (words.startsWith('L'))
            words[0] = 'l';
        return words.isEmpty() ? words : "Server " + words + '.';
    }
    case Kind::LoggedIn:
        return "Accepted " + escapedText(event.message.section(u' ', 0, 0)).toUtf8() + " for "
            + asWord(event.user) + " from " + from + " ssh2";
    case Kind::LoginRefused:
        if (event.error && event.error->code == ErrorCode::Busy) // nothing was tried
            return {};
        // Always "password": the stock filter counts a refused key of a known user as no failure.
        return "Failed password for " + QByteArray(unknownUser(event) ? "invalid user " : "")
            + asWord(event.user) + " from " + from + " ssh2";
    case Kind::Disconnected:
        return event.user.isEmpty() ? "Connection closed by " + from
                                    : "Disconnected from user " + asWord(event.user) + ' ' + from;
    case Kind::Stopped:
        return "Received signal 15; terminating.";
    default:
        return {};
    }
}

// What sftp-server says at its LogLevel INFO.
QByteArray sftpServerWords(const ActivityEvent& event)
{
    const QByteArray path = event.path ? quoted(event.path->bytes()) : QByteArray();
    const QByteArray bytes = QByteArray::number(event.bytes.value_or(0));
    const bool reads = event.kind == Kind::Download;
    switch (event.kind) {
    case Kind::Download:
    case Kind::Upload:
        if (event.outcome == Outcome::Running)
            return {};
        if (event.outcome == Outcome::Started)
            return "open " + path + " flags " + (reads ? "READ" : "WRITE,CREATE") + " mode 0666";
        return QByteArray(event.outcome == Outcome::CutShort ? "forced close " : "close ") + path
            + " bytes read " + (reads ? bytes : "0") + " written " + (reads ? "0" : bytes);
    case Kind::MadeDirectory:
        return "mkdir name " + path + " mode 0777";
    case Kind::Removed:
        return "remove name " + path;
    case Kind::Renamed:
        return "rename old " + path + " new " + quoted(event.target);
    case Kind::Linked:
        return "symlink old " + quoted(event.target) + " new " + path;
    case Kind::ChangedAttributes:
        return "set " + path + ' ' + escapedText(event.message).toUtf8();
    default:
        return {};
    }
}

} // namespace

QByteArray toTextLine(const ActivityEvent& event)
{
    QStringList words;
    words += event.at.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    if (!event.peer.isEmpty() && event.user.isEmpty())
        words += event.peer;
    else if (!event.user.isEmpty())
        words += escapedText(event.user) + u'@' + event.peer;
    else if (!event.share.isEmpty())
        words += escaped(event.share);
    if (const QString done = verb(event); !done.isEmpty())
        words += done;
    if (event.path)
        words += escaped(event.path->bytes());
    if (!event.target.isEmpty())
        words += QStringLiteral("-> ") + escaped(event.target);

    QStringList details;
    if (event.bytes)
        details += QStringLiteral("%1 bytes").arg(*event.bytes);
    if (event.elapsed)
        details += QStringLiteral("%1 s").arg(double(event.elapsed->count()) / 1000.0, 0, 'f', 3);
    if (event.outcome && *event.outcome != Outcome::Ok)
        details += outcomeName(*event.outcome);
    if (const QString why = escapedText(event.error ? event.error->message : event.message);
        !why.isEmpty())
        details += why;
    if (!event.client.isEmpty())
        details += escapedText(event.client);

    QString line = words.join(u' ');
    if (!details.isEmpty())
        line += (words.size() > 1 && !verb(event).isEmpty() ? QStringLiteral(": ")
                                                            : QStringLiteral(" "))
            + details.join(QStringLiteral(", "));
    return line.toUtf8() + '\n';
}

QByteArray toOpenSshLine(const ActivityEvent& event)
{
    const bool transport = event.kind < Kind::Download || event.kind == Kind::Stopped;
    const QByteArray words = transport ? sshdWords(event) : sftpServerWords(event);
    const bool refused = event.outcome == Outcome::Refused || event.outcome == Outcome::Failed;
    if (words.isEmpty() || (!transport && refused))
        return {};
    // rsyslog's format with a full date, so that neither year nor time zone is guessed.
    const QString time = event.at.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz+00:00"));
    return time.toUtf8() + " sallyport " + (transport ? "sshd[" : "sftp-server[")
        + QByteArray::number(event.connection) + "]: " + words + '\n';
}

} // namespace sallyport
