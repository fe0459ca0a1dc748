// The preferences, on a real store and a real server: each control writes the setting it says.
#include "ui/preferences/preferences_dialog.h"

#include "core/server_settings.h"
#include "ui/preferences/autostart.h"
#include "ui/preferences/waiting_change.h"

#include <QTcpServer>
#include <QtWidgets>

#include <QTest>

#include "tests/support/rows.h"
#include "tests/support/ssh_client.h"
#include "tests/support/stray_windows.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using namespace sallyport::test;
using namespace std::chrono_literals;
using Role = Question::Role;

namespace {

constexpr int patience = WindowFixture::patience;

class AutostartDouble final : public Autostart {
public:
    bool on = false, fails = false;
    bool isOn() const override { return on; }
    QFuture<Result<void>> setOn(bool wanted) override
    {
        QPromise<Result<void>> promise;
        promise.start();
        if (fails)
            promise.addResult(Error{ErrorCode::NoSpace, QStringLiteral("No space left")});
        else
            promise.addResult(Result<void>());
        on = fails ? on : wanted;
        promise.finish();
        return promise.future();
    }
};

bool isOneOfPages(const QWidget* widget, const QWidget* page)
{
    return widget == page || page->isAncestorOf(widget);
}

// What a person can do something with.
QList<QWidget*> controls(const QWidget& in)
{
    QList<QWidget*> all;
    for (QWidget* widget : in.findChildren<QWidget*>()) {
        const bool isInside = qobject_cast<QAbstractSpinBox*>(widget->parentWidget())
            || qobject_cast<QComboBox*>(widget->parentWidget());
        const bool isControl = qobject_cast<QAbstractButton*>(widget)
            || qobject_cast<QAbstractSpinBox*>(widget) || qobject_cast<QComboBox*>(widget)
            || qobject_cast<QLineEdit*>(widget) || qobject_cast<QListView*>(widget);
        if (isControl && !isInside && widget->isVisibleTo(&in))
            all += widget;
    }
    return all;
}

} // namespace

class TestPreferences : public QObject {
    Q_OBJECT

    std::unique_ptr<WindowFixture> m_house;
    std::unique_ptr<QWidget> m_window;
    AutostartDouble m_autostart;
    std::unique_ptr<CoreParts> m_parts;
    QPointer<PreferencesDialog> m_dialog;

    void open()
    {
        m_dialog = new PreferencesDialog(*m_parts, m_window.get());
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog));
    }

    template <typename T>
    T* find(const char* name) const
    {
        T* found = m_dialog ? m_dialog->findChild<T*>(QLatin1String(name)) : nullptr;
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }

    void openAdvanced() const
    {
        if (!find<QLineEdit>("trustedProxies")
                 ->isVisibleTo(m_dialog->findChild<QWidget*>(QStringLiteral("networkPage"))))
            find<QToolButton>("advanced")->click();
    }
    QString hintOf(const char* control) const
    {
        return find<QWidget>(control)->accessibleDescription();
    }

    void pressOk() const { find<QPushButton>("ok")->click(); }
    bool closesAtOk() const
    {
        pressOk();
        return QTest::qWaitFor([this] { return !m_dialog; }, patience);
    }
    const Settings& settings() const { return m_house->settings(); }

    // anna with a password, on the only share.
    void invite()
    {
        const auto share = m_house->share(m_house->makeFolder(QStringLiteral("Photos")));
        QVERIFY(share);
        SettingsEditor::Person anna;
        anna.userName = QStringLiteral("anna");
        anna.passwordChange = SettingsEditor::Person::Password::Set;
        anna.password = "a good secret word";
        anna.access = {{share->share, Access::Full}};
        QVERIFY(m_house->addPerson(anna));
    }
    static bool logIn(SshClient& client, quint16 port)
    {
        return client.connect(port)
            && client.password("anna", "a good secret word") == SSH_AUTH_SUCCESS;
    }
    // Logs in on another thread's behalf: the server's main thread is this one.
    bool isHere() const
    {
        return QTest::qWaitFor(
            [this] {
                const auto all = m_house->sharing->server().connections();
                return !all.isEmpty() && !all.first().account.value.isEmpty();
            },
            patience);
    }

private slots:
    void init()
    {
        m_house = std::make_unique<WindowFixture>();
        m_window = std::make_unique<QWidget>();
        m_autostart = AutostartDouble();
        m_parts = std::make_unique<CoreParts>(m_house->parts());
        m_parts->autostart = &m_autostart;
    }
    void cleanup()
    {
        delete m_dialog;
        m_window.reset();
        m_house.reset();
    }

    void cancelSavesNothing()
    {
        const Settings before = settings();
        open();
        find<QSpinBox>("port")->setValue(2300);
        find<QCheckBox>("olderDevices")->setChecked(true);
        find<QPushButton>("cancel")->click();
        QTRY_VERIFY(!m_dialog);
        QCOMPARE(settings(), before);
        QVERIFY(!m_autostart.on);
    }

    void okWithoutAChangeSavesWhatWasThere()
    {
        // Nothing a box could show exactly.
        QVERIFY(m_house->change([](Settings& now) {
            now.network.bytesPerSecond = 1'234'567;
            now.limits.idleTimeout = 90s;
            now.network.allowFrom = {QStringLiteral("lan"), QStringLiteral("10.1.0.0/16")};
            now.ui.insert(QStringLiteral("geometry"), QStringLiteral("kept"));
        }));
        const Settings before = settings();
        open();
        QVERIFY(closesAtOk());
        QCOMPARE(settings(), before);
    }

    void generalWritesStartUp()
    {
        open();
        find<QCheckBox>("startAtLogin")->setChecked(true);
        find<QCheckBox>("startHidden")->setChecked(true);
        QVERIFY(closesAtOk());
        QVERIFY(m_autostart.on);
        QCOMPARE(settings().ui.value(QLatin1String("startHidden")), QJsonValue(true));
        open();
        QVERIFY(find<QCheckBox>("startAtLogin")->isChecked());
        QVERIFY(find<QCheckBox>("startHidden")->isChecked());
    }

    void anAutostartThatCannotBeWrittenIsSaid()
    {
        m_autostart.fails = true;
        open();
        find<QCheckBox>("startAtLogin")->setChecked(true);
        pressOk();
        QTRY_VERIFY(m_dialog->findChild<QWidget*>(QStringLiteral("preferencesProblem")));
        QVERIFY(m_dialog->isVisible());
        QVERIFY(!find<QCheckBox>("startAtLogin")->isChecked()); // what is true
    }

    void withoutAStartAtLoginNothingIsOffered()
    {
        m_parts->autostart = nullptr;
        open();
        QVERIFY(!find<QCheckBox>("startAtLogin")->isVisibleTo(m_dialog));
        QVERIFY(closesAtOk());
    }

    void networkWritesPortAndAddresses()
    {
        open();
        find<QSpinBox>("port")->setValue(2300);
        find<QComboBox>("inviteAddress")->setEditText(QStringLiteral("home.example.org"));
        find<QRadioButton>("fromTheseAddresses")->setChecked(true);
        find<QLineEdit>("allowedAddresses")->setText(QStringLiteral("192.168.1.0/24, 10.0.0.7"));
        openAdvanced();
        find<QLineEdit>("trustedProxies")->setText(QStringLiteral("10.0.0.1"));
        find<QLineEdit>("listenAddresses")->setText(QStringLiteral("127.0.0.1,::1"));
        QVERIFY(closesAtOk());
        QCOMPARE(settings().network.port, quint16(2300));
        QCOMPARE(settings().ui.value(QLatin1String("inviteAddress")).toString(),
                 QStringLiteral("home.example.org"));
        QCOMPARE(settings().network.allowFrom,
                 QStringList({QStringLiteral("192.168.1.0/24"), QStringLiteral("10.0.0.7")}));
        QCOMPARE(settings().network.trustedProxies, QStringList(QStringLiteral("10.0.0.1")));
        QCOMPARE(settings().network.addresses.size(), qsizetype(2));

        open();
        QCOMPARE(find<QComboBox>("inviteAddress")->currentText(),
                 QStringLiteral("home.example.org"));
        QVERIFY(find<QRadioButton>("fromTheseAddresses")->isChecked());
        QCOMPARE(find<QLineEdit>("allowedAddresses")->text(),
                 QStringLiteral("192.168.1.0/24, 10.0.0.7"));
        find<QComboBox>("inviteAddress")->setCurrentIndex(0); // Automatic
        find<QRadioButton>("fromAnywhere")->setChecked(true);
        QVERIFY(closesAtOk());
        QCOMPARE(settings().ui.value(QLatin1String("inviteAddress")).toString(), QString());
        QCOMPARE(settings().network.allowFrom, QStringList(QStringLiteral("any")));
        open();
        find<QRadioButton>("fromThisNetwork")->setChecked(true);
        QVERIFY(closesAtOk());
        QCOMPARE(settings().network.allowFrom, QStringList(QStringLiteral("lan")));
    }

    void networkWritesWhatOthersNearbySee()
    {
        ROW("nearby");
        open();
        QVERIFY(find<QCheckBox>("announce")->isChecked());
        QVERIFY(!find<QCheckBox>("announceUser")->isChecked());
        find<QCheckBox>("announceUser")->setChecked(true);
        QVERIFY(closesAtOk());
        QVERIFY(settings().network.announce);
        QVERIFY(settings().network.announceUser);
        open();
        m_dialog->showPage(QStringLiteral("network"));
        QVERIFY(find<QCheckBox>("announceUser")->isVisible());
        find<QCheckBox>("announce")->setChecked(false);
        QVERIFY(!find<QCheckBox>("announceUser")->isVisible()); // nothing to say it of
        QVERIFY(closesAtOk());
        QVERIFY(!settings().network.announce);
    }

    void theAddressInInvitesIsTheBestOneUntilChosen()
    {
        QVERIFY(m_house->startSharing());
        open();
        QCOMPARE(find<QComboBox>("inviteAddress")->currentText(),
                 QStringLiteral("Automatic (127.0.0.1)"));
        QVERIFY(m_house->stopSharing());
        QVERIFY(find<QComboBox>("inviteAddress")->currentText().startsWith(u"Automatic"));
    }

    void aValueThatCannotBeIsExplainedBesideItsField_data()
    {
        QTest::addColumn<QByteArray>("control");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("port") << QByteArray("port") << QStringLiteral("80")
                              << QStringLiteral("1024");
        QTest::newRow("invite") << QByteArray("inviteAddress") << QStringLiteral("not an address")
                                << QStringLiteral("not an address");
        QTest::newRow("nobody") << QByteArray("allowedAddresses") << QStringLiteral(" , ")
                                << QStringLiteral("at least one");
        QTest::newRow("nonsense") << QByteArray("allowedAddresses")
                                  << QStringLiteral("10.0.0.7, next door")
                                  << QStringLiteral("next door");
        QTest::newRow("any") << QByteArray("allowedAddresses") << QStringLiteral("any")
                             << QStringLiteral("any");
        QTest::newRow("proxy") << QByteArray("trustedProxies") << QStringLiteral("10.0.0.300")
                               << QStringLiteral("10.0.0.300");
        QTest::newRow("listen") << QByteArray("listenAddresses") << QStringLiteral("10.0.0.0/8")
                                << QStringLiteral("10.0.0.0/8");
    }
    void aValueThatCannotBeIsExplainedBesideItsField()
    {
        QFETCH(QByteArray, control);
        QFETCH(QString, value);
        QFETCH(QString, sentence);
        const Settings before = settings();
        open();
        m_dialog->showPage(QStringLiteral("limits"));
        find<QRadioButton>("fromTheseAddresses")->setChecked(control == "allowedAddresses");
        auto* widget = find<QWidget>(control.constData());
        const QString meaning = widget->accessibleDescription();
        if (auto* box = qobject_cast<QSpinBox*>(widget))
            box->setValue(value.toInt());
        else if (auto* choice = qobject_cast<QComboBox*>(widget))
            choice->setEditText(value);
        else
            qobject_cast<QLineEdit*>(widget)->setText(value);
        if (control != "allowedAddresses")
            find<QRadioButton>("fromThisNetwork")->setChecked(true);
        pressOk();
        QVERIFY(m_dialog);
        QVERIFY2(hintOf(control.constData()).contains(sentence),
                 qPrintable(hintOf(control.constData())));
        QVERIFY(isOneOfPages(widget, find<QWidget>("networkPage"))
                && widget->isVisibleTo(m_dialog)); // its page came up
        QCOMPARE(settings(), before);
        // Another value, and the complaint is gone.
        if (auto* box = qobject_cast<QSpinBox*>(widget))
            box->setValue(2300);
        else
            QTest::keyClicks(qobject_cast<QComboBox*>(widget)
                                 ? qobject_cast<QComboBox*>(widget)->lineEdit()
                                 : widget,
                             QStringLiteral("1"));
        QCOMPARE(widget->accessibleDescription(), meaning);
    }

    void guestsWithoutPasswordKeepStrangersOut()
    {
        invite();
        QVERIFY(m_house->change([](Settings& now) {
            now.accounts.last().withoutPassword = true;
            for (Access& access : now.accounts.last().access)
                access = Access::View;
        }));
        open();
        find<QRadioButton>("fromAnywhere")->setChecked(true);
        pressOk();
        QVERIFY(m_dialog);
        QVERIFY2(hintOf("fromAnywhere").contains(u"anna"), qPrintable(hintOf("fromAnywhere")));
        QCOMPARE(settings().network.allowFrom, QStringList(QStringLiteral("lan")));
    }

    void securityWritesWhatItSays()
    {
        invite();
        open();
        QVERIFY(find<QCheckBox>("penalties")->isChecked());
        find<QCheckBox>("penalties")->setChecked(false);
        find<QCheckBox>("olderDevices")->setChecked(true);
        find<QSpinBox>("maxLoginAttempts")->setValue(3);
        auto* links = find<QComboBox>("linksOut");
        QCOMPARE(links->currentText(), QStringLiteral("Show, but do not open"));
        links->setCurrentIndex(links->findText(QStringLiteral("Hide")));
        QVERIFY(closesAtOk());
        QVERIFY(!settings().penalties.enabled);
        QVERIFY(settings().network.olderDevices);
        QCOMPARE(settings().limits.maxLoginAttempts, 3);
        QCOMPARE(settings().shares.first().symlinks, SymlinkPolicy::Hide);
    }

    void foldersWithDifferentRulesForLinksKeepThem()
    {
        invite();
        QVERIFY(m_house->share(m_house->makeFolder(QStringLiteral("Scans"))));
        QVERIFY(m_house->change(
            [](Settings& now) { now.shares.last().symlinks = SymlinkPolicy::Never; }));
        open();
        QCOMPARE(find<QComboBox>("linksOut")->currentText(),
                 QStringLiteral("Different from folder to folder"));
        QVERIFY(closesAtOk());
        QCOMPARE(settings().shares.first().symlinks, SymlinkPolicy::Inside);
        QCOMPARE(settings().shares.last().symlinks, SymlinkPolicy::Never);
    }

    void limitsWriteWhatTheySay()
    {
        open();
        QCOMPARE(find<QDoubleSpinBox>("speedLimit")->text(), QStringLiteral("No limit"));
        find<QDoubleSpinBox>("speedLimit")->setValue(12.5);
        find<QSpinBox>("maxConnections")->setValue(7);
        find<QSpinBox>("idleTimeout")->setValue(20);
        QVERIFY(closesAtOk());
        QCOMPARE(settings().network.bytesPerSecond, quint64(12'500'000));
        QCOMPARE(settings().limits.maxConnections, 7);
        QCOMPARE(settings().limits.idleTimeout, std::chrono::seconds(1200));
        open();
        find<QDoubleSpinBox>("speedLimit")->setValue(0);
        find<QSpinBox>("idleTimeout")->setValue(0);
        QCOMPARE(find<QSpinBox>("idleTimeout")->text(), QStringLiteral("Never"));
        QVERIFY(closesAtOk());
        QCOMPARE(settings().network.bytesPerSecond, quint64(0));
        QCOMPARE(settings().limits.idleTimeout, std::chrono::seconds(0));
    }

    void notificationsWriteTheirLevel()
    {
        for (const auto& [button, level] :
             {std::pair("notificationsAll", "all"), std::pair("notificationsOff", "off"),
              std::pair("notificationsImportant", "important")}) {
            open();
            find<QRadioButton>(button)->setChecked(true);
            QVERIFY(closesAtOk());
            QCOMPARE(settings().ui.value(QLatin1String("notifications")).toString(),
                     QLatin1String(level));
        }
    }

    void whatAnotherProgramSavedMeanwhileStays()
    {
        open();
        find<QSpinBox>("maxConnections")->setValue(7);
        QVERIFY(m_house->change([](Settings& now) {
            now.network.olderDevices = true;
            now.network.blocked = {QStringLiteral("192.0.2.7")};
        }));
        QCOMPARE(find<QSpinBox>("maxConnections")->value(), 7);
        QVERIFY(closesAtOk());
        QCOMPARE(settings().limits.maxConnections, 7);
        QVERIFY(settings().network.olderDevices);
        QCOMPARE(settings().network.blocked, QStringList(QStringLiteral("192.0.2.7")));
    }

    void anUntouchedDialogFollowsWhatIsSavedElsewhere()
    {
        open();
        QVERIFY(m_house->change([](Settings& now) { now.limits.maxConnections = 9; }));
        QCOMPARE(find<QSpinBox>("maxConnections")->value(), 9);
    }

    void halfAWordIsNotTakenFromUnderTheHands_data()
    {
        QTest::addColumn<QByteArray>("control");
        QTest::addColumn<QString>("value");
        QTest::newRow("port") << QByteArray("port") << QStringLiteral("20");
        QTest::newRow("number") << QByteArray("maxConnections") << QString();
        QTest::newRow("invite") << QByteArray("inviteAddress") << QStringLiteral("not an");
        QTest::newRow("allowed") << QByteArray("allowedAddresses") << QStringLiteral("10.0.");
        QTest::newRow("proxy") << QByteArray("trustedProxies") << QStringLiteral("10.0.");
    }
    void halfAWordIsNotTakenFromUnderTheHands()
    {
        QFETCH(QByteArray, control);
        QFETCH(QString, value);
        open();
        auto* widget = find<QWidget>(control.constData());
        auto* edit = qobject_cast<QLineEdit*>(widget);
        if (!edit)
            edit = widget->findChild<QLineEdit*>();
        if (control == "allowedAddresses")
            find<QRadioButton>("fromTheseAddresses")->setChecked(true);
        const QString meaning = widget->accessibleDescription();
        edit->setText(value);
        QVERIFY(m_house->change([](Settings& now) { now.limits.maxLoginAttempts = 9; }));
        QCOMPARE(edit->text(), value);
        QCOMPARE(widget->accessibleDescription(), meaning); // nobody said it is done
    }

    void theWishToStartAtLoginStays()
    {
        open();
        find<QCheckBox>("startAtLogin")->setChecked(true);
        QVERIFY(m_house->change([](Settings& now) { now.limits.maxConnections = 9; }));
        QVERIFY(find<QCheckBox>("startAtLogin")->isChecked());
        QVERIFY(closesAtOk());
        QVERIFY(m_autostart.on);
    }

    void anAddressThatComesIsNobodysWish()
    {
        open();
        emit m_house->sharing->linksChanged();
        QVERIFY(m_house->startSharing());
        QVERIFY(m_house->change([](Settings& now) { now.limits.maxConnections = 9; }));
        QCOMPARE(find<QSpinBox>("maxConnections")->value(), 9);
    }

    void nothingOfItIsAWindowForAMoment()
    {
        const StrayWindows strays;
        open();
        QCOMPARE(strays.shown(), QStringList(QStringLiteral("sallyport::PreferencesDialog")));
    }

    void anotherPortAsksWhileSomebodyIsConnected()
    {
        invite();
        QVERIFY(m_house->startSharing());
        SshClient anna;
        QVERIFY(logIn(anna, m_house->port()));
        QVERIFY(isHere());
        const quint16 before = settings().network.port;
        open();
        find<QSpinBox>("port")->setValue(2300);
        pressOk(); // answered with Cancel
        QCOMPARE(m_house->dialogs.questions.size(), qsizetype(1));
        const Question asked = m_house->dialogs.questions.constFirst();
        QCOMPARE(asked.name, QStringLiteral("endsConnectionsQuestion"));
        QVERIFY(asked.details.join(u'\n').contains(u"anna"));
        QVERIFY(asked.details.join(u'\n').contains(u"127.0.0.1"));
        QVERIFY(m_dialog && m_dialog->isVisible());
        QCOMPARE(settings().network.port, before);

        m_house->dialogs.willAnswer(Role::Drastic);
        QTcpServer free;
        QVERIFY(free.listen(QHostAddress(QHostAddress::LocalHost)));
        const quint16 wanted = free.serverPort();
        free.close();
        find<QSpinBox>("port")->setValue(wanted);
        QVERIFY(closesAtOk());
        QCOMPARE(settings().network.port, wanted);
        QVERIFY(anna.isClosed());
        QTRY_COMPARE_WITH_TIMEOUT(m_house->port(), wanted, patience);
    }

    void aChangeMayWaitUntilNobodyIsConnected()
    {
        invite();
        QVERIFY(m_house->startSharing());
        auto anna = std::make_unique<SshClient>();
        QVERIFY(logIn(*anna, m_house->port()));
        QVERIFY(isHere());
        open();
        find<QSpinBox>("port")->setValue(2300);
        find<QSpinBox>("maxConnections")->setValue(7);
        m_house->dialogs.willAnswer(Role::Safe);
        QVERIFY(closesAtOk());
        QCOMPARE(settings().limits.maxConnections, 7); // ends nobody: at once
        QCOMPARE(settings().network.port, quint16(0));
        QVERIFY(WaitingChange::current(*m_parts));
        QVERIFY(anna->openSftp());

        open(); // it says that something waits
        QVERIFY(find<QWidget>("waitingChange")->isVisibleTo(m_dialog));
        find<QPushButton>("cancel")->click();
        anna.reset();
        QTRY_COMPARE_WITH_TIMEOUT(settings().network.port, quint16(2300), patience);
        QVERIFY(!WaitingChange::current(*m_parts));
    }

    void whatEndsNobodyIsNotAskedAbout()
    {
        invite();
        QVERIFY(m_house->startSharing());
        SshClient anna;
        QVERIFY(logIn(anna, m_house->port()));
        QVERIFY(isHere());
        open();
        find<QCheckBox>("olderDevices")->setChecked(true);
        find<QRadioButton>("fromAnywhere")->setChecked(true);
        QVERIFY(closesAtOk());
        QVERIFY(m_house->dialogs.questions.isEmpty());
        QVERIFY(anna.openSftp());

        // Stricter links do end her.
        open();
        auto* links = find<QComboBox>("linksOut");
        links->setCurrentIndex(links->findText(QStringLiteral("Never follow any link")));
        m_house->dialogs.willAnswer(Role::Drastic);
        QVERIFY(closesAtOk());
        QCOMPARE(m_house->dialogs.questions.size(), qsizetype(1));
        QVERIFY(anna.isClosed());
    }

    void hostKeysAreShownAndReplacedOnlyAfterAQuestion()
    {
        // A run with keys of its own: those of the fixture were given to it.
        const QTemporaryDir keys;
        m_parts.reset();
        Sharing::Places places;
        places.keys = keys.path();
        places.state = m_house->path(QStringLiteral("state2"));
        Sharing sharing(*m_house->store, *m_house->activity, places);
        const CoreParts& house = m_house->parts();
        m_parts.reset(new CoreParts{house.settings, house.editor, sharing, house.activity,
                                    house.archive, house.credentials, house.live, house.dialogs});
        open();
        QVERIFY(m_dialog->findChildren<QLabel*>(QStringLiteral("fingerprint")).isEmpty());
        sharing.start();
        QTRY_COMPARE_WITH_TIMEOUT(sharing.state(), Sharing::State::On, patience);
        const auto shown = [this] {
            QStringList all;
            for (const QLabel* label :
                 m_dialog->findChildren<QLabel*>(QStringLiteral("fingerprint")))
                all += label->text();
            return all;
        };
        const QStringList before = sharing.fingerprints();
        QCOMPARE(shown(), before);
        m_dialog->showPage(QStringLiteral("security"));
        find<QToolButton>("copyFingerprint")->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), before.first());

        find<QPushButton>("makeNewHostKeys")->click(); // answered with Cancel
        QCOMPARE(m_house->dialogs.questions.size(), qsizetype(1));
        QCOMPARE(sharing.fingerprints(), before);
        m_house->dialogs.willAnswer(Role::Drastic);
        find<QPushButton>("makeNewHostKeys")->click();
        QTRY_VERIFY_WITH_TIMEOUT(sharing.fingerprints() != before, patience);
        QCOMPARE(shown(), sharing.fingerprints());
        QTRY_VERIFY(find<QPushButton>("makeNewHostKeys")->isEnabled());

        // Not a key: said, and nothing changes.
        const QStringList now = sharing.fingerprints();
        m_house->dialogs.files = {m_house->makeFolder(QStringLiteral("x"))
                                  + QStringLiteral("/hello.txt")};
        m_house->dialogs.willAnswer(Role::Drastic);
        find<QPushButton>("importHostKey")->click();
        QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("importHostKey")->isEnabled(), patience);
        QVERIFY(!find<QLabel>("hostKeyNews")->text().isEmpty());
        QCOMPARE(sharing.fingerprints(), now);
        delete m_dialog;
        sharing.stop();
        QTRY_COMPARE_WITH_TIMEOUT(sharing.state(), Sharing::State::Off, patience);
    }

    void aPageIsShownByItsName()
    {
        open();
        for (const char* name : {"general", "network", "security", "limits", "notifications"}) {
            m_dialog->showPage(QLatin1String(name));
            QVERIFY(find<QWidget>((QByteArray(name) + "Page").constData())->isVisibleTo(m_dialog));
        }
    }

    void everyControlHasANameAndIsReachedByTab()
    {
        invite();
        open();
        openAdvanced();
        find<QRadioButton>("fromTheseAddresses")->setChecked(true);
        for (const char* name : {"general", "network", "security", "limits", "notifications"}) {
            m_dialog->showPage(QLatin1String(name));
            QSet<QWidget*> reached;
            find<QListWidget>("subjects")->setFocus();
            for (int i = 0; i < 60; ++i) {
                QWidget* focus = QApplication::focusWidget();
                QVERIFY(focus);
                reached += focus;
                QTest::keyClick(focus, Qt::Key_Tab);
            }
            for (QWidget* control : controls(*m_dialog)) {
                const auto* button = qobject_cast<QAbstractButton*>(control);
                const QString label = control->accessibleName().isEmpty() && button
                    ? button->text()
                    : control->accessibleName();
                QVERIFY2(!label.isEmpty(), qPrintable(control->objectName()));
                QVERIFY2(!control->objectName().isEmpty(), qPrintable(label));
                // Of radio buttons Tab reaches the chosen one; arrows go on from there.
                const auto* radio = qobject_cast<QRadioButton*>(control);
                if (radio && !radio->isChecked())
                    continue;
                QVERIFY2(reached.contains(control), qPrintable(control->objectName()));
            }
        }
    }

    void thePortIsChangedByKeysAlone()
    {
        open();
        QTest::keyClick(find<QListWidget>("subjects"), Qt::Key_Down); // Network
        auto* port = find<QSpinBox>("port");
        for (int i = 0; i < 60 && QApplication::focusWidget() != port; ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), port);
        QTest::keyClick(port, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(port, QStringLiteral("2300"));
        QTest::keyClick(port, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!m_dialog, patience);
        QCOMPARE(settings().network.port, quint16(2300));
    }
};

QTEST_MAIN(TestPreferences)
#include "tst_preferences.moc"
