// The one table from errno to what a program decides by and a person reads.
//
// Threads: pure functions.
#pragma once

#include "core/result.h"

#include <QString>

namespace sallyport {

// `share` is the share's name as shown; it is named in every message, a folder of this computer
// never. EXDEV is a path that leads out (openat2(2)); where it means two disks, use otherDisk().
Error systemError(int error, const QString& share);
Error otherDisk(const QString& share);
Error notRegular(const QString& share);

} // namespace sallyport
