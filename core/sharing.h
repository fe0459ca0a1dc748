// Sharing is the one verb of the program: it turns what the user saved into a running
// server and back. The window and the command line both drive this object.
//
// Threads: the main thread only.
#pragma once

#include "core/activity.h"
#include "core/local_file_system.h"
#include "core/result.h"
#include "core/server.h"
#include "core/settings.h"

#include <QDateTime>
#include <QFuture>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QSet>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace sallyport {

class SettingsStore;

class Sharing final : public QObject {
    Q_OBJECT
public:
    enum class State { Off, Starting, On, Stopping };
    Q_ENUM(State)
    struct Places {
        QString keys;         // folder of the host keys
        QString state;        // folder of the records
        QString serverLock;   // one server per profile; empty: no lock
        QStringList hostKeys; // files used instead of those in `keys`
    };
    // How the tree looks to a client: the shares side by side below "/", or the only one as "/".
    enum class Layout { Named, Single };

    // The store and the sink outlive the Sharing.
    Sharing(SettingsStore& settings, ActivitySink& activity, Places places,
            OpenShare openShare = openLocalShare, QObject* parent = nullptr);
    ~Sharing() override;
    void setLayout(Layout layout);       // before start()
    void setSockets(QList<int> sockets); // listening already, taken over; before start()
    // What this run has otherwise than the settings file says: the command line's options. Applied
    // to what is read, never saved; before start().
    using Override = std::function<void(Settings&)>;
    void setOverride(Override change);

    // Off -> Starting -> On. Starting waits for host keys and the libssh self-test, on a worker
    // thread. A failure is announced by failed() and leads back to Off: AddressInUse, NotFound and
    // PermissionDenied are about the address, Busy about the profile, Damaged about a host key.
    void start();
    // Starting or On -> Stopping -> Off.
    void stop(std::chrono::seconds drain = {});
    // While On, a saved setting reaches the next connection by itself. Taking something away
    // (a share, an account, a right) ends the open ones of its accounts; a new port restarts the
    // server.
    State state() const;
    QList<QUrl> links() const; // sftp://host:port, one per address of this computer, best first
    // What links() will be with the settings as they are; none while the system chooses the port.
    QList<QUrl> expectedLinks() const;
    // Makes the host keys known before the first start, where there are some already;
    // hostKeysChanged() follows.
    void lookAtHostKeys();
    QStringList fingerprints() const; // "SHA256:..." of each host key; empty until one is known
    QStringList knownHosts() const;   // "ssh-ed25519 AAAA..." of each host key
    // Another identity of this computer, in the files of `keys`: what who connected before will
    // be warned of. Open connections go on. The old files are kept for 30 days.
    QFuture<Result<void>> regenerateHostKeys();
    QFuture<Result<void>> importHostKey(const QString& file); // for the one of its type
    // Threads that a system call holds: see Server::stuck().
    QStringList stuck() const;
    // For a process that ends without them: the next server of the profile need not wait until the
    // system has let go of the last thread. The last call but the destructor.
    void leaveBehind();
    const Server& server() const;
    void disconnect(quint64 connection);
    using QObject::disconnect;
    // Why start() failed with AddressInUse; empty otherwise.
    struct PortTaken {
        quint16 port = 0;
        QString program;      // who has it, "nginx"; empty where the system does not say
        quint16 nextFree = 0; // the next port that can be listened on; 0: none found
    };
    std::optional<PortTaken> portTaken() const;
    // Off until then, then start() by itself. start() and stop() end it; nothing while Off. What
    // `drain` takes is part of the time.
    void pause(std::chrono::seconds duration, std::chrono::seconds drain = {});
    std::optional<QDateTime> pausedUntil() const; // UTC

    // Whether who is near sees the shares by multicast DNS: see Network::announce.
    enum class Nearby {
        Off,         // not to be seen, or nothing is shared
        Asked,       // about to be
        Seen,        // as a service each
        Unavailable, // no Avahi on this computer, or it refuses; goes on by itself once it is there
    };
    Nearby nearby() const;

    // A share as clients find it now.
    struct ShareStatus {
        enum class Now {
            Off,   // its switch is off, or nothing is shared at all
            Ended, // its `until` has passed
            Available,
            Ending,        // for who is in it already: see setEnding()
            Unavailable,   // its disk or folder is not there; it comes back by itself
            AnotherFolder, // something else is in its place: SettingsEditor::setFolder() accepts it
        };
        Now now = Now::Off;
        bool operator==(const ShareStatus&) const = default;
    };
    ShareStatus shareStatus(const ShareId& share) const;
    // Whoever logs in from now on does not find the share; who is in it goes on. Until its switch
    // is off, or it is called off, or this run of the server is over; nothing while Off.
    void setEnding(const ShareId& share, bool ending);
    // Looks for its folder now instead of with the next login; news come by shareStatusChanged().
    void lookAgain(const ShareId& share);

    // Refused for so long, like a penalty; lasts no longer than the program.
    void blockFor(const QHostAddress& address, std::chrono::seconds duration);
    // Also save, so that they last; where that fails, notSaved() tells.
    void block(const QHostAddress& address);
    void unblock(const QString& entry); // an address or a network, as Network::blocked has it
signals:
    void stateChanged(sallyport::Sharing::State state);
    void failed(const sallyport::Error& error);
    // What was blocked or unblocked is not on the disk: it lasts until the settings change next.
    void notSaved(const sallyport::Error& error);
    void pauseChanged();
    void hostKeysChanged();
    // This computer came into another network, or out of one: look at links() again.
    void linksChanged();
    void nearbyChanged();
    void shareStatusChanged(const sallyport::ShareId& share);
    // Accounts that lost a right while connected, after their connections were asked to end.
    void revoked(const QSet<sallyport::AccountId>& accounts);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace sallyport
