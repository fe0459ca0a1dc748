// PeopleTable shows the PeopleModel: people down, shares across. The shares scroll sideways and the
// names stay, in a second view over the first column that is there only while there is something to
// scroll.
//
// Threads: the main thread. The model outlives it.
#pragma once

#include <QTreeView>

namespace sallyport {

class PeopleModel;

class PeopleTable final : public QTreeView {
    Q_OBJECT
public:
    explicit PeopleTable(PeopleModel& model, QWidget* parent = nullptr);
    QSize sizeHint() const override; // all rows
    QSize minimumSizeHint() const override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
signals:
    void editWanted(const QModelIndex& index);
    void removeWanted(const QModelIndex& index);
    void copyWanted(const QModelIndex& index);
    void menuWanted(const QPoint& globalPosition);

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyboardSearch(const QString& search) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void updateGeometries() override;

private:
    void follow();
    void layOutColumns();
    void placeNames();
    bool isNamesShown() const;
    int rowsHeight(int rows) const;

    PeopleModel& m_model;
    QTreeView* m_names;
};

} // namespace sallyport
