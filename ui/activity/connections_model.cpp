#include "ui/activity/connections_model.h"

#include "core/escape.h"
#include "core/settings_store.h"
#include "ui/format.h"
#include "ui/widgets/theme.h"

#include <QLocale>
#include <QSet>

#include <algorithm>
#include <chrono>

namespace sallyport {

namespace {

using Doing = ConnectionInfo::Doing;

std::chrono::seconds quietFor(const LiveConnection& live)
{
    if (!live.info.lastRequest.isValid() || live.info.transferring || live.finished)
        return {};
    return std::chrono::seconds(live.info.lastRequest.secsTo(QDateTime::currentDateTimeUtc()));
}

// Whole minutes, so that it changes once a minute.
std::chrono::minutes quietMinutes(const LiveConnection& live)
{
    return std::chrono::floor<std::chrono::minutes>(quietFor(live));
}

} // namespace

ConnectionsModel::ConnectionsModel(const LiveConnections& live, const SettingsStore& settings,
                                   QObject* parent)
    : QAbstractTableModel(parent)
    , m_live(live)
    , m_settings(settings)
{
    connect(&live, &LiveConnections::changed, this, &ConnectionsModel::update);
    update();
}

int ConnectionsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ConnectionsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ConnectionsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows.at(index.row());
    const Cell& cell = row.cells.at(std::size_t(index.column()));
    switch (role) {
    case Qt::DisplayRole:
        return cell.text;
    case Qt::ToolTipRole:
        return details(index.row()).join(QLatin1Char('\n'));
    case Qt::AccessibleTextRole:
        // A bar says nothing to who cannot see it.
        if (cell.progress >= 0)
            return tr("%1, %2 percent").arg(cell.text, QLocale().toString(cell.progress / 10));
        return cell.subtext.isEmpty() ? cell.text : tr("%1, %2").arg(cell.text, cell.subtext);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() >= Rate ? Qt::AlignRight : Qt::AlignLeft));
    case SubtextRole:
        return cell.subtext;
    case IconRole:
        return cell.icon;
    case TintRole:
        return cell.tint;
    case ProgressRole:
        return cell.progress < 0 ? QVariant() : QVariant(double(cell.progress) / 1000);
    case PersonRole:
        return isGuest(row.live) ? QString() : row.live.info.user;
    default:
        return {};
    }
}

QVariant ConnectionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section >= Rate ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Who:
        return tr("Who");
    case From:
        return tr("From");
    case Now:
        return tr("Now");
    case Rate:
        return tr("Rate");
    case Moved:
        return tr("Moved");
    case Since:
        return tr("Since");
    case ColumnCount:
        break;
    }
    return {};
}

const LiveConnection* ConnectionsModel::at(int row) const
{
    return row >= 0 && row < m_rows.size() ? &m_rows.at(row).live : nullptr;
}

int ConnectionsModel::rowOf(quint64 connection) const
{
    const auto found = std::find_if(m_rows.cbegin(), m_rows.cend(), [connection](const Row& row) {
        return row.live.info.id == connection;
    });
    return found == m_rows.cend() ? -1 : int(found - m_rows.cbegin());
}

QStringList ConnectionsModel::details(int row) const
{
    const LiveConnection* live = at(row);
    if (!live)
        return {};
    const ConnectionInfo& info = live->info;
    QStringList lines;
    const auto add = [&lines](const QString& label, const QString& value) {
        if (!value.isEmpty())
            lines += tr("%1: %2", "a label and its value").arg(label, value);
    };
    const Cell doing = now(*live);
    add(tr("Who"), escapedText(info.user));
    add(tr("From"), format::address(info.peer));
    add(tr("Program"), format::client(info.client));
    add(tr("Now"), doing.text);
    add(tr("Rate"), live->rate > 0 ? format::rate(live->rate) : QString());
    add(tr("Sent"), format::size(info.sent));
    add(tr("Received"), format::size(info.received));
    add(tr("Since"), format::moment(info.since));
    return lines;
}

bool ConnectionsModel::isAnyQuiet() const
{
    return std::any_of(m_rows.cbegin(), m_rows.cend(), [](const Row& row) {
        return row.live.info.lastRequest.isValid() && !row.live.info.transferring;
    });
}

void ConnectionsModel::refreshQuiet()
{
    for (int row = 0; row < m_rows.size(); ++row)
        show(row, LiveConnection(m_rows.at(row).live));
}

bool ConnectionsModel::isGuest(const LiveConnection& live) const
{
    const QList<Share>& shares = m_settings.current().shares;
    return std::any_of(shares.cbegin(), shares.cend(),
                       [&live](const Share& share) { return share.guest == live.info.account; });
}

ConnectionsModel::Cell ConnectionsModel::now(const LiveConnection& live) const
{
    const ConnectionInfo& info = live.info;
    Cell cell;
    const QString path = format::name(info.file.relative());
    switch (info.doing) {
    case Doing::Nothing:
        cell.text = tr("Connected");
        cell.icon = QStringLiteral("connections");
        cell.tint = int(theme::Tint::Quiet);
        break;
    case Doing::Looking:
        //: %1 is a folder.
        cell.text = info.file.isRoot() ? tr("Looking at the shared folders")
                                       : tr("Looking at %1").arg(path);
        cell.icon = QStringLiteral("show");
        cell.tint = int(theme::Tint::Quiet);
        break;
    case Doing::Downloading:
        cell.text = tr("Downloading %1").arg(path);
        cell.icon = QStringLiteral("sent");
        cell.tint = int(theme::Tint::AccentText);
        break;
    case Doing::Uploading:
        cell.text = tr("Uploading %1").arg(path);
        cell.icon = QStringLiteral("received");
        cell.tint = int(theme::Tint::Good);
        break;
    }
    const quint64 moved = info.moved.value_or(0);
    // What is sent to us has no size but the one it has reached.
    const bool isKnown = info.size && (info.doing == Doing::Downloading || live.finished);
    if (isKnown && (info.transferring || live.finished)) {
        cell.progress = *info.size == 0
            ? 1000
            : int(double(std::min(moved, *info.size)) * 1000 / double(*info.size));
        if (live.finished)
            cell.subtext = tr("Done");
        else if (live.rate > 0 && *info.size > moved)
            cell.subtext = tr("%1 left").arg(
                format::countdown(std::chrono::seconds((*info.size - moved) / live.rate)));
    } else if (info.transferring) {
        cell.subtext = format::size(moved);
    } else if (const auto quiet = quietMinutes(live); quiet >= std::chrono::minutes(1)) {
        cell.subtext = tr("Quiet for %1").arg(format::span(quiet));
    }
    return cell;
}

std::array<ConnectionsModel::Cell, ConnectionsModel::ColumnCount>
ConnectionsModel::cellsOf(const LiveConnection& live) const
{
    const ConnectionInfo& info = live.info;
    std::array<Cell, ColumnCount> cells;
    cells[Who] = {escapedText(info.user), format::client(info.client), {}, 0, -1};
    cells[From].text = format::address(info.peer);
    cells[Now] = now(live);
    cells[Rate].text = live.rate > 0 ? format::rate(live.rate) : QStringLiteral("—");
    cells[Moved].text = format::size(info.received + info.sent);
    cells[Since].text = format::time(info.since);
    return cells;
}

// Announces what changed, cells that lie together at once.
void ConnectionsModel::show(int row, const LiveConnection& live)
{
    Row& shown = m_rows[row];
    shown.live = live;
    const auto cells = cellsOf(live);
    const auto old = std::exchange(shown.cells, cells);
    for (int column = 0; column < ColumnCount; ++column) {
        if (old.at(std::size_t(column)) == cells.at(std::size_t(column)))
            continue;
        int last = column;
        while (last + 1 < ColumnCount
               && old.at(std::size_t(last + 1)) != cells.at(std::size_t(last + 1)))
            ++last;
        emit dataChanged(index(row, column), index(row, last));
        column = last;
    }
}

void ConnectionsModel::update()
{
    QHash<quint64, const LiveConnection*> open;
    const QList<LiveConnection>& all = m_live.all();
    for (const LiveConnection& live : all)
        open.insert(live.info.id, &live);
    for (int row = int(m_rows.size()) - 1; row >= 0; --row) {
        if (open.contains(m_rows.at(row).live.info.id))
            continue;
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
    for (int row = 0; row < m_rows.size(); ++row)
        show(row, *open.take(m_rows.at(row).live.info.id));
    for (const LiveConnection& live : all) {
        if (!open.contains(live.info.id))
            continue;
        const int row = int(m_rows.size());
        beginInsertRows({}, row, row);
        m_rows.append({live, cellsOf(live)});
        endInsertRows();
    }
}

} // namespace sallyport

#include "moc_connections_model.cpp"
