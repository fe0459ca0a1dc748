#include "ui/window/troubles.h"

#include "core/account_passwords.h"
#include "ui/window/message_bars.h"

#include <QtWidgets>

#include <QTcpServer>
#include <QTest>

#include "tests/support/credentials_double.h"
#include "tests/support/rows.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using test::WindowFixture;
using Cause = MessageBars::Cause;

class TestTroubles : public QObject {
    Q_OBJECT

    std::unique_ptr<WindowFixture> m_window;
    std::unique_ptr<MessageBars> m_bars;
    std::unique_ptr<Troubles> m_troubles;

    QString sentence() const
    {
        const auto* bar = m_bars->findChild<MessageBar*>();
        return bar && !bar->isHidden() ? bar->sentence() : QString();
    }
    void click(const char* name) const
    {
        auto* button = m_bars->findChild<QAbstractButton*>(QLatin1String(name));
        QVERIFY2(button, name);
        QTest::mouseClick(button, Qt::LeftButton);
    }

private slots:
    void init()
    {
        m_window = std::make_unique<WindowFixture>();
        m_bars = std::make_unique<MessageBars>();
        m_troubles = std::make_unique<Troubles>(m_window->parts(), *m_bars);
        m_bars->resize(1000, 60);
        m_bars->show();
    }

    void cleanup()
    {
        m_troubles.reset();
        m_bars.reset();
        m_window.reset();
    }

    void aTakenPortIsNamedAndTheNextOneOffered()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        const quint16 taken = other.serverPort();
        QVERIFY(m_window->change([taken](Settings& s) { s.network.port = taken; }));
        m_window->sharing->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_bars->isShowing(Cause::Start), WindowFixture::patience);
        QVERIFY2(sentence().contains(QString::number(taken)), qPrintable(sentence()));
        const quint16 next = m_window->sharing->portTaken()->nextFree;
        QVERIFY(next != 0);

        click("tryAgain"); // still taken
        QTRY_COMPARE_WITH_TIMEOUT(m_window->sharing->state(), Sharing::State::Off,
                                  WindowFixture::patience);
        QTRY_VERIFY(m_bars->isShowing(Cause::Start));

        click("useOtherPort");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->sharing->state(), Sharing::State::On,
                                  WindowFixture::patience);
        QCOMPARE(m_window->port(), next);
        QCOMPARE(m_window->settings().network.port, next);
        QVERIFY(!m_bars->isShowing(Cause::Start));
    }

    void aPortThatIsFreeAgainIsTakenOnTryAgain()
    {
        auto other = std::make_unique<QTcpServer>();
        QVERIFY(other->listen(QHostAddress::LocalHost));
        const quint16 taken = other->serverPort();
        QVERIFY(m_window->change([taken](Settings& s) { s.network.port = taken; }));
        m_window->sharing->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_bars->isShowing(Cause::Start), WindowFixture::patience);
        other.reset();
        click("tryAgain");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->sharing->state(), Sharing::State::On,
                                  WindowFixture::patience);
        QCOMPARE(m_window->port(), taken);
        QVERIFY(!m_bars->isShowing(Cause::Start));
    }

    void aProfileHeldByAnotherIsSaid()
    {
        Sharing::Places places;
        places.keys = m_window->path(QStringLiteral("keys"));
        places.serverLock = m_window->path(QStringLiteral("server.lock"));
        Sharing other(*m_window->store, *m_window->activity, places);
        other.start(); // takes the lock at once
        m_window->sharing->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_bars->isShowing(Cause::Start), WindowFixture::patience);
        QCOMPARE(sentence(), QStringLiteral("These folders are being shared already."));
        other.stop();
        QTRY_COMPARE_WITH_TIMEOUT(other.state(), Sharing::State::Off, WindowFixture::patience);
        click("tryAgain");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->sharing->state(), Sharing::State::On,
                                  WindowFixture::patience);
        QVERIFY(!m_bars->isShowing(Cause::Start));
    }

    void anAddressThatIsNotHereIsSaid()
    {
        QVERIFY(m_window->change([](Settings& s) {
            s.network.addresses = {QHostAddress(QStringLiteral("192.0.2.7"))};
        }));
        m_window->sharing->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_bars->isShowing(Cause::Start), WindowFixture::patience);
        QVERIFY2(sentence().contains(QStringLiteral("192.0.2.7")), qPrintable(sentence()));
    }

    void aPortOfTheSystemIsExplained()
    {
        QVERIFY(m_window->change([](Settings& s) { s.network.port = 22; }));
        // Who is root may have it: what the system would answer is told by hand.
        emit m_window->sharing->failed({ErrorCode::PermissionDenied, QStringLiteral("No")});
        QCOMPARE(sentence(), QStringLiteral("Port 22 is kept for the system."));
        QVERIFY(m_bars->findChild<QAbstractButton*>(QStringLiteral("useOtherPort")));
    }

    void settingsChangedElsewhereAreSaidOnceAndOursAreNot()
    {
        QVERIFY(m_window->change([](Settings& s) { s.limits.maxConnections = 9; }));
        QVERIFY(!m_bars->isShowing(Cause::Elsewhere));
        Settings theirs = m_window->settings();
        theirs.limits.maxConnections = 11;
        WindowFixture::writeFile(m_window->path(QStringLiteral("settings.json")),
                                 settingsToJson(theirs, 100));
        QTRY_VERIFY_WITH_TIMEOUT(m_bars->isShowing(Cause::Elsewhere), WindowFixture::patience);
        QCOMPARE(m_window->settings().limits.maxConnections, 11);
        click("closeBar");
        QVERIFY(!m_bars->isShowing(Cause::Elsewhere));
    }

    void aFileThatCannotBeReadIsSaidUntilItCan()
    {
        const Settings before = m_window->settings();
        WindowFixture::writeFile(m_window->path(QStringLiteral("settings.json")), "{ not json");
        QTRY_VERIFY_WITH_TIMEOUT(m_bars->isShowing(Cause::SettingsFile), WindowFixture::patience);
        QCOMPARE(m_window->settings(), before);
        Settings mended = before;
        mended.limits.maxConnections = 12;
        WindowFixture::writeFile(m_window->path(QStringLiteral("settings.json")),
                                 settingsToJson(mended, 100));
        QTRY_VERIFY_WITH_TIMEOUT(!m_bars->isShowing(Cause::SettingsFile), WindowFixture::patience);
    }

    void aFileMadeGoodAgainAsItWasIsNoTrouble()
    {
        const QByteArray good = settingsToJson(m_window->settings(), 100);
        WindowFixture::writeFile(m_window->path(QStringLiteral("settings.json")), "{ not json");
        QTRY_VERIFY_WITH_TIMEOUT(m_bars->isShowing(Cause::SettingsFile), WindowFixture::patience);
        WindowFixture::writeFile(m_window->path(QStringLiteral("settings.json")), good);
        QTRY_VERIFY_WITH_TIMEOUT(!m_bars->isShowing(Cause::SettingsFile), WindowFixture::patience);
    }

    void aBlockThatCannotBeSavedIsNoFailedStart()
    {
        QVERIFY(m_window->startSharing());
        const QString lock = m_window->path(QStringLiteral("settings.lock"));
        QVERIFY(QFile::remove(lock) && QDir().mkdir(lock));
        m_window->sharing->block(QHostAddress(QStringLiteral("192.0.2.7")));
        QTRY_VERIFY_WITH_TIMEOUT(m_bars->isShowing(Cause::Save), WindowFixture::patience);
        QVERIFY(!m_bars->isShowing(Cause::Start));
        QVERIFY(QDir().rmdir(lock));
    }

    void aBlockedAddressIsSaidAndCanBeUnblocked()
    {
        QVERIFY(m_window->startSharing());
        m_window->sharing->blockFor(QHostAddress(QStringLiteral("192.0.2.9")),
                                    std::chrono::seconds(600));
        QTRY_VERIFY_WITH_TIMEOUT(m_bars->isShowing(Cause::Blocked), WindowFixture::patience);
        QVERIFY2(sentence().startsWith(QStringLiteral("192.0.2.9 is blocked until")),
                 qPrintable(sentence()));
        QTRY_COMPARE(m_window->sharing->server().penalties().size(), 1);
        click("unblockAddress");
        QTRY_VERIFY(m_window->sharing->server().penalties().isEmpty());
        QVERIFY(!m_bars->isShowing(Cause::Blocked));
    }

    void passwordsThatDoNotLastAreSaidOnce()
    {
        emit m_window->credentials->lastingChanged();
        QVERIFY(m_bars->isShowing(Cause::Keychain));
        click("closeBar");
        emit m_window->credentials->lastingChanged();
        QVERIFY(!m_bars->isShowing(Cause::Keychain));
    }

    void passwordsTheKeychainDidNotTakeAreSaidUntilItHas()
    {
        const auto photos = m_window->share(m_window->makeFolder(QStringLiteral("Photos")));
        const auto scans = m_window->share(m_window->makeFolder(QStringLiteral("Scans")));
        QVERIFY(photos && scans);
        test::CredentialsDouble keychain;
        QThreadPool worker;
        AccountPasswords passwords(keychain, *m_window->store, worker);
        const CoreParts& all = m_window->parts();
        const CoreParts parts{all.settings, all.editor, all.sharing, all.activity,
                              all.archive,  passwords,  all.live,    all.dialogs};
        const Troubles troubles(parts, *m_bars);
        keychain.refusal = Error{ErrorCode::PermissionDenied, QStringLiteral("Locked")};
        (void)passwords.write(passwordKey(photos->guest), photos->password);
        QTRY_VERIFY(m_bars->isShowing(Cause::NotKept));
        QCOMPARE(sentence(), QStringLiteral("The password of guest is not in the keychain."));
        (void)passwords.write(passwordKey(scans->guest), scans->password);
        QTRY_COMPARE(m_bars->findChildren<MessageBar*>().last()->sentence(),
                     QStringLiteral("2 passwords are not in the keychain."));
        keychain.refusal.reset(); // unlocked
        QTest::mouseClick(
            m_bars->findChildren<QAbstractButton*>(QStringLiteral("keepAgain")).last(),
            Qt::LeftButton);
        QTRY_VERIFY(!m_bars->isShowing(Cause::NotKept));
        QCOMPARE(keychain.kept.value(passwordKey(photos->guest)), photos->password);
        QCOMPARE(keychain.kept.value(passwordKey(scans->guest)), scans->password);
    }

    void oneBarOfAKindTheGravestOnTop()
    {
        m_troubles->folderRefused(QStringLiteral("a.txt"),
                                  {ErrorCode::NotADirectory, QStringLiteral("No folder")});
        m_troubles->saveFailed({ErrorCode::NoSpace, QStringLiteral("The disk is full")});
        m_troubles->saveFailed({ErrorCode::NoSpace, QStringLiteral("The disk is still full")});
        m_bars->adjustSize();
        QCoreApplication::processEvents();
        QList<MessageBar*> shown;
        for (MessageBar* bar : m_bars->findChildren<MessageBar*>()) {
            if (!bar->isHidden())
                shown += bar;
        }
        QCOMPARE(shown.size(), 2);
        std::sort(shown.begin(), shown.end(),
                  [](MessageBar* a, MessageBar* b) { return a->y() < b->y(); });
        QVERIFY(shown.last()->sentence().contains(QStringLiteral("a.txt")));
        // A save that works ends what did not.
        QVERIFY(m_window->change([](Settings& s) { s.limits.maxConnections = 9; }));
        QVERIFY(!m_bars->isShowing(Cause::Save));
    }
};

QTEST_MAIN(TestTroubles)
#include "tst_troubles.moc"
