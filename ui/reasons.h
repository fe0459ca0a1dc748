// Core says in English why something failed, for logs and for clients. The window says it in its
// own words and language: a table knows every such message of core.
//
// Threads: the main thread; pure functions over the translations installed.
#pragma once

#include "core/result.h"

#include <QList>
#include <QString>

namespace sallyport {

// A sentence without its period. What no row knows stays as it is, made safe for a label.
QString reasonOf(const QString& message);
QString reasonOf(ErrorCode code); // for an error without a message

// The row of a message and what stands at its places: for sentences that are made otherwise.
struct KnownReason {
    const char* message = nullptr; // as core writes it: "%1 may only be viewed"; null: unknown
    QStringList places;
};
KnownReason knownReason(const QString& message);
QList<const char*> knownReasons(); // the messages of all rows

} // namespace sallyport
