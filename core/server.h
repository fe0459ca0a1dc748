// Server accepts connections and owns their threads. It knows nothing of
// settings, keychains or widgets: a ServerConfig says all.
//
// Threads: a main-thread object. The Listener behind it has a thread of its own.
#pragma once

#include "core/activity.h"
#include "core/identity.h"
#include "core/result.h"
#include "core/server_config.h"

#include <QDateTime>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QSet>
#include <QStringList>

#include <chrono>
#include <memory>
#include <optional>

namespace sallyport {

// One connection as it is now: a snapshot of its live counters.
struct ConnectionInfo {
    quint64 id = 0;
    QString peer, user, client;     // client: its banner
    AccountId account;              // empty before login
    QDateTime since;                // UTC
    quint64 received = 0, sent = 0; // payload bytes
    quint64 bytesPerSecond = 0;     // both directions, last second
    bool transferring = false;
    enum class Doing { Nothing, Looking, Downloading, Uploading };
    Doing doing = Doing::Nothing;       // Looking: `file` is the folder last listed
    QDateTime lastRequest;              // UTC
    VirtualPath file;                   // what moves now; the root when nothing does
    std::optional<quint64> size, moved; // of `file`, bytes
};

struct Penalty {
    QHostAddress address;
    std::chrono::seconds left{0};
    QString reason;
};

class Server final : public QObject {
    Q_OBJECT
public:
    enum class State { Stopped, Listening, Stopping };
    Q_ENUM(State)

    explicit Server(ActivitySink& activity, QObject* parent = nullptr);
    ~Server() override; // stops and waits for every thread; see stuck()
    // Starts listening. Requires State::Stopped.
    // Fails with AddressInUse, PermissionDenied or NotFound (no such address here); stays Stopped.
    Result<void> start(ServerConfig config);
    // Refuses new connections and asks the open ones to end. Returns at once; Stopped is
    // announced when the last thread is gone. Idle and between-request connections end within 1 s,
    // those with a transfer under way when it ends or `drain` has passed; 5 s after that the
    // sockets are shut down. A second call hurries a first.
    void stop(std::chrono::seconds drain = {});
    // Threads that did not end because a system call does not return, named for the log. A program
    // that must go does not destroy such a Server: it flushes and calls `_exit`.
    QStringList stuck() const;
    // Connections from now on use `config`; its addresses and port are ignored. Open ones
    // keep theirs; those of the accounts in `end` are asked to end.
    void reconfigure(ServerConfig config, const QSet<AccountId>& end);

    using QObject::disconnect;
    void disconnect(quint64 connection);
    // An address or a network, as Network::blocked has them; who comes from there has to go.
    void block(const QString& entry);
    void blockFor(const QHostAddress& address, std::chrono::seconds duration); // as a penalty
    void unblock(const QString& entry); // also lifts its penalty
    QList<Penalty> penalties() const;
    QList<ConnectionInfo> connections() const; // cheap: ask 4 times a second
    State state() const { return m_state; }
    quint16 port() const;          // the one in use, also when 0 was asked for; 0 when stopped
    QList<Peer> listening() const; // address and port of each socket
signals:
    void stateChanged(sallyport::Server::State state);
    void connectionCountChanged(int count);

private:
    class Impl;
    State m_state = State::Stopped;
    std::unique_ptr<Impl> m_impl;
};

} // namespace sallyport
