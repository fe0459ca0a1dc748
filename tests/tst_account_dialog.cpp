#include "ui/people/account_dialog.h"

#include "ui/people/access_box.h"
#include "ui/people/key_list.h"
#include "ui/people/password_field.h"

#include <QClipboard>
#include <QDateEdit>
#include <QMimeData>
#include <QTest>
#include <QtWidgets>

#include "tests/support/open_ssh.h"
#include "tests/support/rows.h"
#include "tests/support/scripted_credentials.h"
#include "tests/support/stray_windows.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using namespace Qt::StringLiterals;
using test::OpenSshClient;
using test::WindowFixture;

namespace {

constexpr int patience = WindowFixture::patience;

// A public half alone; nobody has the private one.
const QByteArray ed25519 =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAciy0PJVRKyLRnCJNQPFZhLqSTQLlwbFC6FUXN8IW18";

} // namespace

class TestAccountDialog : public QObject {
    Q_OBJECT

    const test::OpenSshKey m_key;
    std::unique_ptr<WindowFixture> m_window;
    std::unique_ptr<QWidget> m_parent;
    QPointer<AccountDialog> m_dialog;
    ShareId m_photos;

    template <typename T>
    T* find(const QString& name) const
    {
        return m_dialog->findChild<T*>(name);
    }
    KeyList& keys() const { return *m_dialog->findChild<KeyList*>(); }
    void click(const QString& name) const
    {
        QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton);
    }
    void paste(const QByteArray& text) const
    {
        QGuiApplication::clipboard()->setText(QString::fromUtf8(text));
        click(u"pasteKey"_s);
    }

    void open()
    {
        m_dialog = new AccountDialog(m_window->parts(), m_parent.get());
        show();
    }
    void open(const QString& person)
    {
        m_dialog = new AccountDialog(m_window->parts(), account(person), m_parent.get());
        show();
    }
    void show()
    {
        m_dialog->open();
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog));
    }
    Account account(const QString& name) const
    {
        for (const Account& one : m_window->settings().accounts) {
            if (one.userName == name)
                return one;
        }
        return {};
    }
    bool save()
    {
        click(u"save"_s);
        return QTest::qWaitFor([this] { return !m_dialog; }, patience);
    }
    bool addAnna(const QByteArray& password) const
    {
        SettingsEditor::Person anna;
        anna.userName = u"anna"_s;
        anna.passwordChange = SettingsEditor::Person::Password::Set;
        anna.password = password;
        anna.keys = {{m_key.wire(), u"laptop"_s, {}, {}, false}};
        anna.access = {{m_photos, Access::Full}};
        return m_window->addPerson(anna).has_value();
    }
    OpenSshClient logInWith(const QString& user, const QByteArray& password) const
    {
        return OpenSshClient(m_key, m_window->port(), user, QString::fromUtf8(password));
    }

private slots:
    void init()
    {
        m_window = std::make_unique<WindowFixture>();
        const auto photos = m_window->share(m_window->makeFolder(u"Photos"_s));
        QVERIFY(photos);
        m_photos = photos->share;
        m_parent = std::make_unique<QWidget>();
    }
    void cleanup()
    {
        m_parent.reset();
        m_window.reset();
    }

    void aPrivateKeyIsKeptNowhere()
    {
        const QByteArray secret = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ";
        open();
        paste("-----BEGIN OPENSSH PRIVATE KEY-----\n" + secret
              + "\n-----END OPENSSH PRIVATE KEY-----\n");
        QVERIFY(find<QLabel>(u"keySentence"_s)->text().startsWith(u"This is a private key."));
        for (const QLabel* label : m_dialog->findChildren<QLabel*>())
            QVERIFY(!label->text().contains(QLatin1String(secret)));
        for (const QLineEdit* edit : m_dialog->findChildren<QLineEdit*>())
            QVERIFY(!edit->text().contains(QLatin1String(secret)));
        find<QLineEdit>(u"personName"_s)->setText(u"clara"_s);
        QVERIFY(save());
        QFile file(m_window->path(u"settings.json"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains(secret));
    }

    // ---- names ----

    void theNameIsCheckedWhileItIsTyped()
    {
        QVERIFY(addAnna("correct-horse"));
        open();
        auto* name = find<QLineEdit>(u"personName"_s);
        const auto* said = find<QLabel>(u"nameSentence"_s);
        const auto* add = find<QPushButton>(u"save"_s);
        const QString hint = said->text();
        QTest::keyClicks(name, u"ann"_s);
        QCOMPARE(said->text(), hint);
        QCOMPARE(add->text(), u"Add ann"_s);
        QTest::keyClicks(name, u"a"_s);
        QCOMPARE(said->text(), u"Somebody is named anna already."_s);
        QCOMPARE(add->text(), u"Add person"_s);
        QTest::keyClicks(name, u"/b"_s);
        QVERIFY(said->text().startsWith(u"A name has 1 to 64 characters"));
        click(u"save"_s);
        QCOMPARE(QApplication::focusWidget(), name);
        QVERIFY(m_dialog);
        QCOMPARE(m_window->settings().accounts.size(), 2);
    }

    // ---- passwords ----

    void theGeneratedPasswordLogsIn()
    {
        QVERIFY(m_window->startSharing());
        open();
        QTest::keyClicks(find<QLineEdit>(u"personName"_s), u"clara"_s);
        const QByteArray first = find<PasswordField>({})->password();
        click(u"makeAnother"_s);
        const QByteArray password = find<PasswordField>({})->password();
        QVERIFY(password.size() >= 10);
        QVERIFY(password != first);
        click(u"copyNewPassword"_s);
        QCOMPARE(QGuiApplication::clipboard()->text().toUtf8(), password);
        QVERIFY(
            QGuiApplication::clipboard()->mimeData()->hasFormat(u"x-kde-passwordManagerHint"_s));
        auto* access = find<AccessBox>(u"access-Photos"_s);
        access->setAccess(Access::View);
        QVERIFY(save());

        auto client = logInWith(u"clara"_s, password);
        QVERIFY(client.isIn());
        QVERIFY(client.run("ls /Photos").contains("hello.txt"));
        QVERIFY(!logInWith(u"clara"_s, first).isIn());
    }

    void aPasswordOfOnesOwnLogsInAndAShortOneIsRefused()
    {
        QVERIFY(m_window->startSharing());
        open();
        QTest::keyClicks(find<QLineEdit>(u"personName"_s), u"clara"_s);
        auto* password = find<QLineEdit>(u"newPassword"_s);
        password->setText(u"short"_s);
        click(u"save"_s);
        const auto* error = find<QLabel>(u"accountError"_s);
        QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), patience);
        QVERIFY(!error->text().isEmpty());
        QCOMPARE(account(u"clara"_s).userName, QString());
        password->setText(u"Ein u\u0308bliches Wort"_s); // decomposed, as some keyboards type
        QVERIFY(save());
        QVERIFY(logInWith(u"clara"_s, u"Ein \u00fcbliches Wort"_s.toUtf8()).isIn());
    }

    void whatIsNotTouchedStays()
    {
        QVERIFY(addAnna("correct-horse-battery"));
        const Account before = account(u"anna"_s);
        open(u"anna"_s);
        QVERIFY(!find<PasswordField>({})->isNew());
        QVERIFY(save());
        QCOMPARE(account(u"anna"_s), before);
    }

    void whatAnotherProgramSavedMeanwhileStays()
    {
        QVERIFY(addAnna("correct-horse-battery"));
        open(u"anna"_s);
        QVERIFY(m_window->change([this](Settings& now) {
            Account& anna = now.accounts.last();
            anna.access[m_photos] = Access::View;
            anna.keys.clear();
            anna.enabled = false;
        }));
        find<QLineEdit>(u"personName"_s)->setText(u"anna.b"_s);
        QVERIFY(save());
        const Account anna = account(u"anna.b"_s);
        QCOMPARE(anna.access.value(m_photos), Access::View);
        QVERIFY(anna.keys.isEmpty());
        QVERIFY(!anna.enabled);
        QVERIFY(!anna.passwordVerifier.isEmpty());
    }

    void aPasswordGivenMeanwhileStays()
    {
        open(u"guest"_s);
        click(u"noPassword"_s);
        QVERIFY(save());
        open(u"guest"_s);
        QVERIFY(find<QRadioButton>(u"noPassword"_s)->isChecked());
        QVERIFY(WindowFixture::isDone(
            m_window->editor->setPassword(account(u"guest"_s).id, "correct-horse-battery")));
        QVERIFY(save());
        QVERIFY(!account(u"guest"_s).withoutPassword);
        QVERIFY(!account(u"guest"_s).passwordVerifier.isEmpty());
    }

    void aTypedPasswordReachesNoHistoryOfTheClipboard()
    {
        open();
        auto* edit = find<QLineEdit>(u"newPassword"_s);
        const QString password = edit->text();
        edit->setFocus();
        const auto isMarked = [] {
            return QGuiApplication::clipboard()->mimeData()->hasFormat(
                u"x-kde-passwordManagerHint"_s);
        };
        for (const auto key : {QKeySequence::Copy, QKeySequence::Cut}) {
            QGuiApplication::clipboard()->clear();
            edit->setText(password);
            edit->selectAll();
            QTest::keySequence(edit, key);
            QCOMPARE(QGuiApplication::clipboard()->text(), password);
            QVERIFY(isMarked());
            QCOMPARE(edit->text(), key == QKeySequence::Copy ? password : QString());
        }
        // What deletes to the end of the line copies as well, where it exists.
        edit->setText(password);
        edit->setCursorPosition(3);
        QGuiApplication::clipboard()->clear();
        QTest::keyClick(edit, Qt::Key_K, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().isEmpty() || isMarked());
        QCOMPARE(edit->contextMenuPolicy(), Qt::NoContextMenu);
        // The mouse selects, and what is selected can be replaced.
        edit->setText(password);
        QTest::mouseDClick(edit, Qt::LeftButton, {}, QPoint(5, edit->height() / 2));
        QVERIFY(edit->hasSelectedText());
    }

    void thePasswordIsShownWhenAskedForAndChangedWhenWanted()
    {
        QVERIFY(addAnna("correct-horse-battery"));
        open(u"anna"_s);
        const auto shows = [this](const QString& text) {
            for (const QLabel* label : m_dialog->findChildren<QLabel*>()) {
                if (label->isVisible() && label->text() == text)
                    return true;
            }
            return false;
        };
        QVERIFY(!shows(u"correct-horse-battery"_s));
        click(u"showPassword"_s);
        QTRY_VERIFY(shows(u"correct-horse-battery"_s));
        click(u"setNewPassword"_s);
        QVERIFY(find<PasswordField>({})->isNew());
        click(u"keepPassword"_s);
        QVERIFY(!find<PasswordField>({})->isNew());
        click(u"setNewPassword"_s);
        const QByteArray password = find<PasswordField>({})->password();
        QVERIFY(save());
        QVERIFY(m_window->startSharing());
        QVERIFY(logInWith(u"anna"_s, password).isIn());
        QVERIFY(!logInWith(u"anna"_s, "correct-horse-battery").isIn());
    }

    void whateverTheKeychainSaysThereIsAWayOn_data()
    {
        QTest::addColumn<int>("error");
        QTest::addColumn<QString>("words");
        QTest::newRow("locked") << int(ErrorCode::PermissionDenied)
                                << u"hidden: the keychain is locked"_s;
        QTest::newRow("it holds none") << int(ErrorCode::NotFound) << u"hidden"_s;
        QTest::newRow("there is none") << int(ErrorCode::Unavailable) << u"hidden"_s;
        QTest::newRow("silent") << int(ErrorCode::Busy) << u"waiting for the keychain"_s;
    }
    void whateverTheKeychainSaysThereIsAWayOn()
    {
        QFETCH(const int, error);
        QFETCH(const QString, words);
        QVERIFY(addAnna("correct-horse-battery"));
        test::ScriptedCredentials keychain;
        const QString key = passwordKey(account(u"anna"_s).id);
        keychain.holds.insert(key, "correct-horse-battery");
        keychain.fails = ErrorCode(error);
        const CoreParts& all = m_window->parts();
        const CoreParts parts{all.settings, all.editor, all.sharing, all.activity,
                              all.archive,  keychain,   all.live,    all.dialogs};
        m_dialog = new AccountDialog(parts, account(u"anna"_s), m_parent.get());
        show();
        const auto* shown = find<QLabel>(u"password"_s);
        click(u"showPassword"_s);
        QTRY_COMPARE(shown->text(), words);
        QVERIFY(!find<QAbstractButton>(u"copyKeptPassword"_s)->isVisible()
                || ErrorCode(error) == ErrorCode::Busy);

        keychain.fails.reset();
        if (ErrorCode(error) == ErrorCode::PermissionDenied) {
            click(u"unlockKeychain"_s);
            QTRY_COMPARE(shown->text(), u"correct-horse-battery"_s);
        } else if (ErrorCode(error) == ErrorCode::Busy) {
            emit keychain.answered(key);
            QTRY_COMPARE(shown->text(), u"correct-horse-battery"_s);
        }
        // And the person always gets in with a new one.
        auto* renew = find<PasswordField>({})->findChild<QAbstractButton*>(
            find<QAbstractButton>(u"setNewPassword"_s)->isVisible() ? u"setNewPassword"_s
                                                                    : u"newPassword"_s);
        QTest::mouseClick(renew, Qt::LeftButton);
        QVERIFY(find<PasswordField>({})->isNew());
        const QByteArray password = find<PasswordField>({})->password();
        QVERIFY(save());
        QVERIFY(m_window->startSharing());
        QVERIFY(logInWith(u"anna"_s, password).isIn());
    }

    // ---- ways to sign in ----

    void withKeysOnlyThereIsNoPasswordAndAKeyIsNeeded()
    {
        QVERIFY(m_window->startSharing());
        open();
        QTest::keyClicks(find<QLineEdit>(u"personName"_s), u"clara"_s);
        click(u"keysOnly"_s);
        QVERIFY(!find<PasswordField>({})->isVisible());
        click(u"save"_s);
        QVERIFY(find<QLabel>(u"signInSentence"_s)->isVisible());
        QVERIFY(m_dialog);
        paste(m_key.line());
        QVERIFY(save());
        QVERIFY(account(u"clara"_s).passwordVerifier.isEmpty());
        QVERIFY(OpenSshClient(m_key, m_window->port(), u"clara"_s).isIn());
    }

    void withoutPasswordThereIsViewAlone()
    {
        open(u"guest"_s);
        auto* access = find<AccessBox>(u"access-Photos"_s);
        access->setAccess(Access::Full);
        click(u"noPassword"_s);
        QCOMPARE(access->access(), Access::View);
        QCOMPARE(access->count(), 2);
        QVERIFY(find<QLabel>(u"signInSentence"_s)->isVisible());
        QVERIFY(save());
        QVERIFY(account(u"guest"_s).withoutPassword);
        QVERIFY(account(u"guest"_s).passwordVerifier.isEmpty());
        QCOMPARE(account(u"guest"_s).access.value(m_photos), Access::View);
    }

    void whileAnyoneMayConnectAPasswordIsNeeded()
    {
        QVERIFY(m_window->change([](Settings& now) { now.network.allowFrom = {u"any"_s}; }));
        open();
        QVERIFY(!find<QRadioButton>(u"noPassword"_s)->isVisible());
        QVERIFY(find<QRadioButton>(u"keysOnly"_s)->isVisible());
    }

    // ---- the rest ----

    void aNameMarksNoKeyOfTheButton()
    {
        open();
        QTest::keyClicks(find<QLineEdit>(u"personName"_s), u"R&D"_s);
        QCOMPARE(find<QPushButton>(u"save"_s)->text(), u"Add R&&D"_s);
    }

    void nothingOfItIsAWindowForAMoment()
    {
        QVERIFY(m_window->change([](Settings& now) { now.network.allowFrom = {u"lan"_s}; }));
        const test::StrayWindows strays;
        open();
        QCOMPARE(strays.shown(), QStringList(u"sallyport::AccountDialog"_s));
    }

    void aPersonExpiresAtTheEndOfADayAndIsSwitchedOff()
    {
        QVERIFY(addAnna("correct-horse-battery"));
        open(u"anna"_s);
        QVERIFY(!find<QDateEdit>(u"expiryDate"_s)->isVisible());
        find<QComboBox>(u"expires"_s)->setCurrentIndex(1);
        QVERIFY(find<QDateEdit>(u"expiryDate"_s)->isVisible());
        find<QDateEdit>(u"expiryDate"_s)->setDate(QDate(2099, 12, 31));
        find<QCheckBox>(u"switchedOff"_s)->setChecked(true);
        QVERIFY(save());
        const Account anna = account(u"anna"_s);
        QCOMPARE(anna.expires, QDateTime(QDate(2099, 12, 31), QTime(23, 59, 59)).toUTC());
        QVERIFY(!anna.enabled);
        open(u"anna"_s); // and back
        QCOMPARE(find<QDateEdit>(u"expiryDate"_s)->date(), QDate(2099, 12, 31));
        find<QComboBox>(u"expires"_s)->setCurrentIndex(0);
        find<QCheckBox>(u"switchedOff"_s)->setChecked(false);
        QVERIFY(save());
        QVERIFY(!account(u"anna"_s).expires);
        QVERIFY(account(u"anna"_s).enabled);
    }

    void somebodyIsAddedByKeysAlone()
    {
        open();
        QVERIFY(find<QLineEdit>(u"personName"_s)->hasFocus());
        QGuiApplication::clipboard()->setText(QString::fromUtf8(ed25519));
        const auto press = [](int key) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key(key));
        };
        const auto goTo = [&](const QString& name) {
            for (int step = 0; step < 40; ++step) {
                if (QApplication::focusWidget()->objectName() == name)
                    return true;
                press(Qt::Key_Tab);
            }
            return false;
        };
        QTest::keyClicks(QApplication::focusWidget(), u"clara"_s);
        QVERIFY(goTo(u"passwordOrKeys"_s));
        press(Qt::Key_Right);
        QVERIFY(find<QRadioButton>(u"keysOnly"_s)->isChecked());
        QVERIFY(goTo(u"pasteKey"_s));
        press(Qt::Key_Space);
        QCOMPARE(keys().keys().size(), 1);
        QVERIFY(goTo(u"access-Photos"_s));
        press(Qt::Key_Home);
        QVERIFY(goTo(u"expires"_s));
        QVERIFY(goTo(u"save"_s));
        press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!m_dialog, patience);
        QCOMPARE(account(u"clara"_s).access.value(m_photos), Access::View);
        QCOMPARE(account(u"clara"_s).keys.size(), 1);
    }

    void escapeClosesAndChangesNothing()
    {
        open();
        QTest::keyClicks(find<QLineEdit>(u"personName"_s), u"clara"_s);
        QTest::keyClick(m_dialog, Qt::Key_Escape);
        QTRY_VERIFY(!m_dialog);
        QCOMPARE(m_window->settings().accounts.size(), 1);
    }

    void everyControlHasANameAndIsReachedByTab_data()
    {
        QTest::addColumn<bool>("edits");
        QTest::newRow("adding") << false;
        QTest::newRow("changing") << true;
    }
    void everyControlHasANameAndIsReachedByTab()
    {
        QFETCH(const bool, edits);
        QVERIFY(addAnna("correct-horse-battery"));
        if (edits)
            open(u"anna"_s);
        else
            open();
        paste(ed25519);
        QSet<QWidget*> reached;
        for (int step = 0; step < 60; ++step) {
            QWidget* at = QApplication::focusWidget();
            reached += at;
            if (auto* way = qobject_cast<QRadioButton*>(at)) { // a group is one stop, arrows go on
                for (auto* other : way->parentWidget()->findChildren<QRadioButton*>())
                    reached += other;
            }
            QTest::keyClick(at, Qt::Key_Tab);
        }
        int controls = 0;
        for (QWidget* child : m_dialog->findChildren<QWidget*>()) {
            const bool isControl = qobject_cast<QAbstractButton*>(child)
                || qobject_cast<QComboBox*>(child) || qobject_cast<QLineEdit*>(child)
                || qobject_cast<QDateEdit*>(child);
            if (!isControl || !child->isVisible())
                continue;
            ++controls;
            const auto* asButton = qobject_cast<QAbstractButton*>(child);
            QVERIFY2(!child->accessibleName().isEmpty()
                         || (asButton && !asButton->text().isEmpty()),
                     qPrintable(child->objectName()));
            QVERIFY2(reached.contains(child), qPrintable(child->objectName()));
        }
        QVERIFY2(controls >= 12, qPrintable(QString::number(controls)));
    }
};

QTEST_MAIN(TestAccountDialog)
#include "tst_account_dialog.moc"
