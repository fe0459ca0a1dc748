// Looks for texts that a person cannot read to the end: labels and buttons smaller than what they
// say, labels cut with no tool tip that tells the rest, titles of columns wider than their column.
//
// Threads: the main thread.
#pragma once

#include <QStringList>

class QWidget;

namespace sallyport::shots {

enum class Elision { WithToolTip, Never };

// A line for each fault: where it is, and what it says.
QStringList clipped(const QWidget& window, Elision allowed);

} // namespace sallyport::shots
