// SpareDescriptor is one that is given up when no other is left: with it a connection is taken and
// closed, that otherwise would wait for nothing.
//
// Threads: a plain value with one owner.
#pragma once

#include "core/ssh/descriptor.h"

namespace sallyport::ssh {

class SpareDescriptor {
public:
    SpareDescriptor();
    // Takes one connection from the socket that listens, and closes it.
    void sendOneAway(int listening);
    // Whether this new one is among the last 16, which are for who is logged in and for the program
    // itself.
    static bool isReserved(int descriptor);

private:
    Descriptor m_spare;
};

} // namespace sallyport::ssh
