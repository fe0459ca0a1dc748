// ConnectedModel lists who is connected to one share, the longest first, a few rows at most. Only
// what changed is announced, and rows never change places.
//
// Threads: the main thread. What `parts` refers to outlives it.
#pragma once

#include "core/settings.h"
#include "ui/core_parts.h"

#include <QAbstractListModel>
#include <QList>

#include <optional>

namespace sallyport {

struct LiveConnection;

class ConnectedModel final : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr qsizetype mostRows = 3;
    struct Row {
        quint64 connection = 0;
        QString name;
        bool guest = false;
        QString address, doing, rate;
        std::optional<double> part; // 0 to 1, where the size is known
        bool operator==(const Row&) const = default;
    };
    explicit ConnectedModel(const CoreParts& parts, QObject* parent = nullptr);
    void setShare(const ShareId& share);
    void refresh();
    const Row& row(int index) const { return m_rows[index]; }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    QList<Row> present() const;
    QString doing(const LiveConnection& connection, const QByteArray& share) const;
    CoreParts m_parts;
    ShareId m_share;
    QList<Row> m_rows;
};

} // namespace sallyport
