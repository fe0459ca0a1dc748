// Newcomers are connections that wait for their place without a thread: as many of their source log
// in already as may at once, and each of those is still at it. Programs that open 16 connections at
// once are let in one after the other that way.
//
// Threads: the Listener's.
#pragma once

#include "core/identity.h"
#include "core/ssh/descriptor.h"

#include <QHostAddress>

#include <chrono>
#include <functional>
#include <list>

namespace sallyport::ssh {

struct Newcomer {
    Descriptor socket;
    Peer peer;
    bool isFree = false; // a trusted proxy's health check: no offence, and no event
    std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
};

class Newcomers {
public:
    bool isEmpty() const { return m_waiting.empty(); }
    int count() const { return int(m_waiting.size()); }
    int countOf(const QHostAddress& source) const; // LoginThrottle's
    void add(Newcomer newcomer) { m_waiting.push_back(std::move(newcomer)); }
    void clear() { m_waiting.clear(); }
    // Asks for each, the oldest first, and forgets those it is true for.
    void takeThose(const std::function<bool(Newcomer&)>& whoGoesOn)
    {
        m_waiting.remove_if(whoGoesOn);
    }

private:
    std::list<Newcomer> m_waiting;
};

} // namespace sallyport::ssh
