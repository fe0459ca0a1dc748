// Listener accepts connections and owns them. Who comes through a trusted proxy is known by its
// header; whether they may come is Admission's to say.
//
// Threads: made and destroyed on the main thread; post() from any; everything else on its own
// thread, which ends once it was stopped and the last connection is gone.
// Ownership: what is in Parts outlives it.
#pragma once

#include "core/ssh/admission.h"
#include "core/ssh/connection.h"
#include "core/ssh/listen_socket.h"
#include "core/ssh/newcomers.h"
#include "core/ssh/proxy_header.h"
#include "core/ssh/spare_descriptor.h"
#include "core/ssh/spin_watch.h"

#include <QSet>

#include <functional>
#include <list>
#include <memory>
#include <vector>

namespace sallyport::ssh {

class Listener {
public:
    using Time = Connection::Time;

    struct Parts {
        ServerShared& shared;
        // All on the listener's thread.
        std::function<void(std::shared_ptr<LiveCounters>)> began;
        std::function<void(quint64 id)> ended;
        std::function<void()> stopped; // its last act
        // A thread that uses nine tenths of so much processor time and moves nothing, spins. On a
        // computer that is busy it takes longer.
        std::chrono::nanoseconds spinsFor = std::chrono::seconds(10);
    };

    Listener(std::vector<ListenSocket> sockets, std::shared_ptr<const ServerConfig> config,
             Parts parts);
    ~Listener(); // stops at once and waits
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    bool start(); // false: no thread or no descriptor is left

    // Each returns at once; the listener does it next.
    void reconfigure(std::shared_ptr<const ServerConfig> config, QSet<AccountId> end);
    void stop(std::chrono::seconds drain); // a second call hurries the first
    void disconnect(quint64 connection);
    void block(const QString& entry); // an address or a network
    void blockFor(const QHostAddress& address, std::chrono::seconds duration);
    void unblock(const QString& entry);

private:
    struct Waiting { // for a trusted proxy's header
        Descriptor socket;
        Peer proxy;
        ProxyHeader header;
        Time until;
    };
    struct Held {
        std::unique_ptr<Connection> connection;
        SpinWatch watch{};
        bool isReported = false; // as spinning
    };

    void post(std::function<void()> command);
    void run();
    void wait();
    int timeout() const;
    void takeCommands();
    void acceptFrom(const ListenSocket& socket);
    void outOfDescriptors();
    void readHeader(Waiting& waiting);
    void admit(Newcomer newcomer);
    bool findPlace(const QHostAddress& source, bool mayWait);
    void start(Newcomer newcomer);
    void admitWaiting();
    void turnAway(const Peer& peer, const QString& why);
    void endThose(const std::function<bool(LiveCounters&)>& who, const QString& why);
    void connectionEnded(quint64 id);
    void tellRefused(const Penalty& penalty);
    void tellExpired();
    void hurryStop();
    void lookForSpinning();
    void record(ActivityEvent::Kind kind, const QString& peer, const QString& message,
                std::optional<ErrorCode> refusal = {});
    void applyConfig(std::shared_ptr<const ServerConfig> config);

    const Parts m_parts;
    std::vector<ListenSocket> m_sockets;
    Wake m_wake;
    Guarded<std::vector<std::function<void()>>> m_inbox;

    std::shared_ptr<const ServerConfig> m_config;
    std::shared_ptr<sftp::HandleCount> m_handles;
    Admission m_admission;
    std::list<Waiting> m_waiting;
    Newcomers m_newcomers;
    std::vector<Held> m_connections; // the oldest first
    SpareDescriptor m_spare;
    std::optional<Time> m_pausedUntil; // accepting
    std::optional<Time> m_nextExpiry;  // of a penalty
    std::optional<Time> m_shutDownAt;  // stopping: the sockets, then
    bool m_stopping = false;
    ThreadPtr m_thread; // last: it uses the others
};

} // namespace sallyport::ssh
