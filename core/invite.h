// Invite is what somebody needs to reach one share, and the ready lines for their program, each
// pinned to the host key: nothing is trusted on first use. The lines are for a POSIX shell and are
// quoted for it.
//
// Threads: plain values and pure functions.
// Source: ssh(1), sftp(1), scp(1), sshfs(1), rclone's sftp backend, WinSCP's /command.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace sallyport {

struct Invite {
    QString user; // "guest"
    QString host; // "192.168.1.23", "fe80::1"; never with brackets
    quint16 port = 2022;
    QByteArray share;         // raw bytes; empty: the only share, served as "/"
    QStringList hostKeys;     // "ssh-ed25519 AAAA...", one per host key
    QStringList fingerprints; // "SHA256:...", in the same order

    bool operator==(const Invite&) const = default;
};

QString inviteLink(const Invite& invite); // sftp://guest@192.168.1.23:2022/Photos, percent-encoded
QString
knownHostsLines(const Invite& invite);   // "[192.168.1.23]:2022 ssh-ed25519 AAAA...", a line each
QString sshTarget(const Invite& invite); // guest@192.168.1.23:/Photos, as words of a shell

namespace recipe {

QString
saveHostKey(const Invite& invite); // mkdir -pm700 ~/.ssh && echo '...' >> ~/.ssh/known_hosts
QString sftp(const Invite& invite);
QString scpFolder(const Invite& invite);                       // fetches the share
QString scpFile(const Invite& invite, const QByteArray& file); // one file of the share
QString sshfs(const Invite& invite);                           // mounts it at ~/<share>
QString sshfsTakeDown(const Invite& invite);
QString rclone(const Invite& invite);
QString winscp(const Invite& invite); // for cmd.exe

} // namespace recipe

} // namespace sallyport
