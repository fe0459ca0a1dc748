// LiveConnections looks at the open connections for everything that shows them: at most four times
// a second while something moves, once when somebody comes or goes, and never while all is quiet.
//
// Threads: the main thread.
#pragma once

#include "core/server.h"
#include "core/settings.h"

#include <QList>
#include <QObject>

#include <memory>

namespace sallyport {

class ActivityLog;
class SettingsStore;
class Sharing;

struct LiveConnection {
    ConnectionInfo info; // rates in it are not smoothed
    QByteArray share;    // of info.file: its first component; empty when it looks at none
    quint64 rate = 0;    // bytes a second, smoothed over 2 s
    // Shown for 3 s after the transfer ended: doing is what it was, moved == size.
    bool finished = false;
};

class LiveConnections final : public QObject {
    Q_OBJECT
public:
    // All outlive it.
    LiveConnections(const Sharing& sharing, const SettingsStore& settings, ActivityLog& activity,
                    QObject* parent = nullptr);
    ~LiveConnections() override;

    const QList<LiveConnection>& all() const;    // logged in, the oldest first
    int connectedTo(const ShareId& share) const; // connections of the accounts that may see it
    int people() const;                          // different accounts
    bool isMoving() const;                       // any transfer under way
    int transfers() const;
    quint64 sending() const, receiving() const; // bytes a second, smoothed, all together
    int looks() const;                          // how often it has looked: for tests
signals:
    void changed();      // numbers or rows
    void countChanged(); // somebody came or went

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace sallyport
