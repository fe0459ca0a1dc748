// Talker is one channel of a fuzzed client: it sends requests in pieces of any size, reads the
// replies when it likes, and demands of each reply what must be true whatever was asked.
//
// Threads: one.
#pragma once

#include "core/sftp/session.h"
#include "tests/fuzz/choices.h"
#include "tests/fuzz/watched_file_system.h"
#include "tests/support/packets.h"

#include <QList>

#include <deque>
#include <functional>
#include <optional>

namespace sallyport::fuzz {

// A request that was sent whole and well formed.
struct Sent {
    quint32 id = 0;
    quint8 type = 0;
    QList<QByteArray> handles; // it names
    quint64 offset = 0;
    quint32 length = 0;  // of a READ
    QByteArray data;     // of a WRITE
    bool mayEnd = false; // copy-data, READ, READDIR: EOF is an answer
};

class Talker {
public:
    // `settle` gives every session of the connection its turns, for what this one waits for.
    Talker(FileSystem& files, ActivitySink& activity, const sftp::SessionLimits& limits,
           const VirtualPath& home, std::shared_ptr<std::atomic<quint32>> transferIds,
           const Watch& watch);

    // Hears of every reply.
    void setListener(std::function<void(const test::Reply&)> listener)
    {
        m_listener = std::move(listener);
    }
    quint32 nextId() { return m_nextId++; }
    QByteArray handle(Choices& choices) const; // open, closed before, or of no session at all
    const QList<QByteArray>& live() const { return m_live; }

    void sendInit(Choices& choices);
    void send(const QByteArray& packet, const Sent& sent, Choices& choices);
    // Bytes that need not be requests: from now on replies are only looked at one by one.
    void sendAnything(const QByteArray& bytes, Choices& choices);
    void readReplies();
    bool turn(); // one turn of run(); whether there may be more
    bool isOver() const { return m_broken; }
    bool isLoose() const { return m_loose; }
    bool owesNothing() const { return m_owed.empty(); }
    void settle(); // until nothing is owed
    void end();    // the session goes; nothing it holds may stay

private:
    void feed(Choices& choices);
    std::size_t give(std::size_t count);
    void note(const test::Reply& reply);
    void demandFits(const Sent& sent, const test::Reply& reply);
    void demandRead(const Sent& sent, const test::Reply& reply) const;
    void demandWritten(const Sent& sent) const;

    const Watch& m_watch;
    std::optional<sftp::Session> m_session;
    QByteArray m_pending; // bytes the session has not taken
    std::size_t m_highWater;
    std::deque<Sent> m_owed;
    QList<QByteArray> m_live, m_closed;
    QByteArray m_told; // everything sent, for what may be echoed
    quint32 m_nextId = 1;
    std::function<void(const test::Reply&)> m_listener;
    bool m_loose = false, m_broken = false;
    sftp::Buffer m_output;
};

} // namespace sallyport::fuzz
