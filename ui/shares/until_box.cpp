#include "ui/shares/until_box.h"

#include "ui/format.h"
#include "ui/widgets/theme.h"

#include <QWheelEvent>

namespace sallyport {

namespace {

enum Choice { Present, UntilStopped, OneHour, Tonight };

} // namespace

QDateTime untilTonight(const QDateTime& now)
{
    const QTime morning(6, 0);
    const QDateTime local = now.toLocalTime();
    const QDate day = local.time() < morning ? local.date() : local.date().addDays(1);
    return QDateTime(day, morning).toUTC();
}

UntilBox::UntilBox(QWidget* parent)
    : QComboBox(parent)
{
    setObjectName(QStringLiteral("until"));
    setAccessibleName(tr("How long it is shared"));
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setMinimumHeight(theme::headerControl);
    fill();
    connect(this, &QComboBox::activated, this, [this](int index) {
        const int choice = itemData(index).toInt();
        const QDateTime now = QDateTime::currentDateTimeUtc();
        setCurrentIndex(0);
        if (choice == UntilStopped)
            emit untilWanted(std::nullopt);
        else if (choice == OneHour)
            emit untilWanted(now.addSecs(3600));
        else if (choice == Tonight)
            emit untilWanted(untilTonight(now));
    });
}

void UntilBox::setUntil(const std::optional<QDateTime>& until)
{
    if (m_until == until)
        return;
    m_until = until;
    fill();
}

void UntilBox::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

// What is true comes first, then the ways to change it.
void UntilBox::fill()
{
    clear();
    if (m_until)
        addItem(format::untilChoice(m_until), Present);
    addItem(tr("Until I stop it"), UntilStopped);
    addItem(tr("For 1 hour"), OneHour);
    addItem(tr("Until tonight"), Tonight);
    setCurrentIndex(0);
}

} // namespace sallyport

#include "moc_until_box.cpp"
