// PlaceDelegate paints the rows of the left column: a share with its two lines and its switch, or
// a page with its count; in the narrow form only the drawing, with a dot for what goes on there.
//
// Threads: the main thread.
#pragma once

#include <QStyledItemDelegate>

namespace sallyport {

class PlaceDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum class Kind { Share, Page };
    explicit PlaceDelegate(Kind kind, QObject* parent = nullptr);
    void setNarrow(bool narrow);
    // Of a row of a share, beside what it says: drawing, switch, and the gaps between.
    static constexpr int aroundWords = 110;
    static QRect switchRect(const QRect& row, Qt::LayoutDirection direction);

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    // A click on the switch, or Space anywhere in the row, wishes it to be flipped.
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;

private:
    void paintNarrow(QPainter& painter, const QRect& row, const QModelIndex& index,
                     bool selected) const;
    void paintShare(QPainter& painter, const QRect& row, const QModelIndex& index,
                    bool selected) const;
    void paintPage(QPainter& painter, const QRect& row, const QModelIndex& index,
                   bool selected) const;

    Kind m_kind;
    bool m_narrow = false;
};

} // namespace sallyport
