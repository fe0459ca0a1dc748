// LoginThrottle makes failed logins cost time. Every failure adds seconds to its source, which run
// off by themselves; a source that owes 50 s is refused, for 60 s the first time, doubling to 600
// s. A source is an IPv4 address or an IPv6 /64. Nothing is written down: a restart forgets it all.
//
// Threads: any.
// Source: OpenSSH's PerSourcePenalties, whose numbers are taken where it has them.
#pragma once

#include "core/guarded.h"
#include "core/hash_map.h"
#include "core/server.h"
#include "core/ssh/peer_filter.h"

#include <QHostAddress>

#include <chrono>
#include <functional>
#include <optional>

namespace sallyport::ssh {

class LoginThrottle {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Clock = std::function<Time()>;

    enum class Offence {
        FailedLogin,   // 5 s: a wrong password, an unknown user, a signature that does not fit
        GraceExceeded, // 10 s
        NoLogin,       // 1 s: left without having tried
        Protocol,      // 30 s: broke SSH before login
        Flood,         // 10 s
    };

    // Sources of one family that are remembered. Source: SECURITY.md.
    static constexpr qsizetype maxSources = 65'536;

    explicit LoginThrottle(Clock clock = std::chrono::steady_clock::now,
                           qsizetype sourcesOfAFamily = maxSources);

    // Those whom failures cost nothing from now on; a refusal they have earned is over. The owner's
    // own refusals stand.
    void exempt(const AddressList& addresses);
    // Says what it says once a source is refused because of it, and only then.
    std::optional<Penalty> charge(const QHostAddress& from, Offence offence);
    void succeeded(const QHostAddress& from); // forgives nothing, but raises the bar for 10 min
    // The owner's word: refused for so long from now on, whatever it did.
    Penalty refuse(const QHostAddress& address, std::chrono::seconds duration);
    bool isRefused(const QHostAddress& address);
    bool isRefusedByOwner(const QHostAddress& address);
    bool lift(const QHostAddress& address); // true if it was refused
    QList<Penalty> refused();               // those refused now
    // Those whose time has run out since the last call, and how long until the next one does.
    QList<QHostAddress> takeExpired();
    std::optional<std::chrono::milliseconds> nextExpiry();

    // A user who is tried from 3 sources and more waits 1 s from the 20th failure in 10 min on;
    // nobody is locked out.
    void userFailed(const QByteArray& user, const QHostAddress& from);
    std::chrono::milliseconds userDelay(const QByteArray& user);

    // The address itself, or the /64 an IPv6 address is in.
    static QHostAddress source(const QHostAddress& address);

private:
    struct Source {
        Time owedUntil;    // in the past: owes nothing
        Time refusedUntil; // in the past: not refused
        Time forgetAt;
        std::optional<Time> succeeded;
        int failures = 0; // since it last owed nothing
        int logins = 0;   // of them
        int refusals = 0;
        bool announced = false; // refused, and takeExpired() has not told of its end
        bool byOwner = false;   // the refusal
        QString reason;
    };
    struct User {
        Time since;
        int failures = 0;
        QList<QHostAddress> sources; // at most 3
    };
    struct State {
        HashMap<QHostAddress, Source> v4, v6;
        HashMap<QByteArray, User> users;
        AddressList exempt;
        HashMap<QHostAddress, Source>& of(const QHostAddress& source)
        {
            return source.protocol() == QAbstractSocket::IPv6Protocol ? v6 : v4;
        }
    };
    void makeRoom(HashMap<QHostAddress, Source>& sources, Time now) const;

    const Clock m_clock;
    const qsizetype m_maxSources;
    Guarded<State> m_state;
};

} // namespace sallyport::ssh
