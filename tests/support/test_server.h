// TestServer is a Server on 127.0.0.1 with a tree in memory, one user (anna, password "secret" and
// a key), and a sink that keeps what was recorded.
//
// Threads: the test's, which runs the event loop.
#pragma once

#include "core/memory_file_system.h"
#include "core/server.h"
#include "tests/support/recording_sink.h"

#include <libssh/libssh.h>

#include <atomic>

namespace sallyport::test {

inline const AccountId annasAccount{"0123456789abcdef0123456789abcdef"};

class TestAuthenticator final : public Authenticator {
public:
    AuthMethods methods = AuthMethod::Password | AuthMethod::PublicKey;
    QByteArray annasKey; // wire format
    bool guestMayCome = false;
    bool readOnly = false; // anna may only look
    mutable std::atomic<int> passwordsChecked{0}, keysChecked{0}, nonesChecked{0};

    AuthMethods allowedMethods(const QString& user, const Peer&) const override;
    AuthAnswer checkNone(const QString& user, const Peer&) const override;
    AuthAnswer checkPassword(const QString& user, const QByteArray& password,
                             const Peer&) const override;
    AuthAnswer checkPublicKey(const QString& user, const QByteArray& key,
                              const Peer&) const override;
};

class TestServer {
public:
    TestServer();
    ~TestServer(); // stops, and waits for it

    ServerConfig config; // for start(); penalties are off
    std::shared_ptr<TestAuthenticator> authenticator = std::make_shared<TestAuthenticator>();
    MemoryFileSystem files;
    RecordingSink sink;
    std::atomic<int> fileSystemsMade{0};
    std::unique_ptr<Server> server;

    quint16 start(); // the port; fails the test when it cannot
    bool stop();     // true: everything ended within 10 s
    // The last event of a kind, once there are `count` of them within 10 s; else one of kind
    // Stopped.
    ActivityEvent event(ActivityEvent::Kind kind, qsizetype count = 1);

    // Made once for the whole test program.
    static std::shared_ptr<const HostKey> hostKey(HostKey::Type type = HostKey::Type::Ed25519);
};

} // namespace sallyport::test
