#include "ui/shares/connected_model.h"

#include "core/settings_store.h"
#include "ui/activity/live_connections.h"
#include "ui/format.h"
#include "ui/shares/shown_invite.h"

#include <algorithm>
#include <utility>

namespace sallyport {

using Doing = ConnectionInfo::Doing;

ConnectedModel::ConnectedModel(const CoreParts& parts, QObject* parent)
    : QAbstractListModel(parent)
    , m_parts(parts)
{
    connect(&parts.live, &LiveConnections::changed, this, &ConnectedModel::refresh);
    connect(&parts.live, &LiveConnections::countChanged, this, &ConnectedModel::refresh);
    connect(&parts.settings, &SettingsStore::changed, this, &ConnectedModel::refresh);
}

void ConnectedModel::setShare(const ShareId& share)
{
    if (share == m_share)
        return;
    m_share = share;
    refresh();
}

void ConnectedModel::refresh()
{
    QList<Row> now = present();
    const bool same =
        std::equal(now.begin(), now.end(), m_rows.begin(), m_rows.end(),
                   [](const Row& a, const Row& b) { return a.connection == b.connection; });
    if (!same) {
        beginResetModel();
        m_rows = std::move(now);
        endResetModel();
        return;
    }
    for (qsizetype i = 0; i < now.size(); ++i) {
        if (m_rows[i] == now[i])
            continue;
        m_rows[i] = now[i];
        const QModelIndex changed = index(static_cast<int>(i));
        emit dataChanged(changed, changed);
    }
}

int ConnectedModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ConnectedModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return row.name;
    case Qt::ToolTipRole:
        return row.doing;
    case Qt::AccessibleTextRole: {
        QStringList said{row.name, row.address, row.doing};
        if (row.part)
            said += tr("%n percent", nullptr, static_cast<int>(*row.part * 100));
        return said.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

QList<ConnectedModel::Row> ConnectedModel::present() const
{
    const Settings& settings = m_parts.settings.current();
    const Share* share = findShare(settings, m_share);
    if (!share)
        return {};
    QList<Row> rows;
    for (const LiveConnection& live : m_parts.live.all()) {
        const Account* account = findAccount(settings, live.info.account);
        if (!account || !account->access.contains(m_share))
            continue;
        Row row;
        row.connection = live.info.id;
        row.name = account->userName;
        row.guest = std::any_of(settings.shares.begin(), settings.shares.end(),
                                [account](const Share& one) { return one.guest == account->id; });
        row.address = format::address(live.info.peer);
        row.doing = doing(live, share->name);
        const bool moves =
            live.info.doing == Doing::Downloading || live.info.doing == Doing::Uploading;
        if (moves) {
            row.rate = live.finished ? QString() : format::rate(live.rate);
            if (live.info.size && live.info.moved && *live.info.size > 0)
                row.part = std::min(1.0,
                                    static_cast<double>(*live.info.moved)
                                        / static_cast<double>(*live.info.size));
        }
        rows += row;
        if (rows.size() == mostRows)
            break;
    }
    return rows;
}

// A person with several shares may be busy in another one: then its name stands before the path.
QString ConnectedModel::doing(const LiveConnection& connection, const QByteArray& share) const
{
    const VirtualPath& path = connection.info.file;
    const VirtualPath below = path.first() == share ? path.withoutFirst() : path;
    const QString where = below.isRoot() ? format::name(share) : format::name(below.relative());
    switch (connection.info.doing) {
    case Doing::Downloading:
        return tr("Downloading %1").arg(where);
    case Doing::Uploading:
        return tr("Uploading %1").arg(where);
    case Doing::Looking:
        return tr("Looking at %1").arg(where);
    case Doing::Nothing:
        break;
    }
    return tr("Quiet since %1").arg(format::time(connection.info.lastRequest));
}

} // namespace sallyport

#include "moc_connected_model.cpp"
