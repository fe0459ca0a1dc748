// A walk through all that lies below a folder, hidden or not, that follows no link. Each folder is
// reached component by component from the top, so a walk holds one folder open at a time, however
// deep it goes, and cannot be led elsewhere by what is swapped meanwhile.
//
// Threads: any; blocks on the disk.
// Errors: an errno if the top cannot be read, or something below, after the rest was walked
// through. What is gone meanwhile or closed to this user is left out without a word.
#pragma once

#include <QByteArray>
#include <QtGlobal>

#include <functional>

#include <dirent.h>

namespace sallyport {

enum class Walking { GoOn, Stop };
// Called for each entry that is no folder. `folder` is open for the time of the call.
using VisitEntry = std::function<Walking(int folder, const dirent& entry)>;

int walkTree(int top, const VisitEntry& visit);
// The sizes of all regular files; one with several names counts once.
int sumFileSizes(int top, quint64& bytes);

} // namespace sallyport
