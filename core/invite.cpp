#include "core/invite.h"

#include "core/utf8.h"

#include <QChar>

#include <algorithm>

namespace sallyport {

namespace {

constexpr quint16 sshPort = 22; // what every client takes when none is given

// What a terminal would act upon while a line is pasted. A newline in quotes it takes as it is.
bool isTextForTerminal(QByteArrayView sequence)
{
    if (sequence == "\n")
        return true;
    const char32_t character = QString::fromUtf8(sequence).toUcs4().first();
    switch (QChar::category(character)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    default:
        return true;
    }
}

bool isPlain(QByteArrayView bytes)
{
    return !bytes.isEmpty() && std::all_of(bytes.begin(), bytes.end(), [](char byte) {
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
            || (byte >= '0' && byte <= '9') || QByteArrayView("_@%+=:,./-").contains(byte);
    });
}

// One word of a POSIX shell: text in single quotes, where nothing has a meaning, and bytes that are
// no text as what printf makes of them.
QString word(const QByteArray& bytes)
{
    if (isPlain(bytes))
        return QString::fromLatin1(bytes);
    QString text;   // in single quotes
    QString octals; // in printf
    QString result;
    const auto end = [&] {
        if (!text.isEmpty())
            result += u'\'' + text.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
        if (!octals.isEmpty())
            result += QStringLiteral("\"$(printf '") + octals + QStringLiteral("')\"");
        text.clear();
        octals.clear();
    };
    for (qsizetype at = 0; at < bytes.size();) {
        const QByteArrayView rest = QByteArrayView(bytes).sliced(at);
        const qsizetype length = utf8Length(rest);
        const bool isText = length > 0 && isTextForTerminal(rest.first(length));
        const qsizetype taken = std::max(length, qsizetype(1));
        if (isText != octals.isEmpty())
            end();
        if (isText)
            text += QString::fromUtf8(rest.first(taken));
        for (qsizetype i = 0; !isText && i < taken; ++i)
            octals += QStringLiteral("\\%1").arg(static_cast<unsigned char>(rest[i]), 3, 8,
                                                 QLatin1Char('0'));
        at += taken;
    }
    end();
    return result.isEmpty() ? QStringLiteral("''") : result;
}

// An IPv6 address stands in brackets wherever a colon follows.
QString bracketed(const QString& host)
{
    return host.contains(u':') ? u'[' + host + u']' : host;
}

// Where the share is for its clients.
QByteArray remotePath(const Invite& invite)
{
    return '/' + invite.share;
}

// The folder on the guest's side.
QByteArray localName(const Invite& invite)
{
    return invite.share.isEmpty() ? QByteArray("Sallyport") : invite.share;
}

QString encoded(const QByteArray& bytes, const QByteArray& kept)
{
    return QString::fromLatin1(bytes.toPercentEncoding(kept));
}

QString link(const Invite& invite, const QString& port)
{
    QString host = bracketed(invite.host);
    host.replace(u'%', QStringLiteral("%25")); // RFC 6874: of a zone
    const QString place =
        QStringLiteral("sftp://") + encoded(invite.user.toUtf8(), "'") + u'@' + host + port;
    return invite.share.isEmpty() ? place : place + encoded(remotePath(invite), "/'");
}

QString target(const Invite& invite, const QByteArray& path)
{
    const QString place = word(invite.user.toUtf8()) + u'@' + word(bracketed(invite.host).toUtf8());
    const QString whole = path.isEmpty() ? place : place + u':' + word(path);
    // Else it would be an option.
    return whole.startsWith(u'-') ? QStringLiteral("-- ") + whole : whole;
}

// scp takes what follows the colon for a glob.
QByteArray withoutGlobs(const QByteArray& path)
{
    QByteArray result;
    for (const char byte : path) {
        if (QByteArrayView("*?[]\\").contains(byte))
            result += '\\';
        result += byte;
    }
    return result;
}

// WinSCP's words for a key: its type, its bits, and its fingerprint with the padding.
QString winscpHostKey(const Invite& invite)
{
    const qsizetype count = std::min(invite.hostKeys.size(), invite.fingerprints.size());
    for (qsizetype i = 0; i < count; ++i) {
        const QString type = invite.hostKeys[i].section(u' ', 0, 0);
        if (type != u"ssh-ed25519")
            continue;
        const QString fingerprint =
            invite.fingerprints[i].sliced(invite.fingerprints[i].indexOf(u':') + 1);
        return QStringLiteral("%1 255 %2=").arg(type, fingerprint);
    }
    return {};
}

} // namespace

QString inviteLink(const Invite& invite)
{
    return link(invite,
                invite.port == sshPort ? QString() : QStringLiteral(":%1").arg(invite.port));
}

QString knownHostsLines(const Invite& invite)
{
    const QString host = invite.port == sshPort
        ? invite.host
        : QStringLiteral("[%1]:%2").arg(invite.host).arg(invite.port);
    QStringList lines;
    for (const QString& key : invite.hostKeys)
        lines.append(host + u' ' + key);
    return lines.join(u'\n');
}

QString sshTarget(const Invite& invite)
{
    // sftp puts the path between double quotes and takes it apart again, so these it would not
    // find. A guest without a path sees the shares of theirs.
    const bool isSafe = !invite.share.contains('"') && !invite.share.contains('\\');
    return target(invite, isSafe && !invite.share.isEmpty() ? remotePath(invite) : QByteArray());
}

namespace recipe {

QString saveHostKey(const Invite& invite)
{
    return QStringLiteral("mkdir -pm700 ~/.ssh && echo %1 >> ~/.ssh/known_hosts")
        .arg(u'\'' + knownHostsLines(invite).replace(u'\'', QStringLiteral("'\\''")) + u'\'');
}

QString sftp(const Invite& invite)
{
    return QStringLiteral("sftp -P %1 -o StrictHostKeyChecking=yes ").arg(invite.port)
        + sshTarget(invite);
}

QString scpFolder(const Invite& invite)
{
    const QByteArray path =
        invite.share.isEmpty() ? QByteArray("/*") : withoutGlobs(remotePath(invite));
    return QStringLiteral("scp -P %1 -r ").arg(invite.port) + target(invite, path)
        + QStringLiteral(" .");
}

QString scpFile(const Invite& invite, const QByteArray& file)
{
    const QByteArray folder = invite.share.isEmpty() ? QByteArray() : remotePath(invite);
    return QStringLiteral("scp -P %1 ").arg(invite.port)
        + target(invite, withoutGlobs(folder + '/' + file)) + QStringLiteral(" .");
}

QString sshfs(const Invite& invite)
{
    const QString folder = word(localName(invite));
    return QStringLiteral("mkdir -p ~/") + folder
        + QStringLiteral(" && sshfs -p %1 -o StrictHostKeyChecking=yes ").arg(invite.port)
        + target(invite, remotePath(invite)) + QStringLiteral(" ~/") + folder;
}

QString sshfsTakeDown(const Invite& invite)
{
    return QStringLiteral("fusermount3 -u ~/") + word(localName(invite));
}

QString rclone(const Invite& invite)
{
    // With a colon it would be a remote, with a dash an option.
    QByteArray folder = localName(invite);
    if (folder.contains(':') || folder.startsWith('-'))
        folder.prepend("./");
    return QStringLiteral("rclone copy :sftp:") + word(remotePath(invite)) + u' ' + word(folder)
        + QStringLiteral(" --sftp-host ") + word(bracketed(invite.host).toUtf8())
        + QStringLiteral(" --sftp-port %1 --sftp-user ").arg(invite.port)
        + word(invite.user.toUtf8())
        + QStringLiteral(" --sftp-ask-password --sftp-known-hosts-file ~/.ssh/known_hosts");
}

QString winscp(const Invite& invite)
{
    const QString place = link(invite, QStringLiteral(":%1").arg(invite.port));
    return QStringLiteral("winscp.com /command \"open %1/ -hostkey=\"\"%2\"\"\"")
        .arg(place, winscpHostKey(invite));
}

} // namespace recipe

} // namespace sallyport
