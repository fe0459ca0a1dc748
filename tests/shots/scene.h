// A scene is one made-up afternoon on real parts: folders, people, a server, and stock `sftp`
// clients that come from other addresses and move files at the speed they are told to.
//
// Threads: the main thread. Widgets go before it.
#pragma once

#include "tests/shots/stage.h"
#include "tests/support/open_ssh.h"
#include "tests/support/window_fixture.h"
#include "ui/widgets/message_dialogs.h"

#include <QProcess>

#include <memory>
#include <vector>

namespace sallyport::shots {

// A keychain that can be locked.
class LockableStore final : public CredentialStore {
    Q_OBJECT
public:
    explicit LockableStore(CredentialStore& inside)
        : m_inside(inside)
    {
    }
    bool isLocked = false;

    QFuture<Result<QByteArray>> read(const QString& key) override;
    QFuture<Result<void>> write(const QString& key, const QByteArray& secret) override;
    QFuture<Result<void>> remove(const QString& key) override;

private:
    CredentialStore& m_inside;
};

class Scene {
public:
    explicit Scene(const Stage& stage);
    ~Scene();

    test::WindowFixture& fixture() { return m_fixture; }
    const CoreParts& parts() const { return m_parts; } // with real dialogs
    const Stage& stage() const { return m_stage; }
    const Share& share(int number) const { return m_fixture.settings().shares.at(number); }

    // A folder that is there; its path.
    QString makeFolder(const QString& name);
    void addShares();              // Photos, Scans, Projects, and Music, which is off
    void addManyShares(int count); // with long names
    void addPeople();              // anna, scanner, and one whose time is over
    void addManyPeople(int count);
    void startSharing();
    void connectPeople(); // anna downloads, the phone uploads, somebody looks around
    void addActivity();
    void addMuchActivity(int rows);
    void lockKeychain() { m_credentials.isLocked = true; }
    void damageSettings();
    // Lets the event loop run until what was begun is seen.
    static void settle(int milliseconds = 120);

private:
    std::unique_ptr<QProcess> client(const QString& from, const QString& user, int kilobytes,
                                     const QByteArray& commands);
    void record(int minutesAgo, ActivityEvent event);

    const Stage& m_stage;
    test::OpenSshKey m_key;
    test::WindowFixture m_fixture;
    LockableStore m_credentials{*m_fixture.credentials};
    MessageDialogs m_dialogs;
    const CoreParts m_parts;
    std::vector<std::unique_ptr<QProcess>> m_clients;
};

} // namespace sallyport::shots
