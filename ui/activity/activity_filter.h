// What of the activity a person wants to see.
//
// Threads: plain values.
#pragma once

#include "core/activity.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <utility>

namespace sallyport {

struct ActivityFilter {
    enum class Action { All, Downloads, Uploads, Changes, Logins, Blocks, Here };

    QString user;     // empty: everyone
    QByteArray share; // empty: all folders
    Action action = Action::All;
    bool problemsOnly = false;
    QString text; // in names, people, addresses; without regard to case
    // The files of one run, each in a row of its own: the numbers of its first and last entry.
    std::optional<std::pair<qint64, qint64>> run;

    bool isActive() const { return *this != ActivityFilter(); }
    // `isProblem`: of the row, which may know more than the event.
    bool matches(const ActivityEvent& event, qint64 entry, bool isProblem) const;

    bool operator==(const ActivityFilter&) const = default;
};

// The kind of action an event is; never All.
ActivityFilter::Action actionOf(ActivityEvent::Kind kind);

} // namespace sallyport
