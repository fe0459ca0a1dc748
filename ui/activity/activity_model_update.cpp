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
    // To ask for each entry what day it was takes longer than everything else here.
    if (const qint64 at = event.at.toMSecsSinceEpoch(); at < m_dayFrom || at >= m_dayTo) {
        m_day = event.at.toLocalTime().date();
        m_dayFrom = m_day.startOfDay().toMSecsSinceEpoch();
        m_dayTo = m_day.addDays(1).startOfDay().toMSecsSinceEpoch();
    }
    known.day = m_day;
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
