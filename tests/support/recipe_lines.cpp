// The lines of core/invite.h as JSON, for the tests that give them to real clients:
// recipe_lines USER HOST PORT SHARE FILE HOSTKEY...
#include "core/invite.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace sallyport;

int main(int argc, char** argv)
{
    if (argc < 7)
        return 2;
    Invite invite{QString::fromUtf8(argv[1]),
                  QString::fromUtf8(argv[2]),
                  QByteArray(argv[3]).toUShort(),
                  QByteArray(argv[4]),
                  {},
                  {}};
    for (int i = 6; i < argc; ++i)
        invite.hostKeys.append(QString::fromUtf8(argv[i]));
    const QJsonObject lines{
        {QStringLiteral("link"), inviteLink(invite)},
        {QStringLiteral("saveHostKey"), recipe::saveHostKey(invite)},
        {QStringLiteral("sftp"), recipe::sftp(invite)},
        {QStringLiteral("scpFolder"), recipe::scpFolder(invite)},
        {QStringLiteral("scpFile"), recipe::scpFile(invite, QByteArray(argv[5]))},
        {QStringLiteral("sshfs"), recipe::sshfs(invite)},
        {QStringLiteral("sshfsTakeDown"), recipe::sshfsTakeDown(invite)},
        {QStringLiteral("rclone"), recipe::rclone(invite)},
    };
    std::puts(QJsonDocument(lines).toJson(QJsonDocument::Compact).constData());
    return 0;
}
