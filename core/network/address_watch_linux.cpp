#include "core/network/address_watch.h"

#include <array>
#include <chrono>
#include <utility>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sallyport {

namespace {

// A network that comes up brings an address, routes, and another address.
constexpr std::chrono::milliseconds together{300};

int listenForChanges()
{
    const int socket = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (socket < 0)
        return -1;
    sockaddr_nl groups{};
    groups.nl_family = AF_NETLINK;
    groups.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE
        | RTMGRP_IPV6_ROUTE;
    if (::bind(socket, reinterpret_cast<const sockaddr*>(&groups), sizeof groups) == 0)
        return socket;
    ::close(socket);
    return -1;
}

} // namespace

AddressWatch::AddressWatch(std::function<void()> report)
    : m_socket(listenForChanges())
{
    if (m_socket < 0)
        return;
    m_settled.setSingleShot(true);
    QObject::connect(&m_settled, &QTimer::timeout, std::move(report));
    m_notifier = std::make_unique<QSocketNotifier>(m_socket, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, [this] {
        // What it says does not matter, nor that some of it may be lost.
        std::array<char, 8192> news{};
        for (int more = 0; more < 64 && ::recv(m_socket, news.data(), news.size(), 0) > 0; ++more) {
        }
        m_settled.start(together);
    });
}

AddressWatch::~AddressWatch()
{
    m_notifier.reset();
    if (m_socket >= 0)
        ::close(m_socket);
}

} // namespace sallyport
