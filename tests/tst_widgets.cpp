#include "ui/widgets/buttons.h"
#include "ui/widgets/cells.h"
#include "ui/widgets/harmless_wheel.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/speech.h"
#include "ui/widgets/surfaces.h"

#include <QtWidgets>

#include <QAccessible>
#include <QTest>

#include "tests/support/palettes.h"
#include "tests/support/rows.h"

using namespace sallyport;
using theme::Tint;

namespace {

// What is said about a widget while this lives.
class Listener final : public QObject {
public:
    explicit Listener(QObject& about) { about.installEventFilter(this); }
    QStringList said;

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == Announcement::kind())
            said += static_cast<Announcement*>(event)->text;
        return false;
    }
};

// Widgets hear of it through the event loop.
void usePalette(const QPalette& palette)
{
    QApplication::setPalette(palette);
    QCoreApplication::processEvents();
}

QImage drawn(const QIcon& icon, QIcon::Mode mode = QIcon::Normal)
{
    return icon.pixmap(QSize(32, 32), 1, mode).toImage();
}

// Whether a pixel of exactly this colour is in the picture: strokes have a solid middle.
bool holds(const QImage& image, const QColor& color)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).rgba() == color.rgba())
                return true;
        }
    }
    return false;
}

} // namespace

class TestWidgets : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { installHarmlessWheel(*qApp); }
    void init() { usePalette(test::lightPalette()); }

    void theWheelScrollsAndChangesNothingOnItsWay_data()
    {
        QTest::addColumn<QWidget*>("box");
        auto* choice = new QComboBox;
        choice->addItems({QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")});
        choice->setCurrentIndex(1);
        auto* edited = new QComboBox;
        edited->setEditable(true);
        edited->addItems({QStringLiteral("one"), QStringLiteral("two")});
        auto* number = new QSpinBox;
        number->setValue(50);
        QTest::newRow("choice") << static_cast<QWidget*>(choice);
        QTest::newRow("edited choice") << static_cast<QWidget*>(edited);
        QTest::newRow("number") << static_cast<QWidget*>(number);
        QTest::newRow("date") << static_cast<QWidget*>(new QDateEdit(QDate(2026, 3, 14)));
    }
    void theWheelScrollsAndChangesNothingOnItsWay()
    {
        QFETCH(QWidget*, box);
        QScrollArea area;
        auto* page = new QWidget;
        auto* column = new QVBoxLayout(page);
        auto* first = new QLineEdit;
        column->addWidget(first);
        column->addWidget(box);
        column->addSpacing(2000);
        area.setWidget(page);
        area.resize(300, 200);
        area.show();
        area.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&area));
        first->setFocus();
        const auto value = [box] {
            const char* const of = qobject_cast<QComboBox*>(box) ? "currentText"
                : qobject_cast<QDateEdit*>(box)                  ? "date"
                                                                 : "value";
            return box->property(of);
        };
        // As the window system sends it, to what is under the pointer.
        const auto turn = [box] {
            QWidget* under = box->childAt(box->rect().center());
            if (!under)
                under = box;
            const QPoint middle = under->rect().center();
            QWheelEvent wheel(middle, under->mapToGlobal(middle), {}, {0, -120}, Qt::NoButton,
                              Qt::NoModifier, Qt::NoScrollPhase, false);
            QSpontaneKeyEvent::setSpontaneous(&wheel);
            qApp->notify(under, &wheel);
        };
        const QVariant before = value();
        turn();
        QCOMPARE(value(), before);
        QVERIFY(first->hasFocus());
        QVERIFY(area.verticalScrollBar()->value() > 0);
        box->setFocus();
        turn();
        QVERIFY(value() != before);
    }

    void anIconFollowsThePaletteItWasNotMadeFor()
    {
        const QIcon folder = icon(QStringLiteral("stop"), Tint::Problem);
        QVERIFY(holds(drawn(folder), QColor(0xb8232f)));
        usePalette(test::darkPalette());
        QVERIFY(holds(drawn(folder), QColor(0xff8a85)));
        QVERIFY(!holds(drawn(folder, QIcon::Disabled), QColor(0xff8a85)));
    }

    void everyDrawingOfTheResourcesCanBePainted()
    {
        const QIcon first = icon(QStringLiteral("folder")); // brings the resources in
        QVERIFY(!first.isNull());
        const QStringList files = QDir(QStringLiteral(":/icons")).entryList();
        QVERIFY(files.size() > 60);
        for (const QString& file : files) {
            const QImage image = drawn(icon(file.chopped(4), Tint::Text));
            QVERIFY2(holds(image, theme::color(Tint::Text)), qPrintable(file));
        }
    }

    void theApplicationsIconIsInItsOwnColours()
    {
        const QImage large = applicationIcon().pixmap(64, 64).toImage();
        const QImage small = applicationIcon().pixmap(16, 16).toImage();
        QVERIFY(!large.isNull() && !small.isNull());
        QVERIFY(!holds(large, theme::color(Tint::Text)));
        QVERIFY(large.scaled(16, 16) != small);
    }

    void aLabelNeverTakesANameForMarkup()
    {
        TextLabel label(QStringLiteral("<b>x</b>"));
        QCOMPARE(label.textFormat(), Qt::PlainText);
        QVERIFY(label.sizeHint().width() > TextLabel(QStringLiteral("x")).sizeHint().width() * 4);
    }

    void aLabelFollowsPaletteAndFont()
    {
        TextLabel quiet(QStringLiteral("quiet"), theme::Type::Title, theme::Weight::Bold,
                        Tint::Quiet);
        QWidget window;
        QVBoxLayout column(&window);
        auto* inside = new TextLabel(QStringLiteral("inside"), theme::Type::Title);
        column.addWidget(inside);
        QCOMPARE(quiet.palette().color(QPalette::WindowText), theme::color(Tint::Quiet));
        usePalette(test::darkPalette());
        QCOMPARE(quiet.palette().color(QPalette::WindowText), theme::color(Tint::Quiet));
        const QFont before = QApplication::font();
        QFont larger = before;
        larger.setPointSizeF(before.pointSizeF() * 1.5);
        QApplication::setFont(larger);
        QCoreApplication::processEvents();
        QCOMPARE(quiet.font().pointSizeF(), before.pointSizeF() * 1.5 * 1.6);
        QCOMPARE(inside->font().pointSizeF(), before.pointSizeF() * 1.5 * 1.6);
        QApplication::setFont(before);
    }

    void anElidedLabelTellsTheRestInItsToolTip()
    {
        ElidedLabel label(QStringLiteral("/home/anna/Pictures/Photos/2024/lisbon"));
        label.resize(label.sizeHint());
        label.show();
        QVERIFY(!label.isElided());
        QCOMPARE(label.toolTip(), QString());
        label.resize(label.sizeHint().width() / 2, label.height());
        QVERIFY(label.isElided());
        QCOMPARE(label.toolTip(), label.fullText());
        label.setFullText(QStringLiteral("/"));
        QVERIFY(!label.isElided());
        QCOMPARE(label.toolTip(), QString());
        QVERIFY(label.minimumSizeHint().width() <= label.sizeHint().width());
    }

    void copyingSaysSoAtUnchangedWidth()
    {
        QWidget window;
        QHBoxLayout row(&window);
        auto* button = new PrimaryButton(QStringLiteral("Copy link"), QStringLiteral("link"));
        auto* beside = new QLabel(QStringLiteral("beside"));
        row.addWidget(button);
        row.addWidget(beside);
        QString text = QStringLiteral("sftp://guest@127.0.0.1:2022/Photos");
        new CopyAction(*button, [&text] { return text; });
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const QRect before = button->geometry();
        const QRect neighbour = beside->geometry();
        const Listener listener(*button);

        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), text);
        QCOMPARE(button->text(), QStringLiteral("Copied"));
        QCOMPARE(listener.said, QStringList(QStringLiteral("Copied")));
        QTest::qWait(0);
        QCOMPARE(button->geometry(), before);
        QCOMPARE(beside->geometry(), neighbour);

        QTRY_COMPARE(button->text(), QStringLiteral("Copy link"));
        QCOMPARE(button->geometry(), before);
        QCOMPARE(button->maximumWidth(), QWIDGETSIZE_MAX);

        QGuiApplication::clipboard()->setText(QStringLiteral("mine"));
        text.clear();
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("mine"));
        QCOMPARE(button->text(), QStringLiteral("Copy link"));
    }

    void aCopiedSecretAsksToBeForgotten()
    {
        const QString hint = QStringLiteral("x-kde-passwordManagerHint");
        CopyAction::copy(QStringLiteral("maple-otter-71"), CopyAction::Secret::Yes);
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        QCOMPARE(data->text(), QStringLiteral("maple-otter-71"));
        QCOMPARE(data->data(hint), QByteArray("secret"));
        CopyAction::copy(QStringLiteral("a link"), CopyAction::Secret::No);
        QVERIFY(!QGuiApplication::clipboard()->mimeData()->hasFormat(hint));
    }

    void aMessageBarIsAnnouncedAndTakesNoFocus()
    {
        QWidget window;
        QVBoxLayout column(&window);
        auto* field = new QLineEdit;
        column.addWidget(field);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        field->setFocus();

        auto* bar = new MessageBar(MessageBar::Kind::Problem, QStringLiteral("It failed."));
        QAbstractButton* action = bar->addAction(QStringLiteral("Try again"));
        bar->setClosable();
        const Listener listener(*bar);
        column.insertWidget(0, bar);
        bar->show();
        QCOMPARE(listener.said, QStringList(QStringLiteral("It failed.")));
        QCOMPARE(QApplication::focusWidget(), field);
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(bar);
        QCOMPARE(spoken->role(), QAccessible::AlertMessage);
        QCOMPARE(spoken->text(QAccessible::Name), QStringLiteral("It failed."));
        QVERIFY(action->focusPolicy() & Qt::TabFocus);

        int closed = 0;
        connect(bar, &MessageBar::closed, this, [&closed] { ++closed; });
        QTest::mouseClick(bar->findChild<QToolButton*>(QStringLiteral("closeBar")), Qt::LeftButton);
        QCOMPARE(closed, 1);
    }

    void aMessageBarBreaksItsLinesWhereThereIsNoRoom()
    {
        MessageBar bar(MessageBar::Kind::Attention,
                       QStringLiteral("Port 2022 is used by another program."));
        bar.setDetail(QStringLiteral("Nothing is shared until you choose another port."));
        bar.addPrimaryAction(QStringLiteral("Use 2023 instead"));
        bar.resize(1100, bar.sizeHint().height());
        bar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&bar));
        const auto labels = bar.findChildren<TextLabel*>();
        QCOMPARE(labels.size(), 2);
        QCOMPARE(labels.at(0)->y(), labels.at(1)->y());
        QVERIFY(labels.at(0)->width()
                >= labels.at(0)->fontMetrics().horizontalAdvance(labels.at(0)->text()));
        bar.resize(500, 200);
        QTRY_VERIFY(labels.at(0)->y() < labels.at(1)->y());
        for (const TextLabel* label : labels)
            QVERIFY(label->heightForWidth(label->width()) <= label->height());
    }

    void aTileIsARadioButtonAllOver()
    {
        QWidget window;
        QHBoxLayout row(&window);
        auto* view = new ChoiceTile(QStringLiteral("View"), QStringLiteral("Open and download"),
                                    QStringLiteral("show"));
        auto* full = new ChoiceTile(QStringLiteral("Full"), QStringLiteral("Also change"),
                                    QStringLiteral("access-full"));
        row.addWidget(view);
        row.addWidget(full);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QTest::mouseClick(full, Qt::LeftButton, {}, full->rect().bottomRight() - QPoint(4, 4));
        QVERIFY(full->isChecked());
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(full);
        QCOMPARE(spoken->role(), QAccessible::RadioButton);
        QCOMPARE(spoken->text(QAccessible::Name), QStringLiteral("Full"));
        QCOMPARE(spoken->text(QAccessible::Description), QStringLiteral("Also change"));
        QVERIFY(view->height() >= theme::tile);
    }

    void aLongMeaningTakesASecondLine()
    {
        const ChoiceTile tile(QStringLiteral("View"),
                              QStringLiteral("A rather long meaning that does not fit one line"),
                              QStringLiteral("show"));
        QVERIFY(tile.heightForWidth(160) > tile.heightForWidth(600));
    }

    void anIconButtonSaysWhatItDoes()
    {
        const std::unique_ptr<QToolButton> button(
            iconButton(QStringLiteral("copy"), QStringLiteral("Copy user name")));
        QCOMPARE(button->accessibleName(), QStringLiteral("Copy user name"));
        QCOMPARE(button->toolTip(), QStringLiteral("Copy user name"));
        QVERIFY(button->focusPolicy() & Qt::TabFocus);
    }

    void aLinkButtonHasTheColourOfLinks()
    {
        const std::unique_ptr<QToolButton> button(linkButton(QStringLiteral("Try again")));
        QCOMPARE(button->palette().color(QPalette::ButtonText), theme::color(Tint::AccentText));
        usePalette(test::darkPalette());
        QCOMPARE(button->palette().color(QPalette::ButtonText), theme::color(Tint::AccentText));
    }

    void whatIsBeingBuiltShowsNoWindow()
    {
        class Windows final : public QObject {
        public:
            int shown = 0;

        protected:
            bool eventFilter(QObject*, QEvent* event) override
            {
                shown += event->type() == QEvent::Show ? 1 : 0;
                return false;
            }
        } windows;
        qApp->installEventFilter(&windows);
        const EmptyState state(QStringLiteral("people"), QStringLiteral("Nobody"),
                               QStringLiteral("A sentence."));
        const PageFrame page(QStringLiteral("People"), QStringLiteral("What each may do"));
        MessageBar bar(MessageBar::Kind::Good, QStringLiteral("Done."));
        bar.setDetail(QStringLiteral("More."));
        bar.setClosable();
        qApp->removeEventFilter(&windows);
        QCOMPARE(windows.shown, 0);
    }

    void anEmptyStateIsNeverWiderThanItCanBeRead()
    {
        EmptyState state(QStringLiteral("people"), QStringLiteral("Nobody"),
                         QStringLiteral("Give a person their own password or key, and decide "
                                        "folder by folder."));
        state.resize(900, 500);
        state.show();
        QVERIFY(QTest::qWaitForWindowExposed(&state));
        const auto labels = state.findChildren<TextLabel*>();
        QCOMPARE(labels.size(), 2);
        QCOMPARE(labels.at(1)->width(), 340);
        const int middle = labels.at(1)->geometry().center().x();
        QVERIFY(qAbs(middle - state.width() / 2) <= 1);
        state.resize(260, 500);
        QTRY_VERIFY(labels.at(1)->width() <= 260);
    }

    void aPageIsNarrowerWithItsWindow()
    {
        PageFrame page(QStringLiteral("People"), QStringLiteral("What each may do"));
        page.resize(1000, 400);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QTRY_COMPARE(page.layout()->contentsMargins().left(), theme::margin);
        page.resize(700, 400);
        QTRY_COMPARE(page.layout()->contentsMargins().left(), theme::narrowMargin);
    }

    void progressEndsOnWholePixels()
    {
        QImage image(100, 6, QImage::Format_ARGB32);
        const auto painted = [&image](double part) {
            image.fill(Qt::transparent);
            QPainter painter(&image);
            cells::paintProgress(painter, image.rect(), part);
            painter.end();
            int filled = 0;
            for (int x = 0; x < image.width(); ++x)
                filled += image.pixelColor(x, 3) == theme::color(Tint::Accent) ? 1 : 0;
            return filled;
        };
        QVERIFY(painted(0.5) >= 48 && painted(0.5) <= 50); // the round end costs a pixel or two
        QCOMPARE(painted(0), 0);
        QVERIFY(painted(7) > 96);
    }

    void aTableLeavesByTabAndHasAName()
    {
        QTreeView view;
        cells::prepare(view, QStringLiteral("Connections"));
        QCOMPARE(view.accessibleName(), QStringLiteral("Connections"));
        QVERIFY(!view.tabKeyNavigation());
        QCOMPARE(view.palette().color(QPalette::Base), theme::color(Tint::Card));
        usePalette(test::darkPalette());
        QCOMPARE(view.palette().color(QPalette::Base), theme::color(Tint::Card));
    }
};

QTEST_MAIN(TestWidgets)
#include "tst_widgets.moc"
