#include "ui/desktop/tray_icon.h"

#include "core/guard.h"
#include "core/invite.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "ui/activity/live_connections.h"
#include "ui/desktop/sharing_switch.h"
#include "ui/desktop/tray_host.h"
#include "ui/format.h"
#include "ui/shares/shown_invite.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/icon.h"

#include <QAction>
#include <QMenu>
#include <QSystemTrayIcon>

#include <algorithm>

namespace sallyport {

namespace {

// The text of a menu's entry, in which "&" would underline the next letter. A panel draws the menu
// by itself, and there "_" does.
QString entry(const QString& text, const TrayHost& host)
{
    QString plain = withoutKeys(text);
    return host.isOlder() ? plain : plain.replace(u'_', QStringLiteral("__"));
}

QString iconName(TrayIcon::State state)
{
    switch (state) {
    case TrayIcon::State::Off:
        return QStringLiteral("sallyport-tray-off-symbolic");
    case TrayIcon::State::On:
        return QStringLiteral("sallyport-tray-on-symbolic");
    case TrayIcon::State::Active:
        return QStringLiteral("sallyport-tray-active-symbolic");
    case TrayIcon::State::Problem:
        return QStringLiteral("sallyport-tray-problem-symbolic");
    }
    return {};
}

// A share of the menu: what its entry says, and what it copies.
struct Linked {
    ShareId id;
    QString name;
    bool operator==(const Linked&) const = default;
};

} // namespace

struct TrayIcon::Impl {
    Impl(TrayIcon& owner, const CoreParts& coreParts)
        : q(owner)
        , parts(coreParts)
    {
    }

    void build();
    void follow();
    void appear(bool hostIsThere);
    State stateNow() const;
    QString toolTipNow(State now) const;
    QList<Linked> linksNow() const;
    void setLinks(const QList<Linked>& now);
    void setPeople(const QStringList& now);
    void copyLink(const ShareId& share) const;

    QAction* add(const char* name, const QString& text, const QIcon& symbol);
    template <typename Signal>
    QAction* add(const char* name, const QString& text, const QIcon& symbol, Signal signal)
    {
        QAction* const action = add(name, text, symbol);
        connect(action, &QAction::triggered, &q, signal);
        return action;
    }
    static void say(QAction& action, const QString& text)
    {
        if (action.text() != text)
            action.setText(text);
    }

    TrayIcon& q;
    const CoreParts parts;
    bool failed = false; // the last start
    State state = State::Off;
    QString toolTip;

    std::unique_ptr<QMenu> menu = std::make_unique<QMenu>();
    QAction *title = nullptr, *start = nullptr, *stop = nullptr, *pause = nullptr,
            *behindLinks = nullptr;
    QList<QAction*> links;
    QList<Linked> linked;
    QMenu* people = nullptr;
    QStringList names;

    // The icon shows the menu, and goes before it.
    std::unique_ptr<QSystemTrayIcon> icon;
    TrayHost host;
};

QAction* TrayIcon::Impl::add(const char* name, const QString& text, const QIcon& symbol)
{
    QAction* const action = menu->addAction(symbol, text);
    action->setObjectName(QLatin1String(name));
    return action;
}

void TrayIcon::Impl::build()
{
    menu->setObjectName(QStringLiteral("trayMenu"));
    title = add("title", {}, menuIcon(QStringLiteral("share-door")));
    title->setEnabled(false);
    start = add("start", tr("Start"), menuIcon(QStringLiteral("start")));
    connect(start, &QAction::triggered, &q, [this] { SharingSwitch::start(parts); });
    stop = add("stop", tr("Stop all sharing"),
               sallyport::icon(QStringLiteral("stop"), theme::Tint::Problem), &TrayIcon::stopAsked);
    pause = add("pause", tr("Pause for an hour"), menuIcon(QStringLiteral("pause")),
                &TrayIcon::pauseAsked);
    menu->addSeparator();
    behindLinks = menu->addSeparator();
    people = menu->addMenu(menuIcon(QStringLiteral("people")), {});
    people->menuAction()->setObjectName(QStringLiteral("people"));
    menu->addSeparator();
    add("open", tr("Open Sallyport"), menuIcon(QStringLiteral("window")), &TrayIcon::showWindow);
    add("quit", tr("Quit"), menuIcon(QStringLiteral("quit")), &TrayIcon::quitAsked);
}

TrayIcon::State TrayIcon::Impl::stateNow() const
{
    using Now = Sharing::ShareStatus::Now;
    const QList<Share>& shares = parts.settings.current().shares;
    const bool isLost = std::any_of(shares.begin(), shares.end(), [this](const Share& share) {
        const Now now = parts.sharing.shareStatus(share.id).now;
        return now == Now::Unavailable || now == Now::AnotherFolder;
    });
    if (failed || isLost)
        return State::Problem;
    if (parts.sharing.state() != Sharing::State::On)
        return State::Off;
    return parts.live.all().isEmpty() ? State::On : State::Active;
}

QString TrayIcon::Impl::toolTipNow(State now) const
{
    switch (now) {
    case State::Off:
        break;
    case State::On:
        return tr("Sallyport: sharing, nobody connected");
    case State::Active:
        return tr("Sallyport: %n connected, %1", nullptr, int(parts.live.all().size()))
            .arg(format::rate(parts.live.sending() + parts.live.receiving()));
    case State::Problem:
        return tr("Sallyport: needs attention");
    }
    return tr("Sallyport: not sharing");
}

QList<Linked> TrayIcon::Impl::linksNow() const
{
    QList<Linked> result;
    if (parts.sharing.state() != Sharing::State::On)
        return result;
    for (const Share& share : parts.settings.current().shares) {
        using Now = Sharing::ShareStatus::Now;
        const Now now = parts.sharing.shareStatus(share.id).now;
        if (now != Now::Off && now != Now::Ended && now != Now::Ending)
            result.append({share.id, format::name(share.name)});
    }
    return result;
}

void TrayIcon::Impl::copyLink(const ShareId& id) const
{
    const Settings& settings = parts.settings.current();
    const Share* const share = findShare(settings, id);
    const QStringList hosts = inviteHosts(parts);
    if (!share || hosts.isEmpty())
        return;
    CopyAction::copy(
        inviteLink(makeInvite(parts, *share, invitedTo(settings, *share), hosts.first())),
        CopyAction::Secret::No);
}

void TrayIcon::Impl::setLinks(const QList<Linked>& now)
{
    if (now == linked)
        return;
    linked = now;
    for (QAction* const action : std::exchange(links, {})) {
        menu->removeAction(action);
        action->deleteLater();
    }
    for (const Linked& share : now) {
        auto* const action =
            new QAction(menuIcon(QStringLiteral("link")),
                        entry(tr("Copy link to %1").arg(share.name), host), menu.get());
        action->setObjectName(QStringLiteral("link"));
        connect(action, &QAction::triggered, &q, [this, id = share.id] { copyLink(id); });
        menu->insertAction(behindLinks, action);
        links.append(action);
    }
    behindLinks->setVisible(!now.isEmpty());
}

void TrayIcon::Impl::setPeople(const QStringList& now)
{
    if (now != names) {
        names = now;
        people->clear();
        for (const QString& name : now)
            connect(people->addAction(menuIcon(QStringLiteral("person")), entry(name, host)),
                    &QAction::triggered, &q, &TrayIcon::showConnections);
    }
    const bool isOn = parts.sharing.state() == Sharing::State::On;
    say(*people->menuAction(),
        now.isEmpty() ? tr("Nobody connected") : tr("%n connected", nullptr, int(now.size())));
    if (people->menuAction()->isVisible() != isOn)
        people->menuAction()->setVisible(isOn);
    if (people->menuAction()->isEnabled() == now.isEmpty())
        people->menuAction()->setEnabled(!now.isEmpty());
}

void TrayIcon::Impl::follow()
{
    const Sharing::State sharing = parts.sharing.state();
    const bool isOn = sharing == Sharing::State::On || sharing == Sharing::State::Starting;
    const auto pausedUntil = parts.sharing.pausedUntil();
    setLinks(linksNow());
    QStringList connected;
    for (const LiveConnection& connection : parts.live.all())
        connected.append(
            tr("%1 from %2").arg(connection.info.user, format::address(connection.info.peer)));
    setPeople(connected);
    if (sharing == Sharing::State::On)
        say(*title, tr("Sharing %n folder(s)", nullptr, int(linked.size())));
    else if (sharing == Sharing::State::Starting)
        say(*title, tr("Starting…"));
    else if (sharing == Sharing::State::Stopping)
        say(*title, tr("Stopping…"));
    else if (pausedUntil)
        say(*title, tr("Paused until %1").arg(format::time(*pausedUntil)));
    else
        say(*title, tr("Not sharing"));
    for (const auto& [action, isVisible] :
         {std::pair(start, !isOn && sharing != Sharing::State::Stopping), std::pair(stop, isOn),
          std::pair(pause, isOn)}) {
        if (action->isVisible() != isVisible)
            action->setVisible(isVisible);
    }

    const State now = stateNow();
    const QString words = toolTipNow(now);
    const bool isOther = now != state;
    state = now;
    if (icon && isOther)
        icon->setIcon(trayIcon(iconName(state)));
    if (icon && words != toolTip)
        icon->setToolTip(words);
    toolTip = words;
}

void TrayIcon::Impl::appear(bool hostIsThere)
{
    if (hostIsThere && !icon) {
        setLinks({});
        setPeople({});
        follow(); // in the way of this panel
        icon = std::make_unique<QSystemTrayIcon>(trayIcon(iconName(state)));
        icon->setToolTip(toolTip);
        icon->setContextMenu(menu.get());
        connect(icon.get(), &QSystemTrayIcon::activated, &q,
                [this](QSystemTrayIcon::ActivationReason reason) {
                    if (reason != QSystemTrayIcon::Context)
                        emit q.showWindow();
                });
        connect(icon.get(), &QSystemTrayIcon::messageClicked, &q, &TrayIcon::messageClicked);
        icon->show();
    }
    emit q.shownChanged(hostIsThere);
}

TrayIcon::TrayIcon(const CoreParts& parts, QObject* parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(*this, parts))
{
    m_impl->build();
    const auto follow = [this] { m_impl->follow(); };
    connect(&parts.sharing, &Sharing::stateChanged, this, [this](Sharing::State state) {
        if (state == Sharing::State::Starting || state == Sharing::State::Stopping)
            m_impl->failed = false;
        m_impl->follow();
    });
    connect(&parts.sharing, &Sharing::failed, this, [this] {
        m_impl->failed = true;
        m_impl->follow();
    });
    connect(&parts.sharing, &Sharing::pauseChanged, this, follow);
    connect(&parts.sharing, &Sharing::shareStatusChanged, this, follow);
    connect(&parts.settings, &SettingsStore::changed, this, follow);
    connect(&parts.live, &LiveConnections::changed, this, follow);
    connect(&parts.live, &LiveConnections::countChanged, this, follow);
    connect(&m_impl->host, &TrayHost::changed, this,
            [this](bool isThere) { m_impl->appear(isThere); });
    follow();
    if (m_impl->host.isThere())
        m_impl->appear(true);
}

TrayIcon::~TrayIcon() = default;

bool TrayIcon::isShown() const
{
    return m_impl->icon && m_impl->host.isThere();
}

bool TrayIcon::isDecided() const
{
    return m_impl->host.isKnown();
}

TrayIcon::State TrayIcon::state() const
{
    return m_impl->state;
}

QString TrayIcon::toolTip() const
{
    return m_impl->toolTip;
}

QMenu& TrayIcon::menu() const
{
    return *m_impl->menu;
}

void TrayIcon::showMessage(const QString& heading, const QString& text)
{
    if (isShown())
        m_impl->icon->showMessage(heading, withoutMarkup(text), applicationIcon());
}

// Only where there is a tag: not every desktop takes entities back.
QString TrayIcon::withoutMarkup(const QString& text)
{
    return GUARD(plain_notifications) && text.contains(u'<') ? text.toHtmlEscaped() : text;
}

} // namespace sallyport

#include "moc_tray_icon.cpp"
