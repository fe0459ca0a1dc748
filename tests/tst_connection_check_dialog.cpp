#include "ui/window/connection_check_dialog.h"

#include "core/sharing.h"
#include "ui/reasons.h"
#include "ui/window/main_window.h"

#include <QTest>
#include <QtWidgets>

#include "tests/support/rows.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using test::WindowFixture;
using Weight = Finding::Weight;

class TestConnectionCheckDialog : public QObject {
    Q_OBJECT

    std::unique_ptr<WindowFixture> m_house;
    std::unique_ptr<QWidget> m_page;
    ConnectionCheckDialog* m_dialog = nullptr;

    QStringList texts(const char* name) const
    {
        QStringList all;
        for (const QLabel* label : m_dialog->findChildren<QLabel*>(QLatin1String(name)))
            all += label->text();
        return all;
    }
    QString heading() const { return texts("checkHeading").value(0); }
    bool waitUntilDone() const
    {
        return QTest::qWaitFor(
            [this] {
                return m_dialog->findChild<QToolButton*>(QStringLiteral("checkAgain"))->isEnabled();
            },
            WindowFixture::patience);
    }

private slots:
    void init()
    {
        m_house = std::make_unique<WindowFixture>();
        m_page = std::make_unique<QWidget>();
    }
    void cleanup()
    {
        m_page.reset();
        m_house.reset();
    }

    void itLooksAtTheServerOfTheWindowAndLooksAgain()
    {
        QVERIFY(m_house->share(m_house->makeFolder(QStringLiteral("Photos"))));
        QVERIFY(m_house->startSharing());
        m_dialog = new ConnectionCheckDialog(m_house->parts(), m_page.get());
        m_dialog->open();
        QCOMPARE(heading(), QStringLiteral("Looking…"));
        QVERIFY(waitUntilDone());
        // The fixture's server is for this computer alone, and all the rest is well.
        QVERIFY2(heading().contains(QStringLiteral("out")), qPrintable(heading()));
        const QStringList found = texts("finding");
        QCOMPARE(found.value(0), QStringLiteral("Sallyport listens for this computer alone."));
        QVERIFY(
            found.contains(QStringLiteral("Sallyport listens on port %1.").arg(m_house->port())));
        QVERIFY(found.contains(QStringLiteral("Folders are shared with somebody who can log in.")));
        QVERIFY(texts("advice").contains(
            QStringLiteral("Choose all addresses in Preferences, Network.")));
        QVERIFY(!found.filter(QStringLiteral("127.0.0.1:%1 works").arg(m_house->port())).isEmpty());

        QVERIFY(m_house->stopSharing());
        m_dialog->findChild<QToolButton*>(QStringLiteral("checkAgain"))->click();
        QVERIFY(waitUntilDone());
        QVERIFY(texts("finding").contains(QStringLiteral("Nothing is shared now.")));
        QVERIFY(texts("advice").contains(QStringLiteral("Click Start in the toolbar.")));
    }

    void theWorstComesFirstAndAllOfItCanBeCopied()
    {
        m_dialog = new ConnectionCheckDialog(m_house->parts(), m_page.get());
        m_dialog->open();
        QVERIFY(waitUntilDone());
        m_dialog->showFindings(
            {{QStringLiteral("isolation"), Weight::Good, QStringLiteral("Isolation is active"), {}},
             {QStringLiteral("noNetwork"), Weight::Problem,
              QStringLiteral("This computer is in no network"),
              QStringLiteral("Connect it; sharing goes on by itself then")},
             {QStringLiteral("neverSpokeSsh"), Weight::Note,
              QStringLiteral("192.168.1.30 never spoke SSH"),
              QStringLiteral("Choose SFTP in its program, and not FTP, FTPS or a browser")}});
        QCOMPARE(texts("finding"),
                 QStringList({QStringLiteral("This computer is in no network."),
                              QStringLiteral("192.168.1.30 never spoke SSH."),
                              QStringLiteral("The system keeps each connection inside its shares, "
                                             "too.")}));
        QCOMPARE(texts("advice").size(), 2);
        m_dialog->findChild<QAbstractButton*>(QStringLiteral("copyFindings"))->click();
        QCOMPARE(QGuiApplication::clipboard()->text().split(u'\n').value(0),
                 QStringLiteral("Problem: This computer is in no network. Connect it. Sharing goes "
                                "on by itself then."));
        m_dialog->showFindings({{QStringLiteral("isolation"),
                                 Weight::Good,
                                 QStringLiteral("Isolation is active"),
                                 {}}});
        QCOMPARE(heading(), QStringLiteral("Nothing keeps others out"));
    }

    void theMenuOpensItAndItMayBeClosedAtOnce()
    {
        MainWindow window(m_house->parts());
        window.show();
        auto* menu = window.findChild<QMenu*>(QStringLiteral("mainMenu"));
        for (QAction* action : menu->actions()) {
            if (action->objectName() == QLatin1String("connectionCheck"))
                action->trigger();
        }
        const QPointer<ConnectionCheckDialog> dialog = window.findChild<ConnectionCheckDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        dialog->findChild<QAbstractButton*>(QStringLiteral("closeCheck"))->click();
        QTRY_VERIFY(!dialog);
    }
};

QTEST_MAIN(TestConnectionCheckDialog)
#include "tst_connection_check_dialog.moc"
