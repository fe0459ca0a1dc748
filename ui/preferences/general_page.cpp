#include "ui/preferences/general_page.h"

#include "ui/preferences/autostart.h"
#include "ui/preferences/form.h"

#include <QCheckBox>
#include <QVBoxLayout>

namespace sallyport {

namespace {

const QString hiddenKey = QStringLiteral("startHidden");

} // namespace

GeneralPage::GeneralPage(const Autostart* autostart, QWidget* parent)
    : PreferencesPage(tr("General"), parent)
    , m_autostart(autostart)
    , m_atLogin(new QCheckBox(tr("Start when I log in")))
    , m_hidden(new QCheckBox(tr("Start in the background")))
{
    m_atLogin->setObjectName(QStringLiteral("startAtLogin"));
    m_hidden->setObjectName(QStringLiteral("startHidden"));
    QWidget* atLogin = form::option(m_atLogin, tr("What is shared is then shared again."));
    if (!autostart)
        atLogin->hide(); // showing what has no parent yet would make a window of it
    body()->addWidget(atLogin);
    body()->addWidget(form::option(
        m_hidden,
        tr("No window opens, only the symbol in the panel. Without a panel the window opens.")));
    body()->addStretch();
}

void GeneralPage::load(const Settings& settings)
{
    m_atLogin->setChecked(m_autostart && m_autostart->isOn());
    m_hidden->setChecked(settings.ui.value(hiddenKey).toBool());
}

QWidget* GeneralPage::write(Settings& settings)
{
    if (settings.ui.value(hiddenKey).toBool() != m_hidden->isChecked())
        settings.ui.insert(hiddenKey, m_hidden->isChecked());
    return nullptr;
}

bool GeneralPage::wantsStartAtLogin() const
{
    return m_atLogin->isChecked();
}

} // namespace sallyport

#include "moc_general_page.cpp"
