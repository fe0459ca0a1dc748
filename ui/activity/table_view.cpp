#include "ui/activity/table_view.h"

#include "ui/widgets/cells.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace sallyport {

TableView::TableView(const QString& accessibleName, QWidget* parent)
    : QTreeView(parent)
{
    cells::prepare(*this, accessibleName);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    header()->setStretchLastSection(false);
}

void TableView::setColumns(QList<Fit> columns, std::function<int()> least)
{
    m_columns = std::move(columns);
    m_least = std::move(least);
    for (int i = 0; i < m_columns.size(); ++i)
        header()->setSectionResizeMode(
            i, m_columns.at(i).width ? QHeaderView::Fixed : QHeaderView::Stretch);
    fitColumns();
}

void TableView::fitColumns()
{
    if (m_columns.isEmpty())
        return;
    constexpr int rounding = 4; // words end between pixels
    QList<int> widths;
    int leaving = 0;
    for (const Fit& column : std::as_const(m_columns)) {
        widths += column.width ? column.width() + rounding : 0;
        leaving = std::max(leaving, column.leavesAs);
    }
    // From the fewest that go on, the first that leaves room enough.
    int gone = 0;
    for (; gone < leaving; ++gone) {
        int taken = 0;
        for (int i = 0; i < m_columns.size(); ++i) {
            const int order = m_columns.at(i).leavesAs;
            taken += order > 0 && order <= gone ? 0 : widths.at(i);
        }
        if (viewport()->width() - taken >= m_least())
            break;
    }
    for (int i = 0; i < m_columns.size(); ++i) {
        const int order = m_columns.at(i).leavesAs;
        setColumnHidden(i, order > 0 && order <= gone);
        if (m_columns.at(i).width)
            header()->resizeSection(i, widths.at(i));
    }
}

void TableView::drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const
{
    QStyleOptionViewItem row(option);
    row.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(index));
    row.state.setFlag(QStyle::State_HasFocus,
                      hasFocus() && currentIndex().row() == index.row()
                          && currentIndex().parent() == index.parent());
    const QPoint mouse = viewport()->mapFromGlobal(QCursor::pos());
    const bool mayHover = model()->flags(index).testFlag(Qt::ItemIsSelectable);
    row.state.setFlag(QStyle::State_MouseOver,
                      mayHover && viewport()->underMouse() && option.rect.contains(mouse));
    cells::paintRow(*painter, row, true);
    for (int visual = 0; visual < header()->count(); ++visual) {
        const int column = header()->logicalIndex(visual);
        if (isColumnHidden(column))
            continue;
        row.rect = QRect(columnViewportPosition(column), option.rect.top(), columnWidth(column),
                         option.rect.height());
        itemDelegate()->paint(painter, row, index.siblingAtColumn(column));
    }
}

void TableView::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        fitColumns();
}

void TableView::changeEvent(QEvent* event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange
        || event->type() == QEvent::ApplicationFontChange)
        fitColumns();
}

void TableView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        emit copyAsked();
        return;
    }
    if (event->key() == Qt::Key_C
        && event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier)) {
        emit copyPathAsked();
        return;
    }
    QTreeView::keyPressEvent(event);
}

void TableView::focusInEvent(QFocusEvent* event)
{
    QTreeView::focusInEvent(event);
    const bool byKey = event->reason() == Qt::TabFocusReason
        || event->reason() == Qt::BacktabFocusReason || event->reason() == Qt::ShortcutFocusReason
        || event->reason() == Qt::OtherFocusReason;
    if (byKey && currentIndex().isValid() && !selectionModel()->hasSelection())
        selectionModel()->select(currentIndex(),
                                 QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

void TableView::contextMenuEvent(QContextMenuEvent* event)
{
    QPoint where = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard) {
        if (!currentIndex().isValid())
            return;
        where = viewport()->mapToGlobal(visualRect(currentIndex()).center());
    } else if (!indexAt(event->pos()).isValid()) {
        return;
    }
    emit menuAsked(where);
}

} // namespace sallyport

#include "moc_table_view.cpp"
