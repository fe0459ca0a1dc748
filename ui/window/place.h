// A Place is what the left column leads to: the page of one share, or one of the three pages that
// are about all of them.
//
// Threads: a plain value.
#pragma once

#include "core/identity.h"

namespace sallyport {

struct Place {
    enum class Kind { FirstRun, Share, People, Connections, Activity };
    Kind kind = Kind::FirstRun;
    ShareId share; // for Kind::Share

    static Place of(const ShareId& share) { return {Kind::Share, share}; }
    bool operator==(const Place&) const = default;
};

} // namespace sallyport
