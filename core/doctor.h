// Doctor looks for what keeps people from reaching this computer: whether something listens, at the
// right address, and speaks SSH; firewalls, isolation, libssh, keychain, Avahi; and what went wrong
// with the clients of late. Each finding says what to do.
//
// The checks run side by side, each on a thread of its own, and none waits for another. One that
// takes longer than `patience` is left behind, and that is a finding too.
//
// The handshake is libssh's, from this computer to the address others use. It comes by the loopback
// device all the same, so that firewalls are asked apart.
//
// Threads: the main thread only.
#pragma once

#include "core/activity.h"
#include "core/identity.h"
#include "core/settings.h"

#include <QList>
#include <QObject>
#include <QString>

#include <chrono>
#include <memory>

namespace sallyport {

struct Finding {
    enum class Weight {
        Good,    // as it should be
        Note,    // keeps nobody out who is let in, and is worth knowing
        Problem, // keeps people out
    };
    QString kind; // for programs: "portTaken"
    Weight weight = Weight::Good;
    QString sentence; // without a period
    QString advice;   // what to do, without a period; empty: nothing
    bool operator==(const Finding&) const = default;
};

class Doctor final : public QObject {
    Q_OBJECT
public:
    // Time for each check. Its own questions to the network, the bus and programs end before it.
    static constexpr std::chrono::seconds patience{15};

    struct Subject {
        Settings settings;
        // The lock of the profile's server (Sharing::Places); empty: only the port is looked at.
        QString serverLock;
        QList<Peer> listening;       // where this program itself listens; empty: it does not
        QList<ActivityEvent> events; // what happened of late, oldest first
    };

    explicit Doctor(QObject* parent = nullptr);
    ~Doctor() override;
    // Answers with examined(); while an examination is under way, not again.
    void examine(Subject subject);
signals:
    void examined(const QList<sallyport::Finding>& findings); // in the order of the checks

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace sallyport
