#include "core/sharing_status.h"

namespace sallyport {

void ShareStatuses::note(const ShareId& share, const Result<void>& seen)
{
    if (seen)
        m_lost.remove(share);
    else
        m_lost.insert(share,
                      seen.error().code == ErrorCode::AnotherFolder ? Now::AnotherFolder
                                                                    : Now::Unavailable);
}

ShareStatuses::Now ShareStatuses::statusOf(const Share& share, const QDateTime& moment) const
{
    if (!share.enabled)
        return Now::Off;
    if (share.until && *share.until <= moment)
        return Now::Ended;
    return m_lost.value(share.id, Now::Available);
}

QList<ShareId> ShareStatuses::update(const Settings& settings, Served served,
                                     const QSet<ShareId>& ending, const QDateTime& moment)
{
    QHash<ShareId, Now> now;
    for (const Share& share : settings.shares) {
        Now status = served == Served::Yes ? statusOf(share, moment) : Now::Off;
        if (status == Now::Available && ending.contains(share.id))
            status = Now::Ending;
        if (status != Now::Off)
            now.insert(share.id, status);
    }
    now.swap(m_now);
    const QHash<ShareId, Now>& before = now;
    QList<ShareId> changed;
    for (auto one = m_now.cbegin(); one != m_now.cend(); ++one) {
        if (before.value(one.key(), Now::Off) != one.value())
            changed += one.key();
    }
    for (auto one = before.cbegin(); one != before.cend(); ++one) {
        if (!m_now.contains(one.key()))
            changed += one.key();
    }
    return changed;
}

ShareStatuses::Now ShareStatuses::of(const ShareId& share) const
{
    return m_now.value(share, Now::Off);
}

} // namespace sallyport
