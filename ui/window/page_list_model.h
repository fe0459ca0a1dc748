// PageListModel is the lower list of the left column: People, Connections and Activity, which are
// about all folders, each with the number that matters.
//
// Threads: the main thread.
#pragma once

#include "core/activity.h"
#include "ui/core_parts.h"

#include <QAbstractListModel>

#include <array>

namespace sallyport {

class PageListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Page { People, Connections, Activity };
    enum Role { CountRole = Qt::UserRole, ProblemRole, IconRole };

    // What `parts` refers to outlives the model.
    explicit PageListModel(const CoreParts& parts, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    // While the activity is in sight nothing in it is news.
    enum class Sight { Elsewhere, OnActivity };
    void setSight(Sight sight);

private:
    void note(const ActivityEvent& event);
    void follow();
    void setCount(Page page, int count);

    const CoreParts m_parts;
    std::array<int, 3> m_counts = {};
    Sight m_sight = Sight::Elsewhere;
};

} // namespace sallyport
