#include "ui/window/side_bar.h"

#include "ui/widgets/theme.h"
#include "ui/window/place_delegate.h"
#include "ui/window/share_list_model.h"

#include <QtWidgets>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/rows.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using test::WindowFixture;
using Kind = Place::Kind;

class TestSideBar : public QObject {
    Q_OBJECT

    std::unique_ptr<WindowFixture> m_window;
    std::unique_ptr<SideBar> m_bar;
    QListView *m_shares = nullptr, *m_pages = nullptr;

    ShareId share(int row) const { return m_window->settings().shares.at(row).id; }
    QRect rowRect(int row) const { return m_shares->visualRect(m_shares->model()->index(row, 0)); }

private slots:
    void init()
    {
        m_window = std::make_unique<WindowFixture>();
        for (const char* name : {"Photos", "Scans"})
            QVERIFY(m_window->share(m_window->makeFolder(QLatin1String(name))));
        m_bar = std::make_unique<SideBar>(m_window->parts());
        m_shares = m_bar->findChild<QListView*>(QStringLiteral("shareList"));
        m_pages = m_bar->findChild<QListView*>(QStringLiteral("pageList"));
        for (QAbstractItemModel* model : {m_shares->model(), m_pages->model()})
            new QAbstractItemModelTester(
                model, QAbstractItemModelTester::FailureReportingMode::QtTest, model);
        m_bar->resize(m_bar->width(), 640);
        m_bar->show();
        QVERIFY(QTest::qWaitForWindowActive(m_bar.get()));
        m_bar->setPlace(Place::of(share(0)));
    }

    void cleanup()
    {
        m_bar.reset();
        m_window.reset();
    }

    void theTwoListsHaveOneSelection()
    {
        QSignalSpy chosen(m_bar.get(), &SideBar::placeChosen);
        QCOMPARE(m_shares->selectionModel()->selectedIndexes().size(), 1);
        QTest::mouseClick(m_pages->viewport(), Qt::LeftButton, {},
                          m_pages->visualRect(m_pages->model()->index(2, 0)).center());
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(m_bar->place().kind, Kind::Activity);
        QVERIFY(m_shares->selectionModel()->selectedIndexes().isEmpty());
        // Back to the share that was current all the time.
        QTest::mouseClick(m_shares->viewport(), Qt::LeftButton, {},
                          rowRect(0).topLeft() + QPoint(30, 20));
        QCOMPARE(m_bar->place(), Place::of(share(0)));
        QVERIFY(m_pages->selectionModel()->selectedIndexes().isEmpty());
        QCOMPARE(m_shares->selectionModel()->selectedIndexes().size(), 1);
    }

    void arrowsLeadFromOneListToTheOther()
    {
        m_shares->setFocus();
        QTest::keyClick(m_shares, Qt::Key_Down);
        QCOMPARE(m_bar->place(), Place::of(share(1)));
        QTest::keyClick(m_shares, Qt::Key_Down);
        QCOMPARE(m_bar->place().kind, Kind::People);
        QVERIFY(m_pages->hasFocus());
        QTest::keyClick(m_pages, Qt::Key_Up);
        QCOMPARE(m_bar->place(), Place::of(share(1)));
        QVERIFY(m_shares->hasFocus());
    }

    void theSwitchAndSpaceWishTheSame()
    {
        QSignalSpy wishes(m_bar.get(), &SideBar::switchWished);
        m_shares->setFocus();
        QTest::keyClick(m_shares, Qt::Key_Space);
        QCOMPARE(wishes.count(), 1);
        QCOMPARE(wishes.first().at(0).value<ShareId>(), share(0));
        QCOMPARE(wishes.first().at(1).toBool(), false);
        const QRect row = rowRect(1).adjusted(8, 1, -8, -1);
        QTest::mouseClick(m_shares->viewport(), Qt::LeftButton, {},
                          PlaceDelegate::switchRect(row, Qt::LeftToRight).center());
        QCOMPARE(wishes.count(), 2);
        QCOMPARE(wishes.last().at(0).value<ShareId>(), share(1));
        QTest::mouseClick(m_shares->viewport(), Qt::LeftButton, {},
                          rowRect(1).topLeft() + QPoint(60, 20));
        QCOMPARE(wishes.count(), 2); // the name only chooses
        QCOMPARE(m_bar->place(), Place::of(share(1)));
    }

    void keysOpenRenameAndRemove()
    {
        QSignalSpy opened(m_bar.get(), &SideBar::opened);
        QSignalSpy renamed(m_bar.get(), &SideBar::renameWished);
        QSignalSpy removed(m_bar.get(), &SideBar::removeWished);
        m_shares->setFocus();
        QTest::keyClick(m_shares, Qt::Key_Return);
        QTest::keyClick(m_shares, Qt::Key_F2);
        QTest::keyClick(m_shares, Qt::Key_Delete);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(renamed.count(), 1);
        QCOMPARE(removed.count(), 1);
        QCOMPARE(removed.first().first().value<ShareId>(), share(0));
        QTest::keyClick(m_pages, Qt::Key_Delete);
        QCOMPARE(removed.count(), 1);
    }

    void theMenuOfAShareWishesTheSame()
    {
        QSignalSpy renamed(m_bar.get(), &SideBar::renameWished);
        QSignalSpy opened(m_bar.get(), &SideBar::openFolderWished);
        QSignalSpy removed(m_bar.get(), &SideBar::removeWished);
        emit m_shares->customContextMenuRequested(rowRect(1).center());
        auto* menu = m_bar->findChild<QMenu*>(QStringLiteral("shareMenu"));
        QVERIFY(menu);
        for (const char* name : {"renameShare", "openShareFolder", "removeShare"})
            menu->findChild<QAction*>(QLatin1String(name))->trigger();
        for (const QSignalSpy* spy : {&renamed, &opened, &removed}) {
            QCOMPARE(spy->count(), 1);
            QCOMPARE(spy->first().first().value<ShareId>(), share(1));
        }
        menu->close();
    }

    void theNarrowFormKeepsEveryPlace()
    {
        const int wide = m_bar->width();
        m_bar->setNarrow(true);
        QCOMPARE(m_bar->width(), theme::narrowSidebar);
        QVERIFY(wide >= theme::sidebar);
        for (QListView* list : {m_shares, m_pages}) {
            for (int row = 0; row < list->model()->rowCount(); ++row) {
                const QModelIndex index = list->model()->index(row, 0);
                QVERIFY(!index.data(Qt::ToolTipRole).toString().isEmpty());
                QVERIFY(!list->visualRect(index).isEmpty());
            }
        }
        const auto* add = m_bar->findChild<QToolButton*>(QStringLiteral("addFolderBelow"));
        QCOMPARE(add->toolButtonStyle(), Qt::ToolButtonIconOnly);
        QVERIFY(!add->accessibleName().isEmpty());
    }

    void fiftySharesScrollAndThePagesStayInSight()
    {
        QVERIFY(m_window->change([](Settings& settings) {
            for (int count = 0; count < 48; ++count) {
                Share share;
                share.id = ShareId::create();
                share.name = "Folder " + QByteArray::number(count);
                share.folder = "/srv/" + QByteArray::number(count);
                settings.shares += share;
            }
        }));
        QCOMPARE(m_shares->model()->rowCount(), 50);
        QTRY_VERIFY(m_shares->verticalScrollBar()->maximum() > 0);
        QVERIFY(m_bar->rect().contains(m_pages->geometry()));
        QVERIFY(m_bar->rect().contains(
            m_bar->findChild<QToolButton*>(QStringLiteral("addFolderBelow"))->geometry()));
    }
};

QTEST_MAIN(TestSideBar)
#include "tst_side_bar.moc"
