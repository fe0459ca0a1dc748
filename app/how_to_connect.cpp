#include "app/how_to_connect.h"

#include "core/invite.h"

namespace sallyport {

QString howToConnect(const QList<QUrl>& links, const QStringList& fingerprints,
                     const QStringList& knownHosts, const QString& userName)
{
    if (links.isEmpty() || fingerprints.isEmpty() || knownHosts.isEmpty())
        return {};
    const Invite invite{userName.isEmpty() ? QStringLiteral("USER") : userName,
                        links.first().host(),
                        quint16(links.first().port(22)),
                        {},
                        knownHosts.first(1),
                        fingerprints.first(1)};
    return QStringLiteral("\n"
                          "  link         %1\n"
                          "  fingerprint  %2\n"
                          "  connect      sftp -P %3 %4\n"
                          "  and be sure that it is this computer:\n"
                          "    %5\n"
                          "    %6\n"
                          "\n")
        .arg(inviteLink(invite), fingerprints.first(), QString::number(invite.port),
             sshTarget(invite), recipe::saveHostKey(invite), recipe::sftp(invite));
}

} // namespace sallyport
