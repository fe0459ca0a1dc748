#include "ui/activity/activity_filter.h"

#include "ui/format.h"

namespace sallyport {

using Kind = ActivityEvent::Kind;
using Action = ActivityFilter::Action;

Action actionOf(Kind kind)
{
    switch (kind) {
    case Kind::Download:
        return Action::Downloads;
    case Kind::Upload:
        return Action::Uploads;
    case Kind::MadeDirectory:
    case Kind::Removed:
    case Kind::Renamed:
    case Kind::Linked:
    case Kind::ChangedAttributes:
    case Kind::Escape:
        return Action::Changes;
    case Kind::Connected:
    case Kind::LoggedIn:
    case Kind::LoginRefused:
    case Kind::Disconnected:
    case Kind::Denied:
    case Kind::Protocol:
        return Action::Logins;
    case Kind::TurnedAway:
    case Kind::Blocked:
    case Kind::Unblocked:
    case Kind::Limit:
        return Action::Blocks;
    case Kind::Listening:
    case Kind::ShareLost:
    case Kind::ShareBack:
    case Kind::Fault:
    case Kind::Settings:
    case Kind::Stopped:
        return Action::Here;
    }
    return Action::Here;
}

bool ActivityFilter::matches(const ActivityEvent& event, qint64 entry, bool isProblem) const
{
    if (problemsOnly && !isProblem)
        return false;
    if (action != Action::All && actionOf(event.kind) != action)
        return false;
    if (!user.isEmpty() && event.user != user)
        return false;
    if (!share.isEmpty() && event.share != share)
        return false;
    if (run && (entry < run->first || entry > run->second))
        return false;
    if (text.isEmpty())
        return true;
    const auto holds = [this](const QString& words) {
        return words.contains(text, Qt::CaseInsensitive);
    };
    return (event.path && holds(QString::fromUtf8(event.path->bytes()))) || holds(event.user)
        || holds(event.peer) || holds(QString::fromUtf8(event.target))
        || holds(QString::fromUtf8(event.share)) || holds(event.client);
}

} // namespace sallyport
