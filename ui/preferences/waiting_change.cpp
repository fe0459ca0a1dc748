#include "ui/preferences/waiting_change.h"

#include "core/settings_editor.h"
#include "core/sharing.h"

#include <algorithm>

namespace sallyport {

WaitingChange::WaitingChange(const CoreParts& parts, Change change)
    : QObject(&parts.editor)
    , m_parts(parts)
    , m_change(std::move(change))
{
    connect(&parts.sharing.server(), &Server::connectionCountChanged, this, &WaitingChange::look);
    connect(&parts.sharing, &Sharing::stateChanged, this, &WaitingChange::look);
}

WaitingChange* WaitingChange::current(const CoreParts& parts)
{
    return parts.editor.findChild<WaitingChange*>(QString(), Qt::FindDirectChildrenOnly);
}

void WaitingChange::wait(const CoreParts& parts, Change change)
{
    const std::unique_ptr<WaitingChange> old(current(parts));
    (new WaitingChange(parts, std::move(change)))->look(); // they may have left meanwhile
}

void WaitingChange::look()
{
    const QList<ConnectionInfo> connections = m_parts.sharing.server().connections();
    const bool isAnyoneHere =
        std::any_of(connections.begin(), connections.end(),
                    [](const ConnectionInfo& one) { return !one.account.value.isEmpty(); });
    if (!isAnyoneHere || m_parts.sharing.state() == Sharing::State::Off)
        makeNow();
}

void WaitingChange::makeNow()
{
    if (Change change = std::exchange(m_change, nullptr)) {
        m_parts.editor.change(std::move(change));
        setParent(nullptr); // no longer the current one
        deleteLater();
    }
}

} // namespace sallyport

#include "moc_waiting_change.cpp"
