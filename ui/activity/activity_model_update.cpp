// How ActivityModel follows the log.
#include "core/activity_log.h"
#include "ui/activity/activity_model.h"
#include "ui/activity/live_connections.h"

#include <algorithm>

namespace sallyport {

namespace {

using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;
using format::Weight;

constexpr auto takeInEvery = std::chrono::milliseconds(250);
constexpr qint64 triesWithin = 60'000; // ms
constexpr qsizetype mostNames = 1000;  // in the choices of the filter

bool isProblem(Weight weight)
{
    return weight == Weight::Attention || weight == Weight::Problem;
}

bool isMoving(const ActivityEvent& event)
{
    return event.outcome == Outcome::Started || event.outcome == Outcome::Running;
}

// What a run may hold: a file that moved, or moves. One that failed keeps a row of its own.
bool mayRun(const ActivityEvent& event)
{
    return (event.kind == Kind::Download || event.kind == Kind::Upload)
        && (isMoving(event) || event.outcome == Outcome::Ok);
}

// An item's key: a run comes just after what its first entry would be alone.
enum class IsRun { No, Yes };
qint64 keyOf(qint64 entry, IsRun isRun)
{
    return 2 * entry + (isRun == IsRun::Yes ? 1 : 0);
}

QDateTime beganAt(const ActivityEvent& event)
{
    return event.elapsed ? event.at.addMSecs(-event.elapsed->count()) : event.at;
}

} // namespace

void ActivityModel::hear(qint64 entry)
{
    m_news.insert(entry);
    if (m_timer.isActive())
        return;
    const auto since = std::chrono::steady_clock::now() - m_lastTaken;
    m_timer.start(since >= takeInEvery
                      ? std::chrono::milliseconds(0)
                      : std::chrono::ceil<std::chrono::milliseconds>(takeInEvery - since));
}

void ActivityModel::takeIn()
{
    m_timer.stop();
    m_lastTaken = std::chrono::steady_clock::now();
    const qint64 first = m_log.firstEntry();
    const qint64 known = m_first + qint64(m_entries.size());
    const qint64 end = first + qint64(m_log.entries().size());
    if (known < first) { // more came at once than is kept
        rebuild();
        emit tookIn(m_matching);
        return;
    }
    emit aboutToTakeIn();
    m_added = 0;
    const int told = m_told, problems = m_problems, matching = m_matching;
    while (m_first < first)
        dropOldest();
    const QSet<qint64> news = std::exchange(m_news, {});
    for (const qint64 entry : news) {
        if (entry >= first && entry < known)
            refresh(entry);
    }
    for (qint64 entry = known; entry < end; ++entry) {
        learn(entry);
        if (isShownNow(entry))
            place(entry);
    }
    if (const QDate today = QDate::currentDate(); std::exchange(m_today, today) != today) {
        for (const int heading : m_headings)
            emit dataChanged(createIndex(heading, 0), createIndex(heading, ColumnCount - 1));
    }
    emit tookIn(m_added);
    if (told != m_told || problems != m_problems || matching != m_matching)
        emit countsChanged();
    if (std::exchange(m_namesChanged, false))
        emit namesChanged();
}

void ActivityModel::setFilter(const ActivityFilter& filter)
{
    if (filter == m_filter)
        return;
    takeIn();
    m_filter = filter;
    rebuild();
}

// All anew, for another filter or another past.
void ActivityModel::rebuild()
{
    beginResetModel();
    m_isBuilding = true;
    m_news.clear();
    m_items.clear();
    m_days.clear();
    m_openRuns.clear();
    m_matching = 0;
    const qint64 first = m_log.firstEntry();
    const qint64 end = first + qint64(m_log.entries().size());
    const bool isAnother = m_first != first || m_first + qint64(m_entries.size()) != end;
    if (isAnother) {
        m_entries.clear();
        m_connections.clear();
        m_tries.clear();
        m_moving.clear();
        m_told = m_problems = 0;
        m_first = first;
    }
    for (qint64 entry = first; entry < end; ++entry) {
        if (isAnother)
            learn(entry);
        else
            entryOf(entry).item = nullptr;
        if (isShownNow(entry))
            place(entry);
    }
    m_today = QDate::currentDate();
    countDays();
    m_isBuilding = false;
    endResetModel();
    emit countsChanged();
    if (std::exchange(m_namesChanged, false))
        emit namesChanged();
}

// Takes a new entry up, with what only its neighbours tell.
void ActivityModel::learn(qint64 entry)
{
    m_entries.emplace_back();
    Entry& known = m_entries.back();
    const ActivityEvent& event = *this->event(entry);
    known.day = event.at.toLocalTime().date();
    OpenConnection none;
    OpenConnection& connection = event.connection != 0 ? m_connections[event.connection] : none;
    switch (event.kind) {
    case Kind::Connected:
        connection = {event.client, false, false};
        known.isHidden = true; // the login says it, or why there was none
        break;
    case Kind::LoggedIn:
        connection.isLoggedIn = true;
        known.client = connection.client;
        break;
    case Kind::Disconnected:
        // Who never got in and was told so needs no second row.
        known.isHidden = !connection.isLoggedIn && connection.isTold;
        known.client = connection.isLoggedIn ? connection.client : QString();
        if (event.connection != 0)
            m_connections.remove(event.connection);
        break;
    case Kind::LoginRefused:
        connection.isTold = true;
        known.tries = triesOf(event);
        break;
    case Kind::Protocol:
    case Kind::Limit:
    case Kind::Fault:
        connection.isTold = true;
        break;
    default:
        break;
    }
    examine(entry);
}

int ActivityModel::triesOf(const ActivityEvent& event)
{
    const auto isOld = [&event](const QDateTime& at) { return at.msecsTo(event.at) > triesWithin; };
    if (m_tries.size() > 1000)
        m_tries.removeIf([&isOld](const auto& tries) { return isOld(tries.value().last()); });
    QList<QDateTime>& tries = m_tries[format::address(event.peer)];
    tries.removeIf(isOld);
    tries.append(event.at);
    return int(tries.size());
}

// What the event itself says of the row.
void ActivityModel::examine(qint64 entry)
{
    Entry& known = entryOf(entry);
    const ActivityEvent& event = *this->event(entry);
    known.weight = format::weight(event);
    if (isMoving(event))
        m_moving.insert(entry);
    else
        m_moving.remove(entry);
    if (known.isHidden)
        return;
    ++m_told;
    m_problems += isProblem(known.weight) ? 1 : 0;
    // Names that were only tried are nobody's.
    const bool wasIn =
        actionOf(event.kind) <= ActivityFilter::Action::Changes || event.kind == Kind::LoggedIn;
    if (wasIn && !event.user.isEmpty() && m_people.size() < mostNames
        && !m_people.contains(event.user)) {
        m_people.append(event.user);
        m_namesChanged = true;
    }
    if (!event.share.isEmpty() && m_shares.size() < mostNames && !m_shares.contains(event.share)) {
        m_shares.append(event.share);
        m_namesChanged = true;
    }
}

bool ActivityModel::isShownNow(qint64 entry) const
{
    const Entry& known = entryOf(entry);
    return !known.isHidden && m_filter.matches(*event(entry), entry, isProblem(known.weight));
}

// Gives an entry its place: in a run, or in a row of its own.
void ActivityModel::place(qint64 entry)
{
    ++m_matching;
    const ActivityEvent& event = *this->event(entry);
    if (m_filter.run || !mayRun(event) || !joinRun(entry, event))
        insertItem(entry);
}

// True when it has become a child; false: it takes a row of its own.
bool ActivityModel::joinRun(qint64 entry, const ActivityEvent& event)
{
    OpenRun& run = m_openRuns[{event.user, event.share, event.kind}];
    const bool goesOn = run.last.isValid()
        && run.last.msecsTo(beganAt(event)) < std::chrono::milliseconds(runGap).count();
    if (!goesOn)
        run = {};
    run.last = run.last.isValid() ? std::max(run.last, event.at) : event.at;
    if (run.item) {
        addToRun(run.item, entry);
        return true;
    }
    // Those that failed meanwhile, or are gone, keep out of it.
    run.candidates.removeIf([&](qint64 other) {
        return other < m_first || !entryOf(other).item || entryOf(other).item->isRun
            || !mayRun(*this->event(other)) || this->event(other)->kind != event.kind;
    });
    run.candidates.append(entry);
    if (run.candidates.size() < leastOfRun)
        return false;
    // The row of the first becomes the run; those of the others go into it.
    Item* item = entryOf(run.candidates.first()).item;
    const QList<qint64> candidates = std::exchange(run.candidates, {});
    for (const qint64 other : candidates.sliced(1)) {
        if (Item* own = other == entry ? nullptr : entryOf(other).item)
            removeItem(own);
    }
    makeRun(item, candidates);
    m_openRuns[{event.user, event.share, event.kind}].item = item;
    return true;
}

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

// Takes an entry out of what is shown.
void ActivityModel::hide(qint64 entry)
{
    Item* item = entryOf(entry).item;
    if (!item)
        return;
    --m_matching;
    if (item->isRun)
        removeFromRun(item, entry);
    else
        removeItem(item);
}

void ActivityModel::dropOldest()
{
    hide(m_first);
    const Entry& known = m_entries.front();
    if (!known.isHidden) {
        --m_told;
        m_problems -= isProblem(known.weight) ? 1 : 0;
    }
    m_moving.remove(m_first);
    m_entries.pop_front();
    ++m_first;
}

// An entry has news.
void ActivityModel::refresh(qint64 entry)
{
    Entry& known = entryOf(entry);
    const ActivityEvent& event = *this->event(entry);
    if (!known.isHidden) {
        --m_told;
        m_problems -= isProblem(known.weight) ? 1 : 0;
    }
    examine(entry);
    const bool isShown = isShownNow(entry);
    if (!isShown)
        return hide(entry);
    if (!known.item) {
        ++m_matching;
        insertItem(entry);
        return;
    }
    Item* item = known.item;
    if (item->isRun && !mayRun(event)) { // it failed: that must be seen
        removeFromRun(item, entry);
        insertItem(entry);
        return;
    }
    if (const auto run = m_openRuns.find({event.user, event.share, event.kind});
        run != m_openRuns.end() && (run->item == item || run->candidates.contains(entry)))
        run->last = std::max(run->last, event.at);
    if (item->isRun) {
        const auto found = std::lower_bound(item->entries.cbegin(), item->entries.cend(), entry);
        const auto at = qsizetype(found - item->entries.cbegin());
        if (at >= item->shownFrom) {
            const int row = int(item->shownTo - 1 - at);
            emit dataChanged(createIndex(row, 0, item), createIndex(row, ColumnCount - 1, item));
        }
    }
    tell(*item);
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

void ActivityModel::addUp(const Item& run) const
{
    if (!std::exchange(run.isStale, false))
        return;
    run.bytes = 0;
    run.running = 0;
    run.weight = Weight::Good;
    QDateTime from, to;
    for (const qint64 entry : run.entries) {
        const ActivityEvent* event = this->event(entry);
        if (!event)
            continue;
        run.bytes += event->bytes.value_or(0);
        run.running += isMoving(*event) ? 1 : 0;
        run.weight = std::max(run.weight, entryOf(entry).weight);
        from = from.isValid() ? std::min(from, beganAt(*event)) : beganAt(*event);
        to = to.isValid() ? std::max(to, event->at) : event->at;
    }
    run.elapsed = std::chrono::milliseconds(from.isValid() ? from.msecsTo(to) : 0);
}

} // namespace sallyport
