#include "ui/activity/connections_page.h"

#include "tests/support/stray_windows.h"
#include "tests/support/visitor.h"
#include "ui/activity/connections_model.h"
#include "ui/activity/table_view.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <QtWidgets>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

using Column = ConnectionsModel::Column;

namespace {

// A page over a share with visitors.
struct Shown {
    Shown()
        : folder(window.makeFolder(QStringLiteral("Photos")))
        , share(*window.share(folder))
        , page(window.parts())
    {
        page.resize(860, 600);
        page.show();
    }
    template <typename T>
    T* find(const char* name)
    {
        return page.findChild<T*>(QString::fromUtf8(name));
    }
    TableView& table() { return *find<TableView>("connections"); }
    QAbstractItemModel& model() { return *table().model(); }
    QString text(int row, int column) { return model().index(row, column).data().toString(); }

    WindowFixture window;
    QString folder;
    SettingsEditor::NewShare share;
    ConnectionsPage page;
};

} // namespace

class TestConnectionsPage : public QObject {
    Q_OBJECT

private slots:
    void anEmptyPageOffersTheLink()
    {
        Shown shown;
        QVERIFY(!shown.table().isVisible());
        QVERIFY(!shown.find<QPushButton>("copyLink")->isVisible()); // nothing is shared yet
        QVERIFY(shown.window.startSharing());
        QPushButton* copy = shown.find<QPushButton>("copyLink");
        QTRY_VERIFY(copy->isVisible());
        copy->click();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QLatin1String("sftp://guest@")));
        QVERIFY(QGuiApplication::clipboard()->text().endsWith(QLatin1String("/Photos")));
    }

    void onlyALinkThatLeadsSomewhereIsOffered()
    {
        Shown shown;
        const QString scans = shown.window.makeFolder(QStringLiteral("Scans"));
        QVERIFY(shown.window.share(scans));
        QVERIFY(shown.window.startSharing());
        auto* copy = shown.find<QPushButton>("copyLink");
        const auto copied = [copy] {
            copy->click();
            return QUrl(QGuiApplication::clipboard()->text());
        };
        QTRY_COMPARE(copied().path(), QStringLiteral("/Photos"));
        // Its time is over; and who could open the other is somebody else than its guest.
        QVERIFY(shown.window.change([](Settings& settings) {
            settings.shares.first().until = QDateTime::currentDateTimeUtc().addSecs(-60);
            settings.accounts.removeLast();
            settings.shares.last().guest = {};
            Account& first = settings.accounts.first();
            first.access.insert(settings.shares.last().id, Access::View);
            first.userName = QStringLiteral("anna");
        }));
        QTRY_COMPARE(copied().path(), QStringLiteral("/Scans"));
        QCOMPARE(copied().userName(), QStringLiteral("anna"));
        // Its disk is gone.
        QVERIFY(QDir().rename(scans, scans + QStringLiteral(".away")));
        shown.window.sharing->lookAgain(shown.window.settings().shares.last().id);
        QTRY_VERIFY_WITH_TIMEOUT(!copy->isVisible(), WindowFixture::patience);
    }

    void nothingOfThePageIsAWindowForAMoment()
    {
        WindowFixture window;
        QVERIFY(window.change(
            [](Settings& now) { now.network.blocked = {QStringLiteral("192.0.2.7")}; }));
        const StrayWindows strays;
        ConnectionsPage page(window.parts());
        QCOMPARE(strays.shown(), QStringList());
        page.show();
        QVERIFY(page.findChild<QWidget*>(QStringLiteral("blockedAddresses"))->isVisible());
    }

    void aNameMarksNoKeyOfTheButton()
    {
        Shown shown;
        QVERIFY(shown.window.change([](Settings& settings) {
            settings.accounts.first().userName = QStringLiteral("R&D");
        }));
        shown.share.userName = QStringLiteral("R&D");
        QVERIFY(shown.window.startSharing());
        Visitor visitor;
        QVERIFY(visitor.logIn(shown.window, shown.share));
        QTRY_COMPARE_WITH_TIMEOUT(shown.model().rowCount(), 1, WindowFixture::patience);
        shown.table().setCurrentIndex(shown.model().index(0, Column::Who));
        QCOMPARE(shown.find<QPushButton>("disconnect")->text(), QStringLiteral("Disconnect R&&D"));
    }

    void aRowSaysWhoAndWhatAndIsDisconnectedAlone()
    {
        Shown shown;
        QVERIFY(shown.window.startSharing());
        QAbstractItemModelTester tester(&shown.model(),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        Visitor first, second;
        QVERIFY(first.logIn(shown.window, shown.share));
        QTRY_COMPARE_WITH_TIMEOUT(shown.model().rowCount(), 1, WindowFixture::patience);
        QVERIFY(second.logIn(shown.window, shown.share, QStringLiteral("127.0.0.2")));
        QTRY_COMPARE_WITH_TIMEOUT(shown.model().rowCount(), 2, WindowFixture::patience);
        QVERIFY(shown.table().isVisible());
        QCOMPARE(shown.text(0, Column::Who), QStringLiteral("guest"));
        QCOMPARE(shown.text(0, Column::From), QStringLiteral("127.0.0.1"));
        QCOMPARE(shown.text(1, Column::From), QStringLiteral("127.0.0.2"));
        QVERIFY(shown.model()
                    .index(0, Column::Who)
                    .data(ConnectionsModel::SubtextRole)
                    .toString()
                    .startsWith(QLatin1String("libssh")));

        auto* disconnect = shown.find<QPushButton>("disconnect");
        QVERIFY(!disconnect->isVisible()); // nobody is chosen
        shown.page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&shown.page));
        shown.table().setFocus();
        QTRY_VERIFY(disconnect->isVisible());
        QTest::keyClick(&shown.table(), Qt::Key_Down);
        QTest::keyClick(&shown.table(), Qt::Key_Up);
        QCOMPARE(disconnect->text(), QStringLiteral("Disconnect guest"));
        disconnect->click();
        QVERIFY(first.isSentAway());
        QTRY_COMPARE_WITH_TIMEOUT(shown.model().rowCount(), 1, WindowFixture::patience);
        QCOMPARE(shown.text(0, Column::From), QStringLiteral("127.0.0.2"));
        // Nobody else takes the place of the one who was chosen.
        QVERIFY(!disconnect->isVisible());
        QVERIFY(second.open("/Photos/hello.txt"));
    }

    void whatMovesHasABarThatRises()
    {
        Shown shown;
        WindowFixture::writeFile(shown.folder + QStringLiteral("/big.bin"),
                                 QByteArray(4'000'000, 'x'));
        QVERIFY(shown.window.startSharing());
        Visitor guest;
        QVERIFY(guest.logIn(shown.window, shown.share));
        QTRY_COMPARE_WITH_TIMEOUT(shown.model().rowCount(), 1, WindowFixture::patience);
        QSignalSpy changed(&shown.model(), &QAbstractItemModel::dataChanged);
        QVERIFY(guest.open("/Photos/big.bin"));
        QElapsedTimer time;
        time.start();
        QList<double> parts;
        while (guest.read(16'000) > 0) {
            QTest::qWait(10);
            const QVariant part =
                shown.model().index(0, Column::Now).data(ConnectionsModel::ProgressRole);
            if (part.isValid() && (parts.isEmpty() || parts.last() != part.toDouble()))
                parts += part.toDouble();
        }
        const double seconds = double(time.elapsed()) / 1000;
        QVERIFY(parts.size() >= 4);
        QVERIFY(std::is_sorted(parts.cbegin(), parts.cend()));
        // A cell is told of at most four times a second, and only those that changed.
        int now = 0, since = 0;
        for (const QList<QVariant>& one : changed) {
            const int left = one.at(0).toModelIndex().column();
            const int right = one.at(1).toModelIndex().column();
            now += left <= Column::Now && right >= Column::Now ? 1 : 0;
            since += right >= Column::Since || left <= Column::From ? 1 : 0;
        }
        QVERIFY(double(now) <= seconds * 4 + 2);
        QCOMPARE(since, 0);
        QCOMPARE(shown.text(0, Column::Now), QStringLiteral("Downloading Photos/big.bin"));

        QVERIFY(guest.close());
        const auto part = [&] {
            return shown.model().index(0, Column::Now).data(ConnectionsModel::ProgressRole);
        };
        QTRY_COMPARE_WITH_TIMEOUT(part().toDouble(), 1.0, WindowFixture::patience);
        QTRY_VERIFY_WITH_TIMEOUT(!part().isValid(), WindowFixture::patience);
    }

    void anAddressIsBlockedForAWhileOrUntilItIsUnblocked()
    {
        Shown shown;
        QVERIFY(shown.window.startSharing());
        Visitor first, second;
        QVERIFY(first.logIn(shown.window, shown.share, QStringLiteral("127.0.0.2")));
        QVERIFY(second.logIn(shown.window, shown.share, QStringLiteral("127.0.0.3")));
        QTRY_COMPARE_WITH_TIMEOUT(shown.model().rowCount(), 2, WindowFixture::patience);
        auto* list = shown.find<QWidget>("blockedAddresses");
        QVERIFY(!list->isVisible());

        shown.table().setCurrentIndex(shown.model().index(0, 0));
        shown.window.dialogs.willAnswer(Question::Role::Drastic);
        QPushButton* block = shown.find<QPushButton>("block");
        QCOMPARE(block->text(), QStringLiteral("Block 127.0.0.2…"));
        block->click();
        QCOMPARE(shown.window.dialogs.questions.first().heading,
                 QStringLiteral("Block 127.0.0.2 for 10 minutes or until you unblock it?"));
        QVERIFY(first.isSentAway());
        QTRY_VERIFY_WITH_TIMEOUT(list->isVisible(), WindowFixture::patience);
        QTRY_COMPARE(shown.window.settings().network.blocked,
                     QStringList{QStringLiteral("127.0.0.2")});
        QTRY_COMPARE_WITH_TIMEOUT(shown.model().rowCount(), 1, WindowFixture::patience);
        QVERIFY(second.open("/Photos/hello.txt")); // the other one stays

        shown.table().setCurrentIndex(shown.model().index(0, 0));
        shown.window.dialogs.willAnswer(Question::Role::Safe);
        shown.find<QPushButton>("block")->click();
        QTRY_COMPARE_WITH_TIMEOUT(
            list->findChildren<QPushButton*>(QStringLiteral("unblock")).size(), 2,
            WindowFixture::patience);
        QCOMPARE(shown.window.settings().network.blocked.size(), 1); // this one is not kept

        for (int left = 1; left >= 0; --left) {
            list->findChild<QPushButton*>(QStringLiteral("unblock"))->click();
            QTRY_COMPARE_WITH_TIMEOUT(
                list->findChildren<QPushButton*>(QStringLiteral("unblock")).size(), left,
                WindowFixture::patience);
        }
        QVERIFY(!list->isVisible());
        QVERIFY(shown.window.settings().network.blocked.isEmpty());
        Visitor again;
        QVERIFY(again.logIn(shown.window, shown.share, QStringLiteral("127.0.0.2")));
    }

    void detailsSayWhatANarrowPageLeavesOut()
    {
        Shown shown;
        QVERIFY(shown.window.startSharing());
        Visitor guest;
        QVERIFY(guest.logIn(shown.window, shown.share));
        QTRY_COMPARE_WITH_TIMEOUT(shown.model().rowCount(), 1, WindowFixture::patience);
        QVERIFY(!shown.table().isColumnHidden(Column::Moved));
        shown.page.resize(420, 600);
        QTRY_VERIFY(shown.table().isColumnHidden(Column::Moved));
        QVERIFY(shown.table().isColumnHidden(Column::Since));
        shown.table().setCurrentIndex(shown.model().index(0, 0));
        shown.table().setFocus();
        QTest::keyClick(&shown.table(), Qt::Key_Return);
        auto* details = shown.find<QDialog>("details");
        QVERIFY(details && details->isVisible());
        QStringList labels;
        for (const QLabel* label : details->findChildren<QLabel*>())
            labels += label->text();
        QVERIFY(labels.contains(QStringLiteral("Since")));
        QVERIFY(labels.contains(QStringLiteral("127.0.0.1")));
        QTest::keyClick(details, Qt::Key_Escape);
        QTRY_VERIFY(!shown.find<QDialog>("details"));
    }
};

QTEST_MAIN(TestConnectionsPage)
#include "tst_connections_page.moc"
