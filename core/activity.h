// What happened, in the words of the activity list and of the --json lines. Events are
// values: made where it happens, copied to the main thread, never changed.
//
// Threads: ActivityEvent is a plain value; ActivitySink::record() is called from any thread.
#pragma once

#include "core/result.h"
#include "core/virtual_path.h"

#include <QByteArray>
#include <QDateTime>
#include <QMetaType>
#include <QString>

#include <chrono>
#include <optional>

namespace sallyport {

struct ActivityEvent {
    // In JSON the `kind` is the name below with a small first letter (`password` is the command
    // line's own). tests/rows.txt says when each is sent.
    enum class Kind {
        Listening,
        Connected,
        TurnedAway,
        LoggedIn,
        LoginRefused,
        Disconnected,
        Download,
        Upload,
        MadeDirectory,
        Removed,
        Renamed,
        Linked,
        ChangedAttributes,
        Escape,
        Denied,
        Protocol,
        Limit,
        Blocked,
        Unblocked,
        ShareLost,
        ShareBack,
        Fault,
        Settings,
        Stopped,
    };
    enum class Outcome { Started, Running, Ok, Refused, Failed, CutShort };

    // Same id, same row: a transfer keeps its id from start to end. Unique in one run of
    // the program: connection number in the high 32 bits, a count in the low ones. 0: a row of its
    // own.
    quint64 id = 0;
    quint64 connection = 0; // 1, 2, 3, ... since the program started; 0: none
    QDateTime at;           // UTC
    QString peer;           // "192.168.1.7:50112"
    QString user;           // empty before login
    QString client;         // the client's banner; Connected
    Kind kind = Kind::Connected;
    std::optional<Outcome> outcome;
    QByteArray share; // FileSystem::shareName()
    std::optional<VirtualPath> path;
    QByteArray target;           // Renamed: the new path; Linked: what it points at
    std::optional<qint64> bytes; // payload bytes so far
    std::optional<std::chrono::milliseconds> elapsed;
    std::optional<Error> error; // set: refused, failed or cut short, and this is why
    QString message;            // said without an error: "mode 0644"
};

// Where events go. Threads: record() may be called from any thread and does not block.
class ActivitySink {
public:
    virtual ~ActivitySink() = default;
    virtual void record(ActivityEvent event) = 0;
};

} // namespace sallyport

Q_DECLARE_METATYPE(sallyport::ActivityEvent)
