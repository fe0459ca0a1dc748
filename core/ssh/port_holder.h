// Who listens on a TCP port of this computer, for the sentence about a port that is taken.
//
// Threads: any. Reads /proc only, which no disk holds up.
#pragma once

#include <QString>

namespace sallyport::ssh {

// "nginx (process 812)"; "another program" where it is another user's and cannot be seen.
// Source: proc(5), /proc/net/tcp and /proc/PID/fd.
QString holderOfPort(quint16 port);

} // namespace sallyport::ssh
