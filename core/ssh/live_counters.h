// LiveCounters is what others may know of a connection while it lives: numbers as atomics, words
// behind a lock. The connection writes, the main thread and the Listener read.
//
// Threads: any.
#pragma once

#include "core/guarded.h"
#include "core/server.h"
#include "core/sftp/session.h"

#include <QDeadlineTimer>

#include <array>
#include <atomic>
#include <chrono>
#include <ctime>

namespace sallyport::ssh {

class LiveCounters {
public:
    LiveCounters(quint64 connection, Peer from);

    const quint64 id;
    const Peer peer;

    std::atomic<bool> loggedIn{false};
    std::atomic<quint64> received{0}, sent{0}; // payload bytes
    // Grows whenever a connection that works gets on: bytes moved, a slice of a long job done.
    std::atomic<quint64> progress{0};
    std::atomic<bool> working{false};   // false while it waits in poll()
    std::atomic<bool> verifying{false}; // a password: waits for it, or for the refusal
    std::atomic<qint64> lastRequest{0}; // milliseconds since 1970, UTC

    struct Words {
        QString user, client;
        AccountId account;
        std::optional<sftp::Transfer> transfer;
        std::optional<VirtualPath> lookedAt;
        std::optional<clockid_t> processorClock; // of its thread
    };
    Guarded<Words> words;

    // A snapshot. The rate is over the last second or more in which it was asked.
    ConnectionInfo info();
    // What a person calls it: "connection 7, 192.168.1.7:50112, anna, /Photos/a.jpg".
    QString name();

private:
    quint64 rate(quint64 total);

    struct Sample {
        std::chrono::steady_clock::time_point at;
        quint64 total = 0;
    };
    const QDateTime m_since;
    Guarded<std::array<Sample, 5>> m_samples; // a quarter of a second apart, the oldest first
};

} // namespace sallyport::ssh
