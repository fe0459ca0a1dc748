// Ending says why a connection of ours ends.
//
// Threads: a plain value.
#pragma once

#include <QString>

namespace sallyport::ssh {

struct Ending {
    enum class Reason {
        Goodbye,      // the client left
        Lost,         // the network broke, or the client vanished
        Stopped,      // the server stops, or the owner ended the connection
        LoginRefused, // too many tries, or the user changed between two
        Protocol,     // the client broke SSH
        NoAlgorithm,  // nothing in common with the client
        Limit,        // grace, idle, budget, pool, rekeys
        Fault,        // the computer failed
    };
    Reason reason = Reason::Goodbye;
    QString message; // a sentence without a period, for the client too
};

} // namespace sallyport::ssh
