// WaitingChange is a change of the settings that waits until nobody is connected, or sharing stops.
// There is one at most; it lives beside the editor, outlives the dialog, and goes when it is made.
//
// Threads: the main thread. The parts outlive it.
#pragma once

#include "core/settings.h"
#include "ui/core_parts.h"

#include <QObject>

#include <functional>

namespace sallyport {

class WaitingChange final : public QObject {
    Q_OBJECT
public:
    using Change = std::function<void(Settings&)>;

    // Takes the place of one that waits already.
    static void wait(const CoreParts& parts, Change change);
    static WaitingChange* current(const CoreParts& parts); // null: none waits

    void makeNow();

private:
    WaitingChange(const CoreParts& parts, Change change);
    void look();

    const CoreParts m_parts;
    Change m_change; // empty: made
};

} // namespace sallyport
