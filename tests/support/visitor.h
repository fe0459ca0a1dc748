// A visitor of a window's shares: an SSH client that logs in as a share's guest and moves a file as
// slowly as the test wants.
//
// Threads: the test's.
#pragma once

#include "tests/support/packets.h"
#include "tests/support/ssh_client.h"
#include "tests/support/window_fixture.h"

namespace sallyport::test {

class Visitor {
public:
    bool logIn(const WindowFixture& window, const SettingsEditor::NewShare& share,
               const QString& from = QStringLiteral("127.0.0.1"))
    {
        if (!m_client.connect(window.port(), from)
            || m_client.password(share.userName.toUtf8(), share.password) != SSH_AUTH_SUCCESS)
            return false;
        m_sftp = m_client.openSftp();
        return m_sftp != nullptr;
    }
    bool open(const QByteArray& path)
    {
        m_handle = m_sftp->ask(Packet::open(1, path, fxf::read)).handle;
        m_offset = 0;
        return !m_handle.isEmpty();
    }
    // Reads on; how many bytes came.
    qsizetype read(quint32 bytes)
    {
        const auto data = m_sftp->ask(Packet::read(2, m_handle, m_offset, bytes)).data;
        m_offset += quint64(data.size());
        return data.size();
    }
    bool close() { return m_sftp->ask(Packet::close(3, m_handle)).is(StatusCode::Ok); }
    bool list(const QByteArray& folder)
    {
        const Reply opened = m_sftp->ask(Packet::opendir(4, folder));
        return m_sftp->ask(Packet::readdir(5, opened.handle)).type == NameReply;
    }
    void leave() { m_client.vanish(); }
    bool isSentAway() { return m_client.isClosed(); }

private:
    SshClient m_client;
    SshChannel* m_sftp = nullptr;
    QByteArray m_handle;
    quint64 m_offset = 0;
};

} // namespace sallyport::test
