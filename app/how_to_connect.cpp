#include "app/how_to_connect.h"

#include <QRegularExpression>

namespace sallyport {

namespace {

// What a shell would take apart, a name with a space, stands in quotes.
QString quoted(const QString& user)
{
    static const QRegularExpression plain(QStringLiteral("\\A[\\w.][\\w.-]*\\z"));
    if (plain.match(user).hasMatch())
        return user;
    QString inner = user;
    return u'\'' + inner.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

} // namespace

QString howToConnect(const QList<QUrl>& links, const QStringList& fingerprints,
                     const QStringList& knownHosts, const QString& userName)
{
    if (links.isEmpty() || fingerprints.isEmpty() || knownHosts.isEmpty())
        return {};
    const QString user = userName.isEmpty() ? QStringLiteral("USER") : userName;
    QUrl link = links.first();
    link.setUserName(user);
    const QString host = link.host();
    const QString port = QString::number(link.port());
    // A bracketed IPv6 address is how sftp tells it from a path.
    const QString target = host.contains(u':') ? QStringLiteral("%1@[%2]").arg(quoted(user), host)
                                               : QStringLiteral("%1@%2").arg(quoted(user), host);
    return QStringLiteral("\n"
                          "  link         %1\n"
                          "  fingerprint  %2\n"
                          "  connect      sftp -P %3 %4\n"
                          "  and be sure that it is this computer:\n"
                          "    echo '[%5]:%3 %6' > sallyport-host\n"
                          "    sftp -P %3 -o UserKnownHostsFile=sallyport-host -o "
                          "StrictHostKeyChecking=yes %4\n"
                          "\n")
        .arg(link.toString(QUrl::FullyEncoded), fingerprints.first(), port, target, host,
             knownHosts.first());
}

} // namespace sallyport
