// Reports brings functions to the thread this object lives on: anyone posts, one queued call takes
// all that came. What is posted when the object goes is dropped with it.
//
// Threads: post() from any; the functions run on the object's own.
#pragma once

#include "core/guarded.h"

#include <QObject>

#include <functional>
#include <vector>

namespace sallyport::ssh {

class Reports final : public QObject {
    Q_OBJECT
public:
    void post(std::function<void()> report);

private:
    Q_INVOKABLE void take();

    Guarded<std::vector<std::function<void()>>> m_waiting;
};

} // namespace sallyport::ssh
