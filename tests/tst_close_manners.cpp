#include "ui/desktop/close_manners.h"

#include "ui/desktop/tray_icon.h"

#include <QApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/private_desktop.h"
#include "tests/support/window_fixture.h"

#include "tests/support/rows.h"

using namespace sallyport;
using test::WindowFixture;

namespace {

constexpr int patience = 30'000; // milliseconds

// The program's window, its icon, and what closing means.
struct Desktop {
    WindowFixture fixture;
    QWidget window;
    TrayIcon tray{fixture.parts()};
    CloseManners manners{fixture.parts(), window, tray};
    QSignalSpy quitAsked{&manners, &CloseManners::quitAsked};

    bool share()
    {
        return fixture.share(fixture.makeFolder(QStringLiteral("Photos")))
            && fixture.startSharing();
    }
};

} // namespace

class TestCloseManners : public QObject {
    Q_OBJECT

    std::unique_ptr<QProcess> m_panel;

    void startPanel()
    {
        m_panel = std::make_unique<QProcess>();
        m_panel->start(QStringLiteral(SALLYPORT_PANEL), QStringList());
        QVERIFY(m_panel->waitForReadyRead(patience));
    }
    void stopPanel()
    {
        if (!m_panel)
            return;
        m_panel->terminate();
        QVERIFY(m_panel->waitForFinished(patience));
        m_panel.reset();
    }

private slots:
    void cleanup() { stopPanel(); }

    void withoutATrayClosingMinimises()
    {
        Desktop desktop;
        QTRY_VERIFY_WITH_TIMEOUT(desktop.tray.isDecided(), patience);
        QVERIFY(desktop.share());
        desktop.manners.present();
        QVERIFY(QTest::qWaitForWindowExposed(&desktop.window));
        QVERIFY(!desktop.window.close());
        QVERIFY(desktop.window.isVisible());
        QVERIFY(desktop.window.isMinimized());
        QCOMPARE(desktop.quitAsked.count(), 0);
        desktop.manners.present();
        QVERIFY(!desktop.window.isMinimized());
    }

    void withoutATrayAndWithNothingSharedClosingIsQuitting()
    {
        Desktop desktop;
        desktop.manners.present();
        QVERIFY(!desktop.window.close());
        QCOMPARE(desktop.quitAsked.count(), 1);
    }

    void aHiddenStartWithoutATrayIsMinimised()
    {
        Desktop desktop;
        desktop.manners.startHidden();
        QTRY_VERIFY_WITH_TIMEOUT(desktop.window.isVisible(), patience);
        QVERIFY(desktop.window.isMinimized());
    }

    void withATrayClosingHidesAndSaysSoOnce()
    {
        startPanel();
        Desktop desktop;
        QVERIFY(desktop.share());
        QTRY_VERIFY_WITH_TIMEOUT(desktop.tray.isShown(), patience);
        desktop.manners.present();
        QVERIFY(!desktop.window.close());
        QVERIFY(!desktop.window.isVisible());
        QCOMPARE(desktop.quitAsked.count(), 0);
        const auto said = [&] {
            return desktop.fixture.settings().ui.value(QLatin1String("backgroundSaid")).toBool();
        };
        QTRY_VERIFY(said());
        emit desktop.tray.showWindow();
        QVERIFY(desktop.window.isVisible());
    }

    void whatIsHiddenComesBackWhenThePanelGoes()
    {
        startPanel();
        Desktop desktop;
        QTRY_VERIFY_WITH_TIMEOUT(desktop.tray.isShown(), patience);
        desktop.manners.startHidden();
        QVERIFY(!desktop.window.isVisible());
        stopPanel();
        QTRY_VERIFY_WITH_TIMEOUT(desktop.window.isVisible(), patience);
        QVERIFY(desktop.window.isMinimized());
    }

    void atTheEndClosingIsNothingSpecial()
    {
        Desktop desktop;
        desktop.manners.present();
        desktop.manners.letGo();
        QVERIFY(desktop.window.close());
        QCOMPARE(desktop.quitAsked.count(), 0);
    }
};

int main(int argc, char** argv)
{
    const test::PrivateDesktop desktop(test::PrivateDesktop::Display::X11);
    const QApplication application(argc, argv);
    TestCloseManners test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_close_manners.moc"
