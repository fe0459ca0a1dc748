#include "ui/widgets/theme.h"

#include <QtWidgets>

#include <QTest>

#include "tests/support/palettes.h"
#include "tests/support/rows.h"

using namespace sallyport;
using theme::Tint;
using theme::Type;
using theme::Weight;

namespace {

struct Pair {
    Tint text;
    QList<Tint> surfaces;
    bool onWindow = true;
};

// What stands on what, as mockups/contrast.py has it.
const QList<Pair>& pairs()
{
    static const QList<Pair> all = {
        {Tint::Text,
         {Tint::Card, Tint::Sidebar, Tint::AccentSurface, Tint::Hover, Tint::Track,
          Tint::AttentionSurface, Tint::ProblemSurface, Tint::GoodSurface}},
        {Tint::Quiet, {Tint::Card, Tint::Sidebar, Tint::AccentSurface, Tint::Hover}},
        {Tint::AccentText, {Tint::Card, Tint::AccentSurface, Tint::Sidebar}},
        {Tint::Good, {Tint::Card, Tint::Sidebar, Tint::AccentSurface, Tint::GoodSurface}},
        {Tint::Attention, {Tint::Card, Tint::Sidebar, Tint::AccentSurface, Tint::AttentionSurface}},
        {Tint::Problem, {Tint::Card, Tint::AccentSurface, Tint::ProblemSurface}},
        {Tint::OnAccent, {Tint::Accent}, false},
    };
    return all;
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT
private slots:
    void everyTextCanBeReadOnEverySurfaceItStandsOn_data()
    {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << test::lightPalette();
        QTest::newRow("dark") << test::darkPalette();
        QTest::newRow("what Fusion comes with") << QApplication::style()->standardPalette();
        QTest::newRow("black on white") << QPalette(Qt::white, Qt::white);
        QTest::newRow("white on black") << test::contrastPalette();
        QTest::newRow("a dark one that forgot its links") << [] {
            QPalette palette = test::darkPalette();
            palette.setColor(QPalette::Link, Qt::blue);
            palette.setColor(QPalette::Highlight, Qt::yellow);
            palette.setColor(QPalette::HighlightedText, Qt::white);
            return palette;
        }();
    }

    void everyTextCanBeReadOnEverySurfaceItStandsOn()
    {
        QFETCH(const QPalette, palette);
        for (const Pair& pair : pairs()) {
            QList<QColor> surfaces;
            for (const Tint surface : pair.surfaces)
                surfaces += theme::color(surface, palette);
            if (pair.onWindow)
                surfaces += palette.color(QPalette::Window);
            for (const QColor& surface : surfaces) {
                const QColor text = theme::color(pair.text, palette);
                const QString words = QStringLiteral("%1 on %2 is %3")
                                          .arg(text.name(), surface.name())
                                          .arg(theme::contrast(text, surface));
                QVERIFY2(theme::contrast(text, surface) >= 4.5, qPrintable(words));
            }
        }
    }

    // Qt::blue is what Qt has for links where no desktop says anything.
    void linksHaveTheAccentWhereNoDesktopChoseAColour()
    {
        QPalette palette = test::lightPalette();
        palette.setColor(QPalette::Link, Qt::blue);
        QCOMPARE(theme::color(Tint::AccentText, palette), palette.color(QPalette::Highlight));
        palette.setColor(QPalette::Link, QColor(0x7a1fb0));
        QCOMPARE(theme::color(Tint::AccentText, palette), QColor(0x7a1fb0));
    }

    void theDarkIsTold()
    {
        QVERIFY(!theme::isDark(test::lightPalette()));
        QVERIFY(theme::isDark(test::darkPalette()));
        QVERIFY(!theme::isHighContrast(test::lightPalette()));
        QVERIFY(!theme::isHighContrast(test::darkPalette()));
        QVERIFY(theme::isHighContrast(test::contrastPalette()));
    }

    void highContrastKeepsToTheTwoSurfacesOfTheSystem()
    {
        const QPalette palette = test::contrastPalette();
        const QList<QColor> allowed = {palette.color(QPalette::Window),
                                       palette.color(QPalette::Base)};
        for (const Tint tint :
             {Tint::Card, Tint::Sidebar, Tint::Hover, Tint::Track, Tint::AccentSurface,
              Tint::GoodSurface, Tint::AttentionSurface, Tint::ProblemSurface})
            QVERIFY(allowed.contains(theme::color(tint, palette)));
        QCOMPARE(theme::color(Tint::Line, palette), palette.color(QPalette::WindowText));
        QCOMPARE(theme::color(Tint::Quiet, palette), palette.color(QPalette::WindowText));
    }

    void theColoursFollowTheApplication()
    {
        QApplication::setPalette(test::lightPalette());
        const QColor light = theme::color(Tint::Good);
        QCOMPARE(light, QColor(0x1a7037));
        QApplication::setPalette(test::darkPalette());
        QCOMPARE(theme::color(Tint::Good), QColor(0x57c47a));
        QApplication::setPalette(test::lightPalette());
        QCOMPARE(theme::color(Tint::Good), light);
    }

    void typeFollowsTheApplicationsFont()
    {
        const QFont before = QApplication::font();
        for (const double points : {10.0, 15.0}) {
            QFont base = before;
            base.setPointSizeF(points);
            QApplication::setFont(base);
            QCOMPARE(theme::font(Type::Body).pointSizeF(), points);
            QCOMPARE(theme::font(Type::Title).pointSizeF(), points * 1.6);
            QCOMPARE(theme::font(Type::Small).pointSizeF(), points * 0.9);
            QCOMPARE(theme::font(Type::Body).family(), before.family());
        }
        QFont small = before;
        small.setPointSizeF(8);
        QApplication::setFont(small);
        QCOMPARE(theme::font(Type::Small).pointSizeF(), 8.5);
        QFont pixels = before;
        pixels.setPixelSize(20);
        QApplication::setFont(pixels);
        QCOMPARE(theme::font(Type::Title).pixelSize(), 32);
        QApplication::setFont(before);
        QCOMPARE(theme::font(Type::Body, Weight::Bold).weight(), QFont::DemiBold);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
