// PeopleModel is who may do what: a row for every account, the guests of the shares first and then
// everybody by name; a column for the name, one for each share, and one for when they were last
// here. It only shows; what a person chooses in a cell goes out as accessWanted().
//
// Threads: the main thread. Settings and log outlive it.
#pragma once

#include "core/settings.h"

#include <QAbstractTableModel>
#include <QDateTime>
#include <QHash>
#include <QList>
#include <QSet>

#include <optional>

class QTimer;

namespace sallyport {

class ActivityLog;
class SettingsStore;
struct ActivityEvent;

class PeopleModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role {
        AccountRole = Qt::UserRole, // QByteArray, the id
        ShareRole,                  // QByteArray, the id; null outside the columns of shares
        AccessRole,                 // int, of Access; invalid: no access
        IconRole,                   // of the access, a name of ui/widgets/icon.h
        SecondLineRole,             // "Password, 2 keys"; of the name column
        GuestRole,                  // bool: the guest of a share
        IdleRole,                   // bool: switched off or expired, cannot log in
        OpenRole,                   // bool: needs no password, and so gets View alone
    };

    PeopleModel(const SettingsStore& settings, const ActivityLog& activity,
                QObject* parent = nullptr);
    // Who might do what by settings that are not in force: nothing can be changed or followed.
    explicit PeopleModel(const Settings& settings, QObject* parent = nullptr);
    ~PeopleModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    // Forwards the wish and changes nothing: the cell shows what is saved. The value is an int of
    // Access, or invalid for no access.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

    const Account* account(const QModelIndex& index) const; // null: none
    QModelIndex indexOf(const AccountId& account, int column = 0) const;
    bool isShareColumn(int column) const { return column > 0 && column <= m_shares.size(); }
    int lastSeenColumn() const { return static_cast<int>(m_shares.size()) + 1; }
    bool hasOnlyGuests() const;
    QString lastSeen(const Account& account) const; // "14:36", "28 Sep", "Not yet"
    bool isReadOnly() const { return !m_activity; }
    QString rowText(int row) const; // a line for the clipboard, cells separated by tabs

signals:
    void accessWanted(const sallyport::AccountId& account, const sallyport::ShareId& share,
                      const std::optional<sallyport::Access>& access);

private:
    struct Row {
        Account account;
        bool guest = false;
    };
    struct Column {
        ShareId id;
        QByteArray name;
        bool operator==(const Column&) const = default;
    };

    void follow(const Settings& now);
    void followShares(const QList<Share>& shares);
    void followAccounts(const QList<Row>& rows);
    void compare(int row, const Row& next);
    void look(const ActivityEvent& event);
    void lookBack();
    void waitForExpiry();

    std::optional<Access> access(int row, int column) const;
    QVariant nameData(const Row& row, int role) const;
    QVariant accessData(int row, int column, int role) const;
    QVariant lastSeenData(const Row& row, int role) const;
    QString signIn(const Row& row) const;
    QString secondLine(const Row& row) const;

    const ActivityLog* m_activity = nullptr; // null: read-only
    QList<Row> m_rows;
    QList<Column> m_shares;
    QHash<QString, QDateTime> m_seen; // by user name, UTC
    QTimer* m_expiry;                 // single shot, and only while somebody will expire
};

} // namespace sallyport
