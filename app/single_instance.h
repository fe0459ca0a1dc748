// SingleInstance makes a second start of one profile's window hand its folders to the first. The
// first holds a lock and listens at a local socket beside it, both in the user's runtime folder;
// what a program that died left there is taken over. Nobody but this user is listened to or told.
//
// Threads: the main thread. claim() needs no QCoreApplication, and blocks for at most its patience.
// Source: unix(7), SO_PEERCRED.
#pragma once

#include "app/profile.h"
#include "core/platform/file_lock.h"

#include <QByteArray>
#include <QList>
#include <QObject>

#include <chrono>
#include <memory>
#include <optional>

class QLocalServer;
class QLocalSocket;

namespace sallyport {

// What a second start says to the first.
struct Handover {
    QList<QByteArray> folders;  // absolute
    bool hidden = false;        // does not ask for the window
    QByteArray activationToken; // of the desktop, so that the window may come to the front
    enum class Sharing { AsLeft, Start, Stop };
    Sharing sharing = Sharing::AsLeft; // Start and Stop are `hidden`
    QByteArray elsewhere = {};         // a URI that is no folder of this computer; then no folders
    bool operator==(const Handover&) const = default;
};

class SingleInstance final : public QObject {
    Q_OBJECT
public:
    // That this process is the first.
    class Claim {
    public:
        Claim(FileLock lock, int descriptor, QString socket);
        Claim(Claim&& other) noexcept;
        Claim& operator=(Claim&&) = delete;
        ~Claim(); // lets the next one be first

    private:
        friend class SingleInstance;
        FileLock m_lock;
        int m_descriptor;
        QString m_socket;
    };
    // Nothing: there was a first, and it has taken `handover`. Busy: there is one that does not
    // answer within `patience`. PermissionDenied: what is there belongs to another user.
    static Result<std::optional<Claim>>
    claim(const Profile& profile, const Handover& handover,
          std::chrono::milliseconds patience = std::chrono::seconds(10));

    explicit SingleInstance(Claim claim, QObject* parent = nullptr);
    ~SingleInstance() override;
    // The next start is a first one, even if this process cannot end yet. Nothing is handed over
    // any more.
    void letGo();
signals:
    void handedOver(const sallyport::Handover& handover);

private:
    void welcome();
    void read(QLocalSocket& peer);

    std::optional<Claim> m_claim;
    std::unique_ptr<QLocalServer> m_server;
};

} // namespace sallyport
