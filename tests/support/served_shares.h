// ServedShares is a real Server on 127.0.0.1 with folders of this computer, behind all that stands
// between a login and its files: LoginFiles and every wrapper it makes. Anna has an access to each.
//
// Threads: the test's own.
#pragma once

#include "core/fs/share_tree.h"
#include "core/settings.h"
#include "tests/support/ssh_client.h"
#include "tests/support/test_server.h"

#include <QTemporaryDir>

#include <list>
#include <memory>

namespace sallyport {
class LoginFiles;
}

namespace sallyport::test {

class ServedShares {
public:
    // Single: the only share is "/".
    explicit ServedShares(ShareTree::Layout layout = ShareTree::Layout::Named);
    ~ServedShares();

    // Before the first client: a share "/<name>" of `folder`.
    Share& add(const QByteArray& name, const QByteArray& folder, Access access = Access::Full);
    // Resolves by hand, as where the kernel has no openat2.
    void walk();

    // The first starts the server; each is a connection of its own, with one `sftp` channel.
    SshChannel& connect();
    SshChannel& sftp() { return m_channels.empty() ? connect() : *m_channels.front(); }
    SshClient& client() { return m_clients.front(); }
    Reply ask(const QByteArray& packet) { return sftp().ask(packet); }
    // All sent at once; a reply each, in the order of the packets.
    QList<Reply> askAll(const QByteArrayList& packets);
    QByteArray opened(const QByteArray& path, quint32 flags = fxf::read);
    QByteArray openedFolder(const QByteArray& path);

    // Since the last call. What a reply belongs to was recorded before it was sent.
    QList<ActivityEvent> news() { return server.sink.take(); }
    QList<ActivityEvent> news(ActivityEvent::Kind kind); // of that kind; the others are forgotten

    TestServer server;

private:
    const ShareTree::Layout m_layout;
    Settings m_settings;
    QTemporaryDir m_state;
    std::shared_ptr<const LoginFiles> m_logins;
    std::list<SshClient> m_clients;
    std::vector<SshChannel*> m_channels;
    quint16 m_port = 0;
    bool m_walks = false;
};

} // namespace sallyport::test
