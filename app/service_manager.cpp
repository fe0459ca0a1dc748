#include "app/service_manager.h"

#include <QtGlobal>

#include <cstring>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace sallyport {

QList<int> inheritedSockets()
{
    constexpr int first = 3; // SD_LISTEN_FDS_START
    constexpr int most = 64;
    const bool ours = qEnvironmentVariableIntValue("LISTEN_PID") == ::getpid();
    const int count = ours ? qEnvironmentVariableIntValue("LISTEN_FDS") : 0;
    for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"})
        qunsetenv(name);
    QList<int> sockets;
    for (int socket = first; socket < first + qMin(count, most); ++socket) {
        int listens = 0;
        socklen_t size = sizeof listens;
        if (::getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens != 0) {
            ::fcntl(socket, F_SETFD, FD_CLOEXEC);
            sockets += socket;
        }
    }
    return sockets;
}

void notifyServiceManager(const QByteArray& state)
{
    const QByteArray path = qgetenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    if (path.isEmpty() || std::size_t(path.size()) >= sizeof address.sun_path)
        return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.constData(), std::size_t(path.size()));
    if (path.startsWith('@')) // an abstract name
        address.sun_path[0] = '\0';
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return;
    const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + std::size_t(path.size()));
    ::sendto(socket, state.constData(), std::size_t(state.size()), MSG_NOSIGNAL | MSG_DONTWAIT,
             reinterpret_cast<const sockaddr*>(&address), length);
    ::close(socket);
}

} // namespace sallyport
