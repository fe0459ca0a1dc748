// A scenario of sixty requests as a client makes them, with the answers each must get where nothing
// fails: uploads, downloads, listings, links, copies, attributes, and clearing up.
//
// Threads: the test's own.
#pragma once

#include "core/activity.h"
#include "tests/support/packets.h"

#include <QHash>

#include <functional>
#include <vector>

namespace sallyport::test {

using Handles = QHash<QByteArray, QByteArray>; // by a name of the test's own

struct Step {
    const char* what;
    // `handles`: those open by now.
    std::function<QByteArray(quint32 id, const Handles& handles)> packet;
    QByteArray opens; // the name of the handle that comes back
    // What the request would change; none for one that only asks.
    std::optional<ActivityEvent::Kind> change;
};

// All below `root` ("" or "/share"), where a file "here" with some content lies; nothing is left.
std::vector<Step> sixtySteps(const QByteArray& root);

} // namespace sallyport::test
