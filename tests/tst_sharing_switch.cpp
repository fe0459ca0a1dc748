#include "ui/desktop/sharing_switch.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/held_download.h"
#include "tests/support/window_fixture.h"

#include "tests/support/rows.h"

using namespace sallyport;
using test::HeldDownload;
using test::WindowFixture;

class TestSharingSwitch : public QObject {
    Q_OBJECT

    std::unique_ptr<WindowFixture> m_fixture;
    std::optional<SettingsEditor::NewShare> m_share;
    QWidget m_window;

    Sharing::State state() const { return m_fixture->sharing->state(); }
    bool remembers() const { return SharingSwitch::isRemembered(m_fixture->settings()); }

private slots:
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>();
        const QString folder = m_fixture->makeFolder(QStringLiteral("Photos"));
        QVERIFY(HeldDownload::makeFile(folder));
        m_share = m_fixture->share(folder);
        QVERIFY(m_share);
    }
    void cleanup() { m_fixture.reset(); }

    void whatWasChosenIsRememberedForTheNextStart()
    {
        QVERIFY(remembers()); // at first
        SharingSwitch::start(m_fixture->parts());
        QTRY_COMPARE(state(), Sharing::State::On);
        SharingSwitch::stop(m_fixture->parts(), &m_window);
        QTRY_COMPARE(state(), Sharing::State::Off);
        QTRY_VERIFY(!remembers());
        QVERIFY(m_fixture->dialogs.questions.isEmpty()); // nothing moved
        SharingSwitch::start(m_fixture->parts());
        QTRY_VERIFY(remembers());
    }

    void stoppingWhileSomethingMovesAsks()
    {
        QVERIFY(m_fixture->startSharing());
        HeldDownload download;
        QVERIFY(download.start(*m_fixture, *m_share));
        m_fixture->dialogs.willAnswer(Question::Role::Cancel);
        SharingSwitch::stop(m_fixture->parts(), &m_window);
        QCOMPARE(m_fixture->dialogs.questions.size(), 1);
        const Question question = m_fixture->dialogs.questions.first();
        QCOMPARE(question.name, QStringLiteral("stopQuestion"));
        QVERIFY(question.text.contains(QLatin1String("Stopping now leaves unfinished files.")));
        QCOMPARE(question.details.size(), 1);
        QVERIFY(question.details.first().startsWith(QLatin1String("guest: Photos/big")));
        QCOMPARE(state(), Sharing::State::On); // cancelled
        QVERIFY(remembers());

        m_fixture->dialogs.willAnswer(Question::Role::Drastic);
        SharingSwitch::stop(m_fixture->parts(), &m_window);
        QTRY_COMPARE_WITH_TIMEOUT(state(), Sharing::State::Off, WindowFixture::patience);
        QVERIFY(download.isEnded());
        QTRY_VERIFY(!remembers());
    }

    void finishingWaitsForTheTransfer()
    {
        QVERIFY(m_fixture->startSharing());
        {
            HeldDownload download;
            QVERIFY(download.start(*m_fixture, *m_share));
            m_fixture->dialogs.willAnswer(Question::Role::Safe);
            std::optional<std::chrono::seconds> drain;
            SharingSwitch::askFirst(m_fixture->parts(), &m_window, SharingSwitch::For::Quit,
                                    [&](std::chrono::seconds given) {
                                        drain = given;
                                        m_fixture->sharing->stop(given);
                                    });
            QCOMPARE(m_fixture->dialogs.questions.last().name, QStringLiteral("quitQuestion"));
            QVERIFY(drain && drain->count() >= 3600);
            QCOMPARE(state(), Sharing::State::Stopping);
            QTest::qWait(300);
            QCOMPARE(state(), Sharing::State::Stopping);
        }
        // The client is gone, and with it the transfer.
        QTRY_COMPARE_WITH_TIMEOUT(state(), Sharing::State::Off, WindowFixture::patience);
    }

    void whatIsTakenAwayWhileItFinishesEndsThatTransferAlone()
    {
        SettingsEditor::Person ben;
        ben.userName = QStringLiteral("ben");
        ben.passwordChange = SettingsEditor::Person::Password::Set;
        ben.password = "correct horse battery";
        ben.access = {{m_share->share, Access::View}};
        const std::optional<AccountId> account = m_fixture->addPerson(ben);
        QVERIFY(account && m_fixture->startSharing());
        {
            HeldDownload guests, bens;
            QVERIFY(guests.start(*m_fixture, *m_share));
            QVERIFY(bens.start(m_fixture->port(), "ben", ben.password, m_share->name));
            m_fixture->sharing->stop(std::chrono::hours(1));
            QVERIFY(WindowFixture::isDone(m_fixture->editor->removePerson(*account)));
            QVERIFY(bens.isEnded());
            QVERIFY(guests.goesOn());
            QCOMPARE(state(), Sharing::State::Stopping);
        }
        QTRY_COMPARE_WITH_TIMEOUT(state(), Sharing::State::Off, WindowFixture::patience);
    }

    void aPauseEndsByItself()
    {
        QVERIFY(m_fixture->startSharing());
        SharingSwitch::pause(m_fixture->parts(), &m_window, std::chrono::seconds{1});
        QTRY_COMPARE(state(), Sharing::State::Off);
        QVERIFY(m_fixture->sharing->pausedUntil());
        QVERIFY(remembers());
        QTRY_COMPARE_WITH_TIMEOUT(state(), Sharing::State::On, WindowFixture::patience);
    }

    void aPauseMayWaitForTheTransfer()
    {
        QVERIFY(m_fixture->startSharing());
        {
            HeldDownload download;
            QVERIFY(download.start(*m_fixture, *m_share));
            m_fixture->dialogs.willAnswer(Question::Role::Safe);
            SharingSwitch::pause(m_fixture->parts(), &m_window, std::chrono::hours{1});
            QCOMPARE(state(), Sharing::State::Stopping);
            QTest::qWait(300);
            QCOMPARE(state(), Sharing::State::Stopping);
        }
        QTRY_COMPARE_WITH_TIMEOUT(state(), Sharing::State::Off, WindowFixture::patience);
        QVERIFY(m_fixture->sharing->pausedUntil());
    }
};

QTEST_MAIN(TestSharingSwitch)
#include "tst_sharing_switch.moc"
