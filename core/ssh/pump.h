// Pump moves the bytes of a connection's channels: requests in, replies out, at most ten channels
// side by side.
//
// Threads: the connection's. The session and what is in Parts outlive it.
#pragma once

#include "core/server_config.h"
#include "core/ssh/channel.h"
#include "core/ssh/ending.h"
#include "core/ssh/live_counters.h"
#include "core/ssh/login.h"

#include <chrono>
#include <list>

namespace sallyport::ssh {

class Pump final : public Login::Opener {
public:
    struct Parts {
        const ServerConfig& config;
        ServerShared& shared;
        ConnectionLog& log;
        LiveCounters& live;
        std::shared_ptr<sftp::HandleCount> serverHandles;
        std::function<FileSystem*()> fileSystem; // of who logged in; null: there is none
    };
    Pump(ssh_session session, Parts parts);
    ~Pump() override;

    ssh_channel openChannel() noexcept override;

    // Does what can be done without waiting; `inputIsDry` says that nothing more has come. True if
    // anything moved: poll without waiting, then come again.
    bool turn(bool inputIsDry);
    bool hasWork() const;
    bool hasUnsent() const;
    // Nothing can be done before something comes: all is answered, and no channel is at its end.
    bool waitsForNews() const;
    bool isBetweenRequests() const;
    bool isTransferring() const;
    std::optional<std::chrono::milliseconds> nextBytes() const; // what the rate limit holds up
    const std::optional<Ending>& ending() const { return m_ending; }
    // Since when a client has owed the rest of a request; none: nobody does.
    std::optional<Channel::Time> silentSince() const;
    void forgive(std::chrono::nanoseconds slept); // the program stood still: nobody was served
    // Closes the channels that have been silent for `patience`.
    void closeSilent(Channel::Time now, std::chrono::milliseconds patience);

    void publish(); // to the live counters
    void releaseIdleMemory();
    void endsBecause(const QString& reason); // for the rows of what is cut short
    quint64 bytesReceived() const;
    quint64 bytesSent() const;

private:
    std::unique_ptr<sftp::Session> makeSession();
    bool mayRun() const;
    bool wasSentToNoChannel() const;
    void removeChannels();
    void remove(std::list<Channel>::iterator channel);

    const ssh_session m_session;
    const Parts m_parts;
    const std::shared_ptr<sftp::HandleCount> m_handles; // of the connection
    const std::shared_ptr<sftp::HandleCount> m_checkFile;
    const std::shared_ptr<std::atomic<quint32>> m_transferIds;
    std::list<Channel> m_channels;
    quint64 m_received = 0, m_sent = 0; // of channels that are gone
    quint32 m_opened = 0;               // channels so far
    std::optional<Ending> m_ending;
    bool m_fullTold = false; // that there are as many channels as there may be
};

} // namespace sallyport::ssh
