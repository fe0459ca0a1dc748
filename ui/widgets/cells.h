// Painting of table and list cells in the look of the window, for the delegates of all tables.
//
// Threads: the main thread.
#pragma once

#include "ui/widgets/theme.h"

#include <QString>
#include <QStyledItemDelegate>
#include <QTreeView>

class QPainter;

namespace sallyport::cells {

// The row behind a cell: hover, selection (accent surface and a 3 px bar at its first column),
// focus.
void paintRow(QPainter& painter, const QStyleOptionViewItem& option, bool firstColumn);
// A round badge with the first letter, or the person icon for guests (empty letter).
void paintAvatar(QPainter& painter, const QRect& where, const QString& name, bool guest);
void paintText(QPainter& painter, const QRect& where, const QString& text, theme::Tint tint,
               theme::Type type = theme::Type::Body, theme::Weight weight = theme::Weight::Normal,
               Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter,
               Qt::TextElideMode elide = Qt::ElideMiddle);
void paintProgress(QPainter& painter, const QRect& where, double part); // 0 to 1; whole pixels
int widthOf(const QStringList& words, theme::Type type = theme::Type::Body,
            theme::Weight weight = theme::Weight::Normal); // of the longest, plus 20

// The set-up all tables share: no frame, quiet header, row selection, smooth scrolling, tab leaves.
void prepare(QTreeView& view, const QString& accessibleName);

} // namespace sallyport::cells
