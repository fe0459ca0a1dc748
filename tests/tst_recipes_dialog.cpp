#include "ui/shares/recipes_dialog.h"

#include "core/invite.h"
#include "ui/shares/code_line.h"
#include "ui/shares/password_row.h"
#include "ui/shares/qr_code_view.h"
#include "ui/shares/recipe_list.h"

#include <QTest>
#include <QtWidgets>

#include "tests/support/rows.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using test::WindowFixture;

class TestRecipesDialog : public QObject {
    Q_OBJECT

    std::unique_ptr<WindowFixture> m_window;
    std::unique_ptr<QWidget> m_page;
    QPointer<RecipesDialog> m_dialog;
    SettingsEditor::NewShare m_photos, m_scans;

    static QStringList clients()
    {
        return {QStringLiteral("sftp"),      QStringLiteral("scp"),    QStringLiteral("sshfs"),
                QStringLiteral("rclone"),    QStringLiteral("winscp"), QStringLiteral("files"),
                QStringLiteral("filezilla"), QStringLiteral("phones"), QStringLiteral("dolphin")};
    }

    QComboBox& box(const char* name) const
    {
        return *m_dialog->findChild<QComboBox*>(QLatin1String(name));
    }
    QWidget& steps() const
    {
        return *m_dialog->findChild<QScrollArea*>(QStringLiteral("recipeSteps"))->widget();
    }
    // All that the selected client's page says to type, scan or compare.
    QStringList shown(const QString& client) const
    {
        m_dialog->select(client);
        QStringList all;
        for (const CodeLine* line : steps().findChildren<CodeLine*>())
            all += line->code();
        for (const QLabel* field : steps().findChildren<QLabel*>(QStringLiteral("field")))
            all += field->text();
        for (const QrCodeView* code : steps().findChildren<QrCodeView*>())
            all += code->text();
        return all;
    }
    void choose(const char* name, const QString& text) const
    {
        const int index = box(name).findText(text);
        QVERIFY2(index >= 0, qPrintable(text));
        box(name).setCurrentIndex(index);
    }

private slots:
    void init()
    {
        m_window = std::make_unique<WindowFixture>();
        m_photos = m_window->share(m_window->makeFolder(QStringLiteral("Photos"))).value();
        m_scans = m_window->share(m_window->makeFolder(QStringLiteral("My scans"))).value();
        QVERIFY(m_window->change([this](Settings& settings) {
            settings.accounts[0].access.insert(m_scans.share, Access::View);
            settings.ui.insert(QStringLiteral("inviteAddress"), QStringLiteral("home.example.org"));
        }));
        QVERIFY(m_window->startSharing());
        m_page = std::make_unique<QWidget>();
        m_dialog = new RecipesDialog(m_window->parts(), m_photos.share, m_page.get());
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog));
    }

    void cleanup()
    {
        m_page.reset();
        m_window.reset();
    }

    void itBeginsWithTheGuestOfTheShareAndTheBestAddress()
    {
        QCOMPARE(box("connectAs").currentText(), m_photos.userName);
        QCOMPARE(box("connectTo").currentText(), QStringLiteral("Photos"));
        QCOMPARE(box("connectAddress").currentText(), QStringLiteral("home.example.org"));
        QCOMPARE(m_dialog->invite().port, m_window->port());
        QCOMPARE(m_dialog->invite().hostKeys, m_window->sharing->knownHosts());
        QVERIFY(!m_dialog->invite().hostKeys.isEmpty());
    }

    void everyLineIsThatOfTheInvite()
    {
        const Invite invite = m_dialog->invite();
        QCOMPARE(shown(QStringLiteral("sftp")).mid(0, 2),
                 QStringList({recipe::saveHostKey(invite), recipe::sftp(invite)}));
        QCOMPARE(shown(QStringLiteral("scp")).mid(0, 2),
                 QStringList({recipe::saveHostKey(invite), recipe::scpFolder(invite)}));
        QCOMPARE(shown(QStringLiteral("sshfs")),
                 QStringList({recipe::saveHostKey(invite), recipe::sshfs(invite),
                              recipe::sshfsTakeDown(invite)}));
        QCOMPARE(shown(QStringLiteral("rclone")),
                 QStringList({recipe::saveHostKey(invite), recipe::rclone(invite)}));
        QCOMPARE(shown(QStringLiteral("winscp")).value(0), recipe::winscp(invite));
        for (const char* desktop : {"files", "dolphin"})
            QVERIFY(shown(QLatin1String(desktop)).contains(inviteLink(invite)));
        QVERIFY(shown(QStringLiteral("phones")).contains(inviteLink(invite)));
    }

    void programsWithAWindowGetAddressUserAndTheFingerprintToCompare()
    {
        const Invite invite = m_dialog->invite();
        for (const char* client : {"filezilla", "winscp", "phones"}) {
            const QStringList all = shown(QLatin1String(client));
            QVERIFY2(all.contains(invite.host), client);
            QVERIFY2(all.contains(QString::number(invite.port)), client);
            QVERIFY2(all.contains(invite.user), client);
        }
        for (const char* client : {"filezilla", "winscp", "phones", "files", "dolphin"})
            QVERIFY2(shown(QLatin1String(client)).contains(invite.fingerprints.first()), client);
    }

    void eachChoiceRewritesEveryClient_data()
    {
        QTest::addColumn<QByteArray>("box");
        QTest::addColumn<QString>("choice");
        QTest::newRow("as") << QByteArray("connectAs") << QStringLiteral("guest-my-scans");
        QTest::newRow("to") << QByteArray("connectTo") << QStringLiteral("My scans");
        QTest::newRow("address") << QByteArray("connectAddress") << QStringLiteral("127.0.0.1");
    }

    void eachChoiceRewritesEveryClient()
    {
        QFETCH(QByteArray, box);
        QFETCH(QString, choice);
        if (box == "connectAs")
            choice = m_scans.userName;
        QHash<QString, QStringList> before;
        for (const QString& client : clients())
            before.insert(client, shown(client));
        choose(box.constData(), choice);
        for (const QString& client : clients()) {
            const QStringList after = shown(client);
            QVERIFY2(after != before.value(client), qPrintable(client));
        }
    }

    void newsOfTheNetworkAndOfTheKeysAreTakenIn()
    {
        const QStringList before = shown(QStringLiteral("sftp"));
        for (const auto news : {&Sharing::linksChanged, &Sharing::hostKeysChanged}) {
            {
                const QSignalBlocker quiet(&box("connectAddress")); // as if it were of yesterday
                box("connectAddress").setItemText(0, QStringLiteral("192.0.2.7"));
            }
            emit(m_window->sharing.get()->*news)();
            QCOMPARE(box("connectAddress").currentText(), QStringLiteral("home.example.org"));
            QCOMPARE(shown(QStringLiteral("sftp")), before);
        }
    }

    void withoutAKeyNothingIsPinnedToIt()
    {
        Invite invite = m_dialog->invite();
        const QString key = invite.hostKeys.first();
        invite.hostKeys.clear();
        invite.fingerprints.clear();
        for (const Recipe& recipe : recipesFor(invite)) {
            int says = 0;
            for (const RecipeStep& step : recipe.steps) {
                says += step.sentence.startsWith(QStringLiteral("Start sharing once")) ? 1 : 0;
                QVERIFY(step.look != RecipeStep::Look::Fields || !step.lines.isEmpty());
                for (const RecipeLine& line : step.lines) {
                    QVERIFY2(!line.text.contains(QStringLiteral("echo ''")), qPrintable(recipe.id));
                    QVERIFY2(!line.text.contains(QStringLiteral("hostkey=\"\"\"")),
                             qPrintable(recipe.id));
                }
            }
            QVERIFY2(says == 1, qPrintable(recipe.id));
        }
    }

    void thePasswordIsCopiedWhereItIsShown()
    {
        auto* copy = m_dialog->findChild<QAbstractButton*>(QStringLiteral("copyPasswordHere"));
        QVERIFY(!copy->isVisible());
        m_dialog->findChild<QAbstractButton*>(QStringLiteral("showPasswordHere"))->click();
        QVERIFY(copy->isVisible());
        copy->click();
        QTRY_COMPARE(QGuiApplication::clipboard()->text(), QString::fromUtf8(m_photos.password));
        QVERIFY(QGuiApplication::clipboard()->mimeData()->hasFormat(
            QStringLiteral("x-kde-passwordManagerHint")));
    }

    void onlySharesThatThePersonMaySeeAreOffered()
    {
        QCOMPARE(box("connectTo").count(), 2);
        choose("connectAs", m_scans.userName);
        QCOMPARE(box("connectTo").count(), 1);
        QCOMPARE(box("connectTo").currentText(), QStringLiteral("My scans"));
    }

    void copyTakesExactlyWhatIsShown()
    {
        for (const QString& client : clients()) {
            m_dialog->select(client);
            for (CodeLine* line : steps().findChildren<CodeLine*>()) {
                line->findChild<QAbstractButton*>(QStringLiteral("copyCode"))->click();
                QCOMPARE(QGuiApplication::clipboard()->text(), line->code());
                QVERIFY(!line->code().isEmpty());
            }
            const auto fields = steps().findChildren<QLabel*>(QStringLiteral("field"));
            const auto copies = steps().findChildren<QAbstractButton*>(QStringLiteral("copyField"));
            QCOMPARE(copies.size(), fields.size());
            for (qsizetype i = 0; i < fields.size(); ++i) {
                copies[i]->click();
                QCOMPARE(QGuiApplication::clipboard()->text(), fields[i]->text());
            }
        }
    }

    void aSettingChangedElsewhereRewritesTheLines()
    {
        m_dialog->select(QStringLiteral("sftp"));
        QVERIFY(m_window->change([](Settings& settings) { settings.shares[0].name = "Bilder"; }));
        QTRY_VERIFY(shown(QStringLiteral("sftp")).value(1).endsWith(QStringLiteral(":/Bilder")));
        QCOMPARE(box("connectTo").currentText(), QStringLiteral("Bilder"));
    }

    void thePasswordIsShownOnlyOnRequest()
    {
        auto* row = m_dialog->findChild<PasswordRow*>();
        QVERIFY(!row->isVisible());
        m_dialog->findChild<QToolButton*>(QStringLiteral("showPasswordHere"))->click();
        auto* text = row->findChild<QLabel*>(QStringLiteral("password"));
        QTRY_COMPARE(text->text(), QString::fromUtf8(m_photos.password));
        choose("connectAs", m_scans.userName);
        QVERIFY(text->text() != QString::fromUtf8(m_photos.password));
    }

    void tabReachesEveryControlAndEachHasAName()
    {
        for (const QString& client : clients()) {
            m_dialog->select(client);
            QSet<QWidget*> reached;
            for (int i = 0; i < 60; ++i) {
                QTest::keyClick(m_dialog.data(), Qt::Key_Tab);
                QVERIFY(m_dialog->focusWidget());
                reached += m_dialog->focusWidget();
            }
            int controls = 0;
            for (QWidget* widget : m_dialog->findChildren<QWidget*>()) {
                const bool interactive = qobject_cast<QAbstractButton*>(widget)
                    || qobject_cast<QComboBox*>(widget) || qobject_cast<QPlainTextEdit*>(widget)
                    || qobject_cast<QListWidget*>(widget);
                if (!interactive || !widget->isVisible())
                    continue;
                ++controls;
                QVERIFY2(reached.contains(widget),
                         qPrintable(client + u' ' + widget->objectName()));
                const auto* accessible = QAccessible::queryAccessibleInterface(widget);
                QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(),
                         qPrintable(client + u' ' + widget->objectName()));
            }
            QVERIFY(controls >= 7);
        }
    }

    void theArrowsWalkTheClients()
    {
        auto* list = m_dialog->findChild<RecipeList*>();
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(list->selected(), QStringLiteral("scp"));
        QCOMPARE(steps().findChild<QLabel*>(QStringLiteral("recipeTitle"))->text(),
                 QStringLiteral("scp"));
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(list->selected(), QStringLiteral("filezilla")); // over the heading of its group
    }

    void aVeryLongKeyStaysInsideTheDialog()
    {
        m_dialog->select(QStringLiteral("sftp"));
        auto* text = steps().findChild<CodeText*>();
        const int before = text->height();
        text->setCode(QString(3000, u'A'));
        QTRY_VERIFY(text->height() > before);
        QVERIFY(text->height() < 8 * text->fontMetrics().lineSpacing());
        QVERIFY(text->document()->size().width() <= text->width());
    }
};

QTEST_MAIN(TestRecipesDialog)
#include "tst_recipes_dialog.moc"
