#include "tests/support/sharing_fixture.h"

#include <QDir>
#include <QFile>
#include <QTest>

namespace sallyport::test {

SharingFixture::SharingFixture(const OpenSshKey& key, const QString& keys, OpenShare openShare)
    : m_key(key)
{
    m_writer.setMaxThreadCount(1);
    store = std::make_unique<SettingsStore>(path(QStringLiteral("settings.json")), m_writer);
    settings.network.addresses = {QHostAddress(QHostAddress::LocalHost)};
    settings.network.port = 0;
    for (const char* name : {"Photos", "Inbox"}) {
        Share share;
        share.id = ShareId::create();
        share.name = name;
        const QString folder = path(QLatin1String(name));
        QDir().mkpath(folder);
        share.folder = QFile::encodeName(folder);
        if (const auto mark = LocalFileSystem::mark(share.folder))
            share.root = *mark;
        settings.shares += share;
    }
    photos = settings.shares[0].id;
    inbox = settings.shares[1].id;
    for (const char* name : {"anna", "ben"}) {
        Account account;
        account.id = AccountId::create();
        account.userName = QLatin1String(name);
        account.keys = {{key.wire(), {}, {}, {}, false}};
        account.access = {{photos, Access::View}};
        settings.accounts += account;
    }
    anna = settings.accounts[0].id;
    ben = settings.accounts[1].id;
    settings.accounts[0].access.insert(inbox, Access::Full);
    if (!save(settings))
        QTest::qFail("cannot save the first settings", __FILE__, __LINE__);

    Sharing::Places places;
    places.keys = keys;
    places.state = path(QStringLiteral("state"));
    places.serverLock = path(QStringLiteral("lock"));
    sharing = std::make_unique<Sharing>(*store, sink, places, std::move(openShare));
}

SharingFixture::~SharingFixture()
{
    stop();
    sharing.reset();
    store.reset();
    m_writer.waitForDone();
}

bool SharingFixture::save(const Settings& wanted)
{
    const QFuture<Result<void>> saved = store->save(wanted);
    return QTest::qWaitFor([&saved] { return saved.isFinished(); }, patience)
        && saved.result().has_value();
}

bool SharingFixture::start()
{
    sharing->start();
    return QTest::qWaitFor([this] { return sharing->state() == Sharing::State::On; }, patience);
}

bool SharingFixture::stop()
{
    sharing->stop();
    return QTest::qWaitFor([this] { return sharing->state() == Sharing::State::Off; }, patience);
}

Sharing::ShareStatus::Now SharingFixture::statusOf(const ShareId& share) const
{
    return sharing->shareStatus(share).now;
}

std::unique_ptr<OpenSshClient> SharingFixture::connectAs(const char* user,
                                                         const QStringList& options) const
{
    return std::make_unique<OpenSshClient>(m_key, sharing->server().port(), QLatin1String(user),
                                           QString(), options);
}

} // namespace sallyport::test
