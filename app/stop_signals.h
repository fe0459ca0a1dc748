// StopSignals turns SIGINT, SIGTERM and SIGHUP into Qt signals on the main thread.
//
// Handlers, and no blocked signals: those a program that is started from here would inherit, and
// could then not be stopped.
//
// Threads: the main thread. One object at a time.
#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace sallyport {

class StopSignals final : public QObject {
    Q_OBJECT
public:
    explicit StopSignals(QObject* parent = nullptr);
    ~StopSignals() override;
signals:
    void stopAsked();   // SIGINT or SIGTERM; once for each
    void reloadAsked(); // SIGHUP

private:
    void read();
    int m_ends[2] = {-1, -1}; // a pipe: the handlers write, the event loop reads
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace sallyport
