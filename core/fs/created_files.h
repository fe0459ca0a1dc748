// CreatedFiles is the record of one share: who sent what. An entry is an account, a path, the
// file's number on the disk and a time; a file is the account's only while path and number both
// match, so what took the place of a sent file is nobody's. Kept in a file that only grows, a
// line for each creation, renaming and removal; what is not needed is left out when it is read.
//
// What a guest without password sent is known to this connection alone and never written.
// A name that was taken in a drop box lives on here as an alias until its connection ends.
//
// Threads: any; shared by all connections. Each holds a Sender.
// Errors: none are returned: a record that cannot be written forgets at the end of the program.
#pragma once

#include "core/file_system.h"
#include "core/guarded.h"
#include "core/identity.h"
#include "core/result.h"
#include "core/virtual_path.h"

#include <QByteArray>
#include <QFile>
#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace sallyport {

class CreatedFiles {
public:
    using Clock = std::function<qint64()>; // seconds since 1970-01-01 UTC
    using Failed = std::function<void(const Error&)>;
    // How long an account may go on with a file after the connection that made it ended.
    static constexpr qint64 resumeWithin = 24 * 60 * 60; // seconds; product.md, Access

    // Reads `filePath`, if it exists, and writes to it from now on; empty: keeps nothing. `failed`
    // hears of the first trouble.
    explicit CreatedFiles(const QString& filePath, Failed failed = {}, Clock clock = {});

    // Who asks: one connection of one account.
    struct Asker {
        AccountId account;
        bool guest = false;
        quint64 connection = 0;
    };
    enum class Whose {
        Others,    // or nobody's, or not known
        OwnBefore, // the account's, from a connection that has ended
        OwnNow,    // the account's, from one that is open
    };

    Asker begin(const AccountId& account, bool guest); // a connection begins
    void end(const Asker& asker);

    void add(const Asker& asker, const VirtualPath& path, const FileAttributes& file);
    Whose whose(const Asker& asker, const VirtualPath& path, const FileAttributes& file) const;
    bool mayResume(const Asker& asker, const VirtualPath& path, const FileAttributes& file) const;
    QList<QByteArray> namesIn(const Asker& asker, const VirtualPath& folder) const;
    // Whoever did it; with all that is below.
    void renamed(const VirtualPath& from, const VirtualPath& to);
    void removed(const VirtualPath& path);

    // `asked`, with the real path of its folder, reaches the file named `name` beside it.
    void addAlias(const Asker& asker, const VirtualPath& asked, const QByteArray& name);
    void removeAlias(const Asker& asker, const VirtualPath& asked);
    std::optional<QByteArray> alias(const Asker& asker, const VirtualPath& asked) const;

private:
    struct Entry {
        AccountId account;
        std::optional<FileAttributes::Id> id; // empty: the storage does not tell
        qint64 created = 0;                   // seconds since 1970-01-01 UTC
        quint64 connection = 0;               // 0: read from the file
        bool guest = false;
    };
    struct Alias {
        QByteArray name;
        quint64 connection = 0;
    };
    struct State {
        std::map<QByteArray, Entry> entries;                     // by path
        QHash<std::pair<QByteArray, QByteArray>, Alias> aliases; // by asked path and owner
        QSet<quint64> open;                                      // connections
        quint64 connections = 0;                                 // begun so far
        QFile file;
        bool failed = false; // said once
    };
    void load(State& state);
    void compact(State& state) const;
    void append(State& state, const QByteArray& line) const;
    void fail(State& state, const QString& message) const;
    static bool isOwn(const Asker& asker, const Entry& entry);
    static bool isSame(const Entry& entry, const FileAttributes& file);
    static QByteArray owner(const Asker& asker);

    const Failed m_failed;
    const Clock m_clock;
    mutable Guarded<State> m_state;
};

} // namespace sallyport
