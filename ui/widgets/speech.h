// What a screen reader is told without the focus going anywhere.
//
// Threads: the main thread.
#pragma once

#include <QString>

class QWidget;

namespace sallyport {

// `text` is said once, as news about `about`, which keeps its name.
void announce(QWidget& about, const QString& text);

} // namespace sallyport
