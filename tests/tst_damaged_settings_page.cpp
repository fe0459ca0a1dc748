#include "ui/window/damaged_settings_page.h"

#include "core/settings_file.h"
#include "core/settings_store.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QAbstractItemView>
#include <QFile>
#include <QSignalSpy>
#include <QTest>
#include <QtWidgets>

#include "tests/support/rows.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using test::WindowFixture;

namespace {

// A settings file with generations behind it, damaged while nothing ran, and loaded.
struct Damaged {
    WindowFixture window;
    Settings lastGood; // what the generation before the damage says

    explicit Damaged(bool withCopies = true)
    {
        if (!window.share(window.makeFolder(QStringLiteral("Photos"))))
            qFatal("cannot share");
        SettingsEditor::Person anna;
        anna.userName = QStringLiteral("anna");
        anna.access = {{window.settings().shares[0].id, Access::Full}};
        if (!window.addPerson(anna))
            qFatal("cannot add");
        window.change([](Settings& settings) { settings.network.allowFrom = {u"10.0.0.0/8"_qs}; });
        lastGood = window.settings();
        window.change([](Settings& settings) { settings.limits.maxConnections = 7; });
        for (int number = 1; !withCopies && number <= SettingsFile::generations; ++number)
            QFile::remove(QStringLiteral("%1.%2").arg(file()).arg(number));
        WindowFixture::writeFile(file(), "{ damaged");
        if (WindowFixture::isDone(window.store->load()))
            qFatal("not damaged");
    }
    QString file() const { return window.path(QStringLiteral("settings.json")); }
    Settings onDisk() const { return SettingsFile(file()).read()->settings; }
};

QString wordsOf(const QWidget& page)
{
    QStringList words;
    for (const QLabel* label : page.findChildren<QLabel*>())
        words.append(label->text());
    return words.join(u'\n');
}

} // namespace

class TestDamagedSettingsPage : public QObject {
    Q_OBJECT
private slots:
    void itShowsWhatTheLastGoodCopyAllows()
    {
        ROW("E19", "G-61");
        Damaged damaged;
        const QString kept = damaged.window.store->damagedCopy();
        QVERIFY(QFile::exists(kept));
        DamagedSettingsPage page(damaged.window.parts());
        page.resize(900, 600);
        page.show();
        const QString words = wordsOf(page);
        QVERIFY(words.contains(u"The settings cannot be read"));
        QVERIFY2(words.contains(QStringLiteral("This is what the last good copy allows. The "
                                               "damaged file is kept as %1.")
                                    .arg(kept)),
                 qPrintable(words));
        const auto* table = page.findChild<QAbstractItemView*>(QStringLiteral("peopleTable"));
        QVERIFY(table);
        const QAbstractItemModel& people = *table->model();
        QCOMPARE(people.rowCount(), 2);
        QCOMPARE(people.index(0, 0).data().toString(), QStringLiteral("guest"));
        QCOMPARE(people.index(0, 1).data().toString(), QStringLiteral("View"));
        QCOMPARE(people.index(1, 0).data().toString(), QStringLiteral("anna"));
        QCOMPARE(people.index(1, 1).data().toString(), QStringLiteral("Full"));
        QCOMPARE(people.headerData(1, Qt::Horizontal).toString(), QStringLiteral("Photos"));
        for (int row = 0; row < people.rowCount(); ++row) {
            for (int column = 0; column < people.columnCount(); ++column)
                QVERIFY(!people.index(row, column).flags().testFlag(Qt::ItemIsEditable));
        }
    }

    void theLastGoodCopyIsUsedWhenAskedFor()
    {
        ROW("E19");
        Damaged damaged;
        const QString kept = damaged.window.store->damagedCopy();
        DamagedSettingsPage page(damaged.window.parts());
        QSignalSpy settled(&page, &DamagedSettingsPage::settled);
        page.show();
        auto* use = page.findChild<PrimaryButton*>(QStringLiteral("useLastCopy"));
        QVERIFY(use);
        QTRY_COMPARE(page.focusWidget(), use);
        QVERIFY(damaged.window.settings() != damaged.lastGood);
        QTest::keyClick(use, Qt::Key_Space);
        QTest::keyClick(use, Qt::Key_Space); // twice is once
        QTRY_COMPARE(settled.size(), 1);
        QVERIFY(damaged.window.settings() == damaged.lastGood);
        QVERIFY(damaged.onDisk() == damaged.lastGood);
        QVERIFY(!damaged.window.store->damage());
        QVERIFY(QFile::exists(kept)); // for who wants to look at it
    }

    void nothingIsSharedWhenAskedFor()
    {
        Damaged damaged;
        DamagedSettingsPage page(damaged.window.parts());
        QSignalSpy settled(&page, &DamagedSettingsPage::settled);
        page.show();
        QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("startWithNothing")),
                          Qt::LeftButton);
        QTRY_COMPARE(settled.size(), 1);
        QVERIFY(damaged.onDisk().shares.isEmpty());
        QVERIFY(damaged.onDisk().accounts.isEmpty());
        // Who may connect at all is no wider than it was.
        QCOMPARE(damaged.onDisk().network.allowFrom, damaged.lastGood.network.allowFrom);
    }

    void withoutACopyThereIsOneWayOn()
    {
        Damaged damaged(false);
        QVERIFY(!damaged.window.store->previous());
        DamagedSettingsPage page(damaged.window.parts());
        QSignalSpy settled(&page, &DamagedSettingsPage::settled);
        page.show();
        QVERIFY(!page.findChild<QWidget*>(QStringLiteral("useLastCopy")));
        QVERIFY(wordsOf(page).contains(u"There is no earlier copy that can be read."));
        auto* fresh = page.findChild<PrimaryButton*>(QStringLiteral("startWithNothing"));
        QVERIFY(fresh);
        QTest::mouseClick(fresh, Qt::LeftButton);
        QTRY_COMPARE(settled.size(), 1);
        QVERIFY(damaged.onDisk() == Settings());
    }

    void whatCannotBeSavedIsSaidAndAskedAgain()
    {
        Damaged damaged;
        DamagedSettingsPage page(damaged.window.parts());
        QSignalSpy settled(&page, &DamagedSettingsPage::settled);
        page.show();
        auto* use = page.findChild<PrimaryButton*>(QStringLiteral("useLastCopy"));
        // A folder stands where the new file is written first.
        const QString inTheWay = damaged.file() + QStringLiteral(".new");
        QVERIFY(QDir().mkdir(inTheWay));
        QTest::mouseClick(use, Qt::LeftButton);
        QTRY_VERIFY(page.findChild<QWidget*>(QStringLiteral("settingsError")));
        QVERIFY(
            !page.findChild<QWidget*>(QStringLiteral("settingsError"))->accessibleName().isEmpty());
        QCOMPARE(settled.size(), 0);
        QVERIFY(QDir().rmdir(inTheWay));
        QTest::mouseClick(use, Qt::LeftButton);
        QTRY_COMPARE(settled.size(), 1);
    }

    void aFileMendedByHandSettlesIt()
    {
        Damaged damaged;
        DamagedSettingsPage page(damaged.window.parts());
        QSignalSpy settled(&page, &DamagedSettingsPage::settled);
        WindowFixture::writeFile(damaged.file(), settingsToJson(damaged.lastGood, 20));
        QTRY_COMPARE(settled.size(), 1);
        QVERIFY(damaged.window.settings() == damaged.lastGood);
    }

    void everyControlHasANameAndIsReachedByTab()
    {
        Damaged damaged;
        DamagedSettingsPage page(damaged.window.parts());
        page.resize(900, 600);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        QSet<QWidget*> reached;
        for (int i = 0; i < 10; ++i) {
            reached.insert(page.focusWidget());
            QTest::keyClick(page.focusWidget(), Qt::Key_Tab);
        }
        for (const char* name : {"peopleTable", "useLastCopy", "startWithNothing"}) {
            auto* control = page.findChild<QWidget*>(QString::fromLatin1(name));
            QVERIFY2(reached.contains(control), name);
            const QAccessibleInterface* access = QAccessible::queryAccessibleInterface(control);
            QVERIFY2(access && !access->text(QAccessible::Name).isEmpty(), name);
        }
    }
};

QTEST_MAIN(TestDamagedSettingsPage)
#include "tst_damaged_settings_page.moc"
