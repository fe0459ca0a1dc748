// How each share stands, pauses, a port that is taken, and who is told of what was taken away.
#include "core/sharing.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include "tests/support/rows.h"
#include "tests/support/sharing_fixture.h"

using namespace sallyport;
using namespace sallyport::test;
using namespace std::chrono_literals;
using Now = Sharing::ShareStatus::Now;
using State = Sharing::State;

namespace {

constexpr int patience = SharingFixture::patience;

} // namespace

class TestSharingStatus : public QObject {
    Q_OBJECT

    const OpenSshKey m_key;
    const QTemporaryDir m_keys; // made once: RSA takes its time
    std::unique_ptr<SharingFixture> m_house;

private slots:
    void init() { m_house = std::make_unique<SharingFixture>(m_key, m_keys.path()); }
    void cleanup() { m_house.reset(); }

    void aShareIsThereWhileItIsShared()
    {
        SharingFixture& house = *m_house;
        QCOMPARE(house.statusOf(house.photos), Now::Off);
        QSignalSpy changed(house.sharing.get(), &Sharing::shareStatusChanged);
        QVERIFY(house.start());
        QCOMPARE(house.statusOf(house.photos), Now::Available);
        QCOMPARE(house.statusOf(ShareId::create()), Now::Off); // unknown
        QCOMPARE(changed.size(), 2);

        house.settings.shares[0].enabled = false;
        QVERIFY(house.save(house.settings));
        QCOMPARE(house.statusOf(house.photos), Now::Off);
        QCOMPARE(house.statusOf(house.inbox), Now::Available);
        QCOMPARE(changed.size(), 3);
        QCOMPARE(changed.last().first().value<ShareId>(), house.photos);
        QVERIFY(house.stop());
        QCOMPARE(house.statusOf(house.inbox), Now::Off);
        QCOMPARE(changed.size(), 4);
    }

    void aShareWhoseTimeIsOverHasEnded()
    {
        SharingFixture& house = *m_house;
        house.settings.shares[0].until = QDateTime::currentDateTimeUtc().addMSecs(300);
        house.settings.shares[1].until = QDateTime::currentDateTimeUtc().addDays(-1);
        QVERIFY(house.save(house.settings));
        QVERIFY(house.start());
        QCOMPARE(house.statusOf(house.inbox), Now::Ended);
        QTRY_COMPARE_WITH_TIMEOUT(house.statusOf(house.photos), Now::Ended, patience);
    }

    void aFolderThatVanishesComesBackByItself()
    {
        SharingFixture& house = *m_house;
        QVERIFY(house.start());
        const QString folder = house.path(QStringLiteral("Photos"));
        const QString away = house.path(QStringLiteral("away"));
        QSignalSpy changed(house.sharing.get(), &Sharing::shareStatusChanged);
        QVERIFY(QDir().rename(folder, away));
        QTRY_COMPARE_WITH_TIMEOUT(house.statusOf(house.photos), Now::Unavailable, patience);
        QCOMPARE(house.statusOf(house.inbox), Now::Available);
        QVERIFY(QDir().rename(away, folder));
        QTRY_COMPARE_WITH_TIMEOUT(house.statusOf(house.photos), Now::Available, patience);
        QCOMPARE(changed.size(), 2);
    }

    void anotherFolderInItsPlaceIsToldFromOneThatIsNotThere()
    {
        SharingFixture& house = *m_house;
        QFile secret(house.path(QStringLiteral("Photos/photo.jpg")));
        QVERIFY(secret.open(QIODevice::WriteOnly));
        secret.close();
        QVERIFY(house.start());
        const QString folder = house.path(QStringLiteral("Photos"));
        QVERIFY(QDir().rename(folder, house.path(QStringLiteral("away"))));
        QTRY_COMPARE_WITH_TIMEOUT(house.statusOf(house.photos), Now::Unavailable, patience);
        QVERIFY(QDir().mkdir(folder));
        QFile other(folder + QStringLiteral("/other.txt"));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.close();
        QTRY_COMPARE_WITH_TIMEOUT(house.statusOf(house.photos), Now::AnotherFolder, patience);
        QVERIFY(!house.connectAs("ben")->run("ls -1 /Photos").contains("other.txt"));

        // The owner's word: this one.
        const auto mark = LocalFileSystem::mark(house.settings.shares[0].folder);
        QVERIFY(mark);
        house.settings.shares[0].root = *mark;
        QVERIFY(house.save(house.settings));
        QTRY_COMPARE_WITH_TIMEOUT(house.statusOf(house.photos), Now::Available, patience);
        QVERIFY(house.connectAs("ben")->run("ls -1 /Photos").contains("other.txt"));
    }

    void aMountPointWithoutItsDiskIsNotAnotherFolder()
    {
        SharingFixture& house = *m_house;
        house.settings.shares[0].root->ownMount = true; // what the folder of a disk was like
        QVERIFY(house.save(house.settings));
        QVERIFY(house.start());
        QTRY_COMPARE_WITH_TIMEOUT(house.statusOf(house.photos), Now::Unavailable, patience);
    }

    void aTakenPortNamesItsHolderAndTheNextFreeOne()
    {
        SharingFixture& house = *m_house;
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress(QHostAddress::LocalHost)));
        house.settings.network.port = holder.serverPort();
        QVERIFY(house.save(house.settings));
        QSignalSpy failed(house.sharing.get(), &Sharing::failed);
        QVERIFY(!house.sharing->portTaken());
        house.sharing->start();
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, patience);
        const auto taken = house.sharing->portTaken();
        QVERIFY(taken);
        QCOMPARE(taken->port, holder.serverPort());
        // Linux keeps the first 15 bytes of a program's name.
        QCOMPARE(taken->program, QCoreApplication::applicationName().left(15));
        QVERIFY(taken->nextFree > taken->port);

        house.settings.network.port = taken->nextFree;
        QVERIFY(house.save(house.settings));
        QVERIFY(house.start());
        QVERIFY(!house.sharing->portTaken());
        QCOMPARE(house.sharing->server().port(), taken->nextFree);
    }

    void aPauseEndsByItself()
    {
        SharingFixture& house = *m_house;
        house.sharing->pause(1s); // nothing is shared: nothing to pause
        QVERIFY(!house.sharing->pausedUntil());
        QVERIFY(house.start());
        QSignalSpy paused(house.sharing.get(), &Sharing::pauseChanged);
        const QDateTime before = QDateTime::currentDateTimeUtc();
        house.sharing->pause(1s);
        QVERIFY(house.sharing->pausedUntil() >= before.addSecs(1));
        QTRY_COMPARE_WITH_TIMEOUT(house.sharing->state(), State::Off, patience);
        QVERIFY(house.sharing->pausedUntil());
        QTRY_COMPARE_WITH_TIMEOUT(house.sharing->state(), State::On, patience);
        QVERIFY(!house.sharing->pausedUntil());
        QCOMPARE(paused.size(), 2);
    }

    void startingAndStoppingEndAPause()
    {
        SharingFixture& house = *m_house;
        QVERIFY(house.start());
        house.sharing->pause(1h);
        QTRY_COMPARE_WITH_TIMEOUT(house.sharing->state(), State::Off, patience);
        QVERIFY(house.start());
        QVERIFY(!house.sharing->pausedUntil());

        house.sharing->pause(1h);
        house.sharing->start(); // while it stops
        QTRY_COMPARE_WITH_TIMEOUT(house.sharing->state(), State::On, patience);
        QVERIFY(!house.sharing->pausedUntil());

        house.sharing->pause(1h);
        QTRY_COMPARE_WITH_TIMEOUT(house.sharing->state(), State::Off, patience);
        house.sharing->stop();
        QVERIFY(!house.sharing->pausedUntil());
        QCOMPARE(house.sharing->state(), State::Off);
    }

    void whoLostARightWhileConnectedIsAnnounced()
    {
        SharingFixture& house = *m_house;
        QVERIFY(house.start());
        const auto ben = house.connectAs("ben");
        QVERIFY(ben->isIn());
        QSignalSpy revoked(house.sharing.get(), &Sharing::revoked);
        // anna loses something too, but is not here.
        for (Account& account : house.settings.accounts)
            account.access.remove(house.photos);
        QVERIFY(house.save(house.settings));
        QCOMPARE(revoked.size(), 1);
        QCOMPARE(revoked.first().first().value<QSet<AccountId>>(), QSet<AccountId>{house.ben});
        QVERIFY(ben->hasEnded());

        house.settings.accounts[0].access.clear();
        QVERIFY(house.save(house.settings));
        QCOMPARE(revoked.size(), 1);
    }

    void aStoppedTransferSaysWhoStoppedIt()
    {
        SharingFixture& house = *m_house;
        QFile film(house.path(QStringLiteral("Photos/film")));
        QVERIFY(film.open(QIODevice::WriteOnly) && film.resize(64 << 20));
        film.close();
        house.settings.network.bytesPerSecond = 1 << 20; // a minute
        QVERIFY(house.save(house.settings));
        QVERIFY(house.start());
        const auto ben = house.connectAs("ben");
        QVERIFY(ben->isIn());
        ben->begin("get /Photos/film " + QFile::encodeName(house.path(QStringLiteral("copy"))));
        QTRY_VERIFY_WITH_TIMEOUT(!house.sink.events(ActivityEvent::Kind::Download).isEmpty(),
                                 patience);
        house.sharing->disconnect(house.sharing->server().connections().first().id);
        QVERIFY(ben->hasEnded());
        const auto isCut = [&house] {
            return house.sink.events(ActivityEvent::Kind::Download).last().outcome
                == ActivityEvent::Outcome::CutShort;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isCut(), patience);
        QCOMPARE(house.sink.events(ActivityEvent::Kind::Download).last().error->message,
                 QStringLiteral("Disconnected by the owner"));
    }
};

QTEST_GUILESS_MAIN(TestSharingStatus)
#include "tst_sharing_status.moc"
