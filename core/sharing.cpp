#include "core/sharing.h"

#include "core/fs/leftover_sweeper.h"
#include "core/host_key_files.h"
#include "core/network/addresses.h"
#include "core/pool_job.h"
#include "core/sharing_impl.h"
#include "core/ssh/listen_socket.h"
#include "core/ssh/peer_filter.h"

#include <QPromise>

#include <algorithm>

namespace sallyport {

using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

ActivityEvent Sharing::Impl::made(Kind kind)
{
    ActivityEvent event;
    event.at = QDateTime::currentDateTimeUtc();
    event.kind = kind;
    return event;
}

namespace {

// Whenever such a share opens, what its uploads left behind is looked for.
OpenShare sweeping(OpenShare openShare)
{
    return [openShare = std::move(openShare),
            sweeper = std::make_shared<LeftoverSweeper>()](const Share& share) {
        auto opened = openShare(share);
        if (opened && opened->root && share.atomicUpload)
            sweeper->look(share, *opened->root);
        return opened;
    };
}

} // namespace

Sharing::Impl::Impl(Sharing* owner, SettingsStore& settings, ActivitySink& sink, Places where,
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
        sweeping(std::move(openShare)),
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

void Sharing::Impl::setState(State next)
{
    if (std::exchange(state, next) == next)
        return;
    const QList<ShareId> changed = updateStatuses();
    announce();
    emit q->stateChanged(next);
    for (const ShareId& share : changed)
        emit q->shareStatusChanged(share);
}

QList<ShareId> Sharing::Impl::updateStatuses()
{
    return statuses.update(
        applied, state == State::On ? ShareStatuses::Served::Yes : ShareStatuses::Served::No,
        ending, QDateTime::currentDateTimeUtc());
}

void Sharing::Impl::tellStatuses()
{
    for (const ShareId& share : updateStatuses())
        emit q->shareStatusChanged(share);
}

void Sharing::Impl::turnOff()
{
    retry.stop();
    nextChange.stop();
    watch.reset();
    lock.reset();
    ending.clear();
    restarting = false;
    setState(State::Off);
    resumeIfDue();
}

void Sharing::Impl::fail(const Error& error)
{
    turnOff();
    emit q->failed(error);
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

void Sharing::Impl::setEnding(const ShareId& share, bool isEnding)
{
    if (state != State::On || ending.contains(share) == isEnding)
        return;
    if (isEnding)
        ending.insert(share);
    else
        ending.remove(share);
    server.reconfigure(config(), {});
    announce();
    tellStatuses();
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

// The new keys prove this computer to whoever connects from now on; the open connections go on.
QFuture<Result<void>>
Sharing::Impl::changeHostKeys(std::function<Result<HostKeys>(const QString&)> change)
{
    const auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    if (!places.hostKeys.isEmpty()) {
        promise->addResult(Error{ErrorCode::NotSupported,
                                 QStringLiteral("The host keys of this run were given to it")});
        promise->finish();
        return promise->future();
    }
    startJob(worker,
             [this, promise = promise, change = std::move(change), folder = places.keys]() mutable {
                 reports.post([this, promise = std::move(promise), changed = change(folder)] {
                     if (changed) {
                         (start ? start->hostKeys : seenKeys) = *changed;
                         if (state == State::On)
                             server.reconfigure(config(), {});
                         ActivityEvent event = made(Kind::Settings);
                         event.outcome = Outcome::Ok;
                         event.message = QStringLiteral("The host keys were replaced");
                         activity.record(std::move(event));
                         emit q->hostKeysChanged();
                     }
                     promise->addResult(changed ? Result<void>() : Result<void>(changed.error()));
                     promise->finish();
                 });
             });
    return promise->future();
}

Sharing::Sharing(SettingsStore& settings, ActivitySink& activity, Places places,
                 OpenShare openShare, QObject* parent)
    : QObject(parent)
    , m_impl(
          std::make_unique<Impl>(this, settings, activity, std::move(places), std::move(openShare)))
{
    connect(&m_impl->server, &Server::stateChanged, this,
            [this](Server::State now) { m_impl->serverChanged(now); });
    connect(&m_impl->announcer, &Announcer::stateChanged, this, &Sharing::nearbyChanged);
    connect(&m_impl->retry, &QTimer::timeout, this, [this] { m_impl->listen(); });
    connect(&m_impl->nextChange, &QTimer::timeout, this, [this] { m_impl->applyTime(); });
    connect(&m_impl->resume, &QTimer::timeout, this, [this] { m_impl->resumeIfDue(); });
    connect(&settings, &SettingsStore::changed, this,
            [this](const Settings& now) { m_impl->apply(now); });
    connect(&settings, &SettingsStore::failed, this, [this](const Error& error) {
        ActivityEvent event = Impl::made(Kind::Settings);
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

void Sharing::pause(std::chrono::seconds duration, std::chrono::seconds drain)
{
    if (m_impl->state == State::Off && !m_impl->pausedUntil)
        return;
    m_impl->pausedUntil = QDateTime::currentDateTimeUtc().addSecs(duration.count());
    m_impl->stop(drain);
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

void Sharing::setEnding(const ShareId& share, bool ending)
{
    m_impl->setEnding(share, ending);
}

void Sharing::lookAgain(const ShareId& share)
{
    if (m_impl->state != State::On)
        return; // a start looks at all of them
    QList<Share> shares = m_impl->sharesNow();
    shares.removeIf([&share](const Share& one) { return one.id != share; });
    m_impl->parts.opener->look(shares);
}

Sharing::Nearby Sharing::nearby() const
{
    switch (m_impl->announcer.state()) {
    case Announcer::State::Asked:
        return Nearby::Asked;
    case Announcer::State::On:
        return Nearby::Seen;
    case Announcer::State::Unavailable:
        return Nearby::Unavailable;
    case Announcer::State::Off:
        break;
    }
    return Nearby::Off;
}

Sharing::State Sharing::state() const
{
    return m_impl->state;
}

QList<QUrl> Sharing::links() const
{
    return linksTo(m_impl->server.listening(), bestFirst(interfacesOfThisComputer()));
}

QList<QUrl> Sharing::expectedLinks() const
{
    const Network network = m_impl->overridden(m_impl->store.current()).network;
    if (network.port == 0)
        return {};
    return linksTo(ssh::socketsFor(network), bestFirst(interfacesOfThisComputer()));
}

void Sharing::lookAtHostKeys()
{
    startJob(m_impl->worker, [impl = m_impl.get()] {
        const Places& places = impl->places;
        impl->reports.post([impl, keys = existingHostKeys(places.keys, places.hostKeys)] {
            if (impl->start || keys.isEmpty())
                return;
            impl->seenKeys = keys;
            emit impl->q->hostKeysChanged();
        });
    });
}

QStringList Sharing::fingerprints() const
{
    QStringList all;
    for (const auto& key : m_impl->hostKeys())
        all += key->fingerprint();
    return all;
}

QStringList Sharing::knownHosts() const
{
    QStringList all;
    for (const auto& key : m_impl->hostKeys())
        all += QString::fromLatin1(key->knownHostsKey());
    return all;
}

QFuture<Result<void>> Sharing::regenerateHostKeys()
{
    return m_impl->changeHostKeys(sallyport::regenerateHostKeys);
}

QFuture<Result<void>> Sharing::importHostKey(const QString& file)
{
    return m_impl->changeHostKeys([file](const QString& folder) -> Result<HostKeys> {
        if (const auto imported = sallyport::importHostKey(file, folder); !imported)
            return imported.error();
        return loadOrCreateHostKeys(folder);
    });
}

QStringList Sharing::stuck() const
{
    return m_impl->server.stuck() + m_impl->parts.opener->stuck();
}

void Sharing::leaveBehind()
{
    m_impl->lock.reset();
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
    const QString entry = ssh::plainAddress(address).toString();
    m_impl->server.block(entry);
    m_impl->change([entry](Settings& settings) {
        if (!settings.network.blocked.contains(entry))
            settings.network.blocked += entry;
    });
}

void Sharing::unblock(const QString& entry)
{
    m_impl->server.unblock(entry);
    m_impl->change([entry](Settings& settings) { settings.network.blocked.removeAll(entry); });
}

} // namespace sallyport

#include "moc_sharing.cpp"
