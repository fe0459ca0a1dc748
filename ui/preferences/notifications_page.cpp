#include "ui/preferences/notifications_page.h"

#include "ui/preferences/form.h"

#include <QRadioButton>
#include <QVBoxLayout>

namespace sallyport {

namespace {

const QString key = QStringLiteral("notifications");
const QString off = QStringLiteral("off"), important = QStringLiteral("important"),
              all = QStringLiteral("all");

QString levelOf(const Settings& settings)
{
    const QString level = settings.ui.value(key).toString();
    return level == off || level == all ? level : important;
}

} // namespace

NotificationsPage::NotificationsPage(QWidget* parent)
    : PreferencesPage(tr("Notifications"), parent)
    , m_off(new QRadioButton(tr("Off")))
    , m_important(new QRadioButton(tr("Only what is important")))
    , m_all(new QRadioButton(tr("Everything")))
{
    m_off->setObjectName(QStringLiteral("notificationsOff"));
    m_important->setObjectName(QStringLiteral("notificationsImportant"));
    m_all->setObjectName(QStringLiteral("notificationsAll"));
    form::exclude(*this, {m_all, m_important, m_off});
    body()->addWidget(
        form::option(m_all, tr("Also who connects, and what was downloaded and uploaded.")));
    body()->addWidget(form::option(
        m_important, tr("A folder that is not available, a blocked address, sharing that ended.")));
    body()->addWidget(form::option(m_off, tr("Everything still stands in Activity.")));
    body()->addStretch();
}

QString NotificationsPage::chosen() const
{
    return m_off->isChecked() ? off : m_all->isChecked() ? all : important;
}

void NotificationsPage::load(const Settings& settings)
{
    const QString level = levelOf(settings);
    (level == off ? m_off : level == all ? m_all : m_important)->setChecked(true);
}

QWidget* NotificationsPage::write(Settings& settings)
{
    if (levelOf(settings) != chosen())
        settings.ui.insert(key, chosen());
    return nullptr;
}

} // namespace sallyport

#include "moc_notifications_page.cpp"
