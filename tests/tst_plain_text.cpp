#include "tests/support/visitor.h"
#include "tests/support/window_fixture.h"
#include "ui/desktop/tray_icon.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/plain_tool_tips.h"
#include "ui/window/main_window.h"

#include <QtWidgets>

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace Qt::StringLiterals;
using test::WindowFixture;

namespace {

const QString picture = u"<img src=x>"_s;
const QString anchor = u"<a href='http://x'>anna</a>"_s;

} // namespace

// Names that are markup elsewhere, in every place of the window that shows one.
class TestPlainText : public QObject {
    Q_OBJECT

    std::unique_ptr<WindowFixture> m_house;
    std::unique_ptr<MainWindow> m_window;

    QLabel* tipShown() const
    {
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (widget->inherits("QTipLabel") && widget->isVisible())
                return qobject_cast<QLabel*>(widget);
        }
        return nullptr;
    }
    // Of every window there is; how many of them show the picture's or the link's tag as it is.
    int labelsWithTags()
    {
        int found = 0;
        for (const QWidget* widget : QApplication::allWidgets()) {
            const auto* const label = qobject_cast<const QLabel*>(widget);
            if (!label)
                continue;
            if (label->textFormat() != Qt::PlainText)
                qWarning("%s: %s", qPrintable(label->objectName()), qPrintable(label->text()));
            found += label->text().contains(u'<') ? 1 : 0;
            m_allPlain = m_allPlain && label->textFormat() == Qt::PlainText;
        }
        return found;
    }
    bool m_allPlain = true;

private slots:
    void initTestCase() { installPlainToolTips(*qApp); }
    void init() { m_house = std::make_unique<WindowFixture>(); }
    void cleanup()
    {
        m_window.reset();
        m_house.reset();
    }

    void everyPageShowsNamesAsTheyAre()
    {
        ROW("D16");
        const auto share = m_house->share(m_house->makeFolder(picture));
        QVERIFY(share);
        SettingsEditor::Person person;
        person.userName = u"anna"_s;
        person.passwordChange = SettingsEditor::Person::Password::Set;
        person.password = "correct-horse-battery";
        person.access = {{share->share, Access::View}};
        QVERIFY(m_house->addPerson(person));
        QVERIFY(m_house->startSharing());
        m_window = std::make_unique<MainWindow>(m_house->parts());
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        // A stranger with a link for a name, and a guest.
        test::SshClient stranger;
        QVERIFY(stranger.connect(m_house->port()));
        QCOMPARE(stranger.password(anchor.toUtf8(), "wrong"), int(SSH_AUTH_DENIED));
        test::Visitor guest;
        QVERIFY(guest.logIn(*m_house, *share));
        m_house->activity->flush();
        m_window->showShare(share->share);
        int withTags = 0;
        for (const Qt::Key page : {Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4}) {
            QTest::keyClick(m_window.get(), page, Qt::AltModifier);
            QTest::qWait(300);
            withTags += labelsWithTags();
            QVERIFY(m_allPlain);
        }
        m_window->showShare(share->share);
        QTRY_VERIFY(labelsWithTags() > 0); // the name of the folder, at the least
        QVERIFY(m_allPlain);
    }

    void toolTipsShowNamesAsTheyAre()
    {
        ROW("D16");
        QWidget window;
        window.show();
        for (const QString& text : {picture, anchor, u"<b>x</b>"_s}) {
            QToolTip::showText(window.mapToGlobal(QPoint(1, 1)), text, &window);
            QTRY_VERIFY(tipShown());
            QCOMPARE(tipShown()->text(), text);
            QCOMPARE(tipShown()->textFormat(), Qt::PlainText);
            QToolTip::hideText();
            QTRY_VERIFY(!tipShown());
        }
    }

    void notificationsShowNamesAsTheyAre()
    {
        ROW("D16");
        QCOMPARE(TrayIcon::withoutMarkup(anchor + u" & co"_s),
                 u"&lt;a href='http://x'&gt;anna&lt;/a&gt; &amp; co"_s);
        QCOMPARE(TrayIcon::withoutMarkup(u"Anna & co \"x\""_s), u"Anna & co \"x\""_s);
    }
};

QTEST_MAIN(TestPlainText)
#include "tst_plain_text.moc"
