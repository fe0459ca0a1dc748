#include "ui/shares/share_page.h"

#include "core/account_passwords.h"
#include "core/auth/password_verifier.h"
#include "ui/format.h"
#include "ui/shares/qr_code_view.h"
#include "ui/shares/recipes_dialog.h"
#include "ui/shares/share_notice.h"
#include "ui/shares/share_options_dialog.h"
#include "ui/shares/until_box.h"

#include <QSignalSpy>
#include <QTest>
#include <QtWidgets>

#include "tests/support/rows.h"
#include "tests/support/scripted_credentials.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using test::WindowFixture;
using Now = Sharing::ShareStatus::Now;
using Role = Question::Role;

class TestSharePage : public QObject {
    Q_OBJECT

    std::unique_ptr<WindowFixture> m_window;
    std::unique_ptr<test::ScriptedCredentials> m_keychain;
    QThreadPool m_worker;
    std::unique_ptr<AccountPasswords> m_passwords; // before the keychain, as in the program
    std::unique_ptr<SettingsEditor> m_editor;
    std::unique_ptr<QWidget> m_frame; // as wide as a window with its left column
    SharePage* m_page = nullptr;
    QString m_folder;
    SettingsEditor::NewShare m_photos;

    template <typename T = QWidget>
    T* find(const char* name) const
    {
        return m_page->findChild<T*>(QLatin1String(name));
    }
    bool has(const char* name) const
    {
        const auto* widget = find(name);
        return widget && widget->isVisible();
    }
    void click(const char* name) const
    {
        auto* button = find<QAbstractButton>(name);
        QVERIFY2(button && button->isVisible(), name);
        button->click();
    }
    void choose(const char* action) const
    {
        for (QAction* one : find<QMenu>("shareActions")->actions()) {
            if (one->text() == QString::fromUtf8(action))
                return one->trigger();
        }
        QFAIL(action);
    }
    QString link() const { return find<QLineEdit>("link")->text(); }
    QString words() const { return find<QLabel>("password")->text(); }
    QString heading() const { return find<QLabel>("noticeHeading")->text(); }
    Share share() const { return m_window->settings().shares.value(0); }
    Now now() const { return m_window->sharing->shareStatus(m_photos.share).now; }
    std::optional<Access> grant(const AccountId& id) const
    {
        for (const Account& account : onDisk().accounts) {
            if (account.id == id && account.access.contains(m_photos.share))
                return account.access.value(m_photos.share);
        }
        return std::nullopt;
    }
    Settings onDisk() const
    {
        QFile file(m_window->path(QStringLiteral("settings.json")));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        return settingsFromJson(file.readAll()).value_or(Settings());
    }

private slots:
    void init()
    {
        m_window = std::make_unique<WindowFixture>();
        m_keychain = std::make_unique<test::ScriptedCredentials>();
        m_folder = m_window->makeFolder(QStringLiteral("Photos"));
        m_photos = m_window->share(m_folder).value();
        m_keychain->holds.insert(passwordKey(m_photos.guest), m_photos.password);
        QVERIFY(m_window->startSharing());
        const CoreParts& parts = m_window->parts();
        m_frame = std::make_unique<QWidget>();
        m_passwords = std::make_unique<AccountPasswords>(*m_keychain, *m_window->store, m_worker);
        m_editor = std::make_unique<SettingsEditor>(*m_window->store, *m_passwords, m_worker);
        m_page = new SharePage(CoreParts{parts.settings, *m_editor, parts.sharing, parts.activity,
                                         parts.archive, *m_passwords, parts.live, parts.dialogs},
                               m_frame.get());
        (new QVBoxLayout(m_frame.get()))->addWidget(m_page);
        m_frame->resize(1000, 700);
        m_frame->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_frame.get()));
        m_page->setShare(m_photos.share);
        QGuiApplication::clipboard()->clear();
    }

    void cleanup()
    {
        m_frame.reset();
        (void)WindowFixture::isDone(m_editor->change([](Settings&) {}));
        m_editor.reset();
        m_passwords.reset();
        m_worker.waitForDone();
        m_window.reset();
        m_keychain.reset();
    }

    void theLinkLeadsToTheRealPort()
    {
        QCOMPARE(link(), QStringLiteral("sftp://guest@127.0.0.1:%1/Photos").arg(m_window->port()));
        QCOMPARE(find<QrCodeView>("qrCode")->text(), link());
        QCOMPARE(find<QLineEdit>("link")->accessibleName(), QStringLiteral("Link to Photos"));
        QCOMPARE(find<QLabel>("userName")->text(), QStringLiteral("guest"));
        QCOMPARE(find<QLabel>("hostKey")->text(), m_window->sharing->fingerprints().first());
        QCOMPARE(find<QLabel>("sharePath")->text(), m_folder);
    }

    void eachCopyTakesWhatItsRowShows()
    {
        click("copyLink");
        QCOMPARE(QGuiApplication::clipboard()->text(), link());
        click("copyUserName");
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("guest"));
        click("copyHostKey");
        QCOMPARE(QGuiApplication::clipboard()->text(), m_window->sharing->fingerprints().first());
        click("copyPassword");
        QTRY_COMPARE(QGuiApplication::clipboard()->text(), QString::fromUtf8(m_photos.password));
        QCOMPARE(QGuiApplication::clipboard()->mimeData()->data(
                     QStringLiteral("x-kde-passwordManagerHint")),
                 QByteArray("secret"));
        QVERIFY(!words().contains(QString::fromUtf8(m_photos.password)));
    }

    void theTilesChangeTheGuestOfThisShareOnly()
    {
        SettingsEditor::Person anna;
        anna.userName = QStringLiteral("anna");
        anna.passwordChange = SettingsEditor::Person::Password::Set;
        anna.password = "a good password";
        anna.access.insert(m_photos.share, Access::View);
        const AccountId annas = m_window->addPerson(anna).value();
        QVERIFY(find<QRadioButton>("accessView")->isChecked());
        const std::pair<const char*, Access> ways[] = {{"accessUpload", Access::Upload},
                                                       {"accessFull", Access::Full},
                                                       {"accessDropBox", Access::DropBox},
                                                       {"accessView", Access::View}};
        for (const auto& [tile, access] : ways) {
            click(tile);
            // Checked once it is true, and not before.
            QVERIFY(!find<QRadioButton>(tile)->isChecked());
            QTRY_VERIFY(find<QRadioButton>(tile)->isChecked());
            QCOMPARE(grant(m_photos.guest), std::optional(access));
        }
        QCOMPARE(grant(annas), std::optional(Access::View));
    }

    void aGuestWithoutAccessHasNoTileChecked()
    {
        QVERIFY(m_window->change(
            [this](Settings& settings) { settings.accounts[0].access.remove(m_photos.share); }));
        for (const char* tile : {"accessView", "accessUpload", "accessFull", "accessDropBox"})
            QTRY_VERIFY(!find<QRadioButton>(tile)->isChecked());
        click("accessView");
        QTRY_COMPARE(grant(m_photos.guest), std::optional(Access::View));
    }

    void tonightIsTheNextSixInTheMorning()
    {
        const QDate day(2026, 3, 14);
        const auto local = [](const QDate& date, int hour, int minute) {
            return QDateTime(date, QTime(hour, minute)).toUTC();
        };
        QCOMPARE(untilTonight(local(day, 14, 30)), local(day.addDays(1), 6, 0));
        QCOMPARE(untilTonight(local(day, 5, 59)), local(day, 6, 0));
        QCOMPARE(untilTonight(local(day, 6, 0)), local(day.addDays(1), 6, 0));
    }

    void untilIsSavedAndThenRead()
    {
        auto* box = find<QComboBox>("until");
        const auto wish = [box](const QString& text) {
            const int index = box->findText(text);
            QVERIFY2(index >= 0, qPrintable(text));
            box->setCurrentIndex(index);
            emit box->activated(index);
        };
        wish(QStringLiteral("For 1 hour"));
        QTRY_VERIFY(share().until.has_value());
        const qint64 left = QDateTime::currentDateTimeUtc().secsTo(*share().until);
        QVERIFY(left > 3500 && left <= 3600);
        QCOMPARE(onDisk().shares.first().until, share().until);
        QTRY_COMPARE(box->currentText(), format::untilChoice(share().until));
        QVERIFY(box->currentText().startsWith(QStringLiteral("Until ")));
        wish(QStringLiteral("Until I stop it"));
        QTRY_VERIFY(!share().until.has_value());
        QTRY_COMPARE(box->currentText(), QStringLiteral("Until I stop it"));
    }

    void scrollingOverUntilChangesNothing()
    {
        auto* box = find<QComboBox>("until");
        box->setFocus();
        QWheelEvent wheel(QPointF(5, 5), box->mapToGlobal(QPointF(5, 5)), {}, {0, -120},
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(box, &wheel);
        QCOMPARE(box->currentText(), QStringLiteral("Until I stop it"));
    }

    void stoppingShowsTheWayBack()
    {
        const QString before = link();
        QVERIFY(has("copyLink") && !has("startSharing"));
        click("stopSharing");
        QTRY_VERIFY(has("startSharing"));
        QVERIFY(!share().enabled);
        QVERIFY(!has("stopSharing") && !has("until") && !has("connectedCard"));
        // The link is kept, and what helps is primary.
        QCOMPARE(link(), before);
        QVERIFY(!has("copyLink") && has("copyLinkAnyway"));
        click("startSharing");
        QTRY_VERIFY(has("copyLink"));
        QVERIFY(share().enabled && !has("startSharing"));
    }

    void startingAlsoStartsSharingAtAll()
    {
        QVERIFY(m_window->stopSharing());
        QTRY_VERIFY(has("startSharing"));
        click("startSharing");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->sharing->state(), Sharing::State::On,
                                  WindowFixture::patience);
        QTRY_VERIFY(has("copyLink"));
    }

    void theLinkIsShownWhileNothingIsShared()
    {
        const quint16 port = m_window->port();
        QVERIFY(m_window->stopSharing());
        QVERIFY(m_window->change([port](Settings& settings) { settings.network.port = port; }));
        QTRY_COMPARE(link(), QStringLiteral("sftp://guest@127.0.0.1:%1/Photos").arg(port));
    }

    void aFolderThatIsGoneSaysSoAndComesBack()
    {
        QVERIFY(QDir().rename(m_folder, m_folder + QStringLiteral(".away")));
        QTRY_COMPARE_WITH_TIMEOUT(now(), Now::Unavailable, WindowFixture::patience);
        QTRY_VERIFY(has("attentionCard"));
        QCOMPARE(heading(), QStringLiteral("Photos is not available"));
        QVERIFY(has("tryAgain") && has("chooseAnotherFolder") && has("removeShare"));
        QVERIFY(!has("copyLink") && has("stopSharing") && !has("openFolder"));
        QVERIFY(QDir().rename(m_folder + QStringLiteral(".away"), m_folder));
        click("tryAgain");
        QTRY_COMPARE_WITH_TIMEOUT(now(), Now::Available, WindowFixture::patience);
        QTRY_VERIFY(!has("attentionCard"));
        QVERIFY(has("copyLink"));
    }

    void anotherFolderInItsPlaceIsSharedOnlyWhenAskedFor()
    {
        QVERIFY(QDir().rename(m_folder, m_folder + QStringLiteral(".away")));
        QVERIFY(QDir().mkpath(m_folder));
        QTRY_COMPARE_WITH_TIMEOUT(now(), Now::AnotherFolder, WindowFixture::patience);
        QTRY_COMPARE(heading(),
                     QStringLiteral("This is not the folder that was shared. Share it anyway?"));
        QVERIFY(find<QLabel>("noticeText")->text().contains(m_folder));
        click("shareThisFolder");
        QTRY_COMPARE_WITH_TIMEOUT(now(), Now::Available, WindowFixture::patience);
        QTRY_VERIFY(has("copyLink"));
    }

    void anotherFolderCanBeChosenInstead()
    {
        QVERIFY(QDir().rename(m_folder, m_folder + QStringLiteral(".away")));
        QTRY_VERIFY_WITH_TIMEOUT(has("chooseAnotherFolder"), WindowFixture::patience);
        m_window->dialogs.folders = {m_folder + QStringLiteral(".away")};
        click("chooseAnotherFolder");
        QTRY_COMPARE(share().folder, (m_folder + QStringLiteral(".away")).toUtf8());
        QTRY_COMPARE_WITH_TIMEOUT(now(), Now::Available, WindowFixture::patience);
        QCOMPARE(share().name, QByteArray("Photos"));
    }

    void aWishThatFailsIsSaidAboveThePage()
    {
        QVERIFY(QDir().rename(m_folder, m_folder + QStringLiteral(".away")));
        QTRY_VERIFY_WITH_TIMEOUT(has("chooseAnotherFolder"), WindowFixture::patience);
        m_window->dialogs.folders = {QStringLiteral("/does/not/exist")};
        click("chooseAnotherFolder");
        QTRY_VERIFY(has("shareProblem"));
        QCOMPARE(share().folder, m_folder.toUtf8());
    }

    void theDriveOfAFolderIsNamed()
    {
        QCOMPARE(ShareNotice::driveOf("/media/anna/Elements/Photos"), QStringLiteral("Elements"));
        QCOMPARE(ShareNotice::driveOf("/media/anna/Elements"), QStringLiteral("Elements"));
        QCOMPARE(ShareNotice::driveOf("/run/media/anna/USB STICK/x"), QStringLiteral("USB STICK"));
        QCOMPARE(ShareNotice::driveOf("/mnt/nas/Photos"), QStringLiteral("nas"));
        QCOMPARE(ShareNotice::driveOf("/home/anna/Photos"), QString());
        QCOMPARE(ShareNotice::driveOf("/mnt"), QString());
    }

    void aNewPasswordIsShownAtOnceAndIsTheOneThatCounts()
    {
        m_keychain->fails = ErrorCode::PermissionDenied;
        m_keychain->takes = false;
        click("showPassword");
        QTRY_COMPARE(words(), QStringLiteral("hidden: the keychain is locked"));
        QVERIFY(!has("copyPassword") && has("unlockKeychain"));
        const QByteArray verifier = m_window->settings().accounts.first().passwordVerifier;
        click("newPassword"); // Cancel
        QCOMPARE(m_window->dialogs.questions.size(), 1);
        m_window->dialogs.willAnswer(Role::Safe);
        click("newPassword");
        QTRY_VERIFY_WITH_TIMEOUT(words().contains(u'-'), WindowFixture::patience);
        QVERIFY(m_window->settings().accounts.first().passwordVerifier != verifier);
        QCOMPARE(m_passwords->notKept(), QStringList(passwordKey(m_photos.guest)));
        QVERIFY(has("copyPassword"));
    }

    void aPasswordMadeInThisRunNeedsNoKeychain()
    {
        m_keychain->fails = ErrorCode::Unavailable;
        m_keychain->takes = false;
        const QString folder = m_window->makeFolder(QStringLiteral("Scans"));
        const auto added = m_editor->addFolder(QFile::encodeName(folder));
        QVERIFY(WindowFixture::isDone(added));
        const SettingsEditor::NewShare scans = *added.result();
        m_page->setShare(scans.share);
        click("showPassword");
        QTRY_COMPARE(words(), QString::fromUtf8(scans.password));
        QVERIFY(m_keychain->asked.isEmpty());
        m_frame->hide();
        QVERIFY(!words().contains(QString::fromUtf8(scans.password)));
    }

    void aPasswordSetInThePeoplePageIsTheOneOfTheInvite()
    {
        click("showPassword");
        QTRY_COMPARE(words(), QString::fromUtf8(m_photos.password));
        const QByteArray second = "alder-otter-77";
        QVERIFY(WindowFixture::isDone(m_editor->setPassword(m_photos.guest, second)));
        QVERIFY(!words().contains(QString::fromUtf8(m_photos.password)));
        click("showPassword");
        QTRY_COMPARE(words(), QString::fromUtf8(second));
        click("copyPassword");
        QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromUtf8(second));
    }

    void aPasswordSetByAnotherProgramIsNotTheOneInTheKeychain()
    {
        const auto made = PasswordVerifier().make("rowan-bison-12");
        QVERIFY(made);
        QVERIFY(m_window->change(
            [&made](Settings& settings) { settings.accounts.first().passwordVerifier = *made; }));
        click("showPassword");
        QTRY_COMPARE(words(), QStringLiteral("hidden"));
        QVERIFY(!has("copyPassword"));
        // Until there is one again.
        QVERIFY(WindowFixture::isDone(m_editor->setPassword(m_photos.guest, "alder-otter-77")));
        QVERIFY(has("showPassword") && has("copyPassword"));
    }

    void whatWasAskedAboutOneShareIsNotDoneToAnother()
    {
        const auto scans = m_window->share(m_window->makeFolder(QStringLiteral("Scans"))).value();
        const QByteArray scansFolder = m_window->settings().shares.last().folder;
        const QString away = m_folder + QStringLiteral(".away");
        QVERIFY(QDir().rename(m_folder, away));
        QTRY_VERIFY_WITH_TIMEOUT(has("chooseAnotherFolder"), WindowFixture::patience);
        m_window->dialogs.waits = true;
        m_window->dialogs.folders = {away};
        click("chooseAnotherFolder");
        m_page->setShare(scans.share);
        m_window->dialogs.answerNow();
        QTRY_COMPARE(share().folder, QFile::encodeName(away));
        QCOMPARE(m_window->settings().shares.last().folder, scansFolder);

        m_page->setShare(m_photos.share);
        m_window->dialogs.texts = {QStringLiteral("Bilder")};
        choose("Rename…");
        m_page->setShare(scans.share);
        m_window->dialogs.answerNow();
        QTRY_COMPARE(share().name, QByteArray("Bilder"));
        QCOMPARE(m_window->settings().shares.last().name, QByteArray("Scans"));

        // Nor to nobody: it says that the share is gone.
        m_page->setShare(m_photos.share);
        m_window->dialogs.texts = {QStringLiteral("Photos")};
        choose("Rename…");
        m_page->setShare(scans.share);
        QVERIFY(WindowFixture::isDone(m_editor->removeShare(m_photos.share)));
        m_window->dialogs.answerNow();
        QTRY_VERIFY(has("shareProblem"));
        QCOMPARE(m_window->settings().shares.first().name, QByteArray("Scans"));
    }

    void nothingStartsWhileSharingStops()
    {
        QString words;
        bool isEnabled = true;
        const auto look = [&](Sharing::State state) {
            const auto* start = find<QPushButton>("startSharing");
            if (state == Sharing::State::Stopping && start) {
                words = start->text();
                isEnabled = start->isEnabled();
            }
        };
        QObject after; // hears of it after the page
        connect(m_window->sharing.get(), &Sharing::stateChanged, &after, look);
        QVERIFY(m_window->stopSharing());
        QCOMPARE(words, QStringLiteral("Stopping…"));
        QVERIFY(!isEnabled);
        QCOMPARE(find<QPushButton>("startSharing")->text(), QStringLiteral("Start sharing"));
        QVERIFY(find<QPushButton>("startSharing")->isEnabled());
    }

    void thePasswordIsInNoNameToolTipOrTitle()
    {
        click("showPassword");
        const QString secret = QString::fromUtf8(m_photos.password);
        QTRY_COMPARE(words(), secret);
        for (const QWidget* widget : m_frame->findChildren<QWidget*>()) {
            for (const QString& text : {widget->toolTip(), widget->accessibleName(),
                                        widget->accessibleDescription(), widget->windowTitle()})
                QVERIFY(!text.contains(secret));
        }
        QVERIFY(!find<QrCodeView>("qrCode")->text().contains(secret));
    }

    void otherAddressesAreAMenuAway()
    {
        QVERIFY(!has("moreAddresses"));
        QVERIFY(m_window->change([](Settings& settings) {
            settings.ui.insert(QStringLiteral("inviteAddress"), QStringLiteral("home.example.org"));
        }));
        QTRY_VERIFY(has("moreAddresses"));
        QVERIFY(link().startsWith(QStringLiteral("sftp://guest@home.example.org:")));
        const auto* menu = m_page->findChild<QMenu*>(QStringLiteral("addresses"));
        QCOMPARE(menu->actions().size(), 2);
        menu->actions().at(1)->trigger();
        QVERIFY(link().startsWith(QStringLiteral("sftp://guest@127.0.0.1:")));
        QCOMPARE(find<QrCodeView>("qrCode")->text(), link());
    }

    void theMenuRenames()
    {
        m_window->dialogs.texts = {QStringLiteral("a/b"), QStringLiteral("Bilder")};
        choose("Rename…");
        QCOMPARE(m_window->dialogs.refusedTexts.size(), 1);
        choose("Rename…");
        QTRY_COMPARE(find<QLabel>("shareName")->text(), QStringLiteral("Bilder"));
        QVERIFY(link().endsWith(QStringLiteral("/Bilder")));
        QCOMPARE(onDisk().shares.first().name, QByteArray("Bilder"));
    }

    void theMenuRemovesAfterAQuestion()
    {
        QSignalSpy removed(m_page, &SharePage::shareRemoved);
        choose("Remove…");
        QCOMPARE(m_window->dialogs.questions.size(), 1);
        QVERIFY(m_window->dialogs.questions.first().heading.contains(QStringLiteral("Photos")));
        QCOMPARE(m_window->settings().shares.size(), 1);
        m_window->dialogs.willAnswer(Role::Drastic);
        choose("Remove…");
        QTRY_COMPARE(removed.size(), 1);
        QVERIFY(onDisk().shares.isEmpty());
        QVERIFY(QFile::exists(m_folder));
    }

    void optionsAreSaved()
    {
        choose("Options…");
        auto* options = m_page->findChild<ShareOptionsDialog*>();
        QVERIFY(QTest::qWaitForWindowExposed(options));
        options->findChild<QPlainTextEdit*>(QStringLiteral("hide"))
            ->setPlainText(QStringLiteral(" .* \n\n*.tmp\n*.tmp"));
        auto* links = options->findChild<QComboBox*>(QStringLiteral("links"));
        links->setCurrentIndex(links->findData(static_cast<int>(SymlinkPolicy::Never)));
        options->findChild<QCheckBox*>(QStringLiteral("safeClose"))->click();
        auto* largest = options->findChild<QSpinBox*>(QStringLiteral("largest"));
        QVERIFY(!largest->isEnabled());
        options->findChild<QCheckBox*>(QStringLiteral("largestOn"))->click();
        largest->setValue(25);
        options->findChild<QCheckBox*>(QStringLiteral("atomicUpload"))->click();
        options->findChild<QCheckBox*>(QStringLiteral("quotaOn"))->click();
        options->findChild<QSpinBox*>(QStringLiteral("quota"))->setValue(5000);
        options->findChild<QCheckBox*>(QStringLiteral("keepFreeOn"))->click();
        options->findChild<QSpinBox*>(QStringLiteral("keepFree"))->setValue(300);
        QPointer<ShareOptionsDialog> dialog = options;
        options->findChild<QPushButton*>(QStringLiteral("ok"))->click();
        QTRY_VERIFY(dialog.isNull());
        const Share saved = onDisk().shares.first();
        QCOMPARE(saved.hide, QStringList({QStringLiteral(".*"), QStringLiteral("*.tmp")}));
        QCOMPARE(saved.symlinks, SymlinkPolicy::Never);
        QVERIFY(saved.safeClose);
        QCOMPARE(saved.maxFileSize, std::optional<quint64>(25'000'000));
        QVERIFY(saved.atomicUpload);
        QCOMPARE(saved.quota, std::optional<quint64>(5'000'000'000));
        QCOMPARE(saved.keepFree, std::optional<quint64>(300'000'000));
    }

    void aLimitThatWasNotTypedStaysExact()
    {
        auto& store = m_window->parts().settings;
        Settings exact = store.current();
        exact.shares.first().quota = 5'000'000'001;
        exact.shares.first().keepFree = 7;
        exact.shares.first().maxFileSize = 1024;
        auto done = store.save(exact);
        QTRY_VERIFY(done.isFinished());
        choose("Options…");
        auto* options = m_page->findChild<ShareOptionsDialog*>();
        QVERIFY(QTest::qWaitForWindowExposed(options));
        QCOMPARE(options->findChild<QSpinBox*>(QStringLiteral("quota"))->value(), 5001);
        QCOMPARE(options->findChild<QSpinBox*>(QStringLiteral("keepFree"))->value(), 1);
        options->findChild<QCheckBox*>(QStringLiteral("largestOn"))->click();
        QPointer<ShareOptionsDialog> dialog = options;
        options->findChild<QPushButton*>(QStringLiteral("ok"))->click();
        QTRY_VERIFY(dialog.isNull());
        const Share saved = onDisk().shares.first();
        QCOMPARE(saved.quota, std::optional<quint64>(5'000'000'001));
        QCOMPARE(saved.keepFree, std::optional<quint64>(7));
        QVERIFY(!saved.maxFileSize);
    }

    void theFolderOpensOnTheDesktop()
    {
        click("openFolder");
        QCOMPARE(m_window->dialogs.opened, QStringList(m_folder));
    }

    void aNarrowPageKeepsEverythingAtHand()
    {
        QVERIFY(has("qrCode") && !has("showQrCode"));
        m_frame->resize(600, 700);
        QTRY_VERIFY(!has("qrCode") && has("showQrCode"));
        click("showQrCode");
        auto* box = m_page->findChild<QDialog*>(QStringLiteral("qrCodeDialog"));
        QVERIFY(QTest::qWaitForWindowExposed(box));
        QCOMPARE(box->findChild<QrCodeView*>()->text(), link());
        box->close();
        QVERIFY(m_page->findChild<QScrollArea*>()->widget()->width() <= 600);
        m_frame->resize(1000, 700);
        QTRY_VERIFY(has("qrCode") && !has("showQrCode"));
    }

    void howToConnectOpensTheRecipes()
    {
        click("howToConnect");
        auto* recipes = m_page->findChild<RecipesDialog*>();
        QVERIFY(QTest::qWaitForWindowExposed(recipes));
        QCOMPARE(recipes->invite().user, QStringLiteral("guest"));
        QCOMPARE(recipes->invite().port, m_window->port());
    }

    void focusGoesToCopyLink()
    {
        m_frame->activateWindow();
        m_page->focusLink();
        QCOMPARE(m_frame->focusWidget(), find("copyLink"));
    }

    void tabReachesEveryControlAndEachHasAName()
    {
        QVERIFY(m_window->change([](Settings& settings) {
            settings.ui.insert(QStringLiteral("inviteAddress"), QStringLiteral("home.example.org"));
        }));
        QTRY_VERIFY(has("moreAddresses"));
        QSet<QWidget*> reached;
        for (int i = 0; i < 40; ++i) {
            QTest::keyClick(m_frame.get(), Qt::Key_Tab);
            reached += m_frame->focusWidget();
        }
        int controls = 0;
        for (QWidget* widget : m_page->findChildren<QWidget*>()) {
            const bool interactive = qobject_cast<QAbstractButton*>(widget)
                || qobject_cast<QComboBox*>(widget) || qobject_cast<QLineEdit*>(widget);
            if (!interactive || !widget->isVisible())
                continue;
            ++controls;
            auto* accessible = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(),
                     qPrintable(widget->objectName()));
            // Of radio buttons in a group, Tab goes to the checked one; arrows to the others.
            const auto* tile = qobject_cast<QRadioButton*>(widget);
            if (!tile || tile->isChecked())
                QVERIFY2(reached.contains(widget), qPrintable(widget->objectName()));
        }
        QVERIFY(controls >= 15);
    }

    void nothingIsCutInTheLayout()
    {
        for (const int width : {1000, 700, 560}) {
            m_frame->resize(width, 700);
            QCoreApplication::processEvents();
            for (const QAbstractButton* button : m_page->findChildren<QAbstractButton*>()) {
                if (!button->isVisible() || qobject_cast<const QRadioButton*>(button))
                    continue;
                QVERIFY2(
                    button->width() >= button->minimumSizeHint().width(),
                    qPrintable(QStringLiteral("%1 at %2").arg(button->objectName()).arg(width)));
                const int right = button->mapTo(m_page, button->rect().topRight()).x();
                QVERIFY2(
                    right < m_page->width(),
                    qPrintable(QStringLiteral("%1 at %2").arg(button->objectName()).arg(width)));
            }
        }
    }
};

QTEST_MAIN(TestSharePage)
#include "tst_share_page.moc"
