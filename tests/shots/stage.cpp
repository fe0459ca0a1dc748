#include "tests/shots/stage.h"

#include <QByteArray>

#include <cstring>
#include <fstream>
#include <sched.h>

#include <arpa/inet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sallyport::shots {

namespace {

bool write(const char* file, const std::string& text)
{
    std::ofstream stream(file);
    stream << text;
    stream.close();
    return !stream.fail();
}

bool enterNamespaces()
{
    const std::string user = std::to_string(::getuid()), group = std::to_string(::getgid());
    return ::unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS) == 0
        && write("/proc/self/setgroups", "deny") && write("/proc/self/uid_map", "0 " + user + " 1")
        && write("/proc/self/gid_map", "0 " + group + " 1");
}

// One more address of the loopback interface.
bool addAddress(int socket, int number, const char* address)
{
    ifreq request{};
    const std::string name = number == 0 ? "lo" : "lo:" + std::to_string(number);
    std::strncpy(request.ifr_name, name.c_str(), IFNAMSIZ - 1);
    auto* const place = reinterpret_cast<sockaddr_in*>(&request.ifr_addr);
    place->sin_family = AF_INET;
    if (::inet_pton(AF_INET, address, &place->sin_addr) != 1
        || ::ioctl(socket, SIOCSIFADDR, &request) != 0)
        return false;
    request.ifr_flags = IFF_UP | IFF_LOOPBACK | IFF_RUNNING;
    return ::ioctl(socket, SIOCSIFFLAGS, &request) == 0;
}

} // namespace

Stage enterStage()
{
    const Stage plain{false,
                      {},
                      QStringLiteral("127.0.0.1"),
                      QStringLiteral("127.0.0.30"),
                      QStringLiteral("127.0.0.44"),
                      QStringLiteral("127.0.0.61"),
                      QStringLiteral("127.0.0.66")};
    if (!enterNamespaces() || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
        || ::mount("none", "/home", "tmpfs", 0, nullptr) != 0)
        return plain;
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int number = 0;
    bool done = true;
    for (const char* address : {"127.0.0.1", "192.168.1.23", "192.168.1.30", "192.168.1.44",
                                "192.168.1.61", "192.168.1.66"})
        done = done && addAddress(socket, number++, address);
    ::close(socket);
    if (!done)
        return plain;
    return {true,
            QStringLiteral("/home/anna"),
            QStringLiteral("192.168.1.23"),
            QStringLiteral("192.168.1.30"),
            QStringLiteral("192.168.1.44"),
            QStringLiteral("192.168.1.61"),
            QStringLiteral("192.168.1.66")};
}

} // namespace sallyport::shots
