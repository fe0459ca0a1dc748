#include "ui/shares/password_secret.h"

#include "ui/shares/password_row.h"

#include <QSignalSpy>
#include <QTest>
#include <QtWidgets>

#include "tests/support/rows.h"
#include "tests/support/scripted_credentials.h"

using namespace sallyport;
using State = PasswordSecret::State;

namespace {

const QByteArray password = "maple-otter-71";

} // namespace

class TestPasswordSecret : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ScriptedCredentials> m_keychain;
    std::unique_ptr<PasswordSecret> m_secret;
    std::unique_ptr<QWidget> m_page;
    PasswordRow* m_row = nullptr;
    AccountId m_guest, m_anna;

    QString words() const { return m_row->findChild<QLabel*>(QStringLiteral("password"))->text(); }
    QToolButton* button(const char* name) const
    {
        return m_row->findChild<QToolButton*>(QLatin1String(name));
    }
    bool has(const char* name) const { return button(name)->isVisible(); }
    void click(const char* name) { QTest::mouseClick(button(name), Qt::LeftButton); }
    bool hasDots() const { return words().count(u'•') == words().size() && !words().isEmpty(); }

private slots:
    void init()
    {
        m_keychain = std::make_unique<test::ScriptedCredentials>();
        m_secret = std::make_unique<PasswordSecret>(*m_keychain);
        m_guest = AccountId::create();
        m_anna = AccountId::create();
        m_keychain->holds.insert(passwordKey(m_guest), password);
        m_secret->setAccount(m_guest);
        m_page = std::make_unique<QWidget>();
        m_row = new PasswordRow(*m_secret, m_page.get());
        (new QVBoxLayout(m_page.get()))->addWidget(m_row);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        QGuiApplication::clipboard()->clear();
    }

    void cleanup()
    {
        m_page.reset();
        m_secret.reset();
        m_keychain.reset();
    }

    void itIsHiddenUntilSomebodyAsks()
    {
        QVERIFY(hasDots());
        QVERIFY(m_keychain->asked.isEmpty());
        click("showPassword");
        QTRY_COMPARE(words(), QString::fromUtf8(password));
        QCOMPARE(m_keychain->asked, QStringList(passwordKey(m_guest)));
        click("showPassword");
        QVERIFY(hasDots());
        QVERIFY(m_secret->text().isEmpty());
    }

    void itHidesByItselfAfterAMinute()
    {
        m_secret->show();
        QTRY_COMPARE(m_secret->state(), State::Shown);
        // One timer runs while it is shown, for a minute; its end hides.
        QList<QTimer*> running;
        for (QTimer* timer : m_secret->findChildren<QTimer*>()) {
            if (timer->isActive())
                running += timer;
        }
        QCOMPARE(running.size(), 1);
        QVERIFY(running.first()->isSingleShot());
        QCOMPARE(running.first()->intervalAsDuration(), std::chrono::milliseconds(60'000));
        running.first()->setInterval(1);
        QTRY_COMPARE(m_secret->state(), State::Hidden);
        QVERIFY(!running.first()->isActive());
    }

    void leavingThePageHidesIt()
    {
        m_secret->show();
        QTRY_COMPARE(m_secret->state(), State::Shown);
        m_page->hide();
        QCOMPARE(m_secret->state(), State::Hidden);
    }

    void anotherAccountBeginsHidden()
    {
        m_secret->show();
        QTRY_COMPARE(m_secret->state(), State::Shown);
        m_secret->setAccount(m_anna);
        QVERIFY(hasDots());
    }

    void aKeychainThatHoldsNothingOffersANewPassword_data()
    {
        QTest::addColumn<int>("error");
        QTest::newRow("not found") << static_cast<int>(ErrorCode::NotFound);
        QTest::newRow("no keychain") << static_cast<int>(ErrorCode::Unavailable);
        QTest::newRow("anything else") << static_cast<int>(ErrorCode::Failure);
    }

    void aKeychainThatHoldsNothingOffersANewPassword()
    {
        QFETCH(int, error);
        m_keychain->fails = static_cast<ErrorCode>(error);
        QSignalSpy wanted(m_row, &PasswordRow::newPasswordWanted);
        click("showPassword");
        QTRY_COMPARE(words(), QStringLiteral("hidden"));
        QVERIFY(!has("showPassword") && !has("unlockKeychain"));
        QVERIFY(!m_row->canCopy());
        click("newPassword");
        QCOMPARE(wanted.size(), 1);
    }

    void aLockedKeychainIsAskedAgainByUnlock()
    {
        m_keychain->fails = ErrorCode::PermissionDenied;
        click("showPassword");
        QTRY_COMPARE(words(), QStringLiteral("hidden: the keychain is locked"));
        QVERIFY(has("newPassword") && has("unlockKeychain") && !has("showPassword"));
        QVERIFY(!m_row->canCopy());
        m_keychain->fails.reset();
        click("unlockKeychain");
        QTRY_COMPARE(words(), QString::fromUtf8(password));
        QVERIFY(m_row->canCopy());
    }

    void anAnswerThatComesLateIsShownThen()
    {
        m_keychain->fails = ErrorCode::Busy;
        click("showPassword");
        QTRY_COMPARE(words(), QStringLiteral("waiting for the keychain"));
        QVERIFY(!button("showPassword")->isEnabled());
        emit m_keychain->answered(passwordKey(m_anna)); // not ours
        QCOMPARE(m_secret->state(), State::Waiting);
        m_keychain->fails.reset();
        emit m_keychain->answered(passwordKey(m_guest));
        QTRY_COMPARE(words(), QString::fromUtf8(password));
    }

    void aSilentKeychainIsNamedAfterAMoment()
    {
        m_keychain->silent = true;
        click("showPassword");
        QVERIFY(hasDots());
        QTRY_COMPARE(words(), QStringLiteral("waiting for the keychain"));
        m_keychain->answerNow();
        QTRY_COMPARE(words(), QString::fromUtf8(password));
    }

    void anAnswerAfterLeavingShowsNothing()
    {
        m_keychain->silent = true;
        m_secret->show();
        m_secret->hide();
        m_keychain->answerNow();
        QCoreApplication::processEvents();
        QVERIFY(hasDots());
        // Nor does one to a question about somebody else.
        m_secret->show();
        m_secret->setAccount(m_anna);
        m_keychain->answerNow();
        QCoreApplication::processEvents();
        QVERIFY(hasDots());
    }

    void copyingShowsNothingAndMarksTheClipboard()
    {
        QSignalSpy copied(m_secret.get(), &PasswordSecret::copied);
        m_secret->copy();
        QTRY_COMPARE(copied.size(), 1);
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        QCOMPARE(data->text(), QString::fromUtf8(password));
        QCOMPARE(data->data(QStringLiteral("x-kde-passwordManagerHint")), QByteArray("secret"));
        QVERIFY(hasDots());
    }

    void anotherPasswordIsAskedForAnew()
    {
        click("showPassword");
        QTRY_COMPARE(words(), QString::fromUtf8(password));
        m_keychain->holds.insert(passwordKey(m_guest), "birch-heron-40");
        m_secret->setAccount(m_guest, "the verifier of another");
        QVERIFY(hasDots());
        click("showPassword");
        QTRY_COMPARE(words(), QStringLiteral("birch-heron-40"));
        // Also where there was none before.
        m_keychain->fails = ErrorCode::NotFound;
        m_secret->setAccount(m_guest, "and of a third");
        click("showPassword");
        QTRY_COMPARE(words(), QStringLiteral("hidden"));
        m_secret->setAccount(m_guest, "and of a fourth");
        QVERIFY(hasDots() && has("showPassword"));
    }

    void aShownPasswordReachesNoHistoryOfTheClipboard()
    {
        click("showPassword");
        QTRY_COMPARE(words(), QString::fromUtf8(password));
        const auto* text = m_row->findChild<QLabel*>(QStringLiteral("password"));
        QVERIFY(!(text->textInteractionFlags() & Qt::TextSelectableByMouse));
        QVERIFY(!(text->textInteractionFlags() & Qt::TextSelectableByKeyboard));
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        button("showPassword")->setFocus();
        QTest::keySequence(QApplication::focusWidget(), QKeySequence::Copy);
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        QCOMPARE(data->text(), QString::fromUtf8(password));
        QCOMPARE(data->data(QStringLiteral("x-kde-passwordManagerHint")), QByteArray("secret"));
    }

    void accountsWithoutAPasswordHaveNothingToShow()
    {
        m_row->setLogin(PasswordRow::Login::KeysOnly);
        QCOMPARE(words(), QStringLiteral("none, only keys"));
        QVERIFY(!m_row->canCopy() && !has("showPassword") && has("newPassword"));
        m_row->setLogin(PasswordRow::Login::Open);
        QCOMPARE(words(), QStringLiteral("none needed"));
        m_row->setLogin(PasswordRow::Login::Nobody);
        QCOMPARE(words(), QStringLiteral("nobody has access yet"));
        QVERIFY(!m_row->canCopy() && !has("showPassword") && !has("newPassword"));
    }

    void thePasswordIsInNoNameAndNoToolTip()
    {
        click("showPassword");
        QTRY_COMPARE(words(), QString::fromUtf8(password));
        const QString secret = QString::fromUtf8(password);
        for (const QWidget* widget : m_page->findChildren<QWidget*>()) {
            QVERIFY(!widget->toolTip().contains(secret));
            QVERIFY(!widget->accessibleName().contains(secret));
            QVERIFY(!widget->accessibleDescription().contains(secret));
            QVERIFY(!widget->statusTip().contains(secret));
        }
        QCOMPARE(m_row->findChild<QLabel*>(QStringLiteral("password"))->accessibleName(),
                 QStringLiteral("Password, shown"));
    }
};

QTEST_MAIN(TestPasswordSecret)
#include "tst_password_secret.moc"
