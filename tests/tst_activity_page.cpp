#include "ui/activity/activity_page.h"

#include "core/activity_format.h"
#include "tests/support/activity_events.h"
#include "tests/support/window_fixture.h"
#include "ui/activity/activity_delegate.h"
#include "ui/activity/activity_model.h"
#include "ui/activity/activity_view.h"
#include "ui/widgets/surfaces.h"

#include <QSignalSpy>
#include <QTest>
#include <QtWidgets>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

using Column = ActivityModel::Column;

namespace {

QByteArray content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

struct Shown {
    Shown()
        : page(window.parts())
        , view(*find<ActivityView>("activity"))
        , model(static_cast<ActivityModel&>(*view.model()))
    {
        page.resize(860, 640);
        page.show();
        page.activateWindow();
        if (!QTest::qWaitForWindowActive(&page))
            QTest::qFail("the window does not come to the front", __FILE__, __LINE__);
    }
    template <typename T>
    T* find(const char* name)
    {
        return page.findChild<T*>(QString::fromUtf8(name));
    }
    void record(const QList<ActivityEvent>& events)
    {
        for (const ActivityEvent& event : events)
            window.activity->record(event);
        window.activity->flush();
        model.takeIn();
    }
    // So many rows that are no run, a minute apart.
    void fill(int rows)
    {
        QList<ActivityEvent> events;
        for (int i = 0; i < rows; ++i)
            events += transfer(0, QByteArray::number(i), i * 60);
        record(events);
    }
    QString what(int row) const { return model.index(row, Column::What).data().toString(); }

    WindowFixture window;
    ActivityPage page;
    ActivityView& view;
    ActivityModel& model;
};

ActivityEvent oldDevice()
{
    ActivityEvent event =
        failure(Kind::Protocol, 5, QStringLiteral("The client offered only ssh-rsa as host key"),
                ErrorCode::NotSupported, Outcome::Failed);
    event.user.clear();
    return event;
}

} // namespace

class TestActivityPage : public QObject {
    Q_OBJECT

private slots:
    void anEmptyPageSaysWhatItIsFor()
    {
        Shown shown;
        QVERIFY(!shown.view.isVisible());
        QVERIFY(!shown.find<QWidget>("findInActivity")->isVisible());
        shown.fill(1);
        QVERIFY(shown.view.isVisible());
        QVERIFY(shown.find<QWidget>("findInActivity")->isVisible());
    }

    void theFiltersStandInOneLineWhereThereIsRoom()
    {
        Shown shown;
        shown.page.resize(1000, 640);
        shown.fill(1);
        const auto* find = shown.find<QWidget>("findInActivity");
        const auto* problems = shown.find<QWidget>("problems");
        const auto top = [&shown](const QWidget* one) {
            return one->mapTo(&shown.page, QPoint()).y();
        };
        QTRY_COMPARE(top(find), top(problems));
        shown.page.resize(500, 640);
        QTRY_VERIFY(top(find) + find->height() < top(problems));
        shown.page.resize(1000, 640);
        QTRY_COMPARE(top(find), top(problems));
        // Nothing is filtered, so there is nothing to clear.
        QVERIFY(!shown.find<QWidget>("clearRun")->isVisible());
        QVERIFY(!shown.find<QWidget>("clearFilters")->isVisible());
    }

    void aSentenceBreaksBetweenWords()
    {
        const QFontMetrics metrics(theme::font(theme::Type::Body));
        const QString sentence =
            QStringLiteral("May not delete Photos/lisbon.jpg: access is View and upload.");
        const int whole = metrics.horizontalAdvance(sentence) + 2;
        QCOMPARE(ActivityDelegate::wrapped(sentence, whole), QStringList(sentence));
        const QStringList two = ActivityDelegate::wrapped(sentence, whole * 2 / 3);
        QCOMPARE(two.size(), 2);
        QCOMPARE(two.join(u' '), sentence);
        // What is longer than a line has to break; nothing of it is lost before it is painted.
        const QString name(200, u'x');
        const QStringList three = ActivityDelegate::wrapped(name, metrics.averageCharWidth() * 30);
        QCOMPARE(three.size(), 3);
        QCOMPARE(three.join(QString()), name);
    }

    void aSentenceHasAsManyLinesAsItNeeds()
    {
        Shown shown;
        const QByteArray longName =
            QByteArray("a rather long name of a file ").repeated(3) + ".jpg";
        shown.record(
            {transfer(1, "a", 1, Outcome::Failed), transfer(2, longName, 100, Outcome::Failed),
             transfer(3, longName.repeated(4), 200, Outcome::Failed), transfer(4, longName, 300)});
        int least = 10'000, most = 0;
        for (int row = 0; row < shown.model.rowCount(); ++row) {
            const QModelIndex index = shown.model.index(row, Column::What);
            if (shown.model.kindOf(index) == ActivityModel::RowKind::Day)
                continue;
            const int height = shown.view.visualRect(index).height();
            QVERIFY(height > 0);
            least = std::min(least, height);
            most = std::max(most, height);
        }
        const int line = QFontMetrics(theme::font(theme::Type::Body)).height();
        QCOMPARE(most, least + 2 * line); // three lines at most
    }

    void filtersWorkByKeyboard()
    {
        Shown shown;
        ActivityEvent ben = transfer(1, "plan.odt", 1, Outcome::Ok, Kind::Upload);
        ben.user = QStringLiteral("ben");
        shown.record({ben, transfer(2, "a.jpg", 100), oldDevice()});
        QCOMPARE(shown.model.rowCount(), 4);

        shown.view.setFocus();
        QTest::keyClick(&shown.page, Qt::Key_P, Qt::ControlModifier);
        QVERIFY(shown.find<QPushButton>("problems")->isChecked());
        QCOMPARE(shown.model.rowCount(), 2);
        QTest::keyClick(&shown.page, Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(shown.model.rowCount(), 4);

        shown.page.focusSearch();
        auto* find = shown.find<QLineEdit>("findInActivity");
        QVERIFY(find->hasFocus());
        QTest::keyClicks(find, QStringLiteral("PLAN"));
        QTRY_COMPARE(shown.model.rowCount(), 2);
        QCOMPARE(shown.what(1), QStringLiteral("Uploaded Photos/plan.odt"));
        QTest::keyClick(find, Qt::Key_Escape);
        QTRY_COMPARE(shown.model.rowCount(), 4);

        auto* people = shown.find<QComboBox>("people");
        people->setFocus();
        QTest::keyClicks(people, QStringLiteral("ben"));
        QCOMPARE(people->currentText(), QStringLiteral("ben"));
        QCOMPARE(shown.model.rowCount(), 2);
        auto* actions = shown.find<QComboBox>("actions");
        QTest::keyClick(actions, Qt::Key_Down); // downloads: ben has none
        QCOMPARE(shown.model.rowCount(), 0);
        auto* clear = shown.find<QToolButton>("clearFilters");
        QVERIFY(clear->isVisible());
        QVERIFY(!shown.view.isVisible());
        QTest::keyClick(clear, Qt::Key_Space);
        QCOMPARE(shown.model.rowCount(), 4);
        QVERIFY(shown.view.isVisible());
        QCOMPARE(people->currentIndex(), 0);
        QCOMPARE(actions->currentIndex(), 0);
    }

    void clearingTheFiltersTakesTheCrossOfTheFieldAway()
    {
        Shown shown;
        shown.fill(1);
        auto* find = shown.find<QLineEdit>("findInActivity");
        // Qt's button has no name; the other one is the drawing in front.
        QToolButton* cross = nullptr;
        for (auto* button : find->findChildren<QToolButton*>()) {
            if (button->x() > find->width() / 2)
                cross = button;
        }
        QVERIFY(cross && cross->property("opacity").isValid());
        find->setText(QStringLiteral("nothing like it"));
        QTRY_COMPARE(shown.model.shownEntries(), 0);
        QTRY_COMPARE(cross->property("opacity").toReal(), 1.0);
        shown.find<QAbstractButton>("clearFilters")->click();
        QTRY_COMPARE(cross->property("opacity").toReal(), 0.0);
        QCOMPARE(shown.model.shownEntries(), 1);
    }

    void nobodyFiltersWhoIsNotChosen()
    {
        Shown shown;
        shown.fill(1);
        const auto share = shown.window.share(shown.window.makeFolder(QStringLiteral("Scans")));
        QVERIFY(share);
        auto* people = shown.find<QComboBox>("people");
        auto* folders = shown.find<QComboBox>("folders");
        people->setCurrentText(share->userName);
        folders->setCurrentText(QStringLiteral("Scans"));
        QCOMPARE(shown.model.shownEntries(), 0);
        QVERIFY(WindowFixture::isDone(shown.window.editor->removeShare(share->share)));
        QCOMPARE(people->currentIndex(), 0);
        QCOMPARE(folders->currentIndex(), 0);
        QVERIFY(!shown.model.filter().isActive());
        QCOMPARE(shown.model.shownEntries(), 1);
    }

    void newsOnTopMoveNothingWhenScrolledDown()
    {
        Shown shown;
        shown.fill(300);
        auto* pill = shown.find<QPushButton>("newEntries");
        shown.record({transfer(0, "first", 300 * 60)});
        QVERIFY(!pill->isVisible());
        QCOMPARE(shown.view.verticalScrollBar()->value(), 0);
        QVERIFY(shown.what(1).endsWith(QLatin1String("first"))); // at the top it just appears

        shown.view.verticalScrollBar()->setValue(50);
        const QPersistentModelIndex top = shown.view.indexAt(QPoint(0, 0));
        shown.view.setCurrentIndex(shown.view.indexAt(QPoint(0, 40)));
        const QPersistentModelIndex current = shown.view.currentIndex();
        for (int i = 1; i <= 3; ++i) {
            shown.record({transfer(0, "new", (300 + i) * 60)});
            QCOMPARE(shown.view.indexAt(QPoint(0, 0)), QModelIndex(top));
        }
        QVERIFY(pill->isVisible());
        QCOMPARE(pill->text(), QStringLiteral("3 new"));
        QCOMPARE(shown.view.currentIndex(), QModelIndex(current));
        pill->click();
        QCOMPARE(shown.view.verticalScrollBar()->value(), 0);
        QVERIFY(!pill->isVisible());

        shown.view.verticalScrollBar()->setValue(50);
        shown.record({transfer(0, "new", 400 * 60)});
        QVERIFY(pill->isVisible());
        shown.view.setFocus();
        QTest::keyClick(&shown.view, Qt::Key_Home);
        QCOMPARE(shown.view.verticalScrollBar()->value(), 0);
        QVERIFY(!pill->isVisible());
    }

    void anOpenRunStaysOpenWhileItGrows()
    {
        Shown shown;
        shown.record({transfer(1, "1.jpg", 0), transfer(2, "2.jpg", 1), transfer(3, "3.jpg", 2)});
        const QModelIndex run = shown.model.index(1, 0);
        shown.view.setCurrentIndex(run);
        shown.view.setFocus();
        QTest::keyClick(&shown.view, Qt::Key_Right);
        QVERIFY(shown.view.isExpanded(run));
        shown.record({transfer(4, "4.jpg", 3), happening(Kind::Settings, 4, Outcome::Ok)});
        QVERIFY(shown.view.isExpanded(shown.model.index(2, 0)));
        QCOMPARE(shown.view.currentIndex().row(), 2); // the run still
        QTest::keyClick(&shown.view, Qt::Key_Left);
        QVERIFY(!shown.view.isExpanded(shown.model.index(2, 0)));
        // The arrow opens it, too.
        const QRect cell = shown.view.visualRect(shown.model.index(2, Column::What));
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {},
                          cell.topLeft() + QPoint(8, cell.height() / 2));
        QVERIFY(shown.view.isExpanded(shown.model.index(2, 0)));
    }

    void theRestOfALongRunIsShownByAFilter()
    {
        Shown shown;
        QList<ActivityEvent> events;
        for (int i = 1; i <= 210; ++i)
            events += transfer(quint64(i), QByteArray::number(i), i);
        shown.record(events);
        const QModelIndex run = shown.model.index(1, 0);
        shown.view.expand(run);
        const QModelIndex more = shown.model.index(200, 0, run);
        QCOMPARE(more.siblingAtColumn(Column::What).data().toString(),
                 QStringLiteral("… and 10 more"));
        shown.view.setCurrentIndex(more);
        shown.view.setFocus();
        QTest::keyClick(&shown.view, Qt::Key_Return);
        QCOMPARE(shown.model.rowCount(), 211);
        QCOMPARE(shown.find<QComboBox>("people")->currentText(), QStringLiteral("anna"));
        QVERIFY(shown.find<QToolButton>("clearRun")->isVisible());
        shown.find<QToolButton>("clearRun")->click();
        QCOMPARE(shown.model.rowCount(), 2);
    }

    void aRowIsCopiedAsTextAndItsPathAlone()
    {
        Shown shown;
        shown.record({transfer(1, "a.jpg", 0)});
        shown.view.setCurrentIndex(shown.model.index(1, 0));
        shown.view.setFocus();
        QTest::keyClick(&shown.view, Qt::Key_C, Qt::ControlModifier);
        const QStringList cells = QGuiApplication::clipboard()->text().split(QLatin1Char('\t'));
        QCOMPARE(cells.mid(1),
                 QStringList({QStringLiteral("anna"), QStringLiteral("192.168.1.30"),
                              QStringLiteral("Downloaded Photos/a.jpg"), QStringLiteral("1 MB"),
                              QStringLiteral("2.0 MB/s"), QStringLiteral("Done")}));
        QTest::keyClick(&shown.view, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("/Photos/a.jpg"));
    }

    void theMenuShowsTheFolderAndBlocksTheAddress()
    {
        Shown shown;
        const QString folder = shown.window.makeFolder(QStringLiteral("Photos"));
        QVERIFY(shown.window.share(folder));
        ActivityEvent event = transfer(1, "a.jpg", 0);
        event.path = VirtualPath().child("Photos").child("2026").child("a.jpg");
        shown.record({event});
        shown.view.setCurrentIndex(shown.model.index(shown.model.rowCount() - 1, 0));
        const auto choose = [&shown](const QString& text) {
            QContextMenuEvent ask(QContextMenuEvent::Keyboard, QPoint(1, 1), QPoint(1, 1));
            QApplication::sendEvent(&shown.view, &ask);
            auto* menu = shown.find<QMenu>("activityMenu");
            if (!menu)
                return false;
            for (QAction* action : menu->actions()) {
                if (action->text() != text)
                    continue;
                action->trigger();
                delete menu;
                return true;
            }
            return false;
        };
        QVERIFY(choose(QStringLiteral("Show in folder")));
        QCOMPARE(shown.window.dialogs.opened, QStringList{folder + QStringLiteral("/2026")});
        QVERIFY(choose(QStringLiteral("Copy path")));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("/Photos/2026/a.jpg"));
        shown.window.dialogs.willAnswer(Question::Role::Drastic);
        QVERIFY(choose(QStringLiteral("Block this address…")));
        QTRY_COMPARE(shown.window.settings().network.blocked,
                     QStringList{QStringLiteral("192.168.1.30")});
    }

    void theRemedyIsALinkInTheRowAndInTheDetails()
    {
        Shown shown;
        shown.record({oldDevice()});
        QSignalSpy remedy(&shown.page, &ActivityPage::remedy);
        const QModelIndex row = shown.model.index(1, 0);
        const QRect link = shown.view.linkOf(row);
        QVERIFY(shown.view.visualRect(row.siblingAtColumn(Column::What)).contains(link));
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, link.center());
        QCOMPARE(remedy.count(), 1);
        QCOMPARE(remedy.first().first().toString(), QStringLiteral("network.olderDevices"));

        shown.view.setCurrentIndex(row);
        shown.view.setFocus();
        QTest::keyClick(&shown.view, Qt::Key_Return);
        auto* details = shown.find<QDialog>("details");
        QVERIFY(details);
        auto* action = details->findChild<QAbstractButton*>(QStringLiteral("detailsAction"));
        QCOMPARE(action->text(), QStringLiteral("Turn on “Older devices”"));
        action->click();
        QCOMPARE(remedy.count(), 2);
    }

    void whatIsShownIsExportedAsCsvAndJsonLines()
    {
        Shown shown;
        ActivityEvent odd = transfer(1, "a;\"b\",\xff.jpg", 0);
        shown.record({odd, transfer(2, "2.jpg", 60), oldDevice()});
        const QString csv = shown.window.path(QStringLiteral("all.csv"));
        shown.window.dialogs.newFiles = {csv};
        shown.find<QPushButton>("export")->click();
        QTRY_VERIFY(shown.find<QWidget>("exported"));
        const QList<QByteArray> lines = content(csv).split('\n');
        QCOMPARE(lines.size(), 5); // the titles, three entries, the end
        QVERIFY(lines.first().startsWith("\xef\xbb\xbftime,kind,"));
        QVERIFY(lines.at(1).contains("\"/Photos/a;\"\"b\"\",\\xff.jpg\""));

        const QString json = shown.window.path(QStringLiteral("some.jsonl"));
        shown.window.dialogs.newFiles = {json};
        shown.find<QPushButton>("problems")->setChecked(true);
        shown.find<QPushButton>("export")->click();
        QTRY_COMPARE(content(json).count('\n'), 1);
        const Result<ActivityEvent> read = eventFromJson(content(json).trimmed());
        QVERIFY(read);
        QCOMPARE(read->error->message, oldDevice().error->message);
        QCOMPARE(read->at, oldDevice().at);

        shown.window.dialogs.newFiles = {shown.window.path(QStringLiteral("no/such/x.csv"))};
        shown.find<QPushButton>("export")->click();
        QTRY_COMPARE(shown.find<MessageBar>("exported")->sentence(),
                     QStringLiteral("x.csv cannot be written."));
    }

    void aHundredThousandRowsAreScrolledTouchingOnlyThoseSeen()
    {
        Shown shown;
        QList<ActivityEvent> older;
        constexpr int many = 100'000;
        older.reserve(many);
        for (int i = 0; i < many; ++i)
            older += transfer(0, QByteArray::number(i), i * 20);
        shown.window.activity->prepend(older);
        QCOMPARE(shown.model.entries(), many);
        QVERIFY(QTest::qWaitForWindowExposed(&shown.page));
        shown.view.grab();

        const int seen = shown.view.viewport()->height() / 30 + 2;
        // Each cell is asked for a handful of roles, when it is measured and when it is painted.
        constexpr int perRow = 12 * ActivityModel::ColumnCount;
        const auto touched = [&](const std::function<void()>& act) {
            const int before = shown.model.dataCalls();
            act();
            shown.view.grab();
            return shown.model.dataCalls() - before;
        };
        QScrollBar* bar = shown.view.verticalScrollBar();
        for (const int place : {bar->maximum() / 2, bar->maximum(), 0, 1, 40}) {
            const int calls = touched([&] { bar->setValue(place); });
            QVERIFY2(calls <= 4 * seen * perRow, qPrintable(QString::number(calls)));
        }
        // News on top, while scrolled down, too.
        const int calls = touched([&] { shown.record({transfer(0, "new", many * 20)}); });
        QVERIFY2(calls <= 4 * seen * perRow, qPrintable(QString::number(calls)));
    }

    void everyControlHasANameAndIsReachedByTab()
    {
        Shown shown;
        shown.fill(3);
        QSet<QWidget*> reached;
        QWidget* first = shown.find<QLineEdit>("findInActivity");
        for (QWidget* one = first->nextInFocusChain(); one != first; one = one->nextInFocusChain())
            reached.insert(one);
        reached.insert(first);
        for (const char* name :
             {"findInActivity", "people", "folders", "actions", "problems", "export", "activity"}) {
            auto* widget = shown.find<QWidget>(name);
            QVERIFY2(reached.contains(widget), name);
            QVERIFY2(widget->focusPolicy() & Qt::TabFocus, name);
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                     name);
        }
    }
};

QTEST_MAIN(TestActivityPage)
#include "tst_activity_page.moc"
