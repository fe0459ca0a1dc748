// The rows of ActivityModel come and go: one entry, a run and its files.
#include "ui/activity/activity_model.h"

#include <algorithm>

namespace sallyport {

namespace {

// An item's key: a run comes just after what its first entry would be alone.
enum class IsRun { No, Yes };
qint64 keyOf(qint64 entry, IsRun isRun)
{
    return 2 * entry + (isRun == IsRun::Yes ? 1 : 0);
}

} // namespace

ActivityModel::Item* ActivityModel::insertItem(qint64 entry)
{
    Entry& known = entryOf(entry);
    const qint64 key = keyOf(entry, IsRun::No);
    const std::size_t position = positionOf(key);
    const bool isNewest = position == m_items.size();
    const int older = position > 0 ? dayOf(m_items[position - 1]->key) : -1;
    const int newer = isNewest ? -1 : dayOf(m_items[position]->key);
    // Between two rows of one day it is of that day, whatever the clock said.
    const bool joinsOlder = older >= 0 && (m_days.at(older).date == known.day || older == newer);
    const bool joinsNewer = !joinsOlder && newer >= 0 && m_days.at(newer).date == known.day;
    const bool isNewDay = !joinsOlder && !joinsNewer;
    const int day = joinsOlder ? older : joinsNewer ? newer : older + 1;
    const int row = int(m_items.size() - position) + int(m_days.size()) - day;
    if (!m_isBuilding)
        beginInsertRows({}, row, row + (isNewDay ? 1 : 0));
    auto item = std::make_unique<Item>();
    item->key = key;
    item->entries = {entry};
    known.item = item.get();
    if (isNewDay)
        m_days.insert(day, {known.day, key});
    else if (joinsNewer)
        m_days[day].firstKey = key;
    m_items.insert(m_items.begin() + std::ptrdiff_t(position), std::move(item));
    if (!m_isBuilding) {
        countDays();
        endInsertRows();
        m_added += isNewest ? 1 : 0;
    }
    return known.item;
}

void ActivityModel::removeItem(Item* item)
{
    const std::size_t position = positionOf(item->key);
    const int row = rowOf(*item);
    const int day = dayOf(item->key);
    const auto isOfDay = [&](std::size_t other) {
        return other < m_items.size() && dayOf(m_items[other]->key) == day;
    };
    const bool isAlone = !isOfDay(position + 1) && (position == 0 || !isOfDay(position - 1));
    if (!m_isBuilding)
        beginRemoveRows({}, isAlone ? row - 1 : row, row);
    for (const qint64 entry : item->entries) {
        if (entry >= m_first)
            entryOf(entry).item = nullptr;
    }
    m_openRuns.removeIf([item](const auto& run) { return run.value().item == item; });
    if (isAlone)
        m_days.removeAt(day);
    else if (position == 0 || !isOfDay(position - 1)) // the day's oldest
        m_days[day].firstKey = m_items[position + 1]->key;
    // The index of a child that goes may still point here until endRemoveRows().
    const std::unique_ptr<Item> gone = std::move(m_items[position]);
    m_items.erase(m_items.begin() + std::ptrdiff_t(position));
    if (!m_isBuilding) {
        countDays();
        endRemoveRows();
    }
}

void ActivityModel::makeRun(Item* item, const QList<qint64>& entries)
{
    const QModelIndex parent = m_isBuilding ? QModelIndex() : createIndex(rowOf(*item), 0);
    if (!m_isBuilding)
        beginInsertRows(parent, 0, int(entries.size()) - 1);
    Day& day = m_days[dayOf(item->key)];
    const bool isFirst = day.firstKey == item->key;
    item->isRun = true;
    item->key = keyOf(entries.first(), IsRun::Yes);
    if (isFirst)
        day.firstKey = item->key;
    item->entries.assign(entries.cbegin(), entries.cend());
    item->shownTo = entries.size();
    for (const qint64 entry : entries)
        entryOf(entry).item = item;
    if (!m_isBuilding) {
        endInsertRows();
        tell(*item);
    }
}

void ActivityModel::addToRun(Item* run, qint64 entry)
{
    const QModelIndex parent = m_isBuilding ? QModelIndex() : createIndex(rowOf(*run), 0);
    entryOf(entry).item = run;
    if (run->shownTo - run->shownFrom >= mostChildren) {
        const int last = int(run->shownTo - run->shownFrom) - 1;
        if (!m_isBuilding)
            beginRemoveRows(parent, last, last);
        ++run->shownFrom;
        if (!m_isBuilding)
            endRemoveRows();
    }
    if (!m_isBuilding)
        beginInsertRows(parent, 0, 0);
    run->entries.push_back(entry);
    ++run->shownTo;
    if (!m_isBuilding)
        endInsertRows();
    if (run->shownFrom > 0 && !run->more) {
        const int last = run->rows();
        if (!m_isBuilding)
            beginInsertRows(parent, last, last);
        run->more = true;
        if (!m_isBuilding)
            endInsertRows();
    }
    if (!m_isBuilding)
        tell(*run);
}

void ActivityModel::removeFromRun(Item* run, qint64 entry)
{
    const auto found = std::lower_bound(run->entries.begin(), run->entries.end(), entry);
    if (found == run->entries.end() || *found != entry)
        return;
    if (run->entries.size() == 1)
        return removeItem(run);
    entryOf(entry).item = nullptr;
    const QModelIndex parent = createIndex(rowOf(*run), 0);
    const auto at = qsizetype(found - run->entries.begin());
    if (at < run->shownFrom) { // it was one of "and more"
        run->entries.erase(found);
        --run->shownFrom;
        --run->shownTo;
        if (run->shownFrom == 0) {
            const int last = run->rows() - 1;
            beginRemoveRows(parent, last, last);
            run->more = false;
            endRemoveRows();
        }
    } else {
        const int row = int(run->shownTo - 1 - at);
        beginRemoveRows(parent, row, row);
        run->entries.erase(found);
        --run->shownTo;
        endRemoveRows();
    }
    tell(*run);
}

void ActivityModel::tell(const Item& item)
{
    item.isStale = true;
    const int row = rowOf(item);
    emit dataChanged(createIndex(row, 0), createIndex(row, ColumnCount - 1));
    if (item.more) {
        const int last = item.rows() - 1;
        emit dataChanged(createIndex(last, 0, &item), createIndex(last, ColumnCount - 1, &item));
    }
}

} // namespace sallyport
