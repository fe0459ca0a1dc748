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
    // The lines of a sentence, three at most: between words where it can be, and in a word that is
    // longer than a line. What does not fit is left out of the last; the tool tip has it.
    static QStringList wrapped(const QString& sentence, int width);

private:
    // How the words of a row stand in it.
    struct Layout {
        QRect words; // over columns that are empty, too
        QStringList lines;
        QString link;
    };
    Layout layOut(const QRect& cell, const QModelIndex& index) const;
    void paintWhat(QPainter& painter, const QRect& cell, const QModelIndex& index) const;

    QTreeView& m_view;
};

} // namespace sallyport
