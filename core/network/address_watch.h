// AddressWatch notices that the addresses of this computer, or its ways out, have changed: a cable,
// another wireless network, a VPN. Changes that come together are told once. Where the system does
// not tell, nothing is.
//
// Threads: one with an event loop: made and destroyed there, and the report is called there.
// Source: rtnetlink(7).
#pragma once

#include <QSocketNotifier>
#include <QTimer>

#include <functional>
#include <memory>

namespace sallyport {

class AddressWatch {
public:
    explicit AddressWatch(std::function<void()> report);
    ~AddressWatch();
    AddressWatch(const AddressWatch&) = delete;
    AddressWatch& operator=(const AddressWatch&) = delete;

private:
    const int m_socket;
    std::unique_ptr<QSocketNotifier> m_notifier; // null: the system does not tell
    QTimer m_settled;
};

} // namespace sallyport
