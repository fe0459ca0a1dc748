#include "ui/activity/activity_view.h"

#include "ui/activity/activity_delegate.h"
#include "ui/activity/activity_model.h"
#include "ui/format.h"
#include "ui/widgets/cells.h"

#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace sallyport {

namespace {

using Column = ActivityModel::Column;
using RowKind = ActivityModel::RowKind;

// As wide as the words and the title above them.
std::function<int()> wide(QStringList words, const QString& title, int more = 0)
{
    return [words, title, more] {
        return std::max(cells::widthOf(words) + more,
                        cells::widthOf({title}, theme::Type::Small, theme::Weight::Bold));
    };
}

} // namespace

ActivityView::ActivityView(ActivityModel& model, QWidget* parent)
    : TableView(tr("Activity"), parent)
    , m_model(model)
{
    setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    setExpandsOnDoubleClick(false);
    setItemDelegate(new ActivityDelegate(*this));
    setModel(&model);
    const auto title = [&model](Column column) {
        return model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    };
    const auto results = [] {
        QStringList words;
        for (const auto outcome :
             {ActivityEvent::Outcome::Ok, ActivityEvent::Outcome::Refused,
              ActivityEvent::Outcome::Failed, ActivityEvent::Outcome::CutShort}) {
            ActivityEvent event;
            event.kind = ActivityEvent::Kind::Upload;
            event.outcome = outcome;
            words += format::result(event);
        }
        return cells::widthOf(words, theme::Type::Body, theme::Weight::Bold);
    };
    const QDateTime late(QDate::currentDate(), QTime(20, 58));
    setColumns(
        {
            {wide({format::time(late)}, title(Column::Time))},
            {wide({QStringLiteral("scanner")}, title(Column::Person), 22 + theme::gap)},
            {wide({QStringLiteral("192.168.100.10")}, title(Column::Address)), 1},
            {},
            {wide({format::size(88'800'000)}, title(Column::Size))},
            {wide({format::rate(88'800'000)}, title(Column::Rate)), 2},
            {results},
        },
        [] { return QFontMetrics(theme::font(theme::Type::Body)).averageCharWidth() * 30; });
    connect(&model, &ActivityModel::aboutToTakeIn, this, &ActivityView::keepPlace);
    connect(&model, &ActivityModel::tookIn, this, &ActivityView::takePlace);
    connect(&model, &QAbstractItemModel::modelReset, this, [this] { setUnseen(0); });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        if (isAtTop())
            setUnseen(0);
    });
}

bool ActivityView::isAtTop() const
{
    return verticalScrollBar()->value() == 0;
}

void ActivityView::goToTop()
{
    scrollToTop();
}

void ActivityView::setUnseen(int count)
{
    if (std::exchange(m_unseen, count) != count)
        emit unseenChanged(count);
}

void ActivityView::keepPlace()
{
    m_anchor = isAtTop() ? QModelIndex() : indexAt(QPoint(0, 0));
}

void ActivityView::takePlace(int added)
{
    if (isAtTop() && !m_anchor.isValid())
        return;
    executeDelayedItemsLayout();
    if (m_anchor.isValid())
        scrollTo(m_anchor, QAbstractItemView::PositionAtTop);
    m_anchor = QPersistentModelIndex();
    if (!isAtTop())
        setUnseen(m_unseen + added);
}

void ActivityView::drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    const RowKind kind = m_model.kindOf(index);
    if (kind != RowKind::Child && kind != RowKind::Day)
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                          theme::color(theme::Tint::Hover));
    TableView::drawRow(painter, option, index);
    if (kind != RowKind::Day)
        return;
    constexpr int pad = 10;
    cells::paintText(*painter, option.rect.adjusted(pad, theme::gap, -pad, 0),
                     index.siblingAtColumn(0).data().toString(), theme::Tint::Quiet,
                     theme::Type::Small, theme::Weight::Bold);
}

QModelIndex ActivityView::arrowAt(const QPoint& where) const
{
    const QModelIndex index = indexAt(where);
    if (!index.isValid() || m_model.kindOf(index) != RowKind::Run)
        return {};
    return ActivityDelegate::arrow(visualRect(index.siblingAtColumn(Column::What))).contains(where)
        ? index.siblingAtColumn(0)
        : QModelIndex();
}

QRect ActivityView::linkOf(const QModelIndex& index) const
{
    const QModelIndex what = index.siblingAtColumn(Column::What);
    if (what.data(ActivityModel::RemedyRole).toString().isEmpty())
        return {};
    return static_cast<const ActivityDelegate*>(itemDelegate())->link(visualRect(what), what);
}

QModelIndex ActivityView::linkAt(const QPoint& where) const
{
    const QModelIndex index = indexAt(where);
    return index.isValid() && linkOf(index).contains(where) ? index : QModelIndex();
}

void ActivityView::mousePressEvent(QMouseEvent* event)
{
    TableView::mousePressEvent(event);
    if (event->button() != Qt::LeftButton)
        return;
    if (const QModelIndex run = arrowAt(event->position().toPoint()); run.isValid())
        setExpanded(run, !isExpanded(run));
}

void ActivityView::mouseReleaseEvent(QMouseEvent* event)
{
    TableView::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint where = event->position().toPoint();
    if (const QModelIndex row = linkAt(where); row.isValid())
        emit remedyAsked(row);
    else if (const QModelIndex index = indexAt(where);
             index.isValid() && m_model.kindOf(index) == RowKind::More)
        emit moreAsked(index);
}

void ActivityView::mouseMoveEvent(QMouseEvent* event)
{
    TableView::mouseMoveEvent(event);
    const QPoint where = event->position().toPoint();
    const QModelIndex index = indexAt(where);
    const bool isLink =
        linkAt(where).isValid() || (index.isValid() && m_model.kindOf(index) == RowKind::More);
    if (isLink)
        viewport()->setCursor(Qt::PointingHandCursor);
    else
        viewport()->unsetCursor();
}

void ActivityView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Home)
        goToTop();
    TableView::keyPressEvent(event);
}

void ActivityView::resizeEvent(QResizeEvent* event)
{
    TableView::resizeEvent(event);
    // Sentences may take more lines, or fewer.
    if (event->size().width() != event->oldSize().width())
        scheduleDelayedItemsLayout();
}

} // namespace sallyport

#include "moc_activity_view.cpp"
