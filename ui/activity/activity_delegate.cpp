#include "ui/activity/activity_delegate.h"

#include "ui/activity/activity_model.h"
#include "ui/widgets/cells.h"
#include "ui/widgets/icon.h"

#include <QPainter>
#include <QTextLayout>
#include <QTreeView>

#include <algorithm>

namespace sallyport {

namespace {

constexpr int pad = 10;    // beside the words of a cell
constexpr int avatar = 22; // across
constexpr int arrowRoom = 24, iconSide = 16;
constexpr qsizetype mostLines = 3; // of a sentence

using Column = ActivityModel::Column;
using RowKind = ActivityModel::RowKind;

RowKind kindOf(const QModelIndex& index)
{
    return RowKind(index.data(ActivityModel::KindRole).toInt());
}

format::Weight weightOf(const QModelIndex& index)
{
    return format::Weight(index.data(ActivityModel::WeightRole).toInt());
}

theme::Tint tintOf(format::Weight weight)
{
    switch (weight) {
    case format::Weight::Plain:
        return theme::Tint::Quiet;
    case format::Weight::Good:
        return theme::Tint::Good;
    case format::Weight::Attention:
        return theme::Tint::Attention;
    case format::Weight::Problem:
        return theme::Tint::Problem;
    }
    return theme::Tint::Text;
}

bool isBad(format::Weight weight)
{
    return weight == format::Weight::Attention || weight == format::Weight::Problem;
}

int lineHeight(theme::Type type = theme::Type::Body)
{
    return QFontMetrics(theme::font(type)).height();
}

} // namespace

ActivityDelegate::ActivityDelegate(QTreeView& view)
    : QStyledItemDelegate(&view)
    , m_view(view)
{
}

QRect ActivityDelegate::arrow(const QRect& cell)
{
    return {cell.left(), cell.top(), arrowRoom, cell.height()};
}

QStringList ActivityDelegate::wrapped(const QString& sentence, int width)
{
    QTextLayout layout(sentence, theme::font(theme::Type::Body));
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    QStringList lines;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        // The last takes all that is left, and is elided where it is painted.
        const bool isLast = lines.size() + 1 == mostLines;
        lines += sentence.mid(line.textStart(), isLast ? -1 : line.textLength()).trimmed();
        if (isLast)
            break;
    }
    layout.endLayout();
    return lines.isEmpty() ? QStringList(QString()) : lines;
}

ActivityDelegate::Layout ActivityDelegate::layOut(const QRect& cell, const QModelIndex& index) const
{
    Layout layout;
    layout.words = cell.adjusted(arrowRoom + iconSide + theme::gap, 0, -pad, 0);
    layout.link = index.data(ActivityModel::RemedyRole).toString();
    // A sentence may use the room of numbers that are not there.
    for (const int column : {int(Column::Size), int(Column::Rate)}) {
        if (!index.siblingAtColumn(column).data().toString().isEmpty())
            break;
        layout.words.setRight(layout.words.right() + m_view.columnWidth(column));
    }
    const QString text = index.data().toString();
    layout.lines = isBad(weightOf(index)) ? wrapped(text, layout.words.width()) : QStringList(text);
    return layout;
}

QSize ActivityDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    const int least = std::max(int(theme::tableRow), lineHeight() + 14);
    if (index.column() != Column::What)
        return {0, least};
    const RowKind kind = kindOf(index);
    if (kind == RowKind::Day)
        return {0, least + 2};
    if (kind == RowKind::Child || kind == RowKind::More)
        return {0, least};
    const QRect cell(m_view.columnViewportPosition(Column::What), 0,
                     m_view.columnWidth(Column::What), least);
    const Layout layout = layOut(cell, index);
    return {0,
            least + (int(layout.lines.size()) - 1) * lineHeight()
                + (layout.link.isEmpty() ? 0 : lineHeight(theme::Type::Small) + theme::pairGap)};
}

QRect ActivityDelegate::link(const QRect& cell, const QModelIndex& index) const
{
    const Layout layout = layOut(cell, index);
    if (layout.link.isEmpty())
        return {};
    const QFontMetrics metrics(theme::font(theme::Type::Small, theme::Weight::Bold));
    const int height = metrics.height();
    const int words = lineHeight() * int(layout.lines.size());
    const int top = cell.top() + (cell.height() - words - theme::pairGap - height) / 2;
    return {layout.words.left(), top + words + theme::pairGap,
            std::min(metrics.horizontalAdvance(layout.link) + 2, layout.words.width()), height};
}

void ActivityDelegate::paintWhat(QPainter& painter, const QRect& cell,
                                 const QModelIndex& index) const
{
    const RowKind kind = kindOf(index);
    const format::Weight weight = weightOf(index);
    if (kind == RowKind::Run) {
        const QRect room = arrow(cell);
        constexpr int side = 14;
        paintIcon(painter,
                  QRect(room.left() + (room.width() - side) / 2, room.center().y() - side / 2, side,
                        side),
                  m_view.isExpanded(index.siblingAtColumn(0)) ? QStringLiteral("collapse")
                                                              : QStringLiteral("expand"),
                  theme::Tint::Text);
    }
    if (const QString name = index.data(ActivityModel::IconRole).toString(); !name.isEmpty())
        paintIcon(
            painter,
            QRect(cell.left() + arrowRoom, cell.center().y() - iconSide / 2, iconSide, iconSide),
            name, isBad(weight) ? tintOf(weight) : theme::Tint::Quiet);
    const Layout layout = layOut(cell, index);
    QRect words = layout.words;
    const auto tint = kind == RowKind::More ? theme::Tint::AccentText
        : weight == format::Weight::Problem ? theme::Tint::Problem
                                            : theme::Tint::Text;
    if (!layout.link.isEmpty()) {
        const QRect below = link(cell, index);
        cells::paintText(painter, below, layout.link, theme::Tint::AccentText, theme::Type::Small,
                         theme::Weight::Bold);
        words.setBottom(below.top() - theme::pairGap);
        words.setTop(words.bottom() - lineHeight() * int(layout.lines.size()) + 1);
    }
    QRect line(words.left(), words.center().y() - (lineHeight() * int(layout.lines.size()) - 1) / 2,
               words.width(), lineHeight());
    for (const QString& one : layout.lines) {
        cells::paintText(painter, line, one, tint, theme::Type::Body, theme::Weight::Normal,
                         Qt::AlignLeft | Qt::AlignVCenter, Qt::ElideMiddle);
        line.translate(0, lineHeight());
    }
}

void ActivityDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    if (kindOf(index) == RowKind::Day)
        return; // the view paints those, across all columns
    if (index.column() == Column::What)
        return paintWhat(*painter, option.rect, index);
    QRect rect = option.rect.adjusted(pad, 0, -pad, 0);
    const QString text = index.data().toString();
    if (text.isEmpty())
        return;
    auto tint = theme::Tint::Text;
    auto weight = theme::Weight::Normal;
    switch (Column(index.column())) {
    case Column::Time:
    case Column::Address:
    case Column::Rate:
        tint = theme::Tint::Quiet;
        break;
    case Column::Person:
        cells::paintAvatar(*painter,
                           QRect(rect.left(), rect.center().y() - avatar / 2, avatar, avatar), text,
                           index.data(ActivityModel::GuestRole).toBool());
        rect.setLeft(rect.left() + avatar + theme::gap);
        break;
    case Column::Result:
        tint =
            weightOf(index) == format::Weight::Plain ? theme::Tint::Text : tintOf(weightOf(index));
        weight = isBad(weightOf(index)) ? theme::Weight::Bold : theme::Weight::Normal;
        break;
    case Column::What:
    case Column::Size:
    case Column::ColumnCount:
        break;
    }
    cells::paintText(*painter, rect, text, tint, theme::Type::Body, weight,
                     Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt()));
}

} // namespace sallyport

#include "moc_activity_delegate.cpp"
