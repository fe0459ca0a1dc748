// ShareStatuses knows how each share is found now, from the settings and from what was seen of its
// folder, and says which ones changed.
//
// Threads: Sharing's.
#pragma once

#include "core/result.h"
#include "core/settings.h"
#include "core/sharing.h"

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QSet>

namespace sallyport {

class ShareStatuses {
public:
    using Now = Sharing::ShareStatus::Now;
    enum class Served { No, Yes };

    // A folder was lost, as the error says, or is back.
    void note(const ShareId& share, const Result<void>& seen);
    // Looks at all of them anew. Those that changed since the last call.
    QList<ShareId> update(const Settings& settings, Served served, const QSet<ShareId>& ending,
                          const QDateTime& moment);
    Now of(const ShareId& share) const; // as of the last update(); unknown ones are Off

private:
    Now statusOf(const Share& share, const QDateTime& moment) const;

    QHash<ShareId, Now> m_lost; // Unavailable or AnotherFolder
    QHash<ShareId, Now> m_now;  // all that are not Off
};

} // namespace sallyport
