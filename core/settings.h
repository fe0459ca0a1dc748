// Settings is everything Sallyport remembers between runs, as one plain value. The
// defaults below are the defaults; there is no second list. Bytes that are not UTF-8 are
// percent-escaped in the file.
//
// Threads: plain values.
#pragma once

#include "core/identity.h"
#include "core/server_settings.h"

#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace sallyport {

// What an account may do with a share: "view", "upload", "full", "drop".
enum class Access { View, Upload, Full, DropBox };

// Relative links that stay inside are followed (Inside, and Hide for those that do); links that
// lead out and absolute ones are never followed. Hide does not list any link; Never follows none.
enum class SymlinkPolicy { Inside, Never, Hide };

// What identifies the folder behind a share, so that another one in its place is noticed. The
// device number is left out: it changes on replug, reboot and NFS remount.
struct RootMark {
    bool ownMount = false;      // the folder is itself a mount point
    quint64 fileSystemId = 0;   // statfs f_fsid
    quint64 fileSystemType = 0; // statfs f_type
    quint64 inode = 0;          // st_ino

    bool operator==(const RootMark&) const = default;
};

// One folder offered to clients, seen by them as "/<name>".
struct Share {
    ShareId id; // grants, records and `until` refer to this; removing a share removes its grants
    QByteArray name;              // one path component, unique among shares; only what clients see
    QByteArray folder;            // absolute path on this computer
    std::optional<RootMark> root; // what the folder was when it was shared
    AccountId guest;              // the account its invite is for; empty: none
    bool enabled = true;
    std::optional<QDateTime> until; // UTC; once passed, the share stays off

    SymlinkPolicy symlinks = SymlinkPolicy::Inside;
    bool makeLinks = true;                               // for Full
    bool otherDisks = true;                              // what is mounted below is part of it
    QStringList hide;                                    // globs, matched against each component
    bool atomicUpload = false;                           // a temporary file, renamed on CLOSE
    bool safeClose = false;                              // fsync before CLOSE is answered
    std::optional<quint64> maxFileSize, quota, keepFree; // bytes

    bool operator==(const Share&) const = default;
};

// One line of an authorized_keys file, understood.
struct AuthorizedKey {
    QByteArray key; // wire format, RFC 4253 section 6.6
    QString comment;
    QString from;                     // the from= pattern list; empty: anywhere
    std::optional<QDateTime> expires; // expiry-time=, UTC
    bool readOnly = false;            // command="internal-sftp -R"

    bool operator==(const AuthorizedKey&) const = default;
};

struct Account {
    AccountId id;
    QString userName;
    bool enabled = true;
    QByteArray passwordVerifier;  // Argon2id (libsodium); empty: no password login
    bool withoutPassword = false; // the `none` method lets this one in: guest access, View only
    QList<AuthorizedKey> keys;
    QHash<ShareId, Access> access;    // a share that is not here is not seen
    std::optional<QDateTime> expires; // UTC

    bool operator==(const Account&) const = default;
};

struct Settings {
    QList<Share> shares;
    QList<Account> accounts;
    Network network;
    Limits limits;
    Penalties penalties;
    QJsonObject ui; // belongs to ui/; core carries it and does not look inside

    bool operator==(const Settings&) const = default;
};

} // namespace sallyport
