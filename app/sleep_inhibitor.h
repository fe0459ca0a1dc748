// SleepInhibitor keeps the computer awake while bytes move, and no longer: it asks the login
// manager, or where there is none the desktop's power management. Closing the lid still works.
// A computer that knows neither sleeps when it likes; nothing is said about it.
//
// Threads: the main thread; asks over D-Bus without waiting.
// Source: org.freedesktop.login1(5), Inhibit(); org.freedesktop.PowerManagement.Inhibit.
#pragma once

#include <QDBusUnixFileDescriptor>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <optional>

class QDBusMessage;

namespace sallyport {

class LiveConnections;

class SleepInhibitor final : public QObject {
    Q_OBJECT
public:
    // `live` outlives it. It lets go when nothing has moved for `linger`: between two files of many
    // the computer is not put to sleep.
    explicit SleepInhibitor(const LiveConnections& live,
                            std::chrono::milliseconds linger = std::chrono::seconds(20),
                            QObject* parent = nullptr);
    ~SleepInhibitor() override; // lets go

    bool isHolding() const { return m_lock.isValid() || m_cookie.has_value(); }

private:
    void follow();
    void askLoginManager();
    void askPowerManagement();
    void settle(); // after an answer: holds what is wanted, lets go what is not
    void letGo();

    const LiveConnections& m_live;
    QTimer m_linger;
    bool m_isWanted = false, m_isAsking = false;
    QDBusUnixFileDescriptor m_lock; // held as long as it is open
    std::optional<uint> m_cookie;   // of the power management
};

} // namespace sallyport
