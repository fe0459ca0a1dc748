#include "ui/window/share_list_model.h"

#include "ui/window/page_list_model.h"

#include <QtWidgets>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/open_ssh.h"
#include "tests/support/rows.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using test::WindowFixture;
using State = ShareListModel::State;

class TestShareListModel : public QObject {
    Q_OBJECT

    std::unique_ptr<WindowFixture> m_window;
    std::unique_ptr<ShareListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

    QStringList names() const
    {
        QStringList all;
        for (int row = 0; row < m_model->rowCount(); ++row)
            all += m_model->index(row).data().toString();
        return all;
    }
    QString words(int row) const
    {
        return m_model->index(row).data(ShareListModel::WordsRole).toString();
    }
    State state(int row) const
    {
        return m_model->index(row).data(ShareListModel::StateRole).value<State>();
    }
    bool isOn(int row) const
    {
        return m_model->index(row).data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
    }
    QString spoken(int row) const
    {
        return m_model->index(row).data(Qt::AccessibleTextRole).toString();
    }

private slots:
    void init()
    {
        m_window = std::make_unique<WindowFixture>();
        m_model = std::make_unique<ShareListModel>(m_window->parts());
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }

    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
        m_window.reset();
    }

    void sharesComeMoveAndGoOneByOne()
    {
        QCOMPARE(m_model->rowCount(), 0);
        QVERIFY(m_window->share(m_window->makeFolder(QStringLiteral("Photos"))));
        QVERIFY(m_window->share(m_window->makeFolder(QStringLiteral("Scans"))));
        QVERIFY(m_window->share(m_window->makeFolder(QStringLiteral("Music"))));
        QCOMPARE(names(),
                 QStringList(
                     {QStringLiteral("Photos"), QStringLiteral("Scans"), QStringLiteral("Music")}));
        const QPersistentModelIndex music = m_model->index(2);
        QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
        QVERIFY(m_window->change([](Settings& settings) { settings.shares.move(2, 0); }));
        QCOMPARE(names(),
                 QStringList(
                     {QStringLiteral("Music"), QStringLiteral("Photos"), QStringLiteral("Scans")}));
        QCOMPARE(music.row(), 0);
        QVERIFY(WindowFixture::isDone(
            m_window->editor->removeShare(m_model->shareAt(m_model->index(1)))));
        QCOMPARE(names(), QStringList({QStringLiteral("Music"), QStringLiteral("Scans")}));
        QCOMPARE(music.row(), 0);
        QCOMPARE(resets.count(), 0);
    }

    void onlyTheRowThatChangedIsAnnounced()
    {
        QVERIFY(m_window->share(m_window->makeFolder(QStringLiteral("Photos"))));
        QVERIFY(m_window->share(m_window->makeFolder(QStringLiteral("Scans"))));
        QSignalSpy changes(m_model.get(), &QAbstractItemModel::dataChanged);
        QVERIFY(WindowFixture::isDone(
            m_window->editor->renameShare(m_model->shareAt(m_model->index(1)), "Papers")));
        QCOMPARE(changes.count(), 1);
        QCOMPARE(changes.first().first().toModelIndex().row(), 1);
        QVERIFY(m_window->change([](Settings& settings) { settings.limits.maxConnections = 7; }));
        QCOMPARE(changes.count(), 1);
    }

    void theSwitchIsAWishAndShowsWhatIsTrue()
    {
        QVERIFY(m_window->share(m_window->makeFolder(QStringLiteral("Photos"))));
        QSignalSpy wishes(m_model.get(), &ShareListModel::switchWished);
        QVERIFY(isOn(0));
        QVERIFY(!m_model->setData(m_model->index(0), Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(wishes.count(), 1);
        QCOMPARE(wishes.first().at(1).toBool(), false);
        QVERIFY(isOn(0));
        QVERIFY(WindowFixture::isDone(m_window->editor->setShared(
            m_model->shareAt(m_model->index(0)), SettingsEditor::Switch::Off)));
        QVERIFY(!isOn(0));
        QCOMPARE(words(0), QStringLiteral("Off"));
        QCOMPARE(spoken(0), QStringLiteral("Photos, off"));
    }

    void aRowSaysWhoIsConnected()
    {
        const test::OpenSshKey key;
        const auto shared = m_window->share(m_window->makeFolder(QStringLiteral("Photos")));
        QVERIFY(shared);
        SettingsEditor::Person anna;
        anna.userName = QStringLiteral("anna");
        anna.keys = {{key.wire(), {}, {}, {}, false}};
        anna.access = {{shared->share, Access::Full}};
        QVERIFY(m_window->addPerson(anna));
        QCOMPARE(state(0), State::Off);
        QVERIFY(m_window->startSharing());
        QCOMPARE(state(0), State::Nobody);
        QCOMPARE(words(0), QStringLiteral("Nobody connected"));
        {
            test::OpenSshClient client(key, m_window->port(), anna.userName);
            QVERIFY(client.isIn());
            QTRY_COMPARE_WITH_TIMEOUT(state(0), State::Connected, WindowFixture::patience);
            QCOMPARE(m_model->index(0).data(ShareListModel::ConnectedRole).toInt(), 1);
            QCOMPARE(spoken(0), QStringLiteral("Photos, on, 1 connected"));
        }
        QTRY_COMPARE_WITH_TIMEOUT(state(0), State::Nobody, WindowFixture::patience);
    }

    void aFolderThatWentSaysSoAndComesBack()
    {
        const QString folder = m_window->makeFolder(QStringLiteral("Photos"));
        QVERIFY(m_window->share(folder));
        QVERIFY(m_window->startSharing());
        QCOMPARE(state(0), State::Nobody);
        QVERIFY(QDir().rename(folder, folder + QStringLiteral(".away")));
        m_window->sharing->lookAgain(m_model->shareAt(m_model->index(0)));
        QTRY_COMPARE_WITH_TIMEOUT(state(0), State::Unavailable, WindowFixture::patience);
        QCOMPARE(words(0), QStringLiteral("Not available"));
        QVERIFY(QDir().rename(folder + QStringLiteral(".away"), folder));
        m_window->sharing->lookAgain(m_model->shareAt(m_model->index(0)));
        QTRY_COMPARE_WITH_TIMEOUT(state(0), State::Nobody, WindowFixture::patience);
    }

    void aTimeThatIsOverSwitchesOff()
    {
        const auto shared = m_window->share(m_window->makeFolder(QStringLiteral("Photos")));
        QVERIFY(shared);
        QVERIFY(m_window->change([](Settings& settings) {
            settings.shares[0].until = QDateTime::currentDateTimeUtc().addSecs(-60);
        }));
        QVERIFY(!isOn(0));
        QCOMPARE(state(0), State::Off);
    }

    void namesAreShownAsTheyAreSafe()
    {
        QVERIFY(m_window->share(m_window->makeFolder(QStringLiteral("Photos"))));
        QVERIFY(
            m_window->change([](Settings& settings) { settings.shares[0].name = "a\x1b[1mb"; }));
        QVERIFY(!names().first().contains(QChar(0x1b)));
    }

    void pagesCountPeopleAndProblems()
    {
        PageListModel pages(m_window->parts());
        const QAbstractItemModelTester tester(
            &pages, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto count = [&pages](PageListModel::Page page) {
            return pages.index(page).data(PageListModel::CountRole).toString();
        };
        QCOMPARE(count(PageListModel::People), QString());
        QVERIFY(m_window->share(m_window->makeFolder(QStringLiteral("Photos"))));
        QCOMPARE(count(PageListModel::People), QStringLiteral("1"));

        ActivityEvent refused;
        refused.at = QDateTime::currentDateTimeUtc();
        refused.kind = ActivityEvent::Kind::LoginRefused;
        refused.outcome = ActivityEvent::Outcome::Refused;
        m_window->activity->record(refused);
        QTRY_COMPARE(count(PageListModel::Activity), QStringLiteral("1"));
        QVERIFY(pages.index(PageListModel::Activity).data(PageListModel::ProblemRole).toBool());
        pages.setSight(PageListModel::Sight::OnActivity);
        QCOMPARE(count(PageListModel::Activity), QString());
        m_window->activity->record(refused);
        m_window->activity->flush();
        QCOMPARE(count(PageListModel::Activity), QString());
    }
};

QTEST_MAIN(TestShareListModel)
#include "tst_share_list_model.moc"
