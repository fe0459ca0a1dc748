// What systemd, or whoever starts services its way, tells and hears: sockets that listen already,
// and READY=1.
//
// Threads: the main thread, once.
// Source: sd_listen_fds(3) and sd_notify(3); the library itself is not needed for this.
#pragma once

#include <QByteArray>
#include <QList>

namespace sallyport {

// The sockets of LISTEN_FDS, if they are meant for this process. The variables are removed.
QList<int> inheritedSockets();

// "READY=1", "STOPPING=1"; nothing without NOTIFY_SOCKET.
void notifyServiceManager(const QByteArray& state);

} // namespace sallyport
