// What a folder holds that its owner may not want to share: keys, password databases, tokens of
// programs, links that lead out. Looked for before the folder is shared.
//
// Threads: scanFolder() blocks on the disk and belongs on a worker; SettingsEditor::lookInto() sees
// to that.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <atomic>

namespace sallyport {

struct PrivateThing {
    enum class Kind {
        SshKeys,          // .ssh, or an OpenSSH private key by its content
        GnuPgKeys,        // .gnupg
        PasswordDatabase, // *.kdbx, a keyring
        ProgramSecrets,   // .env, .netrc, .aws, .git-credentials, ...
        OwnSettings,      // Sallyport's own settings or keys
        LinkOut,          // a link that leads out: cannot be opened anyway
    };
    Kind kind = Kind::SshKeys;
    QByteArray path; // below the folder, without a slash at the start
    QString hide;    // the glob that hides it; empty for LinkOut
    bool isFolder = false;
    qsizetype more = 0; // how many others of this kind and name are left out of the list
    bool operator==(const PrivateThing&) const = default;
};

struct FolderFindings {
    QList<PrivateThing> things; // at most 100, the worst first
    bool complete = true;       // false: the folder is too large to have been looked at whole
};

// Bounds, so that choosing a huge folder asks no patience.
struct FolderScanLimits {
    qsizetype entries = 200'000;
    int depth = 12;
    int milliseconds = 3000;
};

FolderFindings scanFolder(const QByteArray& folder, const std::atomic<bool>& stop,
                          const FolderScanLimits& limits = {});

} // namespace sallyport
