// TableView is a table whose columns fit their words: widths are measured anew with the font, one
// column takes what is left, and where that would be too little the least needed columns go.
//
// Threads: the main thread.
#pragma once

#include <QTreeView>

#include <functional>

namespace sallyport {

class TableView : public QTreeView {
    Q_OBJECT
public:
    struct Fit {
        std::function<int()> width; // null: takes what is left
        int leavesAs = 0;           // 1 goes first, then 2; 0 stays
    };
    explicit TableView(const QString& accessibleName, QWidget* parent = nullptr);
    // After the model is set. `least`: what the column that takes the rest needs.
    void setColumns(QList<Fit> columns, std::function<int()> least);
    void fitColumns(); // words or names have changed
signals:
    void copyAsked();     // Ctrl+C
    void copyPathAsked(); // Ctrl+Shift+C
    void menuAsked(const QPoint& global);

protected:
    // The ground of the whole row, then its cells: what a style paints between is not wanted.
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                 const QModelIndex& index) const override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override; // chooses the row that has the focus
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    QList<Fit> m_columns;
    std::function<int()> m_least;
};

} // namespace sallyport
