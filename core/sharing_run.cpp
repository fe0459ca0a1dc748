// What a run of the server is made of: starting it, and bringing it what is saved.
#include "core/fs/login_files.h"
#include "core/pool_job.h"
#include "core/settings_edits.h"
#include "core/sharing_impl.h"
#include "core/sharing_nearby.h"
#include "core/ssh/listen_socket.h"
#include "core/ssh/port_holder.h"

#include <algorithm>
#include <memory>

#include <fcntl.h>
#include <unistd.h>

namespace sallyport {

namespace {

using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

QString endedText(const QString& what, qsizetype ended)
{
    if (ended == 0)
        return what;
    return ended == 1 ? QStringLiteral("%1; 1 connection ended").arg(what)
                      : QStringLiteral("%1; %2 connections ended").arg(what).arg(ended);
}

} // namespace

Settings Sharing::Impl::overridden(Settings settings) const
{
    for (const Change& change : unsaved)
        change(settings);
    if (!override)
        return settings;
    override(settings);
    // What is said for this run alone may not fit what is saved: checkSettings() never saw both.
    if (anyoneMayConnect(settings.network)) {
        for (Account& account : settings.accounts)
            account.withoutPassword = false;
    }
    return settings;
}

QList<Share> Sharing::Impl::sharesNow() const
{
    return loginSnapshot(applied, parts.layout).shares;
}

ServerConfig Sharing::Impl::config() const
{
    Settings settings = applied;
    for (Share& share : settings.shares)
        share.enabled = share.enabled && !ending.contains(share.id);
    return serverConfig(settings, *start, parts);
}

void Sharing::Impl::prepare()
{
    startJob(worker, [this, folder = places.keys, files = places.hostKeys] {
        reports.post([this, prepared = prepareSharing(folder, files)] {
            if (state != State::Starting) { // stopped meanwhile
                turnOff();
            } else if (!prepared) {
                fail(prepared.error());
            } else {
                start = *prepared;
                listen();
            }
        });
    });
}

void Sharing::Impl::listen()
{
    adoptSettings(overridden(store.current()));
    ServerConfig config = this->config();
    // The server closes what it is given; these stay for the next start.
    for (const int socket : std::as_const(sockets))
        config.sockets += ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
    const Result<void> started = server.start(std::move(config));
    if (!started) {
        // An address that was there may come back with its network.
        if (restarting && started.error().code == ErrorCode::NotFound) {
            retry.start(retryAfter);
            retryAfter = std::min(retryAfter * 2, std::chrono::seconds(60));
            return;
        }
        if (started.error().code == ErrorCode::AddressInUse) {
            const auto holder = ssh::findPortHolder(applied.network.port);
            taken = PortTaken{applied.network.port, holder ? holder->program : QString(),
                              ssh::nextFreePort(applied.network)};
        }
        return fail(started.error());
    }
    restarting = false;
    taken.reset();
    retryAfter = std::chrono::seconds(1);
    running.start();
    watch = std::make_unique<MountWatch>([this](const QList<QByteArray>& folders) {
        reports.post([this, folders] {
            QList<Share> changed = sharesNow();
            changed.removeIf(
                [&folders](const Share& share) { return !folders.contains(share.folder); });
            parts.opener->look(changed);
        });
    });
    adoptSettings(applied);
    setState(State::On);
    for (const QString& trouble : std::as_const(start->troubles)) {
        ActivityEvent event = made(Kind::Fault);
        event.outcome = Outcome::Failed;
        event.error = Error{ErrorCode::Failure, trouble};
        activity.record(std::move(event));
    }
}

// Keeps in mind what the server knows from now on.
void Sharing::Impl::adoptSettings(const Settings& now)
{
    const QDateTime moment = QDateTime::currentDateTimeUtc();
    applied = now;
    rights = rightsAt(applied, moment);
    ending.removeIf([this](const ShareId& id) {
        const Share* share = findShare(applied, id);
        return !share || !share->enabled;
    });
    QList<QByteArray> folders;
    for (const Share& share : sharesNow())
        folders += share.folder;
    if (watch)
        watch->watch(folders);
    // The clock may be set: look again after a minute at the latest.
    if (const std::optional<QDateTime> next = sallyport::nextChange(applied, moment)) {
        const qint64 wait = moment.msecsTo(*next) + 1;
        nextChange.start(std::chrono::milliseconds(std::clamp(wait, qint64(1), qint64(60'000))));
    } else {
        nextChange.stop();
    }
    announce();
}

// Who is near sees what newcomers are served.
void Sharing::Impl::announce()
{
    if (state != State::On)
        return announcer.announce({});
    QList<Share> shares = sharesNow();
    shares.removeIf([this](const Share& share) { return ending.contains(share.id); });
    announcer.announce(servicesNearby(applied, shares, parts.layout, server.listening()));
}

// Whether anybody may be here: while it drains, too.
bool Sharing::Impl::isServing() const
{
    return state == State::On
        || (state == State::Stopping && server.state() != Server::State::Stopped);
}

void Sharing::Impl::apply(const Settings& saved)
{
    if (!isServing())
        return; // what starts reads the settings when it listens
    const Settings now = overridden(saved);
    const Settings old = applied;
    const QSet<AccountId> lost = losers(rights, rightsAt(now, QDateTime::currentDateTimeUtc()));
    const bool moved = state == State::On && sockets.isEmpty()
        && (old.network.addresses != now.network.addresses || old.network.port != now.network.port);

    qsizetype ended = 0;
    const QList<ConnectionInfo> connections = server.connections();
    for (const ConnectionInfo& connection : connections)
        ended += moved || lost.contains(connection.account) ? 1 : 0;
    const QSet<AccountId> revoked = connected(lost);
    ActivityEvent event = made(Kind::Settings);
    event.outcome = Outcome::Ok;
    event.message = endedText(
        std::exchange(saving, false) ? QStringLiteral("Saved") : QStringLiteral("Reloaded"), ended);

    adoptSettings(now);
    if (moved) {
        restarting = true;
        setState(State::Starting);
        server.stop();
    } else {
        for (const QString& entry : now.network.blocked) {
            if (!old.network.blocked.contains(entry))
                server.block(entry);
        }
        for (const QString& entry : old.network.blocked) {
            if (!now.network.blocked.contains(entry))
                server.unblock(entry);
        }
        parts.revocations->revoke(lost); // before the open ones are ended: none slips through
        server.reconfigure(config(), lost);
    }
    activity.record(std::move(event));
    tellStatuses();
    if (!revoked.isEmpty())
        emit q->revoked(revoked);
}

// A share's `until` or an account's expiry has come, or the minute is over.
void Sharing::Impl::applyTime()
{
    if (!isServing())
        return;
    const QSet<AccountId> lost = losers(rights, rightsAt(applied, QDateTime::currentDateTimeUtc()));
    adoptSettings(Settings(applied));
    if (!lost.isEmpty()) {
        parts.revocations->revoke(lost);
        server.reconfigure(config(), lost);
    }
    tellStatuses();
    if (const QSet<AccountId> revoked = connected(lost); !revoked.isEmpty())
        emit q->revoked(revoked);
}

// Those of `accounts` who are here.
QSet<AccountId> Sharing::Impl::connected(const QSet<AccountId>& accounts) const
{
    QSet<AccountId> here;
    for (const ConnectionInfo& connection : server.connections()) {
        if (accounts.contains(connection.account))
            here.insert(connection.account);
    }
    return here;
}

void Sharing::Impl::serverChanged(Server::State now)
{
    if (now != Server::State::Stopped)
        return;
    if (restarting && state == State::Starting)
        return listen();
    if (state != State::Stopping)
        return;
    ActivityEvent event = made(Kind::Stopped);
    event.outcome = Outcome::Ok;
    event.elapsed = std::chrono::milliseconds(running.elapsed());
    activity.record(std::move(event));
    turnOff();
}

// What is done already is saved next, and what others save meanwhile does not undo it.
void Sharing::Impl::change(const Change& change)
{
    change(applied);
    unsaved.push_back(change);
    edits.add({{},
               [this, change](Settings& settings) -> Result<void> {
                   saving = true;
                   change(settings);
                   return {};
               },
               [this](const Result<void>& saved) {
                   unsaved.pop_front();
                   saving = false;
                   if (saved)
                       return;
                   ActivityEvent event = made(Kind::Settings);
                   event.outcome = Outcome::Failed;
                   event.error = saved.error();
                   activity.record(std::move(event));
                   emit q->notSaved(saved.error());
               }});
}

void Sharing::Impl::upgrade(const AccountId& account, const QByteArray& old,
                            const QByteArray& better)
{
    // The password is the same: nobody loses anything.
    const auto holder = rights.holders.find(account);
    if (holder != rights.holders.end() && holder->account.passwordVerifier == old)
        holder->account.passwordVerifier = better;
    change([account, old, better](Settings& settings) {
        for (Account& one : settings.accounts) {
            if (one.id == account && one.passwordVerifier == old)
                one.passwordVerifier = better;
        }
    });
}

} // namespace sallyport
