// What libssh's last words say about why a connection is over.
//
// Threads: the connection's.
// Source: the texts of libssh 0.10.6. They are matched, and shown only where they tell of the
// client's packets: some are errno's.
#pragma once

#include "core/ssh/ending.h"
#include "core/ssh/ssh_ptr.h"

namespace sallyport::ssh {

// What was seen of the client by then.
struct SeenOfClient {
    bool banner = false;
    bool isSsh = false;  // by its banner
    bool isBusy = false; // amid a transfer or a request
};

Ending endingOfLastWords(ssh_session session, const SeenOfClient& seen);

} // namespace sallyport::ssh
