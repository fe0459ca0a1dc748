// The one name of a folder, absolute and without links; and whether two names are of one folder.
//
// Threads: any; blocks on the disk.
#pragma once

#include "core/result.h"

#include <QByteArray>

namespace sallyport {

// NotFound, NotADirectory, or Unavailable where the system does not let it be looked at. Sentences
// name the folder.
Result<QByteArray> realFolder(const QByteArray& folder);
// Also where a folder is mounted at two places. False if one of them is not there.
bool isSameFolder(const QByteArray& one, const QByteArray& other);

} // namespace sallyport
