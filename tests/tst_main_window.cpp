#include "ui/window/main_window.h"

#include "core/isolation.h"
#include "ui/desktop/sharing_switch.h"
#include "ui/format.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/widgets/local_url.h"
#include "ui/window/message_bars.h"
#include "ui/window/place_delegate.h"
#include "ui/window/share_list_model.h"
#include "ui/window/side_bar.h"
#include "ui/window/status_line.h"
#include "ui/window/tool_bar.h"

#include <QtWidgets>

#include <QSignalSpy>
#include <QTest>

#include "tests/support/open_ssh.h"
#include "tests/support/rows.h"
#include "tests/support/window_fixture.h"

#include <sys/stat.h>

using namespace sallyport;
using test::WindowFixture;
using Kind = Place::Kind;
using Role = Question::Role;

namespace {

constexpr int patience = WindowFixture::patience;

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

    std::unique_ptr<WindowFixture> m_parts;
    std::unique_ptr<MainWindow> m_window;

    template <typename T = QWidget>
    T* find(const char* name) const
    {
        return m_window->findChild<T*>(QLatin1String(name));
    }
    QToolButton* button(const char* action) const
    {
        return qobject_cast<QToolButton*>(
            find<ToolBar>("toolBar")->widgetForAction(find<QAction>(action)));
    }
    QListView* shares() const { return find<QListView>("shareList"); }
    ShareId share(int row) const { return m_parts->settings().shares.at(row).id; }
    bool isOn() const { return m_parts->sharing->state() == Sharing::State::On; }
    static QString focusName()
    {
        return QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : QString();
    }

    void open()
    {
        m_window = std::make_unique<MainWindow>(m_parts->parts());
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    // A window with these folders shared, and sharing.
    void openWith(const QStringList& names)
    {
        for (const QString& name : names)
            QVERIFY(m_parts->share(m_parts->makeFolder(name)));
        QVERIFY(m_parts->startSharing());
        open();
    }
    void drop(const QList<QUrl>& urls) const
    {
        QMimeData data;
        data.setUrls(urls);
        const QPoint where(300, 300);
        QDragEnterEvent enter(where, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QVERIFY(find("dropOutline")->isVisible());
        QDropEvent dropped(where, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &dropped);
        QVERIFY(!find("dropOutline")->isVisible());
    }

private slots:
    void init() { m_parts = std::make_unique<WindowFixture>(); }

    void cleanup()
    {
        m_window.reset();
        m_parts.reset();
    }

    void theFirstFolderIsSharedByOneChoice()
    {
        open();
        QCOMPARE(m_window->place().kind, Kind::FirstRun);
        QVERIFY(!find<SideBar>("sideBar")->isVisible());
        QVERIFY(!find<QAction>("toggleSharing")->isVisible());
        m_parts->dialogs.folders += m_parts->makeFolder(QStringLiteral("Photos"));
        QTest::mouseClick(find<QAbstractButton>("chooseFolder"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(isOn(), patience);
        QCOMPARE(m_parts->settings().shares.size(), 1);
        QTRY_COMPARE(m_window->place(), Place::of(share(0)));
        QVERIFY(find<SideBar>("sideBar")->isVisible());
        QVERIFY(find<QAction>("toggleSharing")->isVisible());
        QTRY_COMPARE(focusName(), QStringLiteral("copyLink"));
        QTRY_VERIFY(SharingSwitch::isRemembered(m_parts->settings()));
        QVERIFY(find<QLabel>("sharingState")->text().contains(QString::number(m_parts->port())));
    }

    void aWholeFirstRunByTheKeyboardAlone()
    {
        open();
        const QString folder = m_parts->makeFolder(QStringLiteral("Photos"));
        m_parts->dialogs.folders = {folder};
        const auto press = [this](int key, Qt::KeyboardModifiers with = Qt::NoModifier) {
            QWidget* focus = QApplication::focusWidget();
            QTest::keyClick(focus ? focus : m_window.get(), static_cast<Qt::Key>(key), with);
        };
        // Tab reaches the button, whatever has the focus first.
        for (int step = 0; step < 10 && focusName() != QLatin1String("chooseFolder"); ++step)
            press(Qt::Key_Tab);
        QCOMPARE(focusName(), QStringLiteral("chooseFolder"));
        press(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(isOn(), patience);
        QTRY_COMPARE(focusName(), QStringLiteral("copyLink"));
        press(Qt::Key_Space);
        QTRY_COMPARE(QGuiApplication::clipboard()->text(),
                     QStringLiteral("sftp://guest@127.0.0.1:%1/Photos").arg(m_parts->port()));
        press(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(m_parts->sharing->state(), Sharing::State::Off, patience);
        QTRY_VERIFY(!SharingSwitch::isRemembered(m_parts->settings()));
        press(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(isOn(), patience);
        press(Qt::Key_1, Qt::AltModifier);
        QVERIFY(shares()->hasFocus());
        press(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(!m_parts->settings().shares.first().enabled, patience);
        press(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(m_parts->settings().shares.first().enabled, patience);
        m_parts->dialogs.willAnswer(Role::Drastic);
        press(Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(m_parts->settings().shares.isEmpty(), patience);
        QVERIFY(QFile::exists(folder + QStringLiteral("/hello.txt")));
        QTRY_COMPARE(m_window->place().kind, Kind::FirstRun);
    }

    void aFolderDroppedOnAnyPageIsShared()
    {
        openWith({QStringLiteral("Photos")});
        QTest::keyClick(m_window.get(), Qt::Key_4, Qt::AltModifier);
        QCOMPARE(m_window->place().kind, Kind::Activity);
        drop({QUrl::fromLocalFile(m_parts->makeFolder(QStringLiteral("Scans")))});
        QTRY_COMPARE_WITH_TIMEOUT(m_parts->settings().shares.size(), 2, patience);
        QTRY_COMPARE(m_window->place(), Place::of(share(1)));
        QTRY_COMPARE(focusName(), QStringLiteral("copyLink"));
    }

    void severalFoldersAreSharedOneAfterTheOther()
    {
        openWith({QStringLiteral("Photos")});
        drop({QUrl::fromLocalFile(m_parts->makeFolder(QStringLiteral("Scans"))),
              QUrl::fromLocalFile(m_parts->makeFolder(QStringLiteral("Music")))});
        QTRY_COMPARE_WITH_TIMEOUT(m_parts->settings().shares.size(), 3, patience);
        // Each guest sees the folder they were invited to, and no other.
        for (const Account& account : m_parts->settings().accounts)
            QCOMPARE(account.access.size(), 1);
    }

    void aFolderWhoseNameIsNotUtf8IsSharedAllTheSame()
    {
        openWith({QStringLiteral("Photos")});
        const QByteArray folder = m_parts->path(QStringLiteral("caf")).toUtf8() + "\xe9";
        QCOMPARE(::mkdir(folder.constData(), 0755), 0);
        drop({localUrl(folder)});
        QTRY_COMPARE_WITH_TIMEOUT(m_parts->settings().shares.size(), 2, patience);
        QCOMPARE(m_parts->settings().shares.at(1).folder, folder);
        QCOMPARE(m_parts->settings().shares.at(1).name, QByteArray("caf\xe9"));
        QTRY_COMPARE(m_window->place(), Place::of(share(1)));
        QCOMPARE(find<QLabel>("shareName")->text(), QStringLiteral("caf\\xe9"));
        m_window->addFolders({folder}); // as a second start hands it over
        QTRY_COMPARE_WITH_TIMEOUT(find<StatusLine>("statusLine")->currentMessage(),
                                  QStringLiteral("Already shared"), patience);
    }

    void aFolderThatIsSharedAlreadyIsShown()
    {
        openWith({QStringLiteral("Photos"), QStringLiteral("Scans")});
        m_window->showShare(share(1));
        m_window->addFolders({m_parts->path(QStringLiteral("folders/Photos")).toUtf8()});
        QTRY_COMPARE_WITH_TIMEOUT(m_window->place(), Place::of(share(0)), patience);
        QCOMPARE(find<StatusLine>("statusLine")->currentMessage(),
                 QStringLiteral("Already shared"));
        QCOMPARE(m_parts->settings().shares.size(), 2);
    }

    void anotherFontCutsNothingInTheStatusLine()
    {
        openWith({QStringLiteral("Photos")});
        const QFont before = QApplication::font();
        const auto isCut = [this] {
            for (const QLabel* label : find("statusLine")->findChildren<QLabel*>()) {
                const QRect shown(label->mapTo(m_window.get(), QPoint()), label->size());
                const bool small = label->width() < label->sizeHint().width()
                    || label->height() < label->sizeHint().height();
                if (label->isVisible() && (small || !m_window->rect().contains(shown)))
                    return true;
            }
            return false;
        };
        QVERIFY(!isCut());
        for (const double scale : {1.8, 0.9, 1.3}) {
            QFont font = before;
            font.setPointSizeF(before.pointSizeF() * scale);
            QApplication::setFont(font);
            QTRY_VERIFY2(!isCut(), qPrintable(QString::number(scale)));
            const auto* rate = find<QLabel>("sendingRate");
            for (const quint64 bytes : {0ULL, 9'900'000ULL, 88'800'000ULL, 888'000'000ULL}) {
                const QString words = QStringLiteral("Sending ") + format::rate(bytes);
                QVERIFY2(rate->minimumWidth() >= rate->fontMetrics().horizontalAdvance(words),
                         qPrintable(words));
            }
        }
        QApplication::setFont(before);
    }

    void aFileIsRefusedInASentence()
    {
        openWith({QStringLiteral("Photos")});
        m_window->addFolders({m_parts->path(QStringLiteral("folders/Photos/hello.txt")).toUtf8()});
        auto* bars = find<MessageBars>("messageBars");
        QTRY_VERIFY_WITH_TIMEOUT(bars->isShowing(MessageBars::Cause::Folder), patience);
        QCOMPARE(m_parts->settings().shares.size(), 1);
    }

    void aFolderWithPrivateThingsAsksFirst()
    {
        openWith({QStringLiteral("Photos")});
        const QString folder = m_parts->makeFolder(QStringLiteral("home"));
        QVERIFY(QDir(folder).mkdir(QStringLiteral(".ssh")));
        WindowFixture::writeFile(folder + QStringLiteral("/.ssh/id_ed25519"), "secret");
        m_window->addFolders({folder.toUtf8()});
        QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<QDialog*>(QStringLiteral("secretsDialog")),
                                 patience);
        auto* dialog = m_window->findChild<QDialog*>(QStringLiteral("secretsDialog"));
        QCOMPARE(m_parts->settings().shares.size(), 1);
        dialog->reject();
        // Cancelled is not stuck: the next folder has its turn.
        m_window->addFolders({m_parts->makeFolder(QStringLiteral("Music")).toUtf8()});
        QTRY_COMPARE_WITH_TIMEOUT(m_parts->settings().shares.size(), 2, patience);
    }

    void everyRowCanBeRenamedOpenedSwitchedAndRemoved()
    {
        openWith({QStringLiteral("Photos"), QStringLiteral("Scans")});
        auto* bar = find<SideBar>("sideBar");
        m_parts->dialogs.texts = {QStringLiteral("Papers")};
        emit bar->renameWished(share(1));
        QTRY_COMPARE_WITH_TIMEOUT(m_parts->settings().shares.at(1).name, QByteArray("Papers"),
                                  patience);
        m_parts->dialogs.texts = {QStringLiteral("Photos")};
        emit bar->renameWished(share(1));
        QCOMPARE(m_parts->dialogs.refusedTexts.size(), 1);
        emit bar->openFolderWished(share(0));
        QCOMPARE(m_parts->dialogs.opened,
                 QStringList(m_parts->path(QStringLiteral("folders/Photos"))));
        emit bar->switchWished(share(0), false);
        QTRY_VERIFY_WITH_TIMEOUT(!m_parts->settings().shares.at(0).enabled, patience);
        QVERIFY(isOn());                  // the other is still shared
        emit bar->removeWished(share(0)); // cancelled
        QCOMPARE(m_parts->dialogs.questions.size(), 1);
        QCOMPARE(m_parts->settings().shares.size(), 2);
        m_parts->dialogs.willAnswer(Role::Drastic);
        emit bar->removeWished(share(0));
        QTRY_COMPARE_WITH_TIMEOUT(m_parts->settings().shares.size(), 1, patience);
        QTRY_COMPARE(m_window->place(), Place::of(share(0)));
        QCOMPARE(m_parts->settings().accounts.size(), 1); // its guest went with it
    }

    void stoppingWhileSomethingMovesAsks()
    {
        const test::OpenSshKey key;
        openWith({QStringLiteral("Photos")});
        SettingsEditor::Person anna;
        anna.userName = QStringLiteral("anna");
        anna.keys = {{key.wire(), {}, {}, {}, false}};
        anna.access = {{share(0), Access::View}};
        QVERIFY(m_parts->addPerson(anna));
        const QString large = m_parts->path(QStringLiteral("folders/Photos/large.bin"));
        {
            QFile file(large);
            QVERIFY(file.open(QIODevice::WriteOnly));
            QVERIFY(file.resize(qint64(1) << 40)); // far more than anybody waits for
        }
        test::OpenSshClient client(key, m_parts->port(), anna.userName);
        QVERIFY(client.isIn());
        client.send("get Photos/large.bin /dev/null\n");
        QTRY_VERIFY_WITH_TIMEOUT(m_parts->live->isMoving(), patience);
        QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier); // Cancel
        QCOMPARE(m_parts->dialogs.questions.size(), 1);
        QCOMPARE(m_parts->dialogs.questions.first().name, QStringLiteral("stopQuestion"));
        QVERIFY(isOn());
        QVERIFY(find("sendingRate")->isVisible());
        m_parts->dialogs.willAnswer(Role::Drastic);
        QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(m_parts->sharing->state(), Sharing::State::Off, patience);
        QTRY_VERIFY_WITH_TIMEOUT(
            !m_parts->settings().ui.value(QStringLiteral("sharing")).toBool(true), patience);
    }

    void belowThisWidthTheWindowIsNarrow()
    {
        openWith({QStringLiteral("Photos")});
        QVERIFY(m_window->width() >= theme::narrowBelow);
        QCOMPARE(button("addFolder")->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
        m_window->resize(720, 600);
        QTRY_COMPARE(find("sideBar")->width(), theme::narrowSidebar);
        QCOMPARE(button("addFolder")->toolButtonStyle(), Qt::ToolButtonIconOnly);
        QCOMPARE(button("toggleSharing")->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
        QVERIFY(!find("sharingReach")->isVisible());
        QVERIFY(!find("isolation")->isVisible());
        QVERIFY(find("sharingState")->toolTip().contains(format::isolation(isolation())));
        QCOMPARE(m_window->width(), 720); // nothing keeps it from being so
        m_window->resize(640, 480);
        QTRY_COMPARE(m_window->size(), QSize(640, 480));
        m_window->resize(1100, 720);
        QTRY_VERIFY(find("sideBar")->width() >= theme::sidebar);
        QVERIFY(find("sharingReach")->isVisible());
        QVERIFY(find("isolation")->isVisible());
        QCOMPARE(find<QLabel>("isolation")->text(), format::isolation(isolation()));
    }

    // Some desktops give a window its size only when it is shown.
    void aWindowThatOpensNarrowIsInItsNarrowForm()
    {
        WindowFixture fixture;
        QVERIFY(fixture.share(fixture.makeFolder(QStringLiteral("Photos"))));
        MainWindow window(fixture.parts());
        window.resize(720, 600);
        window.show();
        auto* const sideBar = window.findChild<QWidget*>(QStringLiteral("sideBar"));
        QVERIFY(sideBar);
        QTRY_COMPARE(sideBar->width(), theme::narrowSidebar);
    }

    void shortcutsLeadToThePages()
    {
        openWith({QStringLiteral("Photos")});
        const auto press = [this](Qt::Key key, Qt::KeyboardModifiers with) {
            QTest::keyClick(m_window.get(), key, with);
        };
        press(Qt::Key_2, Qt::AltModifier);
        QCOMPARE(m_window->place().kind, Kind::People);
        press(Qt::Key_3, Qt::AltModifier);
        QCOMPARE(m_window->place().kind, Kind::Connections);
        press(Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(m_window->place().kind, Kind::Activity);
        QVERIFY(qobject_cast<QLineEdit*>(QApplication::focusWidget()));
        press(Qt::Key_I, Qt::ControlModifier);
        QCOMPARE(m_window->place(), Place::of(share(0)));
        QCOMPARE(focusName(), QStringLiteral("copyLink"));
        press(Qt::Key_1, Qt::AltModifier);
        QVERIFY(shares()->hasFocus());
        press(Qt::Key_F6, Qt::NoModifier);
        QVERIFY(find("pages")->isAncestorOf(QApplication::focusWidget()));
        press(Qt::Key_F6, Qt::NoModifier);
        QVERIFY(shares()->hasFocus()); // no bar to stop at
        press(Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY(find("pages")->isAncestorOf(QApplication::focusWidget()));
        press(Qt::Key_Comma, Qt::ControlModifier);
        auto* preferences = m_window->findChild<PreferencesDialog*>();
        QVERIFY(preferences && preferences->isVisible());
        QTest::keyClick(preferences, Qt::Key_Escape);
        QTRY_VERIFY(!m_window->findChild<PreferencesDialog*>());
        QVERIFY(isOn()); // Esc never stops
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        press(Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(m_window->place().kind, Kind::People);
        auto* dialog = m_window->findChild<QDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        dialog->reject();
    }

    void everyControlOfTheFrameHasANameAndIsReachedByTab()
    {
        openWith({QStringLiteral("Photos")});
        QSet<QWidget*> reached;
        shares()->setFocus();
        for (int step = 0; step < 200; ++step) {
            if (QWidget* focus = QApplication::focusWidget())
                reached += focus;
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        const auto named = [](const QWidget* widget) {
            const QAccessibleInterface* spoken =
                QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
            return spoken && !spoken->text(QAccessible::Name).isEmpty();
        };
        QList<QWidget*> controls = {shares(), find<QListView>("pageList")};
        for (QWidget* part : {find("toolBar"), find("sideBar")}) {
            for (auto* one : part->findChildren<QAbstractButton*>()) {
                if (one->isVisible() && one->objectName() != QLatin1String("qt_toolbar_ext_button"))
                    controls += one;
            }
        }
        QVERIFY(controls.size() >= 8);
        for (QWidget* control : controls) {
            const QString who = control->objectName();
            QVERIFY2(reached.contains(control), qPrintable(who));
            QVERIFY2(named(control), qPrintable(who));
        }
    }

    void theTitleHoldsNoSecretAndNoNews()
    {
        openWith({QStringLiteral("Photos")});
        QCOMPARE(m_window->windowTitle(), QStringLiteral("Sallyport"));
    }

    void theWindowComesBackAsItWasLeft()
    {
        openWith({QStringLiteral("Photos")});
        m_window->resize(900, 640);
        QSignalSpy quit(m_window.get(), &MainWindow::quitAsked);
        m_window->close();
        QCOMPARE(quit.count(), 1);
        QVERIFY(m_window->isVisible()); // the program decides
        m_window->hide();
        QTRY_VERIFY_WITH_TIMEOUT(m_parts->settings().ui.contains(QStringLiteral("geometry")),
                                 patience);
        m_window.reset();
        open();
        QCOMPARE(m_window->size(), QSize(900, 640));
    }

    void nothingIsPaintedWhileNothingHappens()
    {
        openWith({QStringLiteral("Photos")});
        class Counter final : public QObject {
        public:
            int paints = 0, timers = 0;

        protected:
            bool eventFilter(QObject* watched, QEvent* event) override
            {
                paints += event->type() == QEvent::Paint && watched->isWidgetType() ? 1 : 0;
                timers += event->type() == QEvent::Timer ? 1 : 0;
                return false;
            }
        } counter;
        // Until what comes with starting has come.
        QTRY_VERIFY(!m_parts->live->isMoving());
        m_window->setFocus(); // no cursor that blinks
        QTest::qWait(5000);
        qApp->installEventFilter(&counter);
        QTest::qWait(2000);
        qApp->removeEventFilter(&counter);
        QCOMPARE(counter.paints, 0);
        QCOMPARE(counter.timers, 0);
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
