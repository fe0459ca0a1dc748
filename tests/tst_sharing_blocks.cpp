// Whom the owner blocks and unblocks while the server runs, and how that is saved.
#include "core/sharing.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/rows.h"
#include "tests/support/sharing_fixture.h"

using namespace sallyport;
using namespace sallyport::test;
using Kind = ActivityEvent::Kind;
using State = Sharing::State;

namespace {

constexpr int patience = SharingFixture::patience;

QStringList from(const char* address)
{
    return {QStringLiteral("BindAddress=%1").arg(QLatin1String(address))};
}

} // namespace

class TestSharingBlocks : public QObject {
    Q_OBJECT

    const OpenSshKey m_key;
    const QTemporaryDir m_keys; // made once: RSA takes its time
    std::unique_ptr<SharingFixture> m_house;

    QStringList blocked() const { return m_house->store->current().network.blocked; }
    QStringList peersOf(Kind kind) const
    {
        QStringList peers;
        for (const ActivityEvent& event : m_house->sink.events(kind))
            peers += event.peer;
        return peers;
    }

private slots:
    void init() { m_house = std::make_unique<SharingFixture>(m_key, m_keys.path()); }
    void cleanup() { m_house.reset(); }

    void aBlockLasts()
    {
        QVERIFY(m_house->start());
        const QString address = QStringLiteral("127.0.0.77");
        m_house->sharing->block(QHostAddress(address));
        QTRY_COMPARE(blocked(), QStringList(address));
        QTRY_COMPARE_WITH_TIMEOUT(peersOf(Kind::Blocked), QStringList(address), patience);
        m_house->sharing->unblock(address);
        QTRY_COMPARE(blocked(), QStringList());
        QTRY_COMPARE_WITH_TIMEOUT(peersOf(Kind::Unblocked), QStringList(address), patience);
        QCOMPARE(m_house->sink.events(Kind::Settings).size(), 2);
        for (const ActivityEvent& event : m_house->sink.events(Kind::Settings))
            QCOMPARE(event.message, QStringLiteral("Saved"));
    }

    void whatIsTakenAwayStaysAwayWhileOthersAreUnblocked()
    {
        Settings& settings = m_house->settings;
        settings.network.blocked = {QStringLiteral("127.0.0.77"), QStringLiteral("127.0.0.78")};
        QVERIFY(m_house->save(settings));
        QVERIFY(m_house->start());
        QSemaphore goesOn; // the writer does nothing until all is on its way
        m_house->writer().start([&goesOn] { goesOn.acquire(); });
        settings.accounts.removeLast();
        const QFuture<Result<void>> removed = m_house->store->save(settings);
        for (const QString& address : settings.network.blocked)
            m_house->sharing->unblock(address);
        QCoreApplication::processEvents();
        goesOn.release();
        QTRY_COMPARE_WITH_TIMEOUT(blocked(), QStringList(), patience);
        QVERIFY(removed.result());
        QCOMPARE(m_house->store->current().accounts, settings.accounts);
        QTRY_COMPARE_WITH_TIMEOUT(peersOf(Kind::Unblocked), settings.network.blocked, patience);
        QVERIFY(peersOf(Kind::Blocked).isEmpty()); // not for a moment
    }

    void aBlockThatCannotBeSavedHoldsAndIsSaid()
    {
        ROW("event.settings");
        QVERIFY(m_house->start());
        QSignalSpy failed(m_house->sharing.get(), &Sharing::failed);
        QSignalSpy notSaved(m_house->sharing.get(), &Sharing::notSaved);
        const QString lock = m_house->path(QStringLiteral("settings.lock"));
        QVERIFY(QFile::remove(lock) && QDir().mkdir(lock));
        m_house->sharing->block(QHostAddress(QStringLiteral("127.0.0.77")));
        QTRY_COMPARE_WITH_TIMEOUT(notSaved.size(), 1, patience);
        QVERIFY(failed.isEmpty());
        QCOMPARE(m_house->sharing->state(), State::On);
        QTRY_COMPARE_WITH_TIMEOUT(m_house->sink.events(Kind::Settings).size(), 1, patience);
        const ActivityEvent event = m_house->sink.events(Kind::Settings).first();
        QVERIFY(event.outcome == ActivityEvent::Outcome::Failed);
        QVERIFY(!m_house->connectAs("ben", from("127.0.0.77"))->isIn());
    }

    void aBlockedNetworkEndsWhoIsHereFromIt()
    {
        ROW("event.blocked", "event.unblocked");
        QVERIFY(m_house->start());
        const auto anna = m_house->connectAs("anna");
        const auto ben = m_house->connectAs("ben", from("127.0.5.7"));
        QVERIFY(anna->isIn() && ben->isIn());
        const QString network = QStringLiteral("127.0.5.0/24");
        m_house->settings.network.blocked = {network};
        QVERIFY(m_house->save(m_house->settings));
        QVERIFY(ben->hasEnded());
        QVERIFY(anna->run("ls -1 /").contains("Photos"));
        QCOMPARE(peersOf(Kind::Blocked), QStringList(network));
        QVERIFY(!m_house->connectAs("ben", from("127.0.5.8"))->isIn());

        m_house->sharing->unblock(network);
        QTRY_COMPARE_WITH_TIMEOUT(blocked(), QStringList(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(peersOf(Kind::Unblocked), QStringList(network), patience);
        QVERIFY(m_house->connectAs("ben", from("127.0.5.8"))->isIn());
    }

    void whoIsUnblockedElsewhereIsSaidToBe()
    {
        ROW("event.unblocked");
        const QString network = QStringLiteral("127.0.5.0/24");
        m_house->settings.network.blocked = {network};
        QVERIFY(m_house->save(m_house->settings));
        QVERIFY(m_house->start());
        m_house->settings.network.blocked.clear();
        QVERIFY(m_house->save(m_house->settings));
        QTRY_COMPARE_WITH_TIMEOUT(peersOf(Kind::Unblocked), QStringList(network), patience);
    }
};

QTEST_GUILESS_MAIN(TestSharingBlocks)
#include "tst_sharing_blocks.moc"
