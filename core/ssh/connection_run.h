// ConnectionRun is what lives on a connection's thread: the libssh session, the login, the file
// system of who logged in, and the loop that waits for the next thing to do.
//
// Threads: the connection's, for all of its life.
#pragma once

#include "core/ssh/connection.h"
#include "core/ssh/login.h"
#include "core/ssh/pump.h"
#include "core/ssh/unsent_bytes.h"

namespace sallyport::ssh {

class ConnectionRun {
public:
    using Time = Connection::Time;

    struct Parts {
        const Connection::Parts& common;
        std::shared_ptr<LiveCounters> live;
        Time acceptedAt;
        Wake& wake;
        const std::atomic<bool>& stop;
        std::function<std::optional<Ending>()> wishedEnding;
        std::function<std::optional<Time>()> drainUntil;
    };
    ConnectionRun(Descriptor socket, Parts parts);
    ~ConnectionRun();
    ConnectionRun(const ConnectionRun&) = delete;
    ConnectionRun& operator=(const ConnectionRun&) = delete;

    void run() noexcept;

private:
    struct Callbacks;

    std::optional<Ending> open(Descriptor socket);
    std::optional<Ending> loop();
    std::optional<Ending> poll(bool moved);
    int waitFor(bool moved);
    void noteSleep(std::chrono::nanoseconds late);
    void publish(Time now);
    std::optional<Ending> checkLogin(Time now);
    std::optional<Ending> checkLimits(Time now);
    std::optional<Ending> checkStop(Time now);
    void loggedIn(Time now);
    FileSystem* fileSystem();
    void noteBanner();
    Ending whyClosed();
    void offend(LoginThrottle::Offence offence);
    void makeRoomToSayWhy();
    void hangUp(const Ending& ending);
    void recordEnd(const Ending& ending);

    const Parts m_parts;
    const ServerConfig& m_config;
    ConnectionLog m_log;
    Descriptor m_socket; // until the session takes it

    SessionPtr m_session;
    EventPtr m_event;
    ssh_callbacks_struct m_callbacks{};
    ssh_counter_struct m_socketCounter{}, m_packetCounter{};
    std::unique_ptr<Login> m_login;      // stays: its functions open channels
    std::unique_ptr<FileSystem> m_files; // outlives the pump
    bool m_filesAsked = false;
    std::unique_ptr<Pump> m_pump;

    std::optional<QString> m_onlyProbedFor; // at the end: see Login
    bool m_bannerNoted = false, m_isLoggedIn = false, m_hasTried = false;
    bool m_isSsh = false; // by its banner
    bool m_slept = false; // the whole program, while this connection was there
    bool m_inputIsDry = true;
    bool m_published = true, m_released = true; // nothing changed since
    int m_keyExchanges = 0;
    quint64 m_packetsSeen = 0, m_bytesOut = 0;
    UnsentBytes m_unsent;
    Time m_lastPacket, m_lastProgress, m_lastPublished, m_lastMoved;
    std::optional<Time> m_stopSince;
    bool m_hasDrained = false; // a transfer was waited for
};

} // namespace sallyport::ssh
