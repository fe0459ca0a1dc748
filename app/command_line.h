// The command line, understood: which verb, and its options as plain values. Parsing reads no file
// and changes nothing; every mistake is one sentence for stderr and exit code 2.
//
// Folders and names of shares stay the bytes that argv holds; relative folders are made absolute.
//
// Threads: pure functions, and plain values.
#pragma once

#include "core/result.h"
#include "core/settings.h"

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <utility>
#include <variant>

namespace sallyport {

// NAME=FOLDER[:access] of --share. Without an access it gets --access, or View.
struct ShareArgument {
    QByteArray name;
    QByteArray folder; // absolute
    std::optional<Access> access;
};

// HOST:PORT of --addr. No addresses: all of this computer.
struct ListenArgument {
    QList<QHostAddress> addresses;
    std::optional<quint16> port; // not given: 2022
};

enum class LogFormat { Text, Json, OpenSsh };

// An option that was not given has no value: then the settings, or their defaults, decide.
struct ServeOptions {
    QString profile; // --profile DIR, absolute; empty: the XDG folders
    bool verbose = false;

    // Without folders and shares it is the profile that is served.
    QList<QByteArray> folders; // absolute
    QList<ShareArgument> shares;
    std::optional<Access> access; // --access, --read-only

    std::optional<ListenArgument> address;
    std::optional<QStringList> allowFrom; // "lan", "any" or CIDR, each checked

    QString userName;       // empty: "guest"
    QString passwordFile;   // "-" is stdin; empty: none
    QString authorizedKeys; // empty: none
    bool noAuth = false;
    QStringList hostKeys; // files; empty: the profile's

    std::optional<SymlinkPolicy> symlinks;
    QStringList hide;
    std::optional<int> maxConnections;
    std::optional<std::chrono::seconds> idleTimeout; // 0: never
    std::optional<std::chrono::seconds> stopAfter;
    std::chrono::seconds drain{0};
    std::optional<quint64> bytesPerSecond;   // --bwlimit; 0: no limit
    QList<std::pair<QString, QString>> sets; // --set KEY=VALUE in order; each key and value checked

    bool json = false;
    LogFormat logFormat = LogFormat::Text;
    QString logFile; // empty: stderr only
};

// As OpenSSH's sftp-server takes them, and --root.
struct SubsystemOptions {
    bool readOnly = false;  // -R
    QByteArray startFolder; // -d, as written: %d and %u are the caller's to fill; empty: $HOME
    std::optional<quint32> umask; // -u, octal
    bool logToStderr = false;     // -e
    QString logLevel =
        QStringLiteral("ERROR"); // -l: QUIET FATAL ERROR INFO VERBOSE DEBUG DEBUG1..3
    QByteArray root;             // --root, absolute; empty: "/" is the computer's own
};

// `shares`, `users`, `host-key` and `settings`: what to change or show in a profile.
struct EditOptions {
    enum class Verb {
        SharesAdd,
        SharesRemove,
        SharesList,
        UsersAdd,
        UsersRemove,
        UsersPassword,
        UsersAllow,
        UsersList,
        HostKeyShow,
        HostKeyImport,
        HostKeyRegenerate,
        SettingsGet,
        SettingsSet,
        SettingsCheck,
        SettingsExport,
        SettingsImport,
    };
    Verb verb = Verb::SettingsCheck;
    QString profile; // absolute; empty: the XDG folders
    bool json = false;
    QByteArray name;                      // of the share or the user
    QByteArray folder;                    // absolute
    QString file;                         // of import, export
    QString passwordFile, authorizedKeys; // as in ServeOptions
    // Share names, and what the user may do there; nothing: no access ("none").
    QList<std::pair<QByteArray, std::optional<Access>>> access;
    std::optional<QDateTime> expires; // UTC
    QString key, value;               // of get, set
};

// `doctor`
struct DoctorOptions {
    QString profile; // absolute; empty: the XDG folders
    bool json = false;
};

struct HelpRequest {
    QString text; // for stdout: the help, or the version
};

using Command =
    std::variant<HelpRequest, ServeOptions, SubsystemOptions, EditOptions, DoctorOptions>;

// `arguments` without the program's name. InvalidArgument: a mistake in them, in one sentence.
Result<Command> parseCommandLine(const QList<QByteArray>& arguments);

// "view", "upload", "full", "drop"
std::optional<Access> accessFromWord(QByteArrayView word);
QString accessWord(Access access);

} // namespace sallyport
