#include "ui/preferences/limits_page.h"

#include "ui/preferences/form.h"

#include <QDoubleSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace sallyport {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr double megabyte = 1'000'000;    // bytes, as rates are shown
constexpr double fastest = 100'000;       // megabytes a second; a number that no network reaches
constexpr int mostConnections = 4096;     // the settings' bound
constexpr int longestIdle = 30 * 24 * 60; // minutes; the settings' bound

} // namespace

LimitsPage::LimitsPage(QWidget* parent)
    : PreferencesPage(tr("Limits"), parent)
    , m_speed(new QDoubleSpinBox)
    , m_connections(new QSpinBox)
    , m_idle(new QSpinBox)
{
    m_speed->setObjectName(QStringLiteral("speedLimit"));
    m_speed->setDecimals(1);
    m_speed->setRange(0, fastest);
    m_speed->setSuffix(tr(" MB/s"));
    m_speed->setSpecialValueText(tr("No limit"));
    m_connections->setObjectName(QStringLiteral("maxConnections"));
    m_connections->setRange(1, mostConnections);
    m_idle->setObjectName(QStringLiteral("idleTimeout"));
    m_idle->setRange(0, longestIdle);
    m_idle->setSuffix(tr(" minutes"));
    m_idle->setSpecialValueText(tr("Never"));

    QGridLayout* grid = form::grid();
    form::addRow(*grid, tr("Speed limit"), m_speed,
                 new FieldHint(*m_speed, tr("In each direction, for all connections together.")));
    form::addRow(*grid, tr("Connections at most"), m_connections,
                 new FieldHint(*m_connections, tr("Programs often use several at once.")));
    form::addRow(*grid, tr("End when idle for"), m_idle,
                 new FieldHint(*m_idle, tr("The connections of people who went away end then.")));
    body()->addLayout(grid);
    body()->addStretch();
}

void LimitsPage::load(const Settings& settings)
{
    // Never "no limit" for one that is there.
    const double speed = double(settings.network.bytesPerSecond) / megabyte;
    m_speed->setValue(settings.network.bytesPerSecond == 0 ? 0 : std::max(speed, 0.1));
    m_connections->setValue(settings.limits.maxConnections);
    m_idle->setValue(int(std::chrono::ceil<minutes>(settings.limits.idleTimeout).count()));
    m_loadedSpeed = m_speed->value();
    m_loadedIdle = m_idle->value();
}

QWidget* LimitsPage::write(Settings& settings)
{
    for (QAbstractSpinBox* box :
         {static_cast<QAbstractSpinBox*>(m_speed), static_cast<QAbstractSpinBox*>(m_connections),
          static_cast<QAbstractSpinBox*>(m_idle)})
        box->interpretText();
    // The boxes round: what was left alone keeps what the file says.
    if (m_speed->value() != m_loadedSpeed)
        settings.network.bytesPerSecond = quint64(m_speed->value() * megabyte + 0.5);
    settings.limits.maxConnections = m_connections->value();
    if (m_idle->value() != m_loadedIdle)
        settings.limits.idleTimeout = seconds(minutes(m_idle->value()));
    return nullptr;
}

} // namespace sallyport

#include "moc_limits_page.cpp"
