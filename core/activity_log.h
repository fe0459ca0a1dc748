// ActivityLog keeps what happened last, one entry per event id, and tells the UI about
// news. It is the way from the connection threads to the main thread.
//
// Threads: record() from any thread. Everything else, and the signals, on the main thread.
// Between the two is a queue of at most 65,536 events, drained by one posted wake, at most every
// 10 ms: what is new of an id replaces its Running event, starts and ends are dropped last, and
// drops are counted.
#pragma once

#include "core/activity.h"

#include <QObject>

#include <chrono>
#include <deque>
#include <memory>

namespace sallyport {

class ActivityLog final : public QObject, public ActivitySink {
    Q_OBJECT
public:
    static constexpr int maxQueue = 65'536;

    // Keeps the last `capacity` entries. An event that comes alone is delivered at once, those that
    // come within `gatherFor` of a delivery together.
    explicit ActivityLog(int capacity = 100'000, QObject* parent = nullptr,
                         std::chrono::milliseconds gatherFor = std::chrono::milliseconds{10});
    ~ActivityLog() override;

    void record(ActivityEvent event) override;
    void flush(); // delivers what is queued now; for the end of a program

    // Puts what an earlier run left in front, oldest first; what does not fit is left out, from the
    // oldest on. Transfers it began and never ended are shown as cut short.
    void prepend(const QList<ActivityEvent>& older);

    const std::deque<ActivityEvent>& entries() const; // oldest first
    qint64 firstEntry() const; // number of entries().front(); below 0 for those of an earlier run
    int capacity() const;
    quint64 dropped() const; // events lost to a full queue since the program started
signals:
    // Entries are numbered from 0. A number seen before is news of that entry.
    void recorded(const sallyport::ActivityEvent& event, qint64 entry);
    void prepended(qsizetype count);

private:
    Q_INVOKABLE void deliver(); // queued by record()

    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace sallyport
