// One vocabulary for events outside the program: JSON lines (--json, --log-file, the archive, the
// window's export), text for a person at a terminal, and lines as sshd would write them.
//
// Threads: pure functions.
#pragma once

#include "core/activity.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace sallyport {

QString kindName(ActivityEvent::Kind kind);          // "turnedAway"
QString outcomeName(ActivityEvent::Outcome outcome); // "cut short"

QJsonObject toJson(const ActivityEvent& event);
QByteArray toJsonLine(const ActivityEvent& event); // one line, with its "\n"
// NotSupported for a kind this version does not know, Damaged for what is no event.
Result<ActivityEvent> eventFromJson(const QByteArray& line);
QByteArray toTextLine(const ActivityEvent& event); // local time, one line, with its "\n"
// What sshd would write for the events it knows, with its "\n"; empty for those it would not.
// Source: OpenSSH's auth.c, auth_log(), and sftp-server.c, as Debian's fail2ban filter reads them.
QByteArray toOpenSshLine(const ActivityEvent& event);

} // namespace sallyport
