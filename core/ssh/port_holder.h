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

// Where a process listens; nothing where it is another user's.
QList<Peer> socketsOf(const QString& process);

// "nginx (process 812)"; "another program" where it cannot be seen.
QString holderOfPort(quint16 port);

} // namespace sallyport::ssh
