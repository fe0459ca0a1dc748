// What Start sharing, Stop sharing, Rename and Remove mean for one share, wherever they stand: its
// page, the left column. Stopping while something moves in it asks first (Question
// "stopShareQuestion"), removing always does (Question "removeShareQuestion").
//
// Threads: the main thread. `parent` is what a question stands over; nothing happens once it is
// gone.
#pragma once

#include "core/result.h"
#include "core/settings.h"
#include "ui/core_parts.h"

#include <QObject>

#include <functional>

class QWidget;

namespace sallyport {

class ShareSwitch final : public QObject {
    Q_OBJECT
public:
    using Failed = std::function<void(const Error&)>;
    // Shares it, and starts sharing at all where that is off.
    static void start(const CoreParts& parts, const ShareId& share, QWidget* parent, Failed failed);
    static void stop(const CoreParts& parts, const ShareId& share, QWidget* parent, Failed failed);
    static void rename(const CoreParts& parts, const ShareId& share, QWidget* parent,
                       Failed failed);
    static void remove(const CoreParts& parts, const ShareId& share, QWidget* parent,
                       std::function<void()> removed, Failed failed);
};

} // namespace sallyport
