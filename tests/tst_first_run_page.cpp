#include "ui/shares/first_run_page.h"

#include "ui/format.h"
#include "ui/shares/drop_zone.h"

#include <QSignalSpy>
#include <QTest>
#include <QtWidgets>

#include "tests/support/rows.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using test::WindowFixture;

namespace {

void drop(QWidget& target, const QList<QUrl>& urls)
{
    QMimeData dragged;
    dragged.setUrls(urls);
    const QPoint middle = target.rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&target, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent dropped(middle, Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&target, &dropped);
}

} // namespace

class TestFirstRunPage : public QObject {
    Q_OBJECT

    std::unique_ptr<WindowFixture> m_window;
    std::unique_ptr<FirstRunPage> m_page;

    DropZone& zone() const { return *m_page->findChild<DropZone*>(); }
    QLabel& problem() const { return *m_page->findChild<QLabel*>(QStringLiteral("dropProblem")); }

    // As the window does: the folder is shared, or the page says why not.
    void shareWhatIsChosen()
    {
        connect(m_page.get(), &FirstRunPage::folderChosen, m_page.get(),
                [this](const QByteArray& folder) {
                    m_window->editor->addFolder(folder).then(
                        m_page.get(), [this](const Result<SettingsEditor::NewShare>& added) {
                            m_page->showProblem(added ? QString()
                                                      : format::sentence(added.error()));
                        });
                });
    }

private slots:
    void init()
    {
        m_window = std::make_unique<WindowFixture>();
        m_page = std::make_unique<FirstRunPage>(m_window->parts());
        m_page->resize(900, 600);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }

    void cleanup()
    {
        m_page.reset();
        m_window.reset();
    }

    void aFolderThatIsDroppedIsShared()
    {
        shareWhatIsChosen();
        const QString folder = m_window->makeFolder(QStringLiteral("Holiday pictures"));
        drop(zone(), {QUrl::fromLocalFile(folder)});
        QTRY_COMPARE(m_window->settings().shares.size(), 1);
        QCOMPARE(m_window->settings().shares.first().folder, folder.toUtf8());
        QVERIFY(!problem().isVisible());
    }

    void aFileThatIsDroppedIsRefusedWithWords()
    {
        shareWhatIsChosen();
        const QString folder = m_window->makeFolder(QStringLiteral("Photos"));
        drop(zone(), {QUrl::fromLocalFile(folder + QStringLiteral("/hello.txt"))});
        QTRY_VERIFY(problem().isVisible());
        QVERIFY(problem().text().endsWith(u'.'));
        QVERIFY(m_window->settings().shares.isEmpty());
        // The next choice takes the words away.
        m_window->dialogs.folders = {folder};
        QTest::mouseClick(m_page->findChild<QPushButton*>(QStringLiteral("chooseFolder")),
                          Qt::LeftButton);
        QVERIFY(!problem().isVisible());
        QTRY_COMPARE(m_window->settings().shares.size(), 1);
    }

    void whatIsNotOfThisComputerIsRefusedWithWords()
    {
        QSignalSpy chosen(m_page.get(), &FirstRunPage::folderChosen);
        drop(zone(), {QUrl(QStringLiteral("https://example.org/folder"))});
        QCOMPARE(problem().text(), QStringLiteral("Only folders of this computer can be shared."));
        QVERIFY(chosen.isEmpty());
    }

    void textThatIsDraggedOverIsNotTaken()
    {
        QMimeData dragged;
        dragged.setText(QStringLiteral("words"));
        QDragEnterEvent enter(QPoint(9, 9), Qt::CopyAction, &dragged, Qt::LeftButton,
                              Qt::NoModifier);
        enter.ignore();
        QApplication::sendEvent(&zone(), &enter);
        QVERIFY(!enter.isAccepted());
    }

    void theZoneShowsWhatHoversOverIt()
    {
        const QImage before = zone().grab().toImage();
        QMimeData dragged;
        dragged.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp"))});
        QDragEnterEvent enter(QPoint(9, 9), Qt::CopyAction, &dragged, Qt::LeftButton,
                              Qt::NoModifier);
        QApplication::sendEvent(&zone(), &enter);
        QVERIFY(zone().grab().toImage() != before);
        QDragLeaveEvent leave;
        QApplication::sendEvent(&zone(), &leave);
        QCOMPARE(zone().grab().toImage(), before);
    }

    void keysAloneChooseAFolder()
    {
        m_window->dialogs.folders = {QStringLiteral("/srv/pictures")};
        QSignalSpy chosen(m_page.get(), &FirstRunPage::folderChosen);
        m_page->activateWindow();
        QTest::keyClick(m_page.get(), Qt::Key_Tab);
        QCOMPARE(m_page->focusWidget()->objectName(), QStringLiteral("chooseFolder"));
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Space);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().toByteArray(), QByteArray("/srv/pictures"));
    }

    void aCancelledChoiceIsSilence()
    {
        QSignalSpy chosen(m_page.get(), &FirstRunPage::folderChosen);
        QTest::mouseClick(m_page->findChild<QPushButton*>(QStringLiteral("chooseFolder")),
                          Qt::LeftButton);
        QCOMPARE(m_window->dialogs.titles.size(), 1);
        QVERIFY(chosen.isEmpty());
    }
};

QTEST_MAIN(TestFirstRunPage)
#include "tst_first_run_page.moc"
