// PasswordGate bounds how much memory and time guessing can take: so many verifications at once,
// one of each source, the next in order of arrival. Who finds the queue full waits for a place in
// it, and when none comes free in time is turned away: that is load, not a wrong password.
//
// Threads: any. enter() blocks its thread.
// Two at once are 128 MiB (SECURITY.md).
#pragma once

#include "core/guarded.h"

#include <QHostAddress>

#include <chrono>
#include <condition_variable>
#include <list>
#include <optional>

namespace sallyport {

class PasswordGate {
public:
    struct Limits {
        int atOnce = 2;
        int queue = 32;
        std::chrono::milliseconds wait{10'000}; // for a place in a full queue
    };
    // The right to verify one password, until it is destroyed.
    class Place {
    public:
        Place(Place&& other) noexcept;
        Place& operator=(Place&&) = delete;
        ~Place();

    private:
        friend class PasswordGate;
        Place(PasswordGate& gate, QHostAddress source);
        PasswordGate* m_gate;
        QHostAddress m_source;
    };

    PasswordGate();
    explicit PasswordGate(Limits limits);

    // Waits for its turn. Nothing: overloaded.
    std::optional<Place> enter(const QHostAddress& source);
    int waiting(); // in the queue or for it, now

private:
    struct Turn {
        QHostAddress source;
        bool come = false;
    };
    struct State {
        QList<QHostAddress> active;
        std::list<Turn*> queue; // of threads that wait in enter()
        int outside = 0;        // threads that wait for a place in the queue
    };
    void admit(State& state);
    void leave(const QHostAddress& source);

    const Limits m_limits;
    Guarded<State> m_state;
    std::condition_variable m_moved;
};

} // namespace sallyport
