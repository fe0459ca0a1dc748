// What Start, Stop all, Pause and Quit do, wherever they stand: toolbar, menu, tray. Stopping while
// something moves asks first (Question "stopQuestion" or "quitQuestion"): finish, now, or not at
// all. Start and Stop are remembered for the next start of the program, Pause and Quit are not.
//
// Threads: the main thread. `parent` is what the question stands over; nothing happens once it is
// gone.
#pragma once

#include "core/settings.h"
#include "ui/core_parts.h"

#include <QObject>

#include <chrono>
#include <functional>

class QWidget;

namespace sallyport {

class SharingSwitch final : public QObject {
    Q_OBJECT
public:
    static void start(const CoreParts& parts);
    static void stop(const CoreParts& parts, QWidget* parent);
    static void pause(const CoreParts& parts, QWidget* parent, std::chrono::seconds duration);

    enum class For { Stop, Quit };
    // `goOn` gets how long transfers may still take: 0 at once, also when nothing moves. It is not
    // called when the answer is Cancel.
    static void askFirst(const CoreParts& parts, QWidget* parent, For what,
                         std::function<void(std::chrono::seconds drain)> goOn);
    // Whether the program shares when it starts.
    static bool isRemembered(const Settings& settings);
};

} // namespace sallyport
