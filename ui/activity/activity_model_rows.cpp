// Where the rows of ActivityModel are.
#include "core/activity_log.h"
#include "ui/activity/activity_model.h"

#include <algorithm>

namespace sallyport {

const ActivityEvent* ActivityModel::event(qint64 entry) const
{
    const qint64 first = m_log.firstEntry();
    // The log may have let go of one that is still shown until the next taking in.
    if (entry < first || entry >= first + qint64(m_log.entries().size()))
        return nullptr;
    return &m_log.entries()[std::size_t(entry - first)];
}

std::size_t ActivityModel::positionOf(qint64 key) const
{
    const auto found = std::lower_bound(
        m_items.cbegin(), m_items.cend(), key,
        [](const std::unique_ptr<Item>& item, qint64 wanted) { return item->key < wanted; });
    return std::size_t(found - m_items.cbegin());
}

int ActivityModel::dayOf(qint64 key) const
{
    const auto after =
        std::upper_bound(m_days.cbegin(), m_days.cend(), key,
                         [](qint64 wanted, const Day& day) { return wanted < day.firstKey; });
    return int(after - m_days.cbegin()) - 1;
}

int ActivityModel::rowOf(const Item& item) const
{
    const int newer = int(m_items.size() - 1 - positionOf(item.key));
    return newer + int(m_days.size()) - dayOf(item.key);
}

void ActivityModel::countDays()
{
    m_headings.clear();
    int newer = 0; // headings
    for (qsizetype day = m_days.size() - 1; day >= 0; --day) {
        const std::size_t end =
            day + 1 < m_days.size() ? positionOf(m_days.at(day + 1).firstKey) : m_items.size();
        m_headings.push_back(int(m_items.size() - end) + newer);
        ++newer;
    }
}

ActivityModel::Place ActivityModel::placeOf(int row) const
{
    const auto after = std::upper_bound(m_headings.cbegin(), m_headings.cend(), row);
    const int day = int(after - m_headings.cbegin()) - 1;
    if (day < 0)
        return {};
    if (m_headings[std::size_t(day)] == row)
        return {day, nullptr, true};
    const qint64 position = qint64(m_items.size()) - 1 - (row - (day + 1));
    if (position < 0 || position >= qint64(m_items.size()))
        return {};
    return {day, m_items[std::size_t(position)].get(), false};
}

qint64 ActivityModel::childOf(const Item& run, int row) const
{
    return run.entries[std::size_t(run.shownTo - 1 - row)];
}

QModelIndex ActivityModel::index(int row, int column, const QModelIndex& parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parent))
        return {};
    if (!parent.isValid())
        return createIndex(row, column, nullptr);
    return createIndex(row, column, placeOf(parent.row()).item);
}

QModelIndex ActivityModel::parent(const QModelIndex& child) const
{
    const auto* run = static_cast<const Item*>(child.constInternalPointer());
    return run ? createIndex(rowOf(*run), 0, nullptr) : QModelIndex();
}

int ActivityModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return int(m_items.size()) + int(m_days.size());
    if (parent.column() != 0 || parent.constInternalPointer())
        return 0;
    const Item* item = placeOf(parent.row()).item;
    return item && item->isRun ? item->rows() : 0;
}

int ActivityModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() && rowCount(parent) == 0 ? 0 : int(ColumnCount);
}

bool ActivityModel::hasChildren(const QModelIndex& parent) const
{
    return rowCount(parent) > 0;
}

ActivityModel::RowKind ActivityModel::kindOf(const QModelIndex& index) const
{
    if (const auto* run = static_cast<const Item*>(index.constInternalPointer()))
        return index.row() < int(run->shownTo - run->shownFrom) ? RowKind::Child : RowKind::More;
    const Item* item = placeOf(index.row()).item;
    return !item ? RowKind::Day : item->isRun ? RowKind::Run : RowKind::Entry;
}

const ActivityEvent* ActivityModel::eventOf(const QModelIndex& index) const
{
    if (!index.isValid())
        return nullptr;
    if (const auto* run = static_cast<const Item*>(index.constInternalPointer()))
        return kindOf(index) == RowKind::Child ? event(childOf(*run, index.row())) : nullptr;
    const Item* item = placeOf(index.row()).item;
    return item ? event(item->entries.back()) : nullptr;
}

} // namespace sallyport
