#include "tests/support/served_shares.h"

#include "core/fs/login_files.h"

namespace sallyport::test {

ServedShares::ServedShares(ShareTree::Layout layout)
    : m_layout(layout)
{
    Account account;
    account.id = annasAccount;
    account.userName = QStringLiteral("anna");
    m_settings.accounts = {account};
}

ServedShares::~ServedShares()
{
    m_channels.clear();
    m_clients.clear();
    server.stop();
    if (m_walks)
        qunsetenv("SALLYPORT_RESOLVER");
}

Share& ServedShares::add(const QByteArray& name, const QByteArray& folder, Access access)
{
    Share share;
    share.id = {"id of " + name};
    share.name = name;
    share.folder = folder;
    m_settings.shares.append(share);
    m_settings.accounts.first().access.insert(share.id, access);
    return m_settings.shares.last();
}

void ServedShares::walk()
{
    m_walks = true;
    qputenv("SALLYPORT_RESOLVER", "walk");
}

SshChannel& ServedShares::connect()
{
    if (!m_logins) {
        m_logins = std::make_shared<const LoginFiles>(
            loginSnapshot(m_settings, m_layout), std::make_shared<ShareOpener>(openLocalShare),
            std::make_shared<CreatedFilesStore>(m_state.path()));
        server.config.fileSystemFor =
            [logins = m_logins](const Identity& who) -> Result<std::unique_ptr<FileSystem>> {
            auto tree = logins->open(who);
            if (!tree)
                return tree.error();
            return std::move(tree->files);
        };
        m_port = server.start();
    }
    SshClient& client = m_clients.emplace_back();
    SshChannel* channel = client.logIn(m_port) ? client.openSftp() : nullptr;
    if (!channel)
        qFatal("a client cannot log in");
    m_channels.push_back(channel);
    return *channel;
}

QList<Reply> ServedShares::askAll(const QByteArrayList& packets)
{
    // Few enough that neither side waits for the other.
    constexpr qsizetype most = 32 * 1024;
    QList<Reply> replies;
    QByteArray batch;
    qsizetype count = 0;
    const auto flush = [&] {
        if (sftp().send(batch))
            replies += sftp().receive(count);
        batch.clear();
        count = 0;
    };
    for (const QByteArray& packet : packets) {
        if (!batch.isEmpty() && batch.size() + packet.size() > most)
            flush();
        batch += packet;
        ++count;
    }
    if (count > 0)
        flush();
    return replies;
}

QByteArray ServedShares::opened(const QByteArray& path, quint32 flags)
{
    return ask(Packet::open(1, path, flags)).handle;
}

QByteArray ServedShares::openedFolder(const QByteArray& path)
{
    return ask(Packet::opendir(1, path)).handle;
}

QList<ActivityEvent> ServedShares::news(ActivityEvent::Kind kind)
{
    QList<ActivityEvent> found = news();
    found.removeIf([kind](const ActivityEvent& event) { return event.kind != kind; });
    return found;
}

} // namespace sallyport::test
