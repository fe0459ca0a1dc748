// ActivityView is the table of the activity. Its rows have different heights, so it scrolls by
// rows: then only those that are seen are measured. What comes on top while it is scrolled down
// moves nothing; it is counted.
//
// Threads: the main thread.
#pragma once

#include "ui/activity/table_view.h"

#include <QPersistentModelIndex>

namespace sallyport {

class ActivityModel;

class ActivityView final : public TableView {
    Q_OBJECT
public:
    explicit ActivityView(ActivityModel& model, QWidget* parent = nullptr);
    int unseen() const { return m_unseen; }
    void goToTop();
    // The rectangle of a row's link in the viewport; empty: it has none.
    QRect linkOf(const QModelIndex& index) const;
signals:
    void unseenChanged(int count);
    void remedyAsked(const QModelIndex& index);
    void moreAsked(const QModelIndex& index); // "… and 1,008 more"

protected:
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                 const QModelIndex& index) const override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    bool isAtTop() const;
    void keepPlace();
    void takePlace(int added);
    void setUnseen(int count);
    QModelIndex arrowAt(const QPoint& where) const;
    QModelIndex linkAt(const QPoint& where) const;

    ActivityModel& m_model;
    QPersistentModelIndex m_anchor; // the row on top, while rows change
    int m_unseen = 0;
};

} // namespace sallyport
