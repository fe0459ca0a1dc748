#include "ui/shares/share_switch.h"

#include "ui/activity/live_connections.h"
#include "ui/format.h"
#include "ui/window/share_actions.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <QtWidgets>

#include "tests/support/packets.h"
#include "tests/support/rows.h"
#include "tests/support/ssh_client.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using test::Packet;
using test::WindowFixture;
using Role = Question::Role;

class TestShareSwitch : public QObject {
    Q_OBJECT

    std::unique_ptr<WindowFixture> m_window;
    std::unique_ptr<QWidget> m_page;
    SettingsEditor::NewShare m_photos;
    std::unique_ptr<test::SshClient> m_client;
    test::SshChannel* m_sftp = nullptr;
    QByteArray m_handle;

    bool isShared() const { return m_window->settings().shares.first().enabled; }
    bool isMoving() const { return m_window->live->transfers() > 0; }

    // The guest has read the first bytes of a file, and keeps it open.
    void beginDownload()
    {
        m_client = std::make_unique<test::SshClient>();
        QVERIFY(m_client->connect(m_window->port()));
        QCOMPARE(m_client->password(m_photos.userName.toUtf8(), m_photos.password),
                 static_cast<int>(SSH_AUTH_SUCCESS));
        m_sftp = m_client->openSftp();
        QVERIFY(m_sftp);
        m_handle = m_sftp->ask(Packet::open(1, "/Photos/hello.txt", test::fxf::read)).handle;
        QVERIFY(!m_handle.isEmpty());
        (void)m_sftp->ask(Packet::read(2, m_handle, 0, 2));
        QTRY_VERIFY(isMoving());
    }

    using Now = Sharing::ShareStatus::Now;
    Now now() const { return m_window->sharing->shareStatus(m_photos.share).now; }

    bool newcomerFindsIt() const
    {
        test::SshClient client;
        if (!client.connect(m_window->port())
            || client.password(m_photos.userName.toUtf8(), m_photos.password) != SSH_AUTH_SUCCESS)
            return false;
        test::SshChannel* sftp = client.openSftp();
        return sftp
            && !sftp->ask(Packet::open(1, "/Photos/hello.txt", test::fxf::read)).handle.isEmpty();
    }

    void stop() const
    {
        ShareSwitch::stop(m_window->parts(), m_photos.share, m_page.get(),
                          [](const Error& error) { QFAIL(qPrintable(error.message)); });
    }

private slots:
    void init()
    {
        m_window = std::make_unique<WindowFixture>();
        m_photos = m_window->share(m_window->makeFolder(QStringLiteral("Photos"))).value();
        QVERIFY(m_window->startSharing());
        m_page = std::make_unique<QWidget>();
    }

    void cleanup()
    {
        m_client.reset();
        m_page.reset();
        m_window.reset();
    }

    void nothingIsAskedWhileNothingMoves()
    {
        stop();
        QTRY_VERIFY(!isShared());
        QVERIFY(m_window->dialogs.questions.isEmpty());
    }

    void cancelLeavesEverythingAsItIs()
    {
        beginDownload();
        stop();
        QCOMPARE(m_window->dialogs.questions.size(), 1);
        QCOMPARE(m_window->dialogs.questions.first().name, QStringLiteral("stopShareQuestion"));
        (void)m_sftp->ask(Packet::close(3, m_handle));
        QTRY_VERIFY(!isMoving());
        QVERIFY(isShared());
    }

    void stopNowEndsTheTransfer()
    {
        beginDownload();
        m_window->dialogs.willAnswer(Role::Drastic);
        stop();
        QTRY_VERIFY(!isShared());
        QVERIFY(m_client->isClosed());
    }

    void finishThenStopWaitsForTheTransfer()
    {
        beginDownload();
        m_window->dialogs.willAnswer(Role::Safe);
        stop();
        (void)m_sftp->ask(Packet::read(3, m_handle, 2, 2));
        QVERIFY(isShared());
        QCOMPARE(now(), Now::Ending);
        QVERIFY(!newcomerFindsIt());
        (void)m_sftp->ask(Packet::close(4, m_handle));
        QTRY_VERIFY(!isShared());
        QTRY_COMPARE(now(), Now::Off);
        QVERIFY(m_client->isClosed());
    }

    void whatWasToFinishGoesOnWhenThePageIsGone()
    {
        beginDownload();
        m_window->dialogs.willAnswer(Role::Safe);
        stop();
        QCOMPARE(now(), Now::Ending);
        m_page.reset();
        QCOMPARE(now(), Now::Available);
        QVERIFY(newcomerFindsIt());
        (void)m_sftp->ask(Packet::close(3, m_handle));
        QTRY_VERIFY(!isMoving());
        QVERIFY(isShared());
    }

    void aFolderThatDoesNotAnswerIsLeftForTheNext()
    {
        ShareActions actions(m_window->parts(), *m_page);
        QSignalSpy refused(&actions, &ShareActions::refused);
        QSignalSpy added(&actions, &ShareActions::added);
        auto* patience = actions.findChild<QTimer*>(QStringLiteral("folderPatience"));
        QVERIFY(patience);
        const int usual = patience->interval();
        patience->setInterval(0);
        QSemaphore answers;
        m_window->worker().setMaxThreadCount(1);
        m_window->worker().start([&answers] { answers.acquire(); }); // as a hung look would
        actions.addFolders({m_window->makeFolder(QStringLiteral("One")).toUtf8(),
                            m_window->makeFolder(QStringLiteral("Two")).toUtf8()});
        QTRY_COMPARE(refused.size(), 2);
        const QString folder = refused.first().first().toString();
        QVERIFY(folder.endsWith(QLatin1String("/One")));
        QCOMPARE(format::sentence(refused.first().last().value<Error>()),
                 folder + QLatin1String(" does not answer."));

        patience->setInterval(usual);
        actions.addFolders({m_window->makeFolder(QStringLiteral("Three")).toUtf8()});
        answers.release();
        QTRY_COMPARE_WITH_TIMEOUT(added.size(), 1, WindowFixture::patience);
        QCOMPARE(m_window->settings().shares.last().name, QByteArray("Three"));
        QCOMPARE(m_window->settings().shares.size(), 2); // what came too late is not shared
        QCOMPARE(refused.size(), 2);
    }

    void aTransferInAnotherShareIsNoReasonToAsk()
    {
        const auto scans = m_window->share(m_window->makeFolder(QStringLiteral("Scans"))).value();
        beginDownload();
        ShareSwitch::stop(m_window->parts(), scans.share, m_page.get(), [](const Error&) {});
        QTRY_VERIFY(!m_window->settings().shares.last().enabled);
        QVERIFY(m_window->dialogs.questions.isEmpty());
        QVERIFY(isShared());
    }

    void whoAskedMayBeGoneBeforeTheAnswer()
    {
        stop();
        m_page.reset();
        QTRY_VERIFY(!isShared());
    }

    void aNewNameIsTrimmedAndChecked_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QByteArray>("name"); // after it
        QTest::addColumn<bool>("isRefused");
        QTest::newRow("another") << QStringLiteral(" Bilder ") << QByteArray("Bilder") << false;
        QTest::newRow("only blanks") << QStringLiteral("  ") << QByteArray("Photos\xe9") << true;
        QTest::newRow("a slash") << QStringLiteral("a/b") << QByteArray("Photos\xe9") << true;
        QTest::newRow("just dots") << QStringLiteral("..") << QByteArray("Photos\xe9") << true;
        QTest::newRow("taken") << QStringLiteral("Scans") << QByteArray("Photos\xe9") << true;
        // No text shows this byte, and OK alone changes nothing.
        QTest::newRow("left as it is")
            << QString::fromUtf8("Photos\xe9") << QByteArray("Photos\xe9") << false;
    }
    void aNewNameIsTrimmedAndChecked()
    {
        QFETCH(QString, typed);
        QFETCH(QByteArray, name);
        QFETCH(bool, isRefused);
        QVERIFY(m_window->share(m_window->makeFolder(QStringLiteral("Scans"))));
        QVERIFY(m_window->change(
            [](Settings& settings) { settings.shares.first().name = "Photos\xe9"; }));
        m_window->dialogs.texts = {typed};
        ShareSwitch::rename(m_window->parts(), m_photos.share, m_page.get(),
                            [](const Error& error) { QFAIL(qPrintable(error.message)); });
        QCOMPARE(m_window->dialogs.refusedTexts.size(), isRefused ? 1 : 0);
        QVERIFY(WindowFixture::isDone(m_window->editor->change([](Settings&) {})));
        QCOMPARE(m_window->settings().shares.first().name, name);
    }

    void removingAsksFirst()
    {
        int removed = 0;
        const auto remove = [this, &removed] {
            ShareSwitch::remove(
                m_window->parts(), m_photos.share, m_page.get(), [&removed] { ++removed; },
                [](const Error& error) { QFAIL(qPrintable(error.message)); });
        };
        remove();
        QCOMPARE(m_window->dialogs.questions.size(), 1);
        QCOMPARE(m_window->settings().shares.size(), 1);
        m_window->dialogs.willAnswer(Role::Drastic);
        remove();
        QTRY_COMPARE(removed, 1);
        QVERIFY(m_window->settings().shares.isEmpty());
    }
};

QTEST_MAIN(TestShareSwitch)
#include "tst_share_switch.moc"
