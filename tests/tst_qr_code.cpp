#include "ui/shares/qr_code_view.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QtWidgets>

#include "tests/support/rows.h"

using namespace sallyport;

namespace {

// What a reader sees: the text in the picture, by zbarimg.
QString readFrom(const QImage& picture, const QTemporaryDir& place)
{
    const QString file = place.filePath(QStringLiteral("code.png"));
    if (!picture.save(file))
        return QStringLiteral("no picture");
    QProcess reader;
    reader.start(QStringLiteral("zbarimg"),
                 {QStringLiteral("--quiet"), QStringLiteral("--raw"), QStringLiteral("-Sdisable"),
                  QStringLiteral("-Sqrcode.enable"), file});
    if (!reader.waitForStarted())
        return QStringLiteral("zbarimg is missing: run ./dev setup");
    reader.waitForFinished();
    return QString::fromUtf8(reader.readAllStandardOutput()).trimmed();
}

QPalette palette(const char* window, const char* text)
{
    const QColor ground{QLatin1String(window)};
    QPalette made(ground, ground);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        made.setColor(role, QColor(QLatin1String(text)));
    made.setColor(QPalette::Base, ground);
    return made;
}

} // namespace

class TestQrCode : public QObject {
    Q_OBJECT

    QTemporaryDir m_place;

private slots:
    void aReaderFindsTheLink_data()
    {
        QTest::addColumn<QString>("link");
        QTest::addColumn<QString>("window");
        QTest::addColumn<double>("scale");
        const QString usual = QStringLiteral("sftp://guest@192.168.1.23:2022/Photos");
        const QString hard = QStringLiteral(
            "sftp://guest-holidays@[fe80::1c2d:3e4f:5a6b:7c8d%25enp0s31f6]:2022/"
            "A%20rather%20long%20name%20%C3%BC%C3%B6%C3%A4%20of%20a%20shared%20folder");
        QTest::newRow("light") << usual << "#f1f2f4" << 1.0;
        QTest::newRow("dark") << usual << "#25282d" << 1.0;
        QTest::newRow("a long link") << hard << "#f1f2f4" << 1.0;
        QTest::newRow("a long link in the dark") << hard << "#25282d" << 1.0;
        QTest::newRow("at 150 %") << usual << "#25282d" << 1.5;
    }

    void aReaderFindsTheLink()
    {
        QFETCH(QString, link);
        QFETCH(QString, window);
        QFETCH(double, scale);
        const bool dark = QColor(window).lightness() < 128;
        QApplication::setPalette(palette(qPrintable(window), dark ? "#e4e7eb" : "#1f2328"));

        // As on a page: with the window's surface around it.
        QWidget page;
        page.setAutoFillBackground(true);
        auto* view = new QrCodeView;
        view->setText(link);
        auto* layout = new QVBoxLayout(&page);
        layout->setContentsMargins(9, 7, 9, 7);
        layout->addWidget(view);
        page.resize(page.sizeHint());
        QImage picture((QSizeF(page.size()) * scale).toSize(), QImage::Format_RGB32);
        picture.setDevicePixelRatio(scale);
        page.render(&picture);
        QCOMPARE(readFrom(picture, m_place), link);
    }

    void everyModuleIsDarkOnWhiteAndAsWideAsTheOthers_data()
    {
        QTest::addColumn<int>("length");
        for (const int length : {20, 38, 60, 90, 150, 300})
            QTest::addRow("%d characters", length) << length;
    }

    void everyModuleIsDarkOnWhiteAndAsWideAsTheOthers()
    {
        QFETCH(int, length);
        QApplication::setPalette(palette("#25282d", "#e4e7eb"));
        QrCodeView view;
        view.setText(QString(length, u's'));
        view.resize(view.sizeHint());
        const QImage picture = view.grab().toImage();
        const QRgb dark = qRgb(0x14, 0x17, 0x1b);

        int left = picture.width(), top = picture.height(), right = 0;
        for (int y = 4; y < picture.height() - 4; ++y) {
            for (int x = 4; x < picture.width() - 4; ++x) {
                const QRgb pixel = picture.pixel(x, y) | 0xff000000;
                QVERIFY2(pixel == dark || pixel == qRgb(255, 255, 255),
                         qPrintable(QColor(pixel).name()));
                if (pixel == dark) {
                    left = std::min(left, x);
                    top = std::min(top, y);
                    right = std::max(right, x);
                }
            }
        }
        // The finder pattern at the corner is 7 modules wide; the quiet zone is at least 3.
        int finder = 0;
        while ((picture.pixel(left + finder, top) | 0xff000000) == dark)
            ++finder;
        QCOMPARE(finder % 7, 0);
        const int module = finder / 7;
        QVERIFY(left >= QrCodeView::quietZone * module);
        QVERIFY(picture.width() - 1 - right >= QrCodeView::quietZone * module);
        QCOMPARE((right + 1 - left) % module, 0);
    }

    void aTextThatIsTooLongShowsNothing()
    {
        QrCodeView view;
        view.setText(QString(5000, u'x'));
        QVERIFY(view.isNull());
        view.setText(QStringLiteral("sftp://a@b:1/c"));
        QVERIFY(!view.isNull());
        view.setText({});
        QVERIFY(view.isNull());
    }
};

QTEST_MAIN(TestQrCode)
#include "tst_qr_code.moc"
