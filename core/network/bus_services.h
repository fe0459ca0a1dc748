// Which of the services that others run for this computer answer over D-Bus. Nothing is started by
// the question.
//
// Threads: any that may block: a question takes `within` at most, once the bus has let us in.
#pragma once

#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace sallyport {

enum class Bus { System, Session };

struct BusAnswer {
    bool isThere = false;        // the bus itself
    std::optional<QString> name; // the first of the services that runs, or that a question starts
};
BusAnswer findService(Bus bus, const QStringList& names, std::chrono::milliseconds within);

// Whether avahi-daemon answers a question.
bool isAvahiThere(std::chrono::milliseconds within);

// Whether firewalld lets TCP connections to `port` in, in its default zone.
enum class Firewalld { NotThere, Open, Closed, Silent };
Firewalld askFirewalld(quint16 port, std::chrono::milliseconds within);

} // namespace sallyport
