#include "ui/people/people_page.h"

#include "ui/format.h"
#include "ui/people/access_box.h"
#include "ui/people/people_model.h"
#include "ui/people/people_table.h"
#include "ui/widgets/surfaces.h"

#include <QClipboard>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QtWidgets>

#include "tests/support/open_ssh.h"
#include "tests/support/rows.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using namespace Qt::StringLiterals;
using test::OpenSshClient;
using test::WindowFixture;
using Role = Question::Role;

namespace {

constexpr int patience = WindowFixture::patience;

} // namespace

class TestPeoplePage : public QObject {
    Q_OBJECT

    const test::OpenSshKey m_key;
    std::unique_ptr<WindowFixture> m_window;
    std::unique_ptr<PeoplePage> m_page;
    ShareId m_photos, m_scans;

    PeopleTable& table() const { return *m_page->findChild<PeopleTable*>(u"peopleTable"_s); }
    PeopleModel& model() const { return *m_page->findChild<PeopleModel*>(); }
    QPushButton* button(const QString& name) const { return m_page->findChild<QPushButton*>(name); }
    AccessBox* editor() const { return m_page->findChild<AccessBox*>(u"accessEditor"_s); }

    QModelIndex cell(const QString& person, int column) const
    {
        for (int row = 0; row < model().rowCount(); ++row) {
            if (model().index(row, 0).data().toString() == person)
                return model().index(row, column);
        }
        return {};
    }
    // What is on the disk, by a store of its own.
    std::optional<Access> onDisk(const QString& person, const ShareId& share) const
    {
        QThreadPool pool;
        SettingsStore store(m_window->path(u"settings.json"_s), pool);
        if (!WindowFixture::isDone(store.load()))
            return std::nullopt;
        for (const Account& account : store.current().accounts) {
            if (account.userName == person && account.access.contains(share))
                return account.access[share];
        }
        return std::nullopt;
    }
    bool isShown(const QString& person, int column, const std::optional<Access>& access) const
    {
        return QTest::qWaitFor(
            [&] { return cell(person, column).data().toString() == format::accessName(access); },
            patience);
    }

    bool addPerson(const QString& name, const QHash<ShareId, Access>& access) const
    {
        SettingsEditor::Person person;
        person.userName = name;
        person.keys = {{m_key.wire(), u"laptop"_s, {}, {}, false}};
        person.access = access;
        return m_window->addPerson(person).has_value();
    }

    // Two shares with their guests; anna has both, ben views Photos.
    void makeHouse()
    {
        m_window = std::make_unique<WindowFixture>();
        const auto photos = m_window->share(m_window->makeFolder(u"Photos"_s));
        const auto scans = m_window->share(m_window->makeFolder(u"Scans"_s));
        QVERIFY(photos && scans);
        m_photos = photos->share;
        m_scans = scans->share;
        QVERIFY(addPerson(u"anna"_s, {{m_photos, Access::Full}, {m_scans, Access::Full}}));
        QVERIFY(addPerson(u"ben"_s, {{m_photos, Access::View}}));
    }
    void show()
    {
        m_page = std::make_unique<PeoplePage>(m_window->parts());
        m_page->resize(820, 600);
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        table().setFocus();
    }

    void clickOn(const QModelIndex& index) const
    {
        table().scrollTo(index);
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {},
                          table().visualRect(index).center());
    }
    // Waits for the open list, and takes the line of `access` in it by key.
    bool choose(const std::optional<Access>& access) const
    {
        if (!QTest::qWaitFor([this] { return editor() && editor()->view()->isVisible(); },
                             patience))
            return false;
        QWidget* list = editor()->view();
        QTest::keyClick(list, Qt::Key_Home);
        for (int at = 0; at < editor()->count(); ++at) {
            if (editor()->itemText(at) == format::accessName(access))
                break;
            QTest::keyClick(list, Qt::Key_Down);
        }
        QTest::keyClick(list, Qt::Key_Return);
        return QTest::qWaitFor([this] { return !editor(); }, patience);
    }
    std::unique_ptr<OpenSshClient> connectAs(const QString& user) const
    {
        return std::make_unique<OpenSshClient>(m_key, m_window->port(), user);
    }

private slots:
    void init()
    {
        makeHouse();
        show();
    }
    void cleanup()
    {
        m_page.reset();
        m_window.reset();
    }

    void aCellIsChangedByKeyboardAloneAndIsOnTheDisk()
    {
        table().setCurrentIndex(cell(u"ben"_s, 0));
        QTest::keyClick(&table(), Qt::Key_Right);
        QTest::keyClick(&table(), Qt::Key_Right);
        QCOMPARE(table().currentIndex(), cell(u"ben"_s, 2));
        QTest::keyClick(&table(), Qt::Key_F2);
        QVERIFY(choose(Access::DropBox));
        QVERIFY(isShown(u"ben"_s, 2, Access::DropBox));
        QCOMPARE(onDisk(u"ben"_s, m_scans), Access::DropBox);
        QCOMPARE(onDisk(u"ben"_s, m_photos), Access::View);
        QVERIFY(table().hasFocus());
        QCOMPARE(table().currentIndex(), cell(u"ben"_s, 2));
    }

    void aCellIsChangedByOneClickAndOneChoice()
    {
        clickOn(cell(u"ben"_s, 1));
        QVERIFY(QTest::qWaitFor([this] { return editor() && editor()->view()->isVisible(); },
                                patience));
        QCOMPARE(editor()->accessibleName(), u"ben, Photos, View"_s);
        QAbstractItemView* list = editor()->view();
        const int line = editor()->findText(format::accessName(Access::Upload));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(list->model()->index(line, 0)).center(),
                          QApplication::doubleClickInterval() + 100);
        QVERIFY(isShown(u"ben"_s, 1, Access::Upload));
        QCOMPARE(onDisk(u"ben"_s, m_photos), Access::Upload);
        QTRY_VERIFY(!editor());
    }

    void escapeLeavesTheCellAsItWas()
    {
        table().setCurrentIndex(cell(u"anna"_s, 1));
        QTest::keyClick(&table(), Qt::Key_Space);
        QVERIFY(QTest::qWaitFor([this] { return editor() && editor()->view()->isVisible(); },
                                patience));
        QTest::keyClick(editor()->view(), Qt::Key_Up);
        QTest::keyClick(editor()->view(), Qt::Key_Escape);
        QTRY_VERIFY(!editor());
        QVERIFY(!m_window->editor->canUndo());
        QCOMPARE(onDisk(u"anna"_s, m_photos), Access::Full);
    }

    void whoLosesARightIsDisconnectedAndNobodyElse()
    {
        QVERIFY(m_window->startSharing());
        const auto anna = connectAs(u"anna"_s);
        const auto ben = connectAs(u"ben"_s);
        QVERIFY(anna->isIn());
        QVERIFY(ben->isIn());
        QSignalSpy disconnected(m_page.get(), &PeoplePage::personDisconnected);

        clickOn(cell(u"anna"_s, 2)); // more than before takes nothing from anybody
        QVERIFY(choose(Access::Full));
        clickOn(cell(u"ben"_s, 2));
        QVERIFY(choose(Access::View));
        QVERIFY(isShown(u"ben"_s, 2, Access::View));
        QCOMPARE(disconnected.count(), 0);

        clickOn(cell(u"anna"_s, 2));
        QVERIFY(choose(std::nullopt));
        QVERIFY(isShown(u"anna"_s, 2, std::nullopt));
        QCOMPARE(onDisk(u"anna"_s, m_scans), std::nullopt);
        QVERIFY(anna->hasEnded());
        QTRY_COMPARE(disconnected.count(), 1);
        QCOMPARE(disconnected[0][0].toString(), u"anna"_s);
        QVERIFY(ben->run("ls /").contains("Photos"));
        QVERIFY(ben->isOpen());
    }

    void aChangeIsUndone()
    {
        clickOn(cell(u"anna"_s, 1));
        QVERIFY(choose(std::nullopt));
        QVERIFY(isShown(u"anna"_s, 1, std::nullopt));
        clickOn(cell(u"ben"_s, 1));
        QVERIFY(choose(Access::Full));
        QVERIFY(isShown(u"ben"_s, 1, Access::Full));

        QTest::keySequence(&table(), QKeySequence::Undo);
        QVERIFY(isShown(u"ben"_s, 1, Access::View));
        QVERIFY(isShown(u"anna"_s, 1, std::nullopt));
        QTest::keySequence(&table(), QKeySequence::Undo);
        QVERIFY(isShown(u"anna"_s, 1, Access::Full));
        QCOMPARE(onDisk(u"anna"_s, m_photos), Access::Full);
        QTest::keySequence(&table(), QKeySequence::Undo); // nothing is left
        QVERIFY(!m_page->findChild<MessageBar*>());
    }

    void somebodyIsRemovedAfterAQuestionAndTheirConnectionEnds()
    {
        QVERIFY(m_window->startSharing());
        const auto anna = connectAs(u"anna"_s);
        const auto ben = connectAs(u"ben"_s);
        QVERIFY(anna->isIn());
        QVERIFY(ben->isIn());
        QSignalSpy disconnected(m_page.get(), &PeoplePage::personDisconnected);

        table().setCurrentIndex(cell(u"anna"_s, 1));
        m_window->dialogs.willAnswer(Role::Cancel);
        QTest::keyClick(&table(), Qt::Key_Delete);
        QCOMPARE(m_window->dialogs.questions.size(), 1);
        QCOMPARE(m_window->dialogs.questions[0].heading, u"Remove anna?"_s);
        QCOMPARE(m_window->dialogs.questions[0].text,
                 u"Open connections end now. The files stay."_s);
        QVERIFY(cell(u"anna"_s, 0).isValid());

        m_window->dialogs.willAnswer(Role::Drastic);
        QTest::mouseClick(button(u"removePerson"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!cell(u"anna"_s, 0).isValid(), patience);
        QVERIFY(anna->hasEnded());
        QTRY_COMPARE(disconnected.count(), 1);
        QCOMPARE(disconnected[0][0].toString(), u"anna"_s);
        QVERIFY(ben->run("pwd").contains("Remote working directory"));
        QVERIFY(table().currentIndex().isValid());
    }

    void aShareMadeAgainUnderItsNameShowsNoAccess()
    {
        QVERIFY(WindowFixture::isDone(m_window->editor->removeShare(m_photos)));
        QVERIFY(m_window->share(m_window->path(u"folders/Photos"_s)));
        QTRY_COMPARE(model().columnCount(), 4);
        QCOMPARE(model().headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), u"Photos"_s);
        QVERIFY(isShown(u"anna"_s, 2, std::nullopt));
        QVERIFY(isShown(u"ben"_s, 2, std::nullopt));
        QVERIFY(isShown(u"anna"_s, 1, Access::Full)); // Scans, as before
    }

    void enterAndTheButtonOpenTheDialogOfThePerson()
    {
        table().setCurrentIndex(cell(u"ben"_s, 1));
        QTest::keyClick(&table(), Qt::Key_Return);
        auto* dialog = m_page->findChild<QDialog*>(u"accountDialog"_s);
        QVERIFY(dialog);
        QCOMPARE(dialog->windowTitle(), u"Edit ben"_s);
        QCOMPARE(dialog->findChild<QLineEdit*>(u"personName"_s)->text(), u"ben"_s);
        dialog->reject();
        QTRY_VERIFY(!m_page->findChild<QDialog*>(u"accountDialog"_s));
        QTest::mouseClick(button(u"addPerson"_s), Qt::LeftButton);
        dialog = m_page->findChild<QDialog*>(u"accountDialog"_s);
        QVERIFY(dialog);
        QCOMPARE(dialog->windowTitle(), u"Add person"_s);
    }

    void aRowIsCopiedByKey()
    {
        table().setCurrentIndex(cell(u"anna"_s, 1));
        QTest::keySequence(&table(), QKeySequence::Copy);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"anna\t1 key\tPhotos: Full\tScans: Full"_s);
    }

    void lettersFindAPerson()
    {
        table().setCurrentIndex(cell(u"anna"_s, 2));
        QTest::keyClick(&table(), Qt::Key_B);
        QCOMPARE(table().currentIndex(), cell(u"ben"_s, 2));
        QCOMPARE(table().selectionModel()->selectedRows().size(), 1);
        QCOMPARE(table().selectionModel()->selectedRows()[0].row(), cell(u"ben"_s, 2).row());
    }

    void aNewFolderIsOneMoreColumnAndTheRowStaysChosen()
    {
        table().setCurrentIndex(cell(u"ben"_s, 2));
        QVERIFY(m_window->share(m_window->makeFolder(u"Music"_s)));
        QTRY_COMPARE(model().columnCount(), 5);
        QCOMPARE(table().currentIndex(), cell(u"ben"_s, 2));
        const QModelIndexList rows = table().selectionModel()->selectedRows();
        QCOMPARE(rows, QModelIndexList({cell(u"ben"_s, 0)}));
    }

    void withOnlyGuestsThePageSaysWhatToDo()
    {
        QVERIFY(m_page->findChild<EmptyState*>()->isHidden()
                || !m_page->findChild<EmptyState*>()->isVisible());
        QVERIFY(button(u"addPerson"_s)->isVisible());
        for (const QString& name : {u"anna"_s, u"ben"_s})
            QVERIFY(WindowFixture::isDone(
                m_window->editor->removePerson(model().account(cell(name, 0))->id)));
        QVERIFY(m_page->findChild<EmptyState*>()->isVisible());
        QVERIFY(table().isVisible()); // the guests are still there
        QVERIFY(!button(u"addPerson"_s)->isVisible());
        QTest::mouseClick(button(u"addFirstPerson"_s), Qt::LeftButton);
        QVERIFY(m_page->findChild<QDialog*>(u"accountDialog"_s));
    }

    void whoNeedsNoPasswordIsOfferedViewAlone()
    {
        QVERIFY(m_window->change([](Settings& now) {
            for (Account& account : now.accounts)
                account.withoutPassword = account.userName == u"ben";
        }));
        clickOn(cell(u"ben"_s, 2));
        QVERIFY(QTest::qWaitFor([this] { return editor() && editor()->view()->isVisible(); },
                                patience));
        QCOMPARE(editor()->count(), 2);
        QVERIFY(choose(Access::View));
        QVERIFY(isShown(u"ben"_s, 2, Access::View));
    }

    void manySharesScrollAndTheNamesStay()
    {
        QVERIFY(m_window->change([](Settings& now) {
            for (int number = 0; number < 48; ++number) {
                Share share;
                share.id = ShareId::create();
                share.name = "Folder " + QByteArray::number(number);
                share.folder = "/srv/" + QByteArray::number(number);
                now.shares += share;
                Account account;
                account.id = AccountId::create();
                account.userName = u"person%1"_s.arg(number);
                now.accounts += account;
            }
        }));
        auto* names = m_page->findChild<QTreeView*>(u"peopleNames"_s);
        QTRY_VERIFY(names->isVisible());
        QVERIFY(table().horizontalScrollBar()->maximum() > 0);
        table().setCurrentIndex(cell(u"person47"_s, 1));
        for (int column = 2; column <= 50; ++column)
            QTest::keyClick(&table(), Qt::Key_Right);
        QCOMPARE(table().currentIndex(), cell(u"person47"_s, 50));
        QCOMPARE(table().horizontalScrollBar()->value(), table().horizontalScrollBar()->maximum());
        QCOMPARE(names->verticalScrollBar()->value(), table().verticalScrollBar()->value());
        QVERIFY(table().viewport()->rect().contains(
            table().visualRect(table().currentIndex()).center()));
        for (int column = 49; column > 0; --column) {
            QTest::keyClick(&table(), Qt::Key_Left);
            // Never below the names.
            QVERIFY(table().visualRect(table().currentIndex()).left() >= names->width());
        }
        QTest::keyClick(&table(), Qt::Key_F2);
        QVERIFY(choose(Access::Full));
        QVERIFY(isShown(u"person47"_s, 1, Access::Full));

        // A click on a name in front chooses the person.
        const QModelIndex first = model().index(0, 0);
        names->scrollToTop();
        QTest::mouseClick(names->viewport(), Qt::LeftButton, {}, names->visualRect(first).center());
        QCOMPARE(table().currentIndex(), first);
        QVERIFY(table().hasFocus());
    }

    void everyControlHasANameAndIsReachedByTab()
    {
        QSet<QWidget*> reached;
        table().setFocus();
        for (int step = 0; step < 20; ++step) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            reached += QApplication::focusWidget();
        }
        int controls = 0;
        for (QWidget* child : m_page->findChildren<QWidget*>()) {
            const bool isControl = qobject_cast<QAbstractButton*>(child)
                || (qobject_cast<QAbstractItemView*>(child) && child->focusPolicy() != Qt::NoFocus
                    && !qobject_cast<QHeaderView*>(child));
            if (!isControl || !child->isVisible())
                continue;
            ++controls;
            const auto* asButton = qobject_cast<QAbstractButton*>(child);
            QVERIFY2(!child->accessibleName().isEmpty()
                         || (asButton && !asButton->text().isEmpty()),
                     qPrintable(child->objectName()));
            QVERIFY2(reached.contains(child), qPrintable(child->objectName()));
        }
        QCOMPARE(controls, 4);
    }
};

QTEST_MAIN(TestPeoplePage)
#include "tst_people_page.moc"
