#include "ui/people/people_model.h"

#include "core/activity_log.h"
#include "core/settings_store.h"
#include "ui/format.h"
#include "ui/widgets/icon.h"

#include <QCollator>
#include <QTimer>

#include <algorithm>
#include <chrono>

namespace sallyport {

namespace {

bool hasExpired(const Account& account)
{
    return account.expires && *account.expires <= QDateTime::currentDateTimeUtc();
}

QVariant accessValue(const std::optional<Access>& access)
{
    return access ? QVariant(static_cast<int>(*access)) : QVariant();
}

} // namespace

PeopleModel::PeopleModel(const SettingsStore& settings, const ActivityLog& activity,
                         QObject* parent)
    : QAbstractTableModel(parent)
    , m_activity(&activity)
    , m_expiry(new QTimer(this))
{
    m_expiry->setSingleShot(true);
    m_expiry->setTimerType(Qt::VeryCoarseTimer);
    connect(m_expiry, &QTimer::timeout, this, [this] {
        for (int row = 0; row < m_rows.size(); ++row)
            emit dataChanged(index(row, 0), index(row, 0));
        waitForExpiry();
    });
    connect(&settings, &SettingsStore::changed, this, &PeopleModel::follow);
    connect(&activity, &ActivityLog::recorded, this, &PeopleModel::look);
    connect(&activity, &ActivityLog::prepended, this, &PeopleModel::lookBack);
    follow(settings.current());
    lookBack();
}

PeopleModel::PeopleModel(const Settings& settings, QObject* parent)
    : QAbstractTableModel(parent)
    , m_expiry(new QTimer(this))
{
    follow(settings);
}

PeopleModel::~PeopleModel() = default;

int PeopleModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PeopleModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : lastSeenColumn() + 1;
}

const Account* PeopleModel::account(const QModelIndex& index) const
{
    return index.isValid() && index.row() < m_rows.size() ? &m_rows[index.row()].account : nullptr;
}

QModelIndex PeopleModel::indexOf(const AccountId& account, int column) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].account.id == account)
            return index(row, column);
    }
    return {};
}

bool PeopleModel::hasOnlyGuests() const
{
    return std::all_of(m_rows.begin(), m_rows.end(), [](const Row& row) { return row.guest; });
}

// ---- following the settings ----

void PeopleModel::follow(const Settings& now)
{
    QSet<AccountId> guests;
    for (const Share& share : now.shares) {
        if (!share.guest.value.isEmpty())
            guests.insert(share.guest);
    }
    QList<Row> rows;
    rows.reserve(now.accounts.size());
    for (const Account& account : now.accounts)
        rows.append({account, guests.contains(account.id)});
    QCollator collator;
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    std::stable_sort(rows.begin(), rows.end(), [&collator](const Row& a, const Row& b) {
        if (a.guest != b.guest)
            return a.guest;
        return collator.compare(a.account.userName, b.account.userName) < 0;
    });
    followShares(now.shares);
    followAccounts(rows);
    waitForExpiry();
}

void PeopleModel::followShares(const QList<Share>& shares)
{
    const auto wanted = [&shares](const ShareId& id) {
        return std::any_of(shares.begin(), shares.end(),
                           [&id](const Share& share) { return share.id == id; });
    };
    for (int at = static_cast<int>(m_shares.size()) - 1; at >= 0; --at) {
        if (wanted(m_shares[at].id))
            continue;
        beginRemoveColumns({}, at + 1, at + 1);
        m_shares.removeAt(at);
        endRemoveColumns();
    }
    for (int at = 0; at < shares.size(); ++at) {
        const Share& share = shares[at];
        if (at < m_shares.size() && m_shares[at].id == share.id) {
            if (m_shares[at].name != share.name) {
                m_shares[at].name = share.name;
                emit headerDataChanged(Qt::Horizontal, at + 1, at + 1);
            }
            continue;
        }
        const auto old = std::find_if(m_shares.begin() + at, m_shares.end(),
                                      [&share](const Column& one) { return one.id == share.id; });
        if (old != m_shares.end()) {
            const int from = static_cast<int>(old - m_shares.begin());
            beginMoveColumns({}, from + 1, from + 1, {}, at + 1);
            m_shares.move(from, at);
            endMoveColumns();
            --at; // its name may be another one too
            continue;
        }
        beginInsertColumns({}, at + 1, at + 1);
        m_shares.insert(at, {share.id, share.name});
        endInsertColumns();
    }
}

void PeopleModel::followAccounts(const QList<Row>& rows)
{
    QSet<AccountId> wanted;
    for (const Row& row : rows)
        wanted.insert(row.account.id);
    for (int at = static_cast<int>(m_rows.size()) - 1; at >= 0; --at) {
        if (wanted.contains(m_rows[at].account.id))
            continue;
        beginRemoveRows({}, at, at);
        m_rows.removeAt(at);
        endRemoveRows();
    }
    for (int at = 0; at < rows.size(); ++at) {
        if (at >= m_rows.size() || m_rows[at].account.id != rows[at].account.id) {
            const int old = indexOf(rows[at].account.id).row();
            if (old < 0) {
                beginInsertRows({}, at, at);
                m_rows.insert(at, rows[at]);
                endInsertRows();
                continue;
            }
            beginMoveRows({}, old, old, {}, at);
            m_rows.move(old, at);
            endMoveRows();
        }
        compare(at, rows[at]);
    }
}

// Says which cells of a row differ from what they showed, and only those.
void PeopleModel::compare(int row, const Row& next)
{
    if (m_rows[row].account == next.account && m_rows[row].guest == next.guest)
        return;
    const Row before = std::exchange(m_rows[row], next);
    const auto changed = [&](int column) {
        emit dataChanged(index(row, column), index(row, column));
    };
    const bool sameName = before.account.userName == next.account.userName;
    if (!sameName || secondLine(before) != secondLine(next) || before.guest != next.guest
        || before.account.enabled != next.account.enabled)
        changed(0);
    for (int at = 0; at < m_shares.size(); ++at) {
        const ShareId& share = m_shares[at].id;
        const auto was = before.account.access.constFind(share);
        const auto is = next.account.access.constFind(share);
        const bool had = was != before.account.access.cend();
        const bool has = is != next.account.access.cend();
        if (had != has || (has && *was != *is))
            changed(at + 1);
    }
    if (!sameName)
        changed(lastSeenColumn());
}

// A person turns into "expired" without anybody doing something.
void PeopleModel::waitForExpiry()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    std::optional<QDateTime> next;
    for (const Row& row : m_rows) {
        const auto& expires = row.account.expires;
        if (expires && *expires > now && (!next || *expires < *next))
            next = expires;
    }
    if (!next || isReadOnly()) {
        m_expiry->stop();
        return;
    }
    constexpr qint64 longest = 20LL * 24 * 60 * 60 * 1000; // milliseconds; a timer takes 24 days
    m_expiry->start(
        std::chrono::milliseconds(std::clamp<qint64>(now.msecsTo(*next) + 1'000, 1'000, longest)));
}

// ---- following the log ----

void PeopleModel::look(const ActivityEvent& event)
{
    if (event.kind != ActivityEvent::Kind::LoggedIn)
        return;
    QDateTime& seen = m_seen[event.user];
    if (seen.isValid() && seen >= event.at)
        return;
    seen = event.at;
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].account.userName == event.user)
            emit dataChanged(index(row, lastSeenColumn()), index(row, lastSeenColumn()));
    }
}

void PeopleModel::lookBack()
{
    for (const ActivityEvent& event : m_activity->entries())
        look(event);
}

// ---- what is shown ----

std::optional<Access> PeopleModel::access(int row, int column) const
{
    const auto& all = m_rows[row].account.access;
    const auto found = all.constFind(m_shares[column - 1].id);
    return found == all.cend() ? std::nullopt : std::optional(*found);
}

QVariant PeopleModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[index.row()];
    if (role == AccountRole)
        return row.account.id.value;
    if (role == IdleRole)
        return !row.account.enabled || hasExpired(row.account);
    if (role == GuestRole)
        return row.guest;
    if (role == OpenRole)
        return row.account.withoutPassword;
    if (index.column() == 0)
        return nameData(row, role);
    if (index.column() == lastSeenColumn())
        return lastSeenData(row, role);
    return accessData(index.row(), index.column(), role);
}

QVariant PeopleModel::nameData(const Row& row, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return row.account.userName;
    case SecondLineRole:
        return secondLine(row);
    case Qt::AccessibleTextRole:
        return tr("%1, %2", "a person, and how they sign in")
            .arg(row.account.userName, secondLine(row));
    case Qt::ToolTipRole:
        return tr("%1\n%2\nLast seen: %3")
            .arg(row.account.userName, secondLine(row), lastSeen(row.account));
    default:
        return {};
    }
}

QVariant PeopleModel::accessData(int row, int column, int role) const
{
    const std::optional<Access> granted = access(row, column);
    switch (role) {
    case Qt::DisplayRole:
        return format::accessName(granted);
    case Qt::EditRole:
    case AccessRole:
        return accessValue(granted);
    case ShareRole:
        return m_shares[column - 1].id.value;
    case IconRole:
        return format::accessIcon(granted);
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return tr("%1, %2, %3", "a person, a share, what they may do there")
            .arg(m_rows[row].account.userName, format::name(m_shares[column - 1].name),
                 format::accessName(granted));
    default:
        return {};
    }
}

QVariant PeopleModel::lastSeenData(const Row& row, int role) const
{
    const QDateTime seen = m_seen.value(row.account.userName);
    switch (role) {
    case Qt::DisplayRole:
        return lastSeen(row.account);
    case Qt::AccessibleTextRole:
        return tr("%1, last seen: %2").arg(row.account.userName, lastSeen(row.account));
    case Qt::ToolTipRole:
        return seen.isValid() ? format::moment(seen) : lastSeen(row.account);
    default:
        return {};
    }
}

QString PeopleModel::lastSeen(const Account& account) const
{
    const QDateTime seen = m_seen.value(account.userName);
    if (!seen.isValid())
        return tr("Not yet", "last seen");
    const bool today = seen.toLocalTime().date() == QDate::currentDate();
    return today ? format::time(seen) : format::date(seen);
}

QString PeopleModel::signIn(const Row& row) const
{
    const int keys = static_cast<int>(row.account.keys.size());
    if (row.account.withoutPassword)
        return tr("No password needed");
    if (!row.account.passwordVerifier.isEmpty()) {
        if (keys == 0)
            return row.guest ? tr("Link and password") : tr("Password only");
        return keys == 1 ? tr("Password, 1 key") : tr("Password, %n keys", nullptr, keys);
    }
    if (keys == 0)
        return tr("No password and no key");
    return keys == 1 ? tr("1 key") : tr("%n keys", nullptr, keys);
}

QString PeopleModel::secondLine(const Row& row) const
{
    const auto& expires = row.account.expires;
    if (!row.account.enabled)
        return tr("Switched off");
    if (hasExpired(row.account))
        return tr("expired %1").arg(format::date(*expires));
    if (!expires)
        return signIn(row);
    return tr("%1, %2", "how they sign in, until when")
        .arg(signIn(row), tr("until %1").arg(format::date(*expires)));
}

QVariant PeopleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (!isShareColumn(section)) {
        if (role == Qt::DisplayRole)
            return section == 0 ? tr("Name") : tr("Last seen");
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return format::name(m_shares[section - 1].name);
    case Qt::DecorationRole:
        return icon(QStringLiteral("folder"), theme::Tint::Quiet);
    case ShareRole:
        return m_shares[section - 1].id.value;
    default:
        return {};
    }
}

Qt::ItemFlags PeopleModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (isShareColumn(index.column()) && !isReadOnly())
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool PeopleModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (isReadOnly() || role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid)
        || !isShareColumn(index.column()))
        return false;
    std::optional<Access> wanted;
    if (value.isValid())
        wanted = static_cast<Access>(value.toInt());
    if (wanted != access(index.row(), index.column()))
        emit accessWanted(m_rows[index.row()].account.id, m_shares[index.column() - 1].id, wanted);
    return false;
}

QString PeopleModel::rowText(int row) const
{
    QStringList cells{m_rows[row].account.userName, secondLine(m_rows[row])};
    for (int column = 1; column <= m_shares.size(); ++column) {
        cells += tr("%1: %2", "a share, what they may do there")
                     .arg(format::name(m_shares[column - 1].name),
                          format::accessName(access(row, column)));
    }
    return cells.join(u'\t');
}

} // namespace sallyport

#include "moc_people_model.cpp"
