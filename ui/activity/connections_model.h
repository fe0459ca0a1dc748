// ConnectionsModel is the table of who is connected and what moves, one row a connection, in the
// order they came: a row never moves, a new one is added at the end. Only cells that changed are
// announced.
//
// Threads: the main thread. `live` outlives it.
#pragma once

#include "ui/activity/live_connections.h"

#include <QAbstractTableModel>

#include <array>

namespace sallyport {

class ConnectionsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Who, From, Now, Rate, Moved, Since, ColumnCount };
    enum Role {
        SubtextRole = Qt::UserRole, // the second line
        IconRole,                   // a name of ui/widgets/icon.h; Now
        TintRole,                   // of the icon: int(theme::Tint)
        ProgressRole,               // 0 to 1 as double; absent where the size is not known
        PersonRole,                 // the letter of the avatar; empty for guests
    };

    explicit ConnectionsModel(const LiveConnections& live, const SettingsStore& settings,
                              QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    const LiveConnection* at(int row) const; // null: no such row
    int rowOf(quint64 connection) const;     // -1: gone
    // All that is known of a connection, a line each.
    QStringList details(int row) const;
    // Says anew how long they have been quiet, in minutes.
    void refreshQuiet();
    bool isAnyQuiet() const;

private:
    struct Cell {
        QString text, subtext, icon;
        int tint = 0;
        int progress = -1; // thousandths; -1: none
        bool operator==(const Cell&) const = default;
    };
    struct Row {
        LiveConnection live;
        std::array<Cell, ColumnCount> cells;
    };
    void update();
    void show(int row, const LiveConnection& live);
    std::array<Cell, ColumnCount> cellsOf(const LiveConnection& live) const;
    Cell now(const LiveConnection& live) const;
    bool isGuest(const LiveConnection& live) const;

    const LiveConnections& m_live;
    const SettingsStore& m_settings;
    QList<Row> m_rows;
};

} // namespace sallyport
