// The checks of the doctor: each takes what was seen, asks one thing, and answers with findings.
//
// Threads: any but the main one; those that ask something block.
#pragma once

#include "core/doctor.h"
#include "core/isolation.h"
#include "core/network/addresses.h"
#include "core/network/bus_services.h"
#include "core/network/firewall.h"
#include "core/ssh/probe.h"
#include "core/ssh/self_test.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace sallyport::doctor {

// What all checks start from: a look at /proc and at the interfaces, which nothing holds up.
struct Situation {
    Settings settings;
    QList<ActivityEvent> events;
    QList<NetworkInterface> interfaces;
    struct Running {
        QList<Peer> listening;
        bool isProfiles = true; // not one with shares of its own, from the command line
    };
    std::optional<Running> server; // of ours; nothing: none runs

    // Where a client may connect, the best first; where no server runs, those of the
    // settings.
    QList<Peer> reachedAt() const;
    QString interfaceOf(const QHostAddress& address) const; // empty: none has it
};
Situation lookAround(const Doctor::Subject& subject);

using Findings = QList<Finding>;

Findings port(const Situation& situation);
Findings shares(const Situation& situation);
Findings address(const Situation& situation);
Findings handshake(const Peer& server, const ssh::ProbeResult& result, std::chrono::seconds within);
Findings firewall(quint16 port, const FirewallState& state);
Findings libssh(const ssh::SelfTestResult& result);
Findings kernel(Isolation isolation);
Findings keychain(const BusAnswer& answer);
enum class Avahi { Answers, Silent };
Findings announcement(const Settings& settings, const std::function<Avahi()>& ask);
// One for each client and reason, of the day before `now`, unless it came in afterwards.
Findings clients(const QList<ActivityEvent>& events, const QDateTime& now);

struct Check {
    const char* name; // for the finding that it took too long
    std::function<Findings()> look;
};
QList<Check> allChecks(const std::shared_ptr<const Situation>& situation);

} // namespace sallyport::doctor
