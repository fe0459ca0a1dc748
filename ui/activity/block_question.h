// Asks for how long an address is to be refused, and refuses it.
//
// Threads: the main thread. `parts` outlive the answer.
#pragma once

#include "ui/core_parts.h"

#include <QString>

class QWidget;

namespace sallyport {

void askToBlock(const CoreParts& parts, QWidget* parent, const QString& address);

} // namespace sallyport
