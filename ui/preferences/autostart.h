// Autostart is whether the window starts when the person logs in. The program owns the file that
// says so; the preferences only show and ask.
//
// Threads: the main thread.
#pragma once

#include "core/result.h"

#include <QFuture>

namespace sallyport {

class Autostart {
public:
    virtual ~Autostart() = default;

    virtual bool isOn() const = 0;
    // isOn() says so once the future has succeeded.
    virtual QFuture<Result<void>> setOn(bool on) = 0;
};

} // namespace sallyport
