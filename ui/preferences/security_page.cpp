#include "ui/preferences/security_page.h"

#include "ui/preferences/form.h"
#include "ui/preferences/host_keys_box.h"
#include "ui/shares/pieces.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace sallyport {

namespace {

constexpr int mostTries = 100; // the settings' bound

} // namespace

SecurityPage::SecurityPage(const CoreParts& parts, QWidget* parent)
    : PreferencesPage(tr("Security"), parent)
    , m_penalties(new QCheckBox(tr("Block after failed logins")))
    , m_older(new QCheckBox(tr("Older devices")))
    , m_tries(new QSpinBox)
    , m_links(form::comboBox(QStringLiteral("linksOut"), tr("Links out of the folder")))
    , m_linksRow(new QWidget)
{
    m_penalties->setObjectName(QStringLiteral("penalties"));
    m_older->setObjectName(QStringLiteral("olderDevices"));
    m_tries->setObjectName(QStringLiteral("maxLoginAttempts"));
    m_tries->setRange(1, mostTries);
    body()->addWidget(form::option(
        m_penalties,
        tr("After ten quick failures an address waits 1 minute, then longer, up to 10.")));
    body()->addWidget(form::option(
        m_older,
        tr("Allow ssh-rsa, hmac-sha1 and group14-sha1 for scanners and cameras. Weaker, "
           "and noted in Activity.")));
    QGridLayout* tries = form::grid();
    form::addRow(*tries, tr("Tries to log in"), m_tries,
                 new FieldHint(*m_tries, tr("Then the connection ends.")));
    body()->addLayout(tries);
    body()->addWidget(new Divider);

    QGridLayout* links = form::grid();
    links->setContentsMargins(0, 0, 0, 0);
    form::addRow(*links, tr("Links out of the folder"), m_links,
                 new FieldHint(*m_links, tr("In all folders shared now.")));
    auto* linksBox = new QVBoxLayout(m_linksRow);
    linksBox->setContentsMargins(0, 0, 0, 0);
    linksBox->setSpacing(theme::rowGap);
    linksBox->addLayout(links);
    linksBox->addWidget(new Divider);
    body()->addWidget(m_linksRow);

    auto* keys = new QVBoxLayout;
    keys->setSpacing(theme::pairGap);
    keys->addWidget(form::heading(tr("Host keys")));
    keys->addWidget(new TextLabel(tr("Guests compare these with what their program shows."),
                                  theme::Type::Small, theme::Weight::Normal, theme::Tint::Quiet));
    keys->addWidget(new HostKeysBox(parts));
    body()->addLayout(keys);
    body()->addStretch();
}

void SecurityPage::load(const Settings& settings)
{
    m_penalties->setChecked(settings.penalties.enabled);
    m_older->setChecked(settings.network.olderDevices);
    m_tries->setValue(settings.limits.maxLoginAttempts);

    m_linksRow->setVisible(!settings.shares.isEmpty());
    m_links->clear();
    m_links->addItem(tr("Show, but do not open"), int(SymlinkPolicy::Inside));
    m_links->addItem(tr("Hide"), int(SymlinkPolicy::Hide));
    m_links->addItem(tr("Never follow any link"), int(SymlinkPolicy::Never));
    if (settings.shares.isEmpty())
        return;
    const SymlinkPolicy first = settings.shares.first().symlinks;
    const bool isSame =
        std::all_of(settings.shares.begin(), settings.shares.end(),
                    [first](const Share& share) { return share.symlinks == first; });
    if (!isSame)
        m_links->addItem(tr("Different from folder to folder"));
    m_links->setCurrentIndex(isSame ? m_links->findData(int(first)) : m_links->count() - 1);
}

QWidget* SecurityPage::write(Settings& settings)
{
    m_tries->interpretText();
    settings.penalties.enabled = m_penalties->isChecked();
    settings.network.olderDevices = m_older->isChecked();
    settings.limits.maxLoginAttempts = m_tries->value();
    if (const QVariant links = m_links->currentData(); links.isValid()) {
        for (Share& share : settings.shares)
            share.symlinks = SymlinkPolicy(links.toInt());
    }
    return nullptr;
}

} // namespace sallyport

#include "moc_security_page.cpp"
