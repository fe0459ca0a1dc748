#include "ui/window/troubles.h"

#include "core/activity_archive.h"
#include "core/activity_log.h"
#include "core/credential_store.h"
#include "core/settings_editor.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "core/when_done.h"
#include "ui/desktop/sharing_switch.h"
#include "ui/format.h"
#include "ui/window/message_bars.h"

#include <QHostAddress>
#include <QTimer>
#include <QUrl>

#include <algorithm>

namespace sallyport {

namespace {

using Cause = MessageBars::Cause;
using Kind = MessageBar::Kind;

constexpr quint16 ownPorts = 1024; // below it only the system itself may listen

// Whoever listens for this computer alone misses no network.
bool isForOthers(const Network& network)
{
    return network.addresses.isEmpty()
        || std::any_of(network.addresses.begin(), network.addresses.end(),
                       [](const QHostAddress& one) { return !one.isLoopback(); });
}

// Where there is nothing else, a link leads to this computer itself.
bool leadsOut(const QList<QUrl>& links)
{
    return std::any_of(links.begin(), links.end(),
                       [](const QUrl& link) { return !QHostAddress(link.host()).isLoopback(); });
}

} // namespace

Troubles::Troubles(const CoreParts& parts, MessageBars& bars, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
    , m_bars(bars)
    , m_blockEnds(new QTimer(this))
{
    m_blockEnds->setSingleShot(true);
    connect(m_blockEnds, &QTimer::timeout, this, [this] { m_bars.close(Cause::Blocked); });
    connect(&m_parts.sharing, &Sharing::failed, this, &Troubles::startFailed);
    connect(&m_parts.sharing, &Sharing::stateChanged, this, &Troubles::followSharing);
    connect(&m_parts.sharing, &Sharing::linksChanged, this, &Troubles::lookAtNetwork);
    connect(&m_parts.sharing, &Sharing::notSaved, this, &Troubles::saveFailed);
    connect(&m_parts.settings, &SettingsStore::changed, this,
            [this] { m_bars.close(Cause::Save); });
    connect(&m_parts.settings, &SettingsStore::mended, this,
            [this] { m_bars.close(Cause::SettingsFile); });
    connect(&m_parts.settings, &SettingsStore::failed, this, [this](const Error& error) {
        m_bars.show(Cause::SettingsFile,
                    {Kind::Problem,
                     tr("The settings file was changed and cannot be read."),
                     format::sentence(error),
                     {},
                     false,
                     false});
    });
    connect(&m_parts.settings, &SettingsStore::reloaded, this, [this] {
        m_bars.show(Cause::Elsewhere,
                    {Kind::Good,
                     tr("Settings were changed elsewhere and loaded again."),
                     {},
                     {},
                     false,
                     true});
    });
    connect(&m_parts.archive, &ActivityArchive::failed, this, [this](const Error& error) {
        m_bars.show(Cause::Archive,
                    {Kind::Attention,
                     tr("Activity is not being kept."),
                     format::sentence(error),
                     {},
                     false,
                     true});
    });
    connect(&m_parts.credentials, &CredentialStore::lastingChanged, this,
            &Troubles::followKeychain);
    connect(&m_parts.credentials, &CredentialStore::notKeptChanged, this, &Troubles::followNotKept);
    connect(&m_parts.activity, &ActivityLog::recorded, this, &Troubles::follow);
    followSharing();
}

void Troubles::saveFailed(const Error& error)
{
    m_bars.show(Cause::Save, {Kind::Problem, format::sentence(error), {}, {}, false, true});
}

void Troubles::folderRefused(const QString& folder, const Error& error)
{
    notShared(folder, format::sentence(error));
}

void Troubles::placeRefused(const QByteArray& place)
{
    notShared(format::name(place), tr("Only folders of this computer can be shared."));
}

void Troubles::notShared(const QString& place, const QString& why)
{
    m_bars.show(Cause::Folder,
                {Kind::Attention, tr("“%1” is not shared.").arg(place), why, {}, false, true});
}

void Troubles::startFailed(const Error& error)
{
    if (error.code == ErrorCode::AddressInUse && m_parts.sharing.portTaken())
        return portTaken();
    MessageBars::News news{Kind::Problem, format::sentence(error), {}, {}, false, false};
    const quint16 port = m_parts.settings.current().network.port;
    news.actions = {
        {QStringLiteral("tryAgain"), tr("Try again"), [this] { SharingSwitch::start(m_parts); }}};
    if (error.code == ErrorCode::PermissionDenied && port > 0 && port < ownPorts) {
        const quint16 usual = Network().port;
        news.sentence = tr("Port %1 is kept for the system.").arg(port);
        news.detail = tr("Nothing is shared until you choose one from 1024 on.");
        news.actions += {QStringLiteral("useOtherPort"), tr("Use %1 instead").arg(usual),
                         [this, usual] { usePort(usual); }};
        news.primary = true;
    } else if (error.code == ErrorCode::Busy) {
        news.sentence = tr("These folders are being shared already.");
        news.detail = tr("Another Sallyport runs with the same settings. Stop it first.");
    } else if (error.code == ErrorCode::NotFound) {
        news.detail = tr("Nothing is shared until this computer has the address again.");
    }
    m_bars.show(Cause::Start, news);
}

void Troubles::portTaken()
{
    const Sharing::PortTaken taken = *m_parts.sharing.portTaken();
    MessageBars::News news;
    news.kind = Kind::Problem;
    news.sentence = taken.program.isEmpty()
        ? tr("Port %1 is used by another program.").arg(taken.port)
        : tr("Port %1 is used by another program (%2).")
              .arg(QString::number(taken.port), taken.program);
    news.detail = tr("Nothing is shared until you choose another port.");
    news.actions = {
        {QStringLiteral("tryAgain"), tr("Try again"), [this] { SharingSwitch::start(m_parts); }}};
    if (taken.nextFree != 0) {
        news.actions += {QStringLiteral("useOtherPort"), tr("Use %1 instead").arg(taken.nextFree),
                         [this, next = taken.nextFree] { usePort(next); }};
        news.primary = true;
    }
    m_bars.show(Cause::Start, news);
}

void Troubles::usePort(quint16 port)
{
    whenDone(m_parts.editor.change([port](Settings& settings) { settings.network.port = port; }),
             this, [this](const Result<void>& saved) {
                 if (saved)
                     SharingSwitch::start(m_parts);
                 else
                     saveFailed(saved.error());
             });
}

void Troubles::followSharing()
{
    const Sharing::State state = m_parts.sharing.state();
    if (state == Sharing::State::On || state == Sharing::State::Stopping)
        m_bars.close(Cause::Start);
    lookAtNetwork();
}

void Troubles::lookAtNetwork()
{
    const bool alone = m_parts.sharing.state() == Sharing::State::On
        && isForOthers(m_parts.settings.current().network) && !leadsOut(m_parts.sharing.links());
    if (alone == m_bars.isShowing(Cause::NoNetwork))
        return;
    if (!alone)
        return m_bars.close(Cause::NoNetwork);
    m_bars.show(Cause::NoNetwork,
                {Kind::Attention,
                 tr("This computer is in no network."),
                 tr("Nobody can reach it until it is. Sharing goes on by itself then."),
                 {},
                 false,
                 false});
}

void Troubles::followKeychain()
{
    if (m_parts.credentials.isLasting())
        return m_bars.close(Cause::Keychain);
    if (m_keychainSaid)
        return;
    m_keychainSaid = true;
    m_bars.show(Cause::Keychain,
                {Kind::Attention,
                 tr("No keychain found."),
                 tr("Passwords made here are shown until you quit."),
                 {},
                 false,
                 true});
}

// The window may be closed before the keychain takes them, and then nobody can show them again.
void Troubles::followNotKept()
{
    const QStringList keys = m_parts.credentials.notKept();
    if (keys.isEmpty())
        return m_bars.close(Cause::NotKept);
    QString name;
    for (const Account& account : m_parts.settings.current().accounts) {
        if (passwordKey(account.id) == keys.first())
            name = account.userName;
    }
    MessageBars::News news;
    news.sentence = keys.size() == 1
        ? tr("The password of %1 is not in the keychain.").arg(name)
        : tr("%n passwords are not in the keychain.", nullptr, int(keys.size()));
    news.detail = tr(
        "It is locked, or does not answer. What it does not hold cannot be shown after you quit.");
    news.actions = {{QStringLiteral("keepAgain"), tr("Try again"),
                     [this] { m_parts.credentials.keepAgain(); }}};
    news.closable = true;
    m_bars.show(Cause::NotKept, news);
}

void Troubles::follow(const ActivityEvent& event)
{
    if (event.kind == ActivityEvent::Kind::Blocked && event.elapsed)
        addressBlocked(event);
    if (event.kind == ActivityEvent::Kind::Unblocked
        && format::address(event.peer) == format::address(m_blocked))
        m_bars.close(Cause::Blocked);
}

// A penalty, with its end; what the owner blocked by hand is no news.
void Troubles::addressBlocked(const ActivityEvent& event)
{
    m_blocked = event.peer;
    const QString address = format::address(event.peer);
    const QString until = format::time(event.at.addMSecs(event.elapsed->count()));
    const QString reason = format::sentence({ErrorCode::Failure, event.message});
    MessageBars::News news;
    news.sentence = tr("%1 is blocked until %2.").arg(address, until);
    news.detail = reason;
    news.actions = {{QStringLiteral("unblockAddress"), tr("Unblock"), [this] {
                         m_parts.sharing.unblock(format::address(m_blocked));
                         m_bars.close(Cause::Blocked);
                     }}};
    news.closable = true;
    m_bars.show(Cause::Blocked, news);
    m_blockEnds->start(*event.elapsed);
}

} // namespace sallyport

#include "moc_troubles.cpp"
