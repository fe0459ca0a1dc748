// Mutator makes mistakes in a recorded SFTP session, the same for the same seed; requestsIn() reads
// what came out of it as a server would, and mayBeAnswered() knows what may come back.
//
// Nothing here uses the code of core/sftp.
//
// Threads: the test's own.
// Source: draft-ietf-secsh-filexfer-02; the mistakes are those of AFL and of real clients.
#pragma once

#include "tests/support/packets.h"

#include <QByteArray>
#include <QList>

#include <random>

namespace sallyport::test {

class Mutator {
public:
    explicit Mutator(quint32 seed)
        : m_random(seed)
    {
    }
    int below(int limit) { return limit > 0 ? int(m_random() % quint32(limit)) : 0; }
    // One to four mistakes; some take from `other`.
    void mutate(QByteArray& session, const QByteArray& other);

private:
    void once(QByteArray& session, const QByteArray& other);
    quint32 wrongNumber(quint32 right);
    std::mt19937 m_random;
};

struct Request {
    quint8 type = 0;
    bool hasId = false; // false: too short for one
    quint32 id = 0;     // of INIT: the version
};

// The whole packets, up to the first whose length cannot be.
QList<Request> requestsIn(const QByteArray& session);
// Where the packet that the byte at `at` belongs to ends; the end of all behind the last whole one.
qsizetype packetEnd(const QByteArray& session, qsizetype at);
// Whether a request of this type may get this reply.
bool mayBeAnswered(quint8 type, const Reply& reply);

} // namespace sallyport::test
