#include "tests/shots/clipping.h"

#include "ui/widgets/labels.h"

#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStandardItemModel>
#include <QTest>
#include <QTreeView>
#include <QVBoxLayout>

#include "tests/support/rows.h"

using namespace sallyport;
using shots::clipped;
using shots::Elision;

class TestClipping : public QObject {
    Q_OBJECT
private slots:
    void whatHasRoomIsNoFault()
    {
        QWidget window;
        auto* const layout = new QVBoxLayout(&window);
        layout->addWidget(new QLabel(QStringLiteral("A label")));
        layout->addWidget(new QPushButton(QStringLiteral("A button")));
        auto* const wraps = new QLabel(QStringLiteral("A sentence that is longer than a line"));
        wraps->setWordWrap(true);
        layout->addWidget(wraps);
        layout->addWidget(new ElidedLabel(QString()));
        auto* const box = new QComboBox;
        box->addItem(QStringLiteral("A choice"));
        layout->addWidget(box);
        window.resize(300, 300);
        window.show();
        QCOMPARE(clipped(window, Elision::Never), QStringList());
    }

    void labelsAndButtonsSmallerThanTheirTextAreFaults()
    {
        QWidget window;
        auto* const label = new QLabel(QStringLiteral("A label"), &window);
        label->resize(label->sizeHint().width() - 10, label->sizeHint().height());
        auto* const button = new QPushButton(QStringLiteral("A button"), &window);
        button->resize(button->sizeHint().width(), button->sizeHint().height() - 6);
        auto* const wraps = new QLabel(QStringLiteral("A sentence that is longer"), &window);
        wraps->setWordWrap(true);
        wraps->resize(60, wraps->fontMetrics().height());
        auto* const box = new QComboBox(&window);
        box->addItem(QStringLiteral("A choice that is long"));
        box->resize(60, box->sizeHint().height());
        auto* const field = new QLineEdit(&window);
        field->setPlaceholderText(QStringLiteral("What to type here"));
        field->resize(40, field->sizeHint().height());
        window.resize(600, 300);
        window.show();
        const QStringList faults = clipped(window, Elision::WithToolTip);
        for (const char* text :
             {"\"A label\"", "\"A button\"", "\"A sentence", "\"A choice", "\"What to type here\""})
            QCOMPARE(faults.filter(QLatin1String(text)).size(), 1);
        QCOMPARE(faults.size(), 5);
        label->hide(); // what cannot be seen is not cut off
        QCOMPARE(clipped(window, Elision::WithToolTip).size(), 4);
    }

    void anElidedLabelNeedsAToolTipAndInGermanMayNotBe()
    {
        QWidget window;
        ElidedLabel label(QString(), theme::Type::Body, theme::Weight::Normal, theme::Tint::Text,
                          &window);
        label.setFullText(QStringLiteral("/home/anna/Pictures/A folder with a long name"));
        label.resize(80, label.sizeHint().height());
        window.resize(300, 100);
        window.show();
        QVERIFY(label.isElided());
        QCOMPARE(clipped(window, Elision::WithToolTip), QStringList());
        QCOMPARE(clipped(window, Elision::Never).size(), 1);
        label.setToolTip(QString());
        QCOMPARE(clipped(window, Elision::WithToolTip).size(), 1);
    }

    void columnsAreAsWideAsTheirTitles()
    {
        QStandardItemModel model(1, 2);
        model.setHorizontalHeaderLabels({QStringLiteral("A long title"), QStringLiteral("B")});
        QTreeView view;
        view.setModel(&model);
        view.header()->setMinimumSectionSize(5);
        view.setColumnWidth(0, 20);
        view.resize(300, 100);
        view.show();
        QCOMPARE(clipped(view, Elision::WithToolTip).filter(QStringLiteral("A long title")).size(),
                 1);
    }

    void cellsAreAsWideAsWhatTheySayUnlessAToolTipTellsTheRest()
    {
        QStandardItemModel model(1, 2);
        model.setData(model.index(0, 0), QStringLiteral("12.4 MB/s"));
        model.setData(model.index(0, 1), QStringLiteral("A name that is long and may be cut"));
        QTreeView view;
        view.setModel(&model);
        view.header()->setMinimumSectionSize(5);
        view.header()->setStretchLastSection(false);
        view.setHeaderHidden(true);
        view.resize(400, 100);
        view.show();
        view.setColumnWidth(0, 150);
        view.setColumnWidth(1, 350);
        QCOMPARE(clipped(view, Elision::WithToolTip), QStringList());
        view.setColumnWidth(0, 40);
        view.setColumnWidth(1, 40);
        QCOMPARE(clipped(view, Elision::WithToolTip).size(), 2);
        for (const int column : {0, 1})
            model.setData(model.index(0, column), QStringLiteral("The rest"), Qt::ToolTipRole);
        QCOMPARE(clipped(view, Elision::WithToolTip).size(), 1); // a number is read, not looked up
    }

    void whatReachesOutOfItsParentIsAFaultExceptWhereThatScrolls()
    {
        QWidget window;
        auto* const button = new QPushButton(QStringLiteral("A button"), &window);
        button->adjustSize();
        button->move(80, 0);
        window.resize(100, 60);
        window.show();
        QCOMPARE(clipped(window, Elision::WithToolTip).size(), 1);

        QScrollArea area;
        auto* const tall = new QLabel(QStringLiteral("A label"));
        tall->setMinimumHeight(500);
        area.setWidget(tall);
        area.resize(200, 100);
        area.show();
        QCOMPARE(clipped(area, Elision::WithToolTip), QStringList());
    }
};

QTEST_MAIN(TestClipping)
#include "tst_clipping.moc"
