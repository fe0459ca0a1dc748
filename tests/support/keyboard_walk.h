// Walks a window as somebody does who has no mouse and does not see it: which of its controls have
// no name, and which the Tab key does not reach.
//
// Threads: the main thread. The window is visible and active, and stays as it was but for its focus
// and the choice of its radio buttons.
#pragma once

#include <QList>
#include <QStringList>

class QWidget;

namespace sallyport::test {

// What a person can do something with, and could now: visible and enabled. Parts of another control
// (the field in a spin box) and those who only help the mouse (scroll bars) are none.
QList<QWidget*> controlsOf(const QWidget& window);

// One line each; empty when all is well:
// - a control without an accessible name, or with that of its object;
// - a control that neither Tab nor, within a group of radio buttons, the arrows lead to;
// - whatever else Tab stops at without saying a name, or does not leave again;
// - whatever takes the focus from the mouse alone;
// - an order that goes up more often than from the last stop to the first;
// - Shift+Tab that does not lead back the same way.
QStringList keyboardFaults(QWidget& window);

} // namespace sallyport::test
