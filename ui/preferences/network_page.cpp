#include "ui/preferences/network_page.h"

#include "core/settings_store.h"
#include "core/sharing.h"
#include "ui/format.h"
#include "ui/preferences/form.h"
#include "ui/shares/pieces.h"
#include "ui/widgets/buttons.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRadioButton>
#include <QSpinBox>

namespace sallyport {

namespace {

constexpr int leastPort = 1024, mostPort = 65'535;
const QString lan = QStringLiteral("lan"), any = QStringLiteral("any");
const QString inviteKey = QStringLiteral("inviteAddress");
const QString separator = QStringLiteral(", ");

QStringList entriesOf(const QLineEdit& edit)
{
    QStringList entries;
    for (const QString& part : edit.text().split(u',')) {
        if (const QString entry = part.trimmed(); !entry.isEmpty())
            entries += entry;
    }
    return entries;
}

// Those of `entries` that the setting at `path` does not take.
QStringList refused(const QStringList& entries, const QString& path)
{
    QStringList wrong;
    for (const QString& entry : entries) {
        Settings trial;
        if (!setSettingsValue(trial, path, entry))
            wrong += entry;
    }
    return wrong;
}

bool isHost(const QString& text)
{
    QUrl url;
    url.setHost(text, QUrl::StrictMode);
    return !text.contains(u' ') && !url.host().isEmpty();
}

} // namespace

NetworkPage::NetworkPage(const CoreParts& parts, QWidget* parent)
    : PreferencesPage(tr("Network"), parent)
    , m_parts(parts)
    , m_port(new QSpinBox)
    , m_invite(form::comboBox(QStringLiteral("inviteAddress"), tr("Address shown in invites")))
    , m_lan(new QRadioButton(tr("Devices in this network")))
    , m_any(new QRadioButton(tr("Anyone who can reach this computer")))
    , m_only(new QRadioButton(tr("Only these addresses")))
    , m_onlyThese(form::lineEdit(QStringLiteral("allowedAddresses"), tr("Only these addresses")))
    , m_proxies(form::lineEdit(QStringLiteral("trustedProxies"), tr("Trusted proxies")))
    , m_listen(form::lineEdit(QStringLiteral("listenAddresses"), tr("Addresses to use")))
    , m_announce(new QCheckBox(tr("Show this computer to others nearby")))
    , m_announceUser(new QCheckBox(tr("And the user name to log in with")))
    , m_more(linkButton(tr("Advanced")))
    , m_advanced(new QWidget)
    , m_portHint(new FieldHint(*m_port, tr("Guests see this port in every link. 1024 to 65535.")))
    , m_inviteHint(new FieldHint(*m_invite))
    , m_anyHint(new FieldHint(
          *m_any,
          tr("Also from the internet, if your router lets them in. Guests always need a "
             "password then.")))
    , m_onlyHint(new FieldHint(*m_onlyThese,
                               tr("Like 192.168.1.7 or 192.168.1.0/24, with commas between.")))
    , m_proxiesHint(
          new FieldHint(*m_proxies, tr("Load balancers that say who connects (PROXY version 2).")))
    , m_listenHint(new FieldHint(*m_listen, tr("Of this computer. Empty: all of them.")))
{
    m_port->setObjectName(QStringLiteral("port"));
    m_port->setRange(1, mostPort);
    m_invite->setEditable(true);
    m_invite->setInsertPolicy(QComboBox::NoInsert);
    QGridLayout* grid = form::grid();
    form::addRow(*grid, tr("Port"), m_port, m_portHint);
    form::addRow(*grid, tr("Address shown in invites"), m_invite, m_inviteHint);
    body()->addLayout(grid);
    body()->addWidget(new Divider);
    makeWho();
    body()->addWidget(new Divider);
    makeNearby();
    body()->addWidget(new Divider);
    makeAdvanced();
    body()->addStretch();

    connect(m_port, &QSpinBox::valueChanged, m_portHint, &FieldHint::relax);
    connect(m_invite, &QComboBox::editTextChanged, m_inviteHint, &FieldHint::relax);
    connect(m_onlyThese, &QLineEdit::textEdited, m_onlyHint, &FieldHint::relax);
    connect(m_proxies, &QLineEdit::textEdited, m_proxiesHint, &FieldHint::relax);
    connect(m_listen, &QLineEdit::textEdited, m_listenHint, &FieldHint::relax);
    connect(m_any, &QRadioButton::toggled, m_anyHint, &FieldHint::relax);
    connect(&parts.sharing, &Sharing::stateChanged, this, &NetworkPage::fillAddresses);
    connect(&parts.sharing, &Sharing::linksChanged, this, &NetworkPage::fillAddresses);
}

void NetworkPage::makeWho()
{
    m_lan->setObjectName(QStringLiteral("fromThisNetwork"));
    m_any->setObjectName(QStringLiteral("fromAnywhere"));
    m_only->setObjectName(QStringLiteral("fromTheseAddresses"));
    body()->addWidget(form::heading(tr("Who can connect")));
    body()->addWidget(
        form::option(m_lan, tr("Private, link-local and on-link addresses. Recommended.")));
    auto* anyone = new QVBoxLayout;
    anyone->setSpacing(2);
    anyone->addWidget(m_any);
    anyone->addWidget(form::indented(m_anyHint, *m_any));
    body()->addLayout(anyone);

    auto* addresses = new QWidget;
    auto* below = new QVBoxLayout(addresses);
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(theme::pairGap);
    below->addWidget(m_onlyThese);
    below->addWidget(m_onlyHint);
    QWidget* onlyThese = form::indented(addresses, *m_only);
    onlyThese->hide();
    auto* only = new QVBoxLayout;
    only->setSpacing(theme::pairGap);
    only->addWidget(m_only);
    only->addWidget(onlyThese);
    body()->addLayout(only);
    connect(m_only, &QRadioButton::toggled, onlyThese, &QWidget::setVisible);
    form::exclude(*this, {m_lan, m_any, m_only});
}

void NetworkPage::makeNearby()
{
    m_announce->setObjectName(QStringLiteral("announce"));
    m_announceUser->setObjectName(QStringLiteral("announceUser"));
    body()->addWidget(
        form::option(m_announce,
                     tr("File managers of this network list the folders by name. Never while "
                        "anyone can connect.")));
    QWidget* user = form::indented(m_announceUser, *m_announce);
    body()->addWidget(user);
    user->setVisible(m_announce->isChecked());
    connect(m_announce, &QCheckBox::toggled, user, &QWidget::setVisible);
}

void NetworkPage::makeAdvanced()
{
    m_more->setObjectName(QStringLiteral("advanced"));
    body()->addWidget(m_more, 0, Qt::AlignLeft);
    QGridLayout* grid = form::grid();
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(2, 0);
    form::addRow(*grid, tr("Addresses to use"), m_listen);
    grid->addWidget(m_listenHint, grid->rowCount(), 1);
    form::addRow(*grid, tr("Trusted proxies"), m_proxies);
    grid->addWidget(m_proxiesHint, grid->rowCount(), 1);
    m_advanced->setLayout(grid);
    body()->addWidget(m_advanced);
    connect(m_more, &QToolButton::clicked, this, [this] { showAdvanced(m_advanced->isHidden()); });
    showAdvanced(false);
}

void NetworkPage::showAdvanced(bool shown)
{
    m_more->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_advanced->setVisible(shown);
}

void NetworkPage::fillAddresses()
{
    const QString typed = m_invite->currentText();
    const int chosen = m_invite->currentIndex();
    const bool isChosen = chosen >= 0 && m_invite->itemText(chosen) == typed;
    const QString value = isChosen ? m_invite->itemData(chosen).toString() : typed;

    const bool isOn = m_parts.sharing.state() == Sharing::State::On;
    QStringList hosts;
    for (const QUrl& link : isOn ? m_parts.sharing.links() : m_parts.sharing.expectedLinks())
        hosts += link.host();
    const QSignalBlocker quiet(m_invite);
    m_invite->clear();
    m_invite->addItem(hosts.isEmpty() ? tr("Automatic") : tr("Automatic (%1)").arg(hosts.first()),
                      QString());
    for (const QString& host : std::as_const(hosts))
        m_invite->addItem(host, host);
    const int known = m_invite->findData(value);
    if (known >= 0)
        m_invite->setCurrentIndex(known);
    else
        m_invite->setEditText(value);
}

void NetworkPage::load(const Settings& settings)
{
    const Network& network = settings.network;
    m_loadedPort = network.port;
    // A file may leave the choice to the system; the window does not offer it.
    m_port->setMinimum(m_loadedPort == 0 ? 0 : 1);
    m_port->setSpecialValueText(m_loadedPort == 0 ? tr("Any free port") : QString());
    m_port->setValue(m_loadedPort);
    m_portHint->relax();

    m_invite->clear();
    m_invite->setEditText(settings.ui.value(inviteKey).toString());
    fillAddresses();
    m_inviteHint->relax();

    const bool isLan = network.allowFrom == QStringList{lan};
    (isLan ? m_lan : network.allowFrom.contains(any) ? m_any : m_only)->setChecked(true);
    m_onlyThese->setText(m_only->isChecked() ? network.allowFrom.join(separator) : QString());
    m_onlyHint->relax();
    m_anyHint->relax();

    m_announce->setChecked(network.announce);
    m_announceUser->setChecked(network.announceUser);

    m_proxies->setText(network.trustedProxies.join(separator));
    QStringList addresses;
    for (const QHostAddress& address : network.addresses)
        addresses += address.toString();
    m_listen->setText(addresses.join(separator));
    showAdvanced(!m_proxies->text().isEmpty() || !m_listen->text().isEmpty());
    m_proxiesHint->relax();
    m_listenHint->relax();
}

QWidget* NetworkPage::write(Settings& settings)
{
    if (QWidget* wrong = writePort(settings))
        return wrong;
    if (QWidget* wrong = writeInviteAddress(settings))
        return wrong;
    if (QWidget* wrong = writeWho(settings))
        return wrong;
    settings.network.announce = m_announce->isChecked();
    settings.network.announceUser = m_announceUser->isChecked();
    if (QWidget* wrong =
            writeList(settings, m_listen, m_listenHint, QStringLiteral("network.addresses")))
        return wrong;
    return writeList(settings, m_proxies, m_proxiesHint, QStringLiteral("network.trustedProxies"));
}

QWidget* NetworkPage::writePort(Settings& settings)
{
    m_port->interpretText();
    const int port = m_port->value();
    if (port != m_loadedPort && port < leastPort) {
        m_portHint->complain(
            tr("The system keeps the ports below 1024 for itself. Choose one from 1024 to 65535."));
        return m_port;
    }
    settings.network.port = quint16(port);
    return nullptr;
}

QWidget* NetworkPage::writeInviteAddress(Settings& settings)
{
    const QString typed = m_invite->currentText().trimmed();
    const int known = m_invite->findText(typed);
    const QString host = known >= 0 ? m_invite->itemData(known).toString() : typed;
    if (!host.isEmpty() && !isHost(host)) {
        m_inviteHint->complain(tr("This is not an address or the name of a computer."));
        return m_invite;
    }
    if (settings.ui.value(inviteKey).toString() != host)
        settings.ui.insert(inviteKey, host);
    return nullptr;
}

QWidget* NetworkPage::writeWho(Settings& settings)
{
    if (m_any->isChecked()) {
        for (const Account& account : std::as_const(settings.accounts)) {
            if (!account.withoutPassword)
                continue;
            m_anyHint->complain(
                tr("%1 gets in without a password, so not anyone may connect. Give %1 a password "
                   "first.")
                    .arg(format::name(account.userName.toUtf8())));
            return m_any;
        }
        settings.network.allowFrom = QStringList{any};
        return nullptr;
    }
    if (m_lan->isChecked()) {
        settings.network.allowFrom = QStringList{lan};
        return nullptr;
    }
    if (entriesOf(*m_onlyThese).isEmpty()) {
        m_onlyHint->complain(tr("Enter at least one address."));
        return m_onlyThese;
    }
    return writeList(settings, m_onlyThese, m_onlyHint, QStringLiteral("network.allowFrom"));
}

QWidget* NetworkPage::writeList(Settings& settings, QLineEdit* edit, FieldHint* hint,
                                const QString& path)
{
    const QStringList entries = entriesOf(*edit);
    QStringList wrong = refused(entries, path);
    if (edit == m_onlyThese && entries.contains(any))
        wrong += any; // that is another choice
    if (!wrong.isEmpty()) {
        if (edit != m_onlyThese)
            showAdvanced(true);
        hint->complain(tr("Not an address: %1").arg(format::name(wrong.join(separator).toUtf8())));
        return edit;
    }
    // Each was taken by itself, so all are.
    const auto set = setSettingsValue(settings, path, entries.join(u','));
    Q_ASSERT(set);
    return nullptr;
}

} // namespace sallyport

#include "moc_network_page.cpp"
