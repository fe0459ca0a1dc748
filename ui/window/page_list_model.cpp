#include "ui/window/page_list_model.h"

#include "core/activity_log.h"
#include "core/settings_store.h"
#include "ui/activity/live_connections.h"

#include <QLocale>

namespace sallyport {

PageListModel::PageListModel(const CoreParts& parts, QObject* parent)
    : QAbstractListModel(parent)
    , m_parts(parts)
{
    connect(&m_parts.settings, &SettingsStore::changed, this, &PageListModel::follow);
    connect(&m_parts.live, &LiveConnections::countChanged, this, &PageListModel::follow);
    connect(&m_parts.activity, &ActivityLog::recorded, this, &PageListModel::note);
    follow();
}

int PageListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_counts.size());
}

QVariant PageListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    const std::array names = {tr("People"), tr("Connections"), tr("Activity")};
    const std::array<const char*, 3> icons = {"people", "connections", "activity"};
    const QString count = m_counts[row] > 0 ? QLocale().toString(m_counts[row]) : QString();
    switch (role) {
    case Qt::DisplayRole:
        return names[row];
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        if (count.isEmpty())
            return names[row];
        return row == Activity ? tr("%1, %n new problem(s)", nullptr, m_counts[row]).arg(names[row])
                               : tr("%1, %2").arg(names[row], count);
    case CountRole:
        return count;
    case ProblemRole:
        return row == Activity && m_counts[row] > 0;
    case IconRole:
        return QString::fromLatin1(icons[row]);
    default:
        return {};
    }
}

Qt::ItemFlags PageListModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractListModel::flags(index);
    return index.isValid() ? flags | Qt::ItemNeverHasChildren : flags;
}

void PageListModel::setSight(Sight sight)
{
    m_sight = sight;
    if (sight == Sight::OnActivity)
        setCount(Activity, 0);
}

// A row says how it ended once, so each problem is counted once.
void PageListModel::note(const ActivityEvent& event)
{
    using Outcome = ActivityEvent::Outcome;
    if (m_sight == Sight::OnActivity || !event.outcome)
        return;
    if (*event.outcome == Outcome::Failed || *event.outcome == Outcome::Refused
        || *event.outcome == Outcome::CutShort)
        setCount(Activity, m_counts[Activity] + 1);
}

void PageListModel::follow()
{
    setCount(People, static_cast<int>(m_parts.settings.current().accounts.size()));
    setCount(Connections, static_cast<int>(m_parts.live.all().size()));
}

void PageListModel::setCount(Page page, int count)
{
    if (m_counts[page] == count)
        return;
    m_counts[page] = count;
    emit dataChanged(index(page), index(page));
}

} // namespace sallyport

#include "moc_page_list_model.cpp"
