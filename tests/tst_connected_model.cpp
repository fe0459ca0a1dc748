#include "ui/shares/connected_model.h"

#include "ui/activity/live_connections.h"
#include "ui/shares/connected_card.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <QtWidgets>

#include "tests/support/open_ssh.h"
#include "tests/support/rows.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using test::OpenSshClient;
using test::WindowFixture;

class TestConnectedModel : public QObject {
    Q_OBJECT

    const test::OpenSshKey m_key;
    std::unique_ptr<WindowFixture> m_window;
    SettingsEditor::NewShare m_photos, m_scans;
    std::unique_ptr<ConnectedModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

    std::unique_ptr<OpenSshClient> connectTo(const SettingsEditor::NewShare& share) const
    {
        return std::make_unique<OpenSshClient>(m_key, m_window->port(), share.userName,
                                               QString::fromUtf8(share.password));
    }
    QString said(int row) const
    {
        return m_model->index(row).data(Qt::AccessibleTextRole).toString();
    }

private slots:
    void init()
    {
        m_window = std::make_unique<WindowFixture>();
        m_photos = m_window->share(m_window->makeFolder(QStringLiteral("Photos"))).value();
        m_scans = m_window->share(m_window->makeFolder(QStringLiteral("Scans"))).value();
        QVERIFY(m_window->startSharing());
        m_model = std::make_unique<ConnectedModel>(m_window->parts());
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_model->setShare(m_photos.share);
    }

    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
        m_window.reset();
    }

    void whoMaySeeTheShareComesAndGoes()
    {
        QCOMPARE(m_model->rowCount(), 0);
        auto guest = connectTo(m_photos);
        auto other = connectTo(m_scans);
        QVERIFY(guest->isIn() && other->isIn());
        QTRY_COMPARE(m_window->live->all().size(), 2);
        QTRY_COMPARE(m_model->rowCount(), 1);
        QCOMPARE(m_model->row(0).name, m_photos.userName);
        QVERIFY(m_model->row(0).guest);
        QCOMPARE(m_model->row(0).address, QStringLiteral("127.0.0.1"));
        guest.reset();
        QTRY_COMPARE(m_model->rowCount(), 0);
    }

    void whatTheyDoIsToldFromTheShareOn()
    {
        auto guest = connectTo(m_photos);
        QVERIFY(guest->isIn());
        QVERIFY(guest->run("get /Photos/hello.txt /dev/null").contains("hello.txt"));
        QTRY_COMPARE(m_model->rowCount(), 1);
        QTRY_COMPARE(m_model->row(0).doing, QStringLiteral("Downloading hello.txt"));
        QCOMPARE(m_model->row(0).part, std::optional<double>(1.0));
        QVERIFY(said(0).startsWith(m_photos.userName));
        QVERIFY(said(0).contains(QStringLiteral("Downloading hello.txt")));
        QVERIFY(said(0).contains(QStringLiteral("100")));
    }

    void thereAreThreeRowsAtMostAndTheLongestStay()
    {
        std::vector<std::unique_ptr<OpenSshClient>> clients;
        for (int i = 0; i < 4; ++i) {
            clients.push_back(connectTo(m_photos));
            QVERIFY(clients.back()->isIn());
        }
        QTRY_COMPARE(m_window->live->all().size(), 4);
        QTRY_COMPARE(m_model->rowCount(), 3);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(m_model->row(i).connection, m_window->live->all().at(i).info.id);
    }

    void nothingIsAnnouncedWhenNothingChanged()
    {
        auto guest = connectTo(m_photos);
        QVERIFY(guest->isIn());
        QTRY_COMPARE(m_model->rowCount(), 1);
        QSignalSpy changed(m_model.get(), &ConnectedModel::dataChanged);
        QSignalSpy reset(m_model.get(), &ConnectedModel::modelReset);
        m_model->refresh();
        m_model->refresh();
        QVERIFY(changed.isEmpty() && reset.isEmpty());
    }

    void theCardIsAsHighAsItsRowsAndLeadsToAllConnections()
    {
        ConnectedCard card(m_window->parts());
        card.setShare(m_photos.share);
        card.resize(700, 200);
        card.show();
        QVERIFY(QTest::qWaitForWindowExposed(&card));
        auto* rows = card.findChild<QListView*>(QStringLiteral("connectedRows"));
        QVERIFY(!rows->isVisible());
        auto guest = connectTo(m_photos);
        QVERIFY(guest->isIn());
        QTRY_VERIFY(rows->isVisible());
        const int one = rows->height();
        auto second = connectTo(m_photos);
        QVERIFY(second->isIn());
        QTRY_COMPARE(rows->height(), 2 * one);
        QSignalSpy all(&card, &ConnectedCard::showConnections);
        card.findChild<QToolButton*>(QStringLiteral("showAll"))->click();
        QCOMPARE(all.size(), 1);
    }
};

QTEST_MAIN(TestConnectedModel)
#include "tst_connected_model.moc"
