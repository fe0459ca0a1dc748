// HeldDownload is a guest who has begun to download a file and reads no more than its beginning: a
// transfer under way for as long as the object lives.
//
// Threads: the test's.
#pragma once

#include "tests/support/ssh_client.h"
#include "tests/support/window_fixture.h"

#include <QFile>

namespace sallyport::test {

class HeldDownload {
public:
    // The file it takes, to be made in a shared folder.
    static bool makeFile(const QString& folder)
    {
        QFile big(folder + QStringLiteral("/big"));
        return big.open(QIODevice::WriteOnly) && big.resize(64 * 1024 * 1024);
    }
    bool start(quint16 port, const QByteArray& user, const QByteArray& password,
               const QByteArray& share)
    {
        if (!m_client.connect(port) || m_client.password(user, password) != SSH_AUTH_SUCCESS)
            return false;
        SshChannel* const channel = m_client.openSftp();
        if (!channel)
            return false;
        m_channel = channel;
        m_handle = channel->ask(Packet::open(1, '/' + share + "/big", fxf::read)).handle;
        return goesOn();
    }
    // Reads a little of it.
    bool goesOn() const
    {
        return m_channel->ask(Packet::read(2, m_handle, 0, 32 * 1024)).type == DataReply;
    }
    // The same; true once the window's numbers know of it.
    bool start(WindowFixture& fixture, const SettingsEditor::NewShare& share)
    {
        return start(fixture.port(), share.userName.toUtf8(), share.password, share.name)
            && QTest::qWaitFor([&fixture] { return fixture.live->isMoving(); },
                               WindowFixture::patience);
    }
    bool isEnded() { return m_client.isClosed(); }

private:
    SshClient m_client;
    SshChannel* m_channel = nullptr;
    QByteArray m_handle;
};

} // namespace sallyport::test
