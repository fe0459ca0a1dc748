// ActivityModel is the list of what happened, the newest first: below a heading for each day one
// row for each entry of the log, updated in place, and one for each run: at least three files that
// one person moved in one direction in one folder, less than 10 s apart. A run grows where it is;
// its files are its children.
//
// News are taken in at most four times a second. Texts are made when a view asks for them, so only
// rows that are seen cost more than their place.
//
// Threads: the main thread. Everything given to it outlives it.
#pragma once

#include "ui/activity/activity_filter.h"
#include "ui/format.h"

#include <QAbstractItemModel>
#include <QDate>
#include <QHash>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <deque>
#include <memory>
#include <vector>

namespace sallyport {

class ActivityLog;
class LiveConnections;
class SettingsStore;

class ActivityModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { Time, Person, Address, What, Size, Rate, Result, ColumnCount };
    enum Role {
        KindRole = Qt::UserRole, // int(RowKind)
        IconRole,                // a name of ui/widgets/icon.h; What
        WeightRole,              // int(format::Weight)
        RemedyRole,              // the words of its link; What
        GuestRole,               // has no letter of its own; Person
    };
    enum class RowKind { Day, Entry, Run, Child, More };
    static constexpr int mostChildren = 200; // of a run; a last row says how many more
    static constexpr int leastOfRun = 3;
    static constexpr auto runGap = std::chrono::seconds(10);

    ActivityModel(const ActivityLog& log, const LiveConnections& live,
                  const SettingsStore& settings, QObject* parent = nullptr);
    ~ActivityModel() override;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    const ActivityFilter& filter() const { return m_filter; }
    void setFilter(const ActivityFilter& filter);
    // What shows the files of a run or of its last row alone.
    ActivityFilter filterOfRun(const QModelIndex& index) const;

    RowKind kindOf(const QModelIndex& index) const;
    // Of the row, or of a run's newest file; null for a day.
    const ActivityEvent* eventOf(const QModelIndex& index) const;
    std::optional<format::Remedy> remedyOf(const QModelIndex& index) const;
    QString rowText(const QModelIndex& index) const; // its cells, with tabs between
    QList<ActivityEvent> matching() const;           // of the log, the oldest first

    int entries() const { return m_told; }      // that are shown without a filter
    int problems() const { return m_problems; } // among them
    int shownEntries() const { return m_matching; }
    const QStringList& people() const { return m_people; } // who was here, in order
    const QList<QByteArray>& shares() const { return m_shares; }
    int dataCalls() const { return m_dataCalls; } // for tests
    void takeIn();                                // what waits, now
signals:
    void aboutToTakeIn();
    // `added`: rows that came on top.
    void tookIn(int added);
    void countsChanged();
    void namesChanged();

private:
    // A row of the first level: one entry, or the files of a run. The key orders the rows: it grows
    // with the number of the entry they began with.
    struct Item {
        qint64 key = 0;
        bool isRun = false;
        std::deque<qint64> entries; // oldest first
        // Of a run: which of the entries are children, the newest first; then perhaps "and more".
        qsizetype shownFrom = 0, shownTo = 0;
        bool more = false;
        // Of a run, as last added up.
        mutable bool isStale = true;
        mutable qint64 bytes = 0;
        mutable std::chrono::milliseconds elapsed{0};
        mutable format::Weight weight = format::Weight::Good;
        mutable int running = 0;

        int rows() const { return int(shownTo - shownFrom) + (more ? 1 : 0); }
    };
    struct Day {
        QDate date;
        qint64 firstKey = 0; // nothing of the day is below
    };
    // What is known of an entry besides its event.
    struct Entry {
        Item* item = nullptr; // where it is shown
        bool isHidden = false;
        format::Weight weight = format::Weight::Plain;
        int tries = 1;  // of a refused login
        QString client; // of a login: its connection's
        QDate day;
    };
    struct RunKey {
        QString user;
        QByteArray share;
        ActivityEvent::Kind kind;
        bool operator==(const RunKey&) const = default;
        friend size_t qHash(const RunKey& key, size_t seed)
        {
            return qHashMulti(seed, key.user, key.share, int(key.kind));
        }
    };
    struct OpenRun {
        Item* item = nullptr;     // a run, or null: not yet one
        QList<qint64> candidates; // fewer than leastOfRun
        QDateTime last;           // when the last of them moved
    };
    struct OpenConnection {
        QString client;
        bool isLoggedIn = false, isTold = false;
    };

    // activity_model_rows.cpp: where things are
    const ActivityEvent* event(qint64 entry) const;
    Entry& entryOf(qint64 entry) { return m_entries[std::size_t(entry - m_first)]; }
    const Entry& entryOf(qint64 entry) const { return m_entries[std::size_t(entry - m_first)]; }
    std::size_t positionOf(qint64 key) const; // of the first item from `key` on
    int dayOf(qint64 key) const;              // index in m_days; -1: before all
    int rowOf(const Item& item) const;
    struct Place {
        int day = -1; // index in m_days, from the newest
        const Item* item = nullptr;
        bool isHeading = false;
    };
    Place placeOf(int row) const;
    void countDays(); // m_headings anew
    qint64 childOf(const Item& run, int row) const;

    // activity_model_update.cpp: what changes them
    void hear(qint64 entry);
    void rebuild();
    void learn(qint64 entry);
    void examine(qint64 entry);
    bool isShownNow(qint64 entry) const;
    void place(qint64 entry);
    bool joinRun(qint64 entry, const ActivityEvent& event);
    void hide(qint64 entry);
    void dropOldest();
    void refresh(qint64 entry);
    void addUp(const Item& run) const;
    int triesOf(const ActivityEvent& event);

    // activity_model_items.cpp: how rows come and go
    Item* insertItem(qint64 entry);
    void removeItem(Item* item);
    void makeRun(Item* item, const QList<qint64>& entries);
    void addToRun(Item* run, qint64 entry);
    void removeFromRun(Item* run, qint64 entry);
    void tell(const Item& item); // dataChanged

    QVariant cell(const Item& item, qint64 entry, RowKind kind, int column) const;
    QString happened(qint64 entry, const ActivityEvent& event) const;
    QString runText(const Item& run, const ActivityEvent& newest) const;
    QString progressText(const ActivityEvent& event) const;
    QString toolTip(const QModelIndex& index) const;
    bool isGuest(const QString& user) const;

    const ActivityLog& m_log;
    const LiveConnections& m_live;
    const SettingsStore& m_settings;
    ActivityFilter m_filter;

    qint64 m_first = 0;                        // number of m_entries.front()
    std::deque<Entry> m_entries;               // of every entry of the log that was taken in
    std::deque<std::unique_ptr<Item>> m_items; // oldest first
    QList<Day> m_days;                         // oldest first
    std::vector<int> m_headings;               // rows of the headings, the newest first
    QHash<RunKey, OpenRun> m_openRuns;
    QHash<quint64, OpenConnection> m_connections;
    QHash<QString, QList<QDateTime>> m_tries; // by address, of the last minute
    QSet<qint64> m_moving;                    // entries under way
    QSet<qint64> m_news;                      // changed since the last taking in
    QStringList m_people;
    QList<QByteArray> m_shares;
    int m_told = 0, m_problems = 0, m_matching = 0, m_added = 0;
    bool m_isBuilding = false, m_namesChanged = false;
    QDate m_today;
    QDate m_day; // of the last entry taken up, and when it begins and ends
    qint64 m_dayFrom = 0, m_dayTo = 0;
    QTimer m_timer;
    std::chrono::steady_clock::time_point m_lastTaken{};
    mutable int m_dataCalls = 0;
};

} // namespace sallyport
