#include "ui/people/people_table.h"

#include "ui/people/access_delegate.h"
#include "ui/people/people_model.h"
#include "ui/widgets/cells.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace sallyport {

namespace {

constexpr int fewestRows = 2; // in sight, however small the window

// The names again, over those that scroll away, with a line where they end.
class NamesView final : public QTreeView {
public:
    using QTreeView::QTreeView;

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QTreeView::paintEvent(event);
        QPainter painter(viewport());
        painter.fillRect(viewport()->width() - 1, 0, 1, viewport()->height(),
                         theme::color(theme::Tint::Line));
    }
};

} // namespace

PeopleTable::PeopleTable(PeopleModel& model, QWidget* parent)
    : QTreeView(parent)
    , m_model(model)
    , m_names(new NamesView(this))
{
    setObjectName(QStringLiteral("peopleTable"));
    m_names->setObjectName(QStringLiteral("peopleNames"));
    for (QTreeView* view : {static_cast<QTreeView*>(this), m_names}) {
        cells::prepare(*view, view == this ? tr("Access by person and folder") : tr("Names"));
        view->setModel(&model);
        view->setItemDelegate(new AccessDelegate(view));
        view->setUniformRowHeights(true);
        view->setItemsExpandable(false);
        view->setAllColumnsShowFocus(false); // the cell with the keyboard is the one F2 edits
        view->setAutoScroll(true);           // and comes into sight
        view->header()->setStretchLastSection(false);
        view->header()->setSectionResizeMode(QHeaderView::Fixed);
    }
    setEditTriggers(EditKeyPressed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_names->setEditTriggers(NoEditTriggers);
    m_names->setSelectionModel(selectionModel());
    m_names->setFocusPolicy(Qt::NoFocus); // the table itself has the keyboard
    m_names->setFocusProxy(this);
    m_names->setContextMenuPolicy(Qt::NoContextMenu);
    m_names->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_names->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    connect(verticalScrollBar(), &QScrollBar::valueChanged, m_names->verticalScrollBar(),
            &QScrollBar::setValue);
    connect(m_names->verticalScrollBar(), &QScrollBar::valueChanged, verticalScrollBar(),
            &QScrollBar::setValue);
    connect(this, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
        if (index.flags().testFlag(Qt::ItemIsEditable))
            edit(index);
    });
    for (QTreeView* view : {static_cast<QTreeView*>(this), m_names}) {
        connect(view, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex& index) {
            if (!m_model.isShareColumn(index.column()))
                emit editWanted(index);
        });
    }
    connect(&model, &QAbstractItemModel::rowsInserted, this, &PeopleTable::follow);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &PeopleTable::follow);
    connect(&model, &QAbstractItemModel::columnsInserted, this, &PeopleTable::follow);
    connect(&model, &QAbstractItemModel::columnsRemoved, this, &PeopleTable::follow);
    connect(&model, &QAbstractItemModel::columnsMoved, this, [this] {
        for (QTreeView* view : {static_cast<QTreeView*>(this), m_names}) {
            view->header()->viewport()->update();
            view->viewport()->update();
        }
    });
    connect(&model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex& from) {
        if (from.column() == 0)
            layOutColumns();
    });
    follow();
}

// There is always somebody chosen, so that the buttons above have an object.
void PeopleTable::follow()
{
    layOutColumns();
    updateGeometry();
    if (!currentIndex().isValid() && m_model.rowCount() > 0)
        setCurrentIndex(m_model.index(0, 0));
    else if (currentIndex().isValid()) // a new column belongs to the row too
        selectionModel()->select(currentIndex(),
                                 QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void PeopleTable::layOutColumns()
{
    QStringList names, secondLines;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex index = m_model.index(row, 0);
        names += index.data().toString();
        secondLines += index.data(PeopleModel::SecondLineRole).toString();
    }
    const int room = viewport()->width();
    const int shares = m_model.lastSeenColumn() - 1;
    const int widest = AccessDelegate::accessWidth();
    const int narrowest = AccessDelegate::leastAccessWidth();
    // Very long names are cut: the shares need some room too.
    const int name = std::min(AccessDelegate::nameWidth(names, secondLines), room * 2 / 5);
    const int share = shares == 0 ? 0 : std::clamp((room - name) / shares, narrowest, widest);
    const int seen = AccessDelegate::lastSeenWidth();
    const int left = room - name - shares * share;
    const bool isSeenShown = left >= seen && !m_model.isReadOnly();
    setColumnHidden(m_model.lastSeenColumn(), !isSeenShown);
    setColumnWidth(0, std::max(name, name + left - (isSeenShown ? seen : 0)));
    for (int column = 1; column <= shares; ++column)
        setColumnWidth(column, share);
    setColumnWidth(m_model.lastSeenColumn(), seen);
    placeNames();
}

bool PeopleTable::isNamesShown() const
{
    return header()->length() > viewport()->width();
}

void PeopleTable::placeNames()
{
    for (int column = 0; column < m_model.columnCount(); ++column)
        m_names->setColumnHidden(column, column > 0);
    m_names->setColumnWidth(0, columnWidth(0));
    m_names->header()->setFixedHeight(header()->height());
    m_names->setGeometry(frameWidth(), frameWidth(), columnWidth(0),
                         header()->height() + viewport()->height());
    m_names->raise();
    if (m_names->isHidden() == isNamesShown()) {
        m_names->setVisible(isNamesShown());
        updateGeometry(); // with the scroll bar it is higher
    }
}

void PeopleTable::updateGeometries()
{
    QTreeView::updateGeometries();
    if (m_names->model())
        placeNames();
}

void PeopleTable::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    layOutColumns();
}

void PeopleTable::changeEvent(QEvent* event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        layOutColumns();
}

void PeopleTable::scrollTo(const QModelIndex& index, ScrollHint hint)
{
    QTreeView::scrollTo(index, hint);
    if (index.column() == 0 || !isNamesShown())
        return;
    const int under = columnWidth(0) - visualRect(index).left();
    if (under > 0)
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - under);
}

QModelIndex PeopleTable::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const QModelIndex current = currentIndex();
    if (!current.isValid() || (action != MoveLeft && action != MoveRight))
        return QTreeView::moveCursor(action, modifiers);
    const int column = current.column() + (action == MoveLeft ? -1 : 1);
    if (column < 0 || column >= m_model.columnCount() || isColumnHidden(column))
        return current;
    return current.siblingAtColumn(column);
}

void PeopleTable::keyPressEvent(QKeyEvent* event)
{
    const QModelIndex current = currentIndex();
    const bool isAccess = current.flags().testFlag(Qt::ItemIsEditable);
    event->accept();
    window()->setAttribute(Qt::WA_KeyboardFocusChange); // the cell shows its outline from now on
    if (!current.isValid())
        return QTreeView::keyPressEvent(event);
    if (event->matches(QKeySequence::Copy))
        return emit copyWanted(current);
    if (event->modifiers() & ~Qt::KeypadModifier)
        return QTreeView::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return emit editWanted(current);
    case Qt::Key_Delete:
        return emit removeWanted(current);
    case Qt::Key_F2:
    case Qt::Key_Space:
        if (isAccess && !m_model.isReadOnly())
            edit(current);
        else if (event->key() == Qt::Key_F2 && current.column() == 0)
            emit editWanted(current);
        return;
    default:
        QTreeView::keyPressEvent(event);
    }
}

// Letters look for a person, whichever cell is the current one.
void PeopleTable::keyboardSearch(const QString& search)
{
    const int column = currentIndex().column();
    const QSignalBlocker quiet(selectionModel());
    if (currentIndex().isValid())
        selectionModel()->setCurrentIndex(currentIndex().siblingAtColumn(0),
                                          QItemSelectionModel::NoUpdate);
    QTreeView::keyboardSearch(search);
    const QModelIndex found = currentIndex().siblingAtColumn(std::max(column, 0));
    selectionModel()->blockSignals(false);
    setCurrentIndex(found);
}

void PeopleTable::contextMenuEvent(QContextMenuEvent* event)
{
    const QModelIndex current = currentIndex();
    if (!current.isValid())
        return;
    const bool isKey = event->reason() == QContextMenuEvent::Keyboard;
    emit menuWanted(isKey ? viewport()->mapToGlobal(visualRect(current).center())
                          : event->globalPos());
}

int PeopleTable::rowsHeight(int rows) const
{
    const QStyleOptionViewItem option;
    return itemDelegate()->sizeHint(option, {}).height() * rows;
}

QSize PeopleTable::sizeHint() const
{
    const int rows = rowsHeight(m_model.rowCount());
    const int bar = isNamesShown() ? horizontalScrollBar()->sizeHint().height() : 0;
    return {header()->length(), header()->sizeHint().height() + rows + bar + 2 * frameWidth()};
}

QSize PeopleTable::minimumSizeHint() const
{
    const int rows = rowsHeight(std::min(m_model.rowCount(), fewestRows));
    const int width =
        AccessDelegate::leastAccessWidth() + AccessDelegate::nameWidth({}, {}) + theme::margin;
    return {width, header()->sizeHint().height() + rows + 2 * frameWidth()};
}

} // namespace sallyport

#include "moc_people_table.cpp"
