// Paints the rows of the activity: the words of a cell, the icon and link of what happened.
//
// Threads: the main thread.
#pragma once

#include <QStyledItemDelegate>

class QTreeView;

namespace sallyport {

class ActivityDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit ActivityDelegate(QTreeView& view);
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    // In the rectangle of the cell that says what happened.
    static QRect arrow(const QRect& cell);
    QRect link(const QRect& cell, const QModelIndex& index) const;

private:
    // How the words of a row stand in it.
    struct Layout {
        QRect words; // over columns that are empty, too
        int lines = 1;
        QString link;
    };
    Layout layOut(const QRect& cell, const QModelIndex& index) const;
    void paintWhat(QPainter& painter, const QRect& cell, const QModelIndex& index) const;

    QTreeView& m_view;
};

} // namespace sallyport
