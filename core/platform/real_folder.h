// The one name of a folder: absolute, without links.
//
// Threads: any; blocks on the disk.
#pragma once

#include "core/result.h"

#include <QByteArray>

namespace sallyport {

// NotFound, NotADirectory, or Unavailable where the system does not let it be looked at. Sentences
// name the folder.
Result<QByteArray> realFolder(const QByteArray& folder);

} // namespace sallyport
