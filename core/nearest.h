// Which known word did somebody mean? For messages about words that are not known.
//
// Threads: pure functions.
#pragma once

#include <QString>
#include <QStringList>

namespace sallyport {

// The known word with the fewest letters to change, add, drop or swap; the first of equals. Case
// does not count, and of a path "limits.x" a last part that fits counts more. Empty when `known`
// is.
QString nearestWord(const QString& word, const QStringList& known);

} // namespace sallyport
