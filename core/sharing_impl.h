// The inside of Sharing: what is saved, applied and served, and the jobs between.
//
// Threads: the main thread. The opener's report and the worker's jobs run elsewhere and come back
// through Reports.
#pragma once

#include "core/edit_queue.h"
#include "core/network/address_watch.h"
#include "core/network/announcer.h"
#include "core/platform/file_lock.h"
#include "core/platform/mount_watch.h"
#include "core/reports.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "core/sharing_config.h"
#include "core/sharing_rights.h"
#include "core/sharing_status.h"

#include <QElapsedTimer>
#include <QThreadPool>
#include <QTimer>

#include <deque>
#include <functional>

namespace sallyport {

struct Sharing::Impl {
    Sharing* q;
    SettingsStore& store;
    ActivitySink& activity;
    const Places places;
    State state = State::Off;
    QList<int> sockets;
    Override override;

    std::optional<FileLock> lock;
    std::optional<SharingStart> start;
    HostKeys seenKeys; // until there is a start
    Settings applied;  // what the running server knows
    Rights rights;
    using Change = std::function<void(Settings&)>; // made twice it is the same
    std::deque<Change> unsaved;                    // applied already; the first is being saved
    bool restarting = false;
    bool saving = false; // the next change is ours
    std::chrono::seconds retryAfter{1};
    QTimer retry, nextChange;
    QElapsedTimer running;
    std::optional<PortTaken> taken;
    std::optional<QDateTime> pausedUntil;
    QTimer resume; // looks whether the pause is over
    ShareStatuses statuses;
    QSet<ShareId> ending; // kept from newcomers
    Announcer announcer;

    SharingParts parts;
    Reports reports;
    std::unique_ptr<MountWatch> watch;
    AddressWatch addresses{[this] { emit q->linksChanged(); }};
    Server server;      // its threads use what is above
    QThreadPool worker; // behind what its job reports to: that ends first
    EditQueue edits{store, worker};

    Impl(Sharing* owner, SettingsStore& settings, ActivitySink& sink, Places where,
         OpenShare openShare);
    static ActivityEvent made(ActivityEvent::Kind kind); // now

    // sharing.cpp
    const HostKeys& hostKeys() const { return start ? start->hostKeys : seenKeys; }
    void setState(State next);
    QList<ShareId> updateStatuses();
    void tellStatuses();
    void turnOff();
    void fail(const Error& error);
    void stop(std::chrono::seconds drain);
    void endPause();
    void setEnding(const ShareId& share, bool isEnding);
    void resumeIfDue();
    QFuture<Result<void>> changeHostKeys(std::function<Result<HostKeys>(const QString&)> change);

    // sharing_run.cpp
    void prepare();
    void listen();
    void apply(const Settings& saved);
    void applyTime();
    void adoptSettings(const Settings& now);
    void announce();
    void serverChanged(Server::State now);
    void upgrade(const AccountId& account, const QByteArray& old, const QByteArray& better);
    void change(const Change& change);
    bool isServing() const;
    ServerConfig config() const;
    QList<Share> sharesNow() const;
    QSet<AccountId> connected(const QSet<AccountId>& accounts) const;
    Settings overridden(Settings settings) const;
};

} // namespace sallyport
