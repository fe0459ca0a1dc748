// AccessDelegate paints the cells of the people table, and edits an access in place: its editor is
// an AccessBox that is open at once and leaves when something was chosen, or nothing.
//
// Threads: the main thread.
#pragma once

#include <QStyledItemDelegate>

namespace sallyport {

class AccessDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model,
                      const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

    // Device-independent pixels, from the words of this language and font.
    static int nameWidth(const QStringList& names, const QStringList& secondLines);
    static int accessWidth();      // with the arrow beside the longest word
    static int leastAccessWidth(); // without
    static int lastSeenWidth();

private:
    static void paintName(QPainter& painter, const QRect& where, const QModelIndex& index);
    static void paintAccess(QPainter& painter, const QRect& where, const QModelIndex& index);
    static QRect boxIn(const QRect& cell);
};

} // namespace sallyport
