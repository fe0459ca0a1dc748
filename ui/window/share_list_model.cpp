#include "ui/window/share_list_model.h"

#include "core/settings_store.h"
#include "core/sharing.h"
#include "ui/activity/live_connections.h"
#include "ui/format.h"

#include <algorithm>

namespace sallyport {

ShareListModel::ShareListModel(const CoreParts& parts, QObject* parent)
    : QAbstractListModel(parent)
    , m_parts(parts)
    , m_rows(rowsNow())
{
    connect(&m_parts.settings, &SettingsStore::changed, this, &ShareListModel::follow);
    connect(&m_parts.sharing, &Sharing::stateChanged, this, &ShareListModel::follow);
    connect(&m_parts.sharing, &Sharing::failed, this, &ShareListModel::follow);
    connect(&m_parts.sharing, &Sharing::shareStatusChanged, this, &ShareListModel::follow);
    connect(&m_parts.live, &LiveConnections::countChanged, this, &ShareListModel::follow);
}

int ShareListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ShareListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return row.name;
    case Qt::CheckStateRole:
        return row.on ? Qt::Checked : Qt::Unchecked;
    case Qt::ToolTipRole:
        return QStringLiteral("%1\n%2\n%3").arg(row.name, words(row), row.folder);
    case Qt::AccessibleTextRole:
        return spoken(row);
    case StateRole:
        return QVariant::fromValue(row.state);
    case ConnectedRole:
        return row.connected;
    case WordsRole:
        return words(row);
    case IdRole:
        return row.id.value;
    case FolderRole:
        return row.folder;
    default:
        return {};
    }
}

Qt::ItemFlags ShareListModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractListModel::flags(index);
    return index.isValid() ? flags | Qt::ItemNeverHasChildren | Qt::ItemIsUserCheckable : flags;
}

bool ShareListModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || !index.isValid())
        return false;
    const bool on = value.value<Qt::CheckState>() == Qt::Checked;
    emit switchWished(m_rows.at(index.row()).id, on);
    return false;
}

ShareId ShareListModel::shareAt(const QModelIndex& index) const
{
    return index.isValid() ? m_rows.at(index.row()).id : ShareId();
}

QModelIndex ShareListModel::indexOf(const ShareId& share) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).id == share)
            return index(row);
    }
    return {};
}

QList<ShareListModel::Row> ShareListModel::rowsNow() const
{
    using Now = Sharing::ShareStatus::Now;
    QList<Row> rows;
    for (const Share& share : m_parts.settings.current().shares) {
        // A share whose time is over is off, whatever its switch was left at.
        const bool ended = m_parts.sharing.shareStatus(share.id).now == Now::Ended
            || (share.until && *share.until <= QDateTime::currentDateTimeUtc());
        Row row;
        row.id = share.id;
        row.name = format::name(share.name);
        row.folder = format::name(share.folder);
        row.on = share.enabled && !ended;
        row.connected = row.on ? m_parts.live.connectedTo(share.id) : 0;
        row.state = stateOf(share.id, row.on, row.connected);
        rows += row;
    }
    return rows;
}

ShareListModel::State ShareListModel::stateOf(const ShareId& share, bool on, int connected) const
{
    if (!on)
        return State::Off;
    switch (m_parts.sharing.shareStatus(share).now) {
    case Sharing::ShareStatus::Now::Unavailable:
        return State::Unavailable;
    case Sharing::ShareStatus::Now::AnotherFolder:
        return State::AnotherFolder;
    case Sharing::ShareStatus::Now::Ending:
        return State::Ending;
    default:
        break;
    }
    if (m_parts.sharing.portTaken())
        return State::Waiting;
    if (m_parts.sharing.pausedUntil())
        return State::Paused;
    if (m_parts.sharing.state() != Sharing::State::On)
        return State::Off;
    return connected > 0 ? State::Connected : State::Nobody;
}

// Rows go, come and move one by one, so that selection and scrolling stay with what they are about.
void ShareListModel::follow()
{
    const QList<Row> now = rowsNow();
    const auto place = [](const QList<Row>& rows, const ShareId& id) {
        const auto found =
            std::find_if(rows.begin(), rows.end(), [&id](const Row& row) { return row.id == id; });
        return found == rows.end() ? -1 : static_cast<int>(found - rows.begin());
    };
    for (int row = static_cast<int>(m_rows.size()) - 1; row >= 0; --row) {
        if (place(now, m_rows.at(row).id) < 0) {
            beginRemoveRows({}, row, row);
            m_rows.removeAt(row);
            endRemoveRows();
        }
    }
    for (int row = 0; row < now.size(); ++row) {
        const int old = place(m_rows, now.at(row).id);
        if (old < 0) {
            beginInsertRows({}, row, row);
            m_rows.insert(row, now.at(row));
            endInsertRows();
            continue;
        }
        if (old != row) {
            beginMoveRows({}, old, old, {}, row);
            m_rows.move(old, row);
            endMoveRows();
        }
        if (m_rows.at(row) != now.at(row)) {
            m_rows[row] = now.at(row);
            emit dataChanged(index(row), index(row));
        }
    }
}

QString ShareListModel::words(const Row& row) const
{
    switch (row.state) {
    case State::Off:
        return row.on ? tr("Not sharing") : tr("Off");
    case State::Waiting:
        return tr("Waiting for a port");
    case State::Paused:
        if (const auto until = m_parts.sharing.pausedUntil())
            return tr("Paused until %1").arg(format::time(*until));
        return tr("Off");
    case State::Ending:
        return tr("Finishing transfers");
    case State::Unavailable:
        return tr("Not available");
    case State::AnotherFolder:
        return tr("Another folder");
    case State::Nobody:
        return tr("Nobody connected");
    case State::Connected:
        break;
    }
    return tr("%n connected", nullptr, row.connected);
}

QString ShareListModel::spoken(const Row& row) const
{
    if (!row.on)
        return tr("%1, off").arg(row.name);
    if (row.state == State::Connected)
        return tr("%1, on, %n connected", nullptr, row.connected).arg(row.name);
    return tr("%1, on, %2").arg(row.name, words(row));
}

} // namespace sallyport

#include "moc_share_list_model.cpp"
