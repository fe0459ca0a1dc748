#include "ui/window/place_delegate.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/cells.h"
#include "ui/widgets/icon.h"
#include "ui/window/page_list_model.h"
#include "ui/window/share_list_model.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace sallyport {

namespace {

using State = ShareListModel::State;

constexpr int side = 20;      // of a drawing
constexpr int wordsLeft = 42; // from the row's left edge
constexpr int narrowShareRow = 48;
constexpr QSize switchSize(36, 20);

QRect rowOf(const QRect& cell)
{
    return cell.adjusted(theme::gap, 1, -theme::gap, -1);
}

bool needsCare(State state)
{
    return state == State::Unavailable || state == State::AnotherFolder;
}

struct Drawing {
    QString icon;
    theme::Tint tint;
};

Drawing drawingOf(const QModelIndex& index, PlaceDelegate::Kind kind, bool selected)
{
    const theme::Tint usual = selected ? theme::Tint::AccentText : theme::Tint::Text;
    if (kind == PlaceDelegate::Kind::Page)
        return {index.data(PageListModel::IconRole).toString(), usual};
    if (needsCare(index.data(ShareListModel::StateRole).value<State>()))
        return {QStringLiteral("folder-unavailable"), theme::Tint::Attention};
    const bool on = index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
    return {QStringLiteral("folder"), on || selected ? usual : theme::Tint::Quiet};
}

theme::Tint tintOf(State state)
{
    switch (state) {
    case State::Connected:
        return theme::Tint::Good;
    case State::Waiting:
    case State::Unavailable:
    case State::AnotherFolder:
        return theme::Tint::Attention;
    default:
        return theme::Tint::Quiet;
    }
}

void paintGround(QPainter& painter, const QStyleOptionViewItem& option, const QRect& row)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter.setBrush(theme::color(selected ? theme::Tint::AccentSurface : theme::Tint::Hover));
        painter.drawRoundedRect(row, theme::rowRadius, theme::rowRadius);
    }
    if (selected) {
        painter.setBrush(theme::color(theme::Tint::AccentText));
        painter.drawRoundedRect(QRectF(row.left(), row.top() + 8, 3, row.height() - 16), 1.5, 1.5);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)
        && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
        painter.setPen(QPen(theme::color(theme::Tint::AccentText), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), theme::rowRadius,
                                theme::rowRadius);
    }
}

} // namespace

PlaceDelegate::PlaceDelegate(Kind kind, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_kind(kind)
{
}

void PlaceDelegate::setNarrow(bool narrow)
{
    m_narrow = narrow;
}

QRect PlaceDelegate::switchRect(const QRect& row, Qt::LayoutDirection direction)
{
    QRect where({}, switchSize);
    where.moveCenter(row.center());
    where.moveRight(row.right() - 10);
    return QStyle::visualRect(direction, row, where);
}

QSize PlaceDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    const int line = QFontMetrics(theme::font(theme::Type::Body, theme::Weight::Bold)).height();
    if (m_kind == Kind::Page)
        return {theme::narrowSidebar, std::max(theme::pageRow, line + 2 * theme::gap)};
    if (m_narrow)
        return {theme::narrowSidebar, narrowShareRow};
    const int second = QFontMetrics(theme::font(theme::Type::Small)).height();
    return {theme::narrowSidebar,
            std::max(theme::shareRow, line + second + theme::pairGap + 2 * theme::gap)};
}

void PlaceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const QRect row = rowOf(option.rect);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    paintGround(*painter, option, row);
    if (m_narrow)
        paintNarrow(*painter, row, index, selected);
    else if (m_kind == Kind::Share)
        paintShare(*painter, row, index, selected);
    else
        paintPage(*painter, row, index, selected);
    painter->restore();
}

void PlaceDelegate::paintNarrow(QPainter& painter, const QRect& row, const QModelIndex& index,
                                bool selected) const
{
    const Drawing drawing = drawingOf(index, m_kind, selected);
    QRect where(0, 0, side, side);
    where.moveCenter(row.center());
    paintIcon(painter, where, drawing.icon, drawing.tint);
    const bool problem = index.data(PageListModel::ProblemRole).toBool();
    const bool connected = m_kind == Kind::Share
        && index.data(ShareListModel::StateRole).value<State>() == State::Connected;
    const bool dot = m_kind == Kind::Share ? connected : problem;
    if (!dot)
        return;
    painter.setPen(
        QPen(theme::color(selected ? theme::Tint::AccentSurface : theme::Tint::Sidebar), 2));
    painter.setBrush(theme::color(connected ? theme::Tint::Good : theme::Tint::Problem));
    painter.drawEllipse(QRectF(row.center().x() + 4, row.center().y() - 12, 10, 10));
}

void PlaceDelegate::paintShare(QPainter& painter, const QRect& row, const QModelIndex& index,
                               bool selected) const
{
    const auto state = index.data(ShareListModel::StateRole).value<State>();
    const bool on = index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
    const Drawing drawing = drawingOf(index, m_kind, selected);
    paintIcon(painter, {row.left() + 12, row.center().y() - side / 2 + 1, side, side}, drawing.icon,
              drawing.tint);

    const QRect flip = switchRect(row, Qt::LeftToRight);
    const int left = row.left() + wordsLeft;
    const int room = flip.left() - left - theme::gap;
    const int first = QFontMetrics(theme::font(theme::Type::Body, theme::Weight::Bold)).height();
    const int second = QFontMetrics(theme::font(theme::Type::Small)).height();
    const int top = row.top() + (row.height() - first - second - 2) / 2;
    cells::paintText(painter, {left, top, room, first}, index.data().toString(),
                     on || needsCare(state) ? theme::Tint::Text : theme::Tint::Quiet,
                     theme::Type::Body, theme::Weight::Bold, Qt::AlignLeft | Qt::AlignVCenter,
                     Qt::ElideRight);

    QRect words(left, top + first + 2, room, second);
    if (state == State::Connected) {
        constexpr double dot = 7;
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::color(theme::Tint::Good));
        painter.drawEllipse(QRectF(left + 1, words.center().y() - dot / 2 + 1, dot, dot));
        words.setLeft(left + 13);
    }
    cells::paintText(painter, words, index.data(ShareListModel::WordsRole).toString(),
                     tintOf(state), theme::Type::Small, theme::Weight::Normal,
                     Qt::AlignLeft | Qt::AlignVCenter, Qt::ElideRight);
    paintSwitch(painter, flip, on, true, false);
}

void PlaceDelegate::paintPage(QPainter& painter, const QRect& row, const QModelIndex& index,
                              bool selected) const
{
    const Drawing drawing = drawingOf(index, m_kind, selected);
    paintIcon(painter, {row.left() + 12, row.center().y() - side / 2 + 1, side, side}, drawing.icon,
              drawing.tint);
    const QString count = index.data(PageListModel::CountRole).toString();
    int right = row.right() - 10;
    if (!count.isEmpty()) {
        constexpr int height = 20;
        const bool problem = index.data(PageListModel::ProblemRole).toBool();
        const QFontMetrics metrics(theme::font(theme::Type::Small, theme::Weight::Bold));
        const int width = std::max(22, metrics.horizontalAdvance(count) + 14);
        const QRect pill(right - width + 1, row.center().y() - height / 2 + 1, width, height);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::color(problem ? theme::Tint::ProblemSurface : theme::Tint::Track));
        painter.drawRoundedRect(pill, height / 2.0, height / 2.0);
        cells::paintText(painter, pill, count, problem ? theme::Tint::Problem : theme::Tint::Text,
                         theme::Type::Small, theme::Weight::Bold, Qt::AlignCenter);
        right = pill.left() - theme::gap;
    }
    const int left = row.left() + wordsLeft;
    cells::paintText(painter, {left, row.top(), right - left, row.height()},
                     index.data().toString(), theme::Tint::Text, theme::Type::Body,
                     selected ? theme::Weight::Bold : theme::Weight::Normal,
                     Qt::AlignLeft | Qt::AlignVCenter, Qt::ElideRight);
}

bool PlaceDelegate::editorEvent(QEvent* event, QAbstractItemModel* model,
                                const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (m_kind != Kind::Share)
        return false;
    const auto flip = [model, &index] {
        const bool on = index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
        model->setData(index, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    };
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() != Qt::Key_Space || key->isAutoRepeat())
            return false;
        flip();
        return true;
    }
    const bool pressed = event->type() == QEvent::MouseButtonPress;
    const bool released = event->type() == QEvent::MouseButtonRelease;
    if (m_narrow || (!pressed && !released && event->type() != QEvent::MouseButtonDblClick))
        return false;
    const auto* mouse = static_cast<QMouseEvent*>(event);
    const QRect area = switchRect(rowOf(option.rect), option.direction)
                           .adjusted(-theme::gap, -theme::gap, theme::gap, theme::gap);
    if (mouse->button() != Qt::LeftButton || !area.contains(mouse->position().toPoint()))
        return false;
    if (released)
        flip();
    return true;
}

} // namespace sallyport

#include "moc_place_delegate.cpp"
