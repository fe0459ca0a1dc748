// One job of QtKeychain, and what its answer means. QtKeychain's own codes say too little: a locked
// keyring reads as an empty one, and removing from it as success.
//
// Threads: the main thread. A job that has begun cannot be called off, and must not be deleted
// while the keyring still works on it: when its asker is gone, it stays until it ends by itself.
// Nor does a job end whose keyring died over a prompt: it is left where it is, as Unavailable.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <functional>

namespace QKeychain {
class Job;
}

namespace sallyport {

class KeychainJob final : public QObject {
    Q_OBJECT
public:
    // Errors: NotFound (read), PermissionDenied (locked, or refused), Unavailable (anything else).
    // Of a read the value is the secret, of the others empty. Called once, or never while the
    // keyring does not answer.
    using Ended = std::function<void(Result<QByteArray>)>;

    // `lockTimeOut` is how long the keyring may take to say whether it is locked.
    KeychainJob(const QString& service, std::chrono::milliseconds lockTimeOut);
    ~KeychainJob() override;

    // One at a time.
    void read(const QString& key, Ended ended);
    void write(const QString& key, const QByteArray& secret, Ended ended);
    void remove(const QString& key, Ended ended);

private:
    using Make = std::function<QKeychain::Job*()>;
    using Finished = std::function<void(const QKeychain::Job&)>;

    void start(Make make, Finished finished, Ended ended);
    void begin();
    void finish();
    void leaveBehind();
    void endUnlessLocked(Result<QByteArray> otherwise);
    void end(Result<QByteArray> result);

    const QString m_service;
    const std::chrono::milliseconds m_lockTimeOut;
    QKeychain::Job* m_job = nullptr; // begun and not finished
    bool m_mayTryAgain = false;
    bool m_watches = false;
    QTimer m_lastWord; // a job whose keyring is gone may still end by itself
    Make m_make;
    Finished m_finished;
    Ended m_ended;
};

} // namespace sallyport
