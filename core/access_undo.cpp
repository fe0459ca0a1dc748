#include "core/access_undo.h"

#include <QHash>
#include <QSet>

#include <utility>

namespace sallyport {

void AccessUndo::add(const Step& step)
{
    m_steps.append(step);
    if (m_steps.size() > most)
        m_steps.removeFirst();
}

void AccessUndo::keepTrue(const Settings& settings)
{
    QSet<ShareId> shares;
    for (const Share& share : settings.shares)
        shares.insert(share.id);
    // What each cell must have been before the steps looked at, from the last one back.
    using Cell = std::pair<AccountId, ShareId>;
    QHash<Cell, std::optional<Access>> expected;
    for (const Account& account : settings.accounts) {
        for (const ShareId& share : std::as_const(shares)) {
            const auto grant = account.access.find(share);
            expected.insert({account.id, share},
                            grant == account.access.end() ? std::nullopt : std::optional(*grant));
        }
    }
    QList<Step> kept;
    for (auto step = m_steps.crbegin(); step != m_steps.crend(); ++step) {
        const auto cell = expected.find({step->account, step->share});
        if (cell == expected.end())
            continue;
        if (*cell != step->after) {
            expected.erase(cell); // nor anything older of it
            continue;
        }
        *cell = step->before;
        kept.prepend(*step);
    }
    m_steps = kept;
}

} // namespace sallyport
