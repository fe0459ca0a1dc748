// CreatedFiles is the record of one share: who sent what. An entry is an account, a path, the
// file's number on the disk, its birth and a time; a file is the account's only while path, number
// and, where the disk tells it, birth all match, so what took the place of a sent file is nobody's.
// It is kept in a file that only grows, a line for each creation, renaming and removal; what is
// dead in it is left out when it is read. Device numbers change when a computer starts anew, so
// those of an earlier run are not compared.
//
// What a guest without password sent is known to this connection alone and never written.
// The other name that a file got in a drop box is known here until the connection that asked ends.
//
// Threads: any; one record is shared by all connections, each with a Sender of its own.
// Errors: none are returned: a record that cannot be written is forgotten with the program.
#pragma once

#include "core/file_system.h"
#include "core/guarded.h"
#include "core/identity.h"
#include "core/result.h"
#include "core/virtual_path.h"

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QString>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

namespace sallyport {

struct Sender;

class CreatedFiles {
public:
    using Failed = std::function<void(const Error&)>;
    using Clock = std::function<qint64()>; // seconds since 1970-01-01 UTC
    // How long an account may go on with a file after the connection that made it ended.
    static constexpr qint64 resumeWithin = 24 * 60 * 60; // seconds

    enum class Whose {
        Others,    // or nobody's, or not known
        OwnBefore, // the account's, from a connection that has ended
        OwnNow,    // the account's, from one that is open
    };

    // Reads `filePath`, if there is one, and adds to it from now on; empty: nothing is kept.
    // `failed` hears of the first trouble, under the record's lock: it must not call back.
    explicit CreatedFiles(const QString& filePath, Failed failed = {}, Clock clock = {});

    // A file that has its name only later, when it is whole, is not written down before that:
    // should the program die, the number it had on the disk may become somebody else's.
    enum class Named { Now, Later };
    void add(const Sender& sender, const VirtualPath& path, const FileAttributes& file,
             Named named = Named::Now);
    // It has its name now. Nothing if it is not the file that was added.
    void landed(const Sender& sender, const VirtualPath& path, const FileAttributes& file);
    Whose whose(const Sender& sender, const VirtualPath& path, const FileAttributes& file) const;
    bool mayResume(const Sender& sender, const VirtualPath& path, const FileAttributes& file) const;
    // Held from the look whose something is until it is done and recorded, by whoever changes or
    // moves what has a name: no path leads to something else in between. May be held for long, but
    // never while a file is read or written, and by a hung disk only against those of its share.
    std::unique_lock<std::mutex> changing() { return std::unique_lock(m_changing); }
    // What the sender has in `folder` by the record, sorted; look at each before it is believed.
    QList<QByteArray> namesIn(const Sender& sender, const VirtualPath& folder) const;
    // Whoever did it; with all that is below.
    void renamed(const VirtualPath& from, const VirtualPath& to);
    void removed(const VirtualPath& path);

    // Who asks for `asked` (below the real path of its folder) means the file `name` beside it.
    void addAlias(const Sender& sender, const VirtualPath& asked, const QByteArray& name);
    void removeAlias(const Sender& sender, const VirtualPath& asked);
    std::optional<QByteArray> alias(const Sender& sender, const VirtualPath& asked) const;

private:
    friend struct Sender;
    struct Entry {
        AccountId account;
        std::optional<FileAttributes::Id> id; // empty: the storage does not tell
        qint64 created = 0;                   // seconds since 1970-01-01 UTC
        quint64 connection = 0;               // 0: of an earlier run
        bool guest = false;
        Named named = Named::Now;

        bool isWritten() const { return id && !guest && named == Named::Now; }
    };
    struct Alias {
        QByteArray name;
        quint64 connection = 0;
    };
    struct State {
        std::map<QByteArray, Entry> entries;                        // by path
        std::map<std::pair<QByteArray, QByteArray>, Alias> aliases; // by asked path and owner
        std::set<quint64> open;                                     // connections
        quint64 begun = 0;                                          // connections so far
        QFile file;
        bool failed = false; // and said so

        void take(const QByteArray& line);
    };

    quint64 begin();
    void end(const Sender& sender);
    // The sender's entry for this very file; null: there is none.
    static const Entry* find(const State& state, const Sender& sender, const VirtualPath& path,
                             const FileAttributes& file);
    void load(State& state, const QString& filePath) const;
    void writeAnew(State& state, const QString& filePath) const;
    void append(State& state, const QByteArray& line) const;
    void fail(State& state, const QString& message) const;

    const Failed m_failed;
    const Clock m_clock;
    std::mutex m_changing; // taken before the state's lock, never after it
    mutable Guarded<State> m_state;
};

// One connection of one account to one share, from login to hang-up.
// Threads: the login's.
struct Sender {
    Sender(std::shared_ptr<CreatedFiles> createdFiles, AccountId accountId, bool isGuest);
    ~Sender();
    Sender(const Sender&) = delete;
    Sender& operator=(const Sender&) = delete;

    const std::shared_ptr<CreatedFiles> record;
    const AccountId account;
    const bool guest; // without password: each connection is a person of its own
    const quint64 connection;
};

} // namespace sallyport
