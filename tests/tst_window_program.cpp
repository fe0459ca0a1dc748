// One run of the window, from its start to its end, as main() makes it: only the desktop around it
// is the test's, and the person in front of it.
#include "app/window_program.h"

#include "core/auth/password_verifier.h"
#include "core/host_key.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/window/damaged_settings_page.h"
#include "ui/window/main_window.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

#include "tests/support/held_download.h"
#include "tests/support/private_desktop.h"

#include <algorithm>
#include <csignal>

#include "tests/support/rows.h"

using namespace sallyport;
using test::HeldDownload;

namespace {

constexpr int patience = 30'000; // milliseconds

template <typename T>
T* topLevel()
{
    for (QWidget* const widget : QApplication::topLevelWidgets()) {
        if (auto* const found = qobject_cast<T*>(widget))
            return found;
    }
    return nullptr;
}

} // namespace

class TestWindowProgram : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_place;
    std::unique_ptr<SingleInstance> m_instance;
    std::unique_ptr<StopSignals> m_signals;
    Profile m_profile;

    QString path(const char* name) const { return m_place->filePath(QLatin1String(name)); }
    QByteArray folder(const char* name) const
    {
        QDir().mkpath(path(name));
        return QFile::encodeName(path(name));
    }
    Settings saved() const
    {
        QFile file(m_profile.settingsFile);
        return file.open(QIODevice::ReadOnly)
            ? settingsFromJson(file.readAll()).value_or(Settings())
            : Settings();
    }
    bool write(const Settings& settings) const
    {
        QFile file(m_profile.settingsFile);
        return file.open(QIODevice::WriteOnly) && file.write(settingsToJson(settings, 1)) > 0;
    }

    // Runs the program; `person` acts in its event loop, and then it is told to end, as by logging
    // out.
    int run(const WindowOptions& options, const std::function<void()>& person)
    {
        WindowProgram program(options, m_profile, *m_instance, *m_signals);
        QTimer::singleShot(0, &program, [&person] {
            person();
            ::kill(::getpid(), SIGTERM);
        });
        return program.run();
    }
    static MainWindow* window()
    {
        if (!QTest::qWaitFor([] { return topLevel<MainWindow>() != nullptr; }, patience))
            QTest::qFail("there is no window", __FILE__, __LINE__);
        return topLevel<MainWindow>();
    }
    static QAbstractButton* button(QWidget* in, const QString& text)
    {
        for (auto* const found : in->findChildren<QAbstractButton*>()) {
            if (found->text() == text)
                return found;
        }
        return nullptr;
    }

    // Where the server listens, as the archive tells; 0: it does not.
    quint16 port() const
    {
        QFile file(QDir(m_profile.state).filePath(QStringLiteral("activity.jsonl")));
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        const QByteArray text = file.readAll();
        const QByteArray before = "listening on 127.0.0.1 port ";
        const qsizetype at = text.lastIndexOf(before);
        return at < 0 ? quint16(0) : text.mid(at + before.size(), 5).split('"').first().toUShort();
    }
    static bool isSaid(const QString& text)
    {
        const auto labels = window()->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&text](const QLabel* label) { return label->text() == text; });
    }
    // Answers the question that is open.
    static bool answer(const QString& text, const QString& name = QStringLiteral("quitQuestion"))
    {
        const auto question = [&name] { return window()->findChild<QWidget*>(name); };
        if (!QTest::qWaitFor([&] { return question() && question()->isVisible(); }, patience))
            return false;
        QAbstractButton* const found = button(question(), text);
        if (found)
            found->click();
        return found != nullptr;
    }

    static constexpr auto password = "maple-otter-71";
    // anna may look at a folder with a large file.
    bool inviteAnna() const
    {
        Settings settings = saved();
        Share share;
        share.id = ShareId::create();
        share.name = "Photos";
        share.folder = folder("Photos");
        Account anna;
        anna.id = AccountId::create();
        anna.userName = QStringLiteral("anna");
        anna.passwordVerifier =
            PasswordVerifier(PasswordVerifier::Cost::least()).make(password).value_or(QByteArray());
        anna.access = {{share.id, Access::View}};
        settings.shares = {share};
        settings.accounts = {anna};
        return HeldDownload::makeFile(path("Photos")) && write(settings);
    }

private slots:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        for (const char* name : {"run", "config"})
            QVERIFY(QDir().mkpath(path(name)));
        QFile::setPermissions(path("run"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(path("run")));
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(path("config")));
        auto profile = Profile::open(path("profile"));
        QVERIFY(profile);
        m_profile = *profile;
        // One quick key: an RSA key takes seconds to make.
        static const QTemporaryDir keys;
        for (const auto& [type, name] : {std::pair(HostKey::Type::Ed25519, "ssh_host_ed25519_key"),
                                         std::pair(HostKey::Type::Rsa3072, "ssh_host_rsa_key")}) {
            const QString key = keys.filePath(QLatin1String(name));
            if (!QFile::exists(key))
                QVERIFY(HostKey::create(type, key));
            QVERIFY(QFile::copy(key, QDir(m_profile.keys).filePath(QLatin1String(name))));
        }
        auto claim = SingleInstance::claim(m_profile, {});
        QVERIFY(claim);
        QVERIFY(claim->has_value());
        m_instance = std::make_unique<SingleInstance>(**std::move(claim));
        m_signals = std::make_unique<StopSignals>();
        Settings settings;
        settings.network.addresses = {QHostAddress(QHostAddress::LocalHost)};
        settings.network.port = 0;
        settings.network.announce = false;
        QVERIFY(write(settings));
    }
    void cleanup()
    {
        m_signals.reset();
        m_instance.reset();
    }

    void aFolderOnTheCommandLineIsShared()
    {
        WindowOptions options;
        options.folders = {folder("Photos")};
        const int exitCode = run(options, [this] {
            QVERIFY(window());
            QTRY_COMPARE_WITH_TIMEOUT(saved().shares.size(), 1, patience);
            QVERIFY(window()->isVisible());
        });
        QCOMPARE(exitCode, 0);
        QCOMPARE(saved().shares.first().name, QByteArray("Photos"));
        QCOMPARE(saved().accounts.first().userName, QStringLiteral("guest"));
    }

    void aSecondStartHandsItsFoldersOver()
    {
        const int exitCode = run({}, [this] {
            QVERIFY(window());
            emit m_instance->handedOver({{folder("Scans")}, false, {}});
            QTRY_COMPARE_WITH_TIMEOUT(saved().shares.size(), 1, patience);
        });
        QCOMPARE(exitCode, 0);
    }

    void aPlaceElsewhereIsNotSharedAndSaid()
    {
        WindowOptions options;
        options.hidden = true;
        options.elsewhere = "sftp://far/first";
        const auto isSaidOf = [](const char* place) {
            return isSaid(QStringLiteral("“%1” is not shared.").arg(QLatin1String(place)));
        };
        const int exitCode = run(options, [&] {
            QTRY_VERIFY_WITH_TIMEOUT(isSaidOf("sftp://far/first"), patience);
            QVERIFY(window()->isVisible());
            Handover handover;
            handover.hidden = true;
            handover.elsewhere = "sftp://far/second";
            emit m_instance->handedOver(handover);
            QTRY_VERIFY_WITH_TIMEOUT(isSaidOf("sftp://far/second"), patience);
        });
        QCOMPARE(exitCode, 0);
        QVERIFY(saved().shares.isEmpty());
    }

    // What the desktop asks for while the settings are being read.
    void whatIsAskedForBeforeThereIsAWindowIsDone()
    {
        QVERIFY(inviteAnna());
        WindowOptions options;
        options.hidden = true;
        options.sharing = Handover::Sharing::Stop;
        const int exitCode = run(options, [this] {
            emit m_instance->handedOver({});
            QVERIFY(window());
            QTRY_VERIFY_WITH_TIMEOUT(window()->isVisible(), patience);
            QTRY_VERIFY_WITH_TIMEOUT(!saved().ui.value(QLatin1String("sharing")).toBool(true),
                                     patience);
        });
        QCOMPARE(exitCode, 0);
        QCOMPARE(port(), quint16(0)); // it never listened
    }

    void theNextStartRestoresTheSwitches()
    {
        WindowOptions options;
        options.folders = {folder("Photos")};
        const auto isOn = [] {
            auto* const stop = button(window(), QStringLiteral("Stop all"));
            return stop && stop->isVisible();
        };
        QCOMPARE(run(options, [&] { QTRY_VERIFY_WITH_TIMEOUT(isOn(), patience); }), 0);
        QCOMPARE(
            run({},
                [&] {
                    QTRY_VERIFY_WITH_TIMEOUT(isOn(), patience);
                    QTest::mouseClick(button(window(), QStringLiteral("Stop all")), Qt::LeftButton);
                    QTRY_VERIFY_WITH_TIMEOUT(button(window(), QStringLiteral("Start")), patience);
                    QTRY_VERIFY_WITH_TIMEOUT(saved().ui.value(QLatin1String("sharing")).isBool(),
                                             patience);
                }),
            0);
        QVERIFY(!saved().ui.value(QLatin1String("sharing")).toBool(true));
        QCOMPARE(run({},
                     [&] {
                         QVERIFY(window());
                         QTest::qWait(500);
                         QVERIFY(!isOn());
                     }),
                 0);
    }

    void whatWaitsUntilNobodyIsConnectedIsSavedAtTheEnd()
    {
        QVERIFY(inviteAnna());
        bool waited = false;
        HeldDownload download; // anna stays until the end
        const int exitCode = run({}, [&] {
            QVERIFY(window());
            QTRY_VERIFY_WITH_TIMEOUT(port() != 0, patience);
            QVERIFY(download.start(port(), "anna", password, "Photos"));
            QTRY_VERIFY_WITH_TIMEOUT(isSaid(QStringLiteral("1 connected")), patience);
            window()->showPreferences(QStringLiteral("network"));
            auto* const preferences = window()->findChild<PreferencesDialog*>();
            preferences->findChild<QSpinBox*>(QStringLiteral("port"))->setValue(2301);
            QTest::mouseClick(preferences->findChild<QPushButton*>(QStringLiteral("ok")),
                              Qt::LeftButton);
            QVERIFY(answer(QStringLiteral("When nobody is connected"),
                           QStringLiteral("endsConnectionsQuestion")));
            QTRY_VERIFY_WITH_TIMEOUT(!window()->findChild<PreferencesDialog*>(), patience);
            waited = saved().network.port == 0;
        });
        QCOMPARE(exitCode, 0);
        QVERIFY(waited);
        QCOMPARE(saved().network.port, quint16(2301));
    }

    void quittingWhileSomethingMovesAsksAndMayWait()
    {
        QVERIFY(inviteAnna());
        bool waited = false;
        WindowProgram program({}, m_profile, *m_instance, *m_signals);
        QTimer::singleShot(0, &program, [&] {
            QVERIFY(window());
            QTRY_VERIFY_WITH_TIMEOUT(port() != 0, patience);
            auto download = std::make_unique<HeldDownload>();
            QVERIFY(download->start(port(), "anna", password, "Photos"));
            // Until the window knows of it, quitting asks nothing: the numbers are in its status.
            QTRY_VERIFY_WITH_TIMEOUT(isSaid(QStringLiteral("1 connected")), patience);
            QTest::qWait(500);

            emit window()->quitAsked();
            QVERIFY(answer(QStringLiteral("Cancel")));
            QTest::qWait(300);
            QVERIFY(window()->isVisible());

            emit window()->quitAsked();
            QVERIFY(answer(QStringLiteral("Finish, then quit")));
            QTest::qWait(1000); // longer than an end without a transfer takes
            waited = window()->isVisible();
            download.reset(); // the transfer is over, and with it the program
        });
        QTimer::singleShot(patience, &program, [] { ::kill(::getpid(), SIGTERM); });
        QCOMPARE(program.run(), 0);
        QVERIFY(waited);
    }

    void damagedSettingsShareNothingBeforeThePersonHasDecided()
    {
        ROW("E19");
        Settings good = saved();
        Share share;
        share.id = ShareId::create();
        share.name = "Photos";
        share.folder = folder("Photos");
        good.shares = {share};
        QVERIFY(write(good));
        QVERIFY(QFile::copy(m_profile.settingsFile, m_profile.settingsFile + QStringLiteral(".1")));
        QFile damaged(m_profile.settingsFile);
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write("{ \"shares\": [");
        damaged.close();
        const int exitCode = run({}, [this] {
            QVERIFY(QTest::qWaitFor([] { return topLevel<DamagedSettingsPage>(); }, patience));
            auto* const asks = topLevel<DamagedSettingsPage>();
            QVERIFY(asks->isVisible());
            QVERIFY(!topLevel<MainWindow>());
            auto* const use = asks->findChild<QAbstractButton*>(QStringLiteral("useLastCopy"));
            QVERIFY(use);
            use->click();
            QVERIFY(window());
            QTRY_COMPARE_WITH_TIMEOUT(saved().shares.size(), 1, patience);
        });
        QCOMPARE(exitCode, 0);
        QCOMPARE(QDir(path("profile")).entryList({QStringLiteral("settings.json.bad-*")}).size(),
                 1);
    }
};

int main(int argc, char** argv)
{
    const test::PrivateDesktop desktop(test::PrivateDesktop::Display::X11);
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    TestWindowProgram test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_window_program.moc"
