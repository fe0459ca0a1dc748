// ActivityPage shows what happened, to find and to keep.
//
// Threads: the main thread. The parts outlive it.
#pragma once

#include "ui/activity/activity_filter.h"
#include "ui/core_parts.h"

#include <QModelIndex>
#include <QWidget>

class QBoxLayout;
class QComboBox;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace sallyport {

class ActivityModel;
class ActivityView;
class EmptyState;
class PageFrame;

class ActivityPage final : public QWidget {
    Q_OBJECT
public:
    explicit ActivityPage(const CoreParts& parts, QWidget* parent = nullptr);
    ~ActivityPage() override;

    void focusSearch();
signals:
    void remedy(const QString& setting); // its path: "network.olderDevices"

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeFilters();
    QWidget* makeTable();
    void arrangeFilters();
    void placePill();
    void showCounts();
    void showNames();
    void filter();
    void clearFilters();
    void showRun(const QModelIndex& index);
    void openDetails(const QModelIndex& index);
    void openMenu(const QPoint& global);
    void copyPath();
    QByteArray folderOf(const QModelIndex& index) const;
    void exportAll();
    void say(bool isGood, const QString& sentence);

    const CoreParts m_parts;
    ActivityModel* m_model;
    ActivityView* m_view;
    PageFrame* m_frame;
    QBoxLayout *m_filters, *m_choices;
    QLineEdit* m_find;
    QComboBox *m_people, *m_shares, *m_actions;
    QPushButton *m_problems, *m_export;
    QToolButton* m_clear; // in sight while a filter is on that no control shows
    QPushButton* m_pill;
    QWidget* m_table;
    EmptyState *m_nothing, *m_noMatch;
    QWidget* m_bar = nullptr; // what became of an export
    std::optional<std::pair<qint64, qint64>> m_run;
    QTimer* m_typing;
};

} // namespace sallyport
