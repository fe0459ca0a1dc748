// Troubles listens to every part of core for what a person should know about, and keeps the message
// bars true to it: it opens a bar, offers the remedy, and closes it when the cause is gone.
//
// Threads: the main thread. The bars outlive it.
#pragma once

#include "core/activity.h"
#include "core/result.h"
#include "ui/core_parts.h"

#include <QObject>
#include <QString>

class QTimer;

namespace sallyport {

class MessageBars;

class Troubles final : public QObject {
    Q_OBJECT
public:
    // What `parts` refers to outlives it.
    Troubles(const CoreParts& parts, MessageBars& bars, QObject* parent = nullptr);
    void saveFailed(const Error& error);
    void folderRefused(const QString& folder, const Error& error);
    void placeRefused(const QByteArray& place); // none of this computer

private:
    void notShared(const QString& place, const QString& why);
    void startFailed(const Error& error);
    void portTaken();
    void usePort(quint16 port);
    void followSharing();
    void lookAtNetwork();
    void followKeychain();
    void followNotKept();
    void follow(const ActivityEvent& event);
    void addressBlocked(const ActivityEvent& event);

    const CoreParts m_parts;
    MessageBars& m_bars;
    QTimer* m_blockEnds;
    QString m_blocked; // the address the bar is about
    bool m_keychainSaid = false;
};

} // namespace sallyport
