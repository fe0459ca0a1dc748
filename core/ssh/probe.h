// Probe is a client that asks a server of ours for the first words of SSH and agrees on keys with
// it, with libssh, and hangs up: how far that comes says what is wrong. Nobody logs in.
//
// It costs its address the second of penalty that leaving without a login costs.
//
// Threads: any but the main one: it blocks, `within` at most for each of three steps: the
// connection, the first words, the keys.
#pragma once

#include "core/identity.h"

#include <QString>

#include <chrono>

namespace sallyport::ssh {

struct ProbeResult {
    enum class End {
        Spoke,      // all is well; `words` is the host key's fingerprint
        Refused,    // nothing listens there, or something rejects it
        Unanswered, // no connection came about within the time
        Silent,     // connected, and not a word came
        HungUp,     // connected, and hung up on without a word
        NotSsh,     // somebody else answered
        Failed,     // no keys were agreed on; `words` is what libssh says
    };
    End end = End::Failed;
    QString words;
};

ProbeResult probe(const Peer& server, std::chrono::milliseconds within);

} // namespace sallyport::ssh
