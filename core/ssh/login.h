// Login is a connection's way from the key exchange to an identity: it answers what the client
// tries, counts, pads failures, and sees the tries that libssh drops without a word.
//
// libssh answers a request it cannot read (a bad signature, an unknown type of key) with silence,
// so a client waits for ever. Its log names every request before it looks into it. Login compares
// that with the requests it was asked about, and answers the missing ones itself, with the first
// request, which it kept for that. Until a request to keep has come, messages are queued by libssh;
// afterwards libssh calls the functions below.
//
// Threads: the connection's. The session, the config and the rest outlive it.
// Source: messages.c of libssh 0.10.6; `none` first is RFC 4252 section 5.2.
#pragma once

#include "core/server_config.h"
#include "core/ssh/connection_log.h"
#include "core/ssh/ending.h"
#include "core/ssh/live_counters.h"
#include "core/ssh/server_shared.h"
#include "core/ssh/ssh_ptr.h"
#include "core/ssh/wake.h"

#include <libssh/callbacks.h>

#include <atomic>
#include <functional>

namespace sallyport::ssh {

class Login {
public:
    // What a client asks for after login. Called by libssh's callbacks, so it does not throw.
    class Opener {
    public:
        virtual ~Opener() = default;
        virtual ssh_channel openChannel() noexcept = 0; // null: refused
    };

    struct Parts {
        const ServerConfig& config;
        ServerShared& shared;
        ConnectionLog& log;
        LiveCounters& live;
        Opener& opener;
        Wake& wake; // ends the padding of a failure
        const std::atomic<bool>& stop;
        std::function<void(LoginThrottle::Offence)> offence;
        std::chrono::milliseconds leastFailure; // what a refused try takes at least
    };

    Login(ssh_session session, Parts parts);
    ~Login();
    Login(const Login&) = delete;
    Login& operator=(const Login&) = delete;

    // After each poll: takes what libssh queued, and answers what it dropped.
    void afterPoll();

    const std::optional<Identity>& identity() const { return m_identity; }
    const std::optional<Ending>& ending() const { return m_ending; } // hang up, because
    // The connection ends: nothing more is let in, no channel is opened.
    void close(const Ending& ending) { end(ending.reason, ending.message); }
    bool hasTried() const { return m_tries > 0 || m_probes > 0; }
    // Whom the client asked about keys for, when it did nothing else and none of them is known.
    std::optional<QString> onlyProbedFor() const
    {
        const bool isAll = m_probes > 0 && m_tries == 0 && !m_isKeyKnown && !m_identity;
        return isAll ? std::optional(m_parts.log.user()) : std::nullopt;
    }

private:
    struct Callbacks; // what libssh calls

    void takeQueued();
    void answerDropped();
    void install();
    void heard(const char* function, const char* text);
    bool isCut(std::size_t expected) const;

    bool acceptsService(const char* name);
    bool mayTry(const char* user); // the same user as before, and not too often
    bool checkNone(const char* user);
    bool checkPassword(const char* user, const char* password);
    bool checkKey(const char* user, ssh_key key, char state);
    bool accept(const Identity& identity, const QString& how);
    bool hasTriedEnough();
    bool fail(Refusal refusal, std::chrono::steady_clock::time_point begun);
    void failWith(const QString& why);
    void refuseMethod(const QByteArray& user);
    void pad(std::chrono::steady_clock::time_point begun, std::chrono::milliseconds least);
    int otherMessage(ssh_message message);
    void end(Ending::Reason reason, const QString& message);

    const ssh_session m_session;
    const Parts m_parts;
    const Peer& m_peer;
    MessagePtr m_kept; // an authentication request, to answer with
    bool m_installed = false;
    ssh_server_callbacks_struct m_callbacks{};

    std::optional<QByteArray> m_user; // as the client wrote it, but for what is too long
    QString m_userName;               // empty, as nobody's is, if that is no UTF-8 or was cut
    bool m_noneIsFree = true;
    int m_services = 0, m_tries = 0, m_probes = 0;
    bool m_isKeyKnown = false;       // one of those asked about
    int m_heard = 0, m_answered = 0; // authentication requests
    std::size_t m_payload = 0;       // of the packet libssh handles now; 0: not known
    std::size_t m_heardPayload = 0;  // of the last authentication request
    QByteArray m_lastHeard;          // the user of the last request heard of

    std::optional<Identity> m_identity;
    std::optional<Ending> m_ending;
};

} // namespace sallyport::ssh
