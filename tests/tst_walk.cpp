// Every page and dialog without a mouse and without eyes: each control has a name, and Tab leads to
// it.
#include "ui/activity/activity_model.h"
#include "ui/activity/details_dialog.h"
#include "ui/people/access_box.h"
#include "ui/people/account_dialog.h"
#include "ui/people/key_list.h"
#include "ui/preferences/autostart.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/shares/recipes_dialog.h"
#include "ui/shares/secrets_dialog.h"
#include "ui/shares/share_options_dialog.h"
#include "ui/widgets/message_dialogs.h"
#include "ui/window/about_dialog.h"
#include "ui/window/connection_check_dialog.h"
#include "ui/window/damaged_settings_page.h"
#include "ui/window/main_window.h"

#include <QTcpServer>
#include <QTest>
#include <QtWidgets>

#include "tests/support/activity_events.h"
#include "tests/support/keyboard_walk.h"
#include "tests/support/open_ssh.h"
#include "tests/support/rows.h"
#include "tests/support/scripted_credentials.h"
#include "tests/support/visitor.h"

using namespace sallyport;
using namespace Qt::StringLiterals;
using test::controlsOf;
using test::keyboardFaults;
using test::WindowFixture;
using Now = Sharing::ShareStatus::Now;

namespace {

constexpr int patience = WindowFixture::patience;

class NoAutostart final : public Autostart {
public:
    bool isOn() const override { return false; }
    QFuture<Result<void>> setOn(bool) override
    {
        QPromise<Result<void>> promise;
        promise.start();
        promise.addResult(Result<void>());
        promise.finish();
        return promise.future();
    }
};

} // namespace

class TestWalk : public QObject {
    Q_OBJECT

    const test::OpenSshKey m_key;
    NoAutostart m_autostart;
    std::unique_ptr<WindowFixture> m_house;
    std::unique_ptr<test::ScriptedCredentials> m_keychain;
    std::unique_ptr<MainWindow> m_window;
    SettingsEditor::NewShare m_photos;
    QString m_folder;

    CoreParts parts() const
    {
        const CoreParts& real = m_house->parts();
        return {real.settings, real.editor, real.sharing, real.activity,
                real.archive,  *m_keychain, real.live,    real.dialogs};
    }

    static bool isActive(QWidget& window)
    {
        window.activateWindow();
        return QTest::qWaitForWindowActive(&window);
    }

    // At least so many controls, all well.
    static void walk(QWidget& window, qsizetype atLeast)
    {
        if (QTest::currentTestFailed())
            return;
        QVERIFY(isActive(window));
        const qsizetype controls = controlsOf(window).size();
        QVERIFY2(controls >= atLeast, qPrintable(QString::number(controls)));
        for (const QLabel* label : window.findChildren<QLabel*>()) // a name is never markup
            QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->text()));
        const QStringList faults = keyboardFaults(window);
        QVERIFY2(faults.isEmpty(), qPrintable(u'\n' + faults.join(u'\n')));
    }

    void openWindow()
    {
        m_window = std::make_unique<MainWindow>(parts());
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void openShared()
    {
        m_folder = m_house->makeFolder(u"Photos"_s);
        m_photos = m_house->share(m_folder).value();
        m_keychain->holds.insert(passwordKey(m_photos.guest), m_photos.password);
        QVERIFY(m_house->startSharing());
        openWindow();
        m_window->showShare(m_photos.share);
    }
    void addAnna()
    {
        SettingsEditor::Person anna;
        anna.userName = u"anna"_s;
        anna.keys = {{m_key.wire(), u"laptop"_s, {}, {}, false}};
        anna.passwordChange = SettingsEditor::Person::Password::Set;
        anna.password = "correct-horse-battery";
        anna.access = {{m_photos.share, Access::View}};
        QVERIFY(m_house->addPerson(anna));
    }
    void goTo(Qt::Key page) { QTest::keyClick(m_window.get(), page, Qt::AltModifier); }

    template <typename T = QWidget>
    T* find(const char* name) const
    {
        return m_window->findChild<T*>(QLatin1String(name));
    }
    bool has(const char* name) const
    {
        const auto* widget = find(name);
        return widget && widget->isVisible();
    }
    // Opened over the window and walked through.
    void walkDialog(QDialog* dialog, qsizetype atLeast)
    {
        dialog->open();
        walk(*dialog, atLeast);
        delete dialog;
    }

private slots:
    void init()
    {
        m_house = std::make_unique<WindowFixture>();
        m_keychain = std::make_unique<test::ScriptedCredentials>();
    }

    void cleanup()
    {
        m_window.reset();
        m_house.reset();
        m_keychain.reset();
    }

    void theFirstRun()
    {
        openWindow();
        walk(*m_window, 3);
    }

    void aSharedFolder()
    {
        openShared();
        walk(*m_window, 20);
        QTest::mouseClick(find("showPassword"), Qt::LeftButton);
        QTRY_COMPARE(find<QLabel>("password")->text(), QString::fromUtf8(m_photos.password));
        walk(*m_window, 20);
    }

    void aSharedFolderInANarrowWindow()
    {
        openShared();
        m_window->resize(640, 480);
        QTRY_VERIFY(has("showQrCode"));
        walk(*m_window, 20);
        find<QAbstractButton>("showQrCode")->click();
        auto* code = find<QDialog>("qrCodeDialog");
        QVERIFY(code);
        walkDialog(code, 1);
    }

    void aLockedKeychain()
    {
        openShared();
        m_keychain->fails = ErrorCode::PermissionDenied;
        QTest::mouseClick(find("showPassword"), Qt::LeftButton);
        QTRY_VERIFY(has("unlockKeychain"));
        walk(*m_window, 20);
    }

    void aFolderThatIsNotShared()
    {
        openShared();
        QVERIFY(m_house->change([](Settings& settings) { settings.shares[0].enabled = false; }));
        QTRY_VERIFY(has("startSharing"));
        walk(*m_window, 9);
        QVERIFY(m_house->stopSharing());
        walk(*m_window, 9);
    }

    void aFolderThatIsAwayAndAnotherInItsPlace()
    {
        openShared();
        QVERIFY(QDir().rename(m_folder, m_folder + u".away"_s));
        QTRY_VERIFY_WITH_TIMEOUT(has("chooseAnotherFolder"), patience);
        walk(*m_window, 11);
        QVERIFY(QDir().mkdir(m_folder));
        QTRY_COMPARE_WITH_TIMEOUT(m_house->sharing->shareStatus(m_photos.share).now,
                                  Now::AnotherFolder, patience);
        QTRY_VERIFY_WITH_TIMEOUT(has("shareThisFolder"), patience);
        walk(*m_window, 11);
    }

    void aPortThatIsTaken()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        m_photos = m_house->share(m_house->makeFolder(u"Photos"_s)).value();
        QVERIFY(m_house->change(
            [&other](Settings& settings) { settings.network.port = other.serverPort(); }));
        openWindow();
        m_house->sharing->start();
        QTRY_VERIFY_WITH_TIMEOUT(has("useOtherPort"), patience);
        QTRY_COMPARE(m_house->sharing->state(), Sharing::State::Off);
        walk(*m_window, 10);
    }

    void people()
    {
        openShared();
        goTo(Qt::Key_2);
        walk(*m_window, 8);
        addAnna();
        auto* table = find<QTreeView>("peopleTable");
        QTRY_COMPARE(table->model()->rowCount(), 2);
        walk(*m_window, 8);
        table->setCurrentIndex(table->model()->index(1, 0)); // what can be done with anna
        walk(*m_window, 10);
    }

    void connections()
    {
        openShared();
        goTo(Qt::Key_3);
        walk(*m_window, 8);
        test::Visitor guest;
        QVERIFY(guest.logIn(*m_house, m_photos));
        auto* table = find<QTreeView>("connections");
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, patience);
        m_house->sharing->blockFor(QHostAddress(u"127.0.0.9"_s), std::chrono::minutes(10));
        QTRY_VERIFY(has("unblock"));
        table->setFocus();
        table->setCurrentIndex(table->model()->index(0, 0));
        QTRY_VERIFY(has("disconnect"));
        walk(*m_window, 10);
        m_window->showShare(m_photos.share); // which says who is connected
        walk(*m_window, 20);
    }

    void activity()
    {
        openWindow();
        m_photos = m_house->share(m_house->makeFolder(u"Photos"_s)).value();
        QTRY_VERIFY(has("pageList"));
        goTo(Qt::Key_4);
        walk(*m_window, 5);
        for (int file = 0; file < 30; ++file)
            m_house->activity->record(test::transfer(0, QByteArray::number(file), file * 60));
        m_house->activity->record(test::failure(test::Kind::Protocol, 3000,
                                                u"The client offered only ssh-rsa as host key"_s,
                                                ErrorCode::NotSupported, test::Outcome::Failed));
        m_house->activity->flush();
        QTRY_VERIFY(has("activity"));
        walk(*m_window, 10);
        find<QLineEdit>("findInActivity")->setText(u"nothing like it"_s);
        QTRY_VERIFY(!has("activity"));
        walk(*m_window, 10);
    }

    void recipesForEveryClient_data()
    {
        QTest::addColumn<QString>("client");
        for (const char* client : {"sftp", "scp", "sshfs", "rclone", "winscp", "files", "filezilla",
                                   "phones", "dolphin"})
            QTest::newRow(client) << QString::fromLatin1(client);
    }
    void recipesForEveryClient()
    {
        QFETCH(QString, client);
        openShared();
        auto* dialog = new RecipesDialog(parts(), m_photos.share, m_window.get());
        dialog->open();
        dialog->select(client);
        walkDialog(dialog, 6);
    }

    void preferencesOnEveryPage_data()
    {
        QTest::addColumn<QString>("page");
        for (const char* page : {"general", "network", "security", "limits", "notifications"})
            QTest::newRow(page) << QString::fromLatin1(page);
    }
    void preferencesOnEveryPage()
    {
        QFETCH(QString, page);
        openShared();
        CoreParts withAutostart = parts();
        withAutostart.autostart = &m_autostart;
        auto* dialog = new PreferencesDialog(withAutostart, m_window.get());
        dialog->open();
        dialog->showPage(page);
        for (auto* advanced : dialog->findChildren<QAbstractButton*>(u"advanced"_s))
            advanced->click();
        walkDialog(dialog, 4);
    }

    void whatAFolderHidesAndHow()
    {
        openShared();
        walkDialog(new ShareOptionsDialog(parts(), m_photos.share, m_window.get()), 9);
        FolderFindings found;
        PrivateThing keys;
        keys.path = ".ssh";
        keys.hide = u".ssh"_s;
        keys.isFolder = true;
        PrivateThing link;
        link.kind = PrivateThing::Kind::LinkOut;
        link.path = "Pictures/old";
        found.things = {keys, link};
        found.complete = false;
        walkDialog(new SecretsDialog("/home/anna", found, m_window.get()), 5);
    }

    void aPersonIsAddedAndChanged()
    {
        openShared();
        addAnna();
        auto* adding = new AccountDialog(parts(), m_window.get());
        adding->open();
        QGuiApplication::clipboard()->setText(QString::fromUtf8(m_key.line()));
        adding->findChild<QAbstractButton*>(u"pasteKey"_s)->click();
        QTRY_VERIFY(adding->findChild<QAbstractButton*>(u"removeKey"_s));
        auto* expires = adding->findChild<QComboBox*>(u"expires"_s);
        expires->setCurrentIndex(expires->count() - 1);
        walkDialog(adding, 12);
        walkDialog(new AccountDialog(parts(), m_house->settings().accounts.last(), m_window.get()),
                   10);
    }

    void questions()
    {
        openShared();
        MessageDialogs dialogs;
        Question question;
        question.name = u"quitQuestion"_s;
        question.heading = u"3 transfers are still running"_s;
        question.text = u"Quitting now leaves unfinished files."_s;
        question.details = {u"anna: Photos/IMG_2041.CR3, 0:02 left"_s};
        question.answers = {{u"Cancel"_s, Question::Role::Cancel},
                            {u"Quit now"_s, Question::Role::Drastic},
                            {u"Finish, then quit"_s, Question::Role::Safe}};
        dialogs.ask(m_window.get(), question, [](qsizetype) {});
        auto* asked = find<QDialog>("quitQuestion");
        QVERIFY(asked);
        walkDialog(asked, 3);
        dialogs.askText(
            m_window.get(), u"Rename “Photos”"_s, u"Name"_s, u"Photos"_s,
            [](const QString&) { return QString(); }, [](const QString&) {});
        auto* text = m_window->findChild<QDialog*>();
        QVERIFY(text);
        walkDialog(text, 3);
    }

    void aboutAndDetails()
    {
        openShared();
        walkDialog(new AboutDialog(m_window.get()), 1);
        auto* check = new ConnectionCheckDialog(parts(), m_window.get());
        QTRY_VERIFY_WITH_TIMEOUT(check->isDone(), patience);
        walkDialog(check, 3);
        auto* details = new DetailsDialog(u"Photos/large.bin"_s,
                                          {{u"Size"_s, u"12 MB"_s}, {u"From"_s, u"127.0.0.1"_s}},
                                          m_window.get());
        details->addAction(u"Copy path"_s);
        walkDialog(details, 2);
    }

    void damagedSettings()
    {
        m_photos = m_house->share(m_house->makeFolder(u"Photos"_s)).value();
        addAnna();
        QVERIFY(m_house->change([](Settings& settings) { settings.limits.maxConnections = 7; }));
        WindowFixture::writeFile(m_house->path(u"settings.json"_s), "{ damaged");
        QVERIFY(!WindowFixture::isDone(m_house->store->load()));
        DamagedSettingsPage page(parts());
        page.resize(900, 600);
        page.show();
        walk(page, 3);
    }

    // The walk itself sees what is wrong.
    void faultsAreFound()
    {
        QWidget window;
        QVBoxLayout layout(&window);
        auto* nameless = new QPushButton;
        nameless->setObjectName(u"nameless"_s);
        auto* mouseOnly = new QPushButton(u"Mouse"_s);
        mouseOnly->setObjectName(u"mouseOnly"_s);
        mouseOnly->setFocusPolicy(Qt::ClickFocus);
        auto* raw = new QCheckBox;
        raw->setObjectName(u"raw"_s);
        raw->setAccessibleName(u"raw"_s);
        auto* trap = new QPlainTextEdit;
        trap->setObjectName(u"trap"_s);
        trap->setAccessibleName(u"Notes"_s);
        auto* behind = new QPushButton(u"Behind"_s);
        behind->setObjectName(u"behind"_s);
        for (QWidget* one : QList<QWidget*>{nameless, mouseOnly, raw, trap, behind})
            layout.addWidget(one);
        window.show();
        QVERIFY(isActive(window));
        const QString faults = keyboardFaults(window).join(u'\n');
        QVERIFY2(faults.contains(u"no name: QPushButton \"nameless\""), qPrintable(faults));
        QVERIFY2(faults.contains(u"no name: QCheckBox \"raw\""), qPrintable(faults));
        QVERIFY2(faults.contains(u"by mouse alone: QPushButton \"mouseOnly\""), qPrintable(faults));
        QVERIFY2(faults.contains(u"not reached: QPushButton \"mouseOnly\""), qPrintable(faults));
        QVERIFY2(faults.contains(u"not reached: QPushButton \"behind\""), qPrintable(faults));
        QVERIFY2(!faults.contains(u"\"trap\""_s) || faults.contains(u"leave"_s),
                 qPrintable(faults));
    }
};

QTEST_MAIN(TestWalk)
#include "tst_walk.moc"
