// ShareListModel is the list of shared folders in the left column: a row each, with its name, its
// switch as the check state, and what goes on there.
//
// Threads: the main thread. A row changes only when what it says has changed; selection survives.
#pragma once

#include "core/identity.h"
#include "ui/core_parts.h"

#include <QAbstractListModel>
#include <QByteArray>
#include <QList>
#include <QString>

namespace sallyport {

struct Settings;

class ShareListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { StateRole = Qt::UserRole, ConnectedRole, WordsRole, IdRole, FolderRole };
    enum class State {
        Off,
        Waiting,
        Paused,
        Ending,
        Unavailable,
        AnotherFolder,
        Nobody,
        Connected
    };
    Q_ENUM(State)

    // What `parts` refers to outlives the model.
    explicit ShareListModel(const CoreParts& parts, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    // The check state is a wish: it is forwarded, and the row shows what is true.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

    ShareId shareAt(const QModelIndex& index) const; // empty for no row
    QModelIndex indexOf(const ShareId& share) const; // invalid: not there
signals:
    void switchWished(const sallyport::ShareId& share, bool on);

private:
    struct Row {
        ShareId id;
        QString name, folder;
        bool on = false;
        State state = State::Off;
        int connected = 0;
        bool operator==(const Row&) const = default;
    };

    QList<Row> rowsNow() const;
    State stateOf(const ShareId& share, bool on, int connected) const;
    void follow();
    QString words(const Row& row) const;
    QString spoken(const Row& row) const;

    const CoreParts m_parts;
    QList<Row> m_rows;
};

} // namespace sallyport
