#include "ui/activity/activity_model.h"

#include "core/activity_log.h"
#include "core/escape.h"
#include "core/settings_store.h"
#include "ui/activity/live_connections.h"

#include <QLocale>
#include <QTimer>

#include <algorithm>

namespace sallyport {

namespace {

using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;
using format::Weight;

bool isMoving(const ActivityEvent& event)
{
    return event.outcome == Outcome::Started || event.outcome == Outcome::Running;
}

QString iconOf(const ActivityEvent& event)
{
    switch (event.kind) {
    case Kind::Download:
        return QStringLiteral("sent"); // from the side of who shares
    case Kind::Upload:
        return QStringLiteral("received");
    case Kind::MadeDirectory:
        return QStringLiteral("folder-add");
    case Kind::Removed:
        return event.outcome == Outcome::Refused ? QStringLiteral("block-address")
                                                 : QStringLiteral("access-none");
    case Kind::Renamed:
    case Kind::ChangedAttributes:
        return event.outcome == Outcome::Refused ? QStringLiteral("block-address")
                                                 : QStringLiteral("access-full");
    case Kind::Linked:
        return QStringLiteral("link");
    case Kind::Connected:
    case Kind::LoggedIn:
        return QStringLiteral("connections");
    case Kind::Disconnected:
        return QStringLiteral("disconnect");
    case Kind::LoginRefused:
        return QStringLiteral("key");
    case Kind::Protocol:
        return format::remedy(event) ? QStringLiteral("older-devices") : QStringLiteral("problem");
    case Kind::TurnedAway:
    case Kind::Blocked:
    case Kind::Escape:
    case Kind::Denied:
        return QStringLiteral("block-address");
    case Kind::Unblocked:
        return QStringLiteral("unblock-address");
    case Kind::Limit:
        return QStringLiteral("limits");
    case Kind::ShareLost:
        return QStringLiteral("folder-unavailable");
    case Kind::ShareBack:
        return QStringLiteral("folder");
    case Kind::Fault:
        return QStringLiteral("warning");
    case Kind::Settings:
        return QStringLiteral("preferences");
    case Kind::Listening:
        return QStringLiteral("start");
    case Kind::Stopped:
        return QStringLiteral("stop");
    }
    return {};
}

QString rateText(qint64 bytes, std::chrono::milliseconds elapsed)
{
    if (bytes <= 0 || elapsed.count() <= 0)
        return {};
    return format::rate(quint64(double(bytes) * 1000 / double(elapsed.count())));
}

bool isTransfer(const ActivityEvent& event)
{
    return event.kind == Kind::Download || event.kind == Kind::Upload;
}

} // namespace

ActivityModel::ActivityModel(const ActivityLog& log, const LiveConnections& live,
                             const SettingsStore& settings, QObject* parent)
    : QAbstractItemModel(parent)
    , m_log(log)
    , m_live(live)
    , m_settings(settings)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &ActivityModel::takeIn);
    connect(&log, &ActivityLog::recorded, this,
            [this](const ActivityEvent&, qint64 entry) { hear(entry); });
    connect(&log, &ActivityLog::prepended, this, &ActivityModel::rebuild);
    // How far they are is known only there.
    connect(&live, &LiveConnections::changed, this, [this] {
        for (const qint64 entry : std::as_const(m_moving))
            hear(entry);
    });
    rebuild();
}

ActivityModel::~ActivityModel() = default;

Qt::ItemFlags ActivityModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    if (kindOf(index) == RowKind::Day)
        return Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter
                   | (section == Size || section == Rate ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Time:
        return tr("Time");
    case Person:
        return tr("Person");
    case Address:
        return tr("Address");
    case What:
        return tr("What happened");
    case Size:
        return tr("Size");
    case Rate:
        return tr("Rate");
    case Result:
        return tr("Result");
    case ColumnCount:
        break;
    }
    return {};
}

QString ActivityModel::happened(qint64 entry, const ActivityEvent& event) const
{
    const Entry& known = entryOf(entry);
    if (event.kind == Kind::LoggedIn && !known.client.isEmpty()) {
        ActivityEvent named = event;
        named.client = known.client;
        return format::happened(named);
    }
    if (event.kind == Kind::Disconnected && known.client.isEmpty() && !event.bytes.value_or(0)) {
        ActivityEvent nameless = event; // it may have tried a name, and was nobody
        nameless.user.clear();
        return format::happened(nameless);
    }
    return format::happened(event, known.tries);
}

QString ActivityModel::runText(const Item& run, const ActivityEvent& newest) const
{
    const int count = int(run.entries.size());
    const QString share = format::name(newest.share);
    const bool download = newest.kind == Kind::Download;
    if (run.running > 0)
        return download ? tr("Downloading %n files from %1", nullptr, count).arg(share)
                        : tr("Uploading %n files to %1", nullptr, count).arg(share);
    return download ? tr("Downloaded %n files from %1", nullptr, count).arg(share)
                    : tr("Uploaded %n files to %1", nullptr, count).arg(share);
}

// "62 %" of a transfer under way, where its size is known.
QString ActivityModel::progressText(const ActivityEvent& event) const
{
    if (event.kind != Kind::Download || !event.path)
        return {};
    for (const LiveConnection& live : m_live.all()) {
        if (live.info.id != event.connection || live.info.file != *event.path || !live.info.size
            || *live.info.size == 0)
            continue;
        const quint64 moved = std::min(live.info.moved.value_or(0), *live.info.size);
        return tr("%1 %", "percent")
            .arg(QLocale().toString(qulonglong(moved * 100 / *live.info.size)));
    }
    return {};
}

bool ActivityModel::isGuest(const QString& user) const
{
    const Settings& settings = m_settings.current();
    for (const Account& account : settings.accounts) {
        if (account.userName != user)
            continue;
        return std::any_of(settings.shares.cbegin(), settings.shares.cend(),
                           [&account](const Share& share) { return share.guest == account.id; });
    }
    return false;
}

QVariant ActivityModel::cell(const Item& item, qint64 entry, RowKind kind, int column) const
{
    const ActivityEvent* event = this->event(entry);
    if (!event)
        return {};
    const bool isRun = kind == RowKind::Run;
    if (isRun)
        addUp(item);
    switch (Column(column)) {
    case Time:
        return format::time(event->at);
    case Person:
        return kind == RowKind::Child ? QString() : escapedText(event->user, 64);
    case Address:
        return kind == RowKind::Child ? QString() : format::address(event->peer);
    case What:
        if (isRun)
            return runText(item, *event);
        if (kind == RowKind::Child && event->path)
            return format::name(event->path->first() == event->share
                                    ? event->path->withoutFirst().relative()
                                    : event->path->relative());
        return happened(entry, *event);
    case Size: {
        const qint64 bytes = isRun ? item.bytes : event->bytes.value_or(0);
        const bool says = isTransfer(*event) && (bytes > 0 || event->outcome == Outcome::Ok);
        return says ? format::size(quint64(bytes)) : QString();
    }
    case Rate: {
        if (!isTransfer(*event))
            return QString();
        return isRun ? rateText(item.bytes, item.elapsed)
                     : rateText(event->bytes.value_or(0),
                                event->elapsed.value_or(std::chrono::milliseconds(0)));
    }
    case Result:
        if (isRun)
            return item.running > 0 ? QString() : format::result(*event);
        return isMoving(*event) ? progressText(*event) : format::result(*event);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant ActivityModel::data(const QModelIndex& index, int role) const
{
    ++m_dataCalls;
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return headerData(index.column(), Qt::Horizontal, role);
    const RowKind kind = kindOf(index);
    if (role == KindRole)
        return int(kind);
    if (kind == RowKind::Day) {
        const Place place = placeOf(index.row());
        const Day& day = m_days.at(m_days.size() - 1 - place.day);
        if (role == Qt::DisplayRole && index.column() == Time)
            return format::day(day.date.startOfDay().toUTC());
        return {};
    }
    const auto* run = static_cast<const Item*>(index.constInternalPointer());
    if (kind == RowKind::More) {
        if (role == Qt::DisplayRole && index.column() == What)
            return tr("… and %n more", nullptr, int(run->shownFrom));
        return {};
    }
    const Item& item = run ? *run : *placeOf(index.row()).item;
    const qint64 entry = run ? childOf(*run, index.row()) : item.entries.back();
    switch (role) {
    case Qt::DisplayRole:
        return cell(item, entry, kind, index.column());
    case Qt::ToolTipRole:
        return toolTip(index);
    case Qt::AccessibleTextRole:
        return cell(item, entry, kind, index.column());
    case IconRole: {
        const ActivityEvent* event = this->event(entry);
        if (index.column() != What || kind == RowKind::Child || !event)
            return {};
        return kind == RowKind::Run ? QStringLiteral("run-collapsed") : iconOf(*event);
    }
    case WeightRole:
        if (kind == RowKind::Run)
            addUp(item);
        return int(kind == RowKind::Run ? item.weight : entryOf(entry).weight);
    case RemedyRole: {
        const auto remedy = index.column() == What ? remedyOf(index) : std::nullopt;
        return remedy ? remedy->text : QVariant();
    }
    case GuestRole: {
        const ActivityEvent* event = this->event(entry);
        return event && isGuest(event->user);
    }
    default:
        return {};
    }
}

// What the row has no room for, and the day.
QString ActivityModel::toolTip(const QModelIndex& index) const
{
    const ActivityEvent* event = eventOf(index);
    if (!event)
        return {};
    if (index.column() == Time)
        return format::moment(event->at);
    const auto text = [&index](int column) {
        return index.siblingAtColumn(column).data().toString();
    };
    QStringList lines{format::moment(event->at), text(What)};
    const QString who = text(Person), from = text(Address);
    //: A person and the address they came from.
    lines += who.isEmpty() || from.isEmpty() ? who + from : tr("%1 from %2").arg(who, from);
    const QString size = text(Size), rate = text(Rate);
    lines +=
        size.isEmpty() || rate.isEmpty() ? size + rate : tr("%1, %2", "size, rate").arg(size, rate);
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

std::optional<format::Remedy> ActivityModel::remedyOf(const QModelIndex& index) const
{
    const ActivityEvent* event = eventOf(index);
    if (!event || kindOf(index) == RowKind::Run)
        return {};
    // What is switched on already is no remedy any more.
    if (m_settings.current().network.olderDevices)
        return {};
    return format::remedy(*event);
}

QString ActivityModel::rowText(const QModelIndex& index) const
{
    QStringList cells;
    for (int column = 0; column < ColumnCount; ++column)
        cells += index.siblingAtColumn(column).data().toString();
    return cells.join(QLatin1Char('\t'));
}

ActivityFilter ActivityModel::filterOfRun(const QModelIndex& index) const
{
    const auto* run = static_cast<const Item*>(index.constInternalPointer());
    if (!run && index.isValid())
        run = placeOf(index.row()).item;
    const ActivityEvent* newest = run && run->isRun ? event(run->entries.back()) : nullptr;
    if (!newest)
        return m_filter;
    ActivityFilter filter;
    filter.user = newest->user;
    filter.share = newest->share;
    filter.action = actionOf(newest->kind);
    filter.run = {run->entries.front(), run->entries.back()};
    return filter;
}

QList<ActivityEvent> ActivityModel::matching() const
{
    QList<ActivityEvent> events;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const qint64 entry = m_first + qint64(i);
        // Without a filter all of the log, also what needs no row.
        const bool wanted = m_filter.isActive() ? isShownNow(entry) : true;
        if (const ActivityEvent* event = this->event(entry); event && wanted)
            events.append(*event);
    }
    return events;
}

} // namespace sallyport

#include "moc_activity_model.cpp"
