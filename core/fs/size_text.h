// Sizes in the sentences that clients and the activity list get.
//
// Threads: pure functions.
#pragma once

#include <QString>

namespace sallyport {

// "5 MiB", or all digits of what is no round number: "5242881 bytes".
QString sizeText(quint64 bytes);

} // namespace sallyport
