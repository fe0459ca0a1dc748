// StopSignals turns SIGINT, SIGTERM and SIGHUP into Qt signals on the main thread.
//
// Threads: the main thread; made before any other thread, since they inherit that the signals are
// blocked. One object at a time.
#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace sallyport {

class StopSignals final : public QObject {
    Q_OBJECT
public:
    explicit StopSignals(QObject* parent = nullptr);
    // For a program whose toolkit starts threads before there can be an object: early in main().
    static void block();
    ~StopSignals() override;
signals:
    void stopAsked();   // SIGINT or SIGTERM; once for each
    void reloadAsked(); // SIGHUP

private:
    void read();
    const int m_descriptor;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace sallyport
