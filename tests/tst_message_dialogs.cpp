#include "ui/widgets/message_dialogs.h"

#include "ui/widgets/local_url.h"

#include <QApplication>
#include <QDesktopServices>
#include <QDialog>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"
#include "ui/widgets/buttons.h"

using namespace sallyport;

namespace {

// The question of picture 11.
Question quitQuestion()
{
    Question question;
    question.name = QStringLiteral("quitQuestion");
    question.icon = QStringLiteral("connections");
    question.heading = QStringLiteral("3 transfers are still running");
    question.text = QStringLiteral("Finishing takes about 4 min.\nQuitting now leaves files.");
    question.details = {QStringLiteral("anna: Photos/IMG_2041.CR3, 0:02 left")};
    question.answers = {{QStringLiteral("Cancel"), Question::Role::Cancel},
                        {QStringLiteral("Quit now"), Question::Role::Drastic},
                        {QStringLiteral("Finish, then quit"), Question::Role::Safe}};
    return question;
}

Question removal()
{
    Question question;
    question.name = QStringLiteral("removal");
    question.heading = QStringLiteral("Remove anna?");
    question.answers = {{QStringLiteral("Cancel"), Question::Role::Cancel},
                        {QStringLiteral("Remove"), Question::Role::Drastic}};
    return question;
}

class OpenedUrls : public QObject {
    Q_OBJECT
public:
    QList<QUrl> urls;
public slots:
    void take(const QUrl& url) { urls.append(url); }
};

} // namespace

class TestMessageDialogs : public QObject {
    Q_OBJECT

    MessageDialogs m_dialogs;
    std::unique_ptr<QWidget> m_window;
    QList<qsizetype> m_answers;

    template <typename Dialog = QDialog>
    Dialog* dialog(const char* name) const
    {
        return m_window->findChild<Dialog*>(QLatin1String(name));
    }

    QDialog* ask(const Question& question)
    {
        m_dialogs.ask(m_window.get(), question,
                      [this](qsizetype answer) { m_answers.append(answer); });
        for (QDialog* asked : m_window->findChildren<QDialog*>(question.name)) {
            if (asked->isVisible())
                return QTest::qWaitForWindowActive(asked) ? asked : nullptr;
        }
        return nullptr;
    }

private slots:
    void init()
    {
        m_answers.clear();
        m_window = std::make_unique<QWidget>();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void enterTakesTheSafeWay()
    {
        QDialog* const asked = ask(quitQuestion());
        QVERIFY(asked);
        QVERIFY(m_answers.isEmpty()); // nothing waited for it
        QTest::keyClick(asked->focusWidget(), Qt::Key_Return);
        QCOMPARE(m_answers, QList<qsizetype>{2});
        QTRY_VERIFY(!dialog("quitQuestion"));
    }

    void escapeCancels()
    {
        QDialog* const asked = ask(quitQuestion());
        QVERIFY(asked);
        QTest::keyClick(asked, Qt::Key_Escape);
        QCOMPARE(m_answers, QList<qsizetype>{0});
    }

    void closingTheDialogCancels()
    {
        QDialog* const asked = ask(quitQuestion());
        QVERIFY(asked);
        asked->close();
        QCOMPARE(m_answers, QList<qsizetype>{0});
    }

    void tabReachesEveryAnswerAndEnterTakesTheOneInFocus()
    {
        QDialog* const asked = ask(quitQuestion());
        QVERIFY(asked);
        QSet<QWidget*> reached;
        for (int i = 0; i < 4; ++i) {
            reached.insert(asked->focusWidget());
            QTest::keyClick(asked->focusWidget(), Qt::Key_Tab);
        }
        const QList<QPushButton*> buttons = asked->findChildren<QPushButton*>();
        QCOMPARE(buttons.size(), 3);
        for (QPushButton* button : buttons)
            QVERIFY2(reached.contains(button), qPrintable(button->text()));
        dialog<QPushButton>("answer1")->setFocus();
        QTest::keyClick(asked->focusWidget(), Qt::Key_Return);
        QCOMPARE(m_answers, QList<qsizetype>{1});
    }

    void thereIsOnePrimaryButtonAndItIsTheSafeOne()
    {
        Question question = quitQuestion();
        question.answers.append({QStringLiteral("Another safe way"), Question::Role::Safe});
        QDialog* const asked = ask(question);
        QVERIFY(asked);
        const QList<PrimaryButton*> primary = asked->findChildren<PrimaryButton*>();
        QCOMPARE(primary.size(), 1);
        QCOMPARE(primary.first()->text(), QStringLiteral("Finish, then quit"));
        QVERIFY(primary.first()->isDefault());
        QVERIFY(dialog<QPushButton>("answer0")->x() < dialog<QPushButton>("answer1")->x());
        QVERIFY(dialog<QPushButton>("answer1")->x() < primary.first()->x());
    }

    void withoutASafeWayEnterCancels()
    {
        QDialog* const asked = ask(removal());
        QVERIFY(asked);
        QVERIFY(asked->findChildren<PrimaryButton*>().isEmpty());
        QTest::keyClick(asked->focusWidget(), Qt::Key_Return);
        QCOMPARE(m_answers, QList<qsizetype>{0});
    }

    void aScreenReaderHearsTheQuestionAndItsConsequence()
    {
        QDialog* const asked = ask(quitQuestion());
        QVERIFY(asked);
        QCOMPARE(asked->accessibleName(), quitQuestion().heading);
        QCOMPARE(asked->accessibleDescription(), quitQuestion().text);
        for (const QPushButton* button : asked->findChildren<QPushButton*>())
            QVERIFY(!button->text().isEmpty());
    }

    void namesAreNeverMarkup()
    {
        Question question = quitQuestion();
        question.heading = QStringLiteral("“<b>folder</b>” holds private things");
        question.details = {QStringLiteral("<img src=x>")};
        QDialog* const asked = ask(question);
        QVERIFY(asked);
        const QList<QLabel*> labels = asked->findChildren<QLabel*>();
        QVERIFY(labels.size() >= 4);
        for (const QLabel* label : labels)
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }

    void aQuestionAskedTwiceIsOneDialog()
    {
        QVERIFY(ask(quitQuestion()));
        QDialog* const asked = ask(quitQuestion());
        QCOMPARE(m_window->findChildren<QDialog*>().size(), 1);
        QTest::keyClick(asked, Qt::Key_Escape);
        QCOMPARE(m_answers, QList<qsizetype>{0});
        QVERIFY(ask(quitQuestion()));
        QTRY_COMPARE(m_window->findChildren<QDialog*>().size(), 1);
    }

    void anAnswerIsDroppedWithItsAsker()
    {
        const QPointer<QDialog> asked = ask(quitQuestion());
        QVERIFY(asked);
        m_window.reset();
        QVERIFY(!asked);
        QCOMPARE(m_answers, QList<qsizetype>());
    }

    void whoAnswersMayCloseTheWindow()
    {
        m_dialogs.ask(m_window.get(), quitQuestion(), [this](qsizetype) { m_window.reset(); });
        QDialog* const asked = dialog("quitQuestion");
        QVERIFY(QTest::qWaitForWindowActive(asked));
        QTest::keyClick(asked->focusWidget(), Qt::Key_Return);
        QVERIFY(!m_window);
    }

    void everyWordOfALongQuestionIsInSight()
    {
        Question question = quitQuestion();
        question.heading =
            QStringLiteral("„Ein sehr langer Ordnername aus den Ferien am See“ enthält "
                           "private Daten, die Gäste lesen könnten");
        question.answers = {
            {QStringLiteral("Abbrechen"), Question::Role::Cancel},
            {QStringLiteral("Alles freigeben"), Question::Role::Drastic},
            {QStringLiteral("Markiertes verbergen und freigeben"), Question::Role::Safe}};
        QDialog* const asked = ask(question);
        QVERIFY(asked);
        for (const QLabel* label : asked->findChildren<QLabel*>()) {
            if (label->wordWrap())
                QVERIFY2(label->height() >= label->heightForWidth(label->width()),
                         qPrintable(label->text()));
        }
        for (const QPushButton* button : asked->findChildren<QPushButton*>())
            QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
    }

    void aTextIsTakenOnlyWhenItIsRight()
    {
        QStringList taken;
        m_dialogs.askText(
            m_window.get(), QStringLiteral("Rename anna"), QStringLiteral("Name"),
            QStringLiteral("anna"),
            [](const QString& text) {
                return text.contains(u' ') ? QStringLiteral("A name has no spaces.") : QString();
            },
            [&](const QString& text) { taken.append(text); });
        QDialog* const asked = dialog("textQuestion");
        QVERIFY(QTest::qWaitForWindowActive(asked));
        auto* const field = dialog<QLineEdit>("text");
        auto* const complaint = dialog<QLabel>("complaint");
        QCOMPARE(asked->focusWidget(), field);
        QCOMPARE(field->accessibleName(), QStringLiteral("Name"));
        QVERIFY(!complaint->isVisible());
        QTest::keyClicks(field, QStringLiteral("anna b")); // replaces what is selected
        QVERIFY(!complaint->isVisible());                  // nothing complains while one types
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(taken, QStringList());
        QVERIFY(complaint->isVisible());
        QCOMPARE(complaint->text(), QStringLiteral("A name has no spaces."));
        QVERIFY(complaint->height() >= complaint->heightForWidth(complaint->width()));
        QTest::keyClick(field, Qt::Key_Backspace);
        QTest::keyClick(field, Qt::Key_Backspace);
        QVERIFY(!complaint->isVisible());
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(taken, QStringList{QStringLiteral("anna")});
        QTRY_VERIFY(!dialog("textQuestion"));
    }

    void aTextThatWasCancelledIsSilence()
    {
        QStringList taken;
        m_dialogs.askText(
            m_window.get(), QStringLiteral("Rename anna"), QStringLiteral("Name"),
            QStringLiteral("anna"), [](const QString&) { return QString(); },
            [&](const QString& text) { taken.append(text); });
        QDialog* const asked = dialog("textQuestion");
        QVERIFY(QTest::qWaitForWindowActive(asked));
        QTest::keyClick(dialog<QLineEdit>("text"), Qt::Key_Escape);
        QTRY_VERIFY(!dialog("textQuestion"));
        QCOMPARE(taken, QStringList());
    }

    void aChosenFolderIsReported()
    {
        const QTemporaryDir place;
        QStringList chosen;
        m_dialogs.chooseFolder(m_window.get(), QStringLiteral("Choose a folder"),
                               [&](const QString& folder) { chosen.append(folder); });
        auto* const asked = dialog<QFileDialog>("folderDialog");
        QVERIFY(QTest::qWaitForWindowExposed(asked));
        QCOMPARE(asked->windowTitle(), QStringLiteral("Choose a folder"));
        asked->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"))->setText(place.path());
        QMetaObject::invokeMethod(asked, "accept");
        QTRY_COMPARE(chosen, QStringList{place.path()});
        QTRY_VERIFY(!dialog("folderDialog"));

        m_dialogs.chooseFolder(m_window.get(), QStringLiteral("Choose a folder"),
                               [&](const QString& folder) { chosen.append(folder); });
        QMetaObject::invokeMethod(dialog("folderDialog"), "reject");
        QTRY_VERIFY(!dialog("folderDialog"));
        QCOMPARE(chosen.size(), 1);
    }

    void aChosenFileIsReported()
    {
        const QTemporaryDir place;
        QFile key(place.filePath(QStringLiteral("id.pub")));
        QVERIFY(key.open(QIODevice::WriteOnly));
        QStringList chosen;
        m_dialogs.chooseFile(m_window.get(), QStringLiteral("Choose a key"),
                             QStringLiteral("Public keys (*.pub)"),
                             [&](const QString& file) { chosen.append(file); });
        auto* const asked = dialog<QFileDialog>("fileDialog");
        asked->selectFile(key.fileName());
        QMetaObject::invokeMethod(asked, "accept");
        QTRY_COMPARE(chosen, QStringList{key.fileName()});
    }

    void aNewFileGetsTheEndingOfItsKind()
    {
        const QTemporaryDir place;
        QStringList chosen;
        m_dialogs.chooseNewFile(
            m_window.get(), QStringLiteral("Export"), QStringLiteral("activity"),
            {QStringLiteral("Table (*.csv)"), QStringLiteral("JSON lines (*.jsonl)")},
            [&](const QString& file) { chosen.append(file); });
        auto* const asked = dialog<QFileDialog>("newFileDialog");
        asked->setDirectory(place.path());
        asked->selectNameFilter(QStringLiteral("JSON lines (*.jsonl)"));
        emit asked->filterSelected(QStringLiteral("JSON lines (*.jsonl)"));
        asked->selectFile(QStringLiteral("november"));
        QMetaObject::invokeMethod(asked, "accept");
        QTRY_COMPARE(chosen, QStringList{place.filePath(QStringLiteral("november.jsonl"))});
    }

    void aFolderIsOpenedByTheDesktop()
    {
        OpenedUrls opened;
        QDesktopServices::setUrlHandler(QStringLiteral("file"), &opened, "take");
        m_dialogs.openOnDesktop(m_window.get(), "/srv/a b#c");
        QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
        QCOMPARE(opened.urls.size(), 1);
        QCOMPARE(opened.urls.first().toLocalFile(), QStringLiteral("/srv/a b#c"));
        QVERIFY(!dialog("notOpened"));
    }

    void aFolderWhoseNameIsNotUtf8IsOpenedToo()
    {
        OpenedUrls opened;
        QDesktopServices::setUrlHandler(QStringLiteral("file"), &opened, "take");
        m_dialogs.openOnDesktop(m_window.get(), "/srv/caf\xe9 1");
        QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
        QCOMPARE(opened.urls.size(), 1);
        QCOMPARE(opened.urls.first().toEncoded(), QByteArray("file:///srv/caf%E9%201"));
        QCOMPARE(localPath(opened.urls.first()), QByteArray("/srv/caf\xe9 1"));
    }

    void whatNoProgramOpensIsSaid()
    {
        // Offscreen there is no desktop that could.
        m_dialogs.openOnDesktop(m_window.get(), "/srv/Photos/");
        QDialog* const asked = dialog("notOpened");
        QVERIFY(asked);
        QCOMPARE(asked->accessibleName(), QStringLiteral("“Photos” was not opened"));
        QTest::keyClick(asked, Qt::Key_Escape);
        QTRY_VERIFY(!dialog("notOpened"));
    }
};

QTEST_MAIN(TestMessageDialogs)
#include "tst_message_dialogs.moc"
