#include "core/sharing.h"

#include "core/fs/login_files.h"
#include "core/network/addresses.h"
#include "core/platform/file_lock.h"
#include "core/platform/mount_watch.h"
#include "core/pool_job.h"
#include "core/reports.h"
#include "core/settings_store.h"
#include "core/sharing_config.h"
#include "core/sharing_rights.h"
#include "core/sharing_status.h"
#include "core/ssh/listen_socket.h"
#include "core/ssh/port_holder.h"

#include <QElapsedTimer>
#include <QThreadPool>
#include <QTimer>

#include <algorithm>

#include <fcntl.h>
#include <unistd.h>

namespace sallyport {

namespace {

using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

ActivityEvent made(Kind kind)
{
    ActivityEvent event;
    event.at = QDateTime::currentDateTimeUtc();
    event.kind = kind;
    return event;
}

QString endedText(const QString& what, qsizetype ended)
{
    if (ended == 0)
        return what;
    return ended == 1 ? QStringLiteral("%1; 1 connection ended").arg(what)
                      : QStringLiteral("%1; %2 connections ended").arg(what).arg(ended);
}

} // namespace

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
    Settings applied; // what the running server knows
    Rights rights;
    bool restarting = false;
    bool saving = false; // the next change is ours
    std::chrono::seconds retryAfter{1};
    QTimer retry, nextChange;
    QElapsedTimer running;
    std::optional<PortTaken> taken;
    std::optional<QDateTime> pausedUntil;
    QTimer resume; // looks whether the pause is over
    ShareStatuses statuses;

    SharingParts parts;
    Reports reports;
    std::unique_ptr<MountWatch> watch;
    Server server;      // its threads use what is above
    QThreadPool worker; // last: its job ends before what it reports to

    Impl(Sharing* owner, SettingsStore& settings, ActivitySink& sink, Places where,
         OpenShare openShare)
        : q(owner)
        , store(settings)
        , activity(sink)
        , places(std::move(where))
        , server(sink)
    {
        parts.created = std::make_shared<CreatedFilesStore>(
            places.state, [&sink](const ShareId&, const Error& error) {
                ActivityEvent event = made(Kind::Fault);
                event.outcome = Outcome::Failed;
                event.error = error;
                sink.record(std::move(event));
            });
        parts.opener = std::make_shared<ShareOpener>(
            std::move(openShare),
            [this, &sink, sender = reports.sender()](const Share& share, const Result<void>& now) {
                sender.post([this, id = share.id, now] {
                    statuses.note(id, now);
                    tellStatuses();
                });
                ActivityEvent event = made(now ? Kind::ShareBack : Kind::ShareLost);
                event.share = share.name;
                if (!now)
                    event.message = now.error().message;
                sink.record(std::move(event));
            });
        parts.upgraded = [this](const AccountId& account, const QByteArray& old,
                                const QByteArray& better) {
            reports.post([this, account, old, better] { upgrade(account, old, better); });
        };
        worker.setMaxThreadCount(1);
        worker.setExpiryTimeout(0); // one job a start: its thread goes with it
        retry.setSingleShot(true);
        nextChange.setSingleShot(true);
        resume.setSingleShot(true);
    }

    void setState(State next)
    {
        if (std::exchange(state, next) == next)
            return;
        const QList<ShareId> changed = updateStatuses();
        emit q->stateChanged(next);
        for (const ShareId& share : changed)
            emit q->shareStatusChanged(share);
    }

    QList<ShareId> updateStatuses()
    {
        return statuses.update(
            applied, state == State::On ? ShareStatuses::Served::Yes : ShareStatuses::Served::No,
            QDateTime::currentDateTimeUtc());
    }

    void tellStatuses()
    {
        for (const ShareId& share : updateStatuses())
            emit q->shareStatusChanged(share);
    }

    void turnOff()
    {
        retry.stop();
        nextChange.stop();
        watch.reset();
        lock.reset();
        restarting = false;
        setState(State::Off);
        resumeIfDue();
    }

    void fail(const Error& error)
    {
        turnOff();
        emit q->failed(error);
    }

    void stop(std::chrono::seconds drain);
    void endPause();
    void resumeIfDue();
    void prepare();
    void listen();
    void apply(const Settings& saved);
    void applyTime();
    void adoptSettings(const Settings& now);
    void serverChanged(Server::State now);
    void upgrade(const AccountId& account, const QByteArray& old, const QByteArray& better);
    void saveBlocked(const QStringList& blocked);
    QFuture<Result<void>> save(const Settings& settings);
    ServerConfig config() const { return serverConfig(applied, *start, parts); }
    QList<Share> sharesNow() const;
    QSet<AccountId> connected(const QSet<AccountId>& accounts) const;
    Settings overridden(Settings settings) const
    {
        if (override)
            override(settings);
        return settings;
    }
};

QList<Share> Sharing::Impl::sharesNow() const
{
    return loginSnapshot(applied, parts.layout).shares;
}

void Sharing::Impl::stop(std::chrono::seconds drain)
{
    if (state == State::Off)
        return;
    const bool waits = retry.isActive(); // nothing runs
    setState(State::Stopping);
    if (server.state() != Server::State::Stopped)
        server.stop(drain);
    else if (waits)
        turnOff();
}

void Sharing::Impl::endPause()
{
    resume.stop();
    if (std::exchange(pausedUntil, std::nullopt))
        emit q->pauseChanged();
}

void Sharing::Impl::resumeIfDue()
{
    if (!pausedUntil)
        return;
    const qint64 left = QDateTime::currentDateTimeUtc().msecsTo(*pausedUntil);
    // The clock may be set, and does not run while the computer sleeps: look again after a minute.
    if (left > 0)
        resume.start(std::chrono::milliseconds(std::min(left + 1, qint64(60'000))));
    else if (state == State::Off)
        q->start(); // else turnOff() comes here again
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
    for (const QString& trouble : std::as_const(start->troubles)) {
        ActivityEvent event = made(Kind::Fault);
        event.outcome = Outcome::Failed;
        event.error = Error{ErrorCode::Failure, trouble};
        activity.record(std::move(event));
    }
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
}

// Keeps in mind what the server knows from now on.
void Sharing::Impl::adoptSettings(const Settings& now)
{
    const QDateTime moment = QDateTime::currentDateTimeUtc();
    applied = now;
    rights = rightsAt(applied, moment);
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
}

void Sharing::Impl::apply(const Settings& saved)
{
    if (state != State::On)
        return; // what starts reads the settings when it listens
    const Settings now = overridden(saved);
    const Settings old = applied;
    const QSet<AccountId> lost = losers(rights, rightsAt(now, QDateTime::currentDateTimeUtc()));
    const bool moved = sockets.isEmpty()
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
        parts.revocations->revoke(lost); // before the open ones are ended: none slips through
        server.reconfigure(config(), lost);
        for (const QString& address : now.network.blocked) {
            if (!old.network.blocked.contains(address))
                server.block(QHostAddress(address));
        }
        for (const QString& address : old.network.blocked) {
            if (!now.network.blocked.contains(address))
                server.unblock(QHostAddress(address));
        }
    }
    activity.record(std::move(event));
    tellStatuses();
    if (!revoked.isEmpty())
        emit q->revoked(revoked);
}

// A share's `until` or an account's expiry has come, or the minute is over.
void Sharing::Impl::applyTime()
{
    if (state != State::On)
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

QFuture<Result<void>> Sharing::Impl::save(const Settings& settings)
{
    saving = true;
    return store.save(settings).then(q, [this](const Result<void>& saved) {
        saving = false;
        if (!saved)
            emit q->failed(saved.error());
        return saved;
    });
}

void Sharing::Impl::upgrade(const AccountId& account, const QByteArray& old,
                            const QByteArray& better)
{
    Settings settings = store.current();
    const auto found = std::find_if(settings.accounts.begin(), settings.accounts.end(),
                                    [&account](const Account& one) { return one.id == account; });
    if (found == settings.accounts.end() || found->passwordVerifier != old)
        return;
    found->passwordVerifier = better;
    // The password is the same: nobody loses anything.
    if (const auto holder = rights.holders.find(account); holder != rights.holders.end())
        holder->account.passwordVerifier = better;
    save(settings);
}

void Sharing::Impl::saveBlocked(const QStringList& blocked)
{
    applied.network.blocked = blocked;
    Settings settings = store.current();
    settings.network.blocked = blocked;
    save(settings);
}

Sharing::Sharing(SettingsStore& settings, ActivitySink& activity, Places places,
                 OpenShare openShare, QObject* parent)
    : QObject(parent)
    , m_impl(
          std::make_unique<Impl>(this, settings, activity, std::move(places), std::move(openShare)))
{
    connect(&m_impl->server, &Server::stateChanged, this,
            [this](Server::State now) { m_impl->serverChanged(now); });
    connect(&m_impl->retry, &QTimer::timeout, this, [this] { m_impl->listen(); });
    connect(&m_impl->nextChange, &QTimer::timeout, this, [this] { m_impl->applyTime(); });
    connect(&m_impl->resume, &QTimer::timeout, this, [this] { m_impl->resumeIfDue(); });
    connect(&settings, &SettingsStore::changed, this,
            [this](const Settings& now) { m_impl->apply(now); });
    connect(&settings, &SettingsStore::failed, this, [this](const Error& error) {
        ActivityEvent event = made(Kind::Settings);
        event.outcome = Outcome::Refused;
        event.error = error;
        m_impl->activity.record(std::move(event));
    });
}

Sharing::~Sharing()
{
    m_impl->server.QObject::disconnect(this);
    m_impl->watch.reset();
    m_impl->worker.waitForDone();
}

void Sharing::setLayout(Layout layout)
{
    m_impl->parts.layout =
        layout == Layout::Single ? ShareTree::Layout::Single : ShareTree::Layout::Named;
}

void Sharing::setSockets(QList<int> sockets)
{
    m_impl->sockets = std::move(sockets);
}

void Sharing::setOverride(Override change)
{
    m_impl->override = std::move(change);
}

void Sharing::start()
{
    if (m_impl->state == State::Stopping && m_impl->pausedUntil)
        m_impl->pausedUntil = QDateTime::currentDateTimeUtc(); // as soon as it is off
    if (m_impl->state != State::Off)
        return;
    m_impl->endPause();
    m_impl->taken.reset();
    if (!m_impl->places.serverLock.isEmpty()) {
        Result<FileLock> lock =
            FileLock::take(m_impl->places.serverLock, QStringLiteral("This profile"));
        if (!lock) {
            emit failed(lock.error());
            return;
        }
        m_impl->lock.emplace(std::move(*lock));
    }
    m_impl->setState(State::Starting);
    m_impl->prepare();
}

void Sharing::stop(std::chrono::seconds drain)
{
    m_impl->endPause();
    m_impl->stop(drain);
}

void Sharing::pause(std::chrono::seconds duration)
{
    if (m_impl->state == State::Off && !m_impl->pausedUntil)
        return;
    m_impl->pausedUntil = QDateTime::currentDateTimeUtc().addSecs(duration.count());
    m_impl->stop({});
    m_impl->resumeIfDue();
    emit pauseChanged();
}

std::optional<QDateTime> Sharing::pausedUntil() const
{
    return m_impl->pausedUntil;
}

std::optional<Sharing::PortTaken> Sharing::portTaken() const
{
    return m_impl->taken;
}

Sharing::ShareStatus Sharing::shareStatus(const ShareId& share) const
{
    return {m_impl->statuses.of(share)};
}

Sharing::State Sharing::state() const
{
    return m_impl->state;
}

QList<QUrl> Sharing::links() const
{
    return linksTo(m_impl->server.listening(), bestFirst(interfacesOfThisComputer()));
}

QStringList Sharing::fingerprints() const
{
    QStringList all;
    if (m_impl->start) {
        for (const auto& key : m_impl->start->hostKeys)
            all += key->fingerprint();
    }
    return all;
}

QStringList Sharing::knownHosts() const
{
    QStringList all;
    if (m_impl->start) {
        for (const auto& key : m_impl->start->hostKeys)
            all += QString::fromLatin1(key->knownHostsKey());
    }
    return all;
}

QStringList Sharing::stuck() const
{
    return m_impl->server.stuck() + m_impl->parts.opener->stuck();
}

const Server& Sharing::server() const
{
    return m_impl->server;
}

void Sharing::disconnect(quint64 connection)
{
    m_impl->server.disconnect(connection);
}

void Sharing::blockFor(const QHostAddress& address, std::chrono::seconds duration)
{
    m_impl->server.blockFor(address, duration);
}

void Sharing::block(const QHostAddress& address)
{
    m_impl->server.block(address);
    QStringList blocked = m_impl->store.current().network.blocked;
    if (!blocked.contains(address.toString()))
        m_impl->saveBlocked(blocked << address.toString());
}

void Sharing::unblock(const QHostAddress& address)
{
    m_impl->server.unblock(address);
    QStringList blocked = m_impl->store.current().network.blocked;
    if (blocked.removeAll(address.toString()) > 0)
        m_impl->saveBlocked(blocked);
}

} // namespace sallyport

#include "moc_sharing.cpp"
