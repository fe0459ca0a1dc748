// Who listens on a TCP port of this computer, for the sentence about a port that is taken.
//
// Threads: any. Reads /proc only, which no disk holds up.
#pragma once

#include "core/identity.h"

#include <QList>
#include <QString>

#include <optional>

namespace sallyport::ssh {

struct PortHolder {
    QString program; // "nginx"
    QString process; // "812"
};
// Nothing where it is another user's and cannot be seen, or nobody has it.
// Source: proc(5), /proc/net/tcp and /proc/PID/fd.
std::optional<PortHolder> findPortHolder(quint16 port);

// Where a process listens; nothing where it is another user's, or keeps its memory to itself, as
// our servers do (PR_SET_DUMPABLE).
QList<Peer> socketsOf(const QString& process);
// Where anybody listens at this port.
QList<Peer> socketsAt(quint16 port);

// "nginx (process 812)"; "another program" where it cannot be seen.
QString holderOfPort(quint16 port);

} // namespace sallyport::ssh
