// The drawings that a desktop gets, as it draws them: with Qt's renderer, as Plasma does, and with
// librsvg, as GNOME and most panels do.
#include <QDir>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

#include "tests/support/rows.h"

using namespace sallyport;

namespace {

constexpr std::array sizes = {16, 22, 24, 32, 48, 64, 128, 256};
const QColor light(0xf6, 0xf5, 0xf4), dark(0x24, 0x24, 0x24);

QStringList drawings()
{
    return QDir(QStringLiteral(SALLYPORT_SOURCE "/resources/icons"))
        .entryList({QStringLiteral("sallyport*.svg")});
}

QByteArray source(const QString& drawing)
{
    QFile file(QStringLiteral(SALLYPORT_SOURCE "/resources/icons/") + drawing);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool isSymbolic(const QString& drawing)
{
    return drawing.endsWith(QLatin1String("-symbolic.svg"));
}

// The side of the drawing's square, in its own units.
int side(const QByteArray& svg)
{
    return svg.contains("viewBox=\"0 0 16 16\"") ? 16 : 256;
}

// Twice as wide and high, with the drawing in the middle: what stood over its edge is seen.
QByteArray withMargin(QByteArray svg)
{
    const int units = side(svg);
    const QByteArray edge = QByteArray::number(units);
    svg.replace("viewBox=\"0 0 " + edge + ' ' + edge + '"',
                "viewBox=\"" + QByteArray::number(-units / 2) + ' ' + QByteArray::number(-units / 2)
                    + ' ' + QByteArray::number(2 * units) + ' ' + QByteArray::number(2 * units)
                    + '"');
    return svg;
}

QImage byQt(const QByteArray& svg, int size)
{
    QSvgRenderer renderer(svg);
    QImage image(size, size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    renderer.render(&painter);
    return image;
}

// As GTK draws a symbolic icon: all shapes filled in the colour of the text.
QByteArray symbolicStyle(const QColor& colour)
{
    return "rect,circle,path,ellipse,polygon{fill:" + colour.name().toUtf8() + " !important}";
}

QImage byLibrsvg(const QByteArray& svg, int size, const QByteArray& style = {})
{
    const QTemporaryDir place;
    QStringList arguments{QStringLiteral("--width"), QString::number(size),
                          QStringLiteral("--height"), QString::number(size)};
    if (!style.isEmpty()) {
        QFile file(place.filePath(QStringLiteral("style.css")));
        if (!file.open(QIODevice::WriteOnly) || file.write(style) != style.size())
            return {};
        arguments += {QStringLiteral("--stylesheet"), file.fileName()};
    }
    QProcess program;
    program.start(QStringLiteral("rsvg-convert"), arguments);
    program.write(svg);
    program.closeWriteChannel();
    if (!program.waitForFinished(30'000) || program.exitCode() != 0)
        qWarning("rsvg-convert fails, or is missing: run ./dev setup");
    return QImage::fromData(program.readAllStandardOutput())
        .convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

int drawnPixels(const QImage& image)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y).alpha() > 32 ? 1 : 0;
    }
    return count;
}

// WCAG 2.1, "relative luminance" and "contrast ratio".
double luminance(const QColor& colour)
{
    const auto channel = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF())
        + 0.0722 * channel(colour.blueF());
}
double contrast(const QColor& one, const QColor& other)
{
    const auto [low, high] = std::minmax({luminance(one), luminance(other)});
    return (high + 0.05) / (low + 0.05);
}

// How much of what is drawn stands out from its ground, 0 to 1.
double legible(const QImage& image, const QColor& ground)
{
    QImage shown(image.size(), QImage::Format_RGB32);
    shown.fill(ground);
    QPainter painter(&shown);
    painter.drawImage(0, 0, image);
    painter.end();
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            count +=
                image.pixelColor(x, y).alpha() > 32 && contrast(shown.pixelColor(x, y), ground) >= 2
                ? 1
                : 0;
        }
    }
    return double(count) / std::max(drawnPixels(image), 1);
}

// Pixels that are clearly not the same.
int difference(const QImage& one, const QImage& other)
{
    int count = 0;
    for (int y = 0; y < one.height(); ++y) {
        for (int x = 0; x < one.width(); ++x) {
            count += std::abs(one.pixelColor(x, y).alpha() - other.pixelColor(x, y).alpha()) > 96
                ? 1
                : 0;
        }
    }
    return count;
}

} // namespace

class TestIcons : public QObject {
    Q_OBJECT

    static void rows()
    {
        QTest::addColumn<QString>("drawing");
        QTest::addColumn<int>("size");
        for (const QString& drawing : drawings()) {
            for (const int size : sizes)
                QTest::addRow("%s at %d", qPrintable(drawing), size) << drawing << size;
        }
    }

private slots:
    void initTestCase() { QCOMPARE(drawings().size(), 7); }

    void nothingIsCutOff_data() { rows(); }
    void nothingIsCutOff()
    {
        QFETCH(const QString, drawing);
        QFETCH(const int, size);
        const QByteArray svg = source(drawing);
        QVERIFY(withMargin(svg) != svg);
        for (QImage image :
             {byQt(withMargin(svg), 2 * size), byLibrsvg(withMargin(svg), 2 * size)}) {
            QCOMPARE(image.size(), QSize(2 * size, 2 * size));
            // At least a fifth of the square, and nothing outside of it.
            const QRect square(size / 2, size / 2, size, size);
            QVERIFY(drawnPixels(image.copy(square)) * 5 > size * size);
            QPainter painter(&image);
            painter.setCompositionMode(QPainter::CompositionMode_Clear);
            painter.fillRect(square, Qt::transparent);
            painter.end();
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    QCOMPARE(image.pixelColor(x, y).alpha(), 0);
            }
        }
    }

    void itStandsOutInLightAndDark_data() { rows(); }
    void itStandsOutInLightAndDark()
    {
        QFETCH(const QString, drawing);
        QFETCH(const int, size);
        const QByteArray svg = source(drawing);
        if (isSymbolic(drawing)) {
            QVERIFY(legible(byLibrsvg(svg, size, symbolicStyle(Qt::black)), light) > 0.6);
            QVERIFY(legible(byLibrsvg(svg, size, symbolicStyle(Qt::white)), dark) > 0.6);
            return;
        }
        for (const QImage& image : {byQt(svg, size), byLibrsvg(svg, size)}) {
            const double onLight = legible(image, light), onDark = legible(image, dark);
            QVERIFY2(onLight > 0.5, qPrintable(QString::number(onLight)));
            QVERIFY2(onDark > 0.5, qPrintable(QString::number(onDark)));
        }
    }

    // The style by which Plasma colours a drawing is replaced as a whole, and "currentColor"
    // follows.
    void aDesktopCanColourTheSymbolicOnes()
    {
        for (const QString& drawing : drawings()) {
            if (!isSymbolic(drawing))
                continue;
            QByteArray svg = source(drawing);
            const qsizetype from =
                svg.indexOf("<style id=\"current-color-scheme\" type=\"text/css\">");
            const qsizetype to = svg.indexOf("</style>");
            QVERIFY2(from > 0 && to > from, qPrintable(drawing));
            svg.replace(from, to - from,
                        "<style id=\"current-color-scheme\" "
                        "type=\"text/css\">.ColorScheme-Text{color:#ff0000}");
            const QByteArray style = symbolicStyle(QColor(255, 0, 0));
            for (const QImage& image :
                 {byQt(svg, 64), byLibrsvg(svg, 64), byLibrsvg(source(drawing), 64, style)}) {
                for (int y = 0; y < image.height(); ++y) {
                    for (int x = 0; x < image.width(); ++x) {
                        const QColor pixel = image.pixelColor(x, y);
                        QVERIFY2(pixel.alpha() < 250 || pixel.name() == QLatin1String("#ff0000"),
                                 qPrintable(drawing + u' ' + pixel.name()));
                    }
                }
            }
        }
    }

    // In a panel, whichever way it draws, the states are told apart.
    void eachStateLooksDifferent()
    {
        for (const int size : {16, 22, 32}) {
            QList<QImage> seen;
            for (const char* state : {"off", "on", "active", "problem"}) {
                const QByteArray svg = source(
                    QStringLiteral("sallyport-tray-%1-symbolic.svg").arg(QLatin1String(state)));
                for (const QImage& image :
                     {byQt(svg, size), byLibrsvg(svg, size, symbolicStyle(Qt::black))})
                    seen.append(image);
            }
            for (qsizetype i = 0; i < seen.size(); ++i) {
                for (qsizetype j = 0; j < i; ++j) {
                    const int pixels = difference(seen[i], seen[j]);
                    // 8 of 256 pixels, and the same share of larger ones.
                    const bool isOther = pixels * 32 >= size * size;
                    QVERIFY2(isOther == (i / 2 != j / 2),
                             qPrintable(QStringLiteral("%1 and %2 at %3: %4 pixels")
                                            .arg(i)
                                            .arg(j)
                                            .arg(size)
                                            .arg(pixels)));
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestIcons)
#include "tst_icons.moc"
