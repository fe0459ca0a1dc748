// A scene is one made-up afternoon on real parts: folders, people, a server, and stock `sftp`
// clients that come from other addresses and move files at the speed they are told to.
//
// Threads: the main thread. Widgets go before it.
#pragma once

#include "tests/shots/stage.h"
#include "tests/support/open_ssh.h"
#include "tests/support/window_fixture.h"

#include <QProcess>

#include <memory>
#include <vector>

namespace sallyport::shots {

class Scene {
public:
    explicit Scene(const Stage& stage);
    ~Scene();

    test::WindowFixture& fixture() { return m_fixture; }
    const CoreParts& parts() const { return m_fixture.parts(); }
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
    // Lets the event loop run until what was begun is seen.
    static void settle(int milliseconds = 120);

private:
    std::unique_ptr<QProcess> client(const QString& from, const QString& user, int kilobytes,
                                     const QByteArray& commands);
    void record(int minutesAgo, ActivityEvent event);

    const Stage& m_stage;
    test::OpenSshKey m_key;
    test::WindowFixture m_fixture;
    std::vector<std::unique_ptr<QProcess>> m_clients;
};

} // namespace sallyport::shots
